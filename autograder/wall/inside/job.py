"""What a child does once it is locked: run the student's cells, then ask the probes, and report each step as a frame.

All of this room shares its process with student code. Nothing it says is believed: it carries raw answers, and the other
side of the wall judges them.
"""

import contextlib
import marshal
import os
import re
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import torch

from autograder.record.frame import MAX_TENSORS, Frame, FrameReader
from autograder.wall.inside.asking import Inputs, Originals, Student, answer, seed
from autograder.wall.inside.errors import explain, stopped_at, text_of
from autograder.wall.inside.shell import Nowhere, Shell, Stream

CHANNEL: Final = 3
"""The one descriptor a child shares with the trusted side."""


def read() -> tuple[dict[str, Any], types.ModuleType]:
    """Reads the job from the channel: its header, and the author's probes."""
    frame = _receive()
    header = frame.header
    header["home"] = os.getcwd()
    files = {name: frame.tensors[str(number)] for number, name in enumerate(header["files"])}
    header["left out"] = [name for name, data in files.items() if not _put(name, data.numpy().tobytes())]
    header["laid"] = dict(_lying(header["home"])) if header["collect"] else {}
    probes = types.ModuleType("probe")
    # The author's own questions, by the trusted side and for the same interpreter.
    exec(marshal.loads(frame.tensors["code"].numpy().tobytes()), vars(probes))  # noqa: S102, S302
    return header, probes


def work(shell: Shell, originals: Originals, header: dict[str, Any], probes: types.ModuleType) -> None:
    """Does the job. Returns when all is said."""
    originals.keep(probes)
    sys.path.insert(0, "")  # files beside the notebook can be imported, as in Jupyter
    sys.stdout, sys.stderr = Stream(shell.outputs, "stdout"), Stream(shell.outputs, "stderr")
    seed()
    shell.remarks += [f"`{name}` could not be laid beside the notebook here" for name in header["left out"]]
    cells: dict[int, int] = {}
    outcomes = []
    for index, source in enumerate(header["cells"]):
        if source is None:  # left out: it ended an earlier child
            continue
        _send(Frame({"kind": "cell", "index": index}, {}))
        cells[shell.execution_count] = index
        outcomes.append(_cell(shell, index, source, cells))
    _send(Frame({"kind": "cells", "cells": outcomes, "notes": list(dict.fromkeys(shell.remarks))[:20]}, {}))
    if header["collect"]:
        _send(_written(header["home"], header["laid"], header["collect"]))
    originals.put_back()  # before anything else is done in this process
    with contextlib.suppress(
        Exception
    ):  # a student's `queue.py` is the cells' own affair, and not that of the questions
        sys.path.remove("")
        sys.path.append("")
    student, inputs = Student(shell.user_ns), Inputs(_receive().tensors)
    sys.stdout = sys.stderr = Nowhere()  # what is printed from now on could show hidden inputs
    said: list[Frame] = []  # an answer travels with the next question's name: one message wakes the other side once
    for name in header["probes"]:
        _send(*said, Frame({"kind": "asking", "probe": name}, {}))
        originals.put_back()
        said = [answer(name, getattr(probes, f"probe_{name}"), student, inputs, cells)]
    _send(*said)


def _cell(shell: Shell, index: int, source: str, cells: Mapping[int, int]) -> dict[str, Any]:
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
    tensors: dict[str, torch.Tensor] = {}
    names: list[str] = []
    for size, name in sorted(found):
        with contextlib.suppress(OSError, UnicodeError):
            if size <= most and len(names) < MAX_TENSORS:
                with open(os.path.join(folder, name), "rb") as file:
                    data = file.read(size)
                tensors[str(len(names))] = torch.frombuffer(bytearray(data + b"\0"), dtype=torch.uint8)[:-1].clone()
                names.append(name.encode().decode())
                most -= size
    return Frame({"kind": "files", "names": names, "left": len(found) - len(names)}, tensors)


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
