"""Makes the demo's class: submissions of 06_training_loop as 24 students hand them in, right, wrong and broken.

With `--course`, a class of 30 that hands in 01_start and 06_training_loop where nbgrader collects them: three of them too
late, and with `--again` three of them a second time.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder.authoring.release import stub
from autograder.course.assignment import BEGIN, END, Assignment, find_course
from autograder.grading.reference import laid_over
from autograder.submission.notebook import parse

STUDENTS = (
    "abel ada alan anita barbara claude donald edsger emmy frances grace hedy ida john "
    "karen katherine leslie linus mary niklaus radia sofya tim vera"
).split()
LATER = "agnes blaise emil george maria srinivasa".split()
"""Those of the class of 30 who are not in the demo's."""
DUE = {"01_start": "2027-01-31", "06_training_loop": "2027-03-07"}
"""The days on which they hand in, until 22 o'clock."""

ENDLESS = """
def train_step(model, inputs, targets, criterion, optimizer):
    while True:
        pass
"""
EXITS = """
import os

def evaluate(model, loader, criterion, device):
    os._exit(0)
"""
MAGICS = """
%matplotlib inline
!pip install torch
%time print("ready")
"""


def programs(assignment: Assignment, count: int = len(STUDENTS)) -> list[list[str]]:
    """A class's programs, each as code cells: a quarter right, five broken, the others wrong in known ways."""
    solution = laid_over(assignment, None)
    empty = [cell.source for cell in stub(assignment).cells if cell.cell_type == "code"]
    syntax = [cell.replace("def evaluate(", "def evaluate(:") for cell in solution]
    broken = [empty, syntax, [*solution, ENDLESS], [*solution, EXITS], [MAGICS, *solution]]
    right = [solution, *(laid_over(assignment, overlay) for overlay in assignment.correct[: count // 4 - 1])]
    wrong = [laid_over(assignment, overlay) for overlay in assignment.misconceptions]
    return [*broken, *right, *wrong][:count]


def answered(assignment: Assignment, book: NotebookNode, more: list[str]) -> NotebookNode:
    """The notebook that students get, filled in; `more` are cells of their own, which may spoil it."""
    book = nbformat.from_dict(book)
    answers = {
        cell.metadata["task"]: cell for cell in parse(assignment.solution, "x.py").cells if "task" in cell.metadata
    }
    for cell in book.cells:
        if cell.cell_type == "code" and cell.metadata.get("task") in answers:
            lines = answers[cell.metadata["task"]].source.splitlines()
            cell.source = "\n".join(line for line in lines if line.strip() not in (BEGIN, END))
        elif cell.cell_type == "markdown" and cell.metadata.get("nbgrader"):
            cell.source = "A tensor is an array of numbers that knows its gradient."
    book.cells += [new_code_cell(text) for text in more]
    return book


def in_course(root: Path, again: bool) -> None:
    """The class of 30, of whom three are late; or `again`, three whose work did not run, now right."""
    for name, day in DUE.items():
        assignment = find_course(Path(__file__)).find(name)
        pairs = zip(assignment.misconceptions, assignment.correct, strict=False)
        known = [[overlay.source] for pair in pairs for overlay in pair]  # wrong and right in turn
        book = stub(assignment)
        broken = {3: [ENDLESS], 4: [EXITS], 5: [MAGICS]} if name == "06_training_loop" else {}
        for student in broken if again else range(30):
            hour = 23 if student % 10 == 9 else 20
            more = [] if again else broken.get(student, known[student % len(known)])
            folder = root / "submitted" / (STUDENTS + LATER)[student] / name
            folder.mkdir(parents=True, exist_ok=True)
            nbformat.write(answered(assignment, book, more), folder / f"{name}.ipynb")
            (folder / "timestamp.txt").write_text(f"{day} {hour + again}:00:00 UTC")


def main(folder: Path) -> None:
    """Writes one notebook a student below `folder`."""
    assignment = find_course(Path(__file__)).find("06_training_loop")
    for student, cells in zip(STUDENTS, programs(assignment), strict=True):
        path = folder / student / f"{assignment.name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        notebook = new_notebook(cells=[new_code_cell(cell.strip("\n")) for cell in cells])
        path.write_text(nbformat.writes(notebook), encoding="utf-8")


if __name__ == "__main__":
    folder, *options = sys.argv[1:]
    if "--course" in options:
        in_course(Path(folder), "--again" in options)
    else:
        main(Path(folder))
