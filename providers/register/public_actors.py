"""Build the register file of Denmark's public actors: its municipal units and its unemployment funds.

Names, coverage, trade areas and who can join come from two tables. Target groups, kinds of support and the
ground of the approval come from the law as it is written in our code lists.
"""

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from providers.alphabet import plain_letters
from providers.approval.models import ApprovalBasis
from providers.listings.content import ListingContent, SupportOffered
from providers.listings.rules import ListingStatus
from providers.organisations.models import OrganisationKind
from providers.reference.queries import kinds_of_support, municipality_names, target_groups
from providers.register.records import ApprovalRecord, Header, ListingRecord, OrganisationRecord
from providers.register.writing import write

DATA = Path(__file__).parent / "data"
FILE = DATA / "public_actors.jsonl"
AS_OF = date(2026, 11, 1)
SOURCE = (
    "Kommunernes enheder for beskæftigelse og de statsanerkendte a-kasser, "
    f"samlet af portalen fra offentlige kilder pr. {AS_OF}"
)

# The duty to have a jobcentre ended on this day; since then the municipality as such has the task.
MUNICIPALITIES_SINCE = date(2026, 2, 1)
MUNICIPALITY_GROUND = "Kommunen varetager opgaven efter loven."
MUNICIPALITY_SUMMARY_DA = (
    "Kommunen hjælper borgere uden job og borgere, der er syge, med samtaler og tilbud, så de kan komme i "
    "arbejde eller uddannelse."
)
MUNICIPALITY_SUMMARY_EN = (
    "The municipality helps people who are out of work or ill with talks and offers, so that they can get "
    "into work or education."
)
# The list of funds in akasser.csv is the one that has stood since this day.
FUNDS_SINCE = date(2025, 1, 1)
FUND_GROUND = "Statsanerkendt a-kasse."
FUND_TARGET_GROUPS = ("dagpenge",)
WHO_CAN_JOIN = {
    "yes": ("Alle kan blive medlem.", "Everybody can join."),
    "no": ("Den er kun for bestemte fag.", "It is only for certain trades."),
}

TALKS = "samtale_kontaktforloeb"
OFFER_OF_THE_LAW = "tilbud"
NAMES_OF_MUNICIPALITIES = {"101": "Københavns Kommune", "400": "Bornholms Regionskommune"}
# What the tables' notes say of a fact that nobody has checked, and of one seen in a weak or an old source.
UNCHECKED = ("unverified", "uncertain", "assumed", "not checked")
SIGNS_OF_DOUBT = (*UNCHECKED, "overview", "older copy", "last seen", "copy from about")
ON_JOINING = "open to"
STATEMENTS = re.compile(r"[.;] ")
Row = dict[str, str]


def build(units: Iterable[Row], funds: Iterable[Row]) -> Iterator[str]:
    """Give the lines of the register file."""
    organisations: list[OrganisationRecord] = []
    listings: list[ListingRecord] = []
    for unit in units:
        organisations.append(_municipality(unit))
        listings.append(_municipal_listing(unit))
    for fund in funds:
        organisations.append(_fund(fund))
        listings.append(_fund_listing(fund))
    return write(Header(SOURCE, AS_OF), organisations, listings)


