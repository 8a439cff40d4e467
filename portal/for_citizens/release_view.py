"""A release in words: where it stands, what it was made from, and how well what was expected came true."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.for_citizens import results_words as words
from portal.labels import day_of, missing_label, period_label
from portal.locale import format_day, format_number
from portal.locale import gettext as _
from ratings.measured_results.codes import OUTCOMES, Measure, Missing, ReleaseState
from ratings.measured_results.models import Release
from ratings.measured_results.published import NATIONAL, PublishedFigures
from ratings.summary import find_figure


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release as one line of the list."""

    id: int
    period: str
    published: str
    state: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to a release on a day; the note is the authority's own words."""

    day: str
    release_id: int
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class NationalRow:
    """What a release says of the whole country in one measure."""

    name: str
    sentence: str
    people: str


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """How well what could be expected of an outcome came true, or why nothing could be expected."""

    name: str
    farthest: str = ""
    hits: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """One release, ready to print."""

    id: int
    title: str
    state: str
    withdrawn: bool
    simulated: bool
    note: str
    corrects: int | None
    corrected_by: int | None
    published: str
    withdrawn_on: str
    observed_until: str
    national: tuple[NationalRow, ...]
    sources: tuple[tuple[str, str, str], ...]
    calibration: tuple[CalibrationRow, ...]
    adjusted: bool
    method_version: str
    code_version: str
    input_hash: str
    results_hash: str


def line_of(release: Release, current: int | None) -> ReleaseLine:
    """Write a release as one line."""
    return ReleaseLine(
        id=release.id,
        period=period_label(release.first_quarter, release.last_quarter),
        published=day_of(release.published_at) if release.published_at else "",
        state=_state(release, current),
        simulated=release.simulated,
    )


def changes(releases: Sequence[Release]) -> tuple[Change, ...]:
    """List what came out and what was withdrawn, the latest first."""
    happened = []
    for release in releases:
        if release.published_at:
            text = _("Offentliggørelse %(number)s kom ud.", number=release.id)
            note = ""
            if release.corrects_id is not None:
                text = _(
                    "Offentliggørelse %(number)s kom ud. Den retter offentliggørelse %(other)s.",
                    number=release.id,
                    other=release.corrects_id,
                )
                note = "" if release.withdrawn_at else release.note or ""  # a withdrawal has taken its place
            happened.append((release.published_at, release.id, text, note))
        if release.withdrawn_at:
            text = _("Offentliggørelse %(number)s blev trukket tilbage.", number=release.id)
            happened.append((release.withdrawn_at, release.id, text, release.note or ""))
    happened.sort(key=lambda each: (each[0], each[1]), reverse=True)
    return tuple(Change(day_of(moment), number, text, note) for moment, number, text, note in happened)


def make(
    release: Release,
    releases: Sequence[Release],
    figures: PublishedFigures,
    current: int | None,
    language: str,
) -> ReleaseView:
    """Write everything that is said of a release."""
    period = period_label(release.first_quarter, release.last_quarter)
    corrections = (each.id for each in releases if each.corrects_id == release.id)
    return ReleaseView(
        id=release.id,
        title=_("Resultater for %(period)s", period=period),
        state=_state(release, current),
        withdrawn=release.state == ReleaseState.WITHDRAWN,
        simulated=release.simulated,
        note=release.note or "",
        corrects=release.corrects_id,
        corrected_by=next(corrections, None),
        published=day_of(release.published_at) if release.published_at else "",
        withdrawn_on=day_of(release.withdrawn_at) if release.withdrawn_at else "",
        observed_until=format_day(release.observed_until, language),
        national=_national(figures, language),
        sources=tuple((_kind(each["kind"]), each["source"], each["file_hash"]) for each in release.inputs),
        calibration=_calibration(release.fits, figures),
        adjusted=bool(release.fits),
        method_version=release.method_version,
        code_version=release.code_version,
        input_hash=release.input_hash,
        results_hash=release.results_hash,
    )


def _state(release: Release, current: int | None) -> str:
    if release.state == ReleaseState.WITHDRAWN:
        return _("Trukket tilbage")
    return _("Bruges nu") if release.id == current else _("Ældre offentliggørelse")


def _kind(kind: str) -> str:
    return {"spells": _("Forløb fra et register"), "aggregates": _("Optalte tal")}[kind]


def _national(figures: PublishedFigures, language: str) -> tuple[NationalRow, ...]:
    found = figures.national()
    return tuple(
        NationalRow(
            words.short_name(measure),
            words.sentence(figure, language),
            format_number(figure.n, language) if figure.n else "",
        )
        for measure in Measure
        if (figure := find_figure(found, measure))
    )


def _calibration(fits: Mapping[str, Any], figures: PublishedFigures) -> tuple[CalibrationRow, ...]:
    """Say of each outcome that is shown how far what was expected lay from what came, or why nothing was."""
    return tuple(
        _fitted(words.short_name(measure), fits[measure.value])
        for measure in OUTCOMES
        if measure.value in fits and words.is_open(figures.find_total(NATIONAL, measure))
    )


def _fitted(name: str, fit: Mapping[str, Any]) -> CalibrationRow:
    if fit["status"] in (Missing.TOO_YOUNG, Missing.NOT_TOLD):
        return CalibrationRow(name, missing=missing_label(fit["status"]))
    if fit["status"] != "fitted":
        return CalibrationRow(name, missing=_("Vi kunne ikke regne ud, hvad man kunne vente."))
    distances = [abs(observed - expected) / n for n, observed, expected in fit["tenths"] if n]
    farthest, hits = max(distances, default=0.0), fit["c_statistic"]
    return CalibrationRow(
        name,
        farthest=_("%(number)s for hver 100", number=max(1, round(farthest * 100))),
        hits="" if hits is None else _("%(number)s ud af 100 gange", number=round(hits * 100)),
    )
