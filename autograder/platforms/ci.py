"""Feedback on every push: what was changed in a student's repository, graded with what is there.

With the course at hand (a private checkout of `solutions/`) that is all of grading. Without it, the visible checks are made
on numbers that everybody has, in the same sandbox: what students can check themselves, and no grade.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from functools import cached_property, partial
from io import StringIO
from pathlib import Path
from typing import Final

import torch

from autograder.course.assignment import Course, Overlay
from autograder.course.errors import InstructorError
from autograder.course.public import PUBLIC, SEED
from autograder.grading import store
from autograder.grading.grade import Graded, Grader
from autograder.grading.reference import References
from autograder.grading.workers import Setting, prepared, unprepared
from autograder.platforms.repository import Work
from autograder.record.answers import Record
from autograder.reports import github, html, junit, markdown, terminal
from autograder.reports.words import points, share
from autograder.result import ByHand, Outcome, Result, clean
from autograder.student.check import against, loaded
from autograder.student.seen import headings_of
from autograder.submission.places import lines
from autograder.verdict.diagnose import Misconceptions
from autograder.verdict.judge import Judge
from autograder.wall.doctor import hole

PRACTICE: Final = "Only the visible checks were made, on numbers that everybody has: this is feedback and no grade."


@dataclass(frozen=True)
class _Given(References):
    """The questions that students have, with the answers that came with them."""

    folder: Path = Path("checks")

    @cached_property
    def inputs(self) -> Mapping[str, torch.Tensor]:
        """The questions' numbers."""
        return loaded(self.folder, (self.folder / PUBLIC).stat().st_mtime_ns)[2]


class Practice(Grader):
    """Grades with what students have: the visible checks, on numbers that are no secret, locked in where that can be."""

    def __init__(self, folder: Path):
        self._public, given, inputs, self._known = loaded(folder, (folder / PUBLIC).stat().st_mtime_ns)
        super().__init__(given, SEED, protected=not hole())
        self.references = _Given(given, SEED, folder=folder)
        self._goes_against = partial(against, self._public, given, inputs)

    @cached_property
    def asked(self) -> frozenset[str]:
        """The names that the tasks ask for, as far as students are told."""
        return frozenset(self._public.takes)

    @cached_property
    def expected(self) -> Record:
        """The solution's answers, as they came."""
        return self._public.expected

    @cached_property
    def misconceptions(self) -> Misconceptions:
        """The misconceptions' answers, as they came."""
        return self._known

    @property
    def losses(self) -> list[list[float]]:
        """The solution's, as they came: it is not here to be run with other seeds."""
        return [*self.expected.curves().values()]

    @property
    def follow_through(self) -> float:
        """Nothing is asked again: the reference's definitions are not here."""
        return 0.0

    @property
    def search(self) -> None:
        """No line is searched for: what the solution's questions are about is not known here."""

    def _together(self, one: Overlay, other: Overlay, probes: Collection[str]) -> None:
        """No two faults are tried together: the solution is not here."""

    @cached_property
    def _headings(self) -> Mapping[str, str]:
        return headings_of(self.assignment.folder, self.assignment.name)

    def explained(self, misconception: str) -> str:
        """The heading in the notebook beside `checks/`, if there is one."""
        return self._headings.get(self._goes_against(misconception), "")

    @property
    def by_hand(self) -> tuple[ByHand, ...]:
        """Nothing: what a person marks is no part of practice."""
        return ()

    @property
    def handed_out(self) -> frozenset[str]:
        """Nothing that is known here."""
        return frozenset()

    @cached_property
    def judge(self) -> Judge:
        """The visible tests."""
        return Judge(self.assignment, self.expected, self.references.inputs, only_visible=True, reveal=True)


def refuse_holes(root: Path, course: Course | None) -> None:
    """Raises InstructorError where hidden tests would not be safe from the code in a repository."""
    if course and (problem := hole(course.root, root)):
        raise InstructorError(f"Nothing was graded: {problem}. Run `autograder doctor`.")


def grade(works: Sequence[Work], course: Course | None, seed: str, jobs: int, student: str) -> "Iterator[Feedback]":
    """The feedback on each piece of work, in order; without a seed by this user's secret.

    Raises InstructorError for a fault of the course or the kit; with a course it does not say which, since it is read by
    students, and the fault may name a hidden test.
    """
    for work in works:
        try:
            # Judging prints what hidden tests print, and what is wrong with them.
            with redirect_stdout(StringIO()), redirect_stderr(StringIO()), _grader(work, course, seed, jobs) as grader:
                graded = grader.grade_found(replace(work.found, student=student))
        except Exception:
            if course is None:
                raise
            sentence = "could not be graded, through no fault of yours; the instructor's `autograder prove` says why."
            raise InstructorError(f"{work.assignment} {sentence}") from None
        if course is None:
            result = replace(graded.result, protection="local", notes=(PRACTICE, *graded.result.notes))
            graded = replace(graded, result=result)
        yield Feedback(work, graded)


