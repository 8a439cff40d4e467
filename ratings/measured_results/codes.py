"""The words that all of measured results share, as codes that tables, files and pages keep.

The method behind them is explained in docs/method.md.
"""

from enum import StrEnum


class Measure(StrEnum):
    """Name what is measured; every horizon counts from the day of referral."""

    WORK_3 = "work_3"  # in work three months after referral
    WORK_6 = "work_6"
    WORK_12 = "work_12"
    LASTING = "lasting"  # in work at 6 months and in at least 20 of the 26 weeks that follow
    COMPANY_SHARE = "company_share"  # company-based weeks of the active weeks
    PASSIVE_6 = "passive_6"  # passive weeks of the first 26
    PASSIVE_12 = "passive_12"  # passive weeks of the first 52
    DURATION = "duration"  # median weeks from referral to the end
    COST = "cost"  # øre per lasting result


TARGET_GROUP = "target_group"  # what the model calls this condition, beside those that a file names

# Only outcomes have expected values, ratios and grades: what an actor does itself is no outcome.
OUTCOMES = (Measure.WORK_3, Measure.WORK_6, Measure.WORK_12, Measure.LASTING)
PROCESS = (Measure.COMPANY_SHARE, Measure.PASSIVE_6, Measure.PASSIVE_12)


class Level(StrEnum):
    """Name whose figures they are."""

    NATIONAL = "national"
    ORGANISATION = "organisation"
    LISTING = "listing"


class Grade(StrEnum):
    """Name how an actor's results compare with the expected ones."""

    CLEARLY_ABOVE = "clearly_above"
    ABOVE = "above"
    AS_EXPECTED = "as_expected"
    BELOW = "below"
    CLEARLY_BELOW = "clearly_below"
    NOT_ASSESSED = "not_assessed"


class Missing(StrEnum):
    """Name why a figure or a grade is not given."""

    NO_SPELLS = "no_spells"
    TOO_YOUNG = "too_young"  # nobody was referred long enough ago for the horizon to be observed
    NOT_TOLD = "not_told"  # it could be known by now, and no row of any file tells it
    NO_EVENTS = "no_events"  # nobody in the target group reached the outcome, so nothing can be expected
    ONLY_EVENTS = "only_events"  # everybody in the target group did
    NOT_CONVERGED = "not_converged"  # the model of what can be expected could not be fitted
    TOO_FEW = "too_few"  # the figure's reliability is under .5
    UNDER_A_YEAR = "under_a_year"  # under 12 months of work
    FEW_TO_SHOW = "few_to_show"  # showing it could tell about single persons
    NOT_ADJUSTED = "not_adjusted"  # counts without case mix have nothing to be compared with


class Signal(StrEnum):
    """Name what an actor's figures ask of the authority, where a human always decides."""

    NONE = "none"
    YELLOW = "yellow"  # a talk
    RED = "red"  # a formal case


class ReleaseState(StrEnum):
    """Name how far a release has come."""

    DRAFT = "draft"
    PREVIEW = "preview"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
