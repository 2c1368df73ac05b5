"""The one comparison that points rest on: what is equal passes, the cheap forgeries do not, and no answer is given away."""

import math
from typing import Any

import numpy
import pytest
import torch

from autograder import expect
from autograder.record.answers import Answers, Opaque
from autograder.verdict.expect import Mismatch

X = torch.tensor([1.0, 2.0, 3.0])


def refusal(got: Any, expected: Any, **more: Any) -> Mismatch:
    """The Mismatch of an answer that is not what is expected."""
    with pytest.raises(Mismatch) as mismatch:
        expect.close(got, expected, **({"atol": 1e-6} | more))
    return mismatch.value


FORGERIES = {
    "nan tensor": (X * math.nan, X, "nan"),
    "one nan": (torch.tensor([1.0, math.nan, 3.0]), X, "nan"),
    "inf tensor": (X * math.inf, X, "infinite"),
    "minus inf tensor": (X * -math.inf, X, "infinite"),
    "nan for nan": (X * math.nan, X * math.nan, "nan"),
    "inf for inf": (X * math.inf, X * math.inf, "infinite"),
    "nan float": (math.nan, 1.0, "finite"),
    "inf float": (math.inf, 1.0, "finite"),
    "nan float for nan": (math.nan, math.nan, "finite"),
    "inf float for inf": (math.inf, math.inf, "finite"),
    "nan array": (numpy.full(3, math.nan), numpy.ones(3), "nan"),
    "empty for a vector": (torch.ones(0), X, "[0]"),
    "empty for a vector of one": (torch.ones(0), torch.ones(1), "[0]"),
    "empty for empty": (torch.ones(0), torch.ones(0), "empty"),
    "empty array for empty": (numpy.ones(0), numpy.ones(0), "empty"),
    "scalar for a vector": (torch.tensor(2.0), torch.full((5,), 2.0), "shape"),
    "scalar for a vector of one": (torch.tensor(2.0), torch.full((1,), 2.0), "shape"),
    "vector of one for a scalar": (torch.full((1,), 2.0), torch.tensor(2.0), "shape"),
    "column for a vector": (X[:, None], X, "[3, 1]"),
    "row for a vector": (X[None], X, "[1, 3]"),
    "transposed": (torch.ones(3, 2), torch.ones(2, 3), "[3, 2]"),
    "one longer": (torch.ones(4), torch.ones(3), "[4]"),
    "float64 for float32": (X.double(), X, "float64"),
    "float16 for float32": (X.half(), X, "float16"),
    "int64 for float32": (X.long(), X, "int64"),
    "bool for int64": (X.bool(), X.bool().long(), "bool"),
    "float64 array for float32": (numpy.ones(3), numpy.ones(3, "f4"), "float64"),
    "array for a tensor": (X.numpy(), X, "NumPy"),
    "tensor for an array": (X, X.numpy(), "a tensor"),
    "list for a tensor": (X.tolist(), X, "list"),
    "tensor for a list": (X, X.tolist(), "a tensor"),
    "empty list for a tensor": ([], X, "list"),
    "empty tuple for a tensor": ((), X, "tuple"),
    "empty dict for a tensor": ({}, X, "dict"),
    "empty list for a number": ([], 1.0, "list"),
    "empty dict for a text": ({}, "a", "dict"),
    "number in a list": ([1.0], 1.0, "list"),
    "number in a dict": ({"a": 1.0}, 1.0, "dict"),
    "tensor for a float": (torch.tensor(1.0), 1.0, "a tensor"),
    "float for a tensor": (1.0, torch.tensor(1.0), "a float"),
    "int for a float": (1, 1.0, "an int"),
    "float for an int": (1.0, 1, "a float"),
    "bool for an int": (True, 1, "a bool"),
    "int for a bool": (1, True, "an int"),
    "bool for a float": (True, 1.0, "a bool"),
    "text for a number": ("1.0", 1.0, "text"),
    "None for a tensor": (None, X, "None"),
    "None for False": (None, False, "None"),
    "list for a tuple": ([1, 2], (1, 2), "list"),
    "tuple for a list": ((1, 2), [1, 2], "tuple"),
    "list for a dict": (["a"], {"a": 1}, "list"),
    "missing key": ({"a": 1}, {"a": 1, "b": 2}, "no entry `b`; yours are ['a']"),
    "extra key": ({"a": 1, "b": 2}, {"a": 1}, "entries ['b']"),
    "other key": ({"b": 1}, {"a": 1}, "no entry `a`"),
    "short list": ([1], [1, 2], "1 value,"),
    "long list": ([1, 2, 3], [1, 2], "3 values"),
    "empty list": ([], [1], "0 values"),
    "short list deep inside": ({"a": [(1,)]}, {"a": [(1, 2)]}, "a[0]"),
    "empty list deep inside": ({"a": [[], 1]}, {"a": [X, 1]}, "a[0]"),
    "something foreign": (Opaque("torch.device"), X, "torch.device"),
    "something foreign for something else": (Opaque("a.A"), Opaque("b.B"), "a.A"),
    "sparse": (Opaque("torch.Tensor on cpu, torch.sparse_coo, torch.float32"), X, "sparse"),
    "subclass": (X.as_subclass(type("Sub", (torch.Tensor,), {})), X, "tensor"),
    "other text": ("b", "a", "'b'"),
    "other int": (2, 1, "2"),
    "off": (X + 1e-3, X, "3 of 3"),
    "one off": (X + torch.tensor([0, 1, 0]), X, "1 of 3"),
    "float off": (1.001, 1.0, "not the number"),
    "swapped": ({"a": 1.0, "b": 2.0}, {"a": 2.0, "b": 1.0}, "a"),
}  # fmt: skip


