"""Who can be erased, and by which door; what goes with them stands in tests/promises."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.audit.models import SYSTEM, person
from providers.people.erasure import ErasureNotAllowed, belongs_to, erase_citizen, erase_staff
from providers.people.looks import record_look
from providers.people.models import LookPurpose, User
from providers.people.personal_data import KEPT
from tests.factories.people import AARHUS, AT, make_citizen, make_municipality_user, make_provider_user


def test_staff_are_not_erased_as_citizens_and_citizens_not_as_staff(session: Session) -> None:
    with pytest.raises(ErasureNotAllowed, match="not_a_citizen"):
        erase_citizen(session, make_provider_user(session), by=SYSTEM, at=AT)
    with pytest.raises(ErasureNotAllowed, match="not_staff"):
        erase_staff(session, make_citizen(session), by=SYSTEM, at=AT)


def test_caseworker_stays_while_a_citizen_can_see_that_they_have_looked(session: Session) -> None:
    viewer, citizen = make_municipality_user(session), make_citizen(session, AARHUS)
    record_look(session, viewer, citizen.id, LookPurpose.GUIDANCE, at=AT)
    with pytest.raises(ErasureNotAllowed, match="looks_by_you"):
        erase_staff(session, viewer, by=SYSTEM, at=AT)
    erase_citizen(session, citizen, by=person(citizen.id), at=AT)
    erase_staff(session, viewer, by=SYSTEM, at=AT)
    assert session.scalars(select(User)).all() == []


def test_neighbours_keep_what_is_theirs(session: Session) -> None:
    viewer, gone = make_municipality_user(session), make_citizen(session, AARHUS)
    neighbour = make_citizen(session, AARHUS)
    for citizen in (gone, neighbour):
        record_look(session, viewer, citizen.id, LookPurpose.GUIDANCE, at=AT)
    erase_citizen(session, gone, by=person(gone.id), at=AT)
    left = {
        kept.part: len(session.execute(select(1).where(belongs_to(kept, neighbour.id))).all())
        for kept in KEPT
        if kept.part in ("user", "home", "looks_at_you")
    }
    assert left == {"user": 1, "home": 1, "looks_at_you": 1}


def test_rows_that_nobody_can_name_belong_to_nobody() -> None:
    anonymous = next(kept for kept in KEPT if kept.owner is None)
    with pytest.raises(ValueError, match="Nobody can tell"):
        belongs_to(anonymous, 1)
