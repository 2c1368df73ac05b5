"""What teachers receive: whose it is, which file is meant, and what is said about the rest."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import make_otter
import pytest
from downloads import PDF, PLATFORMS, folder, zipped
from helpers import ROOT, notebook
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.authoring.release import stub
from autograder.course.assignment import Course
from autograder.course.errors import UsageError
from autograder.submission.downloads import NAMES
from autograder.submission.find import Found, find, of_student, said
from autograder.submission.notebook import as_bytes

NAME = "06_training_loop"
COURSE = Course(ROOT)
STUB = as_bytes(stub(COURSE.find(NAME)))
WORK = STUB.replace(b"raise NotImplementedError(", b"return print(")
ODD = {
    "github": ("ada", "grace-h", "zoe"),
    "canvas": ("lovelaceada", "hoppergrace", "müllerzoë"),
}
IDS = {"github": ("ada", "grace-h", "zoe"), "blackboard": ("ada", "g_hopper", "zoe"), "google": ("", "", "")}
TITLES = {
    "canvas": "Canvas download: 3 students, 1 late.",
    "moodle": "Moodle download: 3 students.",
    "moodle flat": "Moodle download: 3 students.",
    "blackboard": "Blackboard download: 3 students.",
    "gradescope": "Gradescope export: 3 students.",
    "google": "Google Classroom folder: 3 students.",
    "github": "GitHub Classroom clones: 3 students.",
}


def only(found: list[Found]) -> Found:
    """The one that was found."""
    (one,) = found
    return one


def one(tmp_path: Path, files: dict[str, bytes]) -> Found:
    """What is found for a student with these files, in a class of one."""
    folder({f"ada/{name}": data for name, data in files.items()}, tmp_path / "class")
    return only(find([tmp_path / "class"], NAME, course=COURSE))


# ------------------------------------------------------------------------------------------------------------ platforms


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_a_platform_gives_is_recognised(tmp_path: Path, platform: str, packed: bool) -> None:
    """Each student once, by the name and id that people read; whoever was late, has two files or a PDF is told so."""
    files = PLATFORMS[platform](NAME, WORK)
    given = zipped(files, tmp_path / "download.zip") if packed else folder(files, tmp_path / "download")
    found = find([given], NAME, course=COURSE)
    ada, grace, zoe = sorted(found, key=lambda item: item.id or item.student)
    students, ids = (
        ODD.get(platform, ("Ada Lovelace", "Grace Hopper", "Zoë Müller")),
        IDS.get(platform, ("4", "5", "6")),
    )
    assert [*zip(students, ids, strict=True)] == [(item.student, item.id) for item in (ada, grace, zoe)]
    assert [platform == "canvas", False, False] == [item.late for item in (ada, grace, zoe)]
    assert [WORK, WORK] == [item.path.read_bytes() for item in (ada, grace)]
    assert (["", ""], ["helpers.py"]) == ([ada.problem, grace.problem], [*grace.beside])
    assert "no .ipynb or .py file, but homework.pdf (a PDF document)" in zoe.problem
    assert [TITLES[platform]] == said(found)
    assert platform != "canvas" or "and text.html (a web page)" in zoe.problem
    assert ada.name in (f"{NAME}.ipynb", f"{NAME}-1.ipynb")


def test_what_is_named_twice_counts_once(tmp_path: Path) -> None:
    """A folder or a file that stands twice on the command line is no second student of that name."""
    given = folder({"ada.ipynb": WORK, "bob.ipynb": WORK}, tmp_path / "class")
    paths = [given, given / ".." / "class", tmp_path / "class" / "."]
    assert {"ada": "", "bob": ""} == {item.student: item.problem for item in find(paths, NAME)}
    assert [""] == [item.problem for item in find([given / "ada.ipynb"] * 2, NAME)]


def test_the_readme_names_every_platform() -> None:
    """Its table has a row for each scheme, and each platform that it names is tried here."""
    rows = re.findall(r"^\| `(\w+)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {*NAMES} <= {*rows}
    assert {*NAMES} == {name.split()[0] for name in PLATFORMS} | {"plain"}


def test_a_scheme_can_be_named(tmp_path: Path) -> None:
    """Where most of a folder is named otherwise, the instructor says what it is; a scheme that there is not is refused."""
    files = {f"lovelaceada_4_95_{NAME}.ipynb": WORK, "bob.ipynb": WORK, "cleo.ipynb": WORK}
    given = folder(files, tmp_path / "class")
    assert {"bob", "cleo", f"lovelaceada_4_95_{NAME}"} == {item.student for item in find([given], NAME)}
    assert {"bob", "cleo", "lovelaceada"} == {item.student for item in find([given], NAME, scheme="canvas")}
    with pytest.raises(UsageError, match="--from ilias: it is one of gradescope, moodle"):
        find([given], NAME, scheme="ilias")


def test_anonymous_students_keep_what_tells_them_apart(tmp_path: Path) -> None:
    """Blind marking in Canvas and Moodle gives numbers, and each stays a student."""
    canvas = {f"anon_a1b2c_95_{NAME}.ipynb": WORK, f"LATE_anon_d3e4f_96_{NAME}.ipynb": WORK}
    found = find([folder(canvas, tmp_path / "canvas")], NAME)
    assert {"anonymous a1b2c": False, "anonymous d3e4f": True} == {item.student: item.late for item in found}
    moodle = {f"Participant_{number}_assignsubmission_file_/{NAME}.ipynb": WORK for number in (7, 8)}
    found = find([folder(moodle, tmp_path / "moodle")], NAME)
    assert {"Participant (7)", "Participant (8)"} == {item.student for item in found}


def test_two_students_of_one_name_get_their_ids(tmp_path: Path) -> None:
    """Whoever has an id is told apart by it; without, that is a problem of both."""
    files = {f"Ada Lovelace_{number}_assignsubmission_file_/{NAME}.ipynb": WORK for number in (12, 13)}
    found = find([folder(files, tmp_path / "class")], NAME)
    assert {"Ada Lovelace (12)": "", "Ada Lovelace (13)": ""} == {item.student: item.problem for item in found}


def test_a_group_is_each_of_its_members(tmp_path: Path) -> None:
    """Of a group's submission on Gradescope each member gets a result, which names the others."""
    manifest = b"submission_1:\n  :submitters:\n  - :name: Ada\n    :sid: '4'\n  - :name: Bob\n    :sid:\n    :email: b@example.org\n"
    files = {"submission_metadata.yml": manifest, f"submission_1/{NAME}.ipynb": WORK}
    ada, bob = find([folder(files, tmp_path / "export")], NAME)
    assert ("4", "b@example.org") == (ada.id, bob.id)
    assert ("handed in together with Bob",) == ada.notes
    assert ada.path == bob.path


