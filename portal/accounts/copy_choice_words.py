"""Words of the copy of a person's data for what choices and courses keep about them."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from portal.choice_labels import (
    absence_label,
    choice_state_label,
    contact_purpose_label,
    decline_ground_label,
    end_ground_label,
    how_label,
    lapse_ground_label,
    none_fits_label,
    party_label,
)
from portal.locale import current_language
from portal.locale import gettext as _
from portal.state import portal
from providers.clock import danish_day
from providers.courses.codes import (
    AbsenceKind,
    ChoiceState,
    ContactPurpose,
    DeclineGround,
    EndGround,
    How,
    LapseGround,
    NoneFitsReason,
    Party,
)
from providers.reference.queries import target_groups


def parts_of_choices() -> dict[str, str]:
    """Name the parts of a copy that are about choices."""
    return {
        "your_choices": _("Dine valg og forløb"),
        "cases_about_your_choice": _("Kommunens sager om dit valg"),
        "when_none_fitted": _("Når ingen passede til dig"),
        "your_contact_details": _("Sådan kan aktøren nå dig"),
        "your_absences": _("Dit fravær"),
        "looks_at_your_contact_details": _("Når nogen har set, hvordan de kan nå dig"),
        "contact_details_you_opened": _("Når du har set, hvordan du kan nå en borger"),
    }


def fields_of_choices() -> dict[str, str]:
    """Name the fields of these parts that no other part has."""
    return {
        "listing_id": _("Tilbuddets nummer"),
        "target_group": _("Målgruppe"),
        "corrected_group": _("Målgruppe, som kommunen har rettet den"),
        "how": _("Sådan blev valget til"),
        "notice_until": _("Du kan vælge noget andet til og med"),
        "answer_by": _("Aktøren svarer senest"),
        "decline_ground": _("Hvorfor aktøren sagde nej"),
        "decline_reason": _("Aktørens ord om det"),
        "leave_reason": _("Hvorfor du stoppede"),
        "lapse_ground": _("Hvorfor valget faldt væk"),
        "closed_at": _("Lukket"),
        "started_on": _("Forløbet begyndte"),
        "planned_end_on": _("Forløbet slutter efter planen"),
        "ended_on": _("Forløbet sluttede"),
        "ended_by": _("Hvem der sluttede forløbet"),
        "end_ground": _("Hvorfor forløbet sluttede"),
        "choose_by": _("Vælg senest"),
        "group_reason": _("Kommunens ord om målgruppen"),
        "group_said_at": _("Kommunen sagde det"),
        "invited_at": _("Du blev bedt om at vælge"),
        "reasons": _("Hvorfor"),
        "sealed": _("Låste oplysninger"),
        "phone": _("Telefon"),
        "given_at": _("Oplyst"),
        "absent_on": _("Dag"),
        "reported_at": _("Meldt"),
    }


def actions_about_choices() -> dict[str, str]:
    """Name what citizens, actors and municipalities do about choices."""
    return {
        "choice.chosen": _("Valgte et tilbud"),
        "choice.by_rule": _("Foreslog et tilbud efter standardreglen"),
        "choice.take_effect": _("Lod standardreglen gælde"),
        "choice.accept": _("Sagde ja til et valg"),
        "choice.accept_by_silence": _("Lod tavshed gælde som ja"),
        "choice.decline": _("Sagde nej til et valg"),
        "choice.change": _("Skiftede til et andet valg"),
        "choice.withdraw": _("Trak et valg tilbage"),
        "choice.lapse": _("Lod et valg falde væk"),
        "choice.start": _("Begyndte et forløb"),
        "choice.end": _("Sluttede et forløb"),
        "choice.contact_changed": _("Ændrede, hvordan aktøren kan nå en borger"),
        "choice.end_planned": _("Planlagde, hvornår et forløb slutter"),
        "choice.group_corrected": _("Rettede målgruppen for et valg"),
        "absence.reported": _("Meldte fravær"),
        "absence.corrected": _("Rettede fravær"),
        "absence.taken_back": _("Fjernede fravær"),
        "none_fits.said": _("Sagde, at ingen passer"),
        "choice_case.opened": _("Bad en borger om at vælge"),
        "choice_case.deadline_moved": _("Flyttede fristen for at vælge"),
        "choice_case.group_confirmed": _("Bekræftede en målgruppe"),
        "choice_case.group_corrected": _("Rettede en målgruppe"),
        "choice_case.closed": _("Lukkede en sag om et valg"),
        "contact_look.made": _("Så, hvordan en borger kan nås"),
    }


def groups_today() -> dict[str, str]:
    """Name the target groups in the reader's language."""
    danish = current_language() == "da"
    groups = target_groups(danish_day(portal().now()))
    return {group.id: group.name_da if danish else group.name_en for group in groups}


def _labels(codes: type[StrEnum], label: Callable[[str], str]) -> Callable[[], Mapping[str, str]]:
    return lambda: {code.value: label(code) for code in codes}


# Fields that other parts have too add these to what they know.
choice_states = _labels(ChoiceState, choice_state_label)
absence_kinds = _labels(AbsenceKind, absence_label)
contact_purposes = _labels(ContactPurpose, contact_purpose_label)
WORDS_OF_CHOICES: Mapping[str, Callable[[], Mapping[str, str]]] = {
    "target_group": groups_today,
    "corrected_group": groups_today,
    "how": _labels(How, how_label),
    "decline_ground": _labels(DeclineGround, decline_ground_label),
    "lapse_ground": _labels(LapseGround, lapse_ground_label),
    "ended_by": _labels(Party, party_label),
    "end_ground": _labels(EndGround, end_ground_label),
    "reasons": _labels(NoneFitsReason, none_fits_label),
}
