"""What students do not see: other data, what is learnt from what, and the digits held out."""

import pytest
import torch
from torch.nn import functional as F

from autograder import expect


RAW = (("places", torch.int16), ("labels", torch.int8))


@pytest.mark.task("7.1", points=1)
def test_labels_and_sizes(record, inputs):
    """labels belong to their pictures, and both parts are of use"""
    parts = record["parts"]
    for part in ("training", "validation"):
        tenths = parts[f"tenths of the {part} labels that belong to their pictures"]
        expect.true(tenths == 10, f"in the {part} part, labels do not belong to their pictures")
        places, labels = (
            expect.tensor(parts["evidence"][part][name], shape=[None], dtype=dtype) for name, dtype in RAW
        )
        right = inputs["labels"][places.long().clamp(0, len(inputs["labels"]) - 1)]
        belong = labels.shape == right.shape and bool((labels == right).double().mean() > 0.98)
        expect.true(belong, f"in the {part} part, labels do not belong to their pictures")
        classes = parts[f"classes in the {part} part"]
        expect.true(classes == 10, f"the {part} part does not have samples of exactly ten digits")
    expect.true(
        parts["the training part is the larger one"], "the training part must be larger than the validation part"
    )
    expect.true(parts["there is enough to train on"], "most of the 4,000 digits are for training")
    expect.true(parts["there is enough to validate with"], "the validation part needs some hundred digits")


@pytest.mark.task("7.1", points=1, needs="test_samples or test_no_sample_in_both or test_labels_and_sizes")
def test_scale(record):
    """small numbers, and the same scale in both parts"""
    train, validation = record["scale"]["training part"], record["scale"]["validation part"]
    for part, found in (("training", train), ("validation", validation)):
        # A spread between 2 ** -5.5 and 2 ** 2.5: pictures from 0 to 1 have 0.3, normalised ones 1, raw ones 79.
        small = -5 <= found["spread"] <= 2 and abs(found["mean"]) <= 5
        expect.true(small, f"the pictures of the {part} part must be small numbers: 0 to 1, or normalised")
    # Pictures that were changed by chance may fall on another side of rounding, once.
    apart = sum(abs(train[key] - validation[key]) for key in ("spread", "mean"))
    expect.true(apart <= 1, "the two parts come on different scales")


def answers_pictures(record, inputs, probe):
    """Demands that the model says the same of the same pictures in a crowd, and not of all: which they are, the seed says."""
    says = "of the same picture, shown several times among others, the model does not say the same"
    said = expect.tensor(record[probe]["evidence"], shape=[64], says="what the model says of 64 pictures").double()
    among_the_same = said[inputs["crowd"].argsort(stable=True)].reshape(8, 8).var(1).mean()
    expect.true(bool(among_the_same < 0.3 * said.var()), says)


@pytest.mark.task("7.2", points=0.5)
def test_one_picture(record, expected, inputs):
    """one picture is enough"""
    says = "one picture [1, 1, 28, 28] gives scores [1, 10]"
    expect.equal(record["one_picture"]["for 1 picture"], expected["one_picture"]["for 1 picture"], says=says)
    answers_pictures(record, inputs, "one_picture")


@pytest.mark.task("7.2", points=0.5)
def test_logits(record, inputs):
    """the scores are logits: any numbers"""
    got = record["model"]["the lowest answer"]
    expect.number(got, high=-1.9, says="however it is trained, the model's scores stay in a narrow range")
    answers_pictures(record, inputs, "model")


@pytest.mark.task("7.2", points=0.5)
def test_all_layers_are_known(record, inputs):
    """each model is a new one, and knows of all that it computes with"""
    says = "a second model has parameters of the first, which may be trained by then"
    expect.true(record["registered"]["nothing in common"], says)
    says = "a second model, given all parameters of the first, must answer as the first one does"
    expect.true(record["registered"]["the same answers"], says)
    answers_pictures(record, inputs, "registered")


@pytest.mark.task("7.3", points=0.5, needs="test_model_learns or test_validation_numbers")
def test_training_loss(record, inputs):
    """the training loss is a mean, one for each epoch"""
    losses = []
    for shades in (inputs["train shades"], inputs["train shades"] * inputs["mask"]):
        logits = (shades @ inputs["steady weight"].T).double()
        losses += [F.cross_entropy(logits, inputs["train classes"], label_smoothing=s).item() for s in (0.0, 0.2)]
    says = "the training loss of a network that does not change is not a mean over the samples"
    # Wide, since batches may be left out or pictures changed; a sum, or a mean divided again, is far off.
    expect.number(record["steady_training"]["training loss"], low=0.6 * min(losses), high=1.6 * max(losses), says=says)
    says = "the training loss of a network that does not change jumps up and down: it stands for a few samples only"
    expect.true(record["steady_training"]["the same in each epoch"], says)
    expect.true(
        not record["steady_training"]["each is the loss of one batch"], "the training loss is that of a single batch"
    )
    says = "the history must have one value for each epoch"
    expect.true(record["steady_training"]["about one epoch for each entry"], says)


@pytest.mark.task("7.3", points=0.5, needs="test_model_learns")
def test_old_slopes(record):
    """no batch feels the gradients of those before"""
    says = "a weight that had a slope at the first batch only never stops moving"
    expect.true(record["old_slopes"]["it comes to rest"], says)
    says = "within an epoch, a weight that had a slope at the first batch only keeps moving"
    expect.true(record["old_slopes"]["in the first epoch, too"], says)


