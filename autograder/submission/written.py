"""How much a student wrote into a file: told by the sources of its cells, never by its bytes. Runs nothing."""

import ast
import re
from collections.abc import Collection
from enum import IntEnum
from typing import Final

from autograder.submission.notebook import UnreadableError, from_bytes, makes


class Written(IntEnum):
    """What is in a file: nothing but what was handed out, something of the student's own, or an answer to a task."""

    NOTHING = 0
    SOMETHING = 1
    ANSWERS = 2


def given(released: bytes, name: str) -> frozenset[str]:
    """The sources of the cells that were handed out; none where that cannot be said."""
    try:
        cells = from_bytes(released, name, "").cells
    except UnreadableError:
        return frozenset()
    return frozenset(cell.source.strip() for cell in cells)


def written(data: bytes, name: str, handed_out: Collection[str], asked: Collection[str]) -> Written:
    """What is in a file, for an assignment that handed out these cells and asks for these names.

    A file that cannot be read may hold anything. Where nobody knows what was handed out, but stubs are left, functions and
    classes alone count.
    """
    if not data.strip():
        return Written.NOTHING
    try:
        submission = from_bytes(data, name, "")
    except UnreadableError:
        return Written.ANSWERS
    code = [source for source in submission.code if source.strip() not in handed_out]
    if any(answers(source, asked) for source in code):
        return Written.ANSWERS
    if not handed_out and any(stubs(source) & {*asked} for source in code):
        own = any(not _is_stub(node) for source in code for node in _made_in(source))
    else:
        texts = [cell.source.strip() for cell in submission.cells if cell.cell_type != "code"]
        own = any(text and text not in handed_out for text in texts) or not all(map(_is_idle, code))
    return Written.SOMETHING if own else Written.NOTHING


def defines_none(data: bytes, name: str, asked: Collection[str]) -> bool:
    """Whether a file that can be read makes none of the names that are asked for, not even as a stub."""
    try:
        code = from_bytes(data, name, "").code
    except UnreadableError:
        return False
    return not any(makes(source) & {*asked} or _FROM_ELSEWHERE.search(source) for source in code)


def answers(source: str, asked: Collection[str]) -> bool:
    """Whether a cell looks as if it made a name that is asked for, other than as a stub."""
    return bool((makes(source) - stubs(source)) & {*asked} or (asked and _FROM_ELSEWHERE.search(source)))


_FROM_ELSEWHERE: Final = re.compile(
    r"^\s*(?:from\s+(?!autograder\b|torch\b)\S+\s+import\s+\*|%run\b|exec\()", re.MULTILINE
)
"""How names come from another file without being named."""


def stubs(source: str) -> set[str]:
    """The functions and classes of a cell of which only the stub is left."""
    return {node.name for node in _made_in(source) if _is_stub(node)}


def _body(source: str) -> list[ast.stmt] | None:
    """The statements of a cell; None where it does not compile."""
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _made_in(source: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """The functions and classes of a cell."""
    makers = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return [node for node in _body(source) or () if isinstance(node, makers)]


def _is_idle(source: str) -> bool:
    """Whether a cell holds nothing but comments, imports and stubs."""
    body = _body(source)
    return body is not None and all(isinstance(node, ast.Import | ast.ImportFrom) or _is_stub(node) for node in body)


def _is_stub(node: ast.stmt) -> bool:
    """Whether a statement does nothing: a text, ``pass``, or what raises NotImplementedError and does nothing before."""
    match node:
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Raise(exc=ast.Name(id="NotImplementedError") | ast.Call(func=ast.Name(id="NotImplementedError"))):
            return True
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return all(map(_is_stub, node.body))
    return False
