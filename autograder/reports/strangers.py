"""What `autograder prove --strangers` prints: how far catching, naming and locating carry beyond the known faults."""

from collections.abc import Iterator, Sequence
from typing import Any

TIERS = ("numbers", "pair", "error", "repair")


def render(found: Any) -> str:
    """The figures of one assignment as text, and what is not as it should be."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Any) -> Iterator[str]:
    yield f"{found.assignment}"
    yield "  kind       programs  caught  named  located  line right"
    kinds = found.kinds
    for kind in [*kinds, *(["all wrong"] if len(kinds) > 1 else [])]:
        yield _row(kind, [one for one in found.wrong if kind in (one.program.kind, "all wrong")])
    if found.right:
        yield f"  {'right':9}  {len(found.right):8}  at full marks {sum(one.full for one in found.right)}"
    tiers = [f"{found.tiers[name]} by {name}" for name in TIERS if found.tiers.get(name)]
    if tiers:
        yield f"  tasks diagnosed: {', '.join(tiers)}"
    yield from (f"  {problem}" for problem in found.problems)


def _row(kind: str, some: Sequence[Any]) -> str:
    told = [one for one in some if one.lines]
    counts = [sum(getattr(one, name) for one in some) for name in ("caught", "named", "located")]
    right = f"{sum(one.line_right for one in told)} of {len(told)}" if told else ""
    return f"  {kind:9}  {len(some):8}  {counts[0]:6}  {counts[1]:5}  {counts[2]:7}  {right:>10}".rstrip()