def _grader(work: Work, course: Course | None, seed: str, jobs: int) -> Grader:
    if course is None:
        assert work.checks is not None
        return Practice(work.checks)
    setting = Setting.of(course.find(work.assignment), seed)
    if unprepared(setting):
        with prepared(setting, jobs):
            pass
    return setting.grader()


# ------------------------------------------------------------------------------------------------------------- feedback


@dataclass(frozen=True)
class Feedback:
    """A graded piece of work, and what is told about it. Nothing that is hidden from students is in any of it."""

    work: Work
    graded: Graded

    @property
    def result(self) -> Result:
        """The result; never written as it is, since it has the names of hidden tests."""
        return self.graded.result

    @cached_property
    def plots(self) -> dict[str, bytes]:
        """By task a plot that was checked, as a PNG file."""
        return {task: png for task, png in self.graded.plots.items() if html.is_png(png)}

    def passed(self, mark: float) -> bool | None:
        """Whether the percentage of the points reaches the mark; None where that rests on checks that were not made."""
        result = self.result
        if result.ungraded:
            return None if result.ungraded.code == "GRADER_FAULT" else False
        made = [check for check in result.checks if check.outcome is not Outcome.ERROR]
        best = replace(
            result, checks=(*made, *(replace(c, points=c.max_points) for c in result.checks if c not in made))
        )
        if 100 * share(result) >= mark - 1e-9:
            return True
        return None if 100 * share(best) >= mark - 1e-9 else False

    def files(self, root: Path, folder: Path) -> dict[str, bytes]:
        """What is written to a folder: the student's page, the summary, JUnit's XML and the plots."""
        plots = {task: f"plot-{task}.png" for task in self.plots}
        page = html.render(self.result, self.graded.notebook, self.graded.record.pictures())
        named = {task: _within(folder / name, root) for task, name in plots.items()}
        report = junit.render(self.result, file=_within(self.work.path, root), attachments=named)
        texts = {"feedback.html": page, "junit.xml": report, "summary.md": self.summary}
        return {name: text.encode() for name, text in texts.items()} | {plots[task]: self.plots[task] for task in plots}

    def write(self, root: Path, to: Path) -> None:
        """Writes them to a folder of the assignment's."""
        folder = to / self.work.assignment
        store.write(folder, self.files(root, folder))

    @property
    def summary(self) -> str:
        """The result as Markdown."""
        return markdown.render(self.result, plots=[f"plot-{task}.png" for task in self.plots])

    def remarks(self, root: Path) -> list[github.Remark]:
        """The annotations, at their lines."""
        return github.remarks(self.result, file=_within(self.work.path, root), lines=lines(self.work.path, self.result))

    def text(self, mark: float, *, color: bool = False, width: int = 100) -> str:
        """The table, and whether the pass mark is reached."""
        verdict = {True: "passed", False: "not passed", None: "open, through no fault of yours: run it again"}
        got = "not graded" if self.result.ungraded else f"{100 * share(self.result):.0f} % of the points"
        line = f"{got}, {mark:g} % are needed: {verdict[self.passed(mark)]}"
        return f"{terminal.render(self.result, color=color, width=width)}{line}\n"

    def log(self, mark: float, token: str) -> str:
        """What a step's log on GitHub shows: the text and what the cells printed, fenced off from the runner."""
        printed = f"\nWhat the cells printed:\n{self._printed}" if self._printed else ""
        return github.group(self.work.assignment, self.text(mark) + printed, token)

    @property
    def _printed(self) -> str:
        cells = self.graded.notebook.cells if self.graded.notebook else []
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        return clean("".join(str(one.get("text", "")) for one in outputs if one.output_type == "stream"), 10_000)


def _within(path: Path, root: Path) -> str:
    """A path as it is named from the repository's top."""
    path = path.resolve()
    return path.relative_to(root.resolve()).as_posix() if path.is_relative_to(root.resolve()) else path.name


def annotations(done: Sequence[Feedback], root: Path) -> str:
    """The annotations of all work, for a step's log."""
    return github.commands([remark for one in done for remark in one.remarks(root)])


def tell_github(done: Sequence[Feedback], mark: float, environment: Mapping[str, str]) -> None:
    """Adds the summary and the outputs to the files that GitHub names, if there are any."""
    texts = {"GITHUB_STEP_SUMMARY": github.summary([one.summary for one in done]), "GITHUB_OUTPUT": outputs(done, mark)}
    for variable, text in texts.items():
        if path := environment.get(variable):
            with open(path, "a", encoding="utf-8") as file:
                file.write(text)


def outputs(done: Sequence[Feedback], mark: float) -> str:
    """What a step gives to those after it: the points of all work, and whether all of it passed."""
    score, possible = (sum(getattr(one.result, key) or 0.0 for one in done) for key in ("score", "max_score"))
    passed = all(one.passed(mark) for one in done)
    return f"score={points(score)}\nmax-score={points(possible)}\npassed={str(passed).lower()}\n"


def status(done: Sequence[Feedback], mark: float) -> int:
    """The exit status: 0 all passed, 1 some did not, 3 it rests on checks that could not be made."""
    passed = {one.passed(mark) for one in done}
    return 1 if False in passed else 3 if None in passed else 0
