"""Assignments of other systems, brought over: scored as there, or in the kit's own form; and what could not be is named."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import make_otter
import nbformat
import pytest
from conftest import Run
from helpers import forked
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell
from nbgrader.api import Gradebook

from autograder.authoring.imported.as_nbgrader import as_nbgrader
from autograder.authoring.imported.book import Case, Step
from autograder.authoring.imported.bring import bring, bring_honest
from autograder.authoring.imported.from_nbgrader import from_nbgrader
from autograder.authoring.imported.from_otter import from_otter, marked
from autograder.authoring.imported.from_pytest import from_pytest
from autograder.authoring.imported.plain import NotPlainError, asked
from autograder.course.assignment import Course
from autograder.course.errors import UsageError
from autograder.grading.grade import Grader
from autograder.grading.reference import laid_over
from autograder.submission.notebook import from_code
from autograder.verdict.judge import collect
from autograder.wall.inside import jail

BIN = Path(sys.executable).parent
ENVIRONMENT = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::UserWarning", "ignore::sqlalchemy.exc.SAWarning"
)
locked_in = pytest.mark.skipif(jail.offers().protection != "full", reason=jail.offers().missing)

RIGHT = {
    "q1": "seconds = 60 * 60 * 24",
    "q2": "def square(x):\n    return x ** 2",
    "q3": "def mean(values):\n    return sum(values) / len(values)",
    "q4": "def largest(values):\n    return sorted(values)[-1]",
    "q5": 'def greet(name):\n    print("Hello, " + name + "!")',
    "q6": "def relu(x):\n    return torch.relu(x)",
    "q8": "table = torch.arange(6).reshape(3, 2)\nparts = [table[0], table[2]]",
    "q9": "def is_prime(n):\n    return n >= 2 and not [k for k in range(2, n) if n % k == 0]",
}
"""Answers of another hand than the solution's."""

CLASS: Mapping[str, tuple[Mapping[str, str], float]] = {
    # Of the 14 points that tests give:
    "ada": (RIGHT, 14),
    "nobody": ({}, 0),
    # A float where an int is shown: 1 of q1 goes, and 1 + 1 of q2, since 144.0 is not shown as 144, and 9.0 == 9 holds.
    "float": (RIGHT | {"q1": "seconds = 86400.0", "q2": "def square(x):\n    return float(x * x)"}, 14 - 1 - 1),
    # Integer division: mean([1, 2, 3]) is shown as 2, and the other two means are whole numbers: 0.5 of q3 goes.
    "floors": (RIGHT | {"q3": "def mean(values):\n    return sum(values) // len(values) if 1 in values else sum(values) / len(values)"}, 14 - 0.5),
    # One of two cases of all or nothing: all 2 of q4 go.
    "absolute": (RIGHT | {"q4": "def largest(values):\n    return max(map(abs, values))"}, 14 - 2),
    # Both cases of q5 go, since the sign is missing; and half of q6, a table being flattened.
    "sloppy": (
        RIGHT
        | {"q5": "def greet(name):\n    print('Hello', name)", "q6": "def relu(x):\n    return torch.relu(x.flatten())"},
        14 - 2 - 0.5,
    ),
    # The last row only: half of q8 goes; 1 is taken for a prime: 1.5 of q9 go.
    "half": (
        RIGHT | {"q8": "parts = [torch.tensor([0, 1])] * 2", "q9": "def is_prime(n):\n    return all(n % k for k in range(2, n)) and n > 0"},
        14 - 0.5 - 1.5,
    ),
}  # fmt: skip
"""Students, their answers, and what they get, reckoned by hand."""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Otter assignment of ten questions."""
    return make_otter.write(tmp_path_factory.mktemp("otter") / "hw01.ipynb")


@pytest.fixture(scope="module")
def course(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """nbgrader's course directory with that assignment brought over and released, and a class that handed it in."""
    root = tmp_path_factory.mktemp("imported")
    (root / "kit" / "solutions").mkdir(parents=True)
    for line in (
        ["init", root / "course", "--course", root / "kit"],
        ["import", "otter", source, "--course", root / "course"],
    ):
        ran = forked("autograder", *line)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    ran = forked("nbgrader", "generate_assignment", "hw01", cwd=root / "course", env=ENVIRONMENT)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for student, (answers, _) in CLASS.items():
        hand_in(root / "course", student, answers)
    return root / "course"


