"""What every test can ask for; the fixtures stand in tests/support, one subject a file."""

import pytest

pytest_plugins = [
    "tests.support.databases",
    "tests.support.portals",
    "tests.support.browser",
    "tests.support.mail_server",
]

MARKED_BY_FIXTURE = {"chromium": "browser", "postgresql_cluster": "postgresql"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they ask for, so that nobody forgets it."""
    for item in items:
        for fixture, mark in MARKED_BY_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
