"""A misconception is asked what it can change, and nothing else: its record is the same as if it were asked all."""

from collections.abc import Callable

import pytest

from autograder.course.assignment import Assignment
from autograder.grading.reach import statements, touched
from autograder.grading.reference import References
from autograder.wall.sandbox import Sandbox
from tests.conftest import TOY

SOLUTION = TOY["solution.py"].replace("return 2 * x", "return FACTOR * x").replace(
    "import torch\n", "import torch\n\nFACTOR = 2\n"
)  # fmt: skip
DOUBLE, TOTAL, ALL = ["double", "number", "kept"], ["total", "kept"], ["double", "number", "total", "kept"]
OVERLAYS = {
    "a function": ("def total(x): return x.mean()\n", TOTAL),
    "what a function reads": ("FACTOR = 3\n", DOUBLE),
    "an import, which may do anything": ("from math import sqrt as total\n", ALL),
    "an import that stands there, too": ("import torch\ndef double(x): return torch.add(x, 1)\n", DOUBLE),
    "a class in its place": ("class total:\n    def __init__(self, x): pass\n", TOTAL),
    "a helper of its own": ("def half(x): return x / 2\ndef double(x): return half(x)\n", DOUBLE),
    "a torch that is not what it was": ("torch.Tensor.sum = torch.Tensor.mean\ndef double(x): return x\n", ALL),
    "a call": ("torch.set_default_dtype(torch.float64)\ndef double(x): return x\n", ALL),
    "a call in a default": ("def double(x, on=setattr(torch.Tensor, 'sum', torch.Tensor.mean)): return x\n", ALL),
    "a decorator": ("def now(f): return globals().update(FACTOR=5)\n@now\ndef total(x): return x\n", ALL),
    "a call in a class": (
        "class Double:\n    kept = setattr(torch.Tensor, 'sum', torch.Tensor.mean)\ndef double(x): return x\n",
        ALL,
    ),
}


@pytest.mark.parametrize(("source", "asked"), OVERLAYS.values(), ids=OVERLAYS)
def test_a_misconception_is_asked_what_it_can_change(
    assignment: Callable[..., Assignment], sandbox: Sandbox, source: str, asked: list[str]
) -> None:
    """What is not asked has the solution's answer, which it would have had."""
    made = assignment({"solution.py": SOLUTION, "misconceptions/wrong.py": f'"""A hint."""\n{source}'})
    wrong, references = next(one for one in made.misconceptions if one.name == "wrong"), References(made, "tests")
    used = {"double": {"double"}, "number": {"double"}, "total": {"total"}, "kept": {"double", "total"}}
    assert touched(wrong.source, used, [*statements(made.solution)]) == asked
    assert references.make("wrong", sandbox).keys() <= {*asked}
    assert references.of("wrong", sandbox).pack() == references.record(sandbox, wrong).pack()


def test_what_nothing_is_seen_to_make_may_have_changed(assignment: Callable[..., Assignment], sandbox: Sandbox) -> None:
    """A function in a cell with magics is not read, so whatever comes to it is asked again."""
    magic = SOLUTION.replace("def total(x):", "%xmode Plain\ndef total(x):").replace("x.sum()", "double(x).sum()")
    made = assignment({"solution.py": magic, "misconceptions/wrong.py": '"""A hint."""\ndef double(x): return x\n'})
    wrong, references = next(one for one in made.misconceptions if one.name == "wrong"), References(made, "tests")
    assert references.of("wrong", sandbox).pack() == references.record(sandbox, wrong).pack()
    assert "total" in touched(wrong.source, {"total": {"total"}}, [*statements(magic)])
