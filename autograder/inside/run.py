"""What a child does once it is locked: run the student's cells, then ask the probes, and report each step as a frame.

Everything here shares its process with student code. Nothing it says is believed: it carries raw answers, and the other
side of the wall judges them.
"""

from __future__ import annotations

import base64
import builtins
import contextlib
import ctypes
import difflib
import errno
import gc
import inspect
import io
import itertools
import json
import marshal
import math
import operator
import os
import random
import re
import shutil
import sys
import types
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NoReturn

import matplotlib.pyplot as plt
import numpy
import safetensors.numpy
import safetensors.torch
import torch
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from autograder import record
from autograder.record import BadFrame, Frame, FrameReader, Unanswered, answers_frame, unanswered_frame

CHANNEL: Final = 3
"""The one descriptor a child shares with the trusted side."""
MAX_TEXT: Final = 256 << 10
"""Printed characters that are kept; honest chatter beyond is cut, not punished."""
MAX_FLOOD: Final = 64 << 20
"""Printed characters after which the cell is stopped."""
MAX_ITEMS: Final = 99
"""Outputs of a cell that are kept, its error apart."""
MAX_OUTPUTS: Final = 2 << 20
"""Bytes of pictures and other displays that are kept, as they travel."""

_PROGRAMS: Final = frozenset("bash sh script perl ruby system sx pypy python python2 python3 cmd".split())
"""Cell magics that start one."""
SKIPPED_SHELL: Final = "shell commands are off while grading, so `{}` was skipped"


class OutputLimitError(Exception):
    """The cell printed without end."""


class NotDefined(Exception):
    """The submission has no such name."""


# ------------------------------------------------------------------------------------------------------- the notebook


class Outputs:
    """The outputs of the cell that runs now, as nbformat has them, under caps."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self._text = self._kept = 0
        self._cut = False

    def take(self) -> list[dict[str, Any]]:
        """The outputs since the last call."""
        items, self.items = self.items, []
        return items

    def text(self, name: str, text: str) -> None:
        """Adds printed text."""
        room = max(MAX_TEXT - self._text, 0) if len(self.items) < MAX_ITEMS else 0
        self._text += len(text)
        if self._text > MAX_FLOOD:
            raise OutputLimitError("the program printed more than 64 MiB")
        if text and not self._cut:
            self._cut = len(text) > room
            text = text[:room] + ("\n[more was printed; it is cut here]\n" if self._cut else "")
            if self.items and self.items[-1].get("name") == name:
                self.items[-1]["text"] += text
            else:
                self.items.append({"output_type": "stream", "name": name, "text": text})

    def display(self, kind: str, data: Mapping[str, Any], **more: Any) -> None:
        """Adds a picture or another display."""
        plain = {
            mime: base64.b64encode(value).decode() if isinstance(value, bytes) else value
            for mime, value in data.items()
            if isinstance(value, (str, bytes)) and isinstance(mime, str)
        }
        self._kept += len(Frame(plain, {}).pack())
        if len(self.items) >= MAX_ITEMS:
            return
        if self._kept > MAX_OUTPUTS:
            plain = {"text/plain": "[more was displayed; it is left out here]"}
        self.items.append({"output_type": kind, "data": plain, "metadata": {}, **more})


class _Stream(io.TextIOBase):
    """`sys.stdout` and `sys.stderr` of a cell."""

    encoding = "utf-8"

    def __init__(self, outputs: Outputs, name: str):
        self._outputs, self._name = outputs, name

    def write(self, text: str) -> int:
        self._outputs.text(self._name, text)
        return len(text)

    def writable(self) -> bool:
        return True


class _Nowhere(io.TextIOBase):
    """Takes text as `/dev/null` does, but no descriptor, of which student code may have left none."""

    def write(self, text: str) -> int:
        return len(text)


class _Display(DisplayPublisher):
    shell: Shell

    def publish(self, data: Any, *_: Any, **__: Any) -> None:
        self.shell.outputs.display("display_data", data)


class _Hook(DisplayHook):
    shell: Shell

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.shell.outputs.display("execute_result", format_dict, execution_count=self.shell.execution_count)

    def finish_displayhook(self) -> None:
        pass


class Shell(InteractiveShell):
    """IPython without its terminal: magics, `display` and top-level await work, shell commands are skipped."""

    display_pub_class = Type(_Display)
    displayhook_class = Type(_Hook)

    def __init__(self, **kwargs: Any):
        self.outputs = Outputs()
        self.remarks: list[str] = []
        settings = Config({"HistoryManager": {"enabled": False}})
        super().__init__(config=settings, user_module=types.ModuleType("__main__"), **kwargs)
        self.db: dict[str, Any] = {}  # else %cd and %bookmark would write to a folder of the server's

    def init_user_ns(self) -> None:
        """Gives the notebook its first names; `exit` and `quit` end the cell."""
        super().init_user_ns()
        self.user_ns.update(exit=_exit, quit=_exit)

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        """Says nothing: the error is taken from the cell's result."""

    showsyntaxerror = showtraceback

    def _format_exception_for_storage(self, *_: Any, **__: Any) -> dict[str, Any]:
        """Draws no traceback for the history: one of a thousand frames takes seconds."""
        return {}

    def enable_gui(self, gui: Any = None) -> None:
        """Does nothing: there is no window, and `%matplotlib inline` asks for none."""

    def system(self, cmd: str) -> None:
        """Skips a shell command and remarks on it."""
        self.remarks.append(SKIPPED_SHELL.format(cmd.strip()[:80]))

    system_raw = system_piped = system

    def getoutput(self, cmd: str, *args: Any, **kwargs: Any) -> list[str]:
        """Skips a shell command and remarks on it."""
        self.system(cmd)
        return []

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        """Runs a line magic, save those that start programs."""
        if magic_name in {"pip", "conda", "mamba", "micromamba", "uv", "sx", "sc", "system"}:
            return self.system(f"%{magic_name} {line}")
        if magic_name == "matplotlib":
            line = "inline"  # there is no other window here
        elif self.find_line_magic(magic_name) is None:
            return self.remarks.append(f"there is no magic `%{magic_name[:80]}` here, so it was skipped")
        try:
            return super().run_line_magic(magic_name, line, _stack_depth + 1)  # this frame is none of the notebook's
        except ModuleNotFoundError:
            if magic_name not in {"load_ext", "reload_ext"}:
                raise
            return self.remarks.append(f"the extension `{line.strip()[:80]}` is not installed here, so it was skipped")

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Any:
        """Runs a cell magic, save those that start programs."""
        if magic_name in _PROGRAMS:
            return self.system(f"%%{magic_name}")
        return super().run_cell_magic(magic_name, line, cell)


