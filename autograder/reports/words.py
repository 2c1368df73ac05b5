"""Words that every report uses, and text made safe to show: what a student wrote may hold anything."""

from __future__ import annotations

import re
from typing import Final

from autograder.result import Check, Outcome, Result

STAMPS: Final = {
    "full": "",
    "gpu": "Graded with a GPU, for which the sandbox leaves device files and memory open.",
    "none": "Graded without the sandbox: this code could read the answers, so its points prove little.",
}
"""What every report says about how student code was locked in."""
KIT_FAULT: Final = "The kit could not make this check, no fault of yours: a person will look at it."

_ESCAPES: Final = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str, limit: int = 2000) -> str:
    """The text without whatever steers a terminal or turns the reading direction, at most `limit` characters long.

    Newlines and tabs stay.
    """
    text = _CONTROLS.sub("", _ESCAPES.sub("", text))
    return text if len(text) <= limit else text[: limit - 1] + "…"


def one_line(text: str, limit: int = 2000) -> str:
    """The cleaned text on one line, so that it cannot imitate a line of ours."""
    return " ".join(clean(text, limit).split())


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
