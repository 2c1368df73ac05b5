"""Scores for the gradebooks of Canvas, Moodle and Blackboard: files that those systems wrote are filled in, cell by cell;
without one a file is made that they import.

Nothing is filled in half: what does not fit raises FillError before anything is given back, save that students whom a file
does not know go into a list `unknown` if there is one. The layouts are those of
Canvas's `lib/gradebook_importer.rb`, of Moodle's `grade/import/csv/classes/load_data.php` and
`mod/assign/feedback/offline/importgradeslib.php`, and of Blackboard's help on working offline with grade data.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.reports.csv_table import FORMULA, defused
from autograder.result import Missing, Result


class FillError(Exception):
    """A file that cannot be filled. The message says why, and what to do."""


@dataclass(frozen=True)
class Score:
    """A student's score for an assignment, with the names by which a school's system may know the student."""

    student: str
    score: float
    max_score: float
    email: str = ""
    lms_id: str = ""
    name: str = ""
    """Such as ``Ada Lovelace``."""
    login: str = ""
    number: str = ""
    """The school's own, which Canvas calls the SIS user id."""
    also: Sequence[str] = ()
    """Other names of the student."""

    @property
    def keys(self) -> list[str]:
        """All names of the student, the surest first."""
        found = (self.lms_id, self.number, self.login, self.student, self.email, self.name, *self.also)
        return [key for key in found if key]


def canvas(text: str, title: str, scores: Sequence[Score], unknown: list[str] | None = None) -> str:
    """A gradebook that was exported from Canvas, with the column of the assignment `title` filled in.

    Rows are found by Canvas's ID, SIS user id, SIS login id or, last, the name. Excused students (``EX``) stay excused.
    """
    rows, write = _table(text)
    at = _canvas_heads(rows)
    if at is None:
        raise FillError("there is no row of headings that begins with Student; export the gradebook from Canvas anew")
    heads = rows[at]
    column = _column(heads, lambda head: re.fullmatch(rf"{re.escape(title)}( \(\d+\))?", head) is not None)
    if column is None:
        raise FillError(
            f"there is no column {title!r}; make the assignment in Canvas first. There are: {', '.join(heads)}"
        )
    known = [n for n, head in enumerate(heads) if head in ("ID", "SIS User ID", "SIS Login ID")]
    people = []
    for row in rows[at + 1 :]:
        if row and row[0].strip().startswith("Points Possible"):
            if len(row) > column and "read only" in row[column]:
                raise FillError(f"Canvas lets nobody import into {title!r}: its column is read only")
        elif len(row) > column:
            last_first = [part.strip() for part in row[0].split(",", 1)]
            people.append((row, [*(row[n] for n in known), " ".join(reversed(last_first))]))
    for row, score in _matched(people, scores, unknown):
        if row[column].strip().upper() != "EX":
            row[column] = f"{score.score:.2f}"
    return write(rows)


def _canvas_heads(rows: Sequence[Sequence[str]]) -> int | None:
    """Which row of a table has the headings of Canvas's gradebook."""
    return next((n for n, row in enumerate(rows) if len(row) > 3 and "Student" in row[0] and "ID" in row), None)


def moodle_worksheet(text: str, scores: Sequence[Score], unknown: list[str] | None = None) -> str:
    """The grading worksheet of a Moodle assignment, as it was downloaded in English, with the grades filled in.

    Rows are found by email address, ID number or full name.
    """
    rows, write = _table(text)
    heads = rows[0] if rows else []
    grade = _column(heads, lambda head: head == "Grade")
    if grade is None or "Last modified (grade)" not in heads or "Identifier" not in heads:
        raise FillError("this is no grading worksheet: it has no columns Identifier, Grade and Last modified (grade)")
    most = _column(heads, lambda head: head == "Maximum grade")
    known = [n for n, head in enumerate(heads) if head in ("Email address", "ID number", "Username", "Full name")]
    number = heads.index("Identifier")  # such as `Participant 123`, whose number is in the names of downloads
    people = [
        (row, [*(row[n] for n in known), row[number].rpartition(" ")[2]]) for row in rows[1:] if len(row) == len(heads)
    ]
    for row, score in _matched(people, scores, unknown):
        if most is not None and row[most] and score.score > float(row[most].replace(",", ".")):
            raise FillError(
                f"{score.student} has {score.score:g} points; Moodle allows {row[most]} and would refuse all"
            )
        row[grade] = f"{score.score:.2f}"
    return write(rows)