def _exit(*_: object) -> NoReturn:
    raise SystemExit(0)


def _no_input(prompt: object = "", /) -> NoReturn:
    raise EOFError("input() is not available while grading")


def fit_in(shell: Shell) -> None:
    """Makes what cannot work here fail kindly: `input`, DataLoader workers, `torch.compile`; no paths in warnings."""
    builtins.input = _no_input
    warnings.formatwarning = lambda message, category, *_, **__: f"{category.__name__}: {message}\n"
    warnings.filterwarnings("ignore", message="To exit: use")  # IPython's advice for terminals
    torch._dynamo.config.disable = True
    shutil.copymode = shutil.copystat = lambda *_, **__: (
        None
    )  # the lock refuses chmod, and shutil.copy would fail by it
    init = torch.utils.data.DataLoader.__init__
    signature = inspect.signature(init)

    def without_workers(*args: Any, **kwargs: Any) -> None:
        bound = signature.bind(*args, **kwargs)
        if bound.arguments.get("num_workers"):
            shell.remarks.append("DataLoader workers are off while grading: num_workers was taken as 0")
            for name in ("num_workers", "prefetch_factor", "persistent_workers", "multiprocessing_context", "timeout"):
                bound.arguments.pop(name, None)
        bound.arguments.pop("pin_memory", None)
        init(*bound.args, **bound.kwargs)

    torch.utils.data.DataLoader.__init__ = without_workers  # type: ignore[method-assign]


# --------------------------------------------------------------------------------------------------- errors, in words


def explain(error: BaseException, cells: Mapping[int, int], default: str) -> tuple[str, str]:
    """The code and the sentence for an exception of student code. `cells` maps IPython's numbers to cell indices."""
    try:
        return _explain(error, cells, default)
    except BaseException:  # noqa: BLE001  its attributes may be anything, and do anything
        kind = type(error).__name__
        return _ended(kind) if _ends(error) else (default, f"an error that cannot be shown ({kind})")


def _ends(error: BaseException) -> bool:
    return not isinstance(error, Exception)


def _ended(kind: str, where: str = "") -> tuple[str, str]:
    return "EXITED_EARLY", f"{where}the program ended itself ({kind})"


