"""Invent names, CVR numbers and addresses: the words are our own, the numbers are never issued."""

import re
from dataclasses import dataclass
from random import Random

from portal.demonstration.chance import chance
from portal.demonstration.geography import Town
from portal.demonstration.stock import names
from providers.organisations.models import OrganisationKind
from providers.organisations.rules import is_cvr

# Every slug begins with this word, so that an address alone tells that the actor is invented.
INVENTED = "demo"
LARGEST_CVR_STEM = 9_999_999  # one digit fewer than a CVR number has, so that it always begins with 0
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "&": " "})


@dataclass(frozen=True, slots=True)
class Name:
    """What an actor is called by people, in the register of firms and in addresses; `word` is its own."""

    word: str
    brand: str
    legal: str
    slug: str


class Namer:
    """Give names and CVR numbers, none of them twice."""

    def __init__(self, seed: int) -> None:
        """Shuffle the invented words."""
        parts = names()
        self._words = [
            first + last for first in parts["first"] for last in parts["last"] if first.lower() != last
        ]
        self._chance = chance(seed, "names")
        self._chance.shuffle(self._words)
        self._taken: set[str] = set()
        self._given = 0

    def name(self, kind: OrganisationKind, family: str) -> Name:
        """Give the next name; a word comes again, with another trade, when all have been used."""
        parts = names()
        trades = parts["trades"]["other" if kind is OrganisationKind.OTHER else family]
        form = self._chance.choice(parts["forms"][kind.value])
        while True:
            round_, place = divmod(self._given, len(self._words))
            self._given += 1
            word = self._words[place]
            generation, trade = divmod(round_, len(trades))
            brand = (
                f"{word} {trades[(place + trade) % len(trades)]}{f' {generation + 1}' if generation else ''}"
            )
            if brand not in self._taken:
                self._taken.add(brand)
                return Name(word, brand, f"{brand} {form}".strip(), f"{INVENTED}-{as_slug(brand)}")

    def cvr(self) -> str:
        """Give a CVR number with a right check digit and the leading 0 that is never issued."""
        while True:
            number = f"{self._chance.randint(1, LARGEST_CVR_STEM):08d}"
            if number not in self._taken and is_cvr(number):
                self._taken.add(number)
                return number


def as_slug(text: str) -> str:
    """Write a name with the letters an address may have."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower().translate(LETTERS)).strip("-")


def street(random: Random) -> str:
    """Invent a street and a number in it."""
    parts = names()["streets"]
    return f"{random.choice(parts['first'])}{random.choice(parts['last'])} {random.randint(1, 98)}"


def address(random: Random, town: Town) -> dict[str, str]:
    """Invent an address in a real town."""
    return {"street": street(random), "postcode": town.postcode, "city": town.city}


def website(word: str) -> str:
    """Give a website under the name that is set aside for examples (RFC 2606)."""
    return f"https://{as_slug(word)}.example"


def email(word: str, mailbox: str) -> str:
    """Give an email address under the name that is set aside for examples (RFC 2606)."""
    return f"{mailbox}@{as_slug(word)}.example"
