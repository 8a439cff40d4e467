"""Hand out the documents of an application and the letters of a case to those who work with it."""

from flask import Blueprint, Response

from portal.access import authority
from portal.cases.handing_out import hand_out_document, hand_out_letter
from portal.for_authority.case_acting import CASE, get_or_404
from portal.state import portal

pages = Blueprint("case_files", __name__)


@pages.get(f"{CASE}/documents/<int(max=2147483647):document_id>")
@authority
def document(case_id: int, document_id: int) -> Response:
    """Give a document that the applicant has handed in."""
    with portal().database.reading() as session:
        case, _organisation = get_or_404(session, case_id)
        return hand_out_document(session, case, document_id)


@pages.get(f"{CASE}/letters/<int(max=2147483647):letter_id>")
@authority
def letter(case_id: int, letter_id: int) -> Response:
    """Give a letter as the party gets it."""
    with portal().database.reading() as session:
        case, _organisation = get_or_404(session, case_id)
        return hand_out_letter(session, case, letter_id)
