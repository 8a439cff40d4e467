"""What the portal keeps about whoever is signed in: to take along, and, for staff, how it comes to an end."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access import signed_in, the_person
from portal.accounts.copies import as_csv, as_json
from portal.locale import gettext as _
from portal.state import portal
from providers.people.models import UserKind
from providers.people.own_copy import OwnCopy, copy_of
from providers.people.queries import find_user

pages = Blueprint("my_data", __name__)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file in which somebody can take their data along."""

    mimetype: str
    write: Callable[[OwnCopy], bytes]


FORMATS = {
    "json": Format("application/json", as_json),
    "csv": Format("text/csv; charset=utf-8", as_csv),
}


@pages.get("/account/data")
@signed_in
def overview() -> ResponseReturnValue:
    """Tell staff what is kept about them; a citizen's page of the same kind can also erase."""
    if the_person().kind is UserKind.CITIZEN:
        return redirect(url_for("my.data"), 303)
    return render_template("my/staff_data.html", title=_("Mine data"))


@pages.get("/account/data.<kind>")
@signed_in
def download(kind: str) -> ResponseReturnValue:
    """Give somebody everything that is kept about them, as one file that no cache may keep."""
    if kind not in FORMATS:
        abort(404)
    with portal().database.reading() as session:
        user = find_user(session, the_person().id)
        if user is None:
            abort(404)
        copy = copy_of(session, user)
    chosen, name = FORMATS[kind], _("mine-data")
    return Response(
        chosen.write(copy),
        content_type=chosen.mimetype,
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{kind}"',
            "Cache-Control": "no-store",
        },
    )
