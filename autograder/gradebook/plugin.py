"""nbgrader with our sandbox in the place of its kernel: `configure` makes its own commands and buttons use it.

What is where in nbgrader 0.9.6, and the traps: scores come from the outputs of a test cell, the first that counts
(`nbgrader/utils.py`, `determine_grade`), so a test cell ends here with outputs that we made. A preprocessor hears of the
student by `resources["nbgrader"]`; of the course directory by its converter.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

import nbformat
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.preprocessors import ClearHiddenTests, Execute, NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import find_all_files, is_grade, is_locked
from traitlets import Bool, Integer, Unicode
from traitlets.config import Config

from autograder.authoring.steps import steps
from autograder.course.assignment import Course, find_course
from autograder.course.errors import InstructorError, UnknownAssignmentError
from autograder.gradebook.own_asserts import earned, execute_into
from autograder.submission.repair import grade_id, repair

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from autograder.grading.workers import Setting
    from autograder.result import Result

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


_MAX_FILE: Final = 16 << 20
"""Bytes of a file beside a notebook that it may run with."""

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
        self.refuse_holes()
        folder = Path(self.coursedir.root) / GRADED / where["assignment"] / where["student"]
        setting = self.setting(where["notebook"])
        if setting is None:
            protected, own = not self.unsafe_no_sandbox, folder / where["notebook"]
            return None, execute_into(own, nb.cells, self._files(where), protected=protected, timeout=self.timeout)
        from autograder.grading.batch import grade_into
        from autograder.submission.notebook import from_cells, saved

        if missing := _unprepared(setting):
            self.log.info("Making %d references of %s first, which is done once", missing, setting.assignment)
        submission = from_cells(nb.cells, where["student"], f"{where['notebook']}.ipynb")
        result = grade_into(folder, setting, replace(submission, beside=self._beside(where)))
        return result, saved((folder / "notebook.ipynb").read_bytes())

    def refuse_holes(self) -> None:
        """Raises UngradedError where this machine cannot lock student code in."""
        if not self.unsafe_no_sandbox and (problem := _hole(Path(self.coursedir.root))):
            raise UngradedError(f"nothing was graded: {problem}; run `autograder doctor`")

    def setting(self, name: str) -> Setting | None:
        """How an assignment of that name is graded, if the kit's course has one."""
        if self.known is not None and self.known.assignment == name:
            return self.known
        from autograder.grading.workers import Setting

        try:
            course = Course(Path(self.course).resolve()) if self.course else find_course(Path(self.coursedir.root))
            assignment = course.find(name)
        except UnknownAssignmentError:
            return None
        return Setting.of(assignment, self.seed, protected=not self.unsafe_no_sandbox)

    def _show(self, nb: NotebookNode, where: dict[str, Any], result: Result) -> None:
        from autograder.authoring.release import check_id
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
            if part.is_open:
                where["flagged"].append(name)
            shown = {"text/html": check.render(part), "text/plain": terminal.render(part)}
            cells[name].outputs = [
                _output("display_data", shown),
                _output("execute_result", {"text/plain": repr(_points(part))}, execution_count=1),
            ]

    def _beside(self, where: dict[str, Any]) -> dict[str, bytes]:
        """What of that goes along with a notebook of the kit's course, as everywhere."""
        from autograder.submission.choose import MAX_BESIDE, fitting, goes_along

        files, left = fitting({name: path for name, path in self._files(where).items() if goes_along(name)})
        if left:
            self.log.warning("%s: there is room for %d MB beside the notebook", ", ".join(left), MAX_BESIDE >> 20)
        return {name: path.read_bytes() for name, path in files.items()}

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


# ------------------------------------------------------------------------------------------------------------- helpers


@cache
def _hole(course: Path) -> str:
    from autograder.wall.doctor import hole

    return hole(course)


@cache
def _unprepared(setting: Setting) -> int:
    from autograder.grading.workers import unprepared

    return len(unprepared(setting))


def _part(result: Result, task: str) -> Result:
    """What concerns one task; the remarks on the whole notebook come with the first."""
    checks = tuple(check for check in result.checks if check.task == task)
    diagnoses = tuple(found for found in result.diagnoses if found.task == task)
    return replace(result, checks=checks, diagnoses=diagnoses, notes=result.notes if task == result.tasks[0] else ())


def _points(result: Result) -> float:
    """The points as a number that nbgrader takes for what it is: finite, and within the cell's."""
    return float(min(max(result.score or 0.0, 0.0), result.max_score))


def _output(kind: str, data: dict[str, str], **more: Any) -> NotebookNode:
    return nbformat.from_dict({"output_type": kind, "data": data, "metadata": {}, **more})


def _fill(nb: NotebookNode, executed: NotebookNode) -> None:
    """Gives the code cells of `nb` the outputs of the same cells in `executed`."""
    ours = [cell for cell in nb.cells if cell.cell_type == "code"]
    theirs = [cell for cell in executed.cells if cell.cell_type == "code"]
    for cell, ran in zip(ours, theirs, strict=True):
        cell.outputs, cell.execution_count = ran.outputs, ran.execution_count
