"""Read those who work, and never a citizen: how each stands, and when they were last here."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, exists, func, or_, select
from sqlalchemy.orm import Session

from providers.alphabet import numbers_by_name
from providers.people.models import (
    STAFF_KINDS,
    Identity,
    LinkPurpose,
    LoginSession,
    OneTimeLink,
    Password,
    SecondFactor,
    User,
    UserKind,
)
from providers.people.queries import UserNotFound

# A right that nobody has used for a quarter of a year is worth asking about.
DORMANT_AFTER = timedelta(days=90)


class StaffState(StrEnum):
    """Say how somebody stands: who can sign in, who has been asked to, and who no longer may."""

    ACTIVE = "active"
    DORMANT = "dormant"
    INVITED = "invited"
    EXPIRED = "expired"
    NOT_INVITED = "not_invited"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works, with what is known of how they sign in; `last_invitation` is 0 when never asked.

    `has_way_in` tells of whoever is shut out whether they had ever come in.
    """

    user: User
    state: StaffState
    last_signed_in_at: datetime | None
    invited_until: datetime | None
    last_invitation: int
    has_second_factor: bool
    has_broker: bool
    has_way_in: bool

    @property
    def stamp(self) -> str:
        """Tell whether anybody has changed or invited them since a page was made."""
        return f"{self.user.version}.{self.last_invitation}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to list; what is left out does not narrow."""

    words: str = ""
    kind: UserKind | None = None
    state: StaffState | None = None


EVERYBODY = Wanted()


def staff(
    session: Session, wanted: Wanted, at: datetime, *, limit: int, offset: int = 0
) -> list[StaffMember]:
    """List those who work, by name: databases have other alphabets, so the names are put in order here."""
    named = session.execute(select(User.id, User.name).where(*_conditions(wanted, at)))
    chosen = numbers_by_name((row.id, row.name) for row in named)[offset : offset + limit]
    found = staff_among(session, chosen, at)
    return [found[number] for number in chosen if number in found]


def count_staff(session: Session, wanted: Wanted, at: datetime) -> int:
    """Count whom `staff` would list without a limit."""
    return session.scalar(select(func.count(User.id)).where(*_conditions(wanted, at))) or 0


def count_by_state(session: Session, at: datetime) -> dict[StaffState, int]:
    """Count those who work by how they stand."""
    state = _state(at).label("state")
    standing = select(state).where(User.kind.in_(STAFF_KINDS)).subquery()
    counted = select(standing.c.state, func.count()).group_by(standing.c.state)
    found = {row[0]: row[1] for row in session.execute(counted)}
    return {each: found.get(each, 0) for each in StaffState}


def get_staff(session: Session, user_id: int, at: datetime) -> StaffMember:
    """Give somebody who works; raise UserNotFound for a citizen as for nobody."""
    row = session.execute(_members(at).where(User.id == user_id)).one_or_none()
    if row is None:
        raise UserNotFound(f"Nobody who works has the number {user_id}.")
    return _member(row)


def staff_among(session: Session, user_ids: Collection[int], at: datetime) -> dict[int, StaffMember]:
    """Give those who work among some users, by their numbers."""
    found = session.execute(_members(at).where(User.id.in_(user_ids)))
    return {row[0].id: _member(row) for row in found}


def names(session: Session, limit: int) -> Sequence[tuple[int, str]]:
    """List the numbers and names of those who work, by name."""
    wanted = select(User.id, User.name).where(User.kind.in_(STAFF_KINDS))
    found = {row.id: row.name or "" for row in session.execute(wanted)}
    return [(number, found[number]) for number in numbers_by_name(found.items())[:limit]]


def invitations_of(session: Session, user_id: int) -> Sequence[int]:
    """List the numbers of the invitations that somebody was sent, the first one first."""
    wanted = select(OneTimeLink.id).where(
        OneTimeLink.user_id == user_id, OneTimeLink.purpose == LinkPurpose.INVITATION
    )
    return session.scalars(wanted.order_by(OneTimeLink.id)).all()


_SIGNED_IN_AT = (
    select(func.max(LoginSession.begun_at)).where(LoginSession.user_id == User.id).scalar_subquery()
)
_INVITATIONS = (
    select(func.max(OneTimeLink.expires_at))
    .where(OneTimeLink.user_id == User.id, OneTimeLink.purpose == LinkPurpose.INVITATION)
    .correlate(User)
)
_INVITED_UNTIL = _INVITATIONS.where(
    OneTimeLink.used_at.is_(None), OneTimeLink.withdrawn_at.is_(None)
).scalar_subquery()
_LAST_INVITATION = _INVITATIONS.with_only_columns(
    func.coalesce(func.max(OneTimeLink.id), 0)
).scalar_subquery()
_HAS_SECOND_FACTOR = exists().where(SecondFactor.user_id == User.id, SecondFactor.confirmed_at.is_not(None))
_HAS_BROKER = exists().where(Identity.user_id == User.id)
# The invented people of a demonstration sign in by a button, and so need none of the other ways.
HAS_A_WAY_IN = or_(
    User.simulated,
    _HAS_BROKER,
    exists().where(Password.user_id == User.id),
    exists().where(LoginSession.user_id == User.id),
)


def _state(at: datetime) -> ColumnElement[str]:
    seen_at = func.coalesce(_SIGNED_IN_AT, User.created_at)
    return case(
        (User.disabled_at.is_not(None), StaffState.DISABLED),
        (HAS_A_WAY_IN & (seen_at < at - DORMANT_AFTER), StaffState.DORMANT),
        (HAS_A_WAY_IN, StaffState.ACTIVE),
        (at < _INVITED_UNTIL, StaffState.INVITED),
        (_INVITED_UNTIL.is_not(None), StaffState.EXPIRED),
        else_=StaffState.NOT_INVITED,
    )


def _members(at: datetime) -> Select[Any]:
    sign_in = (_SIGNED_IN_AT, _INVITED_UNTIL, _LAST_INVITATION, _HAS_SECOND_FACTOR, _HAS_BROKER, HAS_A_WAY_IN)
    return select(User, _state(at), *sign_in).where(User.kind.in_(STAFF_KINDS))


def _member(row: Row[Any]) -> StaffMember:
    user, state, *rest = tuple(row)
    return StaffMember(user, StaffState(state), *rest)


def _conditions(wanted: Wanted, at: datetime) -> Iterator[ColumnElement[bool]]:
    yield User.kind.in_(STAFF_KINDS)
    if wanted.kind is not None:
        yield User.kind == wanted.kind
    if wanted.state is not None:
        yield _state(at) == wanted.state
    for word in wanted.words.split():
        yield _holds(word)


def _holds(word: str) -> ColumnElement[bool]:
    """Look for a word in name and address; SQLite knows small letters from a to z only, so more are tried."""
    ways = {word, word.lower(), word.upper(), word.title()}
    return or_(
        *(
            column.icontains(way, autoescape=True)
            for way in sorted(ways)
            for column in (User.name, User.email)
        )
    )
