"""What a child does once it is locked: run the student's cells, then ask the probes, and report each step as a frame.

All of this room shares its process with student code. Nothing it says is believed: it carries raw answers, and the other
side of the wall judges them.
"""

import contextlib
import io
import marshal
import os
import re
import signal
import sys
import types
from collections.abc import Callable, Collection, Iterator, Mapping
from importlib.abc import MetaPathFinder
from typing import TYPE_CHECKING, Any, Final

import numpy

from autograder.record.frame import MAX_TENSORS, Frame, FrameReader
from autograder.wall.inside.errors import Cells, explain, stopped_at, text_of
from autograder.wall.inside.shell import Nowhere, Shell, Stream, seed

if TYPE_CHECKING:
    from autograder.wall.inside.asking import Originals

CHANNEL: Final = 3
"""The one descriptor a child shares with the trusted side."""


def read() -> tuple[dict[str, Any], types.ModuleType]:
    """Reads the job from the channel: its header, and the author's probes."""
    frame, data = _receive()
    header = frame.header
    size = header["code"] + header["right"] + sum(length for _, length in header["files"])
    while len(data) < size and (more := os.read(CHANNEL, 1 << 20)):
        data += more
    pieces = io.BytesIO(data)
    code, header["right"] = pieces.read(header["code"]), pieces.read(header["right"])
    header["home"] = os.getcwd()
    header["left out"] = [name for name, length in header["files"] if not _put(name, pieces.read(length))]
    header["laid"] = dict(_lying(header["home"])) if header["collect"] else {}
    probes = types.ModuleType("probe")
    if code:  # the author's own questions, by the trusted side and for the same interpreter
        exec(marshal.loads(code), vars(probes))  # noqa: S102, S302
    return header, probes


def work(
    shell: Shell,
    originals: "Originals | None",
    lacks: Collection[str],
    header: dict[str, Any],
    probes: types.ModuleType,
) -> None:
    """Does the job. Returns when all is said. Asks for what it `lacks`, and ends, if that is to be imported."""
    if lacks:
        sys.meta_path.insert(0, _Wants(lacks))
    if originals is not None:
        originals.keep(probes)
    right = _right(header["right"], header["replaced"])
    sys.path.insert(0, "")  # files beside the notebook can be imported, as in Jupyter
    sys.stdout, sys.stderr = Stream(shell.outputs, "stdout"), Stream(shell.outputs, "stderr")
    seed()
    shell.remarks += [f"`{name}` could not be laid beside the notebook here" for name in header["left out"]]
    cells: dict[int | str, int] = {}
    outcomes = []
    for index, source in enumerate(header["cells"]):
        if source is None:  # left out: it ended an earlier child
            continue
        _send(Frame({"kind": "cell", "index": index}, {}))
        cells[shell.execution_count] = index
        outcomes.append(_cell(shell, index, source, cells))
        shell.user_ns.update(right)
    _send(Frame({"kind": "cells", "cells": outcomes, "notes": list(dict.fromkeys(shell.remarks))[:20]}, {}))
    if header["collect"]:
        _send(_written(header["home"], header["laid"], header["collect"]))
    if originals is None or not header["probes"]:
        return
    originals.put_back()  # before anything else is done in this process
    with contextlib.suppress(
        Exception
    ):  # a student's `queue.py` is the cells' own affair, and not that of the questions
        sys.path.remove("")
        sys.path.append("")
    from autograder.wall.inside.asking import Inputs, Student, answer

    student, inputs = Student(shell.user_ns), Inputs(_receive()[0].tensors)
    sys.stdout = sys.stderr = Nowhere()  # what is printed from now on could show hidden inputs
    said: list[Frame] = []  # an answer travels with the next question's name: one message wakes the other side once
    for changed, text in header["tries"] or [("", "")]:
        with _defined(shell.user_ns, changed, text):
            for name in header["probes"]:
                _send(*said, Frame({"kind": "asking", "probe": name}, {}))
                originals.put_back()
                said = [answer(name, getattr(probes, f"probe_{name}"), student, inputs, cells)]
    _send(*said)


TRY_S: Final = 0.5
"""Seconds of the processor after which an edited definition is stopped, if it lets itself be stopped: it may never end."""


class _Endless(Exception):
    """A try did not end."""


def _stop(*_: object) -> None:
    raise _Endless


