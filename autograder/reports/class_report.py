"""The class report: one page for the teacher, with a link to each student's feedback."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote

from autograder.reports.page import fill
from autograder.reports.words import STAMPS
from autograder.result import Check, Diagnosis, Outcome, Result


def render(results: Sequence[Result], title: str, *, ungraded: Mapping[str, str] | None = None) -> str:
    """The page for a class. `ungraded` names the submissions that have no result, each with the reason."""
    students = sorted(results, key=lambda result: (result.student.casefold(), result.student))
    return fill(
        "class_report.jinja",
        title=title,
        results=students,
        ungraded=ungraded or {},
        max_score=max((result.max_score for result in results), default=0.0),
        mean=statistics.mean(result.score for result in results) if results else 0.0,
        median=statistics.median(result.score for result in results) if results else 0.0,
        bars=_bars(results),
        checks=_checks(results),
        misconceptions=_misconceptions(results),
        flags=_flags(students),
        stamped=Counter(STAMPS[result.protection] for result in students if STAMPS[result.protection]),
        link=_link,
        tasks=_tasks,
    )


def _link(student: str) -> str:
    """Where a student's page lies, seen from the class report."""
    return f"{quote(student, safe='', errors='replace')}/feedback.html"


def _tasks(result: Result, outcome: str) -> list[str]:
    return list(dict.fromkeys(check.task for check in result.checks if check.outcome == outcome))


class _Bar(NamedTuple):
    label: str
    submissions: int
    height: float
    """Against the highest bar, which is 1."""


def _bars(results: Sequence[Result]) -> list[_Bar]:
    """How many submissions there are in each tenth of the points, and with all of them."""
    counts = Counter(_tenth(result) for result in results)
    highest = max(counts.values(), default=1)
    labels = [f"{10 * tenth}-{10 * tenth + 9}" for tenth in range(10)] + ["100"]
    return [_Bar(label, counts[tenth], counts[tenth] / highest) for tenth, label in enumerate(labels)]


def _tenth(result: Result) -> int:
    return min(10, max(0, int(10 * result.score / result.max_score + 1e-9))) if result.max_score else 0


@dataclass
class _Row:
    """How one check went in the class."""

    check: Check
    count: Counter[Outcome] = field(default_factory=Counter)

    def share(self, outcome: str) -> float:
        return 100 * self.count[Outcome(outcome)] / self.count.total()


def _checks(results: Sequence[Result]) -> list[_Row]:
    rows: dict[tuple[str, str], _Row] = {}
    for check in (check for result in results for check in result.checks):
        rows.setdefault((check.task, check.name), _Row(check)).count[check.outcome] += 1
    return list(rows.values())


def _misconceptions(results: Sequence[Result]) -> list[tuple[Diagnosis, int]]:
    """Each misconception with the number of submissions that show it, the most frequent first."""
    return Counter(diagnosis for result in results for diagnosis in dict.fromkeys(result.diagnoses)).most_common()


class _Flag(NamedTuple):
    """Something a person must look at, and whom it concerns."""

    check: Check
    students: list[str]


def _flags(results: Sequence[Result]) -> list[_Flag]:
    """The checks that could not be made: one entry per check and reason, since one fault often hits many."""
    found = [(c, result.student) for result in results for c in result.checks if c.outcome is Outcome.ERROR]

    def cause(item: tuple[Check, str]) -> tuple[str, str, str]:
        return item[0].task, item[0].name, item[0].rationale

    flags = []
    for _, group in groupby(sorted(found, key=cause), key=cause):
        items = list(group)
        flags.append(_Flag(items[0][0], [student for _, student in items]))
    return flags
