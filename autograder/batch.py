"""Many submissions: finds them, spreads them over workers, and gives back each one as it is done."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import traceback
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Final

import autograder
from autograder.course import AuthorError, Course
from autograder.grade import Graded, Grader
from autograder.inside import jail
from autograder.judge import judge
from autograder.notebook import SUFFIXES, Submission, UnreadableError, as_bytes, content, from_code, read, shown
from autograder.reference import SOLUTION, References
from autograder.reports import class_report, csv_table, html
from autograder.result import Outcome, Result
from autograder.sandbox import SandboxError


@dataclass(frozen=True)
class Found:
    """A submission's place: the student's name, and the file or what is wrong with it."""

    student: str
    path: Path
    problem: str = ""


def find(paths: Sequence[Path], assignment: str) -> list[Found]:
    """The submissions in `paths`: files, or folders with a file or a folder for each student.

    A student's folder may hold a folder named after the assignment, as nbgrader's does. Two submissions under one name
    are a problem of both, since nobody could say whose is whose.
    """
    found: list[Found] = []
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            entries = sorted(entry for entry in path.iterdir() if not _hidden(entry))
            found += [of_student(entry, assignment) for entry in entries if _may_be_one(entry)]
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
    folder = entry / assignment if (entry / assignment).is_dir() else entry
    if folder.is_symlink():
        return Found(_clean(entry.name), folder, "its folder is a link; hand in the files themselves")
    files = sorted(file for file in folder.iterdir() if file.suffix in SUFFIXES and not _hidden(file))
    named = [file for file in files if file.stem == assignment]
    if len(named) == 1 or len(files) == 1:
        return Found(_clean(entry.name), (named or files)[0])
    what = "no .ipynb or .py file" if not files else f"{len(files)} files; keep one, or name it {assignment}.ipynb"
    return Found(_clean(entry.name), folder, f"the folder holds {what}")


def _hidden(path: Path) -> bool:
    return path.name.startswith((".", "__"))


def _may_be_one(path: Path) -> bool:
    return path.is_dir() or path.suffix in SUFFIXES or path.is_symlink()


def _clean(name: str) -> str:
    name = "".join(letter if letter.isprintable() else "_" for letter in name).strip() or "_"
    return f"{name}_" if name in ("index.html", "results.csv") else name  # those are the class's


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


# ------------------------------------------------------------------------------------------------- what is there already

KEY: Final = ".key"
"""The file beside a result that says what it was made from."""


def key(setting: Setting, submission: str) -> str:
    """A hash of all that decides a result: the submission's own, the assignment, the seed, the device, the kit."""
    parts = [submission, setting.digest, setting.seed, setting.device, str(setting.protected), autograder.__version__]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def kept(folder: Path, setting: Setting, submissions: Sequence[Found]) -> dict[Found, Result]:
    """Those of `submissions` whose result in `folder` was made from what is there now."""
    found = {}
    for item in submissions:
        with suppress(OSError, ValueError, UnreadableError):
            digest = hashlib.sha256(content(item.path)).hexdigest()
            if not item.problem and (folder / item.student / KEY).read_text() == key(setting, digest):
                found[item] = Result.from_json((folder / item.student / "result.json").read_text(encoding="utf-8"))
    return found


# ------------------------------------------------------------------------------------------------------------- workers


@dataclass(frozen=True)
class Setting:
    """All that a worker needs to grade: small enough to travel."""

    course: Path
    assignment: str
    seed: str
    protected: bool = True
    device: str = "cpu"

    @cached_property
    def digest(self) -> str:
        """A hash of the assignment, tests included."""
        assignment = Course(self.course).find(self.assignment)
        tests = "".join(path.read_text(encoding="utf-8") for path in assignment.tests)
        return hashlib.sha256((assignment.digest + tests).encode()).hexdigest()

    def grader(self) -> Grader:
        """A grader of this setting."""
        assignment = Course(self.course).find(self.assignment)
        return Grader(assignment, self.seed, protected=self.protected, device=self.device)


