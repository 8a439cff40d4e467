"""Cases of approval in every state, made by the real commands, so that both sides can be tried."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.cases.facts import NOT_ASKED, case_facts, standards_of
from portal.cases.letters import decision_letter, inquiry_letter, receipt
from portal.config import Settings
from providers.approval.cases import applying, conditions, deciding, examining
from providers.approval.cases.applying import Scope
from providers.approval.cases.checks import find
from providers.approval.cases.codes import (
    CaseKind,
    DecisionKind,
    LetterKind,
    Outcome,
)
from providers.approval.cases.letters import write
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.moving import Act, assign, of_person
from providers.approval.cases.queries import current_checks, inquiries_of
from providers.approval.cases.terms import Condition, Terms
from providers.approval.standard_files import get_version, standards_on
from providers.approval.standard_set import CheckKind
from providers.audit.models import OPERATOR
from providers.clock import danish_day
from providers.organisations.models import Organisation, OrganisationKind
from providers.people.models import AuthorityRole, User, UserKind
from providers.working_days import add_working_days, working_day_on_or_after

EMPLOYEES = 4
DAYS_TO_DECIDE = 30
ANSWER = "Det har vi en skriftlig aftale om. Alle medarbejdere kender den, og vi ser den igennem hvert år."
QUESTION = "Vi kan ikke se, hvornår jeres forsikring udløber. Skriv datoen, og send policen."
FACTS = "I har søgt og svaret på alle spørgsmål. Vi har set jeres dokumenter igennem."
GROUND = "Alle standarder er opfyldt. Aktøren kan forklare, hvordan den hjælper, og hvad det koster."
LACKS_INSURANCE = (
    "Aktøren kan forklare, hvordan den hjælper, og hvad det koster. Forsikringen er udløbet, men en ny "
    "begynder om to uger. Derfor er godkendelsen givet med et vilkår."
)
INSURED = "Vi har tegnet en ny forsikring, som gælder fra den første i måneden. Spørg os gerne om policen."
MISSING = "Forsikringen er udløbet, og I har ikke sendt en ny."
UNFORGOTTEN = (
    "A-kassen gemmer oplysninger længere, end den selv skriver. Der er ingen plan for at slette dem."
)


def has_cases(session: Session) -> bool:
    """Say whether any case is there."""
    return bool(session.scalar(select(exists().select_from(ApprovalCase))))


def load_cases(session: Session, settings: Settings, at: datetime) -> int:
    """Make a case in each state, each for an invented adviser of its own, and warn a fund; give how many."""
    wanted = select(Organisation).where(
        Organisation.simulated, Organisation.kind == OrganisationKind.PRIVATE_ADVISER
    )
    actors = list(session.scalars(wanted.order_by(Organisation.slug)))
    people, spotless = _people(session), _spotless(session, actors[2:], at)
    if people is None or spotless is None or len(actors) < len(STORIES) + 1:
        return 0
    # The first two have people who sign in, so theirs are the cases that wait for them.
    others = [each for each in actors[2:] if each is not spotless][3 - len(STORIES) :]
    chosen = [*actors[:2], spotless, *others]
    for actor, tell in zip(chosen, STORIES, strict=True):
        tell(_Desk(session, settings, actor, *people, at))
    fund = session.scalars(
        select(Organisation)
        .where(Organisation.simulated, Organisation.kind == OrganisationKind.UNEMPLOYMENT_FUND)
        .order_by(Organisation.slug)
        .limit(1)
    ).one_or_none()
    if fund is not None:
        _warned(_Desk(session, settings, fund, *people, at))
    return len(STORIES) + (fund is not None)


def _spotless(session: Session, actors: Iterable[Organisation], at: datetime) -> Organisation | None:
    """Find an actor that meets whatever the portal checks by itself, so that it can simply be approved."""
    standards = standards_on(danish_day(at))
    for actor in actors:
        facts = case_facts(session, actor.id, NOT_ASKED, at)
        found = [find(each.check, facts, standards.limits) for each in standards.standards if each.check]
        if all(each.outcome is not Outcome.NOT_MET for each in found):
            return actor
    return None


@dataclass(frozen=True, slots=True)
class _Desk:
    """One actor's case on its way, with the people who move it."""

    session: Session
    settings: Settings
    actor: Organisation
    caseworker: User
    lead: User
    at: datetime

    def applicant(self, days_ago: int) -> Act:
        return Act(None, OPERATOR, self._then(days_ago))

    def worker(self, days_ago: int) -> Act:
        return of_person(self.caseworker.id, self._then(days_ago))

    def decider(self, days_ago: int) -> Act:
        return of_person(self.lead.id, self._then(days_ago))

    def draft(self, days_ago: int) -> ApprovalCase:
        return applying.start(
            self.session,
            self.actor,
            CaseKind.RENEWAL,
            standards_on(danish_day(self._then(days_ago))),
            scope=Scope(EMPLOYEES, None, None),
            act=self.applicant(days_ago),
        )

    def sent(self, days_ago: int) -> ApprovalCase:
        case = self.draft(days_ago + 5)
        for standard in standards_of(case):
            if standard.kind is CheckKind.JUDGEMENT:
                applying.answer(self.session, case, standard.id, ANSWER, self.applicant(days_ago + 1))
        act = self.applicant(days_ago)
        applying.send(
            self.session,
            case,
            get_version(case.standards_version),
            gaps=[],
            decide_by=add_working_days(danish_day(act.at), DAYS_TO_DECIDE),
            act=act,
        )
        self._run_checks(case, act)
        content = receipt(self.settings, case, self.actor, act.at)
        write(self.session, case, LetterKind.RECEIPT, content, at=act.at)
        return case

    def taken(self, days_ago: int) -> ApprovalCase:
        case = self.sent(days_ago)
        assign(self.session, case, self.caseworker.id, act=self.worker(days_ago - 1))
        return case

    def judged(
        self, case: ApprovalCase, days_ago: int, *, missing: str | None = None, why: str = MISSING
    ) -> ApprovalCase:
        """Judge every standard as met, one of them perhaps not."""
        act, held = self.worker(days_ago), current_checks(self.session, case.id)
        for standard in standards_of(case):
            check = held.get(standard.id)
            if standard.id == missing:
                examining.judge(self.session, case, standard, Outcome.NOT_MET, why, act=act)
            elif check is None or check.outcome == Outcome.TO_CONFIRM:
                examining.judge(self.session, case, standard, Outcome.MET, "", act=act)
        return case

    def asked(self, case: ApprovalCase, days_ago: int) -> None:
        act = self.worker(days_ago)
        inquiry = examining.ask(self.session, case, QUESTION, due_on=self._due(act), act=act)
        content = inquiry_letter(self.settings, case, self.actor, inquiry, act.at)
        write(self.session, case, LetterKind.INFORMATION, content, at=act.at, inquiry=inquiry)

    def heard(self, case: ApprovalCase, about: DecisionKind, days_ago: int, text: str = MISSING) -> None:
        act = self.worker(days_ago)
        inquiry = examining.hear(self.session, case, about, text, due_on=self._due(act), act=act)
        content = inquiry_letter(self.settings, case, self.actor, inquiry, act.at)
        write(self.session, case, LetterKind.HEARING, content, at=act.at, inquiry=inquiry)

    def answered(self, case: ApprovalCase, days_ago: int) -> None:
        text = "Vi har tegnet en ny forsikring. Den begynder om to uger."
        applying.answer_inquiry(self.session, case, text, act=self.applicant(days_ago))

    def proposed(self, case: ApprovalCase, kind: DecisionKind, days_ago: int, terms: Terms) -> None:
        deciding.propose(
            self.session,
            case,
            kind,
            terms,
            standards=get_version(case.standards_version),
            applying=standards_of(case),
            act=self.worker(days_ago),
        )

    def decided(self, case: ApprovalCase, days_ago: int) -> None:
        act = self.decider(days_ago)
        decision = deciding.decide(
            self.session,
            case,
            standards=get_version(case.standards_version),
            applying=standards_of(case),
            act=act,
        )
        content = decision_letter(
            self.settings,
            case,
            self.actor,
            decision,
            checks=current_checks(self.session, case.id),
            inquiries=inquiries_of(self.session, case.id),
            at=act.at,
        )
        write(self.session, case, LetterKind.DECISION, content, at=act.at, decision=decision)

    def review(self, days_ago: int, ground: str) -> ApprovalCase:
        act = self.worker(days_ago)
        case = examining.open_review(
            self.session,
            self.actor,
            standards_on(danish_day(act.at)),
            employees=EMPLOYEES,
            ground=ground,
            act=act,
        )
        assign(self.session, case, self.caseworker.id, act=act)
        self._run_checks(case, act)
        return case

    def day(self, days_ago: int) -> date:
        return danish_day(self._then(days_ago))

    def _run_checks(self, case: ApprovalCase, act: Act) -> None:
        facts = case_facts(self.session, self.actor.id, NOT_ASKED, act.at)
        limits = get_version(case.standards_version).limits
        examining.run_checks(self.session, case, standards_of(case), facts, limits, act=act)

    def _then(self, days_ago: int) -> datetime:
        return self.at - timedelta(days=days_ago)

    def _due(self, act: Act) -> date:
        return working_day_on_or_after(danish_day(act.at) + timedelta(days=examining.HEARING_DAYS))


