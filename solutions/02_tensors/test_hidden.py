import pytest
import torch

from autograder import expect

FLOAT = 1e-6  # one rounding of a float32 near 1 is 6e-8


@pytest.mark.task("2.1", points=1)
def test_other_pictures(record, inputs):
    """dark, black, white, turned and cut pictures, and the array stays as it was"""

    def tensor(picture):
        return picture.to(torch.float32).reshape(1, 28, 28) / 255

    dark, black = inputs["dark picture"], torch.zeros(28, 28)
    expect.close(
        record["picture_brightness"],
        {
            "a dark picture": tensor(dark),
            "a black picture": tensor(black),
            "a white picture": tensor(black + 255),
        },
        atol=FLOAT,
        says="a picture of another brightness is not read rightly",
    )
    expect.close(
        record["picture_views"],
        {
            "a turned picture": tensor(inputs["picture"].T),
            "a part of a larger picture": tensor(inputs["large picture"][3:59:2, 20:48]),
            "one colour of a picture": tensor(inputs["colour picture"][:, :, 1]),
            "a picture that is read-only": tensor(dark),
        },
        atol=FLOAT,
        says="an array that is a view of another is not read rightly",
    )
    expect.close(
        record["picture_kept"],
        {"the picture afterwards": inputs["picture"].numpy()},
        atol=0,
        says="the picture was changed",
    )


@pytest.mark.task("2.2", points=1)
def test_rows_of_other_shapes(record, expected):
    """one row, wide tables, square ones, turned ones"""
    # 1e-4 as in the visible test: room for a guard against division by 0
    for probe in ("rows_shapes", "rows_square", "rows_views"):
        expect.close(record[probe], expected[probe], atol=1e-4, says="the rows are not standardised")


@pytest.mark.task("2.2", points=1, needs="test_rows")
def test_rows_kept(record, expected):
    """x stays as it was, and asking again gives the same"""
    # 1e-4: the values are judged elsewhere with that room; a changed x is off by far more
    expect.close(record["rows_kept"], expected["rows_kept"], atol=1e-4, says="a call left something behind")


@pytest.mark.task("2.3", points=1)
def test_affine_of_other_shapes(record, expected):
    """one sample, one input, one output, square and turned tensors; the caller's tensors stay as they were"""
    # 1e-5: sums of up to five products of size 1 to 5, in any order
    for probe in ("affine_shapes", "affine_square"):
        expect.close(record[probe], expected[probe], atol=1e-5, says="not the weighted sums plus bias")
    expect.close(record["affine_kept"], expected["affine_kept"], atol=1e-5, says="a call left something behind")
    expect.close(record["affine_random"], expected["affine_random"], atol=0, says="nothing here should be random")


@pytest.mark.task("2.3", points=1)
def test_affine_gradients(record, expected):
    """gradients flow to x, weight and bias"""
    # 1e-5: sums of up to four products, in any order
    expect.close(record["affine_gradients"], expected["affine_gradients"], atol=1e-5, says="not the gradient")


@pytest.mark.task("2.4", points=1)
def test_slope_of_anything(record, expected):
    """other shapes and other functions, by autograd"""
    # values up to 40 in float32
    for probe in ("slope_shapes", "slope_functions"):
        expect.close(record[probe], expected[probe], atol=1e-5, rtol=2e-6, says="not the derivative")
    expect.close(
        record["slope_weighted"]["a function with weights of its own"],
        expected["slope_weighted"]["a function with weights of its own"],
        atol=1e-5,
        rtol=2e-6,
        says="not the derivative",
    )
    expect.close(
        record["slope_autograd"],
        expected["slope_autograd"],
        atol=1e-5,
        rtol=2e-6,
        says="autograd gives another derivative, which differences of the function's values do not show",
    )


@pytest.mark.task("2.4", points=1)
def test_slope_is_a_good_guest(record, expected):
    """an x with gradients or a history, a second call, and what comes after"""
    for probe, says in {
        "slope_tracked": "an x that requires gradients, and has some already",
        "slope_of_result": "an x that is the result of a computation",
        "slope_twice": "two calls after each other",
        "slope_world": "what comes after the call",
    }.items():
        expect.close(record[probe], expected[probe], atol=1e-5, rtol=2e-6, says=says)


@pytest.mark.task("2.5", points=1)
def test_descend_anywhere(record, expected):
    """other functions, many steps, no step, steps that are too large, a start with gradients or a history"""
    says = "not the point that gradient descent reaches"
    # 1e-5: a dozen steps of values up to 3
    expect.close(record["descend_functions"], expected["descend_functions"], atol=1e-5, says=says)
    expect.close(record["descend_gently"], expected["descend_gently"], atol=1e-5, says=says)
    # sixty steps, each with roundings of values up to 6
    expect.close(record["descend_long"], expected["descend_long"], atol=5e-5, says=says)
    expect.close(record["descend_nowhere"], expected["descend_nowhere"], atol=0, says="no step leads away from start")
    # values up to 30 that grow with each step
    expect.close(record["descend_overshoot"], expected["descend_overshoot"], atol=1e-4, says=says)
    for probe, says in {
        "descend_tracked": "a start that requires gradients, and has some already",
        "descend_from_result": "a start that is the result of a computation",
        "descend_twice": "several calls after each other",
        "descend_world": "what comes after the call",
    }.items():
        expect.close(record[probe], expected[probe], atol=1e-5, says=says)
