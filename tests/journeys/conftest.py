"""What the journeys share: the register behind the demonstration, to hold pages against."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

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
