"""What the page says of the ranking is what the ranking does."""

import re

import pytest
from flask.testing import FlaskClient

from matching import criteria
from matching.catalogue import Catalogue
from matching.needs import EMPHASES
from matching.ranking import ONE_IN
from portal.for_citizens import ranking_example as told
from providers.listings.content import Address, MeetingFormat
from providers.reference.queries import find_coordinates
from tests.matching.listings import course, public_listing
from tests.matching.rankings import catalogue_of, measured, national, ranked


def catalogue() -> Catalogue:
    """Put the actor of the example into a catalogue of its own, as near as towns allow."""
    offered = ("mentor", "virksomhedspraktik", "loentilskud")
    listing = public_listing(
        "a",
        waiting_days=told.DAYS,
        support=tuple(course(kind, 1) for kind in offered[: told.WISHES_MET]),
        address=Address("Prøvevej 1", "8000", "Aarhus C"),
        formats=(MeetingFormat.IN_PERSON,),
    )
    share = national(told.MEAN), national(told.MEAN, "dagpenge")
    return catalogue_of([listing], *share, measured(listing, told.SHARE / told.MEAN))


def test_example_comes_out_of_the_ranking_itself() -> None:
    assert find_coordinates("751", "8000") is not None
    wishes = ("mentor", "virksomhedspraktik", "loentilskud", "oevo")[: told.WISHES]
    ranking = ranked(catalogue(), postcode="8000", support=wishes)
    lines = {each.criterion: each for each in told.example()}
    for name in ("result", "ratings", "waiting", "wishes"):
        gives = 100 * float(ranking.values[criteria.Criterion(name)][0])
        assert gives == pytest.approx(lines[name].gives, abs=0.5), name
    near = 100 * (1 - told.KILOMETRES / criteria.FURTHEST)
    assert lines["distance"].gives == pytest.approx(near)
    # The ranking's actor lies in the citizen's own town, which is all that sets the two sums apart.
    apart = lines["distance"].counts * (100 - near) / 100
    total = sum(each.points for each in lines.values())
    assert 100 * float(ranking.scores[0]) == pytest.approx(total + apart, abs=0.5)


@pytest.mark.parametrize("root", ["", "/en"])
def test_page_prints_the_constants_and_every_set_of_weights(client: FlaskClient, root: str) -> None:
    page = re.sub(r"\s+", " ", client.get(f"{root}/ranking/method").text)
    for number in (criteria.LONGEST_WAIT, criteria.WAIT_NOT_STATED, criteria.FURTHEST, ONE_IN):
        assert re.search(rf"(?<!\d){number}(?!\d)", page)
    for share in (criteria.WORST_RELATIVE, criteria.BEST_RELATIVE):
        assert f" {round(100 * share)} " in page
    assert page.count("<h3>") == len(EMPHASES)
