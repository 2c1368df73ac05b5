"""The roster: any platform's table gives names, ids and an order, and shows who handed in nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from downloads import folder

from autograder.course.errors import UsageError
from autograder.submission import roster
from autograder.submission.find import find

TABLES = {
    "plain": "id,name,email\n5,Grace Hopper,grace@example.org\n4,Ada Lovelace,ada@example.org\n6,Alan Turing,a@example.org\n",
    "nbgrader": "id,first_name,last_name,email\n5,Grace,Hopper,g@x.org\n4,Ada,Lovelace,a@x.org\n6,Alan,Turing,t@x.org\n",
    "Canvas": (
        "Student,ID,SIS User ID,SIS Login ID,Section,Training (12)\n    Points Possible,,,,,20\n"
        '"Hopper, Grace",5,g5,grace,A,\n"Lovelace, Ada",4,a4,ada,A,\n"Turing, Alan",6,t6,alan,A,\n"Student, Test",9,,x,A,\n'
    ),
    "Moodle": (
        "Identifier,Full name,Email address,Status,Grade\n"
        "Participant 5,Grace Hopper,g@x.org,,\nParticipant 4,Ada Lovelace,a@x.org,,\nParticipant 6,Alan Turing,t@x.org,,\n"
    ),
    "Gradescope": "First Name;Last Name;SID;Email\nGrace;Hopper;5;g@x.org\nAda;Lovelace;4;a@x.org\nAlan;Turing;6;t@x.org\n",
    "Blackboard": '"Last Name"\t"First Name"\t"Username"\t"Student ID"\nHopper\tGrace\tgrace\t5\nLovelace\tAda\tada\t4\nTuring\tAlan\tt\t6\n',
}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("table", TABLES)
def test_any_platforms_table_is_a_roster(tmp_path: Path, table: str, encoding: str) -> None:
    """Columns are known by their titles; ids become names, the order is the table's, and who is missing is known."""
    (tmp_path / "students.csv").write_text(TABLES[table], encoding=encoding)
    known = roster.read(tmp_path / "students.csv")
    files = {
        f"{name}_{number}_95_work.py": b""
        for name, number in (("lovelaceada", 4), ("stranger", 77), ("hoppergrace", 5))
    }
    found = find([folder(files, tmp_path / "class")], "01_toy", roster=known)
    assert ["Grace Hopper", "Ada Lovelace", "stranger"] == [item.student for item in found]
    assert ("stranger is not in the roster",) == found[-1].flags
    assert ["Alan Turing"] == [person.name for person in known.missing((item.student, item.id) for item in found)]
    assert known.said.startswith("Roster: 3 students; id from ") or table == "Canvas"


def test_a_name_is_surer_than_a_number(tmp_path: Path) -> None:
    """A platform's number may be somebody else's in the table; the name says who it is."""
    (tmp_path / "x.csv").write_text("id,name\n1,Ada Lovelace\n2,Grace Hopper\n3,Ada King\n", encoding="utf-8")
    known = roster.read(tmp_path / "x.csv")
    names = {"Grace Hopper": "1", "Lovelace Ada": "", "kingada": "1", "Participant": "2", "nobody": "9", "3": ""}
    assert [1, 0, 2, 1, None, 2] == [known.place(name, number) for name, number in names.items()]


@pytest.mark.parametrize("start", ["sep=;\r\n", '"sep=;"\n', "\ufeffsep=;\n"])
def test_excels_word_on_the_separator_is_read(tmp_path: Path, start: str) -> None:
    """A table that says in its first line what separates its cells has its titles in the second."""
    (tmp_path / "x.csv").write_text(f"{start}id;name\n4;Lovelace, Ada\n", encoding="utf-8")
    (person,) = roster.read(tmp_path / "x.csv").people
    assert ("4", "Ada Lovelace") == (person.id, person.name)


def test_who_stands_there_twice_is_one(tmp_path: Path) -> None:
    """Equal rows, or rows of one person in two groups, are one person; nobody who handed in is missing."""
    table = "id,name,group\nada,Ada Lovelace,A\nada,Ada Lovelace,A\nADA,ada  lovelace,B\nben,Ben,A\n"
    (tmp_path / "x.csv").write_text(table, encoding="utf-8")
    known = roster.read(tmp_path / "x.csv")
    assert (["ada", "ben"], 0) == ([person.id for person in known.people], known.place("ada"))
    (tmp_path / "names.csv").write_text("name\nAda\nAda\nBen\n", encoding="utf-8")
    assert ["Ada", "Ben"] == [person.name for person in roster.read(tmp_path / "names.csv").people]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (
            b"id,name\nada,Ada Lovelace\nben,Ben\nAda,Ada King\n",
            "Ada Lovelace and Ada King have the same id, Ada; give each their own",
        ),
        (b"id,name,login\n1,Ada,x\n2,Ben,x\n", "Ada and Ben have the same user name, x; give each their own"),
        (b"PK\3\4xxxx", "it is a workbook of Excel's, whatever its name says; save it there as CSV"),
        (b'id,name\nada,"Lovelace, Ada\nben,Ben\n', 'line 2 has a quote (") that is never closed'),
        (b'sep=,\nid,name\nada,"Ada\nben,"Ben"\n', 'line 3 has a quote (") that is never closed'),
    ],
)
def test_a_table_that_would_lose_somebody_is_refused(tmp_path: Path, table: bytes, says: str) -> None:
    """In a sentence that names the people or the line, and what to do."""
    (tmp_path / "x.csv").write_bytes(table)
    with pytest.raises(UsageError, match=re.escape(says)):
        roster.read(tmp_path / "x.csv")


def test_quotes_in_a_cell_are_letters(tmp_path: Path) -> None:
    """Who is called by a nickname in quotes is read, and so is a remark of several lines."""
    (tmp_path / "x.csv").write_text('id,name,remark\n1,Ada "the first" L,"two\nlines"\n2,"Ben" B,\n', encoding="utf-8")
    assert ["1", "2"] == [person.id for person in roster.read(tmp_path / "x.csv").people]


def test_a_table_without_students_is_refused(tmp_path: Path) -> None:
    """The message says what a line of titles looks like."""
    (tmp_path / "x.csv").write_text("points,grade\n1,2\n", encoding="utf-8")
    with pytest.raises(UsageError, match="names no column for a student's id or name, such as `id,name,email`"):
        roster.read(tmp_path / "x.csv")
    with pytest.raises(UsageError, match="No such file"):
        roster.read(tmp_path / "none.csv")
