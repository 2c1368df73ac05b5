"""Notebooks of other courses in nbgrader, with asserts of their own: run locked in, and scored as nbgrader scores them."""

import ast
import base64
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nbformat.v4 import new_output
from nbgrader.utils import is_grade, is_solution

from autograder.wall.inside.jail import Limits

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True)
class How:
    """How notebooks run: with the lock or without, the seconds that a cell may take, and a child's limits."""

    protected: bool = True
    timeout: float = 30.0
    memory_bytes: int = Limits.memory_bytes
    file_bytes: int = Limits.file_bytes
    scratch_bytes: int = Limits.scratch_bytes
    skip: str = "skip-execution"
    """The tag of cells that are not run."""


MAX_WRITTEN: Final = 16 << 20
"""Bytes of files that a notebook writes which are kept."""
_WRITTEN: Final = "files.json"


def execute_into(
    folder: Path, cells: "list[NotebookNode]", files: Mapping[str, bytes], how: How
) -> "tuple[NotebookNode, list[str]]":
    """The notebook of these cells as it ran, and remarks: from `folder`, where it ran so with the same files; else run now.

    What it wrote lies in `folder`, too: see `written_before`.
    A cell that did not end has an error for its output, and one that was not reached is marked, too (`LOST`). Raises
    SandboxError.
    """
    from autograder.grading.reference import kit
    from autograder.grading.store import KEY, write
    from autograder.submission.notebook import LOST, as_bytes, from_cells, saved
    from autograder.wall.sandbox import Job

    submission = from_cells(cells, "", "")
    skipped = [how.skip in cell.metadata.get("tags", []) for cell in cells if cell.cell_type == "code"]
    parts = [submission.sha256.encode(), f"{how} {skipped} {kit()}".encode()]
    for name, content in files.items():
        parts += [name.encode(errors="replace"), hashlib.sha256(content).digest()]
    key = hashlib.sha256(b"\0".join(parts)).hexdigest()
    if (folder / KEY).is_file() and (folder / KEY).read_text() == key:
        return saved((folder / "notebook.ipynb").read_bytes()), []
    code = ["" if left else source for left, source in zip(skipped, submission.code, strict=True)]
    run = _sandbox(how).run(Job(code, files=files, collect=MAX_WRITTEN))
    notebook = submission.executed(run.outputs)
    for index, cell in enumerate(cell for cell in notebook.cells if cell.cell_type == "code"):
        if (outcome := run.cells.get(index)) is None:
            cell.metadata[LOST] = True
            cell.outputs = [_error("NotRun", "this cell was not reached: the notebook took all the time that it has")]
        elif outcome.outcome != "ok" and not any(output.output_type == "error" for output in cell.outputs):
            # Without one, nbgrader would give full marks.
            cell.outputs.append(_error(outcome.code, outcome.error))
    written = json.dumps({name: base64.b64encode(data).decode() for name, data in run.files.items()})
    write(folder, {"notebook.ipynb": as_bytes(notebook), _WRITTEN: written.encode(), KEY: key.encode()})
    return notebook, run.notes


def written_before(folder: Path) -> dict[str, bytes]:
    """The files that a notebook wrote when it ran into that folder."""
    try:
        return {name: base64.b64decode(data) for name, data in json.loads((folder / _WRITTEN).read_bytes()).items()}
    except FileNotFoundError:
        return {}


@cache
def _sandbox(how: How) -> Any:
    from multiprocessing.util import Finalize

    from autograder.wall.sandbox import Deadlines, Sandbox

    total = 20 * how.timeout
    found = Sandbox(protected=how.protected, deadlines=Deadlines(cell=how.timeout, total=total))
    found.limits = Limits(
        cpu_s=int(total) * (os.cpu_count() or 1), memory_bytes=how.memory_bytes, file_bytes=how.file_bytes,
        scratch_bytes=how.scratch_bytes,
    )  # fmt: skip
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
