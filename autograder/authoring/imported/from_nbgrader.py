"""Reads nbgrader's source notebooks: a question is one or more answer cells and the test cells that follow them."""

import re
from pathlib import Path
from typing import Final

from autograder.authoring.imported.book import Book, Case, Part, Question, Step, data_in, notebook_in, read
from autograder.course.assignment import BEGIN, END
from autograder.course.errors import UsageError

_HIDDEN: Final = re.compile(r"^[^\n]*BEGIN HIDDEN TESTS[^\n]*\n(.*?)^[^\n]*END HIDDEN TESTS[^\n]*$\n?", re.M | re.S)
_AUTOTEST: Final = re.compile(r"^\s*###\s*(?:HASHED\s+)?AUTOTEST\s+(.*)$", re.MULTILINE)
_MARK_SCHEME: Final = re.compile(r"^[^\n]*BEGIN MARK SCHEME.*?END MARK SCHEME[^\n]*$\n?", re.M | re.S)


def from_nbgrader(path: Path) -> Book:
    """An assignment of nbgrader's, from its source notebook or its folder. Raises UsageError."""
    files = data_in(path)
    path = notebook_in(path)
    notebook = read(path)
    book = Book(path.stem, files=files)
    question: Question | None = None
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if about and about.get("schema_version") != 3:
            old = about.get("schema_version", 0)
            raise UsageError(
                f"{path}: its cells have nbgrader's metadata of form {old}, not 3; run `nbgrader update {path}`"
            )
        graded, solution = bool(about.get("grade")), bool(about.get("solution"))
        name = str(about.get("grade_id", "")) or f"q{len(book.questions) + 1}"
        points = float(about.get("points") or 0)
        if about.get("task") or (graded and solution):
            source = _MARK_SCHEME.sub("", cell.source)
            part = Part("written" if cell.cell_type == "markdown" else "answer", source)
            book.content.append(Question(name, [part], by_hand=points))
            question = None
        elif graded:
            if question is None or cell.cell_type != "code":
                question = Question(name)
                book.content.append(question)
            question.cases += _cases(cell.source, points, name, book)
        elif solution and cell.cell_type == "code":
            if question is None or question.cases:
                question = Question(name)
                book.content.append(question)
            question.parts.append(
                Part("answer", cell.source if BEGIN in cell.source else f"{BEGIN}\n{cell.source}\n{END}")
            )
        else:
            part = Part("text" if cell.cell_type != "code" else "code", cell.source)
            (question.parts if question and not question.cases else book.content).append(part)
    if not book.questions:
        raise UsageError(
            f"{path}: no cell has nbgrader's metadata of a question; name the source version, which lies in source/"
        )
    return book


def _cases(source: str, points: float, name: str, book: Book) -> list[Case]:
    """The visible part of a test cell, and the hidden one: they share its points."""
    hidden = _HIDDEN.findall(source)
    texts = [(_HIDDEN.sub("", source), False), ("\n".join(hidden), True)]
    found: list[Case] = []
    for text, is_hidden in texts:
        asked = [one for line in _AUTOTEST.findall(text) for one in line.split(";") if one.strip()]
        steps = [Step(one.strip()) for one in asked]
        found += [Case((step,), is_hidden, by_reference=True) for step in steps]
        if rest := _AUTOTEST.sub("", text).strip("\n"):
            found.append(Case((Step(rest),), is_hidden))
    found = [case for case in found if any(_says(step.source) for step in case.steps)]
    if len(found) > 1:
        book.leave(name, f"{points:g} points for all of a cell", f"its {len(found)} parts have equal shares of them")
    return [Case(case.steps, case.hidden, points / len(found), "", case.by_reference) for case in found]


def _says(source: str) -> bool:
    return any(line.strip() and not line.strip().startswith("#") for line in source.split("\n"))
