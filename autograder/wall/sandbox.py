"""The trusted side of the wall: starts warm servers, hands jobs to their children, reads what comes back, ends them.

A child is never waited for without a deadline and never believed: frames are read under a byte cap, in the order they
were asked for, and a child ends by SIGKILL through its pidfd. What a hang, a crash or an exit leaves undone, a new
child does without the cell or the probe that caused it.
"""

from __future__ import annotations

import marshal
import os
import re
import select
import signal
import socket
import sys
import sysconfig
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from autograder.record.answers import Record, Unanswered
from autograder.record.frame import BadFrame, Frame, FrameReader, dtypes
from autograder.result import CellOutcome, Protection, Usage, one_line
from autograder.wall.inside.jail import Limits
from autograder.wall.server import EVERYTHING, SandboxError, Server, started, wanted

if TYPE_CHECKING:
    import torch

CODES: Final = frozenset(
    "WRONG NOT_DEFINED CELL_ERROR EXITED_EARLY TIME_LIMIT MEMORY_LIMIT CRASHED OUTPUT_LIMIT FILE_LIMIT RECORD_MISSING "
    "RECORD_INVALID RECORD_TOO_BIG BLOCKED UNSUPPORTED".split()
)
"""What can go wrong with a cell or a probe, in one stable word."""


@dataclass(frozen=True)
class Deadlines:
    """Seconds of wall clock; of the processor, for a program that works all along on a machine that has too much to do."""

    start: float = 20.0
    cell: float = 30.0
    probe: float = 5.0
    total: float = 120.0


@dataclass(frozen=True)
class Job:
    """What a child is asked to do: run `cells` in a folder with `files`, then answer `probes` about `inputs`.

    `seconds` gives the deadlines of slow probes; `max_bytes` bounds all that a child may send.
    """

    cells: Sequence[str]
    probe_source: str = ""
    probes: Sequence[str] = ()
    inputs: Mapping[str, torch.Tensor] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    max_bytes: int = 32 << 20
    files: Mapping[str, bytes] = field(default_factory=dict)
    collect: int = 0
    """Bytes of files that the cells wrote which are wanted back; no more than these are taken."""
    right: bytes = b""
    """Compiled definitions, which take the place of the program's own of the names `replaced`."""
    replaced: Sequence[str] = ()
    tries: Sequence[tuple[str, str]] = ()
    """Names with another text of their definitions: the probes are asked about each of them in turn, and not otherwise."""

    @cached_property
    def libraries(self) -> list[str]:
        """Those that it seems to need: questions are asked with torch, and a notebook without any may do without."""
        modules = [data for name, data in self.files.items() if name.endswith(".py")]
        return wanted(*self.cells, *modules, self.probe_source, "torch" if self.probes else "")


@dataclass
class Run:
    """What came back: the record, each cell's outcome and nbformat outputs, remarks for the student, and the cost."""

    record: Record
    cells: dict[int, CellOutcome]
    outputs: dict[int, list[Any]]
    notes: list[str]
    usage: Usage
    files: dict[str, bytes] = field(default_factory=dict)
    """What the cells wrote, by path. The names and contents are the student's."""


@dataclass(frozen=True)
class _Break:
    """Where an attempt ended early: in a cell (its index), at a probe (its name), or before either (None)."""

    at: int | str | None
    code: str
    sentence: str
    killed: bool = False
    """Whether a SIGKILL ended it that was not ours."""


class _Child(NamedTuple):
    """What the trusted side holds of a child."""

    server: Server
    channel: socket.socket
    pid: int
    pidfd: int
    scratch: str