def _explain(error: BaseException, cells: Mapping[int, int], default: str) -> tuple[str, str]:
    kind = type(error).__name__[:200]
    text = _text(error)
    where = _where(error, cells)
    if isinstance(error, NotDefined):
        return "NOT_DEFINED", text
    if type(error) is NotImplementedError and (not text or text.startswith("Task ")):
        return "NOT_DEFINED", text or "not written yet"
    if _ends(error):
        return _ended(kind, where)
    if isinstance(error, OutputLimitError):
        return "OUTPUT_LIMIT", f"{where}{text}"
    if isinstance(error, MemoryError) or "can't allocate memory" in text or "not enough memory" in text:
        return "MEMORY_LIMIT", f"{where}the program asked for more memory than there is"
    for cause in _causes(error):
        number = getattr(cause, "errno", None)
        if number in (errno.EFBIG, errno.ENOSPC, errno.EDQUOT):
            return "FILE_LIMIT", f"{where}the program wrote more to disk than is allowed while grading"
        if number in (errno.EPERM, errno.EACCES) or _OFFLINE.search(_text(cause)):
            what = "no network, other programs or other files while grading; use the given data"
            return "BLOCKED", f"{where}{kind}: {text} ({what})"
    if isinstance(error, SyntaxError):
        line = f"line {error.lineno}: " if error.lineno else ""
        return default, f"{line}{kind}: {str(error.msg)[:400]}" + (
            f": `{error.text.strip()[:120]}`" if error.text else ""
        )
    return default, f"{where}{kind}: {text}" if text else f"{where}{kind}"


_OFFLINE: Final = re.compile(r"urlopen error|name resolution|Name or service not known|internet connection")
"""What libraries say when there is no network."""


def _text(error: BaseException) -> str:
    try:
        return str(error)[:400]
    except BaseException:  # noqa: BLE001  a student's __str__ may do anything
        return ""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(8):
        if error is None:
            return
        yield error
        reason = getattr(error, "reason", None)  # urllib hides the cause there
        error = error.__cause__ or error.__context__ or (reason if isinstance(reason, BaseException) else None)


_CELL_NAME: Final = re.compile(r"<ipython-input-(\d+)-")


def _where(error: BaseException, cells: Mapping[int, int]) -> str:
    """The last line of the student's own that was running: ``cell 4, line 7: ``."""
    found, step = "", error.__traceback__
    while step is not None:
        match = _CELL_NAME.match(step.tb_frame.f_code.co_filename)
        if match and int(match[1]) in cells:
            found = f"cell {cells[int(match[1])] + 1}, line {step.tb_lineno}: "
        step = step.tb_next
    return found


# ------------------------------------------------------------------------------------------------------------ probing


class Student:
    """What a probe sees of the submission: its names, as attributes."""

    def __init__(self, names: Mapping[str, Any]):
        self._names = names

    def __getattr__(self, name: str) -> Any:
        if name in self._names:
            return self._names[name]
        names = [n for n in self._names if type(n) is str and not n.startswith("_")]
        lower = [n for n in names if n.lower() == name.lower()]
        near = (lower or difflib.get_close_matches(name, names, n=1, cutoff=0.6))[:1]
        foreign = (
            " (one of its letters only looks like one of the English alphabet)" if not "".join(near).isascii() else ""
        )
        raise NotDefined(f"there is no `{name}`" + (f"; did you mean `{near[0]}`?{foreign}" if near else ""))


class Inputs(dict[str, torch.Tensor]):
    """The questions' numbers; each access gives a fresh copy, so that no probe can spoil the next."""

    def __getitem__(self, name: str) -> torch.Tensor:
        return super().__getitem__(name).clone()


def _settle() -> None:
    """The settings of a fresh process: modes that were entered are left, as `with` would have left them."""
    sys.settrace(None)
    sys.setprofile(None)
    sys.setrecursionlimit(1000)
    gc.callbacks.clear()
    torch.set_default_device(None)
    while torch._C._len_torch_function_stack():
        torch.overrides._pop_mode()
    while torch._C._len_torch_dispatch_stack():
        torch.utils._python_dispatch._pop_mode()
    while torch._C._autograd._top_saved_tensors_default_hooks(True) is not None:
        torch._C._autograd._pop_saved_tensors_default_hooks()
    torch.set_autocast_enabled("cpu", False)
    torch.use_deterministic_algorithms(False)
    torch.set_anomaly_enabled(False)
    torch.set_num_threads(1)
    numpy.seterr(divide="warn", over="warn", under="ignore", invalid="warn")


