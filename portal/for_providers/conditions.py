"""The conditions of an approval, as its actor follows them: each with its day, and a way to say it is met."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access import member
from portal.cases.acting import WAS_FIRST, somebody_was_first, the_act
from portal.cases.conditions import NUMBER, condition_view
from portal.for_providers.application_acting import CASE, get_or_404, held
from portal.for_providers.document_upload import chosen, let_documents_in, look_at, sentences, status_of
from portal.forms import Form, FreeText, Needed, stripped
from portal.locale import gettext as _
from portal.state import portal
from providers.approval.cases.codes import ConditionState
from providers.approval.cases.conditions import (
    ConditionNotFound,
    ConditionNotPossible,
    answer,
    documents_about,
    get_condition,
    may_answer,
)
from providers.approval.cases.following_up import Followed
from providers.approval.cases.models import ApprovalCase
from providers.clock import danish_day

pages = Blueprint("own_conditions", __name__)
pages.url_value_preprocessor(let_documents_in)
CONDITION = f"{CASE}/conditions/{NUMBER}"


class ConditionForm(Form):
    """Say how a condition is met."""

    text = FreeText(filters=[stripped], validators=[Needed(lambda: _("Skriv, hvordan vilkåret er opfyldt."))])


@pages.errorhandler(413)
def too_large(_error: Exception) -> ResponseReturnValue:
    """Say that a form was larger than the server reads, and how to get back to what was typed."""
    return render_template("office/application_too_large.html", title=_("Filerne er for store")), 413


@pages.get(CONDITION)
@member
def condition(organisation: str, case_id: int, number: int) -> ResponseReturnValue:
    """Show a condition and what was said of it, with a form as long as it can be answered."""
    return _page(organisation, case_id, number, ConditionForm(formdata=None))


@pages.post(CONDITION)
@member
def send_answer(organisation: str, case_id: int, number: int) -> ResponseReturnValue:
    """Say that a condition is met; when a document is refused nothing is sent, and what was typed stays."""
    form = ConditionForm()
    if not form.validate():
        return _page(organisation, case_id, number, form)
    good, refused = look_at(chosen("file"))
    if refused:
        return _page(organisation, case_id, number, form, sentences(refused), status_of(refused))
    text = form.text.data.replace("\r\n", "\n")
    try:
        with portal().database.transaction() as session:
            _found(session, organisation, case_id, number)
            answer(session, held(session, organisation, case_id), number, text, good, act=the_act())
    except ConditionNotPossible as error:
        if error.fact in ("already_judged", "approval_has_ended"):
            return _conflict(organisation, case_id, number, form)
        form.text.errors = [_refusal(error)]
        return _page(organisation, case_id, number, form)
    except WAS_FIRST:
        return _conflict(organisation, case_id, number, form)
    flash(_("Svaret er sendt. Myndigheden vurderer, om vilkåret er opfyldt."), "success")
    return redirect(url_for("applications.overview", organisation=organisation), 303)


def _page(
    slug: str,
    case_id: int,
    number: int,
    form: ConditionForm,
    file_errors: list[str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    at = portal().now()
    with portal().database.reading() as session:
        case, found = _found(session, slug, case_id, number)
        page = render_template(
            "office/condition.html",
            title=_("Vilkår %(number)s", number=number),
            organisation=slug,
            case=case,
            condition=condition_view(found, danish_day(at)),
            documents=documents_about(session, case_id, number),
            is_answered=found.state is ConditionState.ANSWERED,
            may_answer=may_answer(session, found, danish_day(at)),
            form=form,
            file_errors=file_errors or [],
        )
    return page, 400 if form.errors else status


def _found(session: Session, slug: str, case_id: int, number: int) -> tuple[ApprovalCase, Followed]:
    case, _organisation = get_or_404(session, slug, case_id)
    try:
        return case, get_condition(session, case_id, number)
    except ConditionNotFound:
        abort(404)


def _conflict(slug: str, case_id: int, number: int, form: ConditionForm) -> ResponseReturnValue:
    way_on = url_for(".condition", organisation=slug, case_id=case_id, number=number)
    return somebody_was_first(way_on, [(_("Svar"), form.text.data)])


def _refusal(refused: ConditionNotPossible) -> str:
    return {
        "without_a_text": _("Skriv, hvordan vilkåret er opfyldt."),
        "text_too_long": _("Skriv højst 4.000 tegn."),
        "too_many_documents": _("Der kan være 40 dokumenter om vilkårene i en godkendelse."),
    }[refused.fact]
