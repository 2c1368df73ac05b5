"""The warm server: a process that has imported what submissions use, and forks a locked child for each.

Started as a program by `autograder.wall.server`, with a clean environment. It holds no secret: whatever it knows, every
child has a copy of. Jobs go straight to the child, over a socket of its own.

The control socket, descriptor 3, gives ``{"ready": pid, "has": [...]}`` with a pidfd attached, and takes JSON requests in
packets:

* ``{"want": [...]}``, libraries to import for those to come; answered by ``{"has": [...]}``;
* ``{"start": lock it?, "gpu": bool, "readable": [...], "limits": {...}}`` with the child's channel attached; answered by
  ``{"pid": n, "scratch": folder}`` with the child's pidfd attached;
* ``{"reap": pid}``, answered by ``{"status": wait status, "cpu_s": s, "peak_kb": n}`` when the child has ended;
* ``{"copy": folder}`` with another control socket attached, on which a copy of this process says that it is ready.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from autograder.wall.inside import jail, memory

if TYPE_CHECKING:
    from collections.abc import Collection

    from autograder.wall.inside.asking import Originals
    from autograder.wall.inside.shell import Shell

CONTROL: Final = 3
LIBRARIES: Final = ("torch", "matplotlib", "torchvision", "torch._dynamo")
"""What is imported ahead of the children, if their programs seem to need it. Without torch no questions can be asked; its
compiler, which few programs reach, is for a class."""


class Warm:
    """What a server has ready for its children: the shell, the libraries that were wanted so far, torch as it was."""

    def __init__(self, wanted: Collection[str] = ()):
        with _no_garbage():
            import autograder
            from autograder.wall.inside import job  # noqa: F401  what it is made of is put back, too
            from autograder.wall.inside.shell import Shell, fit_in

            self.shell: Shell = Shell.instance()
            self.shell.run_cell("1")
            self.shell.outputs.take()
            fit_in()
            self.shell.reset(new_session=True)
            # A notebook's check cells do nothing here: checks are made on the other side.
            autograder.check = autograder.progress = lambda *args, **kwargs: None
        self.has: list[str] = []
        self.originals: Originals | None = None
        self.want(wanted)

    def want(self, names: Collection[str]) -> None:
        """Imports what is not there yet, and makes it fit in."""
        if not (new := [name for name in LIBRARIES if name in names and name not in self.has]):
            return
        from autograder.wall.inside.shell import fit_plots_in, fit_torch_in

        with _no_garbage():
            for name in new:
                if name == "torch":
                    fit_torch_in(self.shell)
                elif name == "matplotlib":
                    fit_plots_in(self.shell)
                elif name == "torch._dynamo":
                    from torch._dynamo import config  # noqa: F401  see `compilers`
                else:
                    import torchvision.datasets
                    import torchvision.transforms  # noqa: F401
            self.has += new
            self._look()

    def practise(self) -> None:
        """Works with torch, if it is there, so that none of many children pays for first times."""
        if "torch" not in self.has:
            return
        for _ in range(_REHEARSALS):
            rehearse()
        gc.unfreeze()
        gc.collect()
        self._look()
        gc.freeze()  # children that collect garbage would otherwise copy every page of ours

    def _look(self) -> None:
        if "torch" in self.has:
            from autograder.wall.inside import weights  # noqa: F401  what questions are made with is put back, too
            from autograder.wall.inside.asking import Originals

            self.originals = Originals()


@contextlib.contextmanager
def _no_garbage() -> Iterator[None]:
    """Imports make little garbage, and looking for it takes a fifth of their time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


_REHEARSALS: Final = 4
"""Python makes code faster once it has run a few times, and a child would have to learn that for itself."""


def rehearse() -> None:
    """What most submissions and probes do: small trainings, evaluations and answers, with someone looking on or not."""
    import torch
    from torch import nn
    from torch.overrides import TorchFunctionMode
    from torch.utils._python_dispatch import TorchDispatchMode
    from torch.utils.data import DataLoader, TensorDataset

    from autograder.record.answers import answers_frame
    from autograder.record.frame import frames

    class Parts(TorchDispatchMode):
        def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            with self:
                parts = func.decompose(*args, **(kwargs or {}))
            return func(*args, **(kwargs or {})) if parts is NotImplemented else parts

    class Calls(TorchFunctionMode):
        def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            return func(*args, **(kwargs or {}))

    data = TensorDataset(torch.rand(10, 1, 4, 4), torch.zeros(10, dtype=torch.long))
    for make in (torch.optim.SGD, torch.optim.Adam):
        for onlookers in ((), (Parts(), Calls())):
            model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.Flatten(), nn.Linear(8, 5), nn.BatchNorm1d(5), nn.ReLU())
            model.append(nn.Dropout()).append(nn.Linear(5, 3))
            optimizer = make(model.parameters(), lr=0.1)
            losses = []
            with contextlib.ExitStack() as stack:
                for onlooker in onlookers:
                    stack.enter_context(onlooker)
                for inputs, targets in DataLoader(data, batch_size=4, shuffle=True):
                    model.train().to("cpu")
                    optimizer.zero_grad()
                    loss = nn.CrossEntropyLoss()(model(inputs.to("cpu")), targets)
                    loss.backward()
                    optimizer.step()
                    losses.append(loss.item())
                    model.eval()
                    with torch.no_grad():
                        losses.append((model(inputs).argmax(1) == targets).float().mean().item())
            state = {name: value.clone() for name, value in model.state_dict().items()}
            frames(answers_frame("rehearsal", {"weights": state, "losses": losses}).pack())
    model.to("meta")(torch.zeros(2, 1, 4, 4, device="meta"))


