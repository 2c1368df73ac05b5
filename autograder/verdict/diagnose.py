"""Finds the misconception behind a failed check, by comparing numbers with those of known wrong solutions."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import numpy
import torch

from autograder.course.assignment import Overlay
from autograder.record.answers import CLUES, EVIDENCE, Record, Unanswered
from autograder.result import Diagnosis, Outcome
from autograder.verdict.expect import leaves
from autograder.verdict.judge import Judgement

SAME: Final = 0.02
"""A number is a misconception's when it is this much nearer to it than the misconception is to the right one."""
NOISE: Final = 1e-6
"""Differences up to this, relative to the size of the numbers, are rounding."""


class Misconceptions:
    """The known wrong answers to an assignment's questions, ready to be compared with many submissions."""

    def __init__(self, expected: Record, known: Mapping[str, Record], overlays: Sequence[Overlay]):
        self._hints = {overlay.name: overlay.text for overlay in overlays if overlay.name in known}
        self.known = {overlay.name: overlay for overlay in overlays if overlay.name in known}
        self._right = _flat(expected)
        self._wrong = {name: _flat(known[name]) for name in self._hints}
        self._off = {name: _differences(flat, self._right) for name, flat in self._wrong.items()}

    def diagnose(self, judgement: Judgement, record: Record) -> list[Diagnosis]:
        """For each task with a failed check the misconception whose numbers it shows, if one fits and no other.

        A misconception fits when, on the probes of the failed checks, it differs from what is expected and the
        submission answers as it does, wherever either of them differs from what is expected. When none fits all failed
        checks of a task, since two things are wrong, the first check that one fits counts. In any case it does nothing
        to the task's other failed checks, and to what passed anywhere, that the submission does not do. When several
        fit, the one that agrees in the most places counts, all other probes and the answers under ``clues``, which are
        never graded, included; or else the one that alone fits another task. Several that stay and have different
        hints: no diagnosis, since a wrong hint costs more than none.
        """
        failed = [check for check in judgement.checks if check.outcome is Outcome.FAILED]
        if not failed:
            return []
        mine = _flat(record)
        off = _differences(mine, self._right)
        right = {p for c in judgement.checks if c.outcome is Outcome.PASSED for p in judgement.probes[c.name]}
        fitting: dict[str, list[str]] = {}
        for task in dict.fromkeys(check.task for check in failed):
            each = [judgement.probes[check.name] for check in failed if check.task == task]
            every = set[str]().union(*each)
            likely = [name for name in self._hints if self._does(name, mine, every | right)]
            fits = ([n for n in likely if self._fits(n, off, probes)] for probes in (every, *each))
            fitting[task] = self._closest(next(filter(None, fits), []), mine)
        certain = {names[0] for names in fitting.values() if self._agree(names)}
        found = []
        for task, names in fitting.items():
            chosen = names if self._agree(names) else [name for name in names if name in certain]
            if self._agree(chosen):
                found.append(Diagnosis(task, chosen[0], self._hints[chosen[0]]))
        return found

    def explains(self, name: str, record: Record, probes: Collection[str]) -> bool:
        """Whether all answers to these probes are those of the solution with that misconception in it, to the last digit."""
        mine, wrong = _flat(record.only(probes)), self._wrong[name]
        places = {place for place in mine.keys() | wrong.keys() if place[0] in probes and place[1] != CLUES}
        pairs = [(mine.get(place, _MISSING), wrong.get(place, _MISSING)) for place in places]
        return not any(isinstance(one, Unanswered) or distance(one, other) for one, other in pairs)

    def _agree(self, names: Sequence[str]) -> bool:
        return len({self._hints[name] for name in names}) == 1

    def _does(self, name: str, mine: _Flat, probes: Collection[str]) -> bool:
        """Whether the submission answers as the misconception does, wherever that one differs from what is expected."""
        wrong = self._wrong[name]
        return all(
            distance(mine.get(place, _MISSING), wrong.get(place, _MISSING)) <= (SAME * far if far < math.inf else 0)
            for place, far in self._off[name].items()
            if place[0] in probes and place[1] != CLUES
        )

    def _fits(self, name: str, off: Mapping[_Place, float], probes: Collection[str]) -> bool:
        """Whether the submission differs from what is expected where the misconception does, and nowhere else."""
        theirs, here = ({p for p in places if p[0] in probes and p[1] != CLUES} for places in (self._off[name], off))
        return bool(theirs) and here == theirs

    def _closest(self, names: list[str], mine: _Flat) -> list[str]:
        if len(names) < 2:
            return names
        shared = {
            name: sum(distance(value, self._wrong[name].get(place, _MISSING)) == 0 for place, value in mine.items())
            for name in names
        }
        return [name for name in names if shared[name] == max(shared.values())]


def _differences(one: _Flat, other: _Flat) -> dict[_Place, float]:
    """The places where two records differ, and how far."""
    far = {place: distance(one.get(place, _MISSING), other.get(place, _MISSING)) for place in one.keys() | other.keys()}
    return {place: value for place, value in far.items() if value > 0}


def farthest(one: Record, other: Record) -> float:
    """How far two records are apart where it is most: 0 when the same up to rounding, infinite when of another form."""
    return max(_differences(_flat(one), _flat(other)).values(), default=0.0)


_MISSING: Final = object()


_Place = tuple[str, str, str]
"""A probe, a key of its answers, and the place below it."""
_Flat = dict[_Place, Any]


def _flat(record: Record) -> _Flat:
    flat: _Flat = {}
    for probe, answers in record.items():
        if isinstance(answers, Unanswered):
            flat[probe, "", ""] = answers
            continue
        for key, value in answers.items():
            if key == EVIDENCE:
                continue
            flat.update({(probe, key, place): leaf for place, leaf in leaves(value)})
    return flat


def distance(one: Any, other: Any) -> float:
    """How far two answers are apart: 0 when the same up to rounding, infinite when they cannot be compared."""
    if type(one) is not type(other):
        return math.inf
    if isinstance(one, Unanswered):
        return 0.0 if one.code == other.code and _kind(one.message) == _kind(other.message) else math.inf
    if isinstance(one, numpy.ndarray):
        one, other = torch.from_numpy(one), torch.from_numpy(other)
    if isinstance(one, float):
        if one == other or (math.isnan(one) and math.isnan(other)):
            return 0.0
        off = abs(one - other)
        return off if off > NOISE * max(1.0, abs(other)) else 0.0
    if not isinstance(one, torch.Tensor):
        return 0.0 if one == other else math.inf
    if one.shape != other.shape or one.dtype is not other.dtype:
        return math.inf
    if torch.equal(one, other):
        return 0.0
    one, other = one.double(), other.double()
    finite = one.isfinite()
    if not torch.equal(one[~finite].nan_to_num(7), other[~finite].nan_to_num(7)) or not other[finite].isfinite().all():
        return math.inf
    if not finite.any():
        return 0.0
    off = float((one - other)[finite].abs().max())
    return off if off > NOISE * max(1.0, float(other[finite].abs().max())) else 0.0


def _kind(message: str) -> str:
    """An error's sentence without what differs between programs: places such as ``cell 4, line 7``, and addresses."""
    return re.sub(r"cell \d+(, line \d+)?|0x[0-9a-f]+", "", message)
