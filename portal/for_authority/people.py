"""Who works in the authority and in the municipalities, and who acts for organisations; never a citizen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access import authority, the_person
from portal.accounts.paging import ON_A_PAGE, page_of
from portal.for_authority import labels
from portal.for_authority.audit_events import EventView, told
from portal.for_authority.changes import Offer, offers_for
from portal.labels import day_of, member_role_label
from portal.locale import gettext as _
from portal.state import portal
from providers.audit.queries import events_about
from providers.organisations.members import memberships_of
from providers.organisations.queries import memberships_ever, names_of_organisations
from providers.people.models import STAFF_KINDS, AuthorityRole, UserKind
from providers.people.queries import UserNotFound, live_sessions
from providers.people.staff import (
    StaffMember,
    StaffState,
    Wanted,
    count_staff,
    get_staff,
    invitations_of,
    staff,
)

pages = Blueprint("people", __name__)
LONGEST_WORDS = 100
MOST_EVENTS = 50

Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody in the list, ready to print."""

    number: int
    name: str
    email: str
    kind: str
    role: str
    place: str
    state: str
    signed_in: str
    second_factor: str


@pages.get("/authority/people")
@authority
def people() -> str:
    """List those who can sign in, but no citizens."""
    wanted = Wanted(kind=_kind(request.args.get("kind")), state=_code(StaffState, request.args.get("state")))
    return _listed(wanted)


@pages.get("/authority/people/search")
@authority
def search_again() -> ResponseReturnValue:
    """Lead whoever comes back to a search to the list: an address never holds a name."""
    return redirect(url_for("people.people"), 303)


@pages.post("/authority/people/search")
@authority
def search() -> str:
    """List those whose name or address holds some words; sent as a form, so that no address holds them."""
    words = request.form.get("words", "")
    words = "".join(sign for sign in words if sign.isprintable())[:LONGEST_WORDS]
    return _listed(Wanted(words=words.strip(), kind=_kind(request.form.get("kind"))))


@pages.get("/authority/people/<int(max=2147483647):user_id>")
@authority
def person(user_id: int) -> str:
    """Show who somebody is, what they may do, and how they came to it."""
    at = portal().now()
    with portal().database.reading() as session:
        try:
            member = get_staff(session, user_id, at)
        except UserNotFound:
            abort(404)
        memberships = memberships_of(session, user_id)
        sessions = len(live_sessions(session, user_id, at))
        history = _history(session, user_id)
    reader = the_person()
    is_lead = reader.authority_role is AuthorityRole.LEAD
    offers: list[Offer] = offers_for(member, sessions) if is_lead and reader.id != user_id else []
    return render_template(
        "authority/person.html",
        title=member.user.name,
        line=_line(member, [], at),
        made_on=day_of(member.user.created_at),
        memberships=[
            (organisation.name, member_role_label(membership.role), day_of(membership.begun_at))
            for membership, organisation in memberships
        ],
        has_answered=member.has_way_in,
        is_closed=member.state is StaffState.DISABLED,
        sessions=sessions,
        history=history,
        offers=offers,
        is_oneself=is_lead and reader.id == user_id,
        may_read_trail=reader.authority_role in (AuthorityRole.LEAD, AuthorityRole.AUDITOR),
    )


def _listed(wanted: Wanted) -> str:
    at = portal().now()
    with portal().database.reading() as session:
        count = count_staff(session, wanted, at)
        page = page_of(count)
        found = staff(session, wanted, at, limit=ON_A_PAGE, offset=page.offset)
        organisations = names_of_organisations(session, [member.user.id for member in found])
    return render_template(
        "authority/people.html",
        title=_("Personer og rettigheder"),
        wanted=wanted,
        kinds=labels.kind_choices(),
        states=labels.state_choices(),
        count=count,
        page=page,
        lines=[_line(member, organisations.get(member.user.id, []), at) for member in found],
        is_lead=the_person().authority_role is AuthorityRole.LEAD,
    )


def _line(member: StaffMember, organisations: list[str], at: datetime) -> Line:
    user = member.user
    seen = member.last_signed_in_at
    return Line(
        number=user.id,
        name=user.name or "",
        email=user.email or "",
        kind=labels.kind_label(user.kind),
        role=labels.role_label(user.authority_role) if user.authority_role else "",
        place=labels.place_of(user, organisations, at),
        state=labels.state_line(member),
        signed_in=day_of(seen) if seen else _("Ikke endnu"),
        second_factor=labels.second_factor_label(member),
    )


def _history(session: Session, user_id: int) -> list[EventView]:
    """Tell what happened to somebody's rights: to their ways in, their invitations and their memberships."""
    about = {
        **{of_user: [user_id] for of_user in ("user", "password", "second_factor", "recovery_codes")},
        "link": invitations_of(session, user_id),
        "membership": memberships_ever(session, user_id),
    }
    return told(session, events_about(session, about, limit=MOST_EVENTS))


def _kind(text: str | None) -> UserKind | None:
    """Read where somebody works; citizens are no kind of staff."""
    kind = _code(UserKind, text)
    return kind if kind in STAFF_KINDS else None


def _code(codes: type[Code], text: str | None) -> Code | None:
    """Read a code from a form or an address; what is none does not narrow."""
    return next((code for code in codes if code == text), None)
