"""The codes of a case: its kinds, its states, what can be done with it, and what it can end with."""

from enum import StrEnum


class CaseKind(StrEnum):
    """Say what a case is about: three kinds of application, and a review that the authority opens itself."""

    FIRST = "first"
    RENEWAL = "renewal"
    EXTENSION = "extension"
    REVIEW = "review"


APPLICATIONS = frozenset({CaseKind.FIRST, CaseKind.RENEWAL, CaseKind.EXTENSION})


class CaseState(StrEnum):
    """Say where a case stands."""

    DRAFT = "draft"
    RECEIVED = "received"
    EXAMINED = "examined"
    INFORMATION = "information"
    HEARING = "hearing"
    PROPOSED = "proposed"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


# What nobody can move any more.
ENDED = frozenset({CaseState.DECIDED, CaseState.WITHDRAWN, CaseState.CLOSED})
# What waits for the provider and not for the authority.
WITH_THE_PROVIDER = frozenset({CaseState.DRAFT, CaseState.INFORMATION, CaseState.HEARING})


class CaseAction(StrEnum):
    """Name what moves a case."""

    SEND = "send"
    WITHDRAW = "withdraw"
    OPEN = "open"
    TAKE = "take"
    ASK = "ask"
    HEAR = "hear"
    GO_ON = "go_on"
    PROPOSE = "propose"
    SEND_BACK = "send_back"
    DECIDE = "decide"
    CLOSE = "close"


class Outcome(StrEnum):
    """Say what a check found; `to_confirm` leaves it to a caseworker, since the portal could not find out."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    TO_CONFIRM = "to_confirm"


# What a caseworker can say of a standard.
JUDGEMENTS = (Outcome.MET, Outcome.NOT_MET, Outcome.NOT_APPLICABLE)


class InquiryKind(StrEnum):
    """Say why the authority writes to the party: to get to know more, or to hear it before a decision."""

    INFORMATION = "information"
    HEARING = "hearing"


class DecisionKind(StrEnum):
    """Say what a decision does; each is an act of its own."""

    APPROVE = "approve"
    APPROVE_WITH_CONDITIONS = "approve_with_conditions"
    REJECT = "reject"
    SUSPEND = "suspend"
    REVOKE = "revoke"
    WARN = "warn"
    EXPIRE = "expire"


APPROVING = frozenset({DecisionKind.APPROVE, DecisionKind.APPROVE_WITH_CONDITIONS})
# The law gives public actors their task, so they can be warned, and nothing else.
OF_APPLICATIONS = (DecisionKind.APPROVE, DecisionKind.APPROVE_WITH_CONDITIONS, DecisionKind.REJECT)
OF_REVIEWS = (DecisionKind.SUSPEND, DecisionKind.REVOKE)
OF_PUBLIC_ACTORS = (DecisionKind.WARN,)


class ProposalState(StrEnum):
    """Say whether somebody has decided about a proposal."""

    OPEN = "open"
    SENT_BACK = "sent_back"
    DECIDED = "decided"


class ConditionState(StrEnum):
    """Say how a condition stands; the party has answered that it is met, and the authority has judged it."""

    OPEN = "open"
    ANSWERED = "answered"
    MET = "met"
    NOT_MET = "not_met"


class LetterKind(StrEnum):
    """Say what a letter is."""

    RECEIPT = "receipt"
    INFORMATION = "information"
    HEARING = "hearing"
    DECISION = "decision"


class AppealState(StrEnum):
    """Say how far an appeal has come; the last three are the answers of the body that decides about it."""

    RECEIVED = "received"
    UPHELD = "upheld"
    CHANGED = "changed"
    SENT_BACK = "sent_back"
