"""What `check` and `progress` show in a notebook: fragments of HTML that are readable on light and on dark."""

from autograder.reports.html import by_task
from autograder.reports.page import fill
from autograder.result import Progress, Result, Tried


def render(result: Result) -> str:
    """The fragment for the checked tasks."""
    printed = result.printed if isinstance(result, Tried) else ()
    return fill("check.jinja", result=result, tasks=by_task(result), printed=printed)


def progress(course: Progress) -> str:
    """The fragment for how far a student has come."""
    return fill("progress.jinja", course=course)
