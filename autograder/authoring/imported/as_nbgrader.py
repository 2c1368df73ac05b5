"""Writes an assignment of another system as nbgrader's source version: a test cell for each case, with its points."""

import ast
from collections.abc import Iterator
from typing import Any, Final

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.authoring.imported.book import Book, Case, Part, Question, Step, slug
from autograder.course.assignment import BEGIN

_HIDDEN: Final = "# Tested when your work is graded.\n### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
_ALONE: Final = ("True", "False", "None")
"""Values of which there is one each."""


def as_nbgrader(book: Book) -> nbformat.NotebookNode:
    """The source notebook, from which nbgrader makes what students get."""
    cells: list[nbformat.NotebookNode] = []
    taken: set[str] = set()
    for item in book.content:
        if isinstance(item, Question):
            cells += _question(item, book, taken)
        else:
            cells.append(_cell(item))
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def _cell(part: Part, **about: Any) -> nbformat.NotebookNode:
    cell = (new_code_cell if part.kind in ("code", "answer") else new_markdown_cell)(part.source)
    if about:
        kind = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
        cell.metadata["nbgrader"] = kind | {"cell_type": cell.cell_type} | about
    return cell


def _question(question: Question, book: Book, taken: set[str]) -> Iterator[nbformat.NotebookNode]:
    name = slug(question.name)

    def known_as(suffix: str = "") -> str:
        found = next(one for n in range(1, 10_000) if (one := name + suffix + (f"-{n}" if n > 1 else "")) not in taken)
        taken.add(found)
        return found

    by_hand = question.by_hand
    for part in question.parts:
        if part.kind in ("text", "code"):
            yield _cell(part)
        elif part.kind == "written" and question.by_hand is None:
            yield _cell(Part("text", _prompt(part)))
            book.leave(question.name, "an answer in words", "the question is not marked by hand, so it earns nothing")
        elif by_hand is not None:
            yield _cell(part, grade_id=known_as(), grade=True, solution=True, points=by_hand)
            by_hand = None  # the first cell carries the points
        elif part.kind == "written":
            yield _cell(Part("text", _prompt(part)))
            book.leave(
                question.name, "a second answer in words", "nbgrader marks one cell by hand; this one is text now"
            )
        else:
            yield _cell(part, grade_id=known_as(), solution=True)
    if by_hand is not None:
        yield _cell(Part("written", ""), grade_id=known_as(), grade=True, solution=True, points=by_hand)
    if question.at_once and len(question.cases) > 1:
        together = "\n".join(tested(case) for case in sorted(question.cases, key=lambda case: case.hidden))
        points = sum(case.points or 0 for case in question.cases)
        yield _cell(Part("code", together), grade_id=known_as("-test"), grade=True, locked=True, points=points)
        return
    for case in question.cases:
        if case.message and not _takes_message(case):
            book.leave(question.name, "a failure message", "the test is no single comparison that could say it")
        test = _cell(
            Part("code", tested(case)), grade_id=known_as("-test"), grade=True, locked=True, points=case.points
        )
        yield test


def _prompt(part: Part) -> str:
    return part.source.split(BEGIN)[0].rstrip() or "*Your answer.*"


def tested(case: Case) -> str:
    """A case as code that raises where it does not hold; what is hidden stands between nbgrader's marks."""
    code = "\n".join(_asserted(step, case.message if _takes_message(case) else "") for step in case.steps)
    return f"{_HIDDEN[0]}\n{code}\n{_HIDDEN[1]}" if case.hidden else code


def _takes_message(case: Case) -> bool:
    return len(case.steps) == 1 and bool(case.steps[0].shows)


def _asserted(step: Step, message: str) -> str:
    """The statements; and that the last one shows what it is to show, as doctest would see it."""
    if not step.shows:
        return step.source
    *before, last = ast.parse(step.source).body
    says = f", {message!r}" if message else ""
    lines = step.source.split("\n")[: last.lineno - 1] if before else []
    if before and (before[-1].end_lineno or 0) >= last.lineno:  # both on one line
        lines = [ast.unparse(one) for one in before]
    if isinstance(last, ast.Expr) and not step.printed:
        value = ast.unparse(last.value)
        holds = f"({value}) is {step.shows}" if step.shows in _ALONE else f"repr({value}) == {step.shows!r}"
        return "\n".join([*lines, f"assert {holds}{says}"])
    body = "\n".join(f"    {line}" if line else "" for line in ast.unparse(ast.parse(step.source)).split("\n"))
    return "\n".join([
        "import contextlib, io", "with contextlib.redirect_stdout(io.StringIO()) as printed:", body,
        f"assert printed.getvalue().rstrip() == {step.shows!r}{says}",
    ])  # fmt: skip
