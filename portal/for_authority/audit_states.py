"""Words for what an event of the audit trail says was before and after; what has none stays a code."""

from collections.abc import Callable, Mapping

from portal.choice_labels import (
    choice_state_label,
    contact_purpose_label,
    decline_ground_label,
    end_ground_label,
    how_label,
    lapse_ground_label,
)
from portal.for_authority.labels import kind_label, role_label
from portal.for_authority.result_words import import_kind_label, release_state_label
from portal.labels import member_role_label
from portal.locale import gettext as _
from providers.courses.codes import ChoiceState, ContactPurpose, DeclineGround, EndGround, How, LapseGround
from providers.organisations.models import MemberRole
from providers.people.models import (
    STAFF_KINDS,
    AuthorityRole,
    LinkPurpose,
    LookPurpose,
    SignInMethod,
    UserKind,
)
from ratings.measured_results.codes import ReleaseState


def field_words() -> Mapping[str, str]:
    """Name the fields that events tell of."""
    return _fields_of_people() | _fields_of_data()


def value_words(name: str, value: object) -> str:
    """Say a value in words, or as the code that it is."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, list):
        return ", ".join(value_words(name, each) for each in value)
    words = WORDS_OF_CODES.get(name)
    return words().get(str(value), str(value)) if words else str(value)


def _fields_of_people() -> dict[str, str]:
    return {
        "kind": _("Slags"),
        "authority_role": _("Rolle i myndigheden"),
        "municipality": _("Kommune"),
        "disabled": _("Lukket ude"),
        "user": _("Brugerens nummer"),
        "organisation": _("Aktørens nummer"),
        "role": _("Rolle"),
        "ended": _("Sluttet"),
        "method": _("Måde at logge ind på"),
        "purpose": _("Grund"),
        "broker": _("Logget ind gennem"),
        "confirmed": _("Taget i brug"),
        "left": _("Nødkoder tilbage"),
        "set": _("Valgt"),
        "told": _("Oplyst"),
        "citizen": _("Borgerens nummer"),
        "viewer": _("Nummer på den, der så oplysningerne"),
        "revoked": _("Spærret"),
    }


def _fields_of_data() -> dict[str, str]:
    return {
        "organisations_new": _("Nye aktører"),
        "organisations_changed": _("Ændrede aktører"),
        "listings_new": _("Nye tilbud"),
        "listings_changed": _("Ændrede tilbud"),
        "rows": _("Rækker"),
        "accepted": _("Rækker, der blev hentet ind"),
        "simulated": _("Simulerede tal"),
        "file_hash": _("Filens aftryk"),
        "state": _("Tilstand"),
        "first_quarter": _("Første kvartal"),
        "last_quarter": _("Sidste kvartal"),
        "corrects": _("Retter offentliggørelse nummer"),
        "release": _("Offentliggørelsens nummer"),
        "upheld": _("Indsigelsen fik ret"),
        "assigned_to": _("Sagsbehandlerens nummer"),
        "standards": _("Udgave af standarderne"),
        "case": _("Sagens nummer"),
        "standard": _("Standard"),
        "outcome": _("Vurdering"),
        "effective_on": _("Virker fra"),
        "decision": _("Afgørelsens nummer"),
        "number": _("Vilkårets nummer"),
        "listing": _("Tilbuddets nummer"),
        "listing_version": _("Nummer på tilbuddets udgave"),
        "how": _("Sådan blev valget til"),
        "ground": _("Grund til slutningen"),
        "choice": _("Valgets nummer"),
        "group_told": _("Målgruppen er oplyst"),
        "closed": _("Lukket"),
    }


def _kinds() -> dict[str, str]:
    kinds = {kind.value: kind_label(kind) for kind in STAFF_KINDS}
    imports = {kind: import_kind_label(kind) for kind in ("spells", "aggregates")}
    return {UserKind.CITIZEN: _("Borger"), **kinds, **imports}


def _ends() -> dict[str, str]:
    return {
        "signed_out": _("Loggede ud"),
        "signed_out_everywhere": _("Logget ud alle steder"),
        "replaced": _("Loggede ind igen"),
        "rights_changed": _("Rettigheder blev ændret"),
        "password_changed": _("Adgangskoden blev ændret"),
        "disabled": _("Lukket ude"),
        "used": _("Brugt"),
        "withdrawn": _("Trukket tilbage"),
        "accepted": _("Sagt ja"),
    }


def _purposes() -> dict[str, str]:
    return {
        **{purpose.value: contact_purpose_label(purpose) for purpose in ContactPurpose},
        LookPurpose.GUIDANCE: _("Vejledning"),
        LookPurpose.DECISION: _("En afgørelse"),
        LookPurpose.COMPLAINT: _("En klage"),
        LookPurpose.CORRECTION: _("At rette en fejl"),
        LinkPurpose.INVITATION: _("Invitation"),
        LinkPurpose.PASSWORD_RESET: _("Ny adgangskode"),
    }


def _methods() -> dict[str, str]:
    return {
        SignInMethod.BROKER: _("MitID"),
        SignInMethod.PASSWORD: _("Adgangskode"),
        SignInMethod.DEMONSTRATION: _("Uden bevis, i en prøve"),
    }


def _grounds() -> dict[str, str]:
    return {
        **{ground.value: decline_ground_label(ground) for ground in DeclineGround},
        **{ground.value: lapse_ground_label(ground) for ground in LapseGround},
        **{ground.value: end_ground_label(ground) for ground in EndGround},
    }


WORDS_OF_CODES: Mapping[str, Callable[[], Mapping[str, str]]] = {
    "kind": _kinds,
    "authority_role": lambda: {role.value: role_label(role) for role in AuthorityRole},
    "role": lambda: {role.value: member_role_label(role) for role in MemberRole},
    "ended": _ends,
    "method": _methods,
    "purpose": _purposes,
    "state": lambda: {
        **{state.value: choice_state_label(state) for state in ChoiceState},
        **{state.value: release_state_label(state) for state in ReleaseState},
    },
    "how": lambda: {how.value: how_label(how) for how in How},
    "ground": _grounds,
}
