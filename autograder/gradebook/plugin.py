"""nbgrader with our sandbox in the place of its kernel: `configure` makes its own commands and buttons use it.

What is where in nbgrader 0.9.6, and the traps: scores come from the outputs of a test cell, the first that counts
(`nbgrader/utils.py`, `determine_grade`), so a test cell ends here with outputs that we made. A preprocessor hears of the
student by `resources["nbgrader"]`; of the course directory by its converter.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

import nbformat
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.preprocessors import ClearHiddenTests, Execute, NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import find_all_files, is_grade, is_locked, parse_utc
from traitlets import Bool, Integer, Unicode, default
from traitlets.config import Config

from autograder.authoring.steps import classes, steps
from autograder.course.assignment import Course, find_course
from autograder.course.errors import InstructorError, UnknownAssignmentError
from autograder.gradebook.neutral import as_given, neutralise
from autograder.gradebook.own_asserts import How, execute_into, fill, written_before
from autograder.gradebook.policy import with_policy
from autograder.result import one_line
from autograder.submission.repair import PUT_BACK, grade_id, repair

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from autograder.grading.workers import Setting
    from autograder.result import Result

GRADED: Final = "graded"
"""The folder of a course directory with results, records and feedback pages: `graded/ASSIGNMENT/STUDENT/`."""


def configure(config: Config) -> None:
    """Makes nbgrader strip, repair, grade, flag, neutralise, hide by this module. To be called in `nbgrader_config.py`."""
    autograde, feedback = Autograde(config=config), GenerateFeedback(config=config)  # what is set before stays
    config.GenerateAssignment.preprocessors = steps(config)
    config.Autograde.sanitize_preprocessors = [Repair, *classes(autograde.sanitize_preprocessors)]
    found: list[type] = []
    for step in classes(autograde.autograde_preprocessors):
        found.append(Grade if issubclass(step, Execute) else step)
        if step is SaveAutoGrades:
            found += [Flag, Clock]
    config.Autograde.autograde_preprocessors = [*found, Neutral]
    config.GenerateFeedback.preprocessors = [HideTests, *classes(feedback.preprocessors)]
    with_policy(config)
    config.NotebookExporter.optimistic_validation = True  # once, and not after each of twelve steps


class UngradedError(InstructorError):
    """A submission that could not be graded, by no fault of the student. nbgrader reports it and goes on."""


_DAY: Final = 24 * 3600.0
"""Seconds of a cell that has no limit."""
_FOLLOWED: Final = {"timeout", "enabled", "skip_cells_with_tag"}
"""The settings of nbgrader's Execute that hold here, too."""
_KERNELS: Final = {"python3", "python"}
"""The kernels that are whatever Python there is."""


class _Step(NbGraderPreprocessor):  # type: ignore[misc]
    """A preprocessor that knows its course directory."""

    @property
    def coursedir(self) -> Any:
        """nbgrader's CourseDirectory."""
        return self.parent.parent.coursedir

    def given(self, where: dict[str, Any]) -> tuple[Path, Path]:
        """The released version and the source version of a notebook."""
        there = self.coursedir
        released, source = (
            Path(there.format_path(folder, ".", where["assignment"])) / f"{where['notebook']}.ipynb"
            for folder in (there.release_directory, there.source_directory)
        )
        return released, source


# -------------------------------------------------------------------------------------------------------------- repair


