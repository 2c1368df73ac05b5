"""A course directory of nbgrader's: makes one, and grades a whole class in it, in parallel and resumable.

Workers grade ahead into `graded/ASSIGNMENT/STUDENT/`. Then nbgrader's own Autograde, one submission after the other in this
process, finds each one graded and writes the gradebook: what comes out is what `nbgrader autograde` gives one by one.
"""

import glob
import hashlib
import json
import logging
import os
import re
import shutil
import sys
import warnings
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import jsonschema
import nbformat
from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from nbgrader.api import Gradebook
from nbgrader.apps import NbGrader
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.utils import capture_log
from sqlalchemy.exc import SAWarning

from autograder.course.assignment import Assignment, Course
from autograder.course.errors import AuthorError, InstructorError
from autograder.gradebook.exporters import final_score
from autograder.gradebook.plugin import GRADED, Grade, UngradedError, handed_in_at, refuse_active
from autograder.grading import store
from autograder.grading.workers import Tick, grader_of, prepare, unheard, workers
from autograder.result import Source, total
from autograder.submission.find import Found, of_student
from autograder.submission.notebook import Submission, UnreadableError, as_bytes, content, read

_CONFIG: Final = """\
# nbgrader's settings for this course. Its commands and buttons grade locked in, by autograder.
from pathlib import Path

from autograder.gradebook.plugin import configure

c = get_config()
configure(c)
c.CourseDirectory.root = str(Path(__file__).parent)
c.CourseDirectory.course_id = "{name}"
c.CourseDirectory.db_url = {db}

# Where the assignments' solutions and hidden tests are.
c.Grade.course = "{course}"

# Seconds that a cell may take in notebooks that are not of this course's assignments.
c.Execute.timeout = 30

# What lateness costs: "none", or "zero" for all points. For rules of your own see c.AssignLatePenalties.plugin_class.
c.LateSubmissionPlugin.penalty_method = "none"
"""
_STUDENTS: Final = """\
id,first_name,last_name,email,lms_user_id
ada,Ada,Lovelace,ada@example.org,1001
alan,Alan,Turing,alan@example.org,1002
"""


# ------------------------------------------------------------------------------------------------------------------ init


def init(root: Path, course: Course, *, first_due: datetime | None = None, db: str = "") -> Iterator[str]:
    """Makes a course directory, or what is missing of one; says each thing it made, and overwrites nothing.

    `first_due`, in UTC, is when the first assignment is due; each next one is due a week later. `db` is the address of a
    gradebook as SQLAlchemy writes it; by default an SQLite file in the directory.
    """
    _refuse_patterns(root)
    root.mkdir(parents=True, exist_ok=True)
    root = root.resolve()
    name = re.sub(r"[^\w-]", "-", root.name)
    address = json.dumps(db) if db else 'f"sqlite:///{Path(__file__).parent}/gradebook.db"'
    config = _CONFIG.format(name=name, db=address, course=course.root.resolve())
    for file, text in (("nbgrader_config.py", config), ("students.csv", _STUDENTS)):
        if not (root / file).exists():
            (root / file).write_text(text, encoding="utf-8")
            yield file
    for assignment in course.assignments:
        if not (root / "source" / assignment.name).exists():
            _source(assignment, root / "source" / assignment.name)
            yield f"source/{assignment.name}"
    with _nbgrader(root) as app:
        for number, assignment in enumerate(course.assignments):
            if (root / "release" / assignment.name).exists():
                continue
            due = first_due + timedelta(weeks=number) if first_due else None
            with Gradebook(app.coursedir.db_url, app.coursedir.course_id) as gradebook:
                gradebook.update_or_create_assignment(assignment.name, **({"duedate": due} if due else {}))
            app.coursedir.assignment_id, app.coursedir.student_id = assignment.name, "."
            _convert(GenerateAssignment(coursedir=app.coursedir, parent=app))
            yield f"release/{assignment.name}"


