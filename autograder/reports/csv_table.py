"""The class as CSV: one row per submission, for spreadsheets and gradebooks, and one per check."""

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from autograder.reports.items import Item, items
from autograder.reports.words import points
from autograder.result import Missing, Outcome, Result, one_line

FORMULA: Final = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What makes a spreadsheet compute a cell; the last four are the full-width signs."""


def render(results: Sequence[Result], missing: Sequence[Missing] = ()) -> str:
    """`results.csv`, with the line ends of RFC 4180. Where there is no score, or not yet, a cell is empty."""
    marked = (task.task for result in results for task in result.by_hand)
    tasks = list(dict.fromkeys([*(task for result in results for task in result.tasks), *marked]))
    columns = ["student", "id", "file", "status", "score", "max_score", *tasks]
    columns += ["failed", "misconceptions", "flagged", "why", "late", "protection"]
    rows = [list(_row(result, tasks)) for result in results]
    for one in missing:
        known = {"student": one.name, "id": one.id, "status": "missing", "flagged": "no", "late": "no"}
        rows.append([known.get(column, "") for column in columns])
    return _written([columns, *rows])


def checks(results: Sequence[Result]) -> str:
    """`checks.csv`: how each check went in the class. A statistic that cannot be had is empty."""
    columns = ["task", "check", "title", *(outcome.value for outcome in Outcome), "difficulty", "discrimination"]
    return _written([columns, *map(_item, items(results))])


def _written(rows: Iterable[Iterable[str]]) -> str:
    file = io.StringIO(newline="")
    table = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerows(map(defused, row) for row in rows)
    return file.getvalue()


def _item(item: Item) -> Iterator[str]:
    yield from (item.check.task, item.check.name, item.check.title)
    yield from (str(item.count[outcome]) for outcome in Outcome)
    yield from ("" if math.isnan(value) else f"{value:.3f}" for value in (item.difficulty, item.discrimination))


def _row(result: Result, tasks: Sequence[str]) -> Iterator[str]:
    earned = {task: sum(check.points for check in result.checks if check.task == task) for task in result.tasks}
    yield result.student
    yield result.id
    yield result.submission.name
    yield result.status
    yield "" if result.score is None else points(result.score)
    yield points(result.max_score)
    yield from (points(earned[task]) if task in earned else "" for task in tasks)
    yield " ".join(f"{check.task}:{check.name}" for check in result.checks if check.outcome is Outcome.FAILED)
    yield " ".join(it.misconception for it in result.diagnoses if it.misconception)
    yield "yes" if result.flagged else "no"
    yield "; ".join([*([result.ungraded.reason] if result.ungraded else []), *result.flags])
    yield "yes" if result.late else "no"
    yield result.protection


def defused(text: str) -> str:
    """A cell that a spreadsheet shows and never computes."""
    text = one_line(text)
    return f"'{text}" if text.startswith(FORMULA) and not re.fullmatch(r"-?\d+(\.\d+)?", text) else text
