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
    answers as it does, wherever either of them differs from what is expected. When several fit, the one
    that agrees in the most places counts, all other probes and the answers under ``clues``, which are never graded,
    included; or else the one that alone fits another task. Several that stay and have different hints: no diagnosis,
    since a wrong hint costs more than none.
    """
    hints = {overlay.name: overlay.text for overlay in overlays if overlay.name in known}
    failed = [check for check in judgement.checks if check.outcome is Outcome.FAILED]
    fitting: dict[str, list[str]] = {}
    for task in dict.fromkeys(check.task for check in failed):
        probes = set[str]().union(*(judgement.probes[check.name] for check in failed if check.task == task))
        names = [name for name in hints if fits(record, expected, known[name], probes)]
        fitting[task] = _closest(names, record, known)
    certain = {names[0] for names in fitting.values() if _agree(names, hints)}
    found = []
    for task, names in fitting.items():
        chosen = names if _agree(names, hints) else [name for name in names if name in certain]
        if _agree(chosen, hints):
            found.append(Diagnosis(task, chosen[0], hints[chosen[0]]))
    return found


def _agree(names: Sequence[str], hints: Mapping[str, str]) -> bool:
    return len({hints[name] for name in names}) == 1


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
            elif distance(values[0], values[2]) > (SAME * off if off < math.inf else 0):
                return False
            else:
                evidence = True
    return evidence


def _closest(names: Sequence[str], record: Record, known: Mapping[str, Record]) -> list[str]:
    """Those of `names` that answer as the record does in the most places, clues and other probes included."""

    def shared(name: str) -> int:
        total = 0
        for probe, answers in record.items():
            mine, theirs = _flat(answers, clues=True), _flat(known[name].get(probe), clues=True)
            total += sum(distance(value, theirs.get(place, _MISSING)) == 0 for place, value in mine.items())
        return total

    counts = {name: shared(name) for name in names} if len(names) > 1 else dict.fromkeys(names, 0)
    most = max(counts.values(), default=0)
    return [name for name, count in counts.items() if count == most]


_MISSING: Final = object()


def _flat(answers: Any, *, clues: bool = False) -> dict[str, Any]:
    if not isinstance(answers, dict):
        return {"": answers}
    return dict(leaves({key: value for key, value in answers.items() if clues or key != CLUES}))


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
