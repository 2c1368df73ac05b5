"""Which submissions share unlikely code: a reason to look, never a verdict.

copydetect turns code into signs without names, comments and layout and cuts these into pieces that overlap. The pieces of
the stub do not count, and the others count the more the fewer submissions have them: everybody writes the usual lines of a
training loop. Nothing of the code is executed.
"""

import io
import math
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import combinations, islice
from typing import Any, Final

import numpy
from copydetect import CodeFingerprint, compare_files

from autograder.authoring.release import stub
from autograder.course.assignment import Assignment
from autograder.course.errors import InstructorError
from autograder.reports.similar import Pair, Side, Similarities
from autograder.submission.find import Found
from autograder.submission.notebook import UnreadableError, from_cells, read

PIECE: Final = 25
"""Signs of a piece: about one line of code."""
MAX_CODE: Final = 50_000
"""Characters of a submission that are compared: what is longer is no answer, and would take long."""
MAX_SUBMISSIONS: Final = 5_000
_BLANKS: Final = re.compile(r"(\s{100})\s+")
"""Longer runs are cut, since the lexer takes the square of their length."""
LEAST: Final = 60
"""Shared pieces that are worth a look: some five lines."""
SCORE: Final = 0.25
"""The share of its unlikely code from which on a pair is listed."""
LISTED: Final = 50

_Pieces = numpy.ndarray[Any, numpy.dtype[numpy.int64]]


def compare(assignment: Assignment, found: Sequence[Found]) -> Similarities:
    """The pairs of submissions that share most of their unlikely code, the most alike first. Raises InstructorError."""
    if len(found) > MAX_SUBMISSIONS:
        raise InstructorError(
            f"{len(found)} submissions are more than the {MAX_SUBMISSIONS} that can be compared at once."
        )
    texts, problems = {}, {}
    for item in {item.path: item for item in found}.values():  # a group's file is each member's
        try:
            if item.problem:
                raise UnreadableError("STRUCTURE", item.problem)
            texts[item.student] = _text(read(item.path).code)
        except UnreadableError as error:
            problems[item.student] = str(error)
    given = _given(assignment)
    students = list(texts)
    pieces = [_pieces(text, given) for text in texts.values()]
    likeness = _Likeness(pieces)
    same = _same(list(texts.values()), pieces)
    ranked = [*same, *(pair for pair in likeness.ranked() if (1.0, *pair[1:]) not in same)][:LISTED]
    pairs = [
        _pair(score, (students[one], texts[students[one]]), (students[other], texts[students[other]]), likeness.rare)
        for score, one, other in ranked
    ]
    return Similarities(assignment.name, len(texts), pairs, problems)


def _given(assignment: Assignment) -> set[int]:
    """The pieces of the stub: as it was handed out, and as it is read, where cells to try things are empty."""
    cells = stub(assignment).cells
    whole = [cell.source for cell in cells if cell.cell_type == "code"]
    read_so = from_cells(cells, "", "").code
    return {*_fingerprint(_text(whole)).hashes, *_fingerprint(_text(read_so)).hashes}


def _same(texts: Sequence[str], pieces: Sequence[_Pieces]) -> list[tuple[float, int, int]]:
    """Those with the same code, letter by letter, comments and spaces included: however usual it is, that is no chance."""
    alike = defaultdict[str, list[int]](list)
    for index, text in enumerate(texts):
        if len(pieces[index]) >= LEAST:
            alike[text].append(index)
    pairs = ((1.0, *pair) for group in alike.values() for pair in combinations(group, 2))
    return list(islice(pairs, LISTED))


def _text(cells: Sequence[str]) -> str:
    return _BLANKS.sub(r"\1", "\n\n".join(cells)[:MAX_CODE])


def _fingerprint(text: str) -> Any:
    return CodeFingerprint("code.py", PIECE, 1, fp=io.StringIO(text))


def _pieces(text: str, given: Collection[int]) -> _Pieces:
    return numpy.array(sorted(set(_fingerprint(text).hashes) - set(given)), dtype=numpy.int64)


class _Likeness:
    """How much unlikely code any two submissions share."""

    def __init__(self, pieces: Sequence[_Pieces]):
        self.count = len(pieces)
        self.rare = set[int]()
        """The pieces that two submissions have, and few more."""
        self.shared = numpy.zeros((self.count, self.count), numpy.float32)
        self.number = numpy.zeros((self.count, self.count), numpy.int32)
        self.whole = numpy.zeros(self.count)
        for owners, mine in self._by_owners(pieces).items():
            self._add(numpy.frombuffer(owners, numpy.int64), mine)

    def _by_owners(self, pieces: Sequence[_Pieces]) -> dict[bytes, list[int]]:
        """All pieces by whose they are, since whoever shares one piece mostly shares its neighbours too."""
        everything = numpy.concatenate([numpy.empty(0, numpy.int64), *pieces])
        owners = numpy.repeat(numpy.arange(self.count), list(map(len, pieces)))
        order = numpy.argsort(everything, kind="stable")
        values, starts = numpy.unique(everything[order], return_index=True)
        found = defaultdict[bytes, list[int]](list)
        for value, group in zip(values.tolist(), numpy.split(owners[order], starts[1:]), strict=False):
            found[group.tobytes()].append(value)
        return found

    def _add(self, owners: _Pieces, mine: Sequence[int]) -> None:
        if len(owners) > max(2, min(self.count // 5, 100)):
            return
        weight = len(mine) * math.log((self.count + 1) / len(owners))
        self.whole[owners] += weight
        if len(owners) > 1:
            self.rare.update(mine)
            self.shared[numpy.ix_(owners, owners)] += weight
            self.number[numpy.ix_(owners, owners)] += len(mine)

    def ranked(self) -> list[tuple[float, int, int]]:
        """The pairs worth a look: the share of the smaller one's unlikely code, and who they are."""
        smaller = numpy.minimum(self.whole[:, None], self.whole[None, :])
        scores = numpy.where(self.number >= LEAST, self.shared / numpy.maximum(smaller, 1e-9), 0.0)
        ones, others = numpy.nonzero(numpy.triu(scores >= SCORE, k=1))
        found = [(float(scores[one, other]), int(one), int(other)) for one, other in zip(ones, others, strict=True)]
        return sorted(found, key=lambda pair: (-pair[0], *pair[1:]))[:LISTED]


def _pair(score: float, left: tuple[str, str], right: tuple[str, str], rare: Collection[int]) -> Pair:
    """Both submissions of a pair, with the places where they share unlikely code."""
    prints = [_fingerprint(text) for _, text in (left, right)]
    for one in prints:
        one.hashes &= rare
    _, _, slices = compare_files(*prints)
    sides = [Side(*side, _spans(places)) for side, places in zip((left, right), slices, strict=True)]
    return Pair(min(score, 1.0), *sides)


def _spans(slices: Any) -> list[tuple[int, int]]:
    return [(int(start), int(end)) for start, end in zip(*slices, strict=True)] if len(slices) else []
