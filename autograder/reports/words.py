"""Words that every report uses."""

from __future__ import annotations

from typing import Final

from autograder.result import Check, Outcome, Result

STAMPS: Final = {
    "full": "",
    "gpu": "Graded with a GPU, for which the sandbox leaves device files and memory open.",
    "local": "",
    "none": "Graded without the sandbox: this code could read the answers, so its points prove little.",
}
"""What every report says about how student code was locked in."""
KIT_FAULT: Final = "The kit could not make this check, no fault of yours: a person will look at it."


def points(number: float) -> str:
    """Points as people write them: 2.0 is ``2``, a third is ``0.33``."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def needed(result: Result, check: Check) -> str:
    """What a skipped check waits for: tasks by id, checks by title; only those that did not pass, when that is known."""
    passed = {c.name for c in result.checks if c.outcome is Outcome.PASSED}
    passed |= set(result.tasks) - {c.task for c in result.checks if c.outcome is not Outcome.PASSED}
    titles = {c.name: f"“{c.title}”" for c in result.checks}
    waits = [need for need in check.needs if need not in passed] or check.needs
    return ", ".join(titles.get(need, need) for need in waits)


def hint(result: Result, task: str) -> str:
    """The hint for a task that failed. A task with no failed check needs none."""
    failed = any(c.outcome is Outcome.FAILED and c.task == task for c in result.checks)
    return result.hint(task) if failed else ""