@pytest.mark.parametrize(("got", "expected", "says"), FORGERIES.values(), ids=FORGERIES)
def test_an_answer_that_only_looks_right_is_refused(got: Any, expected: Any, says: str) -> None:
    """No type, shape or dtype but the right one passes, nothing empty and nothing that is not finite; and it is named."""
    assert says in refusal(got, expected).sentence(reveal=False)


SAME = {
    "float": 1.5, "int": 3, "bool": True, "none": None, "text": "größer", "tensor": X, "scalar": torch.tensor(1.0),
    "ints": X.long(), "bools": X > 1, "halves": X.half(), "bfloats": X.bfloat16(), "array": X.numpy(),
    "int array": numpy.arange(3), "bool array": numpy.array([True]), "list": [1, [2.0, (X, "a")]], "empty list": [],
    "empty dict": {}, "dict": {"a": {"b": [X]}, "c": ()}, "zeros": torch.zeros(2), "foreign": Opaque("a.A"),
    "key with a space": {"a b": 1.0, "a": {"b": 2.0}}, "key with brackets": {"a[0]": 1.0, "a": [2.0]},
}  # fmt: skip


@pytest.mark.parametrize("value", SAME.values(), ids=SAME)
def test_what_is_equal_passes(value: Any) -> None:
    """The right answer, made anew, is accepted at every tolerance."""
    again = value.clone() if isinstance(value, torch.Tensor) else value
    expect.equal(again, value)
    expect.close(again, value, atol=1e-6)


def test_an_answer_from_a_record_is_a_dict_like_any_other() -> None:
    """What a probe answered compares with plain dicts, in any order of keys."""
    expect.equal(Answers(b=Answers(), a=1), {"a": 1, "b": {}})


def test_minus_zero_is_zero() -> None:
    """The sign of a zero is no reason to fail."""
    expect.equal([-0.0, -torch.zeros(1)], [0.0, torch.zeros(1)])


NEXT = math.nextafter(0.5, 1)
EDGES = {
    "float": (0.5, NEXT, 0.0), "tensor": (torch.tensor([0.5], dtype=torch.float64), torch.tensor([NEXT], dtype=torch.float64), None),
    "array": (numpy.array([0.5]), numpy.array([NEXT]), None),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "outside", "zero"), EDGES.values(), ids=EDGES)
