"""What an organisation's own system reads of the organisation."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from portal.access import api_key
from portal.api.documents import whole_document
from portal.api.guard import guard, organisation_of_key
from portal.state import catalogue, portal
from providers.approval.queries import approvals_of
from providers.listings.queries import listings_of
from providers.organisations.models import Organisation

pages = Blueprint("api", __name__, url_prefix="/api/v1")
pages.before_app_request(guard)


@pages.get("/organisation")
@api_key
def organisation() -> ResponseReturnValue:
    """Give the organisation of the key, its approvals and its listings."""
    held, identity = catalogue(), organisation_of_key()
    with portal().database.reading() as session:
        document = whole_document(
            session.get_one(Organisation, identity),
            approvals_of(session, [identity]),
            listings_of(session, [identity]),
            public=held.by_slug.keys(),
            address=portal().settings.address,
            on=held.day,
        )
    return jsonify(document)
