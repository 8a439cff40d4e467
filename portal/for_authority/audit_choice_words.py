"""The sentences of the audit trail about choices, courses and the municipality's cases about them."""

from portal.locale import gettext as _


def sentences_about_choices() -> dict[str, str]:
    """Give the sentence of each action, with places for who did it, the object's number and its states."""
    return _of_citizens() | _of_actors() | _of_the_clock() | _of_municipalities()


def groups_of_choices() -> dict[str, str]:
    """Name the groups of actions."""
    return {
        "choice": _("Valg og forløb"),
        "absence": _("Fravær"),
        "none_fits": _("Når ingen passer"),
        "contact_look": _("Opslag om, hvordan borgere kan nås"),
    }


def objects_of_choices() -> dict[str, str]:
    """Give the name of each type of object."""
    return {
        "choice": _("Valg"),
        "absence": _("Fravær"),
        "none_fits": _("Svar om, at ingen passer"),
        "choice_case": _("Sag om et valg"),
        "contact_look": _("Opslag om, hvordan en borger kan nås"),
    }


def _of_citizens() -> dict[str, str]:
    return {
        "choice.chosen": _("%(who)s valgte %(organisation)s (valg %(id)s)."),
        "choice.change": _("%(who)s skiftede valg %(id)s hos %(organisation)s til et andet."),
        "choice.withdraw": _("%(who)s trak valg %(id)s hos %(organisation)s tilbage."),
        "choice.contact_changed": _("%(who)s ændrede, hvordan aktøren kan nå borgeren i valg %(id)s."),
        "none_fits.said": _("%(who)s sagde, at ingen aktør passer."),
    }


def _of_actors() -> dict[str, str]:
    return {
        "choice.accept": _("%(who)s sagde ja til valg %(id)s hos %(organisation)s."),
        "choice.decline": _("%(who)s sagde nej til valg %(id)s hos %(organisation)s."),
        "choice.start": _("%(who)s begyndte forløbet i valg %(id)s hos %(organisation)s."),
        "choice.end": _("%(who)s sluttede forløbet i valg %(id)s hos %(organisation)s."),
        "choice.end_planned": _("%(who)s planlagde, hvornår forløbet i valg %(id)s slutter."),
        "absence.reported": _("%(who)s meldte fravær i valg %(choice)s."),
        "absence.corrected": _("%(who)s rettede fravær %(id)s."),
        "absence.taken_back": _("%(who)s fjernede fravær %(id)s i valg %(choice)s."),
        "contact_look.made": _("%(who)s så, hvordan %(person)s kan nås i valg %(choice)s."),
    }


def _of_the_clock() -> dict[str, str]:
    return {
        "choice.by_rule": _("%(who)s foreslog %(organisation)s til %(person)s (valg %(id)s)."),
        "choice.take_effect": _("%(who)s lod forslaget i valg %(id)s hos %(organisation)s gælde."),
        "choice.accept_by_silence": _(
            "%(who)s lod valg %(id)s gælde, fordi %(organisation)s ikke svarede i tide."
        ),
        "choice.lapse": _("%(who)s lod valg %(id)s hos %(organisation)s falde væk."),
    }


def _of_municipalities() -> dict[str, str]:
    return {
        "choice.group_corrected": _("%(who)s rettede målgruppen i valg %(id)s, som stadig gælder."),
        "choice_case.opened": _("%(who)s bad %(person)s om at vælge (sag %(id)s)."),
        "choice_case.deadline_moved": _("%(who)s flyttede fristen for at vælge i sag %(id)s."),
        "choice_case.group_confirmed": _("%(who)s bekræftede målgruppen i sag %(id)s om et valg."),
        "choice_case.group_corrected": _("%(who)s rettede målgruppen i sag %(id)s om et valg."),
        "choice_case.closed": _("%(who)s lukkede sag %(id)s om et valg."),
    }
