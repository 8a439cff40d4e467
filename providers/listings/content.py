"""What one version of a listing says: an immutable document with a stable hash."""

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

ADDED_LATER = ("fields", "accommodations")


class PriceUnit(StrEnum):
    """Say what a price is paid for."""

    COURSE = "course"
    MONTH = "month"
    WEEK = "week"
    HOUR = "hour"
    RESULT = "result"


class Payer(StrEnum):
    """Say who pays a price."""

    MUNICIPALITY = "municipality"
    CITIZEN = "citizen"


class MeetingFormat(StrEnum):
    """Say how the actor and the citizen meet."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Price:
    """A price in whole øre; free for the citizen whenever the municipality pays it."""

    amount_ore: int
    unit: PriceUnit
    paid_by: Payer


@dataclass(frozen=True, slots=True)
class SupportOffered:
    """A kind of support in a listing; no price means that the actor has not stated one."""

    kind: str
    price: Price | None


@dataclass(frozen=True, slots=True)
class Address:
    """Where citizens meet the actor."""

    street: str
    postcode: str
    city: str


@dataclass(frozen=True, slots=True)
class ListingContent:
    """Everything a listing version says; codes are sorted, so that equal content has equal hashes.

    `municipalities` is empty exactly when `nationwide` is true. `unverified` names the fields that the
    source itself calls uncertain. English texts may be missing; the Danish ones are then shown, marked as
    Danish. `fields` of work and `accommodations` may be empty: not stated.
    """

    name: str
    summary_da: str
    summary_en: str | None
    description_da: str | None
    description_en: str | None
    nationwide: bool
    municipalities: tuple[str, ...]
    target_groups: tuple[str, ...]
    support: tuple[SupportOffered, ...]
    languages: tuple[str, ...]
    formats: tuple[MeetingFormat, ...]
    address: Address | None
    phone: str | None
    email: str | None
    website: str | None
    unverified: tuple[str, ...]
    fields: tuple[str, ...] = ()
    accommodations: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        """Give the SHA-256 of the content, in hexadecimal."""
        return hashlib.sha256(canonical_json(to_document(self)).encode()).hexdigest()


def canonical_json(document: dict[str, Any]) -> str:
    """Write a document so that equal documents give equal text."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def to_document(content: ListingContent) -> dict[str, Any]:
    """Write content as plain JSON values.

    What was added to the format later stands there only when it is stated, so that content without it keeps
    the document and the hash that it had.
    """
    document: dict[str, Any] = json.loads(json.dumps(asdict(content)))
    return {name: value for name, value in document.items() if value or name not in ADDED_LATER}


def from_document(document: dict[str, Any]) -> ListingContent:
    """Read content back from what `to_document` wrote."""
    address = document["address"]
    return ListingContent(
        name=document["name"],
        summary_da=document["summary_da"],
        summary_en=document["summary_en"],
        description_da=document["description_da"],
        description_en=document["description_en"],
        nationwide=document["nationwide"],
        municipalities=tuple(document["municipalities"]),
        target_groups=tuple(document["target_groups"]),
        support=tuple(_support(entry) for entry in document["support"]),
        languages=tuple(document["languages"]),
        formats=tuple(MeetingFormat(entry) for entry in document["formats"]),
        address=None if address is None else Address(**address),
        phone=document["phone"],
        email=document["email"],
        website=document["website"],
        unverified=tuple(document["unverified"]),
        fields=tuple(document.get("fields", ())),
        accommodations=tuple(document.get("accommodations", ())),
    )


def _support(entry: dict[str, Any]) -> SupportOffered:
    price = entry["price"]
    if price is None:
        return SupportOffered(entry["kind"], None)
    return SupportOffered(
        entry["kind"], Price(price["amount_ore"], PriceUnit(price["unit"]), Payer(price["paid_by"]))
    )
