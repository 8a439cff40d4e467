"""Let go by the clock of what nobody needs any more, a little at a time, so that nobody waits for it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from portal.jobs import drafts
from portal.state import Portal
from providers.approval.cases.letting_go import remove_documents
from providers.courses import letting_go
from providers.people import retention
from ratings.measured_results.register_files.removing import erase_spells, forget_problems

AT_A_TIME = 200


class LetGo(Protocol):
    """A function that lets go of some, and says how many."""

    def __call__(self, session: Session, *, at: datetime, limit: int) -> int:
        """Let go of no more than the limit."""
        ...


# People last, since what is theirs and old has gone by then.
STEPS: Mapping[str, LetGo] = {
    "sign-in failures": retention.remove_failures,
    "sessions": retention.remove_sessions,
    "mailed links": retention.remove_links,
    "invitations": retention.remove_invitations,
    "sign-ups": retention.remove_sign_ups,
    "looks": retention.remove_looks,
    "spells": erase_spells,
    "faults of files": forget_problems,
    "drafts": drafts.withdraw,
    "documents": remove_documents,
    "contact details": letting_go.remove_contacts,
    "absences": letting_go.remove_absences,
    "looks at contact details": letting_go.remove_contact_looks,
    "choices": letting_go.remove_choices,
    "cases about choices": letting_go.remove_cases,
    "none fitted": letting_go.remove_none_fits,
    "citizens": retention.erase_absent_citizens,
    "staff": retention.erase_former_staff,
}


def let_go(state: Portal, now: datetime) -> dict[str, int]:
    """Let go of everything whose time is over; say of what and how many."""
    return {name: _all(state, step, now) for name, step in STEPS.items()}


def run(state: Portal, now: datetime) -> None:
    """Do the same as a job of the clock."""
    let_go(state, now)


def _all(state: Portal, step: LetGo, now: datetime) -> int:
    total = 0
    while True:
        with state.database.transaction() as session:
            gone = step(session, at=now, limit=AT_A_TIME)
        total += gone
        if gone < AT_A_TIME:
            return total
