"""What a municipality does about a resident's choice: invite to choose, and confirm or correct the group."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import State
from providers.clock import danish_day
from providers.courses.codes import LapseGround
from providers.courses.decisions import LEAST_LEAVE_REASON, AfterCorrection, after_correction
from providers.courses.falling import lapse
from providers.courses.models import Choice, ChoiceCase
from providers.courses.moving import GROUP_CORRECTED, Act, hold_open_choice, note, require_reason
from providers.courses.queries import find_choice_case
from providers.listings.models import ListingVersion
from providers.people.looks import NotAResident
from providers.people.profiles import find_resident, get_citizen_to_change
from providers.reference.queries import target_groups

OBJECT = "choice_case"


class CaseNotFound(Exception):
    """The municipality has no such case about a choice."""


class CaseHasChanged(Exception):
    """Somebody else has done something with the case since it was seen."""


class CaseGoesOn(Exception):
    """There is a case about this citizen's choice already."""


class DeadlineNotPossible(Exception):
    """The last day to choose must lie ahead."""


class NoSuchTargetGroup(Exception):
    """There is no such target group today."""


def state_of_case(case: ChoiceCase) -> dict[str, State]:
    """Describe a case about a choice for the audit trail, without group or municipality."""
    return {
        "citizen": case.citizen_id,
        "group_told": case.target_group is not None,
        "closed": case.closed_at is not None,
    }


def invite(
    session: Session, citizen_id: int, municipality_code: str, *, choose_by: date, act: Act
) -> ChoiceCase:
    """Invite a resident to choose by a day; raise NotAResident, CaseGoesOn or DeadlineNotPossible."""
    get_citizen_to_change(session, citizen_id)
    _require_resident(session, citizen_id, municipality_code)
    if find_choice_case(session, citizen_id) is not None:
        raise CaseGoesOn
    if choose_by <= danish_day(act.at):
        raise DeadlineNotPossible
    case = ChoiceCase(
        citizen_id=citizen_id,
        municipality_code=municipality_code,
        choose_by=choose_by,
        invited_at=act.at,
        version=1,
    )
    session.add(case)
    session.flush()
    after = state_of_case(case)
    record(session, act.by, "choice_case.opened", OBJECT, case.id, after=after, at=act.at)
    return case


def move_deadline(
    session: Session, case_id: int, municipality_code: str, *, seen: int, choose_by: date, act: Act
) -> ChoiceCase:
    """Give a resident another last day to choose."""
    case = _hold(session, case_id, municipality_code, seen)
    if choose_by <= danish_day(act.at):
        raise DeadlineNotPossible
    case.choose_by = choose_by
    _note(session, case, "choice_case.deadline_moved", state_of_case(case), act)
    return case


def say_group(
    session: Session,
    case_id: int,
    municipality_code: str,
    *,
    seen: int,
    target_group: str,
    reason: str | None,
    act: Act,
) -> Choice | None:
    """Confirm the target group that the citizen has said, or correct it with a reason.

    Gives the citizen's open choice as it then is: it stands if its listing takes the group, and has lapsed
    otherwise. Raises CaseNotFound, CaseHasChanged, NoSuchTargetGroup or ReasonIsMissing.
    """
    case = _hold(session, case_id, municipality_code, seen)
    if target_group not in {group.id for group in target_groups(danish_day(act.at))}:
        raise NoSuchTargetGroup
    choice = hold_open_choice(session, case.citizen_id)
    said = group_in_force(case, choice)
    corrects = said is not None and said != target_group
    words = require_reason(reason, LEAST_LEAVE_REASON if corrects else 0) or None
    before = state_of_case(case)
    case.target_group, case.group_reason, case.group_said_at = target_group, words, act.at
    event = "choice_case.group_corrected" if corrects else "choice_case.group_confirmed"
    _note(session, case, event, before, act)
    if choice is not None and corrects:
        _apply(session, choice, target_group, act)
    return choice


def close(session: Session, case_id: int, municipality_code: str, *, seen: int, act: Act) -> ChoiceCase:
    """Close a case about a choice, since nobody waits for the citizen any more; what is chosen stands."""
    case = _hold(session, case_id, municipality_code, seen)
    before = state_of_case(case)
    case.closed_at = act.at
    _note(session, case, "choice_case.closed", before, act)
    return case


def group_in_force(case: ChoiceCase | None, choice: Choice | None) -> str | None:
    """Give the target group that counts: the municipality's word before the citizen's own."""
    if case is not None and case.target_group is not None:
        return case.target_group
    return (choice.corrected_group or choice.target_group) if choice is not None else None


def _apply(session: Session, choice: Choice, target_group: str, act: Act) -> None:
    """Let a choice stand or fall by what its listing said when it was chosen."""
    content: Mapping[str, Any] = session.get_one(ListingVersion, choice.listing_version_id).content
    choice.corrected_group = target_group
    if after_correction(content, target_group) is AfterCorrection.LAPSES:
        lapse(session, choice, LapseGround.TARGET_GROUP, act=act)
    else:
        note(session, choice, GROUP_CORRECTED, act=act)


def _hold(session: Session, case_id: int, municipality_code: str, seen: int) -> ChoiceCase:
    """Give a municipality's own case that goes on, about somebody who still lives there.

    The citizen is held first, so that nobody chooses meanwhile.
    """
    known = session.get(ChoiceCase, case_id)
    if known is not None:
        get_citizen_to_change(session, known.citizen_id)
    case = session.get(ChoiceCase, case_id, with_for_update=True, populate_existing=True)
    if case is None or case.municipality_code != municipality_code or case.closed_at is not None:
        raise CaseNotFound(f"The municipality has no case {case_id} that goes on.")
    _require_resident(session, case.citizen_id, municipality_code)
    if case.version != seen:
        raise CaseHasChanged
    return case


def _require_resident(session: Session, citizen_id: int, municipality_code: str) -> None:
    if find_resident(session, citizen_id, municipality_code) is None:
        raise NotAResident(f"Citizen {citizen_id} does not live in the municipality.")


def _note(session: Session, case: ChoiceCase, event: str, before: Mapping[str, State], act: Act) -> None:
    case.version += 1
    after = state_of_case(case)
    record(session, act.by, event, OBJECT, case.id, before=before, after=after, at=act.at)
