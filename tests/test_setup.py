"""Setting up on a machine that lacks something ends with a sentence that says what to do."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.source_tree import ROOT

OLD_PYTHON = "#!/bin/sh\nexit 1\n"


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """Give a folder of programs in which only the simplest tools are."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "id", "ls", "env"):
        (folder / name).symlink_to(shutil.which(name) or f"/bin/{name}")
    return folder


def put(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(script, encoding="utf-8")
    program.chmod(0o755)


def run(script: str, programs: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / ".ci" / script],
        env={"PATH": str(programs)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_python_that_is_too_old_is_refused_with_a_way_on(bare_machine: Path) -> None:
    put(bare_machine, "python3", OLD_PYTHON)
    done = run("find-python", bare_machine)
    assert done.returncode == 1
    assert "needs Python 3.11 or later" in done.stderr
    assert "PYTHON=" in done.stderr


def test_the_first_python_that_is_new_enough_is_taken(bare_machine: Path) -> None:
    put(bare_machine, "python3.11", OLD_PYTHON)
    put(bare_machine, "python3.12", "#!/bin/sh\nexit 0\n")
    assert run("find-python", bare_machine).stdout.strip() == str(bare_machine / "python3.12")


def test_machine_that_has_everything_installs_nothing(bare_machine: Path) -> None:
    for name in ("chromium", "postgres"):
        put(bare_machine, name, "#!/bin/sh\nexit 0\n")
    done = run("system-packages", bare_machine)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_machine_that_cannot_install_a_browser_is_told_so(bare_machine: Path) -> None:
    put(bare_machine, "postgres", "#!/bin/sh\nexit 0\n")
    done = run("system-packages", bare_machine)
    assert done.returncode == 1
    assert "Install: chromium" in done.stderr


def test_what_is_missing_is_installed_from_the_systems_packages(bare_machine: Path, tmp_path: Path) -> None:
    put(bare_machine, "sudo", '#!/bin/sh\nshift\nexec "$@"\n')
    put(bare_machine, "apt-get", f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\n')
    done = run("system-packages", bare_machine)
    assert done.returncode == 0, done.stderr
    update, install = (tmp_path / "calls").read_text("utf-8").splitlines()
    assert update.startswith("update")
    assert "chromium" in install.split()


def test_everything_ci_runs_may_be_run() -> None:
    assert [path.name for path in (ROOT / ".ci").iterdir() if not os.access(path, os.X_OK)] == []
