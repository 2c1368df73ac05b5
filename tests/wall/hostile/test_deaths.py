"""A server, a child, a worker or the command is killed at work: it costs nobody anything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest
from case import NAME, laid_over
from held import Wall, children, everything
from helpers import under_way

from autograder.grading import batch, workers
from autograder.result import Result
from autograder.submission.find import Found, find

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _at_home(wall: Wall) -> Iterator[None]:
    """Secrets are in the environment, as they are for each case."""
    with wall.at_home():
        yield


def _later(seconds: float, act: Callable[[], object]) -> threading.Thread:
    def wait() -> None:
        time.sleep(seconds)
        act()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def _slow(folder: Path) -> Found:
    folder.mkdir(parents=True)
    (folder / f"{NAME}.py").write_text(laid_over('"""x"""\nimport time\ntime.sleep(1.5)\n'))
    return find([folder.parent], NAME)[0]


def test_a_killed_server_costs_nobody_anything(wall: Wall, tmp_path: Path) -> None:
    """The server is killed in mid-submission: a new one takes its place, and the neighbours do not notice."""
    old = wall.server(True)
    thread = _later(0.7, lambda: os.kill(old, signal.SIGKILL))
    graded = wall.grade(_slow(tmp_path / "class" / "eve"), protected=True)
    thread.join()
    if graded.result.flagged:  # it may be the kit's fault, but never a zero that nobody looks at
        assert {check.code for check in graded.result.checks} == {"GRADER_FAULT"}
    else:
        assert graded.result.score == 10
    for canary in wall.canaries:
        assert wall.grade(canary, protected=True).plain == wall.baseline[True, canary.student].plain
    assert wall.server(True) != old
    assert children(os.getpid()).count(old) == 0, "it was buried"


def test_a_killed_child_costs_nothing_it_did_not_need(wall: Wall, tmp_path: Path) -> None:
    """Somebody kills a child in mid-submission: it is tried again, since that was not the student's doing."""
    thread = _later(0.7, lambda: [os.kill(pid, signal.SIGKILL) for pid in children(wall.server(True))])
    graded = wall.grade(_slow(tmp_path / "class" / "eve"), protected=True)
    thread.join()
    assert graded.result.score == 10
    assert children(wall.server(True)) == []
    honest = wall.neighbour(protected=True)
    assert honest.plain == wall.baseline[True, honest.result.student].plain


def test_a_killed_worker_costs_nobody_anything(wall: Wall, tmp_path: Path) -> None:
    """A worker process is killed in mid-class: the same command grades whatever it left undone."""
    for number in range(6):
        _slow(tmp_path / "class" / f"student{number}")
    setting, scores = wall.settings[True], []
    with workers.workers(setting, 2) as executor:
        for _, done in batch.grade_all(executor, setting, find([tmp_path / "class"], NAME)):
            assert not isinstance(done, str), done
            if not scores:
                os.kill(next(iter(executor._processes)), signal.SIGKILL)  # type: ignore[attr-defined]
            scores.append(done.result.score)
    assert [10.0] * 6 == scores


def _command(wall: Wall, where: Path, out: Path) -> AbstractContextManager[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "autograder.cli", "grade", where, "-a", NAME, "-o", out, "-j", 2]
    return under_way(
        *command, "--course", wall.course, "--seed", "wall",
        start_new_session=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def test_a_killed_command_leaves_whole_results_and_nothing_running(wall: Wall, tmp_path: Path) -> None:
    """The command is killed in mid-batch: what was graded is whole, nothing runs on, the next run does the rest."""
    where, out = tmp_path / "class", tmp_path / "out"
    for number in range(8):
        _slow(where / f"student{number}")
    before = set(children(os.getpid()))
    with _command(wall, where, out) as process:
        until = time.monotonic() + 90
        while len(list(out.glob("*/result.json"))) < 2:
            assert time.monotonic() < until
            assert process.poll() is None, process.communicate()[0]
            time.sleep(0.02)
        process.kill()
        process.wait()
        whole = [Result.from_json(path.read_text()).score for path in out.glob("*/result.json")]
        assert {10.0} == set(whole)
        until = time.monotonic() + 15  # the orphans are ours to see, since this process adopts them
        while set(children(os.getpid())) - before:
            for pid in set(children(os.getpid())) - before:
                with suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)
            assert time.monotonic() < until, "processes went on without the command"
            time.sleep(0.05)
    with _command(wall, where, out) as again:
        text, _ = again.communicate(timeout=120)
    assert again.returncode == 0, text
    assert len(list(out.glob("*/result.json"))) == 8
    assert {10.0} == {Result.from_json(path.read_text()).score for path in out.glob("*/result.json")}
    assert not [path for path in everything(out) if path.name.startswith(".") and path.suffix]
