"""Whose fault it is, when it is not the student's."""


class AuthorError(Exception):
    """The fault of an assignment's author. The message names the file, the rule and what mends it."""


class InstructorError(Exception):
    """What the instructor must mend, in one sentence."""


class UsageError(Exception):
    """What was asked for does not exist or cannot be: the command, or the call, was not right."""


class UnknownAssignmentError(UsageError):
    """No assignment has that name; the message says which there are."""
