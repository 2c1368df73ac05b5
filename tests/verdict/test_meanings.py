"""Errors that beginners meet, raised by Python and PyTorch themselves, are explained in plain words."""

from collections.abc import Callable
from typing import Any

import numpy
import pytest
import torch
from matplotlib.figure import Figure
from torch import nn
from torch.utils.data import DataLoader
from torchvision.datasets import MNIST

from autograder.verdict.meanings import explained, meaning


class Unprepared(nn.Module):
    def __init__(self) -> None:
        self.layer = nn.Linear(2, 3)


class Plain:
    pass


def enters_a_class() -> None:
    with torch.no_grad:
        pass


def leaf() -> torch.Tensor:
    return torch.ones(3, requires_grad=True)


def unset(flag: bool) -> int:
    if flag:
        number = 1
    return number


def overwrites() -> None:
    middle = leaf().sigmoid()
    middle += 1
    middle.sum().backward()


def walks_back_twice() -> None:
    total = leaf().exp().sum()
    total.backward()
    total.backward()


MISTAKES: dict[str, tuple[Callable[[], Any], str]] = {
    "a vector walks back": (lambda: leaf().exp().backward(), "one number"),
    "no history": (lambda: torch.ones(()).backward(), "noted nothing down"),
    "gradient of a plain tensor": (lambda: torch.autograd.grad(leaf().sum(), torch.ones(3)), "noted nothing down"),
    "gradient of a stranger": (lambda: torch.autograd.grad(leaf().sum(), leaf()), "does not depend"),
    "back twice": (walks_back_twice, "used up"),
    "leaf overwritten": (lambda: leaf().add_(1), "overwritten"),
    "middle overwritten": (overwrites, "overwritten"),
    "history into NumPy": (lambda: leaf().numpy(), "plain numbers"),
    "whole numbers with gradients": (lambda: torch.ones(3, dtype=torch.int64).requires_grad_(), "whole numbers"),
    "matrix product": (lambda: torch.ones(2, 3) @ torch.ones(4, 5), "3 is not 4"),
    "broadcast": (lambda: torch.ones(2, 3) + torch.ones(2, 4), "3 meets 4"),
    "view": (lambda: torch.ones(6).view(4, 2), "another count"),
    "dimension": (lambda: torch.ones(3).sum(dim=1), "that many dimensions"),
    "condition": (lambda: max(torch.zeros(3), torch.ones(3)), "one yes or no"),
    "item of many": (lambda: torch.ones(3).item(), "one element"),
    "float and double": (lambda: nn.Linear(3, 2)(torch.ones(1, 3).double()), "dtype"),
    "whole numbers into a layer": (lambda: nn.Linear(3, 2)(torch.ones(1, 3).long()), "dtype"),
    "mean of whole numbers": (lambda: torch.ones(3).long().mean(), "decimal"),
    "whole numbers divided in place": (lambda: torch.ones(3).long().div_(2), "decimal"),
    "fewer targets": (
        lambda: nn.functional.cross_entropy(torch.ones(3, 2), torch.zeros(2).long()), "3 predictions for 2 targets"
    ),
    "one sample": (lambda: nn.BatchNorm1d(2)(torch.ones(1, 2)), "one sample"),
    "curve": (lambda: Figure().subplots().plot([1, 2], [1, 2, 3]), "as many y values"),
    "two devices": (lambda: nn.Linear(3, 2).to("meta")(torch.ones(1, 3)), "two devices"),
    "unprepared module": (Unprepared, "super().__init__()"),
    "label of axes": (lambda: Figure().subplots().xlabel("x"), "`set_xlabel`"),
    "three axes": (lambda: Figure().subplots(1, 3).plot([1], [1]), "`axes[0]`"),
    "nothing kept": (lambda: nn.Module().layer, "`self.layer = ...`"),
    "not called": (lambda: 1 + torch.ones(3).numel, "without ( )"),
    "no forward": (lambda: nn.Module()(1), "`forward`"),
    "empty optimizer": (lambda: torch.optim.SGD([], lr=1), "no parameters"),
    "nothing returned": (lambda: print(end="") + 1, "`return`"),
    "nothing walked through": (lambda: list(print(end="")), "`return`"),
    "item walks back": (lambda: leaf().sum().item().backward(), "no `backward`"),
    "array unsqueezed": (lambda: numpy.ones(3).unsqueeze(0), "no `unsqueeze`"),
    "too few arguments": (lambda: unset(), "fewer arguments"),
    "too many arguments": (lambda: unset(True, 1), "more arguments"),
    "unknown argument": (lambda: unset(flags=True), "`flags`"),
    "number called": (lambda: leaf().shape(), "no function"),
    "unset": (lambda: unset(False), "`number`"),
    "unknown name": (lambda: eval("tensr"), "`tensr`"),
    "targets for outputs": (
        lambda: nn.functional.cross_entropy(torch.zeros(3).long(), torch.ones(3)), "wrong order"
    ),
    "greatest of a row": (lambda: torch.ones(2, 3) - torch.ones(2, 3).max(dim=1), "`.values`"),
    "model to optimize": (lambda: torch.optim.SGD(nn.Linear(3, 2), lr=1), "`model.parameters()`"),
    "no digits": (lambda: MNIST("/nowhere"), "below this folder"),
    "sample of a loader": (lambda: DataLoader([1, 2])[0], "the data set"),
    "float targets": (lambda: nn.CrossEntropyLoss()(torch.ones(2, 3), torch.ones(2)), "whole numbers"),
    "power": (lambda: torch.ones(2) ^ 2, "`**`"),
    "number for a tensor": (lambda: torch.maximum(torch.ones(2), 0), "torch.tensor(0.0)"),
    "arguments of no form": (lambda: torch.linspace(-10, 10), "no form"),
    "dot of matrices": (lambda: torch.dot(torch.ones(2, 2), torch.ones(2, 2)), "`@`"),
    "parts of a data set": (lambda: torch.utils.data.random_split([1, 2, 3], [1, 1]), "add up"),
    "super not called": (lambda: super.__init__(), "`super().__init__()`"),
    "layers in a list": (lambda: nn.Sequential([nn.Linear(2, 2)]), "one by one"),
    "class that is no module": (lambda: Plain().parameters(), "`class Plain(nn.Module):`"),
    "context not called": (enters_a_class, "`with`"),
    "parameters not called": (lambda: torch.optim.SGD(nn.Linear(2, 2).parameters, lr=1), "without ( )"),
    "walk through a number": (lambda: list(3), "`range(n)`"),
    "pair compared": (lambda: (torch.ones(2, 3).max(1) == torch.ones(2)).sum(), "one True or False"),
    "package overwritten": (lambda: "torch".from_numpy, "name of a package"),
    "parameters used up": (lambda: torch.optim.SGD(iter(()), lr=1), "used up"),
    "beyond the end": (lambda: [][0], "no such place"),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("mistake", MISTAKES)
def test_explains_an_error(mistake: str) -> None:
    """What PyTorch or Python says is followed by what it means."""
    wrong, words = MISTAKES[mistake]
    with pytest.raises(Exception) as caught:  # noqa: PT011  of whatever kind the library raises
        wrong()
    message = str(caught.value)
    assert words in meaning(message), message
    assert explained(message).startswith(message[:40])


def test_explains_a_key_that_is_not_there() -> None:
    """The key alone would say little, and no other error that a dict-like thing raises is taken for it."""
    assert "print its keys" in meaning("cell 3, line 2: KeyError: 'val_loss'")
    assert "print its keys" in meaning("cell 3, line 2: KeyError: 4")
    assert not meaning("cell 3, line 2: KeyError: \"attribute 'x' already exists\"")


def test_adds_nothing_to_other_messages() -> None:
    """A message that speaks for itself stays as it is."""
    assert explained("there is no `relu`") == "there is no `relu`"


def test_advice_for_experts_is_left_out() -> None:
    """Who goes back twice is not told to keep the graph: the message ends where it has said what happened."""
    x = torch.ones(1, requires_grad=True)
    loss = (x * x).sum()
    loss.backward()
    with pytest.raises(RuntimeError) as error:
        loss.backward()
    said = explained(f"RuntimeError: {error.value}")
    assert "retain_graph" not in said
    assert "Trying to backward through the graph a second time. (that is: what autograd noted down is used up" in said