def main() -> None:
    """Warms up for the libraries in its arguments, in the folder ``HOME``, and serves until the control socket closes."""
    home = os.environ["HOME"]
    os.environ.update(dict.fromkeys(_HOMES, home))
    _, _, *wanted = sys.argv
    warm = Warm(wanted)
    with contextlib.suppress(jail.JailError):  # each child that must be locked says so itself
        jail.prepare()
    while home:
        home = _serve(home, warm)
    os._exit(0)  # it has tidied up, and torch takes a quarter of a second to be put away


def _serve(home: str, warm: Warm) -> str:
    """Serves until the control socket closes. In a copy of this process, its home, in which it must serve from now on."""
    control = socket.socket(fileno=CONTROL)
    itself = os.pidfd_open(os.getpid())
    with contextlib.suppress(OSError):  # whoever started it may be gone by now, and is missed below
        socket.send_fds(control, [json.dumps({"ready": os.getpid(), "has": warm.has}).encode()], [itself])
    os.close(itself)
    scratch, child, copies, children = "", 0, list[int](), 0
    with contextlib.suppress(ConnectionError):  # whoever started it was killed and has not heard the last answer
        while True:
            data, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 1)
            if not data:
                break
            request = json.loads(data)
            if "start" in request:
                children += 1
                if children == _SOME:
                    warm.practise()
                if children > _MANY:
                    _into_large_pages(warm)
                scratch = tempfile.mkdtemp(dir=home)
                child = _start(control, request, descriptors[0], scratch, warm)
            elif "want" in request:
                warm.want(request["want"])
                control.sendall(json.dumps({"has": warm.has}).encode())
            elif "copy" in request:
                _into_large_pages(warm)  # copies are made for a class
                pid = _fork()
                if pid == 0:
                    control.detach()
                    os.dup2(descriptors[0], CONTROL)
                    os.close(descriptors[0])
                    return str(request["copy"])
                copies.append(pid)
                os.close(descriptors[0])
            else:
                _, status, usage = os.wait4(request["reap"], 0)
                child = 0
                _clear(scratch)
                answer = {"status": status, "cpu_s": usage.ru_utime + usage.ru_stime, "peak_kb": usage.ru_maxrss}
                control.sendall(json.dumps(answer).encode())
    if child:
        os.kill(child, signal.SIGKILL)
    for pid in [*copies, *filter(None, [child])]:  # so that what copies cost is counted; whoever has one has ended it
        os.waitpid(pid, 0)
    shutil.rmtree(home, ignore_errors=True)
    return ""


@functools.cache
def _into_large_pages(warm: Warm) -> None:
    if "torch" in warm.has:
        warm.want(LIBRARIES)
        warm.practise()
        memory.into_large_pages(rehearse, _fork)


def _fork() -> int:
    # With a second thread a fork can leave a lock held for ever in the child: torch then hangs.
    tasks = len(os.listdir("/proc/self/task"))
    if tasks != 1:
        raise SystemExit(f"the server has {tasks} threads; it must have one to fork")
    return os.fork()


_SOME: Final = 5
_MANY: Final = 50
"""Children after which it is likely that so many more will come."""
_HOMES: Final = ("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR")


def _clear(scratch: str) -> None:
    """Removes a scratch directory. Under the lock it is empty, or flat: there is never a tree to walk."""
    with contextlib.suppress(OSError):
        for name in os.listdir(scratch):
            with contextlib.suppress(OSError):
                os.unlink(os.path.join(scratch, name))
        os.rmdir(scratch)


def _start(
    control: socket.socket,
    request: dict[str, Any],
    channel: int,
    scratch: str,
    warm: Warm,
) -> int:
    parent = os.getpid()
    pid = _fork()
    if pid == 0:
        try:
            _child(request, channel, parent, scratch, warm)
        except BaseException as error:  # noqa: BLE001  nothing of the server may go on in a child
            _complain(error)
        finally:
            os._exit(1)
    os.close(channel)
    pidfd = os.pidfd_open(pid)
    with contextlib.suppress(ConnectionError):  # missed when the next request is read
        socket.send_fds(control, [json.dumps({"pid": pid, "scratch": scratch}).encode()], [pidfd])
    os.close(pidfd)
    return pid


def _child(request: dict[str, Any], channel: int, parent: int, scratch: str, warm: Warm) -> None:
    from autograder.wall.inside import job

    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(channel, job.CHANNEL)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.closerange(4, 1 << 16)
    os.environ.update(dict.fromkeys(_HOMES, scratch))
    tempfile.tempdir = None
    if request["start"]:
        jail.lock(scratch, request["readable"], jail.Limits(**request["limits"]), gpu=request["gpu"], parent=parent)
    else:
        os.chdir(scratch)
    what = job.read()
    with contextlib.suppress(BaseException):  # from here on it is student code that ends us
        job.work(warm.shell, warm.originals, {*LIBRARIES} - {*warm.has, "torch._dynamo"}, *what)
    os._exit(0)


def _complain(error: BaseException) -> None:
    """Tells the trusted side why there is no job done; after the lock this is only testimony."""
    from autograder.record.frame import Frame

    text = f"{type(error).__name__}: {error}"[:500]
    os.write(CONTROL, Frame({"kind": "broken", "why": text}, {}).pack())
