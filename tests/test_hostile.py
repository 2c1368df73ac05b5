"""Hostile and broken submissions: they earn nothing, learn nothing and break nothing.

Each file in `hostile/cases` is a case; `BROKEN` holds those that are no text. A case says in its docstring what it
`tries` and what to `expect`: for each task the code and the exact points. It is laid over the right solution of
`hostile/course`, so that only the attacked task may lose points, and is graded between two honest submissions.
What must hold whatever a case does, I1 to I9, stands once, in `Wall.assert_held`.
"""

from __future__ import annotations

import base64
import codecs
import ctypes
import gc
import hashlib
import io
import json
import os
import random
import re
import resource
import secrets
import shutil
import signal
import socket
import stat
import struct
import subprocess
import sys
import tarfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
import torch
from nbformat.v4 import new_code_cell, new_notebook, new_output

from autograder.grading import batch, workers
from autograder.reports import class_report, csv_table, terminal
from autograder.result import Outcome, Result, Usage
from autograder.submission.find import Found, find, handed_in
from autograder.submission.notebook import parse, shown
from autograder.wall.inside import jail
from autograder.wall.sandbox import Deadlines

HERE = Path(__file__).parent / "hostile"
NAME = "01_wall"
TASKS = {"1.1": 2, "1.2": 3, "1.3": 5}
RIGHT = {task: ("OK", float(points)) for task, points in TASKS.items()}
QUICK = Deadlines(start=10, cell=2, probe=1, total=20)
MEBIBYTE = 1 << 20

pytestmark = [pytest.mark.slow, pytest.mark.skipif(jail.offers().protection != "full", reason=jail.offers().missing)]

# ------------------------------------------------------------------------------------------------------------ the cases


@dataclass(frozen=True)
class Case:
    """One submission and what must become of it."""

    id: str
    tries: str
    expect: Mapping[str, tuple[str, float]]
    make: Callable[[Path, Wall], Path] = field(repr=False)
    """Writes the submission into a folder and gives back its path."""
    says: str = ""
    """What the sentence of a check that did not pass must match."""
    prints: str = ""
    """What the outputs of the cells must match: that the attack ran to its end."""
    note: str = ""
    """What a note must match."""
    cell: float = QUICK.cell
    within: float = QUICK.total + 2
    """Seconds that grading may take: what it saves a class to be quick about."""
    locked: str = ""
    """What the outputs must match in place of `prints` under the lock, where that ends the attack earlier."""

    @property
    def group(self) -> str:
        return self.id[0]

    def deadlines(self, slowness: float = 1.0) -> Deadlines:
        """The limits for this case, on a machine so many times slower than an idle one."""
        cell, total = slowness * self.cell, slowness * max(QUICK.total, 2 * self.cell)
        return replace(QUICK, cell=cell, probe=slowness * QUICK.probe, total=total)


def expectation(text: str) -> dict[str, tuple[str, float]]:
    """``1.1 WRONG 0, 1.2 OK 3``: the code and the points of a task; tasks that are left out are right."""
    found = dict(RIGHT)
    for part in filter(None, (part.strip() for part in text.split(","))):
        task, code, points = part.split()
        for name in TASKS if task == "all" else [task]:
            found[name] = (code, float(points))
    return found


def from_file(path: Path) -> Case:
    """The case in a file, with what its docstring says."""
    if path.suffix == ".ipynb":
        head = "".join(json.loads(path.read_text())["cells"][0]["source"])
    else:
        head = path.read_text(encoding="utf-8").split('"""')[1]
    said: dict[str, str] = dict(re.findall(r"^(\w+): *(.*(?:\n {4,}.*)*)", head, re.MULTILINE))
    said = {key: " ".join(value.split()) for key, value in said.items()}
    unknown = set(said) - {*"id tries expect says prints locked note place without cell within".split()}
    assert not unknown, f"{path.name}: unknown {unknown}"

    def make(folder: Path, wall: Wall) -> Path:
        target = folder / f"{NAME}{path.suffix}"
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".py":
            text = laid_over(text, said.get("place", "after"), said.get("without", ""))
        target.write_text(wall.filled_in(text), encoding="utf-8", errors="surrogatepass")
        return target

    return Case(
        said["id"], said["tries"], expectation(said["expect"]), make, said.get("says", ""), said.get("prints", ""),
        said.get("note", ""), float(said.get("cell", QUICK.cell)), float(said.get("within", QUICK.total + 2)),
        said.get("locked", ""),
    )  # fmt: skip


def laid_over(text: str, place: str = "after", without: str = "") -> str:
    """A case's text before or after the right solution, whose answers to the tasks `without` are left out."""
    _, docstring, code = text.split('"""', 2)
    if place == "alone":
        return code
    solution = (HERE / "course" / "solutions" / NAME / "solution.py").read_text(encoding="utf-8")
    for task in without.split():
        solution = re.sub(rf'# %% task="{task}".*?(?=# %%|\Z)', "", solution, flags=re.DOTALL)
    parts = [solution, "# %%\n" + code]
    return "\n\n".join(parts if place == "after" else reversed(parts))


CASES = [from_file(path) for path in sorted((HERE / "cases").iterdir()) if path.suffix in (".py", ".ipynb")]

# ------------------------------------------------------------------------------------------------------- broken inputs


def refused(code: str) -> dict[str, tuple[str, float]]:
    """What becomes of a file that cannot be read."""
    return dict.fromkeys(TASKS, (code, 0.0))


def cells_of(text: str) -> list[str]:
    return parse(text, "solution.py").code


def solution() -> list[str]:
    """The code cells of the right solution."""
    return cells_of((HERE / "course" / "solutions" / NAME / "solution.py").read_text(encoding="utf-8"))


def notebook(*more: str, cells: list[str] | None = None, **metadata: Any) -> nbformat.NotebookNode:
    """A notebook with the right solution, or these cells, and more."""
    sources = [*(solution() if cells is None else cells), *more]
    return new_notebook(cells=[new_code_cell(source) for source in sources], metadata=metadata)


def as_text(book: nbformat.NotebookNode) -> str:
    return json.dumps(book)


def holds(content: bytes | str | Callable[[], bytes | str], name: str = f"{NAME}.ipynb") -> Any:
    """A maker of a file with this content."""

    def make(folder: Path, wall: Wall) -> Path:
        made = content() if callable(content) else content
        (folder / name).write_bytes(made.encode(errors="surrogatepass") if isinstance(made, str) else made)
        return folder / name

    return make


def sparse(size: int) -> Any:
    def make(folder: Path, wall: Wall) -> Path:
        with open(folder / f"{NAME}.ipynb", "wb") as file:
            file.truncate(size)
        return folder / f"{NAME}.ipynb"

    return make


def link_to(place: str) -> Any:
    def make(folder: Path, wall: Wall) -> Path:
        (folder / f"{NAME}.py").symlink_to(wall.places[place])
        return folder / f"{NAME}.py"

    return make


