"""The pages of an application in their order, what each still lacks, and where one goes from each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from portal.cases.facts import gaps_of, standards_of
from portal.labels import standard_group_label
from portal.locale import current_language
from portal.locale import gettext as _
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.rules import Gap, GapKind
from providers.approval.standard_files import get_version
from providers.approval.standard_set import CheckKind, Standard, StandardGroup, Track


@dataclass(frozen=True, slots=True)
class Step:
    """A page of an application, ready to print; `lacking` counts what is not done there."""

    code: str
    title: str
    url: str
    lacking: int


@dataclass(frozen=True, slots=True)
class GapLine:
    """Something that an application lacks, in words, and where it is given."""

    text: str
    url: str


def steps_of(session: Session, slug: str, case: ApprovalCase) -> list[Step]:
    """List the pages of an application."""
    lacking = [page_of(case, gap) for gap in gaps_of(session, case)]
    return [Step(code, title, url, lacking.count(code)) for code, title, url in _pages(slug, case)]


def next_address(slug: str, case: ApprovalCase, code: str) -> str:
    """Say where one goes from a page: to the next one, and from the last one to check and send."""
    pages = [(each, url) for each, _title, url in _pages(slug, case)]
    following = [each for each, _url in pages].index(code) + 1
    if following < len(pages):
        return pages[following][1]
    return url_for("application_sending.check", organisation=slug, case_id=case.id)


def judged_in(case: ApprovalCase, group: StandardGroup) -> tuple[Standard, ...]:
    """List the standards of a group that an applicant writes about."""
    return tuple(
        each for each in standards_of(case) if each.kind is CheckKind.JUDGEMENT and each.group is group
    )


def gap_lines(slug: str, case: ApprovalCase, gaps: Iterable[Gap]) -> list[GapLine]:
    """Say what an application lacks, each with a link to where it is given."""
    urls = {code: url for code, _title, url in _pages(slug, case)}
    return [
        GapLine(
            _gap_text(case, gap),
            urls[page_of(case, gap)] + (f"#{gap.standard_id}" if gap.standard_id else ""),
        )
        for gap in gaps
    ]


def page_of(case: ApprovalCase, gap: Gap) -> str:
    """Say on which page something is given."""
    if gap.standard_id is not None:
        return get_version(case.standards_version).get(gap.standard_id).group.value
    return {GapKind.EMPLOYEES: "who", GapKind.SCOPE: "scope", GapKind.LISTING: "listing-page"}[gap.kind]


def _pages(slug: str, case: ApprovalCase) -> Sequence[tuple[str, str, str]]:
    where: dict[str, Any] = {"organisation": slug, "case_id": case.id}
    pages = []
    if case.track != Track.PUBLIC:
        pages.append(("who", _("Hvem I er"), url_for("application_scope.who", **where)))
    pages.append(("scope", _("Hvor og hvem I vil hjælpe"), url_for("application_scope.scope", **where)))
    pages += [
        (
            group.value,
            standard_group_label(group),
            url_for("application_answers.answers", group=group.value, **where),
        )
        for group in StandardGroup
        if judged_in(case, group)
    ]
    pages.append(
        ("listing-page", _("Jeres side i portalen"), url_for("application_listing.listing", **where))
    )
    return pages


def _gap_text(case: ApprovalCase, gap: Gap) -> str:
    name = ""
    if gap.standard_id is not None:
        name = get_version(case.standards_version).get(gap.standard_id).name.text(current_language())
    return {
        GapKind.EMPLOYEES: _("Skriv, hvor mange ansatte I har"),
        GapKind.SCOPE: _("Vælg, hvor og hvem I vil hjælpe"),
        GapKind.LISTING: _("Skriv jeres side i portalen"),
        GapKind.ANSWER: _("Svar på: %(name)s", name=name),
        GapKind.DOCUMENT: _("Læg et dokument ind til: %(name)s", name=name),
        GapKind.REUSED: _("Se svaret fra sidst igennem: %(name)s", name=name),
    }[gap.kind]
