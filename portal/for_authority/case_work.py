"""What moves a case without a page of its own: to take it or give it away, and to run the checks again."""

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.access import caseworker, the_person
from portal.cases.acting import WAS_FIRST, the_act
from portal.cases.cvr import register_of
from portal.cases.facts import case_facts, cvr_facts, standards_of
from portal.for_authority.case_acting import CASE, address_of, conflict, get_or_404, held
from portal.for_authority.case_view import colleagues
from portal.for_authority.case_words import check_refusal
from portal.locale import gettext as _
from portal.state import portal
from providers.approval.cases.examining import CheckNotPossible, run_checks
from providers.approval.cases.moving import assign
from providers.approval.standard_files import get_version

pages = Blueprint("case_work", __name__)


@pages.post(f"{CASE}/assign")
@caseworker
def give(case_id: int) -> ResponseReturnValue:
    """Take a case, or give it to a colleague."""
    asked = request.form.get("to", str(the_person().id))
    try:
        with portal().database.transaction() as session:
            case = held(session, case_id)
            names = {str(number): (number, name) for number, name in colleagues(session, portal().now())}
            if asked not in names:
                abort(400)
            number, name = names[asked]
            assign(session, case, number, act=the_act())
    except WAS_FIRST:
        return conflict(case_id)
    is_mine = number == the_person().id
    flash(_("Du har nu sagen.") if is_mine else _("%(name)s har nu sagen.", name=name), "success")
    return redirect(address_of(case_id), 303)


@pages.post(f"{CASE}/checks")
@caseworker
def check(case_id: int) -> ResponseReturnValue:
    """Run the automatic checks again; the business register is asked before the case is held."""
    with portal().database.reading() as session:
        _case, organisation = get_or_404(session, case_id)
    said = cvr_facts(register_of(portal().settings), organisation)
    try:
        with portal().database.transaction() as session:
            case = held(session, case_id)
            facts = case_facts(session, case.organisation_id, said, portal().now())
            limits = get_version(case.standards_version).limits
            run_checks(session, case, standards_of(case), facts, limits, act=the_act())
    except CheckNotPossible as refused:
        flash(check_refusal(refused.fact), "warning")
        return redirect(address_of(case_id), 303)
    except WAS_FIRST:
        return conflict(case_id)
    flash(_("Den automatiske kontrol er kørt igen."), "success")
    return redirect(address_of(case_id, "standards"), 303)
