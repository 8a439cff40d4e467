"""An error page says what happened, kindly, and what to do."""

import pytest

from portal.database import Database
from tests.factories.people import make_authority_user
from tests.support.people import Visitor


@pytest.mark.parametrize(
    ("language", "title", "advice", "home"),
    [
        ("", "Du har ikke adgang til siden", "spørg den, der styrer adgangen hos jer", "/start"),
        ("/en", "You do not have access to this page", "ask the person who manages access", "/en/start"),
    ],
)
def test_whoever_may_not_see_a_page_is_led_to_what_they_may_see(
    visitor: Visitor, database: Database, language: str, title: str, advice: str, home: str
) -> None:
    with database.transaction() as session:
        user = make_authority_user(session)
    answer = visitor.sign_in_as(user).get(f"{language}/office")
    assert answer.status_code == 403
    assert title in answer.text
    assert advice in answer.text
    assert f'href="{home}"' in answer.text
