"""A model has the question's own weights, however the student wrote it; on both sides of the wall."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn

from autograder import filled
from autograder.course.assignment import Course
from autograder.grading.grade import Grader
from autograder.submission.notebook import from_code
from autograder.wall.inside import jail

X = torch.linspace(-1, 1, 12).reshape(4, 3)


class Plain(nn.Module):
    """3 features, 4 and 4 hidden units, 2 scores."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second, self.last = nn.Linear(3, 4), nn.Linear(4, 4), nn.Linear(4, 2)

    def forward(self, x: torch.Tensor) -> Any:
        """Scores."""
        return self.last(self.second(self.first(x).relu()).relu())


class Other(Plain):
    """The same, by other names, made in another order, with matrices kept the other way round and other numbers at first."""

    def __init__(self) -> None:
        nn.Module.__init__(self)
        self.c = nn.Parameter(torch.ones(4, 2))
        self.bias = nn.ParameterList([torch.zeros(1, 2), torch.zeros(4), torch.zeros(4, 1)])
        self.b, self.a = nn.Parameter(torch.zeros(4, 4)), nn.Parameter(torch.zeros(3, 4))

    def forward(self, x: torch.Tensor) -> Any:
        """Scores."""
        second = (x @ self.a + self.bias[1]).relu() @ self.b + self.bias[2].T
        return second.relu() @ self.c + self.bias[0]


def lazy() -> nn.Module:
    """The same, with layers whose sizes a batch shows, and with a normalisation that changes nothing yet."""
    return nn.Sequential(
        nn.LazyLinear(4), nn.ReLU(), nn.LazyLinear(4), nn.ReLU(), nn.LazyLinear(2), nn.LazyBatchNorm1d(affine=False, eps=0.0)
    )  # fmt: skip


@pytest.mark.parametrize("made", [Plain, Other, lazy])
def test_however_it_is_written_it_says_the_same(made: Any) -> None:
    """Names, order, orientation, lazy layers and first numbers do not matter."""
    torch.manual_seed(1)
    wanted = filled(Plain(), 7)(X)
    torch.manual_seed(2)
    model = filled(made(), torch.tensor(7), X)
    torch.testing.assert_close(model.eval()(X), wanted, atol=1e-6, rtol=0)


def test_another_seed_makes_other_numbers() -> None:
    """Each parameter has numbers of both signs, none of them known before the seed is."""
    first, second = (list(filled(nn.Linear(30, 20), seed).parameters()) for seed in (7, 8))
    for one, other in zip(first, second, strict=True):
        assert bool((one > 0).any() and (one < 0).any())
        assert not bool((one == other).any())


def test_numbers_of_the_authors_own() -> None:
    """Each parameter gets the tensor of its size, turned where it has to be; one that nobody thought of gets the same each time."""
    weight, bias = torch.arange(6.0).reshape(2, 3), torch.tensor([10.0, 20.0])
    layer = filled(nn.Linear(3, 2), [bias, weight])
    assert (weight.tolist(), bias.tolist()) == (layer.weight.tolist(), layer.bias.tolist())  # type: ignore[operator, union-attr]
    own = filled(nn.ParameterList([torch.zeros(3, 2), torch.zeros(5), torch.zeros(2, 1, 3)]), [weight, bias])
    turned, unknown, longer = own.parameters()
    assert (weight.T.tolist(), weight[:, None].tolist()) == (turned.tolist(), longer.tolist())
    again = filled(nn.ParameterList([torch.ones(5)]), [weight])
    assert unknown.tolist() == next(again.parameters()).tolist()


def test_what_is_not_a_weight_stays() -> None:
    """Modes, buffers and what gradients flow into are as they were; numbers that nobody trains are set, too, whole ones are not."""
    model = nn.Sequential(nn.LazyLinear(3), nn.BatchNorm1d(3).eval(), nn.Dropout())
    model.register_parameter("frozen", nn.Parameter(torch.zeros(3), requires_grad=False))
    model.register_parameter("places", nn.Parameter(torch.arange(3), requires_grad=False))
    filled(model, 7, X)
    assert [True, True, False, True] == [part.training for part in model.modules()]
    assert [0.0] * 3 == model[1].running_mean.tolist()
    assert bool(model.frozen.all())
    assert [0, 1, 2] == model.places.tolist()
    model.train()(X).sum().backward()
    assert [False, True] == [one.grad is None for one in (model[0].weight, model.frozen)]


@pytest.mark.parametrize(
    ("model", "numbers", "error", "words"),
    [
        (nn.Linear(1, 1), 0.5, TypeError, "a whole number or a list of tensors is asked for; this is of type `float`"),
        (nn.Linear(1, 1), torch.ones(3), TypeError, "a list of tensors"),
        (nn.Linear(1, 1), None, TypeError, "a list of tensors"),
        (nn.Linear(1, 1), [X, X.T], ValueError, "two of these tensors have the same size"),
        (nn.LazyLinear(1), 7, ValueError, "see a batch first"),
        (None, 7, AttributeError, "'NoneType' object has no attribute 'parameters'"),
    ],
)
def test_what_cannot_be_filled(model: Any, numbers: Any, error: type[Exception], words: str) -> None:
    """One sentence says what is missing."""
    with pytest.raises(error, match=words):
        filled(model, numbers)


SOLUTION = '''
# %% task="1.1"
class Network(torch.nn.Module):
    """Twice a linear layer."""
    ### BEGIN SOLUTION
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(3, 2)

    def forward(self, x):
        return 2 * self.layer(x)
    ### END SOLUTION
'''
PROBE = """
import torch

from autograder import filled


def inputs(seed):
    chance = torch.Generator().manual_seed(seed)
    return {"x": torch.randn(4, 3, generator=chance), "seed": torch.randint(2**31, (), generator=chance)}


def probe_network(student, inputs):
    return {"y": filled(student.Network(), inputs["seed"], inputs["x"])(inputs["x"])}
"""
TESTS = '''
import pytest
from torch import nn

from autograder import expect, filled


@pytest.mark.task("1.1", points=1)
def test_network(record, inputs):
    """twice a linear layer"""
    expect.close(record["network"]["y"], 2 * filled(nn.Linear(3, 2), inputs["seed"])(inputs["x"]), atol=1e-6)
'''
STUDENT = """
import sys, torch
sys.modules["autograder.wall.inside.weights"]._drawn = lambda seed, shape: torch.zeros(shape)
class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weight, self.bias = torch.nn.Parameter(torch.ones(3, 2)), torch.nn.Parameter(torch.ones(2))
    def forward(self, x):
        return FACTOR * (x @ self.weight + self.bias)
"""


@pytest.mark.skipif(jail.offers().protection != "full", reason=jail.offers().missing)
def test_a_question_and_its_test_fill_alike(tmp_path: Any) -> None:
    """Beside student code, whatever that put in the place of the kit's own, and on the trusted side, the same numbers are there."""
    folder = tmp_path / "solutions" / "01_layers"
    folder.mkdir(parents=True)
    for name, text in {"solution": SOLUTION, "probe": PROBE, "test_visible": TESTS, "test_hidden": ""}.items():
        (folder / f"{name}.py").write_text(text)
    (folder / "solution.py").write_text("# %%\nimport torch\n" + SOLUTION)
    with Grader(Course(tmp_path).find("01_layers"), "seed") as grader:
        scores = [
            grader.grade(from_code([STUDENT.replace("FACTOR", factor)], "ada")).result.score for factor in ("2", "3")
        ]
    assert [1.0, 0.0] == scores
