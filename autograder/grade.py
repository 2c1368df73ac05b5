"""The story of one submission: run its cells and the probes, judge the answers, diagnose what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import nbformat

from autograder.advice import advice
from autograder.course import Assignment
from autograder.diagnose import Misconceptions
from autograder.judge import Judgement, judge, same_form
from autograder.notebook import Submission
from autograder.record import Record, Unanswered
from autograder.reference import SOLUTION, References
from autograder.result import CellOutcome, Result, Source, Usage
from autograder.sandbox import Job, Run, Sandbox, SandboxError


@dataclass(frozen=True)
class Graded:
    """A graded submission: its result, its answers, its notebook with outputs, and faults for the teacher's eyes."""

    result: Result
    record: Record
    notebook: nbformat.NotebookNode | None = None
    faults: list[str] = field(default_factory=list)
    plots: Mapping[str, bytes] = field(default_factory=dict)
    """By task the picture, a PNG file if all is well, that its first check of one looked at."""


class Grader:
    """Grades submissions of one assignment with one seed. A context manager: it owns a sandbox."""

    def __init__(self, assignment: Assignment, seed: str, *, protected: bool = True, device: str = "cpu"):
        self.assignment = assignment
        self.references = References(assignment, seed, device)
        self.sandbox = Sandbox(protected=protected, device=device)

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *_: object) -> None:
        self.sandbox.close()

    @cached_property
    def expected(self) -> Record:
        """The solution's answers."""
        return self.references.of(SOLUTION, self.sandbox)

    @cached_property
    def misconceptions(self) -> Misconceptions:
        """The misconceptions' answers."""
        known = {name: self.references.of(name, self.sandbox) for name in self.references.names if name != SOLUTION}
        return Misconceptions(self.expected, known, self.assignment.misconceptions)

    @cached_property
    def _max_bytes(self) -> int:
        # Room for other programs' answers and for plots; a flood ends far below what would hurt.
        return 4 * len(self.expected.pack()) + (8 << 20)

    def grade(self, submission: Submission, seen: Callable[[Result], None] | None = None) -> Graded:
        """Grades one submission, whatever it does. The sandbox's own failure marks every check as an error.

        `seen` is called with the result so far, each time there is one more answer: what is not answered yet is an error.
        """
        job = self.references.job(submission.code, self._max_bytes)
        try:
            run = self._run(job, lambda record: seen(self._result(submission, self._so_far(record))) if seen else None)
        except SandboxError as error:
            return self.ungraded(submission, "GRADER_FAULT", str(error))
        record = same_form(_blame_cells(run, submission.code), self.expected)
        judgement = self._judge(record)
        diagnoses = self.misconceptions.diagnose(judgement, record)
        result = self._result(submission, judgement)
        cells = tuple(run.cells.get(i, _NOT_RUN(i)) for i in range(len(submission.code)))
        result = replace(
            result,
            diagnoses=tuple(diagnoses),
            cells=cells,
            notes=(*run.notes, *advice(submission.code)),
            usage=run.usage,
        )
        plots = _plots(judgement, record)
        return Graded(result, record, submission.executed(run.outputs), judgement.faults, plots)

    def _run(self, job: Job, seen: Callable[[Record], None]) -> Run:
        try:
            return self.sandbox.run(job, seen)
        except SandboxError:
            return self.sandbox.run(job, seen)  # with a new server: the first may have been killed by somebody

    def ungraded(self, submission: Submission, code: str, sentence: str) -> Graded:
        """What becomes of a submission that could not be run at all: every check has that code and says why."""
        record = Record({probe: Unanswered(code, sentence) for probe in self.assignment.probes})
        return Graded(self._result(submission, self._judge(record)), record, faults=[sentence])

    def _so_far(self, record: Record) -> Judgement:
        waiting = {probe: Unanswered("GRADER_FAULT", "") for probe in self.assignment.probes}
        return self._judge(same_form(Record(waiting | record), self.expected))

    def _judge(self, record: Record) -> Judgement:
        return judge(self.assignment, record, self.expected, self.references.inputs)

    def _result(self, submission: Submission, judgement: Judgement) -> Result:
        return Result(
            assignment=self.assignment.name,
            student=submission.student,
            protection=self.sandbox.protection,
            submission=Source(submission.sha256, submission.name),
            checks=tuple(judgement.checks),
            usage=Usage(),
        )


def _plots(judgement: Judgement, record: Record) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for check in judgement.checks:
        for picture in record.only(judgement.probes[check.name]).pictures():
            found.setdefault(check.task, picture)
    return found


def _NOT_RUN(index: int) -> CellOutcome:  # noqa: N802
    return CellOutcome(index, "skipped", "TIME_LIMIT", "was not run: there was no time left")


def _blame_cells(run: Run, sources: list[str]) -> Record:
    """The record, in which a name that is missing because its cell did not finish says so."""
    record = Record(run.record)
    for probe, answer in run.record.items():
        if not isinstance(answer, Unanswered) or answer.code != "NOT_DEFINED":
            continue
        name = re.match(r"there is no `(\w+)`", answer.message)
        for index, cell in run.cells.items():
            if name and cell.outcome != "ok" and _defines(sources[index], name[1]):
                sentence = f"there is no `{name[1]}`, because cell {index + 1} did not finish: {cell.error}"
                record[probe] = Unanswered(cell.code, sentence)
    return record


def _defines(source: str, name: str) -> bool:
    """Whether a cell's text looks as if it made that name at its top level; it may not compile, so it is not parsed."""
    return re.search(rf"^(?:(?:async )?def|class)\s+{name}\b|^{name}\s*[:=]", source, re.MULTILINE) is not None
