"""What only teachers see: other shapes and sizes, side effects, and the choice."""

import pytest
import torch

from autograder import expect

VALUES = {"atol": 1e-6, "rtol": 1e-5}  # as in the visible tests

# Right formulas agree to 3e-16 in float64; one that takes its way through float32 is off by 2e-8.
DOUBLE = 1e-9

PLOT = 1e-5  # as in the visible tests

FUNCTIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}


def shape_check(name, record, inputs):
    places = {
        "a single number": inputs["number"],
        "a vector": inputs["vector"],
        "another vector as long": inputs["another vector"],
        "a block": inputs["block"],
        "a turned table": inputs["turned"].T,
        "every other column": inputs["every other"][:, ::2],
        "a table with one column": inputs["vector"].reshape(7, 1),
        "a batch of one": inputs["block"][:1],
        "positive numbers alone": inputs["vector"].abs(),
    }
    right = {place: FUNCTIONS[name](x.double()).float() for place, x in places.items()}
    expect.close(record[f"{name}_shapes"], right, **VALUES, says=f"{name} of other tensors")
    right = FUNCTIONS[name](inputs["double table"])
    expect.close(record[f"{name}_double"]["float64"], right, atol=DOUBLE, says=f"{name} of a float64 tensor")


def large_check(name, record, inputs):
    right = FUNCTIONS[name](inputs["large"].double()).float()
    got = record[f"{name}_large"]["large numbers"]
    expect.close(got, right, **VALUES, says=f"{name} of numbers from -1000 to 1000")


def kept_check(name, record, inputs):
    got = record[f"{name}_kept"]
    expect.equal(got["x afterwards"], inputs["kept"], says=f"{name} changed the numbers in x")
    expect.true(got["x needs a gradient afterwards"] is False, says=f"{name} changed x: it now asks for gradients")
    own, positive = got["x after the answer was changed"], inputs["vector"].abs()
    expect.equal(own, positive, says=f"{name} gave back x itself, so whoever changes the answer changes x")
    generator = torch.Generator().manual_seed(int(inputs["figure number"]))
    after = torch.rand(3, generator=generator)
    expect.equal(got["random numbers afterwards"], after, says=f"after {name}, random numbers are others than before")


@pytest.mark.task("4.1", points=0.5)
def test_sigmoid_shapes(record, inputs):
    """sigmoid takes any shape, float32 and float64"""
    shape_check("sigmoid", record, inputs)


@pytest.mark.task("4.1", points=0.5)
def test_sigmoid_large(record, inputs):
    """sigmoid is right for large numbers too"""
    large_check("sigmoid", record, inputs)


@pytest.mark.task("4.1", points=0.5, needs="test_sigmoid_values or test_sigmoid_shapes")
def test_sigmoid_keeps_x(record, inputs):
    """sigmoid leaves x as it was"""
    kept_check("sigmoid", record, inputs)


@pytest.mark.task("4.2", points=0.5)
def test_tanh_shapes(record, inputs):
    """tanh takes any shape, float32 and float64"""
    shape_check("tanh", record, inputs)


@pytest.mark.task("4.2", points=0.5)
def test_tanh_large(record, inputs):
    """tanh is right for large numbers too"""
    large_check("tanh", record, inputs)


@pytest.mark.task("4.2", points=0.5, needs="test_tanh_values or test_tanh_shapes")
def test_tanh_keeps_x(record, inputs):
    """tanh leaves x as it was"""
    kept_check("tanh", record, inputs)


@pytest.mark.task("4.3", points=0.5)
def test_relu_shapes(record, inputs):
    """ReLU takes any shape, float32 and float64, and large numbers"""
    shape_check("relu", record, inputs)
    large_check("relu", record, inputs)


@pytest.mark.task("4.3", points=0.5, needs="test_relu_values or test_relu_shapes")
def test_relu_keeps_x(record, inputs):
    """ReLU leaves x as it was"""
    kept_check("relu", record, inputs)


def through(curve, function):
    """Whether a curve is that of the function, wherever its x values lie: those are judged by the visible test."""
    match curve:
        case {"x": torch.Tensor() as x, "y": torch.Tensor() as y} if x.shape == y.shape and len(x) >= 20:
            right = function(x.double())
            return bool(((y - right).abs() <= PLOT * (1 + right.abs())).all())
    return False


def shows(drawing, function):
    """Whether the function is among the curves of a drawing, or all of them together."""
    return any(through(curve, function) for curve in [*drawing["curves"], drawing["together"]])


@pytest.mark.task("4.4", points=0.5)
def test_second_picture(record, inputs):
    """another function is drawn as well, and a second picture starts on a clean sheet"""
    a, b, c = inputs["cubic"].double()
    height, pace = inputs["wave"].double()

    def cubic(x):
        return a * x**3 + b * x + c

    def wave(x):
        return height * torch.sin(pace * x)

    expect.true(shows(record["curve_of_another"], cubic), says="the curve of a polynomial is not drawn")
    for probe in ("second_picture", "two_in_one_cell"):
        expect.true(shows(record[probe], cubic), says="the second plot does not show its function")
        old = shows(record[probe], wave)
        expect.true(not old, says="the second plot still has the curve of the first")


@pytest.mark.task("4.4", points=1)
def test_function_with_parameter(record, inputs):
    """a function with a trainable parameter is drawn, and gradients work as before"""
    got, beta = record["curve_with_parameter"], inputs["swish"].double()
    expect.true(shows(got, lambda x: x * torch.sigmoid(beta * x)), says="the curve of the function is not drawn")
    says = "after the plot gradients are switched off"
    expect.equal(got["another parameter is noted down afterwards"], True, says=says)
    says = "after the plot the function's parameter is frozen"
    expect.equal(got["its parameter is noted down afterwards"], True, says=says)


@pytest.mark.task("4.5", points=0.5, needs="test_sigmoid_values or test_tanh_values or test_relu_values or test_curve")
def test_one_function_a_panel(record):
    """no panel of the three has two of the functions"""
    shown = [
        [name for name, function in FUNCTIONS.items() if shows(panel, function)] for panel in record["panels"]["panels"]
    ]
    for name in FUNCTIONS:
        drawn = any(name in names for names in shown)
        expect.true(drawn, says=f"no panel has a curve of {name} that 20 points or more make up")
    alone = {names[0] for names in shown if len(names) == 1}
    expect.true(alone == set(FUNCTIONS), says="not every function has a panel for itself")


def choice_check(record, inputs, probe, name):
    right = FUNCTIONS[name](inputs["choices at"])
    expect.close(record[probe]["answer"], right, atol=1e-5, says="this is not the function that suits the purpose")


@pytest.mark.task("4.6", points=0.5)
def test_probability(record, inputs):
    """the function for a probability"""
    choice_check(record, inputs, "choice_probability", "sigmoid")


@pytest.mark.task("4.6", points=0.5)
def test_zero_centred(record, inputs):
    """the function for zero-centred answers"""
    choice_check(record, inputs, "choice_zero_centred", "tanh")


@pytest.mark.task("4.6", points=0.5)
def test_deep_network(record, inputs):
    """the function for a deep network"""
    choice_check(record, inputs, "choice_deep_network", "relu")
