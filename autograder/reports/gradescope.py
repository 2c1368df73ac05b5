"""Gradescope's `results.json`."""

import json
from collections.abc import Iterator
from typing import Any, Final

from autograder.reports.words import STAMPS, below, named, open_because
from autograder.result import Check, Outcome, Result, one_line

VISIBILITY: Final = ("visible", "after_due_date", "after_published", "hidden")


def render(result: Result, *, hidden: str = "visible") -> str:
    """The results of one submission. `hidden` says when students see the hidden checks' titles, and what was seen.

    Another value than ``visible`` also hides the total from students: that is Gradescope's own rule. When a check could
    not be made there is no score at all, which Gradescope shows as a fault of the autograder.
    """
    return json.dumps(dict(_items(result, hidden)), indent=1, ensure_ascii=False) + "\n"


def _items(result: Result, hidden: str) -> Iterator[tuple[str, Any]]:
    notes = [one_line(note) for note in result.notes[:20]]
    says = [STAMPS[result.protection], open_because(result), *notes]
    yield "output", "\n".join(filter(None, says))
    yield "output_format", "text"
    yield "test_output_format", "text"
    yield "test_name_format", "text"
    yield "stdout_visibility", "hidden"
    yield "execution_time", round(result.usage.wall_s, 2)
    yield "tests", [_test(result, name, check, hidden) for name, check in named(result)]


def _test(result: Result, name: str, check: Check, hidden: str) -> dict[str, Any]:
    test = {"name": name, "number": one_line(check.task, 20), "output": "\n".join(below(result, check))}
    if check.outcome is not Outcome.ERROR:
        test["status"] = "passed" if check.outcome is Outcome.PASSED else "failed"
    points = {} if result.is_open else {"score": check.points, "max_score": check.max_points}
    return {**test, **points, "visibility": "visible" if check.visible else hidden}
