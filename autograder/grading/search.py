"""The repair search: where no known fault explains a failed task, the line whose change makes it right.

Edits of the student's own definitions (`edits`) are tried in the student's own child, which is asked a failed check's
questions about each; what it answers is judged here. A find is run once more from the top, in a child of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from autograder.grading.edits import Edit, definitions, edits, reached
from autograder.grading.follow import FollowThrough
from autograder.record.answers import CLUES, EVIDENCE, Answers, Record, Repair, Unanswered
from autograder.result import Check, Diagnosis, Line, Outcome
from autograder.verdict.diagnose import distance
from autograder.verdict.expect import leaves
from autograder.verdict.judge import Judge, same_form
from autograder.wall.sandbox import Job, Sandbox

TRIES: Final = 500
"""Edits that are tried for a task, and once more on top of the best of them."""
SECONDS: Final = 2.0
"""Seconds of the processor that the search may take for a task..."""
SECONDS_IN_ALL: Final = 5.0
"""...and for a submission."""
PROBE_SECONDS: Final = 1.0
"""Seconds that one question may take: an edit may make an endless loop."""
FINDS: Final = 3
"""Finds of a task that are run once more."""


@dataclass
class _Best:
    """The edit after which a program answers as expected in the most places, if they are more than before, and how many."""

    agreeing: int
    left: float
    """Seconds that the search has left."""
    edit: Edit | None = None


@dataclass(frozen=True)
class Found:
    """The edits after which checks pass that had failed: all of their task's, or only some."""

    repairs: tuple[Repair, ...]
    whole: bool


class Search:
    """Looks for repairs of a submission's failed tasks."""

    def __init__(self, sandbox: Sandbox, judge: Judge, expected: Record, follow: FollowThrough):
        self._sandbox, self._judge, self._expected, self._follow = sandbox, judge, expected, follow

    def look(self, job: Job, record: Record, checks: Sequence[Check], known: Collection[str]) -> None:
        """Adds to the record what the program answers with the repairs that were found; `known` tasks have a diagnosis."""
        left = SECONDS_IN_ALL
        tasks = {
            task: [check for check in checks if check.task == task] for task in dict.fromkeys(c.task for c in checks)
        }
        open_ = {task: some for task, some in tasks.items() if task not in known and _is_open(some)}
        for some in open_.values():
            if left > 0 and not ((found := self.found(some, record)) and found.whole):
                asked = self._follow.probes([check for others in open_.values() for check in others])
                left -= self._task(job, record, some, checks, asked, min(SECONDS, left))

    def found(self, of_task: Sequence[Check], record: Record) -> Found | None:
        """The first edits that make a task right, or else those that make right some of it and break nothing."""
        names = {check.name for check in of_task}
        before = {check.name for check in of_task if check.outcome is Outcome.PASSED and not check.followed}
        failed = {check.name for check in of_task if check.outcome is Outcome.FAILED}
        waiting = {check.name for check in of_task if check.outcome is Outcome.SKIPPED}
        part: Found | None = None
        for repairs, answers in record.repaired.items():
            if self._follow.probes(of_task) <= answers.keys():
                judged = self._judge(answers, only=names).checks
                passed = {check.name for check in judged if check.outcome is Outcome.PASSED}
                if before | failed | waiting <= passed:
                    return Found(repairs, True)
                if part is None and before <= passed and failed & passed:
                    part = Found(repairs, False)
        return part

    def _task(
        self,
        job: Job,
        record: Record,
        of_task: Sequence[Check],
        checks: Sequence[Check],
        asked: Collection[str],
        seconds: float,
    ) -> float:
        """Looks for the one edit that makes a task right; else for another one on top of what made it better.

        An edit is asked the questions of the first failed check alone: few get past it. Gives back the seconds that it took.
        """
        first = next(check for check in of_task if check.outcome is Outcome.FAILED)
        about, mine = self._follow.about([first]), self._follow.probes([first])
        again = replace(job, probes=[probe for probe in job.probes if probe in asked])
        patience = dict.fromkeys(job.probes, PROBE_SECONDS)
        trying = replace(job, probes=[probe for probe in job.probes if probe in mine], seconds=patience)
        passed = [check for check in checks if check.outcome is Outcome.PASSED and not check.followed]
        some = reached(definitions(job.cells), sorted(about), self._follow.about(passed) - about)
        base: Edit | None = None
        best = _Best(_agreeing(record.only(mine), self._expected), seconds)
        for _ in range(2):
            for edit in self._right(trying, first, [*islice(edits(some, base), TRIES)], best):
                best.left -= self._run(again, record, [edit] if base is None else [base, edit])
                if (found := self.found(of_task, record)) and found.whole:
                    return seconds - best.left
                if base is None:
                    best.agreeing, best.edit = sys.maxsize, edit
            if base is not None or best.edit is None:
                break
            base = best.edit
            trying = replace(trying, cells=base.definition.put(job.cells, base.text))
        return seconds - best.left

    def _right(self, job: Job, check: Check, some: Sequence[Edit], best: _Best) -> Iterator[Edit]:
        """The edits after which a check passes, as long as there is time left."""
        found: list[int] = []
        start = 0
        known = set[tuple[object, ...]]()

        def seen(number: int, answers: Record) -> bool:
            if any(isinstance(answer, Unanswered) for answer in answers.values()):
                return True
            said = tuple(bytes(answer.packed) for answer in answers.values() if isinstance(answer, Answers))
            if said in known:
                return True
            known.add(said)
            answers = same_form(answers, self._expected)
            if (agreeing := _agreeing(answers, self._expected)) > best.agreeing:
                best.agreeing, best.edit = agreeing, some[start + number]
            (judged,) = self._judge(answers, only={check.name}).checks
            if judged.outcome is Outcome.PASSED:
                found.append(start + number)
            return not found

        for _ in range(FINDS):
            tries = [(edit.definition.name, edit.text) for edit in some[start:]]
            best.left -= self._sandbox.search(replace(job, tries=tries), best.left, seen)
            if not found or best.left <= 0:
                return
            yield some[found[0]]
            start = found.pop() + 1

    def _run(self, job: Job, record: Record, some: Sequence[Edit]) -> float:
        """Runs the program with these edits from the top, and adds what it answers. Gives back the seconds that it took."""
        cells = list(job.cells)
        for edit in some:
            cells = definitions(cells)[edit.definition.name].put(cells, edit.text)
        run = self._sandbox.run(replace(job, cells=cells))
        answers = same_form(run.record, self._expected).without(CLUES)
        record.repaired[tuple(Repair(it.definition.cell, it.line, it.words) for it in some)] = answers
        return run.usage.cpu_s


