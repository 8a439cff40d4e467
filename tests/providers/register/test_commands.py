"""An import brings the register up to a file: all of it or nothing, and nothing twice."""

import io
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from portal.database import Database
from providers.approval.models import Approval
from providers.listings.commands import publish
from providers.listings.models import Availability, CatalogueRevision, Listing, ListingVersion
from providers.listings.queries import get_listing
from providers.listings.rules import ListingStatus
from providers.organisations.models import Organisation, OrganisationKind
from providers.register.commands import Summary, import_file
from providers.register.deciding import Count
from providers.register.reading import read
from providers.register.records import (
    AvailabilityRecord,
    ListingRecord,
)
from tests.factories.organisations import (
    AT,
    approval_record,
    listing_record,
    make_content,
    many_register_lines,
    organisation_record,
    simulated_cvr,
)
from tests.providers.register.importing import (
    ACTOR,
    CLAIMED,
    LATER,
    NOTHING,
    OFFERED,
    file_of,
    refused,
    take_in,
)


def versions(session: Session) -> list[tuple[int, str, str]]:
    rows = session.execute(
        select(ListingVersion.number, ListingVersion.status, ListingVersion.content).order_by(
            ListingVersion.number
        )
    )
    return [(number, status, content["name"]) for number, status, content in rows]


def revision(session: Session) -> int:
    return session.scalars(select(CatalogueRevision.number)).one()


def named(name: str, record: ListingRecord = OFFERED, **changes: Any) -> ListingRecord:
    return replace(record, content=make_content(name=name), **changes)


def test_new_actor_comes_in_with_approval_listing_version_and_availability(session: Session) -> None:
    before = revision(session)
    assert take_in(session, OFFERED) == Summary(Count(new=1), Count(new=1))
    organisation = session.scalars(select(Organisation)).one()
    listing = session.scalars(select(Listing)).one()
    version = session.scalars(select(ListingVersion)).one()
    availability = session.scalars(select(Availability)).one()
    assert (organisation.key, organisation.simulated) == (ACTOR.key, True)
    assert session.scalars(select(Approval.organisation_id)).all() == [organisation.id]
    assert (listing.organisation_id, listing.slug, listing.claimed_on) == (
        organisation.id,
        OFFERED.slug,
        None,
    )
    assert (version.number, version.published_at) == (1, LATER)
    assert version.content_hash == OFFERED.content.hash
    assert (availability.places, availability.waiting_days) == (5, 14)
    assert revision(session) == before + 1


def test_second_import_of_the_same_file_writes_no_row(database: Database) -> None:
    file = read(io.BytesIO(many_register_lines(60)))
    with database.transaction() as session:
        import_file(session, file, AT)
    before = database.catalogue_revision()
    written: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(statement)

    event.listen(database.engine, "before_cursor_execute", listen)
    with database.transaction() as session:
        summary = import_file(session, file, LATER)
    assert summary == Summary(Count(unchanged=15), Count(unchanged=60))
    assert written == []
    assert database.catalogue_revision() == before


def test_number_of_statements_does_not_grow_with_the_file(database: Database) -> None:
    counted = []
    for size in (100, 400):
        statements: list[str] = []

        def listen(*arguments: Any, statements: list[str] = statements) -> None:
            statements.append(arguments[2])

        file = read(io.BytesIO(many_register_lines(size)))
        event.listen(database.engine, "before_cursor_execute", listen)
        with database.transaction() as session:
            import_file(session, file, AT)
        event.remove(database.engine, "before_cursor_execute", listen)
        counted.append(len(statements))
    assert counted[1] == counted[0]


def test_other_content_becomes_a_new_version_and_the_old_one_stays(imported: Session) -> None:
    assert take_in(imported, named("Nyt navn")) == Summary(NOTHING, Count(changed=1))
    assert versions(imported) == [(1, "superseded", "Vejen Videre"), (2, "published", "Nyt navn")]


def test_what_a_file_does_not_mention_stays(imported: Session) -> None:
    other = organisation_record(2, approvals=())
    assert take_in(imported, actor=other) == Summary(Count(new=1), Count())
    without = replace(ACTOR, approvals=())
    assert take_in(imported, replace(OFFERED, availability=None), actor=without) == Summary(NOTHING, NOTHING)
    assert imported.scalar(select(func.count()).select_from(Organisation)) == 2
    assert imported.scalar(select(func.count()).select_from(Approval)) == 1
    assert imported.scalars(select(Availability.places)).all() == [5]


