"""The audit trail, for those who check the others.

Reading it is noted nowhere: it holds states and numbers only, so not even the trail of one citizen's number
tells anything personal about them.
"""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access import audit_reader
from portal.for_authority.audit_download import csv_lines
from portal.for_authority.audit_events import told
from portal.for_authority.audit_filters import (
    Filters,
    group_choices,
    read_filters,
    type_choices,
)
from portal.for_authority.audit_words import fault_sentence
from portal.locale import current_language, format_number, ngettext
from portal.locale import gettext as _
from portal.state import portal
from providers.audit.models import AuditEvent
from providers.audit.queries import (
    UNREADABLE,
    EventUnreadable,
    TrailHasNoHead,
    events,
    get_head,
    hold_still,
    in_order,
)
from providers.audit.rules import first_fault
from providers.people.staff import names

pages = Blueprint("audit", __name__)
EVENTS_ON_A_PAGE = 50
# What one request has time to check; a longer trail is checked from the terminal.
MOST_CHECKED = 100_000
MOST_NAMES = 1000


@pages.get("/authority/audit")
@audit_reader
def trail() -> str:
    """Show what has been done, the latest first; nothing while a choice cannot be."""
    return _page(read_filters(request.args))


@pages.get("/authority/audit.csv")
@audit_reader
def download() -> ResponseReturnValue:
    """Give the chosen events as a file, without names and a little at a time; never more than was chosen."""
    filters = read_filters(request.args)
    if filters.faults:
        return _page(filters), 400
    return Response(
        stream_with_context(csv_lines(filters.wanted)),
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
    )


@pages.post("/authority/audit/check")
@audit_reader
def check() -> ResponseReturnValue:
    """Check the whole chain and say the result; nothing is changed by it, so an auditor may."""
    text, kind = _checked()
    flash(text, kind)
    return redirect(url_for("audit.trail"), 303)


def _page(filters: Filters) -> str:
    notice = ""
    with portal().database.reading() as session:
        try:
            found = _chosen(session, filters)
        except UNREADABLE:
            found = []
            notice = _("En hændelse kan ikke læses, så nogen har ændret den. Tjek kæden.")
        shown = told(session, found[:EVENTS_ON_A_PAGE])
        people = names(session, MOST_NAMES)
        try:
            head = str(get_head(session))
        except TrailHasNoHead:
            head = ""
    return render_template(
        "authority/audit.html",
        title=_("Revisionsspor"),
        filters=filters,
        notice=notice,
        groups=group_choices(),
        types=type_choices(),
        people=people,
        events=shown,
        older=_older(filters, shown[-1].seq) if len(found) > EVENTS_ON_A_PAGE else "",
        head=head,
    )


def _chosen(session: Session, filters: Filters) -> Sequence[AuditEvent]:
    if filters.faults:
        return []
    return events(session, filters.wanted, before_seq=filters.before_seq, limit=EVENTS_ON_A_PAGE + 1)


def _checked() -> tuple[str, str]:
    """Read the trail from its beginning, and give the sentence and what kind of news it is."""
    with portal().database.reading() as session:
        hold_still(session)
        try:
            head = get_head(session)
            if head.seq > MOST_CHECKED:
                return _(
                    "Sporet er for langt til at tjekke her. Driften tjekker det: flask audit verify"
                ), "info"
            fault = first_fault(in_order(session), head)
        except EventUnreadable:
            return _("Kæden er brudt: en hændelse kan ikke læses, så nogen har ændret den."), "error"
        except TrailHasNoHead:
            return _("Kæden er brudt: sporets ende er fjernet."), "error"
    if fault is not None:
        return _("Kæden er brudt. %(fault)s", fault=fault_sentence(fault)), "error"
    number = format_number(head.seq, current_language())
    return (
        ngettext(
            "Kæden er hel: %(number)s hændelse.",
            "Kæden er hel: %(number)s hændelser.",
            head.seq,
            number=number,
        ),
        "success",
    )


def _older(filters: Filters, seq: int) -> str:
    query = f"{filters.query}&" if filters.query else ""
    return f"{url_for('audit.trail')}?{query}before={seq}"
