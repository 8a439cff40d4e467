"""The headers that every response carries, errors and static files too."""

from wsgiref.headers import Headers

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


def init_headers(app: Flask) -> None:
    """Add the headers to every response; what no view has said may be stored, may not."""
    app.after_request(_add_headers)


def add_static_headers(headers: Headers, _path: str, _url: str) -> None:
    """Add the headers to a static file; the signature is WhiteNoise's."""
    for name, value in SECURITY_HEADERS.items():
        headers[name] = value


def _add_headers(response: Response) -> Response:
    response.headers.extend(SECURITY_HEADERS)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
