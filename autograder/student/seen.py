"""What a kernel knows of the cells that ran in it: where a line stands, and which definitions are old."""

import ast
import inspect
import json
import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from IPython import get_ipython

from autograder.course.assignment import headings
from autograder.wall.inside.errors import own_lines


@dataclass(frozen=True)
class Run:
    """A run of a cell."""

    number: int
    """What stands in brackets beside the cell."""
    id: str
    """Its id in the notebook, where the front end tells it."""
    source: str
    stopped: int
    """The line, from 1, from which on nothing took effect; 0 if it ran to its end."""
    when: float = field(default_factory=time.time)

    @property
    def defines(self) -> Mapping[str, int]:
        """The names that it gives, each with its line."""
        return defined(self.source)


def defined(source: str) -> dict[str, int]:
    """The names that a cell gives, each with the line of its last definition; guessed where the cell is no Python."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        found = re.finditer(r"^(?:(?:async )?def |class )?(\w+)(?= *[=(:][^=])", source, re.MULTILINE)
        return {match[1]: source.count("\n", 0, match.start()) + 1 for match in found}
    return {name: node.lineno for node in body for name in _names(node)}


def _names(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))


_runs: list[Run] = []
"""The cells that ran since the first check was imported, in order."""


def _ran(result: Any) -> None:
    cells: dict[int | str, int] = {
        name: number for name, number in _numbers().items() if number == result.execution_count
    }
    stopped = 1 if result.error_before_exec else 0
    if result.error_in_exec:
        lines = list(own_lines(result.error_in_exec.__traceback__, cells))
        stopped = lines[0][1] if lines else 1
    cell = getattr(result.info, "cell_id", None) or ""
    _runs.append(Run(result.execution_count or 0, str(cell), result.info.raw_cell, stopped))


def _numbers() -> dict[str, int]:
    """The cells that ran, by the names of their compiled code."""
    compiler = getattr(get_ipython(), "compile", None)
    return {**getattr(compiler, "_filename_map", {})}


if (_shell := get_ipython()) is not None and hasattr(_shell, "kernel"):
    _shell.events.register("post_run_cell", _ran)


# -------------------------------------------------------------------------------------------------------- places of lines


@dataclass(frozen=True)
class Sources:
    """The texts that errors can lie in, to say where one is: with the cell, or the file, and the line as it stands there."""

    cells: Mapping[int | str, int]
    """Their indices, by what Python calls their code."""
    texts: Mapping[int, str]
    file: str = ""
    """The name of a program, whose own lines are told in place of its cells."""
    places: Sequence[Mapping[int, int]] = ()
    """For each cell of a program, the line of the file of each of its lines."""

    @classmethod
    def here(cls, namespace: Mapping[str, Any]) -> "Sources":
        """Those of this kernel, or of the program that runs."""
        if get_ipython() is not None:
            inputs = namespace.get("In", ())
            return cls(
                {name: number - 1 for name, number in _numbers().items()}, {n - 1: s for n, s in enumerate(inputs)}
            )
        path = str(namespace.get("__file__", ""))
        text = Path(path).read_text(encoding="utf-8", errors="replace") if path else ""
        whole = {number: number for number in range(1, text.count("\n") + 2)}
        return cls({path: 0}, {0: text}, Path(path).name, [whole])

    def cell_of(self, code: str) -> int | None:
        """The cell of a code's name, if it is one of these."""
        found = re.match(r"<ipython-input-(\d+)-", code)
        return self.cells.get(int(found[1]) if found else code)

    def of_cell(self, cell: int, sentence: str) -> str:
        """A sentence on the error that ended a cell, with its place first."""
        found = re.match(r"line (\d+): ", sentence)
        if not found:
            return self.told(sentence)
        rest = re.sub(r" \(Python [\d.]+ reads it here\)(: `.*`)?$", "", sentence[found.end() :])  # it is the student's
        return f"{self.place(cell, int(found[1]))}: {rest}"

    def place(self, cell: int, line: int) -> str:
        """``cell 4, line 2: `return x` `` or ``bad.py, line 4: `return x` ``."""
        lines = self.texts.get(cell, "").splitlines()
        text = lines[line - 1].strip().replace("`", "'")[:80] if 0 < line <= len(lines) else ""
        return f"{self._named(cell, line)}: `{text}`" if text else self._named(cell, line)

    def _named(self, cell: int, line: int) -> str:
        if self.file and cell < len(self.places) and line in self.places[cell]:
            return f"{self.file}, line {self.places[cell][line]}"
        return f"cell {cell + 1}, line {line}"

    def lines(self, cell: int, first: int, last: int) -> str:
        """``cell 4, lines 2 to 9``, or those of the file."""
        where, _, begins = self._named(cell, first).rpartition(", line ")
        return f"{where}, lines {begins} to {self._named(cell, last).rpartition(' ')[2]}"

    def told(self, sentence: str) -> str:
        """A sentence that begins with a place, with the text of that line."""
        found = _PLACE.match(sentence)
        return f"{self.place(int(found[1]) - 1, int(found[2]))}: {sentence[found.end() :]}" if found else sentence


