"""What invented actors offer is varied, priced and possible."""

from collections import Counter
from datetime import timedelta

from portal.demonstration.offers import SOLD_TO_CITIZENS, availability, fitting
from portal.demonstration.register_file import SEED
from portal.demonstration.stock import offers, themes
from providers.clock import danish_day
from providers.listings.content import MeetingFormat, Payer, PriceUnit
from providers.reference import queries
from tests.portal.demonstration.made import ON, listings

ALL_PRICES = [
    (support.kind, support.price)
    for listing in listings()
    if listing.organisation.startswith("cvr:")
    for support in listing.content.support
]


def test_most_prices_are_stated_and_paid_by_the_municipality() -> None:
    payers = Counter(price.paid_by for _, price in ALL_PRICES if price)

    assert 0.6 < sum(payers.values()) / len(ALL_PRICES) < 0.95
    assert payers[Payer.MUNICIPALITY] > 20 * payers[Payer.CITIZEN] > 0


def test_citizens_pay_only_for_what_is_sold_to_them() -> None:
    assert {
        kind for kind, price in ALL_PRICES if price and price.paid_by is Payer.CITIZEN
    } <= SOLD_TO_CITIZENS


def test_prices_are_whole_fifties_of_kroner_in_several_units() -> None:
    stated = [price for _, price in ALL_PRICES if price]

    assert all(price.amount_ore % 5_000 == 0 for price in stated)
    assert {price.unit for price in stated} == set(PriceUnit)


def test_availability_is_stated_before_the_day_and_within_reason() -> None:
    stated = [listing.availability for listing in listings() if listing.availability]

    assert all(danish_day(available.confirmed_at) < ON for available in stated)
    assert {available.places for available in stated} >= {None, 0, 40}
    assert max(available.waiting_days or 0 for available in stated) <= 60
    assert any(available.waiting_days is None for available in stated)


def test_most_availability_was_confirmed_within_sixty_days_and_some_of_it_earlier() -> None:
    ages = [
        (ON - danish_day(listing.availability.confirmed_at)).days
        for listing in listings()
        if listing.availability
    ]

    assert 0.8 < sum(age <= 60 for age in ages) / len(ages) < 1


def test_who_has_no_place_cannot_start_at_once() -> None:
    for listing in listings():
        available = listing.availability
        if available and available.places == 0 and available.waiting_days is not None:
            assert available.waiting_days >= 14


def test_availability_moves_with_the_day() -> None:
    today, tomorrow = (
        availability(SEED, "demo-a-kassen-polarstjernen", ON + timedelta(days=days)) for days in (0, 1)
    )

    assert today is not None
    assert tomorrow is not None
    assert today["places"] == tomorrow["places"]
    assert today["confirmed_at"] < tomorrow["confirmed_at"]


def test_group_that_no_kind_of_support_serves_is_left_out() -> None:
    groups, kinds = fitting({"dagpenge", "sho"}, {"cv_jobsoegning", "fleksjobformidling"}, ON)

    assert groups == ("dagpenge",)
    assert kinds == ("cv_jobsoegning",)


def test_everyone_who_states_languages_speaks_danish() -> None:
    spoken = [listing.content.languages for listing in listings() if listing.content.languages]

    assert all("da" in languages for languages in spoken)
    assert {"en", "ar", "uk", "pl", "so", "fa", "ti", "tr"} <= {code for codes in spoken for code in codes}


def test_fields_of_work_and_special_needs_are_stated_by_many_and_not_by_all() -> None:
    own_words = [listing for listing in listings() if listing.claimed_on]
    for stated in ("fields", "accommodations"):
        share = sum(bool(getattr(each.content, stated)) for each in own_words) / len(own_words)
        assert 0.6 < share < 0.95
    unclaimed = [listing.content for listing in listings() if not listing.claimed_on]
    assert {(each.fields, each.accommodations) for each in unclaimed} == {((), ())}


def test_every_field_of_work_and_special_need_is_offered_by_somebody() -> None:
    contents = [listing.content for listing in listings()]
    known = {field.id for field in queries.fields_of_work(ON)}
    assert {code for each in contents for code in each.fields} == known
    assert set(offers()["accommodations"]) == {need.id for need in queries.accommodations(ON)}
    assert {code for each in contents for code in each.accommodations} == set(offers()["accommodations"])


def test_the_stock_names_themes_and_codes_that_exist() -> None:
    ids = {theme.id for theme in themes()}
    for part, known in (
        ("fields_of_work", {field.id for field in queries.fields_of_work(ON)}),
        ("accommodations_of", {need.id for need in queries.accommodations(ON)}),
    ):
        assert set(offers()[part]) <= ids
        assert {code for codes in offers()[part].values() for code in codes} <= known


def test_whoever_only_meets_from_afar_offers_nothing_that_takes_a_place() -> None:
    takes_a_place = {need for need, (_, place) in offers()["accommodations"].items() if place}
    for listing in listings():
        if listing.content.formats and MeetingFormat.IN_PERSON not in listing.content.formats:
            assert takes_a_place.isdisjoint(listing.content.accommodations)
