"""A class on many machines, and judged once more: Dask's own scheduler and workers, and the command as people use it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import TOY
from helpers import forked, under_way

from autograder.course.assignment import Assignment, Course
from autograder.grading.reference import laid_over
from autograder.result import Result, Usage
from autograder.wall.inside import jail

pytestmark = pytest.mark.skipif(jail.offers().protection != "full", reason=jail.offers().missing)

BIN = Path(sys.executable).parent
SQUARE = TOY["misconceptions/square.py"]


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    """What the command prints and returns."""
    return forked("autograder", *arguments, timeout=1200)


def make_class(folder: Path, assignment: Assignment, students: int) -> Path:
    """Submissions in turn right, wrong and broken."""
    right = laid_over(assignment, None)
    kinds = [right, [*right, SQUARE], ["def double(:"], [*right, "import os\nos._exit(0)"]]
    folder.mkdir()
    for number in range(students):
        cells = [*kinds[number % len(kinds)], f"student = {number}"]
        (folder / f"student{number:03}.py").write_text("".join(f"# %%\n{cell}\n\n" for cell in cells))
    return folder


def results(folder: Path) -> dict[str, Result]:
    """What was written for each student, but for what it cost."""
    found = {path.parent.name: path.read_text(encoding="utf-8") for path in folder.glob("*/result.json")}
    return {name: replace(Result.from_json(text), usage=Usage()) for name, text in found.items()}


# ----------------------------------------------------------------------------------------------------- many machines


@contextmanager
def dask(folder: Path, workers: int, *options: str) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler's address and its workers: programs of their own, with homes of their own, over TCP."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    port = address.rpartition(":")[2]
    file = ["--scheduler-file", "scheduler.json"]
    started = [
        subprocess.Popen(
            [BIN / "dask", "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard", *file], **quiet
        )  # type: ignore[call-overload]
    ]
    try:
        for number in range(workers):
            home = {"HOME": str(folder / f"home{number}"), "OMP_NUM_THREADS": "1"}
            environment = {name: value for name, value in os.environ.items() if name != "XDG_CACHE_HOME"} | home
            line = [BIN / "dask", "worker", address, "--no-nanny", "--no-dashboard", *(options or ["--nthreads", "1"])]
            started.append(subprocess.Popen(line, env=environment, **quiet))  # type: ignore[call-overload]
        yield address, started[1:]
    finally:
        for process in started:
            process.kill()
        for process in started:
            process.wait()


def grade_on(
    cluster: object, where: Path, to: Path, course: Course, kill: subprocess.Popen[bytes] | None = None
) -> str:
    """Grades a class on a cluster; a worker is killed when the first results are there. Gives back what was printed."""
    line = ["grade", where, "-a", "01_toy", "-o", to, "--seed", "many", "--course", course.root]
    with started(*line, "--cluster", cluster) as ran:
        if kill is not None:
            wait_for(to, 2, ran)
            kill.send_signal(signal.SIGKILL)
        printed = ran.communicate(timeout=1200)[0]
    assert 0 == ran.returncode, printed
    return printed


def started(*arguments: object) -> AbstractContextManager[subprocess.Popen[str]]:
    """The command, under way; what it says comes together."""
    return under_way(BIN / "autograder", *arguments, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def wait_for(out: Path, count: int, ran: subprocess.Popen[str]) -> None:
    """Until so many results are there, or the command has ended."""
    while ran.poll() is None and len(list(out.glob("*/result.json"))) < count:
        time.sleep(0.02)


@pytest.mark.parametrize("students", [12, pytest.param(200, marks=pytest.mark.slow)])
def test_a_class_on_a_cluster_is_graded_as_it_is_here(toy: Course, tmp_path: Path, students: int) -> None:
    """One of two workers is killed in the middle: each submission is graded once, with the result that it has here."""
    where = make_class(tmp_path / "class", toy.find("01_toy"), students)
    before = {*Path("/dev/shm").glob("autograder-course-*")}
    with dask(tmp_path, 2) as (address, workers):
        printed = grade_on(address, where, tmp_path / "there", toy, kill=workers[0])
        assert workers[0].wait() == -signal.SIGKILL
        left = {*Path("/dev/shm").glob("autograder-course-*")} - before
    lines = [line.split()[0] for line in printed.splitlines() if line.startswith("student")]
    assert sorted(path.stem for path in where.iterdir()) == sorted(lines)
    ran = command("grade", where, "-a", "01_toy", "-o", tmp_path / "here", "--seed", "many", "--course", toy.root)
    assert 0 == ran.returncode, ran.stderr
    assert results(tmp_path / "here") == results(tmp_path / "there")
    assert [] == [*tmp_path.glob("home*/**/*.bin")]  # the references were in the workers' memory only
    assert len(left) <= 1  # of the worker that was killed; the other one put the course away


@pytest.mark.slow
def test_a_cluster_that_is_gone_loses_nothing(toy: Course, tmp_path: Path) -> None:
    """The scheduler is killed: one sentence at once, what was graded stays, what was under way is nobody's "not graded",
    and the command given again does the rest."""
    where, there = make_class(tmp_path / "class", toy.find("01_toy"), 24), tmp_path / "there"
    line = ["grade", where, "-a", "01_toy", "--seed", "gone", "--course", toy.root]
    with dask(tmp_path, 2) as (address, _), started(*line, "-o", there, "--cluster", address) as ran:
        wait_for(there, 2, ran)
        subprocess.run(["pkill", "-KILL", "-f", address.rpartition(":")[2] + " --no-dashboard"], check=True)
        printed = ran.communicate(timeout=120)[0]
    assert (1, False) == (ran.returncode, "ERROR" in printed), printed
    assert "the scheduler is gone" in printed
    kept = results(there)
    assert 2 <= len(kept) < 24
    assert [] == [name for name, one in kept.items() if one.ungraded]
    again = command(*line, "-o", there)
    assert (0, True) == (again.returncode, f"{len(kept)} of 24 were graded before" in again.stdout), again.stdout
    assert 0 == command(*line, "-o", tmp_path / "here").returncode
    assert results(tmp_path / "here") == results(there)


@pytest.mark.slow
def test_workers_that_come_later_go_on(toy: Course, tmp_path: Path) -> None:
    """All workers are killed, and another one joins: it gets the course, and does what they left undone."""
    where, there = make_class(tmp_path / "class", toy.find("01_toy"), 24), tmp_path / "there"
    line = ["grade", where, "-a", "01_toy", "--seed", "gone", "--course", toy.root]
    with dask(tmp_path, 2) as (address, workers), started(*line, "-o", there, "--cluster", address) as ran:
        wait_for(there, 2, ran)
        for worker in workers:
            worker.kill()
        joined = [BIN / "dask", "worker", address, "--no-nanny", "--no-dashboard", "--nthreads", "1"]
        with under_way(*joined, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path):
            printed = ran.communicate(timeout=300)[0]
    assert 0 == ran.returncode, printed
    assert 0 == command(*line, "-o", tmp_path / "here").returncode
    assert results(tmp_path / "here") == results(there)


def test_a_cluster_that_cannot_grade_says_why(toy: Course, tmp_path: Path) -> None:
    """No scheduler, no file, a worker with several threads: one sentence each, and nothing is graded."""
    where = make_class(tmp_path / "class", toy.find("01_toy"), 1)
    with dask(tmp_path, 1, "--nthreads", "2"):
        while not (tmp_path / "scheduler.json").is_file():
            time.sleep(0.1)
        for cluster, says in {
            tmp_path / "scheduler.json": "has several threads; start it with --nthreads 1",
            "tcp://127.0.0.1:9": "no scheduler answers there",
            "slrum": "it is tcp://HOST:PORT, slurm, or a file",
        }.items():
            line = ["grade", where, "-a", "01_toy", "-o", tmp_path / "out", "--course", toy.root, "--cluster", cluster]
            ran = command(*line)
            assert (1, True, False) == (ran.returncode, says in ran.stderr, "Traceback" in ran.stderr), ran.stderr
    assert not (tmp_path / "out").exists()


# ---------------------------------------------------------------------------------------------------- judging once more


@pytest.fixture(scope="module")
def graded(toy: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of four that was graded: right, wrong, with a syntax error, and ended by itself."""
    folder = tmp_path_factory.mktemp("graded")
    where = make_class(folder / "class", toy.find("01_toy"), 4)
    ran = command("grade", where, "-a", "01_toy", "-o", folder / "out", "--seed", "s", "--course", toy.root, "-j", 1)
    assert 0 == ran.returncode, ran.stderr
    return folder / "out"


