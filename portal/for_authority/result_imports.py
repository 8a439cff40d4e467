"""Bring in files of measured results: hand one in, follow it, and see what was wrong with it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, StringField
from wtforms.validators import Optional

from portal.access import authority, caseworker, the_person
from portal.accounts.paging import ON_A_PAGE, page_of
from portal.for_authority.result_words import import_kind_label, reason_label, upload_state_label
from portal.forms import Form, FreeText, Needed, refuse_cpr, stripped
from portal.jobs import upload_files
from portal.labels import moment_label
from portal.locale import current_language, format_day, format_number
from portal.locale import gettext as _
from portal.state import portal
from providers.clock import danish_day
from providers.people.models import AuthorityRole
from providers.people.queries import users_by_number
from ratings.measured_results.models import ResultImport, ResultUpload
from ratings.measured_results.register_files.import_queries import count_imports, file_names, imports
from ratings.measured_results.register_files.mapping import MappingNotToml, MappingUnusable
from ratings.measured_results.register_files.mapping_files import read_mapping
from ratings.measured_results.register_files.problems import MOST_KEPT, Reason, ResultsRefused, require_past
from ratings.measured_results.register_files.rejects import reject_list
from ratings.measured_results.register_files.removing import PROBLEMS_KEPT
from ratings.measured_results.register_files.uploads import (
    OPEN,
    UploadNotFound,
    UploadState,
    get_upload,
    hand_in,
    latest_uploads,
    plain_text,
    problems_of,
    source_of,
)

pages = Blueprint("result_imports", __name__)
MEGABYTE = 1024 * 1024
# More than a million rows of CSV; what is larger the operator brings in from the terminal.
LARGEST_UPLOAD = 256 * MEGABYTE
LARGEST_MAPPING = 20_000
UPLOADS_SHOWN = 5
DIGITS_OF_HASH = 12


class UploadForm(Form):
    """Hand in a file, and say how it is read."""

    file = FileField(validators=[Needed(lambda: _("Vælg en fil."))])
    source = StringField(filters=[stripped], validators=[refuse_cpr])
    observed_until = DateField(validators=[Optional()])
    simulated = BooleanField()
    good_rows_only = BooleanField()
    mapping = FreeText(filters=[stripped])


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import, ready to print."""

    number: int
    source: str
    file: str
    kind: str
    rows: str
    when: str
    who: str
    until: str
    hash: str
    simulated: bool
    erased: bool


@dataclass(frozen=True, slots=True)
class UploadView:
    """A file that was handed in, ready to print; `part` is how much of it is done, in per cent."""

    number: int
    name: str
    state: str
    label: str
    when: str
    is_open: bool
    progress: str
    part: int


@pages.url_value_preprocessor
def let_files_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let this one form carry more than others may, before anything is read of it."""
    if endpoint == "result_imports.upload":
        request.max_content_length = LARGEST_UPLOAD


@pages.errorhandler(413)
def too_large(_error: Exception) -> ResponseReturnValue:
    """Say how large a file may be, and what to do with a larger one."""
    return render_template("authority/upload_too_large.html", title=_("Filen er for stor"), most=_most()), 413


@pages.get("/authority/results")
@authority
def overview() -> str:
    """List the files that have come in, and those under way."""
    with portal().database.reading() as session:
        page = page_of(count_imports(session))
        found = imports(session, limit=ON_A_PAGE, offset=page.offset)
        names = file_names(session, [each.id for each in found])
        people = users_by_number(session, {each.imported_by for each in found if each.imported_by})
        shown = [
            _present(each, names.get(each.id, ""), getattr(people.get(each.imported_by or 0), "name", None))
            for each in found
        ]
        uploads = [_upload_view(each) for each in latest_uploads(session, UPLOADS_SHOWN)]
    return render_template(
        "authority/imports.html",
        title=_("Målte resultater"),
        imports=shown,
        uploads=uploads,
        page=page,
        may_upload=_may_upload(),
    )


@pages.get("/authority/results/upload")
@caseworker
def form() -> str:
    """Show the form with which a file is handed in."""
    return _form_page(UploadForm(formdata=None))


@pages.post("/authority/results/upload")
@caseworker
def upload() -> ResponseReturnValue:
    """Keep a file for the worker, and lead to the page that follows it."""
    try:
        return _hand_in(UploadForm())
    finally:
        request.close()  # a large file has been lying in a temporary one since it came


def _hand_in(handed: UploadForm) -> ResponseReturnValue:
    told = _reading(handed) if handed.validate() else ""
    if not told:
        return _form_page(handed), 400
    state = portal()
    stored_as = upload_files.store(state.settings, handed.file.data.stream)
    try:
        with state.database.transaction() as session:
            kept = hand_in(
                session,
                file_name=handed.file.data.filename or "",
                stored_as=stored_as,
                mapping_text=told,
                good_rows_only=handed.good_rows_only.data,
                by_user=the_person().id,
                at=state.now(),
            )
    except BaseException:
        upload_files.remove(state.settings, stored_as)
        raise
    return redirect(url_for("result_imports.progress", upload_id=kept.id), 303)


@pages.get("/authority/results/uploads/<int(max=2147483647):upload_id>")
@authority
def progress(upload_id: int) -> str:
    """Show how far a file is, and in the end what came of it."""
    found = _get(upload_id)
    with portal().database.reading() as session:
        taken = session.get(ResultImport, found.import_id) if found.import_id else None
    return render_template(
        "authority/upload.html",
        title=_("Filen %(name)s", name=found.file_name),
        upload=_upload_view(found),
        good_rows_only=found.good_rows_only,
        rows=format_number(found.rows_total or 0, current_language()),
        accepted=format_number(found.rows_done, current_language()),
        import_id=found.import_id,
        other_source=taken.source if taken and taken.source != source_of(found) else "",
        problems=[(each, reason_label(each.reason)) for each in problems_of(found)],
        problem_count=found.problem_count,
        counted=format_number(found.problem_count, current_language()),
        most=format_number(MOST_KEPT, current_language()),
        is_cut=found.problem_count > MOST_KEPT,
        days_kept=PROBLEMS_KEPT.days,
        may_upload=_may_upload(),
    )


@pages.get("/authority/results/uploads/<int(max=2147483647):upload_id>/rejects.csv")
@authority
def rejects(upload_id: int) -> Response:
    """Give what was wrong with a file, for a spreadsheet."""
    content = reject_list(problems_of(_get(upload_id)), reason_label)
    return Response(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="rejects-{upload_id}.csv"'},
    )


def _reading(handed: UploadForm) -> str:
    """Write how the file is to be read; nothing when that can't be, with what is wrong in the form."""
    if handed.mapping.data:
        handed.mapping.errors = _faults_of(handed.mapping.data)
        return "" if handed.mapping.errors else str(handed.mapping.data)
    source = "".join(sign for sign in handed.source.data or "" if sign.isprintable())
    if not source:
        handed.source.errors = [_("Skriv, hvor tallene kommer fra.")]
    elif len(source) > 200:
        handed.source.errors = [_("Skriv højst 200 tegn.")]
    if handed.observed_until.data is None:
        handed.observed_until.errors = [_("Skriv den sidste dag, registrene fortæller om.")]
    elif _is_ahead(handed.observed_until.data):
        handed.observed_until.errors = [_("Dagen kan ikke ligge i fremtiden.")]
    if handed.source.errors or handed.observed_until.errors:
        return ""
    return plain_text(source, handed.observed_until.data, simulated=handed.simulated.data)


