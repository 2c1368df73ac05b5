"""Makes what students get out of what authors write, by nbgrader's own conversion."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import nbformat
from nbformat.v4 import new_notebook
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, IncludeHeaderFooter, InstantiateTests, SaveCells

from autograder.course import BEGIN, END, Assignment, AuthorError
from autograder.notebook import parse


class ClearAnswers(ClearSolutions):  # type: ignore[misc]
    """nbgrader's ClearSolutions, with a stub that names the task."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> Any:
        """Replaces the answer by ``raise NotImplementedError("Task 6.2: ...")``."""
        self.code_stub = {"python": f'raise NotImplementedError("Task {cell.metadata.get("task")}: not written yet")'}
        return super().preprocess_cell(cell, resources, index)


def source(assignment: Assignment, points: Mapping[str, float]) -> nbformat.NotebookNode:
    """The notebook with answers in it and nbgrader's metadata: what nbgrader calls the source version.

    `points` are those of each task's visible checks. Raises AuthorError for an answer cell without a task.
    """
    cells = []
    for index, cell in enumerate(parse(assignment.solution, "solution.py").cells):
        cell.id = f"{assignment.name}-{index}"
        cell.metadata = _metadata(assignment, cell, points)
        cells.append(cell)
    return new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )


def _metadata(assignment: Assignment, cell: nbformat.NotebookNode, points: Mapping[str, float]) -> dict[str, Any]:
    task = cell.metadata.get("task")
    if cell.cell_type == "code" and (BEGIN in cell.source) != (task is not None and END in cell.source):
        rule = 'an answer cell starts with `# %% task="6.2"` and has both BEGIN and END SOLUTION'
        raise AuthorError(f"{assignment.name}/solution.py: {rule}")
    plain = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
    name = assignment.name
    if cell.cell_type == "markdown" and cell.metadata.get("manual") == "true":
        kind = {"grade": True, "solution": True, "points": float(cell.metadata["points"]), "cell_type": "markdown"}
        return {"task": task, "nbgrader": plain | kind | {"grade_id": f"{name}-{_id(task)}"}}
    if task is not None:
        return {
            "task": task,
            "nbgrader": plain | {"solution": True, "grade_id": f"{name}-{_id(task)}", "cell_type": "code"},
        }
    if checked := re.fullmatch(r"check\(\"([\d.]+)\"\)", cell.source.strip()):
        task = checked[1]
        kind = {"grade": True, "locked": True, "points": points.get(task, 0.0), "cell_type": "code"}
        return {"nbgrader": plain | kind | {"grade_id": f"{name}-{_id(task)}-check"}}
    return {}


def _id(task: str) -> str:
    return task.replace(".", "-")  # nbgrader allows no dots


def stub(assignment: Assignment, points: Mapping[str, float] | None = None) -> nbformat.NotebookNode:
    """The student's notebook, as nbgrader's GenerateAssignment makes it: answers stripped, cells locked, checksums.

    Its steps are taken in its order, save those that need a gradebook or look for other files.
    """
    notebook: nbformat.NotebookNode = source(assignment, points or {})
    for step in GenerateAssignment().preprocessors:
        if step not in (IncludeHeaderFooter, InstantiateTests, SaveCells):
            notebook, _ = (ClearAnswers if step is ClearSolutions else step)().preprocess(notebook, {})
    return notebook
