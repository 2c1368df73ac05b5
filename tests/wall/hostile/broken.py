"""Broken inputs: files that cannot be read, or only with care, made here since most are no text."""

from __future__ import annotations

import base64
import codecs
import io
import json
import os
import random
import socket
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from case import HERE, MEBIBYTE, NAME, RIGHT, TASKS, Case, source
from nbformat.v4 import new_code_cell, new_notebook, new_output

from autograder.submission.notebook import parse

if TYPE_CHECKING:
    from held import Wall


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
    Case("B01b", "half a notebook", UNREADABLE, holds(lambda: as_text(notebook())[:900]), "saved or copied by half"),
    Case("B01c", "a comma too many", UNREADABLE, holds('{"nbformat": 4,\n "cells": [],\n}'), r"line [23] is not JSON"),
    Case(
        "B01d", "a merge conflict", UNREADABLE,
        holds(lambda: as_text(notebook()).replace('"cells"', '\n<<<<<<< HEAD\n"cells"', 1)), "merge conflict",
    ),
    Case("B01e", "JSON that is no notebook", UNREADABLE, holds("[1, 2, 3]"), "not a notebook"),
    Case("B01f", "a notebook without cells", UNREADABLE, holds('{"nbformat": 4, "metadata": {}}'), "cells"),
    Case("B01g", "cells that are numbers", refused("NOT_DEFINED"), holds('{"nbformat": 4, "cells": [1, null, "x"]}')),
    Case("B01h", "a nesting 100,000 deep", UNREADABLE, holds("[" * 100_000), "line 1 is not JSON"),
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
    Case("B15c", "Latin-1", RIGHT, holds(lambda: json.dumps(json.loads(as_text(notebook("'caf\xe9'"))), ensure_ascii=False).encode("latin-1")), note="read as CP1252"),
    Case("B15d", "half a UTF-16 file", UNREADABLE, holds(b"\xff\xfe{\0\x22"), "byte"),
    Case(
        "B15e", "a surrogate that stands alone, in a source", RIGHT,
        holds(lambda: json.dumps(json.loads(as_text(notebook("print('x')")))).replace("'x'", r"'\ud800'")),
    ),
    Case("B17a", "a link to the labels", refused("STRUCTURE"), link_to("LABELS"), "is a link"),
    Case("B17b", "a link to another student's work", refused("STRUCTURE"), link_to("OTHER"), "is a link"),
    Case("B17c", "a pipe that nobody writes to", refused("STRUCTURE"), fifo, ""),
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
    Case("B40a", "UTF-32 with its mark", RIGHT, holds(lambda: as_text(notebook()).encode("utf-32")), note="read as UTF-32"),
    Case("B40b", "UTF-16 without its mark", RIGHT, holds(lambda: as_text(notebook()).encode("utf-16-le")), note="read as UTF-16"),
    Case("B40c", "line ends of Windows and of old Macs, tabs, form feeds", RIGHT, holds(lambda: json.dumps(json.loads(as_text(notebook("if 1:\n\tx = 1\n\f\ny = 2"))), indent=1).replace("\n", "\r\n").replace(r"\n", r"\r\n"))),
    Case("B40d", "a program with the line ends of old Macs", RIGHT, holds(lambda: source().replace("\n", "\r"), f"{NAME}.py")),
    Case("B40g", "zero bytes as they are, in an output", RIGHT, holds(lambda: as_text(notebook()).replace('"outputs": []', '"outputs": [{"text": "a\0b"}]', 1))),
    Case("B40h", "outputs 100,000 deep", RIGHT, holds(lambda: as_text(notebook()).replace('"outputs": []', '"outputs": [{"a": ' + "[" * 100_000 + "]" * 100_000 + "}]", 1))),
    Case("B40i", "marks of a conflict in an output", RIGHT, holds(lambda: as_text(notebook()).replace('"outputs": []', '"outputs": [{"text": [\n<<<<<<< HEAD\n"a"\n=======\n"b"\n>>>>>>> theirs\n]}]', 1))),
    Case("B40j", "10 million lists in an output", RIGHT, holds(lambda: as_text(notebook()).replace('"outputs": []', '"outputs": [{"a": [' + "[{}]," * 4_000_000 + "0]}]", 1))),
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
    Case("B44b", "two notebooks in one file", UNREADABLE, holds(lambda: as_text(notebook()) * 2), "two files in one"),
    Case("B44c", "a program named as a notebook", RIGHT, holds(lambda: source())),
    Case("B44d", "a notebook named as a program", RIGHT, holds(lambda: as_text(notebook()), f"{NAME}.py")),
    Case("B44e", "a zip named .py", UNREADABLE, holds(zipped(), f"{NAME}.py"), "zip archive"),
    Case("B44f", "a tar", UNREADABLE, holds(lambda: tarred()), "tar archive"),
    Case("B44g", "7z, bzip2 and xz", UNREADABLE, holds(b"7z\xbc\xaf'\x1c" + bytes(9)), "archive"),
    Case("B44h", "a web page that begins with a comment", UNREADABLE, holds("<!-- saved --><html>"), "web page|not JSON"),
    Case("B44i", "a page of a browser's archive", UNREADABLE, holds(b"<?xml version='1.0'?><html>"), "web page|not JSON|XML"),
    Case("B44j", "an endless pickle", UNREADABLE, holds(b"\x80\x04" + b"(" * 100_000), "byte|not JSON"),
    Case("B45a", "a folder named as a notebook", refused("STRUCTURE"), folder_named, ""),
    Case("B45b", "a socket", refused("STRUCTURE"), socket_file, ""),
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


def yaml(*lines: str) -> str:
    return "# ---\n# jupyter:\n" + "".join(f"#   {line}\n" for line in lines) + "# ---\n\n"


def yaml_bomb(height: int = 7) -> str:
    lines = ["a0: &a0 {k: 1}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, height + 1)]
    return yaml(*lines) + source()
