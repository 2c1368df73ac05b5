"""Remarks on style that cost no points: what works, but for a reason that will not always hold.

They look at the text of the code, which grading never does, so they may be wrong, and say so by being advice.
"""

import re
from collections.abc import Sequence
from typing import Final

_ADVICE: Final[Sequence[tuple[Sequence[str], str, str]]] = (
    (
        [r"(?<!super\(\))\.forward\("],
        "",
        "call the model itself, `model(x)`, rather than its `.forward`: only then do its hooks run",
    ),
    (
        [r"\bretain_graph ?= ?true"],
        "",
        "`retain_graph=True` keeps every graph in memory; it is needed only to go back through one graph twice",
    ),
    (
        [r"\blog_?softmax\b", r"\bcross_?entropy(loss)?\("],
        r"\bdef cross_?entropy\(|nll_?loss",
        "cross entropy takes the logarithm of the softmax itself; with log_softmax before it, it is taken twice",
    ),
    (
        [r"\bexp\((\w{1,30})\) ?/ ?\( ?1\.?0? ?\+ ?(torch\.)?exp\(\1\)"],
        "",
        "`exp(x) / (1 + exp(x))` is nan once exp(x) overflows; think of a form in which only small numbers are raised",
    ),
    (
        [r"\.data ?(-=|\+=|=)(?!=)"],
        "",
        "writing to `.data` goes behind autograd's back; `with torch.no_grad():` says what you mean",
    ),
    (
        [r"\bdef (evaluate|validate|predict|accuracy|test)\w{0,30}\("],
        r"no_grad|inference_mode|set_grad_enabled|notimplementederror",
        "nothing is learned while a model is only asked: `with torch.no_grad():` saves the time and memory of the graph",
    ),
    (
        [r"\bshuffle ?= ?true\b"],
        r"manual_seed|generator ?=",
        "without `torch.manual_seed` no two runs shuffle alike, so none can be repeated",
    ),
)
"""Patterns that must all be found, in any order, one that must not, and the remark. Spaces are single by then."""


def advice(cells: Sequence[str]) -> list[str]:
    """The remarks that apply to these code cells, each once. Comments do not count."""
    text = re.sub(r"[ \t]+", " ", re.sub(r"#[^\n]*", "", "\n".join(cells)[:200_000])).lower()
    return [
        sentence
        for wanted, unwanted, sentence in _ADVICE
        if all(re.search(pattern, text) for pattern in wanted) and not (unwanted and re.search(unwanted, text))
    ]
