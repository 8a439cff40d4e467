"""Who acts for an organisation, and how an owner decides about it."""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import RadioField, StringField

from portal.access import member, owner, the_person
from portal.accounts.handing_over import said_of_invitation
from portal.accounts.links import send_invitation
from portal.accounts.membership_mails import tell_of_rights
from portal.accounts.passwords import mails_go_out
from portal.for_providers import labels
from portal.for_providers.deciding import back_to_team, deciding, membership_here
from portal.for_providers.invited import tell
from portal.for_providers.inviting import invite
from portal.for_providers.team_view import is_last_owner, present_invitation, present_member
from portal.forms import Form, Needed, refuse_cpr, stripped
from portal.labels import member_role_label
from portal.locale import gettext as _
from portal.sessions import Member
from portal.state import portal
from providers.audit.models import person
from providers.organisations import members
from providers.organisations.api_keys import count_live_keys
from providers.organisations.invitations import Colleague, unanswered
from providers.organisations.models import MemberRole, Membership, Organisation
from providers.organisations.team import NOT_IN_YET, team_of
from providers.people.commands import UserNotPossible
from providers.people.links import open_invitation
from providers.people.models import User
from providers.people.staff import get_staff

pages = Blueprint("team", __name__)
MEMBERSHIP = "/office/<organisation>/team/<int(max=2147483647):membership_id>"
# A second click, or impatience; mails take a while.
SEND_AGAIN_AFTER = timedelta(minutes=5)


class InviteForm(Form):
    """Whom an owner asks to act for the organisation."""

    name = StringField(
        validators=[Needed(lambda: _("Skriv kollegaens navn.")), refuse_cpr], filters=[stripped]
    )
    email = StringField(validators=[Needed(lambda: _("Skriv kollegaens mailadresse."))], filters=[stripped])
    role = RadioField(default=MemberRole.EDITOR.value)

    def __init__(self) -> None:
        super().__init__()
        self.role.choices = labels.role_choices()


class RoleForm(Form):
    """What a member may do from now on."""

    role = RadioField()

    def __init__(self) -> None:
        super().__init__()
        self.role.choices = labels.role_choices()


@pages.get("/office/<organisation>/team")
@member
def team(organisation: str) -> str:
    """Show who acts for the organisation."""
    return _shown(membership_here(organisation), InviteForm())


@pages.post("/office/<organisation>/team")
@owner
def ask(organisation: str) -> ResponseReturnValue:
    """Ask a colleague by mail to act for the organisation."""
    here, form = membership_here(organisation), InviteForm()
    if not form.validate_on_submit():
        return _shown(here, form), 400
    colleague = Colleague(form.name.data, form.email.data, MemberRole(form.role.data))
    try:
        with deciding(here, MemberRole.OWNER) as session:
            held = session.get_one(Organisation, here.organisation_id)
            by, name = person(the_person().id), the_person().name or ""
            asked = invite(session, held, colleague, by=by, by_name=name, at=portal().now())
    except UserNotPossible as refused:
        return _refused(here, form, refused)
    tell(asked, colleague.name, colleague.email)
    return back_to_team(organisation)


@pages.post(f"{MEMBERSHIP}/role")
@owner
def change_role(organisation: str, membership_id: int) -> ResponseReturnValue:
    """Give a member another role; they sign in anew."""
    here, form, at = membership_here(organisation), RoleForm(), portal().now()
    if not form.validate_on_submit():
        abort(400)
    with deciding(here, MemberRole.OWNER) as session:
        seen = members.get_membership(session, here.organisation_id, membership_id)
        role = MemberRole(form.role.data)
        changed = members.change_role(session, seen, role, by=person(the_person().id), at=at)
        if changed is not seen:
            _mail(session, changed)
        flash(_("%(name)s er nu %(role)s.", **_named(session, changed)), "success")
    return back_to_team(organisation)


