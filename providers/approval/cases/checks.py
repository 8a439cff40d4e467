"""Find out what the portal can find out by itself about each standard, from facts alone."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from providers.approval.cases.codes import Outcome
from providers.approval.standard_set import AutomaticCheck, Limits


class CvrAnswer(StrEnum):
    """Say what the business register answered; two of them are no answer at all."""

    FOUND = "found"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class CvrFacts:
    """What the business register says of an organisation; `status` is the register's own word."""

    answer: CvrAnswer
    status: str | None = None
    is_active: bool = False
    is_solvent: bool = False


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """What a listing states, as far as the standards ask, and on which day somebody last stood by it."""

    name: str
    languages: int
    kinds: int
    kinds_with_price: int
    has_area: bool
    target_groups: int
    has_waiting_time: bool
    confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class ResultSignal:
    """How an organisation did in the latest release: whether clearly below, or not graded."""

    release: int
    grade: str | None
    is_clearly_below: bool


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """All that the automatic checks look at; no release is no result."""

    cvr: CvrFacts
    listings: tuple[ListingFacts, ...]
    result: ResultSignal | None
    on: date


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found; `code` says why, with the values that it rests on."""

    outcome: Outcome
    code: str
    values: Mapping[str, str | int | None]

    @property
    def evidence(self) -> dict[str, Any]:
        """Give the finding as the table keeps it."""
        return {"code": self.code, **self.values}


def find(check: AutomaticCheck, facts: CaseFacts, limits: Limits) -> Finding:
    """Carry out one automatic check."""
    if check in (AutomaticCheck.CVR_ACTIVE, AutomaticCheck.CVR_SOLVENT):
        return _cvr(check, facts.cvr)
    if check is AutomaticCheck.RESULT_NOT_CLEARLY_BELOW:
        return _result(facts.result, limits)
    if not facts.listings:
        return Finding(Outcome.NOT_MET, "no_listing", {})
    if check is AutomaticCheck.LISTING_CONFIRMED:
        return _confirmed(facts, limits)
    lacking = [each.name for each in facts.listings if not _states(check, each)]
    if lacking:
        return Finding(Outcome.NOT_MET, "not_stated", {"listings": len(lacking), "first": lacking[0]})
    return Finding(Outcome.MET, "stated", {"listings": len(facts.listings)})


def hash_of(found: Iterable[tuple[str, str, Mapping[str, Any] | None]]) -> str:
    """Give a fingerprint of (standard, outcome, evidence), so that a change of any of them shows."""
    lines = sorted(json.dumps([*each], sort_keys=True, ensure_ascii=False) for each in found)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _cvr(check: AutomaticCheck, cvr: CvrFacts) -> Finding:
    if cvr.answer in (CvrAnswer.NOT_ASKED, CvrAnswer.SILENT):
        return Finding(Outcome.TO_CONFIRM, f"cvr_{cvr.answer.value}", {})
    if cvr.answer is CvrAnswer.UNKNOWN:
        return Finding(Outcome.NOT_MET, "cvr_unknown", {})
    met = cvr.is_active if check is AutomaticCheck.CVR_ACTIVE else cvr.is_solvent
    return Finding(Outcome.MET if met else Outcome.NOT_MET, "cvr_status", {"status": cvr.status})


def _result(result: ResultSignal | None, limits: Limits) -> Finding:
    if result is None or result.grade is None:
        return Finding(Outcome.MET, "no_result", {"months": limits.months_without_result})
    values: dict[str, str | int | None] = {"release": result.release, "grade": result.grade}
    outcome = Outcome.NOT_MET if result.is_clearly_below else Outcome.MET
    return Finding(outcome, "result", values)


def _confirmed(facts: CaseFacts, limits: Limits) -> Finding:
    oldest = facts.on - timedelta(days=limits.days_confirmed)
    old = [each for each in facts.listings if each.confirmed_on is None or each.confirmed_on < oldest]
    if old:
        values: dict[str, str | int | None] = {
            "listings": len(old),
            "first": old[0].name,
            "days": limits.days_confirmed,
        }
        return Finding(Outcome.NOT_MET, "not_confirmed", values)
    return Finding(Outcome.MET, "confirmed", {"days": limits.days_confirmed})


def _states(check: AutomaticCheck, listing: ListingFacts) -> bool:
    if check is AutomaticCheck.LANGUAGES_STATED:
        return listing.languages > 0
    if check is AutomaticCheck.PRICES_STATED:
        return listing.kinds > 0 and listing.kinds_with_price == listing.kinds
    return listing.has_area and listing.target_groups > 0 and listing.has_waiting_time
