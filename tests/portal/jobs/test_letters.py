"""The worker makes each letter's file once, and tells the party once."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from portal.jobs.tasks import Tasks
from portal.state import Portal
from providers.approval.cases.codes import LetterKind
from providers.approval.cases.letters import find_file, keep_file, write
from providers.approval.cases.models import Letter
from providers.outbox.models import OutboxMessage
from tests.factories.cases import CaseMaker
from tests.factories.people import AT
from tests.portal.letters.test_setting import LETTER


def written(state: Portal) -> int:
    with state.database.transaction() as session:
        maker = CaseMaker(session)
        return write(session, maker.sent(), LetterKind.INFORMATION, LETTER, at=AT).id


def test_letter_gets_its_file_and_the_owner_a_mail(state: Portal) -> None:
    letter_id = written(state)
    assert Tasks(state).run_next()
    assert not Tasks(state).run_next()
    with state.database.reading() as session:
        kept = find_file(session, letter_id)
        mails = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "mail")).all()
        letter = session.get_one(Letter, letter_id)
    assert kept is not None
    assert kept.content.startswith(b"%PDF")
    assert [mail.payload["template"] for mail in mails] == ["letter"]
    assert letter.content == LETTER


def test_file_that_is_there_is_not_made_anew(state: Portal) -> None:
    letter_id = written(state)
    with state.database.transaction() as session:
        letter = session.get_one(Letter, letter_id)
        assert keep_file(session, letter, "%PDF den første".encode(), AT)
        assert not keep_file(session, letter, b"%PDF den anden", AT)
    assert Tasks(state).run_next()
    with state.database.reading() as session:
        kept = find_file(session, letter_id)
        mails = session.scalar(select(func.count()).where(OutboxMessage.kind == "mail"))
    assert kept is not None
    assert (kept.content, mails) == ("%PDF den første".encode(), 0)


@pytest.mark.parametrize("table", ["letter", "letter_file"])
def test_letters_are_never_removed(state: Portal, table: str) -> None:
    written(state)
    Tasks(state).run_next()
    with pytest.raises(IntegrityError, match="never"), state.database.transaction() as session:
        session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - the table is the test's own
