"""The one strict comparison that points rest on: exact type, shape and dtype, not empty, finite, then a tolerance.

Test files use it as ``from autograder import expect``. A comparison that does not hold raises `Mismatch`, which knows
the place, what was got and how far off it is, and decides later how much of that a student may read.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy
import torch

from autograder.record.answers import Opaque


class Mismatch(AssertionError):
    """An answer that is not as it should be.

    Attributes: `says` (the author's sentence, may be empty), `fact` (place and what is wrong, without any expected
    value: safe for hidden checks), `detail` (how far off: for checks whose numbers a student may see).
    """

    def __init__(self, says: str, fact: str, detail: str = ""):
        super().__init__(": ".join(part for part in (says, fact, detail) if part))
        self.says = says
        self.fact = fact
        self.detail = detail

    def sentence(self, *, reveal: bool) -> str:
        """What the student reads: with `reveal` also how far off the numbers are."""
        parts = [self.says, self.fact] if self.says else [self.fact]
        if reveal and self.detail:
            parts[-1] += f" ({self.detail})"
        return ": ".join(part for part in parts if part)


def leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """The parts of nested lists, tuples and dicts that are none themselves, each with its place: ``losses[2]``."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{place} {key}" if place else str(key))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from leaves(item, f"{place}[{index}]")
    else:
        yield place, value


def close(got: Any, expected: Any, *, atol: float, rtol: float = 0.0, says: str = "", place: str = "") -> None:
    """Demands that `got` is `expected` up to ``atol + rtol * |expected|``.

    Both may be numbers, tensors, arrays, or lists, tuples and dicts of them, which must then have the same form. Whole
    numbers, truth values and text must be equal. Raises Mismatch at the first place that differs.
    """
    _compare(got, expected, _Measure(atol, rtol, says), place)


def equal(got: Any, expected: Any, *, says: str = "", place: str = "") -> None:
    """Demands that `got` is exactly `expected`, in type and value. Raises Mismatch."""
    close(got, expected, atol=0.0, says=says, place=place)


def tensor(
    got: Any, *, shape: Sequence[int | None], dtype: torch.dtype = torch.float32, says: str = ""
) -> torch.Tensor:
    """Demands a finite tensor of this shape (None: any length but 0) and dtype, and gives it back for arithmetic."""
    if type(got) is not torch.Tensor:
        raise Mismatch(says, f"got {_got(got)}, asked for a tensor")
    if len(got.shape) != len(shape) or any(n not in (None, m) for n, m in zip(shape, got.shape, strict=True)):
        asked = ", ".join("any" if n is None else str(n) for n in shape)
        raise Mismatch(says, f"got shape {list(got.shape)}, asked for [{asked}]")
    if got.dtype is not dtype:
        raise Mismatch(says, f"got {_dtype(got)}, asked for {str(dtype).removeprefix('torch.')}")
    _finite(got, says, "")
    return got


def number(got: Any, *, low: float = -math.inf, high: float = math.inf, says: str = "", place: str = "") -> float:
    """Demands a finite float from `low` to `high`, and gives it back."""
    if type(got) is not float:
        raise Mismatch(says, _at(place, f"got {_got(got)}, asked for a float"))
    if not math.isfinite(got):
        raise Mismatch(says, _at(place, f"got {got}, which is no finite number"))
    if not low <= got <= high:
        raise Mismatch(says, _at(place, f"got {got:.4g}"), f"asked for {_range(low, high)}")
    return got


def true(condition: object, says: str) -> None:
    """Demands that `condition` is exactly True; `says` tells the student what does not hold."""
    if condition is not True:
        raise Mismatch(says, "")


_OPAQUE = {
    "builtins.function": "a function", "builtins.builtin_function_or_method": "a function", "builtins.method": "a method",
    "builtins.type": "a class", "builtins.module": "a module", "builtins.set": "a set", "builtins.generator": "a generator",
    "torch.device": "a torch.device", "torch.Size": "a torch.Size",
    "matplotlib.figure.Figure": "a Figure", "matplotlib.axes._axes.Axes": "the Axes",
}  # fmt: skip


def kind(value: Any) -> str:
    """The type of an answer in words a student knows: ``a tensor``, ``None``, ``a list``."""
    if value is None:
        return "None"
    if isinstance(value, Opaque):
        return _OPAQUE.get(value.type, _short(value.type))
    names = {torch.Tensor: "a tensor", numpy.ndarray: "a NumPy array", str: "text", dict: "a dict", int: "an int"}
    for cls, name in names.items():
        if isinstance(value, cls) and not isinstance(value, bool):
            return name
    return f"a {type(value).__name__}"


