"""An installation's own code lists stand instead of ours, once they have the columns that are read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.config import SettingsError, settings_from
from providers.reference import lists
from providers.reference.lists import DATA, path_of, problem_with


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    lists.use(None)


def test_a_list_of_one_s_own_stands_instead_of_ours_and_the_others_stay(folder: Path) -> None:
    (folder / "target_groups.csv").write_bytes((DATA / "target_groups.csv").read_bytes())
    assert problem_with(folder) is None
    lists.use(folder)
    assert path_of("target_groups.csv") == folder / "target_groups.csv"
    assert path_of("municipalities.csv") == DATA / "municipalities.csv"
    lists.use(None)
    assert path_of("target_groups.csv") == DATA / "target_groups.csv"


def test_a_list_that_lacks_columns_stops_the_start_with_a_sentence(folder: Path) -> None:
    (folder / "postcodes.csv").write_text("postcode,city\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"postcodes\.csv lacks municipality_code, primary"):
        settings_from({"PORTAL_CODE_LISTS": str(folder)})


def test_a_folder_without_lists_or_no_folder_at_all_stops_the_start(folder: Path) -> None:
    with pytest.raises(SettingsError, match="it holds none of"):
        settings_from({"PORTAL_CODE_LISTS": str(folder)})
    with pytest.raises(SettingsError, match="there is none at"):
        settings_from({"PORTAL_CODE_LISTS": str(folder / "nowhere")})


def test_without_the_setting_our_own_lists_are_read() -> None:
    assert settings_from({}).code_lists is None
