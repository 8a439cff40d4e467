"""Make a release of figures, show it to actors first, publish it, withdraw or correct it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import Actor
from providers.clock import danish_day
from providers.listings.commands import hold_catalogue, touch_catalogue
from ratings.measured_results import computing, published
from ratings.measured_results.basis_queries import AGGREGATES, SPELLS, imports_within, read_aggregates
from ratings.measured_results.codes import ReleaseState
from ratings.measured_results.computing import Basis, Computed, compute
from ratings.measured_results.disclosure.door import Published, as_public, hide, key_of, table_of
from ratings.measured_results.figure_rows import KeptFigure, add_rows, hash_of, kept_figures
from ratings.measured_results.method.figure import Figure
from ratings.measured_results.method.patterns import collapse
from ratings.measured_results.models import Release, Result, ResultImport
from ratings.measured_results.release_queries import find_correction, ids_seen, published_before, state_of
from ratings.measured_results.rules import (
    METHOD_VERSION,
    ReleaseNotAllowed,
    preview_ends,
    require_correction,
    require_ended,
    require_move,
    require_no_correction,
)
from ratings.measured_results.spell_queries import first_quarters_of, read_spells


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is hidden of a release by place, and what everybody gets, while the public has `seen` no more."""

    hidden: Mapping[int, str]
    shown: bytes
    seen: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A release worked out and not kept yet; `seen` are the releases that the public had seen by then."""

    first_quarter: int
    last_quarter: int
    inputs: list[dict[str, Any]]
    simulated: bool
    observed_until: date
    content: bytes
    computed: Computed
    hidden: Mapping[int, str]
    seen: tuple[int, ...]

    def prepared(self) -> Prepared:
        """Give what everybody would get of it."""
        return _prepared(self.computed.figures, self.hidden, self.seen)


def work_out(session: Session, first_quarter: int, last_quarter: int, *, at: datetime) -> WorkedOut:
    """Work out a period from its spells or, where there are none, from published counts; it takes a while.

    It only reads, so that nobody has to wait before they can write. Raises ReleaseNotAllowed when the period
    has not ended, there is nothing to work with, or real rows stand beside simulated ones.
    """
    if first_quarter > last_quarter:
        raise ReleaseNotAllowed("period_runs_backward")
    require_ended(last_quarter, danish_day(at))
    basis, imports = _basis(session, first_quarter, last_quarter)
    simulated = _simulated(imports)
    observed_until = max(each.observed_until for each in imports)
    computed = compute(basis, observed_until)
    quarters = range(first_quarter, last_quarter + 1)
    return WorkedOut(
        first_quarter=first_quarter,
        last_quarter=last_quarter,
        inputs=[{"kind": each.kind, "source": each.source, "file_hash": each.file_hash} for each in imports],
        simulated=simulated,
        observed_until=observed_until,
        content=computing.to_bytes(basis),
        computed=computed,
        hidden=_hidden(computed.figures, quarters, published_before(session)),
        seen=ids_seen(session),
    )


def make(
    session: Session,
    worked_out: WorkedOut,
    *,
    code_version: str,
    by: Actor,
    at: datetime,
    corrects: Release | None = None,
    note: str | None = None,
) -> Release:
    """Keep what was worked out as a draft. Raises ReleaseNotAllowed when it can't correct what it should."""
    if corrects is not None:
        quarters = worked_out.first_quarter, worked_out.last_quarter
        require_correction(corrects, find_correction(session, corrects.id), *quarters, note)
    computed = worked_out.computed
    release = Release(
        first_quarter=worked_out.first_quarter,
        last_quarter=worked_out.last_quarter,
        state=ReleaseState.DRAFT.value,
        simulated=worked_out.simulated,
        observed_until=worked_out.observed_until,
        method_version=METHOD_VERSION,
        code_version=code_version,
        inputs=worked_out.inputs,
        fits=computed.fits,
        input_hash=hashlib.sha256(worked_out.content).hexdigest(),
        results_hash=hash_of(computed.figures),
        made_at=at,
        made_by=by.id,
        corrects_id=None if corrects is None else corrects.id,
        note=note,
        patterns=worked_out.content,
    )
    session.add(release)
    session.flush()
    add_rows(session, release.id, computed.figures, worked_out.hidden)
    record(session, by, "release.made", "release", release.id, after=state_of(release), at=at)
    return release


def open_preview(session: Session, release: Release, *, by: Actor, at: datetime) -> None:
    """Show a draft to the actors whose figures it holds; they may object for 14 days."""
    _move(session, release, ReleaseState.PREVIEW, by, at, preview_until=preview_ends(danish_day(at)))


def prepare(session: Session, release: Release) -> Prepared:
    """Decide what everybody gets of a release, given all that the public has seen; it takes a while."""
    figures = [each.figure for each in kept_figures(session, release.id)]
    quarters = range(release.first_quarter, release.last_quarter + 1)
    hidden = _hidden(figures, quarters, published_before(session))
    return _prepared(figures, hidden, ids_seen(session))


