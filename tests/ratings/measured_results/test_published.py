"""What everybody may see is kept as bytes that read back the same, and is found by whose it is."""

import pytest

from ratings.measured_results.codes import Level, Missing
from ratings.measured_results.computing import compute
from ratings.measured_results.disclosure.door import PublicFigure, as_public
from ratings.measured_results.method.patterns import collapse
from ratings.measured_results.published import from_bytes, to_bytes
from tests.factories.figures import FACTS
from tests.factories.spells import make_many


@pytest.fixture(scope="module")
def public() -> list[PublicFigure]:
    """Give figures of which every third is hidden."""
    figures = compute(collapse(make_many(1_500)), FACTS.observed_until).figures
    return [as_public(figure, "cover" if place % 3 == 0 else None) for place, figure in enumerate(figures)]


def test_public_figures_read_back_the_same_and_are_written_the_same(public: list[PublicFigure]) -> None:
    content = to_bytes(public)
    assert to_bytes(public) == content
    back = from_bytes(FACTS, content)
    assert back.release == FACTS
    assert sorted(map(repr, back.every())) == sorted(map(repr, public))
    assert to_bytes(list(back.every())) == content


def test_each_actor_s_figures_are_found_and_nobody_else_s(public: list[PublicFigure]) -> None:
    back = from_bytes(FACTS, to_bytes(public))
    assert set(back.national()) == {each for each in public if each.level is Level.NATIONAL}
    of_two = {each for each in public if each.level is Level.ORGANISATION and each.organisation_id == 2}
    assert set(back.of_organisation(2)) == of_two
    listing = {each for each in public if each.listing_id == 22}
    assert set(back.of_listing(22)) == listing
    assert (back.of_listing(99), back.of_organisation(99)) == ((), ())


def test_what_is_hidden_is_a_reason_without_a_number(public: list[PublicFigure]) -> None:
    hidden = [
        each for each in from_bytes(FACTS, to_bytes(public)).every() if each.reason is Missing.FEW_TO_SHOW
    ]
    assert hidden
    for each in hidden:
        assert (each.n, each.share, each.ratio, each.grade, each.weeks, each.kroner) == (None,) * 6


def test_a_release_without_figures_is_kept_too() -> None:
    back = from_bytes(FACTS, to_bytes([]))
    assert list(back.every()) == []
    assert back.national() == ()