def _people(session: Session) -> tuple[User, User] | None:
    """Find the invented caseworker and lead."""
    wanted = select(User).where(User.simulated, User.kind == UserKind.AUTHORITY).order_by(User.id)
    by_role = {user.authority_role: user for user in session.scalars(wanted)}
    worker, lead = by_role.get(AuthorityRole.CASEWORKER), by_role.get(AuthorityRole.LEAD)
    return None if worker is None or lead is None else (worker, lead)


def _terms(first: date, last: date | None, *conditions: Condition, ground: str = GROUND) -> Terms:
    return Terms(FACTS, ground, first, last, None, None, conditions)


def _hearing(desk: _Desk) -> None:
    case = desk.judged(desk.taken(20), 12, missing="insurance")
    desk.heard(case, DecisionKind.APPROVE_WITH_CONDITIONS, 4)


def _information(desk: _Desk) -> None:
    desk.asked(desk.taken(12), 6)


def _draft(desk: _Desk) -> None:
    desk.draft(3)


def _received(desk: _Desk) -> None:
    desk.sent(1)


def _examined(desk: _Desk) -> None:
    desk.taken(25)


def _proposed(desk: _Desk) -> None:
    case = desk.judged(desk.taken(30), 8)
    desk.proposed(case, DecisionKind.APPROVE, 2, _terms(desk.day(-7), desk.day(-372)))


