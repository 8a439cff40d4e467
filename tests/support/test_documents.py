"""What documents promise is read off them rightly."""

from pathlib import Path

import click
from flask import Flask

from tests.support import documents as doc

PAGE = """
Run `make run`, or in a shell:

    $ make test
    PORT=9000 make run
    flask --app wsgi register import FILE
    flask --app wsgi search "sygemeldt aarhus" --json

We make sure of it. | `PORT` | 8000 |

| `WEB_WORKERS` | 2 |
[there](there.md) [gone](gone.md#part) [elsewhere](https://example.org/)
"""


def test_make_commands_are_those_in_code_not_those_in_prose() -> None:
    assert doc.make_commands(PAGE) == {"run", "test"}


def test_make_targets_are_those_that_are_explained() -> None:
    assert doc.make_targets("run: install  ## start\n.PHONY: run\n.venv:\n\ttrue\n") == {"run"}


def test_commands_of_the_portal_are_read_with_their_group() -> None:
    assert doc.flask_commands(PAGE) == {"register import", "search"}


def test_commands_of_an_application_are_listed_with_their_group() -> None:
    app = Flask(__name__)
    app.cli.commands.clear()
    app.cli.add_command(click.Group("register", {"import": click.Command("import")}))
    app.cli.add_command(click.Command("search"))
    assert doc.commands_of(app) == {"register import", "search"}


def test_documented_settings_are_those_with_a_row() -> None:
    assert doc.settings_documented(PAGE) == {"WEB_WORKERS"}


def test_settings_are_read_off_the_code(tmp_path: Path) -> None:
    path = tmp_path / "config.py"
    path.write_text('LIMIT = 3\nport = environ["PORT"]\nname = f("PORTAL_DATA_DIR", "Not a NAME")\n', "utf-8")
    assert doc.settings_read(path) == {"PORT", "PORTAL_DATA_DIR"}


def test_links_to_files_that_are_gone_are_found(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(PAGE, "utf-8")
    (tmp_path / "there.md").touch()
    assert doc.missing_files(page, tmp_path) == ["gone.md"]
