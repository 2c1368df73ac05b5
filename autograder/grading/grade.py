"""The story of one submission: run its cells and the probes, judge the answers, diagnose what is wrong."""

import re
import traceback
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import nbformat

from autograder.course.assignment import Assignment, Course, Overlay, headings
from autograder.course.errors import AuthorError
from autograder.grading.follow import FollowThrough
from autograder.grading.merge import merged
from autograder.grading.reference import OTHER_SEEDS, SOLUTION, References, laid_over
from autograder.grading.search import Search, located
from autograder.record.answers import CLUES, Answers, Record, Unanswered
from autograder.result import ByHand, CellOutcome, Check, Diagnosis, Exhibit, Outcome, Result, Ungraded, one_line, total
from autograder.submission.find import Found, Handed, handed_in
from autograder.submission.notebook import Submission, UnreadableError, from_bytes, makes, parse
from autograder.submission.overlooked import overlooked
from autograder.verdict.advice import advice
from autograder.verdict.diagnose import Misconceptions
from autograder.verdict.fingerprint import fingerprint
from autograder.verdict.judge import Judge, Judgement, same_form
from autograder.verdict.stopped import VAGUE, stopped
from autograder.wall.sandbox import Job, Run, Sandbox
from autograder.wall.server import SandboxError

NOT_YOURS: Final = "it could not be graded, through no fault of yours; a person will look at it"


@dataclass(frozen=True)
class Graded:
    """A graded submission: its result, its answers, its notebook with outputs, and faults for the teacher's eyes."""

    result: Result
    record: Record
    notebook: nbformat.NotebookNode | None = None
    faults: list[str] = field(default_factory=list)
    plots: Mapping[str, bytes] = field(default_factory=dict)
    """By task the picture, a PNG file if all is well, that its first check of one looked at."""
    exhibits: Sequence[Exhibit] = ()
    """Pictures that the tests show the student."""
    reference: Sequence[Sequence[float]] = ()
    """The solution's losses for several seeds, to be seen beside the student's."""


def is_by_hand(cell: nbformat.NotebookNode) -> bool:
    """Whether a cell of a solution is an answer in writing, which a person marks."""
    return bool(cell.cell_type == "markdown" and cell.metadata.get("manual") == "true")


