"""Who may reach a view: declared once per view, and closed to everybody where nothing is declared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, unquote, urlsplit

from flask import Flask, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError, generate_csrf, validate_csrf
from werkzeug.exceptions import HTTPException
from wtforms import ValidationError

from portal.locale import LANGUAGES, NATIONAL_LANGUAGE, current_language
from portal.locale import gettext as _
from portal.sessions import SignedIn
from portal.state import portal
from providers.organisations.models import MemberRole
from providers.people.models import STAFF_KINDS, AuthorityRole, UserKind

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SAME_SITE = frozenset({"same-origin", "none"})
# The argument of an address that names the organisation somebody acts for.
ORGANISATION = "organisation"

View = TypeVar("View", bound=Callable[..., object])


class SignInClosed(Exception):
    """Nobody can sign in: the installation lacks the secret or the address that it takes."""


class ForeignSite(Exception):
    """Another site has started a change, or the browser does not say which site did."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may reach a view: `allows` is asked about those who have signed in; None needs no sign-in."""

    name: str
    allows: Callable[[SignedIn], bool] | None = None
    of_member: bool = False
    personal: bool = True


def _of_kind(*kinds: UserKind) -> Callable[[SignedIn], bool]:
    return lambda person: person.kind in kinds


def _in_role(*roles: AuthorityRole) -> Callable[[SignedIn], bool]:
    return lambda person: person.authority_role in roles


def _organisation() -> str:
    """Name the organisation in the address."""
    return str((request.view_args or {})[ORGANISATION])


def _owns(person: SignedIn) -> bool:
    held = person.membership_in(_organisation())
    return held is not None and held.role is MemberRole.OWNER


PUBLIC = Access("public", personal=False)
ANYBODY = Access("anybody")
SIGNED_IN = Access("signed_in", _of_kind(*UserKind))
CITIZEN = Access("citizen", _of_kind(UserKind.CITIZEN))
STAFF = Access("staff", _of_kind(*STAFF_KINDS))
PROVIDER = Access("provider", _of_kind(UserKind.PROVIDER))
MEMBER = Access("member", _of_kind(UserKind.PROVIDER), of_member=True)
OWNER = Access("owner", _owns, of_member=True)
MUNICIPALITY = Access("municipality", _of_kind(UserKind.MUNICIPALITY))
AUTHORITY = Access("authority", _in_role(*AuthorityRole))
CASEWORKER = Access("caseworker", _in_role(AuthorityRole.CASEWORKER, AuthorityRole.LEAD))
LEAD = Access("lead", _in_role(AuthorityRole.LEAD))
AUDIT_READER = Access("audit_reader", _in_role(AuthorityRole.LEAD, AuthorityRole.AUDITOR))
# The API's own guard reads the key (portal/api); a key is no cookie, so no other site can send it along.
API_KEY = Access("api_key", personal=False)


def public(view: View) -> View:
    """Declare a view open to everybody, without a session."""
    return _declare(view, PUBLIC)


def anybody(view: View) -> View:
    """Declare a view open to everybody that knows its visitor: signing in, mailed links."""
    return _declare(view, ANYBODY)


def signed_in(view: View) -> View:
    """Declare a view for whoever has signed in."""
    return _declare(view, SIGNED_IN)


def citizen(view: View) -> View:
    """Declare a view for citizens."""
    return _declare(view, CITIZEN)


def staff(view: View) -> View:
    """Declare a view for those who work: at a provider, a municipality or the authority."""
    return _declare(view, STAFF)


def provider(view: View) -> View:
    """Declare a view for the staff of providers, whichever they act for."""
    return _declare(view, PROVIDER)


def member(view: View) -> View:
    """Declare a view for owners and editors of the organisation in the address."""
    return _declare(view, MEMBER)


def owner(view: View) -> View:
    """Declare a view for owners of the organisation in the address."""
    return _declare(view, OWNER)


def municipality(view: View) -> View:
    """Declare a view for the caseworkers of a municipality."""
    return _declare(view, MUNICIPALITY)


def authority(view: View) -> View:
    """Declare a view for everybody in the approval authority, auditors too: reading only."""
    return _declare(view, AUTHORITY)


def caseworker(view: View) -> View:
    """Declare a view for caseworkers and leads of the approval authority."""
    return _declare(view, CASEWORKER)


def case_lead(view: View) -> View:
    """Declare a view for leads of the approval authority."""
    return _declare(view, LEAD)


