"""Make ready to read what has been written in a case: letters, answers, proposals, notes, the decision."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.cases.handed_in import handed_in_with
from portal.cases.words import (
    appeal_state_label,
    condition_line,
    decision_kind_label,
    inquiry_title,
    terms_lines,
)
from portal.for_authority.case_words import name_of
from portal.labels import day_label, moment_label
from portal.locale import gettext as _
from providers.approval.cases.codes import AppealState, DecisionKind, ProposalState
from providers.approval.cases.letters import made_letters
from providers.approval.cases.models import Appeal, ApprovalCase, Inquiry, Proposal
from providers.approval.cases.queries import (
    appeals_of,
    documents_of,
    find_decision_of,
    inquiries_of,
    notes_of,
    proposals_of,
)
from providers.approval.cases.terms import Terms, from_document
from providers.people.queries import users_by_number


@dataclass(frozen=True, slots=True)
class InquiryView:
    """A letter that asks for an answer, and the answer."""

    title: str
    sent: str
    text: str
    standing: str
    answer: str
    documents: tuple[tuple[int, str, str], ...]
    letter_id: int | None


@dataclass(frozen=True, slots=True)
class TermsView:
    """What a decision says, ready to print: what it does, facts and ground, days, scope and conditions."""

    kind: str
    made: str
    facts: str
    ground: str
    lines: tuple[tuple[str, str], ...]
    conditions: tuple[str, ...]
    note: str = ""
    letter_id: int | None = None
    appeal: str = ""
    may_note_appeal: bool = False


def inquiry_views(session: Session, case: ApprovalCase) -> list[InquiryView]:
    """Give what the party was asked, the earliest first."""
    found = inquiries_of(session, case.id)
    people = users_by_number(session, {each.sent_by for each in found if each.sent_by})
    documents = documents_of(session, case.id)
    letters = made_letters(session, case.id).of_inquiry
    return [
        InquiryView(
            title=inquiry_title(each),
            sent=_(
                "Sendt af %(name)s %(moment)s",
                name=name_of(people, each.sent_by),
                moment=moment_label(each.sent_at),
            ),
            text=each.text,
            standing=_standing(each),
            answer=each.answer or "",
            documents=handed_in_with(each, documents),
            letter_id=letters.get(each.id),
        )
        for each in found
    ]


def proposal_views(session: Session, case: ApprovalCase) -> list[TermsView]:
    """Give what was proposed and sent back, and what waits to be decided, the latest first."""
    found = [each for each in proposals_of(session, case.id) if each.state != ProposalState.DECIDED]
    people = users_by_number(session, {each.proposed_by for each in found if each.proposed_by})
    return [proposal_view(each, name_of(people, each.proposed_by)) for each in found]


def proposal_view(proposal: Proposal, name: str) -> TermsView:
    """Make a proposal ready to read."""
    made = _("Foreslået af %(name)s %(moment)s", name=name, moment=moment_label(proposal.proposed_at))
    return _terms_view(
        DecisionKind(proposal.kind), from_document(proposal.terms), made, note=proposal.note or ""
    )


def decision_view(session: Session, case: ApprovalCase) -> TermsView | None:
    """Give the decision that a case ended with, if it has ended with one."""
    decision = find_decision_of(session, case.id)
    if decision is None:
        return None
    numbers = {each for each in (decision.proposed_by, decision.decided_by) if each}
    people = users_by_number(session, numbers)
    made = _(
        "Foreslået af %(first)s og afgjort af %(second)s %(moment)s",
        first=name_of(people, decision.proposed_by),
        second=name_of(people, decision.decided_by),
        moment=moment_label(decision.decided_at),
    )
    return _terms_view(
        DecisionKind(decision.kind),
        from_document(decision.terms),
        made,
        letter_id=made_letters(session, case.id).of_decision.get(decision.id),
        appeal=appeals_of(session, [decision.id]).get(decision.id),
    )


def note_views(session: Session, case: ApprovalCase) -> list[tuple[str, str]]:
    """Give the notes of a case, each with who wrote it and when."""
    found = notes_of(session, case.id)
    people = users_by_number(session, {each.written_by for each in found if each.written_by})
    return [
        (each.text, f"{name_of(people, each.written_by)}, {moment_label(each.written_at)}") for each in found
    ]


def _standing(inquiry: Inquiry) -> str:
    if inquiry.answered_at is not None:
        return _("Besvaret %(moment)s", moment=moment_label(inquiry.answered_at))
    day = day_label(inquiry.due_on)
    if inquiry.ended_at is not None:
        return _("Ikke besvaret inden fristen %(day)s", day=day)
    return _("Frist for svar: %(day)s", day=day)


def _terms_view(
    kind: DecisionKind,
    terms: Terms,
    made: str,
    *,
    note: str = "",
    letter_id: int | None = None,
    appeal: Appeal | None = None,
) -> TermsView:
    return TermsView(
        kind=decision_kind_label(kind),
        made=made,
        facts=terms.facts,
        ground=terms.ground,
        lines=tuple(terms_lines(kind, terms)),
        conditions=tuple(condition_line(each) for each in terms.conditions),
        note=note,
        letter_id=letter_id,
        appeal=appeal_state_label(appeal.state) if appeal else "",
        may_note_appeal=appeal is None or appeal.state == AppealState.RECEIVED,
    )
