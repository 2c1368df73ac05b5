"""Hundreds of hostile submissions, thousands of jobs: nothing wears out, and the honest are as if alone."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from broken import BROKEN
from case import CASES, MEBIBYTE, NAME, QUICK
from held import Wall, rss

from autograder.grading import batch, workers
from autograder.result import Usage
from autograder.submission.find import find

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _at_home(wall: Wall) -> Iterator[None]:
    """Secrets are in the environment, as they are for each case."""
    with wall.at_home():
        yield


def test_a_storm_of_cases_does_not_hurt_the_honest(wall: Wall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R28: 200 hostile and 20 honest submissions mixed: done in time, the honest ones as if they were alone."""
    monkeypatch.setattr("autograder.wall.sandbox.Deadlines", lambda: QUICK)
    chosen = [case for case in [*CASES, *BROKEN] if case.cell == QUICK.cell]
    limit = 0.0
    where = tmp_path / "class"
    for number in range(200):
        case = chosen[number % len(chosen)]
        folder = where / f"h{number:03}"
        folder.mkdir(parents=True)
        case.make(folder, wall)
        limit += QUICK.total
    for number in range(20):
        shutil.copytree(wall.places["OTHER"].parent, where / f"zz{number:02}")
    found = find([where], NAME)
    random.Random(0).shuffle(found)
    assert len(found) == 220
    setting = wall.settings[True]
    began, honest, count = time.monotonic(), [], 0
    with workers.workers(setting, 4) as executor:  # most of them sleep
        for item, done in batch.grade_all(executor, setting, found):
            assert not isinstance(done, str), f"{item}: {done}"
            count += 1
            if item.student.startswith("zz"):
                honest.append(done.result)
    assert count == 220
    assert time.monotonic() - began < 1.1 * limit / 4
    assert {result.score for result in honest} == {10.0}
    assert len({replace(result, usage=Usage(), student="").to_json() for result in honest}) == 1
    assert not wall.places["MARKER"].exists()


def test_two_thousand_jobs_wear_nothing_out(wall: Wall) -> None:
    """R30: memory and descriptors of the server and of this process stay flat."""

    def used() -> list[int]:
        pids = (os.getpid(), wall.server(True))
        return [rss(pid) for pid in pids] + [len(os.listdir(f"/proc/{pid}/fd")) for pid in pids]

    ada = wall.canaries[0]
    for _ in range(60):  # by then the server has moved its code, once
        wall.grade(ada, protected=True)
    before, seconds = used(), []
    for _ in range(2000):
        seconds.append(wall.grade(ada, protected=True).seconds)
    after = used()
    assert all(now - then < 64 * MEBIBYTE for now, then in zip(after[:2], before[:2], strict=True)), (before, after)
    assert after[2:] == before[2:]
    first, last = sorted(seconds[:200])[100], sorted(seconds[-200:])[100]
    assert last < 2 * first, "it does not get slower"