def test_whose_submission_is_missing_is_told(tmp_path: Path) -> None:
    """A person of Gradescope's list whose folder did not come has no score and a reason; a folder of nobody's is flagged."""
    manifest = (
        b"submission_1:\n  :submitters:\n  - :name: Ada\nsubmission_4:\n  :submitters:\n  - :name: Gone\n    :sid: 9\n"
    )
    files = {
        "submission_metadata.yml": manifest,
        f"submission_1/{NAME}.ipynb": WORK,
        f"submission_5/{NAME}.ipynb": WORK,
    }
    ada, nobody, gone = find([folder(files, tmp_path / "export")], NAME)
    assert ("Ada", "", ()) == (ada.student, ada.problem, ada.flags)
    assert ("", ("submission_metadata.yml does not say whose this is",)) == (nobody.problem, nobody.flags)
    assert ("Gone", "9") == (gone.student, gone.id)
    assert "submission_4, which submission_metadata.yml names, is not in the export" == gone.problem


@pytest.mark.parametrize("manifest", [b"", b"---\n: : [\n\tx"], ids=["empty", "broken"])
def test_a_list_that_cannot_be_read_is_named(tmp_path: Path, manifest: bytes) -> None:
    """Without Gradescope's list the work is graded by its folders' names, and a person is asked to look."""
    files = {"submission_metadata.yml": manifest, f"submission_1/{NAME}.ipynb": WORK}
    found = only(find([folder(files, tmp_path / "export")], NAME))
    assert ("submission_1", "") == (found.student, found.problem)
    assert ("submission_metadata.yml cannot be read or is empty, so nobody knows whose this is",) == found.flags


