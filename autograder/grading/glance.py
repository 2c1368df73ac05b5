"""What a class page shows of a submission beside its result: its curves, its plots small, its code without its author."""

import ast
import base64
import binascii
import io
import re
import warnings
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import Final

from nbformat import NotebookNode
from PIL import Image

from autograder.record.answers import Record
from autograder.result import Glance

PICTURES: Final = 3
"""Pictures of a submission that are kept."""
SIZE: Final = (240, 180)
"""The largest picture, in pixels."""
MAX_BYTES: Final = 2_000_000
MAX_PIXELS: Final = 4_000_000
MAX_DEFINITION: Final = 2_000
"""Characters of a definition: a longer one is no example, and could be nested deeper than a parser stands."""


def glance(record: Record, notebook: NotebookNode | None, names: Collection[str]) -> Glance:
    """The glance of a submission. `names` are those of the functions and classes that may serve as examples."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"] if notebook is not None else []
    small = map(_small, (*record.pictures(), *_drawn(cells)))
    found = {name: _definition([cell.source for cell in cells], name) for name in names}
    return Glance(
        curves=record.curves(),
        pictures=list(islice(filter(None, small), PICTURES)),
        code={name: code for name, code in found.items() if code},
    )


def _drawn(cells: Sequence[NotebookNode]) -> Iterator[bytes]:
    """The PNG pictures among the outputs. The student's process wrote them, so nothing about them is taken for granted."""
    for output in (output for cell in cells for output in cell.get("outputs", [])):
        match output:
            case {"data": {"image/png": str(data)}} if len(data) < MAX_BYTES * 3 // 2:
                try:
                    yield base64.b64decode("".join(data.split()), validate=True)
                except (binascii.Error, ValueError):
                    continue


def _small(png: bytes) -> str:
    """A PNG file as a small picture on white, drawn anew: nothing of the file itself is left. Empty if it is none."""
    if len(png) > MAX_BYTES:
        return ""
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                return ""
            colours = image.convert("RGBA")
        colours.thumbnail(SIZE)
        paper = Image.new("RGB", colours.size, "white")
        paper.paste(colours, mask=colours)
        file = io.BytesIO()
        paper.save(file, format="WEBP", quality=40)
    except Exception:  # noqa: BLE001  whatever is wrong with it, it is not shown
        return ""
    return base64.b64encode(file.getvalue()).decode()


# ------------------------------------------------------------------------------------------------------------- examples


def _definition(cells: Sequence[str], name: str) -> str:
    """The last definition of that name, without what could say whose it is; empty if it does not parse."""
    pattern = rf"^(?:async )?(?:def|class) {re.escape(name)}\b.*(?:\n(?:[ \t)\]}}#].*)?)*"
    found = [match[0] for cell in cells for match in re.finditer(pattern, cell, re.MULTILINE)]
    if not found or len(found[-1]) > MAX_DEFINITION:
        return ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the student's code
        try:
            return anonymous(ast.parse(found[-1]), _no_word)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return ""


def anonymous(tree: ast.Module, tells: Callable[[str | bytes], bool]) -> str:
    """A program without comments and docstrings, and without texts that tell whose it is."""
    return ast.unparse(_Anonymous(tells).visit(tree))


def _no_word(text: str | bytes) -> bool:
    return isinstance(text, bytes) or not re.fullmatch(r"[a-z_]{0,16}", text)


class _Anonymous(ast.NodeTransformer):
    """Takes out docstrings, and texts that tell; comments went when the code was parsed."""

    def __init__(self, tells: Callable[[str | bytes], bool]):
        self._tells = tells

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        if getattr(node, "body", None) == []:
            node.body = [ast.Pass()]  # type: ignore[attr-defined]
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        is_text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return None if is_text else self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return ast.Constant("…") if any(map(self._tell, ast.walk(node))) else node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.Constant("…") if self._tell(node) else node

    def _tell(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Constant) and isinstance(node.value, str | bytes) and self._tells(node.value)