@pages.post(f"{MEMBERSHIP}/remove")
@owner
def remove(organisation: str, membership_id: int) -> ResponseReturnValue:
    """Let a member go, or somebody who has not answered the authority's invitation."""
    here, at = membership_here(organisation), portal().now()
    with deciding(here, MemberRole.OWNER) as session:
        seen = members.get_membership(session, here.organisation_id, membership_id)
        members.remove(session, seen, by=person(the_person().id), at=at)
        _mail(session, seen)
        flash(_("%(name)s har ikke længere adgang til aktøren.", **_named(session, seen)), "success")
    return back_to_team(organisation)


@pages.post("/office/<organisation>/leave")
@member
def leave(organisation: str) -> ResponseReturnValue:
    """Let somebody leave the organisation by their own will."""
    here, at, reader = membership_here(organisation), portal().now(), the_person().id
    with deciding(here, *MemberRole) as session:
        held = members.find_member(session, here.organisation_id, reader)
        if held is None:
            abort(409)
        members.remove(session, held, by=person(reader), at=at)
    flash(_("Du har forladt %(name)s og har ikke længere adgang.", name=here.name), "success")
    return redirect(url_for("office.overview"), 303)


@pages.post(f"{MEMBERSHIP}/invite")
@owner
def invite_again(organisation: str, membership_id: int) -> ResponseReturnValue:
    """Send the authority's invitation again to somebody who has not answered; the earlier one stops."""
    here, at = membership_here(organisation), portal().now()
    with deciding(here, MemberRole.OWNER) as session:
        seen = members.get_membership(session, here.organisation_id, membership_id)
        who = get_staff(session, seen.user_id, at)
        earlier = open_invitation(session, seen.user_id, at)
        if seen.ended_at is not None or who.state not in NOT_IN_YET:
            flash(_("Personen venter ikke længere på en invitation."), "info")
        elif earlier is not None and mails_go_out() and at - earlier.created_at < SEND_AGAIN_AFTER:
            flash(_("Invitationen er lige sendt. Vent fem minutter, før du sender den igen."), "info")
        else:
            send_invitation(session, who.user, to_what=here.name, by=person(the_person().id), at=at)
            sent = _("Invitationen er sendt igen til %(name)s.", name=who.user.name)
            flash(*said_of_invitation(sent, who.user.name or "", who.user.email or ""))
    return back_to_team(organisation)


def _shown(here: Member, form: InviteForm) -> str:
    at, reader = portal().now(), the_person()
    with portal().database.reading() as session:
        team = [present_member(each, reader.id) for each in team_of(session, here.organisation_id, at)]
        waiting = [present_invitation(each, at) for each in unanswered(session, here.organisation_id)]
        has_keys = count_live_keys(session, here.organisation_id) > 0
    return render_template(
        "office/team.html",
        title=_("Medarbejdere"),
        organisation=here.slug,
        organisation_name=here.name,
        team=team,
        invitations=waiting,
        is_owner=here.role is MemberRole.OWNER,
        is_last_owner=is_last_owner(team),
        roles=labels.role_choices(),
        form=form,
        mails_go_out=mails_go_out(),
        has_keys=has_keys,
    )


def _refused(here: Member, form: InviteForm, refused: UserNotPossible) -> ResponseReturnValue:
    """Say what is wrong with what was typed."""
    if refused.fact == "not_an_email":
        form.email.errors = [_("Skriv en rigtig mailadresse, som navn@firma.dk.")]
    else:
        form.name.errors = [_("Skriv et navn på højst 120 tegn.")]
    return _shown(here, form), 400


def _mail(session: Session, membership: Membership) -> None:
    """Tell somebody of their rights, unless they have changed them themselves or never had a way in."""
    user = session.get_one(User, membership.user_id)
    if user.id == the_person().id or get_staff(session, user.id, portal().now()).state in NOT_IN_YET:
        return
    tell_of_rights(session, user, membership, portal().now())


def _named(session: Session, membership: Membership) -> dict[str, str]:
    user = session.get_one(User, membership.user_id)
    return {"name": user.name or "", "role": member_role_label(membership.role).lower()}
