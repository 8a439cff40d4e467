"""The file of brokers is read at the start; all that is wrong with it is said at once."""

from dataclasses import replace
from pathlib import Path

import pytest

from portal import create_app
from portal.accounts.broker_file import brokers_from
from portal.accounts.brokers import Audience, Brokers
from portal.config import Settings, SettingsError, settings_from
from tests.support.brokers import DOTTED, NESTED, NSIS, written
from tests.support.source_tree import ROOT

ISSUER = "https://broker.example/op"


def settings(folder: Path, text: str, **more: str) -> Settings:
    environ = {
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_ADDRESS": "https://portal.example",
        "PORTAL_SECRET_KEY": "a secret of the tests, long enough to be one",
        "PORTAL_BROKERS": str(written(folder, text, ISSUER)),
        "PORTAL_CITIZEN_CLIENT_SECRET": "one",
        "PORTAL_STAFF_CLIENT_SECRET": "two",
    }
    return settings_from({**environ, **more})


def fault(folder: Path, text: str, **more: str) -> str:
    with pytest.raises(SettingsError) as refused:
        brokers_from(settings(folder, text, **more))
    return str(refused.value)


def test_without_a_file_there_is_no_broker() -> None:
    assert brokers_from(settings_from({})) == Brokers()


def test_file_describes_a_broker_for_citizens_and_one_for_staff(tmp_path: Path) -> None:
    found = brokers_from(settings(tmp_path, DOTTED))
    assert found.citizen
    assert found.staff
    assert found.find(Audience.CITIZEN) is found.citizen
    assert found.citizen.issuer == ISSUER
    assert found.citizen.names == {"da": "MitID", "en": "MitID"}
    assert found.citizen.asks_userinfo
    assert found.citizen.parameters == {"idp_values": "mitid", "language": "{language}"}
    assert found.citizen.claims.subject == "mitid.uuid"
    assert found.citizen.claims.levels == {f"{NSIS}/Substantial", f"{NSIS}/High"}
    assert found.citizen.client_secret == "one"
    assert found.staff.client_secret == "two"
    assert found.staff.claims.cvr == "nemlogin.cvr"
    assert "two" not in repr(found)


def test_second_shape_of_claims_is_read_as_well(tmp_path: Path) -> None:
    found = brokers_from(settings(tmp_path, NESTED))
    assert found.citizen
    assert found.citizen.parameters == {"acr_values": "high"}
    assert not found.citizen.asks_userinfo


def test_one_broker_is_enough(tmp_path: Path) -> None:
    found = brokers_from(settings(tmp_path, DOTTED.partition("[staff]")[0], PORTAL_STAFF_CLIENT_SECRET=""))
    assert found.citizen
    assert found.staff is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('issuer = "{issuer}"', 'issuer = "http://broker.example"', "issuer must be the broker's https"),
        ('issuer = "{issuer}"', "issuer = 5", "issuer must be a text"),
        ('scopes = "openid mitid"', 'scopes = "mitid"', "scopes must hold openid"),
        ('scopes = "openid mitid"', 'scopes = "openid mitid ssn"', "CPR numbers"),
        ('"mitid.uuid"', '"dk.cpr"', "CPR numbers"),
        ('"mitid.uuid"', '"dk_SSN"', "CPR numbers"),
        ('identity_type = ["private"]', '"mitid.has_cpr" = ["true"]', "CPR numbers"),
        ('idp_values = "mitid"', 'cpr_hint = "x"', "CPR numbers"),
        ('idp_values = "mitid"', 'nonce = "x"', "nonce is what the portal itself says"),
        ('idp_values = "mitid"', "idp_values = 7", "idp_values must be a text"),
        ("userinfo = true", 'userinfo = "yes"', "userinfo must be true or false"),
        ("userinfo = true", "usrinfo = true", "usrinfo is not known here"),
        (', en = "MitID" }', " }", "[citizen.name] en must be a text"),
        ('level = "loa", ', "", "[citizen.claims] level must be a text"),
        (f'levels = ["{NSIS}/Substantial", "{NSIS}/High"] }}', "levels = [] }", "levels must be a list"),
        ('["private"]', '"private"', "identity_type must be a list"),
        ('authority_cvr = "01234560"', 'authority_cvr = "01234561"', "authority_cvr must be a CVR number"),
        ('authority_cvr = "01234560"', "", "[staff] authority_cvr must be a text"),
        ('cvr = "nemlogin.cvr"', "", "[staff.claims] cvr must be a text"),
        ("[citizen]", "[borger]", "[file] borger is not known here"),
        ("[citizen]", "citizen = ", "is not TOML"),
        ('parameters = { idp_values = "mitid_erhverv" }', "parameters = 3", "parameters must be a table"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_a_sentence(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in DOTTED
    assert said in fault(tmp_path, DOTTED.replace(old, new))


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    said = fault(tmp_path, "[citizen]\n[staff]\n")
    for part in ("[citizen] issuer", "[citizen] client_id", "[citizen.claims] subject", "[staff.claims] cvr"):
        assert part in said


def test_empty_file_is_refused(tmp_path: Path) -> None:
    assert "[citizen], [staff] or both" in fault(tmp_path, "")


@pytest.mark.parametrize("name", ["PORTAL_CITIZEN_CLIENT_SECRET", "PORTAL_STAFF_CLIENT_SECRET"])
def test_secret_that_is_missing_is_asked_for_by_the_name_of_its_setting(tmp_path: Path, name: str) -> None:
    assert name in fault(tmp_path, DOTTED, **{name: ""})


@pytest.mark.parametrize("name", ["PORTAL_ADDRESS", "PORTAL_SECRET_KEY"])
def test_brokers_take_an_address_to_come_back_to_and_a_key(tmp_path: Path, name: str) -> None:
    assert name in fault(tmp_path, DOTTED, **{name: ""})


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    lost = replace(settings(tmp_path, DOTTED), brokers_file=tmp_path / "lost.toml")
    with pytest.raises(SettingsError, match=r"lost.toml, which can't be read"):
        brokers_from(lost)


def test_portal_with_an_unusable_file_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="client_id"):
        create_app(settings(tmp_path, "[citizen]\n"))


@pytest.mark.parametrize("number", [0, 1])
def test_examples_in_the_document_can_be_used(tmp_path: Path, number: int) -> None:
    text = (ROOT / "docs" / "sign-in.md").read_text("utf-8")
    examples = [part.partition("```")[0] for part in text.split("```toml\n")[1:]]
    assert len(examples) == 2
    assert brokers_from(settings(tmp_path, examples[number])).staff