def _refuse_patterns(root: Path) -> None:
    """Raises InstructorError for a course directory in which nbgrader would find nothing."""
    if glob.has_magic(str(root.resolve())):
        raise InstructorError(
            f"nbgrader takes [, * and ? in a path for patterns and finds nothing in {root.resolve()}; choose another place"
        )


def _source(assignment: Assignment, folder: Path) -> None:
    from autograder.authoring.release import source

    if not (assignment.released / "checks").is_dir():
        raise AuthorError(f"{assignment.name} is not released; run `autograder release {assignment.name}` first")
    shutil.copytree(assignment.released / "checks", folder / "checks")
    if assignment.wants_digits:
        shutil.copytree(assignment.digits.given, folder / "digits")
    (folder / f"{assignment.name}.ipynb").write_bytes(as_bytes(source(assignment)))


# ------------------------------------------------------------------------------------------------------------- autograde


@dataclass(frozen=True)
class Graded:
    """What became of a student's submission: nothing wrong, or a sentence; and the score in the gradebook."""

    student: str
    problem: str = ""
    score: float = 0.0
    max_score: float = 0.0
    kept: bool = False
    """Whether it was graded before and has not changed."""
    remark: str = ""
    """Which file was taken, where that was not plain."""


def autograde(
    root: Path, name: str, jobs: int, *, again: bool = False, tick: Tick = unheard
) -> Generator[tuple[int, Graded]]:
    """Grades every submission of an assignment into the gradebook, as `nbgrader autograde` does; with their number.

    What was graded before and has not changed is kept, save with `again`. `tick` hears of the references that are made
    first. Raises InstructorError.
    """
    if not (root / "nbgrader_config.py").is_file():
        raise InstructorError(
            f"{root} is no course directory: there is no nbgrader_config.py; `autograder init` makes one"
        )
    _refuse_patterns(root)
    with _nbgrader(root.resolve()) as app:
        found = _Class(app, name, again)
        for graded in found.grade(jobs, tick):
            yield len(found.students), graded


def class_page(root: Path, name: str) -> Path | None:
    """Writes the class's page and tables from the results that lie there, if there are any."""
    folder = root / GRADED / name
    if not (graded := store.graded_in(folder)):
        return None
    with _nbgrader(root.resolve()) as app:
        setting = Grade(parent=app).setting(name)
    if setting is None:
        return None
    results = map(store.result_in, graded)
    store.write(folder, store.class_files(folder, [*results], Course(setting.course).find(name)))
    return folder / "index.html"


