"""What every page shares on which the members of an organisation are decided about."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import abort, flash, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import the_person
from portal.locale import gettext as _
from portal.sessions import Member
from portal.state import portal
from providers.organisations import members
from providers.organisations.invitations import InvitationNotFound
from providers.organisations.members import (
    MembershipHasChanged,
    MembershipNotFound,
    MembershipNotPossible,
)
from providers.organisations.models import MemberRole


def membership_here(slug: str) -> Member:
    """Give the membership with which the reader is here; the guard has found it before."""
    held = the_person().membership_in(slug)
    if held is None:
        abort(404)
    return held


@contextmanager
def deciding(here: Member, *roles: MemberRole) -> Iterator[Session]:
    """Give a transaction in which nobody else changes the members, and the reader still has a role."""
    try:
        with portal().database.transaction() as session:
            members.hold(session, here.organisation_id)
            reader = members.find_member(session, here.organisation_id, the_person().id)
            if reader is None or reader.role not in roles:
                abort(409)
            yield session
    except (MembershipNotFound, InvitationNotFound):
        abort(404)
    except MembershipHasChanged:
        abort(409)
    except MembershipNotPossible as refused:
        if refused.fact != "last_owner":
            raise
        flash(_("Der skal altid være en ejer. Gør først en kollega til ejer."), "warning")
        abort(back_to_team(here.slug))


def back_to_team(organisation: str) -> Response:
    """Lead back to the list of members."""
    return redirect(url_for("team.team", organisation=organisation), 303)
