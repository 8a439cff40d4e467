"""The organisation's approval: what it is approved for, its cases, how to apply, and each case."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access import member
from portal.cases.acting import the_act
from portal.cases.conditions import condition_view
from portal.cases.warnings import warning_views
from portal.cases.words import case_kind_label, case_state_label, decision_kind_label
from portal.for_providers.application_acting import APPROVAL, CASE, address_of, get_or_404, is_owner
from portal.for_providers.application_read import (
    case_facts_of,
    decision_of,
    inquiries_read,
    open_inquiry,
    sent_read,
)
from portal.for_providers.application_steps import steps_of
from portal.for_providers.application_words import what_happens_next
from portal.for_providers.presenting import present_approval
from portal.locale import gettext as _
from portal.state import portal
from providers.approval.cases.applying import ApplicationNotPossible, Scope, start
from providers.approval.cases.codes import CaseAction, CaseKind, CaseState
from providers.approval.cases.following_up import binding
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.moves import may
from providers.approval.cases.queries import cases_of, decisions_of, find_open_application
from providers.approval.cases.warnings import warnings_of
from providers.approval.models import Approval
from providers.approval.queries import approvals_of
from providers.approval.rules import is_valid
from providers.approval.standard_files import standards_on
from providers.clock import danish_day
from providers.organisations.queries import get_organisation

pages = Blueprint("applications", __name__)
# Where the party has been asked something; an organisation has two such cases at most.
ASKED = frozenset({CaseState.INFORMATION, CaseState.HEARING})
NOTHING_CHOSEN = Scope(employees=None, municipalities=(), target_groups=())


@pages.get(APPROVAL)
@member
def overview(organisation: str) -> str:
    """Show what the organisation is approved for, its cases and what it can apply for."""
    at = portal().now()
    with portal().database.reading() as session:
        found = get_organisation(session, organisation)
        approvals = approvals_of(session, [found.id])
        cases = [each for each in cases_of(session, found.id) if _is_theirs(each)]
        waiting = [each for each in cases if each.state in ASKED]
        asked = [
            open_ for each in waiting if (open_ := open_inquiry(session, organisation, each)) is not None
        ]
        running = find_open_application(session, found.id)
        today = danish_day(at)
        outcomes = {each.case_id: decision_kind_label(each.kind) for each in decisions_of(session, found.id)}
        warned = warning_views(warnings_of(session, [found.id]))
        conditions = [condition_view(each, today) for each in binding(session, today, [found.id])]
    return render_template(
        "office/application_overview.html",
        title=_("Godkendelse"),
        organisation=organisation,
        asked=asked,
        conditions=conditions,
        warned=warned,
        approvals=[present_approval(each, today) for each in approvals if is_valid(each, today)],
        before=[present_approval(each, today) for each in approvals if not is_valid(each, today)],
        cases=[
            (each, case_kind_label(each.kind), outcomes.get(each.id, case_state_label(each.state)), next_)
            for each, next_ in ((each, what_happens_next(each)) for each in cases)
        ],
        kinds=[] if running else [(each.value, _apply_label(each)) for each in _kinds(approvals)],
    )


@pages.post(APPROVAL)
@member
def begin(organisation: str) -> ResponseReturnValue:
    """Begin an application with what the last one said, or go on with the one that is open."""
    at = portal().now()
    with portal().database.transaction() as session:
        found = get_organisation(session, organisation)
        kind = request.form.get("kind", "")
        if kind not in _kinds(approvals_of(session, [found.id])):
            abort(400)
        try:
            case = start(
                session,
                found,
                CaseKind(kind),
                standards_on(danish_day(at)),
                scope=_last_scope(session, found.id),
                act=the_act(),
            )
        except ApplicationNotPossible:  # somebody else pressed at the same moment
            abort(409)
        number = case.id
    return redirect(address_of(organisation, number), 303)


@pages.get(CASE)
@member
def case(organisation: str, case_id: int) -> str:
    """Show a case: an application to write on, or how far one has come and what was decided."""
    with portal().database.reading() as session:
        found, _held = get_or_404(session, organisation, case_id)
        told: dict[str, Any] = {
            "title": case_kind_label(found.kind),
            "organisation": organisation,
            "case": found,
            "facts": case_facts_of(found, danish_day(portal().now())),
            "next": what_happens_next(found),
            "is_owner": is_owner(organisation),
            "may_withdraw": may(CaseKind(found.kind), CaseState(found.state), CaseAction.WITHDRAW),
        }
        if found.state == CaseState.DRAFT:
            steps = steps_of(session, organisation, found)
            return render_template("office/application_draft.html", steps=steps, **told)
        return render_template(
            "office/application_case.html",
            asked=open_inquiry(session, organisation, found),
            inquiries=inquiries_read(session, found),
            sent=sent_read(session, found),
            decision=decision_of(session, found),
            **told,
        )


def _is_theirs(case: ApprovalCase) -> bool:
    return case.kind != CaseKind.REVIEW or case.sent_at is not None


def _kinds(approvals: Sequence[Approval]) -> list[CaseKind]:
    """Say what fits: a first application, a new one after an approval that ends, or more than today's."""
    if not approvals:
        return [CaseKind.FIRST]
    today = danish_day(portal().now())
    holding = [each for each in approvals if is_valid(each, today)]
    if not holding:
        return [CaseKind.RENEWAL]
    ends = all(each.valid_to is not None for each in holding)
    is_limited = all(each.municipalities is not None or each.target_groups is not None for each in holding)
    return [CaseKind.RENEWAL] * ends + [CaseKind.EXTENSION] * is_limited


def _apply_label(kind: CaseKind) -> str:
    return {
        CaseKind.FIRST: _("Søg om godkendelse"),
        CaseKind.RENEWAL: _("Søg om ny godkendelse"),
        CaseKind.EXTENSION: _("Søg om at hjælpe flere"),
    }[kind]


def _last_scope(session: Session, organisation_id: int) -> Scope:
    sent = [
        each for each in cases_of(session, organisation_id) if each.sent_at and each.kind != CaseKind.REVIEW
    ]
    if not sent:
        return NOTHING_CHOSEN
    last = sent[0]
    return Scope(
        last.employees,
        None if last.municipalities is None else tuple(last.municipalities),
        None if last.target_groups is None else tuple(last.target_groups),
    )