def test_words_alone_are_a_submission(tmp_path: Path) -> None:
    """On Blackboard a receipt without a file is somebody's, who is named."""
    files = {"T_ada_attempt_2026-05-01-12-30-45.txt": b"\xef\xbb\xbfName: Ada Lovelace (ada)\nAssignment: T\n"}
    found = only(find([folder(files, tmp_path / "class")], NAME))
    assert ("Ada Lovelace", "ada", True) == (found.student, found.id, "but receipt.txt" in found.problem)


def test_the_teachers_own_notebook_swallows_nobody(tmp_path: Path) -> None:
    """A class of archives, or of folders with programs, beside which the assignment's notebook lies, stays a class."""
    packed = zipped({f"{NAME}.ipynb": WORK}, tmp_path / "x.zip").read_bytes()
    for place, name in enumerate(("ada.zip", f"ada/{NAME}.py", "ada/hw.zip", "ada/x.ipynb")):
        files = {f"{NAME}.ipynb": WORK, name: packed if name.endswith("zip") else WORK}
        found = find([folder(files, tmp_path / str(place))], NAME)
        assert {NAME: "", "ada": ""} == {item.student: item.problem for item in found}


# ------------------------------------------------------------------------------------------------------------- one file


@pytest.mark.parametrize(
    "name",
    [
        f"{NAME}.ipynb", f"deep/er/{NAME}.ipynb", f"{NAME} (1).ipynb", f"Copy of {NAME}.ipynb", f"{NAME}.ipynb.txt",
        f"{NAME}.ipynb.json", "my homework (final).ipynb", f"{NAME}-Copy1.ipynb", "Training.IPYNB",
    ],
)  # fmt: skip
def test_one_notebook_is_found_wherever_it_lies(tmp_path: Path, name: str) -> None:
    """Nested, renamed by a browser, a cloud or an editor: where one file can be meant, it is graded."""
    found = one(tmp_path, {name: WORK, "__MACOSX/._x.ipynb": b"x", ".ipynb_checkpoints/old.ipynb": b"{}"})
    assert ("ada", "", ()) == (found.student, found.problem, found.flags)
    assert Path(name).name == found.path.name


def test_what_was_graded_before_is_no_submission(tmp_path: Path) -> None:
    """A folder of results among a student's files is passed over, a class's and a student's."""
    old = {"class/class.json": b"", "class/index.html": b"", "class/results.csv": b"", "class/checks.csv": b""}
    old |= {f"class/ada/{NAME}.ipynb": WORK, "one/result.json": b"", "one/record.bin": b"", "one/notebook.ipynb": WORK}
    found = one(tmp_path, {**old, "my.ipynb": WORK + b" "})
    assert ("my.ipynb", "", ()) == (found.name, found.problem, found.flags)


def test_what_is_hidden_is_told(tmp_path: Path) -> None:
    """A name with two underscores is none of a submission, but a module goes along; a copy of Jupyter's is named."""
    assert "__x.ipynb is hidden by its name: rename it" in one(tmp_path / "1", {"__x.ipynb": WORK}).problem
    found = one(tmp_path / "2", {"__x.ipynb": WORK, f"{NAME}.ipynb": STUB, "pkg/__init__.py": b""})
    assert (f"{NAME}.ipynb", ["pkg/__init__.py"]) == (found.name, [*found.beside])
    copy = one(tmp_path / "3", {f"week/.ipynb_checkpoints/{NAME}-checkpoint.ipynb": WORK}).problem
    assert f"{NAME}-checkpoint.ipynb in .ipynb_checkpoints is a copy that Jupyter keeps: save it" in copy