def hand_in(root: Path, student: str, answers: Mapping[str, str]) -> None:
    """Fills in the released notebook and puts it where nbgrader collects it."""
    book = nbformat.read(root / "release" / "hw01" / "hw01.ipynb", 4)
    for cell in book.cells:
        if (name := cell.metadata.get("nbgrader", {}).get("grade_id")) in answers:
            cell.source = answers[name]
    place = root / "submitted" / student / "hw01" / "hw01.ipynb"
    place.parent.mkdir(parents=True)
    nbformat.write(book, place)


def scores(root: Path) -> dict[str, float]:
    """Everybody's points in the gradebook."""
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        return {one.student.id: one.score for one in gradebook.assignment_submissions("hw01")}


EXPECTED = {student: pytest.approx(points) for student, (_, points) in CLASS.items()}

# ---------------------------------------------------------------------------------------------- Otter, as nbgrader has it


def test_students_get_neither_solutions_nor_hidden_tests(course: Path) -> None:
    """The release has prompts, visible tests and points, and nothing of solutions, model answers or hidden cases."""
    text = (course / "release" / "hw01" / "hw01.ipynb").read_text()
    for word in (
        "24 * 60",
        "x * x",
        "clamp",
        "A block of numbers",
        "n % k",
        "144",
        "11.0",
        "3.5",
        "BEGIN",
        "SOLUTION",
        "otter",
    ):
        assert word not in text, word
    for word in ("# seconds = ...", "# def relu(x):", "mean([1, 2, 3])", "**Question 10.**", "# return False"):
        assert word in text, word
    cells = [
        cell.metadata.nbgrader
        for cell in nbformat.read(course / "source" / "hw01" / "hw01.ipynb", 4).cells
        if "nbgrader" in cell.metadata
    ]
    points = {
        f"q{n}": sum(cell.get("points", 0) for cell in cells if cell.grade_id.split("-")[0] == f"q{n}")
        for n in range(1, 11)
    }
    assert make_otter.POINTS == points


@locked_in
def test_a_class_gets_what_its_answers_are_worth(course: Path) -> None:
    """`autograder autograde` gives each of seven students the points reckoned by hand."""
    ran = forked("autograder", "autograde", "hw01", "--course", course)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert EXPECTED == scores(course)


@pytest.mark.slow
def test_stock_nbgrader_gives_the_same(course: Path, tmp_path: Path) -> None:
    """nbgrader without the kit gives the same seven students the same points."""
    stock = shutil.copytree(course, tmp_path / "stock", ignore=shutil.ignore_patterns("autograded", "graded"))
    (stock / "nbgrader_config.py").write_text("c = get_config()\n")
    ran = forked("nbgrader", "autograde", "hw01", cwd=stock, env=ENVIRONMENT, timeout=900)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert EXPECTED == scores(stock)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("otter"), reason="otter-grader is not installed")
def test_otter_itself_gives_the_same(source: Path, tmp_path: Path) -> None:
    """`otter assign` and `otter run` give the same seven students the same points."""
    folder = shutil.copytree(source.parent, tmp_path / "otter")
    subprocess.run(
        ["otter", "assign", "hw01.ipynb", "dist", "--no-run-tests"], cwd=folder, check=True, capture_output=True
    )
    (bundle,) = (folder / "dist" / "autograder").glob("*.zip")
    got = {}
    for student, (answers, _) in CLASS.items():
        book = nbformat.read(folder / "dist" / "student" / "hw01.ipynb", 4)
        cells = []
        for cell in book.cells:
            asked_for = [name for name in answers if f'check("{name}")' in cell.source]
            cells += [new_code_cell(answers[name]) for name in asked_for] + [cell]
        book.cells = cells
        work = folder / student
        work.mkdir()
        nbformat.write(book, work / "hw01.ipynb")
        subprocess.run(
            ["otter", "run", "-a", bundle, "-o", work, work / "hw01.ipynb"], cwd=work, check=True, capture_output=True
        )
        tests = json.loads((work / "results.json").read_text())["tests"]
        got[student] = sum(test.get("score", 0) for test in tests if not test["name"].startswith(("q7", "q10")))
    assert EXPECTED == got


# ------------------------------------------------------------------------------------------------ the kit's own form


