"""What every way out for mails does, and what can go wrong: told by kind, since texts quote addresses."""

from collections.abc import Callable
from typing import Protocol

from portal.mail.composing import Mail


class NotDelivered(Exception):
    """A mail did not get through; the kind says why, in a word."""

    def __init__(self, kind: str) -> None:
        """Keep the kind."""
        super().__init__(kind)
        self.kind = kind


class Unreachable(NotDelivered):
    """Nobody answers, so other mails would not get through either."""


class Refused(NotDelivered):
    """The mail was not taken, this time."""


class RefusedForGood(NotDelivered):
    """The mail will never be taken."""


class Unheard(NotDelivered):
    """The mail was handed over, and then no answer came: it has most likely arrived."""


class Delivery(Protocol):
    """A way out for mails."""

    def deliver(self, mail: Mail, before_content: Callable[[], None]) -> None:
        """Hand a mail over; raise NotDelivered unless it has been taken.

        A way out on which one mail could go twice calls `before_content` before the mail can have arrived.
        """

    def close(self) -> None:
        """Let go of what is held open between two mails."""
