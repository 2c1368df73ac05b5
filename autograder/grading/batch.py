"""Many submissions: grades a class over workers, or judges it again from what was saved."""

import traceback
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import gettempdir

from autograder.course.assignment import Course
from autograder.course.errors import AuthorError, InstructorError, UsageError
from autograder.grading import store
from autograder.grading.grade import Graded
from autograder.grading.workers import Setting, grader_of, processes, spread
from autograder.record.answers import Record
from autograder.record.frame import BadFrame
from autograder.result import Result, one_line
from autograder.submission.find import Found, Handed, find, handed_in, refuse_nobody, said
from autograder.submission.notebook import Submission, UnreadableError, saved
from autograder.submission.roster import Roster, read
from autograder.wall.doctor import hole
from autograder.wall.server import SandboxError


class Batch:
    """A class on its way into a folder of results: what was found, what of it is done already, and what became of the rest.

    What was graded into the folder before and has not changed is kept, save with `again`.
    """

    def __init__(
        self, setting: Setting, found: Sequence[Found], to: Path, *, again: bool = False, roster: Roster | None = None
    ):
        self.setting, self.found, self.to, self.roster = setting, found, to, roster
        self.assignment = Course(setting.course).find(setting.assignment)
        kept = {} if again else store.kept(to, setting, found)
        self.kept = len(kept)
        self.waiting = [item for item in found if item not in kept]
        self.failures: dict[str, str] = {}
        """By student why a submission could not be graded."""
        self._results = {item.student: result for item, result in kept.items()}
        students = [item.student for item in found]
        self._order = students if roster else sorted(students)

    @property
    def results(self) -> list[Result]:
        """What there is by now, in the roster's order, else by the students' names."""
        return [self._results[name] for name in self._order if name in self._results]

    def grade(self, executor: Executor, ahead: int) -> Iterator[Result]:
        """Grades what waits and writes its files; gives back each result as it is done. At last writes those of the class.

        Raises UsageError where another command does so.
        """
        with store.claimed(self.to):
            for item, outcome in grade_all(executor, self.setting, self.waiting, ahead):
                done = outcome if isinstance(outcome, Done) else _not_done(self.setting, item, outcome)
                if done.faults:
                    self.failures[item.student] = one_line(done.faults[0].strip().splitlines()[-1])
                store.write(self.to / item.student, done.files)
                self._results[item.student] = done.result
                yield done.result
            if self.roster:
                store.write(self.to, {store.ROSTER: self.roster.text.encode()})
            store.write(self.to, store.class_files(self.to, self.results, self.assignment))

    @property
    def remarks(self) -> list[str]:
        """Sentences on the class as it was found: what it came from, who is missing, what looks like a mistake."""
        found = [self.roster.said] if self.roster else []
        found += said(self.found)
        if self.roster and (nobody := self.roster.missing((item.student, item.id) for item in self.found)):
            found.append(f"Handed in nothing: {', '.join(person.name for person in nobody)}.")
        others = {one.name for one in Course(self.setting.course).assignments} - {self.setting.assignment}
        if strays := [item for item in self.found if not item.problem and Path(item.shown).stem in others]:
            found.append(
                f"{len(strays)} of {len(self.found)} files are named after another assignment, such as "
                f"{strays[0].shown}; they are graded as {self.setting.assignment}."
            )
        return found


def begin(
    paths: Sequence[Path],
    setting: Setting,
    to: Path,
    *,
    again: bool,
    elsewhere: bool,
    scheme: str = "",
    roster: Path | None = None,
) -> Batch:
    """The submissions in `paths`, to be graded into `to`: by processes of this machine, or `elsewhere`.

    `scheme` names the platform that they come from, where it cannot be recognised; `roster` is a table of the class.
    Raises UsageError where nothing can be found or written, and InstructorError where student code cannot be locked in.
    """
    store.refuse_what_cannot_be_written(to, paths)
    known = read(roster) if roster else None
    found = find(paths, setting.assignment, to, course=Course(setting.course), scheme=scheme, roster=known)
    refuse_nobody(found, paths)
    if setting.protected and not elsewhere and (problem := hole(setting.course, *paths, Path(gettempdir()), to)):
        raise InstructorError(
            f"Nothing was graded: {problem}. Run `autograder doctor`; --unsafe-no-sandbox grades all the same."
        )
    return Batch(setting, found, to, again=again, roster=known)


@dataclass(frozen=True)
class Done:
    """What a worker hands back: the result, the submission's files by name, and faults for the teacher's eyes."""

    result: Result
    files: dict[str, bytes]
    faults: list[str]


def _grade(setting: Setting, handed: Handed) -> Done:
    grader = grader_of(setting)
    graded = grader.grade_handed_in(handed)
    try:
        return _done(setting, graded)
    except Exception:  # noqa: BLE001  our own fault must not stop the class
        submission = Submission(handed.student, handed.name, graded.result.submission.sha256, ())
        return _done(setting, grader.ungraded(submission, "GRADER_FAULT", traceback.format_exc()))


