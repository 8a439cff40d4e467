"""In short a result is a grade with the share behind it, named after whoever has it."""

from dataclasses import replace

from portal.for_citizens.results_short import ResultCell, ResultRow, ShortResult, result_rows, short_result
from ratings.measured_results.codes import Grade, Level, Measure, Missing
from ratings.measured_results.disclosure.door import PublicFigure
from tests.factories.figures import FACTS, compared_figure, hidden_figure, public_figure, published
from tests.matching.listings import public_listing

LISTING = public_listing("vejen")
OTHER = public_listing("broen")


def of(whole: bool = False, hidden: bool = False, **facts: object) -> PublicFigure:
    whose = {
        "level": Level.ORGANISATION if whole else Level.LISTING,
        "organisation_id": LISTING.organisation.id,
        "listing_id": None if whole else LISTING.listing_id,
    }
    return (hidden_figure if hidden else compared_figure)(**(whose | facts))


def short(*figures: PublicFigure) -> ShortResult:
    return short_result(published(*figures), LISTING, "da")


def test_actor_without_figures_reads_not_measured_yet() -> None:
    for results in (None, published(public_figure())):
        said = short_result(results, LISTING, "da")
        assert (said.text, said.measured) == ("Ikke målt endnu", False)


def test_grade_stands_with_its_share_people_and_that_it_is_simulated() -> None:
    said = short(of(grade=Grade.ABOVE))
    assert said == ShortResult(
        "Over det forventede",
        "60 af 100 i job efter et halvt år. Bygger på omkring 120 personer. Simulerede tal.",
        measured=True,
    )


def test_grade_of_the_organisation_is_named_as_such() -> None:
    own = of(grade=Grade.NOT_ASSESSED, reason=Missing.TOO_FEW)
    said = short(own, of(whole=True, grade=Grade.BELOW, share=44))
    assert said.text == "Under det forventede"
    assert said.note == (
        "44 af 100 i job efter et halvt år. Bygger på omkring 120 personer. Gælder hele aktøren. "
        "Simulerede tal."
    )


def test_figure_that_is_hidden_says_so() -> None:
    said = short(of(hidden=True))
    assert said.text == "Ikke vurderet endnu"
    assert said.note.startswith("Vi viser ikke tallet, så ingen kan genkendes.")


def test_real_figures_are_not_said_to_be_simulated() -> None:
    results = published(of(grade=Grade.ABOVE), facts=replace(FACTS, simulated=False))
    assert "Simulerede" not in short_result(results, LISTING, "da").note


def compared(*figures: PublicFigure) -> dict[str, ResultRow]:
    return {row.name: row for row in result_rows(published(*figures), [LISTING, OTHER], "da")}


def test_comparison_has_a_row_for_each_figure_with_the_country_beside_it() -> None:
    row = compared(of(), public_figure())["I job efter et halvt år"]
    assert row.notes == ("Hele landet: 42 af 100", "Simulerede tal")
    assert row.cells == (
        ResultCell("60 af 100", "Man kunne vente 50 af 100. Tallet bygger på omkring 120 personer."),
        ResultCell("Ikke målt endnu"),
    )


def test_comparison_begins_with_the_grade_and_whose_it_is_or_why_there_is_none() -> None:
    few = of(grade=Grade.NOT_ASSESSED, reason=Missing.UNDER_A_YEAR)
    assert compared(few)["Vurdering"].notes[1:] == ("Simulerede tal",)
    assert compared(of(grade=Grade.ABOVE))["Vurdering"].cells == (
        ResultCell("Over det forventede"),
        ResultCell("Ikke målt endnu"),
    )
    assert compared(few, of(whole=True, grade=Grade.BELOW))["Vurdering"].cells[0] == ResultCell(
        "Under det forventede", "Gælder hele aktøren."
    )
    assert compared(few)["Vurdering"].cells[0] == ResultCell(
        "Ikke vurderet endnu", "Aktøren har hjulpet borgere i mindre end et år."
    )


def test_comparison_takes_the_organisation_where_the_listing_has_no_number() -> None:
    cost = of(hidden=True, measure=Measure.COST)
    whole = of(whole=True, measure=Measure.COST, share=None, kroner=40_400)
    cell = compared(of(), cost, whole)["Pris for et varigt job"].cells[0]
    assert cell.text == "40.400 kr."
    assert "Gælder hele aktøren." in cell.note
    hidden = compared(of(), cost)["Pris for et varigt job"].cells[0]
    assert hidden == ResultCell("Intet tal", "Vi viser ikke tallet, så ingen kan genkendes.")


def test_comparison_says_of_a_measured_actor_that_one_figure_is_lacking() -> None:
    cost = public_figure(measure=Measure.COST, share=None, kroner=40_400)
    cells = compared(of(), cost)["Pris for et varigt job"].cells
    assert cells[0] == ResultCell("Intet tal", "Vi har ikke tallet for nogen hos aktøren.")
    assert cells[1] == ResultCell("Ikke målt endnu")


def test_comparison_of_nobody_measured_has_no_rows() -> None:
    assert result_rows(published(public_figure()), [LISTING], "da") == []
    assert result_rows(None, [LISTING], "da") == []
