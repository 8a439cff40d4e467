"""Keep documents that have been looked at, and let go of bytes that no case holds any more."""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from providers.approval.cases.carrying_over import OF_A_CONDITION
from providers.approval.cases.documents import Accepted
from providers.approval.cases.models import ApprovalCase, CaseDocument, DocumentContent
from providers.approval.cases.moving import Act, touch
from providers.approval.cases.queries import documents_of
from providers.approval.cases.rules import MOST_DOCUMENTS


class TooManyDocuments(Exception):
    """A case holds as many documents as it can."""


def keep(session: Session, case: ApprovalCase, about: str, accepted: Accepted, *, act: Act) -> CaseDocument:
    """Keep a document of a case, or raise TooManyDocuments; the same bytes about the same are kept once.

    What is handed in about conditions is counted apart, since a decided application keeps all its own.
    """
    held = [
        each for each in documents_of(session, case.id) if _is_later(each.standard_id) is _is_later(about)
    ]
    for document in held:
        if document.standard_id == about and document.sha256 == accepted.sha256:
            return document
    if len(held) >= MOST_DOCUMENTS:
        raise TooManyDocuments
    if session.get(DocumentContent, accepted.sha256) is None:
        session.add(DocumentContent(sha256=accepted.sha256, content=accepted.content))
        session.flush()
    document = CaseDocument(
        case_id=case.id,
        standard_id=about,
        name=accepted.name,
        kind=accepted.kind.value,
        size=len(accepted.content),
        sha256=accepted.sha256,
        reused=False,
        added_by=act.user_id,
        added_at=act.at,
    )
    session.add(document)
    touch(case, act.at)
    session.flush()
    return document


def forget_unused(session: Session, hashes: Iterable[str]) -> None:
    """Remove the bytes of documents that no case holds any more."""
    used = select(CaseDocument.sha256)
    session.execute(
        delete(DocumentContent).where(
            DocumentContent.sha256.in_(list(hashes)), DocumentContent.sha256.not_in(used)
        )
    )


def _is_later(about: str) -> bool:
    return about.startswith(OF_A_CONDITION)
