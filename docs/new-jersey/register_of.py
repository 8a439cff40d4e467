"""Write a register file and code lists for the providers and programmes that New Jersey's file names.

Usage: python docs/new-jersey/register_of.py OUTCOMES.csv FOLDER

FOLDER gets register.jsonl for `flask register import`, and lists/ for PORTAL_CODE_LISTS.
"""  # noqa: INP001 - a script beside its mapping, and no module

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

AS_OF = "2026-11-01"
AREA = "901"  # the one area that the lists have
NAME = "New Jersey"
SOURCE = "New Jersey, outcomes of training programmes"
WEIGHTS = (2, 7, 6, 5, 4, 3, 2)
GROUP_COLUMNS = (
    "id", "name_da", "name_en", "question_da", "question_en", "legal_reference", "valid_from", "valid_to",
    "closed_for_new_from", "age_specific", "note",
)  # fmt: skip
SUPPORT_COLUMNS = (
    "id", "name_da", "name_en", "plain_da", "plain_en", "kind", "company_based", "target_groups",
    "valid_from", "valid_to",
)  # fmt: skip


def main(outcomes: Path, folder: Path) -> None:
    """Write everything."""
    programmes: dict[int, set[str]] = defaultdict(set)
    with outcomes.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            programmes[int(row["providerid"])].add(row["cipcode"])
    lists = folder / "lists"
    lists.mkdir(parents=True, exist_ok=True)
    with (folder / "register.jsonl").open("w", encoding="utf-8") as register:
        register.writelines(f"{json.dumps(line)}\n" for line in register_lines(programmes))
    _write_lists(lists, sorted(set().union(*programmes.values())))


def register_lines(programmes: dict[int, set[str]]) -> Iterator[dict[str, Any]]:
    """Give each provider, named by its number, with one listing for all its programmes."""
    yield {"record": "register", "format": 1, "source": SOURCE, "as_of": AS_OF}
    for number, groups in sorted(programmes.items()):
        key, slug = f"cvr:{stand_in(number)}", f"provider-{number}"
        yield {
            "record": "organisation",
            "organisation": key,
            "kind": "other",
            "slug": slug,
            "name": f"Provider {number}",
            "simulated": False,
            "approvals": [
                {
                    "basis": "decided",
                    "ground": f"Named in: {SOURCE}",
                    "municipalities": None,
                    "target_groups": None,
                    "valid_from": "2019-01-01",
                    "valid_to": "2036-12-31",
                }
            ],
        }
        yield {
            "record": "listing",
            "organisation": key,
            "key": "all",
            "slug": slug,
            "p_number": None,
            "registered_on": AS_OF,
            "claimed_on": None,
            "status": "published",
            "content": _content(number, sorted(groups)),
            "availability": None,
        }


def stand_in(number: int) -> str:
    """Give a number of the form that the register asks for, with its check digit, for a provider's own one.

    It stands for the provider in a data folder of its own and nowhere else.
    """
    for spare in range(1, 10):
        digits = f"{spare}{number:06d}"
        rest = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
        if rest != 1:
            return f"{digits}{(11 - rest) % 11}"
    raise ValueError(f"{number} is too large.")


def _content(number: int, groups: list[str]) -> dict[str, Any]:
    nothing = dict.fromkeys(
        ("summary_en", "description_da", "description_en", "address", "phone", "email", "website")
    )
    return {
        "name": f"Provider {number}",
        "summary_da": f"Provider {number}",
        **nothing,
        "nationwide": True,
        "municipalities": [],
        "target_groups": groups,
        "support": [],
        "languages": [],
        "formats": [],
        "unverified": [],
    }


def _write_lists(folder: Path, groups: list[str]) -> None:
    programmes = ([group, group, group, "", "", "", "", "", "", "no", ""] for group in groups)
    course = ["course", "Kursus", "Course", "Kursus", "Course", "course", "no", "all", "", ""]
    _write(folder / "target_groups.csv", GROUP_COLUMNS, programmes)
    _write(folder / "kinds_of_support.csv", SUPPORT_COLUMNS, [course])
    area = ("code", "name", "nuts3", "landsdel", "free_choice_trial_2027")
    _write(folder / "municipalities.csv", area, [[AREA, NAME, "", NAME, "no"]])
    region = ("code", "region", "valid_from", "valid_to")
    _write(folder / "municipality_regions.csv", region, [[AREA, NAME, "", ""]])
    _write(folder / "places.csv", ("place", "place_ascii", "municipality_code", "lat", "lon"), [])
    _write(folder / "postcodes.csv", ("postcode", "city", "municipality_code", "primary"), [])
    _write(folder / "postcode_ranges.csv", ("from", "to", "municipality_code"), [])
    tile = {"code": AREA, "name": NAME, "abbr": "NJ", "col": 0, "row": 0}
    (folder / "tile_map.json").write_text(json.dumps({"tiles": [tile]}), encoding="utf-8")


def _write(path: Path, columns: Iterable[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
