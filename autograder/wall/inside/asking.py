"""Asking: what a probe sees of a submission, and the frame of what it answered."""

import difflib
import random
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import matplotlib.pyplot as plt
import numpy
import torch

from autograder.record.answers import Unanswered, answers_frame, unanswered_frame
from autograder.record.frame import BadFrame, Frame
from autograder.wall.inside.errors import NotDefined, explain


class Student:
    """What a probe sees of the submission: its names, as attributes."""

    def __init__(self, names: Mapping[str, Any]):
        self._names = names

    def __getattr__(self, name: str) -> Any:
        if name in self._names:
            return self._names[name]
        names = [n for n in self._names if type(n) is str and not n.startswith("_")]
        lower = [n for n in names if n.lower() == name.lower()]
        near = (lower or difflib.get_close_matches(name, names, n=1, cutoff=0.6))[:1]
        foreign = (
            " (one of its letters only looks like one of the English alphabet)" if not "".join(near).isascii() else ""
        )
        raise NotDefined(f"there is no `{name}`" + (f"; did you mean `{near[0]}`?{foreign}" if near else ""))


class Inputs(dict[str, torch.Tensor]):
    """The questions' numbers; each access gives a fresh copy, so that no probe can spoil the next."""

    def __getitem__(self, name: str) -> torch.Tensor:
        return super().__getitem__(name).clone()


def seed() -> None:
    """The same random numbers in every child; Python's own `random` seeds itself anew after a fork."""
    if torch.cuda.is_available():
        torch.manual_seed(0)
    else:  # that would write down the whole stack each time, to seed a GPU that may come
        torch.default_generator.manual_seed(0)
    numpy.random.seed(0)
    random.seed(0)


def ask(probe: Callable[[Student, Inputs], Any], student: Student, inputs: Inputs) -> Any:
    """The answers of one probe, asked in a clean state."""
    torch.set_grad_enabled(True)
    torch.set_default_dtype(torch.float32)
    seed()
    plt.close("all")
    with warnings.catch_warnings(), torch.inference_mode(False):
        warnings.simplefilter("ignore")
        answers = probe(student, inputs)
    if not isinstance(answers, dict):
        raise TypeError(f"{probe.__name__} returned {type(answers).__name__}; a probe returns a dict")
    return answers


def answer(
    name: str,
    probe: Callable[[Student, Inputs], Any],
    student: Student,
    inputs: Inputs,
    cells: Mapping[int, int],
    caught: type[BaseException] = BaseException,
) -> Frame:
    """The frame of a probe's answers, or of why there are none. Raises what student code raises beyond `caught`."""
    try:
        return answers_frame(name, ask(probe, student, inputs))
    except BadFrame as bad:
        return unanswered_frame(name, Unanswered(bad.code, str(bad)))
    except caught as error:
        return unanswered_frame(name, Unanswered(*explain(error, cells, "WRONG")))
