"""What a class's results say about the checks: how hard each is, how well it tells, how well all go together."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy

from autograder.result import Check, Outcome, Result

EXPLAINED: Final = {
    "difficulty": "Solved: the share of submissions that passed a check, 100 % if all did. Checks that could not be made "
    "do not count.",
    "discrimination": "Tells apart: the correlation between passing a check and the points on all others. Near 0 or below, "
    "those who know more do no better on it: look at the check.",
    "alpha": "Cronbach's alpha: how far the checks measure one thing, from 0 to 1; 0.7 is usual for a test. Checks that "
    "need each other raise it.",
}
"""The statistics in one sentence each."""


_Array = numpy.ndarray[Any, numpy.dtype[numpy.float64]]


@dataclass
class Item:
    """How one check went in the class. A statistic that cannot be had is NaN."""

    check: Check
    count: Counter[Outcome] = field(default_factory=Counter)
    discrimination: float = math.nan

    @property
    def difficulty(self) -> float:
        """The share of those that could be judged that passed."""
        judged = self.count.total() - self.count[Outcome.ERROR]
        return self.count[Outcome.PASSED] / judged if judged else math.nan


@dataclass(frozen=True)
class Task:
    """How one task went: the share of its points that the class earned."""

    id: str
    earned: float


def items(results: Sequence[Result]) -> list[Item]:
    """Each check of a class, in order."""
    found: dict[tuple[str, str], Item] = {}
    for check in (check for result in results for check in result.checks):
        found.setdefault((check.task, check.name), Item(check)).count[check.outcome] += 1
    points = _points(results, list(found))
    for item, mine in zip(found.values(), points.T, strict=True):
        item.discrimination = _correlation(mine, points.sum(axis=1) - mine)
    return list(found.values())


def alpha(results: Sequence[Result]) -> float:
    """Cronbach's alpha of the checks' points over the submissions that could be judged whole; NaN if it has none."""
    names = {(check.task, check.name): None for result in results for check in result.checks}
    points = _points(results, list(names))
    if min(points.shape) < 2 or (whole := points.sum(axis=1).var()) < 1e-12:
        return math.nan
    return float(len(names) / (len(names) - 1) * (1 - points.var(axis=0).sum() / whole))


def hardest(results: Sequence[Result]) -> Task | None:
    """The task of whose points the class earned the smallest share."""
    checks = [check for result in results for check in result.checks if check.outcome is not Outcome.ERROR]
    earned, possible = defaultdict[str, float](float), defaultdict[str, float](float)
    for check in checks:
        earned[check.task] += check.points
        possible[check.task] += check.max_points
    tasks = [Task(task, earned[task] / of) for task, of in possible.items() if of]
    return min(tasks, key=lambda task: task.earned, default=None)


def _points(results: Sequence[Result], names: Sequence[tuple[str, str]]) -> _Array:
    """A row for each submission that could be judged whole, a column for each check."""
    place = {name: column for column, name in enumerate(names)}
    whole = [result for result in results if not result.is_open]
    points = numpy.zeros((len(whole), len(names)))
    for row, result in enumerate(whole):
        for check in result.checks:
            points[row, place[check.task, check.name]] = check.points
    return points


def _correlation(one: _Array, other: _Array) -> float:
    if len(one) < 2:
        return math.nan
    one, other = one - one.mean(), other - other.mean()
    spread = math.sqrt(float((one**2).sum() * (other**2).sum()))
    return float((one * other).sum()) / spread if spread > 1e-12 else math.nan
