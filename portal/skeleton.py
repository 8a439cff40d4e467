"""Render the parts of a page that never change once, and put in what does change by joining strings.

A hot page is mostly the same for everybody: frame, form, names of all choices. It is rendered by Jinja with
slots in the places that vary; each request then only fills the slots.
"""

import re
from collections.abc import Mapping, Sequence

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
        """Cut the page at its slots."""
        self._parts = _SLOT.split(rendered)
        self.names = self._parts[1::2]

    def fill(self, values: Mapping[str, Value]) -> Markup:
        """Put in the values, which are escaped already (Markup) or numbers; every slot needs one."""
        try:
            return self.fill_in_order([values[name] for name in self.names])
        except KeyError as missing:
            raise SkeletonError(f"No value for the slot {missing}.") from None

    def fill_in_order(self, values: Sequence[Value]) -> Markup:
        """Put in the values in the order of the slots, which is faster where there are hundreds."""
        if len(values) != len(self.names):
            raise SkeletonError(f"{len(self.names)} slots need as many values, not {len(values)}.")
        page = self._parts.copy()
        page[1::2] = [value if isinstance(value, str) else str(value) for value in values]
        return Markup("".join(page))  # noqa: S704 - the parts come from Jinja and the values are escaped
