"""Let a lead in from the terminal, and help those who cannot get in by themselves."""

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from portal.accounts.account_factor import tell_of_reset
from portal.accounts.links import address_of_link, send_invitation, send_password_reset
from portal.accounts.organisation_links import address_of_invitation
from portal.locale import LANGUAGES, NATIONAL_LANGUAGE, speaking
from portal.locale import gettext as _
from portal.state import portal
from providers.audit.models import OPERATOR
from providers.clock import danish_day
from providers.organisations.invitations import open_invitations_to
from providers.organisations.members import memberships_of
from providers.people.commands import UserNotPossible, change_authority_role, create_staff, enable
from providers.people.models import AuthorityRole, OneTimeLink, User, UserKind
from providers.people.passwords import find_password
from providers.people.queries import find_user_by_email, has_identity
from providers.people.second_factors import remove
from providers.reference.queries import municipality_names

NOT_POSSIBLE = {
    "name_missing_or_too_long": "Nobody was made: the name must have from 1 to 120 characters.",
    "not_an_email": "Nobody was made: the address does not look like a mail address.",
    "email_taken": "Nobody was made: somebody has this address already.",
}
CLOSED = (
    "Nobody can sign in yet: set PORTAL_ADDRESS and PORTAL_SECRET_KEY in the environment, "
    "the same as for the server, and run this again."
)


@click.group()
def people() -> None:
    """Look after those who work with the portal."""


@people.command("create-lead")
@click.option("--name", required=True, help="How the lead is called.")
@click.option("--email", required=True, help="The address that the lead signs in with.")
@click.option("--language", type=click.Choice(tuple(LANGUAGES)), default=NATIONAL_LANGUAGE, show_default=True)
@with_appcontext
def create_lead(name: str, email: str, language: str) -> None:
    """Make a lead of the approval authority, the first or one more, and invite them."""
    _require_open()
    at = portal().now()
    with portal().database.transaction() as session:
        try:
            lead = create_staff(
                session,
                UserKind.AUTHORITY,
                name=name,
                email=email,
                language=language,
                authority_role=AuthorityRole.LEAD,
                by=OPERATOR,
                at=at,
            )
        except UserNotPossible as error:
            raise click.ClickException(NOT_POSSIBLE[error.fact]) from None
        said = _invite(session, lead)
    click.echo(said)


@people.command("invite-again")
@click.argument("email")
@with_appcontext
def invite_again(email: str) -> None:
    """Send somebody a new invitation, who has not answered the first one; owners' colleagues get a link."""
    _require_open()
    with portal().database.transaction() as session:
        if by_owners := _links_by_owners(session, email):
            click.echo(by_owners)
            return
        user = _get_user(session, email)
        if user.disabled_at is not None:
            raise click.ClickException("Nobody was invited: the account is closed.")
        if _has_a_way_in(session, user):
            raise click.ClickException(
                "Nobody was invited: they can sign in already. For whoever has forgotten a password, "
                "run people new-password."
            )
        said = _invite(session, user)
    click.echo(said)


@people.command("new-password")
@click.argument("email")
@with_appcontext
def new_password(email: str) -> None:
    """Let somebody choose another password who has forgotten theirs."""
    _require_open()
    with portal().database.transaction() as session:
        user = _get_user(session, email)
        if user.disabled_at is not None:
            raise click.ClickException("Nothing was changed: the account is closed.")
        if has_identity(session, user.id):
            raise click.ClickException("Nothing was changed: they sign in through a broker.")
        if find_password(session, user.id) is None:
            raise click.ClickException("There is no password yet, so run people invite-again instead.")
        link = send_password_reset(session, user, by=OPERATOR, at=portal().now())
        said = _handed_over(session, link, "A link for a new password", "1 hour")
    click.echo(f"{said}\nMake sure that it was they who asked.")


@people.command("let-in")
@click.argument("email")
@click.option("--as-lead", is_flag=True, help="Make them a lead of the authority again, too.")
@with_appcontext
def let_in(email: str, as_lead: bool) -> None:
    """Let somebody in again who was shut out; with `--as-lead`, when no lead is left to decide."""
    at = portal().now()
    with portal().database.transaction() as session:
        user = _get_user(session, email)
        if as_lead and user.kind != UserKind.AUTHORITY:
            raise click.ClickException("Nothing was changed: only who works in the authority can be a lead.")
        was = (user.disabled_at, user.authority_role)
        enable(session, user, by=OPERATOR, at=at)
        if as_lead:
            change_authority_role(session, user, AuthorityRole.LEAD, by=OPERATOR, at=at)
        if was == (user.disabled_at, user.authority_role):
            raise click.ClickException("Nothing was changed: the account is open.")
        can_sign_in = _has_a_way_in(session, user)
    click.echo("The account is open again.")
    if not can_sign_in:
        click.echo("They have not answered their invitation, so run people invite-again next.")


@people.command("reset-second-factor")
@click.argument("email")
@with_appcontext
def reset_second_factor(email: str) -> None:
    """Take away the second factor of somebody who has lost it and all recovery codes."""
    with portal().database.transaction() as session:
        user = _get_user(session, email)
        at = portal().now()
        removed = remove(session, user, by=OPERATOR, at=at)
        if removed:
            tell_of_reset(session, user, at)
    if not removed:
        raise click.ClickException("Nothing was changed: there is no second factor.")
    click.echo(
        "The second factor and its recovery codes are gone, and the person is signed out everywhere. "
        "With the right password they can set up another one, so make sure that it was they who asked."
    )


def _require_open() -> None:
    if not portal().settings.sign_in_is_open:
        raise click.ClickException(CLOSED)


def _get_user(session: Session, email: str) -> User:
    user = find_user_by_email(session, email)
    if user is None:
        raise click.ClickException("Nobody has this address.")
    return user


def _has_a_way_in(session: Session, user: User) -> bool:
    return find_password(session, user.id) is not None or has_identity(session, user.id)


def _invite(session: Session, user: User) -> str:
    """Invite somebody by mail, or by a link for the operator to hand over where no mail can go out."""
    with speaking(user.language):
        to_what = _what_for(session, user)
    link = send_invitation(session, user, to_what=to_what, by=OPERATOR, at=portal().now())
    return _handed_over(session, link, "An invitation", "7 days")


def _links_by_owners(session: Session, email: str) -> str:
    """Give the links of invitations by owners, where no mail can take them to whoever they are for."""
    if portal().settings.smtp_url:
        return ""
    links = [
        f"{organisation.name}: {address_of_invitation(session, invitation.id)}"
        for invitation, organisation in open_invitations_to(session, email, portal().now())
    ]
    told = "No mail server is set up, so hand over what owners have invited them with, for one use:"
    return "\n".join([told, *links]) if links else ""


def _handed_over(session: Session, link: OneTimeLink, what: str, how_long: str) -> str:
    """Say that a link is being mailed, or give it to the operator where no mail can go out."""
    if portal().settings.smtp_url:
        return f"{what} is on its way by mail. Its link works once, for {how_long}."
    address = address_of_link(session, link.id)
    return f"No mail server is set up, so hand over this link, for {how_long} and one use:\n{address}"


def _what_for(session: Session, user: User) -> str:
    """Name what somebody gets access to."""
    if user.kind == UserKind.PROVIDER:
        return ", ".join(organisation.name for _member, organisation in memberships_of(session, user.id))
    if user.kind == UserKind.MUNICIPALITY:
        code = user.municipality_code or ""
        name = municipality_names(danish_day(portal().now())).get(code, code)
        return _("%(name)s Kommune", name=name)
    return _("Godkendelsesmyndigheden")
