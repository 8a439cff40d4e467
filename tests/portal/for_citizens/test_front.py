"""The front page never counts invented actors in silence."""

from matching.catalogue import make_catalogue
from portal.for_citizens.front import KindCount, count_kinds
from providers.organisations.models import OrganisationKind
from tests.matching.listings import DAY, public_listing

FUND, OTHER = OrganisationKind.UNEMPLOYMENT_FUND, OrganisationKind.OTHER


def test_counts_say_how_many_are_invented_and_leave_out_kinds_without_any() -> None:
    held = make_catalogue(
        1,
        DAY,
        [
            public_listing("a", kind=FUND, simulated=False),
            public_listing("b", kind=FUND),
            public_listing("c", kind=OTHER, simulated=False),
        ],
    )
    assert count_kinds(held) == (KindCount("unemployment_fund", 2, 1), KindCount("other", 1, 0))


def test_empty_catalogue_has_no_counts() -> None:
    assert count_kinds(make_catalogue(1, DAY, [])) == ()
