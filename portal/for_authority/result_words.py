"""Words for the codes of imports and releases, in the reader's language."""

from portal.locale import gettext as _
from ratings.measured_results.codes import ReleaseState, Signal
from ratings.measured_results.disclosure.door import Hidden
from ratings.measured_results.figure_queries import Reach
from ratings.measured_results.method.spell_columns import UNKNOWN_LEVEL
from ratings.measured_results.orders import OrderState, Step
from ratings.measured_results.register_files.problems import Reason
from ratings.measured_results.register_files.uploads import UploadState


def import_kind_label(kind: str) -> str:
    """Name what the rows of an import are."""
    return {"spells": _("Forløb"), "aggregates": _("Optalte tal")}[kind]


def upload_state_label(state: str) -> str:
    """Say how it stands with a file that was handed in."""
    return {
        UploadState.WAITING: _("Venter på at blive læst"),
        UploadState.READING: _("Bliver læst nu"),
        UploadState.DONE: _("Hentet ind"),
        UploadState.KNOWN: _("Hentet ind før"),
        UploadState.REFUSED: _("Afvist"),
        UploadState.FAILED: _("Gik galt hos os"),
    }[UploadState(state)]


def release_state_label(state: str) -> str:
    """Name how far a release has come."""
    return {
        ReleaseState.DRAFT: _("Kladde"),
        ReleaseState.PREVIEW: _("I høring hos aktørerne"),
        ReleaseState.PUBLISHED: _("Offentliggjort"),
        ReleaseState.WITHDRAWN: _("Trukket tilbage"),
    }[ReleaseState(state)]


def step_label(step: str) -> str:
    """Name what can be done with a release, as its button does."""
    return {
        Step.MAKE: _("Lav en kladde"),
        Step.PREVIEW: _("Send i høring"),
        Step.PUBLISH: _("Offentliggør"),
        Step.WITHDRAW: _("Træk tilbage"),
    }[Step(step)]


def order_sentence(step: str, state: str, fact: str | None) -> str:
    """Say how it stands with something that was asked for."""
    what = step_label(step)
    if state == OrderState.REFUSED:
        return _("%(what)s: det kunne ikke lade sig gøre. %(why)s", what=what, why=refusal(fact or ""))
    if state == OrderState.FAILED:
        return _("%(what)s: det gik galt hos os. Prøv igen, eller bed driften om hjælp.", what=what)
    if state == OrderState.DONE:
        return _("%(what)s: det er gjort.", what=what)
    return _("%(what)s: det er i gang. Det kan tage nogle minutter.", what=what)


def refusal(fact: str) -> str:
    """Say why a release can't be made, or can't go on."""
    states = {
        "draft_to_published": _("Aktørerne skal først have haft den i høring i 14 dage."),
        "draft_to_withdrawn": _("Den er ikke offentlig, så den kan ikke trækkes tilbage."),
        "preview_to_withdrawn": _("Den er ikke offentlig, så den kan ikke trækkes tilbage."),
        "preview_to_preview": _("Den er allerede i høring."),
        "published_to_preview": _("Den er offentlig, så den kan ikke komme i høring igen."),
        "published_to_published": _("Den er allerede offentlig."),
    }
    if fact.startswith("withdrawn_to_"):
        return _("Den er trukket tilbage.")
    return (
        states
        | {
            "preview_runs": _("Høringen er ikke slut endnu."),
            "period_runs_backward": _("Det sidste kvartal ligger før det første."),
            "period_has_not_ended": _("Det sidste kvartal er ikke slut, så ingen kender tallene endnu."),
            "nothing_in_the_period": _("Der er ingen tal i perioden. Hent tal ind først."),
            "simulated_beside_real": _("Perioden har både simulerede og rigtige tal. De må ikke blandes."),
            "corrects_what_is_not_public": _(
                "Kun en offentliggørelse, som alle kan se eller har set, kan rettes."
            ),
            "corrected_already": _("Den er rettet allerede. Ret i stedet den, der rettede den."),
            "corrects_another_period": _("En rettelse skal have de samme kvartaler som den, den retter."),
            "corrected_without_a_note": _("Skriv, hvad der er rettet. Det bliver offentligt."),
            "discarded_without_a_note": _("Skriv, hvorfor kladden kasseres."),
            "discarded_after_the_draft": _("Kun en kladde kan kasseres. Aktørerne har set tallene."),
            "withdrawn_without_a_note": _("Skriv, hvorfor den trækkes tilbage. Det bliver offentligt."),
        }
    ).get(fact) or _("Reglerne tillader det ikke nu.")