class Sandbox:
    """A warm server and the children it forks. A context manager: it ends what it started.

    `protected=False` runs student code without the lock (`--unsafe-no-sandbox`): still in a process of its own, but one
    that can read and write what the teacher can.
    """

    RECYCLE: Final = 1000
    """Children after which a server is replaced, so that nothing can grow for ever."""

    def __init__(self, *, protected: bool = True, device: str = "cpu", deadlines: Deadlines | None = None):
        self.protection: Protection = "none" if not protected else "gpu" if device == "cuda" else "full"
        self.device = device
        self.deadlines = deadlines or Deadlines()
        self.limits = Limits()
        self._server: Server | None = None
        self._children = 0
        self._packed: tuple[Mapping[str, torch.Tensor], bytes] | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the server."""
        if self._server is not None:
            self._server.close()
        self._server = None

    def start(self, libraries: Sequence[str] = EVERYTHING) -> None:
        """Starts the server without waiting for it; it warms up while the caller does something else."""
        self._server, self._children = started(self.device, libraries), 0

    def _ready(self, job: Job) -> Server:
        if self._children >= self.RECYCLE:
            self.close()
        if self._server is None or self._server.ended:
            self.start(job.libraries)
        assert self._server is not None
        self._server.want(job.libraries)
        return self._server

    # ---------------------------------------------------------------------------------------------------- a submission

    def run(self, job: Job, seen: Callable[[Record], None] = lambda record: None) -> Run:
        """Does the job, with as many children as it takes, and gives back what there is. Raises SandboxError.

        `seen` is called with the answers so far, each time there is one more.
        """
        self._ready(job)  # nobody's deadline runs while the server warms up
        began = time.monotonic()
        run = Run(Record(), {}, {}, [], Usage())
        cells: list[str | None] = list(job.cells)
        waiting = list(job.probes)
        timeouts = killed = 0
        while True:
            left = self.deadlines.total - (time.monotonic() - began)
            attempt = _Attempt(self, job, cells, waiting, timeouts, max(left, 0.0), seen)
            broke = attempt.go(run)
            if broke is None:
                break
            if broke.code == _WANTS:
                self._ready(job).want(EVERYTHING)
                continue
            timeouts += broke.code == "TIME_LIMIT"
            killed += broke.killed
            if broke.killed and killed == 1:  # somebody else's doing, unless it happens again
                continue
            match broke.at:
                case int(index) if left > 0:
                    cells[index] = None
                    run.cells[index] = CellOutcome(index, "skipped", broke.code, broke.sentence)
                case str(probe) if left > 0:
                    run.record[probe] = Unanswered(broke.code, broke.sentence)
                case _:
                    for probe in waiting:
                        run.record.setdefault(probe, Unanswered(broke.code, broke.sentence))
                    break
            waiting = [probe for probe in job.probes if probe not in run.record]
            if not waiting and run.outputs:
                break
        run.record = Record({probe: run.record.get(probe, _NOTHING) for probe in job.probes})
        run.usage = Usage(round(time.monotonic() - began, 3), round(run.usage.cpu_s, 3), run.usage.peak_mb)
        return run

    def search(self, job: Job, seconds: float, seen: Callable[[int, Record], bool]) -> float:
        """Asks the probes about the program with each of the job's `tries`, for so many seconds, as long as `seen` says so.

        `seen` is called with the number of a try and its answers. A try that ends the child is passed over. The seconds are
        the processor's, so that a busy machine finds the same, or four times as many of the clock's. Gives back those that
        it took. Raises SandboxError.
        """
        self._ready(job)
        last = time.monotonic() + 4 * seconds
        done, run = 0, Run(Record(), {}, {}, [], Usage())
        while done < len(job.tries) and (left := last - time.monotonic()) > 0 and run.usage.cpu_s < seconds:
            attempt = _Tries(self, job, done, left, seconds - run.usage.cpu_s, seen)
            attempt.go(run)
            if attempt.stopped or not attempt.began:
                break
            done = attempt.done + 1
        return run.usage.cpu_s

    def _fork(self, job: Job) -> _Child:
        server = self._ready(job)
        self._children += 1
        request = {
            "start": self.protection != "none", "gpu": self.device == "cuda",
            "readable": readable(), "limits": asdict(self.limits),
        }  # fmt: skip
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                answer, (pidfd,) = server.ask(request, [theirs.fileno()])
        except SandboxError:
            ours.close()
            raise
        return _Child(server, ours, answer["pid"], pidfd, answer["scratch"])

    def _inputs(self, inputs: Mapping[str, torch.Tensor]) -> bytes:
        """The frame of the questions' numbers, packed once for jobs that ask the same."""
        if self._packed is None or self._packed[0] is not inputs:
            self._packed = inputs, Frame({"kind": "inputs"}, dict(inputs)).pack()
        return self._packed[1]

    def _reap(self, child: _Child) -> dict[str, Any]:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(child.pidfd, signal.SIGKILL)
        os.close(child.pidfd)
        return child.server.ask({"reap": child.pid})[0]


@cache
def _compiled(probe_source: str) -> bytes:
    """The author's questions as code, since each child would take 10 ms to compile them."""
    if not probe_source:
        return b""
    return marshal.dumps(compile(probe_source, "<probe>", "exec"))


_WANTS: Final = "WANTS"
"""A child came upon a library that its program did not mention: the server gets it first."""
_LOOK_S: Final = 0.1
"""Seconds between two looks at a scratch folder."""
_NOTHING: Final = Unanswered("RECORD_MISSING", "your program ended before it could be checked")


