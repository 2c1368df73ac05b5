"""nbgrader with our sandbox in the place of its kernel: `configure` makes its own commands and buttons use it.

What is where in nbgrader 0.9.6, and the traps: scores come from the outputs of a test cell, the first that counts
(`nbgrader/utils.py`, `determine_grade`), so a test cell ends here with outputs that we made. A preprocessor hears of the
student by `resources["nbgrader"]`; of the course directory by its converter.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

import nbformat
from nbformat.v4 import new_output
from nbgrader.api import Gradebook, SubmittedAssignment
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.plugins import ExportPlugin
from nbgrader.preprocessors import ClearHiddenTests, Execute, NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import find_all_files, is_grade, is_locked
from traitlets import Bool, Integer, Unicode
from traitlets.config import Config

from autograder.course import Course, InstructorError, UnknownAssignmentError, find_course
from autograder.repair import grade_id, repair
from autograder.reports.gradebooks import FillError, Score, canvas, moodle_grades, moodle_worksheet
from autograder.steps import steps

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from autograder.result import Result
    from autograder.workers import Setting

GRADED: Final = "graded"
"""The folder of a course directory with results, records and feedback pages: `graded/ASSIGNMENT/STUDENT/`."""


def configure(config: Config) -> None:
    """Makes nbgrader strip, repair, grade, flag and hide by this module. To be called in `nbgrader_config.py`."""
    config.GenerateAssignment.preprocessors = steps()
    config.Autograde.sanitize_preprocessors = [Repair, *Autograde().sanitize_preprocessors]
    found: list[type] = []
    for step in Autograde().autograde_preprocessors:
        found.append(Grade if step is Execute else step)
        if step is SaveAutoGrades:
            found.append(Flag)
    config.Autograde.autograde_preprocessors = found
    config.GenerateFeedback.preprocessors = [HideTests, *GenerateFeedback().preprocessors]
    config.NotebookExporter.optimistic_validation = True  # once, and not after each of twelve steps


class UngradedError(InstructorError):
    """A submission that could not be graded, by no fault of the student. nbgrader reports it and goes on."""


class _Step(NbGraderPreprocessor):  # type: ignore[misc]
    """A preprocessor that knows its course directory."""

    @property
    def coursedir(self) -> Any:
        """nbgrader's CourseDirectory."""
        return self.parent.parent.coursedir


# -------------------------------------------------------------------------------------------------------------- repair


class Repair(_Step):
    """Puts back what nbgrader needs and what was lost: metadata of cells, ids, locked cells."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Any:
        """The notebook with nbgrader's metadata as it was released."""
        where = resources["nbgrader"]
        released, source = (
            Path(self.coursedir.format_path(folder, ".", where["assignment"])) / f"{where['notebook']}.ipynb"
            for folder in (self.coursedir.release_directory, self.coursedir.source_directory)
        )
        if not released.is_file():
            self.log.warning("%s is missing, so nothing can be repaired; run nbgrader generate_assignment", released)
            return nb, resources
        for sentence in repair(nb, nbformat.read(released, as_version=4)):
            self.log.warning("%s: %s", where["student"], sentence)
        if source.is_file():  # released are the points of what is visible: see VisiblePoints
            cells = nbformat.read(source, as_version=4).cells
            points = {grade_id(cell): cell.metadata.nbgrader.get("points") for cell in cells if is_grade(cell)}
            for cell in nb.cells:
                if is_grade(cell) and grade_id(cell) in points:
                    cell.metadata.nbgrader.points = points[grade_id(cell)]
        return nb, resources


# --------------------------------------------------------------------------------------------------------------- grade


