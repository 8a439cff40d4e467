"""Say each reason and counter-reason of a ranking in one plain sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from babel.lists import format_list

from matching.catalogue import Catalogue
from matching.reasons import Codes, Reason, Said
from portal.for_citizens.needs_words import code_name
from portal.locale import LOCALES, ngettext
from portal.locale import gettext as _


@dataclass(frozen=True, slots=True)
class Words:
    """In which language reasons are said, and of which catalogue."""

    held: Catalogue
    language: str

    def for_it(self, reason: Reason) -> str:
        """Say what speaks for an actor."""
        return self._counted(reason) or self._named(reason) or _plain(reason.said)

    def against_it(self, reason: Reason) -> str:
        """Say what speaks against an actor."""
        if reason.said is Said.WISHES:
            return _("Aktøren har ikke skrevet, at den har: %(wishes)s.", wishes=self._list(reason.codes))
        return self._counted(reason) or _plain(reason.said)

    def _named(self, reason: Reason) -> str:
        """Say a reason that names codes; nothing for the others."""
        if reason.said is Said.WISHES:
            return _("Den har det, du ønsker: %(wishes)s.", wishes=self._list(reason.codes))
        if reason.said is Said.LANGUAGES:
            return _("De taler %(languages)s.", languages=self._list(reason.codes))
        return ""

    def _counted(self, reason: Reason) -> str:
        """Say a reason that has a number; nothing for the others."""
        amount = reason.amount
        if amount is None:
            return ""
        return _COUNTED[reason.said](amount)

    def _list(self, codes: Codes) -> str:
        names = [code_name(answer, code, self.held, self.language) for answer, code in codes]
        return format_list([_small(name) for name in names], locale=LOCALES[self.language])


def _points(amount: int) -> str:
    """Say how many more or fewer of 100 come into work than in the target group on average."""
    if amount > 0:
        return ngettext(
            "Af 100 kommer omkring %(num)s flere i job, end man plejer i din situation.",
            "Af 100 kommer omkring %(num)s flere i job, end man plejer i din situation.",
            amount,
        )
    return ngettext(
        "Af 100 kommer omkring %(num)s færre i job, end man plejer i din situation.",
        "Af 100 kommer omkring %(num)s færre i job, end man plejer i din situation.",
        -amount,
    )


def _waiting(days: int) -> str:
    if days == 0:
        return _("Du kan begynde med det samme.")
    return ngettext("Du venter omkring %(num)s dag.", "Du venter omkring %(num)s dage.", days)


def _distance(km: int) -> str:
    if km == 0:
        return _("Den ligger i din by.")
    return _("Der er omkring %(number)s km i lige linje.", number=km)


def _places(number: int) -> str:
    return ngettext("Der er %(num)s ledig plads.", "Der er %(num)s ledige pladser.", number)


def _experience(people: int) -> str:
    return _("Den har hjulpet omkring %(people)s i din situation.", people=people)


def _uncertain(points: int) -> str:
    return _("Vi er usikre på tallet. Der er %(points)s fra det laveste til det højeste.", points=points)


_COUNTED: Mapping[Said, Callable[[int], str]] = {
    Said.RESULT: _points,
    Said.WAITING: _waiting,
    Said.DISTANCE: _distance,
    Said.FREE_PLACES: _places,
    Said.EXPERIENCE: _experience,
    Said.UNCERTAIN: _uncertain,
}


def _plain(said: Said) -> str:
    """Say what needs neither a number nor a name."""
    return {
        Said.FROM_AFAR: _("I kan mødes på video eller telefon, som du ønsker."),
        Said.OWN_UNIT: _("Det er din egen kommune."),
        Said.OWN_FUND: _("Det er din egen a-kasse."),
        Said.COVERS_HOME: _("Den hjælper i din kommune."),
        Said.TAKES_GROUP: _("Den hjælper folk i din situation."),
        Said.APPROVED: _("Den må hjælpe dig efter reglerne."),
        Said.NOT_MEASURED: _("Vi ved ikke endnu, hvor mange der kommer i job her."),
        Said.WAITING_NOT_STATED: _("Vi ved ikke, hvor længe du skal vente."),
        Said.DISTANCE_NOT_KNOWN: _("Vi ved ikke, hvor langt der er."),
    }[said]


def _small(name: str) -> str:
    """Write a name inside a sentence; names that begin with several capitals stay as they are."""
    return name if name[1:2].isupper() else f"{name[:1].lower()}{name[1:]}"