def read_table(name: str) -> list[Row]:
    """Read one of the tables that the file is built from."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _municipality(unit: Row) -> OrganisationRecord:
    code = unit["host_municipality_code"]
    name = NAMES_OF_MUNICIPALITIES.get(code, f"{municipality_names(AS_OF)[code]} Kommune")
    approval = _statutory(MUNICIPALITY_GROUND, MUNICIPALITIES_SINCE, None)
    return OrganisationRecord(
        f"municipality:{code}", OrganisationKind.MUNICIPALITY, _slug(name), name, False, (approval,)
    )


def _municipal_listing(unit: Row) -> ListingRecord:
    offers = [support.id for support in kinds_of_support(AS_OF) if support.kind == OFFER_OF_THE_LAW]
    content = _content(
        name=unit["name"],
        summary_da=MUNICIPALITY_SUMMARY_DA,
        summary_en=MUNICIPALITY_SUMMARY_EN,
        municipalities=tuple(sorted(unit["served_municipality_codes"].split())),
        groups=tuple(sorted(group.id for group in target_groups(AS_OF))),
        support=(TALKS, *offers),
        unverified=("municipalities",) if _in_doubt(unit) else (),
    )
    return _listing(
        f"municipality:{unit['host_municipality_code']}", unit["id"], _slug(unit["name"]), content
    )


def _fund(fund: Row) -> OrganisationRecord:
    approval = _statutory(FUND_GROUND, FUNDS_SINCE, FUND_TARGET_GROUPS)
    return OrganisationRecord(
        f"unemployment_fund:{fund['slug']}",
        OrganisationKind.UNEMPLOYMENT_FUND,
        fund["slug"],
        fund["name"],
        False,
        (approval,),
    )


def _fund_listing(fund: Row) -> ListingRecord:
    also_called = fund["short_name"] if fund["short_name"] not in fund["name"] else None
    joining_da, joining_en = _who_can_join(fund)
    area_da, area_en = (_within_sentence(fund[f"trade_area_{language}"]) for language in ("da", "en"))
    content = _content(
        name=fund["name"],
        summary_da=f"Kun for medlemmer. A-kassen dækker {area_da}. {joining_da}".strip(),
        summary_en=f"Members only. The fund covers {area_en}. {joining_en}".strip(),
        description_da=f"A-kassen kaldes også {also_called}." if also_called else None,
        description_en=f"The fund is also called {also_called}." if also_called else None,
        municipalities=(),
        groups=FUND_TARGET_GROUPS,
        support=(TALKS,),
        unverified=("summary_da", "summary_en") if _in_doubt(fund) else (),
    )
    return _listing(f"unemployment_fund:{fund['slug']}", "a-kasse", f"a-kasse-{fund['slug']}", content)


def _statutory(ground: str, since: date, groups: tuple[str, ...] | None) -> ApprovalRecord:
    return ApprovalRecord(ApprovalBasis.STATUTORY, ground, None, groups, since, None)


def _content(  # noqa: PLR0913 - what a public source says about a listing, each part named
    *,
    name: str,
    summary_da: str,
    summary_en: str,
    municipalities: tuple[str, ...],
    groups: tuple[str, ...],
    support: tuple[str, ...],
    unverified: tuple[str, ...],
    description_da: str | None = None,
    description_en: str | None = None,
) -> ListingContent:
    """Say what is known; prices, languages, meeting forms and contact are not, so they stay unstated."""
    return ListingContent(
        name=name,
        summary_da=summary_da,
        summary_en=summary_en,
        description_da=description_da,
        description_en=description_en,
        nationwide=not municipalities,
        municipalities=municipalities,
        target_groups=groups,
        support=tuple(SupportOffered(kind, None) for kind in sorted(support)),
        languages=(),
        formats=(),
        address=None,
        phone=None,
        email=None,
        website=None,
        unverified=unverified,
    )


def _listing(organisation: str, key: str, slug: str, content: ListingContent) -> ListingRecord:
    return ListingRecord(
        organisation=organisation,
        key=key,
        slug=slug,
        p_number=None,
        registered_on=AS_OF,
        claimed_on=None,
        status=ListingStatus.PUBLISHED,
        content=content,
        availability=None,
    )


def _who_can_join(fund: Row) -> tuple[str, str]:
    """Say in both languages who can become a member; nothing where the note calls just that unchecked."""
    for statement in STATEMENTS.split(fund["note"].lower()):
        if ON_JOINING in statement and any(sign in statement for sign in UNCHECKED):
            return "", ""
    return WHO_CAN_JOIN[fund["open_to_all"]]


def _in_doubt(row: Row) -> bool:
    return any(sign in row["note"].lower() for sign in SIGNS_OF_DOUBT)


def _within_sentence(trade_area: str) -> str:
    return trade_area[0].lower() + trade_area[1:]


def _slug(name: str) -> str:
    return plain_letters(name).replace(" ", "-")


if __name__ == "__main__":
    sys.stdout.writelines(build(read_table("jobcentres.csv"), read_table("akasser.csv")))
