"""Render the parts of a page that never change once, and put in what does change as bytes.

A hot page is mostly the same for everybody: frame, form, names of all choices, cards. It is rendered by Jinja
with slots in the places that vary; each request then only fills the slots, and nothing is encoded twice.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import NewType

from markupsafe import Markup, escape

# Escaped and encoded: what may go out as it is.
Html = NewType("Html", bytes)
NOTHING = Html(b"")

# Control characters that no page contains: HTML forbids them, and Jinja leaves them as they are.
_OPEN, _NUMBER, _CLOSE = "\x02", "\x04", "\x03"
_SLOT = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_INDENTATION = re.compile(r"\n\s+")


class SkeletonError(Exception):
    """A slot of the page was not filled, or the page does not have as many as there are values."""


def html(text: str) -> Html:
    """Escape a text, unless it is markup, and encode it."""
    return Html(escape(text).encode())


def joined(parts: Sequence[Html]) -> Html:
    """Put parts behind each other."""
    return Html(b"".join(parts))


def slot(name: str) -> Markup:
    """Give the mark that a template prints where a text will stand."""
    return Markup(f"{_OPEN}{name}{_CLOSE}")  # noqa: S704 - the name is ours


def number_slot(name: str) -> Markup:
    """Give the mark that a template prints where a whole number will stand."""
    return Markup(f"{_OPEN}{name}{_NUMBER}{_CLOSE}")  # noqa: S704 - the name is ours


class Skeleton:
    """A rendered page, or a part of one, with slots; the indentation of its template is left out."""

    def __init__(self, rendered: str) -> None:
        """Cut the page at its slots and keep it as a format, which Python fills fastest."""
        parts = _SLOT.split(_INDENTATION.sub("\n", rendered.strip()))
        marks = parts[1::2]
        self.names = [mark.removesuffix(_NUMBER) for mark in marks]
        self._pick = itemgetter(*self.names) if len(self.names) > 1 else None
        fields = ["%d" if mark.endswith(_NUMBER) else "%b" for mark in marks]
        texts = [text.replace("%", "%%") for text in parts[0::2]]
        self._format = "".join(
            text + field for text, field in zip(texts, [*fields, ""], strict=True)
        ).encode()

    def _picked(self, values: Mapping[str, Html | int]) -> tuple[Html | int, ...]:
        if self._pick is None:
            return tuple(values[name] for name in self.names)
        picked: tuple[Html | int, ...] = self._pick(values)
        return picked

    def fill(self, values: Mapping[str, Html | int]) -> Html:
        """Put in the values by the names of their slots; every slot needs one."""
        try:
            return Html(self._format % self._picked(values))
        except KeyError as missing:
            raise SkeletonError(f"No value for the slot {missing}.") from None
        except TypeError as error:
            raise SkeletonError(f"A slot does not take its value: {error}.") from None

    def filler(self, names: Sequence[str]) -> Callable[[Sequence[Html | int]], Html]:
        """Give what fills the slots with values in the order of these names: fastest where there are many."""
        place_of = {name: place for place, name in enumerate(names)}
        if not place_of.keys() >= set(self.names):
            raise SkeletonError(f"No value for the slots {set(self.names) - place_of.keys()}.")
        pick = itemgetter(*[place_of[name] for name in self.names])

        def fill(values: Sequence[Html | int]) -> Html:
            if len(values) != len(names):
                raise SkeletonError(f"{len(names)} names do not take {len(values)} values.")
            try:
                return Html(self._format % pick(values))
            except TypeError as error:
                raise SkeletonError(f"A slot does not take its value: {error}.") from None

        return fill