def test_an_archive_in_a_students_folder_is_opened(tmp_path: Path) -> None:
    """Also one in another, with what a Mac leaves in it; the note says which file was taken."""
    inner = zipped({f"hw/{NAME}.ipynb": WORK, "__MACOSX/hw/._x.ipynb": b"x", "hw/mine.py": b""}, tmp_path / "hw.zip")
    outer = zipped({"hw.zip": inner.read_bytes()}, tmp_path / "again.zip")
    found = one(tmp_path, {"again.zip": outer.read_bytes()})
    assert (WORK, ["mine.py"], "") == (found.path.read_bytes(), [*found.beside], found.problem)
    assert (f"hw/{NAME}.ipynb is graded",) == found.notes


def test_a_bundle_handed_back_is_one_notebook(tmp_path: Path) -> None:
    """All assignments, the digits and the checks came back: the right notebook is graded, and nothing else is meant."""
    files = {
        f"assignments/{one.name}/{one.name}.ipynb": as_bytes(stub(one)) + b"\n" for one in COURSE.assignments
    } | {
        f"assignments/{NAME}/checks/test_visible.py": b"", "assignments/digits/README.md": b"", "autograder-0.1.whl": b"PK",
        f"assignments/{NAME}/mine.py": b"",
    }  # fmt: skip
    found = one(tmp_path, files)
    assert (f"{NAME}.ipynb", "", (), ["mine.py"]) == (found.name, found.problem, found.flags, [*found.beside])
    given = zipped(files, tmp_path / "Bob.zip")
    assert [("Bob", "")] == [(item.student, item.problem) for item in find([given], NAME, course=COURSE)]


def test_of_several_notebooks_the_assignments_own_counts(tmp_path: Path) -> None:
    """Then the newest; the note names the others, and a person is asked to look."""
    found = one(tmp_path, {f"{NAME}.ipynb": WORK, f"{NAME} (1).ipynb": WORK + b" ", "scratch.ipynb": WORK + b"\n"})
    assert f"{NAME}.ipynb" == found.name
    assert f"{NAME}.ipynb is graded, and not {NAME} (1).ipynb and scratch.ipynb" in found.notes
    assert found.flags == found.notes
    for name, moment in (("b.ipynb", 2_000_000_000), ("a.ipynb", 1_000_000_000)):
        path = notebook(tmp_path / "bob" / name, f"def train_step(): return {name!r}")
        os.utime(path, (moment, moment))
    assert "b.ipynb" == of_student(tmp_path / "bob", NAME, COURSE).name


def _ran(data: bytes) -> bytes:
    """A notebook as it is after it was run and saved again."""
    book = json.loads(data)
    for count, cell in enumerate(cell for cell in book["cells"] if cell["cell_type"] == "code"):
        cell |= {"execution_count": count, "outputs": [{"output_type": "stream", "name": "stdout", "text": "0"}]}
    return json.dumps(book).encode()


UNWRITTEN = {
    "as released": (ROOT / "assignments" / NAME / f"{NAME}.ipynb").read_bytes(),
    "run and saved": _ran(STUB),
    "of another year": re.sub(rb"not written yet[^\\\"]*", b"to do", STUB),
    "without cells": json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}).encode(),
    "empty": b"",
}


@pytest.mark.parametrize("other", ["mine.ipynb", "mine.py", f"{NAME}.py", "old.zip", f"{NAME} (1).ipynb"])
@pytest.mark.parametrize("kind", UNWRITTEN)
def test_what_nobody_wrote_into_is_not_what_is_meant(tmp_path: Path, kind: str, other: str) -> None:
    """Beside a notebook in which nothing is written, what has work in it counts, whatever it is called and wherever it is."""
    packed = zipped({f"{NAME}.ipynb": WORK}, tmp_path / "x.zip").read_bytes()
    work = {"py": b"def train_step():\n    return 1\n", "zip": packed}.get(other.rpartition(".")[2], WORK)
    found = one(tmp_path, {f"{NAME}.ipynb": UNWRITTEN[kind], other: work})
    assert found.path.read_bytes() == (WORK if other == "old.zip" else work)
    assert ("", ()) == (found.problem, found.flags)
    named = f"{NAME}.ipynb in old.zip" if other == "old.zip" else other
    assert (f"{named} is graded, and not {NAME}.ipynb, where nothing is written",) == found.notes


