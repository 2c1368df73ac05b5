"""Submissions as they come: reads `.ipynb` (any age) and `.py` files into cells, and executes nothing."""

import ast
import codecs
import hashlib
import json
import os
import re
import stat
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import nbformat
from nbformat.v4 import new_notebook, new_output

from autograder.result import Source

MAX_BYTES: Final = 50 << 20
MAX_CODE: Final = 2 << 20
MAX_CELLS: Final = 2000
MAX_OUTPUTS: Final = 103
"""Outputs of a cell that are kept: nbformat looks through each, which takes its time."""
LOST: Final = "outputs_lost"
"""The key of an executed cell's metadata that says that not all of its outputs are there."""
GIVEN: Final = "given"
"""The key of a cell's metadata that says that it is as it was handed out."""
COLAB: Final = "# Only for Google Colab: "
"""How the cell begins that brings the course to Google Colab, and does nothing elsewhere."""
TRY: Final = "# Try it"
"""How a cell begins in which students try what they wrote: nobody waits for it while work is graded."""
MAX_DEPTH: Final = 100
"""Of lists and dicts in an output that is kept: nbformat calls itself for each, which Python ends at some depth."""
MAX_VALUES: Final = 1_000_000
"""Values in a notebook's JSON that are read: a small text can make many, and each costs far more memory than text."""
SUFFIXES: Final = (".ipynb", ".py")


class UnreadableError(Exception):
    """A file that is no submission. Attributes: `code` (``UNREADABLE``, ``INPUT_TOO_BIG``...); the message is for people."""

    def __init__(self, code: str, message: str):
        super().__init__(code, message)
        self.code = code

    def __str__(self) -> str:
        return str(self.args[1])


@dataclass(frozen=True)
class Submission:
    """A student's file: the cells of its notebook, in order, without their outputs, and remarks on how it was read."""

    student: str
    name: str
    sha256: str
    cells: tuple[nbformat.NotebookNode, ...] = field(repr=False)
    beside: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """The student's own files that it runs with, by path."""
    notes: tuple[str, ...] = ()

    @property
    def source(self) -> Source:
        """What a result says of it: names and hashes."""
        return Source(
            self.sha256, self.name, {name: hashlib.sha256(data).hexdigest() for name, data in self.beside.items()}
        )

    @cached_property
    def code(self) -> list[str]:
        """The sources of the code cells, in order: what a child runs. A cell to try things is empty if no other needs it."""
        code = [cell.source for cell in self.cells if cell.cell_type == "code"]
        left_out = {index for index, source in enumerate(code) if source.startswith(TRY)}
        words = [_words(source) for source in code]
        needed = {*range(len(code))} - left_out
        while needed:
            used = set().union(*(words[index] for index in needed))
            needed = {i for i in left_out if used & (makes(code[i]) | _changes(code[i]))}
            left_out -= needed
        for index in left_out:
            code[index] = ""
        return code

    def executed(self, outputs: Mapping[int, list[Any]], given: Collection[str] = ()) -> nbformat.NotebookNode:
        """The notebook with the outputs of its code cells, by their index.

        Outputs that are not in form, or too many, are left out, and the cell says so (`LOST`). Texts that are among the
        `given` ones, the cell for Colab, and those that were left out, say so, too (`GIVEN`).
        """
        cells: list[nbformat.NotebookNode] = []
        index = 0
        for cell in self.cells:
            if cell.cell_type != "code":
                mark = {GIVEN: True} if cell.source.strip() in given else {}
                cells.append(_new("markdown", cell.source, id=f"cell-{len(cells)}", metadata=mark))
                continue
            shown = outputs.get(index, [])
            kept = [made for output in shown[:MAX_OUTPUTS] if (made := _output(output)) is not None]
            ran = {"outputs": kept, "execution_count": index + 1, "id": f"cell-{len(cells)}"}
            is_given = cell.source.startswith(COLAB) or not self.code[index]
            marks = {LOST: len(kept) < len(shown), GIVEN: is_given}
            ran["metadata"] = {name: True for name, is_so in marks.items() if is_so}
            cells.append(_new("code", cell.source, **ran))
            index += 1
        return new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})


