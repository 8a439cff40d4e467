"""The migrations make what the models describe, guard it, and go up and down with data in them."""

import io
import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from migrations.running import check, downgrade, upgrade
from portal.database import Database, make_engine
from portal.models import all_tables
from providers.approval.cases.applying import answer
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.moving import of_person
from providers.listings.commands import publish, save_draft
from providers.listings.models import Listing, ListingVersion, VersionStatus
from providers.register.commands import import_file
from providers.register.export import export_lines
from providers.register.reading import read
from tests.factories.cases import CaseMaker
from tests.factories.organisations import (
    AT,
    make_content,
    make_listing,
    make_organisation,
    many_register_lines,
)
from tests.support.source_tree import ROOT

TABLES = (
    "absence",
    "aggregate",
    "api_key",
    "api_use",
    "appeal",
    "approval",
    "approval_case",
    "audit_event",
    "audit_head",
    "availability",
    "case_answer",
    "case_check",
    "case_document",
    "case_mix",
    "case_note",
    "catalogue_revision",
    "choice",
    "choice_case",
    "choice_contact",
    "citizen_profile",
    "condition_follow_up",
    "contact_look",
    "decision",
    "document_content",
    "identity",
    "inquiry",
    "invitation",
    "letter",
    "letter_file",
    "listing",
    "listing_version",
    "login_session",
    "look",
    "membership",
    "none_fits",
    "objection",
    "one_time_link",
    "organisation",
    "outbox_message",
    "password",
    "portal_user",
    "proposal",
    "recovery_code",
    "release",
    "release_chart",
    "release_order",
    "result",
    "result_import",
    "result_upload",
    "scheduled_job",
    "second_factor",
    "sign_in_failure",
    "sign_up",
    "spell",
)
UPGRADE = "import sys; from migrations.running import upgrade; upgrade(sys.argv[1])"


@pytest.fixture
def listing(session: Session) -> Listing:
    """Give a listing with a superseded version, a published one and a draft."""
    listing = make_listing(session, make_organisation(session))
    publish(session, listing, make_content(name="Andet"), AT)
    save_draft(session, listing, make_content(name="Tredje"), AT)
    return listing


def described(connection: Connection, table: str) -> dict[str, Any]:
    """Describe a table as its database does, in an order that says nothing."""
    look = inspect(connection)
    columns = {
        column["name"]: (str(column["type"]), column["nullable"], column.get("default"))
        for column in look.get_columns(table)
    }
    return {
        "columns": columns,
        "key": look.get_pk_constraint(table)["constrained_columns"],
        "checks": sorted((one["name"], one["sqltext"]) for one in look.get_check_constraints(table)),
        "unique": sorted((one["name"], one["column_names"]) for one in look.get_unique_constraints(table)),
        "foreign": sorted((one["name"], one["referred_table"]) for one in look.get_foreign_keys(table)),
        "indexes": sorted(
            (
                one["name"],
                one["column_names"],
                one["unique"],
                sorted(map(str, one["dialect_options"].values())),
            )
            for one in look.get_indexes(table)
        ),
    }


def described_database(url: str) -> dict[str, Any]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {table: described(connection, table) for table in TABLES}
    engine.dispose()
    return found


def test_migrated_tables_are_those_of_the_models_down_to_each_constraint(
    empty_database_url: str,
) -> None:
    engine = make_engine(empty_database_url)
    all_tables().create_all(engine)
    of_models = described_database(empty_database_url)
    all_tables().drop_all(engine)
    engine.dispose()
    upgrade(empty_database_url)
    assert described_database(empty_database_url) == of_models
    assert set(all_tables().tables) == set(TABLES)


def test_new_database_begins_with_one_catalogue_revision(database: Database) -> None:
    assert database.catalogue_revision() == 1


def test_migrations_go_down_and_up_with_data(database: Database, database_url: str) -> None:
    file = many_register_lines(40)
    exported = []
    for _ in range(2):
        with database.transaction() as session:
            import_file(session, read(io.BytesIO(file)), AT)
        with database.reading() as session:
            exported.append(list(export_lines(session, date(2026, 11, 1))))
        database.engine.dispose()
        downgrade(database_url, "base")
        upgrade(database_url)
        check(database_url)
    assert len(exported[0]) == 1 + 10 + 40
    assert exported[0] == exported[1]


def test_draft_from_before_counts_from_its_latest_answer_or_its_beginning(
    database: Database, database_url: str
) -> None:
    later = AT + timedelta(days=3)
    with database.transaction() as session:
        written, begun = CaseMaker(session), CaseMaker(session, 2)
        case = written.draft()
        answer(session, case, "insurance", "Vi er her.", of_person(written.owner.id, later))
        begun.draft()
    database.engine.dispose()
    downgrade(database_url, "0010")
    upgrade(database_url)
    with database.reading() as session:
        moments = session.scalars(select(ApprovalCase.touched_at).order_by(ApprovalCase.id)).all()
    assert moments == [later, AT]


def test_two_upgrades_at_once_both_end_well(empty_database_url: str) -> None:
    command = [sys.executable, "-c", UPGRADE, empty_database_url]
    both = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    errors = [process.communicate(timeout=60)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], errors
    check(empty_database_url)


CHANGES_REFUSED = [
    *(
        (status, change)
        for status in (VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED)
        for change in (
            "content = '{}'",
            "content_hash = 'x'",
            "number = number + 10",
            "created_at = '2000-01-01'",
            "published_at = '2000-01-01'",
            "status = 'draft', published_at = NULL, superseded_at = NULL",
        )
    ),
    (VersionStatus.SUPERSEDED, "status = 'published', superseded_at = NULL"),
]


@pytest.mark.parametrize(("status", "change"), CHANGES_REFUSED)
def test_version_that_citizens_have_seen_cannot_change(
    session: Session, listing: Listing, status: str, change: str
) -> None:
    statement = f"UPDATE listing_version SET {change} WHERE listing_id = :id AND status = :status"  # noqa: S608 - the changes stand above
    with pytest.raises(IntegrityError, match="cannot"):
        session.execute(text(statement), {"id": listing.id, "status": status})


@pytest.mark.parametrize("status", [VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED])
def test_version_that_citizens_have_seen_cannot_be_deleted(
    session: Session, listing: Listing, status: str
) -> None:
    statement = text("DELETE FROM listing_version WHERE listing_id = :id AND status = :status")
    with pytest.raises(IntegrityError, match="cannot be deleted"):
        session.execute(statement, {"id": listing.id, "status": status})


def test_draft_can_be_rewritten_and_deleted(session: Session, listing: Listing) -> None:
    save_draft(session, listing, make_content(name="Fjerde"), AT)
    session.execute(text("DELETE FROM listing_version WHERE status = 'draft'"))
    left = session.scalars(select(ListingVersion.status).order_by(ListingVersion.number)).all()
    assert left == ["superseded", "published"]


def test_listing_keeps_its_slug(session: Session, listing: Listing) -> None:
    listing.slug = "et-andet"
    with pytest.raises(IntegrityError, match="keeps its slug"):
        session.flush()


def test_catalogue_has_one_revision_only(session: Session) -> None:
    with pytest.raises(IntegrityError):
        session.execute(text("INSERT INTO catalogue_revision VALUES (2, 1, '2026-01-01')"))
