"""What documents promise that code must keep: settings, make targets, commands, files."""

import ast
import re
from pathlib import Path

import click
from flask import Flask

from tests.support.source_tree import ROOT


def documents(root: Path = ROOT) -> list[Path]:
    """List the pages that people outside the code read."""
    return [root / "README.md", *sorted((root / "docs").glob("*.md"))]


def settings_read(path: Path) -> set[str]:
    """Name the environment variables that a file reads, by the upper-case names among its text constants."""
    return {
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*", node.value)
    }


def settings_documented(page: str) -> set[str]:
    """Name the settings that have a row of their own in a page's tables."""
    return set(re.findall(r"^\| `([A-Z][A-Z0-9_]*)` \|", page, re.MULTILINE))


def make_targets(makefile: str) -> set[str]:
    """Name the targets that a Makefile explains to people."""
    return set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))


def make_commands(page: str) -> set[str]:
    """Name the targets that a page tells people to make, in code spans, code blocks and scripts."""
    return set(re.findall(r"(?:^|`|\$ |\d[ms] )\s*(?:[A-Z_]+=\S+ )*make ([a-z-]+)", page, re.MULTILINE))


def flask_commands(page: str) -> set[str]:
    """Name the commands of the portal that a page tells people to run, such as `register import`."""
    return set(re.findall(r"flask --app wsgi ([a-z]+(?:(?:-[a-z]+)|(?: [a-z]+\b(?![./])))*)", page))


def commands_of(app: Flask) -> set[str]:
    """Name the commands of the portal, each with its group."""
    found = set()
    for name, command in app.cli.commands.items():
        if isinstance(command, click.Group):
            found |= {f"{name} {inner}" for inner in command.list_commands(click.Context(command))}
        else:
            found.add(name)
    return found


def missing_files(page: Path, root: Path = ROOT) -> list[str]:
    """Find the files of this repository that a page links to although they are not there."""
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    return [target for target in targets if not ((page.parent / target).exists() or (root / target).exists())]
