"""What is said of an actor's results in short names whose grade it is."""

from datetime import date

from ratings.measured_results.codes import Grade, Level, Measure
from ratings.measured_results.disclosure.door import PublicFigure
from ratings.measured_results.published import PublishedFigures, ReleaseFacts, from_bytes, to_bytes
from ratings.summary import find_figure, graded_ratios, summarise

FACTS = ReleaseFacts(1, 8100, 8103, date(2026, 12, 31), date(2027, 1, 5), simulated=True, adjusted=True)


def figure(
    level: Level, organisation: int | None = None, listing: int | None = None, **facts: object
) -> PublicFigure:
    usual = {"measure": Measure.WORK_6, "target_group": None, "quarter": None} | facts
    return PublicFigure(level=level, organisation_id=organisation, listing_id=listing, **usual)  # type: ignore[arg-type]


def published(*figures: PublicFigure) -> PublishedFigures:
    return from_bytes(FACTS, to_bytes(figures))


def test_a_listing_without_a_grade_shows_its_organisation_s() -> None:
    own = figure(Level.LISTING, 3, 7, grade=Grade.NOT_ASSESSED)
    whole = figure(Level.ORGANISATION, 3, grade=Grade.ABOVE)
    summary = summarise(published(own, whole), 7, 3)
    assert summary.own == own
    assert summary.graded == whole


def test_a_listing_s_own_grade_comes_first() -> None:
    own = figure(Level.LISTING, 3, 7, grade=Grade.BELOW)
    whole = figure(Level.ORGANISATION, 3, grade=Grade.ABOVE)
    assert summarise(published(own, whole), 7, 3).graded == own


def test_nothing_is_graded_where_nothing_has_been_assessed() -> None:
    summary = summarise(published(figure(Level.NATIONAL)), 7, 3)
    assert (summary.own, summary.organisation, summary.graded) == (None, None, None)
    assert summary.national is not None


def test_a_figure_is_found_by_measure_target_group_and_quarter() -> None:
    figures = (
        figure(Level.LISTING, 3, 7, target_group="dagpenge"),
        figure(Level.LISTING, 3, 7, quarter=8101),
        figure(Level.LISTING, 3, 7, measure=Measure.COST),
    )
    assert find_figure(figures, Measure.WORK_6, "dagpenge") == figures[0]
    assert find_figure(figures, Measure.WORK_6, quarter=8101) == figures[1]
    assert find_figure(figures, Measure.COST) == figures[2]
    assert find_figure(figures, Measure.WORK_6) is None


def test_each_actor_finds_its_own_figures_again() -> None:
    figures = [
        figure(Level.NATIONAL, share=50),
        figure(Level.ORGANISATION, 3, share=40),
        figure(Level.ORGANISATION, 4, share=41, ratio=1.07),
        figure(Level.LISTING, 3, 7, share=42),
        figure(Level.LISTING, 3, 8, kroner=123_400),
        figure(Level.LISTING, 4, 9),
    ]
    shown = published(*figures)
    assert shown.national() == (figures[0],)
    assert shown.of_organisation(4) == (figures[2],)
    assert shown.of_listing(8) == (figures[4],)
    assert shown.of_listing(10) == ()
    assert set(shown.every()) == set(figures)


def test_a_release_without_public_figures_has_none() -> None:
    assert list(published().every()) == []
    assert published().of_listing(1) == ()


def test_shrunken_ratios_are_those_of_whoever_has_been_assessed_over_all_groups() -> None:
    figures = [
        figure(Level.LISTING, 3, 7, grade=Grade.ABOVE, shrunken=1.07),
        figure(Level.LISTING, 3, 8, grade=Grade.NOT_ASSESSED, shrunken=1.3),
        figure(Level.LISTING, 3, 9, target_group="dagpenge", grade=Grade.BELOW, shrunken=0.8),
        figure(Level.LISTING, 3, 10, measure=Measure.WORK_3, grade=Grade.BELOW, shrunken=0.8),
        figure(Level.ORGANISATION, 3, grade=Grade.AS_EXPECTED, shrunken=1.02),
    ]
    assert graded_ratios(published(*figures), Level.LISTING) == {7: 1.07}
    assert graded_ratios(published(*figures), Level.ORGANISATION) == {3: 1.02}
    assert graded_ratios(published(figures[0]), Level.ORGANISATION) == {}
    assert graded_ratios(published(), Level.LISTING) == {}


def test_one_total_is_found_without_the_others() -> None:
    whole = figure(Level.LISTING, 3, 7, share=42)
    shown = published(figure(Level.LISTING, 3, 7, target_group="dagpenge"), whole)
    assert shown.find_total((Level.LISTING, 7), Measure.WORK_6) == whole
    assert shown.find_total((Level.LISTING, 8), Measure.WORK_6) is None
    assert shown.find_total((Level.LISTING, 7), Measure.COST) is None
