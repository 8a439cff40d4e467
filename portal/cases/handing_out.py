"""Hand out a file of a case: to be saved, never shown, and without any right if a browser opens it anyway."""

from flask import Response, abort
from sqlalchemy.orm import Session

from providers.approval.cases.documents import MEDIA_TYPES, DocumentKind
from providers.approval.cases.letters import find_file
from providers.approval.cases.models import ApprovalCase, CaseDocument, DocumentContent
from providers.approval.cases.queries import DocumentNotFound, LetterNotFound, get_document, get_letter

SANDBOX = "sandbox; default-src 'none'"


def hand_out_letter(session: Session, case: ApprovalCase, letter_id: int) -> Response:
    """Give a letter of a case; its file takes the worker a moment to make."""
    try:
        found = get_letter(session, letter_id, organisation_id=case.organisation_id)
    except LetterNotFound:
        abort(404)
    made = find_file(session, letter_id)
    if found.case_id != case.id or made is None:
        abort(404)
    return hand_out(f"brev-{letter_id}.pdf", MEDIA_TYPES[DocumentKind.PDF], made.content)


def hand_out_document(session: Session, case: ApprovalCase, document_id: int) -> Response:
    """Give a document of a case."""
    try:
        found: CaseDocument = get_document(session, case.id, document_id)
    except DocumentNotFound:
        abort(404)
    content = session.get_one(DocumentContent, found.sha256).content
    return hand_out(found.name, MEDIA_TYPES[DocumentKind(found.kind)], content)


def hand_out(name: str, media_type: str, content: bytes) -> Response:
    """Give bytes as a file to save, of the kind that their content was found to be."""
    response = Response(content, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
