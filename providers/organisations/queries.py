"""Read organisations, and who acts for them."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from providers.alphabet import danish_key, numbers_by_name
from providers.organisations.models import Membership, Organisation


class OrganisationNotFound(Exception):
    """No organisation has the slug."""


def find_organisation(session: Session, slug: str) -> Organisation | None:
    """Find an organisation by its slug."""
    return session.scalars(select(Organisation).where(Organisation.slug == slug)).one_or_none()


def find_organisation_by_cvr(session: Session, cvr: str | None) -> Organisation | None:
    """Find an organisation by its CVR number."""
    return session.scalars(select(Organisation).where(Organisation.cvr == cvr)).one_or_none() if cvr else None


def get_organisation(session: Session, slug: str) -> Organisation:
    """Give the organisation with a slug, or raise OrganisationNotFound."""
    organisation = find_organisation(session, slug)
    if organisation is None:
        raise OrganisationNotFound(f"There is no organisation with the slug {slug!r}.")
    return organisation


def slugs_of_organisations(session: Session) -> dict[int, str]:
    """Give every organisation's slug by its number."""
    return dict(session.execute(select(Organisation.id, Organisation.slug)).all())


def names_of_organisations(session: Session, user_ids: Collection[int]) -> dict[int, list[str]]:
    """Give the names of the organisations that each of some users acts for."""
    wanted = select(Membership.user_id, Organisation.name).join(
        Organisation, Organisation.id == Membership.organisation_id
    )
    wanted = wanted.where(Membership.user_id.in_(user_ids), Membership.ended_at.is_(None))
    names: dict[int, list[str]] = defaultdict(list)
    for user_id, name in session.execute(wanted):
        names[user_id].append(name)
    return {user_id: sorted(held, key=danish_key) for user_id, held in names.items()}


def names_by_number(session: Session, numbers: Collection[int]) -> dict[int, str]:
    """Give the names of some organisations by their numbers."""
    wanted = select(Organisation.id, Organisation.name).where(Organisation.id.in_(numbers))
    return {row.id: row.name for row in session.execute(wanted)}


def memberships_ever(session: Session, user_id: int) -> Sequence[int]:
    """List the numbers of all memberships that somebody has or had."""
    return session.scalars(select(Membership.id).where(Membership.user_id == user_id)).all()


def search_organisations(
    session: Session, words: str, *, limit: int, offset: int = 0
) -> Sequence[tuple[Organisation, int]]:
    """List organisations whose name holds all words, by name, each with its number of members.

    Without any word, those are listed for whom nobody acts yet.
    """
    holds = [_holds(word) for word in words.split()] or [_is_unmanned()]
    named = session.execute(select(Organisation.id, Organisation.name).where(*holds))
    chosen = numbers_by_name((row.id, row.name) for row in named)[offset : offset + limit]
    members = select(func.count(Membership.id)).where(*_acts_for()).scalar_subquery()
    wanted = select(Organisation, members).where(Organisation.id.in_(chosen))
    found = {row[0].id: (row[0], row[1]) for row in session.execute(wanted)}
    return [found[number] for number in chosen if number in found]


def count_unmanned(session: Session) -> int:
    """Count the organisations for whom nobody acts yet."""
    return session.scalar(select(func.count(Organisation.id)).where(_is_unmanned())) or 0


def _acts_for() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Membership.organisation_id == Organisation.id, Membership.ended_at.is_(None)


def _is_unmanned() -> ColumnElement[bool]:
    return ~exists().where(*_acts_for())


def _holds(word: str) -> ColumnElement[bool]:
    """Look for a word in a name; SQLite knows small letters from a to z only, so more are tried."""
    ways = sorted({word, word.lower(), word.upper(), word.title()})
    return or_(*(Organisation.name.icontains(way, autoescape=True) for way in ways))
