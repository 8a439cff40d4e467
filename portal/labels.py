"""Names of what every audience meets, and moments, in the reader's language."""

from datetime import datetime

from portal.locale import current_language, format_day
from portal.locale import gettext as _
from providers.clock import COPENHAGEN, danish_day
from providers.organisations.models import MemberRole, OrganisationKind


def kind_label(kind: str) -> str:
    """Name a kind of actor."""
    return {
        OrganisationKind.MUNICIPALITY: _("Kommune"),
        OrganisationKind.UNEMPLOYMENT_FUND: _("A-kasse"),
        OrganisationKind.PRIVATE_ADVISER: _("Privat aktør"),
        OrganisationKind.OTHER: _("Anden aktør"),
    }[OrganisationKind(kind)]


def member_role_label(role: str) -> str:
    """Name what a member may do for an organisation."""
    return {MemberRole.OWNER: _("Ejer"), MemberRole.EDITOR: _("Redaktør")}[MemberRole(role)]


def day_of(moment: datetime) -> str:
    """Write the Danish day of a moment, such as 1. november 2026."""
    return format_day(danish_day(moment), current_language())


def moment_label(moment: datetime) -> str:
    """Write a moment by the clock in Denmark, such as 1. november 2026 kl. 10:30."""
    return _("%(day)s kl. %(time)s", day=day_of(moment), time=f"{moment.astimezone(COPENHAGEN):%H:%M}")
