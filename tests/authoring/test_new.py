"""A new assignment begins with one that works; test_readme.py follows it through the tutorial."""

from pathlib import Path

import pytest

from autograder.authoring.new import new
from autograder.course.assignment import Course
from autograder.course.errors import AuthorError
from autograder.grading.grade import Grader
from autograder.grading.reference import laid_over
from autograder.submission.notebook import from_code
from autograder.verdict.judge import collect
from autograder.wall.inside import jail


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course with one assignment, just begun."""
    (tmp_path / "solutions").mkdir()
    new(Course(tmp_path), "08_my_topic")
    return Course(tmp_path)


def test_a_new_assignment_is_whole(course: Course) -> None:
    """It has a title from its name, a visible and a hidden check, wrong ways and a right one."""
    found = course.find("08_my_topic")
    assert "# # Assignment 8: my topic" in found.solution.splitlines()
    assert [("8.1", True), ("8.1", False)] == [(check.task, check.visible) for check in collect(found)]
    assert (["in_place", "square"], ["addition"]) == (
        [overlay.name for overlay in found.misconceptions], [overlay.name for overlay in found.correct]
    )  # fmt: skip


@pytest.mark.skipif(jail.offers().protection != "full", reason=jail.offers().missing)
def test_a_new_assignment_grades(course: Course) -> None:
    """Its solution gets full points, and a wrong way does not and reads its hint."""
    found = course.find("08_my_topic")
    with Grader(found, "seed") as grader:
        right, wrong = (
            grader.grade(from_code(laid_over(found, overlay), "ada")).result
            for overlay in (None, found.misconceptions[0])
        )
    assert (2.0, 1.0) == (right.score, wrong.score)
    assert ["in_place"] == [diagnosis.misconception for diagnosis in wrong.diagnoses]


@pytest.mark.parametrize("name", ["mine", "8_mine", "08-mine", "08_", "08_Mine", "../08_mine", "08_mine/x", ""])
def test_a_name_that_is_none_is_refused(course: Course, name: str) -> None:
    """A name that is not two digits and words is refused with an example, and nothing is written."""
    with pytest.raises(AuthorError, match="08_my_topic"):
        new(course, name)
    assert ["08_my_topic"] == [path.name for path in (course.root / "solutions").iterdir()]


@pytest.mark.parametrize("name", ["08_my_topic", "08_other"])
def test_what_is_there_is_never_overwritten(course: Course, name: str) -> None:
    """A name that is taken, or whose number is, is refused, and the files there stay as they are."""
    path = course.root / "solutions" / "08_my_topic" / "solution.py"
    path.write_text("mine\n")
    with pytest.raises(AuthorError, match=r"08_my_topic is there already, with tasks 8\.1"):
        new(course, name)
    assert "mine\n" == path.read_text()
