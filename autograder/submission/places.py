"""Where in a student's file something is: the line of a task, or of a mistake that a sentence names."""

import json
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.result import Outcome, Result
from autograder.submission.notebook import UnreadableError, read


def lines(path: Path, result: Result) -> dict[str, int]:
    """For each task that failed the line of the file, from 1, where it went wrong, or else where the task is.

    In a notebook that is a line of its JSON, since GitHub shows a notebook's changes as such.
    """
    try:
        cells = read(path).cells
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError, UnreadableError):
        return {}
    file = text.splitlines() if path.suffix == ".py" else [_string(line) for line in text.splitlines()]
    places = in_file(file, [cell for cell in cells if cell.cell_type == "code" or path.suffix == ".ipynb"])
    code = [cell for cell in cells if cell.cell_type == "code"]
    found = {}
    for task in result.tasks:
        failed = [c.rationale for c in result.checks if c.task == task and c.outcome is Outcome.FAILED]
        named = [*map(_named, failed), (_cell_of(task, code), 0)] if failed else []
        found[task] = next(filter(None, (_line(places, cell, line) for cell, line in named)), 0)
    return found


def _string(line: str) -> str:
    """The text that a line of a notebook's file holds, if it holds one alone."""
    text = line.strip().removesuffix(",")
    try:  # nothing else is read: an output may be of any depth and size
        found = json.loads(text) if text.startswith('"') else ""
    except ValueError:
        return ""
    return str(found).removesuffix("\n")


def in_file(file: Sequence[str], cells: Sequence[Any]) -> list[dict[int, int]]:
    """For each code cell the line of the file of each of its lines, both from 1, as far as they are found in order."""
    where: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(file, 1):
        where[line].append(number)
    at, found = 0, []
    for cell in cells:
        places = {}
        for number, line in enumerate(cell.source.splitlines(), 1):
            numbers = where.get(line, []) if line.strip() else []
            if (next_one := bisect_right(numbers, at)) < len(numbers):
                at = places[number] = numbers[next_one]
        if cell.cell_type == "code":
            found.append(places)
    return found


def _named(rationale: str) -> tuple[int | None, int]:
    """The cell, from 0, and the line in it, from 1, that a sentence names."""
    match = re.search(r"\bcell (\d{1,4})(?:, line (\d{1,6}))?", rationale)
    return (int(match[1]) - 1, int(match[2] or 0)) if match else (None, 0)


def _cell_of(task: str, code: Sequence[Any]) -> int | None:
    """The cell of a task; where a tool has lost the metadata, the one before its check."""
    for index, cell in enumerate(code):
        if cell.metadata.get("task") == task:
            return index
    asks = re.compile(rf"\bcheck\([\"']{re.escape(task)}[\"']")
    asked = next((n for n, cell in enumerate(code) if asks.search(cell.source)), None)
    return asked - 1 if asked and "check(" not in code[asked - 1].source else asked


def _line(places: Sequence[Mapping[int, int]], cell: int | None, line: int) -> int:
    if cell is None or not 0 <= cell < len(places):
        return 0
    return places[cell].get(line) or min(places[cell].values(), default=0)
