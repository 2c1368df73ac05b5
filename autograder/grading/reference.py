"""What submissions are compared with: the answers of the solution and of the misconceptions, made once for each seed.

They come out of the same sandbox on the same inputs as a submission's, and are cached by a hash of all that decides them.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import autograder
from autograder.course.assignment import WITHHELD, Assignment, Overlay
from autograder.course.errors import AuthorError
from autograder.grading.edits import definitions
from autograder.grading.reach import Statement, statements, touched
from autograder.record.answers import CLUES, LOSSES, Answers, Record, Unanswered
from autograder.record.frame import BadFrame
from autograder.submission.notebook import parse
from autograder.wall.sandbox import Job, Sandbox

if TYPE_CHECKING:
    import torch

SOLUTION: Final = "solution"
OTHER_SEEDS: Final = "other-seeds"
"""The solution's losses for this many other seeds: what chance makes of a right program."""
SEEDS: Final = 5
ANSWERING: Final = ("record", "wall/inside", "wall/sandbox.py", "wall/server.py")
"""The kit's own code that decides what a program answers."""


PATIENCE: Final = 0.5
"""Seconds in which two misconceptions at once must have answered a question."""


@cache
def kit(*parts: str) -> str:
    """The kit's version and a hash of its code: of these files and folders, or of all."""
    root = Path(autograder.__file__).parent
    files = {path for part in parts or [""] for path in [root / part, *(root / part).rglob("*")]}
    code = sorted(path for path in files if path.suffix in (".py", ".jinja", ".css"))
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in code)).hexdigest()
    return f"{autograder.__version__} {digest}"


def cache_folder() -> Path:
    """Where references and the secret are kept: below ``XDG_CACHE_HOME`` or ``~/.cache``, for this user alone."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "autograder"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret_seed() -> str:
    """The seed of this user's courses, made at first use: hidden from students, and the same from day to day."""
    path = cache_folder() / "secret"
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:
            file.write(secrets.token_hex(16))
            file.flush()
            with suppress(FileExistsError):  # whoever links first has made it, and made it whole
                os.link(file.name, path)
    return path.read_text()


def package_seed(assignment: str) -> str:
    """The seed of what is handed to another platform: it lets nobody guess the secret, or another assignment's seed."""
    return hmac.new(secret_seed().encode(), assignment.encode(), "sha256").hexdigest()


