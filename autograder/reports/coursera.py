"""Coursera's `feedback.json`: a part of the points, and a text."""

import json

from autograder.reports import terminal
from autograder.reports.words import OpenScoreError, share
from autograder.result import Result


def render(result: Result) -> str:
    """The feedback for one submission. Raises OpenScoreError when the score is open."""
    if result.is_open:
        raise OpenScoreError(result)
    return (
        json.dumps({"fractionalScore": share(result), "feedback": terminal.render(result)}, ensure_ascii=False) + "\n"
    )