def fifo(folder: Path, wall: Wall) -> Path:
    os.mkfifo(folder / f"{NAME}.ipynb")
    return folder / f"{NAME}.ipynb"


def zipped(bomb: bool = False) -> Callable[[], bytes]:
    def make() -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"../../{NAME}.ipynb", bytes(64 * MEBIBYTE) if bomb else as_text(notebook()))
        return buffer.getvalue()

    return make


def dated(when: int, mode: int = 0o644) -> Any:
    def make(folder: Path, wall: Wall) -> Path:
        path: Path = holds(lambda: as_text(notebook()))(folder, wall)
        os.utime(path, (when, when))
        path.chmod(mode)
        return path

    return make


def with_metadata(**metadata: Any) -> Callable[[], str]:
    """A right notebook whose first cell has this metadata."""

    def make() -> str:
        book = json.loads(as_text(notebook()))
        book["cells"][0]["metadata"] = metadata
        return json.dumps(book)

    return make


def without_ids(**changes: Any) -> Callable[[], str]:
    """A right notebook as an older Jupyter wrote it, with some keys changed."""

    def make() -> str:
        book = json.loads(as_text(notebook()))
        for cell in book["cells"]:
            del cell["id"]
        return json.dumps(book | {"nbformat_minor": 2} | changes)

    return make


def changed(**changes: Any) -> Callable[[], str]:
    """A right notebook with some keys changed."""
    return lambda: json.dumps(json.loads(as_text(notebook())) | changes)


def version_3() -> str:
    cells = [
        {"cell_type": "code", "language": "python", "input": source, "outputs": [], "metadata": {}, "collapsed": False}
        for source in solution()
    ]
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]})


def huge_outputs() -> str:
    book = notebook()
    picture = base64.b64encode(random.Random(0).randbytes(15 * MEBIBYTE)).decode()
    book.cells[0].outputs = [new_output("display_data", {"image/png": picture})]
    return as_text(book)


def duplicate_ids() -> str:
    book = notebook("def scale(x):\n    return x")
    for cell in book.cells:
        cell["id"] = "same"
    return as_text(book)


def scalar_bomb(piece: str, size: int) -> Callable[[], str]:
    """A notebook with a million things in it that cost far more as Python objects than as text."""
    return lambda: as_text(notebook())[:-1] + f', "x": [{piece}' + f",{piece}" * size + "]}"


def old(version: int, **more: Any) -> str:
    """A right notebook of version 2 or 3, each cell with more in it."""
    cell = {"cell_type": "code", "language": "python", "outputs": [], "metadata": {}, "collapsed": False, **more}
    cells = [{**cell, "input": source} for source in solution()]
    return json.dumps({"nbformat": version, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]})


def with_cells(change: Callable[[list[Any]], object]) -> str:
    """A right notebook whose list of cells was changed."""
    book = json.loads(as_text(notebook()))
    change(book["cells"])
    return json.dumps(book)


def strange_cells() -> str:
    strange: list[Any] = [None, 5, "x", [], {}, {"cell_type": "heading", "source": "x", "level": 7}, {"cell_type": []}]
    strange += [{"cell_type": "code", "source": it} for it in (None, 5, {}, [None, 5, "x = 1"], [[]], True)]
    return with_cells(lambda cells: cells.extend(strange))


def pieces() -> str:
    def split(cells: list[Any]) -> None:
        for cell in cells:
            cell["source"] = [*cell["source"], None, 7]
        cells[0]["source"] += [""] * 100_000

    return with_cells(split)


def wrong_outputs() -> str:
    wrong: list[Any] = [None, 5, {}, {"output_type": "x"}, {"output_type": "error", "traceback": 5}, {"data": []}]
    wrong += [
        {"output_type": "stream", "name": 5, "text": {"a": 1}},
        {"output_type": "display_data", "data": {"a": [[]]}},
    ]
    return with_cells(lambda cells: [cell.update(outputs=wrong, execution_count="x") for cell in cells])


def strange_parts() -> str:
    parts: list[Any] = ["../../x", 5, None, "<b>", "x" * 100_000, ["a"], {"a": 1}]

    def change(cells: list[Any]) -> None:
        for cell, part in zip(cells * 2, parts, strict=False):
            cell["id"] = part
            cell["attachments"] = {"x.png": {"image/png": part}, "../y": {}}

    return with_cells(change)


def polyglot() -> str:
    def change(cells: list[Any]) -> None:
        for cell in cells:
            cell["metadata"] = {"vscode": {"languageId": "python"}, "polyglot_notebook": {"kernelName": "python"}}

    return with_cells(change)


def tarred() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        entry = tarfile.TarInfo(f"{NAME}.ipynb")
        entry.size = 100
        archive.addfile(entry, io.BytesIO(b"x" * 100))
    return buffer.getvalue()


def folder_named(folder: Path, wall: Wall) -> Path:
    (folder / f"{NAME}.ipynb").mkdir()
    return folder / f"{NAME}.ipynb"


def socket_file(folder: Path, wall: Wall) -> Path:
    here = os.open(".", os.O_RDONLY)
    os.chdir(folder)  # a socket's path may be 107 bytes long
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{NAME}.ipynb")
    os.chdir(here)
    os.close(here)
    return folder / f"{NAME}.ipynb"


def link_to_nowhere(folder: Path, wall: Wall) -> Path:
    (folder / f"{NAME}.ipynb").symlink_to("nowhere")
    return folder / f"{NAME}.ipynb"


LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
WRONG_1_1 = {**RIGHT, "1.1": ("WRONG", 0.0)}
UNREADABLE = refused("UNREADABLE")

