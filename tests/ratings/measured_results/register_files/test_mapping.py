"""A mapping says in TOML which column is what, and what it does not know it refuses in a sentence."""

from datetime import date

import pytest

from ratings.measured_results.register_files.mapping import Field, Kind, MappingUnusable, Share, plain_mapping
from ratings.measured_results.register_files.mapping_files import read_mapping

SPELLS = """
kind = "spells"
source = "Register over forløb"
observed_until = 2026-06-30
missing = ["-99999", -1]

[fields]
person = "borger"
organisation = { column = "aktoer", prefix = "cvr:" }
target_group = { constant = "dagpenge" }
referred_on = "henvist"
work_6 = { column = "job", map = { "Ja" = 1, "Nej" = 0 } }

[case_mix]
education = "udd"
age = { column = "alder", bands = [30, 50] }
"""


def refused(text: str) -> str:
    with pytest.raises(MappingUnusable) as caught:
        read_mapping(text)
    return " ".join(caught.value.sentences)


def test_columns_constants_prefixes_and_value_maps_are_read() -> None:
    mapping = read_mapping(SPELLS)
    assert mapping.kind is Kind.SPELLS
    assert mapping.observed_until == date(2026, 6, 30)
    assert mapping.missing == {"-99999", "-1"}
    assert mapping.fields["organisation"] == Field("aktoer", prefix="cvr:")
    assert mapping.fields["target_group"].constant == "dagpenge"
    assert mapping.fields["work_6"].values == {"Ja": "1", "Nej": "0"}
    assert [(factor.name, factor.bands) for factor in mapping.case_mix] == [
        ("education", ()),
        ("age", (30, 50)),
    ]
    assert set(mapping.columns()) == {"borger", "aktoer", "henvist", "job", "udd", "alder"}
    assert not mapping.closed


def test_document_is_kept_as_plain_values() -> None:
    assert read_mapping(SPELLS).document["observed_until"] == "2026-06-30"


def test_day_that_is_said_at_the_terminal_stands_before_the_mappings_own() -> None:
    assert read_mapping(SPELLS, observed_until=date(2026, 9, 30)).observed_until == date(2026, 9, 30)


def test_share_is_a_derived_count_and_several_measures_can_stand_in_a_row() -> None:
    mapping = read_mapping(
        """
        kind = "aggregates"
        source = "Et andet land"
        [fields]
        organisation = "providerid"
        target_group = "cipcode"
        period = { constant = "2020" }
        [[measures]]
        measure = "work_6"
        n = "NumCompleted2"
        observed = { share = "PerEmployed2", of = "NumCompleted2" }
        [[measures]]
        measure = "work_12"
        n = "NumCompleted4"
        observed = { share = "PerEmployed4", of = "NumCompleted4", percent = true }
        """
    )
    first, second = mapping.counts
    assert first.observed == Share(Field("PerEmployed2"), Field("NumCompleted2"))
    assert first.measure == Field(constant="work_6")
    assert isinstance(second.observed, Share)
    assert second.observed.percent


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("colour = 1\n" + SPELLS, "colour: is not known here"),
        (SPELLS.replace("work_6", "wrok_6"), "fields.wrok_6: is not known here"),
        (SPELLS.replace('"spells"', '"spels"'), "kind: must be one of 'spells', 'aggregates'"),
        (SPELLS.replace("prefix", "prefiks"), "fields.organisation.prefiks: is not known here"),
        (SPELLS.replace("[30, 50]", "[50, 30]"), "case_mix.age.bands: must be whole numbers that grow"),
        (SPELLS.replace("2026-06-30", '"i sommer"'), "observed_until: must be a day without quotes"),
        (SPELLS.replace("observed_until = 2026-06-30", ""), "last day that the registers cover"),
        (SPELLS.replace('"Register over forløb"', '""'), "The source must be named"),
        (SPELLS.replace("constant", 'column = "x", constant'), "name a column, or a constant"),
        (SPELLS.replace('person = "borger"', "person = 3"), "fields.person: must be a table"),
        ("simulated = 1\n" + SPELLS, "simulated: must be true or false"),
        ("[[measures]]\nn = 1\n" + SPELLS, "measures"),
        ("this is no TOML", "Line 1, the mapping is not TOML: Expected"),
    ],
)
def test_what_is_not_known_is_refused_with_its_place(change: str, told: str) -> None:
    assert told in refused(change)


def test_all_faults_are_told_at_once() -> None:
    assert refused("colour = 1\nshape = 2\nkind = 3").count("is not known here") == 2


def test_every_fault_is_told_with_its_line_and_key_also_what_is_missing() -> None:
    text = SPELLS.replace("observed_until = 2026-06-30\n", "").replace('"borger"', "3")
    text = text.replace("[30, 50]", "[50, 30]").replace('{ column = "aktoer", prefix', "{ prefiks")
    with pytest.raises(MappingUnusable) as caught:
        read_mapping(text)
    *placed, missing = (sentence.partition(": ")[0] for sentence in caught.value.sentences)
    assert set(placed) == {
        "Line 7, fields.person",
        "Line 8, fields.organisation.prefiks",
        "Line 8, fields.organisation",
        "Line 15, case_mix.age.bands",
    }
    assert missing.startswith("The last day that the registers cover must be given")


def test_condition_may_have_a_label_of_its_own() -> None:
    labelled = SPELLS.replace("bands = [30, 50]", 'label = "Aldersgruppe"')
    assert read_mapping(labelled).document["case_mix"]["age"]["label"] == "Aldersgruppe"
    assert "case_mix.age.label: must be text" in refused(labelled.replace('"Aldersgruppe"', "4"))


def test_file_with_our_own_names_needs_no_mapping() -> None:
    mapping = plain_mapping(
        ("work_6", "case_mix_age", "person", "listing", "target_group", "referred_on", "something_else"),
        source="Prøve",
        simulated=True,
        observed_until=date(2026, 6, 30),
    )
    assert mapping.kind is Kind.SPELLS
    assert mapping.closed
    assert [factor.name for factor in mapping.case_mix] == ["age"]
    assert "something_else" not in mapping.columns()


def test_file_with_counts_under_our_own_names_holds_aggregates() -> None:
    mapping = plain_mapping(
        ("organisation", "target_group", "period", "measure", "n", "observed"),
        source="Prøve",
        simulated=False,
        observed_until=None,
    )
    assert mapping.kind is Kind.AGGREGATES


def test_spells_without_the_registers_last_day_are_refused() -> None:
    with pytest.raises(MappingUnusable, match="last day"):
        plain_mapping(("person",), source="Prøve", simulated=True, observed_until=None)