class Repair(_Step):
    """Puts back what nbgrader needs and what was lost: metadata of cells, ids, locked cells."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Any:
        """The notebook with nbgrader's metadata as it was released."""
        where = resources["nbgrader"]
        refuse_active(where["student"])
        released, source = self.given(where)
        if not released.is_file():
            self.log.warning("%s is missing, so nothing can be repaired; run nbgrader generate_assignment", released)
            for cell in nb.cells:
                if is_locked(cell):
                    cell.metadata.pop("tags", None)  # by one, a cell would not be run
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
    timeout = Integer(
        allow_none=True,
        help="Seconds that a cell of a notebook with asserts of its own may take; by default those of Execute.timeout.",
    ).tag(config=True)
    max_memory = Integer(2048, help="Megabytes of memory that a notebook with asserts of its own may take.").tag(
        config=True
    )
    max_file_size = Integer(16 << 10, help="Kilobytes of a file beside a notebook, and of one that it writes.").tag(
        config=True
    )
    max_dir_size = Integer(
        64 << 10, help="Kilobytes of all files of a notebook with asserts of its own, while it runs."
    ).tag(config=True)
    unsafe_no_sandbox = Bool(False, help="Run student code unprotected; every result says so.").tag(config=True)

    @default("timeout")
    def _timeout(self) -> Any:
        return self.stock.timeout

    @property
    def stock(self) -> Execute:
        """nbgrader's own step, as the settings have it."""
        return Execute(parent=self.parent)

    known: ClassVar[Setting | None] = None
    """The setting of a command during which nobody changes the course, so that it need be made only once."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Any:
        """The executed notebook. Raises UngradedError when nothing was run, or nothing can carry the points."""
        where = resources["nbgrader"]
        result, ran = self.run(nb, where)
        where["flagged"], where["unscored"] = [], fill(nb, ran)
        if result is not None:
            where["unscored"] = []  # the check cells' points are made here
            self._show(nb, where, result)
            self._link_what_was_given(where)
            return nb, resources
        where["put back"] = [grade_id(cell) for cell in nb.cells if PUT_BACK in cell.metadata and is_grade(cell)]
        if self.stock.enabled:
            self._lay_in_autograded(where)
        return nb, resources

    def run(self, nb: NotebookNode, where: dict[str, Any]) -> tuple[Result | None, NotebookNode]:
        """The notebook as it ran, and its result if it is of the kit's course: what lies there of before, or made now."""
        self.refuse_holes()
        self._refuse_other_languages(nb, where)
        folder = self._graded(where)
        setting = self.setting(where["notebook"])
        self._warn_of_settings(setting)
        if setting is None:
            return None, self._executed(nb, where)
        from autograder.grading.batch import grade_into
        from autograder.submission.notebook import from_cells, saved

        if missing := _unprepared(setting):
            self.log.info("Making %d references of %s first, which is done once", missing, setting.assignment)
        submission = from_cells(nb.cells, where["student"], f"{where['notebook']}.ipynb")
        result = grade_into(folder, setting, replace(submission, beside=self._beside(where)))
        return result, saved((folder / "notebook.ipynb").read_bytes())

    def _executed(self, nb: NotebookNode, where: dict[str, Any]) -> NotebookNode:
        """A notebook with asserts of its own as it ran, or as it was handed in where it is not to be run."""
        stock = self.stock
        if not stock.enabled:
            return nb
        how = How(
            not self.unsafe_no_sandbox, float(max(self.timeout or 0, 0)) or _DAY,
            self.max_memory << 20, self.max_file_size << 10, self.max_dir_size << 10, stock.skip_cells_with_tag,
        )  # fmt: skip
        files = {name: path.read_bytes() for name, path in self._files(where).items()}
        notebook = self._submitted(where) / f"{where['notebook']}.ipynb"
        if notebook.is_file() and not notebook.is_symlink() and notebook.stat().st_size <= how.file_bytes:
            files[notebook.name] = notebook.read_bytes()
        for earlier in self._earlier(where):
            files |= self._takeable(where, written_before(self._graded(where) / earlier))
        ran, notes = execute_into(self._graded(where) / where["notebook"], nb.cells, files, how)
        for note in notes:
            self.log.warning("%s: %s", where["student"], note)
        return ran

    def _earlier(self, where: dict[str, Any]) -> list[str]:
        """The notebooks of the submission that nbgrader runs before this one, in the same folder."""
        names = sorted(path.stem for path in self._submitted(where).glob("*.ipynb"))
        return [name for name in names if name < where["notebook"]]

    def _lay_in_autograded(self, where: dict[str, Any]) -> None:
        """Writes the files that a notebook wrote to where nbgrader has them: beside the notebook that was graded."""
        there = self.coursedir
        folder = Path(there.format_path(there.autograded_directory, where["student"], where["assignment"])).resolve()
        for name, data in self._takeable(where, written_before(self._graded(where) / where["notebook"])).items():
            path = folder / name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                if path.parent.resolve() != path.parent:
                    raise OSError("a link leads elsewhere")
                path.unlink(missing_ok=True)
                path.write_bytes(data)
            except OSError as error:
                self.log.warning("%s: %r, which the notebook wrote, cannot be kept: %s", where["student"], name, error)

    def _link_what_was_given(self, where: dict[str, Any]) -> None:
        """Puts a link in the place of each folder of which nbgrader gives every student a copy, such as the digits."""
        there = self.coursedir
        source = Path(there.format_path(there.source_directory, ".", where["assignment"])).resolve()
        graded = Path(there.format_path(there.autograded_directory, where["student"], where["assignment"])).resolve()
        given = {name for name in self._given(where) if name not in self._may_change(where)}
        for name in {Path(name).parts[0] for name in given if "/" in name}:
            copy = graded / name
            lies = {str(path.relative_to(graded)) for path in copy.rglob("*") if not path.is_dir()}
            if not copy.is_symlink() and lies <= given:  # else something of the student's lies there, too
                with suppress(OSError):
                    shutil.rmtree(copy)
                    copy.symlink_to(os.path.relpath(source / name, graded))

    def _takeable(self, where: dict[str, Any], files: dict[str, bytes]) -> dict[str, bytes]:
        """Files that a notebook wrote, without those in whose place the course's own, notebooks or nbgrader's things lie."""
        given, own = set(self._given(where)), self._may_change(where)
        return {
            name: data
            for name, data in files.items()
            if not (name in given and name not in own)
            and not name.endswith(".ipynb")
            and name != "timestamp.txt"
            and not any(fnmatch(part, glob) for part in Path(name).parts for glob in self.coursedir.ignore)
        }

    def _refuse_other_languages(self, nb: NotebookNode, where: dict[str, Any]) -> None:
        from autograder.submission.notebook import UnreadableError, speaks_python

        asked = nb.metadata.get("kernelspec", {})  # the source version's; the language_info is the student's
        kernel = asked.get("name", "python3")
        try:
            speaks_python({"kernelspec": asked if kernel in _KERNELS else _kernel(kernel) | asked})
            speaks_python(nb.metadata)
        except UnreadableError as error:
            raise UngradedError(f"{where['notebook']} was not graded: {error}") from None
        if kernel not in _KERNELS:
            _once(
                self.log,
                f"{where['notebook']} asks for the kernel {kernel!r}: it runs in this environment, {sys.prefix}",
            )

    def _warn_of_settings(self, setting: Setting | None) -> None:
        """Says which settings of nbgrader's Execute have no effect here, once in a command."""
        stock, plain = self.stock, Execute()
        for section in ("Execute", "ExecutePreprocessor", "NotebookClient"):
            for name in self.config.get(section, {}):
                if name not in _FOLLOWED and getattr(stock, name, None) != getattr(plain, name, None):
                    _once(self.log, f"{section}.{name} has no effect: notebooks run locked in, without a kernel")
        if not stock.enabled:
            says = (
                "is scored as it was handed in, by outputs that may be anybody's"
                if setting is None
                else "runs all the same"
            )
            _once(self.log, f"--no-execute, or Execute.enabled: the work {says}")

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
        submitted, own = self._found(self._submitted(where)), self._may_change(where)
        given = {name: path for name, path in self._given(where).items() if not (name in own and name in submitted)}
        found = submitted | given
        for name, path in [*found.items()]:
            if path.is_symlink():
                self.log.warning("%s is a link, so the notebook runs without it", path)
                del found[name]
            elif path.stat().st_size > self.max_file_size << 10:
                size = f"{self.max_file_size / 1024:g}"
                self.log.warning("%s is larger than %s MB, so the notebook runs without it", path, size)
                del found[name]
        return dict(sorted(found.items()))

    def _found(self, folder: Path) -> dict[str, Path]:
        """The files of a folder by path that nbgrader copies."""
        paths = map(Path, find_all_files(str(folder), [*self.coursedir.ignore, "*.ipynb"]))
        return {str(path.relative_to(folder)): path for path in paths}

    def _submitted(self, where: dict[str, Any]) -> Path:
        there = self.coursedir
        return Path(there.format_path(there.submitted_directory, where["student"], where["assignment"]))

    def _given(self, where: dict[str, Any]) -> dict[str, Path]:
        there = self.coursedir
        return self._found(Path(there.format_path(there.source_directory, ".", where["assignment"])))

    def _may_change(self, where: dict[str, Any]) -> list[str]:
        """The files of the source version that students may have their own version of."""
        return list(self.parent.parent.exclude_overwriting.get(where["assignment"], []))

    def _graded(self, where: dict[str, Any]) -> Path:
        return Path(self.coursedir.root) / GRADED / where["assignment"] / where["student"]


