"""The terminal says what a result holds, and nothing a student wrote becomes more than text."""

from __future__ import annotations

import re

import pytest
from samples import HINT, HOSTILE, TITLES, check, graded, hostile

from autograder.reports import html, terminal
from autograder.reports.words import STAMPS, points
from autograder.result import Diagnosis, Outcome, clean, one_line

# ----------------------------------------------------------------------------------------------------------- the words


@pytest.mark.parametrize(("number", "text"), [(2.0, "2"), (0.5, "0.5"), (1 / 3, "0.33"), (100.0, "100"), (0.0, "0")])
def test_points_are_written_as_people_write_them(number: float, text: str) -> None:
    """Whole points have no decimals, others at most two."""
    assert text == points(number)


def test_clean_text_keeps_newlines_and_tabs() -> None:
    """Newlines and tabs are layout; whole escape sequences and all other controls go."""
    assert "a\n\tbred title" == clean("a\n\tb\x1b[31mred\x1b[0m\x1b]0;evil\x07 \x85title\u202e\ud800\x00")


def test_clean_text_ends_in_an_ellipsis_when_cut() -> None:
    """A text over the limit is as long as the limit, with the ellipsis."""
    assert "abc…" == clean("abcdef", 4)


def test_clean_text_within_the_limit_is_whole() -> None:
    """A text of just the limit is not cut."""
    assert "abcd" == clean("abcd", 4)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_one_line_is_one_printable_line(text: str) -> None:
    """Whatever comes in, one short line that a terminal prints as it stands comes out."""
    line = one_line(text)
    assert [line] == line.splitlines()
    assert (True, True) == (line.isprintable(), len(line) <= 2000)


# ------------------------------------------------------------------------------------------------------ the terminal


def test_the_table_speaks_in_the_voice_of_the_kit() -> None:
    """One failure, one fact, at most one hint; points end in one column."""
    expected = """\
06_training_loop                                           1 / 6 points
  ok    6.1  one step returns the loss as a number         1 / 1
  FAIL  6.2  three steps move the weights as they should   0 / 2
             after step 2 fc1.weight is off by 4.1e-2 (tolerance 1e-6); after step 1 it was right
             hint: step 1 was right and step 2 was not: what is still lying in `.grad` when the
                   second batch arrives?
  wait  6.3  the loss of an epoch is the mean over samples (needs 6.2)
"""
    assert expected == terminal.render(graded())


def test_an_error_is_not_the_students() -> None:
    """An error leaves the points open and says that a person will look."""
    expected = """\
06_training_loop                                           1 / 3 points so far
  ok    6.1  one step returns the loss as a number         1 / 1
  ERR   6.2  three steps move the weights as they should   ? / 2
             The kit could not make this check, no fault of yours: a person will look at it.
  note  a shell line was skipped
"""
    assert expected == terminal.render(graded(outcomes="pe", notes=("a shell line was skipped",)))


def test_the_table_says_when_there_was_no_sandbox() -> None:
    """The stamp is the second line."""
    table = terminal.render(graded(protection="none"))
    assert f"  {STAMPS['none']}" == table.splitlines()[1]


def test_a_hint_is_given_once_per_task() -> None:
    """Two failed checks of one task have one hint, below the last of them."""
    checks = (check("6.2", Outcome.FAILED), check("6.2", Outcome.FAILED, name="test_momentum", title="momentum too"))
    table = terminal.render(graded(checks=checks))
    assert 1 == table.count("hint:")
    assert table.index("momentum too") < table.index("hint:")


def test_a_task_that_passed_needs_no_hint() -> None:
    """A hint stands below a failure only."""
    result = graded(outcomes="pp", diagnoses=(Diagnosis("6.2", "keeps_gradients", HINT),))
    assert [False, False] == ["lying in" in terminal.render(result), "lying in" in html.render(result)]


def test_a_skipped_check_names_a_check_by_its_title() -> None:
    """Students know a test by its title; only what did not pass is named."""
    checks = (
        check("6.1", Outcome.PASSED),
        check("6.2", Outcome.FAILED),
        check("6.3", Outcome.SKIPPED, needs=("6.1", "test_2")),
    )
    assert f"(needs “{TITLES['6.2']}”)" in terminal.render(graded(checks=checks), width=200)


@pytest.mark.parametrize("width", [20, 40, 60, 200])
def test_the_table_keeps_to_its_width(width: int) -> None:
    """No line is wider than asked, down to a width at which nothing fits any more."""
    longest = max(map(len, terminal.render(graded(outcomes="pfse"), width=width).splitlines()))
    assert longest <= max(width, 54)


def test_colour_is_only_colour() -> None:
    """The coloured table, without its colours, is the plain one."""
    coloured = terminal.render(graded(outcomes="pfse"), color=True)
    assert "\x1b[32mok" in coloured
    assert terminal.render(graded(outcomes="pfse")) == re.sub(r"\x1b\[[0-9;]*m", "", coloured)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_table_shows_hostile_text_as_text(text: str) -> None:
    """No control reaches the terminal, no markup is interpreted, and no line of ours can be imitated."""
    table = terminal.render(hostile(text))
    assert [] == [line for line in table.splitlines() if not line.isprintable()]
    assert [] == [line for line in table.splitlines() if line.startswith("  ok    6.9")]
    assert one_line(text)[:20] in table
    assert 50_000 > len(table.encode())


def test_many_submissions_take_a_line_each() -> None:
    """A line has the student, the score, and what did not pass."""
    lines = [terminal.line(graded("ada", "pppp")), terminal.line(graded("grace", "pfse", protection="none"))]
    expected = [
        "ada                         10 / 10",
        "grace                        1 / 10  FAIL 6.2  wait 6.3  ERR 6.4  (keeps_gradients)  graded without the sandbox",
    ]
    assert expected == lines


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_line_stays_one_line(text: str) -> None:
    """Hostile text neither breaks the line nor steers the terminal."""
    line = terminal.line(hostile(text))
    assert (True, True) == (line.isprintable(), len(line) < 500)
