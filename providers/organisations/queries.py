"""Read organisations."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.organisations.models import Organisation


class OrganisationNotFound(Exception):
    """No organisation has the slug."""


def find_organisation(session: Session, slug: str) -> Organisation | None:
    """Find an organisation by its slug."""
    return session.scalars(select(Organisation).where(Organisation.slug == slug)).one_or_none()


def get_organisation(session: Session, slug: str) -> Organisation:
    """Give the organisation with a slug, or raise OrganisationNotFound."""
    organisation = find_organisation(session, slug)
    if organisation is None:
        raise OrganisationNotFound(f"There is no organisation with the slug {slug!r}.")
    return organisation
