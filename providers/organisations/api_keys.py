"""Make, revoke and find the keys with which an organisation's own systems speak to the API."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import Actor
from providers.organisations.members import hold
from providers.organisations.models import ApiKey, Organisation
from providers.people.models import User

MOST_LIVE_KEYS = 5
LONGEST_NAME = 60
# A form that was sent twice comes back within moments.
GIVEN_AGAIN_WITHIN = timedelta(minutes=5)


class KeyNotPossible(Exception):
    """There can be no such key; `fact` is name_missing_or_too_long, name_taken, too_many or used_up."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"There can be no such key: {fact}.")
        self.fact = fact


class KeyNotFound(Exception):
    """The organisation has no key with this number."""


def make(
    session: Session, organisation: Organisation, *, name: str, key_hash: str, by: Actor, at: datetime
) -> ApiKey:
    """Make a key that the organisation may use from now on; the same key again is the one made already."""
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise KeyNotPossible("name_missing_or_too_long")
    hold(session, organisation.id)
    made = _find(session, key_hash)
    if made is not None:
        return _made_already(made, organisation, by, at)
    if count_live_keys(session, organisation.id) >= MOST_LIVE_KEYS:
        raise KeyNotPossible("too_many")
    if _is_taken(session, organisation.id, name):
        raise KeyNotPossible("name_taken")
    key = ApiKey(organisation_id=organisation.id, name=name, key_hash=key_hash, made_by=by.id, made_at=at)
    session.add(key)
    session.flush()
    record(session, by, "api_key.made", "api_key", key.id, after=state_of_key(key), at=at)
    return key


def revoke(session: Session, key: ApiKey, *, by: Actor, at: datetime) -> None:
    """Let a key be refused from now on; one that has been revoked already stays as it is."""
    hold(session, key.organisation_id)
    session.refresh(key)
    if key.revoked_at is not None:
        return
    before = state_of_key(key)
    key.revoked_at = at
    session.flush()
    record(session, by, "api_key.revoked", "api_key", key.id, before=before, after=state_of_key(key), at=at)


def note_use(key: ApiKey, on: date) -> None:
    """Note on which day a key was last used; nothing else of a request is kept."""
    if key.used_on is None or key.used_on < on:
        key.used_on = on


def keys_of(session: Session, organisation_id: int) -> Sequence[tuple[ApiKey, str | None]]:
    """List an organisation's keys with the names of their makers, the live ones first, then the newest."""
    wanted = select(ApiKey, User.name).join(User, User.id == ApiKey.made_by, isouter=True)
    wanted = wanted.where(ApiKey.organisation_id == organisation_id)
    found = session.execute(wanted.order_by(ApiKey.revoked_at.is_not(None), ApiKey.id.desc())).all()
    return [(key, maker) for key, maker in found]


def count_live_keys(session: Session, organisation_id: int) -> int:
    """Count the keys with which an organisation can ask."""
    wanted = select(func.count()).where(
        ApiKey.organisation_id == organisation_id, ApiKey.revoked_at.is_(None)
    )
    return session.scalar(wanted) or 0


def get_key(session: Session, organisation_id: int, key_id: int) -> ApiKey:
    """Give one of an organisation's keys, or raise KeyNotFound."""
    key = session.get(ApiKey, key_id)
    if key is None or key.organisation_id != organisation_id:
        raise KeyNotFound(f"Organisation {organisation_id} has no key {key_id}.")
    return key


def find_live_key(session: Session, key_hash: str) -> ApiKey | None:
    """Find a key by its hash, unless it has been revoked."""
    key = _find(session, key_hash)
    return key if key is not None and key.revoked_at is None else None


def state_of_key(key: ApiKey) -> dict[str, str | int | bool | None]:
    """Describe a key for the audit trail."""
    return {"organisation": key.organisation_id, "revoked": key.revoked_at is not None}


def _find(session: Session, key_hash: str) -> ApiKey | None:
    return session.scalars(select(ApiKey).where(ApiKey.key_hash == key_hash)).one_or_none()


def _is_taken(session: Session, organisation_id: int, name: str) -> bool:
    """Say whether a live key has the name, capitals or not, so that nobody revokes the wrong one."""
    wanted = select(ApiKey.name).where(ApiKey.organisation_id == organisation_id, ApiKey.revoked_at.is_(None))
    return name.casefold() in {held.casefold() for held in session.scalars(wanted)}


def _made_already(key: ApiKey, organisation: Organisation, by: Actor, at: datetime) -> ApiKey:
    """Give a key to its maker once more, as when a form was sent twice; to nobody else, and not for long."""
    is_theirs = key.organisation_id == organisation.id and key.made_by == by.id
    if not is_theirs or key.revoked_at is not None or at - key.made_at > GIVEN_AGAIN_WITHIN:
        raise KeyNotPossible("used_up")
    return key
