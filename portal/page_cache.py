"""Keep whole public pages as the bytes that go out, up to a size; the one unused for longest goes first."""

from collections import OrderedDict
from threading import Lock


class PageCache:
    """A bounded store of page bytes by key, shared by the threads of one process."""

    def __init__(self, limit: int) -> None:
        """Hold at most `limit` bytes; 0 keeps nothing."""
        self.limit = limit
        self.size = 0
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def find(self, key: str) -> bytes | None:
        """Give a kept page and mark it as used."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: str, page: bytes) -> None:
        """Keep a page; let go of those that were not used for longest when there is no room."""
        if len(page) > self.limit:
            return
        with self._lock:
            self.size += len(page) - len(self._pages.pop(key, b""))
            self._pages[key] = page
            while self.size > self.limit:
                _, oldest = self._pages.popitem(last=False)
                self.size -= len(oldest)
