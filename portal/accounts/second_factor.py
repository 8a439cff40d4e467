"""The second step of signing in: six digits from an app, a recovery code, or setting an app up."""

from datetime import datetime

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access import anybody
from portal.accounts import half_way
from portal.accounts.account_factor import (
    codes_address,
    tell_of_guesses,
    tell_of_new_app,
    tell_of_used_code,
)
from portal.accounts.account_forms import Digits, Recovery
from portal.accounts.half_way import HalfWay, NotHalfWay, Step
from portal.accounts.new_factor import candidate, fresh_codes, new_factor, show_codes
from portal.accounts.proving import count_try, is_stopped
from portal.accounts.sealing import hash_of_code, seal, unseal
from portal.accounts.sign_in import with_wanted
from portal.locale import gettext as _
from portal.state import portal
from providers.people import second_factors
from providers.people.guessing import take_back
from providers.people.models import AuthorityRole, User

pages = Blueprint("second_factor", __name__)


@pages.route("/sign-in/code", methods=["GET", "POST"])
@anybody
def code() -> ResponseReturnValue:
    """Ask for the six digits that the app shows now."""
    at = portal().now()
    _here, user = _half_way(Step.CODE, at)
    form = Digits()
    if form.validate_on_submit():
        target = _check_digits(user, form.code.data, at)
        if target is not None:
            return redirect(target, 303)
        form.code.errors = [_("Koden er forkert eller brugt. Vent på de næste seks tal, og skriv dem.")]
    return render_template("second_factor/code.html", title=_("Skriv koden fra din app"), form=form)


@pages.route("/sign-in/recovery", methods=["GET", "POST"])
@anybody
def recovery() -> ResponseReturnValue:
    """Take a recovery code instead of the digits; it lets somebody in once."""
    at = portal().now()
    _here, user = _half_way(Step.CODE, at)
    form = Recovery()
    if form.validate_on_submit():
        target = _check_recovery(user, form.code.data, at)
        if target is not None:
            return redirect(target, 303)
        form.code.errors = [_("Nødkoden er forkert eller brugt. Prøv en af de andre.")]
    return render_template(
        "second_factor/recovery.html",
        title=_("Brug en nødkode"),
        form=form,
        is_lead=user.authority_role == AuthorityRole.LEAD,
        contact_email=portal().settings.contact_email,
    )


@pages.route("/sign-in/set-up", methods=["GET", "POST"])
@anybody
def set_up() -> ResponseReturnValue:
    """Have somebody set up an app before they come in."""
    at = portal().now()
    _here, user = _half_way(Step.SET_UP, at)
    form = Digits()
    if form.validate_on_submit():
        target = _confirm(form.code.data, at)
        if target is not None:
            return redirect(target, 303)
        form.code.errors = [_("Koden passer ikke. Vent på de næste seks tal, og skriv dem.")]
    return render_template(
        "second_factor/set_up.html",
        title=_("Sæt en app op, der giver dig koder"),
        form=form,
        factor=new_factor(user.email or ""),
    )


def _half_way(step: Step, at: datetime) -> tuple[HalfWay, User]:
    with portal().database.reading() as reading:
        return half_way.require(reading, step, at)


def _check_digits(user: User, digits: str, at: datetime) -> str | None:
    """Let somebody in whose digits are right and have not been used; give where they go."""
    tried = count_try(user.email or "", at)
    with portal().database.transaction() as writing:
        here, user = half_way.require(writing, Step.CODE, at)
        if not uses_digits(writing, user, digits, at):
            _warn_if_stopped(writing, user, at)
            return None
        take_back(writing, tried)
        return half_way.finish(writing, user, here.target, at)


def uses_digits(writing: Session, user: User, digits: str, at: datetime) -> bool:
    """Use six digits of a user's second factor up; say whether they were right."""
    factor = second_factors.hold_second_factor(writing, user.id)
    secret = unseal(factor.sealed_secret) if factor else None
    if factor is None or secret is None:
        return False
    step = second_factors.matching_step(secret, digits, at, factor.last_step)
    if step is not None:
        second_factors.use_step(writing, factor, step)
    return step is not None


def _check_recovery(user: User, typed: str, at: datetime) -> str | None:
    """Let somebody in whose recovery code works; give the page that offers them another app."""
    tried = count_try(user.email or "", at)
    with portal().database.transaction() as writing:
        here, user = half_way.require(writing, Step.CODE, at)
        if not second_factors.use_code(writing, user.id, hash_of_code(user.id, typed), at=at):
            _warn_if_stopped(writing, user, at)
            return None
        take_back(writing, tried)
        left = second_factors.codes_left(writing, user.id)
        tell_of_used_code(writing, user, left, at)
        target = half_way.finish(writing, user, here.target, at)
    return with_wanted(url_for("account_factor.instead"), target)


def _warn_if_stopped(writing: Session, user: User, at: datetime) -> None:
    """Warn the owner when this was one guess too many: whoever guesses has typed the right password."""
    if is_stopped(writing, user.email or "", at):
        tell_of_guesses(writing, user, at)


def _confirm(digits: str, at: datetime) -> str | None:
    """Take a new second factor into use and let its owner in, to see their recovery codes first."""
    secret = candidate()
    if secret is None:
        raise NotHalfWay
    step = second_factors.matching_step(secret, digits, at, None)
    if step is None:
        return None
    with portal().database.transaction() as writing:
        here, user = half_way.require(writing, Step.SET_UP, at)
        second_factors.confirm(writing, user, sealed_secret=seal(secret), step=step, at=at)
        made, hashes = fresh_codes(user.id)
        second_factors.make_codes(writing, user, hashes, at=at)
        tell_of_new_app(writing, user, at)
        target = half_way.finish(writing, user, here.target, at)
    show_codes(made)
    return codes_address(target)
