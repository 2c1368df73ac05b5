"""The report in a terminal: a table for one submission, a line each for many."""

import io
from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from autograder.reports.words import (
    KIT_FAULT,
    STAMPS,
    hints_below,
    needed,
    open_because,
    points,
    score,
    seen,
    with_right,
)
from autograder.result import Check, Outcome, Progress, Result, Stage, Tried, one_line

MARKS: Final = {Outcome.PASSED: "ok", Outcome.FAILED: "FAIL", Outcome.SKIPPED: "wait", Outcome.ERROR: "ERR"}
STYLES: Final = {
    "ok": "green", "FAIL": "bold red", "wait": "yellow", "ERR": "bold magenta", "hand": "yellow", "note": "cyan"
}  # fmt: skip


def render(result: Result, *, color: bool = False, width: int = 100) -> str:
    """The table of one submission, ending in a newline."""
    console = _console(color, width)
    with console.capture() as captured:
        for line in _Table(result, console):
            console.print(line, soft_wrap=True)
    return captured.get()


def _console(color: bool, width: int) -> Console:
    return Console(
        file=io.StringIO(), force_terminal=color, color_system="standard" if color else None, no_color=not color,
        legacy_windows=False, width=width, height=1, force_jupyter=False,
    )  # fmt: skip


def progress(course: Progress, *, color: bool = False) -> str:
    """How far a student has come: a line for each assignment, and what is next."""
    console = _console(color, 100)
    with console.capture() as captured:
        for chapter in course.chapters:
            earned, possible = (sum(getattr(s, name) for s in chapter.stages) for name in ("earned", "points"))
            row = Text(f"  {set_cell_size(one_line(chapter.assignment, 60), 24)}  ")
            for stage in chapter.stages:
                row.append(*_STAGES[_state(stage)])
            tasks = f"{chapter.passed} of {len(chapter.stages)} tasks"
            row.append(f"{' ' * max(0, 8 - len(chapter.stages))}{tasks:>14}{_of(earned, possible):>12} visible points")
            console.print(row, soft_wrap=True)
        if course.next:
            chapter, stage = course.next
            console.print(
                Text(f"  next: {stage.task} {one_line(stage.title, 200)} ({chapter.assignment})"), soft_wrap=True
            )
        else:
            console.print(Text("  All that can be checked here is right. Well done!", "green"), soft_wrap=True)
    return captured.get()


def _state(stage: Stage) -> str:
    return "passed" if stage.passed else "tried" if stage.tried else "open"


_STAGES: Final = {"passed": ("#", "green"), "tried": ("x", "red"), "open": (".", "dim")}


def line(result: Result) -> str:
    """One submission on one line: student, score, then whatever did not pass, with the misconceptions met."""
    parts = [of_student(result.student, score(result))]
    if result.late:
        parts.append("late")
    if result.ungraded:
        parts.append(one_line(result.ungraded.reason, 200))
    missed: dict[str, dict[str, None]] = {"FAIL": {}, "wait": {}, "ERR": {}}
    for check in result.checks:
        missed.get(MARKS[check.outcome], {})[one_line(check.task, 20)] = None
    parts += [f"{mark} {', '.join(tasks)}" for mark, tasks in missed.items() if tasks]
    if met := dict.fromkeys(one_line(it.misconception, 60) for it in result.diagnoses if it.misconception):
        parts.append(f"({', '.join(met)})")
    if result.protection == "none":
        parts.append("graded without the sandbox")
    return "  ".join([*parts, *(f"LOOK {one_line(flag, 200)}" for flag in result.flags)])


def of_student(student: str, score: str) -> str:
    """A student's name and score, in columns."""
    return f"{set_cell_size(one_line(student, 24), 24)}  {score:>9}"


def _of(earned: float, possible: float) -> str:
    return f"{points(earned)} / {points(possible)}"


