"""The register of Denmark's public actors says what its tables and the law say, and nothing is invented."""

import io
from datetime import date

import pytest

from providers.approval.models import ApprovalBasis
from providers.listings.rules import ListingStatus
from providers.organisations.models import OrganisationKind
from providers.reference.queries import municipality_names, target_groups
from providers.register.public_actors import AS_OF, FILE, build, read_table
from providers.register.reading import read
from providers.register.records import ListingRecord, OrganisationRecord, RegisterFile


@pytest.fixture(scope="module")
def file() -> RegisterFile:
    return read(io.BytesIO(FILE.read_bytes()))


@pytest.fixture(scope="module")
def organisations(file: RegisterFile) -> dict[str, OrganisationRecord]:
    return {record.key: record for record in file.organisations.values()}


@pytest.fixture(scope="module")
def listings(file: RegisterFile) -> dict[str, ListingRecord]:
    return {record.organisation: record for record in file.listings.values()}


def of_kind(
    organisations: dict[str, OrganisationRecord], listings: dict[str, ListingRecord], kind: OrganisationKind
) -> list[tuple[OrganisationRecord, ListingRecord]]:
    return [(record, listings[key]) for key, record in organisations.items() if record.kind is kind]


def test_kept_file_is_what_the_tables_give() -> None:
    built = "".join(build(read_table("jobcentres.csv"), read_table("akasser.csv")))
    assert built.encode() == FILE.read_bytes()


def test_order_of_the_tables_says_nothing() -> None:
    turned = build(read_table("jobcentres.csv")[::-1], read_table("akasser.csv")[::-1])
    assert "".join(turned).encode() == FILE.read_bytes()


def test_file_has_95_municipal_units_and_21_funds_and_no_problem(
    file: RegisterFile, organisations: dict[str, OrganisationRecord], listings: dict[str, ListingRecord]
) -> None:
    assert file.problems == []
    assert len(of_kind(organisations, listings, OrganisationKind.MUNICIPALITY)) == 95
    assert len(of_kind(organisations, listings, OrganisationKind.UNEMPLOYMENT_FUND)) == 21
    assert len(organisations) == len(listings) == len(file.listings) == 116


def test_nothing_is_said_that_the_actors_have_not_said_themselves(file: RegisterFile) -> None:
    for record in file.organisations.values():
        assert not record.simulated
        assert [approval.basis for approval in record.approvals] == [ApprovalBasis.STATUTORY]
        assert record.approvals[0].valid_to is None
    for listing in file.listings.values():
        said = listing.content
        assert (listing.claimed_on, listing.availability, listing.p_number) == (None, None, None)
        assert (listing.status, listing.registered_on) == (ListingStatus.PUBLISHED, date(2026, 11, 1))
        assert all(support.price is None for support in said.support)
        assert (said.address, said.phone, said.email, said.website) == (None, None, None, None)
        assert (said.languages, said.formats) == ((), ())


def test_every_municipality_is_served_by_exactly_one_unit(
    organisations: dict[str, OrganisationRecord], listings: dict[str, ListingRecord]
) -> None:
    units = of_kind(organisations, listings, OrganisationKind.MUNICIPALITY)
    served = sorted(code for _, listing in units for code in listing.content.municipalities)
    assert served == sorted(municipality_names(AS_OF))
    for organisation, listing in units:
        assert organisation.key.removeprefix("municipality:") in listing.content.municipalities


def test_municipal_unit_offers_talks_and_the_offers_of_the_law_to_everyone(
    listings: dict[str, ListingRecord],
) -> None:
    aarhus = listings["municipality:751"].content
    assert aarhus.name == "Jobcenter Aarhus"
    assert set(aarhus.target_groups) == {group.id for group in target_groups(AS_OF)}
    assert [support.kind for support in aarhus.support] == [
        "loentilskud",
        "nytteindsats",
        "oevo",
        "samtale_kontaktforloeb",
        "vejledning_opkvalificering",
        "virksomhedspraktik",
    ]