def moodle_grades(titles: Sequence[str], scores: Mapping[str, Sequence[Score]]) -> str:
    """A file for Moodle's gradebook import: a row a student, a column an assignment; empty where there is no grade."""
    people: dict[str, Score] = {score.student: score for title in titles for score in scores[title]}
    by_title = {title: {score.student: score for score in scores[title]} for title in titles}
    file = io.StringIO(newline="")
    table = csv.writer(file, lineterminator="\r\n")
    table.writerow(["username", "email", *map(defused, titles)])
    for student, person in sorted(people.items()):
        grades = [by_title[title].get(student) for title in titles]
        cells = [f"{grade.score:.2f}" if grade else "" for grade in grades]
        table.writerow([defused(student), defused(person.email), *cells])
    return file.getvalue()


def blackboard(text: str, title: str, scores: Sequence[Score], unknown: list[str] | None = None) -> str:
    """A grade centre that was downloaded from Blackboard, with the column `title` filled in: ``Title [Total Pts: 20] |12``.

    Rows are found by user name, student id or name.
    """
    rows, write = _table(text)
    heads = rows[0] if rows else []
    if _column(heads, lambda head: head == "Username") is None:
        raise FillError("this is no grade centre of Blackboard's: it has no column Username")
    column = _column(heads, lambda head: re.fullmatch(rf"{re.escape(title)}( \[.*)?( ?\|.*)?", head) is not None)
    if column is None:
        raise FillError(
            f"there is no column {title!r}; make the assignment in Blackboard first, or name it with --title. "
            f"There are: {', '.join(heads)}"
        )
    places = {head: n for n, head in enumerate(heads)}
    people = []
    for row in rows[1:]:
        if len(row) == len(heads):
            names = [row[places[head]] for head in ("Username", "Student ID") if head in places]
            whole = " ".join(row[places[head]] for head in ("First Name", "Last Name") if head in places)
            people.append((row, [*names, whole]))
    for row, score in _matched(people, scores, unknown):
        row[column] = f"{score.score:.2f}"
    return write(rows)


def anew(platform: str, title: str, scores: Sequence[Score]) -> str:
    """A file that a platform imports, where there is none of its own to fill in: ``canvas``, ``moodle`` or ``blackboard``.

    Raises FillError where a student has no name that the platform knows.
    """
    match platform:
        case "canvas":  # which makes an assignment of that title if there is none
            heads = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]
            most = max((score.max_score for score in scores), default=0.0)
            rows = [["    Points Possible", "", "", "", "", f"{most:g}"]]
            rows += [[s.name, s.lms_id, s.number, s.login, "", f"{s.score:.2f}"] for s in scores]
            nameless = [s.name for s in scores if not (s.lms_id or s.number or s.login)]
        case "moodle":
            heads = ["username", "email", title]
            rows = [[s.login, s.email, f"{s.score:.2f}"] for s in scores]
            nameless = [s.name for s in scores if not (s.login or s.email)]
        case _:
            heads = ["Username", title]
            rows = [[s.login, f"{s.score:.2f}"] for s in scores]
            nameless = [s.name for s in scores if not s.login]
    if nameless:
        raise FillError(
            f"nobody on {platform} would know {', '.join(sorted(nameless))}; name the file that it exported with --roster"
        )
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerows([_harmless(cell) for cell in row] for row in [heads, *rows])
    return file.getvalue()


