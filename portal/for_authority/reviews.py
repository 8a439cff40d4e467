"""Open a case about an actor that is approved, when something says that the approval should not stand."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField
from wtforms.validators import Length, NumberRange, Optional

from portal.access import caseworker
from portal.accounts.paging import ON_A_PAGE
from portal.cases.acting import the_act
from portal.for_authority.actor import can_be_reviewed
from portal.for_authority.case_acting import address_of
from portal.for_authority.case_words import check_refusal
from portal.for_authority.review_grounds import ground_of
from portal.forms import Form, FreeText, Needed, stripped
from portal.locale import gettext as _
from portal.state import portal
from providers.approval.cases.examining import CheckNotPossible, open_review
from providers.approval.cases.rules import LONGEST_TEXT
from providers.approval.queries import approvals_of
from providers.approval.standard_files import standards_on
from providers.clock import danish_day
from providers.organisations.models import STATUTORY_KINDS, Organisation
from providers.organisations.queries import OrganisationNotFound, get_organisation, search_organisations
from providers.organisations.rules import is_slug

pages = Blueprint("reviews", __name__)
LONGEST_WORDS = 100
MOST_EMPLOYEES = 1_000_000


class ReviewForm(Form):
    """Say why a case is opened."""

    ground = FreeText(
        filters=[stripped],
        validators=[Needed(lambda: _("Skriv, hvorfor sagen bliver åbnet.")), Length(max=LONGEST_TEXT)],
    )
    employees = IntegerField(validators=[Optional(), NumberRange(min=0, max=MOST_EMPLOYEES)])


@pages.get("/authority/reviews/new")
@caseworker
def choose() -> str:
    """Find the actor that the case is about."""
    words = "".join(sign for sign in request.args.get("q", "") if sign.isprintable())
    words = words.strip()[:LONGEST_WORDS]
    with portal().database.reading() as session:
        found = search_organisations(session, words, limit=ON_A_PAGE + 1) if words else []
    return render_template(
        "authority/choose_reviewed.html",
        title=_("Åbn en sag om en godkendelse"),
        words=words,
        found=[organisation for organisation, _members in found[:ON_A_PAGE]],
        has_more=len(found) > ON_A_PAGE,
    )


@pages.route("/authority/reviews/new/<slug>", methods=["GET", "POST"])
@caseworker
def begin(slug: str) -> ResponseReturnValue:
    """Open a case about an actor; whoever opens it examines it."""
    organisation, at = _approved_or_404(slug), portal().now()
    with portal().database.reading() as session:
        because = ground_of(session, request.args.get("because", ""), organisation)
    form = ReviewForm(data={"ground": because})
    if form.validate_on_submit():
        try:
            with portal().database.transaction() as session:
                case = open_review(
                    session,
                    session.get_one(Organisation, organisation.id),
                    standards_on(danish_day(at)),
                    employees=form.employees.data,
                    ground=form.ground.data,
                    act=the_act(),
                )
        except CheckNotPossible as refused:
            form.ground.errors = [check_refusal(refused.fact)]
        else:
            flash(_("Sagen er åbnet."), "success")
            return redirect(address_of(case.id), 303)
    page = render_template(
        "authority/review.html",
        title=_("Åbn en sag om %(name)s", name=organisation.name),
        form=form,
        slug=slug,
        is_public=organisation.kind in STATUTORY_KINDS,
        way_back=url_for(".choose"),
    )
    return page, 400 if form.errors else 200


def _approved_or_404(slug: str) -> Organisation:
    """Give an organisation that is approved now or later; there is nothing to review of any other."""
    if not is_slug(slug):
        abort(404)
    today = danish_day(portal().now())
    with portal().database.reading() as session:
        try:
            organisation = get_organisation(session, slug)
        except OrganisationNotFound:
            abort(404)
        approvals = approvals_of(session, [organisation.id])
    if not can_be_reviewed(approvals, today):
        abort(404)
    return organisation
