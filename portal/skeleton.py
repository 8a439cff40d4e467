"""Render the parts of a page that never change once, and put in what does change by joining strings.

A hot page is mostly the same for everybody: frame, form, names of all choices. It is rendered by Jinja with
slots in the places that vary; each request then only fills the slots.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import cycle

from markupsafe import Markup

# Two control characters that no page contains: HTML forbids them, and Jinja leaves them as they are.
_OPEN, _CLOSE = "\x02", "\x03"
_MARK = Markup(f"{_OPEN}{{}}{_CLOSE}")  # noqa: S704 - two constants
_SLOT = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")

Value = Markup | int


class SkeletonError(Exception):
    """A slot of the page was not filled, or the page does not have as many as there are values."""


def slot(name: str) -> Markup:
    """Give the mark that a template prints where a value will stand."""
    return _MARK.format(name)


class Skeleton:
    """A rendered page, or a part of one, with slots."""

    def __init__(self, rendered: str) -> None:
        """Cut the page at its slots and keep it as format strings, which Python fills fastest."""
        parts = [part.replace("%", "%%") for part in _SLOT.split(rendered)]
        self.names = parts[1::2]
        self._in_order = "%s".join(parts[0::2])
        self._by_name = "".join(
            f"%({part})s" if is_name else part
            for part, is_name in zip(parts, cycle((False, True)), strict=False)
        )

    def fill(self, values: Mapping[str, Value]) -> Markup:
        """Put in the values, which are escaped already (Markup) or numbers; every slot needs one."""
        try:
            return Markup(self._by_name % values)  # noqa: S704 - Jinja made the page, and values are escaped
        except KeyError as missing:
            raise SkeletonError(f"No value for the slot {missing}.") from None

    def fill_in_order(self, values: Sequence[Value]) -> Markup:
        """Put in the values in the order of the slots, which is faster where there are hundreds."""
        try:
            return Markup(self._in_order % tuple(values))  # noqa: S704 - as above
        except TypeError:
            wanted, given = len(self.names), len(values)
            raise SkeletonError(f"{wanted} slots need as many values, not {given}.") from None