def learnt(record, square):
    """How much the weights of the usual squares have learnt, and those of this one."""
    weight = expect.tensor(record["learning"]["evidence"]["weight"], shape=[10, 16], says="the weights of the model")
    return weight.abs().amax(0)[6:15].mean().item(), weight.abs().amax(0)[square].item()


@pytest.mark.task("7.3", points=0.5, needs="test_model_learns")
def test_training_mode(record):
    """it learns in training mode, in every epoch"""
    says = "the model was in evaluation mode while it learnt"
    expect.true(not record["learning"]["it has learnt in evaluation mode"], says)
    usual, one = learnt(record, 15)
    expect.true(one <= 0.2 * usual + 1e-6, says)


@pytest.mark.task("7.3", points=0.5, needs="test_model_learns")
def test_learns_from_training_part_only(record):
    """nothing is learnt from the validation part"""
    says = "the model has learnt something that only the validation part could teach"
    expect.true(not record["learning"]["it has learnt from validation samples"], says)
    usual, one = learnt(record, 0)
    expect.true(one <= 0.3 * usual + 1e-6, says)


@pytest.mark.task("7.3", points=0.5, needs="test_validation_numbers")
def test_numbers_of_the_finished_model(record):
    """the last validation numbers are those of the model as it is left"""
    says = "no epoch's validation loss and accuracy are those of the finished model"
    expect.true(record["last_epoch"]["an epoch has the numbers of the finished model"], says)


@pytest.mark.task("7.3", points=0.5, needs="test_model_learns or test_validation_numbers")
def test_device(record):
    """model, pictures and labels go to the device"""
    found = record["device"]
    expect.true(found["no other device was asked for"], "a device was used that nobody had named")
    expect.true(found["all met there"], "on another device, not all of model, pictures and labels were there")
    expect.true(found["something went to the device"], "nothing was sent to the device")


# The shares, measured: the solution gets 90.6 % on 200 seeds (standard deviation 0.7, lowest 89.0); of the other right
# ways, on 10 seeds each, the weakest get 87.3 % (augmentation_everywhere; deviation 1.7, lowest 84.7), 89.1 %
# (one_tensor_for_all; lowest 88.3) and 89.7 % (everything_in_memory). So with two in 100 left to chance, 85 % is out of the
# reach of bad luck. Of the misconceptions, on one seed, none lies between 74 and 84 %; those above fail where their fault is.
LEFT_TO_CHANCE = 0.02


@pytest.mark.task("7.4", points=2, needs="test_model_learns")
def test_most_digits(record, inputs, show):
    """80 of 100 unseen digits are right"""
    labels = inputs["withheld labels"]
    logits = expect.tensor(record["digits"]["logits"], shape=[len(labels), 10], says="scores for unseen digits")
    wrong, digit = logits.argmax(1) != labels, inputs["withheld digits"]  # which digit each class of this seed is
    said = [f"{digit[label]}, read as {digit[taken]}" for label, taken in zip(labels[wrong], logits.argmax(1)[wrong])]
    show("Digits that your network misread", inputs["unseen images"][wrong], said)
    accuracy(record, inputs, 0.80)


@pytest.mark.task("7.4", points=3, needs="test_model_learns")
def test_nearly_all_digits(record, inputs):
    """85 of 100 unseen digits are right"""
    accuracy(record, inputs, 0.85)


def accuracy(record, inputs, low):
    """At least that share of the held-out digits is classified right, by a model of two million numbers at most."""
    found, labels = record["digits"]["evidence"], inputs["withheld labels"]
    numbers, loss = found["numbers"], found["last training loss"]
    # A little room for statistics that are no parameters, none for the pictures it was trained on.
    expect.true(type(numbers) is int and numbers <= 2_100_000, "the trained model keeps more than two million numbers")
    logits = expect.tensor(record["digits"]["logits"], shape=[len(labels), 10], says="scores for unseen digits")
    share = (logits.argmax(1) == labels).double().mean().item()
    says = "the share of unseen digits that are right, two in 100 left to chance"
    if type(loss) is float and 0.7 < loss < 2.5:  # so a mean cross-entropy looks that has fallen too little
        says += f" (the training loss in your history ends at {loss:.1f}, where mere guessing has 2.3)"
    expect.number(share, low=low - LEFT_TO_CHANCE, says=says)


def same(values, right):
    """Whether these are the values, up to rounding."""
    return values.dtype is right.dtype and bool(((values - right).abs() < 1e-5).all())


@pytest.mark.task("7.5", points=1)
def test_other_histories(record, inputs):
    """any number of epochs, the right names, and the history is left alone"""
    known = record["plots"]["evidence"]
    for epochs, name in ((1, "1 epoch"), (9, "9 epochs")):
        for row, key in enumerate(("train_loss", "validation_loss")):
            right = inputs["history"][row, :epochs]
            drawn = any(type(c) is torch.Tensor and c.shape == (2, epochs) and same(c[1], right) for c in known[name])
            expect.true(drawn, f"with another number of epochs, no curve has the values of {key}")
    for plot in (record["plot"], record["plots"]["1 epoch"], record["plots"]["9 epochs"]):
        expect.true(plot["what came back"] == "Axes", "plot_history gives back the Axes of matplotlib")
        for key in ("train_loss", "validation_loss"):
            expect.true(plot[key]["is drawn"], f"with another number of epochs, no curve has the values of {key}")
            expect.true(
                plot[key]["goes on by one from epoch to epoch"], "the curves must go on by 1 from epoch to epoch"
            )
            expect.true(not plot[key]["has the name of the other"], "the names of the curves are mixed up")
    expect.true(record["plots"]["the history is as it was"], "the history was changed")
