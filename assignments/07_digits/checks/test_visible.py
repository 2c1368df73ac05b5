"""What students see: the form of everything, and the numbers of a network that does not learn."""

import pytest
from torch.nn import functional as F

from autograder import expect


@pytest.mark.task("7.1", points=1)
def test_samples(record, expected):
    """each sample is a picture and its label"""
    says = "a sample is a float32 tensor [1, 28, 28] and a whole number"
    expect.equal(dict(record["items"]), dict(expected["items"]), says=says)


@pytest.mark.task("7.1", points=1)
def test_no_sample_in_both(record):
    """no sample is in both parts"""
    shared = record["parts"]["tenths of the validation samples that are training samples, too"]
    expect.equal(shared, 0, says="the model is validated with samples that it was trained on")


@pytest.mark.task("7.2", points=1)
def test_ten_scores(record, expected):
    """ten scores for each picture"""
    says = "the model gives float32 scores [N, 10] for N pictures"
    expect.equal(dict(record["shapes"]), dict(expected["shapes"]), says=says)


@pytest.mark.task("7.2", points=0.5)
def test_size(record):
    """at most two million parameters"""
    units = record["size"]["units of two million parameters"]
    expect.true(units > 0, "the model has no parameters: PyTorch does not know of any layer in it")
    expect.true(units == 1, "the model has more than two million parameters")


@pytest.mark.task("7.3", points=0.5)
def test_history(record, expected):
    """the history: three lists of floats"""
    says = "the history is a dict of three lists of floats, with a value for each epoch"
    expect.equal(dict(record["history"]), dict(expected["history"]), says=says)


@pytest.mark.task("7.3", points=1)
def test_validation_numbers(record, inputs):
    """the validation numbers are means over all validation samples, in evaluation mode"""
    logits = (inputs["validation shades"] @ inputs["steady weight"].T).double()
    loss = nearest(record["steady"]["validation loss"], [(logits, inputs["validation classes"])])
    # The mean of 157 losses near 3 in float32, added up in any order, is off by 1e-5 at most.
    says = "the validation loss of a network that does not change"
    expect.close(record["steady"]["validation loss"], loss, atol=1e-4, says=says)
    accuracy = (logits.argmax(1) == inputs["validation classes"]).double().mean().item()
    says = "the validation accuracy of a network that does not change"
    expect.close(record["steady"]["validation accuracy"], accuracy, atol=1e-5, says=says)


def nearest(got, pairs):
    """Of the cross-entropies that may be meant, with or without label smoothing, the one that is nearest."""
    amounts = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2)
    losses = [F.cross_entropy(*pair, label_smoothing=amount).item() for pair in pairs for amount in amounts]
    return min(losses, key=lambda loss: abs(loss - got)) if isinstance(got, float) else losses[0]


@pytest.mark.task("7.3", points=0.5)
def test_model_learns(record):
    """the model it is given has learnt something"""
    expect.true(
        record["learning"]["the model it was given has learnt"], "after `fit`, the model is no better than before"
    )


@pytest.mark.task("7.5", points=1)
def test_curves(record):
    """both losses are drawn, epoch by epoch"""
    came = record["plot"]["what came back"]
    expect.true(came == "Axes", f"plot_history gave back {came}, asked for the Axes of matplotlib")
    for key in ("train_loss", "validation_loss"):
        expect.true(record["plot"][key]["is drawn"], f"no curve has the values of {key}")
        step = record["plot"][key]["goes on by one from epoch to epoch"]
        expect.true(step, f"the curve of {key} must go on by 1 from epoch to epoch")


@pytest.mark.task("7.5", points=1)
def test_labels_and_legend(record):
    """labels on both axes, and a legend for both curves"""
    plot = record["plot"]
    expect.true(plot["what came back"] == "Axes", "no Axes were given back, so there are no labels to look at")
    for axis in "xy":
        expect.true(plot[f"label of the {axis} axis"], f"the {axis} axis has no label")
    expect.true(plot["names in the legend"] == 2, "the legend must name both curves")
