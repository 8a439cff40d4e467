"""A listing says who wrote it, who approved it and what nobody has confirmed."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from matching.public_listing import ApprovalFacts, CatalogueListing
from portal.for_citizens.presenting import ListingView, present
from providers.approval.models import ApprovalBasis
from providers.organisations.models import OrganisationKind
from tests.matching.listings import DAY, public_listing

LAW = ApprovalFacts(
    ApprovalBasis.STATUTORY, "Kommunen varetager opgaven efter loven.", date(2026, 2, 1), None
)


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> object:
    with app.test_request_context("/"):
        yield


def shown(listing: CatalogueListing) -> ListingView:
    return present(listing, "da", DAY)


def municipality() -> CatalogueListing:
    listing = public_listing(
        "jobcenter", "Aarhus Kommune", kind=OrganisationKind.MUNICIPALITY, simulated=False
    )
    organisation = replace(listing.organisation, key="municipality:751")
    return replace(listing, organisation=organisation, approval=LAW, claimed_on=None)


def test_real_listing_that_nobody_took_over_is_unconfirmed() -> None:
    view = shown(municipality())
    assert (view.claimed, view.unconfirmed) == (False, True)
    assert view.source == "Fra det offentlige register, 2. november 2026"


def test_listing_that_its_actor_wrote_from_the_first_day_says_so() -> None:
    own = replace(
        public_listing("a", simulated=False), registered_on=date(2026, 11, 2), claimed_on=date(2026, 11, 2)
    )
    assert shown(own).source == "Aktøren har selv skrevet sin side, 2. november 2026."
    later = replace(own, claimed_on=date(2026, 11, 9))
    assert shown(later).source == "Aktøren passer selv sin side. Overtaget 9. november 2026."


def test_claimed_and_invented_listings_are_not_said_to_stem_from_public_sources() -> None:
    claimed = public_listing("a", simulated=False)
    invented = replace(public_listing("b"), claimed_on=None)
    assert not shown(claimed).unconfirmed
    assert not shown(invented).unconfirmed


def test_task_by_law_has_neither_a_date_nor_a_second_ground() -> None:
    view = shown(municipality())
    assert view.approval == "Kommunen varetager opgaven efter loven"
    assert (view.approval_ground, view.approval_from, view.approval_to) == ("", "", "")


def test_decision_has_its_ground_and_its_dates() -> None:
    view = shown(public_listing("a"))
    assert view.approval_ground == "Opfylder standarderne."
    assert (view.approval_from, view.approval_to) == ("1. januar 2026", "31. december 2028")


def test_number_follows_the_name_in_lower_case_and_stands_alone_with_a_capital() -> None:
    listing = municipality()
    assert shown(listing).actor_line == "Kommunekode 751"
    center = replace(listing, content=replace(listing.content, name="Jobcenter Aarhus"))
    assert shown(center).actor_line == "Aarhus Kommune, kommunekode 751"


def test_fields_of_work_and_special_needs_stand_in_words_in_the_order_of_their_lists() -> None:
    listing = public_listing("a", fields=("byggeri", "handel"), accommodations=("tolk", "trinfri"))
    view = shown(listing)
    assert view.fields == ("Byggeri og anlæg", "Butik og handel")
    assert [name for name, _ in view.accommodations] == ["Adgang uden trin", "Tolk til andre sprog"]
    assert view.accommodations[0][1].endswith("barnevogn.")
    assert present(listing, "en", DAY).fields == ("Building and construction", "Shops and trade")


def test_a_code_that_is_on_no_list_today_is_not_shown() -> None:
    view = shown(public_listing("a", fields=("rumfart",), accommodations=("elevator",)))
    assert (view.fields, view.accommodations) == ((), ())
