"""In a demonstration anybody can be one of its people, and there are always two citizens to be."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal import create_app
from portal.accounts.demonstration_people import CITIZENS
from portal.config import settings_from
from providers.audit.models import OPERATOR
from providers.people.commands import create_citizen
from providers.people.models import CitizenProfile, User, UserKind
from providers.people.profiles import tell_home
from tests.factories.people import AARHUS, AT
from tests.support.people import Visitor

pytestmark = pytest.mark.sqlite_only
SIGN_IN = "/sign-in/demonstration"
NEW = 'value="new">Ny borger: begynder forfra og har ikke valgt noget</button>'


@pytest.fixture
def demonstration(database_url: str, tmp_path: Path) -> Flask:
    """Give a demonstration with its two citizens, of whom the first has said where they live."""
    settings = settings_from(
        {"PORTAL_DATA_DIR": str(tmp_path), "DATABASE_URL": database_url, "PORTAL_DEMONSTRATION": "1"}
    )
    app = create_app(settings)
    with app.extensions["portal"].database.transaction() as session:
        first, _second = (
            create_citizen(session, language="da", simulated=True, by=OPERATOR, at=AT)
            for _ in range(CITIZENS)
        )
        tell_home(session, first, AARHUS, by=OPERATOR, at=AT)
    return app


def offered(app: Flask) -> list[str]:
    return re.findall(r'name="user"\s+value="([^"]*)"', Visitor(app).get("/sign-in").text)


def choose(app: Flask, key: str) -> Visitor:
    visitor = Visitor(app)
    assert visitor.post(SIGN_IN, {"user": key}, page="/sign-in").location == "/my"
    return visitor


def test_citizens_are_named_by_the_number_that_their_municipality_knows(demonstration: Flask) -> None:
    first, second = offered(demonstration)
    page = Visitor(demonstration).get("/sign-in").text
    assert f"Borger {first}: " in page
    assert f"Dit nummer her er <strong>{first}</strong>" in choose(demonstration, first).get("/my").text
    assert (NEW in page, first == second) == (False, False)


def test_citizen_who_erased_themselves_can_be_tried_again_and_begins_anew(demonstration: Flask) -> None:
    first, second = offered(demonstration)
    choose(demonstration, first).post("/my/data/delete", {"understood": "yes"})
    assert offered(demonstration) == ["new", second]
    assert NEW in Visitor(demonstration).get("/sign-in").text
    begun = choose(demonstration, "new")
    assert "Vælg den kommune, du bor i, hvis du vil" in begun.get("/my").text
    with demonstration.extensions["portal"].database.reading() as session:
        made = session.scalars(select(User).where(User.kind == UserKind.CITIZEN).order_by(User.id)).all()
        assert [user.simulated for user in made] == [True, True]
        assert str(made[-1].id) not in (first, second)
        assert session.scalars(select(CitizenProfile)).all() == []
    assert offered(demonstration) == [second, str(made[-1].id)]


@pytest.mark.parametrize("key", ["new", "", "0", "x"])
def test_nobody_else_can_be_chosen_or_made(demonstration: Flask, key: str) -> None:
    visitor = Visitor(demonstration)
    assert visitor.post(SIGN_IN, {"user": key}, page="/sign-in").status_code == 404
    assert len(offered(demonstration)) == CITIZENS


@pytest.mark.parametrize(
    ("wanted", "landed"),
    [
        ("/my/looks", "/my/looks"),
        ("/en/my/data", "/en/my/data"),
        ("/listings/jobcenter-aarhus?municipality=751", "/listings/jobcenter-aarhus?municipality=751"),
        ("/authority", "/my"),
        ("/office/vejen-videre-1", "/my"),
        ("/nowhere", "/my"),
        ("//evil.example/my", "/my"),
    ],
)
def test_button_leads_where_somebody_was_going_if_that_person_may_go_there(
    demonstration: Flask, wanted: str, landed: str
) -> None:
    visitor = Visitor(demonstration)
    chosen = {"user": offered(demonstration)[0], "next": wanted}
    assert visitor.post(SIGN_IN, chosen, page="/sign-in").location == landed


def test_citizens_are_told_that_they_cannot_sign_in_without_a_broker(demonstration: Flask) -> None:
    page = Visitor(demonstration).get("/sign-in").text
    assert "Borgere kan ikke logge ind her endnu, for portalen er ikke forbundet med MitID." in page
    assert "kan du i stedet vælge en opdigtet borger" in page


def test_real_portal_offers_nobody(app: Flask) -> None:
    visitor = Visitor(app)
    page = visitor.get("/sign-in").text
    assert "opdigtet" not in page
    assert "Borgere kan ikke logge ind her endnu" in page
    assert visitor.post(SIGN_IN, {"user": "new"}, page="/sign-in").status_code == 404


def test_link_for_a_new_password_is_offered_since_mails_can_be_read(demonstration: Flask) -> None:
    assert 'name="email"' in Visitor(demonstration).get("/sign-in/forgotten").text
