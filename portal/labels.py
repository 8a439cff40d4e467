"""Names of what every audience meets, and moments, in the reader's language."""

from collections.abc import Collection
from datetime import date, datetime

from portal.locale import current_language, format_day
from portal.locale import gettext as _
from providers.approval.standard_set import AutomaticCheck, StandardGroup, Track
from providers.clock import COPENHAGEN, danish_day
from providers.organisations.models import MemberRole, OrganisationKind
from ratings.measured_results.codes import Grade, Measure, Missing
from ratings.measured_results.rules import QUARTERS


def kind_label(kind: str) -> str:
    """Name a kind of actor."""
    return {
        OrganisationKind.MUNICIPALITY: _("Kommune"),
        OrganisationKind.UNEMPLOYMENT_FUND: _("A-kasse"),
        OrganisationKind.PRIVATE_ADVISER: _("Privat aktør"),
        OrganisationKind.OTHER: _("Anden aktør"),
    }[OrganisationKind(kind)]


def member_role_label(role: str) -> str:
    """Name what a member may do for an organisation."""
    return {MemberRole.OWNER: _("Ejer"), MemberRole.EDITOR: _("Redaktør")}[MemberRole(role)]


def day_of(moment: datetime) -> str:
    """Write the Danish day of a moment, such as 1. november 2026."""
    return format_day(danish_day(moment), current_language())


def day_label(day: date | None) -> str:
    """Write a day as people say it, if there is one."""
    return format_day(day, current_language()) if day else ""


def moment_label(moment: datetime) -> str:
    """Write a moment by the clock in Denmark, such as 1. november 2026 kl. 10:30."""
    return _("%(day)s kl. %(time)s", day=day_of(moment), time=f"{moment.astimezone(COPENHAGEN):%H:%M}")


def measure_label(measure: str) -> str:
    """Name what is measured."""
    return {
        Measure.WORK_3: _("I job 3 måneder efter henvisning"),
        Measure.WORK_6: _("I job 6 måneder efter henvisning"),
        Measure.WORK_12: _("I job 12 måneder efter henvisning"),
        Measure.LASTING: _("Varigt job"),
        Measure.COMPANY_SHARE: _("Uger i en virksomhed"),
        Measure.PASSIVE_6: _("Uger uden tilbud i de første 6 måneder"),
        Measure.PASSIVE_12: _("Uger uden tilbud i de første 12 måneder"),
        Measure.DURATION: _("Forløbets længde"),
        Measure.COST: _("Pris for et varigt job"),
    }[Measure(measure)]


def grade_label(grade: str) -> str:
    """Name how results compare with what could be expected."""
    return {
        Grade.CLEARLY_ABOVE: _("Klart over det forventede"),
        Grade.ABOVE: _("Over det forventede"),
        Grade.AS_EXPECTED: _("Som forventet"),
        Grade.BELOW: _("Under det forventede"),
        Grade.CLEARLY_BELOW: _("Klart under det forventede"),
        Grade.NOT_ASSESSED: _("Ikke vurderet endnu"),
    }[Grade(grade)]


def missing_label(reason: str) -> str:
    """Say why there is no figure, or no grade."""
    return {
        Missing.NO_SPELLS: _("Ingen borgere er talt med."),
        Missing.TOO_YOUNG: _("Det er for tidligt at måle."),
        Missing.NOT_TOLD: _("Filen fra registeret har ikke tallet."),
        Missing.NO_EVENTS: _("Ingen i målgruppen kom i job."),
        Missing.ONLY_EVENTS: _("Alle i målgruppen kom i job."),
        Missing.NOT_CONVERGED: _("Det forventede kunne ikke regnes ud."),
        Missing.TOO_FEW: _("Der er for få borgere til en sikker vurdering."),
        Missing.UNDER_A_YEAR: _("Aktøren har arbejdet i under 12 måneder."),
        Missing.FEW_TO_SHOW: _("For få borgere til at vise tallet."),
        Missing.NOT_ADJUSTED: _("Tallet er ikke sammenlignet med det forventede."),
    }[Missing(reason)]


def quarter_label(quarter: int) -> str:
    """Name a quarter, which is year * 4 + (0 to 3)."""
    year, place = divmod(quarter, QUARTERS)
    return _("%(number)s. kvartal %(year)s", number=place + 1, year=year)


def period_label(first: int, last: int) -> str:
    """Name a period of whole quarters."""
    if first == last:
        return quarter_label(first)
    return _("%(first)s til %(last)s", first=quarter_label(first), last=quarter_label(last))


def standard_group_label(group: str) -> str:
    """Name what standards are about."""
    return {
        StandardGroup.ORGANISATION: _("Aktøren selv"),
        StandardGroup.RIGHTS: _("Borgerens rettigheder"),
        StandardGroup.HELP: _("Hjælpen"),
        StandardGroup.LISTING: _("Aktørens side i portalen"),
        StandardGroup.RESULTS: _("Resultater"),
    }[StandardGroup(group)]


def check_label(check: str | None) -> str:
    """Say how it is found out whether a standard is met; a standard without an automatic check is judged."""
    if check is None:
        return _("En sagsbehandler læser det, aktøren har sendt, og vurderer det.")
    in_register = _("Portalen slår op i CVR-registret. Kan den ikke det, gør en sagsbehandler det.")
    on_the_page = _("Portalen ser selv efter på aktørens side.")
    return {
        AutomaticCheck.CVR_ACTIVE: in_register,
        AutomaticCheck.CVR_SOLVENT: in_register,
        AutomaticCheck.LANGUAGES_STATED: on_the_page,
        AutomaticCheck.PRICES_STATED: on_the_page,
        AutomaticCheck.COVERAGE_STATED: on_the_page,
        AutomaticCheck.LISTING_CONFIRMED: _("Portalen ser efter, hvornår aktøren sidst sagde god for siden."),
        AutomaticCheck.RESULT_NOT_CLEARLY_BELOW: _(
            "Portalen ser selv efter i de nyeste offentliggjorte resultater."
        ),
    }[AutomaticCheck(check)]


def tracks_label(tracks: Collection[Track], light_below: int) -> str:
    """Say to whom a standard applies; below a number of employees an actor takes the light track."""
    chosen = frozenset(tracks)
    if chosen == frozenset(Track):
        return _("Alle aktører")
    names = {
        frozenset({Track.FULL, Track.LIGHT}): _("Private og andre"),
        frozenset({Track.FULL}): _("Private og andre med mindst %(number)s ansatte", number=light_below),
        frozenset({Track.LIGHT}): _("Private og andre med under %(number)s ansatte", number=light_below),
    }
    private = names.get(chosen - {Track.PUBLIC})
    public = _("Kommuner og a-kasser") if Track.PUBLIC in chosen else None
    if public is None or private is None:
        return public or private or ""
    return f"{public}, {private[0].lower()}{private[1:]}"
