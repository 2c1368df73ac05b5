"""What the class page draws of all submissions: their curves on one scale, their plots small, each once."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from autograder.result import Glance, Result

WIDTH: Final = 160
HEIGHT: Final = 80
"""Of a drawing, in the units of its paths."""
ALLOWANCE: Final = 2_500_000
"""Characters of pictures that a page takes, so that it opens whatever the size of the class."""


class Drawing(NamedTuple):
    """Curves that look the same, and whose they are."""

    paths: Sequence[Markup]
    """As SVG has them, one for each of the names."""
    students: Sequence[str]
    is_finite: bool


class Curves(NamedTuple):
    """The curves of a class, each drawing once, the most frequent first."""

    names: Sequence[str]
    drawings: Sequence[Drawing]
    top: float
    """The value at the upper edge; what is higher lies on it."""
    length: int
    """How many values the longest curve has."""


def curves(results: Sequence[Result], glances: Mapping[str, Glance]) -> Curves | None:
    """The curves of all submissions, of those names that most of them have; None if there are none."""
    found = {result.student: glances[result.student].curves for result in results if result.student in glances}
    found = {student: mine for student, mine in found.items() if mine}
    if not found:
        return None
    names = Counter(tuple(mine) for mine in found.values()).most_common(1)[0][0]
    drawn = {student: [mine[name] for name in names] for student, mine in found.items() if mine.keys() >= set(names)}
    values = sorted(y for mine in drawn.values() for curve in mine for y in curve if math.isfinite(y))
    top = values[int(0.98 * (len(values) - 1))] if values else 0.0
    length = max(len(curve) for mine in drawn.values() for curve in mine)
    alike: dict[tuple[tuple[Markup, ...], bool], list[str]] = {}
    for student, mine in drawn.items():
        paths = tuple(_path(curve, top if top > 0 else 1.0, length) for curve in mine)
        is_finite = all(math.isfinite(y) for curve in mine for y in curve)
        alike.setdefault((paths, is_finite), []).append(student)
    drawings = [Drawing(paths, students, is_finite) for (paths, is_finite), students in alike.items()]
    return Curves(names, sorted(drawings, key=lambda one: -len(one.students)), top, length)


class Beside(NamedTuple):
    """A student's curves and the band in which a right program's lie, on one scale."""

    own: Mapping[str, Markup]
    band: Markup
    top: float
    length: int


def beside(own: Mapping[str, Sequence[float]], right: Sequence[Sequence[float]]) -> Beside | None:
    """A student's curves beside a right program's, up to twice as high as that one; None where a curve is one point.

    `right` are that program's, from several seeds: they make the band.
    """
    right = [curve for curve in right if all(map(math.isfinite, curve))]
    length = max((len(curve) for curve in [*own.values(), *right]), default=0)
    if not own or length < 2:
        return None
    highest = max((y for curve in own.values() for y in curve if math.isfinite(y)), default=1.0)
    usual = max((y for curve in right for y in curve), default=highest)
    top = min(highest, 2 * usual) if highest > usual else usual
    drawn = {name: _path(curve, top or 1.0, length) for name, curve in own.items()}
    return Beside(drawn, _band(right, top or 1.0, length), top, length)


def _band(curves: Sequence[Sequence[float]], top: float, length: int) -> Markup:
    """The area that holds all of some curves: there along the highest values, back along the lowest."""
    epochs = [*enumerate(zip(*curves, strict=False))]
    there = [_point(index, max(values), top, length) for index, values in epochs]
    back = [_point(index, min(values), top, length) for index, values in reversed(epochs)]
    return escape("M" + "L".join([*there, *back]) + "z" if there else "")


def _path(curve: Sequence[float], top: float, length: int) -> Markup:
    """A curve from 0 to `top`, cut off there, interrupted where it is no number."""
    path, joins = "", False
    for index, y in enumerate(curve):
        if math.isfinite(y):
            path += f"{'L' if joins else 'M'}{_point(index, y, top, length)}"
        joins = math.isfinite(y)
    return escape(path + "h1" if len(curve) == 1 and path else path)


def _point(index: int, y: float, top: float, length: int) -> str:
    height = min(max(y / top, 0.0), 1.0)
    return f"{WIDTH * index / max(1, length - 1):.0f} {HEIGHT * (1 - height):.0f}"


class Picture(NamedTuple):
    """A plot, and those whose plots look just so."""

    webp: Markup
    students: Sequence[str]


class Pictures(NamedTuple):
    """The plots of a class, as far as a page takes them, the most frequent first."""

    shown: Sequence[Picture]
    left_out: int


def pictures(results: Sequence[Result], glances: Mapping[str, Glance]) -> Pictures:
    """The plots of all submissions: everybody's first one before anybody's second."""
    seen = {result.student: glances[result.student].pictures for result in results if result.student in glances}
    alike: dict[str, list[str]] = {}
    for turn in range(max(map(len, seen.values()), default=0)):
        for student, mine in seen.items():
            if turn < len(mine):
                alike.setdefault(mine[turn], []).append(student)
    shown, left = [], ALLOWANCE
    for webp, students in sorted(alike.items(), key=lambda item: -len(item[1])):
        left -= len(webp)
        if left >= 0:
            shown.append(Picture(escape(webp), students))
    return Pictures(shown, len(alike) - len(shown))