class Flag(_Step):
    """Asks for a person where a check could not be made, or points not be read: that is never the student's zero."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Any:
        """Marks the flagged cells in the gradebook, and takes away a score that is none."""
        where = resources["nbgrader"]
        unscored, put_back = set(where.get("unscored", [])), set(where.get("put back", []))
        if names := unscored | put_back | {*where.get("flagged", [])}:
            with Gradebook(where["db_url"], self.coursedir.course_id) as gradebook:
                for name in names:
                    grade = gradebook.find_grade(name, where["notebook"], where["assignment"], where["student"])
                    if name in put_back and grade.auto_score:
                        continue  # it found what it tests
                    grade.needs_manual_grade = True
                    if name in unscored:
                        grade.auto_score = None
                gradebook.db.commit()
        return nb, resources


class Neutral(_Step):
    """The last step: what is written for the formgrader and for feedback holds nothing that a student could make run.

    Points and comments are in the gradebook by then, so that nothing of it changes them.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> Any:
        """The notebook made neutral, but for what stands in the instructor's own versions of it."""
        books = [nbformat.read(path, as_version=4) for path in self.given(resources["nbgrader"]) if path.is_file()]
        neutralise(nb, {as_given(cell) for book in books for cell in book.cells if cell.cell_type == "markdown"})
        return nb, resources