def test_name_and_kind_of_an_organisation_can_change(imported: Session) -> None:
    changed = replace(ACTOR, name="Nyt navn ApS", kind=OrganisationKind.OTHER)
    assert take_in(imported, OFFERED, actor=changed) == Summary(Count(changed=1), NOTHING)
    assert imported.scalars(select(Organisation.name)).one() == "Nyt navn ApS"
    assert imported.scalars(select(Organisation.kind)).one() == "other"


def test_approval_from_the_same_day_is_updated_and_another_added(imported: Session) -> None:
    longer = approval_record(valid_to=date(2030, 12, 31), municipalities=("751",))
    later = approval_record(valid_from=date(2031, 1, 1), valid_to=date(2032, 12, 31))
    changed = replace(ACTOR, approvals=(longer, later))
    assert take_in(imported, actor=changed).organisations == Count(changed=1)
    rows = imported.execute(
        select(Approval.valid_from, Approval.valid_to, Approval.municipalities).order_by(Approval.valid_from)
    )
    assert [tuple(row) for row in rows] == [
        (date(2026, 1, 1), date(2030, 12, 31), ["751"]),
        (date(2031, 1, 1), date(2032, 12, 31), None),
    ]
    assert take_in(imported, actor=changed).organisations == NOTHING


def test_listing_that_its_actor_has_claimed_is_kept(session: Session) -> None:
    take_in(session, named("Aktørens egne ord", CLAIMED), at=AT)
    before = revision(session)
    withdrawn = named("Registerets ord", status=ListingStatus.WITHDRAWN)
    assert take_in(session, withdrawn) == Summary(NOTHING, Count(kept=1))
    assert versions(session) == [(1, "published", "Aktørens egne ord")]
    assert revision(session) == before


def test_actor_that_has_claimed_its_listing_writes_it_itself(imported: Session) -> None:
    assert take_in(imported, named("Egne ord", CLAIMED)) == Summary(NOTHING, Count(changed=1))
    assert take_in(imported, named("Nye ord", CLAIMED)) == Summary(NOTHING, Count(changed=1))
    assert imported.scalars(select(Listing.claimed_on)).one() == date(2026, 11, 2)
    assert versions(imported)[-1] == (3, "published", "Nye ord")


def test_withdrawn_listing_keeps_its_day_and_can_come_back(imported: Session) -> None:
    gone = replace(OFFERED, status=ListingStatus.WITHDRAWN)
    assert take_in(imported, gone, at=AT).listings == Count(changed=1)
    assert take_in(imported, gone).listings == NOTHING
    assert take_in(imported, replace(gone, p_number="2000000002")).listings == Count(changed=1)
    assert imported.scalars(select(Listing.withdrawn_at)).one() == AT
    assert take_in(imported, OFFERED).listings == Count(changed=1)
    assert imported.scalars(select(Listing.withdrawn_at)).one() is None
    assert versions(imported) == [(1, "published", "Vejen Videre")]


def test_content_of_a_withdrawn_listing_waits_as_a_draft(imported: Session) -> None:
    take_in(imported, named("Ny tekst", status=ListingStatus.WITHDRAWN))
    assert versions(imported) == [(1, "published", "Vejen Videre"), (2, "draft", "Ny tekst")]
    take_in(imported, named("Ny tekst"))
    assert versions(imported) == [(1, "superseded", "Vejen Videre"), (2, "published", "Ny tekst")]


def test_listing_that_comes_in_withdrawn_was_once_public(session: Session) -> None:
    gone = replace(OFFERED, status=ListingStatus.WITHDRAWN)
    assert take_in(session, gone).listings == Count(new=1)
    version = session.scalars(select(ListingVersion)).one()
    assert (version.status, version.number) == ("superseded", 1)
    assert (version.published_at, version.superseded_at) == (LATER, LATER)
    assert session.scalars(select(Listing.withdrawn_at)).one() == LATER
    assert take_in(session, gone).listings == NOTHING


def test_listing_that_came_in_withdrawn_can_be_written_anew_and_published(session: Session) -> None:
    take_in(session, named("Gamle ord", status=ListingStatus.WITHDRAWN), at=AT)
    take_in(session, named("Nye ord", status=ListingStatus.WITHDRAWN))
    assert versions(session) == [(1, "superseded", "Gamle ord"), (2, "draft", "Nye ord")]
    take_in(session, named("Nye ord"))
    assert versions(session) == [(1, "superseded", "Gamle ord"), (2, "published", "Nye ord")]


