"""Make users, change their rights, and let them go; each change stands in the audit trail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import Actor, ActorKind
from providers.people.models import AuthorityRole, Identity, SessionEnd, User, UserKind
from providers.people.queries import find_user_by_email
from providers.people.rules import LONGEST_NAME, is_email, state_of, tidy_email
from providers.people.sessions import end_all, hold_all
from providers.people.staff import HAS_A_WAY_IN


class UserNotPossible(Exception):
    """There can be no such user; `fact` is a code that names what is wrong."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"There can be no such user: {fact}.")
        self.fact = fact


class ChangeNotAllowed(Exception):
    """A user's rights can't be changed like this; `fact` is a code that says why."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"The change is not allowed: {fact}.")
        self.fact = fact


def tidy_name_and_email(name: str, email: str) -> tuple[str, str]:
    """Give a name and an address the way they are kept; raise UserNotPossible for what can be neither."""
    name, email = " ".join(name.split()), tidy_email(email)
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise UserNotPossible("name_missing_or_too_long")
    if not is_email(email):
        raise UserNotPossible("not_an_email")
    return name, email


def create_citizen(session: Session, *, language: str, simulated: bool, by: Actor, at: datetime) -> User:
    """Make a user for a citizen, of whom nothing is known but that they are one."""
    return _create(
        session, User(kind=UserKind.CITIZEN, language=language, simulated=simulated, created_at=at), by, at
    )


def create_staff(  # noqa: PLR0913 - a member of staff is no less than these facts, and each is named
    session: Session,
    kind: UserKind,
    *,
    name: str,
    email: str,
    language: str,
    by: Actor,
    at: datetime,
    authority_role: AuthorityRole | None = None,
    municipality_code: str | None = None,
    simulated: bool = False,
) -> User:
    """Make a user for somebody who works; raise UserNotPossible for an address that is wrong or taken."""
    name, email = tidy_name_and_email(name, email)
    if find_user_by_email(session, email) is not None:
        raise UserNotPossible("email_taken")
    user = User(
        kind=kind,
        name=name,
        email=email,
        language=language,
        authority_role=authority_role,
        municipality_code=municipality_code,
        simulated=simulated,
        created_at=at,
    )
    session.add(user)
    try:
        session.flush()
    except IntegrityError:  # somebody else has just made a user with this address
        raise UserNotPossible("email_taken") from None
    return _create(session, user, by, at)


def connect(
    session: Session, user: User, broker: str, subject_hash: str, *, by: Actor, at: datetime
) -> Identity:
    """Connect a user with who they are at a broker."""
    identity = Identity(user_id=user.id, broker=broker, subject_hash=subject_hash, created_at=at)
    session.add(identity)
    session.flush()
    record(
        session,
        by,
        "identity.connected",
        "identity",
        identity.id,
        after={"user": user.id, "broker": broker},
        at=at,
    )
    return identity


def change_authority_role(
    session: Session, user: User, role: AuthorityRole, *, by: Actor, at: datetime
) -> None:
    """Give a member of the authority another role; they sign in anew."""
    if user.kind != UserKind.AUTHORITY:
        raise ChangeNotAllowed("not_in_the_authority")
    _refuse_oneself(user, by)
    hold(session, user.id, by)
    if user.authority_role != role:
        _keep_a_lead(session, user)
        change = _Change("user.role_changed", SessionEnd.RIGHTS_CHANGED, by, at)
        _change(session, user, change, authority_role=role)


def disable(session: Session, user: User, *, by: Actor, at: datetime) -> None:
    """Shut a user out, at once and everywhere."""
    _refuse_oneself(user, by)
    hold(session, user.id, by)
    if user.disabled_at is None:
        _keep_a_lead(session, user)
        _change(session, user, _Change("user.disabled", SessionEnd.DISABLED, by, at), disabled_at=at)


def enable(session: Session, user: User, *, by: Actor, at: datetime) -> None:
    """Let a user in again."""
    hold(session, user.id, by)
    if user.disabled_at is not None:
        _change(session, user, _Change("user.enabled", SessionEnd.RIGHTS_CHANGED, by, at), disabled_at=None)


def hold(session: Session, user_id: int, by: Actor) -> None:
    """Make others wait who would change the same user or any lead, so that a lead is always left.

    All are held in one order, so that no two wait for each other; signing in goes on meanwhile. Whoever has
    ceased to be a lead while they waited decides nothing any more: raise ChangeNotAllowed.
    """
    held = select(User.id).where(or_(User.id == user_id, _is_lead()))
    session.execute(held.order_by(User.id).with_for_update(key_share=True))
    if by.kind is ActorKind.PERSON:
        still = select(User.id).where(User.id == by.id, _is_lead())
        if session.scalar(still) is None:
            raise ChangeNotAllowed("not_a_lead")


def _create(session: Session, user: User, by: Actor, at: datetime) -> User:
    session.add(user)
    session.flush()
    record(session, by, "user.created", "user", user.id, after=state_of(user), at=at)
    return user


@dataclass(frozen=True, slots=True)
class _Change:
    """What happens to a user's rights, who does it and when."""

    action: str
    because: SessionEnd
    by: Actor
    at: datetime


def _change(session: Session, user: User, change: _Change, **values: object) -> None:
    hold_all(session, user.id)
    before = state_of(user)
    for name, value in values.items():
        setattr(user, name, value)
    session.flush()
    record(
        session, change.by, change.action, "user", user.id, before=before, after=state_of(user), at=change.at
    )
    end_all(session, user.id, change.because, by=change.by, at=change.at)


def _refuse_oneself(user: User, by: Actor) -> None:
    """Let nobody take their own rights away by mistake, or give themselves others."""
    if by.id == user.id:
        raise ChangeNotAllowed("oneself")


def _is_lead() -> ColumnElement[bool]:
    return (User.authority_role == AuthorityRole.LEAD) & User.disabled_at.is_(None)


def _keep_a_lead(session: Session, leaving: User) -> None:
    """Refuse that the last lead goes; one who has not answered the invitation could let nobody in."""
    if leaving.authority_role != AuthorityRole.LEAD or leaving.disabled_at is not None:
        return
    others = select(User.id).where(_is_lead(), HAS_A_WAY_IN, User.id != leaving.id)
    if session.scalars(others.limit(1)).first() is None:
        raise ChangeNotAllowed("last_lead")
