"""The releases of measured results: all of them, how one was made, and what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.access import authority, the_person
from portal.accounts.figure_words import number, per_cent
from portal.for_authority.figure_views import group_names, national_views
from portal.for_authority.funnel_words import outside_sentences
from portal.for_authority.result_words import (
    factor_label,
    level_label_of,
    order_sentence,
    outside_label,
    refusal,
    release_state_label,
    signal_label,
    step_label,
)
from portal.labels import day_of, measure_label, moment_label, period_label
from portal.locale import current_language, format_day, format_number
from portal.locale import gettext as _
from portal.state import portal
from providers.organisations.queries import names_by_number
from providers.people.models import AuthorityRole
from providers.people.queries import users_by_number
from ratings.measured_results.codes import OUTCOMES, TARGET_GROUP, ReleaseState, Signal
from ratings.measured_results.discarding import discarded_lately
from ratings.measured_results.figure_queries import whole_period_of
from ratings.measured_results.models import Objection, Release
from ratings.measured_results.orders import (
    OPEN,
    Step,
    last_order_of,
    open_order_of,
    orders_to_show,
    why_not,
)
from ratings.measured_results.register_files.import_queries import labels_of_factors
from ratings.measured_results.release_queries import (
    SIGNALS,
    ReleaseUnknown,
    find_chart,
    find_correction,
    get_release,
    objections_to,
    passive_shares,
    releases,
)
from ratings.measured_results.rules import SEEN

pages = Blueprint("authority_releases", __name__)


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A release, ready to print."""

    number: int
    period: str
    state: str
    label: str
    since: str
    simulated: bool
    corrects: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that a release can take now, or else the sentence that says why it can't."""

    step: str
    label: str
    why_not: str


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """An objection, ready to print."""

    number: int
    organisation: str
    made: str
    text: str
    answer: str
    verdict: str


@pages.get("/authority/releases")
@authority
def overview() -> str:
    """List all releases, and the drafts that are being made."""
    at = portal().now()
    with portal().database.reading() as session:
        found = [present(each) for each in releases(session)]
        orders = [
            (
                period_label(each.first_quarter, each.last_quarter),
                order_sentence(each.step, each.state, each.fact),
                each.state in OPEN,
            )
            for each in orders_to_show(session, at)
        ]
        orders += [
            (
                period_label(each.first_quarter, each.last_quarter),
                _("Kladden er kasseret: %(note)s", note=each.note),
                False,
            )
            for each in discarded_lately(session, at)
        ]
    return render_template(
        "authority/releases.html",
        title=_("Offentliggørelser"),
        releases=found,
        orders=orders,
        is_running=any(running for _period, _sentence, running in orders),
        is_lead=is_lead(),
    )


@pages.get("/authority/releases/<int(max=2147483647):release_id>")
@authority
def release(release_id: int) -> str:
    """Show where a release stands, what it was made from, its figures in short, and what asks for a talk."""
    at = portal().now()
    with portal().database.reading() as session:
        found = get_or_404(session, release_id)
        order = open_order_of(session, release_id) or last_order_of(session, release_id)
        return render_template(
            "authority/release.html",
            title=_("Offentliggørelse for %(period)s", period=present(found).period),
            release=present(found),
            facts=_facts(session, found),
            inputs=[(each["source"], each["file_hash"][:12]) for each in found.inputs],
            order=order_sentence(order.step, order.state, order.fact) if order else "",
            is_running=order is not None and order.state in OPEN,
            offers=offers_for(found, at) if is_lead() else [],
            corrected_by=(corrected_by := find_correction(session, release_id)),
            may_discard=is_lead() and found.state == ReleaseState.DRAFT,
            may_correct=is_lead() and found.state in SEEN and corrected_by is None,
            national=national_views(whole_period_of(session, release_id, None)),
            outcomes=[(each.value, measure_label(each)) for each in OUTCOMES],
            signals=_signals(session, release_id),
            objections=objection_views(session, objections_to(session, release_id)),
            may_answer=the_person().authority_role is not AuthorityRole.AUDITOR,
        )


@pages.get("/authority/releases/<int(max=2147483647):release_id>/outcomes/<measure>")
@authority
def outcome(release_id: int, measure: str) -> str:
    """Show how well one outcome's expected values fit, and how far actors lie from them."""
    if measure not in {each.value for each in OUTCOMES}:
        abort(404)
    language = current_language()
    with portal().database.reading() as session:
        found = get_or_404(session, release_id)
        charts = {
            name: find_chart(session, release_id, f"{name}_{measure}", language)
            for name in ("calibration", "funnel")
        }
        funnel = (charts["funnel"].facts if charts["funnel"] is not None else None) or {}
        points = sorted(funnel.get("points", []), key=lambda each: -each["size"])
        names = names_by_number(session, [each["organisation"] for each in points])
        called = labels_of_factors(session, [each["file_hash"] for each in found.inputs])
    fit = found.fits.get(measure, {})
    references = fit.get("references", {})
    return render_template(
        "authority/outcome.html",
        title=measure_label(measure),
        release=present(found),
        # Drawn by ourselves from numbers and our own words, without script and style (jobs/release_charts).
        charts={name: Markup(each.svg) if each else "" for name, each in charts.items()},  # noqa: S704 - see above
        tenths=[_tenth(*each) for each in fit.get("tenths", []) if each[0]],
        of_ratios=funnel.get("of_ratios", False),
        outside=outside_sentences(points, funnel.get("middle", 1.0), names),
        phi=number(funnel.get("phi", 0.0)),
        tau2=number(funnel.get("tau2", 0.0), 3),
        points=[
            (
                names.get(each["organisation"], ""),
                format_number(each["n"], language),
                number(each["size"], 1),
                number(each["value"]),
                outside_label(each["outside"]),
                outside_label(each["outside_wide"]),
            )
            for each in points
        ],
        status=fit.get("status", ""),
        c_statistic=number(fit["c_statistic"]) if fit.get("c_statistic") else "",
        coefficients=[
            (*_condition(factor, level, called), number(value, 3), number(error, 3))
            for factor, level, value, error in fit.get("coefficients", [])
        ],
        references=[_condition(factor, level, called) for factor, level in sorted(references.items())],
    )


