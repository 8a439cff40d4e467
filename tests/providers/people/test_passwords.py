"""Passwords are kept as hashes that cost the same for everybody, and the ones easily guessed are refused."""

import unicodedata

import pytest
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from providers.audit.models import person
from providers.audit.queries import in_order
from providers.audit.rules import replay
from providers.people import passwords
from providers.people.models import SessionEnd
from tests.factories.people import AT, begin_session, make_provider_user

GOOD = "fire ord efter hinanden"


PLACES = ("Find hjælp til job", "find-job.kommunerne.example", "")


@pytest.mark.parametrize(
    "password",
    [
        "Find hjælp til job",
        "findhjælptiljob2026",
        "FindHjaelpTilJob!1",
        "Job-Hjælp-Find-26",
        "find-job.kommunerne.example",
        "kommunerne2027",
    ],
)
def test_password_that_is_the_name_of_what_it_opens_is_refused(password: str) -> None:
    assert passwords.fault_of(password, "navn@vejen.example", places=PLACES) == "place"


@pytest.mark.parametrize(
    "password", ["hjælp min hest med havren", "find den blå sofa", "rigtig hest batteri"]
)
def test_words_of_the_portals_name_may_stand_in_a_long_password(password: str) -> None:
    assert passwords.fault_of(password, "navn@vejen.example", places=PLACES) is None


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("elleve tegn", "too_short"),
        ("tolv tegn ok", None),
        ("blå æbler " * 12 + "og pærer", None),
        ("æ" * 129, "too_long"),
        ("Adgangskode123", "common"),
        ("", "too_short"),
        (GOOD, None),
        ("rigtig hest batteri hæfteklamme", None),
        ("8 røde cykler i regn", None),
        ("tr0ub4dor&3xyzzy", None),
    ],
)
def test_only_length_and_being_easily_guessed_count(password: str, fault: str | None) -> None:
    assert passwords.fault_of(password, "navn@vejen.example", "Navn Efternavn") == fault


@pytest.mark.parametrize(
    "password", ["a" * 16, "A" * 12 + "a", "abababababab", "abcdabcdabcd", "hundehus" * 2, "111222333444"]
)
def test_password_that_repeats_itself_is_refused(password: str) -> None:
    assert passwords.fault_of(password, "navn@vejen.example") == "repeated"


@pytest.mark.parametrize(
    "password",
    [
        "1234567890123456",
        "0987654321098",
        "abcdefghijklmnop",
        "Qwertyuiopå1",
        "asdfghjklæøqwer",
        "12345678abcdef",
    ],
)
def test_password_along_a_row_of_signs_is_refused(password: str) -> None:
    assert passwords.fault_of(password, "navn@vejen.example") == "row"


@pytest.mark.parametrize(
    "password",
    [
        "Karen.Kommune@Aarhus.example", " karen.kommune@aarhus.example ", "karen.kommune", "KarenKommune",
        "Karen Kommune 123", "kommunekaren1!", "karensmith-2026", "aarhuskommune",
    ],
)  # fmt: skip
def test_own_name_or_address_is_no_password(password: str) -> None:
    assert passwords.fault_of(password, "Karen.Kommune@aarhus.example", "Karen Smith") == "personal"


def test_own_name_may_stand_in_a_longer_password() -> None:
    assert passwords.fault_of("karen har fire heste", "karen@aarhus.example", "Karen Smith") is None


def test_list_of_common_ones_holds_only_what_would_pass_otherwise() -> None:
    assert [
        each for each in passwords.COMMON if len(each) < passwords.SHORTEST or each != each.casefold()
    ] == []


def test_hash_of_nobody_costs_what_every_hash_costs() -> None:
    assert not passwords.HASHER.check_needs_rehash(passwords.NOBODYS_HASH)


def test_no_password_fits_where_none_is_kept() -> None:
    assert not passwords.is_right(None, GOOD)


def test_password_is_found_again_but_not_kept(session: Session) -> None:
    user = make_provider_user(session)
    kept = passwords.set_password(session, user, passwords.hash_of(GOOD), by=person(user.id), at=AT)
    assert GOOD not in kept.hash
    assert passwords.is_right(kept, GOOD)
    assert not passwords.is_right(kept, GOOD + " ")


def test_letters_count_as_the_same_from_every_keyboard(session: Session) -> None:
    user = make_provider_user(session)
    typed = unicodedata.normalize("NFD", "blåbærgrød på åen")
    kept = passwords.set_password(session, user, passwords.hash_of(typed), by=person(user.id), at=AT)
    assert passwords.is_right(kept, unicodedata.normalize("NFC", typed))


def test_damaged_hash_lets_nobody_in(session: Session) -> None:
    user = make_provider_user(session)
    kept = passwords.set_password(session, user, "not a hash", by=person(user.id), at=AT)
    assert not passwords.is_right(kept, GOOD)


def test_hash_that_was_cheaper_is_outdated(session: Session) -> None:
    user = make_provider_user(session)
    cheap = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(GOOD)
    kept = passwords.set_password(session, user, cheap, by=person(user.id), at=AT)
    assert passwords.is_outdated(kept)
    passwords.renew_hash(session, user.id, cheap, passwords.hash_of(GOOD))
    assert not passwords.is_outdated(kept)
    assert passwords.is_right(kept, GOOD)


def test_renewing_never_brings_an_old_password_back(session: Session) -> None:
    user = make_provider_user(session)
    kept = passwords.set_password(session, user, "new", by=person(user.id), at=AT)
    passwords.renew_hash(session, user.id, "old", "old, renewed")
    assert kept.hash == "new"


def test_new_password_ends_the_sessions_but_one_and_stands_in_the_trail(session: Session) -> None:
    user = make_provider_user(session)
    here, there = begin_session(session, user), begin_session(session, user)
    passwords.set_password(session, user, "first", by=person(user.id), at=AT, but=here.id)
    changed = SessionEnd.PASSWORD_CHANGED
    assert [here.ended_because, there.ended_because] == [None, changed]
    passwords.set_password(session, user, "second", by=person(user.id), at=AT)
    assert [here.ended_because, there.ended_because] == [changed, changed]
    assert replay(in_order(session))[("password", str(user.id))] == {"set": True}


def test_account_is_found_however_its_address_is_typed(session: Session) -> None:
    user = make_provider_user(session)
    found = passwords.find_account(session, "  MEDARBEJDER1@vejen.example ")
    assert found == (user, None)


def test_disabled_account_is_not_found(session: Session) -> None:
    user = make_provider_user(session)
    user.disabled_at = AT
    session.flush()
    assert passwords.find_account(session, user.email or "") is None


@pytest.mark.parametrize(
    "typed", ["", "nobody", "a\x00b@vejen.example", "a@b@c.example", "x" * 400 + "@a.dk"]
)
def test_what_is_no_address_belongs_to_nobody(session: Session, typed: str) -> None:
    assert passwords.find_account(session, typed) is None