@contextlib.contextmanager
def _defined(names: dict[str, Any], name: str, text: str) -> Iterator[None]:
    """In this block a name of the program's has another definition."""
    if not name:
        yield
        return
    signal.signal(signal.SIGPROF, _stop)
    before = names.get(name)
    with contextlib.suppress(Exception):  # whatever is wrong with it, its answers show that
        exec(compile(text, "<try>", "exec"), names)  # noqa: S102
    signal.setitimer(signal.ITIMER_PROF, TRY_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        names[name] = before


def _right(code: bytes, names: Collection[str]) -> dict[str, Any]:
    """Definitions that the trusted side compiled, by these names; what they need stays in a namespace of its own."""
    if not code:
        return {}
    space = vars(types.ModuleType("reference"))
    exec(marshal.loads(code), space)  # noqa: S102, S302
    return {name: space[name] for name in names}


class _Wants(MetaPathFinder):
    """Has the server import its libraries, which would have no room in a child that is locked."""

    def __init__(self, names: Collection[str]):
        self._names = names

    def find_spec(self, name: str, *_: Any) -> None:
        """Ends the child, if it is one of these."""
        if name in self._names:
            _send(Frame({"kind": "wants"}, {}))
            os._exit(0)


def _cell(shell: Shell, index: int, source: str, cells: Cells) -> dict[str, Any]:
    shell.shown.clear()
    result = shell.run_cell(source, store_history=True)
    ended = result.error_before_exec or result.error_in_exec
    error = ended or next(iter(shell.shown), None)
    if error is None:
        outputs = shell.outputs.take()
        return {"index": index, "outcome": "ok", "code": "OK", "error": "", "outputs": outputs}
    line = stopped_at(error, index, cells)
    if ended and shell.run_imports(source, line):  # a package that is missing takes no other with it
        shell.remarks.append(f"cell {index + 1} stopped at line {line}; what it imports from there on was imported")
    outputs = shell.outputs.take()
    code, sentence = explain(error, cells, "CELL_ERROR")
    outputs.append(
        {"output_type": "error", "ename": type(error).__name__[:200], "evalue": text_of(error), "traceback": [sentence]}
    )
    return {"index": index, "outcome": "error", "code": code, "error": sentence, "outputs": outputs}


def _put(name: str, data: bytes) -> bool:
    """Writes a file into the scratch folder, if it can. Some systems allow no folders there; and nothing leaves it."""
    if os.path.isabs(name) or ".." in name.split("/"):
        return False
    with contextlib.suppress(OSError, ValueError):
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        with open(name, "xb") as file:
            file.write(data)
        return True
    return False


_FOREIGN: Final = re.compile(r"\.|__pycache__$|profile_default$|fontlist-|tmp[a-z0-9_]{8}$")
"""How names begin that are not the notebook's: hidden ones, and what Python, IPython and matplotlib leave."""


def _lying(folder: str, inner: str = "", depth: int = 8) -> Iterator[tuple[str, tuple[int, int]]]:
    """The files in the scratch folder by path, each with its time and size."""
    with contextlib.suppress(OSError), os.scandir(os.path.join(folder, inner)) as entries:
        for entry in entries:
            if _FOREIGN.match(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False) and depth:
                yield from _lying(folder, f"{inner}{entry.name}/", depth - 1)
            elif entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                yield f"{inner}{entry.name}", (status.st_mtime_ns, status.st_size)


def _written(folder: str, laid: Mapping[str, tuple[int, int]], most: int) -> Frame:
    """The files that were written, the small ones first, as many as there is room for; and how many there was none for."""
    found = [(size, name) for name, (time, size) in _lying(folder) if laid.get(name) != (time, size)]
    tensors: dict[str, Any] = {}  # arrays, which need no torch
    names: list[str] = []
    for size, name in sorted(found):
        with contextlib.suppress(OSError, UnicodeError):
            if size <= most and len(names) < MAX_TENSORS:
                with open(os.path.join(folder, name), "rb") as file:
                    data = file.read(size)
                tensors[str(len(names))] = numpy.frombuffer(data, dtype=numpy.uint8)
                names.append(name.encode().decode())
                most -= size
    return Frame({"kind": "files", "names": names, "left": len(found) - len(names)}, tensors)


def _receive() -> tuple[Frame, bytes]:
    """The next frame, and what came behind it."""
    reader = FrameReader()
    while data := os.read(CHANNEL, 1 << 20):
        reader.feed(data)
        for frame in reader:
            return frame, reader.rest()
    raise SystemExit(1)


def _send(*frames: Frame, _write: Callable[[int, bytes], int] = os.write) -> None:
    data = memoryview(b"".join(frame.pack() for frame in frames))
    while data:
        data = data[_write(CHANNEL, data) :]  # type: ignore[arg-type]