@dataclass(frozen=True)
class References:
    """The questions of an assignment for one seed, and what the known programs answer to them."""

    assignment: Assignment
    seed: str
    device: str = "cpu"
    known: Mapping[str, bytes] = field(default_factory=dict)
    """Packed records that came along, for a machine whose cache does not have them."""

    @cached_property
    def inputs(self) -> Mapping[str, torch.Tensor]:
        """The questions' numbers."""
        return self.assignment.inputs(self.seed)

    def job(self, cells: list[str], max_bytes: int = 64 << 20) -> Job:
        """The job that asks these cells this assignment's questions."""
        a = self.assignment
        asked = {name: value for name, value in self.inputs.items() if not name.startswith(WITHHELD)}
        return Job(cells, a.probe_source, a.probes, asked, a.seconds, max_bytes)

    def of(self, name: str, sandbox: Sandbox) -> Record:
        """The record of the solution or of a misconception: it came along, is in the cache, or is made in the sandbox."""
        if (record := self._in_memory.get(name) or self._there(name)) is None:
            record = self.make(name, sandbox)
            self.keep(name, record.pack())
        if name == SOLUTION:
            self._in_memory[name] = record
        return Record(self._solution(sandbox) | record) if name in self._overlays else Record(record)

    def _there(self, name: str) -> Record | None:
        try:
            return Record.unpack(self.known[name] if name in self.known else self._path(name).read_bytes())
        except (FileNotFoundError, BadFrame):
            return None

    def losses(self, sandbox: Sandbox) -> list[list[float]]:
        """The solution's losses for this seed and for others."""
        others = self.of(OTHER_SEEDS, sandbox)
        records = [self.of(SOLUTION, sandbox), *(others.only([one]) for one in others)]
        return [curve for record in records for curve in record.curves().values()]

    def keep(self, name: str, packed: bytes) -> None:
        """Puts a packed record into the cache."""
        _write(self._path(name), packed)

    def packed(self) -> dict[str, bytes]:
        """The records that the cache has, by name."""
        return {name: self._path(name).read_bytes() for name in self.names if self._path(name).exists()}

    def record(self, sandbox: Sandbox, overlay: Overlay | None = None) -> Record:
        """What the solution, with an overlay if there is one, answers now."""
        return sandbox.run(self.job(laid_over(self.assignment, overlay))).record

    def missing(self, names: list[str]) -> list[str]:
        """Those of `names` that the cache does not have."""
        return [name for name in names if not self._path(name).exists()]

    @cached_property
    def names(self) -> list[str]:
        """The solution, for this seed and for others, and all forms of the misconceptions."""
        return [SOLUTION, OTHER_SEEDS, *self._overlays]

    @cached_property
    def _overlays(self) -> Mapping[str, Overlay]:
        return {overlay.name: overlay for overlay in self.assignment.known}

    def of_two(self, both: Overlay, probes: Collection[str], sandbox: Sandbox) -> Record | None:
        """What the solution with two misconceptions in it answers to these questions, if that takes little time."""
        path = self._kept(both.name, both.source, *sorted(probes))
        with suppress(FileNotFoundError, BadFrame):
            return Record.unpack(path.read_bytes())
        job = self.job(laid_over(self.assignment, both))
        asked = [probe for probe in job.probes if probe in probes]
        record = sandbox.run(replace(job, probes=asked, seconds=dict.fromkeys(asked, PATIENCE))).record
        if _ran_out_of_time(record):
            return None  # and nothing is kept: the machine may have been busy
        _write(path, record.pack())
        return record

    def _path(self, name: str) -> Path:
        return self._kept(name, self._overlays[name].source) if name in self._overlays else self._kept(name)

    def _kept(self, name: str, *decides: str) -> Path:
        """Where the record of a program is kept; a misconception that changes takes no other's record with it."""
        return (
            self._folder
            / f"{name.partition(' ')[0]}-{hashlib.sha256(chr(0).join(decides).encode()).hexdigest()[:16]}.bin"
        )

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """What the cache has of them, by path below the folder of all caches."""
        root = self._folder.parent.parent
        return {str(path.relative_to(root)): path.read_bytes() for path in map(self._path, self.names) if path.exists()}

    @cached_property
    def _folder(self) -> Path:
        import torch

        version = torch.__version__.split("+")[0]  # what comes behind it names the build, and all build from one source
        parts = [
            self.assignment.solution,
            self.assignment.probe_source,
            self.seed,
            self.device,
            kit(*ANSWERING),
            version,
        ]
        key = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
        folder = cache_folder() / f"{self.assignment.name}-{key}"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def make(self, name: str, sandbox: Sandbox) -> Record:
        """The record of the solution, made now; of a misconception, what is not the solution's in it."""
        if name == OTHER_SEEDS:
            return self._for_other_seeds(sandbox)
        if overlay := self._overlays.get(name):
            right = self._solution(sandbox)
            job = replace(self.job(laid_over(self.assignment, overlay)), probes=self._changed_by(overlay, right))
            record = _in_time(job, sandbox)
            return Record({probe: answer for probe, answer in record.items() if not _alike(answer, right.get(probe))})
        job = self.job(laid_over(self.assignment, None))
        record = _in_time(job, sandbox)
        for probe, answer in record.items():
            if isinstance(answer, Unanswered):
                cells = sandbox.run(job).cells.values()
                why = next((f"code cell {one.index + 1}: {one.error}" for one in cells if one.error), answer.message)
                raise AuthorError(f"{self.assignment.name}/solution.py does not answer probe_{probe}: {why}")
        return record

    def _solution(self, sandbox: Sandbox) -> Record:
        """The solution's record; where the cache lacks it, it stays in memory, since this may be another's machine."""
        if SOLUTION not in self._in_memory:
            self._in_memory[SOLUTION] = self._there(SOLUTION) or self.make(SOLUTION, sandbox)
        return self._in_memory[SOLUTION]

    @cached_property
    def _in_memory(self) -> dict[str, Record]:
        return {}

    def _changed_by(self, overlay: Overlay, right: Record) -> list[str]:
        """The questions to which the solution may answer otherwise with an overlay."""
        used = {probe: right.names([probe]) | right.names([probe], only_used=True) for probe in self.assignment.probes}
        return touched(overlay.source, used, self._program)

    @cached_property
    def _program(self) -> list[Statement]:
        return [*statements(self.assignment.solution)]

    def _for_other_seeds(self, sandbox: Sandbox) -> Record:
        """One answer for each seed, with nothing but the losses; none where the solution has none to show."""
        found = Record()
        for probe in self._solution(sandbox).curves():
            for number in range(1, SEEDS + 1):
                job = References(self.assignment, f"{self.seed} {number}", self.device).job(
                    laid_over(self.assignment, None)
                )
                for curve in sandbox.run(replace(job, probes=[probe])).record.curves().values():
                    found[str(number)] = Answers({CLUES: Answers({LOSSES: curve})})
        return found


def _in_time(job: Job, sandbox: Sandbox) -> Record:
    """What a known program answers, also on a busy machine.

    It is kept: whoever runs into a limit would be said to do the same.
    """
    record = sandbox.run(job).record
    if _ran_out_of_time(record):
        seconds = {probe: 10 * job.seconds.get(probe, sandbox.deadlines.probe) for probe in job.probes}
        record = sandbox.run(replace(job, seconds=seconds)).record
    return record


def _alike(one: Answers | Unanswered, other: Answers | Unanswered | None) -> bool:
    return isinstance(one, Answers) and isinstance(other, Answers) and one.packed == other.packed


def _ran_out_of_time(record: Record) -> bool:
    return any(isinstance(answer, Unanswered) and answer.code == "TIME_LIMIT" for answer in record.values())


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_suffix(f".{os.getpid()}")
    temporary.write_bytes(data)
    temporary.replace(path)


def laid_over(assignment: Assignment, overlay: Overlay | None) -> list[str]:
    """The code cells of the solution, with an overlay as one more cell."""
    return [*parse(assignment.solution, "solution.py").code, *([overlay.source] if overlay else [])]


def asked_for(assignment: Assignment) -> dict[str, list[str]]:
    """By task what its cells ask for: the names that they define in the solution."""
    found = dict[str, list[str]]()
    for cell in parse(assignment.solution, "solution.py").cells:
        if cell.cell_type == "code" and (task := cell.metadata.get("task")):
            found.setdefault(task, []).extend(definitions([cell.source]))
    return found
