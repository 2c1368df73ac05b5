"""One slip costs once: a check is asked again with the reference's definitions of what its question is not about."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course.assignment import Assignment, Course
from autograder.course.errors import AuthorError
from autograder.grading.grade import Graded, Grader
from autograder.grading.reference import laid_over
from autograder.grading.workers import Setting
from autograder.record.answers import Record
from autograder.result import Outcome, Result, Usage
from autograder.submission.notebook import from_code

Make = Callable[..., Assignment]

CHAIN = {
    "solution.py": '''\
# %%
import torch

PARTS = 2

# %% task="1.1"
def half(x):
    """The half of x."""
    ### BEGIN SOLUTION
    return x / PARTS
    ### END SOLUTION

# %% task="1.2"
def quarter(x):
    """The quarter of x, by two halves."""
    ### BEGIN SOLUTION
    return half(half(x))
    ### END SOLUTION

# %% task="1.3"
def eighth(x):
    """The eighth of x, by the others."""
    ### BEGIN SOLUTION
    return half(quarter(x))
    ### END SOLUTION
''',
    "probe.py": """\
import torch

def inputs(seed):
    return {"x": torch.randn(5, generator=torch.Generator().manual_seed(seed))}

def probe_half(student, inputs):
    return {"y": student.half(inputs["x"])}

def probe_quarter(student, inputs):
    return {"y": student.quarter(inputs["x"]), "clues": {"half": type(student["half"]).__name__}}

def probe_eighth(student, inputs):
    return {"y": student.eighth(inputs["x"])}

def probe_all(student, inputs):
    return {"y": student.half(inputs["x"]) + student.quarter(inputs["x"])}
