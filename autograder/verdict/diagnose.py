"""Finds the misconception behind a failed check, by comparing numbers with those of known wrong solutions."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any, Final

import numpy
import torch

from autograder.course.assignment import Overlay
from autograder.record.answers import CLUES, EVIDENCE, Record, Unanswered
from autograder.result import Check, Diagnosis, Outcome
from autograder.verdict import relation
from autograder.verdict.expect import leaves
from autograder.verdict.judge import Judgement
from autograder.verdict.stopped import stopped

SAME: Final = 0.02
"""A number is a misconception's when it is this much nearer to it than the misconception is to the right one."""
NOISE: Final = 1e-6
"""Differences up to this, relative to the size of the numbers, are rounding."""
SLIGHT: Final = 1e-4
"""Differences up to this beside a known fault are another way to compute, or too small to be what a check failed by."""
TRIES: Final = 16
"""How many pairs of misconceptions are merged and asked for one task."""
ENOUGH: Final = 4
"""So many numbers must lie on a line before that says anything."""
CLAIM: Final = re.compile(
    r"((?<!that )(?<!what )\b(is|are|was|were) (right|fine|there)\b(?! o(n|ut of)\b)|\b(has|have) the right\b)"
    r"(?![^.,:;!?]*\?)"
)
"""What a hint says that takes something for right: it is said only where all that failed in the task was compared.

A question takes nothing for right, as "How many are there?" does not.
"""

Together = Callable[[Overlay, Overlay, Collection[str]], Record | None]
"""What two misconceptions at once answer to these questions, if they can be merged."""


@dataclass(frozen=True)
class _Known:
    """The answers of a known wrong program, and where they differ from what is expected, how far."""

    overlay: Overlay
    flat: _Flat
    off: Mapping[_Place, float]
    foreseen: bool = True
    """Whether a program with these answers is known, and not only one with another value of a constant."""

    def shows(self, probes: Collection[str]) -> set[_Place]:
        """Where it differs in the answers to these questions, clues apart."""
        return _graded(self.off, probes)

    def at(self, place: _Place, mine: _Flat) -> bool:
        """Whether a submission answers as it does in a place where it differs."""
        far, one, other = self.off[place], mine.get(place, _MISSING), self.flat.get(place, _MISSING)
        near = distance(one, other) <= SAME * far if far < math.inf else not distance(one, other, noise=SLIGHT)
        return near or _both_go_astray(one, other)

    def done(self, mine: _Flat, probes: Collection[str]) -> bool:
        """Whether a submission answers as it does, wherever it differs from what is expected."""
        return all(self.at(place, mine) for place in self.shows(probes))

    def may_be(self, seen: _Seen, passed: Collection[str]) -> bool:
        """Whether nothing that passed speaks against it: a right answer in a place where it does not give one."""
        return all(self.at(place, seen.mine) or seen.more([place]) for place in self.shows(passed))


