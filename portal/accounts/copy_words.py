"""Words for the parts and fields of the copy of a person's data, and for the values that stand in them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from portal.accounts.copy_choice_words import fields_of_choices, parts_of_choices
from portal.accounts.copy_code_words import WORDS_OF_CODES, name_of_code
from portal.cases.words import condition_line, terms_lines
from portal.labels import moment_label, quarter_label
from portal.locale import current_language, format_day
from portal.locale import gettext as _
from providers.approval.cases.codes import DecisionKind
from providers.approval.cases.terms import from_document


def part_words() -> Mapping[str, str]:
    """Name the parts of a copy."""
    return {
        "user": _("Dig"),
        "identities": _("Login med MitID"),
        "password": _("Adgangskode"),
        "second_factor": _("Kode fra app"),
        "recovery_codes": _("Nødkoder"),
        "sessions": _("Når du har været logget ind"),
        "mailed_links": _("Links, vi har sendt dig"),
        "keys_you_made": _("Nøgler til API, du har lavet"),
        "memberships": _("Aktører, du har adgang til"),
        "invitations_you_accepted": _("Invitationer, du har sagt ja til"),
        "sign_ups_you_confirmed": _("Virksomheder, du har oprettet"),
        "invitations_you_sent": _("Invitationer, du har sendt"),
        "result_files_you_brought_in": _("Filer med resultater, du har hentet ind"),
        "result_files_you_handed_in": _("Filer med resultater, du har afleveret"),
        "releases_you_made": _("Offentliggørelser, du har lavet"),
        "release_steps_you_asked_for": _("Skridt for en offentliggørelse, du har bedt om"),
        "objections_you_made": _("Indsigelser, du har skrevet"),
        "objections_you_answered": _("Indsigelser, du har svaret på"),
        **_parts_of_cases(),
        **parts_of_choices(),
        "home": _("Din kommune"),
        "looks_by_you": _("Når du har åbnet en borgers oplysninger"),
        "looks_at_you": _("Når nogen har åbnet dine oplysninger"),
        "mails": _("Mails til dig"),
        "actions": _("Det, du har gjort"),
    }


def field_words() -> Mapping[str, str]:
    """Name the fields of a copy; one word serves every part that has such a field."""
    return (
        _words_of_moments()
        | fields_of_choices()
        | {
            "id": _("Nummer"),
            "kind": _("Slags bruger"),
            "name": _("Navn"),
            "email": _("Mailadresse"),
            "language": _("Sprog i portalen"),
            "authority_role": _("Rolle i myndigheden"),
            "municipality_code": _("Kommune"),
            "simulated": _("Opdigtet person"),
            "broker": _("Logget ind gennem"),
            "ended_because": _("Sluttede, fordi"),
            "method": _("Måde at logge ind på"),
            "device": _("Browser"),
            "purpose": _("Grund"),
            "organisation_id": _("Aktør"),
            "role": _("Rolle"),
            "payload": _("Mailens indhold"),
            "action": _("Handling"),
            "source": _("Kilde"),
            "file_name": _("Fil"),
            "first_quarter": _("Første kvartal"),
            "last_quarter": _("Sidste kvartal"),
            "text": _("Tekst"),
            "answer": _("Svar"),
            "step": _("Skridt"),
            "standard_id": _("Standard"),
            "outcome": _("Vurdering"),
            "note": _("Note"),
            "terms": _("Forslagets indhold"),
            "case_id": _("Sagens nummer"),
            "state": _("Tilstand"),
            "cvr": _("CVR-nummer"),
            "company": _("Virksomhedens navn"),
        }
    )


def value_words(name: str, value: object) -> str:
    """Say a value as a person would: times by the Danish clock, codes in words; a code without one stays."""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nej")
    if isinstance(value, list):
        return ", ".join(value_words(name, each) for each in value)
    if isinstance(value, datetime):
        return moment_label(value)
    if isinstance(value, date):
        return format_day(value, current_language())
    if name in ("first_quarter", "last_quarter") and isinstance(value, int):
        return quarter_label(value)
    return name_of_code(name, str(value)) if name in WORDS_OF_CODES else str(value)


def terms_words(document: Mapping[str, Any]) -> str:
    """Say what a proposed decision says: its ground, its conditions and its days."""
    terms = from_document(document)
    has_scope = terms.municipalities is not None or terms.target_groups is not None
    lines = terms_lines(DecisionKind.APPROVE if has_scope else DecisionKind.REJECT, terms)
    told = [terms.facts, terms.ground, *(condition_line(each) for each in terms.conditions)]
    return "\n".join([*told, *(f"{label}: {text}" for label, text in lines)])


def _parts_of_cases() -> dict[str, str]:
    return {
        "answers_in_applications": _("Svar i ansøgninger, du har skrevet"),
        "documents_you_handed_in": _("Dokumenter, du har afleveret"),
        "standards_you_judged": _("Standarder, du har vurderet"),
        "notes_you_wrote": _("Noter, du har skrevet"),
        "letters_you_wrote": _("Breve til aktører, du har skrevet"),
        "letters_you_answered": _("Breve fra myndigheden, du har svaret på"),
        "decisions_you_proposed": _("Afgørelser, du har foreslået"),
        "decisions_you_were_first_of_two_about": _("Afgørelser, der bygger på dit forslag"),
        "decisions_you_made": _("Afgørelser, du har truffet"),
        "appeals_you_noted": _("Klager, du har noteret"),
        "conditions_you_followed_up": _("Vilkår, du har skrevet om"),
        "cases_you_were_given": _("Sager, du har fået"),
        "cases_you_began": _("Sager, du har begyndt"),
    }


def _words_of_moments() -> dict[str, str]:
    return {
        "at": _("Hvornår"),
        "created_at": _("Begyndte"),
        "disabled_at": _("Lukket ude"),
        "changed_at": _("Sidst ændret"),
        "confirmed_at": _("Taget i brug"),
        "used_at": _("Brugt"),
        "begun_at": _("Fra"),
        "seen_at": _("Sidst set"),
        "ends_at": _("Slutter senest"),
        "ended_at": _("Til"),
        "expires_at": _("Virker til"),
        "withdrawn_at": _("Trukket tilbage"),
        "made_at": _("Lavet"),
        "accepted_at": _("Sagt ja"),
        "revoked_at": _("Spærret"),
        "done_at": _("Sendt"),
        "imported_at": _("Hentet ind"),
        "uploaded_at": _("Afleveret"),
        "answered_at": _("Besvaret"),
        "asked_at": _("Bedt om"),
        "added_at": _("Afleveret"),
        "checked_at": _("Vurderet"),
        "written_at": _("Skrevet"),
        "sent_at": _("Sendt"),
        "proposed_at": _("Foreslået"),
        "decided_at": _("Afgjort"),
        "noted_at": _("Noteret"),
        "started_at": _("Begyndt"),
        "said_at": _("Skrevet"),
    }
