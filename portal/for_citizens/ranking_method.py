"""How the list for one citizen is made, told to everybody, with one example worked through."""

from babel.numbers import format_decimal
from flask import Blueprint, render_template

from matching import criteria
from matching.needs import EMPHASES
from matching.ranking import FIRST_PLACES, ONE_IN
from portal.for_citizens import ranking_example
from portal.for_citizens.needs_words import criterion_label, emphasis_label, weights_of
from portal.locale import LOCALES, current_language
from portal.locale import gettext as _
from portal.public_pages import public_page

pages = Blueprint("ranking_method", __name__)


@pages.get("/ranking/method")
@public_page
def method() -> str:
    """Explain who is in the list, what counts, how much, and how ties are drawn."""
    lines = ranking_example.example()
    return render_template(
        "needs/method.html",
        title=_("Sådan laver vi din liste"),
        anchors={
            "worst": round(100 * criteria.WORST_RELATIVE),
            "best": round(100 * criteria.BEST_RELATIVE),
            "neutral": round(100 * criteria.NEUTRAL),
            "longest": criteria.LONGEST_WAIT,
            "not_stated": criteria.WAIT_NOT_STATED,
            "furthest": criteria.FURTHEST,
            "not_known": criteria.DISTANCE_NOT_KNOWN,
        },
        one_in=ONE_IN,
        first_places=FIRST_PLACES,
        emphases=[(emphasis_label(name), weights_of(weights)) for name, weights in EMPHASES.items()],
        actor=ranking_example,
        lines=[
            (criterion_label(each.criterion), *map(_written, (each.gives, each.counts, each.points)))
            for each in lines
        ],
        total=_written(sum(each.points for each in lines)),
    )


def _written(number: float) -> str:
    """Write a number with as many decimals as it has, two at most."""
    return format_decimal(round(number, 2), "0.##", LOCALES[current_language()])
