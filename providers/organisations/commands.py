"""Enter organisations in the register."""

from datetime import datetime

from sqlalchemy.orm import Session

from providers.clock import danish_day
from providers.organisations.models import Organisation, OrganisationKind
from providers.organisations.rules import is_slug, problem_with_key
from providers.reference.queries import municipality_names


class OrganisationNotIdentified(Exception):
    """An organisation cannot be entered under this key or slug; the text says why."""


def register(
    session: Session,
    *,
    key: str,
    kind: OrganisationKind,
    slug: str,
    name: str,
    simulated: bool,
    at: datetime,
) -> Organisation:
    """Enter an organisation under the key that the register file gives it, such as `cvr:01234567`."""
    if not is_slug(slug):
        raise OrganisationNotIdentified(f"{slug!r}: a slug has only a-z, 0-9 and single hyphens.")
    known = municipality_names(danish_day(at))
    reason = problem_with_key(key, kind=kind, slug=slug, simulated=simulated, municipalities=known)
    if reason is not None:
        raise OrganisationNotIdentified(f"{key!r}: {reason}.")
    organisation = Organisation(
        kind=kind,
        slug=slug,
        name=name,
        simulated=simulated,
        created_at=at,
        **identifiers_of(key),
    )
    session.add(organisation)
    session.flush()
    return organisation


def identifiers_of(key: str) -> dict[str, str | None]:
    """Take a key apart into the columns that hold its number."""
    prefix, _, identifier = key.partition(":")
    return {
        "municipality_code": identifier if prefix == "municipality" else None,
        "cvr": identifier if prefix == "cvr" else None,
    }
