"""What students see: plain cases."""

import pytest
import torch
from torch.nn import functional as F

from autograder import expect


@pytest.mark.task("5.1", points=1)
def test_mse_of_a_vector(record, inputs):
    """the mean squared error of one number a sample"""
    got = record["mse_vector"]["for 7"]
    says = "the mean squared error of 7 predictions is not right"
    expect.tensor(got, shape=[], says=says)
    expect.close(got, F.mse_loss(inputs["predictions 7"], inputs["targets 7"]), atol=1e-6, rtol=1e-5, says=says)
    example = torch.tensor(0.625)
    expect.close(record["mse_vector"]["example"], example, atol=1e-6, says="not the number of the example")


@pytest.mark.task("5.1", points=0.5, needs="test_mse_of_a_vector")
def test_mse_refuses_two_shapes(record, expected):
    """unequal shapes raise ValueError"""
    says = "shapes that differ must raise a ValueError"
    expect.equal(dict(record["mse_shapes"]), dict(expected["mse_shapes"]), says=says)


@pytest.mark.task("5.2", points=1)
def test_cross_entropy(record, inputs):
    """the mean cross-entropy of five samples"""
    got = record["entropy"]["for 5 x 4"]
    says = "the mean cross-entropy of 5 samples and 4 classes is not right"
    expect.tensor(got, shape=[], says=says)
    wanted = F.cross_entropy(inputs["logits 5 x 4"], inputs["classes 5 x 4"])
    expect.close(got, wanted, atol=1e-6, rtol=1e-5, says=says)
    example = torch.tensor(3.0).log()
    expect.close(record["entropy"]["example"], example, atol=1e-6, rtol=1e-5, says="not the number of the example")


@pytest.mark.task("5.2", points=1)
def test_cross_entropy_of_large_logits(record, inputs):
    """finite and right for logits of 1000"""
    got = record["entropy_large"]
    says = "logits of 1000 and -1000 must give the right number, too"
    # Floats near 1000 are 6e-5 apart, and logsumexp of a row, which is a fair way, is such a number.
    atol = 2e-4
    wanted = F.cross_entropy(inputs["logits large"].double(), inputs["classes large"]).float()
    expect.close(got["for all rows"], wanted, atol=atol, rtol=1e-5, says=says)
    for row in range(len(inputs["logits large"])):
        pair = inputs["logits large"][row : row + 1].double(), inputs["classes large"][row : row + 1]
        place = f"row {row}"
        expect.close(got[f"for {place}"], F.cross_entropy(*pair).float(), atol=atol, rtol=1e-5, says=says, place=place)


@pytest.mark.task("5.3", points=0.5)
def test_loss_for_classes(record, expected):
    """a loss for one of several classes"""
    chosen_loss(record, expected, "classification")


@pytest.mark.task("5.3", points=0.5)
def test_loss_for_numbers(record, expected):
    """a loss for numbers"""
    chosen_loss(record, expected, "regression")


@pytest.mark.task("5.3", points=0.5)
def test_loss_for_yes_or_no(record, expected):
    """a loss for yes or no"""
    chosen_loss(record, expected, "binary")


def chosen_loss(record, expected, task):
    """The loss has the value of the one asked for, and so has its slope."""
    got, wanted = record[f"choose_{task}"], expected[f"choose_{task}"]
    says = f'choose_loss("{task}") does not give back the loss asked for'
    expect.true(got["module"], f'choose_loss("{task}") must give back a module, ready to be called')
    # Sigmoid and logarithm, one after the other, lose a few digits more than one formula for both.
    expect.close(got["loss"], wanted["loss"], atol=1e-5, rtol=1e-5, says=says)
    expect.close(got["slope"], wanted["slope"], atol=1e-5, rtol=1e-5, says=says)


@pytest.mark.task("5.4", points=1)
def test_one_step(record, expected):
    """one step moves every weight against its gradient"""
    says = "the weights after one step are not those of gradient descent"
    expect.close(dict(record["step"]), dict(expected["step"]), atol=1e-6, says=says)


@pytest.mark.task("5.4", points=0.5)
def test_step_leaves_out_what_has_no_gradient(record, expected):
    """parameters without a gradient stay, the others move"""
    says = "a parameter without a gradient stays as it is, and all others move"
    expect.close(dict(record["step_without"]), dict(expected["step_without"]), atol=1e-6, says=says)


@pytest.mark.task("5.5", points=0.5)
def test_sgd(record, expected):
    """ "sgd" takes plain SGD steps"""
    says = 'three steps with "sgd" and a rate of 0.1 are not those of plain SGD'
    expect.close(dict(record["sgd"]), dict(expected["sgd"]), atol=1e-6, says=says)


@pytest.mark.task("5.5", points=0.5)
def test_adam(record, expected):
    """ "adam" takes Adam's steps"""
    says = 'three steps with "adam" and a rate of 0.01 are not those of Adam'
    expect.close(dict(record["adam"]), dict(expected["adam"]), atol=1e-6, says=says)