def test_listing_that_came_in_withdrawn_can_be_published_with_the_same_words(session: Session) -> None:
    take_in(session, replace(OFFERED, status=ListingStatus.WITHDRAWN))
    assert take_in(session, OFFERED).listings == Count(changed=1)
    assert versions(session) == [(1, "superseded", "Vejen Videre"), (2, "published", "Vejen Videre")]
    assert take_in(session, OFFERED).listings == NOTHING


def test_listing_that_came_in_withdrawn_can_be_published_in_the_portal(session: Session) -> None:
    take_in(session, replace(OFFERED, status=ListingStatus.WITHDRAWN))
    publish(session, get_listing(session, OFFERED.slug), OFFERED.content, LATER)
    assert versions(session) == [(1, "superseded", "Vejen Videre"), (2, "published", "Vejen Videre")]


def test_draft_that_is_withdrawn_was_never_public(session: Session) -> None:
    take_in(session, replace(OFFERED, status=ListingStatus.DRAFT))
    take_in(session, replace(OFFERED, status=ListingStatus.WITHDRAWN))
    assert versions(session) == [(1, "draft", "Vejen Videre")]


def test_draft_is_rewritten_until_it_is_published(session: Session) -> None:
    for name in ("Første udkast", "Andet udkast"):
        take_in(session, named(name, status=ListingStatus.DRAFT))
        assert versions(session) == [(1, "draft", name)]
    assert take_in(session, named("Andet udkast", status=ListingStatus.DRAFT)).listings == NOTHING
    take_in(session, named("Andet udkast"))
    assert versions(session) == [(1, "published", "Andet udkast")]


def test_newer_availability_replaces_an_older_one_and_never_the_other_way(imported: Session) -> None:
    def stated(places: int | None, day: int) -> Summary:
        said = AvailabilityRecord(places, None, datetime(2026, 10, day, 9, tzinfo=UTC))
        return take_in(imported, replace(OFFERED, availability=said))

    assert stated(7, 29).listings == NOTHING
    assert stated(8, 31).listings == Count(changed=1)
    assert stated(None, 31).listings == Count(changed=1)
    assert stated(None, 31).listings == NOTHING
    assert imported.scalars(select(Availability.places)).all() == [None]


def test_availability_can_come_later(session: Session) -> None:
    take_in(session, replace(OFFERED, availability=None))
    assert take_in(session, OFFERED).listings == Count(changed=1)
    assert session.scalars(select(Availability.places)).all() == [5]


def test_organisation_already_in_the_register_needs_no_line(imported: Session) -> None:
    second = listing_record(ACTOR, 2)
    summary = import_file(imported, file_of([], []), LATER)
    assert summary == Summary(Count(), Count())
    alone = replace(file_of([ACTOR], [second]), organisations={})
    assert import_file(imported, alone, LATER) == Summary(Count(), Count(new=1))


def test_line_that_is_wrong_stops_the_whole_import(imported: Session) -> None:
    before = revision(imported)
    wrong = replace(organisation_record(3), name="")
    found = refused(imported, ACTOR, listing_record(ACTOR, 2), organisation_record(2), wrong)
    assert [text.split(":")[0] for text in found] == ["line 5, name"]
    assert imported.scalars(select(Organisation.slug)).all() == [ACTOR.slug]
    assert revision(imported) == before


def test_import_tells_how_many_listings_it_has_written(session: Session) -> None:
    told: list[int] = []
    import_file(session, read(io.BytesIO(many_register_lines(30))), AT, told.append)
    assert sum(told) == 30


@pytest.mark.sqlite_only
def test_ten_thousand_listings_come_in_within_a_minute(database: Database) -> None:
    data = many_register_lines(10_000)
    began = time.perf_counter()
    with database.transaction() as session:
        summary = import_file(session, read(io.BytesIO(data)), AT)
    assert summary.listings == Count(new=10_000)
    assert time.perf_counter() - began < 60


def test_numbers_with_leading_zeros_survive(session: Session) -> None:
    take_in(session, OFFERED)
    assert session.scalars(select(Organisation.cvr)).one() == simulated_cvr(1)