class Misconceptions:
    """The known wrong answers to an assignment's questions, ready to be compared with many submissions.

    `probes` are the questions that each check reads when it passes: all of them are evidence, also behind the comparison
    that failed first.
    """

    def __init__(
        self,
        expected: Record,
        known: Mapping[str, Record],
        overlays: Sequence[Overlay],
        probes: Mapping[str, Collection[str]] | None = None,
    ):
        self._expected, self._records = expected, known
        self._overlays = [overlay for overlay in overlays if overlay.name in known]
        self.known = {overlay.known_as: overlay for overlay in self._overlays}
        self._right = _flat(expected)
        self._probes = probes or {}

    @cached_property
    def _all(self) -> Sequence[_Known]:
        """All of them, for the first submission that has something wrong."""
        return [self._compared(overlay, self._records[overlay.name]) for overlay in self._overlays]

    def _compared(self, overlay: Overlay, record: Record) -> _Known:
        """Most of its answers are the expected ones themselves, of which nothing need be compared."""
        same = {probe for probe, answers in record.items() if answers is self._expected.get(probe)}
        flat = _flat(record.only(record.keys() - same))
        right = {place: value for place, value in self._right.items() if place[0] not in same}
        return _Known(overlay, _only(self._right, same) | flat, _differences(flat, right))

    def diagnose(self, judgement: Judgement, record: Record, together: Together | None = None) -> list[Diagnosis]:
        """For each task with a failed check the misconception whose numbers it shows, if one fits and no other.

        A misconception fits when, on the probes of the failed checks, it differs from what is expected and the
        submission answers as it does, wherever either of them differs from what is expected. In any case it does nothing
        to what passed anywhere that the submission does not do. When several fit, the one that agrees in the most places
        counts, all other probes and the answers under ``clues``, which are never graded, included; or else the one that
        alone fits another task. Several that stay and have different hints: no diagnosis, since a wrong hint costs more
        than none.

        A value of a constant that nobody has foreseen must fit in every failed task in which the misconception shows: some
        such value comes near to the answers of many other programs.

        When none fits all failed checks of a task, there may be two at once: each shows in its own places, or `together`
        knows what both answer. Or some failed checks have one of their own. Otherwise what is seen may say it: an error
        whose meaning is plain, or numbers that are right but for one thing.
        """
        failed = [check for check in judgement.checks if check.outcome is Outcome.FAILED]
        if not failed:
            return []
        seen = _Seen(_flat(record), self._right)
        passed = {p for c in judgement.checks if c.outcome is Outcome.PASSED for p in judgement.probes[c.name]}
        tasks = dict.fromkeys(check.task for check in failed)
        read = {check.name: {*self._probes.get(check.name, ())} | judgement.probes[check.name] for check in failed}
        every = {task: set[str]().union(*(read[c.name] for c in failed if c.task == task)) for task in tasks}
        fitting = {task: self._fitting(seen, probes, passed) for task, probes in every.items()}

        named = {task: {it.overlay.known_as for it in fits} for task, fits in fitting.items()}

        def everywhere(one: _Known) -> bool:
            return all(one.overlay.known_as in named[task] for task, probes in every.items() if one.shows(probes))

        fitting = {task: [it for it in fits if it.foreseen or everywhere(it)] for task, fits in fitting.items()}
        certain = {names[0].overlay.name for names in fitting.values() if _agree(names)}
        found = list[Diagnosis]()
        for task, names in fitting.items():
            chosen = names if _agree(names) else [one for one in names if one.overlay.name in certain]
            mine = [check for check in failed if check.task == task]
            if _agree(chosen):
                found.append(_told(task, chosen[0]))
            elif not names:
                found += (
                    self._two(task, mine, read, passed, seen, certain, together)
                    or self._parts(task, mine, read, passed, seen)
                    or stopped(task, [record.get(probe) for check in mine for probe in sorted(read[check.name])])
                    or relation.told(task, [seen.pair(place) for place in seen.off_in(every[task])])
                )
        return found

    def explains(self, name: str, record: Record, probes: Collection[str]) -> bool:
        """Whether all answers to these probes are those of the solution with that misconception in it, to the last digit."""
        mine = _flat(record.only(probes))

        def same(wrong: _Flat) -> bool:
            places = {place for place in mine.keys() | wrong.keys() if place[0] in probes and place[1] != CLUES}
            pairs = [(mine.get(place, _MISSING), wrong.get(place, _MISSING)) for place in places]
            return not any(isinstance(one, Unanswered) or distance(one, other) for one, other in pairs)

        return any(same(it.flat) for it in self._all if it.overlay.known_as == name)

    def unlike(self, failed: Sequence[Check], judgement: Judgement, record: Record) -> list[tuple[_Place, Any, Any]]:
        """Where the answers that failed checks read differ from what is expected, and both."""
        seen = _Seen(_flat(record), self._right)
        read = ({*self._probes.get(check.name, ())} | judgement.probes[check.name] for check in failed)
        return [(place, *seen.pair(place)) for place in seen.off_in(set[str]().union(*read))]

    def compares(self, name: str, checks: Collection[str]) -> bool:
        """Whether these checks read anything that a misconception leaves as it should be, so that it can be called right."""
        probes = set[str]().union(*(self._probes[check] for check in checks))
        shown = [it.shows(probes) for it in self._all if it.overlay.name == name]
        return all(_graded(self._right, probes) - places for places in shown)

    def _fitting(self, seen: _Seen, probes: set[str], passed: set[str]) -> list[_Known]:
        """What fits all that failed in a task; if nothing does, with the value of a constant that nobody has foreseen."""

        def fits(known: _Known) -> bool:
            return seen.shows_all_of(known, probes) and known.done(seen.mine, probes) and known.may_be(seen, passed)

        if found := [it for it in self._all if fits(it)]:
            return _closest(found, seen.mine)
        pairs = [(a, b) for a, b in pairwise(self._all) if a.overlay.known_as == b.overlay.known_as]
        between = (_between(a, b, seen, probes, self._right) for a, b in pairs)
        return [it for it in between if it and fits(it)]

    def _two(
        self,
        task: str,
        failed: Sequence[Check],
        read: Mapping[str, set[str]],
        passed: set[str],
        seen: _Seen,
        certain: Collection[str],
        together: Together | None,
    ) -> list[Diagnosis]:
        """Two misconceptions that explain a task's failed checks; where several pairs do, what these have in common.

        Where only one of them shows, the submission answers as that one does; where both show, as both at once. Of what
        must be merged to be seen, that is tried first which is certain in another task, and which much speaks for.
        """
        probes = set[str]().union(*(read[check.name] for check in failed))
        here = seen.off_in(probes)
        likely = [it for it in self._all if it.shows(probes) and it.shows(probes) <= here and it.may_be(seen, passed)]
        pairs = list[tuple[tuple[int, int, int], _Known, _Known]]()
        fitting = list[tuple[_Known, _Known]]()
        merged = list[tuple[_Known, tuple[_Known, _Known]]]()
        for one, other in combinations([it for it in likely if not CLAIM.search(it.overlay.text)], 2):
            a, b = one.shows(probes), other.shows(probes)
            if _agree([one, other]) or seen.more(here - a - b):
                continue
            if all(it.at(p, seen.mine) for it, places in ((one, a - b), (other, b - a)) for p in places):
                if all(seen.crosses(one, other, p) or seen.crosses(other, one, p) for p in a & b):
                    fitting.append((one, other))
                else:
                    clues = seen.clues_of(one, probes) | seen.clues_of(other, probes)
                    elsewhere = len({one.overlay.name, other.overlay.name} & {*certain})
                    pairs += [((elsewhere, len(a ^ b), len(clues)), one, other)] if a ^ b or clues else []
        if not fitting and together is not None:
            pairs.sort(key=lambda pair: pair[0], reverse=True)
            for _, one, other in pairs[:TRIES]:
                if (record := together(one.overlay, other.overlay, probes)) is not None:
                    both = _Known(one.overlay, _flat(record), _differences(_flat(record), _only(self._right, probes)))
                    if seen.shows_all_of(both, probes) and both.done(seen.mine, probes) and seen.varies(here):
                        merged.append((both, (one, other)))
        near = _closest([both for both, _ in merged], seen.mine)
        fitting += [pair for both, pair in merged if any(both is one for one in near)]
        if not fitting:
            return []
        common = set.intersection(
            *({it.overlay.text for it in pair} for pair in fitting)
        )  # of several pairs, one may be sure

        def cost(one: _Known) -> float:
            return sum(check.max_points for check in failed if one.shows(read[check.name]))

        dearest = sorted(fitting[0], key=cost, reverse=True)
        return [_told(task, one, "pair") for one in dearest if one.overlay.text in common]

    def _parts(
        self, task: str, failed: Sequence[Check], read: Mapping[str, set[str]], passed: set[str], seen: _Seen
    ) -> list[Diagnosis]:
        """What alone explains some of a task's failed checks, and does nothing to the others that is not seen."""
        probes = set[str]().union(*(read[check.name] for check in failed))
        likely = [it for it in self._all if not CLAIM.search(it.overlay.text) and it.done(seen.mine, probes | passed)]
        found = dict[str, _Known]()
        for check in failed:
            names = _closest([it for it in likely if seen.shows_all_of(it, read[check.name])], seen.mine)
            if _agree(names):
                found.setdefault(names[0].overlay.text, names[0])
        return [_told(task, one, "pair" if len(found) == 2 else "numbers") for one in [*found.values()][:2]]


