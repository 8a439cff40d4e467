"""The cases of the authority: the queue by deadline, and each case with all that belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from portal.access import authority, the_person
from portal.accounts.paging import ON_A_PAGE, page_of
from portal.cases.words import case_kind_label, case_state_label, duration_sentences
from portal.for_authority.case_acting import CASE, get_or_404, may_work
from portal.for_authority.case_view import page_of_case
from portal.for_authority.case_words import days_left, name_of
from portal.locale import current_language, format_day, format_number, ngettext
from portal.locale import gettext as _
from portal.state import portal
from providers.approval.cases.codes import CaseState
from providers.approval.cases.duration import durations
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.queue import (
    OPEN,
    SEEN_BY_THE_AUTHORITY,
    Wanted,
    count_cases,
    decided_since,
    list_cases,
)
from providers.clock import danish_day
from providers.organisations.models import Organisation
from providers.people.queries import users_by_number

pages = Blueprint("cases", __name__)
A_YEAR = timedelta(days=365)
ALL, MINE = "all", "mine"


@dataclass(frozen=True, slots=True)
class Line:
    """A case in the queue, ready to print."""

    number: int
    organisation: str
    kind: str
    state: str
    decide_by: str
    days_left: str
    is_over: bool
    who: str


@pages.get("/authority/cases")
@authority
def queue() -> str:
    """List the cases by deadline, and say how long cases take."""
    at, state, whose = portal().now(), _state(), _whose()
    wanted = Wanted(_states(state), the_person().id if whose else None)
    with portal().database.reading() as session:
        count = count_cases(session, wanted)
        page = page_of(count)
        found = list_cases(session, wanted, limit=ON_A_PAGE, offset=page.offset)
        lines = _lines(session, found, danish_day(at))
        took = durations(decided_since(session, at - A_YEAR))
    return render_template(
        "authority/cases.html",
        title=_("Sager"),
        states=[(each.value, case_state_label(each)) for each in CaseState if each in SEEN_BY_THE_AUTHORITY],
        state=state,
        whose=whose,
        counted=ngettext(
            "%(shown)s sag", "%(shown)s sager", count, shown=format_number(count, current_language())
        ),
        lines=lines,
        page=page,
        durations=duration_sentences(took),
        may_work=may_work(),
    )


@pages.get(CASE)
@authority
def case(case_id: int) -> str:
    """Show a case: what was applied for, what the standards ask and what was found, and what happened."""
    with portal().database.reading() as session:
        found, organisation = get_or_404(session, case_id)
        told = page_of_case(session, found, organisation, portal().now())
        return render_template("authority/case.html", title=organisation.name, **told)


def _state() -> str:
    asked = request.args.get("state", "")
    return asked if asked == ALL or asked in {each.value for each in SEEN_BY_THE_AUTHORITY} else ""


def _whose() -> str:
    return MINE if request.args.get("whose") == MINE else ""


def _states(state: str) -> frozenset[CaseState]:
    if state == ALL:
        return SEEN_BY_THE_AUTHORITY
    return frozenset({CaseState(state)}) if state else OPEN


def _lines(session: Session, found: Sequence[tuple[ApprovalCase, Organisation]], today: date) -> list[Line]:
    people = users_by_number(session, {case.assigned_to for case, _organisation in found if case.assigned_to})
    return [
        Line(
            number=case.id,
            organisation=organisation.name,
            kind=case_kind_label(case.kind),
            state=case_state_label(case.state),
            decide_by=format_day(case.decide_by, current_language()) if case.decide_by else "",
            days_left=days_left(case, today),
            is_over=bool(case.decide_by and case.decide_by < today and case.state in OPEN),
            who=name_of(people, case.assigned_to) if case.assigned_to else _("Ingen endnu"),
        )
        for case, organisation in found
    ]
