"""Settings are read once, and an unusable one is told with what to write instead."""

from pathlib import Path

import pytest

from portal.config import SettingsError, settings_from


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
    ],
)
def test_an_unusable_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        settings_from({name: value})


def test_a_data_folder_with_a_space_or_a_per_cent_sign_still_opens(tmp_path: Path) -> None:
    folder = tmp_path / "100 % data"
    assert settings_from({"PORTAL_DATA_DIR": str(folder)}).database_url.endswith("100 % data/portal.sqlite3")
