"""The search page: words, choices with counts, a map, and the listings found."""

from flask import Blueprint, request

from matching.finding import Findings, find
from portal.for_citizens import address, search_form, search_results
from portal.for_citizens.vocabulary import vocabulary
from portal.locale import current_language
from portal.locale import gettext as _
from portal.public_pages import public_page
from portal.skeleton import Html
from portal.state import catalogue, portal

pages = Blueprint("search", __name__)


@pages.get("/search")
@public_page
def search() -> Html:
    """Find listings by words and choices."""
    held, language = catalogue(), current_language()
    asked = address.read(request.args, vocabulary(held, language).names)
    findings = find(held, portal().index, asked.request(search_results.PAGE_SIZE))
    results = search_results.render(held, asked, findings, language)
    title = _title(asked.text, findings)
    return search_form.render(held, asked, findings, language, title=title, results=results)


def _title(text: str, findings: Findings) -> str:
    if not text:
        return _("Find aktører")
    return _("”%(text)s”: %(total)s fundet", text=text, total=findings.total)
