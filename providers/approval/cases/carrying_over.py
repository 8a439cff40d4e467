"""Carry what was answered and handed in over from one case to the next of the same organisation."""

from datetime import datetime

from sqlalchemy.orm import Session

from providers.approval.cases.models import ApprovalCase, CaseAnswer, CaseDocument
from providers.approval.cases.queries import answers_of, documents_of

# What a document is about that comes with the answer to a letter; it is no standard's.
OF_AN_ANSWER = "answer"
# What a document is about that comes with the word that a condition is met: this and the condition's number.
OF_A_CONDITION = "condition."


def carry_over(
    session: Session, old: ApprovalCase, new: ApprovalCase, *, to_be_looked_at: bool, at: datetime
) -> None:
    """Copy answers and documents; those that shall be looked at again are marked, and dated anew.

    Documents that came with the answer to a letter belong to the old case, and only go along when the very
    same case is examined anew. Those about a condition belong to the decision that made it, and never do.
    """
    for answer in answers_of(session, old.id).values():
        session.add(
            CaseAnswer(
                case_id=new.id,
                standard_id=answer.standard_id,
                text=answer.text,
                reused=to_be_looked_at,
                changed_by=answer.changed_by,
                changed_at=at if to_be_looked_at else answer.changed_at,
            )
        )
    for document in documents_of(session, old.id):
        is_of_an_answer = document.standard_id == OF_AN_ANSWER
        if (to_be_looked_at and is_of_an_answer) or document.standard_id.startswith(OF_A_CONDITION):
            continue
        session.add(
            CaseDocument(
                case_id=new.id,
                standard_id=document.standard_id,
                name=document.name,
                kind=document.kind,
                size=document.size,
                sha256=document.sha256,
                reused=to_be_looked_at,
                added_by=document.added_by,
                added_at=at if to_be_looked_at else document.added_at,
            )
        )
    session.flush()
