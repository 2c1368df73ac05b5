"""What a student wrote and Python does not see: its stub stands below it once more, or it stands in a cell of text."""

import re
from collections.abc import Collection, Sequence
from typing import Final

import nbformat

from autograder.submission.written import stubs

_DEFINED: Final = re.compile(r"^(?:async\s+)?(?:def|class)\s+(\w+)\s*[(:\[]", re.MULTILINE)
_WHOLE: Final = re.compile(r"\A```\w*\n((?:(?!```).)*)```\Z", re.DOTALL)
_FENCED: Final = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def overlooked(cells: Sequence[nbformat.NotebookNode], asked: Collection[str]) -> list[str]:
    """A sentence for each definition that does not count, as it stands; in a text only for names that are asked for."""
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    written, covered = dict[str, int](), dict[str, int]()
    for index, source in enumerate(code):
        left = stubs(source) if "NotImplementedError" in source else ()
        for name in _DEFINED.findall(source):
            if name not in left:
                written[name] = index
                covered.pop(name, None)
            elif name in written:
                covered[name] = index
    found = [
        f"your `{name}` in cell {written[name] + 1} does not count: cell {index + 1} holds its stub once more; delete that"
        for name, index in covered.items()
    ]
    texts = [_FENCED.sub("", _WHOLE.sub(r"\1", cell.source.strip())) for cell in cells if cell.cell_type != "code"]
    known = {name for source in code for name in _DEFINED.findall(source)}
    return found + [
        f"your `{name}` stands in a cell of text, which does not run: make it a code cell"
        for text in texts
        for name in dict.fromkeys(_DEFINED.findall(text))
        if name in asked and name not in known
    ]