class _Seen:
    """A submission's answers, and where they differ from what is expected."""

    def __init__(self, mine: _Flat, right: _Flat):
        self.mine, self._right = mine, right
        self._off = _differences(mine, right)

    def off_in(self, probes: Collection[str]) -> set[_Place]:
        """Where the answers to these questions differ, clues apart."""
        return _graded(self._off, probes)

    def pair(self, place: _Place) -> tuple[Any, Any]:
        """What is answered in a place, and what is expected there."""
        return self.mine.get(place), self._right.get(place)

    def varies(self, places: Collection[_Place]) -> bool:
        """Whether the answers in these places are more than one number all over, which many faults at once come down to."""
        rows = [apart(self.mine.get(place)) for place in places]
        if any(form is None for form, _ in rows):
            return True
        return len({*torch.cat([numbers for _, numbers in rows]).nan_to_num().tolist()}) > 1

    def more(self, places: Collection[_Place]) -> bool:
        """Whether something differs in these places by more than another way to compute does."""
        return any(distance(*self.pair(place), noise=SLIGHT) for place in places)

    def crosses(self, one: _Known, other: _Known, place: _Place) -> bool:
        """Whether the answer has the form of one, which changes that alone, and the numbers of the other."""
        flats = (self.mine, self._right, one.flat, other.flat)
        (form, numbers), (asked, right), (formed, same), (kept, moved) = (apart(flat.get(place)) for flat in flats)
        if form is None or form != formed or kept != asked or form == asked:
            return False
        if not numbers.shape == right.shape == same.shape == moved.shape:
            return False
        far = distance(moved, right)
        return distance(same, right) == 0 < far < math.inf and distance(numbers, moved) <= SAME * far

    def clues_of(self, known: _Known, probes: Collection[str]) -> set[_Place]:
        """The clues in these answers that differ as those of a misconception do."""
        places = [place for place in self._off if place[0] in probes and place[1] == CLUES]
        return {p for p in places if distance(self.mine.get(p, _MISSING), known.flat.get(p, _MISSING)) == 0}

    def shows_all_of(self, known: _Known, probes: Collection[str]) -> bool:
        """Whether there is something known in these answers, and nothing else."""
        theirs = known.shows(probes)
        return bool(theirs) and theirs <= self.off_in(probes) and not self.more(self.off_in(probes) - theirs)