def test_an_answer_counts_more_than_a_line_to_try_something(tmp_path: Path) -> None:
    """Beside a full program, a notebook with stubs and a line of one's own is named, and a person is asked to look."""
    book = json.loads(STUB)
    book["cells"].append(
        {"cell_type": "code", "source": "print(1)", "metadata": {}, "outputs": [], "execution_count": 1}
    )
    found = one(tmp_path, {f"{NAME}.ipynb": json.dumps(book).encode(), "mine.py": b"def train(): return 1\n"})
    assert (f"mine.py is graded, and not {NAME}.ipynb",) == found.notes == found.flags


def test_what_nobody_wrote_into_is_graded_where_nothing_else_is(tmp_path: Path) -> None:
    """A stub alone, or beside a module that answers no task or is a stub itself, is what was handed in; it is not flagged."""
    for place, beside in enumerate(
        ({}, {"mine.py": b"x = 1\n"}, {"mine.py": b"def train():\n    raise NotImplementedError\n"})
    ):
        found = one(tmp_path / str(place), {f"{NAME}.ipynb": STUB, **beside})
        assert (f"{NAME}.ipynb", "", (), [*beside]) == (found.name, found.problem, found.flags, [*found.beside])


def test_a_program_beside_a_notebook_with_work_goes_along(tmp_path: Path) -> None:
    """What a notebook with answers in it imports is no rival of it."""
    found = one(tmp_path, {f"{NAME}.ipynb": WORK, "mine.py": b"def train(): return 1\n"})
    assert (f"{NAME}.ipynb", (), ["mine.py"]) == (found.name, found.flags, [*found.beside])


def test_of_two_archives_each_is_named(tmp_path: Path) -> None:
    """Two notebooks of one name are told apart by the archives that they came in."""
    for place, other in enumerate((STUB, WORK + b" ")):
        files = {
            f"v{number}.zip": zipped({f"{NAME}.ipynb": data}, tmp_path / "x.zip").read_bytes()
            for number, data in enumerate((other, WORK), 1)
        }
        (note,) = one(tmp_path / str(place), files).notes
        named = [f"{NAME}.ipynb in v{number}.zip" for number in ((1, 2), (2, 1))[other == STUB]]
        assert f"{named[0]} is graded, and not {named[1]}" == note.partition(", where")[0]


@pytest.mark.parametrize("data", [b'print("hello")\n', b"import pandas\nframe = pandas.DataFrame()\n"])
def test_a_wrong_file_is_flagged(tmp_path: Path, data: bytes) -> None:
    """What defines nothing that is asked for, if only in its prose, is somebody's mistake: both people read so."""
    said = ("it defines none of the functions that are asked for",)
    found = one(tmp_path / "program", {"hello.py": data})
    assert ("", said, said) == (found.problem, found.flags, found.notes)
    book = as_bytes(new_notebook(cells=[new_markdown_cell("def train_step(): ..."), new_code_cell(data.decode())]))
    assert said == one(tmp_path / "book", {f"{NAME}.ipynb": book}).flags
    imports = as_bytes(new_notebook(cells=[new_code_cell("from mine import *")]))
    assert () == one(tmp_path / "imports", {f"{NAME}.ipynb": imports, "mine.py": b"def train(): return 1\n"}).flags


def test_the_program_made_from_a_notebook_is_no_second_one(tmp_path: Path) -> None:
    """A notebook beside its script is graded, and a note says so."""
    found = one(tmp_path, {f"{NAME}.ipynb": WORK, f"{NAME}.py": b"def train_step(): return 1\n"})
    assert (f"{NAME}.ipynb", (), {}) == (found.name, found.flags, found.beside)
    assert (f"{NAME}.ipynb is graded, and not the program made from it",) == found.notes


