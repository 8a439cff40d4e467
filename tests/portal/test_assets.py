"""The built front-end files: complete, small, named by their content, and nothing from elsewhere."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import brotli
import pytest
from click.testing import CliRunner

from portal import assets
from portal.assets import Assets, AssetsError, build, used_rules
from portal.cli.assets import assets as command
from tests.support.source_tree import ROOT

NODE_MODULES = ROOT / "node_modules"
DESIGN_SYSTEM = NODE_MODULES / assets.DESIGN_SYSTEM_STYLE
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
# What a template compares with, to choose between classes, is no class itself.
COMPARED = re.compile(r"\w+ == '[^']*'")
# A page may weigh 60 kB without fonts; the largest is 10 kB, and the design is to grow.
ALLOWED_FOR_ALL_PAGES = 40_000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("assets") / "built"
    build(NODE_MODULES, target)
    return target


@pytest.fixture(scope="module")
def manifest(built: Path) -> Mapping[str, str]:
    names: Mapping[str, str] = json.loads((built / "manifest.json").read_text("utf-8"))
    return names


@pytest.fixture(scope="module")
def style(built: Path, manifest: Mapping[str, str]) -> str:
    return (built / manifest["site.css"]).read_text("utf-8")


def test_every_file_carries_twelve_digits_of_its_hash(built: Path, manifest: Mapping[str, str]) -> None:
    assert {"site.css", "site.js", "icons.svg", "favicon.svg"} < manifest.keys()
    for name in manifest.values():
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", name)
        assert (built / name).is_file()


def test_text_files_lie_compressed_beside_themselves(built: Path, manifest: Mapping[str, str]) -> None:
    plain = (built / manifest["site.js"]).read_bytes()
    assert brotli.decompress((built / f"{manifest['site.js']}.br").read_bytes()) == plain
    assert (built / f"{manifest['site.css']}.gz").is_file()
    assert not list(built.glob("*.woff2.*"))


def test_what_all_pages_share_is_light(built: Path, manifest: Mapping[str, str]) -> None:
    shared = ("site.css", "site.js", "icons.svg", "favicon.svg")
    assert sum((built / f"{manifest[name]}.gz").stat().st_size for name in shared) < ALLOWED_FOR_ALL_PAGES


def test_building_again_gives_the_same_names(built: Path, manifest: Mapping[str, str]) -> None:
    assert build(NODE_MODULES, built) == manifest


def test_files_that_a_running_portal_still_names_are_kept_until_the_build_after(tmp_path: Path) -> None:
    old = tmp_path / "site.0123456789ab.css"
    for path in (old, tmp_path / f"{old.name}.br", tmp_path / "site.unknown.css"):
        path.write_text("old")
    (tmp_path / "manifest.json").write_text(json.dumps({"site.css": old.name}), "utf-8")
    build(NODE_MODULES, tmp_path)
    assert {path.name for path in tmp_path.glob("*.css*")} > {old.name, f"{old.name}.br"}
    assert not (tmp_path / "site.unknown.css").exists()
    build(NODE_MODULES, tmp_path)
    assert not list(tmp_path.glob(f"{old.stem}*"))


def test_classes_of_the_design_system_that_templates_use_keep_their_rules(style: str) -> None:
    used = {
        name
        for template in assets.TEMPLATES.rglob("*.html")
        for attribute in re.findall(r'class="([^"]*)"', template.read_text("utf-8"))
        for name in re.findall(r"[A-Za-z_][\w-]*", COMPARED.sub("", attribute))
    }
    known = set(CLASS.findall(DESIGN_SYSTEM.read_text("utf-8")))
    assert {"button-primary", "form-select", "breadcrumbs__link", "icon-svg"} <= (used | {"icon-svg"}) & known
    assert (used & known) - set(CLASS.findall(style)) == set()


@pytest.mark.parametrize("kind", ["success", "info", "warning", "error"])
def test_boxes_of_every_kind_of_news_keep_their_colour(style: str, kind: str) -> None:
    assert f".alert-{kind}" in style


def test_rules_that_no_page_uses_are_left_out(style: str) -> None:
    assert ".fds-modal" not in style
    assert len(style) < DESIGN_SYSTEM.stat().st_size / 2


def test_style_sheet_asks_for_its_own_fonts_and_nothing_else(style: str, manifest: Mapping[str, str]) -> None:
    addresses = set(re.findall(r'url\("?([^")]+)', style))
    fonts = {address for address in addresses if not address.startswith("data:image/svg+xml,")}
    assert fonts == {name for name in manifest.values() if name.endswith(".woff2")}
    assert 'font-weight:600;font-display:swap;src:url("IBMPlexSans-SemiBold-Latin1.' in style


def test_icon_sheet_holds_the_icons_that_templates_draw_and_no_more(
    built: Path, manifest: Mapping[str, str]
) -> None:
    sheet = (built / manifest["icons.svg"]).read_text("utf-8")
    drawn = {
        name
        for template in assets.TEMPLATES.rglob("*.html")
        for name in re.findall(r'\bicon\("([a-z-]+)"\)', template.read_text("utf-8"))
    }
    assert "search" in drawn
    assert set(re.findall(r'<symbol id="([a-z-]+)" viewBox=', sheet)) == drawn


@pytest.mark.parametrize(
    ("rule", "left"),
    [
        ("a{color:red}", "a{color:red}"),
        (".used{color:red}", ".used{color:red}"),
        (".other{color:red}", ""),
        (".used .other,.used,p{color:red}", ".used,p{color:red}"),
        ("ul:not(.other){color:red}", "ul:not(.other){color:red}"),
        (".used:is(a,b){color:red}", ".used:is(a,b){color:red}"),
        ("@media print{.used{a:b}.other{a:b}}", "@media print{.used{a:b}}"),
        ("@media print{.other{a:b}}p{a:b}", "p{a:b}"),
        ("@font-face{src:url(x.eot)}p{a:b}", "p{a:b}"),
        ("@keyframes turn{from{a:b}to{a:b}}", "@keyframes turn{from{a:b}to{a:b}}"),
    ],
)
def test_rule_stays_when_all_its_classes_are_used(rule: str, left: str) -> None:
    assert "".join(used_rules(rule, frozenset({"used"}))) == left


def test_block_without_an_end_is_refused() -> None:
    with pytest.raises(AssetsError, match="block without an end"):
        list(used_rules("@media print{p{a:b}", frozenset()))


def test_address_is_the_prefix_and_the_hashed_name(built: Path, manifest: Mapping[str, str]) -> None:
    assert Assets(built).address("site.css") == f"/static/{manifest['site.css']}"


def test_icon_points_into_the_sheet_and_is_hidden_from_screen_readers(built: Path) -> None:
    icon = Assets(built).icon("search")
    assert f'href="{Assets(built).address("icons.svg")}#search"' in icon
    assert 'aria-hidden="true"' in icon


def test_unknown_file_is_named_in_the_error(built: Path) -> None:
    with pytest.raises(AssetsError, match=r"no built file named 'site\.png'"):
        Assets(built).address("site.png")


def test_missing_build_says_which_command_to_run(tmp_path: Path) -> None:
    with pytest.raises(AssetsError, match="Run: flask --app wsgi assets build"):
        Assets(tmp_path).address("site.css")


def test_version_is_empty_before_the_first_build_and_follows_the_files(built: Path, tmp_path: Path) -> None:
    assert Assets(tmp_path).version == ""
    (tmp_path / "manifest.json").write_text('{"site.css": "site.0123456789ab.css"}', "utf-8")
    assert Assets(tmp_path).version not in ("", Assets(built).version)


def test_command_without_packages_says_how_to_fetch_them(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["build", "--node-modules", str(tmp_path)])
    assert result.exit_code == 1
    assert "Fetch the front-end packages first: npm ci." in result.output
    assert "Traceback" not in result.output