_graders: dict[Setting, Grader] = {}
"""The grader of this process: its server stays warm from one submission to the next."""


def _grader(setting: Setting) -> Grader:
    if setting not in _graders:
        for grader in _graders.values():
            grader.sandbox.close()
        _graders.clear()
        _graders[setting] = grader = setting.grader()
        Finalize(None, grader.sandbox.close, exitpriority=10)  # worker processes end without atexit
    return _graders[setting]


def _warm(setting: Setting | None) -> None:
    import torch

    torch.set_num_threads(1)
    if setting is None:
        return
    _grader(setting).sandbox.start()


def _warm_worker(setting: Setting | None, parent: int) -> None:
    jail.die_with(parent)  # else it would wait for ever for the next job of a command that was killed
    _warm(setting)


@dataclass(frozen=True)
class Done:
    """What a worker hands back: the result, the submission's files by name, and faults for the teacher's eyes."""

    result: Result
    files: dict[str, bytes]
    faults: list[str]


def _grade(setting: Setting, found: Found) -> Done:
    grader = _grader(setting)
    graded = grade_found(grader, found)
    try:
        return _done(setting, graded)
    except Exception:  # noqa: BLE001  our own fault must not stop the class
        submission = Submission(found.student, graded.result.submission.name, graded.result.submission.sha256, ())
        return _done(setting, grader.ungraded(submission, "GRADER_FAULT", traceback.format_exc()))


def _done(setting: Setting, graded: Graded) -> Done:
    page = html.render(graded.result, graded.notebook, graded.record.pictures())
    files = {"record.bin": graded.record.pack(), "feedback.html": page.encode()}
    if graded.notebook is not None:
        files["notebook.ipynb"] = as_bytes(graded.notebook)
    files["result.json"] = graded.result.to_json().encode()
    if not graded.result.flagged:
        # Last, so that its presence says that all of them are there.
        files[KEY] = key(setting, graded.result.submission.sha256).encode()
    return Done(graded.result, files, graded.faults)


def grade_into(folder: Path, setting: Setting, submission: Submission) -> Result:
    """The result of a submission: as it lies in `folder`, where it was made from the same; else made now and put there.

    Raises SandboxError when it could not be run at all.
    """
    with suppress(OSError, ValueError):
        if (folder / KEY).read_text() == key(setting, submission.sha256):
            return Result.from_json((folder / "result.json").read_text(encoding="utf-8"))
    graded = _grader(setting).grade(submission)
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


def class_files(results: Sequence[Result], assignment: str) -> dict[str, bytes]:
    """The files for a class: its page, and its table."""
    page, table = class_report.render(results, assignment), csv_table.render(results)
    return {"index.html": page.encode(), "results.csv": table.encode()}


def grade_found(grader: Grader, found: Found, seen: Callable[[Result], None] | None = None) -> Graded:
    """Grades what was found, whatever is wrong with it: the fault of a file, or our own, is in the result.

    `seen` is as in `Grader.grade`.
    """
    try:
        if found.problem:
            raise UnreadableError("STRUCTURE", found.problem)
        submission = read(found.path, found.student)
    except UnreadableError as error:
        return grader.ungraded(Submission(found.student, shown(found.path), "", ()), error.code, str(error))
    try:
        return grader.grade(submission, seen)
    except AuthorError:
        raise
    except Exception:  # noqa: BLE001  our own fault must not stop the class, nor become the student's zero
        return grader.ungraded(submission, "GRADER_FAULT", traceback.format_exc())


def _reference(setting: Setting, name: str) -> None:
    grader = _grader(setting)
    grader.references.of(name, grader.sandbox)


def _program(setting: Setting, name: str, cells: Sequence[str]) -> Result:
    return _grader(setting).grade(from_code(cells, name)).result


