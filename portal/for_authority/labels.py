"""Names of the codes that say who somebody is and how they stand, in the reader's language."""

from datetime import datetime

from portal.labels import day_of
from portal.locale import gettext as _
from providers.clock import danish_day
from providers.people.models import AuthorityRole, User, UserKind
from providers.people.staff import StaffMember, StaffState
from providers.reference.queries import municipality_names


def kind_label(kind: str) -> str:
    """Name where somebody works."""
    return {
        UserKind.AUTHORITY: _("Myndigheden"),
        UserKind.MUNICIPALITY: _("Kommune"),
        UserKind.PROVIDER: _("Aktør"),
    }[UserKind(kind)]


def kind_choices() -> list[tuple[str, str]]:
    """Give where somebody can work, for a list to choose from."""
    kinds = (UserKind.AUTHORITY, UserKind.MUNICIPALITY, UserKind.PROVIDER)
    return [(kind.value, kind_label(kind)) for kind in kinds]


def role_label(role: str) -> str:
    """Name what somebody does in the authority."""
    return {
        AuthorityRole.CASEWORKER: _("Sagsbehandler"),
        AuthorityRole.LEAD: _("Leder"),
        AuthorityRole.AUDITOR: _("Revisor"),
    }[AuthorityRole(role)]


def numbered(user: User | None, number: int, role: object = None) -> str:
    """Name somebody by what they are and their number alone; whoever is erased is a person and no more.

    A role in the authority changes, so it is named only where it is told that they had it then.
    """
    if user is None:
        return _("person nummer %(id)s", id=number)
    if user.kind == UserKind.CITIZEN:
        return _("borger nummer %(id)s", id=number)
    if user.kind == UserKind.MUNICIPALITY or role == AuthorityRole.CASEWORKER:
        return _("sagsbehandler nummer %(id)s", id=number)
    if role == AuthorityRole.LEAD:
        return _("leder nummer %(id)s", id=number)
    if role == AuthorityRole.AUDITOR:
        return _("revisor nummer %(id)s", id=number)
    return _("medarbejder nummer %(id)s", id=number)


def role_choices() -> list[tuple[str, str]]:
    """Give the roles with what each may do, for a list to choose from."""
    return [
        (
            AuthorityRole.CASEWORKER.value,
            _("Sagsbehandler: behandler sager, henter resultater ind og svarer på indsigelser"),
        ),
        (
            AuthorityRole.LEAD.value,
            _(
                "Leder: afgør også sager, offentliggør resultater, bestemmer, hvem der har adgang, "
                "og læser revisionssporet"
            ),
        ),
        (AuthorityRole.AUDITOR.value, _("Revisor: ser det samme og læser revisionssporet, men ændrer intet")),
    ]


def state_label(state: StaffState) -> str:
    """Name how somebody stands."""
    return {
        StaffState.ACTIVE: _("Kan logge ind"),
        StaffState.DORMANT: _("Kan logge ind, men ikke set i 90 dage"),
        StaffState.INVITED: _("Inviteret"),
        StaffState.EXPIRED: _("Invitation udløbet"),
        StaffState.NOT_INVITED: _("Ingen invitation"),
        StaffState.DISABLED: _("Lukket ude"),
    }[state]


def state_choices() -> list[tuple[str, str]]:
    """Give the ways somebody can stand, for a list to choose from."""
    return [(state.value, state_label(state)) for state in StaffState]


def state_line(member: StaffMember) -> str:
    """Say how somebody stands, and until when they can answer."""
    if member.state is StaffState.INVITED and member.invited_until is not None:
        return _("Inviteret, kan svare til og med %(day)s", day=day_of(member.invited_until))
    if member.state is StaffState.EXPIRED and member.invited_until is not None:
        return _("Invitation udløbet %(day)s", day=day_of(member.invited_until))
    return state_label(member.state)


def second_factor_label(member: StaffMember) -> str:
    """Say whether somebody proves twice who they are."""
    if member.has_second_factor:
        return _("Ja")
    return _("Sker hos MitID") if member.has_broker else _("Nej")


def place_of(user: User, organisations: list[str], at: datetime) -> str:
    """Name what somebody works for: a municipality, or the organisations they act for."""
    if user.kind == UserKind.MUNICIPALITY:
        code = user.municipality_code or ""
        return _("%(name)s Kommune", name=municipality_names(danish_day(at)).get(code, code))
    return ", ".join(organisations)
