"""Ask colleagues by mail to act for an organisation."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from portal.locale import current_language
from portal.mail import INVITATION_ID, queue_mail
from providers.audit.models import Actor
from providers.organisations import invitations
from providers.organisations.invitations import Asked, Colleague
from providers.organisations.models import Invitation, Organisation


def invite(
    session: Session,
    organisation: Organisation,
    colleague: Colleague,
    *,
    by: Actor,
    by_name: str,
    at: datetime,
) -> Asked:
    """Ask a colleague by mail; whether the portal knows the address makes no difference to anything here."""
    asked, made = invitations.invite(
        session, organisation, colleague, nonce=secrets.token_hex(16), by=by, at=at
    )
    if made is not None:
        _send(session, organisation, made, by_name, at)
    return asked


def _send(session: Session, organisation: Organisation, made: Invitation, by_name: str, at: datetime) -> None:
    values: dict[str, str | int] = {
        INVITATION_ID: made.id,
        "name": made.name,
        "organisation": organisation.name,
        "role": made.role,
        "by": by_name,
    }
    queue_mail(
        session, "organisation_invitation", to=made.email, language=current_language(), values=values, at=at
    )
