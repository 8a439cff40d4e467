"""Check an application before it is sent, send it, say that it has come, and withdraw it."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access import member, owner
from portal.cases.acting import WAS_FIRST, the_act
from portal.cases.cvr import register_of
from portal.cases.facts import NOT_ASKED, case_facts, cvr_facts, gaps_of, standards_of
from portal.cases.letters import receipt as receipt_letter
from portal.cases.words import evidence_sentence, outcome_label
from portal.for_providers.application_acting import (
    CASE,
    address_of,
    conflict,
    draft_or_leave,
    get_or_404,
    held,
    held_draft,
    is_owner,
)
from portal.for_providers.application_read import scope_lines
from portal.for_providers.application_steps import gap_lines
from portal.labels import day_label, moment_label
from portal.locale import current_language
from portal.locale import gettext as _
from portal.mail import queue_mail
from portal.state import portal
from providers.approval.cases import letters
from providers.approval.cases.applying import ApplicationIncomplete, send, take_standards, withdraw
from providers.approval.cases.checks import find
from providers.approval.cases.codes import CaseAction, CaseKind, CaseState, LetterKind
from providers.approval.cases.examining import run_checks
from providers.approval.cases.models import ApprovalCase, CaseDocument
from providers.approval.cases.moves import may
from providers.approval.cases.queries import answers_of, documents_of
from providers.approval.standard_files import standards_on
from providers.approval.standard_set import AutomaticCheck, CheckKind
from providers.clock import danish_day
from providers.organisations.members import members
from providers.organisations.models import Organisation
from providers.working_days import add_working_days

pages = Blueprint("application_sending", __name__)
ASKED_AT_SENDING = (AutomaticCheck.CVR_ACTIVE, AutomaticCheck.CVR_SOLVENT)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What is written about a standard, ready to read through."""

    name: str
    text: str
    documents: tuple[CaseDocument, ...]


@pages.get(f"{CASE}/check")
@member
def check(organisation: str, case_id: int) -> ResponseReturnValue:
    """Show what is lacking, what was written, and what the portal will find out by itself."""
    return _check_page(organisation, case_id)


@pages.post(f"{CASE}/send")
@owner
def send_in(organisation: str, case_id: int) -> ResponseReturnValue:
    """Send an application: the register is asked first, the automatic checks run with it, mails go out."""
    at = portal().now()
    with portal().database.reading() as session:
        _case, party = get_or_404(session, organisation, case_id)
    cvr = cvr_facts(register_of(portal().settings), party)
    standards = standards_on(danish_day(at))
    by = add_working_days(danish_day(at), portal().settings.days_to_decide)
    try:
        with portal().database.transaction() as session:
            case, party = held_draft(session, organisation, case_id)
            if case.standards_version != standards.version:
                take_standards(case, party, standards, at=at)
                return _standards_changed(organisation, case_id)
            send(session, case, standards, gaps=gaps_of(session, case), decide_by=by, act=the_act())
            facts = case_facts(session, case.organisation_id, cvr, at)
            run_checks(session, case, standards_of(case), facts, standards.limits, act=the_act())
            _confirm(session, case, at)
    except ApplicationIncomplete:
        return _check_page(organisation, case_id, status=400)
    except WAS_FIRST:
        return conflict(organisation, case_id)
    return redirect(url_for("application_sending.receipt", organisation=organisation, case_id=case_id), 303)


@pages.get(f"{CASE}/receipt")
@member
def receipt(organisation: str, case_id: int) -> ResponseReturnValue:
    """Say that an application has come, its number, and by when it is decided."""
    with portal().database.reading() as session:
        case, _party = get_or_404(session, organisation, case_id)
    if case.sent_at is None or case.kind == CaseKind.REVIEW:
        return redirect(address_of(organisation, case_id), 303)
    return render_template(
        "office/application_receipt.html",
        title=_("Ansøgningen er modtaget"),
        organisation=organisation,
        case=case,
        sent=moment_label(case.sent_at),
        by=day_label(case.decide_by),
        days=portal().settings.days_to_decide,
    )


