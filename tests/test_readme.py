"""The pages' commands do what the pages show."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.inside import jail
from autograder.result import Result

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
ENVIRONMENT = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "80"}
SLOW = ("autograder prove", "autograder release")


def shown(page: Path) -> list[tuple[str, str]]:
    """The commands of a page, each with the output that is shown; those of make are what CI runs."""
    parts = [part for block in BLOCK.findall(page.read_text(encoding="utf-8")) for part in block.split("$ ")[1:]]
    pairs = [tuple(part.split("\n", 1)) for part in parts]
    return [(command, output) for command, output in pairs if not command.startswith("make ")]  # type: ignore[misc]


def pattern(output: str) -> str:
    """What a shown output must match: `...` stands for any lines; versions and places differ between machines."""
    text = re.escape(output)
    text = re.sub(r"(?m)^\\\.\\\.\\\.\\?\n", "(?:.*\n)*?", text)
    text = re.sub(r"(?m)^(ok\\ \\ \\ \\ )(Python|torch|Linux).*$", r"\1\2 .*", text)
    return re.sub(r"\d+(?=\\ attacks)", r"\\d+", text)


COMMANDS = [
    pytest.param(command, output, marks=[pytest.mark.slow] if command.startswith(SLOW) else [], id=command)
    for command, output in shown(ROOT / "README.md")
]


@pytest.fixture(scope="module", autouse=True)
def _class() -> None:
    """The bundled class, as `make demo` makes it."""
    subprocess.run([sys.executable, "tests/make_class.py", "build/demo/class"], cwd=ROOT, check=True)


@pytest.mark.skipif(jail.offers().protection != "full", reason=jail.offers().missing)
@pytest.mark.parametrize(("command", "output"), COMMANDS)
def test_a_command_prints_what_the_readme_shows(command: str, output: str) -> None:
    """Each command of the README is run, and prints what stands below it."""
    found = subprocess.run(shlex.split(command), cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert re.fullmatch(pattern(output), found.stdout), found.stdout + found.stderr


def test_the_example_of_a_result_is_a_result() -> None:
    """The example of result.json in the pages for engineers is what the kit would write, name by name."""
    page = (ROOT / "autograder" / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```json\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert json.loads(Result.from_json(example).to_json()) == json.loads(example)
