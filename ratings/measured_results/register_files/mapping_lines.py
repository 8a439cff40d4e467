"""Find the line of a mapping on which something stands, so that whoever mends it finds a fault."""

import re

_TABLE = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")

Path = tuple[str, ...]


def lines_of(text: str) -> dict[Path, int]:
    """Give the line on which each table and key of a TOML text begins, by its path; the first line is 1.

    A table of a list has its number in the path: the second of [[measures]] is ("measures", "2").
    """
    found: dict[Path, int] = {}
    numbers: dict[Path, int] = {}
    table: Path = ()
    for line, told in enumerate(text.splitlines(), 1):
        if heading := _TABLE.fullmatch(told):
            table = _parts(heading[2])
            if heading[1] == "[[":
                numbers[table] = numbers.get(table, 0) + 1
                table = (*table, str(numbers[table]))
            found.setdefault(table, line)
        elif key := _KEY.match(told):
            found.setdefault((*table, *_parts(key[1])), line)
    return found


def line_of(lines: dict[Path, int], place: str) -> int | None:
    """Find the line of a place such as fields.work_3.map or "measures 2, n", or of what it stands in."""
    parts = tuple(place.replace(",", " ").replace(".", " ").split())
    for length in range(len(parts), 0, -1):
        if (line := lines.get(parts[:length])) is not None:
            return line
    return None


def _parts(key: str) -> Path:
    return tuple(part.strip("\"'") for part in _PART.findall(key))