def test_modules_are_no_rivals_of_a_program(tmp_path: Path) -> None:
    """Of two programs the one that answers tasks is meant, and the other goes along, also where it answers some."""
    two = {f"{NAME}.py": b"from more import train\ndef train_step(): return 1\n", "more.py": b"def train(): return 1\n"}
    found = one(tmp_path / "two", two)
    assert (f"{NAME}.py", (), ["more.py"]) == (found.name, found.flags, [*found.beside])
    found = one(tmp_path, {"main.py": b"def train_step(): return 1\n", "helpers.py": b"x = 1\n"})
    assert ("main.py", (), ["helpers.py"]) == (found.name, found.flags, [*found.beside])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.pdf", "a PDF document"),
        ("a.docx", "a Word document"),
        ("a.HEIC", "a picture"),
        ("a.rar", "export it as zip"),
    ],
)
def test_what_is_no_notebook_is_named(tmp_path: Path, name: str, kind: str) -> None:
    """Beside a notebook and alone, in a folder and in a class of files: nobody is dropped."""
    assert f"{name} (" in (alone := one(tmp_path / "1", {name: PDF}).problem)
    assert kind in alone
    beside = one(tmp_path / "2", {name: PDF, f"{NAME}.ipynb": WORK})
    assert "" == beside.problem
    assert any(name in flag and kind in flag for flag in beside.flags)
    flat = only(find([folder({name: PDF}, tmp_path / "3")], NAME))
    assert ("a", True) == (flat.student, name in flat.problem)


# --------------------------------------------------------------------------------------------------- another assignment's


def test_the_notebook_of_another_assignment_is_named_so(tmp_path: Path) -> None:
    """By what it defines, whatever it is called; it is no zero of seventeen sentences."""
    other = as_bytes(stub(COURSE.find("05_loss_and_optimizer")))
    for place, name in enumerate((NAME, "05_loss_and_optimizer", "homework")):
        found = one(tmp_path / str(place), {f"{name}.ipynb": other})
        assert f"this is the notebook of 05_loss_and_optimizer, not of {NAME}" == found.problem


def test_only_the_name_is_anothers(tmp_path: Path) -> None:
    """A file that is called after another assignment, with this one's content, is graded with a note."""
    found = one(tmp_path, {"05_loss_and_optimizer.ipynb": WORK})
    assert ("", ()) == (found.problem, found.flags)
    assert (f"05_loss_and_optimizer.ipynb is named after another assignment; it is graded as {NAME}",) == found.notes


@pytest.mark.parametrize("name", [one.name for one in COURSE.assignments])
def test_every_assignments_own_notebook_is_its_own(tmp_path: Path, name: str) -> None:
    """Stubs and solutions of the course, and an empty notebook, are nobody else's."""
    assignment = COURSE.find(name)
    folder({"a/x.ipynb": as_bytes(stub(assignment)), "b/x.py": assignment.solution.encode()}, tmp_path)
    notebook(tmp_path / "c" / "x.ipynb", "x = 1")
    assert {"a": "", "b": "", "c": ""} == {f.student: f.problem for f in find([tmp_path], name, course=COURSE)}
    others = [find([tmp_path / "a"], other.name, course=COURSE) for other in COURSE.assignments if other.name != name]
    assert [True] * len(others) == [f"this is the notebook of {name}" in found.problem for (found,) in others]