@pytest.fixture(scope="module")
def kit(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course of the kit's with that assignment in its own form."""
    root = tmp_path_factory.mktemp("kit")
    (root / "solutions").mkdir()
    brought = bring_honest("otter", source, Course(root))
    assert (10, 16, 13) == (brought.questions, brought.cases, brought.done)
    return Course(root)


def texts(course: Course, name: str = "01_hw01") -> dict[str, str]:
    """The files of an assignment by name."""
    return {path.name: path.read_text() for path in (course.root / "solutions" / name).iterdir()}


@locked_in
def test_honest_checks_pass_the_solution_and_fail_what_is_wrong(kit: Course) -> None:
    """The solution gets all 11.5 points of the 13 plain cases; a wrong square loses those of its two, and reads why."""
    found = kit.find("01_hw01")
    with Grader(found, "seed") as grader:
        cells = laid_over(found, None)
        right = grader.grade(from_code(cells, "ada")).result
        wrong = grader.grade(from_code([*cells, "def square(x):\n    return 9 if x == 3 else 144"], "bob")).result
    assert (11.5, 11.5) == (right.score, right.max_score)
    assert ["test_q2_2"] == [check.name for check in wrong.checks if check.points == 0]


def test_what_is_not_plain_is_to_do_with_its_text_beside_it(kit: Course) -> None:
    """A case that prints or asserts twice stands as a comment in the tests, as the author wrote it, with the reason."""
    visible = texts(kit)["test_visible.py"]
    assert '# TODO 1.5, 1 point: it compares what is printed\n#     greet("Ada")\n#     # Hello, Ada!\n' in visible
    assert "#     assert is_prime(7)\n#     assert not is_prime(8)\n" in visible


def test_hidden_cases_get_numbers_of_their_own(kit: Course) -> None:
    """Of a hidden case neither number nor answer stands in the probe, which students have, nor in the visible tests."""
    files = texts(kit)
    for hidden in ("12", "144", "11.0", "4.5", "table?"):
        assert not re.search(
            rf"(?<![\d.]){re.escape(hidden)}(?![\d.])", files["probe.py"] + files["test_visible.py"]
        ), hidden
    first, again, other = (kit.find("01_hw01").inputs(seed) for seed in ("a", "a", "b"))
    assert first["q3_3_1"].shape == (3,)
    assert first["q3_3_1"].equal(again["q3_3_1"])
    assert not first["q3_3_1"].equal(other["q3_3_1"])


@locked_in
def test_prove_lists_what_is_left_to_do(kit: Course) -> None:
    """`prove` says of the assignment which cases are to do and which checks no misconception fails, and nothing breaks."""
    ran = forked("autograder", "prove", "01_hw01", "--course", kit.root)
    assert (1, "") == (ran.returncode, ran.stderr)
    assert "right ways at full marks  1 of 1" in ran.stdout
    assert "PROBLEM  still to do: test_visible.py, 1.5, 1 point: it compares what is printed" in ran.stdout
    assert "PROBLEM  no misconception fails test_q1_1: can it fail at all?" in ran.stdout


@pytest.mark.parametrize(
    ("case", "value", "right", "room"),
    [
        (Case((Step("f(2)", "4"),)), "student.f(2)", "4", ""),
        (Case((Step("f(2) == 4", "True"),)), "student.f(2)", "4", ""),
        (Case((Step("len(x) > 2", "True"),)), "len(student.x) > 2", "True", ""),
        (Case((Step("print(f(2))", "4", printed=True),)), "str(student.f(2))", "'4'", ""),
        (Case((Step("x", "tensor([1, 2])"),)), "student.x", "torch.tensor([1, 2])", ""),
        (Case((Step("x", "np.float64(0.5)"),)), "student.x", "0.5", ""),
        (Case((Step("assert [1, 2] == f(n=3)"),)), "student.f(n=3)", "[1, 2]", ""),
        (Case((Step("assert f(1) is None, 'why'"),)), "student.f(1)", "None", ""),
        (Case((Step("assert math.isclose(f(1), 0.5)"),)), "float(student.f(1))", "float(0.5)", "atol=0.0, rtol=1e-09"),
        (Case((Step("assert abs(f(1) - 0.5) < 0.01"),)), "float(student.f(1))", "float(0.5)", "atol=0.01"),
        (Case((Step("import pytest\nassert f(1) == pytest.approx(0.5)"),)), "float(student.f(1))", "float(0.5)", "atol=1e-12, rtol=1e-06"),
        (Case((Step("assert np.allclose(f(1), [1, 2], atol=0.1)"),)), "np.asarray(student.f(1), dtype=float)", "np.asarray([1, 2], dtype=float)", "atol=0.1, rtol=1e-05"),
        (Case((Step("assert torch.allclose(f(), torch.tensor([1.0]))"),)), "student.f()", "torch.tensor([1.0])", "atol=1e-08, rtol=1e-05"),
        (Case((Step("assert torch.equal(f(), torch.tensor([1]))"),)), "student.f()", "torch.tensor([1])", ""),
        (Case((Step("def test(env):\n    assert env['f'](1) == 2\ntest(env=globals())"),)), "student.f(1)", "2", ""),
        (Case((Step("[g(k) for k in range(3)]", "[0, 1, 2]"),)), "[student.g(k) for k in range(3)]", "[0, 1, 2]", ""),
        (Case((Step("f(x)"),), by_reference=True), "student.f(student.x)", "", ""),
        (Case((Step("net(inputs)", "1"),)), "student.net(student.inputs)", "1", ""),
    ],
)  # fmt: skip
def test_a_plain_case_is_a_question_and_an_answer(case: Case, value: str, right: str, room: str) -> None:
    """What compares one expression with a value that is written out is asked and judged, with the author's tolerance."""
    (ask,) = asked(case, "q").asks
    assert (value, right, room) == (ask.value, right if case.by_reference else ask.right, ask.room)


@pytest.mark.parametrize(
    "case",
    [
        Case((Step("for x in y:\n    assert f(x)"),)),
        Case((Step("assert f(1) == g(1)"),)),
        Case((Step("assert f(1)"),)),
        Case((Step("assert 1 == 1"),)),
        Case((Step("assert isinstance(f, int)"),)),
        Case((Step("f(1)\nassert x == 1"),)),
        Case((Step("try:\n    f(0)\nexcept ValueError:\n    pass"),)),
        Case((Step("assert open('x').read() == 'y'"),)),
        Case((Step("assert np.allclose(f(1), 0)"),)),
        Case((Step("assert np.allclose(f(1), [1], equal_nan=True)"),)),
        Case((Step("assert f(1) == {1, 2}"),)),
        Case((Step("f(1)", "<object>"),)),
        Case((Step("x", "tensor([1., ..., 2.])"),)),
        Case((Step("f(1)", "a\nb", printed=True),)),
        Case((Step("# nothing"),)),
        Case((Step("inputs = 3\nassert f(inputs) == 3"),)),
        Case((Step("f('secret')", "1"),), hidden=True),
        Case((Step("assert f((2, 3)) == 4"),), hidden=True),
    ],
)
def test_what_is_not_plain_is_refused(case: Case) -> None:
    """Loops, two unknowns, what is only true, files, unknown options, shortened output, hidden words: none is guessed."""
    with pytest.raises(NotPlainError):
        asked(case, "q")


# ------------------------------------------------------------------------------------------------------- other forms


@pytest.mark.parametrize(
    ("otters", "ours"),
    [
        ("x = 5 # SOLUTION", "# x = ...\n{\nx = 5\n}"),
        ("x = 5 # SOLUTION NO PROMPT", "{\nx = 5\n}"),
        ("a, b = 1, 2  #SOLUTION\nc = a", "# a, b = ...\n{\na, b = 1, 2\n}\nc = a"),
        ("def f():\n    return 1 # SOLUTION\nf()", "def f():\n    {\n    return 1\n    }\nf()"),
        ("# BEGIN SOLUTION\nx = 1\n\ny = 2\n# END SOLUTION\nz = 3", "{\nx = 1\n\ny = 2\n}\nz = 3"),
        ("# BEGIN SOLUTION NO PROMPT\nx = 1\n# END SOLUTION\n\"\"\" # BEGIN PROMPT\nx = 0\n\"\"\" # END PROMPT", "{\nx = 1\n}\n# x = 0"),
        ("np.random.seed(1) # SEED\nx = 1", "x = 1"),
        ("if x == 1:\n    pass # SOLUTION\ny = 2 # SOLUTION", "if x == 1:\n    {\n    pass\n    }\n# y = ...\n{\ny = 2\n}"),
        ("x = 5  # the solution", "x = 5  # the solution"),
    ],
)  # fmt: skip
def test_solutions_stand_between_marks(otters: str, ours: str) -> None:
    """All forms in which Otter marks a solution become nbgrader's marks, and what students were to see is a comment."""
    assert ours.replace("{", "### BEGIN SOLUTION").replace("}", "### END SOLUTION") == marked(otters)


def write(path: Path, *cells: NotebookNode, **metadata: object) -> Path:
    """A notebook of these cells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    nbformat.write(new_notebook(cells=[*cells], metadata=metadata), path)
    return path


def test_an_older_notebook_of_otters_is_read(tmp_path: Path) -> None:
    """The form of the first versions, fenced in texts, with tests that a comment marks: the same questions and cases."""
    path = write(
        tmp_path / "old.ipynb",
        new_markdown_cell("# Lab\n```\nBEGIN ASSIGNMENT\ninit_cell: true\n```"),
        new_markdown_cell("```\nBEGIN QUESTION\nname: q1\npoints: 3\n```\n**One.** Add two numbers."),
        new_code_cell("def add(a, b):\n    return a + b # SOLUTION"),
        make_otter.case("# TEST\nadd(1, 2)", "3"),
        make_otter.case("# HIDDEN TEST\nadd(3, 4)", "7"),
        new_markdown_cell("Between."),
        new_markdown_cell("```\nBEGIN QUESTION\nname: q2\nmanual: true\npoints: 2\n```\n**Two.** Why?"),
        new_markdown_cell("**SOLUTION:** Because."),
    )
    book = from_otter(path)
    assert [("q1", None), ("q2", 2.0)] == [(one.name, one.by_hand) for one in book.questions]
    assert [("add(1, 2)", False, 1.5), ("add(3, 4)", True, 1.5)] == [
        (case.steps[0].source, case.hidden, case.points) for case in book.questions[0].cases
    ]
    assert ["text", "written"] == [part.kind for part in book.questions[1].parts]


MADE = """\
OK_FORMAT = True
test = {
    "name": "q1", "points": 2,
    "suites": [{"type": "doctest", "scored": True, "setup": "", "teardown": "", "cases": [
        {"code": ">>> x = add(1, 2)\\n>>> x\\n3", "hidden": False, "locked": False},
        {"code": ">>> for k in range(2):\\n...     print(add(k, k))\\n0\\n2", "hidden": True, "locked": False},
    ]}],
}
"""
FUNCTIONS = """\
from otter.test_files import test_case

OK_FORMAT = False
name = "q2"
points = None


@test_case(points=3, hidden=False)
def test_public(add):
    assert add(2, 2) == 4
"""


def test_what_otter_has_made_is_read(tmp_path: Path) -> None:
    """A notebook with `grader.check` and the files of `tests/`: the calls go, and the tests stand in their place."""
    path = write(
        tmp_path / "lab.ipynb",
        new_code_cell('import otter\ngrader = otter.Notebook("lab.ipynb")\nimport math'),
        new_code_cell("def add(a, b):\n    return a + b # SOLUTION"),
        new_code_cell('grader.check("q1")'),
        new_markdown_cell("Between."),
        new_code_cell('grader.check("q2")'),
        new_code_cell("grader.check_all()"),
    )
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "q1.py").write_text(MADE)
    (tmp_path / "tests" / "q2.py").write_text(FUNCTIONS)
    book = from_otter(path)
    made = [(cell.source, cell.metadata.get("nbgrader", {}).get("points")) for cell in as_nbgrader(book).cells]
    assert "import math" == made[0][0].strip()
    assert ("x = add(1, 2)\nassert repr(x) == '3'", 1.0) in made
    assert ('def test_public(add):\n    assert add(2, 2) == 4\n\ntest_public(add=globals().get("add"))', 3.0) in made
    assert "assert printed.getvalue().rstrip() == '0\\n2'" in made[3][0]
    assert "otter" not in str(made)
    assert "grader" not in str([text for text, _ in made])


def nbgraders(path: Path) -> Path:
    """A source notebook of nbgrader's: a task with visible and hidden asserts, an autotest, one in words."""
    plain = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}

    def cell(made: NotebookNode, **about: object) -> NotebookNode:
        made.metadata["nbgrader"] = plain | {"cell_type": made.cell_type} | about
        return made

    return write(
        path,
        new_markdown_cell("# Lists"),
        cell(new_code_cell("def head(values):\n    ### BEGIN SOLUTION\n    return values[0]\n    ### END SOLUTION"), solution=True, grade_id="head"),
        cell(
            new_code_cell("assert head([4, 5]) == 4\n### BEGIN HIDDEN TESTS\nassert head([7, 9, 8]) == 7\n### END HIDDEN TESTS"),
            grade=True, locked=True, points=4, grade_id="test_head",
        ),
        cell(new_code_cell("### AUTOTEST head([1, 2]); head([3])"), grade=True, locked=True, points=2, grade_id="auto"),
        cell(new_markdown_cell("Because a list has an order."), grade=True, solution=True, points=3, grade_id="why"),
    )  # fmt: skip


