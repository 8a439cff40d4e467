"""Imports as the tests of this folder do them: one invented actor and its listing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from sqlalchemy.orm import Session

from providers.register.commands import Summary, import_file
from providers.register.deciding import Count
from providers.register.reading import read
from providers.register.records import ListingRecord, OrganisationRecord, RegisterFile, RegisterRefused
from tests.factories.organisations import AT, listing_record, organisation_record, register_lines

LATER = AT + timedelta(days=1)
ACTOR = organisation_record()
OFFERED = listing_record(ACTOR)
CLAIMED = replace(OFFERED, claimed_on=date(2026, 11, 2))
NOTHING = Count(unchanged=1)


def file_of(organisations: Iterable[OrganisationRecord], listings: Iterable[ListingRecord]) -> RegisterFile:
    return read(BytesIO(register_lines(organisations, listings)))


def take_in(
    session: Session, *listings: ListingRecord, actor: OrganisationRecord = ACTOR, at: datetime = LATER
) -> Summary:
    return import_file(session, file_of([actor], listings), at)


def refused(session: Session, *records: OrganisationRecord | ListingRecord) -> list[str]:
    """Give the problems that stop an import."""
    organisations = [record for record in records if isinstance(record, OrganisationRecord)]
    listings = [record for record in records if isinstance(record, ListingRecord)]
    with pytest.raises(RegisterRefused) as raised:
        import_file(session, file_of(organisations, listings), LATER)
    return [str(problem) for problem in raised.value.problems]
