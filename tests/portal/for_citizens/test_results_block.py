"""A listing's page shows grade, picture with table, further figures, target groups and quarters."""

from portal.for_citizens import results_block
from portal.for_citizens.results_block import ResultBlock
from ratings.measured_results.codes import Grade, Level, Measure, Missing
from ratings.measured_results.disclosure.door import PublicFigure
from tests.factories.figures import FIRST_QUARTER, compared_figure, hidden_figure, public_figure, published
from tests.matching.listings import DAY, public_listing

LISTING = public_listing("vejen", "Vejen")
OWN = {"organisation_id": LISTING.organisation.id, "listing_id": LISTING.listing_id}
WHOLE = {"level": Level.ORGANISATION, "organisation_id": LISTING.organisation.id, "listing_id": None}


def block(*figures: PublicFigure) -> ResultBlock:
    made = results_block.make(published(*figures, public_figure()), LISTING, "da", DAY)
    assert made is not None
    return made


def test_actor_without_figures_has_no_block() -> None:
    assert results_block.make(None, LISTING, "da", DAY) is None
    assert results_block.make(published(public_figure()), LISTING, "da", DAY) is None


def test_headline_is_a_sentence_with_the_country_and_the_people_beside_it() -> None:
    made = block(compared_figure(**OWN, grade=Grade.ABOVE))
    assert (made.grade, made.grade_note, made.grade_is_whole) == ("Over det forventede", "", False)
    assert made.sentence == "Af 100 personer var 60 i job efter et halvt år. Man kunne vente 50."
    assert made.national == "I hele landet var det 42 af 100."
    assert made.built_on == "Tallet bygger på omkring 120 personer."
    assert made.simulated


def test_picture_and_table_hold_the_same_facts() -> None:
    ratio = block(compared_figure(**OWN)).ratio
    assert ratio is not None
    assert ratio.sentence == (
        "Hver gang man kunne vente 100 i job, kom 120. Det sande tal er nok mellem 102 og 137."
    )
    assert ratio.rows == (
        ("I job efter et halvt år", "60 af 100", "51 til 68 af 100"),
        ("Det kunne man vente", "50 af 100", ""),
        ("Hele landet", "42 af 100", ""),
        ("Målt i forhold til ventet", "1,20", "1,02 til 1,37"),
    )


def test_listing_without_its_own_grade_shows_the_organisation_s_and_what_it_lacks_itself() -> None:
    own = compared_figure(**OWN, grade=Grade.NOT_ASSESSED, reason=Missing.TOO_FEW, people_missing=40)
    made = block(own, compared_figure(**WHOLE, grade=Grade.BELOW, share=44))
    assert (made.grade, made.grade_is_whole, made.whole) == ("Under det forventede", True, True)
    assert made.grade_note == "Der skal omkring 40 personer mere til, før vi kan vurdere."
    assert made.sentence.startswith("Af 100 personer var 44 i job")


def test_without_any_grade_the_reason_stands_there() -> None:
    figure = compared_figure(**OWN, grade=Grade.NOT_ASSESSED, reason=Missing.UNDER_A_YEAR)
    made = block(figure)
    assert made.grade == "Ikke vurderet endnu"
    assert made.grade_note == "Aktøren har hjulpet borgere i mindre end et år."


def test_counts_without_case_mix_have_no_picture_and_say_why() -> None:
    nothing = {"ratio": None, "ratio_lower": None, "ratio_upper": None}
    made = block(compared_figure(**OWN, **nothing, reason=Missing.NOT_ADJUSTED))
    assert made.ratio is None
    assert made.sentence == "Af 100 personer var 60 i job efter et halvt år."
    assert made.grade_note == "Vi ved ikke, hvem aktøren fik. Derfor er tallet ikke vurderet."


