"""A company comes in when whoever asked confirms it, once, and its first owner with it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.database import Database
from providers.audit.queries import in_order
from providers.organisations import members, sign_ups
from providers.organisations.models import IdentifiedBy, MemberRole, Organisation, SignUp
from providers.organisations.rules import is_cvr
from providers.organisations.sign_ups import Asker, Company, CompanyNotPossible, SignUpNotUsable
from providers.people.commands import UserNotPossible
from providers.people.models import User
from tests.factories.organisations import make_organisation
from tests.factories.people import AT

CVR = "12345674"
COMPANY = Company(CVR, "Ærø Jobhjælp ApS", "private_adviser")
ASKER = Asker("Åse Ny", "Aase@Aeroe.example", "da")
AT_ONCE = 8


def ask(session: Session, company: Company = COMPANY, asker: Asker = ASKER) -> SignUp:
    asked = sign_ups.ask(session, company, asker, nonce="n" * 32, at=AT)
    assert asked is not None
    return asked


def test_whoever_confirms_becomes_the_owner_of_a_company_known_by_mail_alone(session: Session) -> None:
    asked = ask(session)
    assert session.scalar(select(func.count(Organisation.id))) == 0
    user, organisation = sign_ups.confirm(session, asked, at=AT)
    assert (user.name, user.email, user.language) == ("Åse Ny", "aase@aeroe.example", "da")
    assert (organisation.slug, organisation.name, organisation.cvr) == (
        "aeroe-jobhjaelp-aps",
        "Ærø Jobhjælp ApS",
        CVR,
    )
    assert (organisation.identified_by, organisation.simulated) == (IdentifiedBy.MAIL, False)
    ((membership, owner),) = members.members(session, organisation.id)
    assert (membership.role, owner.id) == (MemberRole.OWNER, user.id)


def test_the_trail_tells_it_without_a_name_or_an_address(session: Session) -> None:
    sign_ups.confirm(session, ask(session), at=AT)
    events = in_order(session)
    assert [event.action for event in events] == [
        "sign_up.asked",
        "user.created",
        "organisation.founded",
        "membership.begun",
        "sign_up.confirmed",
    ]
    assert not {"Åse", "aase", "Jobhjælp", CVR} & {
        word for event in events for word in str((event.before, event.after)).split("'")
    }


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ({"cvr": "12345678"}, "number"),
        ({"cvr": "1234567"}, "number"),
        ({"cvr": "01234560"}, "number"),
        ({"name": "  "}, "name"),
        ({"name": "A" * 201}, "name"),
        ({"name": "Ond\u0000"}, "name"),
        ({"kind": "municipality"}, "kind"),
        ({"kind": ""}, "kind"),
    ],
)
def test_what_can_be_no_company_is_refused(session: Session, change: dict[str, Any], fact: str) -> None:
    with pytest.raises(CompanyNotPossible) as refused:
        ask(session, replace(COMPANY, **change))
    assert refused.value.fact == fact


@pytest.mark.parametrize(
    ("asker", "fact"),
    [
        (Asker("", "a@b.example", "da"), "name_missing_or_too_long"),
        (Asker("Åse", "aase", "da"), "not_an_email"),
    ],
)
def test_whoever_can_be_nobody_is_refused(session: Session, asker: Asker, fact: str) -> None:
    with pytest.raises(UserNotPossible) as refused:
        ask(session, asker=asker)
    assert refused.value.fact == fact


def test_number_that_is_never_issued_passes_in_a_trial_and_makes_the_company_simulated(
    session: Session,
) -> None:
    free = sign_ups.free_simulated_cvr(session)
    assert is_cvr(free)
    asked = ask(session, Company(f" {free[:4]} {free[4:]} ", "Prøve", "other", simulated_too=True))
    _user, organisation = sign_ups.confirm(session, asked, at=AT)
    assert (organisation.cvr, organisation.simulated) == (free, True)
    assert sign_ups.free_simulated_cvr(session) != free


def test_companies_of_one_name_get_addresses_of_their_own(session: Session) -> None:
    slugs = []
    for number, cvr in enumerate((CVR, "12345682", "12345690"), start=1):
        asked = ask(
            session, Company(cvr, "Vejen Videre", "other"), Asker("Åse", f"aase{number}@a.example", "da")
        )
        slugs.append(sign_ups.confirm(session, asked, at=AT)[1].slug)
    assert slugs == ["vejen-videre", "vejen-videre-2", "vejen-videre-3"]


def test_name_without_letters_of_ours_still_gets_an_address(session: Session) -> None:
    _user, organisation = sign_ups.confirm(session, ask(session, replace(COMPANY, name="北京")), at=AT)
    assert organisation.slug == "company"


def test_link_works_once_and_for_seven_days(session: Session) -> None:
    asked, late = ask(session), ask(session, replace(COMPANY, cvr="12345682"))
    sign_ups.confirm(session, asked, at=AT + timedelta(days=7, seconds=-1))
    for again, fact, at in ((asked, "used", AT), (late, "expired", AT + timedelta(days=7))):
        with pytest.raises(SignUpNotUsable) as refused:
            sign_ups.confirm(session, again, at=at)
        assert refused.value.fact == fact


def test_company_that_came_in_meanwhile_is_not_taken_over(session: Session) -> None:
    known = make_organisation(session)
    asked = ask(session, Company(known.cvr or "", "En anden", "other", simulated_too=True))
    with pytest.raises(CompanyNotPossible) as refused:
        sign_ups.confirm(session, asked, at=AT)
    assert refused.value.fact == "known"


def test_mailbox_is_not_filled(session: Session) -> None:
    for _time in range(3):
        ask(session)
    assert sign_ups.ask(session, COMPANY, ASKER, nonce="n" * 32, at=AT + timedelta(minutes=59)) is None
    assert sign_ups.ask(session, COMPANY, ASKER, nonce="n" * 32, at=AT + timedelta(minutes=61)) is not None


def test_of_many_who_confirm_one_company_at_once_exactly_one_becomes_its_owner(database: Database) -> None:
    with database.transaction() as session:
        numbers = [
            ask(session, asker=Asker("Åse", f"aase{number}@a.example", "da")).id for number in range(AT_ONCE)
        ]
    ready = Barrier(AT_ONCE)

    def confirm(number: int) -> str:
        ready.wait(timeout=30)
        try:
            with database.transaction() as session:
                sign_ups.confirm(session, session.get_one(SignUp, number), at=AT)
        except (CompanyNotPossible, OperationalError):
            return "too late"
        return "owner"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(confirm, numbers))
    assert outcomes.count("owner") == 1
    with database.reading() as session:
        organisation = session.scalars(select(Organisation)).one()
        assert len(members.members(session, organisation.id)) == 1
        assert session.scalar(select(func.count(User.id))) == 1
