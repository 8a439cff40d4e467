"""The pages that mailed links lead to: choosing a password, and what to do about a link that is over."""

from datetime import datetime

from flask import Blueprint, Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.access import anybody
from portal.accounts import half_way
from portal.accounts.account import tell_of_new_password
from portal.accounts.account_forms import NewPassword
from portal.accounts.broker_pages import address_to_begin
from portal.accounts.brokers import Audience, brokers, passwords_are_offered
from portal.accounts.links import get_link
from portal.accounts.membership_mails import tell_owners_of_answer
from portal.accounts.proving import SIGNING_IN
from portal.accounts.sealing import guesser
from portal.locale import gettext as _
from portal.state import portal
from providers.audit.models import person
from providers.clock import danish_day
from providers.organisations.members import memberships_of
from providers.people import guessing, links, passwords
from providers.people.links import LinkNotUsable
from providers.people.models import LinkPurpose, User, UserKind
from providers.reference.queries import municipality_names

pages = Blueprint("links", __name__)


@pages.route("/links/<token>", methods=["GET", "POST"])
@anybody
def follow(token: str) -> ResponseReturnValue:
    """Have somebody who got a link choose a password; looking at the page does not use the link up."""
    at = portal().now()
    with portal().database.reading() as reading:
        link, user = get_link(reading, token, at)
        place = _place_of(reading, user, at)
    if not passwords_are_offered():
        return _lead_to_broker(token, user, place)
    email = user.email or ""
    form = NewPassword(email, user.name)
    if form.validate_on_submit():
        target = _choose(token, form.password.data, at)
        flash(_("Din nye adgangskode er gemt."), "success")  # after signing in, which empties the cookie
        return redirect(target, 303)
    invited = link.purpose == LinkPurpose.INVITATION
    return render_template(
        "links/choose_password.html",
        title=_("Velkommen, %(name)s", name=user.name) if invited else _("Vælg en ny adgangskode"),
        form=form,
        email=email,
        invited=invited,
        place=place,
    )


@pages.after_request
def _keep_the_token_here(response: Response) -> Response:
    """Let no other page learn the token: browsers name the host alone as where somebody comes from.

    They then still say in Origin that a form comes from us, which with no-referrer they would not.
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@pages.app_errorhandler(LinkNotUsable)
def not_usable(error: LinkNotUsable) -> ResponseReturnValue:
    """Say why a link does not work and what to do instead."""
    title, text, step = _words(error)
    if current_user.is_authenticated:
        step = "start"
    shown = render_template("links/not_usable.html", title=title, text=text, step=step)
    return shown, 404 if error.fact == "unknown" else 410


def _place_of(reading: Session, user: User, at: datetime) -> str:
    """Name what somebody works for here: the organisations they act for, a municipality or the authority."""
    if user.kind == UserKind.PROVIDER:
        return ", ".join(organisation.name for _membership, organisation in memberships_of(reading, user.id))
    if user.kind == UserKind.MUNICIPALITY:
        code = user.municipality_code or ""
        return _("%(name)s Kommune", name=municipality_names(danish_day(at)).get(code, code))
    return _("Godkendelsesmyndigheden")


def _lead_to_broker(token: str, user: User, place: str) -> str:
    """Have somebody who is invited prove to a broker who they are, which takes the link along."""
    return render_template(
        "links/accept_with_broker.html",
        title=_("Velkommen, %(name)s", name=user.name),
        place=place,
        broker=brokers().staff,
        address=address_to_begin(Audience.STAFF, link=token),
    )


def _choose(token: str, password: str, at: datetime) -> str:
    """Use a link up by setting a password; give where its reader goes next."""
    new_hash = passwords.hash_of(password)
    with portal().database.transaction() as writing:
        link, user = get_link(writing, token, at)
        passwords.set_password(writing, user, new_hash, by=person(user.id), at=at)
        links.use(writing, link, at=at)
        guessing.forgive(writing, guesser(SIGNING_IN, user.email or "").account_hash)
        if link.purpose == LinkPurpose.PASSWORD_RESET:
            tell_of_new_password(writing, user, at)
        else:
            tell_owners_of_answer(writing, user, at)
        return half_way.let_in(writing, user, "", at)


def _way_on_from_used(*, invited: bool) -> str:
    """Say what is left to do with a link that was used; whoever is signed in has got where it led."""
    if current_user.is_authenticated:
        return _("Et link virker kun én gang. Du er logget ind.")
    ask = (
        _("Ellers bed den, der inviterede dig, om en ny invitation.")
        if invited
        else _("Ellers vælg ”Glemt adgangskode”, når du skal logge ind, og få et nyt link.")
    )
    return _("Et link virker kun én gang. Har du valgt en adgangskode, så log ind med den.") + f" {ask}"


def _words(error: LinkNotUsable) -> tuple[str, str, str]:
    """Give the heading, what has happened, and the next step by its code."""
    invited = error.purpose == LinkPurpose.INVITATION
    ask = _("Bed den, der inviterede dig, om en ny invitation.")
    known = {
        "unknown": (
            _("Linket findes ikke"),
            _("Måske er en del af adressen ikke kommet med. Prøv at trykke på linket i mailen igen."),
            "sign_in",
        ),
        "used": (
            _("Linket er allerede brugt"),
            _way_on_from_used(invited=invited),
            "sign_in",
        ),
        "withdrawn": (
            _("Linket gælder ikke længere"),
            _("Måske har du fået en nyere mail. Så brug linket i den.") + (f" {ask}" if invited else ""),
            "sign_in" if invited else "forgotten",
        ),
        "expired": (
            _("Linket er for gammelt"),
            _("En invitation virker i 7 dage.") + f" {ask}"
            if invited
            else _("Et link til en ny adgangskode virker i 1 time. Du kan få et nyt."),
            "sign_in" if invited else "forgotten",
        ),
        "disabled": (
            _("Din konto er lukket"),
            _("Du kan ikke logge ind. Er det en fejl, så tal med den, der styrer adgangen hos jer."),
            "",
        ),
    }
    return known[error.fact]