BROKEN = [
    Case("B01a", "plain text", UNREADABLE, holds("dear teacher, I lost my notebook"), "line 1 is not JSON"),
    Case("B01b", "half a notebook", UNREADABLE, holds(lambda: as_text(notebook())[:900]), "is not JSON"),
    Case("B01c", "a comma too many", UNREADABLE, holds('{"nbformat": 4,\n "cells": [],\n}'), r"line [23] is not JSON"),
    Case(
        "B01d", "a merge conflict", UNREADABLE,
        holds(lambda: as_text(notebook()).replace('"cells"', '\n<<<<<<< HEAD\n"cells"', 1)), "merge conflict",
    ),
    Case("B01e", "JSON that is no notebook", UNREADABLE, holds("[1, 2, 3]"), "not a notebook"),
    Case("B01f", "a notebook without cells", UNREADABLE, holds('{"nbformat": 4, "metadata": {}}'), "cells"),
    Case("B01g", "cells that are numbers", refused("NOT_DEFINED"), holds('{"nbformat": 4, "cells": [1, null, "x"]}')),
    Case("B01h", "a nesting 100,000 deep", UNREADABLE, holds("[" * 100_000), "too deep"),
    Case("B01i", "a number of 5 million digits", UNREADABLE, holds(f'{{"nbformat": {"1" * 5_000_000}}}'), "not JSON"),
    Case("B01j", "a format from the future", UNREADABLE, holds('{"nbformat": 99, "cells": []}'), "format"),
    Case("B01k", "a format that is a list", UNREADABLE, holds('{"nbformat": [4], "cells": []}'), "format"),
    Case(
        "B01l", "a file of 30,000 empty lines", UNREADABLE, holds("x" + "\n" * 30_000 + "x"), "not JSON", within=4,
    ),
    Case("B03a", "no bytes", UNREADABLE, holds(b""), "empty"),
    Case("B03b", "only white space", UNREADABLE, holds(b" \n\t\n" * 1000), "empty"),
    Case("B03c", "an empty program", UNREADABLE, holds(b"", f"{NAME}.py"), "empty"),
    Case("B04", "a mebibyte of zero bytes", UNREADABLE, holds(bytes(MEBIBYTE)), "zero bytes"),
    Case("B05a", "a file of 200 MB", refused("INPUT_TOO_BIG"), sparse(200 * MEBIBYTE), "larger than 50 MB"),
    Case("B05b", "a program of 6 MB", refused("INPUT_TOO_BIG"), holds("#" * 6 * MEBIBYTE, f"{NAME}.py"), "longer than"),
    Case("B06a", "a PNG", UNREADABLE, holds(b"\x89PNG\r\n\x1a\n" + bytes(40)), "PNG picture"),
    Case("B06b", "a zip with a path that climbs", UNREADABLE, holds(zipped()), "zip archive"),
    Case("B06c", "a PDF", UNREADABLE, holds(b"%PDF-1.7\n"), "PDF"),
    Case("B06d", "a page to log in", UNREADABLE, holds("\n<!doctype html><title>Log in</title>"), "web page"),
    Case("B06e", "a Git LFS pointer", UNREADABLE, holds(LFS), "Git LFS"),
    Case("B06f", "a zip bomb", UNREADABLE, holds(zipped(bomb=True)), "zip archive"),
    Case("B06g", "gzip named .py", UNREADABLE, holds(b"\x1f\x8b\x08\0" + bytes(9), f"{NAME}.py"), "gzip"),
    Case("B08", "one id for all cells, a task answered twice", WRONG_1_1, holds(duplicate_ids)),
    Case("B15a", "UTF-16 with its mark", RIGHT, holds(lambda: as_text(notebook()).encode("utf-16"))),
    Case("B15b", "UTF-8 with a mark", RIGHT, holds(lambda: codecs.BOM_UTF8 + as_text(notebook()).encode())),
    Case("B15c", "a Latin-1 byte", UNREADABLE, holds(b'{"nbformat": 4, "cells": ["caf\xe9"]}'), r"byte 30 "),
    Case("B15d", "half a UTF-16 file", UNREADABLE, holds(b"\xff\xfe{\0\x22"), "byte"),
    Case(
        "B15e", "a surrogate that stands alone, in a source", RIGHT,
        holds(lambda: json.dumps(json.loads(as_text(notebook("print('x')")))).replace("'x'", r"'\ud800'")),
    ),
    Case("B17a", "a link to the labels", refused("STRUCTURE"), link_to("LABELS"), "is a link"),
    Case("B17b", "a link to another student's work", refused("STRUCTURE"), link_to("OTHER"), "is a link"),
    Case("B17c", "a pipe that nobody writes to", UNREADABLE, fifo, "not a file"),
    Case("B21a", "a kernel of another name", RIGHT, holds(changed(metadata={"kernelspec": {"name": "conda-x"}}))),
    Case("B21b", "a kernel that is a list", RIGHT, holds(changed(metadata={"kernelspec": [], "language_info": 3}))),
    Case("B21c", "metadata that is text", RIGHT, holds(changed(metadata="julia"))),
    Case(
        "B22", "R", refused("UNSUPPORTED"),
        holds(changed(metadata={"language_info": {"name": "R"}})), "notebook in R,",
    ),
    Case("B23", "20 MB of pictures in its outputs", RIGHT, holds(huge_outputs)),
    Case("B24", "metadata that claims points and another student", RIGHT, holds(with_metadata(nbgrader={"grade_id": "1.1", "points": 100, "grade": True, "locked": False}, student="other"))),
    Case("B26a", "an old notebook", RIGHT, holds(without_ids())),
    Case("B26b", "a notebook of version 3", RIGHT, holds(version_3)),
    Case("B26c", "a minor version that is text", RIGHT, holds(without_ids(nbformat_minor="x"))),
    Case("B27a", "cell metadata of a wrong type", RIGHT, holds(with_metadata(collapsed="yes", tags="a"))),
    Case("B27b", "a cell's name that is a number", RIGHT, holds(with_metadata(name=5))),
    Case("B28a", "2,001 cells", UNREADABLE, holds(lambda: as_text(notebook(*["1"] * 2001))), "2000 cells"),
    Case("B28b", "20,000 cells in a program", UNREADABLE, holds("# %%\n" * 20_000, f"{NAME}.py"), "cells"),
    Case(
        "B30a", "5 million empty dicts in 15 MB", refused("INPUT_TOO_BIG"), holds(scalar_bomb("{}", 5_000_000)),
    ),
    Case("B30b", "a YAML header that grows nine times a line", RIGHT, holds(lambda: yaml_bomb(), f"{NAME}.py"), within=3),
    Case("B30c", "a YAML header that is broken", RIGHT, holds(lambda: yaml("a: [") + source(), f"{NAME}.py")),
    Case("B30d", "a YAML date that is none", RIGHT, holds(lambda: yaml("a: 2020-99-99") + source(), f"{NAME}.py")),
    Case("B30e", "a YAML object", RIGHT, holds(lambda: yaml("a: !!python/object:os.system x") + source(), f"{NAME}.py")),
    Case("B30f", "a cell mark 5,000 deep", RIGHT, holds(lambda: source() + "\n# %% a=" + "[" * 5000 + "\n1", f"{NAME}.py")),
    Case("B30g", "a cell mark of 5,000 options", RIGHT, holds(lambda: source() + "\n# %% " + "a=1 " * 5000 + "\n1", f"{NAME}.py")),
    Case("B37a", "a date in 2099", RIGHT, dated(4_070_908_800)),
    Case("B37b", "a date in 1970, mode 0400", RIGHT, dated(0, 0o400)),
    Case("B37c", "a sparse file", UNREADABLE, sparse(40 * MEBIBYTE), "zero bytes"),
    Case("B40a", "UTF-32 with its mark", UNREADABLE, holds(lambda: as_text(notebook()).encode("utf-32")), "UTF-8|zero bytes"),
    Case("B40b", "UTF-16 without its mark", UNREADABLE, holds(lambda: as_text(notebook()).encode("utf-16-le")), "zero bytes"),
    Case("B40c", "line ends of Windows and of old Macs, tabs, form feeds", RIGHT, holds(lambda: json.dumps(json.loads(as_text(notebook("if 1:\n\tx = 1\n\f\ny = 2"))), indent=1).replace("\n", "\r\n").replace(r"\n", r"\r\n"))),
    Case("B40d", "a program with the line ends of old Macs", RIGHT, holds(lambda: source().replace("\n", "\r"), f"{NAME}.py")),
    Case("B40e", "a zero byte in a cell, written as JSON writes it", RIGHT, holds(lambda: as_text(notebook("x = 'a\0b'")))),
    Case("B40f", "strange separators and marks in a cell", RIGHT, holds(lambda: as_text(notebook("\ufeffx = 1\u2028y = 2", "\x1a", "\u202ex")))),
    Case("B41a", "numbers beyond all bounds in the metadata", RIGHT, holds(lambda: as_text(notebook())[:-1] + ', "x": [1e999, -1e999, NaN, Infinity, ' + "9" * 4000 + "]}")),
    Case("B41b", "keys that stand twice, the right ones last", RIGHT, holds(lambda: '{"cells": 5, "nbformat": 9, ' + as_text(notebook())[1:])),
    Case("B41c", "the format as text", UNREADABLE, holds(changed(nbformat="4")), "format"),
    Case("B41d", "the format as a fraction", RIGHT, holds(changed(nbformat=4.0))),
    Case("B41e", "the format infinite", UNREADABLE, holds(lambda: as_text(notebook()).replace('"nbformat": 4', '"nbformat": 1e999')), "format"),
    Case("B41f", "the format a truth value", refused("NOT_DEFINED"), holds(changed(nbformat=True))),
    Case("B42a", "version 2", RIGHT, holds(lambda: old(2))),
    Case("B42b", "version 3 with nothing in its worksheets", refused("NOT_DEFINED"), holds('{"nbformat": 3, "worksheets": [], "metadata": {}}')),
    Case("B42c", "version 3 with worksheets that are none", UNREADABLE, holds('{"nbformat": 3, "worksheets": [[1], "x", null], "metadata": []}'), "format"),
    Case("B42d", "version 3 with escapes, markup and traps in every part", RIGHT, holds(lambda: old(3, language="\x1b[31m<script>", outputs=[{"output_type": "pyout", "text": ["\x1b]0;x\x07"]}], prompt_number="x"))),
    Case("B42e", "version 1", refused("NOT_DEFINED"), holds('{"nbformat": 1, "cells": []}')),
    Case("B42f", "version 5", UNREADABLE, holds(changed(nbformat=5)), "format"),
    Case("B43a", "an empty list of cells", refused("NOT_DEFINED"), holds(changed(cells=[])), "there is no"),
    Case("B43b", "cells of unknown kinds, without sources, with sources of every type", RIGHT, holds(lambda: strange_cells())),
    Case("B43c", "a source of 100,000 pieces, some no text", RIGHT, holds(lambda: pieces())),
    Case("B43d", "outputs of every wrong form", RIGHT, holds(lambda: wrong_outputs())),
    Case("B43e", "attachments, and ids that are paths, numbers and text without end", RIGHT, holds(lambda: strange_parts())),
    Case("B43f", "all the code in raw and markdown cells", refused("NOT_DEFINED"), holds(lambda: as_text(notebook()).replace('"cell_type": "code"', '"cell_type": "raw"')), "there is no"),
    Case("B44a", "a notebook in a list", UNREADABLE, holds(lambda: f"[{as_text(notebook())}]"), "not a notebook"),
    Case("B44b", "two notebooks in one file", UNREADABLE, holds(lambda: as_text(notebook()) * 2), "not JSON"),
    Case("B44c", "a program named as a notebook", UNREADABLE, holds(lambda: source()), "not JSON"),
    Case("B44d", "a notebook named as a program", RIGHT, holds(lambda: as_text(notebook()), f"{NAME}.py")),
    Case("B44e", "a zip named .py", UNREADABLE, holds(zipped(), f"{NAME}.py"), "zip archive"),
    Case("B44f", "a tar", UNREADABLE, holds(lambda: tarred()), "tar archive"),
    Case("B44g", "7z, bzip2 and xz", UNREADABLE, holds(b"7z\xbc\xaf'\x1c" + bytes(9)), "archive"),
    Case("B44h", "a web page that begins with a comment", UNREADABLE, holds("<!-- saved --><html>"), "web page|not JSON"),
    Case("B44i", "a page of a browser's archive", UNREADABLE, holds(b"<?xml version='1.0'?><html>"), "web page|not JSON|XML"),
    Case("B44j", "an endless pickle", UNREADABLE, holds(b"\x80\x04" + b"(" * 100_000), "byte|not JSON"),
    Case("B45a", "a folder named as a notebook", UNREADABLE, folder_named, "not a file"),
    Case("B45b", "a socket", UNREADABLE, socket_file, "cannot be opened"),
    Case("B45c", "a link to nowhere", refused("STRUCTURE"), link_to_nowhere, "is a link"),
    Case("B45d", "an end of name in capitals", RIGHT, holds(lambda: as_text(notebook()), f"{NAME}.IPYNB")),
    Case("B46a", "R by its kernel alone", refused("UNSUPPORTED"), holds(changed(metadata={"kernelspec": {"name": "ir", "language": "R"}})), "in R,"),
    Case("B46b", "a language with markup and escapes", refused("UNSUPPORTED"), holds(changed(metadata={"language_info": {"name": "<b>\x1b[31m\u202e\nx"}})), "notebook in"),
    Case("B46c", "Colab", RIGHT, holds(changed(metadata={"colab": {"provenance": [{"file_id": "x"}], "name": "../x"}, "accelerator": "GPU", "kernelspec": {"name": "python3", "display_name": "Python 3"}}))),
    Case("B46d", "a polyglot of VS Code", RIGHT, holds(lambda: polyglot())),
    Case("B47a", "a cell that is one line of a megabyte", RIGHT, holds(lambda: as_text(notebook("x = '" + "y" * MEBIBYTE + "'")))),
    Case("B47b", "a cell of 100,000 lines", RIGHT, holds(lambda: as_text(notebook("x = 1\n" * 100_000)))),
    Case("B47c", "cells that do not end: quotes, brackets, backslashes", RIGHT, holds(lambda: as_text(notebook("'''", "(" * 300, "\\", "f'{", "if 1:", "%%time", "%", "!", "?", "x = !", "@", "await", "return 1", "yield 1", "async", "lambda", ";", "%%", "!!", "%time", "%%capture x y z")))),
    Case("B47d", "code as it stands in a forum", RIGHT, holds(lambda: as_text(notebook(">>> x = 1\n>>> x\n1", "In [1]: y = 2", "$ pip install torch", "pip install torch", "ls", "cd ..")))),
]  # fmt: skip


