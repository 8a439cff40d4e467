"""Order names as a Danish list does, whoever lists them."""

import re
import unicodedata
from collections.abc import Iterable

# Danish puts æ, ø and å after z; these three characters come after z in Unicode.
_DANISH = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y", "ð": "d", "þ": "th"})

_PLAIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def danish_key(name: str) -> str:
    """Give a text that sorts as the name does in a Danish list, whatever its case and accents.

    Digits come before letters, æ, ø and å after z, and aa counts as å; signs only part words.
    """
    text = unicodedata.normalize("NFC", name).casefold().replace("aa", "å").translate(_DANISH)
    text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return re.sub(r"[^\w{|}]+|_", " ", text).strip()


def plain_letters(name: str) -> str:
    """Write a text in small letters from a to z as far as it can be, as addresses take it: æ becomes ae."""
    text = unicodedata.normalize("NFC", name).casefold().translate(_PLAIN)
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def numbers_by_name(named: Iterable[tuple[int, str | None]]) -> list[int]:
    """Give the numbers of what has names in the order of the names; equal ones by number."""
    return [number for _key, number in sorted((danish_key(name or ""), number) for number, name in named)]
