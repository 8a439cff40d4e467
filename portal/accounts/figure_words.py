"""Write whole figures the way the workspaces of actors and of the authority show them."""

from babel.numbers import format_decimal

from portal.locale import LOCALES, current_language
from portal.locale import gettext as _
from ratings.measured_results.codes import Measure
from ratings.measured_results.method.figure import Figure

ORE = 100
NOTHING = "–"


def number(value: float | None, digits: int = 2) -> str:
    """Write a number with so many decimals, zeros too, so that numbers below each other compare."""
    if value is None:
        return NOTHING
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    return str(format_decimal(value, format=pattern, locale=LOCALES[current_language()]))


def per_cent(share: float | None, digits: int = 1) -> str:
    """Write a share as per cent; one that is known in whole per cent has no decimals."""
    return NOTHING if share is None else _("%(number)s %%", number=number(100 * share, digits))


def amount(measure: Measure, value: float | None) -> str:
    """Write what was measured: a share, weeks or kroner."""
    if value is None:
        return NOTHING
    if measure is Measure.DURATION:
        return _("%(number)s uger", number=number(value, 1))
    if measure is Measure.COST:
        return _("%(number)s kr.", number=number(value / ORE, 0))
    return per_cent(value)


def value_of(figure: Figure) -> str:
    """Write a figure's value with its interval."""
    return with_interval(
        amount(figure.measure, figure.value),
        None if figure.value_lower is None else amount(figure.measure, figure.value_lower),
        None if figure.value_upper is None else amount(figure.measure, figure.value_upper),
    )


def ratio_of(figure: Figure) -> str:
    """Write what came in proportion to what was expected, with its interval."""
    return with_interval(
        number(figure.ratio),
        None if figure.ratio_lower is None else number(figure.ratio_lower),
        None if figure.ratio_upper is None else number(figure.ratio_upper),
    )


def expected_share(figure: Figure) -> str:
    """Write which share could be expected."""
    if figure.expected is None or not figure.n:
        return NOTHING
    return per_cent(figure.expected / figure.n)


def with_interval(value: str, lower: str | None, upper: str | None) -> str:
    """Write a value, and in brackets between what and what it lies."""
    if lower is None or upper is None:
        return value
    return _("%(value)s (%(lower)s til %(upper)s)", value=value, lower=lower, upper=upper)
