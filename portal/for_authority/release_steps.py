"""What a lead does with releases: asks for a draft, a preview, publication, withdrawal or correction."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import SelectField

from portal.access import case_lead, the_person
from portal.for_authority.authority_releases import get_or_404, offers_for, present
from portal.for_authority.result_words import reach_sentence, reach_warnings, refusal, step_label
from portal.forms import Form, FreeText, stripped
from portal.labels import quarter_label
from portal.locale import gettext as _
from portal.locale import ngettext
from portal.state import portal
from providers.audit.models import person
from providers.clock import danish_day
from providers.organisations.queries import names_by_number
from ratings.measured_results import discarding
from ratings.measured_results.codes import ReleaseState
from ratings.measured_results.figure_queries import reach_of
from ratings.measured_results.models import Release
from ratings.measured_results.orders import SomebodyWasFirst, Step, order_release, order_step
from ratings.measured_results.register_files.import_queries import find_span
from ratings.measured_results.release_queries import find_further, objections_to
from ratings.measured_results.rules import SEEN, ReleaseNotAllowed, quarter_of

pages = Blueprint("release_steps", __name__)
LONGEST_NOTE = 2_000


class PeriodForm(Form):
    """Choose the period of a draft, and say what it corrects."""

    first = SelectField(coerce=int)
    last = SelectField(coerce=int)
    note = FreeText(filters=[stripped])


class StepForm(Form):
    """Say yes to a step; a withdrawal needs a note."""

    note = FreeText(filters=[stripped])


@pages.get("/authority/releases/new")
@case_lead
def new() -> str:
    """Ask for which period a draft shall be made."""
    with portal().database.reading() as session:
        corrects = _corrected(session)
        return _period_page(_period_form(session, corrects), corrects)


@pages.post("/authority/releases/new")
@case_lead
def make() -> ResponseReturnValue:
    """Have a draft made."""
    with portal().database.reading() as session:
        corrects = _corrected(session)
        form = _period_form(session, corrects)
        if not form.validate() or _note_is_wrong(form):
            return _period_page(form, corrects), 400
    try:
        with portal().database.transaction() as session:
            order_release(
                session,
                form.first.data,
                form.last.data,
                corrects=_corrected(session),
                note=form.note.data or None,
                by_user=the_person().id,
                at=portal().now(),
            )
    except ReleaseNotAllowed as refused:
        field = form.note if refused.fact == "corrected_without_a_note" else form.first
        field.errors = [refusal(refused.fact)]
        return _period_page(form, corrects), 400
    except SomebodyWasFirst:
        return _conflict(url_for("authority_releases.overview"))
    flash(_("Kladden bliver lavet nu. Det kan tage nogle minutter."), "success")
    return redirect(url_for("authority_releases.overview"), 303)


@pages.get("/authority/releases/<int(max=2147483647):release_id>/<any(preview, publish, withdraw):step>")
@case_lead
def ask(release_id: int, step: str) -> ResponseReturnValue:
    """Ask whether a step is meant, and say what it does."""
    return _step_page(release_id, Step(step), StepForm(formdata=None))


@pages.post("/authority/releases/<int(max=2147483647):release_id>/<any(preview, publish, withdraw):step>")
@case_lead
def take(release_id: int, step: str) -> ResponseReturnValue:
    """Have a step taken that a lead has said yes to."""
    form, wanted = StepForm(), Step(step)
    if not form.validate() or _note_is_wrong(form):
        return _step_page(release_id, wanted, form)
    try:
        with portal().database.transaction() as session:
            order_step(
                session,
                get_or_404(session, release_id),
                wanted,
                seen=request.form.get("seen", ""),
                note=form.note.data or None,
                by_user=the_person().id,
                at=portal().now(),
            )
    except SomebodyWasFirst:
        return _conflict(url_for("authority_releases.release", release_id=release_id))
    except ReleaseNotAllowed as refused:
        form.note.errors = [refusal(refused.fact)]
        return _step_page(release_id, wanted, form)
    flash(_("Det er sat i gang. Det kan tage nogle minutter."), "success")
    return redirect(url_for("authority_releases.release", release_id=release_id), 303)


@pages.get("/authority/releases/<int(max=2147483647):release_id>/discard")
@case_lead
def ask_to_discard(release_id: int) -> ResponseReturnValue:
    """Ask whether a draft shall be let go of."""
    return _discard_page(release_id, StepForm(formdata=None))


@pages.post("/authority/releases/<int(max=2147483647):release_id>/discard")
@case_lead
def discard(release_id: int) -> ResponseReturnValue:
    """Let go of a draft that a lead has said goodbye to."""
    form = StepForm()
    if not form.validate() or _note_is_wrong(form):
        return _discard_page(release_id, form)
    try:
        with portal().database.transaction() as session:
            found = get_or_404(session, release_id)
            by = person(the_person().id)
            discarding.discard(session, found, form.note.data or "", by=by, at=portal().now())
    except SomebodyWasFirst:
        return _conflict(url_for("authority_releases.release", release_id=release_id))
    except ReleaseNotAllowed as refused:
        form.note.errors = [refusal(refused.fact)]
        return _discard_page(release_id, form)
    flash(_("Kladden er kasseret."), "success")
    return redirect(url_for("authority_releases.overview"), 303)


def _discard_page(release_id: int, form: StepForm) -> ResponseReturnValue:
    with portal().database.reading() as session:
        found = get_or_404(session, release_id)
    if found.state != ReleaseState.DRAFT:
        return _conflict(url_for("authority_releases.release", release_id=release_id))
    page = render_template(
        "authority/release_discard.html", title=_("Kassér kladden"), release=present(found), form=form
    )
    return page, 400 if form.errors else 200


def _step_page(release_id: int, step: Step, form: StepForm) -> ResponseReturnValue:
    with portal().database.reading() as session:
        found = get_or_404(session, release_id)
        offers = {offer.step: offer for offer in offers_for(found, portal().now())}
        objections = objections_to(session, release_id) if step is Step.PUBLISH else []
        upheld = [each.organisation_id for each in objections if each.upheld]
        names = sorted(set(names_by_number(session, upheld).values()))
        further = find_further(session, found) if step is Step.PUBLISH else None
        reach = reach_of(session, release_id)
    if step.value not in offers:
        return _conflict(url_for("authority_releases.release", release_id=release_id))
    page = render_template(
        "authority/release_step.html",
        title=step_label(step),
        release=present(found),
        step=step.value,
        form=form,
        consequence=_consequence(found, step),
        why_not=offers[step.value].why_not,
        reach=reach_sentence(reach) if step is not Step.WITHDRAW else "",
        warnings=reach_warnings(reach, adjusted=bool(found.fits)) if step is not Step.WITHDRAW else [],
        further=further,
        objections=_told_of(sum(each.answered_at is None for each in objections), names),
    )
    return page, 400 if form.errors else 200


def _told_of(unanswered: int, upheld: Sequence[str]) -> list[str]:
    """Say what actors hold against a release that a lead should think of before everybody sees it."""
    told = []
    if unanswered:
        told.append(
            ngettext(
                "%(num)s indsigelse er ikke besvaret.", "%(num)s indsigelser er ikke besvaret.", unanswered
            )
        )
    if upheld:
        told.append(
            _(
                "Aktører har fået medhold: %(names)s. Tallene bør rettes først. "
                "Hent de rigtige tal ind, og lav en ny kladde.",
                names=", ".join(upheld),
            )
        )
    return told


def _consequence(found: Release, step: Step) -> str:
    if step is Step.PREVIEW:
        return _(
            "Hver aktør kan se sine egne tal og gøre indsigelse i 14 dage. Ejerne får en mail. "
            "Ingen andre ser tallene endnu."
        )
    if step is Step.WITHDRAW:
        return _(
            "Tallene bliver ikke brugt mere i portalen. "
            "Offentliggørelsen kan stadig læses, sammen med din note. Det kan ikke gøres om."
        )
    if found.corrects_id is not None:
        return _(
            "Alle kan se tallene fra nu af. "
            "De afløser offentliggørelse %(number)s, som ikke bliver brugt mere.",
            number=found.corrects_id,
        )
    return _("Alle kan se tallene fra nu af, undtagen dem, der er skjult for at beskytte enkelte personer.")


def _conflict(way_on: str) -> ResponseReturnValue:
    """Say that somebody was first, and lead to how it stands now."""
    return render_template("authority/conflict.html", title=_("En anden kom først"), way_on=way_on), 409


def _corrected(session: Session) -> Release | None:
    """Give the release that the address says shall be corrected; one that nobody has seen can't be."""
    asked = request.args.get("corrects", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        abort(404)
    found = get_or_404(session, int(asked))
    if found.state not in SEEN:
        abort(404)
    return found


def _period_form(session: Session, corrects: Release | None) -> PeriodForm:
    form = PeriodForm()
    span = find_span(session)
    if span is not None:  # a quarter that still runs can't be chosen
        span = (span[0], min(span[1], quarter_of(danish_day(portal().now())) - 1))
    quarters = range(span[0], span[1] + 1) if span else range(0)
    form.first.choices = form.last.choices = [(each, quarter_label(each)) for each in quarters]
    if not form.is_submitted() and span:
        first, last = (corrects.first_quarter, corrects.last_quarter) if corrects else _usual(span)
        form.first.data, form.last.data = first, last
    return form


def _usual(span: tuple[int, int]) -> tuple[int, int]:
    """Suggest two years that ended two quarters ago, since six months must have gone to be measured."""
    last = max(span[0], span[1] - 2)
    return max(span[0], last - 7), last


def _period_page(form: PeriodForm, corrects: Release | None) -> str:
    return render_template(
        "authority/release_form.html",
        title=_("Lav en offentliggørelse"),
        form=form,
        corrects=present(corrects) if corrects else None,
        has_rows=bool(form.first.choices),
    )


def _note_is_wrong(form: PeriodForm | StepForm) -> bool:
    if len(form.note.data or "") > LONGEST_NOTE:
        form.note.errors = [_("Skriv højst 2.000 tegn.")]
    return bool(form.note.errors)
