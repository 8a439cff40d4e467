"""The codes of a choice and its course: how it was made, where it stands, and what moves or ends it."""

from enum import StrEnum


class How(StrEnum):
    """Say who made a choice: the citizen, or the published default rule when the citizen made none."""

    CHOSEN = "chosen"
    BY_RULE = "by_rule"


class ChoiceState(StrEnum):
    """Say where a choice stands, and the course that it becomes.

    A suggestion of the default rule takes effect once the citizen has had notice; then it waits like others.
    """

    SUGGESTED = "suggested"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    RUNNING = "running"
    DECLINED = "declined"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    ENDED = "ended"


# A citizen has one of these at the most.
OPEN = frozenset({ChoiceState.SUGGESTED, ChoiceState.WAITING, ChoiceState.ACCEPTED, ChoiceState.RUNNING})
# They hold a place; a suggestion holds none before it takes effect.
HOLDING = OPEN - {ChoiceState.SUGGESTED}
# Nobody has met yet, so the citizen leaves these without a reason.
NOT_STARTED = OPEN - {ChoiceState.RUNNING}


class ChoiceAction(StrEnum):
    """Name what moves a choice; silence accepts when the actor has not answered in time."""

    TAKE_EFFECT = "take_effect"
    ACCEPT = "accept"
    ACCEPT_BY_SILENCE = "accept_by_silence"
    DECLINE = "decline"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    START = "start"
    END = "end"


class DeclineGround(StrEnum):
    """Say on what an actor may decline; there is no other ground."""

    FULL = "full"
    OUTSIDE_AREA = "outside_area"
    TARGET_GROUP = "target_group"
    LEGAL_BAR = "legal_bar"


class LapseGround(StrEnum):
    """Say what made a choice fall without anybody leaving it."""

    TARGET_GROUP = "target_group_corrected"
    NOT_APPROVED = "not_approved"
    LISTING_WITHDRAWN = "listing_withdrawn"
    NO_PLACE = "no_place"


class Party(StrEnum):
    """Say whose word something is."""

    CITIZEN = "citizen"
    PROVIDER = "provider"
    MUNICIPALITY = "municipality"


class EndGround(StrEnum):
    """Say why a course has ended."""

    DONE = "done"
    WORK = "work"
    EDUCATION = "education"
    OTHER_BENEFIT = "other_benefit"
    MOVED = "moved"
    CHANGED = "changed"
    STOPPED = "stopped"
    TARGET_GROUP = "target_group_corrected"


# What somebody can say; the others follow from what else has happened to the choice.
GROUNDS_TO_SAY = (
    EndGround.DONE,
    EndGround.WORK,
    EndGround.EDUCATION,
    EndGround.OTHER_BENEFIT,
    EndGround.MOVED,
    EndGround.STOPPED,
)


class AbsenceKind(StrEnum):
    """Say how somebody was absent; never why, since that could be about health."""

    CANCELLED = "cancelled"
    STAYED_AWAY = "stayed_away"
    LEFT_EARLY = "left_early"


class NoneFitsReason(StrEnum):
    """Say why none of the actors fits."""

    TOO_FAR = "too_far"
    WAITING_TIME = "waiting_time"
    KIND_OF_HELP = "kind_of_help"
    LANGUAGE = "language"
    SPECIAL_NEEDS = "special_needs"
    RESULTS = "results"
    KNOWS_THEM = "knows_them"
    OTHER = "other"


class ContactPurpose(StrEnum):
    """Say what somebody opens a citizen's contact details for."""

    MEETING = "meeting"
    ABSENCE = "absence"
    GUIDANCE = "guidance"
    COMPLAINT = "complaint"
