"""Answer a public page that is already there before the web framework starts, which would cost the most."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from matching.catalogue import Catalogue, CatalogueUnavailable
from portal.index_repair import index_generation
from portal.locale import ENVIRON_KEY
from portal.logs import Clock, log_request
from portal.page_cache import KeptPage
from portal.state import CATALOGUE, Portal

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
# A view that makes a public page leaves its stamp and its name here.
STAMP, ENDPOINT = "portal.stamp", "portal.endpoint"
# These describe a body, which an answer of "not modified" does not have.
OF_THE_BODY = frozenset({"content-type", "content-length", "content-encoding"})


def stamp(state: Portal, held: Catalogue, *, words: bool) -> Hashable | None:
    """Give what a public page depends on besides its address; None while the catalogue may be out of date.

    That is the catalogue's revision and Danish day, and for a page with words the state of the text index.
    """
    if held.stale:
        return None
    return (state.pages_version, held.revision, held.day, index_generation(state) if words else 0)


class KeptPages:
    """Keep pages that views declare public, and give them out as long as their stamp holds."""

    def __init__(self, wsgi_app: Wsgi, state: Portal) -> None:
        """Wrap the application."""
        self._wsgi_app = wsgi_app
        self._state = state

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a kept page, or let it be made and keep it."""
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        if environ["REQUEST_METHOD"] != "GET" or "q=0" in accepted:
            return self._wsgi_app(environ, start_response)
        query = environ.get("QUERY_STRING", "")
        key = (environ.get("SCRIPT_NAME"), environ.get("PATH_INFO"), query, "gzip" in accepted)
        page = self._state.pages.find(key)
        if page is not None:
            clock = Clock()
            if page.stamp == self._stamp(environ, query):
                return _answered(page, environ, start_response, clock)
        return self._made(key, environ, start_response)

    def _stamp(self, environ: dict[str, Any], query: str) -> Hashable | None:
        try:
            held = self._state.holder.current(self._state.now())
        except CatalogueUnavailable:
            return None
        environ[CATALOGUE] = held
        return stamp(self._state, held, words="q=" in query)

    def _made(
        self, key: Hashable, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def note(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            started.append((status, headers))
            return start_response(status, headers, *error)

        answer = self._wsgi_app(environ, note)
        if environ.get(STAMP) is None or not started or started[-1][0] != "200 OK":
            return answer
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        headers = tuple(started[-1][1])
        etag = next(value for name, value in headers if name == "ETag")
        self._state.pages.keep(key, KeptPage(environ[STAMP], environ[ENDPOINT], etag, headers, body))
        return [body]


def _answered(
    page: KeptPage, environ: dict[str, Any], start_response: Callable[..., Any], clock: Clock
) -> Iterable[bytes]:
    language = environ[ENVIRON_KEY]
    if page.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        headers = [entry for entry in page.headers if entry[0].lower() not in OF_THE_BODY]
        start_response("304 NOT MODIFIED", headers)
        log_request("GET", page.endpoint, language, 304, clock)
        return []
    start_response("200 OK", list(page.headers))
    log_request("GET", page.endpoint, language, 200, clock)
    return [page.body]
