"""What students run: `check("6.2")` asks their code the visible questions, and says what was seen.

The questions, tests and hints are those of grading, on numbers that are no secret, in the student's own process: what it
says is for the student, and no grade rests on it where the kit grades.
"""

import os
import random
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy
import torch
from IPython import get_ipython
from matplotlib._pylab_helpers import Gcf

from autograder.course.assignment import Given, Overlay
from autograder.course.digits import Digits
from autograder.course.errors import UsageError
from autograder.course.public import PUBLIC, SEED, Public, VisibleCheck
from autograder.record.answers import Record
from autograder.reports import check as report
from autograder.reports import terminal
from autograder.result import Outcome, Result, Source, either
from autograder.verdict.diagnose import Misconceptions
from autograder.verdict.judge import judge
from autograder.wall.inside.asking import Inputs, Student, answer
from autograder.wall.inside.shell import Shell

_failures: Counter[tuple[Path, str]] = Counter()
"""How often each task has failed in this session: the second time, the hint is shown."""


class CheckError(UsageError):
    """A check that cannot be made. The message says why, and what to do."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Report(float):
    """What a check found. As a number it is the points, so that nbgrader takes it for partial credit."""

    result: Result

    def __new__(cls, result: Result) -> "Report":
        """The report of a result."""
        self = super().__new__(cls, result.score or 0.0)
        self.result = result
        return self

    def _repr_html_(self) -> str:
        return report.render(self.result)


def check(task: str | float = "", *, hint: bool = False) -> Report:
    """Checks one task, such as ``"6.2"``, or all of a notebook's tasks; to be the last line of a cell.

    The first time a task fails, you see what was seen; the next time, or with ``hint=True``, also a hint, where there is
    one. Variables, random numbers, figures and settings stay as they are. Raises CheckError for an unknown task, or where
    the folder `checks/` is not found.
    """
    task = str(task)  # 6.2 says what "6.2" says
    shell = get_ipython()
    namespace = shell.user_ns if shell is not None else sys._getframe(1).f_globals
    script = [Path(namespace["__file__"]).resolve().parent] if shell is None and "__file__" in namespace else []
    folder = _folder(task, Path.cwd(), *script)
    result = examine(folder, namespace, task, hint=hint)
    if shell is None or not hasattr(shell, "kernel"):
        print(terminal.render(result, color=sys.stdout.isatty()), end="")
    return Report(result)


def check_file(path: Path, task: str = "") -> Result:
    """Runs a notebook or a program from the top and checks it. Raises CheckError.

    Cells that stop with an error are named in the notes. What the cells print is not shown.
    """
    import autograder

    # nbformat, for which a check in a notebook need not wait
    from autograder.submission.notebook import UnreadableError, read

    path = path.resolve()
    folder = _folder(task, path.parent)
    try:
        submission = read(path)
    except UnreadableError as unreadable:
        raise CheckError(str(unreadable)) from None
    shell = Shell.instance()
    shell.reset(new_session=True)
    before, notes, kept = Path.cwd(), [*submission.notes], dict(vars(autograder))
    vars(autograder)["check"] = lambda *args, **kwargs: None  # the notebook's own checks: this one comes after them
    os.chdir(path.parent)
    sys.path.insert(0, "")  # modules beside it are found, as in Jupyter
    try:
        for index, source in enumerate(submission.code):
            done = shell.run_cell(source, store_history=True)
            if error := done.error_before_exec or done.error_in_exec:
                notes.append(f"cell {index + 1} stopped: {type(error).__name__}: {error}")
        result = examine(folder, shell.user_ns, task, hint=True)
    finally:
        os.chdir(before)
        with suppress(ValueError):
            sys.path.remove("")
        del vars(autograder)["check"]
        vars(autograder).update(kept)
    return replace(result, notes=tuple(notes))


def examine(folder: Path, namespace: Mapping[str, Any], task: str = "", *, hint: bool = False) -> Result:
    """What the names in `namespace` answer to the questions in `folder`, judged and diagnosed."""
    public, given, inputs, misconceptions = loaded(folder, (folder / PUBLIC).stat().st_mtime_ns)
    tasks = [task] if task else public.tasks
    if not {*tasks} <= {*public.tasks}:
        checked = ", ".join(public.tasks)
        raise CheckError(f"There is no check of task {task} here, only of {checked}. The rest is checked in grading.")
    wanted = set().union(*(one.probes for one in _needed(public.checks, tasks)))
    record = _answers(given, inputs, namespace, wanted)
    judgement = judge(given, record, public.expected, inputs, only_visible=True, reveal=True)
    elsewhere = {check.name: check.task for check in judgement.checks if check.task not in tasks}
    judgement.checks = [
        replace(check, needs=tuple(_renamed(need, elsewhere) for need in check.needs))  # titles of others are not shown
        for check in judgement.checks
        if check.task in tasks
    ]
    diagnoses = misconceptions.diagnose(judgement, record)
    for name in tasks:
        failed = any(c.outcome is Outcome.FAILED for c in judgement.checks if c.task == name)
        _failures[folder, name] = _failures[folder, name] + 1 if failed else 0
    diagnoses = [one for one in diagnoses if hint or _failures[folder, one.task] > 1]
    return Result(public.assignment, "", "local", Source("", ""), tuple(judgement.checks), tuple(diagnoses))


@cache
def loaded(folder: Path, changed: int) -> tuple[Public, Given, Inputs, Misconceptions]:
    """What lies in a folder, which was changed at that time, ready to be used."""
    public = Public.read(folder / PUBLIC)
    given = Given(folder, _digits(folder), public.assignment)
    inputs = Inputs(given.inputs(SEED) | dict(public.inputs))
    hints = [Overlay(name, text, "") for name, text in public.hints.items()]
    probes = {check.name: check.probes for check in public.checks}
    return public, given, inputs, Misconceptions(public.expected, public.misconceptions, hints, probes)


def _answers(given: Given, inputs: Inputs, namespace: Mapping[str, Any], probes: Collection[str]) -> Record:
    """The answers of the names in `namespace` to these questions."""
    record, student = Record(), Student(namespace)
    with _undisturbed():
        for name in (name for name in given.probes if name in probes):
            record.take(answer(name, given.probe(name), student, inputs, {}, caught=Exception))
    return record


def _needed(checks: Sequence[VisibleCheck], tasks: Sequence[str]) -> list[VisibleCheck]:
    """The checks of these tasks, and those that they wait for."""
    found = [check for check in checks if check.task in tasks]
    while more := [c for c in checks if c not in found and any({c.task, c.name} & _names(one) for one in found)]:
        found += more
    return found


def _names(check: VisibleCheck) -> set[str]:
    return {name for need in check.needs for name in either(need)}


def _renamed(need: str, names: Mapping[str, str]) -> str:
    return " or ".join(dict.fromkeys(names.get(name, name) for name in either(need)))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Leaves random numbers, settings, figures and output of a session as they were."""
    _choose_backend()
    figures, enabled, dtype = dict(Gcf.figs), torch.is_grad_enabled(), torch.get_default_dtype()
    numbers, more_numbers = random.getstate(), numpy.random.get_state()
    Gcf.figs.clear()
    try:
        with (
            open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere),
            torch.random.fork_rng(), plt.rc_context(),
        ):  # fmt: skip
            yield
    finally:
        plt.close("all")
        Gcf.figs.update(figures)
        random.setstate(numbers)
        numpy.random.set_state(more_numbers)
        torch.set_default_dtype(dtype)
        torch.set_grad_enabled(enabled)


@cache
def _choose_backend() -> None:
    """Lets matplotlib set itself up as it does for a first figure; within a check, that would be undone at its end."""
    plt.close(plt.figure())


def _folder(task: str, *starts: Path) -> Path:
    """The folder `checks/` of the assignment: beside the notebook, or that of the task in a folder beside it."""
    for start in starts:
        if (start / "checks" / PUBLIC).is_file():
            return start / "checks"
    found = [path.parent for start in starts for path in start.glob(f"*/checks/{PUBLIC}")]
    fitting = [folder for folder in found if task in Public.read(folder / PUBLIC).tasks]
    if len(fitting) != 1:
        where = " or ".join(map(str, starts))
        raise CheckError(f"There is no folder checks/ in {where}: open the notebook in its own folder, as it came.")
    return fitting[0]


def _digits(folder: Path) -> Digits:
    """The digits: in the assignment's folder, or beside it, as they came."""
    here = folder.parent / "digits"
    return Digits(here if here.is_dir() else folder.parent.parent / "digits")