def readable() -> list[str]:
    """The folders a child may read: the interpreter, its packages and the system's libraries.

    Of the interpreter's own folder and of the system's only what belongs to them: a course may lie beside that. Of this
    package, which may lie elsewhere, the room of `Digits`, since notebooks import it.
    """
    wanted = {
        os.path.join(prefix, part)
        for prefix in (sys.prefix, sys.base_prefix, "/usr", "/usr/local")
        for part in ("bin", "etc", "lib", "lib64", "libexec", "pyvenv.cfg", "share")
    }
    wanted |= {sysconfig.get_path("platlib"), sysconfig.get_path("purelib")}
    wanted |= {str(Path(__file__).parents[1] / "course"), "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime"}
    return sorted(path for path in wanted if Path(path).exists())


@cache
def _folders() -> str:
    """A pattern of the folders that Python's own messages may name."""
    folders = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()} - {"/usr"}
    return "|".join(f"{re.escape(folder)}/" for folder in sorted(folders, key=len, reverse=True))


class _Attempt:
    """One child: the conversation with it, from the job to its end."""

    def __init__(
        self, sandbox: Sandbox, job: Job, cells: Sequence[str | None], probes: Sequence[str], timeouts: int, left: float,
        seen: Callable[[Record], None],
    ):  # fmt: skip
        self.sandbox, self.job, self.cells, self.probes, self.seen = sandbox, job, cells, probes, seen
        self.left = left
        # Who has run into the deadline twice will most likely do it again: a class should not wait for that.
        self.patience = 1.0 if timeouts < 2 else 0.25
        self.at: int | str | None = None
        self.answered: str | None = None
        self.expecting = [index for index, source in enumerate(cells) if source is not None]
        self.asking = list(probes)
        self.phase: Literal["cells", "files", "probes", "end"] = "cells"
        self.last = self.deadline = self.looked = 0.0
        self.began_at = self.had_used = self.allowed = 0.0
        self.received = 0

    def go(self, run: Run) -> _Break | None:
        """Talks to a child until it has said all or breaks off; adds what it said to `run`."""
        child = self.sandbox._fork(self.job)
        self.server, self.channel, self.scratch, self.home = (
            child.server,
            child.channel,
            child.scratch,
            child.server.home,
        )
        self.clock = ~child.pid << 3 | 2  # its processor time, by the number that clock_getcpuclockid(3) gives it
        self.last = time.monotonic() + self.left
        self._allow(self.sandbox.deadlines.start)
        broke: _Break | None = None
        ended = False
        try:
            self._send_job()
            broke = self._listen(child.pidfd, run)
            # A process closes its descriptors a moment before it has ended.
            ended = broke is not None and bool(select.select([child.pidfd], [], [], 0.2)[0])
        finally:
            self.channel.close()
            end = self.sandbox._reap(child)
        used = run.usage
        peak = max(used.peak_mb, round(end["peak_kb"] / 1024, 1))
        run.usage = Usage(0.0, used.cpu_s + end["cpu_s"], peak)
        if broke is not None and broke.code == "RECORD_MISSING" and ended:
            broke = _epitaph(broke, end["status"], self._place(broke.at))
        return broke

    def _send_job(self) -> None:
        code, right, files = _compiled(self.job.probe_source), self.job.right, self.job.files
        header = {
            "kind": "job", "cells": self.cells, "probes": list(self.probes), "code": len(code), "right": len(right),
            "replaced": list(self.job.replaced), "tries": list(self.job.tries),
            "files": [(name, len(data)) for name, data in files.items()],  # names need not differ as they travel
            "collect": self.job.collect,
        }  # fmt: skip
        try:
            self._send(b"".join([Frame(header, {}).pack(), code, right, *files.values()]))
        except OSError as error:
            raise SandboxError(f"a child did not take its job: {error}") from None

    def _send_inputs(self) -> None:
        """Sends the questions' numbers, when the cells have run: what cells print is shown to the student."""
        with suppress(OSError):  # a child that does not take them will be missed soon enough
            self._send(self.sandbox._inputs(self.job.inputs))

    def _send(self, data: bytes) -> None:
        self.channel.settimeout(min(self.sandbox.deadlines.start, max(self.last - time.monotonic(), 0.1)))
        self.channel.sendall(data)
        self.channel.setblocking(False)

    def _listen(self, pidfd: int, run: Run) -> _Break | None:
        reader = FrameReader(self.job.max_bytes)
        while True:
            left = min(self.deadline, self.last) - time.monotonic()
            if left <= 0:
                if self.deadline < self.last and self._kept_waiting():
                    continue
                return self._broke("TIME_LIMIT", "did not finish in time")
            if self._crowded():
                return self._broke("FILE_LIMIT", "wrote more to disk than is allowed while grading")
            select.select([self.channel.fileno(), pidfd], [], [], min(left, _LOOK_S))
            try:
                data = self.channel.recv(1 << 20)
            except BlockingIOError:
                continue
            except OSError:
                data = b""
            self.received += len(data)
            if self.received > self.job.max_bytes:
                return self._broke("RECORD_TOO_BIG", "answered with far too much data")
            reader.feed(data)
            try:
                for frame in reader:
                    if frame.header == {"kind": "wants"} and not self.server.has_all:
                        return _Break(None, _WANTS, "")
                    self._take(frame, run)
                    if self.phase == "end":
                        return None
            except BadFrame as bad:
                return self._broke(bad.code, f"sent something that is no answer ({bad})")
            if not data:
                return self._broke("RECORD_MISSING", "ended the program before it could be checked")

    def _allow(self, seconds: float) -> None:
        self.began_at, self.had_used, self.allowed = time.monotonic(), self._used(), seconds
        self.deadline = self.began_at + seconds

    def _kept_waiting(self) -> bool:
        """Whether time is up by the machine's fault: others had the processor while the program would have worked.

        It then gets what is left of its time, within four times the whole. Who sleeps or waits does not.
        """
        now, worked = time.monotonic(), self._used() - self.had_used
        left = min(self.allowed - worked, self.began_at + 4 * self.allowed - now)
        if left < 0.1 or worked < 0.2 * (now - self.began_at):
            return False
        self.deadline, self.last = now + left, self.last + left
        return True

    def _used(self) -> float:
        """The seconds of the processor that the child has used; none if it has ended."""
        with suppress(OSError):
            return time.clock_gettime(self.clock)
        return 0.0

    def _broke(self, code: str, what: str) -> _Break:
        return _Break(self.blamed, code, f"{self._place(self.blamed)}{what}")

    def _crowded(self) -> bool:
        """Whether the scratch folder holds more than it may; one with a file system of its own looks empty from here.

        Files that are open and have no name any more are not seen: the limits of a file and of descriptors bound them.
        """
        if (now := time.monotonic()) < self.looked + _LOOK_S:
            return False
        self.looked, size, limits = now, 0, self.sandbox.limits
        with suppress(OSError), os.scandir(self.scratch) as entries:
            for count, entry in enumerate(entries):
                size += entry.stat(follow_symlinks=False).st_blocks * 512
                if size > limits.scratch_bytes or count > limits.scratch_files:
                    return True
        return False

    def _take(self, frame: Frame, run: Run) -> None:
        """Takes the next frame, which must be the one that comes next. Raises BadFrame."""
        seconds = self.sandbox.deadlines
        match self.phase, frame.header:
            case "cells", {"kind": "broken", "why": str(why), **rest} if not rest and self.at is None:
                raise SandboxError(f"a child could not be made ready: {why[:500]}")
            case "cells", {"kind": "cell", "index": int(index), **rest} if not rest and index in self.expecting[:1]:
                self.at = self.expecting.pop(0)
                # A cell that has finished before is not hurried by probes that have not.
                self._allow(seconds.cell * (1.0 if self.at in run.outputs else self.patience))
            case "cells", {"kind": "cells", "cells": [*cells], "notes": [*notes], **rest} if (
                not rest and not self.expecting
            ):
                self._take_cells(cells, run)
                run.notes = [self._told(str(note), 300) for note in notes[:20]]
                self.phase, self.at = "files" if self.job.collect else "probes" if self.asking else "end", None
                self._allow(seconds.start)
                if self.asking:
                    self._send_inputs()
            case "files", {"kind": "files", "names": [*names], "left": int(left), **rest} if not rest:
                run.files = _received(names, frame.tensors, self.job.collect)
                if left > 0:
                    run.notes.append(f"of the files that the notebook wrote {left} are not kept: there is no room")
                self.phase = "probes" if self.asking else "end"
            case "probes", {"kind": "asking", "probe": str(probe), **rest} if (
                not rest and self.at is None and probe in self.asking[:1]
            ):
                self.at = probe
                self._allow(self.job.seconds.get(probe, seconds.probe) * self.patience)
            case "probes", {"probe": str(probe)} if probe == self.at:
                run.record.take(frame)
                if isinstance(answer := run.record.get(probe), Unanswered):
                    if answer.code not in CODES:
                        raise BadFrame("RECORD_INVALID", "an unknown code")
                    run.record[probe] = Unanswered(answer.code, self._told(answer.message, 2000))
                self.seen(run.record)
                self.answered = self.asking.pop(0)
                self.at = None
                self.phase = "probes" if self.asking else "end"
            case _:
                raise BadFrame("RECORD_INVALID", "not the frame that comes next")

    @property
    def blamed(self) -> int | str | None:
        """The cell or probe at work; between two probes the one before, which may have answered ahead of its time."""
        return self.answered if self.at is None else self.at

    def _place(self, at: int | str | None) -> str:
        return f"cell {at + 1} " if isinstance(at, int) else "your code "

    def _take_cells(self, reports: Sequence[Any], run: Run) -> None:
        ran = [index for index, source in enumerate(self.cells) if source is not None]
        if len(reports) != len(ran):
            raise BadFrame("RECORD_INVALID", "not one report for each cell")
        for index, report in zip(ran, reports, strict=True):
            match report:
                case {"index": int(n), "outcome": "ok" | "error" as outcome, "code": str(code), "error": str(error),
                      "outputs": [*outputs], **rest} if not rest and n == index and code in CODES | {"OK"}:  # fmt: skip
                    run.cells[index] = CellOutcome(index, outcome, code, self._told(error, 600))
                    run.outputs[index] = outputs
                case _:
                    raise BadFrame("RECORD_INVALID", "a cell's report is not in form")

    def _told(self, text: str, limit: int) -> str:
        """A sentence of the child's, on one line and without the folders of this machine."""
        return one_line(re.sub(rf"{re.escape(self.home)}(/tmp\w+)?/?|{_folders()}", "", text), limit)


