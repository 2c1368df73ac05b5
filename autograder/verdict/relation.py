"""Numbers that are right but for one thing, the same one in every place: what can be said of them without knowing why."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import torch

from autograder.result import Diagnosis

Pair = tuple[Any, Any]
"""What was answered in a place, and what is expected there."""
CLOSE: Final = 1e-4
"""Numbers are the same when they are this near, in units of the largest."""
ENOUGH: Final = 3
"""So many numbers must stand in one ratio to the right ones."""


def told(task: str, pairs: Sequence[Pair]) -> list[Diagnosis]:
    """What all these answers have in common with the right ones, if it is one thing; else nothing."""
    if not pairs or any(one is None or other is None for one, other in pairs):
        return []
    for name, hint, holds in _RELATIONS:
        if all(holds(one, other) for one, other in pairs):
            return [Diagnosis(task, name, hint)]
    if (ratio := _ratio(pairs)) is not None:
        return [Diagnosis(task, "in_another_unit", _in_words(ratio))]
    return []


def _same(one: torch.Tensor, other: torch.Tensor) -> bool:
    if one.shape != other.shape or one.is_complex() or other.is_complex():
        return False
    one, other = one.double(), other.double()
    if not bool(one.isfinite().all() and other.isfinite().all()):
        return False
    return bool((one - other).abs().le(CLOSE * max(1.0, float(other.abs().max()))).all()) if one.numel() else False


def _numbers(one: Any, other: Any) -> bool:
    return isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor)


def _only_the_dtype(one: Any, other: Any) -> bool:
    return _numbers(one, other) and one.dtype is not other.dtype and _same(one, other)


def _only_the_shape(one: Any, other: Any) -> bool:
    alike = _numbers(one, other) and one.dtype is other.dtype and one.shape != other.shape
    return alike and one.numel() == other.numel() > 0 and _same(one.flatten(), other.flatten())


def _only_turned(one: Any, other: Any) -> bool:
    turned = _numbers(one, other) and one.dtype is other.dtype and one.dim() == 2
    return turned and not _same(one, other) and _same(one.T, other)


def _a_tensor_for_a_number(one: Any, other: Any) -> bool:
    number = isinstance(one, torch.Tensor) and one.numel() == 1 and type(other) in (int, float)
    return number and _same(one.flatten(), torch.tensor([float(other)], dtype=torch.float64))


def _a_number_for_a_tensor(one: Any, other: Any) -> bool:
    return type(one) in (int, float) and _a_tensor_for_a_number(other, one)


def _nothing_but_zeros(one: Any, other: Any) -> bool:
    alike = _numbers(one, other) and one.dtype is other.dtype and one.shape == other.shape
    return alike and one.is_floating_point() and not bool(one.any()) and bool(other.any())


_Relation = tuple[str, str, Callable[[Any, Any], bool]]
_RELATIONS: Final[Sequence[_Relation]] = (
    (
        "only_the_dtype",
        "The numbers are right; only the kind of number they are stored as is not. "
        "Print the dtype: in which of your lines does it become another one?",
        _only_the_dtype,
    ),
    (
        "only_the_shape",
        "The numbers are right, and they come in another shape. "
        "Print the shape of what you give back, and compare it with what the task asks for.",
        _only_the_shape,
    ),
    (
        "nothing_but_zeros",
        "The form is right, and every number in it is 0. Print what the numbers are made from: which line makes them 0?",
        _nothing_but_zeros,
    ),
    ("only_turned", "The numbers are right, and rows and columns have changed places. Where?", _only_turned),
    (
        "a_tensor_for_a_number",
        "The value is right, but it is still a tensor. "
        "What does the task ask for, and how does a tensor with one element become that?",
        _a_tensor_for_a_number,
    ),
    (
        "a_number_for_a_tensor",
        "The value is right, but it is a plain number. What does the task ask for, and where did the tensor end?",
        _a_number_for_a_tensor,
    ),
)  # fmt: skip


def _ratio(pairs: Sequence[Pair]) -> float | None:
    """How many times as large all numbers are as the right ones, if that is one factor; and not by chance."""
    mine, right = list[torch.Tensor](), list[torch.Tensor]()
    for one, other in pairs:
        if type(one) is not type(other) or not isinstance(one, torch.Tensor | float):
            return None
        one, other = torch.as_tensor(one), torch.as_tensor(other)
        if one.shape != other.shape or one.dtype is not other.dtype or not other.is_floating_point():
            return None
        mine.append(one.double().flatten())
        right.append(other.double().flatten())
    got, asked = torch.cat(mine), torch.cat(right)
    if (
        not bool(got.isfinite().all() and asked.isfinite().all())
        or len({*asked.tolist()}) < ENOUGH
        or not bool(asked.any())
    ):
        return None
    ratio = float((got @ asked) / (asked @ asked))
    if abs(ratio) < CLOSE or abs(ratio - 1) < CLOSE:
        return None
    # Place by place, since a factor that holds for large numbers alone is none.
    off = (got - ratio * asked).abs()
    return ratio if bool((off <= CLOSE * abs(ratio) * asked.abs() + 1e-7).all()) else None


def _in_words(ratio: float) -> str:
    if abs(ratio + 1) < CLOSE:
        return "All your numbers have the right size and the wrong sign. Which of your lines decides the sign?"
    times = 1 / ratio if abs(ratio) < 1 else ratio
    size = f"{abs(times):.3g}" if abs(times - round(times)) > 1e-3 else f"{abs(round(times))}"
    small = "small" if abs(ratio) < 1 else "large"
    sign = ", and have the other sign" if ratio < 0 else ""
    known = next((words for number, words in _KNOWN if math.isclose(abs(times), number, rel_tol=1e-3)), "")
    question = "Which factor is missing, or is there once too often?"
    return f"All your numbers are {size} times too {small}{sign}{known}. {question}"


_KNOWN: Final = (
    (math.log(10), ", as between logarithms of base 10 and natural ones"),
    (1 / math.log(2), ", as between logarithms of base 2 and natural ones"),
)  # fmt: skip
