"""An assignment of another system, whichever it is: its cells in order, its questions, and what tests each of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import nbformat

from autograder.course.assignment import BEGIN
from autograder.course.errors import UsageError


@dataclass(frozen=True)
class Step:
    """Statements of a test; and what the last one shows, which is its value unless it is `printed`."""

    source: str
    shows: str = ""
    printed: bool = False


@dataclass(frozen=True)
class Case:
    """One test of a question. `points` are its own, None while they are a share of the question's."""

    steps: tuple[Step, ...]
    hidden: bool = False
    points: float | None = None
    message: str = ""
    """What a student reads who does not pass."""
    by_reference: bool = False
    """Whether the solution's value is the right one, as for nbgrader's autotests."""

    @property
    def text(self) -> str:
        """Its statements, and what they show as comments."""
        steps = (f"{step.source}\n{_commented(step.shows)}" if step.shows else step.source for step in self.steps)
        return "\n".join(steps)


@dataclass(frozen=True)
class Part:
    """A cell: text, code, or an answer in code or in words, whose solution stands between nbgrader's marks."""

    kind: Literal["text", "code", "answer", "written"]
    source: str


@dataclass
class Question:
    """A question: its cells, its tests; or the points that a person gives for it."""

    name: str
    parts: list[Part] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    by_hand: float | None = None
    at_once: bool = False
    """Whether all cases together earn the points, or none."""


@dataclass(frozen=True)
class Left:
    """What could not be brought over as it was: where, what, and why."""

    where: str
    what: str
    why: str


@dataclass
class Book:
    """An assignment: its name, cells and questions in order, files that it needs, and what is said about the rest."""

    name: str
    content: list[Part | Question] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)

    @property
    def questions(self) -> Sequence[Question]:
        """The questions, in order."""
        return [item for item in self.content if isinstance(item, Question)]

    def leave(self, where: str, what: str, why: str) -> None:
        """Notes what could not be brought over."""
        if (found := Left(where, what, why)) not in self.left:
            self.left.append(found)


def read(path: Path) -> nbformat.NotebookNode:
    """The notebook in a file. Raises UsageError."""
    try:
        found = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
        for cell in found.cells:
            cell.source, cell.metadata = "".join(cell.source), cell.get("metadata", {})
    except OSError as error:
        raise UsageError(f"{path} cannot be opened: {error.strerror}") from None
    except Exception:  # noqa: BLE001  nbformat raises many kinds for what is no notebook
        raise UsageError(f"{path} is not a notebook; name an .ipynb file, or the folder that it lies in") from None
    spec = found.metadata.get("kernelspec", {})
    language = spec.get("language") or found.metadata.get("language_info", {}).get("name") or "python"
    if str(language).lower() != "python":
        raise UsageError(f"{path} is a notebook in {language}; only Python can be brought over")
    return found


def notebook_in(path: Path) -> Path:
    """The one notebook in a folder, or the file itself. Raises UsageError where there is none, or several."""
    if not path.is_dir():
        return path
    found = sorted(path.glob("*.ipynb"))
    if len(found) != 1:
        there = f"{len(found)} notebooks ({', '.join(one.name for one in found[:5])})" if found else "no notebook"
        raise UsageError(f"{path}: there is {there}; name one, such as {path / 'hw01.ipynb'}")
    return found[0]


_NOT_DATA = {".ipynb", ".zip", ".pdf", ".py", ".toml", ".db"}


def data_in(folder: Path) -> dict[str, Path]:
    """The files in a folder that a notebook may read: no notebooks, programs, links or hidden ones.

    Where only a file is named, nothing goes along: nobody has said what lies beside it.
    """
    found = {}
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        plain = file.is_file() and not file.is_symlink() and not file.name.startswith((".", "otter", "requirements"))
        if plain and file.suffix.lower() not in _NOT_DATA:
            found[file.name] = file
    return found


def slug(name: str) -> str:
    """A name as nbgrader and Python take it."""
    return re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_") or "question"


def shared(points: Any, cases: Sequence[Case], where: str) -> list[Case]:
    """The cases with their points: their own, a list's, or equal shares of what is left of the question's.

    A question that says nothing is worth 1. Raises UsageError for points that are none, or more than there are.
    """
    if isinstance(points, dict):
        each = points.get("each", 1)
        points = each * len(cases) if isinstance(each, int | float) else str(each)
    if isinstance(points, list):
        if len(points) != len(cases):
            raise UsageError(f"{where}: points for {len(points)} cases, but there are {len(cases)}; name one for each")
        cases = [replace(case, points=one) for case, one in zip(cases, points, strict=True)]
        points = None
    own = [case.points for case in cases if case.points is not None]
    if any(isinstance(one, bool) or not isinstance(one, (int, float)) or one < 0 for one in [*own, points or 0]):
        raise UsageError(f"{where}: points are numbers from 0 on, and not {points if points is not None else own}")
    rest = len(cases) - len(own)
    if points is None:
        points = sum(own) or (1 if rest else 0)
    if sum(own) > points:
        raise UsageError(f"{where}: its cases have {sum(own):g} points, the question has {points:g}")
    each = (points - sum(own)) / rest if rest else 0.0
    return [case if case.points is not None else replace(case, points=each) for case in cases]


def worth(points: float | None) -> str:
    """Points in words."""
    return f"{points or 0:g} point{'' if points == 1 else 's'}"


def is_marked(source: str) -> bool:
    """Whether a cell has nbgrader's marks around its solution."""
    return BEGIN in source


def _commented(text: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in text.split("\n"))
