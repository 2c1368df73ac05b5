"""Forgers of the real course: who answers in the place of the questions, and what is handed in in place of a trained network.

The points are exact. Those of the first kind are what `autograder prove` counts; the README's table has them, too.
"""

import re
from collections.abc import Iterator

import forgers
import pytest
from helpers import ROOT

from autograder.course.assignment import Course
from autograder.grading.grade import Grader
from autograder.grading.reference import SOLUTION, References
from autograder.result import Outcome
from autograder.submission.notebook import from_code

pytestmark = pytest.mark.slow

COURSE = Course(ROOT)
README = (ROOT / "autograder" / "README.md").read_text(encoding="utf-8")
TABLE = {name: float(points) for name, points in re.findall(r"^ *\| (\d\d_\w+) \| ([\d.]+) of", README, re.MULTILINE)}
"""What the README says a forger can have."""


@pytest.mark.parametrize("name", [assignment.name for assignment in COURSE.assignments])
def test_answers_for_another_seed_earn_what_the_readme_says(name: str) -> None:
    """A program that takes the asker's place, with a table of the right answers for another seed, and echoes."""
    assignment = COURSE.find(name)
    before = References(assignment, "before")
    with Grader(assignment, "today") as grader:
        cells = forgers.table(before.of(SOLUTION, grader.sandbox), before.inputs)
        result = grader.grade(from_code(cells, name)).result
    assert TABLE[name] == result.score, [check.name for check in result.checks if check.outcome is Outcome.PASSED]
    assert not any(check.outcome is Outcome.ERROR for check in result.checks)


@pytest.fixture(scope="module")
def digits() -> Iterator[Grader]:
    """A grader of the last assignment."""
    with Grader(COURSE.find("07_digits"), "today") as grader:
        yield grader


@pytest.mark.parametrize(
    ("name", "points"),
    {"neighbours": 0, "neighbours beside a training": 0, "constant": 0, "copied weights": 0}.items(),
)
def test_no_network_that_was_trained(digits: Grader, name: str, points: float) -> None:
    """A nearest neighbour, one answer for all, or weights that were learnt elsewhere: the digits are worth nothing."""
    program = forgers.of_digits(digits.assignment)[name]
    result = digits.grade(from_code(program, name)).result
    print(name, result.score, [(c.name, c.points) for c in result.checks if c.points])
    of_the_digits = [check for check in result.checks if check.task == "7.4"]
    assert not any(check.points for check in of_the_digits)
    assert points == result.score