def source() -> str:
    return (HERE / "course" / "solutions" / NAME / "solution.py").read_text(encoding="utf-8")


def yaml(*lines: str) -> str:
    return "# ---\n# jupyter:\n" + "".join(f"#   {line}\n" for line in lines) + "# ---\n\n"


def yaml_bomb(height: int = 7) -> str:
    lines = ["a0: &a0 {k: 1}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, height + 1)]
    return yaml(*lines) + source()


# ------------------------------------------------------------------------------------------------------------- the wall


@dataclass(frozen=True)
class Graded:
    """What became of a submission, with all that is written or printed about it."""

    result: Result
    files: dict[str, bytes]
    faults: list[str]
    seconds: float

    @property
    def texts(self) -> dict[str, bytes]:
        """Everything that a person could read, and the record."""
        shown = {
            "terminal": terminal.render(self.result, color=True),
            "line": terminal.line(self.result),
            "index.html": class_report.render([self.result], NAME),
            "results.csv": csv_table.render([self.result]),
            "faults": "\n".join(self.faults),
        }
        return self.files | {name: text.encode(errors="surrogatepass") for name, text in shown.items()}

    @property
    def plain(self) -> dict[str, bytes]:
        """The files without what grading took, which is never twice the same."""
        return self.files | {"result.json": replace(self.result, usage=Usage()).to_json().encode()}

    @property
    def printed(self) -> str:
        """What the cells printed."""
        book = json.loads(self.files.get("notebook.ipynb", b'{"cells": []}'))
        outputs = [output for cell in book["cells"] for output in cell.get("outputs", [])]
        return "\n".join("".join(o.get("text") or o.get("data", {}).get("text/plain", "")) for o in outputs)


class Wall:
    """The course, its secrets, the honest neighbours, and two warm graders: behind the wall and without it."""

    def __init__(self, root: Path):
        self.root = root
        self.secret = f"{secrets.randbelow(8 * 10**6) + 10**6}.{secrets.randbelow(9000) + 1000}7"
        kinds = "environ label other memory home cache".split()
        self.tokens = {kind: secrets.token_hex(12) for kind in kinds}
        self.memory = bytearray(self.tokens["memory"].encode())  # in the parent's memory, and only there
        self.course = root / "course"
        shutil.copytree(HERE / "course", self.course, ignore=shutil.ignore_patterns("__pycache__"))
        labels = self.course / "solutions" / NAME / "labels.txt"
        labels.write_text(f"{self.secret} {self.tokens['label']}\n")
        home, canaries = root / "home", root / "canaries"
        for folder in (home, *(canaries / name for name in ("ada", "bob"))):
            folder.mkdir(parents=True)
        (home / ".netrc").write_text(self.tokens["home"])
        for name in ("ada", "bob"):
            (canaries / name / f"{NAME}.py").write_text(
                f"{source()}\n# %%\n# {self.tokens['other']}\nscale(torch.ones(2))\n"
            )
        self.canaries = find([canaries], NAME)
        self.places = {
            "LABELS": labels, "HIDDEN": labels.with_name("test_hidden.py"), "COURSE": self.course, "ROOT": root,
            "OTHER": canaries / "ada" / f"{NAME}.py", "CACHE": home / ".cache" / "autograder", "HOME": home,
            "MARKER": root / "marker", "PACKAGES": Path(torch.__file__).parents[1],
        }  # fmt: skip
        os.environ.update(HOME=str(home), AUTOGRADER_TOKEN=self.tokens["environ"])
        os.environ.pop("XDG_CACHE_HOME", None)
        self.settings = {
            protected: workers.Setting(self.course, NAME, "wall", protected) for protected in (True, False)
        }
        self.graders = {protected: setting.grader() for protected, setting in self.settings.items()}
        for grader in self.graders.values():
            grader.sandbox.RECYCLE = 10**6  # type: ignore[misc]  # each server shall see all cases
        self.baseline: dict[tuple[bool, str], Graded] = {}
        self.unpickled = 0
        self.before: dict[str, Any] | None = None
        """How all was when the last case had been graded."""
        sys.addaudithook(self._audit)

    def _audit(self, event: str, _: object) -> None:
        self.unpickled += event == "pickle.find_class"

    def open(self) -> None:
        """Starts the servers, makes the references and grades the honest neighbours as they are without any case."""
        for protected, grader in self.graders.items():
            with workers.workers(self.settings[protected], 1) as executor:
                workers._graders.clear()
                workers._graders.update({self.settings[p]: g for p, g in self.graders.items()})
                workers.prepare(executor, self.settings[protected])
            for canary in self.canaries:
                self.baseline[protected, canary.student] = self.grade(canary, protected)
        (self.places["CACHE"] / "token").write_text(self.tokens["cache"])
        where = self.root / "where" / "case" / f"{NAME}.py"
        where.parent.mkdir(parents=True)
        where.write_text("import os\nprint('at', os.getcwd())")
        found = re.search(r"at (\S+)", self.grade(find([where.parents[1]], NAME)[0], True).printed)
        assert found
        self.scratches = Path(found[1]).parent
        quickest = min(self.grade(self.canaries[0], True).seconds for _ in range(3))
        self.slowness = min(max(quickest / 0.3, 1.0), 6.0)

    def close(self) -> None:
        for grader in self.graders.values():
            grader.sandbox.close()
        workers._graders.clear()

    def grade(self, found: Found, protected: bool, deadlines: Deadlines | None = None) -> Graded:
        """Grades one submission on the way that every submission takes."""
        setting = self.settings[protected]
        workers._graders.update({self.settings[p]: g for p, g in self.graders.items()})
        self.graders[protected].sandbox.deadlines = deadlines or Deadlines()
        began = time.monotonic()
        done = batch._grade(setting, found.student, shown(found.path), handed_in(found))
        return Graded(done.result, done.files, done.faults, time.monotonic() - began)

    def neighbour(self, protected: bool) -> Graded:
        """One of the honest submissions, the other one each time."""
        self.canaries.reverse()
        return self.grade(self.canaries[0], protected)

    def server(self, protected: bool) -> int:
        process = self.graders[protected].sandbox._server
        assert process is not None
        return process.pid

    def filled_in(self, text: str) -> str:
        """The text with what an attacker is given for free: where things are, and which processes there are."""
        numbers = {"PARENT": os.getpid(), "SERVER": self.server(True)}
        for name, value in {**self.places, **numbers}.items():
            text = text.replace(f"@{name}@", str(value))
        return text

    # ------------------------------------------------------------------------------------ what holds whatever happens

    def state(self) -> dict[str, Any]:
        """What no case may change."""
        servers = [self.server(protected) for protected in (True, False)]
        return {
            "files": {str(it): fingerprint(it) for it in everything(self.root, but=("cases",))},
            "packages": {str(it): fingerprint(it, deep=False) for it in sample_of_packages()},
            "scratch folders": sorted(
                it.name for it in self.scratches.iterdir() if it.is_dir() and it.name.startswith("tmp")
            ),
            "processes": sorted(children(os.getpid())),
            "children of the servers": [children(server) for server in servers],
            "threads of the servers": [len(os.listdir(f"/proc/{server}/task")) for server in servers],
            "descriptors": len(os.listdir("/proc/self/fd")),
            "descriptors of the servers": [len(os.listdir(f"/proc/{server}/fd")) for server in servers],
            "own limits": [resource.getrlimit(it) for it in (resource.RLIMIT_NOFILE, resource.RLIMIT_CPU)],
            "own priority": (os.getpriority(os.PRIO_PROCESS, 0), os.sched_getaffinity(0), os.getpgrp(), os.umask(0o22)),
            "shared memory": sorted(ipc_objects()),
        }

    def assert_held(self, case: Case, graded: Graded, source: str, protected: bool) -> None:
        """I1, I3, I6, I7 and I8 for one graded case."""
        result = graded.result
        got = {task: (_code(result, task), sum(c.points for c in result.checks if c.task == task)) for task in TASKS}
        why = {check.name: check.rationale for check in result.checks if check.rationale}
        assert dict(case.expect) == got, f"I1: {why} {[(c.index, c.code, c.error) for c in result.cells if c.error]}"
        assert sum(points for _, points in case.expect.values()) == result.score, "I1: the sum"
        assert Result.from_json(graded.files["result.json"].decode()) == result, "the result can be read again"
        for name, text in graded.texts.items():
            self.assert_no_secret(name, text)
        assert graded.seconds < case.within * self.slowness, f"I6: {graded.seconds} s"
        if all(check.outcome is not Outcome.ERROR for check in result.checks):
            assert graded.faults == [] or "notebook.ipynb" not in graded.files, f"I6: {graded.faults}"
        for check in result.checks:
            assert (check.outcome is Outcome.ERROR) == (check.code == "GRADER_FAULT"), "I8"
            if check.code not in ("OK", "SKIPPED"):
                assert check.rationale, "I7: every failure has a sentence"
                self.assert_sentence(check.rationale, source)
        for sentence in [*(cell.error for cell in result.cells), *result.notes]:
            self.assert_sentence(sentence, source)
        assert result.protection == ("full" if protected else "none")
        assert_page(graded.files["feedback.html"].decode())
        assert_page(class_report.render([result], NAME))
        assert not re.search(
            r"[^\x20-\x7e\n]", re.sub(r"\x1b\[[\d;]*m", "", ascii_of(terminal.render(result, color=True)))
        )
        assert "\n" not in terminal.line(result), "one line"
        if case.says:
            said = [c.rationale for c in result.checks if c.code not in ("OK", "SKIPPED")]
            assert any(re.search(case.says, it) for it in said), f"says {said}"
        prints = case.locked if protected and case.locked else case.prints
        if prints:
            assert re.search(prints, graded.printed), f"prints {graded.printed[-2000:]}"
        if case.note:
            assert any(re.search(case.note, it) for it in result.notes), f"notes {result.notes}"

    def assert_no_secret(self, name: str, text: bytes) -> None:
        """I3: in no file, as itself or thinly veiled."""
        for kind, token in {**self.tokens, "expected": self.secret[:-1]}.items():
            for form in veiled(token):
                assert form not in text, f"I3: {kind} in {name}"
        assert struct.pack("d", float(self.secret)) not in text, f"I3: expected in {name}"

    def assert_sentence(self, sentence: str, source: str) -> None:
        """I7: short, plain, and nothing of this machine or of our insides, save what the case itself wrote."""
        assert len(sentence.encode(errors="surrogatepass")) <= 2048, f"I7: {len(sentence)} characters"
        assert all(letter.isprintable() for letter in sentence), f"I7: {sentence!r}"
        inside = [
            str(self.root),
            str(self.scratches),
            sys.prefix,
            "site-packages",
            "/usr/lib",
            "Traceback",
            "autograder.",
        ]
        for part in inside:
            assert part not in sentence or part in source, f"I7: {part} in {sentence!r}"
        for number in (os.getpid(), self.server(True)):
            assert not re.search(rf"(?<!\d){number}(?!\d)", sentence), f"I7: {number} in {sentence!r}"


def _code(result: Result, task: str) -> str:
    """The code of the first check of a task that did not pass."""
    return next((c.code for c in result.checks if c.task == task and c.outcome is not Outcome.PASSED), "OK")


def veiled(token: str) -> Iterator[bytes]:
    """A secret and the simplest ways to hide it in a text."""
    data = token.encode()
    yield from (data, data[::-1], data.hex().encode(), data[::-1].hex().encode(), token.upper().encode())
    yield from (token.encode("utf-16-le"), codecs.encode(token, "rot13").encode(), ",".join(map(str, data)).encode())
    for shift in range(3):  # base64 depends on where in the text the secret begins; its edges mix with what is around
        yield base64.b64encode(bytes(shift) + data)[4:-4]


def fingerprint(path: Path, *, deep: bool = True) -> tuple[Any, ...]:
    status = path.lstat()
    content = hashlib.sha256(path.read_bytes()).hexdigest() if deep and stat.S_ISREG(status.st_mode) else ""
    return (
        status.st_mode,
        status.st_uid,
        status.st_nlink if stat.S_ISREG(status.st_mode) else 0,
        status.st_mtime_ns,
        content,
    )


def everything(root: Path, *, but: tuple[str, ...] = ()) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in but]
        yield from (Path(folder, name) for name in [*folders, *files])


