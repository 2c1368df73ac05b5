"""What all commands share: the application, its two consoles, and how errors and progress are shown."""

import atexit
import gc
import io
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder import __version__

if TYPE_CHECKING:
    from autograder.grading.workers import Setting, Tick

# Judging is many small sums; and a process with one thread can be forked.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Imports make little garbage, and looking for it as often as Python does takes a fifth of their time. It looks once more as
# it ends, which takes as long with torch.
gc.set_threshold(50_000, 20, 20)
atexit.register(gc.freeze)

# Where they are installed, jsonschema imports these at once: two seconds for a grammar that no notebook needs.
for _name in ("rfc3987_syntax", "rfc3986_validator", "isoduration"):
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]

app = typer.Typer(
    name="autograder",
    help="Grades introductory PyTorch: honestly, kindly, with graders that are tested themselves.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

out = Console(highlight=False, markup=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def print_whatever() -> None:
    """Has letters that the output's encoding lacks replaced: a student's name must not end a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _version(asked: bool) -> None:
    if asked:
        out.print(f"autograder {__version__}")
        raise typer.Exit


@app.callback()
def _app(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Print the version and end.")
    ] = False,
) -> None:
    pass


# -------------------------------------------------------------------------------------------------------------- errors


def refuse(sentence: str, status: int = 2) -> NoReturn:
    """Says why a command ends here, and ends it."""
    err.print(sentence)
    raise SystemExit(status)


@contextmanager
def refusing(status: int = 1) -> Iterator[None]:
    """Says in one sentence what whoever called, the instructor, an assignment's author or this machine must mend.

    The exit status is 2 where the command was not right, else the one given.
    """
    from autograder.course.errors import AuthorError, InstructorError, UsageError
    from autograder.wall.server import SandboxError

    try:
        yield
    except UsageError as error:
        refuse(str(error))
    except (AuthorError, InstructorError, SandboxError) as error:
        refuse(str(error), status)


def stop_cleanly() -> None:
    """Has all that tells the command to end do what Ctrl-C does: it ends what it started, and tidies up."""
    from autograder.wall.server import STOPPING

    def stop(number: int, frame: object) -> None:
        for each in STOPPING:
            signal.signal(each, signal.SIG_IGN)  # it is ending; `timeout` says so twice
        raise KeyboardInterrupt

    for number in STOPPING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` has it
            signal.signal(number, stop)
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = _again


def _again(lost: "sys.UnraisableHookArgs") -> None:
    """Stops the command a moment later where Python would lose it: in what it calls as it forks, or as an object goes."""
    if lost.exc_type is not KeyboardInterrupt or not hasattr(signal, "setitimer"):
        sys.__unraisablehook__(lost)
        return
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 0.01)


@contextmanager
def resumable() -> Iterator[None]:
    """Says to whoever interrupts that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt:
        refuse("Stopped. The same command goes on where it was.", 130)


def end(failures: Mapping[str, str], what: str) -> NoReturn:
    """Names what could not be done, and why, and ends with the status that says whether there was any."""
    for name, why in sorted(failures.items()):
        err.print(f"{what}: {name}: {why}")
    raise typer.Exit(1 if failures else 0)


# ------------------------------------------------------------------------------------------------------------ progress


def progress() -> Progress:
    """A display of how much is done, on a terminal."""
    columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
    return Progress(*columns, console=out, transient=True, disable=not out.is_terminal)


def ticker(shown: Progress, what: str = "making the references") -> "Tick":
    """A callback that shows how much of `what` is done."""
    task = shown.add_task(what, total=None)
    return lambda done, of: shown.update(task, completed=done, total=of, visible=done < of)


def references(setting: "Setting", jobs: int) -> None:
    """Makes the references that the cache lacks."""
    with executor("", setting, jobs):
        pass


@contextmanager
def executor(where: str, setting: "Setting", jobs: int) -> Iterator[tuple[Executor, int, Progress]]:
    """Workers here, or on a cluster, for which the references are made; how many; and a display of what they do."""
    if not where:
        from autograder.grading.workers import prepare, workers

        # The processes are forked before the display starts its thread.
        with workers(setting, jobs) as here, progress() as shown:
            prepare(here, setting, ticker(shown))
            yield here, jobs, shown
        return
    try:
        from autograder.grading.cluster import cluster
    except ImportError as error:
        refuse(f"--cluster needs {error.name}: pip install 'autograder[cluster]'.")
    with progress() as shown, cluster(where, setting, jobs, ticker(shown)) as (there, count):
        yield there, count, shown
