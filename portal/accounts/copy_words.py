"""Words for the codes in the copy of a person's data, so that a spreadsheet of it can be read by anybody."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from portal.labels import member_role_label, moment_label
from portal.locale import current_language, format_day
from portal.locale import gettext as _
from portal.state import portal
from providers.clock import danish_day
from providers.organisations.models import MemberRole
from providers.people.models import (
    AuthorityRole,
    LinkPurpose,
    LookPurpose,
    SessionEnd,
    SignInMethod,
    UserKind,
)
from providers.reference.queries import municipality_names

ERASED = ".erased"


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
        "invitations_you_sent": _("Invitationer, du har sendt"),
        "result_files_you_brought_in": _("Filer med resultater, du har hentet ind"),
        "result_files_you_handed_in": _("Filer med resultater, du har afleveret"),
        "releases_you_made": _("Opgørelser, du har lavet"),
        "release_steps_you_asked_for": _("Skridt for en opgørelse, du har bedt om"),
        "objections_you_made": _("Indsigelser, du har skrevet"),
        "objections_you_answered": _("Indsigelser, du har svaret på"),
        "home": _("Din kommune"),
        "looks_by_you": _("Når du har åbnet en borgers oplysninger"),
        "looks_at_you": _("Når nogen har åbnet dine oplysninger"),
        "mails": _("Mails til dig"),
        "actions": _("Det, du har gjort"),
    }


def field_words() -> Mapping[str, str]:
    """Name the fields of a copy; one word serves every part that has such a field."""
    return _words_of_moments() | {
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
        "organisation_id": _("Aktørens nummer"),
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
    }


def value_words(name: str, value: object) -> str:
    """Say a value as a person would: times by the Danish clock, codes in words; a code without one stays."""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nej")
    if isinstance(value, datetime):
        return moment_label(value)
    if isinstance(value, date):
        return format_day(value, current_language())
    words = WORDS_OF_CODES.get(name)
    return words().get(str(value), _unnamed(str(value))) if words else str(value)


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
    }


def _unnamed(code: str) -> str:
    return _("Slettede data") if code.endswith(ERASED) else code


def _kinds() -> dict[str, str]:
    return {
        UserKind.CITIZEN: _("Borger"),
        UserKind.PROVIDER: _("Medarbejder hos en aktør"),
        UserKind.MUNICIPALITY: _("Sagsbehandler i en kommune"),
        UserKind.AUTHORITY: _("Medarbejder i myndigheden"),
    }


def _languages() -> dict[str, str]:
    return {"da": _("Dansk"), "en": _("Engelsk")}


def _authority_roles() -> dict[str, str]:
    return {
        AuthorityRole.CASEWORKER: _("Sagsbehandler"),
        AuthorityRole.LEAD: _("Leder"),
        AuthorityRole.AUDITOR: _("Revisor"),
    }


def _municipalities() -> dict[str, str]:
    return {code: str(name) for code, name in municipality_names(danish_day(portal().now())).items()}


def _ends() -> dict[str, str]:
    return {
        SessionEnd.SIGNED_OUT: _("Du loggede ud"),
        SessionEnd.SIGNED_OUT_EVERYWHERE: _("Du loggede ud alle steder"),
        SessionEnd.REPLACED: _("Du loggede ind igen"),
        SessionEnd.RIGHTS_CHANGED: _("Dine rettigheder blev ændret"),
        SessionEnd.PASSWORD_CHANGED: _("Din adgangskode blev ændret"),
        SessionEnd.DISABLED: _("Din adgang blev lukket"),
    }


def _methods() -> dict[str, str]:
    return {
        SignInMethod.BROKER: _("MitID"),
        SignInMethod.PASSWORD: _("Adgangskode"),
        SignInMethod.DEMONSTRATION: _("Uden bevis, i en prøve"),
    }


def _purposes() -> dict[str, str]:
    return {
        LookPurpose.GUIDANCE: _("Vejledning"),
        LookPurpose.DECISION: _("En afgørelse"),
        LookPurpose.COMPLAINT: _("En klage"),
        LookPurpose.CORRECTION: _("At rette en fejl"),
        LinkPurpose.INVITATION: _("Invitation"),
        LinkPurpose.PASSWORD_RESET: _("Ny adgangskode"),
    }


def _member_roles() -> dict[str, str]:
    return {role.value: member_role_label(role) for role in MemberRole}


def _mails() -> dict[str, str]:
    return {
        "invitation": _("Invitation"),
        "organisation_invitation": _("Invitation til en aktør"),
        "member_joined": _("Adgang til en aktør"),
        "password_reset": _("Ny adgangskode"),
        "password_changed": _("Din adgangskode blev ændret"),
        "rights_changed": _("Dine rettigheder blev ændret"),
        "second_factor_guessed": _("Nogen kender måske din adgangskode"),
        "second_factor_reset": _("Koderne fra din app er nulstillet"),
        "second_factor_set": _("Koder fra en app taget i brug"),
        "recovery_code_used": _("En nødkode er brugt"),
        "account_disabled": _("Din adgang blev lukket"),
        "results_preview": _("Resultater, I kan gøre indsigelse mod"),
        "objection_answered": _("Svar på en indsigelse"),
    }


def _actions() -> dict[str, str]:
    return _actions_about_oneself() | {
        "user.created": _("Oprettede en bruger"),
        "user.role_changed": _("Gav en bruger en anden rolle"),
        "user.disabled": _("Lukkede en bruger ude"),
        "user.enabled": _("Lukkede en bruger ind igen"),
        "membership.begun": _("Gav adgang til en aktør"),
        "membership.ended": _("Tog adgangen til en aktør"),
        "invitation.made": _("Inviterede en person til en aktør"),
        "invitation.withdrawn": _("Trak en invitation tilbage"),
        "invitation.accepted": _("Sagde ja til en invitation"),
        "link.issued": _("Bad om et link i en mail"),
        "link.used": _("Brugte et link i en mail"),
        "link.withdrawn": _("Trak et link tilbage"),
        "citizen.looked_at": _("Åbnede en borgers oplysninger"),
        "api_key.made": _("Lavede en nøgle til API"),
        "api_key.revoked": _("Spærrede en nøgle til API"),
        "register.imported": _("Hentede registeret ind"),
        "mail.resent": _("Lod en mail blive sendt igen"),
        "result_import.made": _("Hentede resultater ind"),
        "result_import.removed": _("Fjernede en import af resultater"),
        "release.made": _("Lavede en opgørelse"),
        "release.preview": _("Sendte en opgørelse til høring hos aktørerne"),
        "release.published": _("Offentliggjorde en opgørelse"),
        "release.withdrawn": _("Trak en opgørelse tilbage"),
        "objection.made": _("Gjorde indsigelse mod resultater"),
        "objection.answered": _("Svarede på en indsigelse"),
    }


def _steps() -> dict[str, str]:
    return {
        "make": _("Lav en kladde"),
        "preview": _("Send i høring"),
        "publish": _("Offentliggør"),
        "withdraw": _("Træk tilbage"),
    }


def _actions_about_oneself() -> dict[str, str]:
    return {
        "session.begun": _("Loggede ind"),
        "session.ended": _("Afsluttede et login"),
        "identity.connected": _("Tog MitID i brug"),
        "password.set": _("Valgte en ny adgangskode"),
        "second_factor.confirmed": _("Tog koder fra en app i brug"),
        "second_factor.removed": _("Fjernede koder fra en app"),
        "recovery_codes.made": _("Fik nye nødkoder"),
        "recovery_codes.removed": _("Fjernede nødkoder"),
        "recovery_code.used": _("Brugte en nødkode"),
        "profile.told": _("Valgte en kommune"),
        "profile.changed": _("Valgte en anden kommune"),
        "profile.removed": _("Slettede sin kommune"),
    }


WORDS_OF_CODES: Mapping[str, Callable[[], Mapping[str, str]]] = {
    "kind": _kinds,
    "language": _languages,
    "authority_role": _authority_roles,
    "municipality_code": _municipalities,
    "ended_because": _ends,
    "method": _methods,
    "purpose": _purposes,
    "role": _member_roles,
    "template": _mails,
    "action": _actions,
    "step": _steps,
}
