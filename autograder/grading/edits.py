"""Small edits of a student's own definitions: slips that everybody makes with PyTorch and Python, taken back one at a time.

They come from `idioms` and from what stands in the definition itself, never from the solution. The text is parsed under
limits and never run here.
"""

from __future__ import annotations

import ast
import difflib
import re
import time
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from autograder.grading.idioms.expressions import directions, expressions
from autograder.grading.idioms.parts import Names, Slot, Way, blocks
from autograder.grading.idioms.statements import decorated, in_a_function, statements

MAX_DEFINITION: Final = 6_000
"""Characters of a definition that is edited: a longer one could be nested deeper than a parser stands."""
MAX_NODES: Final = 1_500
"""Parts of a definition that is edited."""
MAX_CELL: Final = 100_000
"""Characters of a cell in which definitions are looked for."""
MAX_DEFINITIONS: Final = 10
"""Definitions that are edited for one task."""
MAX_WAYS: Final = 3_000
"""Edits of one definition that are thought of."""
MAX_SECONDS: Final = 0.5
"""Seconds of the processor for thinking of edits."""


@dataclass(frozen=True)
class Definition:
    """The last definition of a name in a program: the index of its cell, and where and how it stands there."""

    name: str
    cell: int
    start: int
    text: str
    above: int
    """The lines of the cell that stand before it."""

    def put(self, cells: Sequence[str], text: str) -> list[str]:
        """The cells with another text in its place."""
        cell = cells[self.cell]
        edited = f"{cell[: self.start]}{text}\n{cell[self.start + len(self.text) :]}"
        return [*cells[: self.cell], edited, *cells[self.cell + 1 :]]


@dataclass(frozen=True)
class Edit:
    """A definition with a change: which of its changes, the new text, the line of the cell that it is about, in words."""

    definition: Definition
    number: int
    text: str
    line: int
    words: str


_DEFINITION: Final = re.compile(
    r"^(?:(?:async )?(?:def|class) (\w+)|(\w+) *(?::[^=\n]*)?=(?!=)).*(?:\n(?:[ \t)\]}#].*)?)*", re.MULTILINE
)


def definitions(cells: Sequence[str]) -> dict[str, Definition]:
    """The last definition of each name at the top level of a program, as far as they are of bearable size."""
    found: dict[str, Definition] = {}
    for index, cell in enumerate(cells):
        above, counted = 0, 0
        for match in _DEFINITION.finditer(cell) if len(cell) <= MAX_CELL else ():
            name = match[1] or match[2]
            found.pop(name, None)
            start = _with_decorators(cell, match.start()) if match[1] else match.start()
            text = cell[start : match.end()]
            above, counted = above + cell.count("\n", counted, start), start
            if len(text) <= MAX_DEFINITION:
                found[name] = Definition(name, index, start, text, above)
    return found


def _with_decorators(cell: str, start: int) -> int:
    """Where a definition begins with the decorators above it: found from below, since a text may be full of them."""
    while start and cell.startswith("@", above := cell.rfind("\n", 0, start - 1) + 1):
        start = above
    return start


def reached(found: Mapping[str, Definition], names: Iterable[str], right: Collection[str]) -> list[Definition]:
    """The definitions of these names and of what they mention, without those that are known to be right."""
    wanted, some = [*names], dict[str, Definition]()
    for name in wanted:
        if len(some) < MAX_DEFINITIONS and name in found and name not in some and name not in right:
            some[name] = found[name]
            wanted += sorted(mentioned(found[name].text) & found.keys())
    return list(some.values())


def mentioned(text: str) -> set[str]:
    """The names in a text, whatever they are."""
    return set(re.findall(r"[^\W\d]\w*", text))


def edits(some: Iterable[Definition], base: Edit | None = None) -> Iterator[Edit]:
    """The edits of definitions, the likeliest first, on top of another edit if there is one; none of what does not parse."""
    open_: list[tuple[int, int, Definition, ast.Module, Way]] = []
    seen = set[str]()
    before: dict[str, str] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the student's code
        for one in some:
            try:
                tree = ast.parse(one.text)
                if len(tree.body) != 1 or sum(1 for _ in ast.walk(tree)) > MAX_NODES:
                    continue
                if base and base.definition == one:
                    _put(way := next(islice(_ways(tree), base.number, None)))
                    for node in ast.walk(tree):
                        if isinstance(node, ast.expr | ast.stmt) and not getattr(node, "lineno", 0):
                            node.lineno = way.line
                before[one.name] = ast.unparse(tree)
                open_ += [
                    (way.rank, number, one, tree, way) for number, way in enumerate(islice(_ways(tree), MAX_WAYS))
                ]
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
    seen.update(before.values())
    last = time.thread_time() + MAX_SECONDS
    for _, number, one, tree, way in sorted(open_, key=lambda it: it[0]):
        if time.thread_time() > last:
            return
        undo = _put(way)
        text = ast.unparse(tree)
        for where, old in reversed(undo):
            where.set(old)
        if text not in seen:
            seen.add(text)
            yield Edit(one, number, text, one.above + way.line, _words(before[one.name], text))


def _put(way: Way) -> list[tuple[Slot, Any]]:
    """Makes a change, and gives back what was there before."""
    undo = [(where, where.get()) for where, _ in way.changes]
    for where, new in way.changes:
        where.set(new)
    return undo


def _words(before: str, after: str) -> str:
    """The lines that differ: what was there, an arrow, what is there now; of lines that only move, that they do."""
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    was, now = (" / ".join(line[2:].strip() for line in lines if line[0] == mark)[:200] for mark in "-+")
    if was == now:
        return f"{was} → (the same at another place)"
    return f"{was or '(nothing)'} → {now or '(nothing)'}"


def _ways(tree: ast.Module) -> Iterator[Way]:
    (top,) = tree.body
    for function in (node for node in ast.walk(top) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
        names = Names(function)
        yield from decorated(function)
        yield from in_a_function(function, names)
        for block in blocks(function):
            yield from statements(block, names)
        for part in (*function.body, *function.args.defaults, *function.args.kw_defaults):
            if part is not None and not isinstance(part, ast.FunctionDef | ast.ClassDef):
                yield from expressions(part, names)
        yield from directions(function)
    if isinstance(top, ast.Assign | ast.AnnAssign):
        yield from expressions(top, Names(None))
