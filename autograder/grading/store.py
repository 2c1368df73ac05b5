"""The folder of results: what lies in it for each student and for the class, and if it is still what it would be now."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from autograder.course.assignment import Assignment
from autograder.course.errors import InstructorError, UsageError
from autograder.result import CLASS_FILES, Glance, Missing, Result, Source
from autograder.submission.find import Found
from autograder.submission.notebook import UnreadableError, as_bytes, content
from autograder.submission.roster import Roster, read
from autograder.wall.server import locked

if TYPE_CHECKING:
    from autograder.grading.grade import Graded
    from autograder.grading.workers import Setting

KEY: Final = ".key"
"""The file beside a result that says what it was made from: a line for the answers, and a line for the judgement."""


ROSTER: Final = "roster.csv"
"""The file in a class's folder that says who is in the class: the table that was named, as it was."""


def key(setting: Setting, source: Source) -> str:
    """Two hashes of all that decides a result: of what its answers rest on, and of what its marks rest on."""
    handed_in = [source.sha256, *(part for item in sorted(source.beside.items()) for part in item)]
    return "".join(f"{_hash(*handed_in, part)}\n" for part in (setting.asking, setting.judging))


def _hash(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def kept(folder: Path, setting: Setting, submissions: Sequence[Found]) -> dict[Found, Result]:
    """Those of `submissions` whose result in `folder` was made from what is there now."""
    found = {}
    for item in submissions:
        with suppress(OSError, ValueError, UnreadableError):
            source = Source(_digest(item.path), "", {name: _digest(path) for name, path in item.beside.items()})
            if not item.problem and (folder / item.student / KEY).read_text() == key(setting, source):
                result = result_in(folder / item.student)
                if (result.id, result.late, result.flags) == (item.id, item.late, item.flags):
                    found[item] = result
    return found


def _digest(path: Path) -> str:
    return hashlib.sha256(content(path)).hexdigest()


def files_of(graded: Graded, setting: Setting, assignment: Assignment) -> dict[str, bytes]:
    """All files of a graded submission, by their names."""
    from autograder.grading.glance import glance
    from autograder.grading.reference import asked_for

    files = {"record.bin": graded.record.pack()}
    if graded.notebook is not None:
        files["notebook.ipynb"] = as_bytes(graded.notebook)
    shown = (*assignment.definitions.values(), *asked_for(assignment).values())
    examples = sorted({name for names in shown for name in names})  # the same bytes each time
    files["glance.json"] = glance(graded.record, graded.notebook, examples).to_json().encode()
    return files | verdict_of(graded, setting)


def verdict_of(graded: Graded, setting: Setting) -> dict[str, bytes]:
    """The files that say what the answers are worth."""
    from autograder.reports import gallery, html

    curves = gallery.beside(graded.record.curves(), graded.reference)
    page = html.render(graded.result, graded.notebook, graded.record.pictures(), graded.exhibits, curves)
    made_from = key(setting, graded.result.submission)
    if graded.result.is_open:  # to be graded again, or to be judged again when the tests are mended
        made_from = made_from.splitlines(keepends=True)[0]
    # The key is last, so that its presence says that all of them are there.
    return {"feedback.html": page.encode(), "result.json": graded.result.to_json().encode(), KEY: made_from.encode()}


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes the files one by one, each whole or not at all. Raises InstructorError, as where the disk is full."""
    path = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            path, temporary = folder / name, folder / f".{name}"
            try:
                temporary.write_bytes(data)
                temporary.replace(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise InstructorError(f"{path} cannot be written: {error.strerror}. What was written before stays.") from None


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """In this block no other command writes results into the folder. Raises UsageError where another one does."""
    write(folder, {})
    with ExitStack() as stack:
        try:
            stack.callback(os.close, locked(folder / ".lock"))  # the file stays: it may be another command's by then
        except BlockingIOError:
            raise UsageError(
                f"Another command is writing into {folder}; run this one when it has ended, or name another folder."
            ) from None
        except OSError:
            pass  # a file system without locks
        yield


def class_files(folder: Path, results: Sequence[Result], assignment: Assignment) -> dict[str, bytes]:
    """The files for a class: its page, its tables, and both for programs.

    `folder` holds a folder for each student, in which glances lie, and the roster if there is one: then the class is in its
    order, and who handed in nothing is in all of them.
    """
    from autograder.grading.reference import asked_for
    from autograder.reports import class_json, class_report, csv_table

    who = roster_in(folder)
    if who is None:
        results = sorted(results, key=lambda result: (result.student.casefold(), result.student))
        missing = []
    else:
        places = {result.student: who.place(result.student, result.id) for result in results}
        last = len(who.people)
        results = sorted(results, key=lambda one: last if (place := places[one.student]) is None else place)
        missing = [Missing(one.name, one.id) for one in who.missing((one.student, one.id) for one in results)]
    glances = {}
    for result in results:
        with suppress(OSError, ValueError):
            text = (folder / result.student / "glance.json").read_text(encoding="utf-8")
            glances[result.student] = Glance.from_json(text)
    texts = (
        class_report.render(
            results,
            assignment.name,
            glances=glances,
            definitions=assignment.definitions,
            asked=asked_for(assignment),
            missing=missing,
        ),
        csv_table.render(results, missing),
        csv_table.checks(results),
        class_json.render(results, assignment.name, missing),
    )
    return dict(zip(CLASS_FILES, map(str.encode, texts), strict=True))


def roster_in(folder: Path) -> Roster | None:
    """The roster that a class was graded with, if there was one. Raises UsageError where it is none any more."""
    return read(folder / ROSTER) if (folder / ROSTER).is_file() else None


def graded_in(folder: Path) -> list[Path]:
    """The folders of graded submissions: those in a class's folder, or a student's own."""
    return [folder] if (folder / "result.json").is_file() else sorted(p.parent for p in folder.glob("*/result.json"))


def class_in(folder: Path) -> list[Path]:
    """The folders of those on the class page in a class's folder, or a student's own.

    Other folders are of an earlier class, in which somebody may have had another name. Where there is no page yet, as after
    an interruption, all are taken.
    """
    folders = graded_in(folder)
    try:
        whole = json.loads((folder / "class.json").read_text(encoding="utf-8"))
        named = {one["student"] for one in whole["submissions"]}
    except (OSError, ValueError, LookupError, TypeError):
        return folders
    return [one for one in folders if one == folder or one.name in named]


def result_in(folder: Path) -> Result:
    """The result that lies in a submission's folder. Raises OSError and ValueError."""
    return Result.from_json((folder / "result.json").read_text(encoding="utf-8"))


def refuse_what_cannot_be_written(to: Path, submissions: Sequence[Path]) -> None:
    """Raises UsageError for a place where no results can be written, or where they would overwrite the submissions."""
    if to.resolve() in [path.resolve() for path in submissions]:
        raise UsageError(
            f"--out {to} is the folder of the submissions, which the results would overwrite; name another one."
        )
    there = next(place for place in (to.absolute(), *to.absolute().parents) if place.exists())
    if not there.is_dir():
        raise UsageError(f"--out {to} cannot be a folder, since {there} is a file.")
    if not os.access(there, os.W_OK | os.X_OK):
        raise UsageError(f"--out {to}: you may not write in {there}.")