def _output(output: Any) -> nbformat.NotebookNode | None:
    if _nested(output):
        return None
    try:
        made = new_output(output.pop("output_type"), **output)
        nbformat.v4.nbbase.validate(made, "output")
    except Exception:  # noqa: BLE001  it comes from the child: whatever is wrong with it, it is not shown
        return None
    return made


def _nested(value: Any, depth: int = MAX_DEPTH) -> bool:
    """Whether lists and dicts lie deeper in each other than `depth`."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth < 0 or any(_nested(part, depth - 1) for part in inner)


def read(path: Path, student: str = "") -> Submission:
    """The submission in a file, for `student` (or the file's own name). Raises UnreadableError."""
    return from_bytes(content(path), shown(path), student or path.stem)


def from_bytes(data: bytes, name: str, student: str) -> Submission:
    """The submission in a file's bytes; whether it is a program is seen by its name. Raises UnreadableError."""
    try:
        text, notes = _text(data)
        cells = _cells(text, name)
        if not name.lower().endswith(".py") and _is_program(text):
            notes = (*notes, "the file is a program and no notebook, and was read as one; name it .py")
    except UnreadableError as error:
        raise UnreadableError(error.code, f"{name}: {error}") from None
    return Submission(student, name, hashlib.sha256(data).hexdigest(), cells, notes=notes)


def _cells(text: str, name: str) -> tuple[nbformat.NotebookNode, ...]:
    misnamed = text.startswith("{") and '"nbformat"' in text
    program = (name.lower().endswith(".py") and not misnamed) or _is_program(text)
    cells = _python(text) if program else _notebook(text)
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    if sum(map(len, code)) > MAX_CODE:
        raise UnreadableError("INPUT_TOO_BIG", f"the code is longer than {MAX_CODE >> 20} MB; hand in code, not data")
    if any(map(_in_conflict, [text] if program else code)):
        raise UnreadableError("UNREADABLE", _CONFLICT)
    return cells


def _is_program(text: str) -> bool:
    """Whether a text looks like a program, whatever its file is called: it is no JSON, and has lines as programs have."""
    return not text.lstrip().startswith(("{", "[", "<")) and bool(_PROGRAM.search(text))


_PROGRAM: Final = re.compile(r"^(?:import [\w.]+|from [\w.]+ import |(?:async )?def \w+\(|class \w+[(:])", re.MULTILINE)


def shown(path: Path) -> str:
    """A file's name as it can be printed: it may hold bytes that are no text, and anything else but a slash."""
    return "".join(letter if letter.isprintable() else "_" for letter in path.name)


def parse(text: str, name: str) -> Submission:
    """The submission in a text, notebook or percent script by the ending of `name`. Raises UnreadableError."""
    cells = _cells(text, name)
    return Submission(Path(name).stem, name, hashlib.sha256(text.encode(errors="replace")).hexdigest(), cells)


def from_code(cells: Sequence[str], name: str) -> Submission:
    """A submission of these code cells."""
    digest = hashlib.sha256("\0".join(cells).encode(errors="replace")).hexdigest()
    return Submission(name, name, digest, tuple(_new("code", cell) for cell in cells))


def from_cells(cells: Sequence[nbformat.NotebookNode], student: str, name: str) -> Submission:
    """A submission of a notebook's cells, known by its code."""
    made = tuple(_made("code" if cell.cell_type == "code" else "markdown", cell.source, {}) for cell in cells)
    code = "\0".join(cell.source for cell in made if cell.cell_type == "code")
    return Submission(student, name, hashlib.sha256(code.encode()).hexdigest(), made)


def as_bytes(notebook: nbformat.NotebookNode) -> bytes:
    """A notebook as the bytes of its file."""
    return str(nbformat.writes(notebook)).encode(errors="replace") + b"\n"


def saved(data: bytes) -> nbformat.NotebookNode:
    """The notebook in bytes that `as_bytes` made. Raises ValueError for what is none."""
    try:
        return nbformat.v4.reads(data.decode())
    except AttributeError:
        raise ValueError("it is no notebook") from None


def content(path: Path) -> bytes:
    """The file's bytes; links are not followed, since they can point at somebody else's work. Raises UnreadableError."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        if path.is_symlink():
            raise UnreadableError("STRUCTURE", f"{shown(path)} is a link; hand in the file itself") from None
        raise UnreadableError("UNREADABLE", f"{shown(path)} cannot be opened: {error.strerror}") from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("UNREADABLE", f"{shown(path)} is not a file")
        if status.st_size > MAX_BYTES:
            raise UnreadableError(
                "INPUT_TOO_BIG", f"{shown(path)} is larger than {MAX_BYTES >> 20} MB; clear its outputs"
            )
        with open(descriptor, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(descriptor)


_LOOKS_LIKE: Final = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"Rar!": "a RAR archive",
    b"version https://git-lfs": "a Git LFS pointer, not the file itself",
    b"<!DOCTYPE": "a web page",
    b"<html": "a web page",
    b"<!--": "a web page",
    b"<?xml": "an XML document",
    b"{\\rtf": "a rich text document",
}


def looks_like(data: bytes) -> str:
    """What a file is by its first bytes, if these are of a kind that is no notebook."""
    head = data.lstrip()[:32].lower()
    known = next((kind for start, kind in _LOOKS_LIKE.items() if head.startswith(start.lower())), "")
    return known or ("a tar archive" if data[257:262] == b"ustar" else "")


def _text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The file's text, and a note where it is no UTF-8."""
    head = data.lstrip()[:32]
    if not head:
        raise UnreadableError("UNREADABLE", "the file is empty; save it and hand it in again")
    if kind := looks_like(data):
        raise UnreadableError("UNREADABLE", f"the file is {kind}, not a notebook")
    encoding: str = json.detect_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if not encoding.startswith("utf-8"):
            raise UnreadableError(
                "UNREADABLE", f"byte {error.start} is not {encoding} text; save it as UTF-8"
            ) from None
        encoding, text = _of_windows(data.removeprefix(codecs.BOM_UTF8))
    if encoding.startswith("utf-8"):
        return text, ()
    return text, (
        f"the file is not UTF-8 and was read as {encoding.upper()}; save it as UTF-8, so that no letter changes",
    )


def _of_windows(data: bytes) -> tuple[str, str]:
    try:
        return "cp1252", data.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1", data.decode("latin-1")


_PROSE: Final = re.compile(r'"""(?:[^"]|"(?!""))*"""|^[^\S\n]*#.*', re.MULTILINE)
_CHANGES: Final = re.compile(r"^[ \t]*(\w+)(?=[.\[][\w.\[\]]+ *=[^=])|(?<=setattr\()\w+", re.MULTILINE)
_BLOCK: Final = re.compile(r"^(?=\S)", re.MULTILINE)
_MADE: Final = re.compile(r"(?:async\s+)?(?:def|class)\s+(\w+)")


def makes(source: str) -> set[str]:
    """The names that a cell's text looks as if it made at its top level; it may not compile, so it is not parsed."""
    names = set[str]()
    for block in _BLOCK.split(source):
        if defined := _MADE.match(block):
            names.add(defined[1])
            continue
        for line in [block] if re.match(r"from\b", block) else block.splitlines():  # whose names may stand in ( )
            left, _, right = line.partition("=")
            if defined := _MADE.match(line.lstrip()):
                names.add(defined[1])
            elif re.match(r"\s*(?:import|from)\b", line):
                names.update(re.findall(r"\w+", re.sub(r"^\s*from\s+\S+\s", "", line)))
            elif right and right[0] != "=" and re.fullmatch(r"[\w\s,]+(?::[^:]*)?", left):
                names.update(re.findall(r"\w+", left.partition(":")[0]))
    return names - {"import", "as"}


def _changes(source: str) -> set[str]:
    """The names of objects of which a cell's text looks as if it set a part."""
    return {found[0].strip() for found in _CHANGES.finditer(source)}


def _words(source: str) -> set[str]:
    """All words of a cell's text that may be names, since neither docstring nor comment holds them."""
    return {*re.findall(r"\w+", _PROSE.sub("", source))}


_ZERO_BYTES: Final = "the file holds zero bytes: it was not saved or copied whole"
_CONFLICT: Final = "the file holds merge conflict marks (<<<<<<<); resolve them and save again"
_CONFLICT_MARKS: Final = [re.compile(mark, re.MULTILINE) for mark in ("^<<<<<<< ", r"^=======\r?$", "^>>>>>>> ")]


def _in_conflict(code: str) -> bool:
    """Whether git's marks stand in a program, in order and outside its texts: it does not compile."""
    at = 0
    for mark in _CONFLICT_MARKS:
        if (found := mark.search(code, at)) is None:
            return False
        at = found.end()
    try:
        ast.parse(code)
    except (SyntaxError, ValueError):
        return True
    except (RecursionError, MemoryError):
        pass
    return False


_MARK: Final = re.compile(
    r"^# ?(?:%%+(?=[ \t\[]|$)|In\[[\d ]*\]:$|COMMAND -{10}$)(.*)$", re.MULTILINE
)  # as percent scripts have it; as `nbconvert --to script` and Databricks do
_MAGIC: Final = re.compile(
    r"^# ?(?=%(?:matplotlib|load_ext|autoreload|config|%?timeit|%?time|%capture)\b|!pip )", re.MULTILINE
)  # such a script is Python, so its magics are comments
_OPTION: Final = re.compile(r"\b(\w+)=(\"[^\"\n]*\"|[\w.]+)")


def _python(text: str) -> tuple[nbformat.NotebookNode, ...]:
    """The cells of a program in percent format; one without marks is one cell.

    Not jupytext's reader: it evaluates YAML headers and takes quadratic time on hostile text.
    """
    if len(text) > MAX_CODE:
        raise UnreadableError(
            "INPUT_TOO_BIG", f"the program is longer than {MAX_CODE >> 20} MB; hand in code, not data"
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise UnreadableError("UNREADABLE", _ZERO_BYTES)
    first, *rest = _MARK.split(text)
    found = [("", first), *zip(rest[::2], rest[1::2], strict=True)]
    if len(found) > MAX_CELLS:
        raise UnreadableError("UNREADABLE", f"the program has more than {MAX_CELLS} cells")
    return tuple(_marked(mark, body) for mark, body in found if mark or body.strip())


def _marked(mark: str, body: str) -> nbformat.NotebookNode:
    body = body.strip("\n")
    if "[markdown]" not in mark:
        body = _MAGIC.sub("", body)
        return _made("code", body, {name: value.strip('"') for name, value in _OPTION.findall(mark)})
    lines = (line.removeprefix("#").removeprefix(" ") for line in body.split("\n"))
    return _made("markdown", "\n".join(lines), {name: value.strip('"') for name, value in _OPTION.findall(mark)})


def _made(kind: str, source: str, metadata: Mapping[str, Any]) -> nbformat.NotebookNode:
    """A cell of ours: of the metadata, which can be anything, only what the kit knows is kept."""
    known = {name: metadata[name] for name in ("task", "manual", "points") if isinstance(metadata.get(name), str)}
    # A surrogate that stands alone cannot be sent anywhere.
    source = source.encode("utf-8", "replace").decode()
    return _new(kind, source, metadata=known)


def _new(kind: str, source: str, **more: Any) -> nbformat.NotebookNode:
    """A cell, made without looking through it: nbformat's own makers do, and take longer than all else in reading."""
    empty: dict[str, Any] = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return nbformat.from_dict({"id": "cell", "cell_type": kind, "metadata": {}, "source": source, **empty, **more})


def _notebook(text: str) -> tuple[nbformat.NotebookNode, ...]:
    data = _json(text, _DEPTH)
    if not isinstance(data, dict) or "nbformat" not in data:
        raise UnreadableError("UNREADABLE", "the file is JSON, but not a notebook")
    metadata = data.get("metadata")
    speaks_python(metadata if isinstance(metadata, dict) else {})
    if data["nbformat"] != 4:
        data = _upgraded(_json(text, _DEPTH + 2))  # its cells lie in worksheets
    cells = data.get("cells")
    if not isinstance(cells, list) or len(cells) > MAX_CELLS:
        raise UnreadableError("UNREADABLE", f"the notebook has no list of at most {MAX_CELLS} cells")
    return tuple(_cell(cell) for cell in cells if isinstance(cell, dict))


_DEPTH: Final = 4
"""A notebook, its cells, a cell, its source or metadata: what lies deeper, as all that outputs hold does, is not read."""
_STRING: Final = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
_PLAIN: Final = rf'[^"\[\]{{}}]*+(?:{_STRING}[^"\[\]{{}}]*+)*+'
_NEXT: Final = re.compile(rf'[^",\[\]{{}}]*+(?:{_STRING}[^",\[\]{{}}]*+)*+([,\[\]{{}}])', re.DOTALL)
"""JSON up to the next of its signs; no quantifier gives back what it took, so that time is linear."""
_BRACKETS: Final = re.compile(rf"{_PLAIN}(?:[\[{{]{_PLAIN}[\]}}]{_PLAIN})*+([\[{{]+|[\]}}]+|\Z)", re.DOTALL)
"""JSON up to the next brackets of one direction, past lists and dicts that hold no other."""


def _json(text: str, depth: int) -> Any:
    """What a file's JSON says down to this depth. Raises UnreadableError."""
    shallow = _shallow(text, depth)
    try:
        return json.loads(shallow)
    except ValueError as error:
        line, at = getattr(error, "lineno", 1), getattr(error, "pos", 0)
        says = f"not a notebook: line {line} is not JSON"
        if text.lstrip().startswith("{") and (at >= len(shallow.rstrip()) or "Unterminated" in str(error)):
            says = "the file ends in its middle, as one that was saved or copied by half; save it and download it again"
        elif "Extra data" in str(error) and shallow[at:].startswith("{"):
            says = f"the file is two files in one, the second from line {line} on; save the one that is meant by itself"
        if re.search(r"^(<<<<<<<|>>>>>>>) ", text, re.MULTILINE):
            says = _CONFLICT
        elif "\0" in text:
            says = _ZERO_BYTES
        raise UnreadableError("UNREADABLE", says) from None


def _shallow(text: str, depth: int) -> str:
    """JSON with its line ends, but without what lies deeper in it: that is never built, and may be anything."""
    kept: list[str] = []
    at = level = 0
    while found := _NEXT.match(text, at):
        kept.append(found[0])
        if len(kept) > MAX_VALUES:
            raise UnreadableError("INPUT_TOO_BIG", "the notebook holds more than a million values beside its outputs")
        at = found.end()
        level += {",": 0, "[": 1, "{": 1, "]": -1, "}": -1}[found[1]]
        if level > depth:
            begin, at = at, _end(text, at)
            kept.append("\n" * text.count("\n", begin, at))
    return "".join(kept) + text[at:]


def _end(text: str, at: int) -> int:
    """Where the list or dict ends that was opened before this place."""
    level = 1
    for found in _BRACKETS.finditer(text, at):
        begin, end = found.span(1)
        if found[1][:1] in ("[", "{"):
            level += end - begin
        elif level > end - begin > 0:
            level -= end - begin
        elif end > begin:
            return begin + level - 1
    return len(text)


def speaks_python(metadata: Mapping[str, Any]) -> None:
    """Raises UnreadableError for the metadata of a notebook in another language."""
    info, spec = metadata.get("language_info"), metadata.get("kernelspec")
    language = info.get("name") if isinstance(info, dict) else None
    language = language or (spec.get("language") if isinstance(spec, dict) else None)
    if isinstance(language, str) and not language.lower().startswith(("python", "ipython")):
        raise UnreadableError("UNSUPPORTED", f"this is a notebook in {language[:20]}, not in Python")


def _upgraded(data: dict[str, Any]) -> dict[str, Any]:
    try:
        for sheet in data.get("worksheets", []):
            for cell in sheet["cells"]:
                if "outputs" in cell:
                    cell["outputs"] = []
                if "level" in cell:  # of a heading, for which nbformat writes as many #
                    cell["level"] = min(int(cell["level"]), 6)
        return dict(nbformat.reads(json.dumps(data), as_version=4))
    except Exception:  # noqa: BLE001  nbformat raises many kinds for notebooks of forms it does not know
        raise UnreadableError(
            "UNREADABLE", "the notebook's format is not known; save it with a current Jupyter"
        ) from None


def _cell(cell: dict[str, Any]) -> nbformat.NotebookNode:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    metadata = cell.get("metadata")
    kind = "code" if cell.get("cell_type") == "code" else "markdown"
    return _made(kind, source if isinstance(source, str) else "", metadata if isinstance(metadata, dict) else {})