_PLACE: Final = re.compile(r"cell (\d{1,9}), line (\d{1,9}): ")


# ---------------------------------------------------------------------------------------------------- old definitions


def outdated(names: Sequence[str], namespace: Mapping[str, Any], folder: Path, assignment: str) -> list[str]:
    """A sentence for each name whose value is not what the student's notebook says now, as far as that can be known.

    A kernel knows what ran in it. That a cell was changed and not run it can only know from a notebook that was saved since.
    """
    saved, when = _saved(folder, assignment)
    sentences = []
    for name in names:
        run = next((run for run in reversed(_runs) if name in run.defines), None)
        if run is None:
            continue
        if 0 < run.stopped <= run.defines[name]:
            what = f"cell {run.number}, which defines `{name}`, ended in an error when it last ran"
            old = f", so this is a check of `{name}` as it was before" if name in namespace else ""
            sentences.append(what + old)
        elif when > run.when and _changed(run, name, saved):
            sentences.append(f"the cell of `{name}` was changed and not run since: run it, then check again")
    return sentences


def _changed(run: Run, name: str, saved: Mapping[str, str]) -> bool:
    """Whether the cell that ran has another text in the notebook as it was saved since."""
    if run.id not in saved:
        those = [source for source in saved.values() if name in defined(source)]
        return len(those) == 1 and those[0].strip() != run.source.strip()
    return saved[run.id].strip() != run.source.strip() and name in defined(saved[run.id])


def _saved(folder: Path, assignment: str) -> tuple[dict[str, str], float]:
    """The code cells of the notebook beside `checks/`, by id, and when it was saved; nothing where it is not known which."""
    path = _notebook(folder, assignment)
    try:
        return dict(_cells(path, "code")), path.stat().st_mtime
    except OSError:
        return {}, 0.0


def headings_of(folder: Path, assignment: str) -> dict[str, str]:
    """By task the heading that the notebook beside `checks/` has for it."""
    return headings(text for _, text in _cells(_notebook(folder, assignment), "markdown"))


def _notebook(folder: Path, assignment: str) -> Path:
    name = Path(os.environ.get("JPY_SESSION_NAME", "")).name  # as Jupyter tells its kernels
    return folder.parent / (name if name.endswith(".ipynb") else f"{assignment}.ipynb")


def _cells(path: Path, kind: str) -> list[tuple[str, str]]:
    """The cells of one kind in a notebook, each with its id; none where there is no notebook that can be read."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        some = [cell for cell in cells if cell["cell_type"] == kind]
        return [(str(cell.get("id", n)), "".join(cell["source"])) for n, cell in enumerate(some)]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def in_another_order(name: str, value: Any, takes: Sequence[str]) -> str:
    """What to say of a function whose arguments are those of the task in another order; nothing of any other."""
    try:
        mine = [*inspect.signature(value).parameters]
    except (TypeError, ValueError):
        return ""
    if mine == [*takes] or sorted(mine) != sorted(takes):
        return ""
    return f"the arguments of `{name}` are in another order than the task says: ({', '.join(mine)}) for ({', '.join(takes)})"
