"""Make a case ready to read: the application beside the standards, letters, notes, and what happened."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.access import the_person
from portal.cases.conditions import ConditionView, condition_view
from portal.cases.scope import area_of, groups_of
from portal.cases.words import case_kind_label, case_state_label
from portal.for_authority.audit_events import EventView, told
from portal.for_authority.case_acting import is_lead, may_work
from portal.for_authority.case_letters import decision_view, inquiry_views, note_views, proposal_views
from portal.for_authority.case_standards import StandardView, standard_views
from portal.for_authority.case_words import days_left, identified_label, name_of
from portal.labels import day_label, kind_label, moment_label
from portal.locale import gettext as _
from portal.locale import ngettext
from providers.approval.cases.codes import CaseAction, CaseKind, CaseState, Outcome
from providers.approval.cases.examining import CAN_CHECK
from providers.approval.cases.following_up import conditions_of
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.moves import may
from providers.approval.cases.queries import (
    checks_of,
    find_decision_of,
    inquiries_of,
)
from providers.audit.queries import events_about
from providers.clock import danish_day
from providers.organisations.models import Organisation
from providers.people.models import AuthorityRole, UserKind
from providers.people.queries import users_by_number
from providers.people.staff import StaffState, Wanted, staff

MOST_EVENTS = 100
MOST_COLLEAGUES = 200
WORKERS = (AuthorityRole.CASEWORKER, AuthorityRole.LEAD)


def page_of_case(
    session: Session, case: ApprovalCase, organisation: Organisation, at: datetime
) -> dict[str, Any]:
    """Give all that the page of a case shows; whoever only reads gets nothing to press."""
    standards = standard_views(session, case)
    works = may_work()
    return {
        "case": case,
        "slug": organisation.slug,
        "facts": list(_facts(session, case, organisation, at)),
        "summary": _summary(standards),
        "standards": standards,
        "inquiries": inquiry_views(session, case),
        "proposals": proposal_views(session, case),
        "decision": decision_view(session, case),
        "conditions": _conditions(session, case, danish_day(at)),
        "notes": note_views(session, case),
        "history": _history(session, case),
        "actions": _actions(case) if works else frozenset(),
        "may_check": works and case.state in CAN_CHECK,
        "may_work": works,
        "is_mine": case.assigned_to == the_person().id,
        "is_review": case.kind == CaseKind.REVIEW,
        "is_lead": is_lead(),
        "is_proposed": case.state == CaseState.PROPOSED,
        "colleagues": colleagues(session, at) if works else [],
    }


def colleagues(session: Session, at: datetime) -> list[tuple[int, str]]:
    """List those who can have a case, by name."""
    found = staff(session, Wanted(kind=UserKind.AUTHORITY), at, limit=MOST_COLLEAGUES)
    return [
        (each.user.id, each.user.name or "")
        for each in found
        if each.user.authority_role in WORKERS and each.state is not StaffState.DISABLED
    ]


def _actions(case: ApprovalCase) -> frozenset[str]:
    return frozenset(
        action.value for action in CaseAction if may(CaseKind(case.kind), CaseState(case.state), action)
    )


def _facts(
    session: Session, case: ApprovalCase, organisation: Organisation, at: datetime
) -> Iterator[tuple[str, str]]:
    people = users_by_number(session, {case.assigned_to} if case.assigned_to else set())
    yield _("Sag"), _("%(number)s: %(kind)s", number=case.id, kind=case_kind_label(case.kind))
    yield _("Status"), case_state_label(case.state)
    if known := identified_label(organisation.identified_by):
        yield _("Hvem handler for virksomheden?"), known
    if case.ground:
        yield _("Derfor er sagen åbnet"), case.ground
    if case.sent_at is not None:
        yield _("Begyndt") if case.kind == CaseKind.REVIEW else _("Sendt"), moment_label(case.sent_at)
    if case.decide_by is not None:
        left = days_left(case, danish_day(at))
        yield (
            _("Afgøres senest"),
            f"{day_label(case.decide_by)}. {left}." if left else day_label(case.decide_by),
        )
    yield _("Hos"), name_of(people, case.assigned_to) if case.assigned_to else _("Ingen endnu")
    yield (
        _("Aktør"),
        ", ".join(
            each
            for each in (kind_label(organisation.kind), f"CVR {organisation.cvr}" if organisation.cvr else "")
            if each
        ),
    )
    if case.employees is not None:
        yield _("Ansatte"), str(case.employees)
    if case.kind != CaseKind.REVIEW:
        yield _("Vil hjælpe i"), area_of(case.municipalities, danish_day(at))
        yield _("Vil hjælpe"), groups_of(case.target_groups, danish_day(at))
    yield _("Standarder"), _("Udgave %(version)s", version=case.standards_version)


def _summary(standards: Sequence[StandardView]) -> str:
    """Say how far the checks have come."""
    missing = sum(each.current is None or each.current.outcome == Outcome.TO_CONFIRM for each in standards)
    not_met = sum(each.current is not None and each.current.outcome == Outcome.NOT_MET for each in standards)
    first = (
        ngettext(
            "%(num)s standard er ikke vurderet endnu.", "%(num)s standarder er ikke vurderet endnu.", missing
        )
        if missing
        else _("Alle standarder er vurderet.")
    )
    second = (
        ngettext("%(num)s er ikke opfyldt.", "%(num)s er ikke opfyldt.", not_met)
        if not_met
        else _("Ingen er vurderet som ikke opfyldt.")
    )
    return f"{first} {second}"


def _conditions(session: Session, case: ApprovalCase, today: date) -> list[ConditionView]:
    decision = find_decision_of(session, case.id)
    return [condition_view(each, today) for each in conditions_of(session, [decision] if decision else [])]


def _history(session: Session, case: ApprovalCase) -> list[EventView]:
    """Tell what happened in a case, the latest first."""
    decision = find_decision_of(session, case.id)
    about: dict[str, list[int]] = {
        "approval_case": [case.id],
        "inquiry": [each.id for each in inquiries_of(session, case.id)],
        "case_check": [each.id for each in checks_of(session, case.id) if each.evidence is None],
        "decision": [decision.id] if decision else [],
        "condition_follow_up": [
            said.id for each in conditions_of(session, [decision] if decision else []) for said in each.said
        ],
    }
    found = {kind: numbers for kind, numbers in about.items() if numbers}
    return told(session, events_about(session, found, limit=MOST_EVENTS))
