"""What a student did that nobody knew becomes a misconception, and all who answer alike read its hint."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Ran, Run
from helpers import command, said, script
from samples import Page

from autograder.course.assignment import Course
from autograder.wall.inside import jail

pytestmark = pytest.mark.skipif(jail.offers().protection != "full", reason=jail.offers().missing)

ADA = '''\
import math as m

def power(x):
    """By Ada."""
    return x ** m.floor(3.2)  # mine

def double(x):
    """Twice."""
    adas_own = power(x)
    note = "ada was here"
    return adas_own
'''
ALAN = "def double(number):\n    return number * number * number\n"
GRACE = "def double(x):\n    return x - 5\n"
LINUS = """\
def double(x):
    y = 2 * x
    if isinstance(x, torch.Tensor):
        x.zero_()
    return y
"""
TOTAL = "def total(x):\n    return x.sum()\n"
HINT = 'How "large" is yours for 3?'


@pytest.fixture(scope="module")
def made(toy: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course, and a class of four: two with one fault that nobody knows, written differently, and two with others."""
    root = tmp_path_factory.mktemp("adopt")
    shutil.copytree(toy.root, root / "course", ignore=shutil.ignore_patterns("__pycache__"))
    for name, code in {"ada": ADA, "alan": ALAN, "grace": GRACE, "linus": LINUS}.items():
        script(root / "class" / f"{name}.py", "import torch", code, TOTAL)
    ran = command("grade", root / "class", "-a", "01_toy", "-o", root / "out", "-j", 1, course=root / "course")
    assert 0 == ran.returncode, ran.stderr
    return root


@pytest.fixture
def graded(made: Path, tmp_path: Path) -> tuple[Course, Path]:
    """A copy of them, to be changed."""
    for name in ("course", "out"):
        shutil.copytree(made / name, tmp_path / name)
    return Course(tmp_path / "course"), tmp_path / "out"


@pytest.fixture
def adopt(graded: tuple[Course, Path], cli: Run) -> Callable[..., Ran]:
    """The command, on that class."""
    course, out = graded

    def run(student: str = "ada", task: str = "1.1", name: str = "cube", hint: str = HINT) -> Ran:
        ends = ("--name", name, "--hint", hint, "-j", 1, "--course", course.root)
        return cli("adopt", out, student, task, *ends)

    return run


def hints(out: Path, student: str) -> set[str]:
    """What a student reads of task 1.1."""
    diagnoses = json.loads((out / student / "result.json").read_text())["diagnoses"]
    return {it["hint"] for it in diagnoses if it["task"] == "1.1"}


def alike(out: Path) -> str:
    """Who answer alike in a way that nobody knows, as the class page has it."""
    page = Page((out / "index.html").read_text())
    return " ".join(page.text.partition("they answer alike:")[2].partition("Map of all")[0].split())


def test_all_who_answer_alike_are_told(graded: tuple[Course, Path], adopt: Callable[..., Ran], cli: Run) -> None:
    """The file holds what is the student's own and nobody's name; judging names both members of the group, and no other."""
    course, out = graded
    before = hints(out, "grace")
    assert "ada alan" in alike(out)
    ran = adopt()
    assert 0 == ran.returncode, ran.stderr
    assert "named in 2 of the class: ada, alan" in said(ran)
    assert f"autograder judge {out} --write" in said(ran)
    (made,) = (one for one in course.assignments[0].misconceptions if one.name == "cube")
    assert (HINT, ["1.1"], ["power", "double"]) == (made.text, made.against, made.defines)
    assert "import math as m" in made.source
    assert "ada" not in made.source.casefold()
    assert "mine" not in made.source
    assert "Twice" not in made.source
    judged = cli("judge", out, "--write", "-j", 1, "--course", course.root)
    assert 0 == judged.returncode, judged.stderr
    assert [{HINT}, {HINT}, before] == [hints(out, student) for student in ("ada", "alan", "grace")]
    assert "" == alike(out)


REFUSED = {
    "There is no result of adda in": {"student": "adda"},
    "Did you mean ada?": {"student": "adda"},
    "ada failed no check of task 1.2; failed: 1.1.": {"task": "1.2"},
    "ada failed no check of task 9.9": {"task": "9.9"},
    "has a misconception square already": {"name": "square"},
    "small letters, digits and _": {"name": "../square"},
    "--hint is what students will read": {"hint": " "},
}


def test_a_task_that_asks_for_no_name_is_about_those_of_its_checks(adopt: Callable[..., Ran]) -> None:
    """What is left as it was is a task of its own; of what its question uses, only what differs is adopted."""
    ran = adopt("linus", "1.3", "empties", "Whose tensor is it?")
    assert 0 == ran.returncode, ran.stderr
    assert "holds double caught fails test_kept named in 1 of the class: linus" in said(ran)


def test_what_cannot_be_adopted_is_said(graded: tuple[Course, Path], adopt: Callable[..., Ran]) -> None:
    """A slip in the command, or a program that does not parse, is one sentence."""
    for sentence, changes in REFUSED.items():
        ran = adopt(**changes)
        assert (2, True) == (ran.returncode, sentence in said(ran)), said(ran)
    path = graded[1] / "ada" / "notebook.ipynb"
    path.write_text(path.read_text().replace("adas_own = power(x)", "adas_own = power(x"))
    ran = adopt()
    assert (2, True) == (ran.returncode, "does not parse" in said(ran))


def test_what_is_not_the_fault_is_not_kept(graded: tuple[Course, Path], adopt: Callable[..., Ran]) -> None:
    """Functions that are right in the solution, and answers that are another's, leave no file and a reason."""
    course, out = graded
    for code, why in {
        "return x + x": "in the solution it passes task 1.1",
        "return x * x": "another known fault answers alike",
        "return x - 7": "does not answer as ada's program does",
    }.items():
        path = out / "ada" / "notebook.ipynb"
        text = path.read_text()
        path.write_text(text.replace("return adas_own", code))
        ran = adopt()
        path.write_text(text)
        assert 1 == ran.returncode
        assert why in said(ran)
        assert "cube" not in {one.name for one in course.assignments[0].misconceptions}
