"""S22: the trail's chain holds, and replaying it gives exactly the state that the tables hold."""

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from portal.state import Portal
from providers.approval.cases.conditions import state_of_follow_up
from providers.approval.cases.models import ConditionFollowUp
from providers.audit.queries import get_head, in_order
from providers.audit.rules import first_fault, replay
from providers.base import Base
from providers.courses.cases import state_of_case as state_of_choice_case
from providers.courses.contacts import state_of_contact_look
from providers.courses.models import Absence, Choice, ChoiceCase, ContactLook, NoneFits
from providers.courses.moving import state_of_choice
from providers.courses.none_fitting import state_of_none_fits
from providers.courses.running import state_of_absence
from providers.organisations.api_keys import state_of_key
from providers.organisations.invitations import state_of_invitation
from providers.organisations.members import state_of_membership
from providers.organisations.models import ApiKey, Invitation, Membership
from providers.people.models import LoginSession, OneTimeLink, Password, SecondFactor, User
from providers.people.passwords import state_of_password
from providers.people.rules import state_of, state_of_link, state_of_session
from providers.people.second_factors import state_of_second_factor
from ratings.measured_results.models import Objection, Release
from ratings.measured_results.objecting import state_of_objection
from ratings.measured_results.release_queries import state_of as state_of_release
from tests.promises.access_table import Role
from tests.promises.cast import Cast, assemble

# The tables whose state the trail tells, the name of a row's object there, and what is told of it.
TOLD: Mapping[str, tuple[type[Base], str, Callable[[Any], Mapping[str, Any]]]] = {
    "user": (User, "id", state_of),
    "login_session": (LoginSession, "id", state_of_session),
    "link": (OneTimeLink, "id", state_of_link),
    "password": (Password, "user_id", state_of_password),
    "second_factor": (SecondFactor, "user_id", state_of_second_factor),
    "membership": (Membership, "id", state_of_membership),
    "invitation": (Invitation, "id", state_of_invitation),
    "api_key": (ApiKey, "id", state_of_key),
    "condition_follow_up": (ConditionFollowUp, "id", state_of_follow_up),
    "choice": (Choice, "id", state_of_choice),
    "choice_case": (ChoiceCase, "id", state_of_choice_case),
    "contact_look": (ContactLook, "id", state_of_contact_look),
    "absence": (Absence, "id", state_of_absence),
    "none_fits": (NoneFits, "id", state_of_none_fits),
    "release": (Release, "id", state_of_release),
    "objection": (Objection, "id", state_of_objection),
}
# Every form there is is sent as it stands, and then with what most of them ask for.
FILLED_IN = {
    "name": "Ny Medarbejder",
    "email": "ny@vejen.example",
    "role": "editor",
    "municipality": "751",
    "understood": "y",
    "purpose": "guidance",
    "text": "Tallet er forkert.",
    "verdict": "upheld",
    "answer": "I har ret.",
}


# What a role must have done by then, so that the test does not pass by doing nothing.
DOES = {
    Role.CITIZEN: {"profile.removed", "user.erased"},
    Role.OWNER: {
        "invitation.made",
        "membership.begun",
        "membership.ended",
        "api_key.revoked",
        "condition.answered",
        "objection.made",
    },
    Role.EDITOR: {"session.ended"},
    Role.MUNICIPALITY: {"citizen.looked_at"},
    Role.LEAD: {"user.created", "user.disabled", "link.issued", "objection.answered"},
}
HIDDEN = re.compile(r'<input type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')


@pytest.fixture
def cast(app: Flask) -> Cast:
    return assemble(app)


def told(session: Session) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Read the state of every row as the trail would tell it."""
    return {
        (kind, str(getattr(row, key))): describe(row)
        for kind, (table, key, describe) in TOLD.items()
        for row in session.scalars(select(table))
    }


def changes(app: Flask) -> list[Rule]:
    """Give every address that changes something, and last the one after which nobody is left to sign in."""
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    return sorted(rules, key=lambda rule: (rule.endpoint == "my.erase", rule.rule))


def hidden_fields(page: str) -> dict[str, str]:
    """Read what a page's form sends along by itself, such as what it showed."""
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page) if name != "csrf_token"}


def require_trail_and_tables_to_agree(state: Portal) -> int:
    with state.database.reading() as session:
        assert first_fault(in_order(session), get_head(session)) is None
        events = list(in_order(session))
        replayed = {key: held for key, held in replay(events).items() if key[0] in TOLD}
        assert replayed == told(session)
    return len(events)


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.OWNER, Role.EDITOR, Role.MUNICIPALITY, Role.LEAD])
def test_whatever_somebody_does_the_trail_tells_the_state_that_came_of_it(cast: Cast, role: Role) -> None:
    state: Portal = cast.app.extensions["portal"]
    before = require_trail_and_tables_to_agree(state)
    assert before > len(cast.people)
    for rule in changes(cast.app):
        visitor = cast.visitor(role)
        for fields in ({}, FILLED_IN):
            address = cast.address(rule)
            visitor.post(address, hidden_fields(visitor.get(address).text) | fields, page="/account")
    assert require_trail_and_tables_to_agree(state) > before
    with state.database.reading() as session:
        done = {event.action for event in in_order(session)}
    assert DOES[role] <= done
