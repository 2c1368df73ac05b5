"""What a student wrote and Python does not see: its stub stands below it once more, or it stands in a cell of text."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import nbformat

from autograder.submission.notebook import BLOCK

_MADE: Final = re.compile(r"(?:async\s+)?(?:def|class)\s+(\w+)\s*[(:\[]")
_WHOLE: Final = re.compile(r"\A```\w*\n((?:(?!```).)*)```\Z", re.DOTALL)
_FENCED: Final = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def overlooked(cells: Sequence[nbformat.NotebookNode]) -> list[str]:
    """A sentence for each definition that does not count, as it stands."""
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    written, covered = dict[str, int](), dict[str, int]()
    for index, source in enumerate(code):
        for name, block in _definitions(source):
            if not _is_stub(block):
                written[name] = index
                covered.pop(name, None)
            elif name in written:
                covered[name] = index
    found = [
        f"your `{name}` in cell {written[name] + 1} does not count: cell {index + 1} holds its stub once more; delete that"
        for name, index in covered.items()
    ]
    texts = [_FENCED.sub("", _WHOLE.sub(r"\1", cell.source.strip())) for cell in cells if cell.cell_type != "code"]
    known = {name for source in code for name, _ in _definitions(source)}
    return found + [
        f"your `{name}` stands in a cell of text, which does not run: make it a code cell"
        for text in texts
        for name, _ in _definitions(text)
        if name not in known
    ]


def _definitions(source: str) -> Iterator[tuple[str, str]]:
    """The functions and classes at the top level of a text, which may not compile, each with its text."""
    for block in BLOCK.split(source):
        if defined := _MADE.match(block):
            yield defined[1], block


def _is_stub(block: str) -> bool:
    last = block.rstrip().rpartition("\n")[2].strip()
    return last.startswith("raise NotImplementedError(") and "not written yet" in last
