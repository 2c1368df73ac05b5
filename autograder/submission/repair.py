"""Mends what tools and hands did to a notebook, by the notebook as it was released.

Colab, VS Code and copying lose metadata, double ids and delete locked cells. The cells of a submission are matched with
those of the released notebook: by nbgrader's id, by the cell's id, by their text, by what they define, and by what
stands before them. Cells that cannot be matched are the student's own and stay as they are.
"""

import re
from itertools import pairwise
from typing import Final

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_locked, is_solution

PUT_BACK: Final = "put_back"
"""The key of a cell's metadata that says that it was not in the submission."""
_ID: Final = r"[a-zA-Z0-9_-]{1,64}"
"""What the id of a cell may be, by the notebook format."""


def repair(nb: NotebookNode, released: NotebookNode) -> list[str]:
    """Mends `nb` in place by the released notebook, and says in a sentence each what it mended."""
    said = []
    for number, cell in enumerate(nb.cells, 1):
        if "id" in cell and not re.fullmatch(_ID, str(cell.id)):
            cell.id = f"renewed-{number}"
            said.append(f"cell {number} had an id that notebooks may not have")
        cell.metadata.pop(PUT_BACK, None)
    wanted = [cell for cell in released.cells if grade_id(cell)]
    before = {grade_id(cell): dict(cell.metadata.nbgrader) for cell in nb.cells if grade_id(cell)}
    matched = _match(nb.cells, released.cells)
    for cell in nb.cells:
        if grade_id(cell) and id(cell) not in {id(found) for found in matched.values()}:
            said.append(f"a second cell with the id {grade_id(cell)} is taken for the student's own")
            del cell.metadata["nbgrader"]
    for cell in wanted:
        if grade_id(cell) in matched:
            mine = matched[grade_id(cell)]
            if grade_id(cell) not in before:
                said.append(f"cell {grade_id(cell)} had lost its metadata")
            mine.metadata.update(cell.metadata)
            if is_locked(cell) and "tags" not in cell.metadata:  # by one, a cell would not be run
                mine.metadata.pop("tags", None)
            if mine.cell_type != cell.cell_type:
                said.append(f"cell {grade_id(cell)} was a {mine.cell_type} cell")
                _retype(mine, cell.cell_type)
        elif is_locked(cell) or is_grade(cell):
            said.append(f"cell {grade_id(cell)} had been deleted")
            nb.cells.insert(_place(nb.cells, released.cells, cell), _put_back(cell))
    return said


def grade_id(cell: NotebookNode) -> str:
    """nbgrader's id of a cell, empty if it has none."""
    metadata = cell.metadata.get("nbgrader")
    return str(metadata.get("grade_id", "")) if isinstance(metadata, dict) else ""


def _match(cells: list[NotebookNode], released: list[NotebookNode]) -> dict[str, NotebookNode]:
    """For each id of nbgrader's the cell of the submission that it belongs to, as far as there is one."""
    matched: dict[str, NotebookNode] = {}
    taken: set[int] = set()

    def take(original: NotebookNode, found: list[NotebookNode]) -> None:
        if found:
            # Of a copy and its original, the one with work in it, and of two such, the later.
            best = max(enumerate(found), key=lambda pair: (pair[1].source != original.source, pair[0]))[1]
            matched[grade_id(original)] = best
            taken.add(id(best))

    ways = (
        lambda cell, other: grade_id(cell) == grade_id(other),
        lambda cell, other: not grade_id(other) and cell.get("id", 1) == other.get("id", 2),
        lambda cell, other: not grade_id(other) and cell.source.strip() == other.source.strip(),
        lambda cell, other: not grade_id(other) and bool(_defined(cell)) and _defined(cell) <= _defined(other),
    )
    for way in ways:
        for cell in released:
            if grade_id(cell) and grade_id(cell) not in matched:
                take(cell, [other for other in cells if id(other) not in taken and way(cell, other)])
    given = {cell.source.strip() for cell in released if not grade_id(cell)}
    for before, cell in pairwise(released):  # an answer in writing: what follows its question and was not handed out
        if grade_id(cell) and grade_id(cell) not in matched and is_solution(cell):
            for question, answer in pairwise(cells):
                same = question.source.strip() == before.source.strip() and answer.cell_type == cell.cell_type
                if same and id(answer) not in taken and answer.source.strip() not in given:
                    take(cell, [answer])
    return matched


def _defined(cell: NotebookNode) -> set[str]:
    if cell.cell_type != "code":
        return set()
    return set(re.findall(r"^(?:async )?(?:def|class)\s+(\w+)", cell.source, re.MULTILINE))


def _place(cells: list[NotebookNode], released: list[NotebookNode], cell: NotebookNode) -> int:
    """Where a deleted cell belongs: behind the nearest cell before it that is still there."""
    at = next(index for index, other in enumerate(released) if grade_id(other) == grade_id(cell))
    for earlier in reversed(released[:at]):
        for index, other in enumerate(cells):
            if (grade_id(earlier) and grade_id(other) == grade_id(earlier)) or other.source == earlier.source:
                return index + 1
    return 0


def _put_back(cell: NotebookNode) -> NotebookNode:
    """A released cell for a notebook that has it no more. An answer is not as it was: that would be 0 points at once."""
    made = nbformat.from_dict(cell)
    made.metadata[PUT_BACK] = True
    if is_grade(cell) and is_solution(cell):
        comment = "# " if cell.cell_type == "code" else ""
        made.source = f"{comment}This cell was missing from the submission, so a person has to look.\n\n{cell.source}"
    return made


def _retype(cell: NotebookNode, kind: str) -> None:
    cell.cell_type = kind
    if kind == "code":
        cell.outputs, cell.execution_count = [], None
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
