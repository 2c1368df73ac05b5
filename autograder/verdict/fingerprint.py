"""What answers that nobody knows have in common: a digest of how they differ from what is expected."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from typing import Any

import torch

from autograder.record.answers import Unanswered
from autograder.verdict.diagnose import apart, kind


def fingerprint(secret: str, differences: Iterable[tuple[tuple[str, str, str], Any, Any]]) -> str:
    """The same for who differs equally: places with what is answered and what is expected there.

    Numbers count to a few digits, as two ways to write one fault differ in the last; all else exactly, and errors by code
    and kind of message. The secret keeps anybody from trying what is expected.
    """
    texts = sorted(f"{place}: {_normalised(one, other, secret)}" for place, one, other in differences)
    return hashlib.sha256("\0".join([secret, *texts]).encode(errors="replace")).hexdigest()[:12]


def _normalised(one: Any, other: Any, secret: str) -> str:
    if isinstance(one, Unanswered):
        return f"{one.code} {kind(one.message)}"
    try:
        (form, numbers), (_, right) = apart(one), apart(other)
    except (OverflowError, RuntimeError):  # an integer beyond all numbers
        form = None
    if form is None:
        return f"{type(one).__name__} {one!s:.1000}"
    off = numbers - right if right.shape == numbers.shape else numbers
    strange = [int(found.sum()) for found in (off.isnan(), off.isinf())]
    return f"{form} {strange} {_size_and_direction(off.nan_to_num(0, 0, 0), secret)}"


def _size_and_direction(off: torch.Tensor, secret: str) -> str:
    """How far, and how far along one side: two of many numbers, since each that is rounded may be at the edge of a step."""
    far = float(off.norm())
    if not 0 < far < math.inf:
        return str(far)
    number = int.from_bytes(hashlib.sha256(secret.encode()).digest()[:7], "big")
    side = torch.randn(off.shape, generator=torch.Generator().manual_seed(number), dtype=off.dtype)
    return f"{far:.2e} {round(float(off @ side) / far, 2) + 0.0}"
