"""What the journeys share: whose phone it is, and the register to hold pages against."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support.browser import OpenPage
from tests.support.portals import LivePortal, environment, run_command


@dataclass(frozen=True)
class Register:
    """What the register says about listings (by slug) and about the organisations behind them (by key)."""

    listings: Mapping[str, dict[str, Any]]
    organisations: Mapping[str, dict[str, Any]]


@pytest.fixture(scope="session")
def register(live_portal: LivePortal) -> Register:
    """Export the register of the running portal as its operator would."""
    exported = run_command("register", "export", env=environment(live_portal.data_dir))
    records = [json.loads(line) for line in exported.splitlines()]
    return Register(
        listings={record["slug"]: record for record in records if record["record"] == "listing"},
        organisations={
            record["organisation"]: record for record in records if record["record"] == "organisation"
        },
    )


@pytest.fixture(params=[True, False], ids=["javascript", "without-javascript"])
def small_phone(request: pytest.FixtureRequest, open_page: OpenPage) -> Page:
    """Give a page on a phone of 320 pixels, with JavaScript and without."""
    return open_page("phone", javascript=request.param)