def test_the_tolerance_ends_where_it_says(inside: Any, outside: Any, zero: Any) -> None:
    """A deviation of exactly the tolerance passes, and the next larger number does not, above as below."""
    zero = inside * 0 if zero is None else zero
    for sign in (1, -1):
        expect.close(sign * inside, zero, atol=0.5)
        refusal(sign * outside, zero, atol=0.5)


def test_a_relative_tolerance_grows_with_what_is_expected() -> None:
    """`rtol` is a share of the expected value, whatever was answered."""
    expect.close(150.0, 100.0, atol=0.0, rtol=0.5)
    expect.close(torch.tensor([150.0]), torch.tensor([100.0]), atol=0.0, rtol=0.5)
    refusal(100.0, 150.0, atol=0.0, rtol=0.25)
    refusal(torch.tensor([151.0]), torch.tensor([100.0]), atol=0.0, rtol=0.5)


def test_small_numbers_are_not_lost_in_float32() -> None:
    """A deviation is measured in double precision, so that large numbers do not hide it."""
    refusal(torch.tensor([16777216.0, 1.0]), torch.tensor([16777216.0, 1.0000001]), atol=1e-8)


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
def test_a_reference_that_is_not_finite_lets_nothing_pass(wrong: float) -> None:
    """An author's nan or infinity never makes other answers right."""
    refusal(1.0, wrong)
    refusal(torch.ones(2), torch.tensor([1.0, wrong]))
    refusal(numpy.ones(2), numpy.array([1.0, wrong]))


def test_large_whole_numbers_are_compared_as_such() -> None:
    """Two integers that round to the same float are still two."""
    refusal(torch.tensor([2**53 + 1]), torch.tensor([2**53]), atol=0.0)


def test_whole_numbers_in_a_tensor_must_be_equal() -> None:
    """A tolerance is for measured numbers: a count that is one off is wrong, in a tensor as alone."""
    refusal(4, 3, atol=2.0)
    refusal(torch.tensor([4]), torch.tensor([3]), atol=2.0)


# ------------------------------------------------------------------------------------------------------------- messages

CANARY = 271828.1828
LEAKS = {
    "float": (1.0, CANARY), "float far off": (CANARY + 1, CANARY), "int": (1, 271828), "text": ("a", "t271828"),
    "tensor": (X, X + CANARY), "one value": (torch.tensor([1.0]), torch.tensor([CANARY])), "nan": (math.nan, CANARY),
    "nan tensor": (X * math.nan, X + CANARY), "dtype": (X.double(), X + CANARY), "shape": (X[None], X + CANARY),
    "array": (X.numpy(), X.numpy() + CANARY), "list": ([1.0, 2.0], [1.0, CANARY]), "kind": ("1", CANARY),
    "dict": ({"a": {"b": X}}, {"a": {"b": X + CANARY}}), "length": ([1], [1, 271828]), "key": ({"a": 1}, {"b": 271828}),
    "foreign": (Opaque("a"), CANARY), "none": (None, X + CANARY), "bool": (False, 271828),
}  # fmt: skip


@pytest.mark.parametrize(("got", "expected"), LEAKS.values(), ids=LEAKS)
def test_a_hidden_check_gives_no_expected_value_away(got: Any, expected: Any) -> None:
    """Without `reveal` a student reads no digit of the expected value, and no deviation to compute it from."""
    mismatch = refusal(got, expected, says="the weights are wrong", place="fc1.weight")
    hidden = mismatch.sentence(reveal=False)
    assert hidden.startswith("the weights are wrong: fc1.weight")
    assert [] == [word for word in ("27182", "2.7e+05", "off by", "tolerance") if word in hidden.replace("271829", "")]


def test_a_visible_check_says_what_was_given_and_what_is_asked_for() -> None:
    """With `reveal` the first wrong row is told, or of long ones the first wrong number, beside what it should be."""
    got = torch.tensor([[1.0, 2.0], [3.5, 4.0]])
    mismatch = refusal({"w": [got]}, {"w": [got.round()]}, says="not so")
    assert "not so: w[0]: 1 of 4 values differ" == mismatch.sentence(reveal=False)
    told = mismatch.sentence(reveal=True)
    assert "not so: w[0]: 1 of 4 values differ; at [1] you gave [3.5, 4.0]; asked for is [4.0, 4.0]" == told
    long = torch.zeros(2, 99)
    long[1, 7] = math.nan
    told = refusal(long, torch.ones(2, 99)).sentence(reveal=True)
    assert "holds nan or infinite values; at [1, 7] you gave nan; asked for is 1.0" == told
    assert "the value differs; you gave 1.0, off by 1.0e-05 (tolerance 1e-06)" == refusal(
        torch.tensor(1.00001), torch.tensor(1.0)
    ).sentence(reveal=True)


