"""What keeps a check from taking the session with it: an end in time, room in memory, and no way out."""

import contextlib
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any, Final, NoReturn

import torch

SECONDS: Final = 30.0
"""What a task may take."""
PATIENCE: Final = 5.0
"""Seconds after which it is told that code does not let itself be ended."""
AGAIN: Final = (-6.0, -3.0)
"""Powers of ten of the seconds after which it is ended once more, since `except:` in a loop takes it for one more error:
what meets the loop while it still deals with that error leaves it. That takes luck, so it is tried often, at other times.
"""
PAUSE: Final = 1.0
"""The same where it is not the code itself that runs, but what has called it and may be dealing with its end."""


class Overdue(BaseException):
    """Student code has run as long as it may. No `except Exception` of its own stops this one."""


@contextmanager
def within(seconds: float, told: Callable[[], str], names: Mapping[str, Any]) -> Iterator[None]:
    """Raises Overdue in what runs longer, where that can be done: in the main thread, between two lines of Python.

    `names` are the global ones of the code that is meant.

    Code of a library that does not come back cannot be ended from within its process: what `told` gives is printed then.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    output, until = sys.__stdout__ if sys.stdout is None else sys.stdout, time.monotonic() + seconds
    said = threading.Timer(seconds + PATIENCE, lambda: print(told(), file=output, flush=True))
    said.daemon = True
    said.start()
    try:
        with _alarm(seconds, until, names):
            yield
    finally:
        said.cancel()


@contextmanager
def _alarm(seconds: float, until: float, names: Mapping[str, Any]) -> Iterator[None]:
    over, last, caller = False, -PAUSE, _caller()

    def ring(_: int, frame: FrameType | None) -> None:
        nonlocal last
        if over:
            return
        now, own = time.monotonic(), _runs(frame, names, caller)
        signal.setitimer(signal.ITIMER_REAL, 10 ** random.uniform(*AGAIN) if own else PAUSE)  # noqa: S311  no secret
        if not _is_of_here(frame) and (own or now - last >= PAUSE):
            last = now
            raise Overdue

    if hasattr(signal, "setitimer"):
        before = signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, max(seconds, 1e-3))
        try:
            yield
        finally:
            over = True
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        return
    interrupt = threading.Timer(seconds, signal.raise_signal, [signal.SIGINT])  # Windows has no such timer
    interrupt.daemon = True
    interrupt.start()
    try:
        yield
    except KeyboardInterrupt:
        if time.monotonic() < until:  # it was the student
            raise
        raise Overdue from None
    finally:
        interrupt.cancel()


def _is_of_here(frame: FrameType | None) -> bool:
    return frame is not None and frame.f_code.co_filename in (__file__, contextlib.__file__)


def _caller() -> FrameType | None:
    """What limits the time: the innermost that runs and is not of here."""
    frame: FrameType | None = sys._getframe()
    while _is_of_here(frame):
        frame = frame and frame.f_back
    return frame


def _runs(frame: FrameType | None, names: Mapping[str, Any], caller: FrameType | None) -> bool:
    """Whether code with these global names is running, called from there."""
    while frame is not None and frame is not caller and frame.f_globals is not names:
        frame = frame.f_back
    return frame is not None and frame is not caller


@contextmanager
def kept_alive(shell: Any) -> Iterator[None]:
    """Has `exit()` end what calls it and not the kernel, and a program that takes all memory meet an error."""
    if shell is not None:
        shell.ask_exit = _exit
    try:
        with _bounded():
            yield
    finally:
        if shell is not None:
            with suppress(AttributeError):
                del shell.ask_exit


def _exit(*_: object) -> NoReturn:
    raise SystemExit


@contextmanager
def _bounded() -> Iterator[None]:
    """Bounds memory to what there is: beyond, Python raises an error, where the system would end the kernel."""
    try:
        import resource

        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        free = _free()
    except (ImportError, OSError, ValueError, IndexError):  # not on Linux
        yield
        return
    if torch.cuda.is_available() or free < LEAST:  # a GPU's driver takes addresses without end
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    known = [limit for limit in (used + free, soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(known), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


LEAST: Final = 1 << 29
"""Bytes of free memory below which it is not bounded, since the kernel itself may need them."""


def _free() -> int:
    """The bytes that this process may still take, of the machine and of a container, with some left for others."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    (free,) = (int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable"))
    with suppress(OSError, ValueError):  # `max` where a container has no limit
        group = Path("/sys/fs/cgroup")
        most, now = (int((group / f"memory.{name}").read_text()) for name in ("max", "current"))
        free = min(free, most - now)
    return free * 9 // 10
