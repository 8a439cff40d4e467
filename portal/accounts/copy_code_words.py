"""Words for each code in the copy of a person's data, so that a spreadsheet of it can be read by anybody."""

from collections.abc import Callable, Mapping

from portal.accounts.brokers import Audience
from portal.accounts.copy_choice_words import (
    WORDS_OF_CHOICES,
    absence_kinds,
    actions_about_choices,
    choice_states,
    contact_purposes,
)
from portal.cases.words import case_state_label, outcome_label
from portal.labels import member_role_label
from portal.locale import current_language
from portal.locale import gettext as _
from portal.state import portal
from providers.approval.cases.codes import CaseState, Outcome
from providers.approval.standard_files import versions
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


def name_of_code(name: str, code: str) -> str:
    """Give the word for a code of a field; what has been given up meanwhile stays the code that it was."""
    return WORDS_OF_CODES[name]().get(code) or (_("Slettede data") if code.endswith(ERASED) else code)


def _kinds() -> dict[str, str]:
    return {
        UserKind.CITIZEN: _("Borger"),
        UserKind.PROVIDER: _("Medarbejder hos en aktør"),
        UserKind.MUNICIPALITY: _("Sagsbehandler i en kommune"),
        UserKind.AUTHORITY: _("Medarbejder i myndigheden"),
        **absence_kinds(),
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
        **contact_purposes(),
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
        "letter": _("Nyt brev fra myndigheden"),
        "approval_ends": _("Godkendelsen udløber snart"),
        "application_received": _("En ansøgning er modtaget"),
        "condition_due": _("Et vilkår skal snart være opfyldt"),
        "draft_forgotten": _("En ansøgning, der snart bliver trukket tilbage"),
        "draft_withdrawn": _("En ansøgning er trukket tilbage"),
        "choice_made": _("En borger har valgt jer"),
        "choice_has_news": _("Nyt om dit valg"),
        "choice_left": _("Et valg gælder ikke længere"),
        "sign_up": _("Oprettelse af en virksomhed"),
        "sign_up_known_company": _("En virksomhed, der er i portalen allerede"),
        "sign_up_known_user": _("En mailadresse, der har en bruger allerede"),
    }


def _actions() -> dict[str, str]:
    return (
        _actions_about_oneself()
        | _actions_in_cases()
        | actions_about_choices()
        | {
            "user.created": _("Oprettede en bruger"),
            "user.role_changed": _("Gav en bruger en anden rolle"),
            "user.disabled": _("Lukkede en bruger ude"),
            "user.enabled": _("Lukkede en bruger ind igen"),
            "membership.begun": _("Gav adgang til en aktør"),
            "membership.ended": _("Tog adgangen til en aktør"),
            "invitation.made": _("Inviterede en person til en aktør"),
            "invitation.withdrawn": _("Trak en invitation tilbage"),
            "invitation.accepted": _("Sagde ja til en invitation"),
            "sign_up.asked": _("Bad om at oprette en virksomhed"),
            "sign_up.confirmed": _("Bekræftede en mailadresse"),
            "organisation.founded": _("Oprettede en virksomhed"),
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
            "release.made": _("Lavede en offentliggørelse"),
            "release.preview": _("Sendte en offentliggørelse til høring hos aktørerne"),
            "release.published": _("Lod alle se en offentliggørelse"),
            "release.discarded": _("Kasserede en kladde til en offentliggørelse"),
            "release.withdrawn": _("Trak en offentliggørelse tilbage"),
            "objection.made": _("Gjorde indsigelse mod resultater"),
            "objection.answered": _("Svarede på en indsigelse"),
        }
    )


def _actions_in_cases() -> dict[str, str]:
    return {
        "approval_case.started": _("Begyndte en sag om godkendelse"),
        "approval_case.send": _("Sendte en ansøgning"),
        "approval_case.withdraw": _("Trak en ansøgning tilbage"),
        "approval_case.open": _("Åbnede en sag om en aktørs godkendelse"),
        "approval_case.take": _("Tog en sag"),
        "approval_case.ask": _("Bad en aktør om oplysninger"),
        "approval_case.hear": _("Sendte en sag i partshøring"),
        "approval_case.go_on": _("Lod en sag gå videre"),
        "approval_case.propose": _("Foreslog en afgørelse"),
        "approval_case.send_back": _("Sendte et forslag tilbage"),
        "approval_case.decide": _("Afgjorde en sag"),
        "approval_case.close": _("Lukkede en sag uden afgørelse"),
        "approval_case.checked": _("Kørte kontrollen i en sag"),
        "approval_case.noted": _("Skrev en note i en sag"),
        "approval_case.documents_removed": _("Slettede dokumenter i en sag"),
        "check.judged": _("Vurderede en standard"),
        "condition.answered": _("Svarede på et vilkår"),
        "condition.judged": _("Vurderede et vilkår"),
        "inquiry.answered": _("Svarede på et brev"),
        "inquiry.ended": _("Lod en frist løbe ud"),
        "decision.made": _("Traf en afgørelse"),
        "appeal.received": _("Noterede en klage"),
        "appeal.answered": _("Noterede svaret på en klage"),
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


def _brokers() -> dict[str, str]:
    return {
        Audience.CITIZEN: _("Login for borgere"),
        Audience.STAFF: _("Login for medarbejdere"),
    }


def _standards() -> dict[str, str]:
    language = current_language()
    return {each.id: each.name.text(language) for version in versions() for each in version.standards}


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
    "broker": _brokers,
    "standard_id": _standards,
    "outcome": lambda: {each.value: outcome_label(each) for each in Outcome},
    "state": lambda: {**choice_states(), **{each.value: case_state_label(each) for each in CaseState}},
    **WORDS_OF_CHOICES,
}