def located(task: str, found: Found, level: int) -> Iterator[Diagnosis]:
    """What is said of a task's repair: where it is at level 3 of the ladder, else only that little is missing."""
    several = len(found.repairs) > 1
    for repair in found.repairs:
        place = f"cell {repair.cell + 1}, line {repair.line}"
        if level < 3:
            changes = "a change in two places" if several else "one change"
            says = f"{changes} is enough: all else that this task asks for is right." if found.whole else ""
            hint = says[:1].upper() + says[1:]
        elif found.whole and not several:
            hint = f"All else that this task asks for is right; look at {place}."
        else:
            hint = f"One of two places to look at is {place}." if found.whole else f"One place to look at is {place}."
        yield Diagnosis(task, "", hint, "repair", Line(repair.cell, repair.line), repair.words)


def _is_open(of_task: Sequence[Check]) -> bool:
    """Whether a task failed by what its functions give back or raise: nothing is tried on what hangs, ends or is missing."""
    failed = [check for check in of_task if check.outcome is Outcome.FAILED]
    return bool(failed) and all(check.code == "WRONG" for check in failed)


def _agreeing(one: Record, other: Record) -> int:
    """How much of the answers is as expected, but for clues and evidence: of each value its type, its form, itself."""
    count = 0
    for probe, answers in one.items():
        wanted = other.get(probe)
        if isinstance(answers, Answers) and isinstance(wanted, Answers):
            for key in wanted.keys() & answers.keys() - {CLUES, EVIDENCE}:
                mine = dict(leaves(answers[key]))
                count += sum(_alike(mine[place], leaf) for place, leaf in leaves(wanted[key]) if place in mine)
    return count


def _alike(one: object, other: object) -> int:
    same = type(one) is type(other)
    form = same and all(getattr(one, name, 0) == getattr(other, name, 0) for name in ("shape", "dtype"))
    return same + form + 2 * (form and distance(one, other) == 0)
