"""What can be read off the source tree without running it: each function returns the faults it finds."""

import ast
import gc
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("providers", "ratings", "matching", "portal")
CODE = (*PACKAGES, "migrations", "tests", "wsgi.py")

# The top level is closed: whoever wants to add a name here changes the house, not a corner of it.
TOP_LEVEL = frozenset({
    ".ci", ".editorconfig", ".gitignore", ".npmrc", "Makefile", "README.md", "docs", "matching", "migrations",
    "package-lock.json", "package.json", "portal", "providers", "pyproject.toml", "ratings",
    "requirements-dev.in", "requirements-dev.txt", "requirements-node.in", "requirements-node.txt",
    "requirements.in", "requirements.txt", "tests", "wsgi.py",
})  # fmt: skip

LONGEST_FILE = 400
LONGEST_FUNCTION = 50


def parsed(path: Path) -> ast.Module:
    """Parse a file of ours, with the garbage collector held back.

    A finalizer that logs a traceback parses as well, and Python 3.11 gives up when that happens inside of
    another parse.
    """
    gc.disable()
    try:
        return ast.parse(path.read_text(encoding="utf-8"))
    finally:
        gc.enable()


def python_files(root: Path, folders: Iterable[str] = CODE) -> list[Path]:
    """List our own Python files, in a stable order."""
    found: list[Path] = []
    for name in folders:
        path = root / name
        found += [path] if path.suffix == ".py" and path.exists() else path.rglob("*.py")
    return sorted(found)


def template_files(root: Path) -> list[Path]:
    """List the portal's templates, in a stable order."""
    return sorted((root / "portal" / "templates").rglob("*.html"))


def names_outside_the_closed_top_level(root: Path) -> list[str]:
    """Find what Git keeps, or would keep, at the top level although it is not on the list."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    kept = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=30).stdout
    return sorted({line.split("/", 1)[0] for line in kept.splitlines()} - TOP_LEVEL)


def file_lengths(paths: Iterable[Path]) -> dict[str, int]:
    """Count the lines of each file."""
    return {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}


def function_lengths(paths: Iterable[Path]) -> dict[str, int]:
    """Count the lines of each function, from `def` to its last line."""
    return {
        f"{path}:{function.lineno} {function.name}": (function.end_lineno or function.lineno)
        - function.lineno
        + 1
        for path in paths
        for function in _functions(path)
    }


def longer_than(limit: int, lengths: dict[str, int]) -> list[str]:
    """Name what is longer than it may be."""
    return [f"{name} has {length} lines" for name, length in lengths.items() if length > limit]


def percentile_95(lengths: dict[str, int]) -> int:
    """Return the length that at most one in twenty exceeds."""
    ordered = sorted(lengths.values())
    return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)] if ordered else 0


def hidden_imports(paths: Iterable[Path]) -> list[str]:
    """Find imports inside functions that no comment explains, on their own line or the one above."""
    faults = []
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        for function in _functions(path):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    around = lines[node.lineno - 2 : node.end_lineno]
                    if not any("#" in line for line in around):
                        faults.append(f"{path}:{node.lineno} {lines[node.lineno - 1].strip()}")
    return sorted(set(faults))


def unexplained_exceptions(paths: Iterable[Path]) -> list[str]:
    """Find checks switched off without a reason after a dash, and text called safe without a comment.

    Markup in Python is ruff's business (S704): it lets constants pass, and nothing else without a noqa.
    """
    switched_off = re.compile(r"#\s*(?:noqa|nosec)")
    reason = re.compile(r"#\s*(?:noqa|nosec)\b[:\w\s,]*[–#-]\s*\w")
    called_safe = re.compile(r"\|\s*safe\b")
    faults = []
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            above = lines[number - 2] if number > 1 else ""
            if (switched_off.search(line) and not reason.search(line)) or (
                called_safe.search(line) and "#" not in line + above
            ):
                faults.append(f"{path}:{number} {line.strip()}")
    return faults


def unused_templates(root: Path) -> list[str]:
    """Find templates that neither code nor another template names."""
    templates = template_files(root)
    texts = {path: path.read_text(encoding="utf-8") for path in [*templates, *python_files(root, ["portal"])]}
    faults = []
    for template in templates:
        name = template.relative_to(root / "portal" / "templates").as_posix()
        quoted = (f'"{name}"', f"'{name}'")
        others = (text for path, text in texts.items() if path != template)
        if not any(form in text for text in others for form in quoted):
            faults.append(name)
    return faults


def inline_styles_and_scripts(paths: Iterable[Path]) -> list[str]:
    """Find what the content security policy would refuse: style and event attributes, scripts in the page."""
    refused = re.compile(
        r"<style\b|<[^>{]*\s(?:style|on[a-z]+)\s*=|<script(?![^>]*\ssrc=)(?![^>]*application/ld\+json)",
        re.IGNORECASE,
    )
    return [
        f"{path}:{number} {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if refused.search(line)
    ]


def readers_of_the_environment(paths: Iterable[Path]) -> list[Path]:
    """Find the files that look into the process's environment."""
    return [
        path for path in paths if re.search(r"\bos\.(?:environ|getenv)\b", path.read_text(encoding="utf-8"))
    ]


def cycles(imports: dict[str, set[str]]) -> list[str]:
    """Find modules that import each other in a circle, one example for each module that closes one."""
    found: list[str] = []
    finished: set[str] = set()

    def follow(module: str, trail: tuple[str, ...]) -> None:
        if module in trail:
            found.append(" > ".join((*trail[trail.index(module) :], module)))
        elif module not in finished:
            for imported in sorted(imports.get(module, ())):
                follow(imported, (*trail, module))
            finished.add(module)

    for module in sorted(imports):
        follow(module, ())
    return found


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
