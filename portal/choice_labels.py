"""Words for the codes of choices and courses, as citizens, actors and municipalities read them."""

from portal.locale import gettext as _
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


def how_label(how: str) -> str:
    """Say who made a choice."""
    return {How.CHOSEN: _("Valgt af borgeren"), How.BY_RULE: _("Efter standardreglen")}[How(how)]


def choice_state_label(state: str) -> str:
    """Say where a choice stands."""
    return {
        ChoiceState.SUGGESTED: _("Foreslået efter standardreglen"),
        ChoiceState.WAITING: _("Venter på svar fra aktøren"),
        ChoiceState.ACCEPTED: _("Aktøren har sagt ja"),
        ChoiceState.RUNNING: _("Forløbet er i gang"),
        ChoiceState.DECLINED: _("Aktøren har sagt nej"),
        ChoiceState.CHANGED: _("Skiftet til et andet valg"),
        ChoiceState.WITHDRAWN: _("Trukket tilbage"),
        ChoiceState.LAPSED: _("Faldet væk"),
        ChoiceState.ENDED: _("Forløbet er slut"),
    }[ChoiceState(state)]


def decline_ground_label(ground: str) -> str:
    """Say on what an actor declines."""
    return {
        DeclineGround.FULL: _("Der er ingen ledige pladser"),
        DeclineGround.OUTSIDE_AREA: _("Borgeren bor uden for området"),
        DeclineGround.TARGET_GROUP: _("Aktøren hjælper ikke målgruppen"),
        DeclineGround.LEGAL_BAR: _("Loven er til hinder for det, for eksempel inhabilitet"),
    }[DeclineGround(ground)]


def lapse_ground_label(ground: str) -> str:
    """Say what made a choice fall."""
    return {
        LapseGround.TARGET_GROUP: _("Kommunen har rettet målgruppen"),
        LapseGround.NOT_APPROVED: _("Aktøren er ikke længere godkendt"),
        LapseGround.LISTING_WITHDRAWN: _("Tilbuddet findes ikke længere"),
        LapseGround.NO_PLACE: _("Der var ingen ledig plads"),
    }[LapseGround(ground)]


def end_ground_label(ground: str) -> str:
    """Say why a course has ended."""
    return {
        EndGround.DONE: _("Forløbet er gennemført"),
        EndGround.WORK: _("Borgeren har fået job"),
        EndGround.EDUCATION: _("Borgeren er begyndt på en uddannelse"),
        EndGround.OTHER_BENEFIT: _("Borgeren får en anden ydelse"),
        EndGround.MOVED: _("Borgeren er flyttet"),
        EndGround.CHANGED: _("Borgeren har valgt en anden aktør"),
        EndGround.STOPPED: _("Forløbet er stoppet før tid"),
        EndGround.TARGET_GROUP: _("Kommunen har rettet målgruppen"),
    }[EndGround(ground)]


def party_label(party: str) -> str:
    """Name whose word something is."""
    return {
        Party.CITIZEN: _("Borgeren"),
        Party.PROVIDER: _("Aktøren"),
        Party.MUNICIPALITY: _("Kommunen"),
    }[Party(party)]


def absence_label(kind: str) -> str:
    """Say how somebody was absent."""
    return {
        AbsenceKind.CANCELLED: _("Meldte afbud"),
        AbsenceKind.STAYED_AWAY: _("Udeblev"),
        AbsenceKind.LEFT_EARLY: _("Gik før tid"),
    }[AbsenceKind(kind)]


def none_fits_label(reason: str) -> str:
    """Say why none of the actors fits."""
    return {
        NoneFitsReason.TOO_FAR: _("For langt væk"),
        NoneFitsReason.WAITING_TIME: _("For lang ventetid"),
        NoneFitsReason.KIND_OF_HELP: _("Det er ikke den hjælp, jeg har brug for"),
        NoneFitsReason.LANGUAGE: _("De taler ikke mit sprog"),
        NoneFitsReason.SPECIAL_NEEDS: _("De kan ikke tage det hensyn, jeg har brug for"),
        NoneFitsReason.RESULTS: _("Resultaterne er ikke gode nok"),
        NoneFitsReason.KNOWS_THEM: _("Jeg kender aktøren i forvejen"),
        NoneFitsReason.OTHER: _("Noget andet"),
    }[NoneFitsReason(reason)]


def contact_purpose_label(purpose: str) -> str:
    """Say what contact details are opened for."""
    return {
        ContactPurpose.MEETING: _("At aftale et møde"),
        ContactPurpose.ABSENCE: _("At følge op på fravær"),
        ContactPurpose.GUIDANCE: _("Vejledning"),
        ContactPurpose.COMPLAINT: _("En klage"),
    }[ContactPurpose(purpose)]
