"""Read and check a file of courses the plain way: one row after another, one cell after another.

It is what the import of results is measured against. It knows only files with our own column names, decimal
point and ISO days, and counts what is wrong without saying what.
"""

import csv
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path

from providers.cpr import is_cpr
from ratings.measured_results.register_files.checking import DAYS_UNTIL_KNOWN
from ratings.measured_results.register_files.known import Known
from ratings.measured_results.register_files.mapping import MOST_WEEKS, PREFIX_OF_CASE_MIX, YES_OR_NO

Row = dict[str, str]


def check_plainly(path: Path, known: Known, observed_until: date, source: str) -> tuple[int, int]:
    """Give how many rows are right, and how many problems the others have."""
    groups, municipalities = set(known.target_groups), set(known.municipalities)
    courses: set[int] = set()
    mixes: dict[tuple[str, ...], int] = {}
    right = problems = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        factors = [name for name in reader.fieldnames or () if name.startswith(PREFIX_OF_CASE_MIX)]
        for row in reader:
            found = _actor_problems(row, known)
            found += not row["person"] or len(row["person"]) > 200 or is_cpr(row["person"])
            found += row["target_group"] not in groups
            found += bool(row["municipality"]) and row["municipality"] not in municipalities
            found += _problems_of_days(row, observed_until)
            found += _problems_of_numbers(row)
            mixes.setdefault(tuple(row[name] or "unknown" for name in factors), len(mixes))
            actor = row["listing"] or row["organisation"]
            text = "\x1f".join((source, row["person"], actor, row["referred_on"]))
            course = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)
            found += course in courses
            courses.add(course)
            problems += found
            right += not found
    return right, problems


def _actor_problems(row: Row, known: Known) -> int:
    listing, organisation = row["listing"], row["organisation"]
    listing_id = known.listings.get(listing) if listing else None
    organisation_id = known.organisations.get(organisation) if organisation else None
    found = int(bool(listing) and listing_id is None)
    found += bool(organisation) and organisation_id is None
    found += not listing and not organisation
    if listing_id and organisation_id:
        found += known.organisation_of[listing_id] != organisation_id
    return found


def _problems_of_days(row: Row, observed_until: date) -> int:
    try:
        referred = date.fromisoformat(row["referred_on"])
        ended = date.fromisoformat(row["ended_on"]) if row["ended_on"] else None
    except ValueError:
        return 1
    found = int(referred > observed_until)
    found += ended is not None and (ended < referred or ended > observed_until)
    for name, days in DAYS_UNTIL_KNOWN.items():
        found += bool(row[name]) and referred + timedelta(days=days) > observed_until
    return found


def _problems_of_numbers(row: Row) -> int:
    found = 0
    for name in YES_OR_NO:
        found += row[name] not in ("", "0", "1")
    weeks = {}
    for name, most in MOST_WEEKS.items():
        if row[name]:
            weeks[name] = int(row[name]) if row[name].isdigit() else -1
            found += not 0 <= weeks[name] <= most
    if "company_weeks" in weeks and "active_weeks" in weeks:
        found += weeks["company_weeks"] > weeks["active_weeks"]
    try:
        ore = float(row["price_dkk"]) * 100 if row["price_dkk"] else 0.0
    except ValueError:
        return found + 1
    return found + (ore < 0 or abs(ore - round(ore)) > 1e-6)
