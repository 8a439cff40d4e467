"""Where an actor stands, on one page: approvals, conditions, warnings, grades, cases, the way to a review."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from portal.cases.conditions import condition_view
from portal.cases.scope import area_of, groups_of
from portal.cases.warnings import warning_views
from portal.cases.words import approval_state, approval_term, case_kind_label, case_state_label
from portal.for_authority.case_acting import may_work
from portal.for_authority.grades_shown import Graded, grades_of
from portal.for_authority.review_grounds import of_result
from portal.labels import kind_label
from portal.locale import gettext as _
from providers.approval.cases.following_up import binding
from providers.approval.cases.queries import cases_of, find_open_review
from providers.approval.cases.warnings import warnings_of
from providers.approval.models import Approval
from providers.approval.queries import approvals_of
from providers.listings.queries import listings_of
from providers.organisations.models import Organisation
from ratings.measured_results.published import PublishedFigures


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A grade, ready to print; `review` leads to a new review where it is weak and none is open."""

    name: str
    grade: str
    is_whole: bool
    is_weak: bool
    review: str


def page_of_actor(
    session: Session, organisation: Organisation, results: PublishedFigures | None, today: date
) -> dict[str, Any]:
    """Give all that the page of an actor's standing shows; whoever only reads gets no way to begin."""
    approvals = approvals_of(session, [organisation.id])
    open_review = find_open_review(session, organisation.id)
    may_begin = may_work() and open_review is None and can_be_reviewed(approvals, today)
    grades = grades_of(results, organisation.id, organisation.name, listings_of(session, [organisation.id]))
    return {
        "facts": list(_facts(organisation)),
        "approvals": [_approval(each, today) for each in reversed(approvals)],
        "warned": warning_views(warnings_of(session, [organisation.id])),
        "conditions": [condition_view(each, today) for each in binding(session, today, [organisation.id])],
        "grades": [_grade(each, organisation, may_begin=may_begin) for each in grades],
        "release_id": results.release.id if results else None,
        "cases": [
            (each.id, case_kind_label(each.kind), case_state_label(each.state))
            for each in cases_of(session, organisation.id)
            if each.sent_at is not None
        ],
        "open_review_id": open_review.id if open_review else None,
        "new_review": url_for("reviews.begin", slug=organisation.slug) if may_begin else "",
        "register": url_for("approvals.of_actor", slug=organisation.slug) if approvals else "",
    }


def can_be_reviewed(approvals: Sequence[Approval], today: date) -> bool:
    """Say whether an actor is approved now or later; there is nothing to review of any other."""
    return any(approval.valid_to is None or approval.valid_to >= today for approval in approvals)


def _facts(organisation: Organisation) -> Iterator[tuple[str, str]]:
    yield _("Slags aktør"), kind_label(organisation.kind)
    if organisation.cvr:
        yield _("CVR-nummer"), organisation.cvr


def _approval(approval: Approval, today: date) -> tuple[str, str, str, str]:
    return (
        approval_term(approval),
        approval_state(approval, today),
        area_of(approval.municipalities, today),
        groups_of(approval.target_groups, today),
    )


def _grade(graded: Graded, organisation: Organisation, *, may_begin: bool) -> GradeLine:
    leads = may_begin and graded.is_weak
    because = of_result(graded.listing_id)
    return GradeLine(
        name=graded.name,
        grade=graded.label,
        is_whole=graded.listing_id is None,
        is_weak=graded.is_weak,
        review=url_for("reviews.begin", slug=organisation.slug, because=because) if leads else "",
    )
