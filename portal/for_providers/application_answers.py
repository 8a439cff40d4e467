"""What an applicant writes about the standards, one page for each group, with documents."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access import member
from portal.cases.acting import WAS_FIRST, the_act
from portal.cases.handing_out import hand_out_document
from portal.for_providers.application_acting import (
    CASE,
    conflict,
    draft_or_leave,
    get_or_404,
    held_draft,
    refusal,
)
from portal.for_providers.application_steps import judged_in, next_address
from portal.for_providers.document_upload import chosen, let_documents_in, look_at, sentences, status_of
from portal.forms import fault_of_cpr
from portal.labels import standard_group_label
from portal.locale import current_language, format_number
from portal.locale import gettext as _
from portal.state import portal
from providers.approval.cases.applying import ApplicationNotPossible, answer, attach, detach
from providers.approval.cases.documents import Accepted
from providers.approval.cases.models import ApprovalCase, CaseDocument
from providers.approval.cases.queries import DocumentNotFound, answers_of, documents_of, get_document
from providers.approval.cases.rules import LONGEST_TEXT
from providers.approval.standard_set import Standard, StandardGroup

pages = Blueprint("application_answers", __name__)
pages.url_value_preprocessor(let_documents_in)
GROUP = f"{CASE}/standards/<any(organisation, rights, help, listing, results):group>"
DOCUMENT = f"{CASE}/documents/<int(max=2147483647):document_id>"
SIGNS_IN_A_WORD = 7
KEEP = "keep-"
FILE = "file-"


@dataclass(slots=True)
class AnswerField:
    """The field in which somebody writes about a standard, with what the standard asks."""

    id: str
    data: str
    name_of_standard: str
    question: str
    why: str
    evidence: str
    reused: bool
    documents: list[CaseDocument]
    errors: list[str] = field(default_factory=list)
    file_errors: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Name the field in the form."""
        return self.id

    @property
    def left(self) -> str:
        """Say how much room is left, without a script that counts."""
        left = max(LONGEST_TEXT - len(self.data), 0)
        return _(
            "Højst 4.000 tegn. Der er plads til %(signs)s mere. Det er omkring %(words)s ord.",
            signs=format_number(left, current_language()),
            words=format_number(left // SIGNS_IN_A_WORD, current_language()),
        )


@pages.errorhandler(413)
def too_large(_error: Exception) -> ResponseReturnValue:
    """Say that a form was larger than the server reads, and how to get back to what was typed."""
    return render_template("office/application_too_large.html", title=_("Filerne er for store")), 413


@pages.get(GROUP)
@member
def answers(organisation: str, case_id: int, group: str) -> ResponseReturnValue:
    """Show what a group of standards asks, and what has been written."""
    with portal().database.reading() as session:
        case, _party = draft_or_leave(session, organisation, case_id)
        return _page(organisation, case, group, _fields(session, case, group)), 200


@pages.post(GROUP)
@member
def save(organisation: str, case_id: int, group: str) -> ResponseReturnValue:
    """Keep what was written and the documents that can be taken; what is refused is said with its reason."""
    typed = {
        name: text.replace("\r\n", "\n")
        for name, text in request.form.items()
        if name not in ("seen", "csrf_token")
    }
    looked = {
        name.removeprefix(FILE): look_at(chosen(name)) for name in request.files if name.startswith(FILE)
    }
    try:
        with portal().database.transaction() as session:
            case, _party = held_draft(session, organisation, case_id)
            standards = _standards(case, group)
            unfit = [each.id for each in standards if _fault_of(typed.get(each.id, ""))]
            problems: dict[str, list[str]] = {}
            if not unfit:
                problems = _keep(session, case, standards, typed, looked)
            way_on = next_address(organisation, case, group)
    except WAS_FIRST:
        return conflict(organisation, case_id, _kept(organisation, case_id, group, typed))
    refused = [each for _good, bad in looked.values() for each in bad]
    if unfit or refused or problems:
        return _again(organisation, case_id, group, typed, looked, problems)
    return redirect(_way_from(organisation, case_id, way_on), 303)


@pages.get(DOCUMENT)
@member
def document(organisation: str, case_id: int, document_id: int) -> Response:
    """Give a document back to those who handed it in."""
    with portal().database.reading() as session:
        case, _party = get_or_404(session, organisation, case_id)
        return hand_out_document(session, case, document_id)


@pages.post(f"{DOCUMENT}/remove")
@member
def remove(organisation: str, case_id: int, document_id: int) -> ResponseReturnValue:
    """Take a document out of an application that is not sent."""
    try:
        with portal().database.transaction() as session:
            case, _party = held_draft(session, organisation, case_id)
            found = _document(session, case_id, document_id)
            about = found.standard_id
            group = next(
                each.value for each in StandardGroup if about in {one.id for one in judged_in(case, each)}
            )
            detach(session, case, found, at=portal().now())
    except WAS_FIRST:
        return conflict(organisation, case_id)
    flash(_("Dokumentet er fjernet."), "success")
    where = url_for(
        "application_answers.answers", organisation=organisation, case_id=case_id, group=group, _anchor=about
    )
    return redirect(where, 303)


def _keep(
    session: Session,
    case: ApprovalCase,
    standards: tuple[Standard, ...],
    typed: Mapping[str, str],
    looked: Mapping[str, tuple[list[Accepted], list[tuple[str, str]]]],
) -> dict[str, list[str]]:
    """Keep answers that were changed or looked at, and documents; give what was not possible."""
    problems: dict[str, list[str]] = {}
    held = answers_of(session, case.id)
    for standard in standards:
        text, before = typed.get(standard.id, "").strip(), held.get(standard.id)
        is_new = before is None or text != before.text
        if (text or before) and (is_new or (before and before.reused and KEEP + standard.id in typed)):
            answer(session, case, standard.id, text, the_act())
        for accepted in looked.get(standard.id, ([], []))[0]:
            try:
                attach(session, case, standard.id, accepted, act=the_act())
            except ApplicationNotPossible as refused:
                problems.setdefault(standard.id, []).append(refusal(refused))
    return problems


def _again(
    slug: str,
    case_id: int,
    group: str,
    typed: Mapping[str, str],
    looked: Mapping[str, tuple[list[Accepted], list[tuple[str, str]]]],
    problems: Mapping[str, list[str]],
) -> ResponseReturnValue:
    with portal().database.reading() as session:
        case, _party = draft_or_leave(session, slug, case_id)
        fields = _fields(session, case, group)
        for each in fields:
            each.data = typed.get(each.id, each.data)
            if fault := _fault_of(each.data):
                each.errors = [fault]
            each.file_errors = sentences(looked.get(each.id, ([], []))[1]) + list(problems.get(each.id, []))
        page = _page(slug, case, group, fields)
    return page, status_of([each for _good, bad in looked.values() for each in bad])


def _fault_of(text: str) -> str:
    """Say why an answer can't be kept; nothing where it can."""
    return _("Skriv højst 4.000 tegn.") if len(text) > LONGEST_TEXT else fault_of_cpr(text)


def _page(slug: str, case: ApprovalCase, group: str, fields: list[AnswerField]) -> str:
    return render_template(
        "office/application_answers.html",
        title=standard_group_label(group),
        organisation=slug,
        case=case,
        group=group,
        fields=fields,
    )


def _fields(session: Session, case: ApprovalCase, group: str) -> list[AnswerField]:
    language, written = current_language(), answers_of(session, case.id)
    handed_in = documents_of(session, case.id)
    fields = []
    for standard in _standards(case, group):
        held = written.get(standard.id)
        fields.append(
            AnswerField(
                id=standard.id,
                data=held.text if held else "",
                name_of_standard=standard.name.text(language),
                question=standard.question.text(language),
                why=standard.why.text(language),
                evidence=standard.evidence.text(language),
                reused=bool(held and held.reused),
                documents=[each for each in handed_in if each.standard_id == standard.id],
            )
        )
    return fields


def _standards(case: ApprovalCase, group: str) -> tuple[Standard, ...]:
    return judged_in(case, StandardGroup(group)) or abort(404)


def _document(session: Session, case_id: int, document_id: int) -> CaseDocument:
    try:
        return get_document(session, case_id, document_id)
    except DocumentNotFound:
        abort(404)


def _kept(slug: str, case_id: int, group: str, typed: Mapping[str, str]) -> list[tuple[str, str]]:
    with portal().database.reading() as session:
        case, _party = get_or_404(session, slug, case_id)
    return [
        (each.name.text(current_language()), typed[each.id])
        for each in judged_in(case, StandardGroup(group))
        if typed.get(each.id)
    ]


def _way_from(slug: str, case_id: int, way_on: str) -> str:
    if "return" in request.form:
        return url_for("applications.case", organisation=slug, case_id=case_id)
    return way_on
