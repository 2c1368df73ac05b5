"""Feedback on every push: what was changed in a student's repository, graded with what is there.

With the course at hand (a private checkout of `solutions/`) that is all of grading. Without it, the visible checks are made
on numbers that everybody has, in the same sandbox: what students can check themselves, and no grade.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Final

import torch

from autograder import batch
from autograder.course import Course, InstructorError
from autograder.diagnose import Misconceptions
from autograder.doctor import hole
from autograder.grade import Graded, Grader
from autograder.judge import Judge
from autograder.notebook import SUFFIXES
from autograder.places import lines
from autograder.public import PUBLIC, SEED, Public
from autograder.record import Record
from autograder.reference import References
from autograder.reports import github, html, junit, markdown, terminal
from autograder.reports.words import points, share
from autograder.result import Outcome, Result, clean
from autograder.student import loaded
from autograder.workers import Setting, workers

PRACTICE: Final = "Only the visible checks were made, on numbers that everybody has: this is feedback and no grade."


@dataclass(frozen=True)
class Work:
    """A submission in a repository: its file, its assignment, and the folder `checks/` that it came with."""

    path: Path
    assignment: str
    checks: Path | None = None


def find(root: Path, course: Course | None) -> list[Work]:
    """The submissions below `root`: files that are called as an assignment of the course, or as the one whose folder
    `checks/` lies beside them. Raises InstructorError for such a folder that is not whole, and for two files of one name.
    """
    files = sorted(path for path in root.rglob("*") if path.suffix in SUFFIXES and _is_work(path.relative_to(root)))
    if course is not None:
        names = {assignment.name for assignment in course.assignments}
        return _one_each([Work(p, p.stem) for p in files if p.stem in names and course.root not in p.resolve().parents])
    given = {p.parent.parent: p for p in sorted(root.rglob(f"checks/{PUBLIC}")) if _is_work(p.relative_to(root))}
    try:
        names_by_folder = {folder: Public.read(path).assignment for folder, path in given.items()}
    except ValueError as error:
        raise InstructorError(str(error)) from None
    return _one_each(
        [Work(p, p.stem, given[p.parent].parent) for p in files if names_by_folder.get(p.parent) == p.stem]
    )


def _one_each(works: list[Work]) -> list[Work]:
    by_name = {work.assignment: work for work in works}
    for work in works:
        if (other := by_name[work.assignment]) is not work:
            raise InstructorError(f"{work.path} and {other.path} are both called {work.assignment}; keep one of them.")
    return works


def _is_work(path: Path) -> bool:
    return not any(part.startswith((".", "__")) or part == "site-packages" for part in path.parts)


# ------------------------------------------------------------------------------------------------------------------ git


def top(root: Path) -> Path:
    """The repository's top, from which platforms name files; without git, the folder itself."""
    found = _git(root, "rev-parse", "--show-toplevel")
    return Path(found.rstrip("\n")) if found else root


def changed(root: Path, since: str) -> set[Path] | None:
    """The files below `root` that are not as they were at a commit; None where git cannot say."""
    known = _git(root, "diff", "--name-only", "--relative", "-z", since, "--")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    if known is None or new is None:
        return None
    return {root / name for name in (known + new).split("\0") if name}


def before(environment: Mapping[str, str]) -> str:
    """The commit that a push or a merge request started from, as GitHub and GitLab tell it; else the one before."""
    event = _json(environment.get("GITHUB_EVENT_PATH", "")).get("before")
    base = environment.get("GITHUB_BASE_REF")
    told = [
        f"origin/{base}" if base else "",
        event if isinstance(event, str) else "",
        environment.get("CI_MERGE_REQUEST_DIFF_BASE_SHA", ""),
        environment.get("CI_COMMIT_BEFORE_SHA", ""),
    ]
    return next(filter(None, told), "HEAD^")


def _json(path: str) -> dict[str, object]:
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _git(root: Path, *arguments: str) -> str | None:
    try:
        ran = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return ran.stdout.decode(errors="surrogateescape") if ran.returncode == 0 else None


def refuse_what_students_read(root: Path, course: Course | None) -> None:
    """Raises InstructorError when the solutions lie in the repository that is graded: then nothing is hidden."""
    solutions = (course.root / "solutions").resolve() if course else Path()
    if course and root in solutions.parents and _git(root, "ls-files", "--", str(solutions)):
        raise InstructorError(
            f"{solutions} is part of this repository, so whoever hands in reads it; keep it in one of its own, "
            "checked out only where grading runs."
        )


# -------------------------------------------------------------------------------------------------------------- grading


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
        self._public, given, _, self._known = loaded(folder, (folder / PUBLIC).stat().st_mtime_ns)
        super().__init__(given, SEED, protected=not hole())
        self.references = _Given(given, SEED, folder=folder)

    @cached_property
    def expected(self) -> Record:
        """The solution's answers, as they came."""
        return self._public.expected

    @cached_property
    def misconceptions(self) -> Misconceptions:
        """The misconceptions' answers, as they came."""
        return self._known

    @cached_property
    def judge(self) -> Judge:
        """The visible tests."""
        return Judge(self.assignment, self.expected, self.references.inputs, only_visible=True, reveal=True)


def grade(works: Sequence[Work], course: Course | None, seed: str, jobs: int, student: str) -> Iterator[Feedback]:
    """The feedback on each piece of work, in order.

    Raises InstructorError for a fault of the course or the kit; with a course it does not say which, since it is read by
    students, and the fault may name a hidden test.
    """
    for work in works:
        try:
            # Judging prints what hidden tests print, and what is wrong with them.
            with redirect_stdout(StringIO()), redirect_stderr(StringIO()), _grader(work, course, seed, jobs) as grader:
                graded = batch.grade_found(grader, batch.Found(student, work.path))
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
    setting = Setting(course.root, work.assignment, seed)
    with workers(setting, jobs) as executor:
        batch.prepare(executor, setting)
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
        line = f"{100 * share(self.result):.0f} % of the points, {mark:g} % are needed: {verdict[self.passed(mark)]}"
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


def outputs(done: Sequence[Feedback], mark: float) -> str:
    """What a step gives to those after it: the points of all work, and whether all of it passed."""
    score, possible = (sum(getattr(one.result, key) for one in done) for key in ("score", "max_score"))
    passed = all(one.passed(mark) for one in done)
    return f"score={points(score)}\nmax-score={points(possible)}\npassed={str(passed).lower()}\n"


def status(done: Sequence[Feedback], mark: float) -> int:
    """The exit status: 0 all passed, 1 some did not, 3 it rests on checks that could not be made."""
    passed = {one.passed(mark) for one in done}
    return 1 if False in passed else 3 if None in passed else 0
