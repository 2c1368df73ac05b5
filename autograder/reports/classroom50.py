"""Classroom 50's `result.json` (`classroom50/result/v1`)."""

import json
from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import Any, Final

from autograder.reports.words import STAMPS, OpenScoreError, below, named
from autograder.result import Check, Outcome, Result

SCHEMA: Final = "classroom50/result/v1"
KEYS: Final = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "assignment_type": "ASSIGNMENT_TYPE",
    "owner": "OWNER",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
}
"""What the runner's environment says about a submission: the result's keys, and the variables."""


def render(result: Result, *, environment: Mapping[str, str], now: str) -> str:
    """The result of one submission; `environment` is the runner's, `now` the time in UTC, such as 2026-06-01T14:32:01Z.

    Raises OpenScoreError when a check could not be made: the runner knows no other way to say so than an exit status.
    """
    if result.is_open:
        raise OpenScoreError(result)
    parts = [Fraction(check.max_points).limit_denominator(100).denominator for check in result.checks]
    tests = [_test(result, name, check, lcm(*parts)) for name, check in named(result)]
    found = {key: environment.get(variable, "") for key, variable in KEYS.items()}
    found["owner"] = found["owner"] or environment.get("USERNAME", "")
    found["review"] = found["review"] or found["commit"]
    scores = {name: sum(test[name] for test in tests) for name in ("score", "max-score")}
    told = {"schema": SCHEMA, **found, "datetime": now, "graded_at": now, **scores, "tests": tests}
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _test(result: Result, name: str, check: Check, whole: int) -> dict[str, Any]:
    """One check; `whole` makes whole points of parts of points, since the format has no others."""
    said = [STAMPS[result.protection], *below(result, check)]
    return {
        "test-name": name,
        "passed": check.outcome is Outcome.PASSED,
        "score": round(check.points * whole),
        "max-score": round(check.max_points * whole),
        "output": "\n".join(filter(None, said)),
    }
