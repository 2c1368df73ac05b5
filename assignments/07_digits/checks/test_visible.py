"""What students see: the form of everything, and the numbers of a network that does not learn."""

import pytest
import torch
from torch.nn import functional as F

from autograder import expect


PARTS = ("training", "validation")


def came_over(record, inputs):
    """Demands that what came out of both parts are pictures of the files, each with a number that only these give."""
    for part in PARTS:
        found, says = (
            record["parts"]["evidence"][part],
            f"the pictures of the {part} part are none of those in the files",
        )
        places = expect.tensor(found["places"], shape=[None], dtype=torch.int16, says=says)[:400].long()
        numbers = expect.tensor(found["numbers"], shape=[len(places)], dtype=torch.float16, says=says)
        rows = inputs["images"][places.clamp(0, len(inputs["images"]) - 1)].flatten(1).float()
        right = F.normalize(rows - rows.mean(1, keepdim=True), dim=1) @ inputs["look"]
        # Pictures as they are give 1, changed by chance 0.6 and more; those of other files 0, up to 0.1 in 400 samples.
        likeness = torch.corrcoef(torch.stack([numbers.float(), right]))[0, 1]
        expect.true(bool(likeness.abs() > 0.3), says)


@pytest.mark.task("7.1", points=1)
def test_samples(record, expected, inputs):
    """each sample is a picture and its label"""
    says = "a sample is a float32 tensor [1, 28, 28] and a whole number"
    expect.equal(dict(record["items"]), dict(expected["items"]), says=says)
    came_over(record, inputs)


@pytest.mark.task("7.1", points=1)
def test_no_sample_in_both(record, inputs):
    """no sample is in both parts"""
    shared = record["parts"]["tenths of the validation samples that are training samples, too"]
    says = "the model is validated with samples that it was trained on"
    expect.equal(shared, 0, says=says)
    came_over(record, inputs)
    trained, validated = (record["parts"]["evidence"][part]["places"] for part in PARTS)
    # Pictures that were changed on the way are misread once in a hundred times at most.
    expect.true(bool(torch.isin(validated, trained).double().mean() <= 0.02), says)


def answers_pictures(record, inputs, probe):
    """Demands that the model says the same of the same pictures in a crowd, and not of all: which they are, the seed says."""
    says = "of the same picture, shown several times among others, the model does not say the same"
    said = record[probe]["evidence"]
    expect.true(said is not None, "asked about 64 pictures at once, the model ends with an error or gives no scores")
    said = expect.tensor(said, shape=[64], says="what the model says of 64 pictures").double()
    among_the_same = said[inputs["crowd"].argsort(stable=True)].reshape(8, 8).var(1).mean()
    # Nothing at all where nothing is left to chance; in a crowd of other pictures about as much as among all.
    expect.true(bool(among_the_same < 0.3 * said.var()), says)


@pytest.mark.task("7.2", points=1)
def test_ten_scores(record, expected, inputs):
    """ten scores for each picture"""
    says = "the model gives float32 scores [N, 10] for N pictures"
    for place in ("for 5 pictures", "for 32 pictures"):
        expect.equal(record["shapes"][place], expected["shapes"][place], says=says, place=place)
    answers_pictures(record, inputs, "shapes")


@pytest.mark.task("7.2", points=0.5)
def test_size(record, inputs):
    """at most two million parameters"""
    units = record["size"]["units of two million parameters"]
    expect.true(units > 0, "the model has no parameters: PyTorch does not know of any layer in it")
    expect.true(units == 1, "the model has more than two million parameters")
    answers_pictures(record, inputs, "size")


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
def test_model_learns(record, inputs):
    """the model it is given has learnt something"""
    says = "after `fit`, the model is no better than before; if the losses in your history jump or grow, the learning rate is too large"
    expect.true(record["learning"]["the model it was given has learnt"], says)
    found = record["learning"]["evidence"]
    weight = expect.tensor(found["weight"], shape=[10, 16], says="the weights of the model")
    bias = expect.tensor(found["bias"], shape=[10], says="the bias of the model")
    mask = inputs["mask"] * (torch.arange(16) < 15)
    logits, classes = (inputs["train shades"] * mask) @ weight.T + bias, inputs["train classes"]
    # Which square tells which class, only the seed knows. Weights that were learnt from today's samples fit today's classes
    # better than a thousand other orders of the ten do; weights that know nothing of today, once in a thousand times.
    told = torch.zeros(10, 10).index_add_(0, classes, F.log_softmax(logits, 1))
    chance = torch.Generator().manual_seed(0)
    orders = torch.stack([torch.randperm(10, generator=chance) for _ in range(1000)])
    others = told[torch.arange(10), orders].sum(1).max()
    expect.true(bool(told.diagonal().sum() > others), says)


@pytest.mark.task("7.3", points=0.5, needs="test_model_learns or test_validation_numbers")
def test_history(record, expected):
    """the history: three lists of floats"""
    says = "the history is a dict of three lists of floats, with a value for each epoch"
    expect.equal(dict(record["history"]), dict(expected["history"]), says=says)


def is_drawn(plot, inputs, rows):
    """Whether one of the curves that came over has the values of one of these rows of the history."""
    curves = [curve for curve in plot if isinstance(curve, torch.Tensor) and curve.dim() == 2 and len(curve) == 2]
    right = [inputs["history"][row, :6] for row in rows]
    return any(c[1].shape == r.shape and torch.allclose(c[1], r, atol=1e-5) for c in curves for r in right)


@pytest.mark.task("7.5", points=1)
def test_curves(record, inputs):
    """both losses are drawn, epoch by epoch"""
    came = record["plot"]["what came back"]
    expect.true(came == "Axes", f"plot_history gave back {came}, asked for the Axes of matplotlib")
    for row, key in enumerate(("train_loss", "validation_loss")):
        drawn = record["plot"][key]["is drawn"] and is_drawn(record["plot"]["evidence"], inputs, [row])
        expect.true(drawn, f"no curve has the values of {key}")
        step = record["plot"][key]["goes on by one from epoch to epoch"]
        expect.true(step, f"the curve of {key} must go on by 1 from epoch to epoch")


@pytest.mark.task("7.5", points=1)
def test_labels_and_legend(record, inputs):
    """labels on both axes, and a legend for both curves"""
    plot = record["plot"]
    expect.true(plot["what came back"] == "Axes", "no Axes were given back, so there are no labels to look at")
    for axis in "xy":
        expect.true(plot[f"label of the {axis} axis"], f"the {axis} axis has no label")
    exchanged = plot["the labels of the axes are exchanged"] and plot["train_loss"]["is drawn"]
    expect.true(not exchanged, "the labels of the two axes are exchanged")
    expect.true(plot["names in the legend"] == 2, "the legend must name both curves")
    expect.true(not plot["the names in the legend are the same"], "both curves have the same name in the legend")
    expect.true(is_drawn(plot["evidence"], inputs, range(3)), "nothing of the history is drawn")
