"""Many submissions: finds them, spreads them over workers, and gives back each one as it is done."""

from __future__ import annotations

import hashlib
import traceback
import unicodedata
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, as_completed
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.course import Assignment, AuthorError
from autograder.glance import glance
from autograder.grade import Graded, Grader
from autograder.notebook import SUFFIXES, Submission, UnreadableError, as_bytes, content, from_bytes, saved, shown
from autograder.record import BadFrame, Record
from autograder.reference import SOLUTION
from autograder.reports import class_json, class_report, csv_table, html
from autograder.result import Glance, Result, one_line
from autograder.server import SandboxError
from autograder.workers import Setting, grader_of, processes, spread


@dataclass(frozen=True)
class Found:
    """A submission's place: the student's name, and the file or what is wrong with it."""

    student: str
    path: Path
    problem: str = ""


def find(paths: Sequence[Path], assignment: str, results: Path | None = None) -> list[Found]:
    """The submissions in `paths`: files, or folders with a file or a folder for each student.

    A folder in which nothing but the assignment's own file lies is a student's. The folder of `results` is left out. A
    student's folder may hold a folder named after the assignment, as nbgrader's does. Two submissions under one name
    are a problem of both, since nobody could say whose is whose.
    """
    found: list[Found] = []
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            entries = [entry for entry in sorted(path.iterdir()) if not _hidden(entry) and _may_be_one(entry)]
            entries = [entry for entry in entries if results is None or entry.resolve() != results.resolve()]
            if len(entries) == 1 and entries[0].is_file() and entries[0].stem == assignment:
                entries = [path.resolve()]
            found += [of_student(entry, assignment) for entry in entries]
        else:
            found.append(Found(_clean(path.stem), path))
    counts = Counter(_folded(item.student) for item in found)
    return [
        item
        if counts[_folded(item.student)] == 1
        else Found(item.student, item.path, "another submission has the same student name; rename one of them")
        for item in found
    ]


def of_student(entry: Path, assignment: str) -> Found:
    """A student's submission: a file, or the one file of a folder that is meant."""
    if not entry.is_dir() or entry.is_symlink():
        return Found(_clean(entry.stem), entry)
    try:
        return _in_folder(entry, assignment)
    except OSError as error:
        return Found(_clean(entry.name), entry, f"its folder cannot be read: {error.strerror}")


def _in_folder(entry: Path, assignment: str) -> Found:
    folder = entry / assignment if (entry / assignment).is_dir() else entry
    if folder.is_symlink():
        return Found(_clean(entry.name), folder, "its folder is a link; hand in the files themselves")
    if any(all((folder / name).is_file() for name in names) for names in (CLASS_FILES, ("result.json", "record.bin"))):
        return Found(_clean(entry.name), folder, "the folder holds results of `autograder grade`, no submission")
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES and not _hidden(file))
    named = [file for file in files if file.stem == assignment]
    if len(named) == 1 or len(files) == 1:
        return Found(_clean(entry.name), (named or files)[0])
    what = "no .ipynb or .py file" if not files else f"{len(files)} files; keep one, or name it {assignment}.ipynb"
    return Found(_clean(entry.name), folder, f"the folder holds {what}")


def _hidden(path: Path) -> bool:
    return path.name.startswith((".", "__"))


def _may_be_one(path: Path) -> bool:
    return path.is_dir() or path.suffix.lower() in SUFFIXES or path.is_symlink()


def _clean(name: str) -> str:
    name = "".join(letter if letter.isprintable() else "_" for letter in name).strip() or "_"
    return f"{name}_" if name in CLASS_FILES else name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


# ------------------------------------------------------------------------------------------------- what is there already

KEY: Final = ".key"
"""The file beside a result that says what it was made from: a line for the answers, and a line for the judgement."""


def key(setting: Setting, submission: str) -> str:
    """Two hashes of all that decides a result: of what its answers rest on, and of what its marks rest on."""
    return "".join(f"{_hash(submission, part)}\n" for part in (setting.asking, setting.judging))


