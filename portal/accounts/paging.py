"""Cut a long list into pages."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its number from 1, how many there are, and the addresses beside it."""

    number: int
    last: int
    earlier: str = ""
    later: str = ""

    @property
    def offset(self) -> int:
        """Give how many of the list come before this page."""
        return (self.number - 1) * ON_A_PAGE


def page_of(count: int) -> Page:
    """Read which page is asked for; what can't be one is the first, and what is too far the last."""
    last = max(1, -(-count // ON_A_PAGE))
    asked = request.args.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    number = min(max(number, 1), last)
    return Page(
        number,
        last,
        earlier=address_with(page=number - 1) if number > 1 else "",
        later=address_with(page=number + 1) if number < last else "",
    )


def address_with(**changed: int) -> str:
    """Give the address of this page with something in its query changed."""
    query = {**request.args.to_dict(), **{name: str(value) for name, value in changed.items()}}
    return f"{request.script_root}{request.path}?{urlencode(query)}"