class Grader:
    """Grades submissions of one assignment with one seed. A context manager: it owns a sandbox."""

    def __init__(
        self,
        assignment: Assignment,
        seed: str,
        *,
        protected: bool = True,
        device: str = "cpu",
        known: Mapping[str, bytes] | None = None,
    ):
        self.assignment = assignment
        self.references = References(assignment, seed, device, known or {})
        self.sandbox = Sandbox(protected=protected, device=device)

    def __enter__(self) -> "Grader":
        return self

    def __exit__(self, *_: object) -> None:
        self.sandbox.close()

    @cached_property
    def expected(self) -> Record:
        """The solution's answers."""
        return self.references.of(SOLUTION, self.sandbox)

    @cached_property
    def losses(self) -> Sequence[Sequence[float]]:
        """The solution's losses, for several seeds."""
        with suppress(SandboxError):  # nobody loses a point for a drawing
            return self.references.losses(self.sandbox)
        return [*self.expected.curves().values()]

    @cached_property
    def misconceptions(self) -> Misconceptions:
        """The misconceptions' answers."""
        names = [name for name in self.references.names if name not in (SOLUTION, OTHER_SEEDS)]
        known = {name: self.references.of(name, self.sandbox) for name in names}
        return Misconceptions(self.expected, known, self.assignment.known, self._right.probes)

    def _together(self, one: Overlay, other: Overlay, probes: Collection[str]) -> Record | None:
        """What the solution answers with two misconceptions in it, if they can be merged and it answers in time."""
        what = (one.name, other.name, *sorted(probes))
        if what in self._hopeless:
            return None
        both, record = merged(laid_over(self.assignment, None), one, other), None
        with suppress(SandboxError):  # what is earned is known by now: nobody loses it for a hint
            record = self.references.of_two(both, probes, self.sandbox) if both else None
        if record is None:
            self._hopeless.add(what)
        return record

    @cached_property
    def _hopeless(self) -> set[tuple[str, ...]]:
        return set()

    @cached_property
    def _against(self) -> dict[str, str]:
        return {}

    @cached_property
    def _right(self) -> Judgement:
        """The judgement of the reference's own answers: what a check reads when it passes."""
        return self.judge(self.expected)

    @cached_property
    def follow_through(self) -> float:
        """The share of its points that a check earns which passes once earlier names are right."""
        return Course(self.assignment.root).follow_through

    @cached_property
    def hints(self) -> int:
        """How far up the ladder the feedback goes."""
        return Course(self.assignment.root).hints

    @cached_property
    def follow(self) -> FollowThrough:
        """What is asked again, and how."""
        return FollowThrough(self.assignment, self.expected, self._right)

    @cached_property
    def search(self) -> Search | None:
        """What looks for the line where no known fault explains a failed task."""
        return Search(self.sandbox, self.judge, self.expected, self.follow)

    @cached_property
    def by_hand(self) -> tuple[ByHand, ...]:
        """The tasks that a person marks, with the titles that their headings give."""
        cells = parse(self.assignment.solution, "solution.py").cells
        return tuple(
            ByHand(task, self._headings.get(task, "").partition(": ")[2], float(cell.metadata["points"]))
            for cell in cells
            if is_by_hand(cell) and (task := cell.metadata["task"])
        )

    @cached_property
    def handed_out(self) -> frozenset[str]:
        """The texts that students are given, which no feedback need repeat."""
        cells = parse(self.assignment.solution, "solution.py").cells
        return frozenset(cell.source.strip() for cell in cells if cell.cell_type == "markdown")

    @cached_property
    def asked(self) -> frozenset[str]:
        """The names that the tasks ask for."""
        cells = parse(self.assignment.solution, "solution.py").cells
        return frozenset(name for cell in cells if "task" in cell.metadata for name in makes(cell.source))

    @cached_property
    def _headings(self) -> Mapping[str, str]:
        return headings(self.handed_out)

    def explained(self, misconception: str) -> str:
        """The heading of the task that a misconception goes against: the first that a program with it fails."""
        if misconception not in self._against:
            checks = self.judge(self.references.of(misconception, self.sandbox)).checks
            self._against[misconception] = next((c.task for c in checks if c.outcome is Outcome.FAILED), "")
        return self._headings.get(self._against[misconception], "")

    @cached_property
    def judge(self) -> Judge:
        """The assignment's tests, ready for any record."""
        return Judge(self.assignment, self.expected, self.references.inputs)

    def load(self) -> None:
        """Reads all that it judges by, if that was made before: a process that is forked from this one then has it."""
        if not self.references.missing(self.references.names):
            self.judge, self.misconceptions, self.follow  # noqa: B018

    @cached_property
    def _digits(self) -> Mapping[str, bytes]:
        """The digits that students have, as they lie beside their notebooks."""
        given = self.assignment.digits.given
        files = [path for path in given.rglob("*") if path.is_file()]
        return {f"digits/{path.relative_to(given).as_posix()}": path.read_bytes() for path in files}

    @cached_property
    def _max_bytes(self) -> int:
        # Room for other programs' answers and for plots; a flood ends far below what would hurt.
        return 4 * len(self.expected.pack()) + (8 << 20)

    def grade(self, submission: Submission, seen: Callable[[Result], None] | None = None) -> Graded:
        """Grades one submission, whatever it does; where the sandbox itself fails, it is ungraded.

        `seen` is called with the result so far, each time there is one more answer: what is not answered yet is an error.
        """
        beside = submission.beside
        if any("Digits" in source for source in submission.code):
            beside = {**self._digits, **beside}
        job = replace(self.references.job(submission.code, self._max_bytes), files=beside)
        try:
            run = self._run(job, lambda record: seen(self._so_far(submission, record)) if seen else None)
            record = same_form(_blame_cells(run, submission.code), self.expected)
            judgement = self.judge(record)
            self._ask_again(job, record, judgement)
        except SandboxError as error:
            return self.ungraded(submission, "GRADER_FAULT", str(error))
        ran = replace(
            self._unjudged(submission),
            cells=tuple(run.cells.get(i, _NOT_RUN(i)) for i in range(len(submission.code))),
            notes=(*submission.notes, *overlooked(submission.cells, self.asked), *run.notes, *advice(submission.code)),
            usage=run.usage,
        )
        result = self._located(job, record, judgement, self.judged(ran, record, judgement))
        plots = _plots(judgement, record)
        notebook = submission.executed(run.outputs, self.handed_out)
        return replace(self.shown(result, record, judgement), notebook=notebook, faults=judgement.faults, plots=plots)

    def shown(self, result: Result, record: Record, judgement: Judgement) -> Graded:
        """A result with its answers, and with what a student is shown beside it."""
        return Graded(result, record, exhibits=judgement.exhibits, reference=self.losses)

    def grade_found(self, found: Found, seen: Callable[[Result], None] | None = None) -> Graded:
        """Grades what was found, whatever is wrong with it: the fault of a file, or our own, is in the result."""
        return self.grade_handed_in(handed_in(found), seen)

    def grade_handed_in(self, handed: Handed, seen: Callable[[Result], None] | None = None) -> Graded:
        """Grades what was handed in, or says what there is in its place."""
        try:
            if isinstance(handed.content, UnreadableError):
                raise handed.content
            submission = replace(from_bytes(handed.content, handed.name, handed.student), beside=handed.beside)
        except UnreadableError as error:
            return _told(self.ungraded(Submission(handed.student, handed.name, "", ()), error.code, str(error)), handed)
        try:
            return _told(self.grade(submission, seen), handed)
        except AuthorError:
            raise
        except Exception:  # noqa: BLE001  our own fault must not stop the class, nor become the student's zero
            return _told(self.ungraded(submission, "GRADER_FAULT", traceback.format_exc()), handed)

    def judged(self, result: Result, record: Record, judgement: Judgement | None = None) -> Result:
        """The result with the checks and diagnoses that its record earns, whose judgement may be known."""
        judgement = judgement or self.judge(record)
        checks, share, found = judgement.checks, self.follow_through, list[Diagnosis]()
        if any(check.outcome is Outcome.FAILED for check in checks):  # else the known faults need not be read
            found = self.misconceptions.diagnose(judgement, record, self._together)
        if share and record.again:
            checks = self.follow.lifted(self.judge, record, checks, share)
        if share and found:
            checks = self.follow.consequences(checks, record, self.misconceptions, found, share)
        failed = list(dict.fromkeys(check.task for check in checks if check.outcome is Outcome.FAILED))
        diagnoses = [it for it in found if it.task in failed]
        for task in [task for task in failed if task not in {it.task for it in diagnoses}]:
            mine = [check for check in checks if check.task == task]
            if record.repaired and self.search and (repair := self.search.found(mine, record)):
                diagnoses += located(task, repair, self.hints)
            else:
                read = {p for c in mine if c.outcome is Outcome.FAILED for p in judgement.probes[c.name]}
                diagnoses += stopped(task, [record.get(probe) for probe in sorted(read)], vague=True)
        if diagnoses and self.hints > 1:
            known = self.misconceptions.known
            diagnoses = [
                replace(it, explained=self.explained(it.misconception)) if it.misconception in known else it
                for it in diagnoses
            ]
        named = {it.task for it in diagnoses if it.misconception and it.misconception not in VAGUE}
        unknown = {task: self._unlike(task, checks, judgement, record) for task in failed if task not in named}
        return replace(result, checks=tuple(checks), diagnoses=tuple(diagnoses), by_hand=self.by_hand, unknown=unknown)

    def _unlike(self, task: str, checks: Sequence[Check], judgement: Judgement, record: Record) -> str:
        """A digest of how the answers to a failed task differ."""
        failed = [check for check in checks if check.task == task and check.outcome is Outcome.FAILED]
        secret = f"{self.references.seed} {self.assignment.name} {task}"
        return fingerprint(secret, self.misconceptions.unlike(failed, judgement, record))

    def _located(self, job: Job, record: Record, judgement: Judgement, result: Result) -> Result:
        """The result with the lines that a repair shows, where no known fault explains a failed task."""
        known = {it.task for it in result.diagnoses if it.misconception not in VAGUE}
        if {check.task for check in result.checks if check.outcome is Outcome.FAILED} <= known or not self.search:
            return result
        try:
            self.search.look(job, record, result.checks, known)
        except Exception:  # noqa: BLE001  what is earned is known by now: nobody loses it by a fault of the search
            judgement.faults.append(traceback.format_exc())
        return self.judged(result, record, judgement) if record.repaired else result

    def _ask_again(self, job: Job, record: Record, judgement: Judgement) -> None:
        """Has the failed checks' questions answered with the reference's definitions of what they are not about.

        Of those children nothing is kept but answers, for the record: no outputs, remarks, files, costs or words of errors.
        """
        checks = judgement.checks
        if not self.follow_through or not any(check.outcome is Outcome.FAILED for check in checks):
            return
        while groups := self.follow.groups(checks, record, job.cells):
            for names, some in groups.items():
                asked = self.follow.probes(some)
                probes = [probe for probe in job.probes if probe in asked]
                again = replace(job, probes=probes, right=self.follow.code(names, some), replaced=names)
                answers = same_form(self._run(again, lambda _: None).record, self.expected).without(CLUES)
                kept = record.again.setdefault(names, Record())
                kept.update((probe, _wordless(answer)) for probe, answer in answers.items())
            checks = self.follow.lifted(self.judge, record, judgement.checks, self.follow_through)

    def _run(self, job: Job, seen: Callable[[Record], None]) -> Run:
        try:
            return self.sandbox.run(job, seen)
        except SandboxError:
            return self.sandbox.run(job, seen)  # with a new server: the first may have been killed by somebody

    def ungraded(self, submission: Submission, code: str, sentence: str) -> Graded:
        """What becomes of a submission that could not be run at all: no checks, no score, and why."""
        nothing = {probe: Unanswered(code, sentence) for probe in self.assignment.probes}
        of = total(check.max_points for check in self.judge(Record(nothing)).checks)
        reason = NOT_YOURS if code == "GRADER_FAULT" else one_line(sentence)
        result = replace(self._unjudged(submission), ungraded=Ungraded(code, reason, of), by_hand=())
        return Graded(result, Record(nothing), faults=[sentence])

    def _so_far(self, submission: Submission, record: Record) -> Result:
        waiting = {probe: Unanswered("GRADER_FAULT", "") for probe in self.assignment.probes}
        judgement = self.judge(same_form(Record(waiting | record), self.expected))
        return replace(self._unjudged(submission), checks=tuple(judgement.checks))

    def _unjudged(self, submission: Submission) -> Result:
        whose, protection = submission.student, self.sandbox.protection
        return Result(self.assignment.name, whose, protection, submission.source, checks=(), by_hand=self.by_hand)