def _hash(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def kept(folder: Path, setting: Setting, submissions: Sequence[Found]) -> dict[Found, Result]:
    """Those of `submissions` whose result in `folder` was made from what is there now."""
    found = {}
    for item in submissions:
        with suppress(OSError, ValueError, UnreadableError):
            digest = hashlib.sha256(content(item.path)).hexdigest()
            if not item.problem and (folder / item.student / KEY).read_text() == key(setting, digest):
                found[item] = result_in(folder / item.student)
    return found


# ------------------------------------------------------------------------------------------------------------- grading


@dataclass(frozen=True)
class Done:
    """What a worker hands back: the result, the submission's files by name, and faults for the teacher's eyes."""

    result: Result
    files: dict[str, bytes]
    faults: list[str]


def handed_in(found: Found) -> bytes | UnreadableError:
    """A submission as it travels to a worker: its bytes, or why there are none."""
    try:
        if found.problem:
            raise UnreadableError("STRUCTURE", found.problem)
        return content(found.path)
    except UnreadableError as error:
        return error


def _grade(setting: Setting, student: str, name: str, handed: bytes | UnreadableError) -> Done:
    grader = grader_of(setting)
    graded = _graded(grader, student, name, handed)
    try:
        return _done(setting, graded)
    except Exception:  # noqa: BLE001  our own fault must not stop the class
        submission = Submission(student, name, graded.result.submission.sha256, ())
        return _done(setting, grader.ungraded(submission, "GRADER_FAULT", traceback.format_exc()))


def grade_found(grader: Grader, found: Found, seen: Callable[[Result], None] | None = None) -> Graded:
    """Grades what was found, whatever is wrong with it: the fault of a file, or our own, is in the result.

    `seen` is as in `Grader.grade`.
    """
    return _graded(grader, found.student, shown(found.path), handed_in(found), seen)


def _graded(
    grader: Grader,
    student: str,
    name: str,
    handed: bytes | UnreadableError,
    seen: Callable[[Result], None] | None = None,
) -> Graded:
    try:
        if isinstance(handed, UnreadableError):
            raise handed
        submission = from_bytes(handed, name, student)
    except UnreadableError as error:
        return grader.ungraded(Submission(student, name, "", ()), error.code, str(error))
    try:
        return grader.grade(submission, seen)
    except AuthorError:
        raise
    except Exception:  # noqa: BLE001  our own fault must not stop the class, nor become the student's zero
        return grader.ungraded(submission, "GRADER_FAULT", traceback.format_exc())


def _done(setting: Setting, graded: Graded) -> Done:
    files = {"record.bin": graded.record.pack()}
    if graded.notebook is not None:
        files["notebook.ipynb"] = as_bytes(graded.notebook)
    examples = {name for names in grader_of(setting).assignment.definitions.values() for name in names}
    files["glance.json"] = glance(graded.record, graded.notebook, examples).to_json().encode()
    return Done(graded.result, files | _verdict(setting, graded), graded.faults)


def _verdict(setting: Setting, graded: Graded) -> dict[str, bytes]:
    """The files that say what the answers are worth."""
    page = html.render(graded.result, graded.notebook, graded.record.pictures())
    made_from = key(setting, graded.result.submission.sha256)
    if graded.result.flagged:  # to be graded again, or to be judged again when the tests are mended
        made_from = made_from.splitlines(keepends=True)[0]
    # The key is last, so that its presence says that all of them are there.
    return {"feedback.html": page.encode(), "result.json": graded.result.to_json().encode(), KEY: made_from.encode()}


def grade_into(folder: Path, setting: Setting, submission: Submission) -> Result:
    """The result of a submission: as it lies in `folder`, where it was made from the same; else made now and put there.

    Raises SandboxError when it could not be run at all.
    """
    with suppress(OSError, ValueError):
        if (folder / KEY).read_text() == key(setting, submission.sha256):
            return result_in(folder)
    graded = grader_of(setting).grade(submission)
    if graded.notebook is None:
        raise SandboxError(graded.faults[0])
    done = _done(setting, graded)
    write(folder, done.files)
    return done.result


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes the files one by one, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        temporary = folder / f".{name}"
        temporary.write_bytes(data)
        temporary.replace(folder / name)


CLASS_FILES: Final = ("index.html", "results.csv", "checks.csv", "class.json")


def class_files(
    folder: Path, results: Sequence[Result], assignment: Assignment, ungraded: Mapping[str, str] | None = None
) -> dict[str, bytes]:
    """The files for a class: its page, its tables, and both for programs.

    `folder` holds a folder for each student, in which glances lie; `ungraded` names those who have no result, and why.
    """
    glances = {}
    for result in results:
        with suppress(OSError, ValueError):
            text = (folder / result.student / "glance.json").read_text(encoding="utf-8")
            glances[result.student] = Glance.from_json(text)
    page = class_report.render(
        results, assignment.name, glances=glances, definitions=assignment.definitions, ungraded=ungraded
    )
    texts = (
        page,
        csv_table.render(results),
        csv_table.checks(results),
        class_json.render(results, assignment.name, ungraded),
    )
    return dict(zip(CLASS_FILES, map(str.encode, texts), strict=True))


def _reference(setting: Setting, name: str) -> bytes:
    grader = grader_of(setting)
    return grader.references.make(name, grader.sandbox).pack()


def unprepared(setting: Setting) -> list[str]:
    """The references that the cache lacks."""
    references = setting.grader().references
    return references.missing(references.names)


def prepare(executor: Executor, setting: Setting, tick: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Makes the references that the cache lacks, and gives back how many: the others are judged by the solution's."""
    references = setting.grader().references
    names = missing = unprepared(setting)
    if SOLUTION in names:
        references.keep(SOLUTION, executor.submit(_reference, setting, SOLUTION).result())
        names = [name for name in names if name != SOLUTION]
    futures = {executor.submit(_reference, setting, name): name for name in names}
    for done, future in enumerate(as_completed(futures), 1):
        references.keep(futures[future], future.result())  # its worker may have been another machine
        tick(done, len(futures))
    return len(missing)


def grade_all(
    executor: Executor, setting: Setting, submissions: Iterable[Found], ahead: int = 8
) -> Iterator[tuple[Found, Done | str]]:
    """Each submission with what became of it, as they are done; a text says why it could not be graded.

    At most `ahead` submissions are under way. When a worker process died, those that were are tried one by one, which
    shows who kills workers; the others go on with new workers.
    """
    waiting = deque(submissions)
    lost: list[Found] = []
    yield from _spread(executor, setting, waiting, ahead, lost)
    while lost:
        yield from _one_by_one(setting, lost)
        with processes(setting, max(ahead // 2, 1)) as others:
            yield from _spread(others, setting, waiting, ahead, lost)


def _spread(
    executor: Executor, setting: Setting, waiting: deque[Found], ahead: int, lost: list[Found]
) -> Iterator[tuple[Found, Done | str]]:
    """Takes submissions from `waiting` until there are no more or a worker process died; then `lost` has them."""

    def begin(found: Found) -> Future[Done]:
        return executor.submit(_grade, setting, found.student, shown(found.path), handed_in(found))

    for found, future in spread(begin, waiting, ahead):
        try:
            yield found, future.result()
        except BrokenExecutor:
            lost.append(found)
        except (AuthorError, SandboxError):
            raise
        except (Exception, CancelledError) as error:  # noqa: BLE001  of the cluster's: the others are graded all the same
            yield found, one_line(f"{type(error).__name__}: {error}")


def _one_by_one(setting: Setting, lost: list[Found]) -> Iterator[tuple[Found, Done | str]]:
    """What dead workers left undone, one at a time: a submission that kills three of them is not tried again."""
    killed = 1
    while lost:
        killers: list[Found] = []
        with processes(setting, 1) as executor:
            for _, done in _spread(executor, setting, deque(lost), 1, killers):
                yield lost.pop(0), done
                killed = 1
        killed += len(killers)
        if killed == 3:
            yield lost.pop(0), "three worker processes died while it was being graded; look at the machine's memory"
            killed = 1


# ------------------------------------------------------------------------------------------------- judging once more


def graded_in(folder: Path) -> list[Path]:
    """The folders of graded submissions: those in a class's folder, or a student's own."""
    return [folder] if (folder / "result.json").is_file() else sorted(p.parent for p in folder.glob("*/result.json"))


def result_in(folder: Path) -> Result:
    """The result that lies in a submission's folder. Raises OSError and ValueError."""
    return Result.from_json((folder / "result.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Judged:
    """A submission's result as it was, and what its saved answers are worth by the tests as they are now."""

    before: Result
    after: Result
    files: dict[str, bytes]


def judge_all(
    executor: Executor, setting: Setting, folders: Iterable[Path], ahead: int = 64
) -> Iterator[tuple[Path, Judged | str]]:
    """Each submission judged again from its record, as they are done; a text says why it could not be. Writes nothing."""

    def begin(folder: Path) -> Future[Judged | str]:
        return executor.submit(_judge_again, setting, folder)

    for folder, future in spread(begin, deque(folders), ahead):
        yield folder, future.result()


def _judge_again(setting: Setting, folder: Path) -> Judged | str:
    try:
        before = result_in(folder)
        if (folder / KEY).read_text().splitlines()[:1] != key(setting, before.submission.sha256).splitlines()[:1]:
            return "it answered other questions, or with another seed or device: name its --seed, or grade it again"
        record = Record.unpack((folder / "record.bin").read_bytes())
        notebook = folder / "notebook.ipynb"
        ran = saved(notebook.read_bytes()) if notebook.exists() else None
    except (OSError, ValueError, BadFrame) as error:
        return one_line(f"what was saved of it cannot be read ({error}); grade it again")
    after, _ = grader_of(setting).judged(before, record)
    return Judged(before, after, _verdict(setting, Graded(after, record, ran)))
