"""How somebody signs in, where they are signed in, and what can be changed about that."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access import signed_in, staff, the_person
from portal.accounts import people
from portal.accounts.account_forms import ChangedPassword
from portal.accounts.proving import accept, prove
from portal.labels import moment_label
from portal.locale import gettext as _
from portal.mail import queue_mail
from portal.sessions import SignedIn
from portal.state import portal
from providers.audit.models import person as acting
from providers.people import passwords, second_factors, sessions
from providers.people.models import LoginSession, SecondFactor, SessionEnd, User
from providers.people.queries import live_sessions

pages = Blueprint("account", __name__)


@dataclass(frozen=True, slots=True)
class Place:
    """A browser in which somebody is signed in, as the page names it."""

    id: int
    device: str
    since: str
    seen: str
    is_this_one: bool


@pages.get("/account")
@signed_in
def overview() -> str:
    """Show the ways to sign in and the browsers signed in."""
    person = the_person()
    with portal().database.reading() as reading:
        places = [_place(login, person) for login in live_sessions(reading, person.id, portal().now())]
        password = passwords.find_password(reading, person.id)
        factor = second_factors.find_second_factor(reading, person.id)
        codes_left = second_factors.codes_left(reading, person.id)
    return render_template(
        "account/overview.html",
        title=_("Log ind og sikkerhed"),
        places=places,
        has_password=password is not None,
        password_since=_since(password.changed_at if password else None),
        factor_since=_since(_confirmed_at(factor)),
        codes_left=codes_left,
    )


@pages.post("/account/sessions/<int:number>/end")
@signed_in
def end(number: int) -> ResponseReturnValue:
    """Sign somebody out in one of their browsers."""
    person = the_person()
    at = portal().now()
    if number == person.session_id:
        with portal().database.transaction() as writing:
            people.sign_out(writing, at)
        return redirect(url_for("sign_in.signed_out"), 303)
    with portal().database.transaction() as writing:
        login = next((one for one in sessions.hold_all(writing, person.id) if one.id == number), None)
        if login is None:
            abort(404)
        sessions.end(writing, login, SessionEnd.SIGNED_OUT, by=acting(person.id), at=at)
    flash(_("Du er logget ud i den browser."), "success")
    return redirect(url_for(".overview"), 303)


@pages.post("/account/sessions/end-others")
@signed_in
def end_others() -> ResponseReturnValue:
    """Sign somebody out everywhere but here."""
    person = the_person()
    everywhere = SessionEnd.SIGNED_OUT_EVERYWHERE
    with portal().database.transaction() as writing:
        sessions.end_all(
            writing, person.id, everywhere, by=acting(person.id), at=portal().now(), but=person.session_id
        )
    flash(_("Du er logget ud alle andre steder."), "success")
    return redirect(url_for(".overview"), 303)


@pages.route("/account/password", methods=["GET", "POST"])
@staff
def change_password() -> ResponseReturnValue:
    """Let somebody who knows their password choose another one."""
    person = the_person()
    with portal().database.reading() as reading:
        if passwords.find_password(reading, person.id) is None:
            abort(404)
    form = ChangedPassword(person.email or "", person.name)
    if form.validate_on_submit() and _change(form, person, portal().now()):
        flash(_("Din adgangskode er ændret. Du er logget ud alle andre steder."), "success")
        return redirect(url_for(".overview"), 303)
    return render_template("account/password.html", title=_("Skift adgangskode"), form=form)


def tell_of_new_password(writing: Session, user: User, at: datetime) -> None:
    """Mail somebody that their password has been changed, in case it was not them."""
    queue_mail(writing, "password_changed", user_id=user.id, language=user.language, values={}, at=at)


def _change(form: ChangedPassword, person: SignedIn, at: datetime) -> bool:
    """Change the password; say so, or what is wrong with the form."""
    proof = prove(person.email or "", form.old.data, at)
    new_hash = passwords.hash_of(form.password.data)
    with portal().database.transaction() as writing:
        user = accept(writing, proof) if proof else None
        if user is None:
            form.old.errors = [_("Adgangskoden er forkert.")]
            return False
        passwords.set_password(writing, user, new_hash, by=acting(user.id), at=at, but=person.session_id)
        tell_of_new_password(writing, user, at)
    return True


def _place(login: LoginSession, person: SignedIn) -> Place:
    return Place(
        id=login.id,
        device=login.device or _("Ukendt browser"),
        since=moment_label(login.begun_at),
        seen=moment_label(login.seen_at),
        is_this_one=login.id == person.session_id,
    )


def _confirmed_at(factor: SecondFactor | None) -> datetime | None:
    return factor.confirmed_at if factor else None


def _since(at: datetime | None) -> str:
    return moment_label(at) if at else ""
