"""What `autograder import` prints: how much came over, and what did not, with the reason."""

from collections.abc import Iterator
from typing import Any

from autograder.result import one_line


def render(brought: Any) -> str:
    """The files, a sentence, and a line for each thing that could not be brought over as it was."""
    return "\n".join(_lines(brought)) + "\n"


def _lines(brought: Any) -> Iterator[str]:
    yield from map(str, brought.paths)
    yield f"{brought.questions} questions; {brought.done} of {brought.cases} cases brought over"
    rows = [(one_line(left.where), one_line(left.what), one_line(left.why)) for left in brought.left]
    first, second = (max((len(row[column]) for row in rows), default=0) for column in (0, 1))
    for where, what, why in rows:
        yield f"  LEFT  {where:{first}}  {what:{second}}  {why}".rstrip()
