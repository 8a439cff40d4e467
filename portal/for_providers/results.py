"""What registers say of an actor's results: first to the actor alone, who may object, then to everybody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import HiddenField

from portal.access import member, the_person
from portal.accounts.figure_words import NOTHING, expected_share, per_cent, ratio_of, value_of
from portal.for_providers.deciding import membership_here
from portal.forms import Form, FreeText, stripped
from portal.labels import (
    grade_label,
    measure_label,
    missing_label,
    moment_label,
    period_label,
)
from portal.locale import current_language, format_day, format_number
from portal.locale import gettext as _
from portal.state import portal
from providers.audit.models import person
from providers.clock import danish_day
from providers.listings.queries import names_of_listings
from providers.organisations.members import find_member, hold
from providers.organisations.queries import get_organisation
from providers.reference.queries import target_groups
from ratings.measured_results.codes import Level
from ratings.measured_results.disclosure.door import ActorFigure, PublicFigure, for_actor, public
from ratings.measured_results.figure_queries import whole_period_of
from ratings.measured_results.models import Objection, Release, Result
from ratings.measured_results.objecting import LONGEST_TEXT, ObjectionNotAllowed, may_object, object_to
from ratings.measured_results.release_queries import (
    ReleaseUnknown,
    find_current_release,
    get_release,
    objections_of,
    releases_in_preview,
)

pages = Blueprint("own_results", __name__)


class ObjectionForm(Form):
    """Object to one's own figures in a release."""

    release = HiddenField()
    text = FreeText(filters=[stripped])


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of one's own beside what was expected and the whole country, ready to print."""

    measure: str
    group: str
    n: str
    value: str
    expected: str
    ratio: str
    national: str
    grade: str
    note: str


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of the organisation, or of one of its listings: over all target groups, and of each.

    `only_listing` names the listing whose figures are the same as those of the whole organisation.
    """

    name: str
    whole: list[Line]
    groups: list[Line]
    only_listing: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A release as one organisation sees it."""

    number: int
    period: str
    is_public: bool
    simulated: bool
    day: str
    form: ObjectionForm | None
    parts: list[Part]
    objections: list[tuple[str, str, str, str]]


@pages.get("/office/<organisation>/results")
@member
def results(organisation: str) -> str:
    """Show an organisation's own figures: those it may object to, and those that everybody sees."""
    return _page(organisation, ObjectionForm(formdata=None))


@pages.post("/office/<organisation>/results")
@member
def object_now(organisation: str) -> ResponseReturnValue:
    """Note an objection; what was typed stays when it can't be taken."""
    form, at, here = ObjectionForm(), portal().now(), membership_here(organisation)
    if not form.validate():
        return _page(organisation, form), 400
    try:
        with portal().database.transaction() as session:
            hold(session, here.organisation_id)
            if find_member(session, here.organisation_id, the_person().id) is None:
                abort(404)
            release = _release_named(session, form.release.data)
            by = person(the_person().id)
            object_to(session, release, here.organisation_id, form.text.data, by=by, at=at)
    except ObjectionNotAllowed as refused:
        form.text.errors = [_refusal(refused.fact)]
        return _page(organisation, form), 400
    flash(_("Indsigelsen er sendt til myndigheden. Svaret kommer her på siden."), "success")
    return redirect(url_for("own_results.results", organisation=organisation), 303)


def _page(slug: str, form: ObjectionForm) -> str:
    at = portal().now()
    with portal().database.reading() as session:
        held = get_organisation(session, slug)
        found = [*releases_in_preview(session), *find_current_release(session)]
        shown = [
            _shown(session, release, held.id, held.name, _form_of(release, form, at)) for release in found
        ]
        before = [
            (period_label(release.first_quarter, release.last_quarter), _objection(each))
            for release, each in objections_of(session, held.id)
            if release.id not in {one.id for one in found}
        ]
    return render_template(
        "office/results.html",
        title=_("Resultater"),
        organisation=slug,
        shown=[each for each in shown if each.parts],
        before=before,
        form=form,
        most=LONGEST_TEXT,
    )


def _form_of(release: Release, sent: ObjectionForm, at: datetime) -> ObjectionForm | None:
    """Give a release's form while it can be objected to: the one that was sent, or an empty one."""
    if not may_object(release, danish_day(at)):
        return None
    form = sent if sent.release.data == str(release.id) else ObjectionForm(formdata=None)
    form.release.data = str(release.id)
    form.text.id = f"text-{release.id}"
    return form


