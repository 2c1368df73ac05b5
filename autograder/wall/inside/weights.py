"""Weights of a question's own: a class with layers is asked what it computes, and not how it began."""

import operator
from collections.abc import Sequence
from typing import Any

import torch
from torch import nn
from torch.nn.parameter import is_lazy


def filled(model: nn.Module, numbers: int | torch.Tensor | Sequence[torch.Tensor], *batch: Any) -> nn.Module:
    """Gives every parameter of `model` numbers of the question's own, and gives the model back.

    model: an nn.Module, however its layers are called, ordered, made or initialised
    numbers: a seed, an int or a tensor of one: each parameter gets numbers of both signs that follow from the seed and its
        size alone. Or the numbers themselves, tensors of different sizes: each parameter gets those of its size, and one
        of a size that nobody gave gets numbers that follow from that size
    batch: what `forward` takes, for lazy layers, which have no size before they saw one

    Whoever fills a model of the same sizes with the same numbers has the same weights, on either side of the wall. As nobody
    can tell parameters of one size apart, they get the same numbers; a weight [m, n] and one [n, m] are each other turned
    round, and square ones are symmetric, so that both ways to write a layer compute the same. Where a task gives its
    layers names, `model.load_state_dict` tells them apart. Buffers stay as they are, since a mask may be among them.

    Raises TypeError where `numbers` are neither, ValueError where two of the tensors have one size or where a lazy layer got
    no batch, and AttributeError where `model` is no nn.Module: of that `check` says in plain words what it means.
    """
    seed, given = _read(numbers)
    if any(map(is_lazy, model.parameters())):
        _sees(model, batch)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.is_floating_point() and (size := parameter.numel()):
                own = given[size] if size in given else _drawn(seed, parameter.shape)
                parameter.copy_(_laid(own, parameter.shape))
    return model


def _read(numbers: int | torch.Tensor | Sequence[torch.Tensor]) -> tuple[int, dict[int, torch.Tensor]]:
    """The seed, and the tensors by their size."""
    if isinstance(numbers, (list, tuple)) and all(isinstance(one, torch.Tensor) for one in numbers):
        given = {one.numel(): one for one in numbers}
        if len(given) < len(numbers):
            raise ValueError("two of these tensors have the same size: nobody can tell which parameter is whose")
        return 0, given
    try:
        return operator.index(numbers), {}  # type: ignore[arg-type]
    except TypeError:
        kind = type(numbers).__name__
        raise TypeError(f"a whole number or a list of tensors is asked for; this is of type `{kind}`") from None


def _sees(model: nn.Module, batch: Sequence[Any]) -> None:
    """Lets the lazy layers find out their sizes, and changes nothing else."""
    if not batch:
        raise ValueError("the model has lazy layers, which need to see a batch first: filled(model, numbers, batch)")
    modes = [(part, part.training) for part in model.modules()]
    with torch.no_grad():
        model.eval()(*batch)
    for part, training in modes:
        part.training = training


def _drawn(seed: int, shape: torch.Size) -> torch.Tensor:
    """Numbers for a parameter of this size, as a matrix that is at least as high as it is wide."""
    size = shape.numel()
    low, high = sorted((size // shape[0], shape[0])) if shape else (1, 1)
    chance = torch.Generator().manual_seed(seed + size)
    drawn = torch.randn(high, low, generator=chance, dtype=torch.float32)
    if low == high:
        drawn = (drawn + drawn.T) / 2**0.5
    return drawn / size**0.25  # what comes out of a square layer is then as large as what goes in


def _laid(own: torch.Tensor, shape: torch.Size) -> torch.Tensor:
    """The numbers in this shape; a matrix that is kept the other way round is turned."""
    turned = own.ndim == 2 and own.shape[0] != own.shape[1] and own.shape[1:] == shape[:1]
    return (own.T if turned else own).reshape(shape)
