"""Second factors: six digits that an app makes of a secret (TOTP, RFC 6238), and codes for a lost one."""

import hmac
from collections.abc import Collection
from datetime import datetime

import pyotp
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import Actor, person
from providers.people.models import RecoveryCode, SecondFactor, SessionEnd, User
from providers.people.rules import State
from providers.people.sessions import end_all, hold_all

STEP_SECONDS = 30
# Clocks of phones are a little wrong, so the step before and the one after count too (RFC 6238, 5.2).
DRIFT = (0, -1, 1)
RECOVERY_CODES = 10


def matching_step(secret: str, digits: str, at: datetime, last_step: int | None) -> int | None:
    """Find the step of time that six digits belong to; one that has been used, or an earlier one, is none."""
    present = int(at.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    for step in (present + drift for drift in DRIFT):
        right = totp.generate_otp(step)
        if hmac.compare_digest(right.encode(), digits.encode()) and (last_step is None or step > last_step):
            return step
    return None


def find_second_factor(session: Session, user_id: int) -> SecondFactor | None:
    """Find a user's second factor, if they have shown that it works."""
    factor = session.get(SecondFactor, user_id)
    return factor if factor is not None and factor.confirmed_at is not None else None


def hold_second_factor(session: Session, user_id: int) -> SecondFactor | None:
    """Find a user's second factor and let nobody else use it before this transaction has ended."""
    session.get(SecondFactor, user_id, with_for_update=True, populate_existing=True)
    return find_second_factor(session, user_id)


def codes_left(session: Session, user_id: int) -> int:
    """Count the recovery codes that have not been used."""
    wanted = select(func.count()).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return session.scalar(wanted) or 0


def confirm(
    session: Session, user: User, *, sealed_secret: str, step: int, at: datetime, but: int | None = None
) -> SecondFactor:
    """Take a second factor into use whose digits its owner has shown; an earlier one works no longer."""
    factor = session.get(SecondFactor, user.id, with_for_update=True, populate_existing=True)
    before = state_of_second_factor(factor) if factor else None
    if factor is None:
        factor = SecondFactor(user_id=user.id)
        session.add(factor)
    else:
        hold_all(session, user.id)
    factor.sealed_secret, factor.last_step = sealed_secret, step
    factor.created_at = factor.confirmed_at = at
    session.flush()
    if before is not None:  # a phone that was lost may be signed in
        end_all(session, user.id, SessionEnd.RIGHTS_CHANGED, by=person(user.id), at=at, but=but)
    after = state_of_second_factor(factor)
    record(
        session,
        person(user.id),
        "second_factor.confirmed",
        "second_factor",
        user.id,
        before=before,
        after=after,
        at=at,
    )
    return factor


def use_step(session: Session, factor: SecondFactor, step: int) -> None:
    """Note that a step's digits have been used, so that nobody who saw them can use them again."""
    factor.last_step = step
    session.flush()


def make_codes(session: Session, user: User, hashes: Collection[str], *, at: datetime) -> None:
    """Give a user new recovery codes; earlier ones work no longer."""
    before = _state_if_any(session, user.id)
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    session.add_all(RecoveryCode(user_id=user.id, code_hash=each) for each in hashes)
    session.flush()
    after = state_of_codes(session, user.id)
    record(
        session,
        person(user.id),
        "recovery_codes.made",
        "recovery_codes",
        user.id,
        before=before,
        after=after,
        at=at,
    )


def use_code(session: Session, user_id: int, code_hash: str, *, at: datetime) -> bool:
    """Use a recovery code up; say whether it was one that works."""
    wanted = select(RecoveryCode).where(RecoveryCode.user_id == user_id, RecoveryCode.code_hash == code_hash)
    code = session.scalars(
        wanted.with_for_update(), execution_options={"populate_existing": True}
    ).one_or_none()
    if code is None or code.used_at is not None:
        return False
    before = state_of_codes(session, user_id)
    code.used_at = at
    session.flush()
    after = state_of_codes(session, user_id)
    record(
        session,
        person(user_id),
        "recovery_code.used",
        "recovery_codes",
        user_id,
        before=before,
        after=after,
        at=at,
    )
    return True


def remove(session: Session, user: User, *, by: Actor, at: datetime) -> bool:
    """Take a lost second factor and its codes away, and end the user's sessions; say whether there was one.

    Where one is compulsory, the user sets up another when they sign in next.
    """
    factor = session.get(SecondFactor, user.id, with_for_update=True, populate_existing=True)
    if factor is None:
        return False
    hold_all(session, user.id)
    before, codes = state_of_second_factor(factor), _state_if_any(session, user.id)
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    session.delete(factor)
    session.flush()
    end_all(session, user.id, SessionEnd.RIGHTS_CHANGED, by=by, at=at)
    record(session, by, "second_factor.removed", "second_factor", user.id, before=before, at=at)
    if codes is not None:
        record(session, by, "recovery_codes.removed", "recovery_codes", user.id, before=codes, at=at)
    return True


def state_of_second_factor(factor: SecondFactor) -> State:
    """Describe a second factor for the audit trail."""
    return {"confirmed": factor.confirmed_at is not None}


def state_of_codes(session: Session, user_id: int) -> State:
    """Describe a user's recovery codes for the audit trail: how many are left."""
    return {"left": codes_left(session, user_id)}


def _state_if_any(session: Session, user_id: int) -> State | None:
    has_some = session.scalar(select(func.count()).where(RecoveryCode.user_id == user_id))
    return state_of_codes(session, user_id) if has_some else None
