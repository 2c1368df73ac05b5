"""What students do not see: other sizes, side effects, odd names."""

import pytest
from torch.nn import functional as F

from autograder import expect


@pytest.mark.task("5.1", points=0.5)
def test_mse_of_other_shapes(record, inputs):
    """the mean squared error of several numbers a sample"""
    for name in ("5 x 3", "4 x 6", "40 x 1"):
        mean_squared(record["mse_matrix"], inputs, name)


@pytest.mark.task("5.1", points=0.5)
def test_mse_of_one_sample_and_slope(record, inputs):
    """one sample, the right slope, and inputs left alone"""
    for name in ("1", "1 x 4"):
        mean_squared(record["mse_one"], inputs, name)
    got, before, targets = record["mse_slope"], inputs["predictions 5 x 3"], inputs["targets 5 x 3"]
    expect.close(
        got["slope"], 2 * (before - targets) / 15, atol=1e-6, says="the derivative by the predictions is not right"
    )
    expect.equal(got["predictions afterwards"], before, says="the predictions were changed")
    expect.equal(got["targets afterwards"], targets, says="the targets were changed")


def mean_squared(got, inputs, name):
    """The answer for predictions of that shape is a scalar tensor and right."""
    says = f"the mean squared error for shape [{name.replace(' x ', ', ')}] is not right"
    expect.tensor(got[f"for {name}"], shape=[], says=says)
    wanted = F.mse_loss(inputs[f"predictions {name}"], inputs[f"targets {name}"])
    expect.close(got[f"for {name}"], wanted, atol=1e-6, rtol=1e-5, says=says)


@pytest.mark.task("5.1", points=0.5, needs="test_mse_of_a_vector or test_mse_of_other_shapes")
def test_mse_refuses_all_unequal_shapes(record, expected):
    """all kinds of unequal shapes raise ValueError"""
    says = "shapes that differ must raise a ValueError"
    expect.equal(dict(record["mse_more_shapes"]), dict(expected["mse_more_shapes"]), says=says)


@pytest.mark.task("5.2", points=0.5)
def test_cross_entropy_of_other_shapes(record, inputs):
    """one sample or many, two classes or seven"""
    for probe, name in (("entropy_shapes", "3 x 7"), ("entropy_shapes", "9 x 2"), ("entropy_one", "1 x 6")):
        says = f"the mean cross-entropy for shape [{name.replace(' x ', ', ')}] is not right"
        got = record[probe][f"for {name}"]
        expect.tensor(got, shape=[], says=says)
        wanted = F.cross_entropy(inputs[f"logits {name}"], inputs[f"classes {name}"])
        expect.close(got, wanted, atol=1e-6, rtol=1e-5, says=says)


@pytest.mark.task("5.2", points=0.5)
def test_cross_entropy_slope(record, inputs):
    """the right slope, also for large logits"""
    for name in ("5 x 4", "large"):
        logits, classes = inputs[f"logits {name}"].double(), inputs[f"classes {name}"]
        wanted = ((logits.softmax(1) - F.one_hot(classes, logits.shape[1])) / len(logits)).float()
        says = "the derivative by the logits is not right"
        # Where two logits tie for the largest, some formulas share the slope between them in another order of additions.
        expect.close(record["entropy_slope"][f"slope for {name}"], wanted, atol=1e-5, says=says)


@pytest.mark.task(
    "5.2",
    points=0.5,
    needs="test_cross_entropy or test_cross_entropy_of_large_logits or test_cross_entropy_of_other_shapes",
)
def test_cross_entropy_leaves_inputs_alone(record, inputs):
    """logits and classes stay as they were"""
    got = record["entropy_untouched"]
    expect.equal(got["logits afterwards"], inputs["logits 5 x 4"], says="the logits were changed")
    expect.equal(got["classes afterwards"], inputs["classes 5 x 4"], says="the classes were changed")


