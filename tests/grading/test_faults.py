"""Whatever ends a command, and wherever it runs: resumed, or there, it gives the results that it gives undisturbed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from helpers import ENVIRONMENT, descendants, forked, parent, under_way
from test_scale import make_class, results

from autograder.course.assignment import Course
from autograder.wall.inside import jail

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(jail.offers().protection != "full", reason=jail.offers().missing),
]
SEED = 20
STUDENTS = 12


def line(where: Path, out: Path, course: Path, jobs: int = 2) -> list[str]:
    """The command that grades the class."""
    what = ["grade", where, "-a", "01_toy", "-o", out, "-j", jobs, "--seed", "faults", "--course", course]
    return [sys.executable, "-m", "autograder.cli", *map(str, what)]


@pytest.fixture(scope="module")
def place(toy: Course) -> Iterator[Path]:
    """A class, and its results undisturbed in `here`; a place that every user may read."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        root = Path(folder)
        shutil.copytree(toy.root, root / "course", ignore=shutil.ignore_patterns("__pycache__"))
        make_class(root / "class", toy.find("01_toy"), STUDENTS)
        for path in [*root.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        began = time.monotonic()
        done = subprocess.run(line(root / "class", root / "here", root / "course"), capture_output=True, check=False)
        assert 0 == done.returncode, done.stderr
        (root / "seconds").write_text(str(time.monotonic() - began))
        yield root


# --------------------------------------------------------------------------------------------------------------- signals

SIGNALS = [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP]
MOMENTS = [(SIGNALS[n % 4], random.Random(SEED + n).random()) for n in range(30)]


@pytest.mark.parametrize(("number", "share"), MOMENTS)
def test_a_command_that_was_stopped_goes_on(place: Path, tmp_path: Path, number: signal.Signals, share: float) -> None:
    """Stopped at some moment between its first and its last: no process, folder or mount stays, and no result differs."""
    (temporary := tmp_path / "temporary").mkdir()
    mounts = Path("/proc/mounts").read_text()
    environment = ENVIRONMENT | {"TMPDIR": str(temporary)}
    command = line(place / "class", tmp_path / "out", place / "course")
    with under_way(*command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as running:
        time.sleep(share * float((place / "seconds").read_text()))
        family = descendants(running.pid)
        running.send_signal(number)
        said = running.communicate(timeout=60)[1].decode()
    assert "Traceback" not in said
    deadline = time.monotonic() + 20
    while left := [pid for pid in family if parent(pid)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.05)
    assert all(path.read_text().startswith("{") for path in (tmp_path / "out").glob("*/result.json"))
    for lock in temporary.glob(
        "autograder-*/.lock"
    ):  # of a server that was killed with the command: the next one looks
        os.utime(lock, (0, 0))
    again = forked("autograder", *command[3:], env=environment)
    assert (0, "") == (again.returncode, again.stderr)
    assert results(place / "here") == results(tmp_path / "out")
    assert [] == [*temporary.iterdir()]
    assert mounts == Path("/proc/mounts").read_text()


# ---------------------------------------------------------------------------------------------------------------- places

NOBODY = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
WITHOUT_MOUNTS = ["unshare", "-Ur", "sh", "-c", 'echo 0 > /proc/sys/user/max_mnt_namespaces; exec "$@"', "sh"]
WITHOUT_SHM = ["unshare", "-m", "sh", "-c", 'umount -l /dev/shm; exec "$@"', "sh"]
PLACES: Mapping[str, tuple[Sequence[str], Mapping[str, str | None]]] = {
    "no shared memory": (WITHOUT_SHM, {}),
    "no mount namespace": (WITHOUT_MOUNTS, {}),
    "not root": (NOBODY, {}),
    "no home": ([], {"HOME": None, "XDG_CACHE_HOME": None}),
    "python -O": ([], {"PYTHONOPTIMIZE": "1"}),
    "64 descriptors": (["prlimit", "--nofile=64:64"], {}),
}


@pytest.mark.parametrize(("prefix", "changes"), PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_poor_place_changes_no_result(
    place: Path, prefix: Sequence[str], changes: Mapping[str, str | None], jobs: int
) -> None:
    """Where something is missing that is usually there, the results are the same, or one sentence says what is missing."""
    starts = "import subprocess, sys; subprocess.run([sys.executable, '-c', ''], check=True)"
    if prefix and subprocess.run([*prefix, sys.executable, "-c", starts], capture_output=True).returncode:
        pytest.skip(f"{prefix[0]} cannot do this here, or not run this Python")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        changed = ENVIRONMENT | {"HOME": folder, "TMPDIR": folder, "XDG_CACHE_HOME": folder} | dict(changes)
        environment = {name: value for name, value in changed.items() if value is not None}
        command = [*prefix, *line(place / "class", Path(folder) / "out", place / "course", jobs)]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=folder)
        assert (0, "") == (ran.returncode, ran.stderr), ran.stdout + ran.stderr
        assert results(place / "here") == results(Path(folder) / "out")


def test_a_home_that_cannot_be_written_is_named(place: Path, tmp_path: Path) -> None:
    """Without a place for what is kept from one command to the next nothing is graded, and one sentence says where it would be."""
    environment = {name: value for name, value in ENVIRONMENT.items() if name != "XDG_CACHE_HOME"} | {"HOME": "/proc/1"}
    command = line(place / "class", tmp_path / "out", place / "course", 1)
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (1, ["/proc/1/.cache: No such file or directory."]) == (ran.returncode, ran.stderr.splitlines())


def test_files_of_tomorrow_are_as_good(place: Path, tmp_path: Path) -> None:
    """A clock that was set back: what was graded by the time that is still to come stays graded, and the rest is done."""
    shutil.copytree(place / "here", tmp_path / "out")
    shutil.copytree(place / "class", tmp_path / "class")
    shutil.rmtree(tmp_path / "out" / "student003")
    for path in [*tmp_path.rglob("*")]:
        os.utime(path, (time.time() + 86400,) * 2)
    ran = subprocess.run(
        line(tmp_path / "class", tmp_path / "out", place / "course"), capture_output=True, text=True, check=False
    )
    assert (0, True) == (ran.returncode, "11 of 12 were graded before" in ran.stdout), ran.stdout + ran.stderr
    assert results(place / "here") == results(tmp_path / "out")
