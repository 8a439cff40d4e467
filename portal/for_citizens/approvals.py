"""The register of approvals: every actor that is or was approved, for what, until when, and why."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.http import generate_etag

from portal.access import public
from portal.for_citizens import approvals_view
from portal.for_citizens.approvals_view import PUBLIC_DECISIONS, Decided
from portal.locale import current_language
from portal.locale import gettext as _
from portal.public_pages import public_page
from portal.state import catalogue, portal
from providers.alphabet import danish_key
from providers.approval.cases.following_up import conditions_of
from providers.approval.cases.queries import appeals_of, decisions_of
from providers.approval.cases.warnings import warnings_of
from providers.approval.models import Approval
from providers.approval.queries import approvals_of, organisations_with_approvals
from providers.organisations.models import Organisation
from providers.organisations.queries import find_organisation
from providers.spreadsheets import as_text

pages = Blueprint("approvals", __name__)
ON_A_PAGE = 50
LONGEST_WORDS = 100
COLUMNS = (
    "organisation",
    "name",
    "cvr",
    "kind",
    "simulated",
    "basis",
    "valid_from",
    "valid_to",
    "revoked_on",
    "suspended_from",
    "suspended_to",
    "municipalities",
    "target_groups",
    "standards_version",
)


@pages.get("/approvals")
@public_page
def approvals() -> ResponseReturnValue:
    """List the actors, by name, as many as fit a page; a name or a part of it narrows the list."""
    words = request.args.get("name", "").strip()[:LONGEST_WORDS]
    with portal().database.reading() as session:
        found = [each for each in organisations_with_approvals(session) if _has(each, words)]
        found.sort(key=lambda each: (danish_key(each.name), each.slug))
        number, last = _page_number(), max(1, -(-len(found) // ON_A_PAGE))
        if number > last:
            abort(404)
        shown = found[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
        held = _by_organisation(approvals_of(session, [each.id for each in shown]))
    on, language = catalogue().day, current_language()
    return render_template(
        "approvals.html",
        title=_("Godkendte aktører"),
        lines=[approvals_view.line_of(each, held.get(each.id, []), on, language) for each in shown],
        words=words,
        count=len(found),
        number=number,
        last=last,
    )


@pages.get("/approvals/<slug>")
@public_page
def of_actor(slug: str) -> str:
    """Show the approvals of one actor, and the decisions behind them."""
    with portal().database.reading() as session:
        organisation = find_organisation(session, slug)
        held = approvals_of(session, [organisation.id]) if organisation else []
        if organisation is None or not held:
            abort(404)
        decisions = [each for each in decisions_of(session, organisation.id) if each.kind in PUBLIC_DECISIONS]
        decided = Decided(
            decisions,
            appeals_of(session, [each.id for each in decisions]),
            conditions_of(session, decisions),
            warnings_of(session, [organisation.id]),
        )
        page = approvals_view.make(
            organisation, held, decided, on=catalogue().day, language=current_language()
        )
    return render_template("approvals_of.html", title=page.name, page=page)


@pages.get("/approvals.csv")
@public
def as_data() -> ResponseReturnValue:
    """Give every approval to programs and spreadsheets."""
    with portal().database.reading() as session:
        actors = {each.id: each for each in organisations_with_approvals(session)}
        content = _csv(actors, approvals_of(session, list(actors)))
    response = Response(content, mimetype="text/csv")
    response.set_etag(generate_etag(content))
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Content-Disposition"] = 'attachment; filename="approvals.csv"'
    return response.make_conditional(request)


def _has(organisation: Organisation, words: str) -> bool:
    return words.casefold() in organisation.name.casefold() or words == organisation.cvr


def _page_number() -> int:
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 100_000):
        abort(404)
    return int(text)


def _by_organisation(found: Iterable[Approval]) -> dict[int, list[Approval]]:
    held: dict[int, list[Approval]] = {}
    for approval in found:
        held.setdefault(approval.organisation_id, []).append(approval)
    return held


def _csv(actors: dict[int, Organisation], found: Sequence[Approval]) -> bytes:
    """Write approvals as CSV; no name is taken for a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for approval in sorted(found, key=lambda each: (actors[each.organisation_id].slug, each.id)):
        actor = actors[approval.organisation_id]
        writer.writerow(
            (
                actor.slug,
                as_text(actor.name),
                actor.cvr,
                actor.kind,
                str(actor.simulated).lower(),
                approval.basis,
                approval.valid_from,
                approval.valid_to,
                approval.revoked_on,
                approval.suspended_from,
                approval.suspended_to,
                " ".join(approval.municipalities or ["all"]),
                " ".join(approval.target_groups or ["all"]),
                approval.standards_version,
            )
        )
    return buffer.getvalue().encode()