def test_the_notebook_of_another_system_is_named_so(tmp_path: Path) -> None:
    """Otter's, the teacher's and the students', older ones too, and nbgrader's of another course: what it is, and what helps."""
    otters = {
        "asks": notebook(tmp_path / "asks.ipynb", 'import otter\ngrader = otter.Notebook("hw01.ipynb")').read_bytes(),
        "source": make_otter.write(tmp_path / "source.ipynb").read_bytes(),
        "older": make_otter.write(tmp_path / "older.ipynb")
        .read_bytes()
        .replace(b"# BEGIN QUESTION", b"BEGIN QUESTION"),
    }
    for name, data in otters.items():
        found = one(tmp_path / name, {"hw01.ipynb": data})
        assert found.problem.startswith("this is a notebook of Otter's (it has `"), name
        assert "`autograder import otter`" in found.problem
    other = re.sub(rb"06_training_loop", b"lab_3", as_bytes(stub(COURSE.find(NAME))))
    other = re.sub(rb"(def|class) \w+|check\(|\"task\": \"[\d.]+\"", b"x", other.replace(b'"task": "6', b'"was": "6'))
    found = one(tmp_path / "nbgrader", {"lab_3.ipynb": other})
    assert "this is a notebook of another assignment of nbgrader's (it has the cell `lab_3-6-1`)" in found.problem
    assert "`autograder autograde`" in found.problem
    both = one(tmp_path / "both", {"hw01.ipynb": otters["asks"], "my work.ipynb": WORK})
    assert ("", "my work.ipynb") == (both.problem, both.shown)


def test_who_only_speaks_of_another_system_is_graded(tmp_path: Path) -> None:
    """The assignment's own notebook with a line of Otter's in it is the assignment's own."""
    own = stub(COURSE.find(NAME))
    own.cells.append(new_code_cell('import otter\ngrader = otter.Notebook("x.ipynb")', id="more"))
    assert "" == one(tmp_path, {f"{NAME}.ipynb": as_bytes(own)}).problem


# ---------------------------------------------------------------------------------------------------------- what is beside


def test_what_lies_beside_goes_along(tmp_path: Path) -> None:
    """Modules and data at the notebook's side and below it; not what the course gave, nor tools' folders."""
    files = [
        "mine.py",
        "pkg/__init__.py",
        "data/x.csv",
        "checks/probe.py",
        "digits/a.gz",
        "__pycache__/mine.pyc",
        ".git/HEAD",
    ]
    files += ["old.zip", "05_loss_and_optimizer/x.py", "venv/pyvenv.cfg", "venv/lib/y.py", "timestamp.txt"]
    found = one(tmp_path, {**dict.fromkeys(files, b"x"), f"{NAME}.ipynb": WORK})
    assert ["data/x.csv", "mine.py", "pkg/__init__.py"] == [*found.beside]


def test_what_is_too_large_is_said(tmp_path: Path) -> None:
    """Programs fit first, then the small files, up to 16 MB in all; the rest is named."""
    files = {f"{NAME}.ipynb": WORK, "mine.py": b"x", "a.bin": bytes(9 << 20), "b.bin": bytes(8 << 20)}
    found = one(tmp_path, files)
    assert ["b.bin", "mine.py"] == [*found.beside]
    assert ("a.bin did not fit beside the notebook: 16 MB in all do",) == found.flags


def test_a_folder_with_modules_is_one_students(tmp_path: Path) -> None:
    """Named alone, a folder with the assignment's notebook and a module is no class of two."""
    given = folder({f"{NAME}.ipynb": WORK, "mine.py": b"x = 1\n"}, tmp_path / "ada")
    found = only(find([given], NAME))
    assert ("ada", ["mine.py"]) == (found.student, [*found.beside])


def test_folders_without_end_are_no_end(tmp_path: Path) -> None:
    """A folder a thousand folders deep is looked into as far as anybody would."""
    deep = tmp_path / "ada"
    for _ in range(300):
        deep /= "a"
    deep.mkdir(parents=True)
    notebook(tmp_path / "ada" / f"{NAME}.ipynb", "x = 1")
    notebook(deep / f"{NAME}.ipynb", "x = 2")
    assert (tmp_path / "ada" / f"{NAME}.ipynb", ()) == ((found := only(find([tmp_path], NAME))).path, found.flags)


def test_links_are_named(tmp_path: Path) -> None:
    """A link among a student's files is not followed, and both people read so."""
    folder({f"ada/{NAME}.ipynb": WORK}, tmp_path)
    (tmp_path / "ada" / "mine.py").symlink_to("/etc/passwd")
    found = only(find([tmp_path], NAME))
    assert ({}, ("mine.py is a link; hand in the file itself",)) == (found.beside, found.flags)
