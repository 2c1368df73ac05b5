"""Grades one submission where a platform has put it, and writes the file that the platform reads.

That file is whole at any moment: at first it says that nothing is graded yet, then what has been seen so far, at last the
result. A platform that strikes at its limit finds what there is; a fault of the kit's leaves a file without a score.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from autograder.course.assignment import Assignment, Course
from autograder.course.errors import InstructorError, UsageError
from autograder.grading.grade import Graded, Grader
from autograder.grading.store import write
from autograder.platforms.ci import Practice
from autograder.platforms.tell import beside
from autograder.reports.platforms import PLATFORMS
from autograder.reports.words import OpenScoreError
from autograder.result import Outcome, Result, Source
from autograder.submission.find import of_student
from autograder.verdict.judge import FAULT, collect
from autograder.wall.doctor import hole

SEED: Final = "seed"
"""The file in a package's `solutions/` that holds what hidden inputs are made from."""
UNFINISHED: Final = "Grading did not finish."


@dataclass(frozen=True)
class Place:
    """Where a platform puts a submission, and where it reads the result, both below its root."""

    submission: str
    results: str


PLACES: Final[Mapping[str, Place]] = {
    "classroom50": Place("", "result.json"),
    "gradescope": Place("autograder/submission", "autograder/results/results.json"),
    "prairielearn": Place("grade/student", "grade/results/results.json"),
}


def unfinished(assignment: Assignment) -> Result:
    """What there is to say about a submission before it is graded: every check is open, and none is a zero."""
    checks = (
        replace(check, outcome=Outcome.ERROR, code="GRADER_FAULT", points=0.0, rationale=FAULT)
        for check in collect(assignment)
    )
    return Result(assignment.name, "", "full", Source("", ""), tuple(checks), notes=(UNFINISHED,))


def deliver(name: str, package: Path, prefix: Path, *, hidden: str = "visible", tries: int = 0) -> Graded | None:
    """Grades what lies in a platform's place below `prefix` with what a package brings, and writes its results file.

    Nothing is graded when more than `tries` submissions came within a day, where tries are counted: the results file then
    says so. Raises UsageError for an unknown platform, and InstructorError where student code cannot be locked in.
    """
    if name not in PLACES:
        raise UsageError(f"Nothing can be delivered to {name}: it is one of {', '.join(PLACES)}.")
    place = PLACES[name]
    path = prefix / place.results
    if says := _refusal(prefix, tries):
        write(path.parent, {path.name: says.encode()})
        return None

    def put(result: Result, pictures: Sequence[bytes] = ()) -> None:
        with suppress(OpenScoreError):  # such a platform takes the exit status for an answer
            write(path.parent, {path.name: PLATFORMS[name].render(result, beside(pictures, hidden)).encode()})

    def seen(result: Result) -> None:
        put(replace(result, notes=(UNFINISHED,)))

    with _grader(package) as grader:
        asked = grader.asked if isinstance(grader, Practice) else ()
        course = None if asked else Course(package)
        found = of_student(prefix.resolve() / place.submission, grader.assignment.name, course, asked)
        put(unfinished(grader.assignment))
        if problem := hole(package, prefix / place.submission):
            raise InstructorError(f"Nothing was graded: {problem}. `autograder doctor` says what is missing here.")
        graded = grader.grade_found(found, seen)
    put(graded.result, graded.record.pictures())
    return graded


def _refusal(prefix: Path, tries: int) -> str:
    """What `too_soon` says to Gradescope's word on this submission, if tries are counted."""
    metadata = prefix / "autograder" / "submission_metadata.json"
    about = json.loads(metadata.read_text(encoding="utf-8")) if tries and metadata.exists() else {}
    return too_soon(about, tries) if about else ""


def _grader(package: Path) -> Grader:
    """A grader by what lies in the package: the assignment with its solutions, or what students have of it."""
    if (package / "checks").is_dir():
        return Practice(package / "checks")
    (assignment,) = Course(package).assignments
    return Grader(assignment, (package / "solutions" / SEED).read_text())


def too_soon(metadata: Mapping[str, Any], tries: int) -> str:
    """Gradescope's results file for a submission that comes too soon: the last score stands. Else nothing.

    `tries` submissions are graded in any 24 hours. One that was not graded does not count, nor one that met a fault of ours.
    """
    earlier = [one for one in metadata.get("previous_submissions", []) if not one.get("autograder_error")]
    counted: list[datetime] = []
    earlier.sort(key=lambda one: datetime.fromisoformat(one["submission_time"]))
    for text in [*(one["submission_time"] for one in earlier), metadata["created_at"]]:
        moment = datetime.fromisoformat(text)
        recent = [one for one in counted if moment - one < timedelta(days=1)]
        if graded := len(recent) < tries:
            counted.append(moment)
    if graded:
        return ""
    again = recent[-tries] + timedelta(days=1)
    says = (
        f"Not graded: {tries} are graded in 24 hours. Your last score stands; submit again after {again:%d %B, %H:%M}."
    )
    told = {"score": float(earlier[-1].get("score") or 0), "output": says, "output_format": "text", "tests": []}
    return json.dumps(told, indent=1) + "\n"
