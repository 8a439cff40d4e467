"""Answer public pages: one small database query, an ETag by what the page depends on, and a page cache."""

import gzip
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

from portal.access import public
from portal.index_repair import index_generation
from portal.locale import current_language
from portal.state import catalogue, portal

# A third of the time of the usual level for pages a tenth larger.
GZIP_LEVEL = 1
P = ParamSpec("P")


def public_page(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Declare a view open to everybody and equal for everybody, so that it may be cached.

    The page is a function of the catalogue's revision, the Danish day, the text index's generation, the
    language and the address. The ETag is a hash of these, so a page is known to be unchanged before it is
    made.
    A stale catalogue is answered but never kept.
    """

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if catalogue().stale:
            return make_response(view(*args, **kwargs))
        key = _key()
        etag = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
        if request.if_none_match.contains_weak(etag):
            return _with_validators(Response(status=304), etag)
        zipped = _takes_gzip(request.headers.get("Accept-Encoding", ""))
        kept = f"{zipped} {key}"
        page = portal().pages.find(kept)
        if page is None:
            made = view(*args, **kwargs)
            if not isinstance(made, str):
                return made
            page = gzip.compress(made.encode(), GZIP_LEVEL, mtime=0) if zipped else made.encode()
            portal().pages.keep(kept, page)
        response = Response(page, mimetype="text/html")
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
        return _with_validators(response, etag)

    return public(answer)


def _takes_gzip(accepted: str) -> bool:
    """Say whether the reader unpacks gzip; only a list with refusals in it (q=0) needs a closer look."""
    if ";q=0" in accepted.replace(" ", ""):
        return request.accept_encodings.quality("gzip") > 0
    return "gzip" in accepted


def _key() -> str:
    state, held = portal(), catalogue()
    asked = sorted(request.args.items(multi=True))
    generation = index_generation(state) if request.args.get("q") else 0
    return repr(
        (state.pages_version, held.revision, held.day, generation, current_language(), request.path, asked)
    )


def _with_validators(response: Response, etag: str) -> Response:
    """Let browsers and proxies keep the page, but ask each time whether it still holds."""
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    response.set_etag(etag, weak=True)
    return response
