"""The scores of a class as gradebooks import them: files of the platforms filled in, and files made anew."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from samples import graded, not_graded

from autograder.course.errors import UsageError
from autograder.grading.store import class_in, graded_in
from autograder.platforms.tell import gradebook, tell
from autograder.reports import class_json
from autograder.result import ByHand, Result

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Homework 6 (77)\r
    Points Possible,,,,,6\r
"Lovelace, Ada",4,s4,ada,A,1.00\r
"Turing, Alan",5,s5,alan,A,\r
"Hopper, Grace",6,s6,grace,A,2.00\r
"""
MOODLE = """\
Identifier,Full name,Email address,Status,Grade,Maximum grade,Last modified (grade)
Participant 104,Ada Lovelace,ada@example.org,Submitted,,6.00,-
Participant 105,Alan Turing,alan@example.org,Submitted,,6.00,-
Participant 106,Grace Hopper,grace@example.org,Submitted,,6.00,-
"""
BLACKBOARD = """\
"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Homework 6 [Total Pts: 6 Score] |9001"
"Lovelace"\t"Ada"\t"ada"\t"104"\t""
"Turing"\t"Alan"\t"alan"\t"105"\t""
"Hopper"\t"Grace"\t"grace"\t"106"\t""
"""
OWN = "id,name,email,login\n4,Ada Lovelace,ada@example.org,ada\n5,Alan Turing,alan@example.org,alan\n6,Grace Hopper,g@h.org,grace\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A class's folder: Ada has 6 points, Alan handed in nothing that could be read, and Grace nothing at all."""
    return written(tmp_path / "out", [graded("Ada Lovelace", "ppp", late=True), not_graded("Alan Turing")])


def written(folder: Path, results: Sequence[Result]) -> Path:
    """A class's folder with these results."""
    for result in results:
        (folder / result.student).mkdir(parents=True)
        (folder / result.student / "result.json").write_text(result.to_json())
    return folder


def test_an_earlier_class_is_in_no_report(tmp_path: Path) -> None:
    """Who has another name on the class page by now, or has handed in nothing, is not counted with the old result."""
    out = written(tmp_path / "out", [graded("ada", "fff"), graded("ben", "ppp"), graded("Ada Lovelace", "ppp")])
    assert 4 == len(rows(gradebook(out, "csv").text))  # before there is a page
    (out / "class.json").write_text(class_json.render([graded("Ada Lovelace", "ppp")], "06"))
    assert ["Ada Lovelace"] == [row[1] for row in rows(gradebook(out, "csv").text)[1:]]
    assert [out / "Ada Lovelace"] == [told.folder for told in tell(out, "junit", tmp_path / "told")]
    assert [out / "Ada Lovelace"] == class_in(out)
    assert ["Ada Lovelace", "ada", "ben"] == [path.name for path in graded_in(out)]  # nothing is lost


def rows(text: str, delimiter: str = ",") -> list[list[str]]:
    """The cells of a file."""
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def roster(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A file that somebody exported."""
    path = tmp_path / "class.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_gradebook_of_canvas_is_filled_in(folder: Path, tmp_path: Path) -> None:
    """The column of the assignment gets the points; whoever has no score keeps the cell as it was, and is named."""
    filled = gradebook(folder, "canvas", roster=roster(tmp_path, CANVAS), title="Homework 6")
    assert ["6.00", "", "2.00"] == [row[-1] for row in rows(filled.text)[2:]]
    assert rows(filled.text)[0] == rows(CANVAS)[0]
    assert {"Alan Turing": "the file is empty"} == filled.left_out


def test_a_worksheet_of_moodle_is_filled_in(tmp_path: Path) -> None:
    """Rows are found by name or by the number of the participant, which is in the names of Moodle's downloads."""
    results = [graded("Ada Lovelace", "ppp"), graded("somebody", "pfs", id="106")]
    filled = gradebook(written(tmp_path / "out", results), "moodle", roster=roster(tmp_path, MOODLE))
    assert ["6.00", "", "1.00"] == [row[4] for row in rows(filled.text)[1:]]
    assert {} == filled.left_out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_grade_centre_of_blackboard_is_filled_in(folder: Path, tmp_path: Path, encoding: str) -> None:
    """Blackboard's own columns, tabs and numbers of columns stay as they are."""
    filled = gradebook(folder, "blackboard", roster=roster(tmp_path, BLACKBOARD, encoding), title="Homework 6")
    assert rows(BLACKBOARD, "\t")[0] == rows(filled.text.removeprefix("\ufeff"), "\t")[0]
    assert ["6.00", "", ""] == [row[-1] for row in rows(filled.text, "\t")[1:]]


NEW = {
    "canvas": [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "06"], ["Ada Lovelace", "", "4", "ada", "", "6.00"]],
    "moodle": [["username", "email", "06"], ["ada", "ada@example.org", "6.00"]],
    "blackboard": [["Username", "06"], ["ada", "6.00"]],
}  # fmt: skip


