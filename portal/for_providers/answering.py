"""The page to which an invitation leads: what it is about, and how to say yes to it."""

from datetime import datetime
from enum import StrEnum

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.access import anybody, the_person
from portal.accounts import half_way
from portal.accounts.account_forms import NewPassword
from portal.accounts.broker_pages import address_to_begin
from portal.accounts.brokers import Audience, brokers, passwords_are_offered
from portal.accounts.joining import get_invited
from portal.accounts.membership_mails import tell_owners
from portal.accounts.organisation_links import get_invitation_of
from portal.accounts.sign_in import with_wanted
from portal.labels import member_role_label
from portal.locale import current_language
from portal.locale import gettext as _
from portal.state import portal
from providers.audit.models import person
from providers.organisations import invitations, members
from providers.organisations.invitations import InvitationNotTheirs, InvitationNotUsable
from providers.organisations.models import Invitation, Organisation
from providers.organisations.team import NOT_IN_YET
from providers.people import links, passwords
from providers.people.commands import UserNotPossible
from providers.people.models import LinkPurpose, User, UserKind
from providers.people.queries import find_user_by_email
from providers.people.staff import get_staff

pages = Blueprint("answering", __name__)


class Step(StrEnum):
    """Say what whoever follows an invitation can do next."""

    SAY_YES = "say_yes"
    CHOOSE_PASSWORD = "choose_password"  # noqa: S105 - the name of a step, not a password
    GO_TO_BROKER = "go_to_broker"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    OTHER_KIND = "other_kind"
    DISABLED = "disabled"


@pages.get("/invitations/<token>")
@anybody
def invitation(token: str) -> ResponseReturnValue:
    """Show an invitation; looking at it does not use it up."""
    return _shown(token, NewPassword(""))


@pages.post("/invitations/<token>")
@anybody
def answer(token: str) -> ResponseReturnValue:
    """Say yes: signed in as whoever was invited, or with a password for somebody new."""
    at = portal().now()
    with portal().database.reading() as reading:
        asked = get_invitation_of(reading, token)
        step = _step(reading, asked, at)
    if step is Step.SAY_YES:
        return redirect(_say_yes(token, at), 303)
    form = NewPassword(asked.email, asked.name)
    if step is not Step.CHOOSE_PASSWORD or not form.validate_on_submit():
        return _shown(token, form)
    return redirect(_choose(token, form.password.data, at), 303)


@pages.after_request
def _keep_the_token_here(response: Response) -> Response:
    """Let no other page learn the token: browsers name the host alone as where somebody comes from."""
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@pages.app_errorhandler(InvitationNotUsable)
def not_usable(error: InvitationNotUsable) -> ResponseReturnValue:
    """Say why an invitation does not work and what to do instead."""
    ask = _("Bed den, der inviterede dig, om en ny.")
    title, text = {
        "unknown": (
            _("Invitationen findes ikke"),
            _("Måske er en del af adressen ikke kommet med. Prøv at trykke på linket i mailen igen."),
        ),
        "used": (_("Du har allerede sagt ja"), _("Invitationen er brugt.") + f" {_way_on()}"),
        "withdrawn": (
            _("Invitationen gælder ikke længere"),
            _("Måske har du fået en nyere mail. Så brug linket i den.") + f" {ask}",
        ),
        "expired": (_("Invitationen er for gammel"), _("En invitation virker i 7 dage.") + f" {ask}"),
    }[error.fact]
    step = "start" if current_user.is_authenticated else "sign_in"
    shown = render_template("links/not_usable.html", title=title, text=text, step=step)
    return shown, 404 if error.fact == "unknown" else 410


def _way_on() -> str:
    """Say what is left to do once an invitation is answered."""
    return _("Du er logget ind.") if current_user.is_authenticated else _("Log ind for at komme videre.")


def _shown(token: str, form: NewPassword) -> ResponseReturnValue:
    with portal().database.reading() as session:
        asked = get_invitation_of(session, token)
        step = _step(session, asked, portal().now())
        organisation = session.get_one(Organisation, asked.organisation_id)
        inviter = session.get(User, asked.invited_by) if asked.invited_by else None
    broker = brokers().staff
    return render_template(
        "office/invitation.html",
        title=_("Du er inviteret til %(name)s", name=organisation.name),
        organisation=organisation.name,
        role=member_role_label(asked.role).lower(),
        inviter=inviter.name if inviter else "",
        email=asked.email,
        step=step.value,
        form=form,
        broker=broker.names[current_language()] if broker else "",
        to_broker=address_to_begin(Audience.STAFF, link=token) if broker else "",
        to_sign_in=with_wanted(url_for("sign_in.sign_in"), url_for("answering.invitation", token=token)),
    )


def _step(session: Session, asked: Invitation, at: datetime) -> Step:
    """Find out who is here, and what they can do about an invitation."""
    user = find_user_by_email(session, asked.email)
    if user is not None and user.disabled_at is not None:
        return Step.DISABLED
    if user is not None and user.kind != UserKind.PROVIDER:
        return Step.OTHER_KIND
    if current_user.is_authenticated:
        return Step.SAY_YES if user is not None and user.id == the_person().id else Step.SIGN_OUT
    if user is not None and get_staff(session, user.id, at).state not in NOT_IN_YET:
        return Step.SIGN_IN
    return Step.CHOOSE_PASSWORD if passwords_are_offered() else Step.GO_TO_BROKER


def _say_yes(token: str, at: datetime) -> str:
    """Make whoever is signed in a member; give the page where they go on."""
    try:
        with portal().database.transaction() as session:
            asked = get_invitation_of(session, token)
            organisation = _join(session, asked, session.get_one(User, the_person().id), at)
    except InvitationNotTheirs:
        return url_for("answering.invitation", token=token)
    return _welcomed(organisation)


def _choose(token: str, password: str, at: datetime) -> str:
    """Make somebody new a user with a password and a member; give where they go next."""
    new_hash = passwords.hash_of(password)
    try:
        with portal().database.transaction() as session:
            asked = get_invitation_of(session, token)
            members.hold(session, asked.organisation_id)
            if _step(session, asked, at) is not Step.CHOOSE_PASSWORD:
                abort(409)
            user = get_invited(session, asked, language=current_language(), at=at)
            # What else they were mailed would let its reader choose another password.
            links.withdraw_open(session, user.id, LinkPurpose.INVITATION, by=person(user.id), at=at)
            passwords.set_password(session, user, new_hash, by=person(user.id), at=at)
            organisation = _join(session, asked, user, at)
            next_page = half_way.let_in(session, user, _home_of(organisation), at)
    except (UserNotPossible, InvitationNotTheirs):  # somebody else was faster with the address
        abort(409)
    _welcomed(organisation)
    return next_page


def _join(session: Session, asked: Invitation, user: User, at: datetime) -> Organisation:
    """Let somebody act for the organisation that has asked them, and tell its owners."""
    joined = invitations.accept(session, asked, user, at=at)
    tell_owners(session, joined, at)
    return session.get_one(Organisation, joined.organisation_id)


def _welcomed(organisation: Organisation) -> str:
    """Say that somebody is in; give the organisation's page."""
    flash(_("Du har nu adgang til %(name)s.", name=organisation.name), "success")
    return _home_of(organisation)


def _home_of(organisation: Organisation) -> str:
    return url_for("office.organisation", organisation=organisation.slug)
