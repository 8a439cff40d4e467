"""Keep whole public pages as they go out, up to a size; the one unused for longest goes first."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

# What a page takes beside its body: headers, key and the objects around them.
OVERHEAD = 2_000


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it goes out; it holds as long as what it was made from has the same stamp."""

    stamp: Hashable
    endpoint: str
    etag: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def size(self) -> int:
        """Count the bytes that the page takes."""
        return len(self.body) + OVERHEAD


class PageCache:
    """A bounded store of pages by key, shared by the threads of one process."""

    def __init__(self, limit: int) -> None:
        """Hold at most `limit` bytes; 0 keeps nothing."""
        self.limit = limit
        self.size = 0
        self._pages: OrderedDict[Hashable, KeptPage] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable) -> KeptPage | None:
        """Give a kept page and mark it as used."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, page: KeptPage) -> None:
        """Keep a page; let go of those that were not used for longest when there is no room."""
        if page.size > self.limit:
            return
        with self._lock:
            replaced = self._pages.pop(key, None)
            self.size += page.size - (replaced.size if replaced else 0)
            self._pages[key] = page
            while self.size > self.limit:
                _, oldest = self._pages.popitem(last=False)
                self.size -= oldest.size
