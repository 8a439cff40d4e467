"""A caseworker sees their own residents only, and a resident's facts only after saying why."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.paging import ON_A_PAGE
from portal.database import Database
from providers.audit.models import person
from providers.people.looks import SHOWN_FOR
from providers.people.models import Look, LookPurpose, User
from providers.people.profiles import forget_home, get_citizen_to_change, tell_home
from tests.factories.people import AARHUS, make_citizen, make_municipality_user
from tests.support.people import Visitor
from tests.support.staff import Clock

COPENHAGEN = "101"
GUIDANCE = {"purpose": LookPurpose.GUIDANCE.value}
FACTS = "Loggede sidst ind"


@pytest.fixture
def clock(app: Flask) -> Clock:
    """Give the clock that the portal goes by."""
    clock = Clock()
    app.extensions["portal"] = replace(app.extensions["portal"], now=clock)
    return clock


@pytest.fixture
def desk(app: Flask, clock: Clock, database: Database) -> Visitor:
    """Give a caseworker of Aarhus at their desk."""
    with database.transaction() as session:
        caseworker = make_municipality_user(session, at=clock())
    return Visitor(app).sign_in_as(caseworker)


@pytest.fixture
def resident(database: Database) -> User:
    """Give a citizen who lives in Aarhus."""
    with database.transaction() as session:
        return make_citizen(session, AARHUS)


def address(citizen: User) -> str:
    return f"/municipality/citizens/{citizen.id}"


def looks(database: Database) -> list[Look]:
    with database.reading() as session:
        return list(session.scalars(select(Look).order_by(Look.id)))


def test_facts_are_shown_after_the_purpose_and_never_without_a_row(
    desk: Visitor, resident: User, database: Database
) -> None:
    asked = desk.get(address(resident))
    assert asked.status_code == 200
    assert FACTS not in asked.text
    assert looks(database) == []
    assert desk.post(address(resident), GUIDANCE).location == address(resident)
    assert FACTS in desk.get(address(resident)).text
    row = looks(database)[0]
    assert (row.citizen_id, row.municipality_code, row.purpose) == (resident.id, AARHUS, "guidance")


@pytest.mark.parametrize("purpose", [{}, {"purpose": ""}, {"purpose": "curiosity"}])
def test_there_is_no_other_reason(
    desk: Visitor, resident: User, database: Database, purpose: dict[str, str]
) -> None:
    response = desk.post(address(resident), purpose, follow_redirects=True)
    assert [step.status_code for step in response.history] == [303]
    assert "Din grund: Vælg en af mulighederne." in response.text
    assert FACTS not in response.text
    assert looks(database) == []


def test_facts_are_asked_for_again_after_a_quarter_of_an_hour(
    desk: Visitor, resident: User, database: Database, clock: Clock
) -> None:
    desk.post(address(resident), GUIDANCE)
    clock.at += SHOWN_FOR - timedelta(seconds=30)
    assert FACTS in desk.get(address(resident)).text
    clock.at += timedelta(seconds=30)
    assert FACTS not in desk.get(address(resident)).text
    desk.post(address(resident), GUIDANCE)
    assert FACTS in desk.get(address(resident)).text
    assert len(looks(database)) == 2


def test_look_counts_in_its_own_session_only(
    desk: Visitor, app: Flask, resident: User, database: Database
) -> None:
    desk.post(address(resident), GUIDANCE)
    with database.reading() as session:
        caseworker = session.get_one(User, looks(database)[0].viewer_id)
    elsewhere = Visitor(app).sign_in_as(caseworker)
    assert FACTS not in elsewhere.get(address(resident)).text
    desk.sign_in_as(caseworker)
    assert FACTS not in desk.get(address(resident)).text


@pytest.mark.parametrize("home", [COPENHAGEN, None])
def test_citizen_who_has_moved_meanwhile_is_not_found(
    desk: Visitor, resident: User, database: Database, home: str | None, clock: Clock
) -> None:
    desk.post(address(resident), GUIDANCE)
    token = desk.token("/municipality")
    with database.transaction() as session:
        citizen = get_citizen_to_change(session, resident.id)
        if home is None:
            forget_home(session, citizen, by=person(citizen.id), at=clock())
        else:
            tell_home(session, citizen, home, by=person(citizen.id), at=clock())
    gone = desk.get(address(resident))
    assert gone.status_code == 404
    assert "Ingen borger i din kommune har det nummer." in gone.text
    assert '<a href="/municipality/citizens">Tilbage til borgerne</a>' in gone.text
    assert desk.post(address(resident), {**GUIDANCE, "csrf_token": token}).status_code == 404
    assert len(looks(database)) == 1


def test_nobody_else_can_be_looked_up(desk: Visitor, database: Database) -> None:
    with database.transaction() as session:
        others = [
            make_citizen(session, COPENHAGEN).id,
            make_citizen(session).id,
            make_municipality_user(session, AARHUS, 2).id,
            99999,
            10**30,
        ]
    for number in others:
        path = f"/municipality/citizens/{number}"
        assert desk.get(path).status_code == 404, number
        assert desk.post(path, GUIDANCE, page="/municipality").status_code in (404, 405), number
    assert looks(database) == []


def test_residents_stand_by_number_and_in_pages(desk: Visitor, database: Database) -> None:
    assert "Ingen borgere har valgt Aarhus Kommune." in desk.get("/municipality").text
    with database.transaction() as session:
        here = [make_citizen(session, AARHUS).id for _ in range(ON_A_PAGE + 1)]
        elsewhere = make_citizen(session, COPENHAGEN).id
    first, second = desk.get("/municipality/citizens").text, desk.get("/municipality/citizens?page=2").text
    listed = [int(number) for number in re.findall(r'citizens/(\d+)"', first + second)]
    assert sorted(listed) == here
    assert elsewhere not in listed
    assert f"{ON_A_PAGE + 1} borgere har valgt Aarhus Kommune." in desk.get("/municipality").text


@pytest.mark.parametrize("written", ["{}", " {} ", "Borger {}", "nr. {}."])
def test_resident_is_found_by_the_number_they_give(desk: Visitor, resident: User, written: str) -> None:
    given = written.format(resident.id)
    response = desk.get("/municipality/citizens/find", query_string={"number": given})
    assert response.location == address(resident)


@pytest.mark.parametrize("written", ["", "  "])
@pytest.mark.usefixtures("resident")
def test_empty_number_is_asked_for_beside_the_field(desk: Visitor, written: str) -> None:
    response = desk.get("/municipality/citizens/find", query_string={"number": written})
    assert response.status_code == 200
    assert "Borgerens nummer: Skriv det nummer, som borgeren har givet dig." in response.text
    assert "Ingen borger i din kommune har det nummer." not in response.text
    assert 'aria-invalid="true"' in response.text


@pytest.mark.parametrize(
    "written",
    ["x", "0", "-", "-1", "nr. -1", "\u22121", "+1", "99999", "1 2", "²", "9" * 9, "9" * 10, "9" * 40],
)
@pytest.mark.usefixtures("resident")
def test_number_of_nobody_here_is_answered_beside_the_field(desk: Visitor, written: str) -> None:
    response = desk.get("/municipality/citizens/find", query_string={"number": written})
    assert response.status_code == 200
    assert "Borgerens nummer: Ingen borger i din kommune har det nummer." in response.text


def test_resident_of_elsewhere_is_not_found_by_number(desk: Visitor, database: Database) -> None:
    with database.transaction() as session:
        elsewhere = make_citizen(session, COPENHAGEN)
    response = desk.get("/municipality/citizens/find", query_string={"number": str(elsewhere.id)})
    assert response.status_code == 200
    assert "Ingen borger i din kommune har det nummer." in response.text
