"""What students can check for themselves: the basic behaviour on plain cases."""

import itertools

import pytest
import torch

from autograder import expect

# Right formulas written in other ways agree to 1.2e-7 in float32.
VALUES = {"atol": 1e-6, "rtol": 1e-5}

X = torch.linspace(-10, 10, 100, dtype=torch.float64)

# Curves made with NumPy or PyTorch, in float32 or float64, differ by up to 4.4e-7 in x.
PLOT = 1e-5

EXAMPLES = {"sigmoid": [-1000.0, 0.0, 2.0], "tanh": [-1000.0, 0.0, 1.0], "relu": [-3.0, 0.0, 2.5]}
FUNCTIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}


def slope(function, inputs):
    """The derivative in float64, by PyTorch's own function, as it should arrive in float32."""
    x = inputs["slopes at"].double().requires_grad_()
    (function(x) * inputs["slope weights"]).sum().backward()
    return x.grad.float()


def value_check(name, record, inputs):
    right = FUNCTIONS[name](inputs["table"].double()).float()
    expect.close(record[f"{name}_values"]["values"], right, **VALUES, says=f"these are not the values of {name}")
    example = FUNCTIONS[name](torch.tensor(EXAMPLES[name], dtype=torch.float64)).float()
    says = f"not the values of the example, {EXAMPLES[name]}"
    expect.close(record[f"{name}_values"]["example"], example, **VALUES, says=says)
    own = record[f"{name}_values"]["ready-made"] is False
    expect.true(
        own, says=f"the values are right, but it is PyTorch's own function that gave them: build {name} yourself"
    )


def slope_check(name, record, inputs):
    got = record[f"{name}_slopes"]["slope"]
    expect.true(got is not None, says="autograd finds no way from the answer back to x")
    expect.close(got, slope(FUNCTIONS[name], inputs), **VALUES, says=f"autograd does not find the slopes of {name}")


@pytest.mark.task("4.1", points=1)
def test_sigmoid_values(record, inputs):
    """sigmoid gives the right values"""
    value_check("sigmoid", record, inputs)


@pytest.mark.task("4.1", points=0.5)
def test_sigmoid_slope(record, inputs):
    """autograd finds the slope of sigmoid"""
    slope_check("sigmoid", record, inputs)


@pytest.mark.task("4.2", points=1)
def test_tanh_values(record, inputs):
    """tanh gives the right values"""
    value_check("tanh", record, inputs)


@pytest.mark.task("4.2", points=0.5)
def test_tanh_slope(record, inputs):
    """autograd finds the slope of tanh"""
    slope_check("tanh", record, inputs)


@pytest.mark.task("4.3", points=0.5)
def test_relu_values(record, inputs):
    """ReLU gives the right values"""
    value_check("relu", record, inputs)


@pytest.mark.task("4.3", points=0.5)
def test_relu_slope(record, inputs):
    """autograd finds the slope of ReLU"""
    slope_check("relu", record, inputs)


def runs(curve, x, y=None):
    """Whether a curve goes over `x` (and through `y`)."""
    match curve:
        case {"x": torch.Tensor() as across, "y": torch.Tensor() as upwards} if (
            across.shape == upwards.shape == x.shape
        ):
            pairs = [(across, x)] + ([] if y is None else [(upwards, y)])
            return all(
                got.shape == right.shape and bool(((got - right).abs() <= PLOT * (1 + right.abs())).all())
                for got, right in pairs
            )
    return False


def curves(drawing):
    return [*drawing["curves"], drawing["together"]]


def shows(drawing, y):
    return any(runs(curve, X, y) for curve in curves(drawing))


def curve_check(drawing, y):
    expect.true(drawing["what"] == "Axes", says=f"got {drawing['what']}, asked for the Axes with the curve")
    expect.true(drawing["blank"] is not True, says="these Axes are blank")
    expect.true(len(drawing["curves"]) > 0, says="there is no curve in these Axes")
    counts = {curve["points"] for curve in curves(drawing) if curve is not None}
    expect.true(len(X) in counts, says=f"a curve of {max(counts)} points; it should have {len(X)}")
    over = any(runs(curve, X) for curve in curves(drawing))
    expect.true(over, says="the curve's x values are not those of torch.linspace(-10, 10, 100)")
    expect.true(shows(drawing, y), says="the curve is not that of the function")


@pytest.mark.task("4.4", points=1)
def test_curve(record, inputs):
    """the curve is the function over torch.linspace(-10, 10, 100)"""
    height, pace = inputs["wave"].double()
    curve_check(record["curve"], height * torch.sin(pace * X))


@pytest.mark.task("4.4", points=0.5)
def test_texts(record, inputs):
    """the title contains the name, and both axes have a label"""
    title = record["texts"]["title"]
    expect.true(title != "no picture", says="no Axes were given back, so there is no title to look at")
    expect.true(title != "none", says="the plot has no title")
    expect.true(
        title == f"contains figure {int(inputs['figure number'])}",
        says="the title does not contain the name that was given",
    )
    for label in ("x label", "y label"):
        expect.true(record["texts"][label] == "given", says=f"there is no {label}")


def three_panels(record):
    """For every panel of the figure the functions and the names in it. Raises Mismatch when there are not three panels."""
    given = record["panels"]
    count = len(given["panels"])
    expect.true(count >= 3, says=f"panels of the figure with something drawn in them: {count}, asked for 3")
    shown = [{name for name, function in FUNCTIONS.items() if shows(panel, function(X))} for panel in given["panels"]]
    return list(zip(shown, (set(panel["names"]) for panel in given["panels"]), strict=True))


def in_some_order(panels, fits):
    """Whether three different panels fit the three functions."""
    return any(
        all(fits(name, *panel) for name, panel in zip(FUNCTIONS, chosen, strict=True))
        for chosen in itertools.permutations(panels, 3)
    )


@pytest.mark.task("4.5", points=1, needs="test_sigmoid_values or test_tanh_values or test_relu_values or test_curve")
def test_three_panels(record):
    """each of the three panels has its own function over torch.linspace(-10, 10, 100)"""
    what = record["panels"]["what"]
    expect.true(what == "Figure", says=f"got {what}, asked for the Figure with the panels")
    panels = three_panels(record)
    for name in FUNCTIONS:
        expect.true(
            any(name in shown for shown, _ in panels), says=f"no panel has the curve of {name} over these points"
        )
    own = in_some_order(panels, lambda name, shown, names: name in shown)
    expect.true(own, says="the three functions are not in three panels")


@pytest.mark.task("4.5", points=0.5, needs="test_sigmoid_values or test_tanh_values or test_relu_values or test_curve")
def test_names(record):
    """each panel has the name of its function"""
    panels = three_panels(record)
    # A panel in which none of the three can be recognised has lost its point above: here only its name counts.
    named = in_some_order(panels, lambda name, shown, names: name in names and (name in shown or not shown))
    expect.true(named, says="a panel does not have the name of the function that is drawn in it")


@pytest.mark.task("4.6", points=0.5, needs="test_sigmoid_values or test_tanh_values or test_relu_values or test_curve")
def test_gives_functions(record, inputs):
    """for each purpose there is something that can be called with a tensor"""
    for purpose in ("probability", "zero-centred", "deep network"):
        answer = record[f"choice_{purpose.replace(' ', '_').replace('-', '_')}"]["answer"]
        expect.tensor(answer, shape=inputs["choices at"].shape, says=f'called, choose_activation("{purpose}")')