def _got(value: Any) -> str:
    return "None (as without `return`, or where a `.grad` is empty)" if value is None else kind(value)


@dataclass
class _Measure:
    """What a comparison goes by, and how many places it has found right so far."""

    atol: float
    rtol: float
    says: str
    right: int = 0

    def refuse(self, place: str, fact: str, detail: str = "") -> NoReturn:
        raise Mismatch(self.says, _at(place, fact), detail)

    @property
    def before(self) -> str:
        return "; what comes before it is right" if self.right else ""


def _compare(got: Any, expected: Any, by: _Measure, place: str) -> None:
    # Both sides are walked together, so that nothing that is expected can be left out by what was got.
    form = dict if isinstance(expected, dict) else type(expected)
    if (dict if isinstance(got, dict) else type(got)) is not form:
        by.refuse(place, f"got {_got(got)}, asked for {kind(expected)}")
    if isinstance(expected, dict):
        if set(got) != set(expected):
            by.refuse(place, f"got the keys {_short(sorted(got))}, asked for {_short(sorted(expected))}")
        for key, value in expected.items():
            _compare(got[key], value, by, f"{place} {key}" if place else str(key))
    elif isinstance(expected, (list, tuple)):
        if len(got) != len(expected):
            by.refuse(place, f"got {len(got)} values, asked for {len(expected)}")
        for index, (mine, theirs) in enumerate(zip(got, expected, strict=True)):
            _compare(mine, theirs, by, f"{place}[{index}]")
    else:
        _leaf(got, expected, by, place)
        by.right += 1


def _leaf(got: Any, expected: Any, by: _Measure, place: str) -> None:
    if isinstance(got, numpy.ndarray):
        got, expected = torch.from_numpy(got), torch.from_numpy(expected)
    if isinstance(got, torch.Tensor):
        _tensors(got, expected, by, place)
    elif isinstance(got, float):
        number(got, says=by.says, place=place)
        off, tolerance = abs(got - expected), by.atol + by.rtol * abs(expected)
        if not (off <= tolerance < math.inf):
            detail = f"off by {off:.1e}, tolerance {tolerance:.0e}"
            by.refuse(place, "is not the number it should be" + by.before, detail)
    elif got != expected:
        by.refuse(place, f"got {_short(repr(got))}")


def _tensors(got: torch.Tensor, expected: torch.Tensor, by: _Measure, place: str) -> None:
    if got.shape != expected.shape:
        by.refuse(place, f"got shape {list(got.shape)}, asked for {list(expected.shape)}")
    if got.dtype is not expected.dtype:
        by.refuse(place, f"got {_dtype(got)}, asked for {_dtype(expected)}")
    _finite(got, by.says, place)
    if got.is_floating_point():
        mine, theirs = got.double(), expected.double()
        off = (mine - theirs).abs()
        # Not `off > tolerance`: where the reference is not finite, nothing is close to it.
        wrong = ~(off <= by.atol + by.rtol * theirs.abs()) | ~theirs.isfinite()
        detail = f"off by {float(off.max()):.1e}{_index(off, wrong)}, tolerance {by.atol:.0e}"
    else:
        wrong, detail = got != expected, ""
    if bool(wrong.any()):
        share = f"{int(wrong.sum())} of {wrong.numel()} values differ" if wrong.numel() > 1 else "the value differs"
        by.refuse(place, share + by.before, detail)


def _index(off: torch.Tensor, wrong: torch.Tensor) -> str:
    """Where the largest deviation is: `` at [2, 0]``."""
    if off.ndim == 0:
        return ""
    flat = int((off * wrong).argmax())
    return f" at {[int(i) for i in numpy.unravel_index(flat, tuple(off.shape))]}"


def _finite(got: torch.Tensor, says: str, place: str) -> None:
    if got.numel() == 0:
        raise Mismatch(says, _at(place, "is empty"))
    if got.is_floating_point() and not bool(got.isfinite().all()):
        raise Mismatch(says, _at(place, "holds nan or infinite values"))


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else text[:79] + "…"


def _dtype(value: torch.Tensor) -> str:
    return str(value.dtype).removeprefix("torch.")


def _range(low: float, high: float) -> str:
    if math.isinf(high):
        return f"at least {low:g}"
    if math.isinf(low):
        return f"at most {high:g}"
    return f"{low:g} to {high:g}"


def _at(place: str, fact: str) -> str:
    return f"{place}: {fact}" if place else fact
