"""What students run: `check("6.2")` asks their code the visible questions, and says what was seen.

The questions, tests and hints are those of grading, on numbers that are no secret, in the student's own process: what it
says is for the student, and no grade rests on it where the kit grades.
"""

import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

import matplotlib.pyplot as plt
import numpy
import torch
from IPython import get_ipython
from matplotlib._pylab_helpers import Gcf

from autograder.course.assignment import Given, Overlay
from autograder.course.digits import Digits
from autograder.course.errors import UsageError
from autograder.course.public import PUBLIC, SEED, Public, VisibleCheck
from autograder.reports import check as report
from autograder.reports import terminal
from autograder.result import Diagnosis, Outcome, Progress, Result, Source, Tried, either, one_line
from autograder.student.asked import Asked, Interrupted, Printed
from autograder.student.ladder import LEVELS, Ladder
from autograder.student.limits import SECONDS, Overdue, kept_alive, within
from autograder.student.progress import of_course, remember
from autograder.student.seen import Sources, headings_of, in_another_order, outdated
from autograder.verdict.diagnose import Misconceptions, farthest
from autograder.verdict.judge import Judge, Judgement, judge
from autograder.wall.inside.asking import Inputs
from autograder.wall.inside.errors import explain
from autograder.wall.inside.shell import Nowhere, Shell

_failures: Counter[tuple[Path, str]] = Counter()
"""How often each task has failed in this session: from the second time on there is a hint, which goes further each time."""


NO_QUESTION: Final = "There is no hint of level 1: no known mistake shows here. `hint=2` says where to read again."


