"""How results are measured, told to everybody, with one example worked through."""

from flask import Blueprint, render_template

from portal.for_citizens.method_example import EXAMPLE
from portal.for_citizens.results_words import ratio_text
from portal.locale import current_language, format_number
from portal.locale import gettext as _
from portal.public_pages import public_page

pages = Blueprint("method", __name__)


@pages.get("/results/method")
@public_page
def method() -> str:
    """Explain how results are measured, and how a grade comes about."""
    language = current_language()
    numbers = {name: _written(value, language) for name, value in EXAMPLE.items()}
    return render_template("method.html", title=_("Sådan måler vi"), example=numbers)


def _written(value: float, language: str) -> str:
    """Write whole numbers as they are, and ratios with two decimals."""
    return format_number(value, language) if isinstance(value, int) else ratio_text(value, language)
