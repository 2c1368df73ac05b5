"""Judges a record: runs an assignment's pytest tests on it, in the trusted process, and says what became of each check."""

import os
import re
import sys
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final, Literal

import pytest
import torch

from autograder.course.assignment import Assignment
from autograder.course.errors import AuthorError, said
from autograder.record.answers import CLUES, Answers, Record, Unanswered
from autograder.result import Check, Exhibit, Outcome, either, one_line, total
from autograder.verdict.exhibits import exhibits
from autograder.verdict.expect import Mismatch
from autograder.verdict.meanings import explained

FAULT: Final = "this check could not be made, through no fault of yours; a person will look at it"


@dataclass
class Judgement:
    """The checks of a submission, the probes each rests on, and what went wrong in the kit or the tests themselves."""

    checks: list[Check] = field(default_factory=list)
    probes: dict[str, set[str]] = field(default_factory=dict)
    """For each check's name, the probes it asked for."""
    faults: list[str] = field(default_factory=list)
    """Tracebacks for the teacher: never shown to students."""
    exhibits: list[Exhibit] = field(default_factory=list)
    """Pictures that the tests show the student."""

    @property
    def score(self) -> float:
        """The points earned."""
        return total(check.points for check in self.checks)


class Judge:
    """An assignment's tests, collected once, for any number of records that were made on the same inputs.

    With `reveal` a failed check says how far off the numbers are; without, only what is wrong. Raises AuthorError when
    the tests are not in form.
    """

    def __init__(
        self,
        assignment: Assignment,
        expected: Record,
        inputs: Mapping[str, torch.Tensor],
        *,
        only_visible: bool = False,
        reveal: bool = False,
    ):
        files = assignment.tests[:1] if only_visible else assignment.tests
        self._referee = _Referee(assignment, expected.without(CLUES), inputs, reveal, only_visible)
        options = ["--import-mode=importlib", "--assert=plain", "-c", os.devnull]
        options += ["--rootdir", str(assignment.folder.parent.resolve())]
        for plugin in _UNWANTED:
            options += ["-p", f"no:{plugin}"]
        for file in files:  # pytest would take a module of that name from another course, or from before an edit
            sys.modules.pop(f"{assignment.folder.name}.{file.stem}", None)
        # Files are named from within their folder: of a path, pytest takes a bracket for a test's parameters.
        with _plain_pytest(), chdir(assignment.folder):
            code = pytest.main([*options, *(file.name for file in files)], plugins=[self._referee])
        if code is not pytest.ExitCode.OK:
            raise AuthorError(next(iter(self._referee.errors), f"{assignment.name}: pytest ended with {code!r}"))

    def __call__(self, record: Record, only: Collection[str] | None = None, failed: Collection[str] = ()) -> Judgement:
        """The judgement of a record; of some checks alone, while those named in `failed`, tasks or checks, did not pass."""
        return self._referee.judge(record.without(CLUES), only, failed)


def judge(
    assignment: Assignment, record: Record, expected: Record, inputs: Mapping[str, torch.Tensor], **options: bool
) -> Judgement:
    """The judgement of one record against `expected`, both made on `inputs`; options as for Judge."""
    return Judge(assignment, expected, inputs, **options)(record)


def collect(assignment: Assignment) -> list[Check]:
    """The checks of an assignment, with titles and points; none is made, so their outcomes say nothing."""
    nothing = Record({probe: Unanswered("RECORD_MISSING", "") for probe in assignment.probes})
    return judge(assignment, nothing, Record(), {}).checks


_UNWANTED: Final = (
    "cacheprovider terminal logging capture junitxml warnings faulthandler doctest unittest debugging stepwise pastebin "
    "setuponly setupplan unraisableexception threadexception legacypath recwarn monkeypatch tmpdir"
).split()