def _shown(
    session: Session, release: Release, organisation_id: int, name: str, form: ObjectionForm | None
) -> Shown:
    own = whole_period_of(session, release.id, organisation_id)
    national = {_cell(row): public(row) for row in whole_period_of(session, release.id, None)}
    is_public = release.published_at is not None
    day = danish_day(release.published_at) if release.published_at else release.preview_until
    return Shown(
        number=release.id,
        period=period_label(release.first_quarter, release.last_quarter),
        is_public=is_public,
        simulated=release.simulated,
        day=format_day(day, current_language()) if day else "",
        form=form,
        parts=_parts(session, own, national, name),
        objections=[
            _objection(each)
            for about, each in objections_of(session, organisation_id)
            if about.id == release.id
        ],
    )


def _parts(
    session: Session,
    own: Sequence[Result],
    national: Mapping[tuple[str, str | None], PublicFigure],
    name: str,
) -> list[Part]:
    """Give the organisation's figures first, and then those of each listing that has its own."""
    listings = names_of_listings(session, {row.listing_id for row in own if row.listing_id is not None})
    groups = {group.id: group.name(current_language()) for group in target_groups(danish_day(portal().now()))}
    of_all = [row for row in own if row.level == Level.ORGANISATION]
    rows_of = {number: [row for row in own if row.listing_id == number] for number in listings}
    only = next(iter(listings)) if len(listings) == 1 else None
    if only is not None and _people(rows_of[only]) == _people(of_all):
        return [_part(name, of_all, national, groups, only_listing=listings[only])]
    found = [_part(name, of_all, national, groups)]
    for number, listing in sorted(listings.items(), key=lambda item: item[1]):
        found.append(_part(listing, rows_of[number], national, groups))
    return [part for part in found if part.whole or part.groups]


def _people(rows: Iterable[Result]) -> set[tuple[str, str | None, int, int | None]]:
    """Say of whom figures are, to see whether two actors' are of the same people."""
    return {(*_cell(row), row.n, row.observed) for row in rows}


def _part(
    name: str,
    rows: Sequence[Result],
    national: Mapping[tuple[str, str | None], PublicFigure],
    groups: Mapping[str, str],
    *,
    only_listing: str = "",
) -> Part:
    def lines(*, of_groups: bool) -> list[Line]:
        wanted = (row for row in rows if (row.target_group is not None) == of_groups)
        return [_line(for_actor(row), national.get(_cell(row)), groups) for row in wanted]

    return Part(name, lines(of_groups=False), lines(of_groups=True), only_listing)


def _line(told: ActorFigure, country: PublicFigure | None, groups: Mapping[str, str]) -> Line:
    figure, seen = told.whole, told.public
    group = seen.target_group
    return Line(
        measure=measure_label(seen.measure),
        group=groups.get(group, group) if group else _("Alle målgrupper"),
        n=format_number(told.n, current_language()),
        value=value_of(figure) if figure else NOTHING,
        expected=expected_share(figure) if figure else NOTHING,
        ratio=ratio_of(figure) if figure else NOTHING,
        national=_national(country),
        grade=grade_label(seen.grade) if seen.grade else "",
        note=missing_label(seen.reason) if seen.reason else "",
    )


def _national(figure: PublicFigure | None) -> str:
    """Write the country's figure as everybody gets it, which is rounded: a decimal would be made up."""
    if figure is None:
        return NOTHING
    if figure.weeks is not None:
        return _("%(number)s uger", number=figure.weeks)
    if figure.kroner is not None:
        return _("%(number)s kr.", number=format_number(figure.kroner, current_language()))
    return per_cent(None if figure.share is None else figure.share / 100, digits=0)


def _cell(row: Result) -> tuple[str, str | None]:
    return row.measure, row.target_group


def _objection(each: Objection) -> tuple[str, str, str, str]:
    """Give when an objection was made, its text, whether it was upheld and the answer."""
    if each.answered_at is None:
        verdict = _("Ikke besvaret endnu")
    else:
        verdict = _("I fik medhold") if each.upheld else _("I fik ikke medhold")
    return moment_label(each.made_at), each.text, verdict, each.answer or ""


def _release_named(session: Session, number: str | None) -> Release:
    """Give the release that a form is about."""
    if not number or not (number.isascii() and number.isdigit() and len(number) < 10):
        abort(400)
    try:
        return get_release(session, int(number))
    except ReleaseUnknown:
        abort(404)


def _refusal(fact: str) -> str:
    return {
        "not_in_preview": _("Fristen er gået, så I kan ikke gøre indsigelse mere."),
        "no_figures": _("I har ingen tal i offentliggørelsen."),
        "text_missing": _("Skriv, hvad der er forkert."),
        "text_too_long": _("Skriv højst 5.000 tegn."),
    }[fact]
