"""What one process of the portal holds: settings, database, catalogue, text index and built files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app, request

from matching.catalogue import Catalogue, CatalogueHolder
from portal.assets import Assets
from portal.config import Settings
from portal.database import Database
from portal.keys import Keys
from portal.page_cache import PageCache
from providers.search.index import SearchIndex

# The request's catalogue, wherever in the answer it was read first.
CATALOGUE = "portal.catalogue"


@dataclass(frozen=True, slots=True)
class Portal:
    """Everything that views and commands reach through the application."""

    settings: Settings
    database: Database
    keys: Keys | None
    holder: CatalogueHolder
    index: SearchIndex
    assets: Assets
    pages: PageCache
    pages_version: str
    now: Callable[[], datetime]


def portal() -> Portal:
    """Give the running process's parts."""
    state: Portal = current_app.extensions["portal"]
    return state


def catalogue() -> Catalogue:
    """Give the catalogue of this request, checked against the database once."""
    environ = request.environ
    held: Catalogue | None = environ.get(CATALOGUE)
    if held is None:
        state = portal()
        held = environ[CATALOGUE] = state.holder.current(state.now())
    return held


def utc_now() -> datetime:
    """Give the present moment."""
    return datetime.now(UTC)