def table(rows: Sequence[tuple[Result | Missing, Score | None]]) -> str:
    """A plain table, for any gradebook: who, what became of the work, and the points; empty where there are none."""
    heads = ["id", "name", "email", "status", "score", "max_score", "late", "by_hand"]
    file = io.StringIO(newline="")
    written = csv.writer(file, lineterminator="\r\n")
    written.writerow(heads)
    for who, score in rows:
        match who:
            case Missing():
                cells = [who.id, who.name, "", "missing", "", "", "no", ""]
            case Result():
                by_hand = " ".join(task.task for task in who.by_hand)
                status = "open" if who.is_open and not who.ungraded else who.status
                points = ["" if score is None else f"{score.score:.2f}", f"{who.max_score:.2f}"]
                email = score.email if score else ""
                cells = [who.id, who.student, email, status, *points, "yes" if who.late else "no", by_hand]
        written.writerow(map(defused, cells))
    return file.getvalue()


def for_platform(platform: str, text: str, title: str, scores: Sequence[Score], unknown: list[str]) -> str:
    """The file that a platform imports: `text` filled in, if that is a file of its own, else a new one. Raises FillError.

    Students whom the file does not have are put into `unknown`.
    """
    rows, _ = _table(text)
    heads = rows[0] if rows else []
    if platform == "canvas" and _canvas_heads(rows) is not None:
        return canvas(text, title, scores, unknown)
    if platform == "moodle" and {"Identifier", "Grade"} <= {*heads}:
        return moodle_worksheet(text, scores, unknown)
    if platform == "blackboard" and "Username" in heads and "Last Name" in heads:
        return blackboard(text, title, scores, unknown)
    return anew(platform, title, scores)


# --------------------------------------------------------------------------------------------------------------- tables


def _table(text: str) -> tuple[list[list[str]], Callable[[list[list[str]]], str]]:
    """The rows of a file, and a function that writes them in the same form: separator, line ends, byte order mark."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    ends = "\r\n" if first.endswith("\r") else "\n"

    def write(rows: list[list[str]]) -> str:
        file = io.StringIO(newline="")
        table = csv.writer(file, delimiter=separator, lineterminator=ends)
        table.writerows([_harmless(cell) for cell in row] for row in rows)
        return mark + file.getvalue()

    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)), write
    except csv.Error as error:
        raise FillError(f"the file is not CSV as it was downloaded: {error}") from None


def _harmless(cell: str) -> str:
    """The cell, defused if a spreadsheet would compute it; numbers, and the ``-`` of who has no score, stay."""
    return f"'{cell}" if cell.startswith(FORMULA) and not re.fullmatch(r"[-+]?[\d.,]*%?", cell.strip()) else cell


def _column(heads: Sequence[str], fits: Callable[[str], bool]) -> int | None:
    found = [n for n, head in enumerate(heads) if fits(head.strip())]
    return found[0] if found else None


def _matched(
    people: Sequence[tuple[list[str], list[str]]], scores: Sequence[Score], unknown: list[str] | None
) -> Iterator[tuple[list[str], Score]]:
    """Each row with the score of its student, when every score has a row or there is a list for whom has none."""
    found, strangers = [], []
    for score in scores:
        for key in score.keys:
            rows = [row for row, names in people if key.casefold() in {name.strip().casefold() for name in names}]
            if len(rows) > 1:
                raise FillError(
                    f"{len(rows)} rows could be {score.student}'s, by {key!r}; give students their lms_user_id"
                )
            if rows:
                found.append((rows[0], score))
                break
        else:
            strangers.append(score.student)
    if strangers and unknown is None:
        raise FillError(
            f"nobody in the file is {', '.join(sorted(strangers))}; nothing was filled in (see skip_unknown)"
        )
    if unknown is not None:
        unknown += strangers
    taken = [id(row) for row, _ in found]
    for row, score in found:
        if taken.count(id(row)) > 1:
            raise FillError(f"two students of the gradebook have the same row in the file, one of them {score.student}")
    return iter(found)