""",
    "test_visible.py": '''\
import pytest
from autograder import expect

@pytest.mark.task("1.1", points=1)
def test_half(record, inputs):
    """gives the half"""
    expect.close(record["half"]["y"], inputs["x"] / 2, atol=1e-6)

@pytest.mark.task("1.2", points=2)
def test_quarter(record, inputs):
    """gives the quarter"""
    expect.close(record["quarter"]["y"], inputs["x"] / 4, atol=1e-6)
''',
    "test_hidden.py": '''\
import pytest
from autograder import expect

@pytest.mark.task("1.3", points=4)
def test_eighth(record, inputs):
    """gives the eighth"""
    expect.close(record["eighth"]["y"], inputs["x"] / 8, atol=1e-6)

@pytest.mark.task("1.4", points=8, needs="1.2")
def test_all(record, inputs):
    """gives both at once"""
    expect.close(record["all"]["y"], 0.75 * inputs["x"], atol=1e-6)
''',
    "misconceptions/square.py": None, "misconceptions/tensors_only.py": None, "misconceptions/in_place.py": None,
    "misconceptions/average.py": '"""Is a third a half?"""\ndef half(x):\n    return x / 3\n',
    "correct/addition.py": None, "correct/loop.py": None,
}  # fmt: skip

THIRD = "def half(x): return x / 3"


def chained(root: Path) -> Grader:
    """A grader of three functions, each of which calls those before it."""
    folder = root / "solutions" / "01_chain"
    for name, text in CHAIN.items():
        if text is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    return Grader(Course(root).find("01_chain"), "tests")


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory, warm: None) -> Iterator[Grader]:
    """The grader of the chain."""
    with chained(tmp_path_factory.mktemp("chain")) as grader:
        yield grader


def solve(grader: Grader, *more: str) -> Graded:
    """The solution with more cells after it, graded."""
    return grader.grade(from_code([*laid_over(grader.assignment, None), *more], "ada"))


def points(result: Result) -> dict[str, float]:
    """The points by task."""
    return {check.task: check.points for check in result.checks}


def followed(result: Result) -> dict[str, tuple[str, ...]]:
    """By task the names that were right when it passed."""
    return {check.task: check.followed for check in result.checks if check.followed}


def test_a_slip_costs_its_own_task_alone(chain: Grader) -> None:
    """What only uses a wrong function passes with a right one, and says so; the hint stands where the slip is."""
    result = solve(chain, THIRD).result
    assert {"1.1": 0.0, "1.2": 2.0, "1.3": 4.0, "1.4": 0.0} == points(result)
    assert {"1.2": ("half",), "1.3": ("half",)} == followed(result)
    assert ["1.1", "1.4"] == [check.task for check in result.checks if check.outcome is Outcome.FAILED]
    assert ["1.1"] == [diagnosis.task for diagnosis in result.diagnoses if diagnosis.misconception]
    assert all(not check.rationale for check in result.checks if check.followed)


def test_a_stub_costs_its_own_task_alone(chain: Grader) -> None:
    """A function that was never written takes no other with it."""
    result = solve(chain, 'def half(x): raise NotImplementedError("Task 1.1")').result
    assert {"1.2": ("half",), "1.3": ("half",)} == followed(result)


def test_a_cell_that_stops_for_want_of_an_earlier_one_is_run_with_it(chain: Grader) -> None:
    """What a cell tries out at once does not keep it from defining what comes below."""
    cells = laid_over(chain.assignment, None)
    cells[1] = "def half(x): raise ValueError"
    cells[2] = f"half(1.0)\n{cells[2]}"
    result = chain.grade(from_code(cells, "ada")).result
    assert {"1.2": ("half",), "1.3": ("half",)} == followed(result)


def test_two_slips_cost_both_their_tasks(chain: Grader) -> None:
    """What comes after two wrong functions passes with both right; a wrong one is not lifted by one before it."""
    result = solve(chain, THIRD, "def quarter(x): return half(x)").result
    assert {"1.1": 0.0, "1.2": 0.0, "1.3": 4.0, "1.4": 0.0} == points(result)
    assert {"1.3": ("half", "quarter")} == followed(result)


def test_functions_that_call_each_other_do_not_lift_each_other(chain: Grader) -> None:
    """Of two that each leave the work to the other, the first stays wrong, since only earlier names are replaced."""
    for half, quarter in (("2 * quarter(x)", "half(x) / 2"), ("-quarter(x)", "-half(x)")):
        result = solve(chain, f"def half(x): return {half}", f"def quarter(x): return {quarter}").result
        assert 0.0 == points(result)["1.1"]
        assert 0.0 == points(result)["1.4"]
    assert 0.0 == points(result)["1.2"]


def test_what_the_question_is_about_is_never_replaced(chain: Grader) -> None:
    """A check that asks for two functions stays wrong when one of them is."""
    assert "1.4" not in followed(solve(chain, THIRD).result)


def test_nothing_is_asked_again_where_nothing_can_be_lifted(chain: Grader) -> None:
    """The right program, and one whose last function is wrong, cost one child."""
    assert {} == solve(chain).record.again
    assert {} == solve(chain, "def eighth(x): return x").record.again
    assert {} == solve(chain, "def eighth(x): return x / 8", "def quarter(x): return x / 4", THIRD).record.again


def test_a_check_about_several_together_asks_for_those_that_are_left(assignment: Make) -> None:
    """What rests on three functions, and is about none alone, passes with one of them right, whatever it waited for.

    Two are replaced only where both have been right in something; where all are wrong, nothing of it would be the program's own.
    """
    together = {
        "probe.py": CHAIN["probe.py"].replace(  # type: ignore[union-attr]
            'student.half(inputs["x"]) + student.quarter(inputs["x"])',
            'student["half"](inputs["x"]) + 2 * student["eighth"](inputs["x"]) + 0 * student["quarter"](inputs["x"])',
        ),
        "test_hidden.py": CHAIN["test_hidden.py"].replace('needs="1.2"', 'needs="test_quarter"')  # type: ignore[union-attr]
        + "".join(
            f'\n@pytest.mark.task("{task}", points=0)\ndef test_form_of_{name}(record):\n    """gives a tensor"""\n'
            f'    expect.tensor(record["{name}"]["y"], shape=[5])\n'
            for task, name in (("1.1", "half"), ("1.2", "quarter"))
        ),
    }  # fmt: skip
    quarter, eighth, unwritten = (
        "def quarter(x): return x / 5",
        "def eighth(x): return x / 8",
        "def quarter(x): return None",
    )
    with Grader(assignment(CHAIN | together), "tests") as grader:

        def whole(*cells: str) -> tuple[str, ...]:
            return followed(solve(grader, *cells).result).get("1.4", ())

        assert ("half",) == whole(THIRD)
        assert ("half", "quarter") == whole(THIRD, quarter, eighth)
        assert () == whole(THIRD, unwritten, eighth)
        assert () == whole(THIRD, quarter, "def eighth(x): return x / 9")


def test_a_known_slip_of_an_earlier_task_explains_a_question_about_the_same_function(assignment: Make) -> None:
    """Where all numbers are those of a misconception that goes against an earlier task alone, nothing else is wrong.

    Whatever value its constant has. But only if what is asked about has been right in something: who does nothing may have
    the same numbers.
    """
    hint = '"""Is a third a half?\n\ntask = 1.1\n"""\nPARTS = 4  # or 3, 5\ndef half(x):\n    return x / PARTS\n'
    right = CHAIN["test_hidden.py"] + (  # type: ignore[operator]
        '\n@pytest.mark.task("1.1", points=0)\ndef test_form(record):\n    """gives a tensor"""\n'
        '    expect.tensor(record["half"]["y"], shape=[5])\n'
    )
    with Grader(assignment(CHAIN | {"misconceptions/average.py": hint}), "tests") as grader:
        assert {"1.1": 0.0, "1.2": 2.0, "1.3": 4.0, "1.4": 0.0} == points(solve(grader, THIRD).result)
    with Grader(assignment(CHAIN | {"misconceptions/average.py": hint, "test_hidden.py": right}), "tests") as grader:
        once, twice = solve(grader, THIRD).result, solve(grader, THIRD, "def quarter(x): return x / 5").result
        assert ("Is a third a half?",) == once.hints("1.1")
        assert ({"1.1": 0.0, "1.2": 2.0, "1.3": 4.0, "1.4": 8.0}, ("half",)) == (points(once), followed(once)["1.4"])
        assert {"1.1": 0.0, "1.2": 0.0, "1.3": 4.0, "1.4": 0.0} == points(twice)
        graded = solve(grader, THIRD)
        assert graded.result == grader.judged(graded.result, graded.record)


def test_a_check_that_waited_is_made_when_what_it_waited_for_passes(assignment: Make) -> None:
    """Whatever waits for a check that passes in the end does not wait any more, and says by what."""
    waits = CHAIN["test_hidden.py"].replace('"1.3", points=4', '"1.3", points=4, needs="test_quarter"')  # type: ignore[union-attr]
    with Grader(assignment(CHAIN | {"test_hidden.py": waits}), "tests") as grader:
        right = "def eighth(x): return x / 8"
        assert {"1.2": ("half",), "1.3": ("half",)} == followed(solve(grader, THIRD, right).result)


def test_judging_again_needs_no_run(chain: Grader) -> None:
    """The saved answers of both runs give the same result, and those of a run before there were any the points of the first."""
    graded = solve(chain, THIRD)
    again = chain.judged(graded.result, Record.unpack(graded.record.pack()))
    assert graded.result == again
    old = Record(graded.record)
    assert {"1.1": 0.0, "1.2": 0.0, "1.3": 0.0, "1.4": 0.0} == points(chain.judged(graded.result, old))


def test_the_result_is_read_again_also_without_the_field(chain: Grader) -> None:
    """Files that were written before still say what they said."""
    result = solve(chain, THIRD).result
    assert result == Result.from_json(result.to_json())
    (half, *_) = Result.from_json(result.to_json().replace('"followed": []', '"needs": []')).checks
    assert () == half.followed


@pytest.mark.parametrize(("share", "earned"), [("0.5", 1.0), ("1", 2.0), ("0", 0.0)])
def test_a_course_says_what_such_points_are_worth(assignment: Make, share: str, earned: float) -> None:
    """The share of `follow_through`, or nothing at all; another share makes other results."""
    made = assignment(CHAIN)
    before = Setting.of(made, "tests")
    (made.root / "solutions" / "course.toml").write_text(f"follow_through = {share}\n")
    with Grader(made, "tests") as grader:
        graded = solve(grader, THIRD)
    assert earned == points(graded.result)["1.2"]
    assert bool(earned) == bool(graded.record.again)
    assert "solutions/course.toml" in made.files, "what another machine gets"
    assert (share == "1") == (before == Setting.of(made, "tests"))


@pytest.mark.parametrize("value", ["2", "-0.5", "true", '"all"', "nan"])
def test_a_share_that_is_none_is_refused(assignment: Make, value: str) -> None:
    """The sentence says what it must be."""
    made = assignment(CHAIN)
    (made.root / "solutions" / "course.toml").write_text(f"follow_through = {value}\n")
    with pytest.raises(AuthorError, match="follow_through is a number from 0 to 1"):
        Setting.of(made, "tests")


def test_reports_say_with_what_it_passed(chain: Grader) -> None:
    """In the terminal and on the page."""
    from autograder.reports import html, terminal

    result = replace(solve(chain, THIRD).result, usage=Usage())
    assert "gives the quarter (with a right `half`)" in terminal.render(result)
    assert "with a right <code>half</code>" in html.render(result)
