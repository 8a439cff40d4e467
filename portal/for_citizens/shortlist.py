"""A person's own shortlist, kept in one cookie that only an explicit press of a button sets."""

from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from portal.access import is_local_address, public
from portal.for_citizens.chosen import choose
from portal.for_citizens.compare import LIMIT as COMPARE_LIMIT
from portal.for_citizens.presenting import present
from portal.locale import current_language
from portal.locale import gettext as _
from portal.state import catalogue
from providers.organisations.rules import is_slug

pages = Blueprint("shortlist", __name__)

COOKIE = "shortlist"
LIMIT = 20
KEPT_SECONDS = 90 * 24 * 60 * 60
BETWEEN = "."


@pages.get("/shortlist")
@public
def shortlist() -> str:
    """Show my own shortlist, or one that somebody shared as an address."""
    own = "l" not in request.args
    slugs = _own() if own else request.args.getlist("l")[:LIMIT]
    held = catalogue()
    chosen = choose(held, slugs)
    shown = [listing.slug for listing in chosen.listings]
    return render_template(
        "shortlist.html",
        title=_("Din liste") if own else _("En delt liste"),
        listings=tuple(
            present(listing, current_language(), held.day, held.results) for listing in chosen.listings
        ),
        gone=chosen.gone,
        own=own,
        full=own and len(slugs) >= LIMIT,
        limit=LIMIT,
        share_url=_address("shortlist.shortlist", shown) if shown else "",
        compare_url=_address("compare.compare", shown[:COMPARE_LIMIT]) if len(shown) > 1 else "",
    )


@pages.post("/shortlist/add")
@public
def add() -> ResponseReturnValue:
    """Save listings on my shortlist; the oldest make room when it is full."""
    new = [slug for slug in request.form.getlist("slug")[:LIMIT] if slug in catalogue().by_slug]
    return _keep([slug for slug in _own() if slug not in new] + new)


@pages.post("/shortlist/remove")
@public
def remove() -> ResponseReturnValue:
    """Take a listing off my shortlist."""
    unwanted = set(request.form.getlist("slug"))
    return _keep([slug for slug in _own() if slug not in unwanted])


@pages.post("/shortlist/clear")
@public
def clear() -> ResponseReturnValue:
    """Forget my shortlist and the cookie it was kept in."""
    response = redirect(_back(), 303)
    response.delete_cookie(COOKIE, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


def _own() -> list[str]:
    slugs = request.cookies.get(COOKIE, "").split(BETWEEN)
    return [slug for slug in dict.fromkeys(slugs) if is_slug(slug)][-LIMIT:]


def _keep(slugs: list[str]) -> AnyResponse:
    kept = slugs[-LIMIT:]
    response: AnyResponse = redirect(_back(), 303)
    if request.headers.get("Accept") == "application/json":
        response = Response(status=204)
    response.set_cookie(
        COOKIE,
        BETWEEN.join(kept),
        max_age=KEPT_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    response.headers["Shortlist-Count"] = str(len(kept))
    if len(kept) == LIMIT:
        response.headers["Shortlist-Full"] = "1"
    if len(slugs) > LIMIT:
        response.headers["Shortlist-Dropped"] = str(len(slugs) - LIMIT)
    return response


def _back() -> str:
    target = request.form.get("next", "")
    return target if is_local_address(target) else url_for("shortlist.shortlist")


def _address(endpoint: str, slugs: list[str]) -> str:
    return f"{url_for(endpoint)}?{urlencode([('l', slug) for slug in slugs])}"