def _chance(setting: Setting, index: int) -> tuple[str, list[str]]:
    grader = _grader(setting)
    right = [None, *grader.assignment.correct]
    overlay = right[index % len(right)]
    references = References(grader.assignment, f"{setting.seed} {index}", setting.device)
    expected = references.record(grader.sandbox)
    record = references.record(grader.sandbox, overlay)
    checks = judge(grader.assignment, record, expected, references.inputs).checks
    return overlay.name if overlay else SOLUTION, [c.name for c in checks if c.outcome is not Outcome.PASSED]


@contextmanager
def workers(setting: Setting | None, jobs: int) -> Iterator[Executor]:
    """An executor of `jobs` local processes, each with a warm server of its own if there is a setting for it; for one
    job, a thread of this process.

    The processes are forked at once: enter it before any thread is started.
    """
    if jobs == 1:
        with ThreadPoolExecutor(1, initializer=_warm, initargs=(setting,)) as executor:
            yield executor
        return
    with _processes(setting, jobs, "fork") as executor:  # they need not import torch again
        executor.submit(_noop)
        yield executor


def _processes(setting: Setting | None, jobs: int, start: str) -> ProcessPoolExecutor:
    context = multiprocessing.get_context(start)
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_warm_worker, initargs=(setting, os.getpid()))


def _noop() -> None:
    """The first task makes the executor fork."""


def prepare(executor: Executor, setting: Setting, tick: Callable[[int, int], None] = lambda done, of: None) -> None:
    """Makes the references that the cache lacks: the solution's first, since the others are judged by it."""
    references = setting.grader().references
    names = references.missing(references.names)
    if SOLUTION in names:
        executor.submit(_reference, setting, SOLUTION).result()
        names.remove(SOLUTION)
    futures = [executor.submit(_reference, setting, name) for name in names]
    for done, future in enumerate(as_completed(futures), 1):
        future.result()
        tick(done, len(futures))


def grade_all(executor: Executor, setting: Setting, submissions: Sequence[Found]) -> Iterator[tuple[Found, Done | str]]:
    """Each submission with what became of it, in the order in which they are done; a text says why it could not be."""
    futures: dict[Future[Done], Found] = {executor.submit(_grade, setting, found): found for found in submissions}
    lost = []
    for future in as_completed(futures):
        found = futures.pop(future)
        try:
            yield found, future.result()
        except BrokenProcessPool:
            lost.append(found)
    yield from _one_by_one(setting, lost)


def _one_by_one(setting: Setting, lost: Sequence[Found]) -> Iterator[tuple[Found, Done | str]]:
    """What a dead worker left undone, one at a time, so that it shows who kills workers: three of them are enough."""
    waiting, killed = list(lost), 1
    while waiting:
        with _processes(setting, 1, "spawn") as executor:  # by now there are threads, which a fork would not survive
            try:
                while waiting:
                    done: Done | str = executor.submit(_grade, setting, waiting[0]).result()
                    yield waiting.pop(0), done
                    killed = 1
            except BrokenProcessPool:
                killed += 1
        if killed == 3:
            yield waiting.pop(0), "three worker processes died while it was being graded; look at the machine's memory"
            killed = 1


def grade_programs(
    executor: Executor, setting: Setting, programs: dict[str, list[str]]
) -> Iterator[tuple[str, Result]]:
    """Each named program, given as its code cells, with what became of it."""
    futures = {executor.submit(_program, setting, name, cells): name for name, cells in programs.items()}
    for future in as_completed(futures):
        yield futures.pop(future), future.result()


def grade_by_chance(executor: Executor, setting: Setting, seeds: int) -> Iterator[tuple[str, list[str]]]:
    """For each of many seeds a right program, taken in turn, and the checks that it failed."""
    for future in as_completed([executor.submit(_chance, setting, index) for index in range(seeds)]):
        yield future.result()
