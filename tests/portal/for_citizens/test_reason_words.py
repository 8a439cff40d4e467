"""Every reason and counter-reason is a sentence of its own in both languages."""

import pytest
from flask import Flask

from matching.catalogue import make_catalogue
from matching.reasons import Reason, Said
from portal.for_citizens.reason_words import Words
from tests.matching.listings import DAY, public_listing

NUMBERED = {
    Said.RESULT,
    Said.WAITING,
    Said.DISTANCE,
    Said.FREE_PLACES,
    Said.EXPERIENCE,
    Said.UNCERTAIN,
}
NAMED = {Said.WISHES: (("support", "mentor"), ("formats", "video")), Said.LANGUAGES: (("languages", "ar"),)}
ONLY_FOR = {
    Said.FROM_AFAR,
    Said.FREE_PLACES,
    Said.LANGUAGES,
    Said.EXPERIENCE,
    Said.OWN_UNIT,
    Said.OWN_FUND,
    Said.COVERS_HOME,
    Said.TAKES_GROUP,
    Said.APPROVED,
}


def reason(said: Said) -> Reason:
    return Reason(said, 7 if said in NUMBERED else None, NAMED.get(said, ()))


@pytest.mark.parametrize("language", ["da", "en"])
def test_each_code_has_a_sentence_of_its_own(app: Flask, language: str) -> None:
    words = Words(make_catalogue(1, DAY, [public_listing("a")]), language)
    with app.test_request_context("/", environ_overrides={"portal.language": language}):
        for_it = [words.for_it(reason(said)) for said in Said]
        against = [words.against_it(reason(said)) for said in Said if said not in ONLY_FOR]
    assert len(set(for_it)) == len(for_it)
    assert len(set(against)) == len(against)
    assert all(each.endswith(".") and each[0].isupper() for each in [*for_it, *against])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (Reason(Said.RESULT, 1), "Af 100 kommer omkring 1 flere i job, end man plejer i din situation."),
        (Reason(Said.RESULT, -4), "Af 100 kommer omkring 4 færre i job, end man plejer i din situation."),
        (Reason(Said.WAITING, 0), "Du kan begynde med det samme."),
        (Reason(Said.WAITING, 1), "Du venter omkring 1 dag."),
        (Reason(Said.DISTANCE, 0), "Den ligger i din by."),
        (Reason(Said.WISHES, codes=NAMED[Said.WISHES]), "Den har det, du ønsker: mentorstøtte og videomøde."),
        (Reason(Said.LANGUAGES, codes=NAMED[Said.LANGUAGES]), "De taler arabisk."),
    ],
)
def test_numbers_and_names_are_said_plainly(app: Flask, given: Reason, sentence: str) -> None:
    words = Words(make_catalogue(1, DAY, [public_listing("a")]), "da")
    with app.test_request_context("/"):
        assert words.for_it(given) == sentence


def test_wishes_that_are_not_met_are_named(app: Flask) -> None:
    words = Words(make_catalogue(1, DAY, [public_listing("a")]), "da")
    with app.test_request_context("/"):
        said = words.against_it(Reason(Said.WISHES, codes=(("support", "mentor"),)))
    assert said == "Aktøren har ikke skrevet, at den har: mentorstøtte."