def test_nbgraders_own_is_taken_as_it_is(tmp_path: Path) -> None:
    """Its source version goes into the course directory byte for byte, with the data beside it."""
    path = nbgraders(tmp_path / "from" / "lists.ipynb")
    (path.parent / "data.csv").write_text("1,2\n")
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "nbgrader_config.py").write_text("")
    brought = bring("nbgrader", path.parent, tmp_path / "course")
    there = tmp_path / "course" / "source" / "lists"
    assert [there / "lists.ipynb", there / "data.csv"] == brought.paths
    assert path.read_bytes() == (there / "lists.ipynb").read_bytes()
    assert [] == brought.left


def test_all_notebooks_of_an_assignment_of_nbgraders_come_along(tmp_path: Path) -> None:
    """A folder with two notebooks and a folder of data keeps its names; a hidden file stays where it is."""
    for name in ("one", "two"):
        nbgraders(tmp_path / "ps1" / f"{name}.ipynb")
    for name in ("data/x.csv", ".git/config"):
        (tmp_path / "ps1" / name).parent.mkdir()
        (tmp_path / "ps1" / name).write_text("x")
    (tmp_path / "nbgrader_config.py").write_text("")
    brought = bring("nbgrader", tmp_path / "ps1", tmp_path)
    there = tmp_path / "source" / "ps1"
    assert [there / "data" / "x.csv", there / "one.ipynb", there / "two.ipynb"] == brought.paths
    assert (4, 8) == (brought.questions, brought.cases)