def _between(one: _Known, other: _Known, seen: _Seen, probes: set[str], right: _Flat) -> _Known | None:
    """On the line through two forms of a misconception the point that is nearest to a submission's numbers.

    Many constants, such as a rate, move all answers along a line. One number alone lies on any line, so it says nothing.
    """
    places = [
        place
        for place in one.shows(probes) | other.shows(probes)
        if _form(seen.mine.get(place)) and len({_form(it.get(place)) for it in (one.flat, other.flat, seen.mine)}) == 1
    ]
    if not places:
        return None
    a, b, mine = (torch.cat([_vector(flat[p]) for p in places]) for flat in (one.flat, other.flat, seen.mine))
    way = float((b - a) @ (b - a))
    if len(a) < ENOUGH or not 0 < way < math.inf:
        return None
    share = float((mine - a) @ (b - a)) / way
    flat = one.flat | {p: _moved(one.flat[p], other.flat[p], share) for p in places}
    return _Known(one.overlay, flat, _differences(flat, right), foreseen=False)


def _form(value: Any) -> Any:
    if isinstance(value, torch.Tensor) and value.is_floating_point():
        return value.shape, value.dtype
    return float if isinstance(value, float) else None


def apart(value: Any) -> tuple[Any, torch.Tensor]:
    """What kind of thing an answer is, and its numbers in a row."""
    if isinstance(value, torch.Tensor) and not value.is_complex():
        return (torch.Tensor, value.shape, value.dtype), _vector(value)
    if isinstance(value, numpy.ndarray) and value.dtype.kind in "fiub":
        return (numpy.ndarray, value.shape, value.dtype), _vector(torch.from_numpy(value))
    return (type(value), _vector(value)) if type(value) in (int, float) else (None, torch.empty(0))


