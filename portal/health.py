"""Tell machines whether the portal lives and whether it can do its work."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from matching.catalogue import CatalogueUnavailable
from portal.access import public
from portal.state import portal
from providers.search.index import IndexUnavailable
from providers.search.query import understand

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Answer that the process lives; nothing else is asked."""
    return jsonify(status="ok")


@pages.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Answer whether database, catalogue and text index can be used; 503 when one can't."""
    parts = {"database": _database(), "catalogue": _catalogue(), "index": _index()}
    ready = all(parts.values())
    answer = jsonify(status="ready" if ready else "not ready", **{k: _word(v) for k, v in parts.items()})
    return answer, 200 if ready else 503


def _word(works: bool) -> str:
    return "ok" if works else "unavailable"


def _database() -> bool:
    try:
        portal().database.catalogue_revision()
    except SQLAlchemyError:
        return False
    return True


def _catalogue() -> bool:
    try:
        portal().holder.current(portal().now())
    except CatalogueUnavailable:
        return False
    return True


def _index() -> bool:
    try:
        portal().index.find(understand("job"))
    except IndexUnavailable:
        return False
    return True
