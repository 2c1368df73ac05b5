"""Worker processes: what each must know, the grader it keeps with its warm server, the references they make first."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    as_completed,
    wait,
)
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from autograder.course.assignment import Assignment, Course
from autograder.course.errors import AuthorError, UsageError
from autograder.grading.reference import ANSWERING, SOLUTION, kit, secret_seed
from autograder.wall.inside import jail
from autograder.wall.server import STOPPING, shared

if TYPE_CHECKING:
    from autograder.grading.grade import Grader

Item = TypeVar("Item")
Made = TypeVar("Made")

Tick = Callable[[int, int], None]
"""Hears how much is done, and of how much."""


def unheard(done: int, of: int) -> None:
    """A tick that nobody listens to."""


@dataclass(frozen=True)
class Setting:
    """All that a worker needs to grade, and hashes of all that decides the outcome: small enough to travel."""

    course: Path
    assignment: str
    seed: str
    protected: bool = True
    device: str = "cpu"
    asking: str = field(init=False, repr=False)
    """A hash of what decides a submission's answers: the questions, the digits, the seed, the device, the kit, and whether
    any are asked again."""
    judging: str = field(init=False, repr=False)
    """A hash of what decides its result: that, the tests, the solution and the misconceptions."""

    @classmethod
    def of(cls, assignment: Assignment, seed: str = "", *, protected: bool = True, device: str = "cpu") -> Setting:
        """How an assignment is graded: with this user's secret if no seed is named, on ``cpu``, ``cuda`` or ``auto``.

        Raises UsageError for any other device.
        """
        if device not in ("auto", "cpu", "cuda"):
            raise UsageError(f"--device {device}: it is auto, cpu or cuda.")
        if device == "auto":
            import torch

            device = "cuda" if torch.cuda.is_available() else "cpu"
        return cls(assignment.root, assignment.name, seed or secret_seed(), protected, device)

    def __post_init__(self) -> None:
        import torch

        course = Course(self.course)
        files, share, level = course.find(self.assignment).digests, course.follow_through, course.hints
        mine = f"solutions/{self.assignment}/"
        asked = {name: data for name, data in files.items() if not name.startswith(mine) or name == f"{mine}probe.py"}
        how = f"{self.assignment} {self.seed} {self.device} {self.protected} {torch.__version__}"
        object.__setattr__(
            self,
            "asking",
            _hash(asked, how, kit(*ANSWERING, "submission/notebook.py"), *(["once"] if not share else [])),
        )
        object.__setattr__(self, "judging", _hash(files, how, kit(), str(share), str(level)))

    def grader(self, course: Path | None = None, known: Mapping[str, bytes] | None = None) -> Grader:
        """A grader of this setting, from another place of the course and with packed references if they are named.

        Raises AuthorError when what is there now is not what the setting was made from.
        """
        from autograder.grading.grade import Grader

        here = replace(self, course=course or self.course)
        if (here.asking, here.judging) != (self.asking, self.judging):
            raise AuthorError(
                f"{self.assignment}, the kit or torch is another one than when the command began; run it again"
            )
        assignment = Course(here.course).find(self.assignment)
        return Grader(assignment, self.seed, protected=self.protected, device=self.device, known=known)


def _hash(files: Mapping[str, bytes], *texts: str) -> str:
    parts = [
        *(text.encode() for text in texts),
        *(part for name, data in files.items() for part in (name.encode(), data)),
    ]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


_graders: dict[Setting, Grader] = {}
"""The grader of this process: its server stays warm from one submission to the next."""


def grader_of(setting: Setting) -> Grader:
    """This process's grader for a setting; one for another setting is put away."""
    if setting not in _graders:
        use(setting, setting.grader())
    return _graders[setting]


def use(setting: Setting, grader: Grader) -> None:
    """Makes this the process's grader, and the only one."""
    put_away()
    _graders[setting] = grader
    Finalize(None, grader.sandbox.close, exitpriority=10)  # worker processes end without atexit


def put_away() -> None:
    """Ends the process's grader, if it has one."""
    for grader in _graders.values():
        grader.sandbox.close()
    _graders.clear()