class _Class:
    """The submissions of an assignment."""

    def __init__(self, app: NbGrader, name: str, again: bool):
        self.app, self.name, self.again = app, name, again
        self.dir = app.coursedir
        self.dir.assignment_id = name
        self.gradebook = Gradebook(self.dir.db_url, self.dir.course_id)
        known = [assignment.name for assignment in self.gradebook.assignments]
        if name not in known:
            raise InstructorError(f"The gradebook has no assignment {name!r}. There are: {', '.join(known) or 'none'}.")
        pattern = self.dir.format_path(self.dir.submitted_directory, "*", name)
        self.students = sorted(Path(folder).parent.name for folder in glob.glob(pattern))
        if not self.students:
            raise InstructorError(f"No submission matches {pattern}; collect them first, or copy them there.")
        step = Grade(parent=_converter(app).exporter)
        step.refuse_holes()
        self.setting = step.setting(name)
        self.remarks: dict[str, str] = {}
        """By student which file was taken."""

    def grade(self, jobs: int, tick: Tick) -> Iterator[Graded]:
        if self.setting:
            for student in self.students:
                self._put_in_place(student)
        known = {found.student.id for found in self.gradebook.assignment_submissions(self.name)}
        kept = [
            student for student in self.students if not self.again and student in known and self._is_booked(student)
        ]
        for student in kept:
            yield self._score(student, kept=True)
        self.gradebook.close()  # what is open would be in the workers, too
        with patch.object(Grade, "known", self.setting), store.claimed(Path(self.dir.root) / GRADED / self.name):
            for student in self._ran(sorted({*self.students} - {*kept}), jobs, tick):
                yield self._book(student)

    def _ran(self, waiting: Sequence[str], jobs: int, tick: Tick) -> Iterator[str]:
        """The students, each when a worker has done with the submission. What it could not do is tried again, and told,
        when the gradebook is written."""
        if jobs == 1 or len(waiting) < 2:
            for student in waiting:
                with suppress(Exception):
                    _ahead(self.name, student)
                yield student
            return
        with workers(self.setting, min(jobs, len(waiting))) as executor:
            if self.setting:
                prepare(executor, self.setting, tick)
            futures = {executor.submit(_ahead, self.name, student): student for student in waiting}
            for future in as_completed(futures):
                yield futures[future]

    def _book(self, student: str) -> Graded:
        """Lets nbgrader write the gradebook: all of a submission, or nothing."""
        mark = self._mark(student)
        mark.unlink(missing_ok=True)
        self.dir.student_id = student
        converter = _converter(self.app)
        converter.force = True
        try:
            if glob.has_magic(student):
                raise UngradedError("nbgrader takes [, * and ? in a name for patterns; rename the folder")
            refuse_active(student)
            handed_in_at(self._submitted(student))
            for path in self._notebooks(student):
                read(path)
            with _at_once(self.gradebook):
                _convert(converter)
                graded = replace(self._score(student), remark=self.remarks.get(student, ""))
        except (UnreadableError, InstructorError) as error:
            self._put_down(student, error)
            return Graded(student, str(error))
        # Last: whoever is killed before this does it again.
        store.write(mark.parent, {mark.name: self._state(student).encode()})
        return graded

    def _put_down(self, student: str, error: UnreadableError | InstructorError) -> None:
        """Writes for the class page that, and why, there is no score."""
        if self.setting is not None:
            grader = grader_of(self.setting)
            code = error.code if isinstance(error, UnreadableError) else "GRADER_FAULT"
            graded = grader.ungraded(Submission(student, f"{self.name}.ipynb", "", ()), code, str(error))
            files = store.files_of(graded, self.setting, grader.assignment)
            store.write(Path(self.dir.root) / GRADED / self.name / student, files)

    def _score(self, student: str, *, kept: bool = False) -> Graded:
        found = self.gradebook.find_submission(self.name, student)
        return Graded(student, "", final_score(found), total([found.max_score]), kept)

    def _notebooks(self, student: str) -> Sequence[Path]:
        if self.setting and (problem := self._choice(student).problem):
            raise UnreadableError("STRUCTURE", problem)
        found = sorted(self._submitted(student).glob("*.ipynb"))
        if self.setting and f"{self.name}.ipynb" not in {path.name for path in found}:
            raise UnreadableError(
                "STRUCTURE", f"there is {self._choice(student).shown}, but no {self.name}.ipynb; rename it"
            )
        return found

    def _choice(self, student: str) -> Found:
        """The one notebook that is meant, wherever it lies."""
        assert self.setting is not None
        return of_student(self._submitted(student), self.name, Course(self.setting.course))

    def _put_in_place(self, student: str) -> None:
        """Copies the notebook that is meant to where nbgrader looks for it, if nothing lies there."""
        place = self._submitted(student) / f"{self.name}.ipynb"
        if not place.exists() and not place.is_symlink():
            found = self._choice(student)
            if not found.problem and not found.shown.endswith(".py"):
                with suppress(OSError, UnreadableError):
                    place.write_bytes(content(found.path))
                    self.remarks[student] = f"{found.shown} is graded as {place.name}"

    def _submitted(self, student: str) -> Path:
        return Path(self.dir.format_path(self.dir.submitted_directory, student, self.name))

    def _mark(self, student: str) -> Path:
        """The file that says from what a student's marks in the gradebook were made."""
        return Path(self.dir.root) / GRADED / self.name / student / ".booked"

    def _is_booked(self, student: str) -> bool:
        done = Path(self.dir.format_path(self.dir.autograded_directory, student, self.name))
        mark = self._mark(student)
        return done.is_dir() and mark.is_file() and mark.read_text() == self._state(student)

    def _state(self, student: str) -> str:
        """A hash of all that decides the marks: the submitted files, the source version, the tests."""
        total = hashlib.sha256((store.key(self.setting, Source("", "")) if self.setting else "").encode())
        for folder in (self._submitted(student), Path(self.dir.format_path(self.dir.source_directory, ".", self.name))):
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    total.update(str(path.relative_to(folder)).encode(errors="replace"))
                    total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()


