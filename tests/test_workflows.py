"""The workflows are in form, ask for no more than they need, and run what is there."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from helpers import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
BIN = Path(sys.executable).parent


def text(path: Path) -> str:
    """The text of a workflow."""
    return path.read_text(encoding="utf-8")


def ran(*command: object) -> subprocess.CompletedProcess[str]:
    """What a tool of this environment says."""
    tool, *rest = map(str, command)
    return subprocess.run([BIN / tool, *rest], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_workflows_are_in_form() -> None:
    """GitHub's schema accepts every workflow."""
    found = ran("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS)
    assert 0 == found.returncode, found.stdout


def test_the_workflows_are_safe() -> None:
    """An auditor of workflows finds no excessive permission, no kept credential, no injection, nothing unpinned."""
    found = ran("zizmor", "--offline", ".github")
    assert 0 == found.returncode, found.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_begins_without_permissions(path: Path) -> None:
    """A workflow is given nothing; each job names what it needs, and how long it may take."""
    workflow = yaml.safe_load(text(path))
    assert {} == workflow["permissions"]
    assert [] == [name for name, job in workflow["jobs"].items() if not {"permissions", "timeout-minutes"} <= {*job}]


def test_the_workflows_run_targets_that_there_are() -> None:
    """What a workflow asks make for stands in the Makefile."""
    asked = {
        word for path in WORKFLOWS for names in re.findall(r"run: make (.*)", text(path)) for word in names.split()
    }
    targets = set(re.findall(r"^([\w-]+):", text(ROOT / "Makefile"), re.MULTILINE))
    assert {"lint", "test", "test-slow"} <= asked
    assert set() == {word for word in asked if "=" not in word} - targets


def test_the_oldest_python_is_tested() -> None:
    """The Pythons of the tests begin with the oldest one that the package says it runs on."""
    project = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]
    workflow = yaml.safe_load(text(ROOT / ".github" / "workflows" / "ci.yml"))
    assert project["requires-python"].removeprefix(">=") == workflow["jobs"]["test"]["strategy"]["matrix"]["python"][0]