def _with_conditions(desk: _Desk) -> None:
    case = desk.judged(desk.taken(70), 60, missing="insurance")
    desk.heard(case, DecisionKind.APPROVE_WITH_CONDITIONS, 55)
    desk.answered(case, 50)
    condition = Condition("Send bevis for den nye forsikring.", desk.day(-30))
    terms = _terms(desk.day(40), desk.day(-320), condition, ground=LACKS_INSURANCE)
    desk.proposed(case, DecisionKind.APPROVE_WITH_CONDITIONS, 44, terms)
    desk.decided(case, 40)
    conditions.answer(desk.session, case, 1, INSURED, act=desk.applicant(2))


def _rejected(desk: _Desk) -> None:
    case = desk.judged(desk.taken(60), 50, missing="insurance")
    desk.heard(case, DecisionKind.REJECT, 45)
    desk.answered(case, 40)
    desk.proposed(case, DecisionKind.REJECT, 32, _terms(desk.day(30), None, ground=MISSING))
    desk.decided(case, 30)


def _withdrawn(desk: _Desk) -> None:
    applying.withdraw(desk.session, desk.sent(15), act=desk.applicant(9))


def _suspended(desk: _Desk) -> None:
    case = desk.review(50, MISSING)
    desk.heard(case, DecisionKind.SUSPEND, 45)
    desk.answered(case, 40)
    desk.proposed(case, DecisionKind.SUSPEND, 22, _terms(desk.day(20), desk.day(-25), ground=MISSING))
    desk.decided(case, 20)


def _revoked(desk: _Desk) -> None:
    case = desk.review(60, MISSING)
    desk.heard(case, DecisionKind.REVOKE, 50)
    desk.answered(case, 45)
    desk.proposed(case, DecisionKind.REVOKE, 16, _terms(desk.day(14), None, ground=MISSING))
    desk.decided(case, 14)


def _warned(desk: _Desk) -> None:
    case = desk.judged(desk.review(50, UNFORGOTTEN), 45, missing="privacy", why=UNFORGOTTEN)
    desk.heard(case, DecisionKind.WARN, 42, UNFORGOTTEN)
    applying.answer_inquiry(desk.session, case, "Vi er ved at lave en plan.", act=desk.applicant(35))
    desk.proposed(case, DecisionKind.WARN, 22, _terms(desk.day(20), None, ground=UNFORGOTTEN))
    desk.decided(case, 20)


STORIES: tuple[Callable[[_Desk], None], ...] = (
    _hearing,
    _information,
    _proposed,
    _draft,
    _received,
    _examined,
    _with_conditions,
    _rejected,
    _withdrawn,
    _suspended,
    _revoked,
)
