"""Equal differences have equal digests, however the fault was written, and others have others."""

from typing import Any

import pytest
import torch

from autograder.record.answers import Unanswered
from autograder.verdict.fingerprint import fingerprint

RIGHT = torch.linspace(-2, 2, 1000)


def digest(one: Any, other: Any = RIGHT, secret: str = "s") -> str:
    """The digest of one answer."""
    return fingerprint(secret, [(("probe", "y", ""), one, other)])


@pytest.mark.parametrize(
    ("one", "other"),
    [(RIGHT**3, RIGHT * RIGHT * RIGHT), (RIGHT / 3, RIGHT * (1 / 3)), (0.1 + 0.2, 0.3), (RIGHT / 0, RIGHT * 2 / 0),
     (Unanswered("ERROR", "cell 4, line 7: KeyError: 'x'"), Unanswered("ERROR", "cell 9, line 1: KeyError: 'x'"))],
)  # fmt: skip
def test_one_fault_has_one_digest(one: Any, other: Any) -> None:
    """The last digits do not count, nor does the place of an error."""
    assert digest(one) == digest(other)


def test_other_differences_have_other_digests() -> None:
    """Another size, another direction, another form, text or error; and another secret."""
    answers = [
        RIGHT + 1, RIGHT + 1.05, RIGHT - 1, RIGHT.flip(0) + 1, (RIGHT + 1).double(), (RIGHT + 1)[None], True, "a", "b", None,
        float("nan"), 10**400, 10**401, RIGHT / 0, Unanswered("ERROR", "KeyError: 'x'"), Unanswered("WRONG", "KeyError: 'x'"),
    ]  # fmt: skip
    assert len(answers) == len({digest(one) for one in answers})
    assert digest(RIGHT + 1) != digest(RIGHT + 1, secret="t")
