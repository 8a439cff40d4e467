"""What was imported comes out the same, byte for byte."""

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from migrations.running import upgrade
from portal import create_app
from portal.config import settings_from
from portal.database import Database
from providers.listings.commands import publish, register, save_draft, set_availability
from providers.listings.queries import get_listing
from providers.listings.rules import ListingStatus
from providers.organisations.models import OrganisationKind
from providers.organisations.queries import get_organisation
from providers.register.commands import import_file
from providers.register.export import export_lines
from providers.register.public_actors import FILE
from providers.register.reading import read
from tests.factories.organisations import (
    AS_OF,
    AT,
    approval_record,
    listing_record,
    make_content,
    organisation_record,
    register_lines,
)

ACTOR = organisation_record(
    approvals=(
        approval_record(municipalities=("101", "751"), target_groups=("dagpenge",)),
        approval_record(valid_from=date(2029, 1, 1), valid_to=date(2029, 6, 30)),
    )
)
OFFERED = listing_record(ACTOR, 1)
NATIONWIDE = make_content(nationwide=True, municipalities=(), support=(), address=None, summary_en=None)
EVERYTHING = register_lines(
    [ACTOR, organisation_record(2, kind=OrganisationKind.OTHER, approvals=())],
    [
        OFFERED,
        listing_record(ACTOR, 2, claimed_on=AS_OF, availability=None, p_number=None),
        listing_record(ACTOR, 3, status=ListingStatus.DRAFT),
        listing_record(ACTOR, 4, status=ListingStatus.WITHDRAWN),
        listing_record(ACTOR, 5, content=NATIONWIDE),
    ],
)


def take_in(database: Database, file: bytes) -> None:
    with database.transaction() as session:
        import_file(session, read(io.BytesIO(file)), AT)


def exported(database: Database) -> bytes:
    with database.reading() as session:
        return "".join(export_lines(session, AS_OF)).encode()


def without_header(file: bytes) -> bytes:
    return file.split(b"\n", 1)[1]


@pytest.mark.parametrize("file", [EVERYTHING, FILE.read_bytes()], ids=["everything", "public actors"])
def test_export_of_an_import_is_the_file(database: Database, file: bytes) -> None:
    take_in(database, file)
    assert without_header(exported(database)) == without_header(file)


def test_export_goes_into_an_empty_database_and_comes_out_the_same(
    database: Database, tmp_path: Path
) -> None:
    take_in(database, EVERYTHING)
    take_in(database, register_lines([ACTOR], [replace(OFFERED, content=make_content(name="Nyt navn"))]))
    first = exported(database)
    upgrade(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    empty = Database(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    take_in(empty, first)
    assert exported(empty) == first
    empty.engine.dispose()


def test_withdrawn_listing_leaves_an_address_that_is_gone_wherever_it_goes(
    database: Database, client: FlaskClient, tmp_path: Path
) -> None:
    take_in(database, EVERYTHING)
    take_in(database, register_lines([ACTOR], [replace(OFFERED, status=ListingStatus.WITHDRAWN)]))
    first = exported(database)
    other = create_app(settings_from({"PORTAL_DATA_DIR": str(tmp_path / "other")}))
    upgrade(other.extensions["portal"].settings.database_url)
    take_in(other.extensions["portal"].database, first)
    take_in(other.extensions["portal"].database, first)
    assert exported(other.extensions["portal"].database) == first
    answers = [
        visitor.get(f"/listings/{listing_record(ACTOR, number).slug}").status_code
        for visitor in (client, other.test_client())
        for number in (1, 4, 3)
    ]
    assert answers == [410, 410, 404] * 2
    other.extensions["portal"].database.engine.dispose()


def test_listing_withdrawn_before_anybody_saw_it_comes_out_as_withdrawn(database: Database) -> None:
    withdrawn = replace(OFFERED, status=ListingStatus.WITHDRAWN)
    take_in(database, register_lines([ACTOR], [replace(OFFERED, status=ListingStatus.DRAFT)]))
    take_in(database, register_lines([ACTOR], [withdrawn]))
    assert without_header(exported(database)) == without_header(register_lines([ACTOR], [withdrawn]))


def test_order_of_a_file_leaves_no_trace(database: Database) -> None:
    header, *records = EVERYTHING.splitlines(keepends=True)
    shuffled = [*records[:1], *records[6:], *records[5:0:-1]]
    assert sorted(shuffled) == sorted(records)
    take_in(database, b"".join([header, *shuffled]))
    assert without_header(exported(database)) == without_header(EVERYTHING)


def test_export_of_an_empty_register_is_its_first_line(database: Database) -> None:
    file = read(io.BytesIO(exported(database)))
    assert (file.problems, file.organisations, file.listings) == ([], {}, {})
    assert file.header is not None
    assert file.header.as_of == AS_OF


def test_draft_beside_a_published_version_and_an_empty_listing_stay_at_home(database: Database) -> None:
    take_in(database, EVERYTHING)
    with database.transaction() as session:
        save_draft(session, get_listing(session, OFFERED.slug), make_content(name="Udkast"), AT)
        organisation = get_organisation(session, ACTOR.slug)
        register(session, organisation, key="tom", slug="tom", registered_on=AS_OF, at=AT)
    assert without_header(exported(database)) == without_header(EVERYTHING)


def test_what_is_written_in_the_portal_can_be_imported_elsewhere(database: Database) -> None:
    take_in(database, EVERYTHING)
    with database.transaction() as session:
        listing = get_listing(session, OFFERED.slug)
        publish(session, listing, make_content(name="Skrevet i portalen"), AT)
        moment = AT + timedelta(microseconds=123_456)
        set_availability(session, listing, places=0, waiting_days=None, at=moment)
    file = read(io.BytesIO(exported(database)))
    assert file.problems == []
    written = next(record for record in file.listings.values() if record.slug == OFFERED.slug)
    assert written.content.name == "Skrevet i portalen"
    assert written.availability is not None
    assert (written.availability.places, written.availability.confirmed_at) == (0, moment)
