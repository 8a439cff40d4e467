"""Content is a document that is the same whenever it says the same."""

from dataclasses import fields
from typing import Any

import pytest

from providers.listings.content import (
    ListingContent,
    Payer,
    Price,
    PriceUnit,
    SupportOffered,
    from_document,
    to_document,
)
from tests.factories.organisations import make_content

OTHER_VALUES: dict[str, Any] = {
    "name": "Et andet navn",
    "summary_da": "Noget andet.",
    "summary_en": None,
    "description_da": None,
    "description_en": "Something else.",
    "nationwide": True,
    "municipalities": ("101",),
    "target_groups": ("revalidering",),
    "support": (SupportOffered("mentor", Price(250_001, PriceUnit.COURSE, Payer.MUNICIPALITY)),),
    "languages": (),
    "formats": (),
    "address": None,
    "phone": None,
    "email": None,
    "website": None,
    "unverified": ("municipalities",),
    "fields": (),
    "accommodations": ("trinfri",),
}


def test_content_comes_back_from_its_document() -> None:
    for content in (make_content(), make_content(**OTHER_VALUES)):
        assert from_document(to_document(content)) == content


def test_equal_content_has_equal_hashes() -> None:
    assert make_content().hash == make_content().hash
    assert from_document(to_document(make_content())).hash == make_content().hash


@pytest.mark.parametrize("field", [field.name for field in fields(ListingContent)])
def test_every_field_counts_in_the_hash(field: str) -> None:
    assert make_content(**{field: OTHER_VALUES[field]}).hash != make_content().hash


def test_content_without_what_was_added_later_is_the_document_it_always_was() -> None:
    document = to_document(make_content(fields=(), accommodations=()))
    assert {"fields", "accommodations"}.isdisjoint(document)
    assert from_document(document) == make_content(fields=(), accommodations=())


def test_what_was_added_later_stands_in_the_document_when_it_is_stated() -> None:
    document = to_document(make_content(fields=("handel",), accommodations=("tolk", "trinfri")))
    assert document["fields"] == ["handel"]
    assert document["accommodations"] == ["tolk", "trinfri"]
