"""The first one from an organisation is asked for what the broker does not tell."""

from datetime import timedelta

import pytest

from portal.accounts import first_owner
from portal.database import Database
from providers.organisations import members
from providers.organisations.models import IdentifiedBy, Organisation
from providers.organisations.queries import find_organisation_by_cvr, get_organisation
from tests.factories.organisations import make_organisation
from tests.factories.people import make_member, make_provider_user
from tests.support.brokers import Traveller, cvr_of, dotted_staff, organisation
from tests.support.identity_provider import IdentityProvider

STAFF = "/sign-in/staff"
PROBLEM = "/sign-in/staff/problem"
NEW_COMPANY = {
    "company": "Vejen til job",
    "kind": "other",
    "name": "Anna Vejen",
    "email": "anna@firma.example",
}


@pytest.mark.parametrize("missing", ["nemlogin.email", "nemlogin.name"])
def test_what_the_broker_does_not_tell_of_the_first_one_is_asked_for(
    traveller: Traveller, provider: IdentityProvider, database: Database, missing: str
) -> None:
    made = organisation(database)
    provider.people["Ansat"] = dotted_staff(cvr_of(made), changes={missing: None})
    response = traveller.sign_in_at("Ansat", f"/en{STAFF}?next=/en/account")
    assert response.location == "/en/sign-in/staff/first-owner"
    assert "You are the first" in traveller.page_after(response).text
    answer = traveller.post(response.location, {"name": "Anna Vejen", "email": "Anna@Firma.example"})
    assert answer.location == "/en/account"
    with database.reading() as session:
        ((_membership, user),) = members.members(session, made.id)
    assert (user.name, user.email) == ("Anna Vejen", "anna@firma.example")


def test_address_that_cannot_be_used_is_asked_for_again_with_what_was_typed(
    traveller: Traveller, provider: IdentityProvider, database: Database
) -> None:
    made = organisation(database)
    with database.transaction() as session:
        taken = make_provider_user(session).email
    provider.people["Ansat"] = dotted_staff(cvr_of(made), changes={"nemlogin.email": taken})
    form = traveller.sign_in_at("Ansat", STAFF).location
    for address in (taken, "not an address", ""):
        page = traveller.post(form, {"name": "Anna Vejen", "email": address})
        assert page.status_code == 200
        assert 'href="#email"' in page.text
        assert "Anna Vejen" in page.text
    with database.reading() as session:
        assert not members.members(session, made.id)


def test_form_for_the_first_one_is_closed_to_whoever_comes_from_no_broker(traveller: Traveller) -> None:
    form = "/sign-in/staff/first-owner"
    assert traveller.get(form).location == f"{PROBLEM}/attempt_unknown"
    answer = traveller.post(form, {"name": "Anna", "email": "anna@firma.example"}, page="/sign-in")
    assert answer.location == f"{PROBLEM}/attempt_unknown"


def test_form_for_the_first_one_waits_for_some_minutes_only(
    traveller: Traveller,
    provider: IdentityProvider,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(first_owner, "MINUTES", timedelta(0))
    provider.people["Ansat"] = dotted_staff(cvr_of(organisation(database)), changes={"nemlogin.email": None})
    form = traveller.sign_in_at("Ansat", STAFF).location
    assert traveller.get(form).location == f"{PROBLEM}/attempt_unknown"


def test_form_that_is_sent_after_somebody_else_was_first_is_refused(
    traveller: Traveller, provider: IdentityProvider, database: Database
) -> None:
    made = organisation(database)
    provider.people["Ansat"] = dotted_staff(cvr_of(made), changes={"nemlogin.email": None})
    form = traveller.sign_in_at("Ansat", STAFF).location
    token = traveller.token(form)
    with database.transaction() as session:
        make_member(session, session.get_one(Organisation, made.id))
    answer = traveller.post(form, {"name": "Anna", "email": "anna@firma.example", "csrf_token": token})
    assert answer.location == f"{PROBLEM}/ask_an_owner"


def test_company_that_the_portal_does_not_know_can_be_brought_in(
    traveller: Traveller, provider: IdentityProvider, database: Database
) -> None:
    provider.people["Ansat"] = dotted_staff("12345674")
    form = traveller.sign_in_at("Ansat", STAFF).location
    assert form == "/sign-in/staff/first-owner"
    assert "CVR-nummer 12345674" in traveller.get(form).text
    answer = traveller.post(form, NEW_COMPANY)
    assert answer.location == "/office"
    with database.reading() as session:
        made = get_organisation(session, "vejen-til-job")
        assert (made.cvr, made.identified_by, made.kind) == ("12345674", IdentifiedBy.BROKER, "other")
        ((_membership, user),) = members.members(session, made.id)
    assert (user.name, user.email) == ("Anna Vejen", "anna@firma.example")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"company": ""}, "Skriv virksomhedens navn"),
        ({"company": "A" * 201}, "Navnet må højst være på 200 tegn."),
        ({"kind": ""}, "Vælg, hvad I er."),
        ({"name": "A" * 121}, "Navnet må højst være på 120 tegn."),
    ],
)
def test_new_company_that_cannot_be_used_is_asked_for_again_with_what_was_typed(
    traveller: Traveller,
    provider: IdentityProvider,
    database: Database,
    change: dict[str, str],
    sentence: str,
) -> None:
    provider.people["Ansat"] = dotted_staff("12345674")
    form = traveller.sign_in_at("Ansat", STAFF).location
    page = traveller.post(form, NEW_COMPANY | change)
    assert page.status_code == 200
    assert sentence in page.text
    assert "anna@firma.example" in page.text
    with database.reading() as session:
        assert find_organisation_by_cvr(session, "12345674") is None


def test_colleague_who_brought_the_company_in_first_is_its_owner(
    traveller: Traveller, provider: IdentityProvider, database: Database
) -> None:
    provider.people["Ansat"] = dotted_staff("12345674")
    form = traveller.sign_in_at("Ansat", STAFF).location
    token = traveller.token(form)
    with database.transaction() as session:
        made = make_organisation(session)
        made.cvr, made.simulated = "12345674", False
    answer = traveller.post(form, NEW_COMPANY | {"csrf_token": token})
    assert answer.location == f"{PROBLEM}/ask_an_owner"
