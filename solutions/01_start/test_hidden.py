"""What only teachers see: other computers, and which letters are right.

Task 1.3 is marked by hand. Of its 2 points, 1 is for the reason: a linear layer after a linear layer is again a linear
layer, since W2 (W1 x + b1) + b2 = (W2 W1) x + (W2 b1 + b2), so any number of them can be replaced by one and none can do
what one cannot. 1 is for what changes: a function that bends between them cannot be merged away in this manner, so
each further layer can add bends, and curved boundaries and functions come within reach.
"""

import pytest

from autograder import expect


COMPUTERS = ("device_with_cuda", "device_without_card", "device_with_mps", "device_without_mps")
"""The probes of other computers, in the order in which their kinds are numbered."""


def device_check(record, inputs, probe, device, where):
    given = record[probe]["device"]
    expect.true(isinstance(given, str), says=f"device: got {expect.kind(given)}, asked for text")
    said = f'"{given}"' if given in ("cuda", "mps", "cpu") else "none of cuda, mps and cpu"
    expect.true(given == device, says=f"{where} your function says {said}")
    kind = COMPUTERS.index(probe)
    again = [
        there for there, other in zip(record["devices"]["evidence"], inputs["computers"], strict=True) if other == kind
    ]
    expect.true(set(again) <= {device}, says=f"asked again {where} your function says something else")


@pytest.mark.task("1.1", points=1)
def test_device_with_cuda(record, inputs):
    """on a computer with a card of NVIDIA the device is another one, and without it not"""
    device_check(record, inputs, "device_with_cuda", "cuda", "on a computer with a card of NVIDIA")
    device_check(
        record, inputs, "device_without_card", "cpu", "on a computer without a card, whose PyTorch could use one,"
    )


@pytest.mark.task("1.1", points=1)
def test_device_with_mps(record, inputs):
    """on a new computer of Apple the device is another one, and on an old one not"""
    device_check(record, inputs, "device_with_mps", "mps", "on a new computer of Apple")
    device_check(record, inputs, "device_without_mps", "cpu", "on a computer of Apple from before there was mps")


def right(record, probe, letter, about):
    given = record[probe]["letter"]
    expect.true(isinstance(given, str) and len(given) == 1, says=f"there is no letter from a to d about {about}")
    expect.true(given == letter, says=f"another answer about {about} fits better")


@pytest.mark.task("1.2", points=0.5)
def test_answer_tensor(record):
    """what a tensor is"""
    right(record, "answer_tensor", "c", "tensors")


@pytest.mark.task("1.2", points=0.5)
def test_answer_autograd(record):
    """what autograd does"""
    right(record, "answer_autograd", "d", "autograd")


@pytest.mark.task("1.2", points=0.5)
def test_answer_module(record):
    """what a module is"""
    right(record, "answer_module", "b", "modules")


@pytest.mark.task("1.2", points=0.5)
def test_answer_optimizer(record):
    """what an optimizer does"""
    right(record, "answer_optimizer", "a", "optimizers")


@pytest.mark.task("1.2", points=0.5)
def test_answer_dynamic_graph(record):
    """why the graph is called dynamic"""
    right(record, "answer_dynamic_graph", "a", "the dynamic graph")


@pytest.mark.task("1.2", points=0.5)
def test_answer_ranges(record):
    """where the answers of sigmoid, tanh and ReLU lie"""
    right(record, "answer_ranges", "c", "the ranges of activation functions")


@pytest.mark.task("1.2", points=0.5)
def test_answer_losses(record):
    """which loss is for classes and which for numbers"""
    right(record, "answer_losses", "b", "losses")


@pytest.mark.task("1.2", points=0.5)
def test_answer_four_steps(record):
    """the order of the four steps"""
    right(record, "answer_four_steps", "d", "the four steps")
