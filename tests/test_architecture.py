"""The house keeps its shape: lengths, cycles, hidden imports, templates, settings, a closed top level."""

import tomllib

import grimp
import pytest

from tests.support import source_tree as tree

PYTHON = tree.python_files(tree.ROOT)
TEMPLATES = tree.template_files(tree.ROOT)
OWN_CODE = tree.python_files(tree.ROOT, [name for name in tree.CODE if name != "tests"])
GENERATED = "migrations/versions"


@pytest.fixture(scope="module")
def settings_of_tools() -> dict[str, dict[str, object]]:
    tools: dict[str, dict[str, object]] = tomllib.loads((tree.ROOT / "pyproject.toml").read_text("utf-8"))[
        "tool"
    ]
    return tools


def test_top_level_is_closed() -> None:
    assert tree.names_outside_the_closed_top_level(tree.ROOT) == []


def test_no_file_is_too_long() -> None:
    lengths = tree.file_lengths(PYTHON + TEMPLATES)
    assert tree.longer_than(tree.LONGEST_FILE, lengths) == []
    assert tree.percentile_95(lengths) <= 250


def test_no_function_is_too_long() -> None:
    lengths = tree.function_lengths(path for path in PYTHON if GENERATED not in path.as_posix())
    assert tree.longer_than(tree.LONGEST_FUNCTION, lengths) == []
    assert tree.percentile_95(lengths) <= 30


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph(*tree.PACKAGES)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert tree.cycles(imports) == []


def test_imports_stand_at_the_top_of_a_file_or_say_why_not() -> None:
    assert tree.hidden_imports(PYTHON) == []


def test_switched_off_checks_and_text_called_safe_say_why() -> None:
    assert tree.unexplained_exceptions(OWN_CODE + TEMPLATES) == []


def test_every_template_is_used() -> None:
    assert TEMPLATES
    assert tree.unused_templates(tree.ROOT) == []


def test_templates_hold_no_style_or_script_that_the_security_policy_refuses() -> None:
    assert tree.inline_styles_and_scripts(TEMPLATES) == []


def test_only_one_file_reads_settings_from_the_environment() -> None:
    readers = {path.relative_to(tree.ROOT).as_posix() for path in tree.readers_of_the_environment(OWN_CODE)}
    # They only hand the environment to portal.config, which is the one that knows the names.
    assert readers <= {"portal/__init__.py", "portal/gunicorn_settings.py", "migrations/env.py", "wsgi.py"}


def test_every_package_is_under_the_import_contracts_and_type_checked(
    settings_of_tools: dict[str, dict[str, object]],
) -> None:
    packages = {path.parent.name for path in tree.ROOT.glob("*/__init__.py")} - {"tests", "migrations"}
    assert packages == set(tree.PACKAGES)
    assert set(settings_of_tools["importlinter"]["root_packages"]) == packages  # type: ignore[call-overload]
    assert packages <= set(settings_of_tools["mypy"]["files"])  # type: ignore[call-overload]


def test_tests_mirror_the_tree() -> None:
    apart = {"support", "factories", "journeys", "promises", "bench", "truth"}
    folders = {
        path.parent.relative_to(tree.ROOT / "tests") for path in (tree.ROOT / "tests").rglob("test_*.py")
    }
    mirrored = [folder for folder in folders if folder.parts and folder.parts[0] not in apart]
    assert [folder for folder in mirrored if not (tree.ROOT / folder).is_dir()] == []
