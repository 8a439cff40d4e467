"""Make the PDF of each letter, and tell the party that there is one."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from portal.letters.setting import set_letter
from portal.mail import queue_mail
from portal.state import Portal
from providers.approval.cases.codes import LetterKind
from providers.approval.cases.letters import keep_file
from providers.approval.cases.models import Letter
from providers.organisations.members import members
from providers.organisations.models import Organisation

Done = Callable[[Session], None]


def run(state: Portal, number: int, done: Done) -> None:
    """Make the file of one letter and mail a notice, both or neither."""
    with state.database.reading() as session:
        content = session.get_one(Letter, number).content
    made = set_letter(content)
    with state.database.transaction() as session:
        letter = session.get_one(Letter, number)
        if keep_file(session, letter, made, state.now()):
            _tell(session, letter, state.now())
        done(session)


def fail(_session: Session, _number: int, _at: datetime) -> None:
    """Leave a letter without its file; its words stand in the portal, and the log tells of the fault."""


def _tell(session: Session, letter: Letter, at: datetime) -> None:
    """Mail a notice; whoever gets a receipt was mailed when the application came."""
    if letter.kind == LetterKind.RECEIPT:
        return
    organisation = session.get_one(Organisation, letter.organisation_id)
    for _membership, user in members(session, organisation.id):
        queue_mail(
            session,
            "letter",
            user_id=user.id,
            language=user.language,
            values={"organisation": organisation.name},
            at=at,
            key=f"letter.{letter.id}.{user.id}",
        )
