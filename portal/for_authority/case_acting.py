"""What every page about a case shares: to find it, to act on it as it was seen, and to meet who was first."""

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access import the_person
from portal.cases.acting import Kept, seen_version, somebody_was_first
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.moving import hold
from providers.approval.cases.queries import CaseNotFound, get_case
from providers.organisations.models import Organisation
from providers.people.models import AuthorityRole

CASE = "/authority/cases/<int(max=2147483647):case_id>"


def get_or_404(session: Session, case_id: int) -> tuple[ApprovalCase, Organisation]:
    """Give a case that has been sent, and its organisation; a draft is the applicant's own."""
    try:
        case = get_case(session, case_id)
    except CaseNotFound:
        abort(404)
    if case.sent_at is None:
        abort(404)
    return case, session.get_one(Organisation, case.organisation_id)


def held(session: Session, case_id: int) -> ApprovalCase:
    """Give a case as the form's page showed it, or raise CaseHasChanged."""
    get_or_404(session, case_id)
    return hold(session, case_id, seen=seen_version())


def may_work() -> bool:
    """Say whether the reader may change cases; an auditor only reads."""
    return the_person().authority_role in (AuthorityRole.CASEWORKER, AuthorityRole.LEAD)


def is_lead() -> bool:
    """Say whether the reader may decide."""
    return the_person().authority_role is AuthorityRole.LEAD


def address_of(case_id: int, anchor: str | None = None) -> str:
    """Give the address of a case."""
    return url_for("cases.case", case_id=case_id, _anchor=anchor)


def conflict(case_id: int, kept: Kept = ()) -> ResponseReturnValue:
    """Say that somebody was first, show what was typed, and lead to how the case stands now."""
    return somebody_was_first(address_of(case_id), kept)
