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
from autograder.verdict.judge import Judgement, same_form

pytestmark = pytest.mark.slow

COURSE = Course(ROOT)
README = (ROOT / "autograder" / "README.md").read_text(encoding="utf-8")
TABLE = {name: float(points) for name, points in re.findall(r"^ *\| (\d\d_\w+) \| ([\d.]+) of", README, re.MULTILINE)}
"""What the README says a forger can have."""


def judged(grader: Grader, cells: list[str]) -> Judgement:
    """What a program earns behind the wall; why it does not earn more is nobody's question here."""
    record = grader.sandbox.run(grader.references.job(cells)).record
    return grader.judge(same_form(record, grader.expected))


@pytest.mark.parametrize("name", [assignment.name for assignment in COURSE.assignments])
def test_answers_for_another_seed_earn_what_the_readme_says(name: str) -> None:
    """A program that takes the asker's place, with a table of the right answers for another seed, and echoes."""
    assignment = COURSE.find(name)
    before = References(assignment, "before")
    with Grader(assignment, "today") as grader:
        cells = forgers.table(before.of(SOLUTION, grader.sandbox), before.inputs)
        found = judged(grader, cells)
    assert TABLE[name] == found.score, [check.name for check in found.checks if check.outcome is Outcome.PASSED]
    assert not found.faults


@pytest.fixture(scope="module")
def digits() -> Iterator[Grader]:
    """A grader of the last assignment."""
    with Grader(COURSE.find("07_digits"), "today") as grader:
        yield grader


@pytest.mark.parametrize(
    ("name", "points"),
    {"neighbours": 9.5, "neighbours beside a training": 14.5, "constant": 12, "copied weights": 10}.items(),
)
def test_no_network_that_was_trained(digits: Grader, name: str, points: float) -> None:
    """A nearest neighbour, one answer for all, or weights that were learnt elsewhere: nothing for the digits, and all else as it is."""
    found = judged(digits, forgers.of_digits(digits.assignment)[name])
    earned = {check.name: check.points for check in found.checks if check.points}
    assert not [check for check in found.checks if check.task == "7.4" and check.points]
    assert (points, []) == (found.score, found.faults), earned
