"""Lines of a register file, and a portal that has read them through its own command."""

import json
from pathlib import Path
from typing import Any

from flask import Flask

Line = dict[str, Any]


def header(**changes: Any) -> Line:
    """Make the first line of a register file."""
    return {"record": "register", "format": 1, "source": "a test", "as_of": "2026-11-01", **changes}


def cvr(number: int) -> str:
    """Make the number-th CVR number that is never issued: a leading 0 and a right check digit."""
    weights = (2, 7, 6, 5, 4, 3, 2)
    found = 0
    for candidate in range(1, 10**6):
        digits = f"{candidate:07d}"
        rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if rest != 1:
            found += 1
        if rest != 1 and found == number:
            return digits + str((11 - rest) % 11)
    raise ValueError("There are not that many.")


def approval(**changes: Any) -> Line:
    """Make an approval that holds for many years, for everything."""
    return {
        "basis": "decided",
        "ground": "Opfylder standarderne.",
        "municipalities": None,
        "target_groups": None,
        "valid_from": "2026-01-01",
        "valid_to": "2036-12-31",
        **changes,
    }


def organisation(number: int = 1, **changes: Any) -> Line:
    """Make the number-th invented private adviser."""
    return {
        "record": "organisation",
        "organisation": f"cvr:{cvr(number)}",
        "kind": "private_adviser",
        "slug": f"opdigtet-{number}",
        "name": f"Opdigtet Rådgivning {number}",
        "simulated": True,
        "approvals": [approval()],
        **changes,
    }


def content(**changes: Any) -> Line:
    """Make what a listing says: a private adviser in Aarhus who helps people on sick leave."""
    return {
        "name": "Vejen Videre",
        "summary_da": "Vi hjælper dig tilbage i job i roligt tempo.",
        "summary_en": "We help you back to work at a calm pace.",
        "description_da": "Du får en fast rådgiver.\n\nI laver en plan sammen.",
        "description_en": None,
        "nationwide": False,
        "municipalities": ["751"],
        "target_groups": ["sygedagpenge"],
        "support": [
            {
                "kind": "arbejdsfastholdelse",
                "price": {"amount_ore": 1250000, "unit": "course", "paid_by": "municipality"},
            }
        ],
        "languages": ["da"],
        "formats": ["in_person"],
        "address": {"street": "Prøvevej 1", "postcode": "8000", "city": "Aarhus C"},
        "phone": None,
        "email": "kontakt@vejen.example",
        "website": "https://vejen.example",
        "unverified": [],
        **changes,
    }


def listing(number: int = 1, *, of: Line | None = None, **changes: Any) -> Line:
    """Make the number-th invented adviser's listing; `content` may be given whole or as changes."""
    owner = of or organisation(number)
    return {
        "record": "listing",
        "organisation": owner["organisation"],
        "key": f"aarhus-{number}",
        "slug": f"vejen-videre-{number}",
        "p_number": None,
        "registered_on": "2026-11-01",
        "claimed_on": "2026-11-02",
        "status": "published",
        "availability": {"places": 4, "waiting_days": 14, "confirmed_at": "2026-11-01T09:00:00Z"},
        **changes,
        "content": content(**changes.get("content", {})),
    }


def actors(count: int, **content_changes: Any) -> list[Line]:
    """Make a register file's lines with so many invented advisers, one listing each."""
    lines = [header()]
    for number in range(1, count + 1):
        owner = organisation(number)
        named = {"name": f"Vejen Videre {number}", **content_changes}
        lines += [owner, listing(number, of=owner, content=named)]
    return lines


def write(path: Path, lines: list[Line]) -> Path:
    """Write lines as a register file."""
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def load(app: Flask, folder: Path, lines: list[Line]) -> None:
    """Let the portal read lines as its operator would, by the import command."""
    result = app.test_cli_runner().invoke(args=["register", "import", str(write(folder / "r.jsonl", lines))])
    assert result.exit_code == 0, result.output