@locked_in
def test_nbgraders_own_in_the_kits_form(tmp_path: Path) -> None:
    """Visible and hidden asserts share a cell's points; an autotest asks for the solution's value; all of it grades."""
    (tmp_path / "solutions").mkdir()
    brought = bring_honest("nbgrader", nbgraders(tmp_path / "lists.ipynb"), Course(tmp_path))
    assert (2, 4, 4) == (brought.questions, brought.cases, brought.done)
    assert ["4 points for all of a cell", "2 points for all of a cell"] == [left.what for left in brought.left]
    found = Course(tmp_path).find("01_lists")
    with Grader(found, "seed") as grader:
        cells = laid_over(found, None)
        right = grader.grade(from_code(cells, "ada")).result
        wrong = grader.grade(from_code([*cells, "def head(values):\n    return min(values)"], "bob")).result
    assert (6.0, 6.0) == (right.score, right.max_score)
    assert "passed" == next(check.outcome.value for check in wrong.checks if check.visible)


def test_nbgraders_older_form_is_to_be_renewed(tmp_path: Path) -> None:
    """Metadata of an older form is named with the command of nbgrader's own that renews it."""
    path = nbgraders(tmp_path / "lists.ipynb")
    path.write_text(path.read_text().replace('"schema_version": 3', '"schema_version": 1'))
    with pytest.raises(UsageError, match="form 1, not 3; run `nbgrader update"):
        from_nbgrader(path)


