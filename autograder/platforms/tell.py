"""Tells results to platforms, each in its own form. What comes out is for students: nothing that is hidden is in it."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from autograder.course.errors import UsageError
from autograder.grading import store
from autograder.record.answers import Record
from autograder.record.frame import BadFrame
from autograder.reports import gradebooks
from autograder.reports.gradebooks import FillError, Score
from autograder.reports.gradescope import VISIBILITY
from autograder.reports.platforms import PLATFORMS, Beside
from autograder.reports.words import OpenScoreError, points
from autograder.result import Missing, Result
from autograder.submission import roster as rosters
from autograder.submission.roster import Person, Roster

GRADEBOOKS: Final = ("canvas", "moodle", "blackboard", "csv")
"""What takes the scores of a class in one file."""


@dataclass(frozen=True)
class Told:
    """What a platform is told of a student, or why it cannot be."""

    folder: Path
    text: str = ""
    problem: str = ""
    left_open: bool = False
    """Whether some check could not be made, through no fault of the student."""


def tell(folder: Path, name: str, to: Path | None = None, hidden: str = "visible") -> Iterator[Told]:
    """The results in a folder, one student's or a class's, as the platform of that name wants them.

    They are written to a file `to`, for a class to a folder; without it they are only given back. Raises UsageError.
    """
    if name not in PLATFORMS:
        raise UsageError(f"--as {name}: it is one of {', '.join([*PLATFORMS, *GRADEBOOKS])}.")
    refuse_unknown(hidden)
    folders = store.class_in(folder)
    if not folders:
        raise UsageError(f"{folder} holds no result.json.")
    one = folders == [folder]
    if not (one or to):
        raise UsageError(f"{folder} is a class: name a folder with --out.")
    for student in folders:
        told = _told(student, name, hidden)
        if to is not None and not told.problem:
            file = to if one else to / f"{student.name}{PLATFORMS[name].suffix}"
            store.write(file.parent, {file.name: told.text.encode()})
        yield told


def _told(folder: Path, name: str, hidden: str) -> Told:
    try:
        result = store.result_in(folder)
        text = PLATFORMS[name].render(result, beside(_pictures(folder), hidden))
    except (OpenScoreError, ValueError) as error:
        return Told(folder, problem=str(error), left_open=True)
    return Told(folder, text, left_open=result.is_open)


@dataclass(frozen=True)
class Filled:
    """The scores of a class in one file, who is left out of it and why, and what else must be known about it."""

    text: str
    left_out: dict[str, str]
    remarks: list[str]


def gradebook(folder: Path, platform: str, *, roster: Path | None = None, title: str = "") -> Filled:
    """The scores of a class's folder as a platform's gradebook imports them; `platform` is one of GRADEBOOKS.

    The roster, by default the one that the class was graded with, may be a file that the platform exported, which is then
    filled in under the heading `title`, by default the assignment's name. Open scores are left out, and are no zeros. Raises
    UsageError.
    """
    results = [store.result_in(student) for student in store.class_in(folder)]
    if not results or (folder / "result.json").is_file():
        raise UsageError(f"{folder} is no class: expected a folder that `autograder grade` wrote.")
    who = rosters.read(roster) if roster else store.roster_in(folder)
    scores = {one.student: _score(one, who) for one in results}
    known = [score for score in scores.values() if score is not None]
    left_out = {one.student: _why_open(one) for one in results if scores[one.student] is None}
    marked = {task: None for one in results for task in one.by_hand}
    remarks = [
        f"The {points(it.max_points)} points of {it.task} are given by hand and in no score here." for it in marked
    ]
    try:
        if platform == "csv":
            missing = (
                [Missing(one.name, one.id) for one in who.missing((r.student, r.id) for r in results)] if who else []
            )
            rows: list[tuple[Result | Missing, Score | None]] = [(one, scores[one.student]) for one in results]
            text = gradebooks.table([*rows, *((one, None) for one in missing)])
        else:
            unknown: list[str] = []
            text = gradebooks.for_platform(
                platform, who.text if who else "", title or results[0].assignment, known, unknown
            )
            left_out |= dict.fromkeys(unknown, "is not in the file")
    except FillError as error:
        raise UsageError(f"--as {platform}: {error}.") from None
    return Filled(text, left_out, remarks)


def _score(result: Result, who: Roster | None) -> Score | None:
    """A student's score with all names by which a gradebook may know the student; None where it is open."""
    if result.score is None or result.is_open:
        return None
    person = (who.person(result.student, result.id) if who else None) or Person(result.student)
    return Score(
        result.student, result.score, result.max_score, person.email,
        lms_id="" if who else result.id,  # a roster's ids are the school's, and may be somebody else's on the platform
        name=person.name, login=person.login, number=person.id, also=[*sorted(person.ids), result.id],
    )  # fmt: skip


def _why_open(result: Result) -> str:
    return result.ungraded.reason if result.ungraded else "some checks could not be made, so its score is open"


def _pictures(folder: Path) -> list[bytes]:
    try:
        return Record.unpack((folder / "record.bin").read_bytes()).pictures()
    except (FileNotFoundError, BadFrame):
        return []


def beside(pictures: Sequence[bytes], hidden: str) -> Beside:
    """What some platforms are told beside a result, here and now."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Beside(pictures, os.environ, now, hidden)


def refuse_unknown(hidden: str) -> None:
    """Raises UsageError for what Gradescope does not know as a moment to show hidden checks."""
    if hidden not in VISIBILITY:
        raise UsageError(f"--hidden {hidden}: it is one of {', '.join(VISIBILITY)}.")
