"""What every page about an own case shares: to find it, act on it as it was seen, and meet who was first."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.cases.acting import Kept, seen_version, somebody_was_first
from portal.for_providers.deciding import membership_here
from portal.locale import gettext as _
from providers.approval.cases.applying import ApplicationNotPossible
from providers.approval.cases.codes import CaseKind, CaseState
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.moving import CaseHasChanged, hold
from providers.approval.cases.queries import CaseNotFound, get_case
from providers.organisations.models import MemberRole, Organisation

APPROVAL = "/office/<organisation>/approval"
CASE = f"{APPROVAL}/<int(max=2147483647):case_id>"


def get_or_404(session: Session, slug: str, case_id: int) -> tuple[ApprovalCase, Organisation]:
    """Give a case of the organisation; a review that the authority has not opened yet is not the party's."""
    here = membership_here(slug)
    try:
        case = get_case(session, case_id, organisation_id=here.organisation_id)
    except CaseNotFound:
        abort(404)
    if case.kind == CaseKind.REVIEW and case.sent_at is None:
        abort(404)
    return case, session.get_one(Organisation, case.organisation_id)


def draft_or_leave(session: Session, slug: str, case_id: int) -> tuple[ApprovalCase, Organisation]:
    """Give an application that is still being written; once it is sent, lead to how it stands."""
    case, organisation = get_or_404(session, slug, case_id)
    if case.state != CaseState.DRAFT:
        abort(redirect(address_of(slug, case_id), 303))
    return case, organisation


def held(session: Session, slug: str, case_id: int) -> ApprovalCase:
    """Give a case as the form's page showed it, or raise CaseHasChanged."""
    get_or_404(session, slug, case_id)
    return hold(session, case_id, seen=seen_version())


def held_draft(session: Session, slug: str, case_id: int) -> tuple[ApprovalCase, Organisation]:
    """Give a draft as the form's page showed it, or raise CaseHasChanged, also when it has been sent."""
    case = held(session, slug, case_id)
    if case.state != CaseState.DRAFT:
        raise CaseHasChanged
    return case, session.get_one(Organisation, case.organisation_id)


def is_owner(slug: str) -> bool:
    """Say whether the reader may send and withdraw."""
    return membership_here(slug).role is MemberRole.OWNER


def address_of(slug: str, case_id: int) -> str:
    """Give the address of a case."""
    return url_for("applications.case", organisation=slug, case_id=case_id)


def conflict(slug: str, case_id: int, kept: Kept = ()) -> ResponseReturnValue:
    """Say that somebody was first, show what was typed, and lead to how the case stands now."""
    return somebody_was_first(address_of(slug, case_id), kept)


def refusal(refused: ApplicationNotPossible) -> str:
    """Say why something in an application is not possible."""
    return {
        "text_too_long": _("Skriv højst 4.000 tegn."),
        "answer_is_empty": _("Skriv et svar."),
        "too_many_documents": _(
            "Der kan være 40 dokumenter i en ansøgning. Fjern et, før I lægger et nyt ind."
        ),
        "not_a_draft": _("Ansøgningen er sendt og kan ikke ændres."),
    }[refused.fact]
