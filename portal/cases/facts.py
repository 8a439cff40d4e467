"""Gather what the automatic checks of a case look at: business register, listings, latest release."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.cases.cvr import CvrRegister
from providers.approval.cases.checks import CaseFacts, CvrAnswer, CvrFacts, ListingFacts, ResultSignal
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.queries import answers_of
from providers.approval.cases.rules import Gap, gaps
from providers.approval.standard_files import get_version
from providers.approval.standard_set import Standard, Track, applicable
from providers.clock import danish_day
from providers.listings.content import ListingContent, from_document
from providers.listings.queries import OwnListing, listings_of
from providers.organisations.models import Organisation
from ratings.measured_results.codes import Grade, Level
from ratings.measured_results.release_queries import find_current
from ratings.summary import HEADLINE, has_grade

NOT_ASKED = CvrFacts(CvrAnswer.NOT_ASKED)


def standards_of(case: ApprovalCase) -> tuple[Standard, ...]:
    """List the standards that apply to a case, of the version that it keeps."""
    return applicable(get_version(case.standards_version), Track(case.track))


def cvr_facts(register: CvrRegister | None, organisation: Organisation) -> CvrFacts:
    """Ask the business register about an organisation; invented ones and public units are not in it.

    Ask before a transaction begins: the answer can take seconds.
    """
    if register is None or organisation.cvr is None or organisation.simulated:
        return NOT_ASKED
    return register.look_up(organisation.cvr)


def case_facts(session: Session, organisation_id: int, cvr: CvrFacts, at: datetime) -> CaseFacts:
    """Gather what the portal itself knows of an organisation, beside what the business register has said."""
    held = [own for own in listings_of(session, [organisation_id]) if own.listing.withdrawn_at is None]
    return CaseFacts(
        cvr=cvr,
        listings=tuple(facts for own in held if (facts := _listing(own)) is not None),
        result=_result(session, organisation_id),
        on=danish_day(at),
    )


def gaps_of(session: Session, case: ApprovalCase) -> list[Gap]:
    """List what an application lacks before it can be sent."""
    answers = answers_of(session, case.id)
    held = [own for own in listings_of(session, [case.organisation_id]) if own.listing.withdrawn_at is None]
    return gaps(
        standards_of(case),
        answers={id_: answer.text for id_, answer in answers.items()},
        untouched=[id_ for id_, answer in answers.items() if answer.reused],
        has_employees=case.employees is not None or case.track == Track.PUBLIC,
        has_scope=case.municipalities != [] and case.target_groups != [],
        has_listing=any(own.published or own.draft for own in held),
    )


def _listing(own: OwnListing) -> ListingFacts | None:
    version = own.published or own.draft
    if version is None:
        return None
    content: ListingContent = from_document(version.content)
    confirmed = [own.listing.claimed_on, danish_day(version.created_at)]
    if own.availability is not None:
        confirmed.append(danish_day(own.availability.confirmed_at))
    return ListingFacts(
        name=content.name,
        languages=len(content.languages),
        kinds=len(content.support),
        kinds_with_price=sum(each.price is not None for each in content.support),
        has_area=content.nationwide or bool(content.municipalities),
        target_groups=len(content.target_groups),
        has_waiting_time=own.availability is not None and own.availability.waiting_days is not None,
        confirmed_on=max(day for day in confirmed if day is not None),
    )


def _result(session: Session, organisation_id: int) -> ResultSignal | None:
    current = find_current(session)
    if current is None:
        return None
    figure = current.find_total((Level.ORGANISATION, organisation_id), HEADLINE)
    grade = figure.grade if figure is not None and has_grade(figure) else None
    return ResultSignal(
        release=current.release.id, grade=grade, is_clearly_below=grade == Grade.CLEARLY_BELOW
    )
