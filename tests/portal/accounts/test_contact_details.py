"""Contact details are sealed before they are kept, and the citizen takes them along opened."""

import json

from flask import Flask
from sqlalchemy import select

from portal.accounts.contact_details import ContactDetails, find_address, open_contact, seal_contact
from portal.accounts.sealing import seal
from portal.database import Database
from providers.courses.models import ChoiceContact
from tests.factories.choices import make_choice, make_offer
from tests.factories.people import AARHUS, make_citizen, make_provider_user
from tests.support.people import Visitor

ROSA = ContactDetails("Rosa Ærø", "12 34 56 78", "rosa@borger.example")


def test_what_is_sealed_says_nothing_and_opens_again(app: Flask) -> None:
    with app.test_request_context():
        sealed = seal_contact(ROSA)
        assert open_contact(sealed) == ROSA
        assert open_contact(sealed[:-2]) is None
        assert open_contact(seal("the secret of a second factor")) is None
    assert all(word not in sealed for word in ("Rosa", "1234", "borger"))


def test_citizen_takes_along_what_they_have_told(app: Flask, visitor: Visitor, database: Database) -> None:
    with app.test_request_context():
        sealed = seal_contact(ROSA)
    with database.transaction() as session:
        citizen = make_citizen(session, AARHUS)
        make_choice(session, make_offer(session), citizen)
        session.scalars(select(ChoiceContact)).one().sealed = sealed
    visitor.sign_in_as(citizen)
    (told,) = json.loads(visitor.get("/account/data.json").data)["your_contact_details"]
    assert (told["name"], told["phone"], told["email"]) == (ROSA.name, ROSA.phone, ROSA.email)
    assert "sealed" not in told
    table = visitor.get("/account/data.csv").data.decode("utf-8-sig")
    assert "Sådan kan aktøren nå dig;1;Navn;Rosa Ærø" in table
    assert sealed not in table


def test_mail_goes_to_the_address_told_with_the_latest_choice(app: Flask, database: Database) -> None:
    addresses = ("", "rosa@borger.example")
    with app.test_request_context():
        sealed = [seal_contact(ContactDetails("Rosa", "12 34 56 78", email)) for email in addresses]
    with database.transaction() as session:
        citizen = make_citizen(session, AARHUS)
        choice = make_choice(session, make_offer(session), citizen)
        staff = make_provider_user(session)
    found = []
    for each in sealed:
        with database.transaction() as session:
            session.get_one(ChoiceContact, choice.id).sealed = each
        with app.app_context(), database.reading() as session:
            found.append(find_address(session, citizen.id))
    assert found == [None, "rosa@borger.example"]
    with app.app_context(), database.reading() as session:
        assert find_address(session, staff.id) == staff.email
        assert find_address(session, 999) is None