def _told(graded: Graded, handed: Handed) -> Graded:
    """The same with what is known of the student, and of how the work was handed in."""
    result = graded.result
    notes = (*handed.notes, *result.notes)
    return replace(
        graded,
        result=replace(result, id=handed.id, late=handed.late, flags=(*handed.flags, *result.flags), notes=notes),
    )


def _wordless(answer: Answers | Unanswered) -> Answers | Unanswered:
    return Unanswered(answer.code, "") if isinstance(answer, Unanswered) else answer


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
    record, makers = Record(run.record), dict[str, int]()
    for index in sorted(run.cells, reverse=True):
        if run.cells[index].outcome != "ok":
            makers |= dict.fromkeys(makes(sources[index]), index)
    for probe, answer in run.record.items():
        if isinstance(answer, Unanswered) and (cause := _first_cause(answer.message, run.cells, makers)):
            record[probe] = cause
    return record


def _first_cause(message: str, cells: Mapping[int, CellOutcome], makers: Mapping[str, int]) -> Unanswered | None:
    """Why a name is missing: its cell did not finish, perhaps for want of another name, whose cell did not finish..."""
    names, cause = list[str](), max(cells, default=0) + 1
    while missing := _MISSING.search(message):
        name = missing[1] or missing[2]
        if makers.get(name, cause) >= cause:
            break
        names.append(name)
        cause = makers[name]
        message = cells[cause].error
    if not names:
        return None
    missed = ", because ".join(f"there is no `{name}`" for name in dict.fromkeys((names[0], names[-1])))
    return Unanswered(cells[cause].code, f"{missed}, because cell {cause + 1} did not finish: {cells[cause].error}")


_MISSING: Final = re.compile(r"^there is no `(\w+)`|NameError: name '(\w+)' is not defined")