def _condition(factor: str, level: str, called: Mapping[str, str]) -> tuple[str, str]:
    """Say a target group by its name; others by what the mapping calls them, ours or the file's."""
    if factor == TARGET_GROUP:
        return _("Målgruppe"), group_names().get(level, level)
    return called.get(factor) or factor_label(factor), level_label_of(level)


def present(each: Release) -> ReleaseView:
    """Write where a release stands."""
    since = each.withdrawn_at or each.published_at
    if since is None and each.preview_until is not None:
        text = _("til og med %(day)s", day=format_day(each.preview_until, current_language()))
    else:
        text = _("siden %(day)s", day=day_of(since or each.made_at))
    return ReleaseView(
        number=each.id,
        period=period_label(each.first_quarter, each.last_quarter),
        state=each.state,
        label=release_state_label(each.state),
        since=text,
        simulated=each.simulated,
        corrects=each.corrects_id,
        note=each.note or "",
    )


def offers_for(found: Release, at: datetime) -> list[Offer]:
    """List the steps ahead of a release, with why one can't be taken yet."""
    ahead = {
        ReleaseState.DRAFT: (Step.PREVIEW, Step.PUBLISH),
        ReleaseState.PREVIEW: (Step.PUBLISH,),
        ReleaseState.PUBLISHED: (Step.WITHDRAW,),
        ReleaseState.WITHDRAWN: (),
    }[ReleaseState(found.state)]
    return [Offer(step.value, step_label(step), _sentence(found, step, at)) for step in ahead]


def objection_views(session: Session, found: Sequence[Objection]) -> list[ObjectionView]:
    """Write objections with their answers."""
    names = names_by_number(session, [each.organisation_id for each in found])
    return [
        ObjectionView(
            number=each.id,
            organisation=names.get(each.organisation_id, ""),
            made=moment_label(each.made_at),
            text=each.text,
            answer=each.answer or "",
            verdict=verdict(each),
        )
        for each in found
    ]


def verdict(each: Objection) -> str:
    """Say whether an actor was right."""
    if each.answered_at is None:
        return _("Ikke besvaret")
    return _("Aktøren fik medhold") if each.upheld else _("Aktøren fik ikke medhold")


def get_or_404(session: Session, release_id: int) -> Release:
    """Give a release, or answer that there is none."""
    try:
        return get_release(session, release_id)
    except ReleaseUnknown:
        abort(404)


def is_lead() -> bool:
    """Say whether the reader decides about releases."""
    return the_person().authority_role is AuthorityRole.LEAD


def _sentence(found: Release, step: Step, at: datetime) -> str:
    fact = why_not(found, step, at)
    if fact == "preview_runs" and found.preview_until is not None:
        day = format_day(found.preview_until, current_language())
        return _("Aktørerne kan gøre indsigelse til og med %(day)s.", day=day)
    return refusal(fact) if fact else ""


def _facts(session: Session, found: Release) -> list[tuple[str, str]]:
    makers = users_by_number(session, [found.made_by] if found.made_by else [])
    maker = makers.get(found.made_by or 0)
    return [
        (_("Lavet"), moment_label(found.made_at)),
        (_("Af"), (maker.name if maker else None) or _("Driften")),
        (_("Registrene fortæller til og med"), format_day(found.observed_until, current_language())),
        (_("Metode"), found.method_version),
        (_("Kode"), found.code_version[:12]),
        (_("Grundlagets hash"), found.input_hash[:12]),
        (_("Tallenes hash"), found.results_hash[:12]),
    ]


def _signals(session: Session, release_id: int) -> list[tuple[str, str, str, str, str]]:
    """List who gives a signal: name, signal, ratio, people, and the passive share to look at next."""
    chart = find_chart(session, release_id, SIGNALS, "da")
    points = ((chart.facts if chart else None) or {}).get("points", [])
    found = sorted(
        (each for each in points if each["signal"] != Signal.NONE),
        key=lambda each: (each["signal"] != Signal.RED, each["value"]),
    )
    numbers = [each["organisation"] for each in found]
    names, passive = names_by_number(session, numbers), passive_shares(session, release_id, numbers)
    language = current_language()
    return [
        (
            names.get(each["organisation"], ""),
            signal_label(each["signal"]),
            number(each["value"]),
            format_number(each["n"], language),
            per_cent(passive.get(each["organisation"])),
        )
        for each in found
    ]


def _tenth(n: float, observed: float, expected: float) -> tuple[str, str, str]:
    return format_number(round(n), current_language()), per_cent(expected / n), per_cent(observed / n)
