"""Decide what a colleague has proposed, or send it back; a lead never decides a proposal of their own."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.validators import Length

from portal.access import authority, case_lead, the_person
from portal.cases.acting import WAS_FIRST, the_act
from portal.cases.cvr import register_of
from portal.cases.facts import case_facts, cvr_facts, standards_of
from portal.cases.letters import decision_letter
from portal.for_authority.case_acting import CASE, address_of, conflict, get_or_404, held, is_lead
from portal.for_authority.case_letters import inquiry_views, proposal_view
from portal.for_authority.case_standards import standard_views
from portal.for_authority.case_words import decision_refusal, name_of
from portal.forms import Form, FreeText, Needed, stripped
from portal.locale import current_language
from portal.locale import gettext as _
from portal.state import portal
from providers.approval.cases import letters
from providers.approval.cases.checks import CvrFacts
from providers.approval.cases.codes import LetterKind
from providers.approval.cases.deciding import ChecksHaveChanged, decide, send_back
from providers.approval.cases.freshness import outdated
from providers.approval.cases.models import ApprovalCase, Decision
from providers.approval.cases.queries import current_checks, find_open_proposal, inquiries_of
from providers.approval.cases.rules import LONGEST_TEXT, DecisionNotAllowed
from providers.approval.standard_files import get_version
from providers.organisations.models import Organisation
from providers.people.queries import users_by_number

pages = Blueprint("case_deciding", __name__)


class BackForm(Form):
    """Say what must be changed before it can be decided."""

    note = FreeText(
        filters=[stripped],
        validators=[Needed(lambda: _("Skriv, hvad der skal ændres.")), Length(max=LONGEST_TEXT)],
    )


@pages.get(f"{CASE}/proposal")
@authority
def proposal(case_id: int) -> ResponseReturnValue:
    """Show what is proposed and all that it rests on."""
    return _page(case_id, BackForm(formdata=None))


@pages.post(f"{CASE}/proposal/decide")
@case_lead
def give(case_id: int) -> ResponseReturnValue:
    """Decide, unless the checks say something else by now; the business register is asked beforehand."""
    with portal().database.reading() as session:
        _case, organisation = get_or_404(session, case_id)
    said = cvr_facts(register_of(portal().settings), organisation)
    try:
        with portal().database.transaction() as session:
            case = held(session, case_id)
            _require_fresh(session, case, said)
            version = get_version(case.standards_version)
            decision = decide(session, case, standards=version, applying=standards_of(case), act=the_act())
            _write(session, case, organisation, decision)
    except ChecksHaveChanged as changed:
        return _page(case_id, BackForm(formdata=None), changed=changed.standards)
    except DecisionNotAllowed as refused:
        return _page(case_id, BackForm(formdata=None), why_not=decision_refusal(refused.fact))
    except WAS_FIRST:
        return conflict(case_id)
    flash(_("Sagen er afgjort. Aktøren får et brev og en mail."), "success")
    return redirect(address_of(case_id), 303)


@pages.post(f"{CASE}/proposal/back")
@case_lead
def back(case_id: int) -> ResponseReturnValue:
    """Send a proposal back with a note."""
    form = BackForm()
    if not form.validate():
        return _page(case_id, form)
    try:
        with portal().database.transaction() as session:
            send_back(session, held(session, case_id), form.note.data, act=the_act())
    except WAS_FIRST:
        return conflict(case_id, [(_("Note"), form.note.data)])
    except DecisionNotAllowed:
        return conflict(case_id, [(_("Note"), form.note.data)])
    flash(_("Forslaget er sendt tilbage."), "success")
    return redirect(address_of(case_id), 303)


def _page(
    case_id: int, form: BackForm, *, changed: Sequence[str] = (), why_not: str = ""
) -> ResponseReturnValue:
    with portal().database.reading() as session:
        case, organisation = get_or_404(session, case_id)
        found = find_open_proposal(session, case_id)
        if found is None:
            return conflict(case_id, [(_("Note"), form.note.data)])
        people = users_by_number(session, {found.proposed_by} if found.proposed_by else set())
        is_own = found.proposed_by == the_person().id
        page = render_template(
            "authority/case_proposal.html",
            title=_("Forslag til afgørelse"),
            case=case,
            organisation=organisation.name,
            proposal=proposal_view(found, name_of(people, found.proposed_by)),
            standards=standard_views(session, case),
            inquiries=inquiry_views(session, case),
            changed=_names(case, changed),
            why_not=why_not,
            may_decide=is_lead() and not is_own,
            may_send_back=is_lead(),
            is_own=is_lead() and is_own,
            form=form,
        )
    return page, 400 if form.errors or why_not or changed else 200


def _require_fresh(session: Session, case: ApprovalCase, said: CvrFacts) -> None:
    """Raise ChecksHaveChanged when the automatic checks would find something else than what is decided on."""
    facts = case_facts(session, case.organisation_id, said, portal().now())
    limits = get_version(case.standards_version).limits
    changed = outdated(standards_of(case), current_checks(session, case.id), facts, limits)
    if changed:
        raise ChecksHaveChanged(changed)


def _names(case: ApprovalCase, standard_ids: Sequence[str]) -> list[str]:
    version = get_version(case.standards_version)
    return [version.get(each).name.text(current_language()) for each in standard_ids]


def _write(session: Session, case: ApprovalCase, organisation: Organisation, decision: Decision) -> None:
    """Write the letter; each member is mailed a notice when its file is made."""
    at = portal().now()
    content = decision_letter(
        portal().settings,
        case,
        organisation,
        decision,
        checks=current_checks(session, case.id),
        inquiries=inquiries_of(session, case.id),
        at=at,
    )
    letters.write(session, case, LetterKind.DECISION, content, at=at, decision=decision)
