"""The invented people of a demonstration, as whom anybody may sign in; there are none on a real portal."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import anybody, is_local_address
from portal.accounts import people
from portal.accounts.way_back import way_back
from portal.locale import current_language
from portal.locale import gettext as _
from portal.state import portal
from providers.audit.models import OPERATOR
from providers.clock import danish_day
from providers.organisations.members import memberships_of
from providers.organisations.models import MemberRole
from providers.people.commands import create_citizen
from providers.people.models import AuthorityRole, SignInMethod, User, UserKind
from providers.reference.queries import municipality_names

pages = Blueprint("demonstration_people", __name__)
# So many citizens can always be tried: in place of each who has erased themselves, a new one is made.
CITIZENS = 2
NEW_CITIZEN = "new"


@dataclass(frozen=True, slots=True)
class Offered:
    """Somebody as whom a visitor can sign in; `key` is their number, or says that they are to be made."""

    key: str
    name: str
    task: str


def offered() -> tuple[Offered, ...]:
    """List the invented people; none unless this is a demonstration."""
    if not portal().settings.demonstration:
        return ()
    with portal().database.reading() as session:
        found = _invented(session)
        people_there = tuple(
            Offered(str(user.id), user.name or _borger(user.id), _task(session, user)) for user in found
        )
    if not _lacks_citizen(found):
        return people_there
    return (Offered(NEW_CITIZEN, _("Ny borger"), _("begynder forfra og har ikke valgt noget")), *people_there)


@pages.post("/sign-in/demonstration")
@anybody
def sign_in() -> ResponseReturnValue:
    """Sign in as an invented person, without any proof."""
    if not portal().settings.demonstration:
        abort(404)
    with portal().database.transaction() as session:
        chosen = _chosen(session, request.form.get("user", ""))
        if chosen is None:
            abort(404)
        people.sign_in(session, chosen, SignInMethod.DEMONSTRATION, portal().now())
    target = request.form.get("next", "")
    return redirect(way_back(target if is_local_address(target) else ""), 303)


def _invented(session: Session) -> Sequence[User]:
    wanted = select(User).where(User.simulated, User.disabled_at.is_(None))
    return session.scalars(wanted.order_by(User.id)).all()


def _chosen(session: Session, key: str) -> User | None:
    """Find the invented person whom a visitor has chosen, or make the citizen who is lacking."""
    found = _invented(session)
    if key == NEW_CITIZEN and _lacks_citizen(found):
        return create_citizen(
            session, language=current_language(), simulated=True, by=OPERATOR, at=portal().now()
        )
    return next((user for user in found if str(user.id) == key), None)


def _lacks_citizen(found: Sequence[User]) -> bool:
    """Say whether a citizen of the demonstration has erased themselves."""
    return bool(found) and sum(user.kind == UserKind.CITIZEN for user in found) < CITIZENS


def _borger(number: int) -> str:
    return _("Borger %(number)s", number=number)


def _task(session: Session, user: User) -> str:
    """Say what somebody is in the demonstration, so that a visitor knows whom to choose."""
    if user.kind == UserKind.CITIZEN:
        return _("søger hjælp til at komme i job")
    if user.kind == UserKind.MUNICIPALITY:
        names = municipality_names(danish_day(portal().now()))
        return _("sagsbehandler i %(name)s Kommune", name=names.get(user.municipality_code or "", ""))
    if user.kind == UserKind.AUTHORITY:
        return {
            AuthorityRole.CASEWORKER: _("sagsbehandler i myndigheden"),
            AuthorityRole.LEAD: _("leder i myndigheden"),
            AuthorityRole.AUDITOR: _("revisor i myndigheden: ser alt, ændrer intet"),
        }[AuthorityRole(user.authority_role or "")]
    held = [
        _("ejer hos %(name)s", name=organisation.name)
        if membership.role == MemberRole.OWNER
        else _("redaktør hos %(name)s", name=organisation.name)
        for membership, organisation in memberships_of(session, user.id)
    ]
    return ", ".join(held) or _("medarbejder uden aktør")
