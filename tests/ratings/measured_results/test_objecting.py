"""An actor objects to its own figures while they are shown to it, and is answered once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from providers.audit.models import OPERATOR, person
from providers.audit.queries import in_order
from providers.organisations.models import Organisation
from ratings.measured_results.models import Objection, Release
from ratings.measured_results.objecting import (
    ObjectionNotAllowed,
    ObjectionNotFound,
    answer,
    get_objection,
    object_to,
)
from tests.factories.organisations import make_organisation
from tests.factories.people import AT, make_member
from tests.factories.releases import make_preview, make_release

TEXT = "I har talt en for lidt."


@pytest.fixture
def organisation(session: Session) -> Organisation:
    """Give an organisation."""
    return make_organisation(session)


@pytest.fixture
def preview(session: Session, organisation: Organisation) -> tuple[Release, Objection]:
    """Give a release that is shown to the organisation, and its objection."""
    return make_preview(session, organisation, make_member(session, organisation))


def fact(session: Session, release: Release, organisation: Organisation, text: str, days: int = 0) -> str:
    at = AT + timedelta(days=days)
    with pytest.raises(ObjectionNotAllowed) as refused:
        object_to(session, release, organisation.id, text, by=OPERATOR, at=at)
    return refused.value.fact


def test_an_actor_objects_until_the_last_day(
    session: Session, organisation: Organisation, preview: tuple[Release, Objection]
) -> None:
    release, _first = preview
    last = AT + timedelta(days=14)
    assert object_to(session, release, organisation.id, f" {TEXT} ", by=OPERATOR, at=last).text == TEXT
    assert fact(session, release, organisation, TEXT, days=15) == "not_in_preview"


@pytest.mark.parametrize("state", ["draft", "published", "withdrawn"])
def test_nobody_objects_to_what_is_not_shown_to_actors_alone(
    session: Session, organisation: Organisation, state: str
) -> None:
    facts: dict[str, Any] = {"published_at": AT, "public_figures": b""} if state != "draft" else {}
    facts |= {"withdrawn_at": AT, "note": "Fejl."} if state == "withdrawn" else {}
    release = make_release(session, state=state, **facts)
    assert fact(session, release, organisation, TEXT) == "not_in_preview"


def test_who_has_no_figures_has_nothing_to_object_to(
    session: Session, preview: tuple[Release, Objection]
) -> None:
    assert fact(session, preview[0], make_organisation(session, 2), TEXT) == "no_figures"


@pytest.mark.parametrize(("text", "why"), [("  ", "text_missing"), ("x" * 6_000, "text_too_long")])
def test_an_objection_says_something(
    session: Session, organisation: Organisation, preview: tuple[Release, Objection], text: str, why: str
) -> None:
    assert fact(session, preview[0], organisation, text) == why


def test_an_objection_is_answered_once(session: Session, preview: tuple[Release, Objection]) -> None:
    _release, objection = preview
    with pytest.raises(ObjectionNotAllowed, match="text_missing"):
        answer(session, objection, " ", upheld=True, by=OPERATOR, at=AT)
    answer(session, objection, "Det er rettet.", upheld=True, by=OPERATOR, at=AT)
    assert (objection.answer, objection.upheld) == ("Det er rettet.", True)
    with pytest.raises(ObjectionNotAllowed, match="answered_already"):
        answer(session, objection, "Nej.", upheld=False, by=OPERATOR, at=AT)


def test_an_objection_belongs_to_its_release(session: Session, preview: tuple[Release, Objection]) -> None:
    release, objection = preview
    assert get_objection(session, release.id, objection.id) is objection
    with pytest.raises(ObjectionNotFound):
        get_objection(session, release.id + 1, objection.id)


def test_the_trail_tells_of_objection_and_answer_without_their_texts(
    session: Session, preview: tuple[Release, Objection]
) -> None:
    _release, objection = preview
    answer(session, objection, "Det er rettet.", upheld=False, by=person(1), at=AT)
    told = [event for event in in_order(session) if event.object_type == "objection"]
    assert [event.action for event in told] == ["objection.made", "objection.answered"]
    assert (told[1].after or {})["upheld"] is False
    assert "rettet" not in str([(event.before, event.after) for event in told])