def _ahead(name: str, student: str) -> None:
    """In a worker: does all that nbgrader does to a submission up to the gradebook, so that it finds it done."""
    app = _at_work[-1]  # a worker was forked from the process that made it
    app.coursedir.assignment_id, app.coursedir.student_id = name, student
    converter = _converter(app)
    step = Grade(parent=converter.exporter)
    for path in sorted(
        Path(app.coursedir.format_path(app.coursedir.submitted_directory, student, name)).glob("*.ipynb")
    ):
        read(path)
        resources = converter.init_single_notebook_resources(str(path))
        converter._init_preprocessors()
        text, resources = converter.exporter.from_filename(str(path), resources=resources)
        step.run(nbformat.reads(text, as_version=4), resources["nbgrader"])


# ------------------------------------------------------------------------------------------------------------- nbgrader


_at_work: list[NbGrader] = []
"""The applications of the course directories that this process works in."""


@contextmanager
def _nbgrader(root: Path) -> Iterator[NbGrader]:
    """nbgrader's application with the settings of a course directory, in which it works."""
    before, path, places = Path.cwd(), os.environ["PATH"], list(sys.path)
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{path}"  # it starts alembic by its name
    os.chdir(root)
    try:
        app = NbGrader()
        app.initialize([], root=str(root))
        app.log.handlers = [logging.NullHandler()]
        with warnings.catch_warnings(), patch.object(jsonschema, "validate", _validate):
            warnings.simplefilter("ignore", SAWarning)  # of nbgrader's own
            _at_work.append(app)
            try:
                yield app
            finally:
                _at_work.remove(app)
    finally:
        os.chdir(before)
        os.environ["PATH"] = path
        sys.path[:] = places


def _validate(instance: object, schema: Mapping[str, Any]) -> None:
    """As jsonschema's, but without looking whether nbgrader's schema is a schema, which it does for every cell."""
    if error := best_match(validator_for(schema)(schema).iter_errors(instance)):
        raise error


@contextmanager
def _at_once(gradebook: Gradebook) -> Iterator[None]:
    """In this block the gradebook is every one that nbgrader opens; it keeps what is written at the end, or nothing.

    For each submission nbgrader opens ten, which all look through all tables, and commits thirty times.
    """

    def commit() -> None:
        gradebook.db.flush()
        gradebook.db.expire_all()  # as a commit does: scores are computed when they are asked for

    def borrow(self: Gradebook, *_: object, **__: object) -> None:
        vars(self).update(vars(gradebook))

    try:
        with (
            patch.object(gradebook.db, "commit", commit),
            patch.object(Gradebook, "__init__", borrow),
            patch.object(Gradebook, "close", lambda _: None),
        ):
            yield
        gradebook.db.commit()
    finally:
        gradebook.close()  # and locks nothing until the next submission


def _converter(app: NbGrader) -> Autograde:
    converter = Autograde(coursedir=app.coursedir, parent=app)
    converter.exporter = converter.exporter_class(parent=converter, config=converter.config)
    return converter


def _convert(converter: Any) -> None:
    """Runs one of nbgrader's converters. Raises InstructorError with its reason."""
    told = capture_log(converter)
    if not told["success"]:
        lines = [
            line
            for line in told.get("log", "").splitlines()
            if line.startswith("[ERROR]") or re.match(r"\w[\w.]*:", line)
        ]
        if told["error"].rstrip().endswith("KeyboardInterrupt"):  # which nbgrader catches, as all else
            raise KeyboardInterrupt
        reasons = [line for line in lines if not line.startswith("[ERROR] There was") and "Traceback" not in line]
        raise InstructorError((reasons or lines or told["error"].splitlines())[0].removeprefix("[ERROR] "))
