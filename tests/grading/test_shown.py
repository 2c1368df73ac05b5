"""What a student is shown beside the points: pictures by tests, and the own losses beside a right program's."""

import re
from collections.abc import Callable

import pytest
from conftest import TOY

from autograder.course.assignment import Assignment
from autograder.grading import store
from autograder.grading.grade import Graded, Grader
from autograder.grading.reference import laid_over
from autograder.grading.workers import Setting
from autograder.reports.gallery import beside
from autograder.submission.notebook import from_code

SHOWS = '''
@pytest.mark.task("1.1", points=1)
def test_numbers(record, inputs, show):
    """shows what came out"""
    y = record["double"]["y"]
    show("What came out", y[:3].reshape(3, 1, 1, 1).expand(3, 1, 4, 4), [f"number {n}" for n in range(3)])
    expect.close(y, 2 * inputs["x"], atol=1e-6)
'''
LOSSES = 'return {"y": (y := student.double(inputs["x"])), "clues": {"losses": y[:3].abs().tolist()}}'


@pytest.fixture
def showing(assignment: Callable[..., Assignment]) -> Assignment:
    """The toy with a test that shows three pictures, and with losses."""
    probe = TOY["probe.py"].replace('return {"y": student.double(inputs["x"])}', LOSSES, 1)
    return assignment({"test_visible.py": TOY["test_visible.py"] + SHOWS, "probe.py": probe})


def page(graded: Graded, assignment: Assignment) -> str:
    """The student's page, as it is written."""
    setting = Setting(assignment.root, assignment.name, "shown", True)
    return store.verdict_of(graded, setting)["feedback.html"].decode()


def test_a_test_shows_pictures_of_what_it_saw(showing: Assignment) -> None:
    """Under its title and with their captions, of a wrong answer too; the own loss has the right program's beside it."""
    with Grader(showing, "shown") as grader:
        for more in ([], [TOY["misconceptions/square.py"]]):
            graded = grader.grade(from_code([*laid_over(showing, None), *more], "ada"))
            text = page(graded, showing)
            assert ["number 0", "number 1", "number 2"] == re.findall(r"<figcaption>(.*?)</figcaption>", text)
            assert ("What came out" in text, "Your loss" in text, 2) == (
                True,
                True,
                len(re.findall(r'<path class="(?:line0|right)"', text)),
            )
            again = grader.judge(graded.record)
            shown = grader.shown(grader.judged(graded.result, graded.record, again), graded.record, again)
            assert graded.exhibits == shown.exhibits


def test_who_answers_nothing_is_shown_nothing(showing: Assignment) -> None:
    """No pictures and no curve where there is no answer."""
    with Grader(showing, "shown") as grader:
        text = page(grader.grade(from_code(["x = 1"], "ada")), showing)
        assert ("<figcaption>" in text, "Your loss" in text) == (False, False)


def test_a_loss_that_flies_away_stays_in_its_field() -> None:
    """The scale is the right program's, up to twice its highest loss; what is no number leaves a gap."""
    found = beside({"train": [1.0, 400.0, float("nan"), 2.0]}, [[2.0, 1.0, 0.5, 0.25], [1.0, 1.0, 1.0, 0.5]])
    assert found is not None
    assert (4.0, 4) == (found.top, found.length)
    assert "M0 60L53 0M160 40" == str(found.own["train"])
    assert "M0 40L53 60L107 60L160 70L160 75L107 70L53 60L0 60z" == str(found.band), (
        "there along the higher ends, and back"
    )
    assert beside({"train": [1.0]}, []) is None
    assert beside({}, [[1.0, 2.0]]) is None


def test_the_band_of_a_right_program_is_what_other_seeds_make_of_it(showing: Assignment) -> None:
    """The solution is asked for its losses with other seeds' numbers, once; the band holds its own and is no line."""
    with Grader(showing, "shown") as grader:
        graded = grader.grade(from_code(laid_over(showing, None), "ada"))
        (own,) = graded.record.curves().values()
        assert (6, own) == (len(graded.reference), graded.reference[0])
        assert 6 == len({tuple(curve) for curve in graded.reference})
    with Grader(showing, "shown") as again:
        assert graded.reference == again.losses
        assert again.sandbox._server is None, "they were kept"
