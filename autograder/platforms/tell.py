"""Tells results to platforms, each in its own form. What comes out is for students: nothing that is hidden is in it."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from autograder.course.errors import UsageError
from autograder.grading import store
from autograder.record.answers import Record
from autograder.record.frame import BadFrame
from autograder.reports.gradescope import VISIBILITY
from autograder.reports.platforms import PLATFORMS, Beside
from autograder.reports.words import OpenScoreError


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
        raise UsageError(f"--as {name}: it is one of {', '.join(PLATFORMS)}.")
    refuse_unknown(hidden)
    folders = store.graded_in(folder)
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