def _faults_of(mapping_text: str) -> list[str]:
    """Say what is wrong with a mapping before the file is sent on, or nothing."""
    if len(mapping_text) > LARGEST_MAPPING:
        return [_("Oversættelsen er for lang.")]
    try:
        mapping = read_mapping(mapping_text)
    except MappingNotToml as broken:
        line = broken.line
        return [_("Linje %(line)s er ikke TOML. Se efter lighedstegn, citationstegn og klammer.", line=line)]
    except MappingUnusable as unusable:
        return list(unusable.sentences)
    return [reason_label(Reason.REGISTERS_AHEAD)] if _is_ahead(mapping.observed_until) else []


def _is_ahead(observed_until: date | None) -> bool:
    """Say at once what the import would say later, so that a large file is not sent for nothing."""
    try:
        require_past(observed_until, danish_day(portal().now()))
    except ResultsRefused:
        return True
    return False


def _form_page(handed: UploadForm) -> str:
    return render_template(
        "authority/upload_form.html", title=_("Hent en fil med resultater ind"), form=handed, most=_most()
    )


def _get(upload_id: int) -> ResultUpload:
    with portal().database.reading() as session:
        try:
            return get_upload(session, upload_id)
        except UploadNotFound:
            abort(404)


def _present(each: ResultImport, file: str, who: str | None) -> ImportView:
    language = current_language()
    return ImportView(
        number=each.id,
        source=each.source,
        file=file,
        kind=import_kind_label(each.kind),
        rows=_(
            "%(accepted)s af %(rows)s",
            accepted=format_number(each.accepted, language),
            rows=format_number(each.rows, language),
        ),
        when=moment_label(each.imported_at),
        who=who or _("Driften"),
        until=format_day(each.observed_until, language),
        hash=each.file_hash[:DIGITS_OF_HASH],
        simulated=each.simulated,
        erased=each.erased_at is not None,
    )


def _upload_view(each: ResultUpload) -> UploadView:
    how_far = upload_files.read_progress(portal().settings, each.stored_as) if each.state in OPEN else None
    text, part = "", 0
    if how_far is not None and each.state == UploadState.READING and how_far.total:
        language = current_language()
        told = {
            "done": format_number(how_far.done, language),
            "total": format_number(how_far.total, language),
        }
        is_storing = how_far.step == "storing"
        text = _("%(done)s af %(total)s rækker er gemt.", **told) if is_storing else ""
        text = text or _("%(done)s af %(total)s rækker er læst.", **told)
        part = min(100, 100 * how_far.done // how_far.total)
    return UploadView(
        number=each.id,
        name=each.file_name,
        state=each.state,
        label=upload_state_label(each.state),
        when=moment_label(each.uploaded_at),
        is_open=each.state in OPEN,
        progress=text,
        part=part,
    )


def _may_upload() -> bool:
    return the_person().authority_role is not AuthorityRole.AUDITOR


def _most() -> str:
    return _("%(number)s MB", number=LARGEST_UPLOAD // MEGABYTE)
