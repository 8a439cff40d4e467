"""Put what an applicant says beside the standards, and what was found about each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.cases.facts import standards_of
from portal.cases.handed_in import HandedIn, handed_in
from portal.cases.words import evidence_sentence, outcome_label
from portal.for_authority.case_words import name_of
from portal.labels import moment_label
from portal.locale import current_language
from portal.locale import gettext as _
from providers.approval.cases.codes import Outcome
from providers.approval.cases.models import ApprovalCase, CaseAnswer, CaseCheck
from providers.approval.cases.queries import answers_of, checks_of, documents_of
from providers.approval.standard_set import Standard
from providers.people.models import User
from providers.people.queries import users_by_number


@dataclass(frozen=True, slots=True)
class CheckView:
    """What was found about a standard once: the finding, what it rests on, when and by whom."""

    outcome: str
    label: str
    evidence: str
    note: str
    made: str
    is_judgement: bool


@dataclass(frozen=True, slots=True)
class StandardView:
    """A standard with the applicant's answer, the documents, the check that counts, and the earlier ones."""

    id: str
    name: str
    question: str
    evidence: str
    answer: str
    documents: tuple[HandedIn, ...]
    current: CheckView | None
    earlier: tuple[CheckView, ...]
    may_judge: bool


def standard_views(session: Session, case: ApprovalCase) -> list[StandardView]:
    """Give the standards that apply to a case, in their order."""
    checks, answers = checks_of(session, case.id), answers_of(session, case.id)
    documents = documents_of(session, case.id)
    people = users_by_number(session, {each.checked_by for each in checks if each.checked_by})
    return [
        _view(
            standard,
            answers.get(standard.id),
            handed_in(documents, standard.id),
            [each for each in checks if each.standard_id == standard.id],
            people,
        )
        for standard in standards_of(case)
    ]


def check_view(check: CaseCheck, people: Mapping[int, User]) -> CheckView:
    """Make a check ready to read."""
    return CheckView(
        outcome=check.outcome,
        label=outcome_label(check.outcome),
        evidence=evidence_sentence(check.evidence) if check.evidence else "",
        note=check.note or "",
        made=_made(check, people),
        is_judgement=check.evidence is None,
    )


def _view(
    standard: Standard,
    answer: CaseAnswer | None,
    documents: tuple[HandedIn, ...],
    checks: Sequence[CaseCheck],
    people: Mapping[int, User],
) -> StandardView:
    language = current_language()
    views = [check_view(each, people) for each in checks]
    current = views[-1] if views else None
    return StandardView(
        id=standard.id,
        name=standard.name.text(language),
        question=standard.question.text(language),
        evidence=standard.evidence.text(language),
        answer=answer.text if answer else "",
        documents=documents,
        current=current,
        earlier=tuple(reversed(views[:-1])),
        may_judge=standard.check is None or current is None or _may_confirm(current),
    )


def _may_confirm(current: CheckView) -> bool:
    """Let a caseworker confirm what the portal could not find out, and change that again."""
    return current.is_judgement or current.outcome == Outcome.TO_CONFIRM


def _made(check: CaseCheck, people: Mapping[int, User]) -> str:
    moment = moment_label(check.checked_at)
    if check.evidence is None:
        return _("Vurderet af %(name)s %(moment)s", name=name_of(people, check.checked_by), moment=moment)
    return _("Kontrolleret af portalen %(moment)s", moment=moment)
