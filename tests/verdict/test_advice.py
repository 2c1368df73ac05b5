"""Remarks on style: said when they apply, not said when they do not, and cheap on any text."""

import pytest

from autograder.verdict.advice import advice


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("outputs = self.model.forward(inputs)", ".forward"),
        ("loss.backward( retain_graph = True )", "retain_graph"),
        ("F.cross_entropy(F.log_softmax(x, 1), y)", "log_softmax"),
        ("nn.LogSoftmax(dim=1)\nnn.CrossEntropyLoss()", "log_softmax"),
        ("return torch.exp(x) / (1 + torch.exp(x))", "overflows"),
        ("p.data -= lr * p.grad", ".data"),
        ("def evaluate(model):\n    model.eval()", "no_grad"),
        ("DataLoader(digits, shuffle=True)", "manual_seed"),
    ],
)
def test_a_remark_is_made_where_it_applies(code: str, word: str) -> None:
    """What works for a reason that will not always hold is remarked on, once."""
    (sentence,) = advice([code, code])
    assert word in sentence


@pytest.mark.parametrize(
    "code",
    [
        "outputs = model(inputs)",
        "return super().forward(x)",
        "# model.forward(x) would skip the hooks",
        "loss.backward(retain_graph=False)",
        "F.nll_loss(F.log_softmax(x, 1), y)",
        "F.nll_loss(F.log_softmax(x, 1), y)\nF.cross_entropy(x, y)",
        "def cross_entropy(x, y):\n    return -F.log_softmax(x, 1)[range(len(y)), y].mean()\nnn.CrossEntropyLoss()",
        "return 1 / (1 + torch.exp(-x))",
        "images = dataset.data / 255",
        'def evaluate(model):\n    raise NotImplementedError("Task 6.4")',
        "@torch.no_grad()\ndef evaluate(model):\n    model.eval()",
        "torch.manual_seed(1)\nDataLoader(digits, shuffle=True)",
        "assert dataset.data == images",
    ],
)
def test_nothing_is_said_where_nothing_is_to_be_said(code: str) -> None:
    """Good style, and text in comments, is left alone."""
    assert [] == advice([code])
