"""The second factor of somebody who is signed in: set up, replaced, and its recovery codes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access import is_local_address, staff, the_person
from portal.accounts.account_forms import DigitsAndPassword, Password
from portal.accounts.new_factor import (
    candidate,
    codes_to_show,
    forget_candidate,
    forget_codes,
    fresh_codes,
    new_factor,
    show_codes,
)
from portal.accounts.proving import accept, prove
from portal.accounts.sealing import seal
from portal.accounts.sign_in import with_wanted
from portal.locale import gettext as _
from portal.mail import queue_mail
from portal.state import portal
from providers.clock import danish_day
from providers.people import second_factors
from providers.people.models import User
from providers.people.passwords import find_password

pages = Blueprint("account_factor", __name__)


@pages.route("/account/second-factor", methods=["GET", "POST"])
@staff
def set_up() -> ResponseReturnValue:
    """Set up a second factor, or another one in its place."""
    _require_password()
    with portal().database.reading() as reading:
        replaces = second_factors.find_second_factor(reading, the_person().id) is not None
    form = DigitsAndPassword()
    if form.validate_on_submit() and _confirm(form, portal().now()):
        return redirect(codes_address(url_for("account.overview")), 303)
    return render_template(
        "account/second_factor.html",
        title=_("Sæt en app op, der giver dig koder"),
        form=form,
        factor=new_factor(the_person().email or ""),
        replaces=replaces,
    )


@pages.route("/account/recovery-codes/new", methods=["GET", "POST"])
@staff
def new_codes() -> ResponseReturnValue:
    """Make new recovery codes; the earlier ones then work no longer."""
    _require_password()
    form = Password()
    if form.validate_on_submit() and _make_codes(form, portal().now()):
        return redirect(codes_address(url_for("account.overview")), 303)
    return render_template("account/new_codes.html", title=_("Få nye nødkoder"), form=form)


@pages.get("/account/recovery-codes")
@staff
def codes() -> ResponseReturnValue:
    """Show new recovery codes, until their owner says that they have kept them."""
    shown = codes_to_show()
    if not shown:
        return redirect(url_for("account.overview"), 303)
    return render_template("account/codes.html", title=_("Gem dine nødkoder"), codes=shown, target=_target())


@pages.get("/account/recovery-codes.txt")
@staff
def codes_as_text() -> ResponseReturnValue:
    """Give the new recovery codes as a file of plain text."""
    shown = codes_to_show()
    if not shown:
        abort(404)
    head = _("Nødkoder til Find hjælp til job. Hver kode virker én gang.")
    return Response(
        "\r\n".join([head, "", *shown, ""]),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": "attachment; filename=koder.txt"},
    )


@pages.post("/account/recovery-codes")
@staff
def kept() -> ResponseReturnValue:
    """Show the codes no more, and go on."""
    forget_codes()
    return redirect(_target(), 303)


@pages.get("/account/second-factor/instead")
@staff
def instead() -> str:
    """Offer another app to somebody who has come in by a recovery code; they may also go on."""
    _require_password()
    with portal().database.reading() as reading:
        left = second_factors.codes_left(reading, the_person().id)
    return render_template(
        "account/instead.html", title=_("Du brugte en nødkode"), codes_left=left, target=_target()
    )


def codes_address(target: str) -> str:
    """Give the page that shows new codes, from which their owner goes on."""
    return with_wanted(url_for("account_factor.codes"), target)


def tell_of_new_app(writing: Session, user: User, at: datetime) -> None:
    """Mail somebody that an app gives codes for them, in case they did not set it up."""
    queue_mail(writing, "second_factor_set", user_id=user.id, language=user.language, values={}, at=at)


def tell_of_used_code(writing: Session, user: User, left: int, at: datetime) -> None:
    """Mail somebody that one of their recovery codes has been used, in case it was not them."""
    values: dict[str, str | int] = {"left": left}
    queue_mail(writing, "recovery_code_used", user_id=user.id, language=user.language, values=values, at=at)


def tell_of_reset(writing: Session, user: User, at: datetime) -> None:
    """Mail somebody that others have taken their app and codes away, in case they did not ask for it."""
    queue_mail(writing, "second_factor_reset", user_id=user.id, language=user.language, values={}, at=at)


def tell_of_guesses(writing: Session, user: User, at: datetime) -> None:
    """Mail somebody, once a day, that whoever knows their password has guessed until they were stopped."""
    queue_mail(
        writing,
        "second_factor_guessed",
        user_id=user.id,
        language=user.language,
        values={},
        at=at,
        key=f"second_factor_guessed.{user.id}.{danish_day(at)}",
    )


def _target() -> str:
    target = request.values.get("next", "")
    return target if is_local_address(target) else url_for("account.overview")


def _require_password() -> None:
    """Answer 404 to whoever signs in through a broker, which sees to second factors itself."""
    with portal().database.reading() as reading:
        if find_password(reading, the_person().id) is None:
            abort(404)


def _confirm(form: DigitsAndPassword, at: datetime) -> bool:
    """Take a new second factor into use; say so, or what is wrong with the form."""
    secret = candidate()
    step = second_factors.matching_step(secret, form.code.data, at, None) if secret else None
    if secret is None or step is None:
        form.code.errors = [_("Koden passer ikke. Vent på de næste seks tal, og skriv dem.")]
        return False
    with _proved(form) as (writing, user):
        if user is None:
            return False
        here = the_person().session_id
        second_factors.confirm(writing, user, sealed_secret=seal(secret), step=step, at=at, but=here)
        tell_of_new_app(writing, user, at)
        _renew_codes(writing, user, at)
    forget_candidate()
    return True


def _make_codes(form: Password, at: datetime) -> bool:
    """Make new codes; say so, or what is wrong with the form."""
    with _proved(form) as (writing, user):
        if user is None:
            return False
        if second_factors.hold_second_factor(writing, user.id) is None:
            abort(404)
        _renew_codes(writing, user, at)
    return True


@contextmanager
def _proved(form: Password | DigitsAndPassword) -> Iterator[tuple[Session, User | None]]:
    """Give a transaction with the person, if the password is right; otherwise the form says so."""
    proof = prove(the_person().email or "", form.old.data, portal().now())
    with portal().database.transaction() as writing:
        user = accept(writing, proof) if proof else None
        if user is None:
            form.old.errors = [_("Adgangskoden er forkert.")]
        yield writing, user


def _renew_codes(writing: Session, user: User, at: datetime) -> None:
    made, hashes = fresh_codes(user.id)
    second_factors.make_codes(writing, user, hashes, at=at)
    show_codes(made)
