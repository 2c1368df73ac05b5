"""What a student wrote and Python does not see is named, and nothing else."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.submission.overlooked import overlooked

MINE = "def double(x):\n    return 2 * x"
STUB = (
    'def double(x):\n    """Twice x."""\n    raise NotImplementedError("Task 1.1: not written yet (your code ...)")\n'
)
BELOW = "your `double` in cell 1 does not count: cell 2 holds its stub once more; delete that"
AS_TEXT = "your `double` stands in a cell of text, which does not run: make it a code cell"


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ([new_code_cell(MINE), new_code_cell(STUB)], [BELOW]),
        ([new_code_cell(STUB), new_code_cell(MINE)], []),
        ([new_code_cell(MINE), new_code_cell(STUB), new_code_cell(MINE)], []),
        ([new_code_cell(STUB), new_code_cell(STUB)], []),
        ([new_code_cell(f"{MINE}\n\n%%% no Python"), new_code_cell(STUB)], [BELOW]),
        ([new_markdown_cell(MINE)], [AS_TEXT]),
        ([new_markdown_cell(f"```python\n{MINE}\n```")], [AS_TEXT]),
        ([new_markdown_cell(MINE), new_code_cell(MINE)], []),
        ([new_markdown_cell(f"Such as\n```python\n{MINE}\n```\nor so.")], []),
        ([new_markdown_cell("class by itself")], []),
        ([new_markdown_cell("def helper(x):\n    return x")], []),
    ],
    ids="below above again unwritten broken text fenced both example prose other".split(),
)
def test_a_definition_that_does_not_count_is_named(cells: list[object], says: list[str]) -> None:
    """The stub once more below what was written, or code in a cell of text: the student reads why there is nothing."""
    assert says == overlooked(cells, {"double"})  # type: ignore[arg-type]
