"""Warnings name the standards that were not met, stay as history, and tell of complaints."""

from sqlalchemy.orm import Session

from matching.loading import load_catalogue
from providers.approval.cases import appeals
from providers.approval.cases.codes import AppealState, Outcome
from providers.approval.cases.warnings import warnings_of
from tests.factories.cases import STANDARDS, TODAY, CaseMaker
from tests.factories.organisations import make_fund, make_listing


def fund_maker(session: Session) -> CaseMaker:
    return CaseMaker(session, organisation=make_fund(session))


def test_warning_tells_its_day_its_ground_and_the_standards_that_were_not_met(session: Session) -> None:
    maker = fund_maker(session)
    decision = maker.warned("privacy", "data_protection", ground="I sletter ikke i tide.")
    (warned,) = warnings_of(session, [maker.organisation.id])
    assert (warned.decision_id, warned.warned_on) == (decision.id, TODAY)
    assert warned.ground == "I sletter ikke i tide."
    # In the order of the version, whatever order they were judged in.
    assert warned.standards == ("data_protection", "privacy")
    assert warned.standards_version == STANDARDS.version


def test_standard_that_was_judged_again_counts_as_it_was_judged_last(session: Session) -> None:
    maker = fund_maker(session)
    case = maker.checked(maker.review())
    for outcome in (Outcome.NOT_MET, Outcome.MET):
        maker.judge(case, "privacy", outcome)
    maker.judge(case, "method", Outcome.NOT_MET)
    maker.warn(case, "Metoden er ikke beskrevet.")
    assert warnings_of(session)[0].standards == ("method",)


def test_earlier_warnings_stay_and_the_latest_comes_first(session: Session) -> None:
    maker = fund_maker(session)
    maker.warned("privacy", ground="Første gang.")
    maker.warned("method", ground="Anden gang.")
    other = CaseMaker(session, 2, organisation=make_fund(session, 91))
    other.warned("method", ground="En anden.")
    assert [each.ground for each in warnings_of(session, [maker.organisation.id])] == [
        "Anden gang.",
        "Første gang.",
    ]
    assert len(warnings_of(session)) == 3


def test_other_decisions_are_no_warnings(session: Session) -> None:
    maker = CaseMaker(session)
    maker.approved()
    assert warnings_of(session) == []


def test_complaint_about_a_warning_is_told_with_its_answer(session: Session) -> None:
    maker = fund_maker(session)
    decision = maker.warned("privacy")
    appeal = appeals.receive(session, decision, "Vi er uenige.", received_on=TODAY, act=maker.by_caseworker)
    assert warnings_of(session)[0].appeal is AppealState.RECEIVED
    appeals.answer(
        session, appeal, AppealState.UPHELD, "Den står.", answered_on=TODAY, act=maker.by_caseworker
    )
    (warned,) = warnings_of(session)
    assert (warned.appeal, warned.appeal_answered_on) == (AppealState.UPHELD, TODAY)


def test_every_listing_of_a_warned_actor_carries_the_warning(session: Session) -> None:
    maker = fund_maker(session)
    for number in (1, 2):
        make_listing(session, maker.organisation, number)
    other = make_listing(session, make_fund(session, 91))
    maker.warned("privacy")
    listings = load_catalogue(session, 1, TODAY).by_slug
    assert listings[other.slug].approval.warnings == ()
    warned = [each for slug, each in listings.items() if slug != other.slug]
    assert [len(each.approval.warnings) for each in warned] == [1, 1]
