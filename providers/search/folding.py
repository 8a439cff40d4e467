"""Cut text into words and fold away the ways of writing that mean the same: Aarhus is Århus."""

import re
import unicodedata
from functools import lru_cache

# "a-kasse", "a kasse" and "akasse" are one word; so is "cv'et" with its ending.
WORD = re.compile(
    r"(?<![^\W_])a[\s\-\u2010-\u2015]?kasse[^\W_]*|[^\W_]+(?:['’\u00b4`][^\W_]+)?", re.IGNORECASE
)
_APOSTROPHE = re.compile(r"['’\u00b4`]")
_NOT_IN_A_WORD = re.compile(r"[\W_]+")
_DANISH = frozenset("æøå")
_FOREIGN = str.maketrans({"ä": "æ", "ö": "ø", "ß": "ss", "đ": "d", "ł": "l", "\u0131": "i"})
_WITHOUT_DANISH_KEYS = str.maketrans({"æ": "a", "ø": "o", "å": "a"})


def compose(text: str) -> str:
    """Give a text with each letter as one sign, which å is not when it was written as a and a ring."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Give a word in small letters with æ, ø and å written as such: AARHUS, Århus and aarhus are one.

    A foreign accent falls away, and so does an ending after an apostrophe (cv'et).
    """
    head, *ending = _APOSTROPHE.split(word.lower())
    plain = head if len(head) > 1 else head + "".join(ending)
    plain = _NOT_IN_A_WORD.sub("", plain).translate(_FOREIGN)
    if not plain.isascii():
        plain = "".join(sign if sign in _DANISH else _without_accent(sign) for sign in plain)
    return plain.replace("aa", "å").replace("ae", "æ").replace("oe", "ø")


def loosen(folded: str) -> str:
    """Give a folded word as people write it who have no æ, ø and å: kobenhavn, arhus."""
    return folded.translate(_WITHOUT_DANISH_KEYS)


def _without_accent(sign: str) -> str:
    parts = unicodedata.normalize("NFKD", sign).lower().translate(_FOREIGN)
    return "".join(part for part in parts if part.isalnum())
