"""Who may reach a view: declared once per view, and closed to everybody where nothing is declared."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
View = TypeVar("View", bound=Callable[..., object])
SAME_SITE = frozenset({"same-origin", "none"})


def public(view: View) -> View:
    """Declare a view open to everybody."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def access_of(view: Callable[..., object] | None) -> str | None:
    """Tell what access a view declares, if any."""
    return getattr(view, "access", None)


def init_access(app: Flask) -> None:
    """Guard every request."""
    app.before_request(_refuse_undeclared_view)
    app.before_request(_refuse_foreign_site)


def is_local_address(target: str) -> bool:
    """Say whether an address stays on this site: one leading slash, no host, no control characters."""
    if not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return False
    return target.isprintable() and not urlsplit(target).netloc


def _refuse_undeclared_view() -> None:
    if request.endpoint is None:
        return
    if access_of(current_app.view_functions.get(request.endpoint)) is None:
        abort(403)


def _refuse_foreign_site() -> None:
    """Refuse a change that another site started; browsers say so in Sec-Fetch-Site or Origin."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in SAME_SITE:
            abort(403)
    elif request.headers.get("Origin") != request.host_url.rstrip("/"):
        abort(403)