def sample_of_packages() -> Iterator[Path]:
    """The places where poison would be laid: path files, site hooks, and packages that every submission uses."""
    packages = Path(torch.__file__).parents[1]
    yield packages
    for folder in (packages, packages / "torch" / "nn", packages / "numpy" / "lib", packages / "IPython" / "core"):
        yield from (it for it in folder.iterdir() if it.is_file())
    home = Path("~root" if os.geteuid() == 0 else "~").expanduser()
    yield from (it for name in (".bashrc", ".profile", ".config/matplotlib") if (it := home / name).exists())


def children(pid: int) -> list[int]:
    """The processes whose parent this is, zombies included."""
    found = []
    for entry in os.listdir("/proc"):
        with suppress(OSError, ValueError):
            fields = Path("/proc", str(int(entry)), "stat").read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid:
                found.append(int(entry))
    return found


def ipc_objects() -> Iterator[str]:
    """What this user holds of the machine's shared memory, semaphores and queues."""
    for kind in ("shm", "sem", "msg"):
        with suppress(OSError):
            head, *lines = (line.split() for line in Path("/proc/sysvipc", kind).read_text().splitlines())
            mine = (line for line in lines if line[head.index("uid")] == str(os.geteuid()))
            yield from (f"{kind} {line[1]}" for line in mine)
    yield from (name for name in os.listdir("/dev/shm") if re.fullmatch(r"autograder-\d+", name))


