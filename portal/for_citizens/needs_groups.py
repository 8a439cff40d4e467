"""Find the target group by plain questions, since nobody knows theirs by the law's number."""

from datetime import date

from portal.locale import gettext as _
from providers.reference.queries import target_groups

CASH, UNSURE = "cash", "unsure"
# People on kontanthjælp are in one of four groups: by age and education, and by what they can take on now.
# LAB § 6, nos. 2-5. A pair is (under 30 without an education, ready now).
CASH_GROUPS = {
    (False, True): "kontanthjaelp_jobparat",
    (False, False): "kontanthjaelp_aktivitetsparat",
    (True, True): "uddannelsesparat",
    (True, False): "aktivitetsparat_u30",
}
Choices = list[tuple[str, str]]


def living_choices(on: date, language: str) -> Choices:
    """Give what people can live on: the target groups of the day, with kontanthjælp told once."""
    in_cash = cash_groups(on)
    choices: Choices = []
    for group in target_groups(on):
        if group.id not in in_cash:
            choices.append((group.id, group.name(language)))
        elif (CASH, _("Kontanthjælp")) not in choices:
            choices.append((CASH, _("Kontanthjælp")))
    return [*choices, (UNSURE, _("Det ved jeg ikke"))]


def cash_choices(on: date, language: str) -> Choices:
    """Give the groups of people on kontanthjælp."""
    in_cash = cash_groups(on)
    named = [(group.id, group.name(language)) for group in target_groups(on) if group.id in in_cash]
    return [*named, (UNSURE, _("Det ved jeg ikke"))]


def question_choices(on: date, language: str) -> Choices:
    """Give the question that tells whether a person belongs to a group, for every group."""
    return [(group.id, group.question(language)) for group in target_groups(on)]


def living_of(target_group: str | None, on: date) -> str:
    """Say which answer about what one lives on leads to a target group."""
    return CASH if target_group in cash_groups(on) else target_group or ""


def cash_groups(on: date) -> frozenset[str]:
    """Give the groups of people on kontanthjælp; none unless all four exist on the day."""
    of_the_day = frozenset(group.id for group in target_groups(on))
    in_cash = frozenset(CASH_GROUPS.values())
    return in_cash if in_cash <= of_the_day else frozenset()
