import pytest
import torch

from autograder import expect

FLOAT = 1e-6  # one rounding of a float32 near 1 is 6e-8


@pytest.mark.task("2.1", points=1)
def test_picture(record, inputs):
    """a picture becomes a float32 tensor [1, 28, 28] from 0 to 1"""
    wanted = inputs["picture"].to(torch.float32).reshape(1, 28, 28) / 255
    expect.close(record["picture"]["tensor"], wanted, atol=FLOAT, says="not the tensor the task describes")
    expect.close(
        record["picture"]["example"], torch.ones(1, 28, 28), atol=FLOAT, says="a white picture should be all ones"
    )


@pytest.mark.task("2.2", points=1)
def test_rows(record, expected):
    """every row gets mean 0 and standard deviation 1"""
    # 1e-4 lets a guard against division by 0 pass (1e-5 in the variance moves a value by 2e-5 at most);
    # the nearest wrong answer, with D - 1 for D, is off by 1e-1.
    expect.close(record["rows"]["rows"], expected["rows"]["rows"], atol=1e-4, says="the rows are not standardised")
    example = torch.tensor([[-1.0, 1.0], [-1.0, 1.0]])
    expect.close(record["rows"]["example"], example, atol=1e-4, says="not the rows of the example")


@pytest.mark.task("2.3", points=1)
def test_affine(record, inputs):
    """four samples with three inputs give two outputs each"""
    wanted = torch.nn.functional.linear(inputs["x"], inputs["weight"], inputs["bias"])
    # sums of three products of size 1, in any order
    expect.close(record["affine"]["y"], wanted, atol=1e-5, says="not the weighted sums plus bias")
    example = torch.tensor([[1.0, 2.0, 13.0]])
    expect.close(record["affine"]["example"], example, atol=1e-5, says="not the row of the example")


@pytest.mark.task("2.4", points=1)
def test_slope(record, inputs):
    """the slope of a cubic at five points"""
    c, x = inputs["coefficients"], inputs["points"]
    wanted = 3 * c[0] * x**2 + c[1]
    # values up to 16 in float32; a difference quotient is off by 1e-4 at best
    expect.close(record["slope"]["slope"], wanted, atol=1e-5, rtol=2e-6, says="not the derivative")
    example = torch.tensor([2.0, 10.0])
    expect.close(record["slope"]["example"], example, atol=1e-5, says="not the slopes of the example")


@pytest.mark.task("2.4", points=1, needs="test_slope")
def test_slope_leaves_x(record, expected, inputs):
    """x stays as it was, and the slope has no history"""
    expect.close(
        record["slope_kept"],
        expected["slope_kept"],
        atol=0,
        says="after the call, x is not what it was before",
    )
    says = "the slope should be plain numbers without a history"
    expect.equal(record["slope_detached"]["the slope has a history"], False, says=says)
    found = expect.tensor(record["slope_detached"]["slope"], shape=[5], says="the slope")
    expect.true(not torch.equal(found, inputs["points"]), "what came back is x itself")


def bowl_after(steps, inputs):
    """Where descent on a bowl is after some steps, by the closed formula."""
    shrink = 1 - inputs["lr"] * inputs["widths"]
    return inputs["centre"] + shrink**steps * (inputs["start"] - inputs["centre"])


@pytest.mark.task("2.5", points=1)
def test_descend(record, inputs):
    """one, two and five steps into a bowl"""
    wanted = {f"after {n} step{'s' * (n > 1)}": bowl_after(n, inputs) for n in (1, 2, 5)}
    wanted["example"] = torch.tensor([0.25, -0.5])
    # five steps of values up to 6 in float32
    expect.close(record["descend"], wanted, atol=1e-5, says="not the point that gradient descent reaches")


@pytest.mark.task("2.5", points=1, needs="test_descend")
def test_descend_leaves_start(record, expected, inputs):
    """start stays as it was, and the point has no history"""
    expect.close(
        record["descend_kept"], expected["descend_kept"], atol=0, says="after the call, start is not what it was before"
    )
    says = "the point should be plain numbers without a history"
    expect.equal(record["descend_detached"]["the point has a history"], False, says=says)
    found = expect.tensor(record["descend_detached"]["point"], shape=[2], says="the point")
    expect.true(not torch.equal(found, inputs["start"]), "after three steps the point is still at the start")