@pytest.fixture
def mended(toy: Course, graded: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The course with other points, and a tolerance that makes a square pass for a double; a copy of what was graded."""
    shutil.copytree(toy.root, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(graded, tmp_path / "out")
    test = tmp_path / "course" / "solutions" / "01_toy" / "test_visible.py"
    test.write_text(test.read_text().replace("points=2", "points=4").replace("atol=1e-6", "atol=100.0"))
    return tmp_path / "course", tmp_path / "out"


def test_nothing_changes_where_nothing_was_changed(toy: Course, graded: Path) -> None:
    """Judged by the same tests, every result is the same, word for word."""
    ran = command("judge", graded, "--seed", "s", "--course", toy.root, "-j", 1)
    total, written = ran.stdout.splitlines()
    assert (0, True) == (ran.returncode, total.startswith("4 judged again: 0 get more points, 0 fewer, 0 the same"))
    assert "Nothing is written yet; --write does it." == written


def test_a_changed_tolerance_is_told_before_it_is_written(graded: Path, mended: tuple[Path, Path]) -> None:
    """Who gets more, by how much and why is shown; files change with --write only, and then grading finds all done."""
    course, out = mended
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    ran = command("judge", out, "--seed", "s", "--course", course, "-j", 1)
    assert 0 == ran.returncode, ran.stderr
    shown = ran.stdout.splitlines()
    assert "student001           3 -> 7 / 12" in shown
    assert "  1.1  doubles a tensor: failed 0 / 2 -> passed 4 / 4 (it was: not twice: 5 of 5 values differ)" in shown
    reason = "  1.1  doubles a number: skipped 0 / 1 -> failed 0 / 1 (got 12.25, which is not the number asked for)"
    assert reason in shown  # what waited for the other is made now
    assert before == {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert 0 == command("judge", out, "--seed", "s", "--course", course, "-j", 1, "--write").returncode
    found = results(out)
    assert [12.0, 7.0] == [found[f"student00{number}"].score for number in range(2)]
    assert "7 / 12" in (out / "student001" / "feedback.html").read_text(encoding="utf-8")
    again = command("grade", graded.parent / "class", "-a", "01_toy", "-o", out, "--seed", "s", "--course", course)
    assert (0, True) == (again.returncode, "4 of 4 were graded before and have not changed" in again.stdout)


def test_other_questions_are_not_judged(mended: tuple[Path, Path]) -> None:
    """Answers to questions that have changed, or by another seed, are named and left alone."""
    course, out = mended
    for seed, change in (("other", ""), ("s", "# changed\n")):
        probe = course / "solutions" / "01_toy" / "probe.py"
        probe.write_text(probe.read_text() + change)
        ran = command("judge", out, "--seed", seed, "--course", course, "-j", 1, "--write")
        assert (1, 4) == (ran.returncode, ran.stderr.count("it answered other questions"))
        assert {"0", "3", "10"} >= {f"{result.score:g}" for result in results(out).values()}


def test_no_results_are_no_class(tmp_path: Path) -> None:
    """A folder without results is refused in a sentence."""
    ran = command("judge", tmp_path)
    assert (2, True) == (ran.returncode, "expected a folder that `autograder grade` wrote" in ran.stderr)
