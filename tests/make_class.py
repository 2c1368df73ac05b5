"""Makes the demo's class of 24: submissions of 06_training_loop as students hand them in, right, wrong and broken."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course import Assignment, find_course
from autograder.reference import laid_over
from autograder.release import stub

STUDENTS = (
    "abel ada alan anita barbara claude donald edsger emmy frances grace hedy ida john "
    "karen katherine leslie linus mary niklaus radia sofya tim vera"
).split()

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


def programs(assignment: Assignment) -> list[list[str]]:
    """The class's programs, each as code cells: the same number as there are students."""
    solution = laid_over(assignment, None)
    empty = [cell.source for cell in stub(assignment).cells if cell.cell_type == "code"]
    syntax = [cell.replace("def evaluate(", "def evaluate(:") for cell in solution]
    broken = [empty, syntax, [*solution, ENDLESS], [*solution, EXITS], [MAGICS, *solution]]
    right = [solution, *(laid_over(assignment, overlay) for overlay in assignment.correct[:5])]
    wrong = [laid_over(assignment, overlay) for overlay in assignment.misconceptions]
    return [*broken, *right, *wrong][: len(STUDENTS)]


def main(folder: Path) -> None:
    """Writes one notebook a student below `folder`."""
    assignment = find_course(Path(__file__)).find("06_training_loop")
    for student, cells in zip(STUDENTS, programs(assignment), strict=True):
        path = folder / student / f"{assignment.name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        notebook = new_notebook(cells=[new_code_cell(cell.strip("\n")) for cell in cells])
        path.write_text(nbformat.writes(notebook), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