def test_further_figures_have_a_sentence_or_a_reason() -> None:
    cost = compared_figure(**OWN, measure=Measure.COST, share=None, kroner=40_400)
    young = hidden_figure(**OWN, measure=Measure.WORK_12, reason=Missing.TOO_YOUNG, n=0)
    rows = {row.name: row for row in block(compared_figure(**OWN), cost, young).figures}
    assert rows["Pris for et varigt job"].people == "omkring 120"
    assert rows["I job efter et år"].sentence == "Det er for tidligt at måle."
    assert rows["I job efter et år"].people == ""


def test_measure_that_the_actor_has_no_figure_of_says_so_when_the_release_has_it() -> None:
    cost = public_figure(measure=Measure.COST, share=None, kroner=104_000)
    rows = {row.name: row for row in block(compared_figure(**OWN), cost).figures}
    assert list(rows) == ["Pris for et varigt job"]
    assert rows["Pris for et varigt job"].sentence == "Vi har ikke tallet for nogen hos aktøren."


def test_people_that_the_headline_leaves_out_are_counted_and_explained() -> None:
    everybody = compared_figure(**OWN, measure=Measure.DURATION, share=None, weeks=18, n=145)
    made = block(compared_figure(**OWN), everybody)
    assert made.left_out == (
        "Omkring 25 mere er ikke talt med. Vi har ikke fulgt dem længe nok, "
        "eller filen fra registeret siger ikke, hvordan det gik."
    )
    assert block(compared_figure(**OWN)).left_out == ""


def test_hidden_parts_are_said_to_be_counted_in_the_whole() -> None:
    hidden = hidden_figure(**OWN, target_group="dagpenge")
    assert block(compared_figure(**OWN), hidden).hides
    assert not block(compared_figure(**OWN), compared_figure(**OWN, target_group="dagpenge")).hides


def test_target_groups_stand_in_the_order_of_the_law_with_grade_or_reason() -> None:
    graded = compared_figure(**OWN, target_group="sygedagpenge", grade=Grade.ABOVE)
    hidden = hidden_figure(**OWN, target_group="dagpenge")
    few = compared_figure(
        **OWN,
        target_group="revalidering",
        grade=Grade.NOT_ASSESSED,
        reason=Missing.TOO_FEW,
        people_missing=25,
    )
    rows = {row.name: row for row in block(compared_figure(**OWN), few, graded, hidden).groups}
    assert list(rows) == ["Dagpenge", "Sygedagpenge", "Revalidering"]
    assert (rows["Dagpenge"].share, rows["Dagpenge"].missing) == (
        "",
        "Vi viser ikke tallet, så ingen kan genkendes.",
    )
    assert rows["Sygedagpenge"].grade == "Over det forventede"
    assert rows["Revalidering"].missing.startswith("Der skal omkring 25 personer mere til")


def test_trend_leaves_out_quarters_without_a_number_and_is_drawn_from_two_on() -> None:
    quarters = [compared_figure(**OWN, quarter=FIRST_QUARTER + place) for place in (0, 2)]
    hidden = hidden_figure(**OWN, quarter=FIRST_QUARTER + 1)
    made = block(compared_figure(**OWN), *quarters, hidden)
    assert [row.name for row in made.quarters] == ["1. kvartal 2025", "2. kvartal 2025", "3. kvartal 2025"]
    assert made.quarters[1].missing == "Vi viser ikke tallet, så ingen kan genkendes."
    assert made.trend is not None
    assert [len(line) for line in made.trend.measured] == [1, 1]
    assert block(compared_figure(**OWN), quarters[0]).trend is None


def test_actor_of_whom_everything_is_hidden_has_one_sentence_and_no_tables() -> None:
    made = block(hidden_figure(**OWN), hidden_figure(**OWN, measure=Measure.COST))
    assert (made.figures, made.groups, made.quarters, made.ratio) == ((), (), (), None)
    assert made.grade_note == "Vi viser ikke tallet, så ingen kan genkendes."


def test_release_is_named_with_its_period_and_days() -> None:
    release = block(compared_figure(**OWN)).release
    assert release.period == "1. kvartal 2025 til 4. kvartal 2025"
    assert (release.observed_until, release.published) == ("31. oktober 2026", "2. november 2026")