def rss(pid: int | str = "self") -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()


def ascii_of(text: str) -> str:
    """Printable letters of any script stand for themselves: what is looked for are the others."""
    return "".join("." if ord(letter) > 126 and letter.isprintable() else letter for letter in text)


_TAGS = frozenset(
    "html head meta title style body header div h1 h2 h3 p bdi strong svg rect main table thead tr th tbody td span "
    "footer small pre code section img ul ol li a dl dt dd text line path details summary nav label input".split()
)
_SCRIPT = f"<script>{Path(class_report.__file__).with_suffix('.js').read_text().rstrip()}</script>"


def assert_page(page: str) -> None:
    """A page that opens clean: our own tags and script only, no handler, no stray control character, not huge."""
    page = page.replace(_SCRIPT, "")
    assert set(re.findall(r"<([a-zA-Z][\w-]*)", page)) <= _TAGS
    assert not re.search(r"<[^>]*\son\w+=|javascript:", page, re.IGNORECASE)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page)
    assert len(page) < 12 * MEBIBYTE


@pytest.fixture(scope="session")
def wall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wall]:
    """The wall, warm. The test process adopts whatever loses its parent, so that nothing can hide."""
    before, threads = dict(os.environ), torch.get_num_threads()
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
    torch.set_num_threads(1)
    made = Wall(tmp_path_factory.mktemp("wall"))
    made.open()
    yield made
    made.close()
    torch.set_num_threads(threads)
    ctypes.CDLL(None).prctl(36, 0, 0, 0, 0)
    os.environ.clear()
    os.environ.update(before)


