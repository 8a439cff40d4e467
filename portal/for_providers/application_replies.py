"""Answer what the authority asks, or a hearing, with documents; and fetch the letters of a case."""

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access import member
from portal.cases.acting import WAS_FIRST, the_act
from portal.cases.handing_out import hand_out_letter
from portal.for_providers.application_acting import CASE, address_of, conflict, get_or_404, held, refusal
from portal.for_providers.application_read import open_inquiry
from portal.for_providers.document_upload import chosen, let_documents_in, look_at, sentences, status_of
from portal.forms import Form, FreeText, Needed, stripped
from portal.locale import gettext as _
from portal.state import portal
from providers.approval.cases.applying import ApplicationNotPossible, answer_inquiry, attach
from providers.approval.cases.carrying_over import OF_AN_ANSWER
from providers.approval.cases.documents import Accepted
from providers.approval.cases.queries import documents_of, find_open_inquiry

pages = Blueprint("application_replies", __name__)
pages.url_value_preprocessor(let_documents_in)


class ReplyForm(Form):
    """Write an answer."""

    text = FreeText(filters=[stripped], validators=[Needed(lambda: _("Skriv et svar."))])


@pages.errorhandler(413)
def too_large(_error: Exception) -> ResponseReturnValue:
    """Say that a form was larger than the server reads, and how to get back to what was typed."""
    return render_template("office/application_too_large.html", title=_("Filerne er for store")), 413


@pages.get(f"{CASE}/answer")
@member
def reply(organisation: str, case_id: int) -> ResponseReturnValue:
    """Show what the authority asks, and a form to answer it."""
    return _page(organisation, case_id, ReplyForm(formdata=None))


@pages.post(f"{CASE}/answer")
@member
def send_reply(organisation: str, case_id: int) -> ResponseReturnValue:
    """Send an answer with its documents; when one is refused nothing is sent, and what was typed stays."""
    form = ReplyForm()
    if not form.validate():
        return _page(organisation, case_id, form)
    good, refused = look_at(chosen("file"))
    if refused:
        return _page(organisation, case_id, form, sentences(refused), status_of(refused))
    try:
        with portal().database.transaction() as session:
            _answer(session, organisation, case_id, form.text.data.replace("\r\n", "\n"), good)
    except ApplicationNotPossible as error:
        form.text.errors = [refusal(error)]
        return _page(organisation, case_id, form)
    except WAS_FIRST:
        return conflict(organisation, case_id, [(_("Svar"), form.text.data)])
    flash(_("Svaret er sendt."), "success")
    return redirect(address_of(organisation, case_id), 303)


@pages.get(f"{CASE}/letters/<int(max=2147483647):letter_id>")
@member
def letter(organisation: str, case_id: int, letter_id: int) -> Response:
    """Give a letter to its party."""
    with portal().database.reading() as session:
        case, _party = get_or_404(session, organisation, case_id)
        return hand_out_letter(session, case, letter_id)


def _answer(session: Session, slug: str, case_id: int, text: str, documents: list[Accepted]) -> None:
    case = held(session, slug, case_id)
    for each in documents:
        attach(session, case, OF_AN_ANSWER, each, act=the_act())
    answer_inquiry(session, case, text, act=the_act())


def _page(
    slug: str, case_id: int, form: ReplyForm, file_errors: list[str] | None = None, status: int = 200
) -> ResponseReturnValue:
    with portal().database.reading() as session:
        case, _party = get_or_404(session, slug, case_id)
        if find_open_inquiry(session, case.id) is None:
            if request.method == "POST":
                return conflict(slug, case_id, [(_("Svar"), form.text.data)])
            return redirect(address_of(slug, case_id), 303)
        asked = open_inquiry(session, slug, case)
        documents = [each for each in documents_of(session, case.id) if each.standard_id == OF_AN_ANSWER]
        page = render_template(
            "office/application_reply.html",
            title=_("Svar myndigheden"),
            organisation=slug,
            case=case,
            asked=asked,
            form=form,
            file_errors=file_errors or [],
            documents=documents,
        )
    return page, 400 if form.errors else status