def audit_reader(view: View) -> View:
    """Declare a view for leads and auditors."""
    return _declare(view, AUDIT_READER)


def api_key(view: View) -> View:
    """Declare a view for systems that carry an organisation's key."""
    return _declare(view, API_KEY)


def access_of(view: Callable[..., object] | None) -> Access | None:
    """Tell what access a view declares, if any."""
    return getattr(view, "access", None)


def init_access(app: Flask) -> None:
    """Guard every request."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a token lives as long as its session
    app.jinja_env.globals["csrf_token"] = generate_csrf
    app.before_request(_guard)


def is_local_address(target: str) -> bool:
    """Say whether an address stays on this site: one leading slash, no host, no control characters."""
    if not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return False
    return target.isprintable() and not urlsplit(target).netloc


def find_page(address: str) -> tuple[str, Mapping[str, Any]] | None:
    """Find the view that an address of ours opens, in whatever language, and what the address tells it."""
    root = request.script_root.removesuffix(f"/{current_language()}")
    path = urlsplit(address).path.removeprefix(root)
    for language in LANGUAGES.keys() - {NATIONAL_LANGUAGE}:
        if path.startswith(f"/{language}/"):
            path = path.removeprefix(f"/{language}")
    try:
        endpoint, told = current_app.url_map.bind(request.host).match(unquote(path), method="GET")
    except HTTPException:
        return None
    return endpoint, told


def may_open(person: SignedIn, address: str) -> bool:
    """Say whether somebody's rights let them open an address of ours, as far as the address can tell."""
    found = find_page(address)
    access = access_of(current_app.view_functions[found[0]]) if found else None
    if found is None or access is None:
        return False
    if access.of_member:
        return person.membership_in(str(found[1][ORGANISATION])) is not None
    return access.allows is None or access.allows(person)


def the_person() -> SignedIn:
    """Give whoever is signed in; only for views that nobody else reaches."""
    person: SignedIn = current_user._get_current_object()  # noqa: SLF001 - a proxy's own way to its object
    return person


def _declare(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def _refuse_foreign_site() -> None:
    """Refuse a change that another site started; browsers say so in Sec-Fetch-Site or Origin."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in SAME_SITE:
            raise ForeignSite
    elif request.headers.get("Origin") != request.host_url.rstrip("/"):
        raise ForeignSite


def _guard() -> ResponseReturnValue | None:
    """Let a request through to its view, or not: the one place where rights are asked about."""
    asked = request._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - once, not each time
    changes = asked.method not in SAFE_METHODS
    if asked.endpoint is None:  # no view, so nothing can change: 404, or 405 with the methods there are
        return None
    if changes:
        _refuse_foreign_site()
    access = access_of(current_app.view_functions.get(asked.endpoint))
    if access is None:
        abort(403)
    if not access.personal:
        return None
    if not portal().settings.sign_in_is_open:
        raise SignInClosed
    if access.allows is not None:
        if not current_user.is_authenticated:
            return redirect(_sign_in_address(), 303)
        _refuse_without_right(access)
    if changes:
        _require_token()
    return None


def _require_token() -> None:
    """Refuse a form without the token of this session."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError as error:
        raise CSRFError(str(error)) from None


def _refuse_without_right(access: Access) -> None:
    """Answer 403 to the wrong role, and 404 about an organisation that is somebody else's."""
    person = the_person()
    if access.of_member and person.kind is UserKind.PROVIDER and not person.membership_in(_organisation()):
        abort(404)
    if access.allows is None or not access.allows(person):
        abort(403)


def _sign_in_address() -> str:
    """Lead to the sign-in page, and from there back to where somebody wanted to go."""
    here = url_for("sign_in.sign_in")
    if request.method in SAFE_METHODS:
        wanted = request.script_root + request.full_path.rstrip("?")
    else:
        flash(_("Du var logget ud, da du trykkede. Derfor er intet gemt."), "warning")
        wanted = _page_of_the_form()
    return f"{here}?next={quote(wanted, safe='/')}" if wanted else here


def _page_of_the_form() -> str:
    """Give the page from which a form was sent; nothing when it isn't ours or can't be opened again."""
    host, referrer = request.host_url.rstrip("/"), request.referrer or ""
    address = referrer.removeprefix(host)
    is_ours = address != referrer and is_local_address(address)
    return address if is_ours and find_page(address) is not None else ""