def _addresses_in(
    spaces: list[Mapping[str, Any]],
    _values: Callable[..., Any] = operator.methodcaller("values"),
    _chain: Callable[..., Any] = itertools.chain.from_iterable,
    _map: Callable[..., Any] = map,
    _array: Callable[..., Any] = numpy.fromiter,
) -> bytes:
    """Where in memory all values of these namespaces are: what takes a function's place may claim to be equal to it."""
    found: bytes = _array(_chain(_map(_values, spaces)), "O").tobytes()
    return found


def _counter(
    space: Mapping[str, Any], _offset: int = object.__basicsize__ + ctypes.sizeof(ctypes.c_ssize_t)
) -> ctypes.c_uint64:
    """CPython's count of the changes of a dict, at its place in it up to Python 3.13."""
    found = space if isinstance(space, dict) else gc.get_referents(space)[0]  # a class's dict is behind a proxy
    return ctypes.c_uint64.from_address(id(found) + _offset)


def _counts() -> bool:
    """Whether this Python counts the changes of dicts there."""
    space = {"name": 1}
    before = _counter(space).value
    space["name"] = 2
    return _counter(space).value != before


class Originals:
    """Functions of torch as they were before student code ran, to be put back before each probe.

    Not a defence, since whoever shares the process can undo it: it keeps one task's tricks from another task's marks.
    """

    def __init__(self) -> None:
        spaces = [torch, torch._C, torch._C._nn, torch.nn, torch.nn.functional, torch.nn.init, torch.optim]
        spaces += [torch.autograd, torch.utils.data, numpy, numpy.random, random, plt]
        # What this file and the treaty are written with, and they themselves.
        spaces += [json, math, operator, os, safetensors.numpy, safetensors.torch, record, sys.modules[__name__]]
        classes = [value for space in spaces[3:9] for value in vars(space).values() if isinstance(value, type)]
        classes += [record.Frame, record._Writer, Student, Inputs]
        modules = {name: module for name, module in sys.modules.items() if any(module is space for space in spaces)}
        self._first = [(vars(builtins), dict(vars(builtins))), (sys.modules, modules)]
        owners: dict[int, Any] = {
            id(owner): owner for owner in [*spaces, torch.Tensor, *classes] if owner is not object
        }
        self._kept = [(owner, dict(vars(owner))) for owner in owners.values()]
        self._spaces = [vars(owner) for owner in owners.values()]
        self._addresses = _addresses_in(self._spaces)
        # To look at all addresses takes half a millisecond, and copies the page of every function.
        self._counters = [_counter(space) for space in self._spaces] if _counts() else []
        self._counted = [counter.value for counter in self._counters]
        module = vars(torch.nn.modules.module)
        optimizer = vars(sys.modules[torch.optim.Optimizer.__module__])
        self._hooks = [
            value
            for name, value in (*module.items(), *optimizer.items())
            if name.startswith("_global_") and isinstance(value, dict)
        ]

    def put_back(
        self,
        _addresses_in: Callable[..., bytes] = _addresses_in,
        _settle: Callable[[], None] = _settle,
    ) -> None:
        """Undoes every replacement since; names that were added stay, unless they hide one that is inherited."""
        for space, kept in self._first:  # without a call of anything that could have been replaced
            space.update(kept)
        counted = [counter.value for counter in self._counters]
        if not counted or counted != self._counted:
            if _addresses_in(self._spaces) != self._addresses:
                self._restore()
                self._addresses = _addresses_in(self._spaces)
            self._counted = [counter.value for counter in self._counters]
        for hooks in self._hooks:
            hooks.clear()
        _settle()

    def _restore(self) -> None:
        for owner, names in self._kept:
            now = vars(owner)
            if isinstance(owner, type):
                for name in now.keys() - names.keys():
                    if any(name in vars(base) for base in owner.__mro__[1:]):
                        delattr(owner, name)
            for name, value in names.items():
                if now.get(name) is not value:
                    with contextlib.suppress(AttributeError, TypeError):
                        setattr(owner, name, value)


def _seed() -> None:
    """The same random numbers in every child; Python's own `random` seeds itself anew after a fork."""
    if torch.cuda.is_available():
        torch.manual_seed(0)
    else:  # that would write down the whole stack each time, to seed a GPU that may come
        torch.default_generator.manual_seed(0)
    numpy.random.seed(0)
    random.seed(0)


