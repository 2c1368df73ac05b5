"""Whose fault it is, when it is not the student's."""

import traceback
from pathlib import Path


class AuthorError(Exception):
    """The fault of an assignment's author. The message names the file, the rule and what mends it."""


class InstructorError(Exception):
    """What the instructor must mend, in one sentence."""


class UsageError(Exception):
    """What was asked for does not exist or cannot be: the command, or the call, was not right."""


class UnknownAssignmentError(UsageError):
    """No assignment has that name; the message says which there are."""


def said(error: BaseException, path: Path) -> str:
    """What an author did not mean to raise in one of the files, and where: ``06_training_loop/probe.py, line 4: ...``."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    what = str(error)
    if isinstance(error, SyntaxError) and error.filename == str(path):
        lines, what = [error.lineno], error.msg
    where = f", line {lines[-1]}" if lines else ""
    return f"{path.parent.name}/{path.name}{where}: {type(error).__name__}: {what}"