def test_no_gradient_is_no_missing_return() -> None:
    """Where a gradient is None, backward did not come there; elsewhere a function gave nothing back."""
    assert "weight.grad: got None (backward has not reached this tensor" in str(refusal(None, X, place="weight.grad"))
    assert "got None (what a function without `return` gives, or the `.grad` of a tensor" in str(refusal(None, X))
    assert "got None (what a function without `return` gives)" in str(refusal(None, 1.0))


def test_an_error_that_did_not_come_is_told_in_words() -> None:
    """Who was to raise an error and did not reads that there was none."""
    assert "a text: there was no error" == str(refusal({"a text": "no error"}, {"a text": "ValueError"}))


def test_what_came_before_the_mistake_is_called_right() -> None:
    """In a list of steps the first wrong one is named, and that those before it are right."""
    wrong = refusal({"losses": [1.0, 2.0, 4.0, 9.0]}, {"losses": [1.0, 2.0, 3.0, 4.0]})
    right = "; what comes before it is right"
    assert "losses[2]: got 4, which is not the number asked for" + right == wrong.sentence(reveal=False)
    assert "losses[2]: you gave 4.0; asked for is 3.0" + right == wrong.sentence(reveal=True)


def test_a_message_stays_short() -> None:
    """Whatever was answered, the sentence about it fits on a screen."""
    long = [refusal("x" * 9000, "a"), refusal({f"key{n}": n for n in range(5000)}, {"a": 1}), refusal(10**400, 1)]
    assert [True] * 3 == [len(mismatch.sentence(reveal=True)) < 2000 for mismatch in long]


def test_a_tensor_is_asked_for_by_shape_and_dtype() -> None:
    """`expect.tensor` gives back what is in form, for arithmetic, and refuses the rest."""
    assert X is expect.tensor(X, shape=[3])
    assert X is expect.tensor(X, shape=[None])
    wrong = (X[None], [None]), (X, [2]), (X.long(), [3]), (X.tolist(), [3]), (X * math.nan, [3]), (X[:0], [None])
    for got, shape in (*wrong, (X.numpy(), [3]), (None, [3]), (X, [3, 1]), (X.as_subclass(torch.nn.Parameter), [3])):
        with pytest.raises(Mismatch):
            expect.tensor(got, shape=shape)


def test_a_number_is_asked_for_by_its_range() -> None:
    """`expect.number` gives back a finite float in range, its ends included, and tells the range only on reveal."""
    assert [0.0, 1.0] == [expect.number(got, low=0, high=1) for got in (0.0, 1.0)]
    for got in (1, True, math.nan, math.inf, -math.inf, None, "0.5", torch.tensor(0.5), [0.5], numpy.float64(0.5)):
        with pytest.raises(Mismatch):
            expect.number(got)
    with pytest.raises(Mismatch) as mismatch:
        expect.number(0.25, low=0.75, says="accuracy")
    assert "accuracy: got 0.25" == mismatch.value.sentence(reveal=False)
    assert "accuracy: got 0.25, asked for at least 0.75" == mismatch.value.sentence(reveal=True)


@pytest.mark.parametrize("condition", [False, None, 1, "yes", [], torch.tensor(True), numpy.bool_(True)])
def test_only_true_is_true(condition: object) -> None:
    """`expect.true` takes nothing that merely counts as true, and says the author's sentence."""
    with pytest.raises(Mismatch) as mismatch:
        expect.true(condition, "the loss falls")
    assert "the loss falls" == mismatch.value.sentence(reveal=False)
    expect.true(True, "the loss falls")
