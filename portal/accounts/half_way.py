"""Somebody who has shown that they know their password and has to show more before they are signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flask import flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.accounts import people
from portal.accounts.way_back import way_back
from portal.locale import gettext as _
from providers.people.models import SECOND_FACTOR_KINDS, SignInMethod, User
from providers.people.passwords import find_password, hold_password
from providers.people.second_factors import find_second_factor

KEY = "half_way"
LONGEST = timedelta(minutes=10)


class Step(StrEnum):
    """Say what is missing: what stands in for the app, or an app at all."""

    CODE = "code"
    SET_UP = "set_up"


class NotHalfWay(Exception):
    """Nobody has typed their password here lately, or something has changed since: they must begin anew."""


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Whose password was right and when, what is missing, and where they want to go."""

    user_id: int
    step: Step
    at: datetime
    target: str


def let_in(writing: Session, user: User, target: str, at: datetime) -> str:
    """Sign in a user whose password was right, or have them show more; give where they go next."""
    if find_second_factor(writing, user.id) is not None:
        return begin(HalfWay(user.id, Step.CODE, at, target))
    if user.kind in SECOND_FACTOR_KINDS:
        return begin(HalfWay(user.id, Step.SET_UP, at, target))
    return finish(writing, user, target, at)


def begin(here: HalfWay) -> str:
    """Note in the signed cookie how far somebody has come; give the page that asks for the rest."""
    session[KEY] = {
        "user": here.user_id,
        "step": here.step.value,
        "at": here.at.isoformat(),
        "target": here.target,
    }
    return url_for("second_factor.code" if here.step is Step.CODE else "second_factor.set_up")


def finish(writing: Session, user: User, target: str, at: datetime) -> str:
    """Sign in a user who has shown all that is asked for; give where they go."""
    people.sign_in(writing, user, SignInMethod.PASSWORD, at)
    return way_back(target)


def require(reading: Session, step: Step, at: datetime) -> tuple[HalfWay, User]:
    """Give how far somebody has come, and who they are; raise NotHalfWay when it counts no more."""
    here = _read()
    if here is None or here.step is not step or not timedelta(0) <= at - here.at < LONGEST:
        raise NotHalfWay
    # Held in a writing transaction, so that of two tabs the second finds what the first has done.
    hold_password(reading, here.user_id)
    user, password = reading.get(User, here.user_id), find_password(reading, here.user_id)
    if user is None or user.disabled_at is not None or password is None or password.changed_at > here.at:
        raise NotHalfWay
    if not _step_still_counts(reading, here):
        raise NotHalfWay
    return here, user


def begin_anew(_error: NotHalfWay) -> ResponseReturnValue:
    """Lead whoever has waited too long back to the beginning."""
    session.pop(KEY, None)
    flash(_("Der er gået for lang tid, eller noget er ændret. Log ind forfra."), "info")
    return redirect(url_for("sign_in.sign_in"), 303)


def _step_still_counts(reading: Session, here: HalfWay) -> bool:
    """Let nobody set up a second factor beside one that has come meanwhile, with a cookie from before it."""
    return (find_second_factor(reading, here.user_id) is not None) is (here.step is Step.CODE)


def _read() -> HalfWay | None:
    held = session.get(KEY)
    if held is None:
        return None
    at = datetime.fromisoformat(held["at"])
    return HalfWay(held["user"], Step(held["step"]), at, held["target"])
