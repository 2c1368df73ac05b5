"""Finds the misconception behind a failed check, by comparing numbers with those of known wrong solutions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy
import torch

from autograder.course import Overlay
from autograder.expect import leaves
from autograder.judge import Judgement
from autograder.record import Record, Unanswered
from autograder.result import Diagnosis, Outcome

SAME: Final = 0.02
"""A number is a misconception's when it is this much nearer to it than the misconception is to the right one."""
NOISE: Final = 1e-6
"""Differences up to this, relative to the size of the numbers, are rounding."""
CLUES: Final = "clues"


def diagnose(
    judgement: Judgement, record: Record, expected: Record, known: Mapping[str, Record], overlays: Sequence[Overlay]
) -> list[Diagnosis]:
    """For each task with a failed check the misconception whose numbers it shows, if one fits and no other.

    A misconception fits when, on the probes of the failed checks, it differs from what is expected and the submission
    answers as it does, wherever either of them differs from what is expected. When several fit, the answers under
    ``clues``, which are never graded, may tell them apart. Several that stay and have different hints: no diagnosis,
    since a wrong hint costs more than none.
    """
    hints = {overlay.name: overlay.text for overlay in overlays}
    found = []
    failed = [check for check in judgement.checks if check.outcome is Outcome.FAILED]
    for task in dict.fromkeys(check.task for check in failed):
        names = [check.name for check in failed if check.task == task]
        probes = set[str]().union(*(judgement.probes[name] for name in names))
        fitting = [name for name in hints if name in known and fits(record, expected, known[name], probes)]
        fitting = _closest(fitting, record, known, probes)
        if fitting and len({hints[name] for name in fitting}) == 1:
            found.append(Diagnosis(task, fitting[0], hints[fitting[0]]))
    return found


def fits(record: Record, expected: Record, wrong: Record, probes: Iterable[str]) -> bool:
    """Whether `record` is wrong on these probes just as `wrong` is."""
    evidence = False
    for probe in probes:
        mine, right, theirs = (_flat(r.get(probe)) for r in (record, expected, wrong))
        for place in right.keys() | mine.keys() | theirs.keys():
            values = [answers.get(place, _MISSING) for answers in (mine, right, theirs)]
            off = distance(values[2], values[1])
            if off == 0:
                if distance(values[0], values[1]) > 0:
                    return False
            elif distance(values[0], values[2]) > SAME * off:
                return False
            else:
                evidence = True
    return evidence


def _closest(names: Sequence[str], record: Record, known: Mapping[str, Record], probes: Iterable[str]) -> list[str]:
    """Those of `names` that share the most clues with the record."""

    def shared(name: str) -> int:
        total = 0
        for probe in probes:
            mine, theirs = _flat(record.get(probe), clues=True), _flat(known[name].get(probe), clues=True)
            total += sum(distance(value, theirs.get(place, _MISSING)) == 0 for place, value in mine.items())
        return total

    counts = {name: shared(name) for name in names}
    most = max(counts.values(), default=0)
    return [name for name, count in counts.items() if count == most]


_MISSING: Final = object()


def _flat(answers: Any, *, clues: bool = False) -> dict[str, Any]:
    if not isinstance(answers, dict):
        return {"": answers}
    part = answers.get(CLUES, {}) if clues else {key: value for key, value in answers.items() if key != CLUES}
    return dict(leaves(part))


def distance(one: Any, other: Any) -> float:
    """How far two answers are apart: 0 when the same up to rounding, infinite when they cannot be compared."""
    if type(one) is not type(other):
        return math.inf
    if isinstance(one, Unanswered):
        return 0.0 if one.code == other.code and _kind(one.message) == _kind(other.message) else math.inf
    if isinstance(one, numpy.ndarray):
        one, other = torch.from_numpy(one), torch.from_numpy(other)
    if isinstance(one, float):
        one, other = torch.tensor(one, dtype=torch.float64), torch.tensor(other, dtype=torch.float64)
    if not isinstance(one, torch.Tensor):
        return 0.0 if one == other else math.inf
    if one.shape != other.shape or one.dtype is not other.dtype:
        return math.inf
    if one.numel() == 0:
        return 0.0
    one, other = one.double(), other.double()
    finite = one.isfinite()
    if not torch.equal(finite, other.isfinite()) or not torch.equal(
        one[~finite].nan_to_num(7), other[~finite].nan_to_num(7)
    ):
        return math.inf
    off = torch.where(finite, one - other, 0.0).abs().max().item()
    size = torch.where(finite, other, 0.0).abs().max().item()
    return off if off > NOISE * max(1.0, size) else 0.0


def _kind(message: str) -> str:
    """An error's sentence without its place: ``cell 4, line 7: TypeError: ...`` and numbers differ between programs."""
    text = message.split(": ", 1)[1] if message.startswith("cell ") and ": " in message else message
    return "".join(letter for letter in text if not letter.isdigit())