class Clock(_Step):
    """Mends the time of handing in before lateness is reckoned: nbgrader takes an offset such as +0300 for seconds."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Any:
        """Puts the time that `timestamp.txt` tells into the gradebook, and leaves the file as it is."""
        where = resources["nbgrader"]
        folder = self.coursedir.format_path(self.coursedir.submitted_directory, where["student"], where["assignment"])
        mistaken, right = handed_in_at(Path(folder))
        if mistaken != right:
            with Gradebook(where["db_url"], self.coursedir.course_id) as gradebook:
                gradebook.update_or_create_submission(where["assignment"], where["student"], timestamp=right)
            self.log.warning("%s: handed in at %s, and not at %s, in UTC", where["student"], right, mistaken)
        return nb, resources


def handed_in_at(folder: Path) -> tuple[datetime | None, datetime | None]:
    """When a folder was handed in, in UTC: as nbgrader reads its `timestamp.txt`, and as it is. Raises UngradedError."""
    path = folder / "timestamp.txt"
    text = path.read_text(errors="replace").strip() if path.is_file() else ""
    if not text:
        return None, None
    try:
        return parse_utc(text), parse_utc(re.sub(r"\s+([+-]\d\d(:?\d\d)?)$", r"\1", text))
    except (ValueError, OverflowError):
        said = one_line(text, 60)
        raise UngradedError(f"timestamp.txt holds {said!r}, which is no time such as 2027-01-31 22:00:00 UTC") from None


def refuse_active(student: str) -> None:
    """Raises UngradedError for a student's name that nbgrader would put into its pages as HTML."""
    if set(student) & set('<>"'):
        raise UngradedError("nbgrader takes <, > and quotation marks in a name for HTML; rename the folder")


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
def _once(log: Any, says: str) -> None:
    log.warning("%s", says)


@cache
def _kernel(name: str) -> dict[str, str]:
    """The language of a kernel, as far as it is installed here."""
    try:
        return {"language": KernelSpecManager().get_kernel_spec(name).language}
    except NoSuchKernel:
        return {}


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
    notes = result.notes if task == result.tasks[0] else ()
    return replace(result, checks=checks, diagnoses=diagnoses, notes=notes, by_hand=())


def _points(result: Result) -> float:
    """The points as a number that nbgrader takes for what it is: finite, and within the cell's."""
    return float(min(max(result.score or 0.0, 0.0), result.max_score))


def _output(kind: str, data: dict[str, str], **more: Any) -> NotebookNode:
    return nbformat.from_dict({"output_type": kind, "data": data, "metadata": {}, **more})