@pytest.mark.parametrize(
    ("code", "name", "slug"),
    [
        ("751", "Aarhus Kommune", "aarhus-kommune"),
        ("101", "Københavns Kommune", "koebenhavns-kommune"),
        ("400", "Bornholms Regionskommune", "bornholms-regionskommune"),
        ("480", "Nordfyns Kommune", "nordfyns-kommune"),
        ("492", "Ærø Kommune", "aeroe-kommune"),
        ("169", "Høje-Taastrup Kommune", "hoeje-taastrup-kommune"),
    ],
)
def test_municipalities_bear_their_own_names(
    organisations: dict[str, OrganisationRecord], code: str, name: str, slug: str
) -> None:
    organisation = organisations[f"municipality:{code}"]
    assert (organisation.name, organisation.slug) == (name, slug)
    assert organisation.approvals[0].ground == "Kommunen varetager opgaven efter loven."
    assert organisation.approvals[0].valid_from == date(2026, 2, 1)


def test_funds_are_for_members_with_dagpenge_in_the_whole_country(
    organisations: dict[str, OrganisationRecord], listings: dict[str, ListingRecord]
) -> None:
    for organisation, listing in of_kind(organisations, listings, OrganisationKind.UNEMPLOYMENT_FUND):
        said = listing.content
        assert said.name == organisation.name
        assert said.nationwide
        assert said.target_groups == organisation.approvals[0].target_groups == ("dagpenge",)
        assert [support.kind for support in said.support] == ["samtale_kontaktforloeb"]
        assert said.summary_da.startswith("Kun for medlemmer. A-kassen dækker ")
        assert said.summary_en is not None
        assert said.summary_en.startswith("Members only. The fund covers ")
        assert organisation.approvals[0].ground == "Statsanerkendt a-kasse."
        assert organisation.approvals[0].valid_from == date(2025, 1, 1)


def test_fund_is_also_found_by_its_short_name(listings: dict[str, ListingRecord]) -> None:
    assert listings["unemployment_fund:ma"].content.description_da == "A-kassen kaldes også MA."
    assert listings["unemployment_fund:hk"].content.description_da is None


def test_fund_says_who_can_join_unless_the_table_is_unsure_of_just_that(
    listings: dict[str, ListingRecord],
) -> None:
    open_to_all = {fund["slug"]: fund["open_to_all"] == "yes" for fund in read_table("akasser.csv")}
    silent = set()
    for slug, is_open in open_to_all.items():
        said = listings[f"unemployment_fund:{slug}"].content
        english = said.summary_en or ""
        everybody = "Alle kan blive medlem." in said.summary_da
        certain_trades = "Den er kun for bestemte fag." in said.summary_da
        assert everybody == ("Everybody can join." in english)
        assert certain_trades == ("It is only for certain trades." in english)
        if everybody or certain_trades:
            assert (everybody, certain_trades) == (is_open, not is_open)
        else:
            silent.add(slug)
    assert silent == {"ajks", "ca", "lederne"}


def test_header_says_who_gathered_the_list_and_when(file: RegisterFile) -> None:
    assert file.header is not None
    assert file.header.source.endswith("samlet af portalen fra offentlige kilder pr. 2026-11-01")


def test_what_the_source_calls_uncertain_is_marked(listings: dict[str, ListingRecord]) -> None:
    doubtful = {key.split(":")[1]: listing.content.unverified for key, listing in listings.items()}
    doubtful = {key: fields for key, fields in doubtful.items() if fields}
    assert {key for key, fields in doubtful.items() if fields == ("municipalities",)} == {
        "185",
        "482",
        "492",
        "561",
        "741",
        "813",
    }
    assert {key for key, fields in doubtful.items() if fields == ("summary_da", "summary_en")} == {
        "ajks",
        "aogtil",
        "ase",
        "bupl-a",
        "ca",
        "dfh",
        "dsa",
        "foa",
        "frie",
        "hk",
        "krifa",
        "lederne",
        "ma",
        "metal",
        "min",
        "sl-a",
        "tak",
    }
    assert len(doubtful) == 6 + 17