class Grade(_Step):
    """Takes the place of `Execute`: runs the notebook locked in, and gives its test cells the outputs that they earned.

    An assignment of the kit's course is judged as `autograder grade` judges it. Any other notebook runs as nbgrader
    would run it, and its own asserts decide, in the student's process.
    """

    course = Unicode(
        "", help="The folder with solutions/ in it; by default found from the course directory upwards."
    ).tag(config=True)
    seed = Unicode("", help="What hidden inputs are made from; by default a secret that is kept.").tag(config=True)
    timeout = Integer(30, help="Seconds that a cell of a notebook with asserts of its own may take.").tag(config=True)
    unsafe_no_sandbox = Bool(False, help="Run student code unprotected; every result says so.").tag(config=True)

    known: ClassVar[Setting | None] = None
    """The setting of a command during which nobody changes the course, so that it need be made only once."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Any:
        """The executed notebook. Raises UngradedError when nothing was run, or nothing can carry the points."""
        result, ran = self.run(nb, resources["nbgrader"])
        _fill(nb, ran)
        if result is not None:
            self._show(nb, resources["nbgrader"], result)
            return nb, resources
        for cell in nb.cells:
            if cell.cell_type == "code" and is_grade(cell):
                cell.outputs = earned(cell)
        return nb, resources

    def run(self, nb: NotebookNode, where: dict[str, Any]) -> tuple[Result | None, NotebookNode]:
        """The notebook as it ran, and its result if it is of the kit's course: what lies there of before, or made now."""
        from autograder.batch import grade_into
        from autograder.notebook import from_cells, saved

        self.refuse_holes()
        folder = Path(self.coursedir.root) / GRADED / where["assignment"] / where["student"]
        setting = self.setting(where["notebook"])
        if setting is None:
            protected, own = not self.unsafe_no_sandbox, folder / where["notebook"]
            return None, execute_into(own, nb.cells, self._files(where), protected=protected, timeout=self.timeout)
        if missing := _unprepared(setting):
            self.log.info("Making %d references of %s first, which is done once", missing, setting.assignment)
        result = grade_into(folder, setting, from_cells(nb.cells, where["student"], f"{where['notebook']}.ipynb"))
        return result, saved((folder / "notebook.ipynb").read_bytes())

    def refuse_holes(self) -> None:
        """Raises UngradedError where this machine cannot lock student code in."""
        if not self.unsafe_no_sandbox and (problem := _hole(Path(self.coursedir.root))):
            raise UngradedError(f"nothing was graded: {problem}; run `autograder doctor`")

    def setting(self, name: str) -> Setting | None:
        """How an assignment of that name is graded, if the kit's course has one."""
        if self.known is not None and self.known.assignment == name:
            return self.known
        from autograder.reference import secret_seed
        from autograder.workers import Setting

        try:
            course = Course(Path(self.course).resolve()) if self.course else find_course(Path(self.coursedir.root))
            course.find(name)
        except UnknownAssignmentError:
            return None
        return Setting(course.root, name, self.seed or secret_seed(), not self.unsafe_no_sandbox)

    def _show(self, nb: NotebookNode, where: dict[str, Any], result: Result) -> None:
        from autograder.release import check_id
        from autograder.reports import check, terminal

        cells = {grade_id(cell): cell for cell in nb.cells}
        where["flagged"] = []
        for task in result.tasks:
            name = check_id(result.assignment, task)
            part = _part(result, task)
            if name not in cells:
                raise UngradedError(
                    f"there is no cell {name} for the points of task {task}; was it released by this kit?"
                )
            if part.flagged:
                where["flagged"].append(name)
            shown = {"text/html": check.render(part), "text/plain": terminal.render(part)}
            cells[name].outputs = [
                _output("display_data", shown),
                _output("execute_result", {"text/plain": repr(_points(part))}, execution_count=1),
            ]

    def _files(self, where: dict[str, Any]) -> dict[str, Path]:
        """What nbgrader puts beside the notebook: the submitted files, and over them those of the source version."""
        there = self.coursedir
        submitted = Path(there.format_path(there.submitted_directory, where["student"], where["assignment"]))
        given = Path(there.format_path(there.source_directory, ".", where["assignment"]))
        own = self.parent.parent.exclude_overwriting.get(where["assignment"], [])
        found: dict[str, Path] = {}
        for folder in (submitted, given):
            for name in find_all_files(str(folder), [*there.ignore, "*.ipynb"]):
                path = Path(name)
                inner = str(path.relative_to(folder))
                if path.is_symlink():
                    self.log.warning("%s is a link, so the notebook runs without it", path)
                elif path.stat().st_size > _MAX_FILE:
                    self.log.warning("%s is larger than %d MB, so the notebook runs without it", path, _MAX_FILE >> 20)
                elif not (folder is given and inner in own and inner in found):
                    found[inner] = path
        return dict(sorted(found.items()))