def ask(probe: Callable[[Student, Inputs], Any], student: Student, inputs: Inputs) -> Any:
    """The answers of one probe, asked in a clean state."""
    torch.set_grad_enabled(True)
    torch.set_default_dtype(torch.float32)
    _seed()
    plt.close("all")
    with warnings.catch_warnings(), torch.inference_mode(False):
        warnings.simplefilter("ignore")
        answers = probe(student, inputs)
    if not isinstance(answers, dict):
        raise TypeError(f"{probe.__name__} returned {type(answers).__name__}; a probe returns a dict")
    return answers


def answer(
    name: str,
    probe: Callable[[Student, Inputs], Any],
    student: Student,
    inputs: Inputs,
    cells: Mapping[int, int],
    caught: type[BaseException] = BaseException,
) -> Frame:
    """The frame of a probe's answers, or of why there are none. Raises what student code raises beyond `caught`."""
    try:
        return answers_frame(name, ask(probe, student, inputs))
    except BadFrame as bad:
        return unanswered_frame(name, Unanswered(bad.code, str(bad)))
    except caught as error:
        return unanswered_frame(name, Unanswered(*explain(error, cells, "WRONG")))


# ------------------------------------------------------------------------------------------------------------- the job


def job() -> tuple[dict[str, Any], types.ModuleType]:
    """Reads the job from the channel: its header, and the author's probes."""
    frame = _receive()
    header = frame.header
    for number, name in enumerate(header["files"]):
        _put(name, frame.tensors[str(number)].numpy().tobytes())
    probes = types.ModuleType("probe")
    # The author's own questions, by the trusted side and for the same interpreter.
    exec(marshal.loads(frame.tensors["code"].numpy().tobytes()), vars(probes))  # noqa: S102, S302
    return header, probes


def work(shell: Shell, originals: Originals, header: dict[str, Any], probes: types.ModuleType) -> None:
    """Does the job. Returns when all is said."""
    sys.path.insert(0, "")  # files beside the notebook can be imported, as in Jupyter
    sys.stdout, sys.stderr = _Stream(shell.outputs, "stdout"), _Stream(shell.outputs, "stderr")
    _seed()
    cells: dict[int, int] = {}
    outcomes = []
    for index, source in enumerate(header["cells"]):
        if source is None:  # left out: it ended an earlier child
            continue
        _send(Frame({"kind": "cell", "index": index}, {}))
        cells[shell.execution_count] = index
        outcomes.append(_cell(shell, index, source, cells))
    _send(Frame({"kind": "cells", "cells": outcomes, "notes": list(dict.fromkeys(shell.remarks))[:20]}, {}))
    originals.put_back()  # before anything else is done in this process
    student, inputs = Student(shell.user_ns), Inputs(_receive().tensors)
    sys.stdout = sys.stderr = _Nowhere()  # what is printed from now on could show hidden inputs
    said: list[Frame] = []  # an answer travels with the next question's name: one message wakes the other side once
    for name in header["probes"]:
        _send(*said, Frame({"kind": "asking", "probe": name}, {}))
        originals.put_back()
        said = [answer(name, getattr(probes, f"probe_{name}"), student, inputs, cells)]
    _send(*said)


def _cell(shell: Shell, index: int, source: str, cells: Mapping[int, int]) -> dict[str, Any]:
    result = shell.run_cell(source, store_history=True)
    error = result.error_before_exec or result.error_in_exec
    outputs = shell.outputs.take()
    if error is None:
        return {"index": index, "outcome": "ok", "code": "OK", "error": "", "outputs": outputs}
    code, sentence = explain(error, cells, "CELL_ERROR")
    outputs.append(
        {"output_type": "error", "ename": type(error).__name__[:200], "evalue": _text(error), "traceback": [sentence]}
    )
    return {"index": index, "outcome": "error", "code": code, "error": sentence, "outputs": outputs}


def _put(name: str, data: bytes) -> None:
    """Writes a file into the scratch folder. Some systems allow no folders there: what lies in one is left out."""
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        with open(name, "wb") as file:
            file.write(data)


def _receive() -> Frame:
    reader = FrameReader()
    while data := os.read(CHANNEL, 1 << 20):
        reader.feed(data)
        for frame in reader:
            return frame
    raise SystemExit(1)


def _send(*frames: Frame, _write: Callable[[int, bytes], int] = os.write) -> None:
    data = memoryview(b"".join(frame.pack() for frame in frames))
    while data:
        data = data[_write(CHANNEL, data) :]  # type: ignore[arg-type]
