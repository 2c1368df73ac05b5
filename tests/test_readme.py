"""The pages' commands do what the pages show."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import ROOT, forked

from autograder.result import Result
from autograder.wall.inside import jail

BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
STEP = re.compile(r"^```(?:python (\S+)\n(.*?)|console\n(.*?))^```", re.MULTILINE | re.DOTALL)
"""A step of the tutorial: what is added to a file, or commands."""
ENVIRONMENT = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "80"}
SLOW = ("autograder prove", "autograder release", "autograder package gradescope", "autograder init")


def text(page: str) -> str:
    """A page of the repository."""
    return (ROOT / page).read_text(encoding="utf-8")


def shown(block: str) -> list[tuple[str, str]]:
    """The commands of a block, each with the output that is shown; those of make are what CI runs."""
    pairs = [tuple(part.split("\n", 1)) for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(command, output) for command, output in pairs if not command.startswith("make ")]  # type: ignore[misc]


def pattern(output: str) -> str:
    """What a shown output must match: `...` stands for any lines; versions and places differ between machines."""
    text = re.escape(output)
    text = re.sub(r"(?m)^\\\.\\\.\\\.\\?\n", "(?:.*\n)*?", text)
    text = re.sub(r"(?m)^(ok\\ \\ \\ \\ )(Python|torch|Linux).*$", r"\1\2 .*", text)
    return re.sub(r"\d+(?=\\ attacks)", r"\\d+", text)


def prints(command: str, output: str, printed: str) -> bool:
    """Whether a command printed what is shown; the lines of a class come as its submissions are done, in any order."""
    if command.startswith("autograder grade build/demo/class "):
        return all(re.search(rf"(?m)^{pattern(line)}$", printed) for line in output.splitlines() if line != "...")
    return re.fullmatch(pattern(output), printed) is not None


BLOCKS = [
    pytest.param(block, marks=[pytest.mark.slow] if commands[0][0].startswith(SLOW) else [], id=commands[0][0])
    for page in ("README.md", "autograder/README.md")
    for block in BLOCK.findall(text(page))
    if (commands := shown(block))
]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a command prints and returns there."""
    return subprocess.run(
        shlex.split(command, comments=True), cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )


def follow(block: str, folder: Path) -> None:
    """Gives a block's commands one after the other, and sees whether each prints what stands below it."""
    for command, output in shown(block):
        if command.startswith("cd "):
            folder /= command.removeprefix("cd ")
            continue
        program, *arguments = shlex.split(command, comments=True)
        quick = program in ("autograder", "nbgrader")
        found = (
            forked(program, *arguments, cwd=folder, env=ENVIRONMENT, timeout=1800) if quick else run(command, folder)
        )
        assert prints(command, output, found.stdout), found.stdout + found.stderr


def with_more(file: str, code: str) -> str:
    """A file with more code at its end, or with a function in the place of the one that has its name."""
    name = re.match(r"def \w+", code)
    old = name and re.search(rf"(?ms)^{name[0]}\b.*?(?=^\S|\Z)", file)
    return file.replace(old[0], f"{code}\n\n") if old else f"{file}\n\n{code}"


@pytest.fixture(scope="module", autouse=True)
def _class() -> None:
    """The bundled class, as `make demo` makes it, and no course directory yet."""
    for folder in ("course", "own"):
        shutil.rmtree(ROOT / "build" / folder, ignore_errors=True)
    subprocess.run([sys.executable, "tests/make_class.py", "build/demo/class"], cwd=ROOT, check=True)


@pytest.mark.skipif(jail.offers().protection != "full", reason=jail.offers().missing)
@pytest.mark.parametrize("block", BLOCKS)
def test_commands_print_what_the_readme_shows(block: str) -> None:
    """The commands of each block of the README are run, and print what stands below them."""
    follow(block, ROOT)


@pytest.mark.slow
@pytest.mark.skipif(jail.offers().protection != "full", reason=jail.offers().missing)
def test_the_tutorial_leads_to_a_proven_assignment_and_a_graded_submission(tmp_path: Path) -> None:
    """Who follows the page for authors, block by block, sees what it shows and ends with what it promises."""
    (tmp_path / "solutions").mkdir()
    for file, code, block in STEP.findall(text("solutions/README.md")):
        if file:
            path = tmp_path / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(with_more(path.read_text(), code) if path.exists() else code)
        follow(block, tmp_path)
    assert 2.0 == Result.from_json((tmp_path / "build/graded/ada/result.json").read_text()).score


STUDENTS = [
    command for block in BLOCK.findall(text("assignments/README.md")) for command in block.splitlines()
    if command.startswith("autograder ") and "watch" not in command
]  # fmt: skip
"""The commands of the page for students. To install is tried in an environment of its own, by test_student.py."""


@pytest.mark.parametrize("command", STUDENTS)
def test_the_commands_for_students_work_where_the_page_says(command: str, tmp_path: Path) -> None:
    """Who types a command of the students' page, in the folder it speaks of, gets a table and not a complaint."""
    shutil.copytree(ROOT / "assignments" / "06_training_loop", tmp_path / "assignments" / "06_training_loop")
    (tmp_path / "assignments" / "digits").symlink_to(ROOT / "assignments" / "digits")
    (tmp_path / "assignments" / "06_training_loop" / "mine.py").write_text("def train_step():\n    pass\n")
    found = run(command, tmp_path)
    assert (int("check" in command), "") == (found.returncode, found.stderr)
    assert found.stdout.lstrip().startswith("06_training_loop ")


def test_the_example_of_a_result_is_a_result() -> None:
    """The example of result.json in the pages for engineers is what the kit would write, name by name."""
    (example,) = re.findall(r"^```json\n(.*?)^```", text("autograder/README.md"), re.MULTILINE | re.DOTALL)
    assert json.loads(Result.from_json(example).to_json()) == json.loads(example)
