"""Whatever the code notes in the trail has a sentence, a group and a name for its object."""

import ast
import re
from collections.abc import Iterator

import pytest

from portal.for_authority.audit_self_words import sentences_about_oneself
from portal.for_authority.audit_words import (
    GROUPS,
    Known,
    fault_sentence,
    group_label,
    object_labels,
    sentence_of,
    sentences,
)
from portal.locale import speaking
from providers.audit.models import ActorKind, AuditEvent
from providers.audit.rules import Fault, FaultKind
from providers.people.models import AuthorityRole, User, UserKind
from providers.people.personal_data import KEPT
from tests.support.source_tree import ROOT, python_files

ACTION = re.compile(r"[a-z][a-z_]*\.[a-z_]+")
# Calls whose texts look like actions and are none: names of views and of templates.
OTHER_CALLS = frozenset({"url_for", "render_template", "_place", "Blueprint"})


def called(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def texts(node: ast.AST) -> Iterator[str]:
    """Give the texts below a node, but not those of calls that name something else."""
    if isinstance(node, ast.Call) and called(node) in OTHER_CALLS:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from texts(child)


def argument(call: ast.Call, place: int, name: str) -> ast.expr | None:
    named = next((each.value for each in call.keywords if each.arg == name), None)
    return named or (call.args[place] if len(call.args) > place else None)


def handed_over(tree: ast.AST, place: int, name: str) -> list[ast.expr]:
    """Give what is handed to `record` as one of its arguments."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) == "record"]
    return [given for call in calls if (given := argument(call, place, name)) is not None]


def noted(source: str) -> set[str]:
    """Give the actions that a module notes; where one is a variable, every text that could be in it."""
    tree = ast.parse(source)
    given = handed_over(tree, 2, "action")
    written = {text for node in given for text in texts(node)}
    if any(isinstance(node, ast.Name | ast.Attribute) for node in given):
        written |= set(texts(tree))
    return {text for text in written if ACTION.fullmatch(text)}


def sources() -> list[str]:
    found = [
        path.read_text(encoding="utf-8") for path in python_files(ROOT, ("providers", "ratings", "portal"))
    ]
    return [source for source in found if "providers.audit.commands import record" in source]


def actions() -> set[str]:
    erased = {f"{kept.trail}.erased" for kept in KEPT if kept.trail}
    return erased.union(*(noted(source) for source in sources()))


def test_actions_are_found_where_they_stand_and_where_they_are_handed_on() -> None:
    plain = 'record(session, by, "a.b", "user", 1, at=at)\nx = "c.d"'
    handed_on = 'record(session, by, change.action, "user", 1, at=at)\n_Change("c.d", 1)\nurl_for("e.f")'
    assert noted(plain) == {"a.b"}
    assert noted(handed_on) == {"c.d"}
    assert {"user.disabled", "session.begun", "citizen.looked_at", "login_session.erased"} <= actions()


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_action_has_a_sentence(language: str) -> None:
    with speaking(language):
        assert sorted(actions() - sentences().keys()) == []
        for action, sentence in sentences().items():
            assert "%(who)s" in sentence or action == "sign_up.asked"  # by a visitor whom nobody knows yet
            assert sentence.endswith(".")


def test_every_action_belongs_to_a_group_with_a_name() -> None:
    assert [action for action in sorted(actions()) if not action.startswith(GROUPS)] == []
    assert all(group_label(group) for group in GROUPS)


def test_every_type_of_object_that_is_written_down_has_a_name() -> None:
    given = [node for source in sources() for node in handed_over(ast.parse(source), 3, "object_type")]
    types = {text for node in given for text in texts(node)}
    assert "login_session" in types
    assert sorted(types - object_labels().keys()) == []


@pytest.mark.parametrize("kind", FaultKind)
def test_every_fault_is_told_with_its_event(kind: FaultKind) -> None:
    assert "12" in fault_sentence(Fault(kind, 12))


LEAD = User(id=1, kind=UserKind.AUTHORITY, authority_role=AuthorityRole.LEAD, name="Lea Leder")
MEMBER = User(id=5, kind=UserKind.PROVIDER, name="Anna Aktør")
CITIZEN = User(id=7, kind=UserKind.CITIZEN)
KNOWN = Known({user.id: user for user in (LEAD, MEMBER, CITIZEN)}, {261: "Vejen ApS"})
BEGUN = {"user": 5, "organisation": 261}


@pytest.mark.parametrize(
    ("actor", "action", "thing", "states", "sentence"),
    [
        (1, "user.disabled", ("user", "5"), {}, "Lea Leder lukkede medarbejder nummer 5 ude."),
        (5, "password.set", ("password", "5"), {}, "Anna Aktør valgte en ny adgangskode."),
        (7, "profile.told", ("profile", "7"), {}, "Borger nummer 7 oplyste sin kommune."),
        (
            9,
            "user.created",
            ("user", "1"),
            {"authority_role": "caseworker"},
            "Person nummer 9 oprettede sagsbehandler nummer 1.",
        ),
        (
            9,
            "second_factor.removed",
            ("second_factor", "1"),
            {},
            "Person nummer 9 fjernede koderne fra en app for medarbejder nummer 1.",
        ),
        (5, "recovery_code.used", ("recovery_codes", "5"), {}, "Anna Aktør brugte en af sine nødkoder."),
        (
            5,
            "session.ended",
            ("login_session", "29"),
            {"user": 5},
            "Anna Aktør afsluttede sit eget login 29.",
        ),
        (
            5,
            "membership.begun",
            ("membership", "3"),
            BEGUN,
            "Anna Aktør fik adgang til Vejen ApS.",
        ),
        (
            1,
            "membership.begun",
            ("membership", "3"),
            BEGUN,
            "Lea Leder gav medarbejder nummer 5 adgang til Vejen ApS.",
        ),
        (
            1,
            "membership.begun",
            ("membership", "3"),
            {"user": 6, "organisation": 99},
            "Lea Leder gav person nummer 6 adgang til aktør nummer 99.",
        ),
    ],
)
def test_organisations_are_named_and_those_it_happened_to_are_numbers_with_what_they_are(
    actor: int, action: str, thing: tuple[str, str], states: dict[str, int], sentence: str
) -> None:
    event = AuditEvent(
        actor_kind=ActorKind.PERSON,
        actor_id=actor,
        action=action,
        object_type=thing[0],
        object_id=thing[1],
        before={},
        after=states,
    )
    assert sentence_of(event, sentences(), KNOWN) == sentence


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_sentence_about_oneself_says_so_as_if_it_were_somebody_else(language: str) -> None:
    with speaking(language):
        written, about_oneself = sentences(), sentences_about_oneself()
        assert about_oneself.keys() <= written.keys()
        for sentence in about_oneself.values():
            assert "%(who)s" in sentence
            assert "%(person)s" not in sentence


def test_what_somebody_has_written_into_an_event_does_not_stop_its_sentence() -> None:
    event = AuditEvent(
        actor_kind=ActorKind.OPERATOR,
        action="membership.begun",
        object_type="membership",
        object_id="3",
        before=None,
        after={"user": "²", "organisation": ["x"]},
    )
    assert sentence_of(event, sentences(), KNOWN) == "Driften gav ? adgang til ['x']."


def test_change_of_role_tells_both_roles_whatever_role_they_have_today() -> None:
    event = AuditEvent(
        actor_kind=ActorKind.OPERATOR,
        action="user.role_changed",
        object_type="user",
        object_id="1",
        before={"authority_role": "caseworker"},
        after={"authority_role": "auditor"},
    )
    sentence = "Driften skiftede rollen for medarbejder nummer 1 fra sagsbehandler til revisor."
    assert sentence_of(event, sentences(), KNOWN) == sentence
    event.before, event.after = {"authority_role": ["x"]}, {"authority_role": "king"}
    assert "fra ? til ?" in sentence_of(event, sentences(), KNOWN)
