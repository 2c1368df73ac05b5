"""nbgrader's own tests, with the kit switched on by nothing but configuration."""

import os
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from xml.etree import ElementTree

import nbgrader
import pytest
from helpers import ENVIRONMENT

APPS = Path(nbgrader.__file__).parent / "tests" / "apps"
_FOREIGN = "cells that the released notebook does not have are the student's own, and the work is graded"
MAY_DIFFER: dict[str, dict[str, str]] = {
    "autograde": {"test_handle_failure": _FOREIGN, "test_handle_failure_single_notebook": _FOREIGN},
    "generate_feedback": {},
    "export": {},
    "generate_assignment": {},
    "validate": {},
}
"""For each command of nbgrader's the tests that come out differently with the kit, each with the reason."""
CONFIG = """
from pathlib import Path
from autograder.gradebook.plugin import configure
configure(get_config())
Path(__file__).with_name("used").touch()
"""


def failed(command: str, folder: Path, env: dict[str, str], only: Collection[str] = ()) -> set[str]:
    """The names of nbgrader's tests of a command that fail."""
    (folder / "empty.ini").write_text("[pytest]\n")
    line = [sys.executable, "-m", "pytest", "-c", "empty.ini", "--rootdir=.", "-p", "no:cacheprovider", "-q"]
    line += ["--junitxml=out.xml", str(APPS / f"test_nbgrader_{command}.py")]
    if only:
        line += ["-k", " or ".join(sorted(only))]
    subprocess.run(line, cwd=folder, env=ENVIRONMENT | env, stdout=subprocess.DEVNULL, check=False)
    cases = [*ElementTree.parse(folder / "out.xml").iter("testcase")]
    assert cases
    return {case.attrib["name"] for case in cases if {"failure", "error"} & {part.tag for part in case}}


@pytest.mark.slow
@pytest.mark.parametrize("command", MAY_DIFFER)
def test_nbgraders_own_tests_pass(command: str, tmp_path: Path) -> None:
    """What passes in stock nbgrader passes with the kit, but for what is listed."""
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / "nbgrader_config.py").write_text(CONFIG)
    where = os.pathsep.join([str(tmp_path / "settings"), os.environ.get("JUPYTER_CONFIG_PATH", "")]).rstrip(os.pathsep)
    ours = failed(command, tmp_path, {"JUPYTER_CONFIG_PATH": where})
    assert (tmp_path / "settings" / "used").exists()
    stock = failed(command, tmp_path, {}, ours) if ours else set()
    assert set(MAY_DIFFER[command]) == ours - stock
