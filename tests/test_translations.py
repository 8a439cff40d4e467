"""English is complete: every Danish text in code and templates has its translation, and none is left over."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tests.support.translations import (
    catalogue_paths,
    extracted_texts,
    faults,
    read_catalogue,
    update_catalogues,
)

MAPPINGS = """
[[tool.babel.mappings]]
method = "python"
pattern = "**.py"

[[tool.babel.mappings]]
method = "jinja2"
pattern = "templates/**.html"
"""


def test_every_language_but_danish_has_a_catalogue() -> None:
    assert [path.parents[1].name for path in catalogue_paths()] == ["en"]


@pytest.mark.parametrize("path", catalogue_paths(), ids=lambda path: path.parents[1].name)
def test_catalogue_is_complete(path: Path) -> None:
    assert faults(extracted_texts(), read_catalogue(path)) == []


def test_texts_are_found_in_code_and_in_templates(tmp_path: Path) -> None:
    make_portal(tmp_path)
    assert {message.id for message in extracted_texts(tmp_path) if message.id} == {
        "Søg",
        ("%(num)s tilbud", "%(num)s tilbud i alt"),
        "Find hjælp nær dig",
    }


@pytest.mark.parametrize(
    ("translation", "fault"),
    [
        (None, "not in the catalogue: 'Fjern %(navn)s'"),
        ("", "not translated: 'Fjern %(navn)s'"),
        ("Remove %(name)s", "unknown named placeholder 'name': 'Fjern %(navn)s'"),
    ],
)
def test_missing_empty_and_wrong_translations_are_faults(translation: str | None, fault: str) -> None:
    texts, translated = Catalog(), Catalog("en")
    texts.add("Fjern %(navn)s")
    if translation is not None:
        translated.add("Fjern %(navn)s", translation, flags=["python-format"])
    assert faults(texts, translated) == [fault]


def test_guessed_and_unused_translations_are_faults() -> None:
    texts, translated = Catalog(), Catalog("en")
    texts.add("Søg")
    translated.add("Søg", "Search", flags=["fuzzy"])
    translated.add("Find", "Find")
    assert faults(texts, translated) == ["no longer used: 'Find'", "only guessed: 'Søg'"]


def test_updating_keeps_translations_adds_new_texts_and_drops_unused_ones(tmp_path: Path) -> None:
    make_portal(tmp_path)
    path = tmp_path / "portal/translations/en/LC_MESSAGES/messages.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Søg"\nmsgstr "Search"\n\nmsgid "Borte"\nmsgstr "Gone"\n', encoding="utf-8")
    update_catalogues(tmp_path)
    assert faults(extracted_texts(tmp_path), read_catalogue(path)) == [
        "not translated: '%(num)s tilbud'",
        "not translated: 'Find hjælp nær dig'",
    ]


def make_portal(root: Path) -> None:
    (root / "pyproject.toml").write_text(MAPPINGS, encoding="utf-8")
    templates = root / "portal" / "templates"
    templates.mkdir(parents=True)
    (templates / "front.html").write_text(
        "{% trans trimmed %}\n  Find hjælp\n  nær dig\n{% endtrans %}", "utf-8"
    )
    (root / "portal" / "pages.py").write_text(
        "_('Søg')\nngettext('%(num)s tilbud', '%(num)s tilbud i alt', 3)\n", encoding="utf-8"
    )