# ------------------------------------------------------------------------------------------------------------ the tests


def runs() -> Iterator[Any]:
    """Each case behind the wall; forgeries and broken inputs also without it, since integrity must not rest on it.

    Files that are refused when they are read never come as far as the wall: once is enough.
    """
    for case in [*CASES, *BROKEN]:
        runs_code = {code for code, _ in case.expect.values()} - {"UNREADABLE", "INPUT_TOO_BIG", "STRUCTURE"}
        for protected in (True, False) if case.group in "FB" and runs_code else (True,):
            yield pytest.param(case, protected, id=case.id + ("" if protected else "-open"))


@pytest.mark.parametrize(("case", "protected"), list(runs()))
def test_case(wall: Wall, case: Case, protected: bool) -> None:
    """A case gets exactly its points and changes nothing else: [honest, case, honest] with I1 to I9."""
    folder = wall.root / "cases" / f"{case.id}{protected:d}" / "case"
    folder.mkdir(parents=True, exist_ok=True)
    path = case.make(folder, wall)
    source = path.read_bytes()[:100_000].decode(errors="replace") if path.is_file() and not path.is_symlink() else ""
    (found,) = find([folder.parent], NAME)
    before, unpickled, memory = wall.before or wall.state(), wall.unpickled, rss()
    wall.before = None
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    graded = wall.grade(found, protected, case.deadlines(wall.slowness))
    honest = wall.neighbour(protected)  # who comes after this case comes before the next
    peak = int(re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[0]) << 10
    shutil.rmtree(wall.root / "cases", ignore_errors=True)
    gc.collect()
    assert rss() - memory < 64 * MEBIBYTE, f"I6: {rss() - memory >> 20} MiB more"
    assert peak - memory < 256 * MEBIBYTE, f"I6: {peak - memory >> 20} MiB more for a while"
    assert honest.plain == wall.baseline[protected, honest.result.student].plain, "I2"
    wall.assert_held(case, graded, source, protected)
    after = wall.state()
    for what in before:
        assert before[what] == after[what], f"I4, I5: {what}"
    assert wall.unpickled == unpickled, "nothing of a child's is unpickled"
    assert not wall.places["MARKER"].exists()
    wall.before = after


def test_ids_are_unique_and_groups_are_full() -> None:
    """There are at least 80 cases, each with an id of its own."""
    ids = [case.id for case in (*CASES, *BROKEN)]
    assert len(ids) == len(set(ids)) >= 80
    assert {case.group for case in (*CASES, *BROKEN)} == set("FSRBH")


# ------------------------------------------------------------------------------------------------- names and identity


