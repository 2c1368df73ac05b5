"""The cases, graded in batches: whether anything else changed is looked at once for all, and when it did, for each half again."""

from __future__ import annotations

import gc
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from broken import BROKEN
from case import CASES, MEBIBYTE, NAME, Case
from held import Graded, Wall, rss

from autograder.submission.find import find

SIZE = 12


def runs(groups: str) -> Iterator[Any]:
    """Each case of these groups behind the wall; forgeries and broken inputs also without it, since integrity must not
    rest on it.

    Files that are refused when they are read never come as far as the wall: once is enough.
    """
    for case in (case for case in [*CASES, *BROKEN] if case.group in groups):
        runs_code = {code for code, _ in case.expect.values()} - {"UNREADABLE", "INPUT_TOO_BIG", "STRUCTURE"}
        for protected in (True, False) if case.group in "FB" and runs_code else (True,):
            yield pytest.param(case, protected, id=case.id + ("" if protected else "-open"))


@dataclass
class Ran:
    """A case that was graded: what became of it, what it wrote itself, and the memory that this took for a while."""

    graded: Graded
    source: str
    peak: int
    changed: str = ""
    """What was otherwise when it was done: I2, I4, I5 or I6."""


class Batches:
    """What became of the cases of one file of tests; a batch is graded when the first of it is asked for."""

    def __init__(self, wall: Wall, cases: Sequence[tuple[Case, bool]]):
        self.wall = wall
        self._ran: dict[tuple[str, bool], Ran] = {}
        self._before: dict[str, Any] | None = None
        self._cases = {locked: [case for case, kind in cases if kind is locked] for locked in (True, False)}

    def assert_held(self, case: Case, protected: bool) -> None:
        """The case got exactly its points, I1 to I9, and changed nothing else."""
        if (case.id, protected) not in self._ran:
            begin = self._cases[protected].index(case)
            self._grade(self._cases[protected][begin : begin + SIZE], protected)
        ran = self._ran[case.id, protected]
        assert not ran.changed
        assert ran.peak < 256 * MEBIBYTE, f"I6: {ran.peak >> 20} MiB more for a while"
        self.wall.assert_held(case, ran.graded, ran.source, protected)

    def _grade(self, cases: Sequence[Case], protected: bool) -> None:
        """Grades [honest, the cases, honest], and its halves again if that left anything otherwise than it was."""
        wall = self.wall
        before, unpickled, memory = self._before or wall.state(), wall.unpickled, rss()
        neighbours = [wall.neighbour(protected)]
        ran = {(case.id, protected): self._one(case, protected) for case in cases}
        self._ran |= ran
        neighbours.append(wall.neighbour(protected))
        gc.collect()
        after = wall.state()
        changed = [f"I4, I5: {what}: {before[what]} is {after[what]}" for what in before if before[what] != after[what]]
        if any(one.plain != wall.baseline[protected, one.result.student].plain for one in neighbours):
            changed.append("I2: an honest neighbour")
        if (more := rss() - memory) >= 64 * MEBIBYTE:
            changed.append(f"I6: {more >> 20} MiB more")
        if wall.unpickled != unpickled:
            changed.append("something of a child's was unpickled")
        if wall.places["MARKER"].exists():
            changed.append("a file outside was written")
            wall.places["MARKER"].unlink()
        self._before = None if changed else after  # what changes between two batches is seen, too
        if not changed:
            return
        if len(cases) > 1:
            for half in (cases[: len(cases) // 2], cases[len(cases) // 2 :]):
                self._grade(half, protected)
        if not any(self._ran[case.id, protected].changed for case in cases):
            who = "" if len(cases) == 1 else "by a batch, and by none of its halves: "
            self._ran[cases[0].id, protected].changed = who + "; ".join(changed)

    def _one(self, case: Case, protected: bool) -> Ran:
        assert protected or case.group in "FB", "what attacks the machine must never run without the wall"
        folder = self.wall.root / "cases" / f"{case.id}{protected:d}" / "case"
        folder.mkdir(parents=True, exist_ok=True)
        path = case.make(folder, self.wall)
        source = (
            path.read_bytes()[:100_000].decode(errors="replace") if path.is_file() and not path.is_symlink() else ""
        )
        (found,) = find([folder.parent], NAME)
        memory = rss()
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
        graded = self.wall.grade(found, protected, case.deadlines(self.wall.slowness))
        peak = int(re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[0]) << 10
        shutil.rmtree(self.wall.root / "cases", ignore_errors=True)
        return Ran(graded, source, peak - memory)
