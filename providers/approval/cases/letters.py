"""Keep letters as they were written, and the file that is made of each, once."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.approval.cases.codes import LetterKind
from providers.approval.cases.models import ApprovalCase, Decision, Inquiry, Letter, LetterFile
from providers.outbox.commands import insert_once, put

LETTER = "letter"  # what the outbox calls the making of a file


@dataclass(frozen=True, slots=True)
class MadeLetters:
    """The numbers of letters that can be read as files."""

    of_inquiry: Mapping[int, int]
    of_decision: Mapping[int, int]


def write(
    session: Session,
    case: ApprovalCase,
    kind: LetterKind,
    content: Mapping[str, Any],
    *,
    at: datetime,
    decision: Decision | None = None,
    inquiry: Inquiry | None = None,
) -> Letter:
    """Keep a letter to the party of a case, and have its file made once this transaction stands."""
    letter = Letter(
        organisation_id=case.organisation_id,
        case_id=case.id,
        decision_id=decision.id if decision else None,
        inquiry_id=inquiry.id if inquiry else None,
        kind=kind.value,
        content=dict(content),
        made_at=at,
    )
    session.add(letter)
    session.flush()
    put(session, LETTER, {"id": letter.id}, at=at, key=f"{LETTER}.{letter.id}")
    return letter


def keep_file(session: Session, letter: Letter, content: bytes, at: datetime) -> bool:
    """Keep the file of a letter, unless it has one; say whether it was kept."""
    statement = insert_once(session, LetterFile, "letter_id").values(
        letter_id=letter.id, sha256=hashlib.sha256(content).hexdigest(), content=content, made_at=at
    )
    return session.scalars(statement.returning(LetterFile.letter_id)).one_or_none() is not None


def find_file(session: Session, letter_id: int) -> LetterFile | None:
    """Find the file of a letter; it takes the worker a moment to make."""
    return session.get(LetterFile, letter_id)


def made_letters(session: Session, case_id: int) -> MadeLetters:
    """Give the numbers of a case's letters whose file has been made, by what they are about."""
    wanted = select(Letter.id, Letter.inquiry_id, Letter.decision_id)
    wanted = wanted.join(LetterFile, LetterFile.letter_id == Letter.id).where(Letter.case_id == case_id)
    found = session.execute(wanted).all()
    return MadeLetters(
        of_inquiry={row.inquiry_id: row.id for row in found if row.inquiry_id is not None},
        of_decision={row.decision_id: row.id for row in found if row.decision_id is not None},
    )
