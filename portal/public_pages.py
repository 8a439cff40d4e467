"""Answer public pages: one small database query, and an ETag by what the page depends on."""

import gzip
import hashlib
from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, ParamSpec

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import Headers

from portal.access import public
from portal.kept_pages import ENDPOINT, STAMP, stamp
from portal.state import catalogue, portal

# A third of the time of the usual level for pages a tenth larger.
GZIP_LEVEL = 1
P = ParamSpec("P")


class WholeResponse(Response):
    """An answer whose headers are complete, so that they go out as they are."""

    def get_wsgi_headers(self, environ: dict[str, Any]) -> Headers:
        """Give the headers; the framework would copy them and look for what can be missing in others."""
        return self.headers


def public_page(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Declare a view open to everybody and equal for everybody, so that it may be cached.

    The page is a function of its stamp and its address. The ETag is a hash of these, so a page is known to be
    unchanged before it is made. A stale catalogue is answered but never kept.
    """

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        made_from = stamp(portal(), catalogue(), words="q" in request.args)
        if made_from is None:
            return make_response(view(*args, **kwargs))
        environ = request.environ
        etag = _etag(made_from, environ)
        if "HTTP_IF_NONE_MATCH" in environ and request.if_none_match.contains_weak(etag):
            return Response(status=304, headers=_validators(etag))
        made = view(*args, **kwargs)
        if not isinstance(made, str | bytes):
            return made
        environ[STAMP], environ[ENDPOINT] = made_from, request.endpoint
        return _response(made, etag, environ.get("HTTP_ACCEPT_ENCODING", ""))

    return public(answer)


def _etag(made_from: Hashable, environ: dict[str, Any]) -> str:
    """Hash what the page depends on; the address with its language is part of it."""
    address = f"{environ['SCRIPT_NAME']} {environ['PATH_INFO']} {environ['QUERY_STRING']}"
    digest = _hash_of(made_from).copy()
    digest.update(address.encode("latin-1"))  # which is how a WSGI server hands over the bytes it got
    return digest.hexdigest()


@lru_cache(maxsize=64)
def _hash_of(made_from: Hashable) -> "hashlib.blake2b":
    return hashlib.blake2b(repr(made_from).encode(), digest_size=12)


def _response(page: str | bytes, etag: str, accepted: str) -> Response:
    body = page.encode() if isinstance(page, str) else page
    headers = [("Content-Type", "text/html; charset=utf-8"), *_validators(etag)]
    if _takes_gzip(accepted):
        body = gzip.compress(body, GZIP_LEVEL, mtime=0)
        headers.append(("Content-Encoding", "gzip"))
    headers.append(("Content-Length", str(len(body))))
    return WholeResponse([body], headers=headers)


def _takes_gzip(accepted: str) -> bool:
    """Say whether the reader unpacks gzip; only a list with refusals in it (q=0) needs a closer look."""
    if "q=0" in accepted:
        return request.accept_encodings.quality("gzip") > 0
    return "gzip" in accepted


def _validators(etag: str) -> list[tuple[str, str]]:
    """Let browsers and proxies keep the page, but ask each time whether it still holds."""
    return [("Cache-Control", "public, no-cache"), ("Vary", "Accept-Encoding"), ("ETag", f'W/"{etag}"')]
