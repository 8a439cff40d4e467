"""The web server starts without the libraries for tables, statistics and charts: only commands need them."""

import subprocess
import sys
from pathlib import Path

from tests.support.portals import environment
from tests.support.source_tree import ROOT

NOT_FOR_PAGES = ("scipy", "pandas", "pyarrow", "altair", "vl_convert", "tests")
ASK = f"import sys, wsgi; print([name for name in {NOT_FOR_PAGES!r} if name in sys.modules])"


def test_the_web_server_loads_no_library_that_its_pages_do_without(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "[]\n"