@contextmanager
def _plain_pytest() -> Iterator[None]:
    """pytest without the plug-ins and options of whoever runs us."""
    ours = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "", "PYTEST_PLUGINS": ""}
    before = {name: os.environ.get(name) for name in [*ours, "PYTEST_CURRENT_TEST"]}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class _Referee:
    """The pytest plug-in: gives the tests their fixtures and takes down what became of them."""

    def __init__(
        self,
        assignment: Assignment,
        expected: Record,
        inputs: Mapping[str, torch.Tensor],
        reveal: bool,
        only_visible: bool,
    ):
        self._assignment, self._expected, self._inputs = assignment, expected, inputs
        self._reveal = reveal
        self._all = not only_visible
        self._items: list[pytest.Item] = []
        self._begin(Record())
        self.errors: list[str] = []

    def _begin(self, record: Record) -> None:
        self._record = record
        self._failed: set[str] = set()
        self._judgement = Judgement()

    def judge(self, record: Record, only: Collection[str] | None = None, failed: Collection[str] = ()) -> Judgement:
        """Runs tests on a record. pytest lets an item run again, and tears down all fixtures after the last."""
        self._begin(record)
        self._failed |= {*failed}
        items = [item for item in self._items if only is None or item.name in only]
        for item, after in zip_longest(items, items[1:]):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
        self._judgement.checks.sort(key=lambda check: [int(part) for part in re.findall(r"\d+", check.task)])
        return self._judgement

    @pytest.fixture
    def record(self) -> Record:
        """The submission's answers."""
        return self._record

    @pytest.fixture
    def expected(self) -> Record:
        """The reference's answers on the same inputs."""
        # As plain dicts: a name that is missing here is the author's slip, not the submission's.
        return Record({probe: _plain(answers) for probe, answers in self._expected.items()})

    @pytest.fixture
    def inputs(self) -> Mapping[str, torch.Tensor]:
        """The questions' numbers."""
        return self._inputs

    @pytest.fixture
    def digits(self) -> Any:
        """The course's digits, labels of the held-out ones included."""
        return self._assignment.digits

    @pytest.fixture
    def show(self) -> Callable[[str, torch.Tensor, Sequence[str]], None]:
        """Shows the student pictures, `[N, H, W]` in bytes or from 0 to 1: `show(title, images, captions)`, once a title."""

        def show(title: str, images: torch.Tensor, captions: Sequence[str]) -> None:
            if all(one.title != title for one in self._judgement.exhibits):
                self._judgement.exhibits += exhibits(title, images, captions)

        return show

    def pytest_configure(self, config: pytest.Config) -> None:
        """Makes the one marker known."""
        config.addinivalue_line("markers", "task(id, points, needs): the task a check belongs to")

    def pytest_exception_interact(self, node: pytest.Item | pytest.Collector, call: pytest.CallInfo[Any]) -> None:
        """Keeps why a file could not be collected."""
        if isinstance(node, pytest.Collector) and call.excinfo is not None:
            self.errors.append(said(call.excinfo.value.__cause__ or call.excinfo.value, node.path))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Refuses tests that are not in form, or need what does not come before them, before any is run."""
        seen = set[str]()
        try:
            for item in items:
                task, _, _ = _about(item)
                unknown = [name for need in _needs(item) for name in either(need) if name not in seen]
                if unknown and self._all:
                    rule = f"needs {unknown[0]!r}, but no test before it has that name or task"
                    raise AuthorError(f"{self._assignment.name}/{item.path.name}, {item.name}: {rule}")
                seen |= {task, item.name}
        except AuthorError as error:
            self.errors.append(str(error))
            raise pytest.UsageError(str(error)) from None

    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Keeps the tests for `judge`, in place of running them."""
        self._items = session.items
        return None if session.testsfailed else True  # pytest itself says what could not be collected

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Notes which probes a check asks for."""
        self._record.used.clear()
        return (yield)

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Leaves out a check that needs another that did not pass."""
        missing = [need for need in _needs(item) if self._failed.issuperset(either(need))]
        if missing:
            raise pytest.skip.Exception(missing[0])

    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Turns what a check raised into its outcome, in place of pytest's own report, whose tracebacks take long."""
        error = call.excinfo.value if call.excinfo is not None else None
        if call.when == "call" or (call.when == "setup" and error is not None):
            self._take(item, error)
        outcome: Literal["passed", "failed"] = "passed" if error is None else "failed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)  # type: ignore[arg-type]

    def _take(self, item: pytest.Item, error: BaseException | None) -> None:
        if strange := self._record.used - self._expected.keys():
            error = AuthorError(f"{item.path.name}, {item.name}: there is no probe_{min(strange)}")
        outcome, code, rationale = self._outcome(error)
        task, points, title = _about(item)
        if outcome is not Outcome.PASSED:
            self._failed |= {task, item.name}
        visible = item.path.name == "test_visible.py"
        earned = points if outcome is Outcome.PASSED else 0.0
        said = one_line(rationale)  # names of types and keys are the submission's own
        check = Check(task, item.name, title, visible, outcome, code, earned, points, said, _needs(item))
        self._judgement.checks.append(check)
        self._judgement.probes[item.name] = set(self._record.used)

    def _outcome(self, error: BaseException | None) -> tuple[Outcome, str, str]:
        match error:
            case None:
                return Outcome.PASSED, "OK", ""
            case pytest.skip.Exception():
                return Outcome.SKIPPED, "SKIPPED", ""
            case Mismatch():
                return Outcome.FAILED, "WRONG", error.sentence(reveal=self._reveal)
            case Unanswered(code="GRADER_FAULT"):
                return Outcome.ERROR, error.code, FAULT
            case Unanswered():
                return Outcome.FAILED, error.code, explained(error.message)
            case AssertionError():
                return Outcome.FAILED, "WRONG", "this does not hold yet"
        self._judgement.faults.append("".join(traceback.format_exception(error)))
        return Outcome.ERROR, "GRADER_FAULT", FAULT


def _about(item: pytest.Item) -> tuple[str, float, str]:
    marker = item.get_closest_marker("task")
    doc = getattr(item.obj, "__doc__", None)  # type: ignore[attr-defined]
    if marker is None or not marker.args or not doc:
        rule = 'a test has @pytest.mark.task("6.2", points=3) and a docstring, which is the title students read'
        raise AuthorError(f"{item.path.name}, {item.name}: {rule}")
    return str(marker.args[0]), float(marker.kwargs.get("points", 1)), " ".join(doc.split())


def _plain(answers: Any) -> Any:
    if isinstance(answers, dict):
        return {key: _plain(value) for key, value in answers.items()}
    return type(answers)(map(_plain, answers)) if type(answers) in (list, tuple) else answers


def _needs(item: pytest.Item) -> tuple[str, ...]:
    marker = item.get_closest_marker("task")
    needs: str | Sequence[str] = marker.kwargs.get("needs", ()) if marker else ()
    return (needs,) if isinstance(needs, str) else tuple(needs)


def same_form(record: Record, expected: Record) -> Record:
    """The record, with answers that do not have the names the probe gives them marked ``RECORD_INVALID``.

    The names come from the author's probe, so only a forged frame can have others.
    """
    checked = Record(record)
    for probe, answers in record.items():
        wanted = expected.get(probe)
        if isinstance(answers, Answers) and isinstance(wanted, Answers) and answers.keys() != wanted.keys():
            checked[probe] = Unanswered(
                "RECORD_INVALID", "your program's answers were not in the form they were asked for"
            )
    return checked
