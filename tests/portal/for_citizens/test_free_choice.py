"""The page about the free choice tells the rules in force, and each answer has a sentence of its own."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.config import Settings
from portal.for_citizens.free_choice_words import verdict_words
from providers.courses.choice_rules import HAS_CHOICE, Answer, Verdict
from providers.courses.rule_files import DEMONSTRATION, TRIAL, our_rules

pytestmark = pytest.mark.sqlite_only
RULES = our_rules(TRIAL)


def test_the_trial_is_told_with_its_municipalities_its_group_its_months_and_its_source(
    client: FlaskClient,
) -> None:
    page = client.get("/free-choice").text
    assert "Fra 1. januar 2027 til og med 31. december 2029." in page
    assert "de første 4 måneder" in page
    assert "en af disse 19 kommuner" in page
    assert page.index("Assens") < page.index("Vallensbæk") < page.index("Ærø")
    assert "<li>Dagpenge</li>" in page
    assert f'href="{RULES.source}"' in page
    assert "opdigtede" not in page


def test_it_is_told_in_english_too(client: FlaskClient) -> None:
    page = client.get("/en/free-choice").text
    assert "Who can choose for themselves?" in page
    assert "one of these 19 municipalities" in page


@pytest.fixture
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    rules = getattr(request, "param", None)
    return replace(settings, choice_rules=rules) if rules else settings


@pytest.mark.parametrize("settings", [our_rules(DEMONSTRATION)], indirect=True)
def test_invented_rules_say_that_they_are(client: FlaskClient) -> None:
    page = client.get("/free-choice").text
    assert "Reglerne på denne side er opdigtede." in page
    assert "I hele landet." in page


def test_every_answer_has_its_own_sentence_in_both_languages(app: Flask) -> None:
    for language, path in (("da", "/"), ("en", "/en/")):
        with app.test_request_context(path):
            app.preprocess_request()
            said = [verdict_words(Verdict(each, date(2027, 5, 31)), RULES, language) for each in Answer]
        assert len(set(said)) == len(Answer)
        assert all(sentence.endswith(".") and "%" not in sentence for sentence in said)


def test_those_who_have_the_choice_are_told_so_first(app: Flask) -> None:
    with app.test_request_context("/"):
        app.preprocess_request()
        for each in Answer:
            words = verdict_words(Verdict(each, date(2027, 5, 31)), RULES, "da")
            assert words.startswith("Du kan selv vælge") == (each in HAS_CHOICE)
