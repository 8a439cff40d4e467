"""Name what somebody is invited to, in the language of their mail."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.for_authority.labels import place_of
from portal.locale import gettext as _
from portal.locale import speaking
from providers.organisations.queries import names_of_organisations
from providers.people.models import User


def task_of(session: Session, user: User, at: datetime) -> str:
    """Name what somebody works for: the authority, a municipality, or the organisations they act for."""
    organisations = names_of_organisations(session, [user.id]).get(user.id, [])
    with speaking(user.language):
        return place_of(user, organisations, at) or _("Godkendelsesmyndigheden")
