"""How far a student has come: what the last checks said of each task, kept beside the questions."""

import json
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

from autograder.course.assignment import Given
from autograder.course.digits import Digits
from autograder.course.errors import UsageError
from autograder.course.public import PUBLIC, Public
from autograder.record.answers import Record, Unanswered
from autograder.reports import check as report
from autograder.reports import terminal
from autograder.result import Chapter, Progress, Result, Stage, total
from autograder.verdict.judge import judge

KEPT: Final = ".progress.json"
"""In a folder `checks/`: the points of each task that was checked."""


class Seen:
    """How far a student has come, as a notebook or a terminal shows it."""

    def __init__(self, progress: Progress):
        self.progress = progress

    def _repr_html_(self) -> str:
        return report.progress(self.progress)

    def __repr__(self) -> str:
        return terminal.progress(self.progress).rstrip()


def progress() -> Seen:
    """All assignments of the course: which tasks have passed, their visible points, and what is next.

    To be the last line of a cell. What was not checked yet counts as open. Raises UsageError where there is no assignment.
    """
    return Seen(of_course(Path.cwd()))


def remember(folder: Path, result: Result) -> None:
    """Keeps what a check said in its folder `checks/`, if it can be written to."""
    kept = _kept(folder)
    for task in result.tasks:
        kept[task] = total(check.points for check in result.checks if check.task == task)
    with suppress(OSError):
        (folder / KEPT).write_text(json.dumps(kept), encoding="utf-8")


def of_course(start: Path) -> Progress:
    """How far a student has come in the assignments in a folder, or beside it. Raises UsageError where there are none."""
    return Progress(tuple(of_assignment(folder) for folder in assignments(start)))


def assignments(start: Path) -> list[Path]:
    """The folders of all assignments: in this folder, in its `assignments/`, or beside it. Raises UsageError if none."""
    start = start.resolve()
    places = (start.parent,) if (start / "checks" / PUBLIC).is_file() else (start, start / "assignments", start.parent)
    for place in places:
        if found := sorted(path.parent.parent for path in place.glob(f"*/checks/{PUBLIC}")):
            return found
    raise UsageError(f"There is no assignment in {start}: each has a folder checks/, as it came.")


def of_assignment(folder: Path) -> Chapter:
    """How far a student has come in one assignment."""
    checks = folder / "checks"
    name, stages = _stages(checks, (checks / PUBLIC).stat().st_mtime_ns)
    kept = _kept(checks)
    return Chapter(name, tuple(
        Stage(one.task, one.title, one.points, min(kept.get(one.task, 0.0), one.points), one.task in kept) for one in stages
    ))  # fmt: skip


@cache
def _stages(checks: Path, changed: int) -> tuple[str, tuple[Stage, ...]]:
    """The name and the visible tasks of an assignment that was changed at that time, each with its first title."""
    public = Public.read(checks / PUBLIC)
    given = Given(checks, Digits(checks.parent / "digits"), public.assignment)
    nothing = Record({probe: Unanswered("RECORD_MISSING", "") for probe in given.probes})
    found = judge(given, nothing, public.expected, {}, only_visible=True).checks
    return public.assignment, tuple(
        Stage(
            task, next(c.title for c in found if c.task == task), total(c.max_points for c in found if c.task == task)
        )
        for task in public.tasks
    )


def _kept(checks: Path) -> dict[str, float]:
    try:
        found: Any = json.loads((checks / KEPT).read_text(encoding="utf-8"))
        return {task: float(points) for task, points in found.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
