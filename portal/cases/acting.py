"""Act on a case as it was seen, and meet whoever was first."""

from collections.abc import Iterable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.access import the_person
from portal.locale import gettext as _
from portal.state import portal
from providers.approval.cases.moves import MoveNotAllowed
from providers.approval.cases.moving import Act, CaseHasChanged, of_person

LONGEST_NUMBER = 9
NEVER_SEEN = -1
# What it means that somebody else was first: the case is not as it was seen, or can't be moved like this.
WAS_FIRST = (CaseHasChanged, MoveNotAllowed)

Kept = Iterable[tuple[str, str | None]]


def the_act() -> Act:
    """Say that whoever is signed in acts now."""
    return of_person(the_person().id, portal().now())


def seen_version() -> int:
    """Give the version of the case that the form's page showed."""
    text = request.form.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else NEVER_SEEN


def somebody_was_first(way_on: str, kept: Kept) -> ResponseReturnValue:
    """Say that somebody was first, show what was typed, and lead to how the case stands now."""
    page = render_template(
        "case_conflict.html",
        title=_("En anden kom først"),
        way_on=way_on,
        kept=[(label, text) for label, text in kept if text],
    )
    return page, 409
