"""The standards in the reader's language: how each is checked and for whom, and what each version changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.labels import check_label, standard_group_label, tracks_label
from portal.locale import format_day
from providers.approval.standard_files import standards_on
from providers.approval.standard_set import (
    Limits,
    Standard,
    StandardGroup,
    StandardSet,
    Track,
    applicable,
    difference,
)


@dataclass(frozen=True, slots=True)
class StandardLine:
    """One standard, ready to print."""

    id: str
    name: str
    question: str
    why: str
    evidence: str
    checked: str
    applies_to: str
    source: str


@dataclass(frozen=True, slots=True)
class Group:
    """Standards about the same thing."""

    code: str
    name: str
    standards: tuple[StandardLine, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A standard that a version brought, dropped or reworded, and the version in which to read it."""

    id: str
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the history; `coming` says that it is not in force yet."""

    version: str
    valid_from: str
    coming: bool
    changes: str
    added: tuple[Changed, ...]
    removed: tuple[Changed, ...]
    reworded: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class StandardsView:
    """One version of the standards, ready to print; `in_use` says that who applies today meets this one."""

    version: str
    valid_from: str
    coming: bool
    in_use: bool
    light_below: int
    counts: dict[Track, int]
    groups: tuple[Group, ...]
    history: tuple[VersionLine, ...]


def make(shown: StandardSet, versions: Sequence[StandardSet], day: date, language: str) -> StandardsView:
    """Write one version, and the history of all of them, the newest first."""
    return StandardsView(
        version=shown.version,
        valid_from=format_day(shown.valid_from, language),
        coming=shown.valid_from > day,
        in_use=shown == standards_on(day),
        light_below=shown.limits.light_below,
        counts={track: len(applicable(shown, track)) for track in Track},
        groups=tuple(_groups(shown, language)),
        history=tuple(_history(versions, day, language)),
    )


def _groups(shown: StandardSet, language: str) -> Iterable[Group]:
    for group in StandardGroup:
        lines = tuple(
            _line(standard, shown.limits, language) for standard in shown.standards if standard.group is group
        )
        if lines:
            yield Group(group.value, standard_group_label(group), lines)


def _line(standard: Standard, limits: Limits, language: str) -> StandardLine:
    return StandardLine(
        id=standard.id,
        name=standard.name.text(language),
        question=standard.question.text(language),
        why=standard.why.text(language),
        evidence=standard.evidence.text(language),
        checked=check_label(standard.check),
        applies_to=tracks_label(standard.tracks, limits.light_below),
        source=standard.source.text(language),
    )


def _history(versions: Sequence[StandardSet], day: date, language: str) -> Iterable[VersionLine]:
    for number in reversed(range(len(versions))):
        new = versions[number]
        # The first has nothing before it, so nothing in it is new.
        old = versions[max(number - 1, 0)]
        found = difference(old, new)
        yield VersionLine(
            version=new.version,
            valid_from=format_day(new.valid_from, language),
            coming=new.valid_from > day,
            changes=new.changes.text(language),
            added=_changed(found.added, new.version, language),
            removed=_changed(found.removed, old.version, language),
            reworded=_changed((after for _, after in found.reworded), new.version, language),
        )


def _changed(standards: Iterable[Standard], version: str, language: str) -> tuple[Changed, ...]:
    return tuple(Changed(standard.id, standard.name.text(language), version) for standard in standards)
