"""Keep what is made of one catalogue for as long as that catalogue is in use."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from flask import get_template_attribute, request

from matching.catalogue import Catalogue
from portal.locale import current_language
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


_MACROS: KeptPerCatalogue[Skeleton] = KeptPerCatalogue()


def kept_macro(held: Catalogue, file: str, macro: str) -> Skeleton:
    """Give a component's macro as a skeleton in the reader's language, with slots named as its arguments."""

    def make() -> Skeleton:
        called = get_template_attribute(file, macro)
        return Skeleton(called(**{name: slot(name) for name in called.arguments}))

    return _MACROS.get(held, (file, macro, current_language(), request.script_root), make)
