"""The result as Markdown, for a job's summary or a comment: a table, then what was seen."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from autograder.reports.words import STAMPS, below, open_because, points, score
from autograder.result import Check, Outcome, Result, one_line

MARKS: Final = {Outcome.PASSED: "✅", Outcome.FAILED: "❌", Outcome.SKIPPED: "⏳", Outcome.ERROR: "⚠️"}
_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>#|&~@$:]|(?<=www)\.", re.IGNORECASE)
"""What Markdown, GitHub or HTML could read as more than text."""


def render(result: Result, *, plots: Sequence[str] = ()) -> str:
    """The table of one submission; `plots` are the names of files to look for beside it, since pages of GitHub show no
    picture that lies nowhere on the web."""
    return "\n".join(_lines(result, plots)) + "\n"


def _lines(result: Result, plots: Sequence[str]) -> Iterator[str]:
    unit = "" if result.ungraded else " points so far" if result.is_open else " points"
    yield f"### {escaped(result.assignment, 100)}: {score(result)}{unit}\n"
    if stamp := STAMPS[result.protection]:
        yield f"**{escaped(stamp)}**\n"
    if result.ungraded:
        yield f"{_code(open_because(result))}\n"
        return
    yield "| | task | check | points |"
    yield "|:-:|---|---|--:|"
    for check in result.checks:
        told = "<br>".join([_code(check.title), *(_code(line) for line in below(result, check))])
        yield f"| {MARKS[check.outcome]} | {escaped(check.task, 20)} | {told} | {_earned(check)} |"
    yield ""
    stopped = [f"Cell {cell.index + 1} {cell.error}" for cell in result.cells if cell.outcome != "ok"]
    for note in [*stopped[:10], *result.notes[:20]]:
        yield f"- note: {_code(note)}"
    if plots:
        yield f"\nPlots, as they were checked: {', '.join(map(escaped, plots))}."


def _earned(check: Check) -> str:
    earned = "?" if check.outcome is Outcome.ERROR else points(check.points)
    return f"{earned} / {points(check.max_points)}"


def escaped(text: str, limit: int = 600) -> str:
    """The text as text: entities in place of what is special, and a comment after each @, so that nobody is called."""
    return _entities(one_line(text, limit))


def _entities(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};" + "<!-- -->" * (match[0] in "@#"), text)


def _code(text: str) -> str:
    """The text with what stands between backticks set as code."""
    parts = re.split(r"`([^`]+)`", one_line(text, 600))
    return "".join(f"<code>{_entities(part)}</code>" if n % 2 else _entities(part) for n, part in enumerate(parts))
