"""Exporters for `nbgrader export`: what the gradebook knows, as Canvas and Moodle take it."""

from collections.abc import Callable
from pathlib import Path

from nbgrader.api import Gradebook, SubmittedAssignment
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Unicode

from autograder.course.errors import InstructorError
from autograder.grading import store
from autograder.reports.gradebooks import FillError, Score, canvas, moodle_grades, moodle_worksheet
from autograder.result import total


def final_score(submission: SubmittedAssignment) -> float:
    """The points of a submission in the gradebook, its late penalty taken off."""
    return total([max(0.0, submission.score - submission.late_submission_penalty)])


class _Export(ExportPlugin):  # type: ignore[misc]
    skip_unknown = Bool(False, help="Leave out students whom the other system does not know.").tag(config=True)
    unfinished = Bool(False, help="Export also scores of work in which a task waits for a person.").tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Writes the file; or says in one sentence why not, and writes nothing."""
        try:
            self.write(gradebook)
        except (FillError, InstructorError, UnicodeDecodeError) as error:
            self.log.error("Nothing was exported: %s", error)
            raise SystemExit(1) from None

    def scores(self, gradebook: Gradebook, assignment: str) -> list[Score]:
        """The scores of all whose work was graded, late penalties taken off.

        A score to which a person still has to add looks final elsewhere, so it is left out save with `unfinished`.
        """
        found, waiting = [], []
        submissions = gradebook.assignment_submissions(assignment)
        for submission in submissions:
            who = submission.student
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            graded = any(grade.auto_score is not None or grade.manual_score is not None for grade in grades)
            if not graded or (self.student and who.id not in self.student):
                continue
            if any(grade.needs_manual_grade for grade in grades):
                waiting.append(who.id)
                if not self.unfinished:
                    continue
            name, points = f"{who.first_name or ''} {who.last_name or ''}".strip(), final_score(submission)
            found.append(Score(who.id, points, submission.max_score, who.email or "", who.lms_user_id or "", name))
        if waiting:
            what = "exported as if it did not" if self.unfinished else "left out"
            self.log.warning(
                "%s: of %d scores %d are %s, since a task in that work waits for a person: %s",
                assignment, len(submissions), len(waiting), what, ", ".join(sorted(waiting)),
            )  # fmt: skip
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
        self.put(to, fill(Path(path).read_bytes().decode()))

    def put(self, to: str, text: str) -> None:
        """Writes a file, whole or not at all. Raises InstructorError."""
        store.write(Path(to).parent, {Path(to).name: text.encode()})
        self.log.info("Wrote %s", to)


class CanvasExport(_Export):
    """Fills the columns of a gradebook that was exported from Canvas, those of assignments with the same titles."""

    file = Unicode("", help="The CSV file that Canvas exported.").tag(config=True)

    def write(self, gradebook: Gradebook) -> None:
        """Fills the file, or with `to` a copy of it. Raises FillError, and then writes nothing."""

        def fill(text: str) -> str:
            for name in self.chosen(gradebook):
                text = canvas(text, name, self.scores(gradebook, name), [] if self.skip_unknown else None)
            return text

        self.fill(self.file, self.to or self.file, fill)


class MoodleExport(_Export):
    """Writes a file for Moodle's gradebook import; or, with `file`, fills the grading worksheet of one assignment."""

    file = Unicode("", help="The grading worksheet as it was downloaded, to be filled in.").tag(config=True)

    def write(self, gradebook: Gradebook) -> None:
        """Writes `moodle.csv`, or fills the file; with `to`, writes that. Raises FillError, and then writes nothing."""
        names = self.chosen(gradebook)
        if not self.file:
            own = Path("moodle.csv")
            if not self.to and own.exists() and not own.read_bytes().startswith(b"username,email"):
                raise FillError("moodle.csv is there and is another file; name one to write with --to")
            text = moodle_grades(names, {name: self.scores(gradebook, name) for name in names})
            self.put(self.to or str(own), text)
            return
        if len(names) != 1:
            raise FillError("a worksheet is that of one assignment; name it with --assignment")
        scores = self.scores(gradebook, names[0])
        self.fill(
            self.file,
            self.to or self.file,
            lambda text: moodle_worksheet(text, scores, [] if self.skip_unknown else None),
        )
