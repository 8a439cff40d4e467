"""Decide how a message may move and when it is tried again."""

from datetime import datetime, timedelta

from providers.outbox.models import MessageState


class MoveNotAllowed(Exception):
    """A message cannot go from where it stands to where it was sent."""


MOVES = {
    MessageState.WAITING: frozenset({MessageState.CLAIMED}),
    MessageState.CLAIMED: frozenset(
        {
            MessageState.CLAIMED,  # by another worker, once the first one's time has passed
            MessageState.WAITING,
            MessageState.HANDING_OVER,
            MessageState.DONE,
            MessageState.FAILED,
        }
    ),
    MessageState.HANDING_OVER: frozenset(
        {MessageState.DONE, MessageState.WAITING, MessageState.UNCERTAIN, MessageState.FAILED}
    ),
    # Only a person puts these back: whoever got an uncertain message would get it twice.
    MessageState.UNCERTAIN: frozenset({MessageState.WAITING}),
    MessageState.FAILED: frozenset({MessageState.WAITING}),
    MessageState.DONE: frozenset[MessageState](),
}
# Short pauses first, since most troubles are short; then every six hours until three days have passed.
PAUSES = (
    *(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)),
    *(timedelta(hours=6) for _ in range(12)),
)


def require_move(before: MessageState, after: MessageState) -> None:
    """Raise MoveNotAllowed unless a message may go from one state to another."""
    if after not in MOVES[before]:
        raise MoveNotAllowed(f"A message that is {before} cannot become {after}.")


def next_try(attempts: int, at: datetime) -> datetime | None:
    """Say when to try again after so many attempts, or that it is of no use any more."""
    return at + PAUSES[attempts - 1] if attempts <= len(PAUSES) else None