def reach_sentence(reach: Reach) -> str:
    """Say of how many actors everybody would see something."""
    return _(
        "%(shown)s af %(actors)s aktører får tal, som alle kan se. %(graded)s får en vurdering.",
        shown=reach.shown,
        actors=reach.actors,
        graded=reach.graded,
    )


def reach_warnings(reach: Reach, *, adjusted: bool) -> list[str]:
    """Say what a lead should think about before so few figures come out; counts alone never have grades."""
    warnings = []
    if reach.shows_few:
        warnings.append(_("Få aktører får tal. De fleste ligner så aktører uden resultater."))
    if adjusted and reach.grades_few:
        warnings.append(_("Få aktører får en vurdering. Så kan borgerne næsten ikke sammenligne dem."))
    return [*warnings, _("Med flere kvartaler bliver der flere tal.")] if warnings else []


def objection_refusal(fact: str) -> str:
    """Say why an objection can't be answered."""
    return {
        "text_missing": _("Skriv et svar."),
        "text_too_long": _("Skriv højst 5.000 tegn."),
    }.get(fact) or _("Det kan ikke lade sig gøre nu.")


def hidden_label(hidden: str) -> str:
    """Say why the public does not get a figure."""
    return {
        Hidden.FEW: _("Skjult: under 5 personer"),
        Hidden.FEW_FOR_A_SHARE: _("Skjult: under 20 personer"),
        Hidden.COVER: _("Skjult: dækker over et andet tal"),
        Hidden.DIFFERENCE: _("Skjult: ligner en tidligere offentliggørelse for meget"),
    }[Hidden(hidden)]


def factor_label(factor: str) -> str:
    """Name a framework condition; of one that only the register's file knows, say that the word is its."""
    known = {
        "age": _("Alder"),
        "education": _("Uddannelse"),
        "months_on_support": _("Måneder på ydelse"),
        "origin": _("Oprindelse"),
        "health": _("Helbred"),
        "earlier_employment": _("Tidligere arbejde"),
    }
    return known.get(factor) or _("%(name)s (filens eget ord)", name=factor)


def level_label_of(level: str) -> str:
    """Write what a condition can be: as the file writes it, but for those of whom nothing is known."""
    return _("ikke oplyst") if level == UNKNOWN_LEVEL else level


def signal_label(signal: str) -> str:
    """Name what a signal asks for."""
    return {
        Signal.NONE: _("Ingen"),
        Signal.YELLOW: _("Gul: tal med aktøren"),
        Signal.RED: _("Rød: overvej en sag"),
    }[Signal(signal)]


def outside_label(limit: float) -> str:
    """Say outside of which limit of chance an actor lies."""
    return {0.0: _("Inden for"), 95.0: _("Uden for 95 procent"), 99.8: _("Uden for 99,8 procent")}[limit]


def reason_label(reason: Reason) -> str:
    """Say what is wrong with a row or a file."""
    return (_of_files() | _of_actors() | _of_values()).get(reason) or reason.value


