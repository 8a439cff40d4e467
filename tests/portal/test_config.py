"""Settings are read once, and an unusable one is told with what to write instead."""

from pathlib import Path

import pytest

from portal.config import SettingsError, settings_from
from providers.courses.rule_files import TRIAL, our_rules


def test_an_empty_environment_gives_a_portal_on_port_8000_with_embedded_sqlite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = settings_from({})
    assert settings.port == 8000
    assert settings.database_url == f"sqlite:///{tmp_path / 'var' / 'portal.sqlite3'}"
    assert settings.index_dir == tmp_path / "var" / "index"
    assert not settings.demonstration


def test_the_data_folder_moves_database_and_index(tmp_path: Path) -> None:
    settings = settings_from({"PORTAL_DATA_DIR": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    assert settings.index_dir == tmp_path / "index"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_a_postgresql_address_gives_the_same_driver(scheme: str) -> None:
    settings = settings_from({"DATABASE_URL": f"{scheme}://reader@db/portal"})
    assert settings.database_url == "postgresql+psycopg://reader@db/portal"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "eight"),
        ("PORT", "٣٤"),
        ("WEB_WORKERS", "-1"),
        ("PORTAL_PAGE_CACHE_MB", "1.5"),
        ("PORTAL_DEMONSTRATION", "yes"),
        ("PORTAL_LOG_LEVEL", "loud"),
        ("DATABASE_URL", "mysql://db/portal"),
        ("DATABASE_URL", "postgres"),
        ("PORTAL_CHOICE_RULES", "/there/is/none.toml"),
    ],
)
def test_an_unusable_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        settings_from({name: value})


def test_a_data_folder_with_a_space_or_a_per_cent_sign_still_opens(tmp_path: Path) -> None:
    folder = tmp_path / "100 % data"
    assert settings_from({"PORTAL_DATA_DIR": str(folder)}).database_url.endswith("100 % data/portal.sqlite3")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_ADDRESS", "portal.example"),
        ("PORTAL_ADDRESS", "http://portal.example"),
        ("PORTAL_ADDRESS", "https://portal.example/sub"),
        ("PORTAL_ADDRESS", "https://"),
        ("PORTAL_SECRET_KEY", "short"),
        ("PORTAL_SMTP_URL", "mail.example:25"),
        ("PORTAL_SMTP_URL", "http://mail.example"),
        ("PORTAL_PROXIES", "many"),
    ],
)
def test_an_unusable_setting_of_signing_in_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        settings_from({name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_ADDRESS", "https://portal.example"),
        ("PORTAL_BROKERS", "/etc/portal/brokers.toml"),
        ("PORTAL_SMTP_URL", "smtp://mail.example"),
    ],
)
def test_a_demonstration_refuses_to_stand_where_real_people_go(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"PORTAL_DEMONSTRATION.*{name}"):
        settings_from({"PORTAL_DEMONSTRATION": "1", name: value})


def test_without_a_secret_nobody_can_sign_in_and_there_is_no_default_for_one() -> None:
    assert settings_from({"PORTAL_ADDRESS": "https://portal.example"}).secret_key == ""
    assert not settings_from({"PORTAL_ADDRESS": "https://portal.example"}).sign_in_is_open
    assert not settings_from({"PORTAL_SECRET_KEY": "x" * 32}).sign_in_is_open
    both = {"PORTAL_ADDRESS": "https://portal.example", "PORTAL_SECRET_KEY": "x" * 32}
    assert settings_from(both).sign_in_is_open
    assert settings_from({"PORTAL_DEMONSTRATION": "1"}).sign_in_is_open


def test_settings_never_show_their_secrets() -> None:
    secrets = {
        "PORTAL_SECRET_KEY": "secret-one-that-is-long-enough-to-be-one",
        "PORTAL_CITIZEN_CLIENT_SECRET": "secret-two",
        "PORTAL_STAFF_CLIENT_SECRET": "secret-three",
        "PORTAL_SMTP_URL": "smtp://user:secret-four@mail.example",
    }
    assert "secret-" not in repr(settings_from(secrets))


def test_free_choice_is_that_of_the_trial_and_a_demonstration_says_that_its_own_is_invented() -> None:
    assert settings_from({}).choice_rules == our_rules(TRIAL)
    assert settings_from({"PORTAL_DEMONSTRATION": "1"}).choice_rules.invented


def test_installation_names_a_file_with_its_own_rules(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(
        'name_da = "ordning"\nname_en = "scheme"\ninvented = true\n'
        "valid_from = 2027-01-01\nvalid_to = 2027-12-31\ndays_to_answer = 5\nchanges_allowed = 3\n"
        "days_to_choose = 14\nnotice_days = 7\nreach_km = 30\n",
        encoding="utf-8",
    )
    assert settings_from({"PORTAL_CHOICE_RULES": str(path)}).choice_rules.name_da == "ordning"
