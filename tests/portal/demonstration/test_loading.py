"""The demonstration comes in through the same door as real actors."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.demonstration.loading import (
    holds_real_advisers,
    is_loaded,
    load_invented_actors,
    load_public_actors,
)
from providers.listings.models import Availability, Listing
from providers.organisations.models import Organisation, OrganisationKind
from tests.portal.demonstration.made import AT, ON, lines


def load_all(session: Session) -> None:
    load_public_actors(session, AT)
    load_invented_actors(session, iter(lines(ON)), AT)


def count(session: Session, table: type[Organisation | Listing | Availability]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_empty_register_has_no_demonstration(session: Session) -> None:
    assert not is_loaded(session)
    assert not holds_real_advisers(session)


def test_public_actors_alone_are_no_demonstration(session: Session) -> None:
    load_public_actors(session, AT)

    assert not is_loaded(session)
    assert not holds_real_advisers(session)


def test_real_public_actors_come_in_without_figures(session: Session) -> None:
    load_public_actors(session, AT)

    assert count(session, Organisation) == 116
    assert count(session, Availability) == 0


def test_invented_actors_come_in_beside_the_real_ones(session: Session) -> None:
    load_all(session)

    assert is_loaded(session)
    assert count(session, Organisation) == 316
    assert count(session, Listing) == 356


def test_loading_twice_changes_nothing(session: Session) -> None:
    load_all(session)
    again = load_invented_actors(session, iter(lines(ON)), AT)

    assert (again.organisations.new, again.organisations.changed) == (0, 0)
    assert (again.listings.new, again.listings.changed) == (0, 0)


def test_real_private_actor_is_noticed(session: Session) -> None:
    session.add(
        Organisation(
            kind=OrganisationKind.PRIVATE_ADVISER,
            slug="virkelig",
            cvr="10000009",
            name="Virkelig",
            simulated=False,
            created_at=AT,
        )
    )
    session.flush()

    assert holds_real_advisers(session)
