"""What the portal keeps about whoever is signed in: to take along, and, for staff, how it comes to an end."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access import signed_in, the_person
from portal.accounts.contact_details import open_contact
from portal.accounts.copies import as_csv, as_json
from portal.accounts.copy_words import part_words
from portal.locale import gettext as _
from portal.state import portal
from providers.organisations.queries import names_by_number
from providers.people.models import UserKind
from providers.people.own_copy import OwnCopy, copy_of, parts_about
from providers.people.queries import find_user

pages = Blueprint("my_data", __name__)
# The page says in a sentence of its own what stands in this part.
ABOUT_THE_USER = "user"
# Kept sealed, and opened for the citizen alone.
CONTACT_DETAILS = "your_contact_details"


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file in which somebody can take their data along."""

    mimetype: str
    write: Callable[[OwnCopy, Mapping[int, str]], bytes]


FORMATS = {
    "json": Format("application/json", lambda copy, _names: as_json(copy)),
    "csv": Format("text/csv; charset=utf-8", as_csv),
}


@pages.get("/account/data")
@signed_in
def overview() -> ResponseReturnValue:
    """Tell staff what is kept about them; a citizen's page of the same kind can also erase."""
    if the_person().kind is UserKind.CITIZEN:
        return redirect(url_for("my.data"), 303)
    words = part_words()
    parts = [words[part] for part in parts_about(the_person().kind) if part != ABOUT_THE_USER]
    return render_template("my/staff_data.html", title=_("Mine data"), parts=parts)


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
        organisations = names_by_number(session, _organisations_in(copy))
    copy = _opened(copy)
    chosen, name = FORMATS[kind], _("mine-data")
    return Response(
        chosen.write(copy, organisations),
        content_type=chosen.mimetype,
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{kind}"',
            "Cache-Control": "no-store",
        },
    )


def _opened(copy: OwnCopy) -> OwnCopy:
    """Put what stands in sealed contact details in their place; it is the reader's own."""
    rows = copy.get(CONTACT_DETAILS, ())
    return {**copy, CONTACT_DETAILS: [_opened_row(row) for row in rows]} if rows else copy


def _opened_row(row: Mapping[str, Any]) -> Mapping[str, Any]:
    details = open_contact(row["sealed"])
    told = asdict(details) if details else {}
    return {**told, **{name: value for name, value in row.items() if name != "sealed"}}


def _organisations_in(copy: OwnCopy) -> set[int]:
    """Collect the numbers of the organisations that a copy names."""
    found = (row.get("organisation_id") for rows in copy.values() for row in rows)
    return {number for number in found if number is not None}
