"""Upgrading leads to exactly the tables of the models, and the check finds whatever differs from them."""

import pytest
from sqlalchemy import create_engine, inspect, text

from migrations.running import TablesDiffer, check, upgrade


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names()) - {"alembic_version"}
    finally:
        engine.dispose()


def execute(url: str, statement: str) -> None:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()


def test_migrations_make_exactly_the_tables_of_the_models(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    check(empty_database_url)


def test_upgrading_a_database_that_is_up_to_date_changes_nothing(database_url: str) -> None:
    before = tables(database_url)
    upgrade(database_url)
    assert tables(database_url) == before


def test_database_that_was_never_migrated_is_refused(empty_database_url: str) -> None:
    with pytest.raises(TablesDiffer):
        check(empty_database_url)


def test_table_that_no_model_knows_is_found(database_url: str) -> None:
    execute(database_url, "CREATE TABLE forgotten (id INTEGER PRIMARY KEY)")
    with pytest.raises(TablesDiffer, match="forgotten"):
        check(database_url)


def test_missing_column_is_found(database_url: str) -> None:
    execute(database_url, "ALTER TABLE listing DROP COLUMN p_number")
    with pytest.raises(TablesDiffer, match="p_number"):
        check(database_url)
