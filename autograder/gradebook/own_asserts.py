"""Notebooks of other courses in nbgrader, with asserts of their own: run locked in, and scored as nbgrader scores them."""

import ast
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat.v4 import new_output
from nbgrader.utils import is_grade, is_solution

if TYPE_CHECKING:
    from nbformat import NotebookNode


def execute_into(
    folder: Path, cells: "list[NotebookNode]", files: Mapping[str, Path], *, protected: bool, timeout: float
) -> "NotebookNode":
    """The notebook of these cells as it ran: from `folder`, where it ran with the same files; else run now, and put there.

    A cell that did not end has an error for its output, and one that was not reached is marked, too (`LOST`). Raises
    SandboxError.
    """
    from autograder.grading.reference import kit
    from autograder.grading.store import KEY, write
    from autograder.submission.notebook import LOST, as_bytes, from_cells, saved
    from autograder.wall.sandbox import Job

    submission = from_cells(cells, "", "")
    contents = {name: path.read_bytes() for name, path in files.items()}
    parts = [submission.sha256.encode(), f"{protected} {timeout} {kit()}".encode()]
    for name, content in contents.items():
        parts += [name.encode(errors="replace"), hashlib.sha256(content).digest()]
    key = hashlib.sha256(b"\0".join(parts)).hexdigest()
    if (folder / KEY).is_file() and (folder / KEY).read_text() == key:
        return saved((folder / "notebook.ipynb").read_bytes())
    run = _sandbox(protected, timeout).run(Job(submission.code, files=contents))
    notebook = submission.executed(run.outputs)
    for index, cell in enumerate(cell for cell in notebook.cells if cell.cell_type == "code"):
        if (outcome := run.cells.get(index)) is None:
            cell.metadata[LOST] = True
            cell.outputs = [_error("NotRun", "this cell was not reached: the notebook took all the time that it has")]
        elif outcome.outcome != "ok" and not any(output.output_type == "error" for output in cell.outputs):
            # Without one, nbgrader would give full marks.
            cell.outputs.append(_error(outcome.code, outcome.error))
    write(folder, {"notebook.ipynb": as_bytes(notebook), KEY: key.encode()})
    return notebook


@cache
def _sandbox(protected: bool, timeout: float) -> Any:
    from multiprocessing.util import Finalize

    from autograder.wall.sandbox import Deadlines, Sandbox

    found = Sandbox(protected=protected, deadlines=Deadlines(cell=timeout, total=20 * timeout))
    Finalize(None, found.close, exitpriority=10)  # worker processes end without atexit
    return found


def _error(name: str, sentence: str) -> "NotebookNode":
    return new_output("error", ename=name, evalue=sentence, traceback=[sentence])


def fill(nb: "NotebookNode", ran: "NotebookNode") -> list[str]:
    """Gives the code cells of `nb` the outputs of the same cells in `ran`, and its test cells those that they earned.

    Returns the ids of test cells whose points these cannot tell, since some were lost. Such a cell gets an error:
    nbgrader takes what it cannot read for full marks.
    """
    from autograder.submission.notebook import LOST

    cells = ([cell for cell in book.cells if cell.cell_type == "code"] for book in (nb, ran))
    found = []
    for cell, done in zip(*cells, strict=True):
        cell.outputs, cell.execution_count = done.outputs, done.execution_count
        if is_grade(cell) and not is_solution(cell):
            kept = earned(cell)
            cell.outputs = [output for output in kept if not _is_cut(output)]
            failed = any(output.output_type == "error" or output.get("name") == "stderr" for output in kept)
            if LOST in done.metadata or (len(cell.outputs) < len(kept) and not failed):
                says = "What this cell gave could not be kept, so a person has to look at it."
                cell.outputs.append(_error("NotKept", says))
                found.append(str(cell.metadata.nbgrader.grade_id))
    return found


def _is_cut(output: "NotebookNode") -> bool:
    """Whether it is a result without its text, from which nbgrader reads points."""
    return output.output_type == "execute_result" and "text/plain" not in output.data


def earned(cell: "NotebookNode") -> "list[NotebookNode]":
    """The outputs of a test cell, of which nbgrader takes the first that counts, without those that its code did not earn.

    An error counts, whatever was displayed before it; and of results only that of the cell's own last line does.
    """
    kept = [output for output in cell.outputs if output.output_type != "execute_result"]
    results = [output for output in cell.outputs if output.output_type == "execute_result"]
    failed = any(output.output_type == "error" for output in kept)
    return kept if failed or not _ends_with_a_value(cell.source) else [*kept, *results[-1:]]


def _ends_with_a_value(source: str) -> bool:
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return True  # magics, or top-level await: IPython knows them
    return bool(body) and isinstance(body[-1], ast.Expr) and not source.rstrip().endswith(";")
