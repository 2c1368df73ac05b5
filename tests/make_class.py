"""Makes the demo's class: submissions of 06_training_loop as 24 students hand them in, right, wrong and broken.

With `--course`, a class of 30 that hands in 01_start and 06_training_loop where nbgrader collects them: three of them too
late, and with `--again` three of them a second time.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.authoring.release import stub
from autograder.course.assignment import BEGIN, END, Assignment, find_course
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


def programs(assignment: Assignment, count: int = len(STUDENTS)) -> list[NotebookNode]:
    """A class's notebooks: a quarter right, five broken, the others wrong in known ways."""
    book = stub(assignment)
    syntax, magics, endless, exits = (answered(assignment, book) for _ in range(4))
    for cell in syntax.cells:
        cell.source = cell.source.replace("def evaluate(", "def evaluate(:")
    magics.cells.insert(0, new_code_cell(MAGICS))
    endless.cells.append(new_code_cell(ENDLESS))
    exits.cells.append(new_code_cell(EXITS))
    overlays = [*assignment.correct[: count // 4 - 1], *assignment.misconceptions]
    right, *others = (answered(assignment, book, source) for source in ["", *(one.source for one in overlays)])
    return [book, syntax, endless, exits, magics, right, *others][:count]


def answered(assignment: Assignment, book: NotebookNode, own: str = "") -> NotebookNode:
    """The notebook that students get, filled in: with their `own` definitions where they have some, as a student writes them."""
    book = nbformat.from_dict(book)
    answers = {
        cell.metadata["task"]: cell.source
        for cell in parse(assignment.solution, "x.py").cells
        if "task" in cell.metadata
    }
    left = ast.parse(own)
    if ast.get_docstring(left) is not None:
        del left.body[0]  # an author's word on it
    for cell in book.cells:
        if cell.cell_type == "code" and cell.metadata.get("task") in answers:
            lines = answers[cell.metadata["task"]].splitlines()
            cell.source = "\n".join(line for line in lines if line.strip() not in (BEGIN, END))
            for node in [node for node in left.body if isinstance(node, KINDS)]:
                if (text := _put(cell.source, node, own)) is not None:
                    cell.source = text
                    left.body.remove(node)
        elif cell.cell_type == "markdown" and cell.metadata.get("nbgrader"):
            cell.source = "A tensor is an array of numbers that knows its gradient."
    if left.body:  # what takes no other's place is needed before it
        first = next(n for n, cell in enumerate(book.cells) if cell.metadata.get("task"))
        book.cells.insert(first, new_code_cell("\n\n".join(_segment(own, node) for node in left.body)))
    return book


KINDS = (ast.FunctionDef, ast.ClassDef)


def _segment(source: str, node: ast.stmt) -> str:
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
    return "\n".join(source.splitlines()[first - 1 : node.end_lineno])


def _put(cell: str, own: ast.stmt, source: str) -> str | None:
    """The cell with a definition in the place of the one that it has by that name, under its docstring; or None."""
    for node in ast.parse(cell).body:
        if isinstance(node, KINDS) and node.name == own.name:
            mine, head = _segment(source, own), own.body[0].lineno
            doc = ast.get_docstring(node, clean=False)
            if doc is not None and ast.get_docstring(own) is None and head > own.lineno:
                lines = source.splitlines()
                top = min([own.lineno, *(one.lineno for one in own.decorator_list)])
                mine = "\n".join(
                    [*lines[top - 1 : head - 1], _segment(cell, node.body[0]), *lines[head - 1 : own.end_lineno]]
                )
            return cell.replace(_segment(cell, node), mine)
    return None


def in_course(root: Path, again: bool) -> None:
    """The class of 30, of whom three are late; or `again`, three whose work did not run, now right."""
    for name, day in DUE.items():
        assignment = find_course(Path(__file__)).find(name)
        pairs = zip(assignment.misconceptions, assignment.correct, strict=False)
        known = [overlay.source for pair in pairs for overlay in pair]  # wrong and right in turn
        book = stub(assignment)
        broken = {3: [ENDLESS], 4: [EXITS], 5: [MAGICS]} if name == "06_training_loop" else {}
        for student in broken if again else range(30):
            hour = 23 if student % 10 == 9 else 20
            mine = "" if again or student in broken else known[student % len(known)]
            handed_in = answered(assignment, book, mine)
            handed_in.cells += [new_code_cell(text) for text in ([] if again else broken.get(student, []))]
            folder = root / "submitted" / (STUDENTS + LATER)[student] / name
            folder.mkdir(parents=True, exist_ok=True)
            nbformat.write(handed_in, folder / f"{name}.ipynb")
            (folder / "timestamp.txt").write_text(f"{day} {hour + again}:00:00 UTC")


def main(folder: Path) -> None:
    """Writes one notebook a student below `folder`."""
    assignment = find_course(Path(__file__)).find("06_training_loop")
    for student, notebook in zip(STUDENTS, programs(assignment), strict=True):
        path = folder / student / f"{assignment.name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)


if __name__ == "__main__":
    folder, *options = sys.argv[1:]
    if "--course" in options:
        in_course(Path(folder), "--again" in options)
    else:
        main(Path(folder))
