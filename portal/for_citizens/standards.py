"""What actors must meet to be approved: the standards of each version, what changed, and the same as data."""

import json
from dataclasses import asdict
from functools import cache

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.http import generate_etag

from portal.access import public
from portal.for_citizens import standards_view
from portal.locale import current_language
from portal.locale import gettext as _
from portal.public_pages import public_page
from portal.state import catalogue
from providers.approval.standard_files import get_version, standards_on, versions
from providers.approval.standard_set import StandardNotFound, StandardSet

pages = Blueprint("standards", __name__)


@pages.get("/standards")
@public_page
def standards() -> str:
    """Show the standards that somebody who applies today is checked against."""
    return _page(standards_on(catalogue().day))


@pages.get("/standards/<version>")
@public_page
def of_version(version: str) -> str:
    """Show one version, so that an approval can be held against what it was decided on."""
    try:
        return _page(get_version(version))
    except StandardNotFound:
        abort(404)


@pages.get("/standards.json")
@public
def as_data() -> ResponseReturnValue:
    """Give every version with all its texts to programs."""
    response = Response(_document(), mimetype="application/json")
    response.set_etag(generate_etag(_document()))
    response.headers["Cache-Control"] = "public, no-cache"
    return response.make_conditional(request)


def _page(shown: StandardSet) -> str:
    view = standards_view.make(shown, versions(), catalogue().day, current_language())
    return render_template("standards.html", title=_("Krav til aktørerne"), view=view)


@cache
def _document() -> bytes:
    document = {"versions": [asdict(each) for each in versions()]}
    return json.dumps(document, ensure_ascii=False, default=str).encode()