def _only(flat: _Flat, probes: Collection[str]) -> _Flat:
    return {place: value for place, value in flat.items() if place[0] in probes}


def _vector(value: Any) -> torch.Tensor:
    return torch.as_tensor(value, dtype=torch.float64).flatten()


def _moved(one: Any, other: Any, share: float) -> Any:
    if isinstance(one, float):
        return one + share * (other - one)
    return torch.lerp(one.double(), other.double(), share).to(one.dtype)


def _told(task: str, one: _Known, by: Any = "numbers") -> Diagnosis:
    return Diagnosis(task, one.overlay.known_as, one.overlay.text, by)


def _agree(some: Sequence[_Known]) -> bool:
    return len({one.overlay.text for one in some}) == 1


def _closest(some: list[_Known], mine: _Flat) -> list[_Known]:
    """Those that agree in the most places, if none of the others agrees anywhere that these do not."""
    if len(some) < 2:
        return some
    shared = [{p for p, v in mine.items() if distance(v, it.flat.get(p, _MISSING)) == 0} for it in some]
    most = max(map(len, shared))
    agreed = set[_Place]().union(*(places for places in shared if len(places) == most))
    return [it for it, places in zip(some, shared, strict=True) if len(places) == most or places - agreed]


def _graded(places: Collection[_Place], probes: Collection[str]) -> set[_Place]:
    return {place for place in places if place[0] in probes and place[1] != CLUES}


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
    return {(probe, key, place): leaf for probe, answers in record.items() for key, place, leaf in _leaves(answers)}


def _leaves(answers: Any) -> Iterator[tuple[str, str, Any]]:
    if isinstance(answers, Unanswered):
        yield "", "", answers
        return
    for key, value in answers.items():
        if key != EVIDENCE:
            yield from ((key, place, leaf) for place, leaf in leaves(value))


def distance(one: Any, other: Any, noise: float = NOISE) -> float:
    """How far two answers are apart: 0 when the same up to rounding, infinite when they cannot be compared."""
    if type(one) is not type(other):
        return math.inf
    if isinstance(one, Unanswered):
        return 0.0 if one.code == other.code and kind(one.message) == kind(other.message) else math.inf
    if isinstance(one, numpy.ndarray):
        one, other = torch.from_numpy(one), torch.from_numpy(other)
    if isinstance(one, float):
        if one == other or (math.isnan(one) and math.isnan(other)):
            return 0.0
        off = abs(one - other)
        return off if off > noise * max(1.0, abs(other)) else 0.0
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
    return off if off > noise * max(1.0, float(other[finite].abs().max())) else 0.0


def _both_go_astray(one: Any, other: Any) -> bool:
    """Whether both hold values that are no numbers, some in the same place: which of these, the way of computing decides."""
    if _form(one) is None or _form(one) != _form(other):
        return False
    one, other = _vector(one), _vector(other)
    number = one.isfinite() & other.isfinite()
    return bool((~one.isfinite() & ~other.isfinite()).any()) and distance(one[number], other[number]) == 0


def kind(message: str) -> str:
    """An error's sentence without what differs between programs: places such as ``cell 4, line 7``, and addresses."""
    return re.sub(r"cell \d+(, line \d+)?|0x[0-9a-f]+", "", message)
