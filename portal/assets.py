"""Build the style sheet, the script, the fonts and the icons, and give their addresses by plain names."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import brotli
from markupsafe import Markup

PORTAL = Path(__file__).parent
SOURCE = PORTAL / "static" / "src"
BUILT = PORTAL / "static" / "built"
TEMPLATES = PORTAL / "templates"
MANIFEST = "manifest.json"
COMMAND = "flask --app wsgi assets build"
STATIC_ADDRESS = "/static/"

STYLES = (
    "site.css",
    "front.css",
    "search.css",
    "hits.css",
    "map.css",
    "listing.css",
    "results.css",
    "workspace.css",
    "needs.css",
    "print.css",
)
DESIGN_SYSTEM_STYLE = "dkfds/dist/css/dkfds.min.css"
DESIGN_SYSTEM_ICONS = "dkfds/dist/img/svg-icons"
HTMX = "htmx.org/dist/htmx.min.js"
FONTS = "dkfds/dist/fonts/IBMPlexSans/split/woff2"
FONT_WEIGHTS = {"Regular": 400, "SemiBold": 600}
# Latin1 holds Danish and English, so a page loads no more; names in other languages bring Latin2 with them.
FONT_PARTS = {
    "Latin1": "U+0000-00FF, U+0131, U+0152-0153, U+02C6, U+02DA, U+02DC, U+2013-2014, U+2018-201A, "
    "U+201C-201E, U+2020-2022, U+2026, U+2030, U+2039-203A, U+2044, U+20AC, U+2122, U+2212",
    "Latin2": "U+0100-0130, U+0132-0151, U+0154-017F, U+0192, U+0218-021B",
}

ICON = Markup('<svg class="icon-svg" width="24" height="24" aria-hidden="true"><use href="{}#{}"/></svg>')
ICON_CALL = re.compile(r"\bicon\(\s*\"([a-z0-9-]+)\"")
NAME_IN_TEMPLATE = re.compile(r"[A-Za-z_][\w-]*")
STYLE_ADDRESS = re.compile(r"url\(\s*[\"']?(?!data:)([^\"')]+)[\"']?\s*\)")
CLASS_IN_SELECTOR = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
NEGATION = re.compile(r":not\([^()]*\)")
BRACE = re.compile(r"[{}]")
RULE_HEAD = re.compile(r"[^{};]*(?:;|\{)")


class AssetsError(Exception):
    """The front-end files are missing or cannot be built; the text says what to do."""


@dataclass(frozen=True)
class Assets:
    """The built files of one installation, read from their manifest the first time one is asked for."""

    folder: Path = BUILT
    prefix: str = STATIC_ADDRESS

    @cached_property
    def manifest(self) -> Mapping[str, str]:
        """Give the file name with its hash for each plain name."""
        try:
            names: dict[str, str] = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            raise AssetsError(
                f"The style sheet and the script have not been built. Run: {COMMAND} (or: make install)."
            ) from None
        return names

    def address(self, name: str) -> str:
        """Give the address of a built file by its plain name, such as site.css."""
        try:
            return self.prefix + self.manifest[name]
        except KeyError:
            raise AssetsError(f"There is no built file named {name!r}. Run: {COMMAND}.") from None

    def icon(self, name: str) -> Markup:
        """Draw an icon beside a text; it is hidden from screen readers, since the text says the same."""
        return ICON.format(self.address("icons.svg"), name)

    @property
    def version(self) -> str:
        """Give a mark that changes with any built file; empty before the first build."""
        try:
            return hashlib.sha256(repr(sorted(self.manifest.items())).encode()).hexdigest()[:12]
        except AssetsError:
            return ""


def build(node_modules: Path, target: Path = BUILT) -> Mapping[str, str]:
    """Write every front-end file under a name with its hash, and the manifest.

    The files of the build before are kept, since a portal that runs now still names them; older ones go.
    """
    target.mkdir(parents=True, exist_ok=True)
    before = _files_of_last_build(target)
    templates = "\n".join(_read(path) for path in sorted(TEMPLATES.rglob("*.html")))
    manifest: dict[str, str] = {}
    for name, content in _font_files(node_modules):
        manifest[name] = _write(target, name, content)
    script = f"{_read(node_modules / HTMX)}\n{_read(SOURCE / 'site.js')}"
    texts = {
        "site.css": _style_sheet(node_modules, manifest, templates + script + ICON),
        "site.js": script,
        "icons.svg": _icon_sheet(node_modules, templates),
        "favicon.svg": _read(SOURCE / "favicon.svg"),
    }
    for name, text in texts.items():
        manifest[name] = _write(target, name, text.encode())
        _compress(target / manifest[name])
    _replace(target / MANIFEST, json.dumps(manifest, indent=2, sort_keys=True).encode())
    _remove_all_but(target, {*manifest.values(), *before})
    return manifest


def _read(path: Path) -> str:
    return _read_bytes(path).decode("utf-8-sig")


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise AssetsError(f"{path} is missing. Fetch the front-end packages first: npm ci.") from None


def _write(target: Path, name: str, content: bytes) -> str:
    """Write a file whose name carries twelve digits of its hash, so that it may be kept for ever."""
    stem, _, suffix = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
    _replace(target / hashed, content)
    return hashed


def _replace(path: Path, content: bytes) -> None:
    """Write a file in one step, so that a running portal never reads half of it."""
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(content)
    partial.replace(path)


def _compress(path: Path) -> None:
    content = path.read_bytes()
    _replace(path.with_name(path.name + ".gz"), gzip.compress(content, 9, mtime=0))
    _replace(path.with_name(path.name + ".br"), brotli.compress(content, quality=11))


def _files_of_last_build(target: Path) -> set[str]:
    try:
        return set(Assets(target).manifest.values())
    except AssetsError:
        return set()


def _remove_all_but(target: Path, kept: set[str]) -> None:
    for path in target.iterdir():
        if path.name != MANIFEST and path.name.removesuffix(".gz").removesuffix(".br") not in kept:
            path.unlink()


def _font_files(node_modules: Path) -> Iterator[tuple[str, bytes]]:
    for weight in FONT_WEIGHTS:
        for part in FONT_PARTS:
            name = f"IBMPlexSans-{weight}-{part}.woff2"
            yield name, _read_bytes(node_modules / FONTS / name)


def _icon_sheet(node_modules: Path, templates: str) -> str:
    """Put the icons that templates ask for in one file, each under its name."""
    symbols = []
    for name in sorted(set(ICON_CALL.findall(templates))):
        drawn = re.fullmatch(
            r'\s*<svg [^>]*?(viewBox="[^"]+")[^>]*>(.*)</svg>\s*',
            _read(node_modules / DESIGN_SYSTEM_ICONS / f"{name}.svg"),
            re.DOTALL,
        )
        if drawn is None:
            raise AssetsError(f"The icon {name!r} is not one <svg> with a viewBox.")
        symbols.append(f'<symbol id="{name}" {drawn[1]}>{drawn[2]}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'


def _style_sheet(node_modules: Path, fonts: Mapping[str, str], used_in: str) -> str:
    """Join the fonts, the part of the design system that our pages use, and our own styles."""
    own = "".join(_read(SOURCE / name) for name in STYLES)
    used = frozenset(NAME_IN_TEMPLATE.findall(used_in))
    design_system = node_modules / DESIGN_SYSTEM_STYLE
    style = _without_comments(_read(design_system))
    return (
        '@charset "UTF-8";'
        + "".join(_font_faces(fonts))
        + STYLE_ADDRESS.sub(lambda found: _inlined(design_system, found[1]), "".join(used_rules(style, used)))
        + re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", _without_comments(own))).replace(";}", "}")
    )


def _font_faces(fonts: Mapping[str, str]) -> Iterator[str]:
    for weight, number in FONT_WEIGHTS.items():
        for part, characters in FONT_PARTS.items():
            file = fonts[f"IBMPlexSans-{weight}-{part}.woff2"]
            yield (
                f'@font-face{{font-family:"IBM Plex Sans";font-weight:{number};font-display:swap;'
                f'src:url("{file}") format("woff2");unicode-range:{characters}}}'
            )


def _without_comments(style: str) -> str:
    return re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)


def _inlined(style_sheet: Path, address: str) -> str:
    """Turn the address of a small drawing into the drawing itself, so that it costs no request."""
    if not address.endswith(".svg"):
        raise AssetsError(f"The style sheet asks for {address}, and only SVG drawings can be put inside it.")
    drawing = _read((style_sheet.parent / address).resolve())
    return f'url("data:image/svg+xml,{quote(drawing.strip(), safe=" /:=")}")'


def used_rules(style: str, used: frozenset[str]) -> Iterator[str]:
    """Give the rules whose classes all occur among the used names; fonts are left to the portal.

    The design system is one large sheet: the pages use a third of it, and a phone should not fetch the rest.
    """
    position = 0
    while head := RULE_HEAD.match(style, position):
        selector, position = head[0].strip(), head.end()
        if selector.endswith(";"):
            continue
        end = _end_of_block(style, position)
        body, position = style[position : end - 1], end
        selector = selector[:-1].strip()
        if selector.startswith(("@media", "@supports")):
            body = "".join(used_rules(body, used))
        elif not selector.startswith("@"):
            selector = _used_selectors(selector, used)
        if selector and body and not selector.startswith("@font-face"):
            yield f"{selector}{{{body}}}"


def _end_of_block(style: str, position: int) -> int:
    depth = 1
    for brace in BRACE.finditer(style, position):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end()
    raise AssetsError("The design system's style sheet has a block without an end.")


def _used_selectors(selector: str, used: frozenset[str]) -> str:
    """Keep the parts of a list of selectors whose classes are used; commas inside brackets part nothing."""
    parts = re.split(r",(?![^()]*\))", selector)
    return ",".join(
        part for part in parts if used.issuperset(CLASS_IN_SELECTOR.findall(NEGATION.sub("", part)))
    )
