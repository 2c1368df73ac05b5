"""One check's questions, asked of a student's names in their own kernel; and what was seen meanwhile, in words for them."""

import functools
import inspect
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType, FunctionType
from typing import Any, Final

import torch

from autograder.course.assignment import Given
from autograder.record.answers import Record, Unanswered, unanswered_frame
from autograder.result import clean, one_line
from autograder.student.limits import Overdue, within
from autograder.student.seen import Sources
from autograder.verdict.expect import kind
from autograder.verdict.meanings import explained
from autograder.wall.inside.asking import Inputs, Student, answer
from autograder.wall.inside.errors import explain
from autograder.wall.inside.shell import Nowhere

LINES: Final = 20
"""Printed lines that are shown."""
WIDTH: Final = 200
"""Letters of each that are."""
FEW: Final = 8
"""Numbers in all arguments of a call that is shown."""


class Interrupted(KeyboardInterrupt):
    """The student ended the check. The message says what was still running."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Printed(Nowhere):
    """`sys.stdout` and `sys.stderr` of a check: keeps the first lines."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""

    def write(self, text: str) -> int:
        """Keeps the text, as far as it is shown."""
        self._text += text[: max(0, (LINES + 1) * WIDTH - len(self._text))]
        return len(text)

    @property
    def lines(self) -> list[str]:
        """The first lines, and a last one that says so if there were more."""
        lines = [clean(line, WIDTH) for line in self._text.rstrip().splitlines()]
        return [*lines[:LINES], "..."] if len(lines) > LINES else lines


_NOTHING: Final = object()


@dataclass
class Call:
    """A call of a function of the student's."""

    name: str
    function: FunctionType
    count: int
    """Of its arguments."""
    text: str
    """As it would be written, if it has few numbers."""
    gave: Any = _NOTHING


class _Here(Student):
    """The names in a kernel, or in a file that ran. The calls of functions are counted, and the last one is kept."""

    def __init__(self, names: Mapping[str, Any], file: str):
        super().__init__(names)
        self.absent = (
            f"there is no `{{}}` in {file}" if file else "`{}` does not exist in this kernel: run its cell first"
        )
        self.calls = 0
        self.last: Call | None = None

    def begin(self) -> None:
        """Counts anew. The last call stays: a question may be about what an earlier one was given."""
        self.calls = 0

    @property
    def asked_for(self) -> set[str]:
        """The names that the last question asked for."""
        return self._noted[0] | self._noted[1]

    def _named(self, name: str) -> Any:
        found = super()._named(name)
        return self._noting(name, found) if type(found) is FunctionType else found

    def _noting(self, name: str, function: FunctionType) -> Callable[..., Any]:
        @functools.wraps(function)
        def noted(*args: Any, **kwargs: Any) -> Any:
            self.calls += 1
            text = _call(name, args, kwargs) if self.calls == 1 else ""
            self.last = call = Call(name, function, len(args) + len(kwargs), text)
            call.gave = function(*args, **kwargs)
            return call.gave

        return noted


