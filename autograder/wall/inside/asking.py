"""Asking: what a probe sees of a submission, in a state as clean as it can be, and the frame of what it answered."""

import builtins
import contextlib
import ctypes
import difflib
import gc
import itertools
import json
import math
import operator
import os
import random
import sys
import types
import warnings
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy
import safetensors.numpy
import safetensors.torch
import torch

from autograder.record.answers import Unanswered, Writer, answers_frame, unanswered_frame
from autograder.record.frame import BadFrame, Frame
from autograder.wall.inside.errors import Cells, NotDefined, explain
from autograder.wall.inside.shell import seed

PLOTS: Final = "matplotlib.pyplot"
"""Where somebody has imported it, figures are put away between two questions."""


class Student:
    """What a probe sees of the submission: its names, as attributes.

    `student["train_step"]` gives the same as `student.train_step`, and says that the question uses it and is about something
    else. It is noted which names were asked for in which way, and believed of the solution's own answers alone.
    """

    absent = "there is no `{}`"
    """What is said of a name that is missing."""

    def __init__(self, names: Mapping[str, Any]):
        self._names = names
        self._noted: tuple[set[str], set[str]] = set(), set()

    def __getattr__(self, name: str) -> Any:
        self._noted[0].add(name)
        return self._named(name)

    def __getitem__(self, name: str) -> Any:
        self._noted[1].add(name)
        return self._named(name)

    def _named(self, name: str) -> Any:
        if name in self._names:
            return self._names[name]
        names = [n for n, value in self._names.items() if type(n) is str and not n.startswith("_") and is_own(value)]
        lower = [n for n in names if n.lower() == name.lower()]
        near = (lower or difflib.get_close_matches(name, names, n=1, cutoff=0.6))[:1]
        foreign = (
            " (one of its letters only looks like one of the English alphabet)" if not "".join(near).isascii() else ""
        )
        raise NotDefined(self.absent.format(name) + (f"; did you mean `{near[0]}`?{foreign}" if near else ""))


def is_own(value: Any) -> bool:
    """Whether a value can be the student's: all but what was imported, and what a notebook has of itself, such as `open`."""
    if isinstance(value, types.ModuleType) or type(value).__module__.partition(".")[0] in ("IPython", "ipykernel"):
        return False
    made = isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType))
    return not made or value.__module__ == "__main__"


class Inputs(dict[str, torch.Tensor]):
    """The questions' numbers; each access gives a fresh copy, so that no probe can spoil the next."""

    def __getitem__(self, name: str) -> torch.Tensor:
        return super().__getitem__(name).clone()


def _settle() -> None:
    """The settings of a fresh process: modes that were entered are left, as `with` would have left them."""
    sys.settrace(None)
    sys.setprofile(None)
    sys.setrecursionlimit(1000)
    gc.callbacks.clear()
    torch.set_default_device(None)
    while torch._C._len_torch_function_stack():
        torch.overrides._pop_mode()
    while torch._C._len_torch_dispatch_stack():
        torch.utils._python_dispatch._pop_mode()
    while torch._C._autograd._top_saved_tensors_default_hooks(True) is not None:
        torch._C._autograd._pop_saved_tensors_default_hooks()
    torch.set_autocast_enabled("cpu", False)
    torch.use_deterministic_algorithms(False)
    torch.set_anomaly_enabled(False)
    torch.set_num_threads(1)
    numpy.seterr(divide="warn", over="warn", under="ignore", invalid="warn")


def _addresses_in(
    spaces: list[Mapping[str, Any]],
    _values: Callable[..., Any] = operator.methodcaller("values"),
    _chain: Callable[..., Any] = itertools.chain.from_iterable,
    _map: Callable[..., Any] = map,
    _array: Callable[..., Any] = numpy.fromiter,
) -> bytes:
    """Where in memory all values of these namespaces are: what takes a function's place may claim to be equal to it."""
    found: bytes = _array(_chain(_map(_values, spaces)), "O").tobytes()
    return found


def _counter(
    space: Mapping[str, Any], _offset: int = object.__basicsize__ + ctypes.sizeof(ctypes.c_ssize_t)
) -> ctypes.c_uint64:
    """CPython's count of the changes of a dict, at its place in it up to Python 3.13."""
    found = space if isinstance(space, dict) else gc.get_referents(space)[0]  # a class's dict is behind a proxy
    return ctypes.c_uint64.from_address(id(found) + _offset)


def _counts() -> bool:
    """Whether this Python counts the changes of dicts there."""
    space = {"name": 1}
    before = _counter(space).value
    space["name"] = 2
    return _counter(space).value != before