@pytest.mark.task("5.2", points=0.5)
def test_cross_entropy_is_by_hand(record, inputs):
    """it does the arithmetic itself"""
    wanted = F.cross_entropy(inputs["logits 5 x 4"], inputs["classes 5 x 4"])
    for probe, says in {
        "entropy": "the mean cross-entropy of 5 samples and 4 classes is not right",
        "entropy_by_hand": "torch's own cross-entropy is not to be used here",
    }.items():
        expect.close(record[probe]["for 5 x 4"], wanted, atol=1e-6, rtol=1e-5, says=says)


@pytest.mark.task("5.3", points=0.5)
def test_losses_of_one_sample(record, inputs):
    """all three losses work for a single sample"""
    got = record["choose_one_sample"]
    wanted = {
        "classification": F.cross_entropy(inputs["logits 1 x 6"], inputs["classes 1 x 6"]),
        "regression": F.mse_loss(inputs["predictions 1"], inputs["targets 1"]),
        "binary": F.binary_cross_entropy_with_logits(inputs["logits binary"][2:3], inputs["answers binary"][2:3]),
    }
    expect.close(dict(got), wanted, atol=1e-5, rtol=1e-5, says="the loss of a single sample is not right")


@pytest.mark.task("5.3", points=1, needs="test_loss_for_classes or test_loss_for_numbers or test_loss_for_yes_or_no")
def test_unknown_tasks(record, expected):
    """an unknown task raises ValueError"""
    says = "a task that there is not must raise a ValueError"
    expect.equal(dict(record["choose_unknown"]), dict(expected["choose_unknown"]), says=says)


@pytest.mark.task("5.4", points=0.5)
def test_two_steps(record, expected):
    """two steps with other gradients and rates"""
    says = "a step uses the gradients and the rate it is given, and nothing from before"
    expect.close(dict(record["step_twice"]), dict(expected["step_twice"]), atol=1e-6, says=says)


@pytest.mark.task("5.4", points=0.5)
def test_step_with_an_iterator(record, expected):
    """parameters may come one by one, as `model.parameters()` gives them"""
    says = "`model.parameters()` gives each parameter once; all of them must move"
    expect.close(dict(record["step_iterator"]), dict(expected["step_iterator"]), atol=1e-6, says=says)


@pytest.mark.task("5.4", points=0.5)
def test_step_goes_on(record, expected, inputs):
    """training can go on after a step, and the gradients stay as they were"""
    gradients = {f"gradient {list(g.shape)}": g for g in (inputs[f"gradient {index}"] for index in range(4))}
    gradients["gradient [4]"] = None
    expect.equal(record["step_gradients"]["gradients"], gradients, says="a step must leave the gradients as they are")
    says = "three rounds of forward, backward and step do not move the weights as they should"
    expect.close(dict(record["step_goes_on"]), dict(expected["step_goes_on"]), atol=1e-6, says=says)


@pytest.mark.task("5.5", points=0.5)
def test_optimizer_holds_all_parameters(record, expected):
    """both optimizers move every parameter of the model, at the rate asked for"""
    for name in ("sgd", "adam"):
        says = f'three steps with "{name}" do not move a model of several parts as they should'
        # Adam divides by a root: legal orders of arithmetic differ a little more than for SGD.
        atol = 1e-6 if name == "sgd" else 1e-5
        expect.close(dict(record[f"{name}_nested"]), dict(expected[f"{name}_nested"]), atol=atol, says=says)


@pytest.mark.task("5.5", points=0.5, needs="test_sgd or test_adam")
def test_optimizer_kind_and_unknown_names(record, expected):
    """torch's own optimizers, and ValueError for an unknown name"""
    says = "what comes back must be one of torch's optimizers"
    for name in ("sgd", "adam"):
        expect.true(record["optimizer_kind"][name], says)
    says = "a name that there is not must raise a ValueError"
    expect.equal(dict(record["optimizer_unknown"]), dict(expected["optimizer_unknown"]), says=says)
