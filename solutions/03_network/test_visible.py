import pytest
import torch

from autograder import expect

NAMES = ("weight [128, 784]", "bias [128]", "weight [10, 128]", "bias [10]")


def logits(inputs, images):
    """The formula of the task, by torch's own functions."""
    linear = torch.nn.functional.linear
    hidden = linear(images, inputs["weight [128, 784]"], inputs["bias [128]"]).clamp(min=0)
    return linear(hidden, inputs["weight [10, 128]"], inputs["bias [10]"])


@pytest.mark.task("3.1", points=1)
def test_size(record, inputs):
    """the network has 101,770 parameters"""
    count = 784 * 128 + 128 + 128 * 10 + 10
    expect.equal(
        record["size"]["parameters"], count, says="not the number of parameters of the network that is asked for"
    )
    # the sum of all parameters, each of them set to the same number
    expect.close(
        record["size"]["evidence"],
        count * inputs["amount"].double(),
        atol=0.1,
        says="not all of the parameters can be set",
    )


@pytest.mark.task("3.1", points=1)
def test_forms(record, inputs):
    """rows of pixels, pictures and pictures with a channel give [N, 10]"""
    forms = {"form_flat": "[N, 784]", "form_square": "[N, 28, 28]", "form_channel": "[N, 1, 28, 28]"}
    order = inputs["crowd"]
    places = {"form_flat": slice(None), "form_square": order[:6], "form_channel": order[6:12]}
    found = {}
    for probe, form in forms.items():
        found[probe] = expect.tensor(record[probe]["logits"], shape=[6, 10], says=f"for {form}")
        # 1e-3: the same sums in another order are within 1e-4 of each other, other sums are not
        same = "the same pictures in another form get other logits"
        expect.close(found[probe], found["form_flat"][places[probe]], atol=1e-3, says=same, place=form)
    # a network that ignores its input gives all pictures the same logits
    spread = (found["form_flat"] - found["form_flat"][0]).abs().max()
    expect.true(bool(spread > 1e-3), "six different pictures all get the same logits")


@pytest.mark.task("3.2", points=1)
def test_logits(record, inputs):
    """with given weights, six pictures get the right logits"""
    # 784 and 128 products in float32, in any order
    expect.close(
        record["logits"]["logits"], logits(inputs, inputs["images"]), atol=5e-5, rtol=1e-5, says="not W2 h + b2"
    )


@pytest.mark.task("3.2", points=1)
def test_logits_of_one(record, inputs):
    """with given weights, one picture alone gets the right logits"""
    # 784 and 128 products in float32, in any order
    expect.close(
        record["logits_one"]["logits"],
        logits(inputs, inputs["images"][2:3]),
        atol=5e-5,
        rtol=1e-5,
        says="not W2 h + b2",
    )


@pytest.mark.task("3.3", points=1)
def test_gradients_arrive(record, expected, inputs):
    """every parameter gets a gradient"""
    for name in NAMES:
        gradient = record["gradients"][name]
        expect.true(gradient is not None, f"no parameter {name} gets a gradient: there is none, or none arrives")
        found = expect.tensor(gradient, shape=expected["gradients"][name].shape, says=f"for {name}")
        expect.true(bool((found != 0).any()), f"the gradient of {name} is zero")
        # whatever the network computes, its gradient grows with what it is asked for
        again, scale = record["gradients"]["evidence"][name], float(found.abs().max())
        expect.close(again, inputs["amount"] * found, atol=1e-3 * scale, says=f"the gradient of {name} is not its own")


@pytest.mark.task("3.3", points=1)
def test_gradients(record, expected):
    """the gradients are the right ones"""
    # sums over six pictures and up to 784 pixels, of size 10
    for name in NAMES:
        found, wanted = record["gradients"][name], expected["gradients"][name]
        expect.close(found, wanted, atol=1e-4, rtol=1e-5, says="not the gradient", place=name)


@pytest.mark.task("3.4", points=1)
def test_count(record, inputs):
    """counts layers, and leaves out what is frozen"""
    a, b, c = (int(inputs[name]) for name in "abc")
    expect.equal(
        record["count"],
        {"example": 8, "one layer": a * b + b, "three layers": a * b + b + b * c + c + c + 1},
        says="not the number of parameters",
    )
    expect.equal(
        record["count_frozen"], {"some parameters frozen": b + b * c}, says="not the number of trainable parameters"
    )


@pytest.mark.task("3.5", points=1)
def test_predict(record, inputs):
    """seven images get seven classes"""
    wanted = inputs["scores"][:, inputs["order"]].argmax(dim=1)
    expect.close(record["predict"]["classes"], wanted, atol=0, says="not the class with the largest logit")
    expect.close(record["predict"]["example"], torch.tensor([1, 2]), atol=0, says="not the classes of the example")