def program(folder: Path) -> Path:
    """A folder as GitHub Classroom has it: a module, tests, and what each test is worth."""
    files = {
        "words.py": '"""Words."""\nimport math\n\nLIMIT = 3\n\n\ndef shout(text):\n    """In capitals."""\n    return text.upper()\n\n\n'
        "class Counter:\n    def __init__(self):\n        self.n = 0\n\n    def step(self):\n        self.n += 1\n        return self.n\n",
        "test_words.py": "import pytest\n\nimport words\nfrom words import Counter, shout\n\n\n"
        "def test_shout():\n    assert shout('a') == 'A'\n\n\n"
        "@pytest.mark.parametrize('text, loud', [('b', 'B'), ('', '')])\ndef test_more(text, loud):\n    assert words.shout(text) == loud\n\n\n"
        "def test_counter():\n    counter = Counter()\n    counter.step()\n    assert counter.step() == 2\n\n\n"
        "def test_file(tmp_path):\n    assert shout('x') == 'X'\n",
        ".github/classroom/autograding.json": '{"tests": [{"name": "a", "run": "pytest test_words.py::test_shout", "points": 5}]}',
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_a_folder_with_pytest_files_becomes_a_notebook(tmp_path: Path) -> None:
    """Functions are questions, their bodies solutions; tests are cells with their points; a fixture is named as left."""
    book = from_pytest(program(tmp_path / "words"))
    made = as_nbgrader(book)
    assert ["test_words.py, test_file"] == [left.where for left in book.left]
    assert "it needs the fixture tmp_path" == book.left[0].why
    code = "\n".join(cell.source for cell in made.cells)
    space: dict[str, object] = {}
    exec(code, space)  # our own example: the tests hold for the solution
    points = [cell.metadata.nbgrader.points for cell in made.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    assert [5, 0.5, 0.5, 1] == points
    shout = next(cell.source for cell in made.cells if "def shout" in cell.source)
    assert shout.startswith('def shout(text):\n    """In capitals."""\n    ### BEGIN SOLUTION\n    return text.upper()')


@locked_in
def test_pytest_files_in_the_kits_form(tmp_path: Path) -> None:
    """Single asserts become checks, the test in three lines is to do, and the module's solution passes."""
    (tmp_path / "solutions").mkdir()
    brought = bring_honest("pytest", program(tmp_path / "words"), Course(tmp_path))
    assert (4, 3) == (brought.cases, brought.done)
    found = Course(tmp_path).find("01_words")
    with Grader(found, "seed") as grader:
        right = grader.grade(from_code(laid_over(found, None), "ada")).result
    assert (6.0, 6.0) == (right.score, right.max_score)
    assert "#     counter.step()" in "".join(path.read_text() for path in found.tests).replace("#         ", "#     ")


# --------------------------------------------------------------------------------------------------- what goes wrong


def only(tmp_path: Path, *cells: NotebookNode) -> Path:
    """A notebook of these cells between a good beginning and nothing."""
    return write(tmp_path / "bad.ipynb", *cells)


Q1 = "# BEGIN QUESTION\nname: q1"


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["# BEGIN QUESTION\npoints: 2"], "cell 1: a question without a name; write `name: q1`"),
        ([Q1, "# BEGIN SOLUTION", "# END QUESTION"], "cell 3: END QUESTION, but END SOLUTION is missing before it"),
        ([Q1], "q1 has no END QUESTION"),
        ([Q1, Q1], "BEGIN QUESTION inside q1"),
        (["# BEGIN TESTS"], "cell 1: BEGIN TESTS outside a question"),
        ([Q1, "# END TESTS"], "cell 2: END TESTS, but nothing was begun"),
        (["# BEGIN QUESTION\nname: [q1"], "cell 1: its settings are no YAML"),
        ([Q1, "# END QUESTION", Q1], "two questions 'q1'"),
        (["# BEGIN QUESTION\nname: !!python/object/apply:os.getcwd []"], "cell 1: its settings are no YAML"),
        ([], "no BEGIN QUESTION and no tests of Otter's"),
    ],
)
def test_marks_out_of_order_are_named(tmp_path: Path, cells: list[str], says: str) -> None:
    """Marks that are missing, doubled or no YAML: one sentence with the cell and what to do."""
    with pytest.raises(UsageError) as error:
        from_otter(only(tmp_path, *map(new_raw_cell, cells)))
    assert says in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("points", "says"),
    [("-1", "numbers from 0 on"), ("many", "numbers from 0 on"), ("[1, 2]", "points for 2 cases, but there are 1")],
)
def test_points_that_are_none_are_named(tmp_path: Path, points: str, says: str) -> None:
    """Points below 0, in words, or for another number of cases are refused with the question's name."""
    cells = [new_raw_cell(f"{Q1}\npoints: {points}"), new_raw_cell("# BEGIN TESTS"), make_otter.case("1", "1")]
    with pytest.raises(UsageError, match="q1") as error:
        from_otter(only(tmp_path, *cells, new_raw_cell("# END TESTS"), new_raw_cell("# END QUESTION")))
    assert says in str(error.value)


