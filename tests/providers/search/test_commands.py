"""The index follows the register: what is published is found, and what is not published is not."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from providers.listings import commands as listings
from providers.listings.models import Listing
from providers.search.commands import Synchronised, rebuild, synchronise
from providers.search.index import IndexUnavailable, SearchIndex
from tests.factories.organisations import AS_OF, AT, make_content, make_listing, make_organisation
from tests.providers.search.indexes import found, index_of


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    return SearchIndex(tmp_path / "index")


@pytest.fixture
def karate(session: Session) -> list[Listing]:
    organisation = make_organisation(session)
    return [
        make_listing(session, organisation, number, make_content(name=f"Karate {number}"))
        for number in (1, 2, 3, 4)
    ]


def test_first_synchronisation_builds_the_index(
    session: Session, index: SearchIndex, karate: list[Listing]
) -> None:
    assert synchronise(session, index, AS_OF) == Synchronised(added=4, removed=0)
    assert found(index, "karate") == sorted(listing.id for listing in karate)


@pytest.mark.usefixtures("karate")
def test_second_synchronisation_changes_nothing(session: Session, index: SearchIndex) -> None:
    synchronise(session, index, AS_OF)
    before = index.generation()
    assert synchronise(session, index, AS_OF) == Synchronised(added=0, removed=0)
    assert index.generation() == before


def test_new_version_is_found_by_its_words_and_no_longer_by_the_old(
    session: Session, index: SearchIndex, karate: list[Listing]
) -> None:
    synchronise(session, index, AS_OF)
    listings.publish(session, karate[0], make_content(name="Judo"), AT)
    assert synchronise(session, index, AS_OF) == Synchronised(added=1, removed=0)
    assert found(index, "judo") == [karate[0].id]
    assert karate[0].id not in found(index, "karate")


def test_withdrawn_listing_is_not_found_until_it_is_published_again(
    session: Session, index: SearchIndex, karate: list[Listing]
) -> None:
    synchronise(session, index, AS_OF)
    listings.withdraw(session, karate[1], AT)
    session.flush()
    assert synchronise(session, index, AS_OF) == Synchronised(added=0, removed=1)
    assert karate[1].id not in found(index, "karate")
    listings.publish(session, karate[1], make_content(name="Karate 2"), AT)
    assert synchronise(session, index, AS_OF) == Synchronised(added=1, removed=0)
    assert karate[1].id in found(index, "karate")


def test_draft_is_not_found(session: Session, index: SearchIndex, karate: list[Listing]) -> None:
    listings.save_draft(session, karate[0], make_content(name="Hemmelig kladde"), AT)
    synchronise(session, index, AS_OF)
    assert found(index, "hemmelig") == []
    assert karate[0].id in found(index, "karate")


def test_organisation_that_changes_its_name_is_found_by_the_new_one(
    session: Session, index: SearchIndex
) -> None:
    organisation = make_organisation(session)
    only = make_listing(session, organisation)
    synchronise(session, index, AS_OF)
    organisation.name = "Brobyggerne"
    session.flush()
    assert synchronise(session, index, AS_OF) == Synchronised(added=1, removed=0)
    assert found(index, "brobyggerne") == [only.id]


def test_regions_of_a_new_year_are_found_after_the_next_synchronisation(
    session: Session, index: SearchIndex
) -> None:
    content = make_content(municipalities=("101",))
    only = make_listing(session, make_organisation(session), content=content)
    synchronise(session, index, date(2026, 12, 31))
    assert found(index, "hovedstaden") == [only.id]
    synchronise(session, index, date(2027, 1, 1))
    assert found(index, "hovedstaden") == []
    assert found(index, "østdanmark") == [only.id]


def test_index_of_another_register_is_replaced(
    session: Session, tmp_path: Path, karate: list[Listing]
) -> None:
    foreign = index_of(tmp_path / "index")
    assert synchronise(session, foreign, AS_OF).added == len(karate)
    for listing in karate:
        listings.withdraw(session, listing, AT)
    session.flush()
    assert synchronise(session, foreign, AS_OF) == Synchronised(added=0, removed=4)
    assert found(foreign, "karate") == []


@pytest.mark.usefixtures("karate")
def test_damaged_index_is_built_anew(session: Session, index: SearchIndex, tmp_path: Path) -> None:
    synchronise(session, index, AS_OF)
    for path in (tmp_path / "index").glob("build-*/*"):
        path.write_bytes(b"damaged")
    reader = SearchIndex(tmp_path / "index")
    with pytest.raises(IndexUnavailable):
        found(reader, "karate")
    assert synchronise(session, index, AS_OF) == Synchronised(added=4, removed=0)
    assert len(found(index, "karate")) == len(found(reader, "karate")) == 4


@pytest.mark.usefixtures("karate")
def test_rebuilding_gives_the_same_answers(session: Session, index: SearchIndex) -> None:
    synchronise(session, index, AS_OF)
    before = found(index, "karate")
    assert rebuild(session, index, AS_OF) == Synchronised(added=4, removed=0)
    assert found(index, "karate") == before
    assert synchronise(session, index, AS_OF) == Synchronised(added=0, removed=0)


@pytest.mark.usefixtures("karate")
def test_progress_reaches_the_end(session: Session, index: SearchIndex) -> None:
    reached: list[tuple[int, int]] = []
    synchronise(session, index, AS_OF, lambda done, total: reached.append((done, total)))
    assert reached == [(4, 4)]