class Flag(_Step):
    """Asks for a person where a check could not be made: that is never the student's zero."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Any:
        """Marks the flagged cells in the gradebook."""
        where = resources["nbgrader"]
        if where.get("flagged"):
            with Gradebook(where["db_url"], self.coursedir.course_id) as gradebook:
                for name in where["flagged"]:
                    grade = gradebook.find_grade(name, where["notebook"], where["assignment"], where["student"])
                    grade.needs_manual_grade = True
                gradebook.db.commit()
        return nb, resources


class HideTests(ClearHiddenTests):  # type: ignore[misc]
    """Keeps hidden asserts, which nbgrader puts back to grade by them, out of what students get back."""

    def preprocess_cell(self, cell: NotebookNode, resources: Any, _index: int) -> Any:
        """Takes out the hidden part of a test cell, and the lines of it that an error shows."""
        if is_grade(cell) and is_locked(cell) and self._remove_hidden_test_region(cell):
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    output.traceback = [f"{output.ename}: {output.evalue}"]
        return cell, resources


# -------------------------------------------------------------------------------------------------------------- export


def final_score(submission: SubmittedAssignment) -> float:
    """The points of a submission in the gradebook, its late penalty taken off."""
    return float(max(0.0, submission.score - submission.late_submission_penalty))


class _Export(ExportPlugin):  # type: ignore[misc]
    skip_unknown = Bool(False, help="Leave out students whom the other system does not know.").tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Writes the file; or says in one sentence why not, and writes nothing."""
        try:
            self.write(gradebook)
        except (FillError, UnicodeDecodeError) as error:
            self.log.error("Nothing was exported: %s", error)
            raise SystemExit(1) from None

    def scores(self, gradebook: Gradebook, assignment: str) -> list[Score]:
        """The scores of all whose work was graded, late penalties taken off."""
        found = []
        for submission in gradebook.assignment_submissions(assignment):
            who = submission.student
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            graded = any(grade.auto_score is not None or grade.manual_score is not None for grade in grades)
            if not graded or (self.student and who.id not in self.student):
                continue
            name, points = f"{who.first_name or ''} {who.last_name or ''}".strip(), final_score(submission)
            found.append(Score(who.id, points, submission.max_score, who.email or "", who.lms_user_id or "", name))
        return found

    def chosen(self, gradebook: Gradebook) -> list[str]:
        """The assignments asked for, or all that somebody handed in. Raises FillError."""
        known = [assignment.name for assignment in gradebook.assignments]
        if unknown := set(self.assignment) - set(known):
            raise FillError(f"the gradebook has no assignment {min(unknown)!r}; there are {', '.join(known)}")
        return list(self.assignment) or [name for name in known if gradebook.assignment_submissions(name)]

    def fill(self, path: str, to: str, fill: Callable[[str], str]) -> None:
        """Writes to `to` what becomes of the text in `path`."""
        if not path or not Path(path).is_file():
            raise FillError(f"the file to fill, {path!r}, is not there; name it with --{type(self).__name__}.file=FILE")
        Path(to).write_text(fill(Path(path).read_bytes().decode()), encoding="utf-8", newline="")
        self.log.info("Wrote %s", to)


class CanvasExport(_Export):
    """Fills the columns of a gradebook that was exported from Canvas, those of assignments with the same titles."""

    file = Unicode("", help="The CSV file that Canvas exported.").tag(config=True)

    def write(self, gradebook: Gradebook) -> None:
        """Writes the filled file to `to`, by default `canvas.csv`. Raises FillError, and then writes nothing."""

        def fill(text: str) -> str:
            for name in self.chosen(gradebook):
                text = canvas(text, name, self.scores(gradebook, name), skip_unknown=self.skip_unknown)
            return text

        self.fill(self.file, self.to or "canvas.csv", fill)


class MoodleExport(_Export):
    """Writes a file for Moodle's gradebook import; or, with `file`, fills the grading worksheet of one assignment."""

    file = Unicode("", help="The grading worksheet as it was downloaded, to be filled in.").tag(config=True)

    def write(self, gradebook: Gradebook) -> None:
        """Writes to `to`, by default `moodle.csv`. Raises FillError, and then writes nothing."""
        names, to = self.chosen(gradebook), self.to or "moodle.csv"
        if not self.file:
            text = moodle_grades(names, {name: self.scores(gradebook, name) for name in names})
            Path(to).write_text(text, encoding="utf-8", newline="")
            return
        if len(names) != 1:
            raise FillError("a worksheet is that of one assignment; name it with --assignment")
        scores = self.scores(gradebook, names[0])
        self.fill(self.file, to, lambda text: moodle_worksheet(text, scores, skip_unknown=self.skip_unknown))


# ------------------------------------------------------------------------------------------------------------- helpers