def _of_files() -> dict[Reason, str]:
    return {
        Reason.NOT_A_TABLE: _("Filen er hverken CSV eller Parquet. Gem den som en af dem."),
        Reason.ENCODING: _("Teksten er hverken UTF-8 eller Windows-1252. Gem filen som UTF-8."),
        Reason.NO_ROWS: _("Filen har ingen rækker."),
        Reason.COLUMN_MISSING: _("Kolonnen mangler. Første række skal have kolonnernes navne."),
        Reason.COLUMN_UNKNOWN: _("Kolonnen er ukendt. Fjern den, eller brug en oversættelse af kolonner."),
        Reason.COLUMN_TWICE: _("To kolonner har det navn."),
        Reason.COLUMN_TYPE: _("Kolonnen har en type, der ikke kan læses."),
        Reason.NUMBER_OF_CELLS: _("Rækken har ikke lige så mange felter som første række."),
        Reason.NEVER_ENDS: _("Et citationstegn begynder her og slutter aldrig."),
        Reason.TOO_MANY_LEVELS: _("Kolonnen har for mange forskellige værdier. Saml dem i grupper."),
        Reason.MISSING: _("Feltet skal være udfyldt."),
        Reason.TOO_LONG: _("Teksten er for lang."),
        Reason.CPR_NUMBER: _("Det ligner et CPR-nummer. Brug et pseudonym."),
        Reason.DUPLICATE_COURSE: _("En tidligere række har samme person, aktør og dag."),
        Reason.KNOWN_COURSE: _("En tidligere fil har samme person, aktør og dag."),
        Reason.DUPLICATE_CELL: _("En tidligere række tæller det samme."),
        Reason.KNOWN_CELL: _("En tidligere fil fra samme kilde tæller det samme."),
    }


def _of_actors() -> dict[Reason, str]:
    return {
        Reason.UNKNOWN_ACTOR: _("Der står hverken tilbud eller aktør."),
        Reason.UNKNOWN_LISTING: _("Registeret har ikke det tilbud."),
        Reason.UNKNOWN_ORGANISATION: _("Registeret har ikke den aktør."),
        Reason.LISTING_OF_ANOTHER: _("Tilbuddet hører til en anden aktør."),
        Reason.UNKNOWN_TARGET_GROUP: _("Det er ikke en målgruppe."),
        Reason.UNKNOWN_MUNICIPALITY: _("Det er ikke en kommune."),
        Reason.INVENTED_ROW_OF_REAL: _("Aktøren er rigtig, men tallene er simulerede."),
        Reason.REAL_ROW_OF_INVENTED: _("Aktøren er opdigtet. Er tallene simulerede, så sæt kryds ved det."),
        Reason.UNKNOWN_MEASURE: _("Det er ikke et mål, der kan tælles."),
    }


def _of_values() -> dict[Reason, str]:
    return {
        Reason.NOT_A_DAY: _("Det er ikke en dag, som for eksempel 2026-11-01."),
        Reason.IN_THE_FUTURE: _("Dagen ligger efter registrenes sidste dag."),
        Reason.REGISTERS_AHEAD: _("Registrenes sidste dag kan ikke ligge i fremtiden."),
        Reason.ENDS_BEFORE_REFERRAL: _("Dagen ligger før henvisningen."),
        Reason.NOT_YES_OR_NO: _("Der skal stå 1, 0 eller ingenting."),
        Reason.NOT_KNOWN_YET: _("Det kan ingen vide endnu. Lad feltet stå tomt."),
        Reason.NOT_A_NUMBER: _("Det er ikke et tal."),
        Reason.NOT_WHOLE: _("Det er ikke et helt tal."),
        Reason.OUT_OF_RANGE: _("Så mange uger har perioden ikke."),
        Reason.MORE_THAN_ACTIVE_WEEKS: _("Det er flere end de aktive uger."),
        Reason.NEGATIVE: _("Tallet er negativt."),
        Reason.TOO_LARGE: _("Tallet er for stort til at være rigtigt."),
        Reason.NOT_A_QUARTER: _("Det er hverken et kvartal som 2025-Q1 eller et år som 2025."),
        Reason.QUARTER_RUNS: _("Kvartalet er ikke slut, så ingen kan have talt det hele."),
        Reason.PERIOD_RUNS_BACKWARD: _("Det sidste kvartal ligger før det første."),
        Reason.OBSERVED_ABOVE_N: _("Flere nåede målet, end der var personer."),
        Reason.NOT_A_SHARE: _("Det er ikke en andel fra 0 til 1."),
    }
