"""What Autolab reads on standard output: the table for the student, and on the last line the scores by task."""

import json

from autograder.reports import terminal
from autograder.result import Outcome, Result, one_line, total


def render(result: Result) -> str:
    """The text for one submission; the lab's problems are the tasks.

    A task of which a check could not be made is left out: its score stays open, and a person can give it; and so are all
    tasks where nothing was graded.
    """
    opened = {check.task for check in result.checks if check.outcome is Outcome.ERROR}
    scores = {
        one_line(task, 20): total(check.points for check in result.checks if check.task == task)
        for task in result.tasks
        if task not in opened
    }
    told = {"scores": scores} | ({} if result.is_open else {"scoreboard": [result.score]})
    return f"{terminal.render(result)}\n{json.dumps(told)}\n"
