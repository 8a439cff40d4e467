"""The catalogue is read from the database with a few statements, and shows only what is approved today."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from matching.catalogue import Catalogue
from matching.facets import Facet, Filters
from matching.loading import load_catalogue
from matching.public_listing import ConditionFacts
from providers.approval.cases import conditions
from providers.approval.cases.codes import ConditionState
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.terms import Condition
from providers.approval.models import Approval, ApprovalBasis
from providers.listings import commands
from providers.listings.content import ListingContent, MeetingFormat
from providers.listings.models import Listing
from providers.organisations.models import Organisation, OrganisationKind
from providers.reference.queries import municipality_names
from tests.factories.cases import CONDITION, TODAY, CaseMaker
from tests.factories.organisations import make_fund, make_listing
from tests.matching.listings import DAY, NOON, content, course

CVRS = iter(f"0{number:07d}" for number in range(1, 9999))


def an_organisation(session: Session, **facts: Any) -> Organisation:
    cvr = next(CVRS)
    plain = {"kind": OrganisationKind.PRIVATE_ADVISER, "cvr": cvr, "name": "Firma", "simulated": True}
    organisation = Organisation(slug=f"firma-{cvr}", created_at=NOON, **{**plain, **facts})
    session.add(organisation)
    session.flush()
    return organisation


def approve(session: Session, organisation: Organisation, **facts: Any) -> Approval:
    plain = {
        "basis": ApprovalBasis.DECIDED,
        "ground": "Opfylder standarderne.",
        "municipalities": None,
        "target_groups": None,
        "valid_from": DAY - timedelta(days=30),
        "valid_to": DAY + timedelta(days=30),
    }
    approval = Approval(organisation_id=organisation.id, **{**plain, **facts})
    session.add(approval)
    session.flush()
    return approval


def a_listing(session: Session, organisation: Organisation, key: str = "hjaelp") -> Listing:
    return commands.register(
        session,
        organisation,
        key=key,
        slug=f"{organisation.slug}-{key}",
        registered_on=DAY,
        at=NOON,
        claimed_on=None,
    )


def published(
    session: Session, organisation: Organisation, said: ListingContent | None = None, key: str = "hjaelp"
) -> Listing:
    listing = a_listing(session, organisation, key)
    commands.publish(session, listing, said or content(), NOON)
    return listing


def loaded(session: Session, on: date = DAY) -> Catalogue:
    session.flush()
    return load_catalogue(session, 1, on)


@contextmanager
def counted_statements(session: Session) -> Iterator[list[str]]:
    statements: list[str] = []
    connection = session.connection()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)


def test_a_published_listing_is_shown_with_everything_it_says(session: Session) -> None:
    said = content("Vejen frem", support=(course("mentor", 9000),), languages=("da", "en"))
    organisation = an_organisation(session, name="Vejen ApS")
    approve(session, organisation, ground="Godkendt efter standard 1.")
    listing = published(session, organisation, said)
    commands.set_availability(session, listing, places=2, waiting_days=None, at=NOON)
    (shown,) = loaded(session).listings
    assert shown.content == said
    assert (shown.slug, shown.listing_id, shown.version_number) == (listing.slug, listing.id, 1)
    assert (shown.organisation.name, shown.organisation.key) == ("Vejen ApS", organisation.key)
    assert (shown.approval.basis, shown.approval.ground) == ("decided", "Godkendt efter standard 1.")
    assert shown.availability is not None
    assert (shown.availability.places, shown.availability.waiting_days) == (2, None)
    assert (shown.registered_on, shown.claimed_on, shown.published_at) == (DAY, None, NOON)


def test_without_any_statement_of_availability_there_is_none(session: Session) -> None:
    organisation = an_organisation(session)
    approve(session, organisation)
    published(session, organisation)
    assert loaded(session).listings[0].availability is None


def test_drafts_withdrawn_listings_and_unapproved_organisations_are_not_shown(session: Session) -> None:
    approved, unapproved = an_organisation(session), an_organisation(session)
    approve(session, approved)
    commands.save_draft(session, a_listing(session, approved, "kladde"), content(), NOON)
    withdrawn = published(session, approved, key="trukket")
    commands.withdraw(session, withdrawn, NOON)
    hidden = published(session, unapproved)
    catalogue = loaded(session)
    assert catalogue.listings == ()
    assert catalogue.gone == {withdrawn.slug, hidden.slug}


def test_a_new_version_replaces_the_old_one(session: Session) -> None:
    organisation = an_organisation(session)
    approve(session, organisation)
    listing = published(session, organisation, content("Før"))
    commands.publish(session, listing, content("Efter"), NOON)
    catalogue = loaded(session)
    assert [(shown.content.name, shown.version_number) for shown in catalogue.listings] == [("Efter", 2)]
    assert catalogue.gone == frozenset()


@pytest.mark.parametrize(("days", "shown"), [(-1, False), (0, True), (9, True), (10, False)])
def test_an_approval_holds_from_its_first_day_to_its_last(session: Session, days: int, shown: bool) -> None:
    organisation = an_organisation(session)
    approve(session, organisation, valid_from=DAY, valid_to=DAY + timedelta(days=9))
    listing = published(session, organisation)
    catalogue = loaded(session, DAY + timedelta(days=days))
    assert (listing.slug in catalogue.by_slug) is shown
    assert (listing.slug in catalogue.gone) is not shown


def test_coverage_and_target_groups_are_cut_to_the_scope(session: Session) -> None:
    organisation = an_organisation(session)
    approve(session, organisation, municipalities=["751", "791"], target_groups=["dagpenge"])
    said = content(municipalities=("101", "751"), target_groups=("dagpenge", "sygedagpenge"))
    published(session, organisation, said)
    (shown,) = loaded(session).listings
    assert shown.municipalities == {"751"}
    assert shown.target_groups == {"dagpenge"}
    assert shown.content.municipalities == ("101", "751")


@pytest.mark.parametrize("scope", [{"municipalities": ["791"]}, {"target_groups": ["sygedagpenge"]}])
def test_a_listing_of_which_the_scope_leaves_nothing_is_not_public(
    session: Session, scope: dict[str, list[str]]
) -> None:
    organisation = an_organisation(session)
    approve(session, organisation, **scope)
    published(session, organisation)
    assert loaded(session).listings == ()


def test_a_nationwide_listing_covers_the_scope_of_its_approval_and_no_more(session: Session) -> None:
    everywhere, bounded = an_organisation(session), an_organisation(session)
    approve(session, everywhere)
    approve(session, bounded, municipalities=["751"])
    said = content(nationwide=True, municipalities=())
    free, cut = published(session, everywhere, said), published(session, bounded, said)
    catalogue = loaded(session)
    assert (catalogue.by_slug[free.slug].nationwide, catalogue.by_slug[cut.slug].nationwide) == (True, False)
    assert catalogue.by_slug[cut.slug].municipalities == {"751"}
    counts = catalogue.facets.choose(Filters()).counts[Facet.MUNICIPALITY]
    assert counts.keys() == municipality_names(DAY).keys()
    assert (counts["751"], counts["101"]) == (2, 1)


def test_several_approvals_count_together_and_the_one_that_lasts_longest_is_shown(session: Session) -> None:
    organisation = an_organisation(session)
    approve(session, organisation, municipalities=["751"], ground="kort")
    approve(
        session, organisation, municipalities=["101"], ground="lang", valid_to=DAY + timedelta(days=300),
        valid_from=DAY - timedelta(days=1),
    )  # fmt: skip
    approve(session, organisation, ground="udløbet", valid_from=date(2020, 1, 1), valid_to=date(2020, 2, 1))
    published(session, organisation, content(municipalities=("101", "751", "791")))
    (shown,) = loaded(session).listings
    assert shown.municipalities == {"101", "751"}
    assert shown.approval.ground == "lang"


def test_one_approval_without_a_scope_opens_everything(session: Session) -> None:
    organisation = an_organisation(session)
    approve(session, organisation, municipalities=["791"])
    approve(session, organisation, valid_from=DAY)
    published(session, organisation)
    assert loaded(session).listings[0].municipalities == {"751"}


def test_the_number_of_statements_does_not_grow_with_the_listings(session: Session) -> None:
    for number in range(12):
        organisation = an_organisation(session)
        approve(session, organisation)
        published(session, organisation, key=f"hjaelp-{number}")
    session.flush()
    session.expire_all()
    with counted_statements(session) as statements:
        catalogue = load_catalogue(session, 1, DAY)
    assert len(catalogue.listings) == 12
    assert len(statements) == 6


def test_conditions_and_warnings_cost_no_statement_for_each(session: Session) -> None:
    costs = []
    for number in range(1, 4):
        CaseMaker(session, number).approved_with(CONDITION, CONDITION)
        fund = CaseMaker(session, 10 + number, organisation=make_fund(session, 90 + number))
        fund.warned("privacy")
        session.flush()
        session.expire_all()
        with counted_statements(session) as statements:
            load_catalogue(session, 1, TODAY)
        costs.append(len(statements))
    assert costs == [9, 9, 9]


def test_conditions_of_the_day_are_told_with_what_came_of_them(session: Session) -> None:
    maker = CaseMaker(session)
    decision = maker.approved_with(CONDITION, Condition("Send tal.", None))
    make_listing(session, maker.organisation)
    conditions.judge(
        session,
        session.get_one(ApprovalCase, decision.case_id),
        2,
        ConditionState.MET,
        "",
        act=maker.by_caseworker,
    )
    (shown,) = load_catalogue(session, 1, TODAY).listings
    assert shown.approval.standards_version == "2027-01"
    assert shown.approval.conditions == (
        ConditionFacts(CONDITION.text, CONDITION.due_on, None),
        ConditionFacts("Send tal.", None, TODAY),
    )


def test_equal_parts_of_different_listings_are_kept_once(session: Session) -> None:
    organisation = an_organisation(session)
    approve(session, organisation)
    said = content(languages=("da", "en"), support=(course("mentor", 9000),))
    for key in ("a", "b"):
        published(session, organisation, said, key)
    first, second = loaded(session).listings
    assert first.content.languages is second.content.languages
    assert first.content.fields is second.content.fields
    assert first.content.accommodations is second.content.accommodations
    assert first.content.support is second.content.support
    assert first.municipalities is second.municipalities
    assert first.organisation is second.organisation


def test_a_format_and_a_field_of_the_same_name_are_not_mixed_up(session: Session) -> None:
    organisation = an_organisation(session)
    approve(session, organisation)
    said = content(formats=(MeetingFormat.PHONE,), unverified=("phone",))
    published(session, organisation, content(unverified=("phone",)), "a")
    published(session, organisation, said, "b")
    shown = loaded(session).listings
    assert [type(entry) for listing in shown for entry in listing.content.formats] == [MeetingFormat]