def _not_done(setting: Setting, item: Found, why: str) -> Done:
    """What there is of a submission that no worker could grade."""
    handed = replace(handed_in(replace(item, problem=why)), content=UnreadableError("GRADER_FAULT", why))
    return _grade(setting, handed)


def _done(setting: Setting, graded: Graded) -> Done:
    return Done(graded.result, store.files_of(graded, setting, grader_of(setting).assignment), graded.faults)


def grade_into(folder: Path, setting: Setting, submission: Submission) -> Result:
    """The result of a submission: as it lies in `folder`, where it was made from the same; else made now and put there.

    Raises SandboxError when it could not be run at all.
    """
    with suppress(OSError, ValueError):
        if (folder / store.KEY).read_text() == store.key(setting, submission.source):
            return store.result_in(folder)
    graded = grader_of(setting).grade(submission)
    if graded.notebook is None:
        raise SandboxError(graded.faults[0])
    done = _done(setting, graded)
    store.write(folder, done.files)
    return done.result


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
        return executor.submit(_grade, setting, handed_in(found))

    for found, future in spread(begin, waiting, ahead):
        try:
            yield found, future.result()
        except BrokenExecutor:
            lost.append(found)
        except (AuthorError, SandboxError, CancelledError):  # the last: the cluster is gone, and nobody looked at it
            raise
        except Exception as error:  # noqa: BLE001  of the cluster's: the others are graded all the same
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


class Rejudging:
    """A folder of results whose saved answers are judged again, by the tests, tolerances and points as they are now.

    Raises UsageError where there is no result, or none that can be read.
    """

    def __init__(self, folder: Path, course: Course, seed: str = ""):
        self.folder, self.folders = folder, store.class_in(folder)
        if not self.folders:
            raise UsageError(f"No result in {folder}: expected a folder that `autograder grade` wrote.")
        try:
            first = store.result_in(self.folders[0])
        except ValueError as error:
            raise UsageError(f"{self.folders[0] / 'result.json'}: {error}.") from None
        self.assignment = course.find(first.assignment)
        device = "cuda" if first.protection == "gpu" else "cpu"
        self.setting = Setting.of(self.assignment, seed, protected=first.protection != "none", device=device)
        self.failures: dict[str, str] = {}
        """By student why a submission could not be judged."""
        self._changes: list[tuple[Result, Result]] = []

    @property
    def changes(self) -> list[tuple[Result, Result]]:
        """Each result as it was and as it is now, by the students' names."""
        return sorted(self._changes, key=lambda change: change[1].student)

    def judge(self, executor: Executor, *, write: bool = False) -> Iterator[None]:
        """Judges all, one at each step, and with `write` puts the new results in their place, and those of the class.

        Raises UsageError where another command does so.
        """

        def begin(folder: Path) -> Future[tuple[Result, Result, dict[str, bytes]] | str]:
            return executor.submit(_judge_again, self.setting, folder)

        with store.claimed(self.folder) if write else nullcontext():
            for place, future in spread(begin, deque(self.folders), 64):
                match future.result():
                    case str(why):
                        self.failures[place.name] = why  # its result stays what it was
                    case before, after, files:
                        self._changes.append((before, after))
                        if write:
                            store.write(place, files)
                yield
            if write:
                self._write_class()

    def _write_class(self) -> None:
        if self.folders != [self.folder]:
            results = []
            for folder in self.folders:
                with suppress(OSError, ValueError):
                    results.append(store.result_in(folder))
            store.write(self.folder, store.class_files(self.folder, results, self.assignment))


def _judge_again(setting: Setting, folder: Path) -> tuple[Result, Result, dict[str, bytes]] | str:
    """A result as it was, what its saved answers are worth now, and the files that say so; or why that cannot be said."""
    try:
        before = store.result_in(folder)
        if before.ungraded:
            return before, before, {}
        asked = store.key(setting, before.submission).splitlines()[0]
        if (folder / store.KEY).read_text().splitlines()[:1] != [asked]:
            return "it answered other questions, or with another seed or device: name its --seed, or grade it again"
        record = Record.unpack((folder / "record.bin").read_bytes())
        notebook = folder / "notebook.ipynb"
        ran = saved(notebook.read_bytes()) if notebook.exists() else None
    except (OSError, ValueError, BadFrame) as error:
        return one_line(f"what was saved of it cannot be read ({error}); grade it again")
    grader = grader_of(setting)
    judgement = grader.judge(record)
    graded = grader.shown(grader.judged(before, record, judgement), record, judgement)
    return before, graded.result, store.verdict_of(replace(graded, notebook=ran), setting)