def _warm(setting: Setting | None) -> None:
    if setting is not None:
        import torch

        torch.set_num_threads(1)
        grader_of(setting).sandbox.start()


class _Here(Executor):
    """Does what is submitted at once, in this thread: whatever interrupts the command ends it."""

    def __init__(self, setting: Setting | None):
        self._setting, self._is_warm = setting, False

    def submit(self, fn: Callable[..., Made], /, *args: Any, **kwargs: Any) -> Future[Made]:
        """A future that is done."""
        future = Future[Made]()
        try:
            if not self._is_warm:
                _warm(self._setting)
                self._is_warm = True
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  it is raised where the result is asked for
            future.set_exception(error)
        return future


def _warm_worker(setting: Setting | None, parent: int) -> None:
    for number in STOPPING:
        # They are for the command, which ends its workers; SIGTERM is how Python ends those of a pool that lost one.
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.SIG_IGN)
    jail.die_with(parent)  # else it would wait for ever for the next job of a command that was killed
    if setting is not None:
        use(setting, grader_of(setting))  # a forked process has its parent's, but ends it by itself
    _warm(setting)


@contextmanager
def workers(setting: Setting | None, jobs: int) -> Iterator[Executor]:
    """An executor of `jobs` local processes, each with a warm server of its own if there is a setting for it; for one
    job, this process.

    The processes are forked at once: enter it before any thread is started.
    """
    if jobs == 1:
        yield _Here(setting)
        return
    # Processes that are forked need not import torch again, nor read the references, and neither need their servers warm up.
    with shared(setting.device) if setting else nullcontext(), processes(setting, jobs, "fork") as executor:
        if setting:
            grader_of(setting).load()
        executor.submit(_noop)
        yield executor


@contextmanager
def prepared(setting: Setting, jobs: int, tick: Tick = unheard) -> Iterator[Executor]:
    """`workers` for a setting whose references are made."""
    with workers(setting, jobs) as executor:
        prepare(executor, setting, tick)
        yield executor


@contextmanager
def processes(setting: Setting | None, jobs: int, start: str = "spawn") -> Iterator[Executor]:
    """Worker processes, started in that way: `spawn` where there may be threads, which a fork would not survive.

    An exception, such as Ctrl-C, ends them in the middle of what they do, and their servers with them.
    """
    context = multiprocessing.get_context(start)
    told = (setting, os.getpid())
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_warm_worker, initargs=told) as executor:
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.kill()
            raise


def _noop() -> None:
    """The first task makes the executor fork."""


def _reference(setting: Setting, name: str) -> bytes:
    grader = grader_of(setting)
    return grader.references.make(name, grader.sandbox).pack()


def unprepared(setting: Setting) -> list[str]:
    """The references that the cache lacks."""
    references = setting.grader().references
    return references.missing(references.names)


def prepare(executor: Executor, setting: Setting, tick: Tick = unheard) -> None:
    """Makes the references that the cache lacks, the solution's first: the others are judged by it."""
    references = setting.grader().references
    names = unprepared(setting)
    if SOLUTION in names:
        references.keep(SOLUTION, executor.submit(_reference, setting, SOLUTION).result())
        names = [name for name in names if name != SOLUTION]
    futures = {executor.submit(_reference, setting, name): name for name in names}
    for done, future in enumerate(as_completed(futures), 1):
        references.keep(futures[future], future.result())  # its worker may have been another machine
        tick(done, len(futures))


def spread(
    begin: Callable[[Item], Future[Made]], waiting: deque[Item], ahead: int
) -> Iterator[tuple[Item, Future[Made]]]:
    """Each item with its future, as they are done, until nothing waits or the executor broke.

    At most `ahead` are under way, so that a large class needs no more memory than a small one.
    """
    running: dict[Future[Made], Item] = {}
    broken = False
    while running or (waiting and not broken):
        while waiting and len(running) < ahead and not broken:
            item = waiting.popleft()
            try:
                running[future := begin(item)] = item
                if future.done():  # it was done here and now: what it gave is kept before the next one begins
                    break
            except BrokenExecutor as error:
                broken = True
                failed: Future[Made] = Future()
                failed.set_exception(error)
                running[failed] = item
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            yield running.pop(future), future
