"""What judging again changes: who gets more or fewer points, by how much, and why; as text for a terminal."""

import statistics
from collections.abc import Iterator, Sequence

from autograder.result import Check, Outcome, Result, one_line

Change = tuple[Result, Result]
"""A submission's result as it was and as it is now."""


def render(changes: Sequence[Change]) -> str:
    """A paragraph for each submission that changes, and a line about all of them."""
    return "".join(f"{line}\n" for change in changes for line in _lines(*change)) + _total(changes)


def _lines(before: Result, after: Result) -> Iterator[str]:
    reasons = [*_reasons(before, after)]
    if reasons:
        points = f"{_score(before):g} -> {_score(after):g} / {after.max_score:g}"
        yield f"{one_line(after.student):<20} {points}"
        yield from (f"  {reason}" for reason in reasons)


def _score(result: Result) -> float:
    return result.score or 0.0  # what was not graded is not judged, so it stays as it was


def _reasons(before: Result, after: Result) -> Iterator[str]:
    """What differs, check by check."""
    old, new = ({(check.task, check.name): check for check in result.checks} for result in (before, after))
    for place in dict.fromkeys([*old, *new]):
        one, other = old.get(place), new.get(place)
        if one != other:
            yield f"{place[0]}  {_reason(one, other)}"
    for task in dict.fromkeys([*before.tasks, *after.tasks]):
        if before.hints(task) != after.hints(task):
            yield from (f"{task}  hint: {hint}" for hint in after.hints(task) or ["none any more"])


def _reason(old: Check | None, new: Check | None) -> str:
    if old is None or new is None:
        check = new or old
        assert check is not None
        return f"{check.title}: " + (f"a new check, {_worth(check)}" if new else "no check any more")
    if (old.outcome, old.points, old.max_points) == (new.outcome, new.points, new.max_points):
        return f"{new.title}: the same points, in other words: {new.rationale or new.outcome}"
    return f"{new.title}: {_worth(old)} -> {_worth(new)}{_why(old, new)}"


def _worth(check: Check) -> str:
    return f"{check.outcome} {check.points:g} / {check.max_points:g}"


def _why(old: Check, new: Check) -> str:
    """What was seen then, of a check that passes now; else what is seen now."""
    if new.outcome is Outcome.PASSED:
        return f" (it was: {old.rationale})" if old.rationale else ""
    return f" ({new.rationale})" if new.rationale else ""


def _total(changes: Sequence[Change]) -> str:
    changes = [change for change in changes if change[1].score is not None]
    if not changes:
        return "Nothing to judge.\n"
    up = sum(_score(after) > _score(before) for before, after in changes)
    down = sum(_score(after) < _score(before) for before, after in changes)
    other = sum(any(_reasons(*change)) for change in changes) - up - down
    means = [statistics.mean(map(_score, results)) for results in zip(*changes, strict=True)]
    return (
        f"{len(changes)} judged again: {up} get more points, {down} fewer, {other} the same for other reasons; "
        f"mean {means[0]:.4g} -> {means[1]:.4g}\n"
    )