class CheckError(UsageError):
    """A check that cannot be made. The message says why, and what to do."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Report(float):
    """What a check found. As a number it is the points, so that nbgrader takes it for partial credit."""

    result: Result
    course: Progress | None

    def __new__(cls, result: Result, course: Progress | None = None) -> "Report":
        """The report of a result; of a whole notebook with where the student is in the course."""
        self = super().__new__(cls, result.score or 0.0)
        self.result, self.course = result, course
        return self

    def _repr_html_(self) -> str:
        return report.render(self.result) + (report.progress(self.course) if self.course else "")


def check(task: str | float = "", *, hint: int | None = None, seconds: float | None = None) -> Report:
    """Checks one task, such as ``"6.2"``, or all of a notebook's tasks; to be the last line of a cell.

    The first time a task fails, you see what was seen; the next time also a hint, where there is one, which goes a level
    further with each time, or as far as you say: 1, a question; 2, also where to read again; 3, also the line, if it can be
    known. A task may take 30 seconds, or as many as you say. Variables, random numbers, figures and settings stay as they
    are. Raises CheckError for an unknown task or level, seconds that are none, or where the folder `checks/` is not found.
    """
    if hint is not None and (type(hint) is not int or hint not in LEVELS):
        levels = "1 (a question), 2 (also where to read again) or 3 (also the line, if it can be known)"
        raise CheckError(f"hint is {levels}, and not {one_line(repr(hint), 60)}.")
    _refuse_what_is_no_time(seconds)
    task = str(task)  # 6.2 says what "6.2" says
    shell = get_ipython()
    namespace = shell.user_ns if shell is not None else sys._getframe(1).f_globals
    script = [Path(namespace["__file__"]).resolve().parent] if shell is None and "__file__" in namespace else []
    folder = _folder(task, Path.cwd(), *script)
    result = examine(folder, namespace, task, hint=hint, seconds=seconds)
    tried = any(check.outcome is Outcome.FAILED and check.code != "NOT_DEFINED" for check in result.checks)
    if hint == 1 and tried and not result.diagnoses:
        result = replace(result, notes=(*result.notes, NO_QUESTION))
    remember(folder, result)
    course = None if task else of_course(folder.parent)
    if shell is None or not hasattr(shell, "kernel"):
        color = sys.stdout.isatty()
        print(terminal.render(result, color=color) + (terminal.progress(course, color=color) if course else ""), end="")
    return Report(result, course)


def check_file(path: Path, task: str = "", *, hint: int = 1, seconds: float | None = None) -> Result:
    """Runs a notebook or a program from the top and checks it, with hints of a level from 1 to 3. Raises CheckError.

    Cells that stop with an error are named in the notes, first of all. What the cells print is not shown.
    """
    import autograder

    # nbformat, for which a check in a notebook need not wait
    from autograder.submission.notebook import UnreadableError, read
    from autograder.submission.overlooked import overlooked
    from autograder.submission.places import in_file

    _refuse_what_is_no_time(seconds)
    path = path.resolve()
    folder = _folder(task, path.parent)
    try:
        submission = read(path)
    except UnreadableError as unreadable:
        raise CheckError(str(unreadable)) from None
    shell = Shell.instance()
    shell.reset(new_session=True)
    cells = dict(enumerate(submission.code))
    sources = Sources({n + 1: n for n in cells}, cells, path.name)
    if path.suffix == ".py":
        places = in_file(path.read_text(encoding="utf-8-sig", errors="replace").splitlines(), submission.cells)
        sources = replace(sources, places=places)
    before, kept = Path.cwd(), dict(vars(autograder))
    public = loaded(folder, (folder / PUBLIC).stat().st_mtime_ns)[0]
    notes = [*submission.notes, *overlooked(submission.cells, public.takes)]
    vars(autograder)["check"] = lambda *args, **kwargs: None  # the notebook's own checks: this one comes after them
    os.chdir(path.parent)
    sys.path.insert(0, "")  # modules beside it are found, as in Jupyter
    try:
        for index, source in cells.items():
            shell.execution_count = index + 1  # IPython does not count cells that are empty
            if error := _run(shell, source, SECONDS if seconds is None else seconds):
                code, sentence = explain(error, sources.cells, "CELL_ERROR")
                notes += [sources.of_cell(index, sentence)] if code != "NOT_DEFINED" else []  # the check says that
        result = examine(folder, shell.user_ns, task, hint=hint, seconds=seconds, sources=sources)
    finally:
        os.chdir(before)
        with suppress(ValueError):
            sys.path.remove("")
        del vars(autograder)["check"]
        vars(autograder).update(kept)
    remember(folder, result)
    return replace(result, notes=(*notes, *result.notes))


def _refuse_what_is_no_time(seconds: float | None) -> None:
    if seconds is not None and not (isinstance(seconds, int | float) and 0 < seconds <= DAY):
        raise CheckError(f"seconds is a number above 0, up to {DAY:,} (a day), and not {one_line(repr(seconds), 60)}.")


DAY: Final = 86_400
STUCK: Final = "A cell is still running, in a library that cannot be ended from here: end the command."


def _run(shell: Shell, source: str, seconds: float) -> BaseException | None:
    """Runs a cell; the error that it ended in, if it did. Raises Interrupted when the student ends it."""
    limit = within(seconds, lambda: STUCK, shell.user_global_ns)
    error: BaseException | None
    try:
        with redirect_stdout(Nowhere()), redirect_stderr(Nowhere()), limit, kept_alive(None):
            done = shell.run_cell(source, store_history=True)
        error = done.error_before_exec or done.error_in_exec
    except Overdue as over:  # IPython itself was at work
        error = over
    if isinstance(error, KeyboardInterrupt):
        raise Interrupted("Stopped: the check was still running the cells.")
    if isinstance(error, Overdue):
        return TimeoutError(f"this cell was still running after {seconds:g} s").with_traceback(error.__traceback__)
    return error


def examine(
    folder: Path,
    namespace: Mapping[str, Any],
    task: str = "",
    *,
    hint: int | None = None,
    seconds: float | None = None,
    sources: Sources | None = None,
) -> Tried:
    """What the names in `namespace` answer to the questions in `folder`, judged, with hints of a level if one is named."""
    public, given, inputs, misconceptions = loaded(folder, (folder / PUBLIC).stat().st_mtime_ns)
    if task in public.later:
        note = f"Task {task} is checked when your work is graded: here there is nothing to see of it."
        return Tried(public.assignment, "", "local", Source("", ""), (), notes=(note,))
    tasks = [task] if task else public.tasks
    if not {*tasks} <= {*public.tasks}:
        checked = ", ".join(public.tasks)
        raise CheckError(f"There is no check of task {task} here, only of {checked}. The rest is checked in grading.")
    asked = Asked(namespace, sources or Sources.here(namespace))
    shares = _shares(given, _needed(public.checks, tasks), seconds)
    with _undisturbed(asked.printed):
        asked.ask(given, inputs, shares)
    judgement = judge(given, asked.record, public.expected, inputs, only_visible=True, reveal=True)
    elsewhere = {check.name: check.task for check in judgement.checks if check.task not in tasks}
    judgement.checks = [
        replace(check, needs=tuple(_renamed(need, elsewhere) for need in check.needs))  # titles of others are not shown
        for check in judgement.checks
        if check.task in tasks
    ]
    diagnoses = misconceptions.diagnose(judgement, asked.record)
    for name in tasks:
        failed = {c.code for c in judgement.checks if c.task == name and c.outcome is Outcome.FAILED}
        if failed != {"NOT_DEFINED"}:  # what is not written yet, or has not run, was no try
            _failures[folder, name] = _failures[folder, name] + 1 if failed else 0
    ladder = Ladder(
        asked,
        judgement,
        misconceptions,
        partial(against, public, given, inputs),
        headings_of(folder, public.assignment),
    )
    hints = list[Diagnosis]()
    for name in tasks:
        failed_here = [c for c in judgement.checks if c.task == name and c.outcome is Outcome.FAILED]
        if failed_here and (level := hint or min(_failures[folder, name] - 1, max(LEVELS))) > 0:
            hints += ladder.hints(name, failed_here, [one for one in diagnoses if one.task == name], level)
    checks = [
        replace(check, rationale=asked.told(check.rationale, judgement.probes[check.name]))
        for check in judgement.checks
    ]
    return Tried(
        public.assignment, "", "local", Source("", ""), tuple(checks), tuple(hints),
        notes=_notes(asked, judgement, public, folder), printed=tuple(asked.printed.lines),
    )  # fmt: skip


def against(public: Public, given: Given, inputs: Inputs, misconception: str) -> str:
    """The task that a misconception goes against: the first with a check that its answers fail; nothing if none is known."""
    known = [it for name, it in public.misconceptions.items() if name.partition(" ")[0] == misconception]
    if not known:
        return ""
    judged = Judge(given, public.expected, inputs, only_visible=True)
    for check in public.checks:
        judgement = judged(known[0], only={check.name})
        (made,) = judgement.checks
        seen = judgement.probes[check.name] & known[0].keys()
        # Where a check also wants what is not handed out, what is must differ.
        whole = made.code != "RECORD_INVALID" or farthest(known[0].only(seen), public.expected.only(seen)) > 0
        if made.outcome is Outcome.FAILED and whole:
            return check.task
    return ""


def _notes(asked: Asked, judgement: Judgement, public: Public, folder: Path) -> tuple[str, ...]:
    """What to know before the verdict: definitions that are old, and arguments in another order."""
    probes = set().union(*(judgement.probes[check.name] for check in judgement.checks))
    notes = outdated(asked.names(probes), asked.namespace, folder, public.assignment)
    failed = {c.name for c in judgement.checks if c.outcome is Outcome.FAILED}
    for name in asked.names(set().union(*(judgement.probes[name] for name in failed))):
        notes.append(in_another_order(name, asked.namespace.get(name), public.takes.get(name, ())))
    return tuple(filter(None, notes))


def _shares(given: Given, checks: Sequence[VisibleCheck], seconds: float | None) -> list[tuple[float, list[str]]]:
    """The questions of each task, in the order of the file, and the seconds that they may take together."""
    left = [name for name in given.probes if any(name in check.probes for check in checks)]
    shares = []
    for task in dict.fromkeys(check.task for check in checks):
        own = {probe for check in checks if check.task == task for probe in check.probes}
        probes = [name for name in left if name in own]
        left = [name for name in left if name not in own]
        slow = sum(given.seconds.get(name, 0.0) for name in probes)
        shares.append((max(SECONDS, slow) if seconds is None else seconds, probes))
    return shares


@cache
def loaded(folder: Path, changed: int) -> tuple[Public, Given, Inputs, Misconceptions]:
    """What lies in a folder, which was changed at that time, ready to be used."""
    public = Public.read(folder / PUBLIC)
    given = Given(folder, _digits(folder), public.assignment)
    inputs = Inputs(given.inputs(SEED) | dict(public.inputs))
    hints = [Overlay(name, text, "") for name, text in public.hints.items()]
    probes = {check.name: check.probes for check in public.checks}
    return public, given, inputs, Misconceptions(public.expected, public.misconceptions, hints, probes)


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
def _undisturbed(printed: Printed) -> Iterator[None]:
    """Leaves random numbers, settings, figures and output of a session as they were; what is printed is kept."""
    _choose_backend()
    figures, enabled, dtype = dict(Gcf.figs), torch.is_grad_enabled(), torch.get_default_dtype()
    numbers, more_numbers = random.getstate(), numpy.random.get_state()
    Gcf.figs.clear()
    try:
        with (
            redirect_stdout(printed), redirect_stderr(printed), kept_alive(get_ipython()),
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