def test_nothing_of_an_assignment_is_run(tmp_path: Path) -> None:
    """Code that would leave a trace, in a cell, a test, a test file and a module, leaves none while it is brought over."""
    trace = tmp_path / "trace"
    evil = f"open({str(trace)!r}, 'w')"
    cells = [new_code_cell(evil), new_raw_cell(Q1), new_raw_cell("# BEGIN TESTS"), make_otter.case(f"{evil}\nx", "1")]
    cells += [new_raw_cell("# END TESTS"), new_raw_cell("# END QUESTION")]
    path = write(tmp_path / "in" / "hw.ipynb", *cells)
    (path.parent / "tests").mkdir()
    (path.parent / "tests" / "q1.py").write_text(evil)
    program(tmp_path / "words")
    for name in ("words.py", "test_words.py"):
        file = tmp_path / "words" / name
        file.write_text(file.read_text() + f"\n{evil}\n")
    (tmp_path / "solutions").mkdir()
    assert as_nbgrader(from_otter(path)).cells
    assert bring_honest("pytest", tmp_path / "words", Course(tmp_path)).done
    assert not trace.exists()


def test_no_text_of_an_assignment_becomes_code(tmp_path: Path) -> None:
    """A name, a comment or a shown text that would end a text or a line does not: loading probe and tests leaves no trace."""
    trace = tmp_path / "trace"
    evil = f"open({str(trace)!r}, 'w')"
    name = json.dumps(f'q1"""\n{evil}\n"""\r{evil}')
    cells = [
        new_raw_cell(f"# BEGIN QUESTION\nname: {name}"),
        new_raw_cell("# BEGIN TESTS"),
        make_otter.case("x", "1"),
        make_otter.case(f"for k in y:\n    pass\n# b\x0c{evil}", "2"),
        make_otter.case("x", f'"""\n{evil}\n"""'),
        make_otter.case("print(x)", printed=f"\r{evil}"),
        new_raw_cell("# END TESTS"),
        new_raw_cell("# END QUESTION"),
    ]
    (tmp_path / "solutions").mkdir()
    assert 3 == bring_honest("otter", write(tmp_path / "hw.ipynb", *cells), Course(tmp_path)).done
    found = Course(tmp_path).find("01_hw")
    assert 3 == len(found.probes)
    assert 3 == len(collect(found))
    assert not trace.exists()


