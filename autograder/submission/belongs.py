"""Which assignment a notebook is of: told by what it defines and by the tasks that its cells name. Runs nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from autograder.course.assignment import Course
from autograder.submission.notebook import Submission, UnreadableError, from_bytes, parse

_DEFINED: Final = re.compile(r"^(?:(?:async )?def|class)\s+(\w+)", re.MULTILINE)
_CHECKED: Final = re.compile(r"\bcheck\(\s*[\"']?([\w.]+)")


@dataclass(frozen=True)
class Signs:
    """What tells an assignment's notebook: the functions and classes of its tasks, and the tasks' ids."""

    definitions: frozenset[str]
    tasks: frozenset[str]


def signs(course: Course) -> Mapping[str, Signs]:
    """The signs of each assignment of a course."""
    found = {}
    for assignment in course.assignments:
        try:
            submission = parse(assignment.solution, "solution.py")
        except (OSError, UnreadableError):
            continue  # its author hears of it elsewhere
        asked = [cell.source for cell in submission.cells if "task" in cell.metadata]
        definitions = frozenset(name for source in asked for name in _DEFINED.findall(source))
        found[assignment.name] = Signs(definitions, _signs_of(submission).tasks)
    return found


def _signs_of(submission: Submission) -> Signs:
    tasks = {str(cell.metadata["task"]) for cell in submission.cells if "task" in cell.metadata}
    tasks |= {task for source in submission.code for task in _CHECKED.findall(source)}
    return Signs(frozenset(name for source in submission.code for name in _DEFINED.findall(source)), frozenset(tasks))


def whose(data: bytes, name: str, assignment: str, known: Mapping[str, Signs]) -> str:
    """The other assignment that a file is the notebook of; nothing where it may well be this one's, or nobody's.

    It must show nothing of this assignment, and most of what the other's tasks define, or the other's tasks.
    """
    if (theirs := _strange(data, name, assignment, known)) is None:
        return ""
    likeness = {
        other: (2 * len(theirs.definitions & its.definitions) > len(its.definitions), len(theirs.tasks & its.tasks))
        for other, its in known.items()
        if other != assignment
    }
    best = max(likeness, key=lambda other: likeness[other], default="")
    return best if best and any(likeness[best]) else ""


def foreign(data: bytes, name: str, assignment: str, known: Mapping[str, Signs]) -> str:
    """What a file of another system is, and which command helps; nothing where it shows anything of this assignment.

    Otter's notebooks call it or have its marks; nbgrader's name another assignment in their cells' metadata.
    """
    otters = _OTTERS.search(data)
    ids = {found.decode() for found in _GRADE_IDS.findall(data)}
    others = ids and not any(one.startswith(f"{assignment}-") for one in ids)
    if not (otters or others) or _strange(data, name, assignment, known) is None:
        return ""
    if otters:
        sign = otters[0].decode()
        return f"a notebook of Otter's (it has `{sign}`); `autograder import otter` brings over the one that the course has"
    return (
        f"a notebook of another assignment of nbgrader's (it has the cell `{min(ids)}`); `autograder autograde` grades it "
        "in its course directory, and `autograder import nbgrader` brings over its source version"
    )


_OTTERS: Final = re.compile(
    rb"otter\.Notebook(?=\()|# BEGIN QUESTION\b|BEGIN QUESTION(?=(?:\\n|\W)+name:)|# ASSIGNMENT CONFIG\b"
)
_GRADE_IDS: Final = re.compile(rb'"grade_id": *"([\w-]{1,60})"')


def _strange(data: bytes, name: str, assignment: str, known: Mapping[str, Signs]) -> Signs | None:
    """The signs of a file that shows nothing of this assignment; None where it shows something, or nobody can say."""
    mine = known.get(assignment)
    if mine is None or _defines(data, mine):  # as nearly all do: the others need not be read
        return None
    try:
        theirs = _signs_of(from_bytes(data, name, ""))
    except UnreadableError:
        return None
    return None if theirs.tasks & mine.tasks or theirs.definitions & mine.definitions else theirs


def _defines(data: bytes, its: Signs) -> bool:
    return any(re.search(rb"(?:def|class)\s+%b\b" % name.encode(), data) for name in its.definitions)
