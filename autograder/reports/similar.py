"""Submissions that share unlikely code: a page that shows them side by side, and a line for each pair."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from rich.cells import set_cell_size

from autograder.reports.page import fill
from autograder.result import clean, one_line

WARNING: Final = "What two submissions share is a reason to look, not a verdict."
AROUND: Final = 2
"""Lines that are shown around those that are shared."""
MAX_LINES: Final = 200


@dataclass(frozen=True)
class Side:
    """One of two submissions: its code, and from where to where the other has it too."""

    student: str
    code: str
    spans: Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Pair:
    """Two submissions and the share of the smaller one's unlikely code that both have."""

    score: float
    left: Side
    right: Side


@dataclass(frozen=True)
class Similarities:
    """The pairs of a class that are worth a look, the most alike first."""

    assignment: str
    compared: int
    pairs: Sequence[Pair]
    problems: Mapping[str, str] = field(default_factory=dict)
    """Who could not be compared, and why."""


def render(found: Similarities) -> str:
    """The page: the ranking, then each pair side by side."""
    return fill("similar.jinja", found=found, warning=WARNING, lines=_lines)


def lines(found: Similarities) -> str:
    """A line for each pair."""
    rows = [
        (f"{pair.score:5.0%}", one_line(pair.left.student, 24), one_line(pair.right.student, 24))
        for pair in found.pairs
    ]
    return "".join(f"{share}  {set_cell_size(one, 24)}  {other}\n" for share, one, other in rows)


class _Line(NamedTuple):
    number: int
    """0 where lines are left out."""
    text: str
    is_shared: bool


def _lines(side: Side) -> Iterator[_Line]:
    """The lines that are shared and those around them."""
    texts, shared = side.code.split("\n"), _shared(side)
    near = {line + step for line in shared for step in range(-AROUND, AROUND + 1)}
    last = 0
    for number, text in [(n, text) for n, text in enumerate(texts, 1) if n in near][:MAX_LINES]:
        if number != last + 1:
            yield _Line(0, "", False)
        yield _Line(number, clean(text, 300), number in shared)
        last = number


def _shared(side: Side) -> set[int]:
    """The numbers of the lines that lie in a span and hold anything."""
    found, start = set(), 0
    for number, text in enumerate(side.code.split("\n"), 1):
        end = start + len(text)
        inner = [(max(start, one), min(end, other)) for one, other in side.spans if one < end and other > start]
        if any(side.code[one:other].strip() for one, other in inner):
            found.add(number)
        start = end + 1
    return found
