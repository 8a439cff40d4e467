"""The search page: words, choices with counts, a map, and the listings found."""

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from matching.finding import Findings, find
from portal.for_citizens import address, search_page
from portal.locale import current_language
from portal.public_pages import public_page
from portal.state import catalogue, portal

pages = Blueprint("search", __name__)


@pages.get("/search")
@public_page
def search() -> str:
    """Find listings by words and choices."""
    asked = address.read(request.args, search_page.known_codes(catalogue()))
    findings = find(catalogue(), portal().index, asked.request(search_page.PAGE_SIZE))
    page = search_page.make(catalogue(), asked, findings, current_language())
    return render_template("search.html", page=page, title=_title(asked.text, findings))


def _title(text: str, findings: Findings) -> str:
    if not text:
        return _("Find aktører")
    return _("“%(text)s”: %(total)s fundet", text=text, total=findings.total)
