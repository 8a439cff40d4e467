"""Signing in with a mail address and a password, and what to do when it is forgotten."""

from datetime import datetime, timedelta
from math import ceil

import structlog
from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access import anybody
from portal.accounts import half_way
from portal.accounts.account_forms import Forgotten, PasswordSignIn
from portal.accounts.brokers import passwords_are_offered
from portal.accounts.links import send_password_reset
from portal.accounts.proving import accept, prove
from portal.accounts.sealing import guesser
from portal.accounts.sign_in import page, wanted, with_wanted
from portal.locale import gettext as _
from portal.locale import ngettext
from portal.mail.sending import delivery_of
from portal.state import portal
from providers.audit.models import SYSTEM
from providers.people.guessing import TooManyGuesses, count_try
from providers.people.links import count_issued
from providers.people.models import LinkPurpose
from providers.people.passwords import find_account
from providers.people.queries import has_identity

pages = Blueprint("passwords", __name__)
log = structlog.get_logger("portal")

ASKING_FOR_A_LINK = "asking_for_a_link"
MOST_RESETS = 3
RESETS_WITHIN = timedelta(hours=1)


@pages.before_request
def only_where_offered() -> None:
    """Answer 404 where a broker proves who staff are."""
    if not passwords_are_offered():
        abort(404)


@pages.get("/sign-in/password")
@anybody
def again() -> ResponseReturnValue:
    """Lead whoever reloads an answer, or reads it in the other language, back to the form."""
    return redirect(with_wanted(url_for("sign_in.sign_in"), wanted()), 303)


@pages.post("/sign-in/password")
@anybody
def sign_in() -> ResponseReturnValue:
    """Let somebody in who knows a password; whatever is wrong, the answer is the same."""
    form = PasswordSignIn()
    if form.validate_on_submit():
        target = _let_in(form.email.data, form.password.data)
        if target is not None:
            return redirect(target, 303)
        form.form_errors.append(_("Mailadressen eller adgangskoden er forkert."))
    return page(form)


@pages.route("/sign-in/forgotten", methods=["GET", "POST"])
@anybody
def forgotten() -> ResponseReturnValue:
    """Send a link for a new password; nobody learns whether there is such an account."""
    if not mails_go_out():
        return _without_mails()
    form = Forgotten()
    if form.validate_on_submit():
        at = portal().now()
        with portal().database.transaction() as session:
            count_try(session, guesser(ASKING_FOR_A_LINK, form.email.data), at)
        with portal().database.transaction() as session:
            _send_link(session, form.email.data, at)
        return redirect(url_for(".sent"), 303)
    return render_template("forgotten.html", title=_("Glemt adgangskode"), form=form)


@pages.get("/sign-in/forgotten/sent")
@anybody
def sent() -> str:
    """Say what happens next, to everybody alike."""
    if not mails_go_out():
        return _without_mails()
    return render_template("forgotten_sent.html", title=_("Se efter i din mail"))


@pages.app_errorhandler(TooManyGuesses)
def stopped(error: TooManyGuesses) -> ResponseReturnValue:
    """Say how long somebody must wait, and what they can do meanwhile."""
    log.info("guessing_stopped", at_many=error.at_many)
    minutes = ceil(error.wait / timedelta(minutes=1))
    shown = render_template(
        "too_many_guesses.html",
        title=_("Der er prøvet for mange gange"),
        wait=ngettext("Vent %(num)s minut, og prøv igen.", "Vent %(num)s minutter, og prøv igen.", minutes),
        at_many=error.at_many,
        asks_for_link=request.endpoint == "passwords.forgotten",
    )
    return shown, 429, {"Retry-After": str(ceil(error.wait.total_seconds()))}


@pages.app_errorhandler(half_way.NotHalfWay)
def begin_anew(error: half_way.NotHalfWay) -> ResponseReturnValue:
    """Lead whoever has waited too long back to the form."""
    return half_way.begin_anew(error)


def mails_go_out() -> bool:
    """Say whether a link would ever reach anybody."""
    return delivery_of(portal().settings) is not None


def _without_mails() -> str:
    """Say that no link can be mailed, and who can hand one over instead."""
    return render_template(
        "forgotten_without_mails.html",
        title=_("Glemt adgangskode"),
        contact_email=portal().settings.contact_email,
    )


def _let_in(email: str, typed: str) -> str | None:
    at = portal().now()
    proof = prove(email, typed, at)
    if proof is None:
        return None
    with portal().database.transaction() as session:
        user = accept(session, proof)
        return half_way.let_in(session, user, wanted(), at) if user is not None else None


def _send_link(session: Session, email: str, at: datetime) -> None:
    """Send a link to whoever signs in with a password, but not so often that their mailbox is flooded."""
    found = find_account(session, email)
    if found is None:
        return
    user = found[0]
    sent_lately = count_issued(session, user.id, LinkPurpose.PASSWORD_RESET, at - RESETS_WITHIN)
    if sent_lately < MOST_RESETS and not has_identity(session, user.id):
        send_password_reset(session, user, by=SYSTEM, at=at)