@cache
def _hole(course: Path) -> str:
    from autograder.doctor import hole

    return hole(course)


@cache
def _unprepared(setting: Setting) -> int:
    from autograder.batch import unprepared

    return len(unprepared(setting))


def _part(result: Result, task: str) -> Result:
    """What concerns one task; the remarks on the whole notebook come with the first."""
    checks = tuple(check for check in result.checks if check.task == task)
    diagnoses = tuple(found for found in result.diagnoses if found.task == task)
    return replace(result, checks=checks, diagnoses=diagnoses, notes=result.notes if task == result.tasks[0] else ())


def _points(result: Result) -> float:
    """The points as a number that nbgrader takes for what it is: finite, and within the cell's."""
    return float(min(max(result.score, 0.0), result.max_score))


def _output(kind: str, data: dict[str, str], **more: Any) -> NotebookNode:
    return nbformat.from_dict({"output_type": kind, "data": data, "metadata": {}, **more})


def _fill(nb: NotebookNode, executed: NotebookNode) -> None:
    """Gives the code cells of `nb` the outputs of the same cells in `executed`."""
    ours = [cell for cell in nb.cells if cell.cell_type == "code"]
    theirs = [cell for cell in executed.cells if cell.cell_type == "code"]
    for cell, ran in zip(ours, theirs, strict=True):
        cell.outputs, cell.execution_count = ran.outputs, ran.execution_count


# ------------------------------------------------------------------------------------- notebooks with asserts of their own

_MAX_FILE: Final = 16 << 20


def execute_into(
    folder: Path, cells: list[NotebookNode], files: Mapping[str, Path], *, protected: bool, timeout: float
) -> NotebookNode:
    """The notebook of these cells as it ran: from `folder`, where it ran with the same files; else run now, and put there.

    A cell that did not end has an error for its output. Raises SandboxError.
    """
    from autograder.batch import KEY, write
    from autograder.notebook import as_bytes, from_cells, saved
    from autograder.reference import kit
    from autograder.result import CellOutcome
    from autograder.sandbox import Job

    submission = from_cells(cells, "", "")
    contents = {name: path.read_bytes() for name, path in files.items()}
    parts = [submission.sha256.encode(), f"{protected} {timeout} {kit()}".encode()]
    for name, content in contents.items():
        parts += [name.encode(errors="replace"), hashlib.sha256(content).digest()]
    key = hashlib.sha256(b"\0".join(parts)).hexdigest()
    if (folder / KEY).is_file() and (folder / KEY).read_text() == key:
        return saved((folder / "notebook.ipynb").read_bytes())
    run = _sandbox(protected, timeout).run(Job(submission.code, files=contents))
    notebook = submission.executed(run.outputs)
    for index, cell in enumerate(cell for cell in notebook.cells if cell.cell_type == "code"):
        outcome = run.cells.get(index, CellOutcome(index, "skipped", "TIME_LIMIT", "an earlier cell took all the time"))
        if outcome.outcome != "ok" and not any(output.output_type == "error" for output in cell.outputs):
            # Without one, nbgrader would give full marks.
            error = new_output("error", ename=outcome.code, evalue=outcome.error, traceback=[outcome.error])
            cell.outputs.append(error)
    write(folder, {"notebook.ipynb": as_bytes(notebook), KEY: key.encode()})
    return notebook


@cache
def _sandbox(protected: bool, timeout: float) -> Any:
    from multiprocessing.util import Finalize

    from autograder.sandbox import Deadlines, Sandbox

    found = Sandbox(protected=protected, deadlines=Deadlines(cell=timeout, total=20 * timeout))
    Finalize(None, found.close, exitpriority=10)  # worker processes end without atexit
    return found


def earned(cell: NotebookNode) -> list[NotebookNode]:
    """The outputs of a test cell, of which nbgrader takes the first that counts, without those that its code did not earn.

    An error counts, whatever was displayed before it; and of results only that of the cell's own last line does.
    """
    kept = [output for output in cell.outputs if output.output_type != "execute_result"]
    results = [output for output in cell.outputs if output.output_type == "execute_result"]
    failed = any(output.output_type == "error" for output in kept)
    return kept if failed or not _ends_with_a_value(cell.source) else [*kept, *results[-1:]]


def _ends_with_a_value(source: str) -> bool:
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return True  # magics, or top-level await: IPython knows them
    return bool(body) and isinstance(body[-1], ast.Expr) and not source.rstrip().endswith(";")
