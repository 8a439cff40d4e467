"""Documents tell the truth: settings, make targets, commands and files that they name are there."""

from pathlib import Path

import pytest
from flask import Flask

from tests.support import documents as doc
from tests.support.source_tree import ROOT

PAGES = doc.documents()
OPERATIONS = ROOT / "docs" / "operations.md"


def test_every_setting_is_documented_and_every_documented_setting_is_read() -> None:
    read = doc.settings_read(ROOT / "portal" / "config.py")
    assert read
    assert doc.settings_documented(OPERATIONS.read_text("utf-8")) == read


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_documents_name_real_make_targets(page: Path) -> None:
    targets = doc.make_targets((ROOT / "Makefile").read_text("utf-8"))
    assert doc.make_commands(page.read_text("utf-8")) <= targets


def test_readme_names_the_command_that_ci_runs() -> None:
    named = doc.make_commands((ROOT / "README.md").read_text("utf-8"))
    run = doc.make_commands((ROOT / ".ci" / "run").read_text("utf-8"))
    assert run == {"test"}
    assert {"test", "run"} <= named


@pytest.mark.sqlite_only
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_documents_name_real_commands_of_the_portal(page: Path, app: Flask) -> None:
    assert doc.flask_commands(page.read_text("utf-8")) <= doc.commands_of(app)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_documents_link_to_files_that_are_there(page: Path) -> None:
    assert doc.missing_files(page) == []
