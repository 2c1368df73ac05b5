"""The tables read back as they were, and no cell is a formula."""

from __future__ import annotations

import csv
import io

import pytest
from samples import HOSTILE, TITLES, graded, hostile, not_graded

from autograder.reports import csv_table
from autograder.result import one_line


def test_the_csv_has_a_row_per_submission() -> None:
    """The points of each task have a column, cells are empty where nothing was graded, lines end as RFC 4180 says."""
    text = csv_table.render(
        [graded("grace", "pppp"), graded("ada", "pfse", protection="none", id="7", late=True), not_graded()]
    )
    expected = [
        ["student", "id", "file", "status", "score", "max_score", "6.1", "6.2", "6.3", "6.4", "failed", "misconceptions",
         "flagged", "why", "late", "protection"],
        ["grace", "", "work.ipynb", "graded", "10", "10", "1", "2", "3", "4", "", "", "no", "", "no", "full"],
        ["ada", "7", "work.ipynb", "graded", "1", "10", "1", "0", "0", "0", "6.2:test_2", "keeps_gradients", "yes", "",
         "yes", "none"],
        ["turing", "", "work.ipynb", "ungraded", "", "6", "", "", "", "", "", "", "yes", "the file is empty", "no", "full"],
    ]  # fmt: skip
    assert expected == list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert text.count("\n") == text.count("\r\n") == 4


def test_the_checks_have_a_table_of_their_own() -> None:
    """`checks.csv` counts the outcomes of each check; a statistic is a number, and empty where it cannot be had."""
    table = csv_table.checks([graded("ada", "pp"), graded("alan", "fp"), graded("grace", "pf")])
    expected = [
        ["task", "check", "title", "passed", "failed", "skipped", "error", "difficulty", "discrimination"],
        ["6.1", "test_1", TITLES["6.1"], "2", "1", "0", "0", "0.667", "-0.500"],
        ["6.2", "test_2", TITLES["6.2"], "2", "1", "0", "0", "0.667", "-0.500"],
    ]
    assert expected == list(csv.reader(io.StringIO(table, newline=""), strict=True))


def test_a_csv_cell_reads_back_as_it_was() -> None:
    """Commas, quotes, semicolons and letters of all the world come back unchanged."""
    name = 'Ada "Countess" Lovelace, née Byron; 数'
    rows = list(csv.reader(io.StringIO(csv_table.render([graded(name)]), newline=""), strict=True))
    assert name == rows[1][0]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_csv_cell_is_a_formula(text: str) -> None:
    """A cell that a spreadsheet would compute begins with an apostrophe, and is otherwise the cleaned text."""
    written = csv_table.render([hostile(text)])
    written.encode()
    rows = list(csv.reader(io.StringIO(written, newline=""), strict=True))
    assert [] == [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r\n\uff1d"))]
    assert one_line(text) == rows[1][0].removeprefix("'")
    assert 2 == len(rows)
