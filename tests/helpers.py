"""What tests of several rooms do: run the command as people do, and write submissions for it."""

import atexit
import importlib
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache, partial
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

ROOT = Path(__file__).resolve().parents[1]
"""The repository."""


_MAINS = {"autograder": "autograder.cli.__main__", "nbgrader": "nbgrader.apps.nbgraderapp"}
"""The programs that can be started quickly, and the module with the `main` of each."""
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(
    [
        "warm",  # first: it warms up while the others are imported
        "torch",
        "torch._dynamo",
        "torchvision",
        "matplotlib.pyplot",
        "nbformat",
        "nbgrader.apps",
        "nbgrader.api",
        "IPython",
        "pydantic",
        "pytest",
        "rich",
        "typer",
        "autograder.grading.batch",
    ]
)


def start(
    program: str, *arguments: object, cwd: Path | None = None, env: Mapping[str, str] | None = None, out: Path
) -> BaseProcess:
    """Starts `autograder` or `nbgrader` in a process of its own, which finds what it needs imported and a server warm.

    What it prints goes to the files `stdout` and `stderr` in a folder.
    """
    vars(sys.modules["__main__"]).setdefault(
        "__spec__", None
    )  # a worker of pytest-xdist has none, nor has a notebook's
    _one_thread()
    line = [program, *map(str, arguments)]
    process = _forks.Process(target=_become, args=(line, str(cwd or Path.cwd()), dict(env or os.environ), out))
    process.start()
    return process


@cache
def _one_thread() -> None:
    """Starts the process that has the libraries, with the one thread that the kit's own command has."""
    with patch.dict(os.environ, OMP_NUM_THREADS="1", PYTHONPATH=str(ROOT / "tests")):
        forkserver.ensure_running()


def _become(line: Sequence[str], cwd: str, env: Mapping[str, str], out: Path) -> None:
    for number, name in ((1, "stdout"), (2, "stderr")):
        file = os.open(out / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(env)
    tempfile.tempdir = None  # it may be elsewhere by this environment
    os.chdir(cwd)
    sys.argv[:] = line
    try:
        importlib.import_module(_MAINS[line[0]]).main()
    finally:
        sys.stdout.flush()
        atexit._run_exitfuncs()  # multiprocessing ends its processes without


def forked(
    program: str,
    *arguments: object,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 300,
) -> subprocess.CompletedProcess[str]:
    """What a program that was started so prints and returns."""
    with tempfile.TemporaryDirectory() as folder:
        process = start(program, *arguments, cwd=cwd, env=env, out=Path(folder))
        process.join(timeout)
        if not (in_time := process.exitcode is not None):
            process.kill()
            process.join()
        printed = [(Path(folder) / name).read_text(encoding="utf-8") for name in ("stdout", "stderr")]
        assert in_time, f"{program} took longer than {timeout} s: {printed}"
    return subprocess.CompletedProcess([program, *arguments], process.exitcode, *printed)


def command(*arguments: object, course: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """What `autograder` prints and returns; for the course if one is named."""
    options = [] if course is None else ["--course", str(course)]
    return forked("autograder", *arguments, *options, env=os.environ | environment)


def said(ran: subprocess.CompletedProcess[str]) -> str:
    """All that was printed, as one line."""
    assert "Traceback" not in ran.stderr, ran.stderr
    return " ".join((ran.stdout + ran.stderr).split())


def script(path: Path, *cells: str) -> Path:
    """A submission as a percent script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"# %%\n{cell}\n\n" for cell in cells), encoding="utf-8")
    return path


def notebook(path: Path, *cells: str) -> Path:
    """A submission as a notebook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(new_notebook(cells=[new_code_cell(cell) for cell in cells])), encoding="utf-8")
    return path


ENVIRONMENT = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
"""What a program of this environment is found by."""


@contextmanager
def under_way(*line: object, **options: Any) -> Iterator["subprocess.Popen[Any]"]:
    """A program beside the test, which ends with it: what failed need not wait for it."""
    with subprocess.Popen(list(map(str, line)), **options) as process:
        try:
            yield process
        finally:
            process.kill()


def stopped(
    number: signal.Signals, *arguments: object, when: Callable[[], bool], folder: Path
) -> subprocess.CompletedProcess[str]:
    """What `autograder` prints and returns when it gets a signal while a submission runs, and `when` holds.

    All that it started must be gone ten seconds later, and its temporary folders, too.
    """
    (temporary := folder / "temporary").mkdir()
    out = folder / "printed"
    with out.open("w") as printed:
        running = subprocess.Popen(
            ["autograder", *map(str, arguments)],
            stdout=printed,
            stderr=printed,
            env=ENVIRONMENT | {"TMPDIR": str(temporary)},
            preexec_fn=partial(signal.signal, signal.SIGHUP, signal.SIG_DFL),  # which `nohup` leaves ignored
        )
    deadline = time.monotonic() + 120
    while not (when() and any(temporary.glob("autograder-*/*/")) and (family := descendants(running.pid))):
        assert running.poll() is None, out.read_text(encoding="utf-8")
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(0.5)  # into the loop
    family = descendants(running.pid)
    running.send_signal(number)
    status = running.wait(60)
    deadline = time.monotonic() + 10
    while left := [pid for pid in family if parent(pid)] + [*temporary.iterdir()]:
        assert time.monotonic() < deadline, left
        time.sleep(0.02)
    return subprocess.CompletedProcess(["autograder", *arguments], status, "", out.read_text(encoding="utf-8"))


def descendants(pid: int) -> list[int]:
    """All processes that came from one, but for itself."""
    parents = {int(entry.name): parent(int(entry.name)) for entry in Path("/proc").glob("[0-9]*")}
    found = [pid]
    for one in found:
        found += [child for child, its in parents.items() if its == one]
    return found[1:]


def parent(pid: int) -> int:
    """The parent of a process; 0 when it has ended."""
    with suppress(OSError):
        state, found = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
        return 0 if state == "Z" else int(found)
    return 0
