"""What `autograder import` prints: how much came over, and what did not, with the reason."""

from collections.abc import Iterator
from typing import Any


def render(brought: Any) -> str:
    """The files, a sentence, and a line for each thing that could not be brought over as it was."""
    return "\n".join(_lines(brought)) + "\n"


def _lines(brought: Any) -> Iterator[str]:
    yield from map(str, brought.paths)
    yield f"{brought.questions} questions; {brought.done} of {brought.cases} cases brought over"
    where, what = (max((len(part) for part in parts), default=0) for parts in _columns(brought.left))
    for left in brought.left:
        yield f"  LEFT  {left.where:{where}}  {left.what:{what}}  {left.why}".rstrip()


def _columns(left: Any) -> tuple[list[str], list[str]]:
    return [one.where for one in left], [one.what for one in left]
