"""Each check of the source tree finds the fault that it is there for, and lets sound code pass."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import source_tree as tree


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    def write_one(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_one


Write = Callable[[str, str], Path]


def test_a_new_name_at_the_top_level_is_found_unless_git_ignores_it(tmp_path: Path, write: Write) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True, timeout=30)
    write("providers/base.py", "")
    write("utils/text.py", "")
    write("var/portal.sqlite3", "")
    write(".gitignore", "/var/\n")
    assert tree.names_outside_the_closed_top_level(tmp_path) == ["utils"]


def test_long_files_and_functions_are_found(write: Write) -> None:
    path = write("long.py", "def count():\n" + "    x = 1\n" * 60)
    assert tree.longer_than(50, tree.file_lengths([path])) == [f"{path} has 61 lines"]
    assert tree.longer_than(50, tree.function_lengths([path])) == [f"{path}:1 count has 61 lines"]
    assert tree.longer_than(61, tree.function_lengths([path])) == []


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [([], 0), ([7], 7), (list(range(1, 101)), 95), ([1] * 19 + [400], 1), ([1] * 9 + [400], 400)],
)
def test_one_in_twenty_may_be_longer(lengths: list[int], expected: int) -> None:
    assert tree.percentile_95({str(place): length for place, length in enumerate(lengths)}) == expected


def test_hidden_imports_need_a_comment(write: Write) -> None:
    hidden = write("hidden.py", "import os\n\n\ndef load():\n    import pandas\n")
    told = write("told.py", "def load():\n    # heavy, and only imports need it\n    import pandas\n")
    assert tree.hidden_imports([hidden, told]) == [f"{hidden}:5 import pandas"]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("run(x)  # noqa: S603\n", 1),
        ("run(x)  # noqa: S603 – the command is a constant\n", 0),
        ("run(x)  # nosec\n", 1),
        ("{{ text|safe }}", 1),
        ("{{ text|safe }} {# made by our own formatter #}", 0),
        ("x = 1  # type: ignore[assignment]\n", 0),
    ],
)
def test_switched_off_checks_need_a_reason(write: Write, text: str, faults: int) -> None:
    assert len(tree.unexplained_exceptions([write("page.txt", text)])) == faults


def test_templates_that_nobody_names_are_found(tmp_path: Path, write: Write) -> None:
    write("portal/pages.py", 'render_template("front.html")\n')
    write("portal/templates/front.html", "{% from 'components/card.html' import card %}")
    write("portal/templates/components/card.html", "")
    write("portal/templates/old.html", "{# 'old.html' names only itself #}")
    assert tree.unused_templates(tmp_path) == ["old.html"]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ('<p style="color: red">', 1),
        ('<button type="button" onclick="go()">', 1),
        ("<script>go()</script>", 1),
        ("<style>p {}</style>", 1),
        ('<script src="{{ asset("portal.js") }}" defer></script>', 0),
        ('<script type="application/ld+json">', 0),
        ('<option value="style=">on = off</option>', 0),
    ],
)
def test_inline_styles_and_scripts_are_found(write: Write, text: str, faults: int) -> None:
    assert len(tree.inline_styles_and_scripts([write("page.html", text)])) == faults


def test_readers_of_the_environment_are_found(write: Write) -> None:
    reader, other = (
        write("reader.py", "import os\n\nos.environ['PORT']\n"),
        write("other.py", "port = 8000\n"),
    )
    assert tree.readers_of_the_environment([reader, other]) == [reader]


@pytest.mark.parametrize(
    ("imports", "found"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": set()}, []),
        ({"a": {"b"}, "b": {"a"}}, ["a > b > a"]),
        ({"a": {"b", "c"}, "b": {"d"}, "c": {"d"}, "d": {"c"}}, ["d > c > d"]),
    ],
)
def test_circles_of_imports_are_found(imports: dict[str, set[str]], found: list[str]) -> None:
    assert [set(fault.split(" > ")) for fault in tree.cycles(imports)] == [
        set(fault.split(" > ")) for fault in found
    ]