def publish(
    session: Session, release: Release, *, by: Actor, at: datetime, prepared: Prepared | None = None
) -> None:
    """Show a release to everybody; the one that it corrects is withdrawn with the same note.

    One that was withdrawn before keeps its own note. What was prepared counts as long as nothing else has
    been published since.
    """
    hold_catalogue(session)  # whoever else publishes waits, so that nothing is hidden against half a picture
    if release.corrects_id is not None:
        require_no_correction(find_correction(session, release.corrects_id, but=release.id))
    if prepared is None or prepared.seen != ids_seen(session):
        prepared = prepare(session, release)
    _keep_hidden(session, kept_figures(session, release.id), prepared.hidden)
    shown = prepared.shown
    _move(session, release, ReleaseState.PUBLISHED, by, at, published_at=at, public_figures=shown)
    corrected = None if release.corrects_id is None else session.get_one(Release, release.corrects_id)
    if corrected is not None and corrected.state == ReleaseState.PUBLISHED:
        withdraw(session, corrected, release.note or "", by=by, at=at)
    touch_catalogue(session, at)


def withdraw(session: Session, release: Release, note: str, *, by: Actor, at: datetime) -> None:
    """Take a release out of use; it stays readable with a note that says why."""
    if not note.strip():
        raise ReleaseNotAllowed("withdrawn_without_a_note")
    hold_catalogue(session)
    _move(session, release, ReleaseState.WITHDRAWN, by, at, withdrawn_at=at, note=note.strip())
    touch_catalogue(session, at)


def faults(session: Session, release: Release) -> list[str]:
    """Work a release out again from what it keeps; give what does not come to the same, or nothing."""
    content = release.patterns
    if hashlib.sha256(content).hexdigest() != release.input_hash:
        return ["the counts that it keeps have been changed"]
    basis = computing.from_bytes(content, adjusted=bool(release.fits))
    computed = compute(basis, release.observed_until)
    found = []
    if computed.fits != release.fits:
        found.append("the models of what could be expected come out differently")
    if hash_of(computed.figures) != release.results_hash:
        found.append("the figures come out differently")
    if hash_of(each.figure for each in kept_figures(session, release.id)) != release.results_hash:
        found.append("the figures that it keeps have been changed")
    return found


def _basis(session: Session, first: int, last: int) -> tuple[Basis, Sequence[ResultImport]]:
    imports = imports_within(session, first, last, SPELLS)
    if imports:
        spells = read_spells(session, first, last)
        return collapse(spells, first_quarters_of(session, spells.units)), imports
    imports = imports_within(session, first, last, AGGREGATES)
    if not imports:
        raise ReleaseNotAllowed("nothing_in_the_period")
    return read_aggregates(session, first, last), imports


def _simulated(imports: Sequence[ResultImport]) -> bool:
    kinds = {each.simulated for each in imports}
    if len(kinds) > 1:
        raise ReleaseNotAllowed("simulated_beside_real")
    return kinds.pop()


def _prepared(figures: Sequence[Figure], hidden: Mapping[int, str], seen: tuple[int, ...]) -> Prepared:
    shown = [as_public(figure, hidden.get(place)) for place, figure in enumerate(figures)]
    return Prepared(hidden, published.to_bytes(shown), seen)


def _hidden(figures: Sequence[Figure], quarters: Iterable[int], seen: Sequence[Published]) -> dict[int, str]:
    """Say by its place which figure the public does not get, given all that it has seen before."""
    why = hide(table_of(figures, quarters), seen)
    keys = enumerate(key_of(figure) for figure in figures)
    return {place: why[key].value for place, key in keys if key in why}


def _keep_hidden(session: Session, kept: Sequence[KeptFigure], hidden: Mapping[int, str]) -> None:
    """Bring up to date what is hidden, since other releases may have come out in the meantime."""
    changes = [
        {"id": each.id, "hidden": hidden.get(place)}
        for place, each in enumerate(kept)
        if each.hidden != hidden.get(place)
    ]
    if changes:
        session.execute(update(Result), changes)


def _move(
    session: Session,
    release: Release,
    to: ReleaseState,
    by: Actor,
    at: datetime,
    **leaves: datetime | date | bytes | str,
) -> None:
    """Go one step of the one table of steps; whoever comes second finds the step taken."""
    session.refresh(release, with_for_update=True)
    before = state_of(release)
    require_move(
        ReleaseState(release.state),
        to,
        simulated=release.simulated,
        today=danish_day(at),
        preview_until=release.preview_until,
    )
    release.state = to.value
    for name, value in leaves.items():
        setattr(release, name, value)
    record(
        session,
        by,
        f"release.{to.value}",
        "release",
        release.id,
        before=before,
        after=state_of(release),
        at=at,
    )
