"""The trusted side's handle on a warm server: starts one, or has one copied, asks it for children, ends it.

It imports little on purpose: a server that a command starts first of all warms up while the command gets ready itself.
"""

import atexit
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, NoReturn


class SandboxError(Exception):
    """The sandbox itself failed: the kit's fault or the machine's, never the student's."""


STOPPING: Final = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""What tells a command to end: Ctrl-C, whoever looks after it, and a terminal that is closed."""

# `-c` with a descriptor number, not `-m` with a path: nothing of this machine's layout is in the arguments.
_START: Final = (
    "import os, sys; n = int(sys.argv[1]); n == 3 or (os.dup2(n, 3), os.close(n)); "
    "from autograder.wall.inside import server; server.main()"
)


def locked(path: Path) -> int:
    """A descriptor of a file that no other process gets so, until it is closed or this process ends, however it ends.

    Raises BlockingIOError where another one has it, and OSError where the file system has no locks.
    """
    import fcntl  # which Windows lacks, where students check their work

    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


_SIGNS: Final = {
    "torch": ("torch", "lightning", "transformers", "timm", "fastai"), "matplotlib": ("plot", "pylab", "seaborn"),
    "torchvision": ("torchvision", "timm", "fastai"),
}  # fmt: skip
"""What a program mentions that needs a library, itself or by another one."""
EVERYTHING: Final = tuple(_SIGNS)
"""The libraries that a server can import ahead of its children (`wall/inside/server`), and that no child imports itself."""


def wanted(*programs: str | bytes) -> list[str]:
    """The libraries that a server should have for programs: those they mention. For what it lacks, a child asks."""

    def mentions(program: str | bytes, sign: str) -> bool:
        return sign in program if isinstance(program, str) else sign.encode() in program

    return [
        name for name, signs in _SIGNS.items() if any(mentions(program, sign) for program in programs for sign in signs)
    ]


def needed(*paths: Path) -> Sequence[str]:
    """The libraries that a server should have for what lies there: for one file those it mentions, else all."""
    with suppress(OSError):
        if len(paths) == 1 and paths[0].suffix in (".py", ".ipynb"):
            return wanted("torch", paths[0].read_bytes())
    return EVERYTHING


class Server:
    """A warm server, which may still be warming up.

    With `like` it is a copy of another one, warm as soon as that one is. The other may be another process's, from which
    this one was forked: only whole requests travel, so those of many processes do not mix.
    """

    def __init__(self, device: str = "cpu", like: "Server | None" = None, libraries: Collection[str] = EVERYTHING):
        """Starts it without waiting for it. Raises OSError when `like` has ended."""
        self.device, self.owner = device, os.getpid()
        self._has: list[str] = []
        self.home = tempfile.mkdtemp(prefix=_PREFIX)
        self._lock = -1
        with suppress(OSError):  # whoever started it holds this lock while it lives: see `_sweep`
            self._lock = locked(Path(self.home, _LOCK))
        self.pid = self._pidfd = -1
        self._process: subprocess.Popen[bytes] | None = None
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            if like is None:
                command = [sys.executable, "-s", "-P", "-B", "-c", _START, str(theirs.fileno()), *libraries]
                self._process = subprocess.Popen(
                    command, env={**_environment(device), "HOME": self.home}, cwd="/", pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                    process_group=0,  # Ctrl-C is for the command, which ends it
                )  # fmt: skip
            else:
                try:
                    socket.send_fds(like._control, [json.dumps({"copy": self.home}).encode()], [theirs.fileno()])
                except OSError:
                    self.close()
                    raise

    def wait(self) -> None:
        """Waits until it is warm. Raises SandboxError."""
        if self.pid < 0:
            ready, (self._pidfd,) = self._answer(timeout=300)
            self.pid, self._has = ready["ready"], ready["has"]

    def want(self, libraries: Collection[str]) -> None:
        """Waits until it has imported these, too. Raises SandboxError."""
        self.wait()
        if not {*libraries} <= {*self._has}:
            self._has = self.ask({"want": [*libraries]}, timeout=300)[0]["has"]

    @property
    def has_all(self) -> bool:
        """Whether there is nothing more to be imported."""
        return {*EVERYTHING} <= {*self._has}

    def ask(
        self, request: dict[str, Any], descriptors: Sequence[int] = (), timeout: float = 60
    ) -> tuple[dict[str, Any], list[int]]:
        """What it answers, with the descriptors that came along. Raises SandboxError when it is gone."""
        self.wait()
        try:
            socket.send_fds(self._control, [json.dumps(request).encode()], descriptors)
        except OSError:
            self._lost("it ended")
        return self._answer(timeout)  # a busy machine may be slow; a server that ended is seen at once

    def _answer(self, timeout: float) -> tuple[dict[str, Any], list[int]]:
        self._control.settimeout(timeout)
        try:
            data, descriptors, _, _ = socket.recv_fds(self._control, 4096, 1)
        except OSError as error:
            self._lost(str(error))
        if not data:
            self._lost("it ended")
        return json.loads(data), descriptors

    def _lost(self, why: str) -> NoReturn:
        """Gives the server up, with its last words."""
        words = b""
        if self._process is not None and self._process.stderr is not None:
            os.set_blocking(self._process.stderr.fileno(), False)  # copies of it may hold the other end open
            self._process.kill()
            self._process.wait()
            words = self._process.stderr.read() or b""
        self.close(patience=0)
        last = words.decode(errors="replace").strip().splitlines()[-1:]
        raise SandboxError(f"the server that runs submissions is gone ({''.join(last) or why}); run autograder doctor")

    @property
    def ended(self) -> bool:
        """Whether it was ended, or found gone."""
        return self._control.fileno() < 0

    def close(self, patience: float = 5) -> None:
        """Ends it: it tidies up when the control socket closes, or is killed after so many seconds.

        In another process than the one that started it, only lets go of it.
        """
        if self.owner == os.getpid() and self.pid < 0:
            # If it is warm, though nobody asked, it can end by itself, after its copies.
            with suppress(OSError, ValueError):
                self._control.setblocking(False)
                _, (self._pidfd,), _, _ = socket.recv_fds(self._control, 4096, 1)
        self._control.close()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1
        if self.owner != os.getpid():
            return
        if self._pidfd >= 0:
            if not select.select([self._pidfd], [], [], patience)[0]:
                with suppress(ProcessLookupError):
                    signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            os.close(self._pidfd)
            self._pidfd = -1
        if self._process is not None:
            self._process.kill()  # unless it has ended; if it has not, it is warming up
            self._process.wait()
            assert self._process.stderr is not None
            self._process.stderr.close()
        with suppress(RecursionError):
            shutil.rmtree(self.home, ignore_errors=True)  # a killed server could not tidy up itself


def _environment(device: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    cuda = {} if device == "cuda" else {"CUDA_VISIBLE_DEVICES": ""}
    # Large pages, and memory that is kept: a fork has fewer pages to copy, and a child fewer to fault in.
    allocator = {
        "hugetlb": 1, "mmap_threshold": 32 << 20, "trim_threshold": 256 << 20, "top_pad": 8 << 20
    }  # fmt: skip
    return kept | threads | cuda | {
        "GLIBC_TUNABLES": ":".join(f"glibc.malloc.{name}={value}" for name, value in allocator.items()),
        "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline", "NBGRADER_EXECUTION": "autograde",
        "TORCH_COMPILE_DISABLE": "1",
    }  # fmt: skip


_PREFIX: Final = "autograder-"
_LOCK: Final = ".lock"


def _sweep() -> None:
    """Removes the folders of servers whose command and who themselves were killed: nobody holds their lock."""
    for lock in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        with suppress(OSError):  # it is held, is another user's, or is gone by now
            if time.time() - lock.stat().st_mtime > 60:  # else somebody may be about to lock it
                os.close(locked(lock))
                shutil.rmtree(lock.parent, ignore_errors=True)


_early: list[Server] = []


def start_early(device: str = "cpu", libraries: Collection[str] = EVERYTHING) -> None:
    """Starts the server that `started` will give, for a command that has more to do before it needs one.

    A process that was forked from one that has such a server needs none: it gets a copy.
    """
    _sweep()
    if not any(server.device == device for server in _early):
        _early.append(Server(device, libraries=libraries))


@atexit.register
def end_early() -> None:
    """Ends those of this process that nobody took."""
    for server in [server for server in _early if server.owner == os.getpid()]:
        _early.remove(server)
        server.close()


def started(device: str = "cpu", libraries: Collection[str] = EVERYTHING) -> Server:
    """A server of one's own: the one that was started early, in a process forked since then a copy of it, or a new one."""
    for server in [server for server in _early if server.device == device]:
        if server.owner == os.getpid():
            _early.remove(server)
            return server
        with suppress(OSError):  # it has ended
            return Server(device, like=server)
    return Server(device, libraries=libraries)


@contextmanager
def shared(device: str = "cpu") -> Iterator[None]:
    """In this block, processes that are forked from this one get copies of one server, which need not warm up."""
    start_early(device)
    try:
        yield
    finally:
        end_early()