class Originals:
    """Functions of torch and the questions as they were before student code ran, to be put back before each probe.

    Not a defence, since whoever shares the process can undo it: it keeps one task's tricks from another task's marks.
    """

    def __init__(self) -> None:
        spaces = [torch, torch._C, torch._C._nn, torch.nn, torch.nn.functional, torch.nn.init, torch.optim]
        spaces += [torch.autograd, torch.utils.data, numpy, numpy.random, random]
        spaces += [sys.modules[name] for name in [PLOTS] if name in sys.modules]
        # What this room and the treaty are written with, and they themselves.
        spaces += [json, math, operator, os, safetensors.numpy, safetensors.torch]
        spaces += [module for name, module in sys.modules.items() if name.startswith("autograder.")]
        classes = [value for space in spaces[3:9] for value in vars(space).values() if isinstance(value, type)]
        classes += [Frame, Writer, Student, Inputs]
        Writer()  # takes what it needs of torch
        modules = {name: module for name, module in sys.modules.items() if any(module is space for space in spaces)}
        self._first = [(vars(builtins), dict(vars(builtins))), (sys.modules, modules)]
        owners: dict[int, Any] = {
            id(owner): owner for owner in [*spaces, torch.Tensor, *classes] if owner is not object
        }
        self._kept = [(owner, dict(vars(owner))) for owner in owners.values()]
        self._spaces = [vars(owner) for owner in owners.values()]
        self._addresses = _addresses_in(self._spaces)
        # To look at all addresses takes half a millisecond, and copies the page of every function.
        self._counters = [_counter(space) for space in self._spaces] if _counts() else []
        self._counted = [counter.value for counter in self._counters]
        self._questions: list[tuple[Any, dict[str, Any]]] = []
        module = vars(torch.nn.modules.module)
        optimizer = vars(sys.modules[torch.optim.Optimizer.__module__])
        self._hooks = [
            value
            for name, value in (*module.items(), *optimizer.items())
            if name.startswith("_global_") and isinstance(value, dict)
        ]

    def keep(self, probes: types.ModuleType) -> None:
        """Puts the author's questions back, too, as they are now; `gc` finds them all the same."""
        made = [value for value in vars(probes).values() if isinstance(value, type)]
        owners = [probes, *(one for one in made if one.__module__ == probes.__name__)]
        self._questions = [(owner, dict(vars(owner))) for owner in owners]

    def put_back(
        self,
        _addresses_in: Callable[..., bytes] = _addresses_in,
        _settle: Callable[[], None] = _settle,
    ) -> None:
        """Undoes every replacement since; names that were added stay, unless they hide one that is inherited."""
        for space, kept in self._first:  # without a call of anything that could have been replaced
            space.update(kept)
        counted = [counter.value for counter in self._counters]
        if not counted or counted != self._counted:
            if _addresses_in(self._spaces) != self._addresses:
                self._restore(self._kept)
                self._addresses = _addresses_in(self._spaces)
            self._counted = [counter.value for counter in self._counters]
        self._restore(self._questions)
        for hooks in self._hooks:
            hooks.clear()
        _settle()

    @staticmethod
    def _restore(kept: list[tuple[Any, dict[str, Any]]]) -> None:
        for owner, names in kept:
            now = vars(owner)
            if isinstance(owner, type):
                for name in now.keys() - names.keys():
                    if any(name in vars(base) for base in owner.__mro__[1:]):
                        delattr(owner, name)
            for name, value in names.items():
                if now.get(name) is not value:
                    with contextlib.suppress(AttributeError, TypeError):
                        setattr(owner, name, value)


def ask(probe: Callable[[Student, Inputs], Any], student: Student, inputs: Inputs) -> Any:
    """The answers of one probe, asked in a clean state."""
    torch.set_grad_enabled(True)
    torch.set_default_dtype(torch.float32)
    seed()
    if PLOTS in sys.modules:
        sys.modules[PLOTS].close("all")
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
    cells: Cells,
    caught: type[BaseException] | tuple[()] = BaseException,
) -> Frame:
    """The frame of a probe's answers, or of why there are none. Raises what student code raises beyond `caught`."""
    about, used = student._noted
    about.clear()
    used.clear()
    try:
        return answers_frame(name, ask(probe, student, inputs), about, used)
    except BadFrame as bad:
        return unanswered_frame(name, Unanswered(bad.code, str(bad)))
    except caught as error:
        return unanswered_frame(name, Unanswered(*explain(error, cells, "WRONG")))
