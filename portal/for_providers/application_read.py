"""Make a case ready to read for the party: what is asked of it, what it answered, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from portal.cases.facts import standards_of
from portal.cases.handed_in import HandedIn, handed_in, handed_in_with
from portal.cases.scope import area_of, groups_of
from portal.cases.words import (
    appeal_state_label,
    case_state_label,
    condition_line,
    decision_kind_label,
    inquiry_title,
    terms_lines,
)
from portal.labels import day_label, moment_label
from portal.locale import current_language
from portal.locale import gettext as _
from providers.approval.cases.codes import DecisionKind
from providers.approval.cases.letters import MadeLetters, made_letters
from providers.approval.cases.models import ApprovalCase, CaseDocument, Inquiry
from providers.approval.cases.queries import (
    answers_of,
    appeals_of,
    documents_of,
    find_decision_of,
    find_open_inquiry,
    inquiries_of,
)
from providers.approval.cases.terms import from_document
from providers.approval.standard_set import Track


@dataclass(frozen=True, slots=True)
class Asked:
    """A question or a hearing, and the answer to it."""

    title: str
    sent: str
    text: str
    until: str
    answer: str
    url: str
    letter_id: int | None
    documents: tuple[HandedIn, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """What the party has sent about a standard, with the documents that it handed in."""

    name: str
    question: str
    answer: str
    documents: tuple[HandedIn, ...]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision, ready to print."""

    kind: str
    made: str
    facts: str
    ground: str
    lines: tuple[tuple[str, str], ...]
    conditions: tuple[str, ...]
    letter_id: int | None
    appeal: str


def open_inquiry(session: Session, slug: str, case: ApprovalCase) -> Asked | None:
    """Give what the party is asked and has not answered yet."""
    found = find_open_inquiry(session, case.id)
    if found is None:
        return None
    url = url_for("application_replies.reply", organisation=slug, case_id=case.id)
    return _asked(found, url, made_letters(session, case.id), documents_of(session, case.id))


def inquiries_read(session: Session, case: ApprovalCase) -> list[Asked]:
    """Give what the party was asked before, the latest first."""
    ended = [each for each in inquiries_of(session, case.id) if each.ended_at is not None]
    letters, documents = made_letters(session, case.id), documents_of(session, case.id)
    return [_asked(each, "", letters, documents) for each in reversed(ended)]


def sent_read(session: Session, case: ApprovalCase) -> list[Sent]:
    """Give what the party has sent about each standard, in the order of the standards."""
    answers, documents = answers_of(session, case.id), documents_of(session, case.id)
    language = current_language()
    found = [
        Sent(
            name=standard.name.text(language),
            question=standard.question.text(language),
            answer=answers[standard.id].text if standard.id in answers else "",
            documents=handed_in(documents, standard.id),
        )
        for standard in standards_of(case)
    ]
    return [each for each in found if each.answer or each.documents]


def decision_of(session: Session, case: ApprovalCase) -> DecisionView | None:
    """Give the decision that a case ended with."""
    found = find_decision_of(session, case.id)
    if found is None:
        return None
    terms, appeal = from_document(found.terms), appeals_of(session, [found.id]).get(found.id)
    return DecisionView(
        kind=decision_kind_label(found.kind),
        made=moment_label(found.decided_at),
        facts=terms.facts,
        ground=terms.ground,
        lines=tuple(terms_lines(DecisionKind(found.kind), terms)),
        conditions=tuple(condition_line(each) for each in terms.conditions),
        letter_id=made_letters(session, case.id).of_decision.get(found.id),
        appeal=appeal_state_label(appeal.state) if appeal else "",
    )


def case_facts_of(case: ApprovalCase, on: date) -> list[tuple[str, str]]:
    """Say what a case is, in lines."""
    facts = [(_("Nummer"), str(case.id)), (_("Status"), case_state_label(case.state))]
    if case.ground:
        facts.append((_("Derfor er sagen åbnet"), case.ground))
    if case.sent_at is not None:
        facts.append((_("Sendt"), moment_label(case.sent_at)))
    if case.decide_by is not None:
        facts.append((_("Afgøres senest"), day_label(case.decide_by)))
    if case.ground is None:
        facts += scope_lines(case, on)
    facts.append((_("Standarder"), _("Udgave %(version)s", version=case.standards_version)))
    return facts


def scope_lines(case: ApprovalCase, on: date) -> list[tuple[str, str]]:
    """Say what is applied for, in lines."""
    lines = []
    if case.track != Track.PUBLIC:
        employees = _("Ikke oplyst endnu") if case.employees is None else str(case.employees)
        lines.append((_("Ansatte"), employees))
    return [
        *lines,
        (_("Vil hjælpe i"), area_of(case.municipalities, on)),
        (_("Vil hjælpe"), groups_of(case.target_groups, on)),
    ]


def _asked(inquiry: Inquiry, url: str, letters: MadeLetters, documents: Sequence[CaseDocument]) -> Asked:
    return Asked(
        title=inquiry_title(inquiry),
        sent=moment_label(inquiry.sent_at),
        text=inquiry.text,
        until=day_label(inquiry.due_on),
        answer=inquiry.answer or "",
        url=url,
        letter_id=letters.of_inquiry.get(inquiry.id),
        documents=handed_in_with(inquiry, documents),
    )
