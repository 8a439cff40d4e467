"""Say what can be expected of an actor, and why others are left out of a ranking."""

from matching.criteria import Limit
from matching.needs import Needs
from matching.outlook import Expected, Whose
from portal.locale import format_day, ngettext
from portal.locale import gettext as _


def expected_words(expected: Expected | None, language: str) -> tuple[str, ...]:
    """Say in a few sentences how many of 100 come into work, how sure that is, and whose figure it is."""
    if expected is None:
        return (_("Vi har ingen tal for folk i din situation endnu."),)
    likely = _(
        "Det rigtige tal ligger nok mellem %(lower)s og %(upper)s.",
        lower=expected.lower,
        upper=expected.upper,
    )
    until = format_day(expected.measured_until, language)
    if expected.people is None:
        first = _(
            "Af 100 i din situation er omkring %(number)s i job efter et halvt år.",
            number=expected.of_hundred,
        )
        whole = _("Det er tallet for hele landet til %(day)s. Denne aktør er ikke målt endnu.", day=until)
        return first, likely, whole
    first = _("Af 100 som dig er omkring %(number)s i job her efter et halvt år.", number=expected.of_hundred)
    measured = _("Målt på omkring %(people)s forløb til %(day)s.", people=expected.people, day=until)
    return first, likely, measured, _whose(expected.whose)


def new_words(expected: Expected | None) -> str:
    """Say what it means that too little is known of an actor for a grade."""
    if expected is None or expected.people is None:
        return _("Ny, eller ikke målt endnu.")
    return _("Ikke vurderet endnu. Tallet nedenfor er usikkert.")


def _whose(whose: Whose) -> str:
    """Say on whom the figure was measured."""
    return {
        Whose.NOBODYS: "",
        Whose.ORGANISATION: _("Tallet er for hele aktøren og alle, den har hjulpet."),
        Whose.ORGANISATION_IN_GROUP: _("Tallet er for hele aktøren og folk i din situation."),
        Whose.LISTING: _("Tallet er for dette sted og alle, det har hjulpet."),
        Whose.LISTING_IN_GROUP: _("Tallet er for dette sted og folk i din situation."),
    }[whose]


def left_out_words(limit: Limit, count: int, needs: Needs) -> str:
    """Say how many are left out and why."""
    if limit is Limit.OTHER_UNIT:
        return ngettext(
            "%(num)s er udeladt, fordi den hører til en anden kommune. Loven lader dig kun vælge din egen.",
            "%(num)s er udeladt, fordi de hører til en anden kommune. Loven lader dig kun vælge din egen.",
            count,
        )
    if limit is Limit.OTHER_FUND:
        return ngettext(
            "%(num)s er udeladt, fordi det er en a-kasse, du ikke er medlem af.",
            "%(num)s er udeladt, fordi det er a-kasser, du ikke er medlem af.",
            count,
        )
    if limit is Limit.AREA:
        return ngettext(
            "%(num)s er udeladt, fordi den ikke hjælper i din kommune.",
            "%(num)s er udeladt, fordi de ikke hjælper i din kommune.",
            count,
        )
    if limit is Limit.TARGET_GROUP:
        return ngettext(
            "%(num)s er udeladt, fordi den ikke hjælper folk i din situation.",
            "%(num)s er udeladt, fordi de ikke hjælper folk i din situation.",
            count,
        )
    return _by_wish(limit, count, needs)


def _by_wish(limit: Limit, count: int, needs: Needs) -> str:
    """Say how many are left out by what the citizen has asked for, or because they are full."""
    if limit is Limit.LANGUAGES:
        return ngettext(
            "%(num)s er udeladt, fordi den ikke taler et sprog, du har valgt.",
            "%(num)s er udeladt, fordi de ikke taler et sprog, du har valgt.",
            count,
        )
    if limit is Limit.DISTANCE:
        return ngettext(
            "%(num)s er udeladt, fordi den ligger mere end %(km)s km væk.",
            "%(num)s er udeladt, fordi de ligger mere end %(km)s km væk.",
            count,
            km=needs.furthest_km,
        )
    if limit is Limit.WAITING:
        return ngettext(
            "%(num)s er udeladt, fordi ventetiden er for lang.",
            "%(num)s er udeladt, fordi ventetiden er for lang.",
            count,
        )
    return ngettext(
        "%(num)s er udeladt, fordi der ikke er ledige pladser.",
        "%(num)s er udeladt, fordi der ikke er ledige pladser.",
        count,
    )


def wish_words(limit: Limit) -> str:
    """Name a wish that limits the choice, as it stands in a sentence."""
    return {
        Limit.LANGUAGES: _("det sprog, du har valgt"),
        Limit.DISTANCE: _("hvor langt du vil tage"),
        Limit.WAITING: _("hvor hurtigt du vil i gang"),
    }[limit]


def change_words(emphasis: str, name: str) -> str:
    """Say who would stand first if something else mattered most."""
    return {
        "balanced": _("Betød det hele lidt, ville %(name)s stå først.", name=name),
        "result": _("Betød det mest, at mange kommer i job, ville %(name)s stå først.", name=name),
        "waiting": _("Betød en kort ventetid mest, ville %(name)s stå først.", name=name),
        "distance": _("Betød det mest, at der er kort vej, ville %(name)s stå først.", name=name),
        "wishes": _("Betød dine ønsker mest, ville %(name)s stå først.", name=name),
    }[emphasis]
