"""What the portal runs on: every package is pinned by its hash, and every import is asked for."""

import ast
import json
import re
import sys
from pathlib import Path

import pytest

from tests.support.source_tree import PACKAGES, ROOT, parsed, python_files

PINNED = ["requirements.txt", "requirements-dev.txt", "requirements-node.txt"]
OWN = {*PACKAGES, "migrations", "tests", "wsgi"}
# Packages whose import has another name.
IMPORTED_AS = {
    "argon2-cffi": "argon2",
    "flask-login": "flask_login",
    "flask-wtf": "flask_wtf",
    "python-stdnum": "stdnum",
    "vl-convert-python": "vl_convert",
}
# Come with Flask and stay with it; brotli is asked for as whitenoise[brotli], and joserfc is Authlib's own.
COME_WITH_OTHERS = {"brotli", "click", "itsdangerous", "jinja2", "joserfc", "markupsafe", "werkzeug"}
HASHED = r"(?: ;[^\\\n]*)? \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+"


def names_asked_for(path: Path) -> set[str]:
    lines = (line.split("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    names = (re.match(r"[A-Za-z0-9_-]+", line) for line in lines if line and not line.startswith("-"))
    return {name.group().lower() for name in names if name}


def names_imported(paths: list[Path]) -> set[str]:
    found = set()
    for path in paths:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - OWN


def test_the_portal_imports_only_what_it_asks_for() -> None:
    asked = {IMPORTED_AS.get(name, name) for name in names_asked_for(ROOT / "requirements.in")}
    imported = names_imported(python_files(ROOT, [*PACKAGES, "migrations", "wsgi.py"]))
    assert imported - asked <= COME_WITH_OTHERS


@pytest.mark.parametrize("name", PINNED)
def test_every_package_is_pinned_with_hashes_and_names_no_place(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    entries = re.findall(rf"^([a-z0-9][^\s\\]*)({HASHED})?", text, re.MULTILINE)
    assert entries
    assert [entry for entry, hashes in entries if "==" not in entry or not hashes] == []
    assert "://" not in text


@pytest.mark.parametrize("name", PINNED)
def test_every_package_asked_for_is_pinned(name: str) -> None:
    pinned = set(
        re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    )
    assert names_asked_for(ROOT / name.replace(".txt", ".in")) <= pinned


def test_both_lists_pin_the_same_versions() -> None:
    runtime, dev = (
        dict(
            re.findall(
                r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE
            )
        )
        for name in PINNED[:2]
    )
    assert {name for name in runtime.keys() & dev.keys() if runtime[name] != dev[name]} == set()


def test_front_end_packages_are_locked_by_hash_and_name_no_place() -> None:
    asked = json.loads((ROOT / "package.json").read_text("utf-8"))
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = asked["dependencies"] | asked["devDependencies"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    packages = [facts for path, facts in locked.items() if path]
    assert all(facts["integrity"].startswith("sha512-") for facts in packages)
    assert not any("resolved" in facts for facts in packages)
