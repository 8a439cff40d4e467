"""Invitations that wait for an answer: owners send them again or withdraw them."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue

from portal.access import owner, the_person
from portal.accounts.handing_over import said_of_invitation
from portal.accounts.passwords import mails_go_out
from portal.for_providers.deciding import back_to_team, deciding, membership_here
from portal.for_providers.inviting import invite
from portal.locale import gettext as _
from portal.state import portal
from providers.audit.models import person
from providers.organisations import invitations
from providers.organisations.invitations import Asked, Colleague
from providers.organisations.models import MemberRole, Organisation

pages = Blueprint("invited", __name__)
INVITATION = "/office/<organisation>/invitations/<int(max=2147483647):invitation_id>"


@pages.post(f"{INVITATION}/send-again")
@owner
def send_again(organisation: str, invitation_id: int) -> ResponseReturnValue:
    """Send an invitation again to somebody who has not answered; the earlier one stops working."""
    here, at = membership_here(organisation), portal().now()
    with deciding(here, MemberRole.OWNER) as session:
        seen = invitations.get_invitation(session, here.organisation_id, invitation_id)
        if seen.accepted_at is not None or seen.withdrawn_at is not None:
            flash(_("Invitationen venter ikke længere på svar."), "info")
            return back_to_team(organisation)
        asked = invite(
            session,
            session.get_one(Organisation, here.organisation_id),
            Colleague(seen.name, seen.email, MemberRole(seen.role)),
            by=person(the_person().id),
            by_name=the_person().name or "",
            at=at,
        )
    tell(asked, seen.name, seen.email)
    return back_to_team(organisation)


@pages.post(f"{INVITATION}/withdraw")
@owner
def withdraw(organisation: str, invitation_id: int) -> ResponseReturnValue:
    """Make an invitation that was not answered stop working."""
    here, at = membership_here(organisation), portal().now()
    with deciding(here, MemberRole.OWNER) as session:
        seen = invitations.get_invitation(session, here.organisation_id, invitation_id)
        invitations.withdraw(session, seen, by=person(the_person().id), at=at)
        accepted = seen.accepted_at is not None
    if accepted:
        flash(_("%(email)s har allerede sagt ja.", email=seen.email), "info")
    else:
        flash(_("Invitationen til %(email)s er trukket tilbage.", email=seen.email), "success")
    return back_to_team(organisation)


def tell(asked: Asked, name: str, email: str) -> None:
    """Say what asking somebody has led to."""
    if asked is not Asked.MEMBER_ALREADY and not mails_go_out():
        flash(*said_of_invitation("", name, email))
        return
    said = {
        Asked.INVITED: _("Vi har sendt en invitation til %(email)s.", email=email),
        Asked.REPLACED: _(
            "Vi har sendt en ny invitation til %(email)s. Den gamle gælder ikke længere.", email=email
        ),
        Asked.SENT_LATELY: _(
            "Invitationen til %(email)s er lige sendt. Vent fem minutter, før du sender den igen.",
            email=email,
        ),
        Asked.MEMBER_ALREADY: _("%(email)s er allerede på listen.", email=email),
    }
    flash(said[asked], "success" if asked in (Asked.INVITED, Asked.REPLACED) else "info")
