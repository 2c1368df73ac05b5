"""Names of files and students, and what folders hold."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from case import NAME, source
from held import Wall, assert_page

from autograder.reports import class_report, csv_table, terminal
from autograder.submission.find import find

pytestmark = pytest.mark.slow


def _found(root: Path, *names: str | bytes) -> dict[str, str]:
    """The students that are found in a folder with these files, each with the problem there is."""
    for name in names:
        path = os.path.join(os.fsencode(root), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        Path(os.fsdecode(path)).write_text(source())
    return {item.student: item.problem for item in find([root], NAME)}


def test_names_that_are_one_name_are_both_refused(tmp_path: Path) -> None:
    """F30: whoever hands in under another's name takes nothing away from them."""
    names = ["ada.py", "ADA.py", "zoe\u0301.py", "zo\u00e9.py", "a\nb.py", "a\tb.py", "eve.py"]
    found = find([tmp_path], NAME) if _found(tmp_path, *names) else []
    refused_names = [item.path.name for item in found if item.problem]
    assert sorted(refused_names) == sorted(names[:-1])
    assert [item.student for item in found if not item.problem] == ["eve"]


@pytest.mark.parametrize(
    "name", ["index.html.py", "results.csv.ipynb", "x..py.py", "con .py", "-rf.py", "=1+1.py", "a;b|c`d`$(e).py", "ä🙂\u202e.py", "x" * 250 + ".py"]
)  # fmt: skip
def test_a_strange_name_stays_a_folder_of_its_own(tmp_path: Path, name: str) -> None:
    """B29: a student's name becomes a folder of results beside the class's files, whatever it is."""
    ((student, problem),) = _found(tmp_path, name).items()
    assert not problem
    assert student not in ("", ".", "..", "index.html", "results.csv")
    assert "/" not in student
    assert student.isprintable()


def test_a_name_that_is_no_text_can_be_graded(wall: Wall, tmp_path: Path) -> None:
    """B29: file names of another encoding, as foreign archives have them."""
    _found(tmp_path, b"caf\xe9/01_wall.py", b"no\xebl.py")
    for found in find([tmp_path], NAME):
        graded = wall.grade(found, protected=True)
        assert graded.result.score == 10
        graded.result.to_json().encode()


def test_names_cannot_steer_the_terminal_or_the_pages(wall: Wall, tmp_path: Path) -> None:
    """F27: escape sequences, markup and formulas in the names of files and folders."""
    _found(
        tmp_path, "\x1b]0;owned\x07<script>alert(1)<\u2215script>/01_wall.py", "=HYPERLINK(1)/\x1b[31m<b>.py", "@x\n.py"
    )
    results = [wall.grade(found, protected=True).result for found in find([tmp_path], NAME)]
    for result in results:
        assert_page(class_report.render([result], NAME))
        assert terminal.line(result).isprintable()
    page, table = class_report.render(results, NAME), csv_table.render(results)
    assert_page(page)
    assert not re.search(r'(?:^|,)"[=+@\t\r-]', table, re.MULTILINE)
    assert "\x1b" not in table


def test_links_inside_a_students_folder_are_refused(wall: Wall, tmp_path: Path) -> None:
    """B17: the assignment's folder within a student's may not be a link to somebody else's either."""
    (tmp_path / "eve").mkdir()
    (tmp_path / "eve" / NAME).symlink_to(wall.places["OTHER"].parent, target_is_directory=True)
    ((_, problem),) = {item.student: item.problem for item in find([tmp_path], NAME)}.items()
    assert problem


def test_folders_that_hold_too_much_or_nothing(tmp_path: Path) -> None:
    """B29: a notebook and a program, nothing, checkpoints, a Mac's leftovers, a folder in a notebook's place."""
    folders = [
        "two/a.py",
        "two/b.ipynb",
        "mac/._01_wall.py",
        "mac/__MACOSX/01_wall.py",
        "fine/.ipynb_checkpoints/01_wall.py",
        "fine/x.py",
    ]
    (tmp_path / "folder" / f"{NAME}.ipynb").mkdir(parents=True)
    found = _found(tmp_path, *folders)
    assert [name for name, problem in found.items() if not problem] == ["fine", "two"]
