"""Why a broker's answer lets nobody in, and what the page about it says: what happened, and the way on."""

from dataclasses import dataclass
from http import HTTPStatus

from portal.locale import gettext as _

# A sign-in that is over already; whoever is signed in by now has only pressed "back".
OVER = frozenset({"attempt_unknown", "attempt_used"})


class SignInRefused(Exception):
    """Nobody is signed in; `fact` is a code that names the page, `reason` one that only the log sees."""

    def __init__(self, fact: str, reason: str = "") -> None:
        super().__init__(f"Nobody is signed in: {fact}.")
        self.fact = fact
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Words:
    """What a page about a refusal says; `again` says whether trying again can help."""

    title: str
    text: str
    advice: str
    status: HTTPStatus = HTTPStatus.FORBIDDEN
    again: bool = True


def words_about(fact: str, name: str) -> Words | None:
    """Say what happened and what to do, or nothing for a fact that isn't one; `name` is the broker's."""
    known = _about_the_broker(name) | _about_the_person(name)
    return known.get(fact)


def _about_the_broker(name: str) -> dict[str, Words]:
    """Word what went wrong between the broker and us."""
    again = _("Log ind igen fra begyndelsen.")
    return {
        "broker_away": Words(
            _("%(name)s svarer ikke lige nu", name=name),
            _("Vi kan ikke få svar fra %(name)s. Det er ikke din skyld, og intet er ændret.", name=name),
            _("Vent et par minutter, og prøv igen. Du kan søge efter aktører uden at logge ind."),
            HTTPStatus.SERVICE_UNAVAILABLE,
        ),
        "cancelled": Words(
            _("Du er ikke logget ind"),
            _("Du afbrød hos %(name)s, eller %(name)s lukkede dig ikke ind.", name=name),
            _("Du kan prøve igen eller gå til forsiden."),
            HTTPStatus.OK,
        ),
        "attempt_unknown": Words(
            _("Vi kan ikke genkende dit forsøg på at logge ind"),
            _("Du begyndte måske i en anden browser, eller der er gået for lang tid. Det kan også være, "
              "at din browser ikke gemmer cookies."),
            again,
            HTTPStatus.BAD_REQUEST,
        ),
        "attempt_used": Words(
            _("Forsøget på at logge ind er allerede brugt"),
            _("Svaret fra %(name)s kan kun bruges én gang.", name=name),
            again,
            HTTPStatus.BAD_REQUEST,
        ),
        "answer_to_another_attempt": Words(
            _("Svaret hører til et andet forsøg på at logge ind"),
            _("Derfor har vi ikke logget dig ind."),
            again,
            HTTPStatus.BAD_REQUEST,
        ),
        "answer_not_trusted": Words(
            _("Vi kan ikke stole på svaret"),
            _("Svaret fra %(name)s var ikke, som det skal være, så vi har ikke logget dig ind.", name=name),
            _("Prøv igen. Sker det flere gange, så skriv til os."),
            HTTPStatus.BAD_REQUEST,
        ),
    }  # fmt: skip


def _about_the_person(name: str) -> dict[str, Words]:
    """Word what keeps somebody out whom the broker knows."""
    return {
        "level_too_low": Words(
            _("Du skal logge ind på en mere sikker måde"),
            _("Den måde, du brugte hos %(name)s, er ikke sikker nok til portalen.", name=name),
            _("Prøv igen, og brug for eksempel appen i stedet for kun en adgangskode."),
        ),
        "claim_missing": Words(
            _("Vi mangler en oplysning fra %(name)s", name=name),
            _("%(name)s sendte ikke alt det, vi skal bruge for at logge dig ind.", name=name),
            _("Prøv igen, og vælg den rigtige identitet. Sker det flere gange, så skriv til os."),
        ),
        "wrong_organisation": Words(
            _("Du er logget ind for en anden virksomhed"),
            _("Du brugte %(name)s for en virksomhed, som du ikke er medarbejder for her.", name=name),
            _("Prøv igen, og vælg den rigtige virksomhed. Har du skiftet arbejde, så bed en ejer om at "
              "invitere dig."),
        ),
        "disabled": Words(
            _("Din adgang er lukket"),
            _("Du kan ikke bruge portalen med denne bruger."),
            _("Spørg den, der gav dig adgang, eller skriv til os."),
            again=False,
        ),
        "not_invited": Words(
            _("Du skal inviteres, før du kan logge ind"),
            _("Vi kender ingen bruger eller aktør, som passer til dit login."),
            _("Er du inviteret, så brug linket i mailen. Ellers bed din leder om at få dig inviteret."),
            again=False,
        ),
        "ask_an_owner": Words(
            _("Bed en ejer om at invitere dig"),
            _("Din virksomhed er allerede i portalen, men du er ikke medarbejder for den her endnu."),
            _("En ejer i virksomheden kan invitere dig. Er du allerede inviteret, så brug linket i mailen."),
            again=False,
        ),
        "identity_taken": Words(
            _("Du har allerede en bruger"),
            _("Dit login hører til en anden bruger i portalen, så vi kan ikke bruge det til invitationen."),
            _("Log ind uden linket. Bed om at få din egen bruger inviteret i stedet."),
        ),
        "link_not_usable": Words(
            _("Invitationen virker ikke længere"),
            _("Linket er brugt, trukket tilbage eller for gammelt."),
            _("Har du brugt det før, så log ind. Ellers bed om en ny invitation."),
        ),
    }  # fmt: skip