def test_nothing_is_overwritten_and_what_is_wrong_is_said(cli: Run, source: Path, kit: Course, tmp_path: Path) -> None:
    """A name that is taken, a folder that is no course, a system or file that is not there: status 2 and one sentence."""
    before = texts(kit)
    for arguments, says in {
        (
            "otter",
            source,
            "--honest",
            "--as",
            "01_other",
            "--course",
            kit.root,
        ): "01_hw01 is there already, with tasks 1.1",
        ("otter", source, "--honest", "--as", "other", "--course", kit.root): "'other' is no name for an assignment",
        ("otter", source, "--course", tmp_path): "is no course directory of nbgrader's; `autograder init",
        ("latex", source): "There is no system 'latex'. There are: nbgrader, otter, pytest.",
        ("otter", tmp_path / "none.ipynb"): "There is no ",
        ("otter", tmp_path): "there is no notebook; name one",
        ("pytest", tmp_path): "there is no test_*.py in it",
        ("nbgrader", source): "no cell has nbgrader's metadata",
    }.items():
        ran = cli("import", *arguments)
        assert (2, "") == (ran.returncode, ran.stdout), arguments
        assert says in " ".join(ran.stderr.split())
    assert before == texts(kit)


def test_the_command_prints_what_was_left(cli: Run, source: Path, tmp_path: Path) -> None:
    """The files, how many cases came over, and a line with place and reason for each thing that did not; status 1."""
    (tmp_path / "solutions").mkdir()
    ran = cli("import", "otter", source, "--honest", "--course", tmp_path)
    assert 1 == ran.returncode
    assert "10 questions; 13 of 16 cases brought over" in ran.stdout
    assert re.search(r"LEFT  q10 +3 points by hand +the kit's tasks by hand are in words", ran.stdout)
