"""Causes: one error at one place, one misconception or one sentence, with all the checks that it cost."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple

from autograder.result import Check, Diagnosis, Outcome, Result, either, one_line, total


class Place(NamedTuple):
    """A line of the student's own: the count of its cell among the code cells, and of the line in it; both from 1."""

    cell: int
    line: int


@dataclass(frozen=True)
class Cause:
    """What went wrong once, however often it shows."""

    failed: tuple[Check, ...]
    """The checks that it failed, in the result's order."""
    waiting: tuple[Check, ...]
    """The checks that were not made, since they wait for one of these."""
    says: tuple[str, ...]
    """What was seen, each sentence once."""
    hints: tuple[str, ...]
    """Each hint once, with where to read again."""
    place: Place | None
    """Where an error arose, or else the line that a hint points to, if there is one."""

    @property
    def checks(self) -> tuple[Check, ...]:
        """All checks that it cost."""
        return self.failed + self.waiting

    @property
    def lost(self) -> float:
        """The points that it cost."""
        return total(check.max_points - check.points for check in self.checks)

    @property
    def tasks(self) -> tuple[str, ...]:
        """The tasks in which it cost points."""
        return tuple(dict.fromkeys(check.task for check in self.checks))


@dataclass(frozen=True)
class Causes:
    """What cost a submission its points: what went wrong, the dearest first, and the tasks that are not begun."""

    found: tuple[Cause, ...]
    unwritten: tuple[Check, ...]
    """The checks of what the student has not written yet."""

    def of(self, check: Check) -> Cause | None:
        """The cause that a check failed by."""
        return next((cause for cause in self.found if check in cause.failed), None)

    def beside(self, check: Check) -> tuple[Check, ...]:
        """The checks that failed by what this one failed by, in the result's order, itself among them."""
        cause = self.of(check)
        return cause.failed if cause else self.unwritten


_PLACE: Final = re.compile(r"cell (\d+), line (\d+): ")
_POINTED_TO: Final = re.compile(r"cell (\d+), line (\d+)\.$")
_UNFINISHED: Final = re.compile(r"because cell (\d+) did not finish: (?:cell \1, )?line (\d+): ")
_UNWRITTEN: Final = "not written yet"


def causes(result: Result) -> Causes:
    """What cost the points of a submission."""
    failed = [check for check in result.checks if check.outcome is Outcome.FAILED]
    unwritten = tuple(check for check in failed if _is_unwritten(check))
    groups: list[tuple[set[object], list[Check]]] = []
    for check in failed:
        if check in unwritten:
            continue
        keys, checks = {*_keys(result, check)}, [check]
        for other in [group for group in groups if group[0] & keys]:  # what it has in common joins them
            groups.remove(other)
            keys, checks = keys | other[0], other[1] + checks
        groups.append((keys, checks))
    waiting = {id(check): _waits_for(result, check) for check in result.checks if check.outcome is Outcome.SKIPPED}
    made = []
    for _, checks in groups:
        names = {check.name for check in checks}
        waits = tuple(check for check in result.checks if waiting.get(id(check)) in names)
        made.append(_cause(result, checks, waits))
    return Causes(tuple(sorted(made, key=lambda cause: -cause.lost)), unwritten)


def _is_unwritten(check: Check) -> bool:
    return check.code == "NOT_DEFINED" and _UNWRITTEN in check.rationale


def place(rationale: str) -> Place | None:
    """The line of the student's that a sentence names."""
    found = _PLACE.search(rationale) or _UNFINISHED.search(rationale)
    return Place(int(found[1]), int(found[2])) if found else None


def without_place(sentence: str) -> str:
    """The sentence as it is for everybody who has the error, wherever it stands in their notebooks."""
    return _PLACE.sub("", sentence)


def _keys(result: Result, check: Check) -> Iterator[object]:
    if where := place(check.rationale):
        yield where
    yield from ((d.misconception or d.line or d.task,) for d in _told(result, check))
    # That numbers differ is said of many faults alike; that a name is missing, of one.
    yield (check.task if check.code == "WRONG" else "", one_line(check.rationale) or id(check))


def _told(result: Result, check: Check) -> Iterator[Diagnosis]:
    """The diagnoses that have a hint for who failed a check; one of an error has none for another that arose elsewhere."""
    where = place(check.rationale)
    for one in result.diagnoses:
        at = Place(one.line.cell + 1, one.line.line) if one.by == "error" and one.line else None
        if one.task == check.task and one.hint and not (at and where and at != where):
            yield one


def _waits_for(result: Result, check: Check, depth: int = 20) -> str:
    """The name of the failed check that one waits for in the end."""
    needs = {name for need in check.needs for name in either(need)}
    for other in result.checks:
        if {other.name, other.task} & needs and other is not check:
            if other.outcome is Outcome.FAILED:
                return other.name
            if other.outcome is Outcome.SKIPPED and depth and (name := _waits_for(result, other, depth - 1)):
                return name
    return ""


def _cause(result: Result, failed: Sequence[Check], waiting: tuple[Check, ...]) -> Cause:
    says = dict.fromkeys(one_line(check.rationale) or "this does not hold yet" for check in failed)
    hints = dict[str, str]()
    for one in (d for check in failed for d in _told(result, check)):
        hints.setdefault(one_line(one.hint), one_line(one.explained, 200))
    pointed_to = (Place(int(found[1]), int(found[2])) for hint in hints if (found := _POINTED_TO.search(hint)))
    places = filter(None, chain((place(check.rationale) for check in failed), pointed_to))
    told = tuple(f"{hint} Read again: “{heading}”." if heading else hint for hint, heading in hints.items())
    return Cause(tuple(failed), waiting, tuple(says), told, next(places, None))
