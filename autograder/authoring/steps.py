"""The steps from a notebook with answers to what students get: nbgrader's, and ours among them."""

from collections.abc import Iterable
from typing import Any, Final

from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor, SaveCells
from traitlets.config import Config
from traitlets.utils.importstring import import_item

VISIBLE: Final = "visible_points"
"""The key of a check cell's metadata that says how many of its points students can check for themselves."""


class ClearAnswers(ClearSolutions):  # type: ignore[misc]
    """nbgrader's ClearSolutions, with a stub that names the task where a cell has one, and no setting says otherwise."""

    code_stub: Any

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> Any:
        """Replaces the answer by ``raise NotImplementedError("Task 6.2: ...")``."""
        task = cell.metadata.get("task")
        words = f"Task {task}: not written yet (your code takes the place of this raise)"
        own = {"python": f'raise NotImplementedError("{words}")'}
        stub = self.code_stub
        if task and stub == ClearSolutions().code_stub:
            self.code_stub = stub | own
        try:
            return super().preprocess_cell(cell, resources, index)
        finally:
            self.code_stub = stub


class VisiblePoints(NbGraderPreprocessor):  # type: ignore[misc]
    """Sets a check cell's points to those of its visible checks, which are all that a student's `validate` can reach.

    The gradebook has the task's full points by then, and they count: nbgrader puts them back when it grades.
    """

    def preprocess_cell(self, cell: Any, resources: Any, _index: int) -> Any:
        """Moves the visible points to where nbgrader looks."""
        if VISIBLE in cell.metadata:
            cell.metadata.nbgrader.points = cell.metadata.pop(VISIBLE)
        return cell, resources


def classes(listed: Iterable[Any]) -> list[type]:
    """The steps of a list as classes, which settings may also name."""
    return [import_item(step) if isinstance(step, str) else step for step in listed]


def steps(config: Config | None = None) -> list[type]:
    """nbgrader's list, or that of a config, with our ClearAnswers, and VisiblePoints when the gradebook has all points."""
    found: list[type] = []
    for step in classes(GenerateAssignment(config=config or Config()).preprocessors):
        found.append(ClearAnswers if step is ClearSolutions else step)
        if step is SaveCells:
            found.append(VisiblePoints)
    return found
