"""Cases for tests: from a draft to a decision, by the commands that the pages use."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from providers.approval.cases import applying, deciding, examining
from providers.approval.cases.applying import Scope
from providers.approval.cases.checks import CaseFacts, CvrAnswer, CvrFacts, ListingFacts, ResultSignal
from providers.approval.cases.codes import CaseKind, CaseState, DecisionKind, Outcome
from providers.approval.cases.models import ApprovalCase, Decision
from providers.approval.cases.moving import assign, of_person
from providers.approval.cases.terms import Condition, Terms
from providers.approval.standard_files import versions
from providers.approval.standard_set import CheckKind, Standard, Track, applicable
from providers.clock import danish_day
from providers.organisations.models import Organisation
from providers.people.models import AuthorityRole, User
from tests.factories.organisations import make_organisation
from tests.factories.people import AT, make_authority_user, make_member

STANDARDS = versions()[0]
TODAY = danish_day(AT)
SCOPE = Scope(employees=4, municipalities=("615", "751"), target_groups=None)
CVR = CvrFacts(CvrAnswer.FOUND, "NORMAL", is_active=True, is_solvent=True)
LISTING = ListingFacts(
    name="Vejen Videre",
    languages=2,
    kinds=2,
    kinds_with_price=2,
    has_area=True,
    target_groups=2,
    has_waiting_time=True,
    confirmed_on=TODAY,
)
FACTS = CaseFacts(cvr=CVR, listings=(LISTING,), result=None, on=TODAY)
CLEARLY_BELOW = ResultSignal(release=3, grade="clearly_below", is_clearly_below=True)


def make_terms(**changes: Any) -> Terms:
    """Describe an approval for a year of everything that was applied for."""
    terms = Terms(
        facts="Ansøgningen er komplet.",
        ground="Alle standarder er opfyldt.",
        first_on=TODAY,
        last_on=TODAY + timedelta(days=365),
        municipalities=("615", "751"),
        target_groups=None,
    )
    return replace(terms, **changes)


CONDITION = Condition("Send en ny forsikring.", date(2027, 3, 1))


class CaseMaker:
    """One organisation, its owner, and the authority's people, ready to take a case as far as wanted."""

    def __init__(
        self, session: Session, number: int = 1, *, organisation: Organisation | None = None
    ) -> None:
        self.session = session
        self.organisation = organisation or make_organisation(session, number, approved=False)
        self.owner: User = make_member(session, self.organisation, number=number)
        self.caseworker = make_authority_user(session, AuthorityRole.CASEWORKER, 10 * number + 1)
        self.lead = make_authority_user(session, AuthorityRole.LEAD, 10 * number + 2)
        self.by_owner, self.by_caseworker, self.by_lead = (
            of_person(user.id, AT) for user in (self.owner, self.caseworker, self.lead)
        )

    def draft(self, kind: CaseKind = CaseKind.FIRST, scope: Scope = SCOPE) -> ApprovalCase:
        """Begin an application."""
        return applying.start(
            self.session, self.organisation, kind, STANDARDS, scope=scope, act=self.by_owner
        )

    def sent(self, kind: CaseKind = CaseKind.FIRST) -> ApprovalCase:
        """Send a complete application."""
        case = self.draft(kind)
        for standard in standards_of(case):
            if standard.kind is CheckKind.JUDGEMENT:
                applying.answer(self.session, case, standard.id, "Sådan gør vi.", self.by_owner)
        applying.send(
            self.session, case, STANDARDS, gaps=[], decide_by=TODAY + timedelta(days=42), act=self.by_owner
        )
        return case

    def examined(self, kind: CaseKind = CaseKind.FIRST) -> ApprovalCase:
        """Have a caseworker take the case."""
        case = self.sent(kind)
        assign(self.session, case, self.caseworker.id, act=self.by_caseworker)
        return case

    def review(self) -> ApprovalCase:
        """Open a review."""
        return examining.open_review(
            self.session,
            self.organisation,
            STANDARDS,
            employees=4,
            ground="Resultatet er klart under det forventede.",
            act=self.by_caseworker,
        )

    def checked(self, case: ApprovalCase, facts: CaseFacts = FACTS) -> ApprovalCase:
        """Carry out all checks, each met as far as a caseworker can say."""
        applying_ = standards_of(case)
        examining.run_checks(self.session, case, applying_, facts, STANDARDS.limits, act=self.by_caseworker)
        for standard in applying_:
            if standard.kind is CheckKind.JUDGEMENT:
                examining.judge(self.session, case, standard, Outcome.MET, "", act=self.by_caseworker)
        return case

    def heard(self, case: ApprovalCase, about: DecisionKind) -> ApprovalCase:
        """Hear the party, who answers."""
        examining.hear(
            self.session,
            case,
            about,
            "Vi overvejer dette.",
            due_on=TODAY + timedelta(days=14),
            act=self.by_caseworker,
        )
        applying.answer_inquiry(self.session, case, "Vi er uenige.", act=self.by_owner)
        return case

    def proposed(
        self, case: ApprovalCase, kind: DecisionKind = DecisionKind.APPROVE, terms: Terms | None = None
    ) -> ApprovalCase:
        """Propose a decision."""
        deciding.propose(
            self.session,
            case,
            kind,
            terms or make_terms(),
            standards=STANDARDS,
            applying=standards_of(case),
            act=self.by_caseworker,
        )
        return case

    def decide(self, case: ApprovalCase) -> Decision:
        """Let the lead decide what was proposed."""
        return deciding.decide(
            self.session, case, standards=STANDARDS, applying=standards_of(case), act=self.by_lead
        )

    def approved_with(self, *conditions: Condition) -> Decision:
        """Take an application all the way to an approval with conditions."""
        kind = DecisionKind.APPROVE_WITH_CONDITIONS
        case = self.heard(self.checked(self.examined()), kind)
        return self.decide(self.proposed(case, kind, make_terms(conditions=conditions)))

    def warned(self, *not_met: str, ground: str = "Kravene er ikke opfyldt.") -> Decision:
        """Warn a public actor about standards that it does not meet."""
        case = self.checked(self.review())
        for standard_id in not_met:
            self.judge(case, standard_id, Outcome.NOT_MET)
        return self.warn(case, ground)

    def judge(self, case: ApprovalCase, standard_id: str, outcome: Outcome) -> None:
        """Judge one standard."""
        standard = STANDARDS.get(standard_id)
        examining.judge(self.session, case, standard, outcome, "Se sagen.", act=self.by_caseworker)

    def warn(self, case: ApprovalCase, ground: str) -> Decision:
        """End a review with a warning."""
        self.heard(case, DecisionKind.WARN)
        terms = make_terms(ground=ground, last_on=None)
        return self.decide(self.proposed(case, DecisionKind.WARN, terms))

    def approved(self) -> Decision:
        """Take an application all the way to an approval."""
        return self.decide(self.proposed(self.checked(self.examined())))


def standards_of(case: ApprovalCase) -> tuple[Standard, ...]:
    """List the standards that apply to a case."""
    return applicable(STANDARDS, Track(case.track))


def state(case: ApprovalCase) -> CaseState:
    """Say where a case stands."""
    return CaseState(case.state)