def _earned(check: Check) -> str:
    """What stands in the column of points: nothing yet for a check that waits, an open question for an error."""
    if check.outcome is Outcome.SKIPPED:
        return ""
    return f"? / {points(check.max_points)}" if check.outcome is Outcome.ERROR else _of(check.points, check.max_points)


class _Table:
    """The lines of the table. Rationale and hint stand below the title; all points end in one column."""

    def __init__(self, result: Result, console: Console):
        self.result, self.console = result, console
        tasks = [*result.tasks, *(task.task for task in result.by_hand)]
        self.indent = 10 + max((cell_len(one_line(task, 20)) for task in tasks), default=0)
        self.unit = "" if result.ungraded else " points so far" if result.is_open else " points"
        rows = [(cell_len(one_line(result.assignment, 60)), score(result))]
        rows += [(self.indent + cell_len(self._title(check)), _earned(check)) for check in result.checks]
        widest = max(left + 3 + len(right) for left, right in rows if right)
        self.edge = min(widest, max(console.width - len(self.unit), 40))

    def __iter__(self) -> Iterator[Text]:
        result = self.result
        name = Text(one_line(result.assignment, 60), "bold")
        yield from self._row(Text(), name, score(result), self.unit)
        if stamp := STAMPS[result.protection]:
            yield from self._below(Text("  "), stamp, "bold red")
        if result.ungraded:
            yield from self._below(Text("  "), open_because(result), "bold magenta")
        first, last = (result.notes, ()) if isinstance(result, Tried) else ((), result.notes)
        for note in first:
            yield from self._below(self._start("note"), note, "")
        for check in result.checks:
            yield from self._check(check)
        for task in result.by_hand:
            start = self._start("hand").append(set_cell_size(one_line(task.task, 20), self.indent - 8))
            text = one_line(f"{task.title} (a person will mark it)", 300)
            yield from self._row(start, Text(text), f"? / {points(task.max_points)}")
        for note in last:
            yield from self._below(self._start("note"), note, "")
        if isinstance(result, Tried) and result.printed:
            yield Text("  your function printed:")
            yield from (Text(f"    {line}", "dim") for line in result.printed)

    def _check(self, check: Check) -> Iterator[Text]:
        margin = Text(" " * self.indent)
        start = self._start(MARKS[check.outcome]).append(set_cell_size(one_line(check.task, 20), self.indent - 8))
        yield from self._row(start, Text(self._title(check)), _earned(check))
        if check.outcome is Outcome.FAILED:
            yield from self._below(margin, seen(self.result, check), "")
        if check.outcome is Outcome.ERROR:
            yield from self._below(margin, KIT_FAULT, "")
        for text in hints_below(self.result, check):
            yield from self._below(margin + Text("hint: ", "cyan"), text, "cyan")

    def _title(self, check: Check) -> str:
        waits = needed(self.result, check) if check.outcome is Outcome.SKIPPED else ""
        more = f"needs {waits}" if waits else with_right(check)
        return one_line(f"{check.title} ({more})" if more else check.title, 300)

    def _start(self, mark: str) -> Text:
        return Text("  ").append(f"{mark:<4}", STYLES[mark]).append("  ")

    def _row(self, start: Text, body: Text, right: str, unit: str = "") -> Iterator[Text]:
        """A wrapped text, with points at the right end of its first line."""
        if not right:
            yield from self._wrapped(start, body, self.console.width)
            return
        first, *rest = self._wrapped(start, body, self.edge - len(right) - 3)
        yield first.append(f"{right:>{max(self.edge - first.cell_len, len(right) + 3)}}{unit}")
        yield from rest

    def _below(self, start: Text, text: str, style: str) -> Iterator[Text]:
        yield from self._wrapped(start, Text(one_line(text), style), self.console.width)

    def _wrapped(self, start: Text, body: Text, edge: int) -> Iterator[Text]:
        lines = body.wrap(self.console, max(edge - start.cell_len, 20), overflow="fold")
        for number, part in enumerate(lines or [Text()]):
            part.rstrip()
            yield (start if number == 0 else Text(" " * start.cell_len)) + part
