"""What people wait for starts without the libraries for tables, statistics and charts: commands need them."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.portals import environment
from tests.support.source_tree import ROOT

NOT_FOR_PAGES = ("scipy", "pandas", "pyarrow", "altair", "vl_convert", "tests")
# It works out results when asked, but draws seldom.
NOT_FOR_A_WORKER = ("pandas", "altair", "vl_convert", "tests")
ASK = "import sys, {module}; print([name for name in {names!r} if name in sys.modules])"


# The demonstration is looked for at each `make run`, and mostly it is there.
@pytest.mark.parametrize(
    ("module", "without"),
    [
        ("wsgi", NOT_FOR_PAGES),
        ("portal.cli.demonstration", NOT_FOR_PAGES),
        ("portal.cli.jobs", NOT_FOR_A_WORKER),
    ],
)
def test_neither_the_web_server_nor_a_demonstration_that_is_there_nor_a_worker_loads_what_it_does_without(
    module: str, without: tuple[str, ...], tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(module=module, names=without)],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "[]\n"
