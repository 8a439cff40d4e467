"""The catalogue is one picture of one day; a process keeps it until the revision or the day has moved."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Event, Thread

import numpy as np
import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from matching.catalogue import Catalogue, CatalogueHolder, CatalogueUnavailable, make_catalogue
from matching.facets import Facet, Filters
from providers.organisations.models import OrganisationKind
from tests.matching.listings import DAY, NOON, public_listing


class Source:
    """A database that a test can change and break, and that counts what it is asked."""

    def __init__(self) -> None:
        self.revision = 1
        self.failure: Exception | None = None
        self.reads = self.loads = 0
        self.while_reading: Callable[[], object] = lambda: None
        self.while_loading: Callable[[], object] = lambda: None

    def read_revision(self) -> int:
        self.reads += 1
        self.while_reading()
        if self.failure:
            raise self.failure
        return self.revision

    def load(self, revision: int, day: date) -> Catalogue:
        self.loads += 1
        self.while_loading()
        if self.failure:
            raise self.failure
        return make_catalogue(revision, day, [public_listing("vejen-frem")])


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def holder(source: Source) -> CatalogueHolder:
    return CatalogueHolder(source.read_revision, source.load)


def database_down() -> OperationalError:
    return OperationalError("SELECT", {}, Exception("the server is gone"))


def test_listings_know_their_position_whatever_order_they_came_in() -> None:
    listings = [public_listing(f"l{number}") for number in range(20)]
    catalogue = make_catalogue(7, DAY, listings)
    again = make_catalogue(7, DAY, listings[::-1])
    assert [listing.position for listing in catalogue.listings] == list(range(20))
    assert [listing.slug for listing in again.listings] == [listing.slug for listing in catalogue.listings]
    assert all(catalogue.by_slug[listing.slug] is listing for listing in catalogue.listings)


def test_positions_are_found_by_id_and_unknown_ids_are_told_apart() -> None:
    catalogue = make_catalogue(1, DAY, [public_listing("a"), public_listing("b")])
    ids = np.array([10**12, catalogue.by_slug["b"].listing_id, 0], np.int64)
    known, positions = catalogue.positions_of(ids)
    assert known.tolist() == [False, True, False]
    assert positions.tolist() == [catalogue.by_slug["b"].position]


def test_gone_holds_what_was_public_and_is_not_now() -> None:
    catalogue = make_catalogue(1, DAY, [public_listing("her")], ever_public=["her", "borte"])
    assert catalogue.gone == {"borte"}


def test_catalogue_is_simulated_when_one_organisation_is() -> None:
    real, invented = public_listing("a", simulated=False), public_listing("b", simulated=True)
    assert not make_catalogue(1, DAY, [real]).simulated
    assert make_catalogue(1, DAY, [real, invented]).simulated


def test_free_places_are_more_than_none() -> None:
    listings = [public_listing(f"p{places}", places=places) for places in (None, 0, 3)]
    without = replace(public_listing("nothing"), availability=None)
    choice = make_catalogue(1, DAY, [*listings, without]).facets.choose(Filters(free_places=True))
    assert choice.total == 1


def test_facets_hold_what_a_listing_says() -> None:
    listing = public_listing("a", kind=OrganisationKind.UNEMPLOYMENT_FUND, nationwide=True, municipalities=())
    counts = make_catalogue(1, DAY, [listing], municipalities=["101"]).facets.choose(Filters()).counts
    assert counts[Facet.KIND] == {"unemployment_fund": 1}
    assert counts[Facet.MUNICIPALITY] == {"101": 1}
    assert counts[Facet.TARGET_GROUP] == {"dagpenge": 1}


def test_a_request_without_a_change_reads_the_revision_once_and_loads_nothing(
    holder: CatalogueHolder, source: Source
) -> None:
    first = holder.current(NOON)
    source.reads = source.loads = 0
    assert holder.current(NOON) is first
    assert (source.reads, source.loads) == (1, 0)


def test_a_moved_revision_brings_a_new_catalogue(holder: CatalogueHolder, source: Source) -> None:
    holder.current(NOON)
    source.revision = 2
    assert holder.current(NOON).revision == 2


def test_somebody_is_told_of_each_newer_catalogue_and_not_of_the_first(
    holder: CatalogueHolder, source: Source
) -> None:
    told: list[str] = []
    holder.when_moved(lambda: told.append("moved"))
    holder.current(NOON)
    holder.current(NOON)
    assert told == []
    source.revision += 1
    holder.current(NOON)
    holder.current(NOON)
    assert told == ["moved"]


def test_midnight_in_denmark_brings_a_new_catalogue_without_a_write(holder: CatalogueHolder) -> None:
    before_midnight = datetime(2026, 11, 2, 22, 59, tzinfo=UTC)  # 23:59 in Copenhagen, in winter
    assert holder.current(before_midnight).day == date(2026, 11, 2)
    assert holder.current(before_midnight + timedelta(minutes=1)).day == date(2026, 11, 3)


@pytest.mark.parametrize("failure", [database_down(), NoConnectionFree()])
def test_the_last_catalogue_stays_and_is_called_stale_while_the_database_is_down(
    holder: CatalogueHolder, source: Source, failure: Exception
) -> None:
    holder.current(NOON)
    source.failure = failure
    kept = [holder.current(NOON + timedelta(hours=hours)) for hours in (0, 1, 24)]
    assert [(catalogue.stale, catalogue.day) for catalogue in kept] == [(True, DAY)] * 3
    source.failure = None
    recovered = holder.current(NOON)
    assert not recovered.stale
    assert recovered.revision == 1


def test_what_changed_while_the_database_was_down_is_seen_when_it_is_back(
    holder: CatalogueHolder, source: Source
) -> None:
    holder.current(NOON)
    source.failure = database_down()
    holder.current(NOON)
    source.failure, source.revision = None, 5
    assert (holder.current(NOON).revision, holder.current(NOON).stale) == (5, False)


def test_a_failure_in_the_middle_of_loading_keeps_the_last_catalogue(
    holder: CatalogueHolder, source: Source
) -> None:
    holder.current(NOON)
    source.revision = 2
    source.while_loading = lambda: setattr(source, "failure", database_down())
    assert (holder.current(NOON).revision, holder.current(NOON).stale) == (1, True)


def test_no_database_at_the_first_load_says_what_to_do(holder: CatalogueHolder, source: Source) -> None:
    source.failure = database_down()
    with pytest.raises(CatalogueUnavailable, match="database upgrade"):
        holder.current(NOON)
    source.failure = None
    assert holder.current(NOON).revision == 1


def test_faults_in_our_own_code_are_not_taken_for_a_missing_database(
    holder: CatalogueHolder, source: Source
) -> None:
    holder.current(NOON)
    source.revision = 2
    empty: dict[str, object] = {}
    source.while_loading = lambda: empty["a field that is not there"]
    with pytest.raises(KeyError):
        holder.current(NOON)


def test_others_go_on_with_the_last_catalogue_while_one_thread_loads(
    holder: CatalogueHolder, source: Source
) -> None:
    holder.current(NOON)
    source.revision = 2
    loading, go_on = Event(), Event()

    def wait() -> None:
        loading.set()
        assert go_on.wait(10)

    source.while_loading = wait
    got: list[Catalogue] = []
    loader = Thread(target=lambda: got.append(holder.current(NOON)))
    loader.start()
    assert loading.wait(10)
    meanwhile = holder.current(NOON)
    go_on.set()
    loader.join(10)
    assert (meanwhile.revision, got[0].revision, source.loads) == (1, 2, 2)


def test_threads_that_come_before_the_first_catalogue_wait_for_one_load(
    holder: CatalogueHolder, source: Source
) -> None:
    together = Event()
    source.while_loading = lambda: together.wait(0.05)
    got: list[Catalogue] = []
    threads = [Thread(target=lambda: got.append(holder.current(NOON))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert source.loads == 1
    assert len({id(catalogue) for catalogue in got}) == 1


def test_only_one_thread_waits_for_a_database_that_is_down(holder: CatalogueHolder, source: Source) -> None:
    holder.current(NOON)
    source.failure = database_down()
    holder.current(NOON)
    asking, go_on = Event(), Event()

    def slow() -> None:
        asking.set()
        assert go_on.wait(10)

    source.while_reading = slow
    patient = Thread(target=holder.current, args=(NOON,))
    patient.start()
    assert asking.wait(10)
    source.reads = 0
    assert holder.current(NOON).stale
    assert source.reads == 0
    go_on.set()
    patient.join(10)
