"""The search page: words, choices with counts, a map, and the listings found."""

from flask import Blueprint, request

from matching.finding import find
from portal.for_citizens import address, search_form, search_results
from portal.for_citizens.vocabulary import vocabulary
from portal.locale import current_language
from portal.public_pages import public_page
from portal.skeleton import Html
from portal.state import catalogue, portal

pages = Blueprint("search", __name__)


@pages.get("/search")
@public_page
def search() -> Html:
    """Find listings by words and choices."""
    held, language, root = catalogue(), current_language(), request.script_root
    asked = address.read(request.args, vocabulary(held, language).names)
    findings = find(held, portal().index, asked.request(search_results.PAGE_SIZE))
    results = search_results.render(held, asked, findings, language, root)
    return search_form.render(held, asked, findings, language, root, results=results)
