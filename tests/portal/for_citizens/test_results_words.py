"""A figure is one plain sentence that never gives a share without its count, and silence has its reason."""

import pytest

from portal.for_citizens import results_words as words
from ratings.measured_results.codes import Level, Measure, Missing
from ratings.measured_results.disclosure.door import PublicFigure
from tests.factories.figures import compared_figure, hidden_figure, public_figure
from tests.support.reading import lix, own_sentences

HIGHEST_LIX_OF_A_FIGURE = 30
NUMBERS = {Measure.DURATION: {"weeks": 17}, Measure.COST: {"kroner": 104_700}}


def told(measure: Measure) -> PublicFigure:
    facts = NUMBERS.get(measure)
    return compared_figure(measure=measure, **({"share": None} | facts if facts else {}))


def test_a_figure_says_what_came_and_what_could_be_expected() -> None:
    figure = compared_figure()
    assert words.sentence(figure, "da") == (
        "Af 100 personer var 60 i job efter et halvt år. Man kunne vente 50."
    )
    assert words.built_on(figure, "da") == "Tallet bygger på omkring 120 personer."


@pytest.mark.parametrize("measure", list(Measure))
def test_every_figure_is_easy_to_read_and_no_percentage(measure: Measure) -> None:
    text = f"{words.sentence(told(measure), 'da')} {words.built_on(told(measure), 'da')}"
    sentences = own_sentences(f"<main><p>{text}</p></main>")
    assert lix(sentences) <= HIGHEST_LIX_OF_A_FIGURE
    assert "%" not in text
    assert "procent" not in text


@pytest.mark.parametrize("measure", list(Measure))
def test_a_figure_in_a_table_is_its_number_and_unit(measure: Measure) -> None:
    expected = {Measure.DURATION: "17 uger", Measure.COST: "104.700 kr."}.get(measure, "60 af 100")
    assert words.value_text(told(measure), "da") == expected
    assert words.short_name(measure)


def test_only_outcomes_of_an_actor_have_something_that_could_be_expected() -> None:
    assert words.expected_of_100(compared_figure()) == 50
    assert words.expected_of_100(compared_figure(measure=Measure.PASSIVE_6)) is None
    assert words.expected_of_100(public_figure(ratio=1.0)) is None
    assert words.expected_of_100(compared_figure(ratio=None)) is None
    assert words.expected_of_100(compared_figure(share=99, ratio=0.95)) == 100


@pytest.mark.parametrize("reason", list(Missing))
def test_every_reason_has_its_own_plain_sentence(reason: Missing) -> None:
    figure = compared_figure(reason=reason)
    said = words.why_no_grade(figure, "da")
    assert said
    assert lix([said]) <= 60  # a single short sentence; whole pages are measured elsewhere
    assert said not in {
        words.why_no_grade(compared_figure(reason=each), "da") for each in Missing if each is not reason
    }


def test_what_is_missing_is_said_in_people() -> None:
    figure = compared_figure(reason=Missing.TOO_FEW, people_missing=1_270)
    assert words.why_no_grade(figure, "da") == "Der skal omkring 1.270 personer mere til, før vi kan vurdere."


def test_hidden_figure_says_why_and_gives_nothing_away() -> None:
    assert words.sentence(hidden_figure(), "da") == "Vi viser ikke tallet, så ingen kan genkendes."
    some = hidden_figure(n=15)
    assert words.sentence(some, "da") == "Vi viser ikke tallet, for det bygger på under 20 personer."
    assert words.people_number(some, "da") == "omkring 15"
    assert words.people_text(hidden_figure(), "da") == ""


def test_people_of_a_hidden_share_never_read_as_if_they_were_enough_to_show() -> None:
    assert words.people_number(hidden_figure(n=20), "da") == "under 20"
    assert words.people_number(compared_figure(n=20), "da") == "omkring 20"


def test_figure_that_the_file_lacks_is_not_said_to_come_later() -> None:
    lacking = hidden_figure(measure=Measure.WORK_12, reason=Missing.NOT_TOLD, n=None)
    assert words.sentence(lacking, "da") == "Filen fra registeret har ikke tallet."
    endless = hidden_figure(measure=Measure.DURATION, reason=Missing.NOT_TOLD, n=40)
    assert words.sentence(endless, "da") == "Filen fra registeret siger ikke, hvornår forløb slutter."


def test_actor_without_a_figure_is_told_apart_from_a_file_without_one() -> None:
    assert words.why_nobody(public_figure()) == "Vi har ikke tallet for nogen hos aktøren."
    for nobody in (None, hidden_figure(reason=Missing.NOT_TOLD, n=None)):
        assert words.why_nobody(nobody) == "Filen fra registeret har ikke tallet."


def test_course_that_most_are_still_in_has_no_length_yet() -> None:
    figure = hidden_figure(measure=Measure.DURATION, reason=Missing.TOO_YOUNG, n=40)
    assert words.sentence(figure, "da") == "Over halvdelen er stadig i gang."


def test_the_country_is_compared_with_nothing() -> None:
    assert words.sentence(public_figure(level=Level.NATIONAL, ratio=1.0), "da") == (
        "Af 100 personer var 42 i job efter et halvt år."
    )