class _Tries(_Attempt):
    """One child that is asked the same probes about one try after the other."""

    def __init__(
        self, sandbox: Sandbox, job: Job, done: int, left: float, cpu_s: float, seen: Callable[[int, Record], bool]
    ):
        job = replace(job, tries=job.tries[done:])
        super().__init__(sandbox, job, job.cells, job.probes, 0, left, lambda record: None)
        self.asking *= len(job.tries)
        self.done, self.cpu_s, self.tell = done, cpu_s, seen
        self.began = self.stopped = False

    def _take(self, frame: Frame, run: Run) -> None:
        left = len(self.asking)
        super()._take(frame, run)
        self.began = self.began or self.phase == "probes"
        if len(self.asking) < left and len(self.asking) % len(self.job.probes) == 0:
            self.stopped = not self.tell(self.done, run.record) or self._used() > self.cpu_s
            self.done += 1
            self.received, run.record = 0, Record()
            if self.stopped:
                self.phase = "end"

    def _kept_waiting(self) -> bool:
        return False  # a hint is worth no more than its time


def _received(names: Sequence[Any], tensors: Mapping[str, torch.Tensor], most: int) -> dict[str, bytes]:
    """Files that a child sent, by path. Raises BadFrame unless each lies below its folder and all are small enough."""
    if not all(isinstance(name, str) and _FILE.fullmatch(name) and name.isprintable() for name in names):
        raise BadFrame("RECORD_INVALID", "a file has an impossible name")
    if len({*names}) < len(names) or {*tensors} != {str(n) for n in range(len(names))}:
        raise BadFrame("RECORD_INVALID", "the files are not those that are named")
    if any(data.dtype is not dtypes()["U8"] or data.dim() != 1 for data in tensors.values()):
        raise BadFrame("RECORD_INVALID", "a file is not bytes")
    if sum(data.numel() for data in tensors.values()) > most:
        raise BadFrame("RECORD_TOO_BIG", "the files are too large")
    return {name: tensors[str(number)].numpy().tobytes() for number, name in enumerate(names)}


_FILE: Final = re.compile(r"(?:[^./\\][^/\\]{0,99}/){0,8}[^./\\][^/\\]{0,99}")
"""The path of a file that is taken: below its folder, and nothing hidden."""


def _epitaph(broke: _Break, status: int, place: str) -> _Break:
    """What ended a child that was not ended by us, from its wait status."""
    if not os.WIFSIGNALED(status):
        return broke
    number = os.WTERMSIG(status)
    if number == signal.SIGXCPU:
        return _Break(broke.at, "TIME_LIMIT", f"{place}used more processor time than is allowed")
    if number == signal.SIGKILL:
        sentence = f"{place}was ended by the system, most likely for want of memory"
        return _Break(broke.at, "MEMORY_LIMIT", sentence, killed=True)
    return _Break(broke.at, "CRASHED", f"{place}crashed the program ({signal.Signals(number).name})")
