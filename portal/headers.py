"""The headers that every response carries, errors, static files and kept pages too."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class SecurityHeaders:
    """Add the headers to whatever answer the application gives."""

    def __init__(self, wsgi_app: Wsgi) -> None:
        """Wrap the application."""
        self._wsgi_app = wsgi_app
        self._headers = list(SECURITY_HEADERS.items())

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer with the headers added; what a view has set itself stays."""

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            own = {name for name, _value in headers}
            more = [header for header in self._headers if header[0] not in own]
            return start_response(status, headers + more, *error)

        return self._wsgi_app(environ, start)


def init_headers(app: Flask) -> None:
    """Put the headers around the application; what no view has said may be stored, may not."""
    app.wsgi_app = SecurityHeaders(app.wsgi_app)  # type: ignore[method-assign]
    app.after_request(_store_nothing_unasked)


def _store_nothing_unasked(response: Response) -> Response:
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
