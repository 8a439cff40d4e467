"""No invented name, number or address is a real one."""

import re

import pytest

from portal.demonstration.chance import chance
from portal.demonstration.naming import Namer, as_slug, street
from portal.demonstration.register_file import SEED
from portal.demonstration.stock import public_units
from providers.organisations.models import OrganisationKind
from providers.organisations.rules import is_cvr, is_simulated_cvr, is_slug
from providers.reference import queries
from tests.portal.demonstration.made import ON, listings, organisations

# Real firms, chains, unions and funds that an invented name must never bring to mind.
REAL_NAMES = (
    "3F", "A4", "Adecco", "Akademikernes", "AS3", "Ase", "Aof", "Ballisager", "BUPL", "CA", "Capax", "Coop",
    "Dana", "Danica", "Danske Bank", "Deloitte", "Det Faglige Hus", "DSB", "Falck", "Fakta", "FOA",
    "Formula", "Frelsens Hær", "Frie", "FTFa", "Hartmanns", "HK", "Incita", "Jobindex", "Jobkompagniet",
    "Jobnet", "Konsulenthuset", "KPMG", "Krifa", "Lederne", "Lærernes", "Magistrenes", "Manpower",
    "Marselisborg", "Mercuri", "Metal", "Min A-kasse", "Mindcamp", "PwC", "Quick Care", "Ramsdal",
    "Randstad", "Rema", "Røde Kors", "Salling", "StepStone", "Teknikernes", "Væksthuset", "Workindenmark",
)  # fmt: skip


def test_no_name_is_that_of_a_real_actor() -> None:
    names = " | ".join(organisation.name for organisation in organisations().values())

    assert [real for real in REAL_NAMES if re.search(rf"\b{re.escape(real)}\b", names, re.IGNORECASE)] == []


def test_no_name_is_that_of_a_real_place() -> None:
    places = {place.name.lower() for place in queries.places()}
    words = {organisation.name.split()[0].lower() for organisation in organisations().values()}

    assert (words - {"a-kassen"}) & places == set()
    assert {name.lower() for name, _ in public_units()["municipalities"]["stands_in_for"]} & places == set()


def test_no_name_is_that_of_a_public_actor() -> None:
    real = {f"{name} kommune".lower() for name in queries.municipality_names(ON).values()}

    assert {organisation.name.lower() for organisation in organisations().values()} & real == set()


def test_names_and_slugs_are_unique() -> None:
    known = list(organisations().values())

    assert len({organisation.name for organisation in known}) == len(known)
    assert len({organisation.slug for organisation in known}) == len(known)
    assert len({listing.content.name for listing in listings()}) == len(listings())


def test_cvr_numbers_are_well_formed_and_never_issued() -> None:
    numbers = [key.removeprefix("cvr:") for key in organisations() if key.startswith("cvr:")]

    assert len(numbers) == 175
    assert all(is_cvr(number) and is_simulated_cvr(number) for number in numbers)


def test_names_do_not_run_out() -> None:
    namer = Namer(SEED)
    names = [namer.name(OrganisationKind.PRIVATE_ADVISER, "work") for _ in range(12_000)]

    assert len({name.slug for name in names}) == len(names)
    assert all(is_slug(name.slug) for name in names)


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Lærke & Søn, Århus", "laerke-soen-aarhus"), ("Café Tre", "cafe-tre"), ("  A/S  ", "a-s")],
)
def test_slug_is_written_with_the_letters_of_an_address(name: str, slug: str) -> None:
    assert as_slug(name) == slug


def test_streets_are_invented_words_with_a_number() -> None:
    assert re.fullmatch(r"[A-ZÆØÅ][a-zæøå]+ \d{1,2}", street(chance(SEED, "street")))
