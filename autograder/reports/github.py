"""What GitHub Actions reads in a step's log: annotations, and a fence around all that is not ours.

A line that begins with `::` (or holds `##[`) is a command to the runner, so no text of a student's is ever printed bare.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from autograder.reports.words import KIT_FAULT, STAMPS, hints_below, points, seen
from autograder.result import Check, Outcome, Result, one_line

MOST: Final = 10
"""Annotations of a kind that GitHub shows for a step."""


@dataclass(frozen=True)
class Remark:
    """A remark at a line of a file."""

    kind: Literal["error", "warning", "notice"]
    title: str
    message: str
    file: str = ""
    line: int = 0
    """0 where no line is known."""


def render(result: Result, *, file: str = "", lines: Mapping[str, int] | None = None) -> str:
    """The annotations of one submission; `file` is where it lies in its repository, `lines` where each task is in it."""
    return commands(remarks(result, file=file, lines=lines))


def remarks(result: Result, *, file: str = "", lines: Mapping[str, int] | None = None) -> list[Remark]:
    """A remark for each task that failed (an error) or could not be checked (a warning), and for each note."""
    name, file = one_line(result.assignment, 100), file or result.submission.name
    if result.ungraded:
        return [Remark("error", f"{name} could not be graded", one_line(result.ungraded.reason), file)]
    found = [Remark("warning", name, STAMPS[result.protection], file)] if STAMPS[result.protection] else []
    for task in result.tasks:
        checks = [check for check in result.checks if check.task == task]
        earned, possible = (points(sum(getattr(c, key) for c in checks)) for key in ("points", "max_points"))
        line = (lines or {}).get(task, 0)
        if text := _failures(result, checks):
            found.append(Remark("error", f"{name} {task}: {earned} of {possible} points", text, file, line))
        if any(check.outcome is Outcome.ERROR for check in checks):
            found.append(Remark("warning", f"{name} {task}", KIT_FAULT, file, line))
    return found + [Remark("notice", name, one_line(note), file) for note in result.notes]


def _failures(result: Result, checks: Sequence[Check]) -> str:
    """What was seen, each fact once, with the checks that it failed; then the hints."""
    facts: dict[str, list[str]] = {}
    for check in checks:
        if check.outcome is Outcome.FAILED:
            facts.setdefault(seen(result, check, within=checks), []).append(one_line(check.title, 300))
    hints = [f"hint: {text}" for check in checks for text in hints_below(result, check)]
    return "\n".join([*(f"{'; '.join(titles)}: {fact}" for fact, titles in facts.items()), *hints])


def commands(found: Sequence[Remark]) -> str:
    """The runner's commands for these remarks, as many of each kind as GitHub shows."""
    lines = []
    for kind in ("error", "warning", "notice"):
        some = [one for one in found if one.kind == kind]
        shown = some if len(some) <= MOST else some[: MOST - 1]
        lines += [_command(one) for one in shown]
        if left := len(some) - len(shown):
            lines.append(f"::{kind} title=and {left} more::GitHub shows {MOST} at most; the job summary has them all.")
    return "".join(f"{line}\n" for line in lines)


def _command(one: Remark) -> str:
    place = {"file": one_line(one.file, 300), "line": str(one.line or ""), "title": one_line(one.title, 300)}
    properties = ",".join(f"{key}={_property(value)}" for key, value in place.items() if value)
    return f"::{one.kind} {properties}::{_data(one.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def group(title: str, text: str, token: str) -> str:
    """A text under a heading that folds it, in which the runner takes no commands; nobody can guess the token."""
    fenced = f"::stop-commands::{token}\n{text.rstrip()}\n::{token}::"
    return f"::group::{_data(one_line(title, 300))}\n{fenced}\n::endgroup::\n"


def summary(reports: Sequence[str], most: int = 1 << 20) -> str:
    """A job's summary of these reports in Markdown: as many as GitHub takes, which is 1 MiB, and whole ones."""
    text = ""
    for left, report in zip(range(len(reports), 0, -1), reports, strict=True):
        if len(f"{text}{report}".encode()) > most - 100:
            return f"{text}\n{left} more did not fit; they are in the files of this job.\n"
        text += f"{report}\n"
    return text
