"""What `check` shows in a notebook: a fragment of HTML that is readable on light and on dark."""

from autograder.reports.html import by_task
from autograder.reports.page import fill
from autograder.result import Result


def render(result: Result) -> str:
    """The fragment for the checked tasks."""
    return fill("check.jinja", result=result, tasks=by_task(result))