def _found(root: Path, *names: str | bytes) -> dict[str, str]:
    """The students that are found in a folder with these files, each with the problem there is."""
    for name in names:
        path = os.path.join(os.fsencode(root), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        Path(os.fsdecode(path)).write_text(source())
    return {item.student: item.problem for item in find([root], NAME)}


def test_names_that_are_one_name_are_both_refused(tmp_path: Path) -> None:
    """F30: whoever hands in under another's name takes nothing away from them."""
    names = ["ada.py", "ADA.py", "zoe\u0301.py", "zo\u00e9.py", "a\nb.py", "a\tb.py", "eve.py"]
    found = find([tmp_path], NAME) if _found(tmp_path, *names) else []
    refused_names = [item.path.name for item in found if item.problem]
    assert sorted(refused_names) == sorted(names[:-1])
    assert [item.student for item in found if not item.problem] == ["eve"]


@pytest.mark.parametrize(
    "name", ["index.html.py", "results.csv.ipynb", "x..py.py", "con .py", "-rf.py", "=1+1.py", "a;b|c`d`$(e).py", "ä🙂\u202e.py", "x" * 250 + ".py"]
)  # fmt: skip
def test_a_strange_name_stays_a_folder_of_its_own(tmp_path: Path, name: str) -> None:
    """B29: a student's name becomes a folder of results beside the class's files, whatever it is."""
    ((student, problem),) = _found(tmp_path, name).items()
    assert not problem
    assert student not in ("", ".", "..", "index.html", "results.csv")
    assert "/" not in student
    assert student.isprintable()


def test_a_name_that_is_no_text_can_be_graded(wall: Wall, tmp_path: Path) -> None:
    """B29: file names of another encoding, as foreign archives have them."""
    _found(tmp_path, b"caf\xe9/01_wall.py", b"no\xebl.py")
    for found in find([tmp_path], NAME):
        graded = wall.grade(found, protected=True)
        assert graded.result.score == 10
        graded.result.to_json().encode()


def test_names_cannot_steer_the_terminal_or_the_pages(wall: Wall, tmp_path: Path) -> None:
    """F27: escape sequences, markup and formulas in the names of files and folders."""
    _found(
        tmp_path, "\x1b]0;owned\x07<script>alert(1)<\u2215script>/01_wall.py", "=HYPERLINK(1)/\x1b[31m<b>.py", "@x\n.py"
    )
    results = [wall.grade(found, protected=True).result for found in find([tmp_path], NAME)]
    for result in results:
        assert_page(class_report.render([result], NAME))
        assert terminal.line(result).isprintable()
    page, table = class_report.render(results, NAME), csv_table.render(results)
    assert_page(page)
    assert not re.search(r'(?:^|,)"[=+@\t\r-]', table, re.MULTILINE)
    assert "\x1b" not in table


def test_links_inside_a_students_folder_are_refused(wall: Wall, tmp_path: Path) -> None:
    """B17: the assignment's folder within a student's may not be a link to somebody else's either."""
    (tmp_path / "eve").mkdir()
    (tmp_path / "eve" / NAME).symlink_to(wall.places["OTHER"].parent, target_is_directory=True)
    ((_, problem),) = {item.student: item.problem for item in find([tmp_path], NAME)}.items()
    assert problem


def test_folders_that_hold_too_much_or_nothing(tmp_path: Path) -> None:
    """B29: several notebooks, none, checkpoints, a Mac's leftovers, a folder in a notebook's place."""
    folders = [
        "two/a.py",
        "two/b.ipynb",
        "mac/._01_wall.py",
        "mac/__MACOSX/01_wall.py",
        "fine/.ipynb_checkpoints/01_wall.py",
        "fine/x.py",
    ]
    (tmp_path / "folder" / f"{NAME}.ipynb").mkdir(parents=True)
    found = _found(tmp_path, *folders)
    assert [name for name, problem in found.items() if not problem] == ["fine", "folder"]


# ------------------------------------------------------------------------------------------------------ sudden deaths


def _later(seconds: float, act: Callable[[], object]) -> threading.Thread:
    def wait() -> None:
        time.sleep(seconds)
        act()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def _slow(folder: Path) -> Found:
    folder.mkdir(parents=True)
    (folder / f"{NAME}.py").write_text(laid_over('"""x"""\nimport time\ntime.sleep(1.5)\n'))
    return find([folder.parent], NAME)[0]


def test_a_killed_server_costs_nobody_anything(wall: Wall, tmp_path: Path) -> None:
    """The server is killed in mid-submission: a new one takes its place, and the neighbours do not notice."""
    old, wall.before = wall.server(True), None
    thread = _later(0.7, lambda: os.kill(old, signal.SIGKILL))
    graded = wall.grade(_slow(tmp_path / "class" / "eve"), protected=True)
    thread.join()
    if graded.result.flagged:  # it may be the kit's fault, but never a zero that nobody looks at
        assert {check.code for check in graded.result.checks} == {"GRADER_FAULT"}
    else:
        assert graded.result.score == 10
    for canary in wall.canaries:
        assert wall.grade(canary, protected=True).plain == wall.baseline[True, canary.student].plain
    assert wall.server(True) != old
    assert children(os.getpid()).count(old) == 0, "it was buried"


def test_a_killed_child_costs_nothing_it_did_not_need(wall: Wall, tmp_path: Path) -> None:
    """Somebody kills a child in mid-submission: it is tried again, since that was not the student's doing."""
    thread = _later(0.7, lambda: [os.kill(pid, signal.SIGKILL) for pid in children(wall.server(True))])
    graded = wall.grade(_slow(tmp_path / "class" / "eve"), protected=True)
    thread.join()
    assert graded.result.score == 10
    assert children(wall.server(True)) == []
    honest = wall.neighbour(protected=True)
    assert honest.plain == wall.baseline[True, honest.result.student].plain


def test_a_killed_worker_costs_nobody_anything(wall: Wall, tmp_path: Path) -> None:
    """A worker process is killed in mid-class: the same command grades whatever it left undone."""
    for number in range(6):
        _slow(tmp_path / "class" / f"student{number}")
    setting, scores = wall.settings[True], []
    wall.before = None
    with workers.workers(setting, 2) as executor:
        for _, done in batch.grade_all(executor, setting, find([tmp_path / "class"], NAME)):
            assert not isinstance(done, str), done
            if not scores:
                os.kill(next(iter(executor._processes)), signal.SIGKILL)  # type: ignore[attr-defined]
            scores.append(done.result.score)
    assert [10.0] * 6 == scores


def _command(wall: Wall, where: Path, out: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "autograder.cli", "grade", str(where), "-a", NAME, "-o", str(out), "-j", "2"]
    return subprocess.Popen(
        [*command, "--course", str(wall.course), "--seed", "wall"],
        start_new_session=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def test_a_killed_command_leaves_whole_results_and_nothing_running(wall: Wall, tmp_path: Path) -> None:
    """The command is killed in mid-batch: what was graded is whole, nothing runs on, the next run does the rest."""
    where, out = tmp_path / "class", tmp_path / "out"
    for number in range(8):
        _slow(where / f"student{number}")
    before = set(children(os.getpid()))
    with _command(wall, where, out) as process:
        until = time.monotonic() + 90
        while len(list(out.glob("*/result.json"))) < 2:
            assert time.monotonic() < until
            assert process.poll() is None, process.communicate()[0]
            time.sleep(0.02)
        process.kill()
        process.wait()
        whole = [Result.from_json(path.read_text()).score for path in out.glob("*/result.json")]
        assert {10.0} == set(whole)
        until = time.monotonic() + 15  # the orphans are ours to see, since this process adopts them
        while set(children(os.getpid())) - before:
            for pid in set(children(os.getpid())) - before:
                with suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)
            assert time.monotonic() < until, "processes went on without the command"
            time.sleep(0.05)
    again = _command(wall, where, out)
    text, _ = again.communicate(timeout=120)
    assert again.returncode == 0, text
    assert len(list(out.glob("*/result.json"))) == 8
    assert {10.0} == {Result.from_json(path.read_text()).score for path in out.glob("*/result.json")}
    assert not [path for path in everything(out) if path.name.startswith(".") and path.suffix]


# ------------------------------------------------------------------------------------------------------- many of them


def test_a_storm_of_cases_does_not_hurt_the_honest(wall: Wall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R28: 200 hostile and 20 honest submissions mixed: done in time, the honest ones as if they were alone."""
    monkeypatch.setattr("autograder.wall.sandbox.Deadlines", lambda: QUICK)
    chosen = [case for case in [*CASES, *BROKEN] if case.cell == QUICK.cell]
    limit = 0.0
    where = tmp_path / "class"
    for number in range(200):
        case = chosen[number % len(chosen)]
        folder = where / f"h{number:03}"
        folder.mkdir(parents=True)
        case.make(folder, wall)
        limit += QUICK.total
    for number in range(20):
        shutil.copytree(wall.places["OTHER"].parent, where / f"zz{number:02}")
    found = find([where], NAME)
    random.Random(0).shuffle(found)
    assert len(found) == 220
    setting = wall.settings[True]
    began, honest, count = time.monotonic(), [], 0
    with workers.workers(setting, 2) as executor:
        for item, done in batch.grade_all(executor, setting, found):
            assert not isinstance(done, str), f"{item}: {done}"
            count += 1
            if item.student.startswith("zz"):
                honest.append(done.result)
    assert count == 220
    assert time.monotonic() - began < 1.1 * limit / 2
    assert {result.score for result in honest} == {10.0}
    assert len({replace(result, usage=Usage(), student="").to_json() for result in honest}) == 1
    assert not wall.places["MARKER"].exists()


def test_two_thousand_jobs_wear_nothing_out(wall: Wall) -> None:
    """R30: memory and descriptors of the server and of this process stay flat."""

    def used() -> list[int]:
        pids = (os.getpid(), wall.server(True))
        return [rss(pid) for pid in pids] + [len(os.listdir(f"/proc/{pid}/fd")) for pid in pids]

    ada = wall.canaries[0]
    for _ in range(60):  # by then the server has moved its code, once
        wall.grade(ada, protected=True)
    before, seconds = used(), []
    for _ in range(2000):
        seconds.append(wall.grade(ada, protected=True).seconds)
    after = used()
    assert all(now - then < 64 * MEBIBYTE for now, then in zip(after[:2], before[:2], strict=True)), (before, after)
    assert after[2:] == before[2:]
    first, last = sorted(seconds[:200])[100], sorted(seconds[-200:])[100]
    assert last < 2 * first, "it does not get slower"