def _call(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    """A call as it would be written; nothing of one that is not short."""
    values = [*args, *kwargs.values()]
    if not all(type(value) in (torch.Tensor, int, float, bool) for value in values):
        return ""
    if sum(value.numel() if isinstance(value, torch.Tensor) else 1 for value in values) > FEW:
        return ""
    shown = [written(value) for value in args] + [f"{key}={written(value)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(shown)})"


def written(value: Any) -> str:
    """Numbers as in a program, to four digits."""
    value = value.tolist() if isinstance(value, torch.Tensor) else value
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    return str(float(f"{value:.4g}")) if isinstance(value, float) else str(value)


class Asked:
    """The answers of a student's names to the questions of one check."""

    def __init__(self, namespace: Mapping[str, Any], sources: Sources):
        self.namespace, self.sources = namespace, sources
        self.record, self.printed = Record(), Printed()
        self._names: dict[str, set[str]] = {}
        self._calls: dict[str, str] = {}
        self._shown: dict[str, str] = {}

    def ask(self, given: Given, inputs: Inputs, shares: Sequence[tuple[float, Sequence[str]]]) -> None:
        """Asks these questions, each share in so many seconds. Raises Interrupted when the student ends it."""
        student = _Here(self.namespace, self.sources.file)
        for seconds, probes in shares:
            until, over = time.monotonic() + seconds, ""
            for name in probes:
                student.begin()
                try:
                    if over:
                        raise Overdue  # the time of its task is up
                    with within(until - time.monotonic(), self._stuck, self.namespace):
                        frame = answer(name, given.probe(name), student, inputs, self.sources.cells, caught=())
                except KeyboardInterrupt as error:
                    raise Interrupted(f"Stopped: {self._running(error)}.") from None
                except Overdue as error:
                    over = over or self._running(error, seconds)
                    frame = unanswered_frame(name, Unanswered("TIME_LIMIT", over))
                except BaseException as error:  # noqa: BLE001  the session goes on, whatever student code raises
                    code, sentence = explain(error, self.sources.cells, "WRONG")
                    frame = unanswered_frame(name, Unanswered(code, sentence))
                    if code == "WRONG" and (better := self._of_a_question(error, student, given)):
                        self._shown[one_line(explained(sentence))] = better
                self.record.take(frame)
                self._names[name] = student.asked_for
                self._calls[name] = student.last.text if student.last and student.calls == 1 else ""

    def names(self, probes: Collection[str]) -> list[str]:
        """The names that these questions asked for."""
        return sorted(set[str]().union(*(self._names.get(probe, ()) for probe in probes)))

    def told(self, rationale: str, probes: Collection[str]) -> str:
        """What was seen, as the student may read it: with the line's text, and with what was asked where that is short."""
        if better := self._shown.get(rationale):
            return better
        call = self._calls.get(next(iter(probes)), "") if len(probes) == 1 else ""
        return self.sources.told(rationale) + (f"; asked was `{call}`" if call and "you gave" in rationale else "")

    # ---------------------------------------------------------------------------------------------- what did not end

    def _running(self, error: BaseException, seconds: float | None = None) -> str:
        """Which function of the student's was running when it was ended, and where."""
        return self._place([*traceback.walk_tb(error.__traceback__)], seconds)

    def _place(self, steps: Sequence[tuple[FrameType, int]], seconds: float | None = None) -> str:
        after = "" if seconds is None else f" after {seconds:g} s"
        for frame, line in reversed(steps):
            cell = self.sources.cell_of(frame.f_code.co_filename)
            if cell is not None:
                function = frame.f_code.co_name
                named = "your code" if function.startswith("<") else f"your `{function}`"
                return f"{named} was still running{after}: {self.sources.place(cell, line)}"
        return f"the check was still running{after}"

    def _stuck(self) -> str:
        """What is printed when the end does not come through."""
        frame = sys._current_frames().get(threading.main_thread().ident or 0)
        where = self._place([*traceback.walk_stack(frame)][::-1]).replace(" was still", " is still")
        return f"{where} (in a library that cannot be ended from here: wait, or restart the kernel)"

    # ------------------------------------------------------------------------------- errors in a question's own line

    def _of_a_question(self, error: BaseException, student: _Here, given: Given) -> str:
        """What to say of an error in a question's own line: what was wrong with what it was given."""
        question = str(given.folder / "probe.py")
        owners = [
            file for frame, _ in traceback.walk_tb(error.__traceback__)
            if (file := frame.f_code.co_filename) == question or self.sources.cell_of(file) is not None
        ]  # fmt: skip
        return _wrong_with(error, student, self.namespace) if owners[-1:] == [question] else ""


def _wrong_with(error: BaseException, student: _Here, names: Mapping[str, Any]) -> str:
    """What was wrong with what a question was given, as its error shows; nothing where that is not sure."""
    text = str(error)[:400]
    for name in student.asked_for:
        if text == f"'{type(value := names.get(name)).__name__}' object is not callable" and not callable(value):
            return f"`{name}` is {kind(value)} by now, and no function or class: run the cell again that defines it"
        if isinstance(value, torch.nn.Module) and (kinds := type(value).__name__) == name and "forward()" in text:
            return f"`{name}` is an object of the class `{kinds}` by now; the class itself is asked for"
    if (call := student.last) is None or not student.asked_for <= {call.name}:
        return ""
    if call.gave is _NOTHING:
        if not isinstance(error, TypeError) or not re.search(r"\bargument", text):
            return ""
        takes = ", ".join(inspect.signature(call.function).parameters)
        return f"`{call.name}` takes ({takes}); the task calls it with {_counted(call.count, 'argument')}"
    return _of_gave(error, text, f"`{call.name}`", call.gave)


def _of_gave(error: BaseException, text: str, name: str, gave: Any) -> str:
    if gave is None:
        return f"{name} gave None (what a function without `return` gives)"
    if isinstance(gave, type):
        return f"{name} gave the class `{gave.__name__}`; an object of it is asked for, as `{gave.__name__}()` makes"
    if found := re.match(r"(?:not enough|too many) values to unpack \(expected (\d+)", text):
        several = _counted(len(gave), "value") if type(gave) in (tuple, list) else f"one thing, {kind(gave)}"
        return f"{name} gave {several}; {found[1]} are asked for"
    if text.startswith("cannot unpack non-iterable"):
        return f"{name} gave one thing, {kind(gave)}; several are asked for"
    if isinstance(error, KeyError) and (entries := _entries(gave)) is not None:
        return f"there is no entry `{error.args[0]}` in what {name} gave; yours are {', '.join(map(repr, entries))}"
    return f"what {name} gave, {kind(gave)}, is not what the task asks for: {type(error).__name__}: {text}"


def _entries(gave: Any) -> list[Any] | None:
    """The keys of a dict, or of the one that is part of a tuple."""
    dicts = [one for one in (gave if isinstance(gave, tuple) else (gave,)) if isinstance(one, dict)]
    return list(dicts[0])[:12] if len(dicts) == 1 else None


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
