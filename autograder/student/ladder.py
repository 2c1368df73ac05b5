"""How far a hint goes: 1, a question; 2, also where to read again, and numbers; 3, also the line, where it can be known."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import torch

from autograder.result import Check, Diagnosis
from autograder.student.asked import Asked
from autograder.student.seen import Sources, defined
from autograder.verdict.diagnose import SLIGHT, Misconceptions
from autograder.verdict.expect import Mismatch, close
from autograder.verdict.judge import Judgement
from autograder.wall.inside.asking import is_own

LEVELS: Final = (1, 2, 3)
MOST: Final = 32
"""Numbers of an answer that is an example; more are none that one could follow by hand."""


class Ladder:
    """What is said of failed tasks, level by level, from what a student's own check can know."""

    def __init__(
        self,
        asked: Asked,
        judgement: Judgement,
        misconceptions: Misconceptions,
        against: Callable[[str], str],
        headings: Mapping[str, str],
    ):
        self._asked, self._judgement, self._misconceptions = asked, judgement, misconceptions
        self._against, self._headings = against, headings

    def hints(self, task: str, failed: Sequence[Check], found: Sequence[Diagnosis], level: int) -> Iterator[Diagnosis]:
        """The hints of a task at a level from 1 to 3, of which `found` are the questions."""
        written = any(check.code != "NOT_DEFINED" for check in failed)
        further = []
        if level >= 2:
            headings = self._headings
            found = [replace(it, explained=headings.get(self._against(it.misconception), "")) for it in found]
            if task in headings and not any(it.explained for it in found):
                further.append(f"Read again: “{headings[task]}”.")
            further.append(self._example(failed))
        if level >= 3 and written:
            further.append(self._line(failed))
        yield from found
        yield from (Diagnosis(task, "", sentence) for sentence in further if sentence)

    def _example(self, failed: Sequence[Check]) -> str:
        """The smallest answer that is not right, got and asked for; nothing where that stands in what was seen."""
        seen = " ".join(check.rationale for check in failed)
        examples = list[tuple[int, str]]()
        for (probe, key, below), mine, right in self._misconceptions.unlike(
            failed, self._judgement, self._asked.record
        ):
            if (size := right.numel() if isinstance(right, torch.Tensor) else 1) > MOST:
                continue
            try:
                close(mine, right, atol=SLIGHT, rtol=SLIGHT)
            except Mismatch as off:
                shown = off.detail[off.detail.find("you gave") :]
                if shown.startswith("you gave") and shown not in seen:
                    place = f"`{key}{below if below.startswith('[') else f' {below}'.rstrip()}`"
                    told = self._asked.told(f"Of {place} in `probe_{probe}` of checks/probe.py, {off.detail}", [probe])
                    examples.append((size, f"{told}."))
        return min(examples, key=lambda one: one[0], default=(0, ""))[1]

    def _line(self, failed: Sequence[Check]) -> str:
        """The line to look at, or where the functions stand that were asked."""
        for check in failed:
            if found := _PLACE.search(self._asked.told(check.rationale, self._judgement.probes[check.name])):
                return f"It stopped in {found[0]}; what led there may stand above it."
        probes = set[str]().union(*(self._judgement.probes[check.name] for check in failed))
        names, sources = self._asked.names(probes), self._asked.sources
        places = [(name, *last) for name in names if (last := _last(name, sources))]
        if len(places) == len(names) == 1:
            ((name, cell, node),) = places
            if line := _only_line(node, self._asked.namespace):
                return f"All that `{name}` does stands in one line: {sources.place(cell, line)}."
        whole = [f"`{name}` stands in {_lines(sources, cell, node)}" for name, cell, node in places]
        return "; ".join(["Which line it is cannot be known here", *whole]) + "."


_PLACE: Final = re.compile(r"(cell \d+|\S+\.py), line \d+(: `[^`]*`)?")


def _last(name: str, sources: Sources) -> tuple[int, ast.stmt] | None:
    """The last definition of a name, and its cell."""
    for cell in sorted(sources.texts, reverse=True):
        if name in defined(sources.texts[cell]):
            try:
                body = ast.parse(sources.texts[cell]).body
            except (SyntaxError, ValueError):  # with magics
                return None
            return cell, next(node for node in reversed(body) if _defines(node, name))
    return None


def _defines(node: ast.stmt, name: str) -> bool:
    return name in defined(ast.unparse(node))


def _only_line(node: ast.stmt, namespace: Mapping[str, Any]) -> int:
    """The line of a function that has no other, and uses nothing else of the student's; else 0."""
    if not isinstance(node, ast.FunctionDef) or node.decorator_list or node.args.defaults or any(node.args.kw_defaults):
        return 0
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    own = {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and is_own(namespace.get(part.id, ast))}
    given = {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)}
    if len(body) != 1 or body[0].lineno != body[0].end_lineno or own - given:
        return 0
    return body[0].lineno


def _lines(sources: Sources, cell: int, node: ast.stmt) -> str:
    return sources.lines(cell, node.lineno, node.end_lineno or node.lineno)