@pytest.mark.parametrize("platform", NEW)
def test_a_roster_of_ones_own_makes_a_file_to_import(folder: Path, tmp_path: Path, platform: str) -> None:
    """With any table of the class there is a file with the headings and keys that the platform wants."""
    filled = gradebook(folder, platform, roster=roster(tmp_path, OWN), title="06")
    assert NEW[platform] == [row for row in rows(filled.text) if "Points Possible" not in row[0]]
    assert {"Alan Turing"} == filled.left_out.keys()


def test_a_plain_table_has_everybody(folder: Path, tmp_path: Path) -> None:
    """Graded, not graded and missing: each with a status, and a score only where there is one."""
    filled = gradebook(folder, "csv", roster=roster(tmp_path, OWN))
    assert [
        ["", "Ada Lovelace", "ada@example.org", "graded", "6.00", "6.00", "yes", ""],
        ["", "Alan Turing", "", "ungraded", "", "6.00", "no", ""],
        ["6", "Grace Hopper", "", "missing", "", "", "no", ""],
    ] == rows(filled.text)[1:]


def test_an_open_score_is_left_out(tmp_path: Path) -> None:
    """What the kit could not check is no score yet; points by hand are in none, which is said."""
    results = [graded("Ada Lovelace", "ppe"), graded("Alan Turing", "ppp", by_hand=(ByHand("6.7", "Say why", 2.0),))]
    filled = gradebook(written(tmp_path / "out", results), "blackboard", roster=roster(tmp_path, OWN))
    assert [["Username", "06_training_loop"], ["alan", "6.00"]] == rows(filled.text)
    assert (["Ada Lovelace"], True) == ([*filled.left_out], "2 points of 6.7" in filled.remarks[0])


def test_who_has_no_name_that_the_platform_knows_is_named(folder: Path) -> None:
    """Without a roster Moodle would know nobody: nothing is written, and the sentence says what to do."""
    with pytest.raises(UsageError, match=r"would know Ada Lovelace; name the file that it exported with --roster"):
        gradebook(folder, "moodle")
    with pytest.raises(UsageError, match="there is no column 'Homework 7'"):
        gradebook(folder, "canvas", roster=roster(folder, CANVAS), title="Homework 7")


def test_whom_the_file_does_not_have_is_named(folder: Path, tmp_path: Path) -> None:
    """Somebody who is not in the platform's file is left out by name, and the others are filled in."""
    text = "".join(line for line in CANVAS.splitlines(keepends=True) if "Lovelace" not in line)
    written(folder, [graded("Grace Hopper", "pfs")])
    filled = gradebook(folder, "canvas", roster=roster(tmp_path, text), title="Homework 6")
    assert ["", "1.00"] == [row[-1] for row in rows(filled.text)[2:]]
    assert {"Ada Lovelace": "is not in the file", "Alan Turing": "the file is empty"} == filled.left_out
