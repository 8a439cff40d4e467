"""Bring in a company that wants to apply: a form, a mailed link, and a password."""

import secrets
from datetime import datetime

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.access import anybody
from portal.accounts import half_way
from portal.accounts.account_forms import NewPassword
from portal.accounts.brokers import passwords_are_offered
from portal.accounts.company_forms import SignUpForm, say_of_company, say_of_person
from portal.accounts.passwords import mails_go_out
from portal.accounts.sealing import guesser
from portal.accounts.sign_up_links import get_sign_up
from portal.locale import current_language
from portal.locale import gettext as _
from portal.mail import SIGN_UP_ID, queue_mail
from portal.state import portal
from providers.audit.models import person
from providers.organisations import sign_ups
from providers.organisations.models import SignUp
from providers.organisations.queries import find_organisation_by_cvr
from providers.organisations.sign_ups import Asker, Company, CompanyNotPossible, SignUpNotUsable
from providers.people import passwords
from providers.people.commands import UserNotPossible
from providers.people.guessing import count_try
from providers.people.queries import find_user_by_email

pages = Blueprint("sign_up", __name__)
ASKING_TO_SIGN_UP = "asking_to_sign_up"


@pages.before_request
def only_where_offered() -> None:
    """Answer 404 where a broker proves who staff are: there they bring in their company by signing in."""
    if not passwords_are_offered():
        abort(404)


@pages.route("/sign-up", methods=["GET", "POST"])
@anybody
def ask() -> ResponseReturnValue:
    """Ask about the company and whoever acts for it; the answer never tells what the portal knows already."""
    if current_user.is_authenticated:
        flash(_("Du er logget ind. Skal du oprette en anden virksomhed, så log ud først."), "info")
        return redirect(url_for("sign_in.start"), 303)
    if not mails_go_out():
        return render_template(
            "sign_up/without_mails.html",
            title=_("Opret jeres virksomhed"),
            contact_email=portal().settings.contact_email,
        )
    form = SignUpForm()
    if form.validate_on_submit() and _is_noted(form):
        return redirect(url_for(".sent"), 303)
    return render_template(
        "sign_up/ask.html", title=_("Opret jeres virksomhed"), form=form, invented=_invented_number()
    )


@pages.get("/sign-up/sent")
@anybody
def sent() -> str:
    """Say what happens next, to everybody alike."""
    return render_template(
        "sign_up/sent.html", title=_("Se efter i din mail"), demonstration=portal().settings.demonstration
    )


@pages.route("/sign-up/<token>", methods=["GET", "POST"])
@anybody
def confirm(token: str) -> ResponseReturnValue:
    """Have whoever got the mail choose a password; looking at the page does not use the link up."""
    at = portal().now()
    with portal().database.reading() as reading:
        asked = get_sign_up(reading, token)
    form = NewPassword(asked.email, asked.name)
    if form.validate_on_submit():
        target = _confirm(token, form.password.data, at)
        flash(_("Virksomheden er oprettet. Nu kan I søge om godkendelse."), "success")
        return redirect(target, 303)
    return render_template("sign_up/confirm.html", title=_("Vælg en adgangskode"), form=form, asked=asked)


@pages.after_request
def _keep_the_token_here(response: Response) -> Response:
    """Let no other page learn the token."""
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@pages.errorhandler(SignUpNotUsable)
def not_usable(error: SignUpNotUsable) -> ResponseReturnValue:
    """Say why a link does not work and what to do instead."""
    title, text, step = _words(error.fact)
    shown = render_template("links/not_usable.html", title=title, text=text, step=step)
    return shown, 404 if error.fact == "unknown" else 410


def _is_noted(form: SignUpForm) -> bool:
    """Note what was asked and mail what comes next, or say beside the fields what can't be used."""
    at, email = portal().now(), form.email.data
    company = Company(
        form.cvr.data, form.company.data, form.kind.data, simulated_too=portal().settings.demonstration
    )
    asker = Asker(form.name.data, email, current_language())
    with portal().database.transaction() as session:
        count_try(session, guesser(ASKING_TO_SIGN_UP, email), at)
    try:
        with portal().database.transaction() as session:
            asked = sign_ups.ask(session, company, asker, nonce=secrets.token_hex(16), at=at)
            if asked is not None:
                _mail(session, asked, at)
    except CompanyNotPossible as impossible:
        say_of_company(form, impossible.fact)
        return False
    except UserNotPossible as impossible:
        say_of_person(form, impossible.fact)
        return False
    return True


def _mail(session: Session, asked: SignUp, at: datetime) -> None:
    """Send the link, or tell whoever can read the mail why there is none."""
    values: dict[str, str | int] = {"name": asked.name, "company": asked.company, "cvr": asked.cvr}
    template = "sign_up"
    if find_user_by_email(session, asked.email) is not None:
        template = "sign_up_known_user"
    elif find_organisation_by_cvr(session, asked.cvr) is not None:
        template = "sign_up_known_company"
    else:
        values[SIGN_UP_ID] = asked.id
    queue_mail(session, template, to=asked.email, language=asked.language, values=values, at=at)


def _confirm(token: str, password: str, at: datetime) -> str:
    """Make the company and its owner, and sign the owner in; give where they go next."""
    new_hash = passwords.hash_of(password)
    try:
        with portal().database.transaction() as writing:
            asked = get_sign_up(writing, token)
            user, organisation = sign_ups.confirm(writing, asked, at=at)
            passwords.set_password(writing, user, new_hash, by=person(user.id), at=at)
            target = url_for("applications.overview", organisation=organisation.slug)
            return half_way.let_in(writing, user, target, at)
    except UserNotPossible:
        raise SignUpNotUsable("address_known") from None
    except CompanyNotPossible:
        raise SignUpNotUsable("company_known") from None


def _invented_number() -> str:
    """Give whoever tries the portal a number to type; in earnest there is none."""
    if not portal().settings.demonstration:
        return ""
    with portal().database.reading() as session:
        return sign_ups.free_simulated_cvr(session)


def _words(fact: str) -> tuple[str, str, str]:
    """Give the heading, what has happened, and the next step by its code."""
    return {
        "unknown": (
            _("Linket findes ikke"),
            _("Måske er en del af adressen ikke kommet med. Prøv at trykke på linket i mailen igen."),
            "sign_up",
        ),
        "used": (
            _("Linket er allerede brugt"),
            _("Virksomheden er oprettet. Log ind med den adgangskode, du valgte."),
            "sign_in",
        ),
        "expired": (
            _("Linket er for gammelt"),
            _("Et link virker i 7 dage. Udfyld formularen igen, så får du et nyt."),
            "sign_up",
        ),
        "address_known": (
            _("Du har allerede en bruger"),
            _("Der er en bruger med din mailadresse. Log ind med den."),
            "sign_in",
        ),
        "company_known": (
            _("Virksomheden er allerede i portalen"),
            _("En anden har oprettet den, efter at du udfyldte formularen. Bed en ejer om at invitere dig."),
            "sign_in",
        ),
    }[fact]
