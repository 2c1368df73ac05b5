"""The notebooks as students run them: every cell has a purpose, shows something and costs grading nothing."""

import re
from pathlib import Path

import nbformat
import pytest
from helpers import ROOT, command, said
from make_class import answered
from nbclient import NotebookClient

from autograder.authoring.release import stub
from autograder.course.assignment import Assignment, find_course
from autograder.submission.notebook import COLAB, TRY, Submission, from_cells, parse

COURSE = find_course(ROOT)
PARTS = ["start", "tensors", "network", "activations", "loss and optimizer", "training loop", "digits"]
every = pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda assignment: assignment.name)


def solution(assignment: Assignment) -> Submission:
    """The notebook with its answers, as a submission."""
    return parse(assignment.solution, "solution.py")


@every
def test_a_notebook_says_where_one_is(assignment: Assignment) -> None:
    """The first cell tells what is learnt, how long it takes and where in the course one is; the cell for Colab is folded below."""
    title, colab = stub(assignment).cells[:2]
    assert re.search(r"\*About .+\.\* You will learn", title.source)
    here = PARTS[COURSE.assignments.index(assignment)]
    assert " → ".join(f"**{part}**" if part == here else part for part in PARTS) in title.source
    assert colab.source.startswith(COLAB)
    assert colab.metadata["jupyter"]["source_hidden"]


@every
def test_a_notebook_ends_with_a_summary(assignment: Assignment) -> None:
    """The last cell says what was learnt and what comes next, with a page of PyTorch's documentation and a tutorial."""
    text = stub(assignment).cells[-1].source
    assert text.startswith("## What you have learnt")
    assert re.search(r"\*\*(Next|What comes next)\*\*", text)
    assert ["docs", "tutorials"] == re.findall(r"https://docs\.pytorch\.org/(docs|tutorials)/", text)


@every
def test_grading_waits_for_nothing_that_is_only_tried(assignment: Assignment) -> None:
    """None of the cells to try things is run while the solution is graded."""
    ran = {source for source in solution(assignment).code if source.startswith(TRY)}
    assert set() == ran
    assert any(cell.source.startswith(TRY) for cell in solution(assignment).cells)


@every
def test_a_task_that_is_not_done_stops_no_other_cell(assignment: Assignment) -> None:
    """Jupyter goes on below a cell to try things that meets a task which is not done yet."""
    tried = [cell for cell in stub(assignment).cells if cell.source.startswith(TRY)]
    assert [["raises-exception"]] * len(tried) == [cell.metadata.get("tags") for cell in tried]


@pytest.mark.slow
@every
def test_a_notebook_runs_from_top_to_bottom(assignment: Assignment, tmp_path: Path) -> None:
    """With the solution in it every cell runs, every check is passed, and every cell to try things shows something."""
    book = answered(assignment, stub(assignment))
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(assignment.released)}}).execute()
    nbformat.validate(book)
    for cell in book.cells:
        outputs = cell.get("outputs", [])
        assert [] == [output for output in outputs if output.output_type == "error"]
        assert outputs or not cell.source.startswith(TRY), cell.source
        assert not [output for output in outputs if "failed" in output.get("data", {}).get("text/html", "")]
        assert "stderr" not in {output.get("name") for output in outputs}, cell.source


# --------------------------------------------------------------------------------------------- what a student makes of it

OWN = "def double(x):\n    return helper(x)"


@pytest.mark.parametrize(
    "tried",
    [
        "# Try it: my own.\ndef helper(x):\n    return 2 * x",
        "# Try it: my own.\nfrom mine import helper",
        "# Try it: my own.\nhelper = lambda x: 2 * x",
        "# Try it: my own.\ndouble.rate = 2",
        "# Try it: my own.\nsetattr(double, 'rate', 2)",
    ],
    ids=["function", "import", "name", "attribute", "setattr"],
)
def test_what_a_task_needs_is_run_wherever_it_stands(tried: str) -> None:
    """Who writes a helper into a cell to try things loses nothing: such a cell is run, and so is what it needs."""
    before = "# Try it: before.\nrate_of_mine = 2"
    more = f"{tried}\nrate_of_mine"
    cells = [nbformat.v4.new_code_cell(text) for text in (before, more, OWN, "# Try it: nothing.\nprint(double(2))")]
    assert [before, more, OWN, ""] == from_cells(cells, "ada", "ada.ipynb").code


def test_what_a_docstring_says_needs_no_cell() -> None:
    """A word in a docstring or in a comment is no name that a cell has to make."""
    cells = [
        nbformat.v4.new_code_cell(text)
        for text in ('def double(x):\n    """Gives back shown."""\n    # shown', "# Try it\nshown = double(2)")
    ]
    assert "" == from_cells(cells, "ada", "ada.ipynb").code[1]


def test_what_the_course_gives_to_notebooks_is_there_when_they_are_graded(tmp_path: Path) -> None:
    """Who shows the progress, or writes a function that needs the digits of a cell to try things, loses nothing."""
    assignment = COURSE.find("02_tensors")
    book = answered(assignment, stub(assignment))
    (cell,) = (cell for cell in book.cells if cell.source.startswith("def image_to_tensor"))
    cell.source = cell.source.replace("    return ", "    assert scans.shape[1:] == (28, 28)\n    return ")
    book.cells.insert(0, nbformat.v4.new_code_cell("from autograder import check, progress\nprogress()"))
    nbformat.write(book, tmp_path / "ada.ipynb")
    ran = command("grade", tmp_path / "ada.ipynb", "-a", assignment.name, "-o", tmp_path / "out", course=COURSE.root)
    assert "15 / 15" in said(ran)
    assert "note" not in ran.stdout
