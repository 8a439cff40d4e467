"""Set a letter as a PDF that a screen reader can follow (PDF/UA-1); the same letter gives the same bytes."""

import json
import unicodedata
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

TEMPLATE = files("portal.letters") / "letter.typ"
# Signs that no font here can show, such as small pictures, stand as this; the portal shows them as written.
NO_SIGN = "\N{REPLACEMENT CHARACTER}"
LATIN_GREEK_CYRILLIC = 0x0530
PUNCTUATION = range(0x2010, 0x2030)


class LetterNotSet(Exception):
    """A letter could not be made into a PDF."""


def set_letter(content: Mapping[str, Any]) -> bytes:
    """Make the PDF of a letter, or raise LetterNotSet."""
    try:
        return _compile(_visible(content, keep=lambda _sign: True))
    except LetterNotSet:
        return _compile(_visible(content, keep=_is_in_every_font))


def _compile(content: Any) -> bytes:
    import typst  # 80 MB of it, which only the worker needs

    try:
        made = typst.compile(
            TEMPLATE.read_bytes(),
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"letter": json.dumps(content)},
        )
    except typst.TypstError as error:
        raise LetterNotSet(str(error)) from error
    if not isinstance(made, bytes):
        raise LetterNotSet("The letter did not become one file.")
    return made


def _visible(value: Any, *, keep: Callable[[str], bool]) -> Any:
    """Take out of every text what is no sign at all, and put one sign for those that are not kept."""
    if isinstance(value, str):
        signs = (sign for sign in value if sign == "\n" or unicodedata.category(sign)[0] != "C")
        return "".join(sign if keep(sign) else NO_SIGN for sign in signs)
    if isinstance(value, Mapping):
        return {name: _visible(each, keep=keep) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_visible(each, keep=keep) for each in value]
    return value


def _is_in_every_font(sign: str) -> bool:
    code = ord(sign)
    return code < LATIN_GREEK_CYRILLIC or code in PUNCTUATION
