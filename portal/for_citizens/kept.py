"""Keep what is made of one catalogue for as long as that catalogue is in use."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from flask import get_template_attribute

from matching.catalogue import Catalogue
from portal.skeleton import Skeleton, slot

T = TypeVar("T")


class KeptPerCatalogue(Generic[T]):
    """A store that begins anew with each catalogue; two threads may make a thing twice, never wrong."""

    def __init__(self) -> None:
        """Begin with nothing kept."""
        self._kept: tuple[Catalogue | None, dict[Hashable, T]] = (None, {})

    def get(self, held: Catalogue, key: Hashable, make: Callable[[], T]) -> T:
        """Give what is kept under a key for this catalogue, made at its first use."""
        catalogue, kept = self._kept
        if catalogue is not held:
            kept = {}
            self._kept = (held, kept)
        found = kept.get(key)
        if found is None:
            found = kept[key] = make()
        return found


def macro_skeleton(file: str, macro: str) -> Skeleton:
    """Render a component's macro in the language of the request, with slots named as its arguments."""
    called = get_template_attribute(file, macro)
    return Skeleton(called(**{name: slot(name) for name in called.arguments}))
