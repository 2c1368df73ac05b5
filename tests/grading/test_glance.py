"""A glance keeps curves, small pictures and code, and no words of its author."""

from __future__ import annotations

import base64
import io
import math

import pytest
import torch
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image
from samples import PNG, shows

from autograder.grading.glance import glance
from autograder.record.answers import Answers, Record
from autograder.result import Glance

TRAIN = '''
def train(model):
    """By Ada Lovelace."""
    # mine, hands off
    print("Ada was here", f"{model}")
    return model.mean("sum")

print("later")
'''


def test_a_glance_keeps_code_and_no_words_of_its_author() -> None:
    """Comments, docstrings and texts go; code and short words that code needs stay."""
    notebook = new_notebook(cells=[new_code_cell("def train(x): pass"), new_code_cell(TRAIN)])
    code = "def train(model):\n    print('…', f'{model}')\n    return model.mean('sum')"
    assert {"train": code} == glance(Record(), notebook, ["train", "evaluate"]).code


@pytest.mark.parametrize(
    "source",
    ["def f(:", "def f():\n" + "    " + "-" * 1_900 + "1", "def f(): return " + "(" * 900, "def f():\n    %time 1",
     "def f():\n" + "    x\n" * 100_000, "def f(x=b'\\xzz'): pass", "@\n" * 50_000],
    ids=["syntax", "signs", "parentheses", "magic", "long", "bytes", "decorators"],
)  # fmt: skip
def test_code_that_cannot_be_shown_does_no_harm(source: str) -> None:
    """What does not parse, or is long or deep, is left out or shown, and nothing breaks."""
    code = glance(Record(), new_notebook(cells=[new_code_cell(source)]), ["f"]).code
    assert len(code.get("f", "")) < 5_000


def png(width: int, height: int) -> bytes:
    """A picture."""
    file = io.BytesIO()
    Image.new("RGBA", (width, height), (255, 0, 0, 128)).save(file, "PNG", pnginfo=None)
    return file.getvalue()


def test_plots_are_drawn_anew_and_small() -> None:
    """Of the pictures of answers and notebook, at most three are kept, as small WebP; what is no PNG is left out."""
    drawn = [png(1200, 400), b"GIF89a", PNG[:40], png(3000, 3000), b"\x89PNG\r\n\x1a\n" + bytes(100)]
    answers = {
        f"{n}": Answers({"picture": torch.frombuffer(bytearray(d), dtype=torch.uint8)}) for n, d in enumerate(drawn)
    }
    shown = [new_output("display_data", data={"image/png": base64.b64encode(png(50, 50)).decode()}) for _ in range(5)]
    found = [base64.b64decode(p) for p in glance(Record(answers), shows(*shown), []).pictures]
    sizes = [(image.format, image.size) for image in map(Image.open, map(io.BytesIO, found))]
    assert [("WEBP", (240, 80)), ("WEBP", (50, 50)), ("WEBP", (50, 50))] == sizes


@pytest.mark.parametrize("losses", [[1.0, 0.5], [2, 1], [math.nan, math.inf]])
def test_a_glance_travels(losses: list[float]) -> None:
    """The losses of the last probe that has any are kept, and what is written reads back the same."""
    known = {"first": [1.0], "digits": losses, "texts": ["x"], "nothing": []}
    record = Record({probe: Answers({"clues": Answers({"losses": curve})}) for probe, curve in known.items()})
    seen = glance(record, None, [])
    assert ["digits"] == list(seen.curves)
    assert repr(seen) == repr(Glance.from_json(seen.to_json()))
