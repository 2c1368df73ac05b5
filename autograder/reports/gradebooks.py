"""Scores for the gradebooks of Canvas and Moodle: files that those systems wrote are filled in, cell by cell.

Nothing is filled in half: what does not fit raises FillError before anything is given back. The layouts are those of
Canvas's `lib/gradebook_importer.rb` and of Moodle's `grade/import/csv/classes/load_data.php` and
`mod/assign/feedback/offline/importgradeslib.php`.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.reports.csv_table import FORMULA, defused


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

    @property
    def keys(self) -> list[str]:
        """All names of the student, the surest first."""
        return [key for key in (self.lms_id, self.student, self.email, self.name) if key]


def canvas(text: str, title: str, scores: Sequence[Score], *, skip_unknown: bool = False) -> str:
    """A gradebook that was exported from Canvas, with the column of the assignment `title` filled in.

    Rows are found by Canvas's ID, SIS user id, SIS login id or, last, the name. Excused students (``EX``) stay excused.
    """
    rows, write = _table(text)
    at = next((n for n, row in enumerate(rows) if len(row) > 3 and "Student" in row[0]), None)
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
    for row, score in _matched(people, scores, skip_unknown):
        if row[column].strip().upper() != "EX":
            row[column] = f"{score.score:.2f}"
    return write(rows)


def moodle_worksheet(text: str, scores: Sequence[Score], *, skip_unknown: bool = False) -> str:
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
    people = [(row, [row[n] for n in known]) for row in rows[1:] if len(row) == len(heads)]
    for row, score in _matched(people, scores, skip_unknown):
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


# --------------------------------------------------------------------------------------------------------------- tables


def _table(text: str) -> tuple[list[list[str]], Callable[[list[list[str]]], str]]:
    """The rows of a file, and a function that writes them in the same form: separator, line ends, byte order mark."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
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
    people: Sequence[tuple[list[str], list[str]]], scores: Sequence[Score], skip_unknown: bool
) -> Iterator[tuple[list[str], Score]]:
    """Each row with the score of its student, when every score has a row."""
    found, unknown = [], []
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
            unknown.append(score.student)
    if unknown and not skip_unknown:
        raise FillError(f"nobody in the file is {', '.join(sorted(unknown))}; nothing was filled in (see skip_unknown)")
    taken = [id(row) for row, _ in found]
    for row, score in found:
        if taken.count(id(row)) > 1:
            raise FillError(f"two students of the gradebook have the same row in the file, one of them {score.student}")
    return iter(found)