@pages.get(f"{CASE}/withdraw")
@owner
def confirm_withdrawing(organisation: str, case_id: int) -> ResponseReturnValue:
    """Ask whether an application shall be withdrawn."""
    with portal().database.reading() as session:
        case, _party = get_or_404(session, organisation, case_id)
    if not may(CaseKind(case.kind), CaseState(case.state), CaseAction.WITHDRAW):
        return redirect(address_of(organisation, case_id), 303)
    return render_template(
        "office/application_withdraw.html",
        title=_("Træk ansøgningen tilbage"),
        organisation=organisation,
        case=case,
        is_draft=case.state == CaseState.DRAFT,
    )


@pages.post(f"{CASE}/withdraw")
@owner
def withdraw_it(organisation: str, case_id: int) -> ResponseReturnValue:
    """Withdraw an application."""
    try:
        with portal().database.transaction() as session:
            withdraw(session, held(session, organisation, case_id), act=the_act())
    except WAS_FIRST:
        return conflict(organisation, case_id)
    flash(_("Ansøgningen er trukket tilbage."), "success")
    return redirect(url_for("applications.overview", organisation=organisation), 303)


def _standards_changed(slug: str, case_id: int) -> ResponseReturnValue:
    """Say that a draft now follows a later version of the standards, and what that lets it lack."""
    flash(_("Kravene er ændret, siden I begyndte. Se, om der mangler noget, og send igen."), "warning")
    return redirect(url_for("application_sending.check", organisation=slug, case_id=case_id), 303)


def _check_page(slug: str, case_id: int, status: int = 200) -> ResponseReturnValue:
    with portal().database.reading() as session:
        case, _party = draft_or_leave(session, slug, case_id)
        gaps = gap_lines(slug, case, gaps_of(session, case))
        page = render_template(
            "office/application_check.html",
            title=_("Se igennem og send"),
            organisation=slug,
            case=case,
            gaps=gaps,
            facts=scope_lines(case, danish_day(portal().now())),
            answers=_answers(session, case),
            foreseen=_foreseen(session, case),
            is_owner=is_owner(slug),
        )
    return page, status


def _answers(session: Session, case: ApprovalCase) -> list[AnswerView]:
    written, handed_in = answers_of(session, case.id), documents_of(session, case.id)
    return [
        AnswerView(
            each.name.text(current_language()),
            written[each.id].text if each.id in written else "",
            tuple(one for one in handed_in if one.standard_id == each.id),
        )
        for each in standards_of(case)
        if each.kind is CheckKind.JUDGEMENT
    ]


def _foreseen(session: Session, case: ApprovalCase) -> list[tuple[str, str, str]]:
    """Say what each automatic check would find now, and of the business register that it is asked later."""
    facts = case_facts(session, case.organisation_id, NOT_ASKED, portal().now())
    limits = standards_on(danish_day(portal().now())).limits
    lines = []
    for each in standards_of(case):
        if each.check is None:
            continue
        name = each.name.text(current_language())
        if each.check in ASKED_AT_SENDING:
            lines.append((name, _("Ikke set efter endnu"), _("Vi slår op i CVR-registret, når I sender.")))
            continue
        found = find(each.check, facts, limits)
        lines.append((name, outcome_label(found.outcome), evidence_sentence(found.evidence)))
    return lines


def _confirm(session: Session, case: ApprovalCase, at: datetime) -> None:
    """Write the receipt, and mail every member that the application has come."""
    party = session.get_one(Organisation, case.organisation_id)
    content = receipt_letter(portal().settings, case, party, at)
    letters.write(session, case, LetterKind.RECEIPT, content, at=at)
    for _membership, user in members(session, party.id):
        queue_mail(
            session,
            "application_received",
            user_id=user.id,
            language=user.language,
            values={"organisation": party.name, "number": case.id},
            at=at,
            key=f"application_received.{case.id}.{user.id}",
        )
