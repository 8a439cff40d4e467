"""The texts for people that code and templates hold, beside what the catalogues of other languages say."""

import tomllib
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from tests.support.source_tree import ROOT

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}


def extracted_texts(root: Path = ROOT) -> Catalog:
    """Collect every text for people below portal/, by the mappings of pyproject.toml."""
    mappings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"][
        "mappings"
    ]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    options = {
        mapping["pattern"]: {k: v for k, v in mapping.items() if k not in ("pattern", "method")}
        for mapping in mappings
    }
    catalog = Catalog()
    for _path, _line, text, _comments, context in extract_from_dir(
        root / "portal", methods, options, KEYWORDS, comment_tags=()
    ):
        catalog.add(text, context=context)
    return catalog


def catalogue_paths(root: Path = ROOT) -> list[Path]:
    """List the committed catalogues, one a language."""
    return sorted((root / "portal" / "translations").glob("*/LC_MESSAGES/messages.po"))


def read_catalogue(path: Path) -> Catalog:
    """Read a committed catalogue; the folder's name is its language."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def faults(texts: Catalog, translated: Catalog) -> list[str]:
    """Find the texts that a catalogue lacks, guesses, leaves empty, gets wrong or still keeps for nothing."""
    wanted = {_key(message) for message in texts if message.id}
    held = {_key(message): message for message in translated if message.id}
    found = [f"not in the catalogue: {_name(key)}" for key in wanted - held.keys()]
    found += [f"no longer used: {_name(key)}" for key in held.keys() - wanted]
    found += [f"no longer used: {message.id!r}" for message in translated.obsolete.values()]
    for key, message in held.items():
        if message.fuzzy:
            found.append(f"only guessed: {_name(key)}")
        if not _forms(message) or not all(_forms(message)):
            found.append(f"not translated: {_name(key)}")
        found += [f"{error}: {_name(key)}" for error in message.check(translated)]
    return sorted(found)


def update_catalogues(root: Path = ROOT) -> None:
    """Bring the committed catalogues up to date: new texts come in empty, unused ones go."""
    texts = extracted_texts(root)
    for path in catalogue_paths(root):
        catalog = read_catalogue(path)
        catalog.update(texts, no_fuzzy_matching=True, update_creation_date=False)
        with path.open("wb") as file:
            write_po(file, catalog, no_location=True, sort_output=True, ignore_obsolete=True, width=100)


def _key(message: Message) -> tuple[str | None, str]:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return message.context, text


def _name(key: tuple[str | None, str]) -> str:
    return repr(key[1]) if key[0] is None else f"{key[1]!r} (context {key[0]})"


def _forms(message: Message) -> tuple[str, ...]:
    string = message.string
    return (string,) if isinstance(string, str) else tuple(string or ())


if __name__ == "__main__":
    update_catalogues()
