"""nbgrader's own commands with the kit inside: a course directory, a class, repairs, exports, notebooks that know nothing of us."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
import nbgrader
import pytest
from conftest import TOY, Run
from helpers import ENVIRONMENT, ROOT, forked, stopped
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.api import Gradebook

from autograder.authoring.release import hand_out, release, stub
from autograder.course.assignment import Assignment, Course, find_course
from autograder.gradebook.course_directory import autograde, init
from autograder.gradebook.own_asserts import earned
from autograder.grading.reference import secret_seed
from autograder.reports.gradebooks import FillError, Score, canvas, moodle_grades, moodle_worksheet
from autograder.result import ByHand, Result
from autograder.submission.notebook import parse
from autograder.submission.repair import repair
from autograder.wall.sandbox import Sandbox

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::UserWarning", "ignore::sqlalchemy.exc.SAWarning"
)


def run(folder: Path, *command: str) -> str:
    """What one of nbgrader's commands prints; it must succeed."""
    done = forked(*command, cwd=folder, env=ENVIRONMENT)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def answers(assignment: Assignment) -> dict[str, str]:
    """The solution's answer cells by task."""
    cells = parse(assignment.solution, "x.py").cells
    return {
        cell.metadata["task"]: cell.source for cell in cells if "task" in cell.metadata and cell.cell_type == "code"
    }


def solved(released: Path, assignment: Assignment, *more: str) -> NotebookNode:
    """The released notebook as a student hands it in: with the answers, and with more cells at the end."""
    book = nbformat.read(released, 4)
    for cell in book.cells:
        if cell.cell_type == "code" and cell.metadata.get("task") in answers(assignment):
            cell.source = answers(assignment)[cell.metadata["task"]]
    book.cells += [new_code_cell(text) for text in more]
    return book


def hand_in(root: Path, student: str, name: str, book: NotebookNode, when: str = "") -> Path:
    """Puts a notebook where nbgrader collects it."""
    folder = root / "submitted" / student / name
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(book, folder / f"{name}.ipynb")
    if when:
        (folder / "timestamp.txt").write_text(when)
    return folder / f"{name}.ipynb"


def scores(root: Path, name: str, db: str = "") -> dict[str, dict[str, Any]]:
    """For each student the gradebook's cells: automatic score, manual score, whether a person is asked for."""
    found: dict[str, dict[str, Any]] = {}
    with Gradebook(db or f"sqlite:///{root}/gradebook.db") as gradebook:
        for submission in gradebook.assignment_submissions(name):
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            found[submission.student.id] = {
                grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade) for grade in grades
            }
    return found


@pytest.fixture(scope="module")
def toys(toy: Course, sandbox: Sandbox) -> Assignment:
    """The toy assignment, released."""
    made = toy.find("01_toy")
    for name, content in release(made, sandbox).items():
        path = made.released / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return made


@pytest.fixture(scope="module")
def made(toys: Assignment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course directory with the toy, and a class of four: right, wrong, ends itself, and the stub."""
    root = tmp_path_factory.mktemp("made") / "course"
    assert [*init(root, Course(toys.folder.parent.parent))]
    released = root / "release" / "01_toy" / "01_toy.ipynb"
    hand_in(root, "ada", "01_toy", solved(released, toys))
    hand_in(root, "bob", "01_toy", solved(released, toys, "def double(x):\n    return x * x"))
    hand_in(root, "eve", "01_toy", solved(released, toys, "import os\ndef total(x):\n    os._exit(0)"))
    hand_in(root, "stub", "01_toy", nbformat.read(released, 4))
    return root


@pytest.fixture
def course(made: Path, tmp_path: Path) -> Path:
    """A copy of that directory, which may lie anywhere."""
    return shutil.copytree(made, tmp_path / "course")


CELLS = ["01_toy-1-1-check", "01_toy-1-2-check", "01_toy-1-3-check"]
EXPECTED = {"ada": [3.0, 3.0, 4.0], "bob": [0.0, 3.0, 0.0], "eve": [3.0, 0.0, 0.0], "stub": [0.0, 0.0, 0.0]}


def marks(root: Path) -> dict[str, list[float]]:
    """The automatic scores of the toy's cells."""
    return {student: [cells[name][0] for name in CELLS] for student, cells in scores(root, "01_toy").items()}


# ------------------------------------------------------------------------------------------------- the course directory


def test_a_course_directory_is_made_once(cli: Run, toys: Assignment, tmp_path: Path) -> None:
    """`init` makes what is missing and overwrites nothing."""
    course = Course(toys.folder.parent.parent)
    made = [*init(tmp_path, course)]
    assert made == ["nbgrader_config.py", "students.csv", "source/01_toy", "release/01_toy"]
    (tmp_path / "students.csv").write_text("mine")
    assert [] == [*init(tmp_path, course)]
    assert (tmp_path / "students.csv").read_text() == "mine"
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        assert gradebook.find_assignment("01_toy").max_score == 10


def test_assignments_are_due_week_after_week(cli: Run, tmp_path: Path) -> None:
    """The real course with a due date: each assignment a week after the one before, points as in `solutions/`."""
    called = cli("init", str(tmp_path), "--due", "2027-01-31T22:00:00", "--course", str(ROOT))
    assert called.returncode == 0, called.stdout + called.stderr
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        due = [
            (a.name, f"{a.duedate:%m-%d %H}", a.max_score) for a in sorted(gradebook.assignments, key=lambda a: a.name)
        ]
    assert due[0][:2] == ("01_start", "01-31 22")
    assert due[6][:2] == ("07_digits", "03-14 22")
    assert {name: points for name, _, points in due}["06_training_loop"] == 20
    assert all(10 <= points <= 20 for _, _, points in due)


def test_validating_needs_the_visible_points_only(toys: Assignment, course: Path) -> None:
    """A released check cell is worth what students can check; the gradebook has the full points."""
    cells = nbformat.read(course / "release" / "01_toy" / "01_toy.ipynb", 4).cells
    points = {
        c.metadata.nbgrader.grade_id: c.metadata.nbgrader.points
        for c in cells
        if c.metadata.get("nbgrader", {}).get("grade")
    }
    assert points == dict(zip(CELLS, [2.0, 0.0, 0.0], strict=True))


# ----------------------------------------------------------------------------------------------------------- the plug-in


def test_nbgrader_autograde_judges_by_hidden_tests(course: Path) -> None:
    """nbgrader's own command gives each cell what its task earned, hidden checks included, and keeps what students see."""
    run(course, "nbgrader", "autograde", "01_toy")
    assert marks(course) == EXPECTED
    book = nbformat.read(course / "autograded" / "bob" / "01_toy" / "01_toy.ipynb", 4)
    cell = next(c for c in book.cells if c.metadata.get("nbgrader", {}).get("grade_id") == CELLS[0])
    display, number = cell.outputs
    assert "Are you squaring?" in display.data["text/html"]
    assert number.data == {"text/plain": "0.0"}
    run(course, "nbgrader", "generate_feedback", "01_toy")
    page = (course / "feedback" / "bob" / "01_toy" / "01_toy.html").read_text()
    assert "Are you squaring?" in page
    assert "doubles a tensor" in page
    hidden = [b"mark.task", b"test_number", b"test_total", b"test_kept", secret_seed().encode()]
    made = [path for folder in ("release", "autograded", "feedback") for path in (course / folder).rglob("*.*")]
    texts = {str(path): path.read_bytes() for path in made if path.is_file() and path.parent.name != "checks"}
    assert len(texts) == 1 + 4 + 4
    assert [path for path, text in texts.items() for word in hidden if word in text] == []


def test_what_everybody_was_given_lies_there_once(course: Path) -> None:
    """The graded copies lead to the course's own `checks`; what a student put there stays, and so does the course's."""
    (course / "submitted" / "bob" / "01_toy" / "checks" / "mine.txt").parent.mkdir(exist_ok=True)
    (course / "submitted" / "bob" / "01_toy" / "checks" / "mine.txt").write_text("mine")
    given = {path.name: path.read_bytes() for path in (course / "source" / "01_toy" / "checks").iterdir()}
    for _ in range(2):
        run(course, "nbgrader", "autograde", "01_toy", "--force")
        run(course, "nbgrader", "generate_feedback", "01_toy", "--force")
        assert marks(course) == EXPECTED
        checks = {path.parent.parent.name: path for path in (course / "autograded").glob("*/01_toy/checks")}
        assert len(checks) > 1
        for student, folder in checks.items():
            lies = {path.name: path.read_bytes() for path in folder.iterdir()}
            assert lies == (given | {"mine.txt": b"mine"} if student == "bob" else given)
            assert folder.is_symlink() is (student != "bob")
            assert (course / "feedback" / student / "01_toy" / "checks").exists() is (student == "bob")
    assert {path.name: path.read_bytes() for path in (course / "source" / "01_toy" / "checks").iterdir()} == given


LATE = """
from nbgrader.plugins import LateSubmissionPlugin

class PointAnHour(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return total_seconds_late / 3600

c.AssignLatePenalties.plugin_class = PointAnHour
"""


@pytest.mark.slow
def test_late_again_and_by_hand(course: Path, toys: Assignment) -> None:
    """nbgrader's own command twice: a rule for lateness, work handed in again, points and extra points given by hand."""
    released = course / "release" / "01_toy" / "01_toy.ipynb"
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(LATE)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.find_assignment("01_toy").duedate = datetime(2027, 1, 31, 22)
        gradebook.db.commit()
    for student, hour in (("ada", 21), ("bob", 23), ("eve", 20), ("stub", 20)):
        (course / "submitted" / student / "01_toy" / "timestamp.txt").write_text(f"2027-01-31 {hour}:00:00 UTC")
    run(course, "nbgrader", "autograde", "01_toy")
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        penalties = {s.student.id: s.late_submission_penalty for s in gradebook.assignment_submissions("01_toy")}
        assert penalties == {"ada": 0, "bob": 1, "eve": 0, "stub": 0}
        eve = gradebook.find_grade(CELLS[1], "01_toy", "01_toy", "eve")
        eve.manual_score, eve.extra_credit = 2.5, 0.5
        gradebook.db.commit()
    hand_in(course, "bob", "01_toy", solved(released, toys), "2027-02-01 01:00:00 UTC")
    hand_in(course, "eve", "01_toy", solved(released, toys), "2027-01-31 21:00:00 UTC")
    run(course, "nbgrader", "autograde", "01_toy")
    assert marks(course) == EXPECTED | {"bob": EXPECTED["ada"], "eve": EXPECTED["ada"]}
    assert scores(course, "01_toy")["eve"][CELLS[1]] == (3.0, 2.5, True)
    export = ["nbgrader", "export", "--exporter=autograder.gradebook.exporters.MoodleExport", "--to=out.csv"]
    run(course, *export)  # eve's points by hand are those of other work: somebody should look
    assert (course / "out.csv").read_text().splitlines()[1:] == ["ada,,10.00", "bob,,7.00", "stub,,0.00"]
    run(course, *export, "--MoodleExport.unfinished=True")
    assert (course / "out.csv").read_text().splitlines()[1:] == ["ada,,10.00", "bob,,7.00", "eve,,10.00", "stub,,0.00"]


def test_a_class_at_once_is_as_one_by_one(cli: Run, course: Path) -> None:
    """`autograder autograde` writes what nbgrader's command writes, and a second run has nothing to do."""
    called = cli("autograde", "01_toy", "--course", str(course), "--jobs", "2")
    assert called.returncode == 0, called.stdout + called.stderr
    assert marks(course) == EXPECTED
    assert re.search(r"^bob +3 / 10$", called.stdout + called.stderr, re.MULTILINE)
    assert (course / "graded" / "01_toy" / "index.html").is_file()
    again = cli("autograde", "01_toy", "--course", str(course))
    assert "4 were graded before" in again.stdout
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.remove_submission("01_toy", "bob")
    once_more = cli("autograde", "01_toy", "--course", str(course))
    assert "3 were graded before" in once_more.stdout
    assert marks(course) == EXPECTED


def test_a_manual_score_is_kept_and_a_resubmission_graded(toys: Assignment, course: Path) -> None:
    """What a person gave stays and asks for a look; a changed file is graded anew, an unchanged one is not."""
    assert {graded.problem for _, graded in autograde(course, "01_toy", 1)} == {""}
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.find_grade(CELLS[0], "01_toy", "01_toy", "bob").manual_score = 1.5
        gradebook.db.commit()
    hand_in(course, "bob", "01_toy", solved(course / "release" / "01_toy" / "01_toy.ipynb", toys))
    done = {graded.student: graded for _, graded in autograde(course, "01_toy", 1)}
    assert [student for student, graded in done.items() if not graded.kept] == ["bob"]
    assert scores(course, "01_toy")["bob"][CELLS[0]] == (3.0, 1.5, True)
    assert done["bob"].score == 1.5 + 3 + 4


def test_one_bad_notebook_never_stops_the_rest(cli: Run, course: Path) -> None:
    """What is no notebook is told in a sentence; the others are graded, also one of another name, with a remark."""
    (course / "submitted" / "bob" / "01_toy" / "01_toy.ipynb").write_text('{"cells": [')
    where = course / "submitted" / "eve" / "01_toy"
    (where / "01_toy.ipynb").rename(where / "01_toy (1).ipynb")
    called = cli("autograde", "01_toy", "--course", str(course), "--jobs", "2")
    assert called.returncode == 1
    says = "01_toy.ipynb: the file ends in its middle, as one that was saved or copied by half; save it and download it again"
    assert f"bob: {says}" in called.stdout + called.stderr
    assert "01_toy (1).ipynb is graded as 01_toy.ipynb" in called.stdout + called.stderr
    graded = ("ada", "eve", "stub")
    assert {student: marks(course)[student] for student in graded} == {student: EXPECTED[student] for student in graded}
    whole = json.loads((course / "graded" / "01_toy" / "class.json").read_text())
    assert {"bob": says} == whole["ungraded"]
    assert {"bob": None} == {
        one["student"]: one["score"] for one in whole["submissions"] if one["status"] == "ungraded"
    }
    assert "This was not graded" in (course / "graded" / "01_toy" / "bob" / "feedback.html").read_text()


def test_what_lies_beside_goes_along(cli: Run, course: Path, toys: Assignment) -> None:
    """A student's own module is there, as at home; when it changes, the work is graded again."""
    released = course / "release" / "01_toy" / "01_toy.ipynb"
    mine = hand_in(course, "bob", "01_toy", solved(released, toys, "from mine import double")).with_name("mine.py")
    for text, points in (("def double(x): return x + x", 3.0), ("def double(x): return x * x", 0.0)):
        mine.write_text(text)
        called = cli("autograde", "01_toy", "--course", str(course), "--jobs", "1")
        assert called.returncode == 0, called.stdout + called.stderr
        assert marks(course)["bob"][0] == points


def test_a_check_that_cannot_be_made_asks_for_a_person(course: Path, toys: Assignment) -> None:
    """The kit's or the author's fault is flagged in the gradebook, never a silent zero."""
    test = toys.folder / "test_hidden.py"
    before = test.read_text()
    try:
        test.write_text(before.replace('expect.close(record["number"]["y"], 7.0, atol=1e-6)', "1 / 0"))
        assert {graded.problem for _, graded in autograde(course, "01_toy", 1)} == {""}
    finally:
        test.write_text(before)
    assert scores(course, "01_toy")["ada"][CELLS[0]] == (2.0, None, True)
    assert scores(course, "01_toy")["ada"][CELLS[1]] == (3.0, None, False)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["01_toi"], "no assignment '01_toi'. There are: 01_toy"), (["01_toy", "--course", "/"], "no course directory")],
)
def test_wrong_use_is_one_sentence(
    cli: Run, course: Path, arguments: list[str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unknown assignment, and a folder that is no course directory."""
    monkeypatch.chdir(course)
    called = cli("autograde", *arguments)
    assert called.returncode == 1
    assert says in called.stdout + called.stderr
    assert "Traceback" not in called.stdout + called.stderr


# ------------------------------------------------------------------------------------------------- killed in mid-class


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty gradebook: a file, or a database of a real server that the test starts."""
    if request.param == "sqlite":
        yield ""
        return
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        pytest.skip("PostgreSQL is not installed (apt install postgresql)")
    home = Path(tempfile.mkdtemp())  # not one of pytest's folders, which are root's alone
    shutil.chown(home, "postgres")

    def server(*command: str) -> None:
        subprocess.run(["su", "postgres", "-c", shlex.join(command)], cwd="/", check=True, stdout=subprocess.DEVNULL)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    control = (str(programs[-1] / "pg_ctl"), "-w", "-D", f"{home}/data")
    server(*control, "init", "-o", "-A trust -U grader")
    server(*control, "-l", f"{home}/log", "-o", f"-p {port} -k {home} -c listen_addresses=127.0.0.1", "start")
    try:
        yield f"postgresql+psycopg://grader@127.0.0.1:{port}/postgres"
    finally:
        server(*control, "-m", "immediate", "stop")
        shutil.rmtree(home)


@pytest.mark.slow
def test_killed_in_mid_class_and_given_again(made: Path, toys: Assignment, tmp_path: Path, database: str) -> None:
    """`kill -9` of the whole command loses no submission, and what is in the gradebook is not graded twice."""
    root = tmp_path / "course"
    assert [*init(root, Course(toys.folder.parent.parent), db=database)]
    students = [f"s{number:02}" for number in range(24)]
    for number, student in enumerate(students):
        like = ("ada", "bob", "eve", "stub")[number % 4]
        shutil.copytree(made / "submitted" / like, root / "submitted" / student)
    command = ["autograder", "autograde", "01_toy", "--course", str(root), "--jobs", "2"]
    running = subprocess.Popen(
        command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    marks_made = root / "graded" / "01_toy"
    while len([*marks_made.glob("*/.booked")]) < 5:
        assert running.poll() is None
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    booked = {path.parent.name: path.stat().st_mtime_ns for path in marks_made.glob("*/.booked")}
    assert 5 <= len(booked) < len(students)
    run(root, *command)
    after = {path.parent.name: path.stat().st_mtime_ns for path in marks_made.glob("*/.booked")}
    assert set(students) == set(after)
    assert booked.items() <= after.items()
    found = scores(root, "01_toy", database)
    assert {s: [cells[name][0] for name in CELLS] for s, cells in found.items()} == {
        student: EXPECTED[("ada", "bob", "eve", "stub")[number % 4]] for number, student in enumerate(students)
    }
    assert "s23" in run(root, "nbgrader", "db", "student", "list")
    assert "01_toy" in run(root, "nbgrader", "db", "assignment", "list")


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_class_that_is_stopped_leaves_nothing_behind(
    course: Path, toys: Assignment, tmp_path: Path, jobs: int
) -> None:
    """SIGTERM in the middle of an endless loop ends servers, workers and temporary folders; who is booked stays booked."""
    released = course / "release" / "01_toy" / "01_toy.ipynb"
    for student in ("bob", "eve", "stub"):
        hand_in(course, student, "01_toy", solved(released, toys, "while True: pass"))
    booked = course / "graded" / "01_toy" / "ada" / ".booked"
    line = ["autograde", "01_toy", "--course", course, "--jobs", jobs]
    ended = stopped(signal.SIGTERM, *line, when=booked.is_file, folder=tmp_path)
    assert (130, True) == (ended.returncode, "Stopped. The same command goes on" in ended.stderr)
    assert {"ada": EXPECTED["ada"]} == {
        student: points for student, points in marks(course).items() if student == "ada"
    }


# ----------------------------------------------------------------------------------------------------------- handing in


@pytest.mark.parametrize("own", [False, True])
def test_an_offset_in_the_time_of_handing_in_is_one(course: Path, own: bool) -> None:
    """`+0300`, which nbgrader takes for 300 seconds, makes nobody late who was not; the file stays as it was."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.find_assignment("01_toy").duedate = datetime(2027, 1, 31, 22)
        gradebook.db.commit()
    written = {
        "ada": "2027-02-01 00:30:00 +0300", "bob": "2027-01-31 21:00:00 -02:00",
        "eve": "2027-01-31 21:00:00 UTC", "stub": "2027-01-31 23:00:00.5 +0100",
    }  # fmt: skip
    for student, text in written.items():
        (course / "submitted" / student / "01_toy" / "timestamp.txt").write_text(text)
    run(course, "autograder" if own else "nbgrader", "autograde", "01_toy")
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        found = gradebook.assignment_submissions("01_toy")
        assert {s.student.id: (f"{s.timestamp:%H:%M}", s.total_seconds_late) for s in found} == {
            "ada": ("21:30", 0), "bob": ("23:00", 3600), "eve": ("21:00", 0), "stub": ("22:00", 0.5)
        }  # fmt: skip
    assert [*written.values()] == [
        (course / "submitted" / student / "01_toy" / "timestamp.txt").read_text() for student in written
    ]


def test_a_student_with_brackets_and_a_time_that_is_none(course: Path) -> None:
    """What nbgrader cannot take is named in a sentence, and the others are graded."""
    (course / "submitted" / "ada").rename(course / "submitted" / "ada [1]")
    (course / "submitted" / "stub").rename(course / "submitted" / "stub <img src=x>")
    (course / "submitted" / "bob" / "01_toy" / "timestamp.txt").write_text("yesterday evening")
    problems = {graded.student: graded.problem for _, graded in autograde(course, "01_toy", 1)}
    assert problems == {
        "ada [1]": "nbgrader takes [, * and ? in a name for patterns; rename the folder",
        "bob": "timestamp.txt holds 'yesterday evening', which is no time such as 2027-01-31 22:00:00 UTC",
        "eve": "",
        "stub <img src=x>": "nbgrader takes <, > and quotation marks in a name for HTML; rename the folder",
    }


# ---------------------------------------------------------------------------------------------------------------- repair


def lost(book: NotebookNode) -> None:
    for cell in book.cells:
        cell.metadata.pop("nbgrader", None)
        cell.id = os.urandom(4).hex()


def deleted(book: NotebookNode) -> None:
    book.cells = [c for c in book.cells if not c.metadata.get("nbgrader", {}).get("grade")]


def edited(book: NotebookNode) -> None:
    for cell in book.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = "5.0"
            cell.metadata.nbgrader.points = 100.0


def doubled(book: NotebookNode) -> None:
    """Each answer was copied; the copy below is still the stub."""
    for cell in [c for c in book.cells if c.metadata.get("nbgrader", {}).get("solution")]:
        copy = nbformat.from_dict(cell | {"id": os.urandom(4).hex()})
        cell.source = "# old\n" + cell.source
        book.cells.insert(book.cells.index(cell) + 1, copy)


def turned(book: NotebookNode) -> None:
    for cell in book.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.cell_type = "markdown"
            del cell["outputs"], cell["execution_count"]


def moved(book: NotebookNode) -> None:
    """All answers in one cell, the other one deleted."""
    first, second = (c for c in book.cells if c.metadata.get("nbgrader", {}).get("solution"))
    first.source += "\n\n" + second.source
    book.cells.remove(second)


def misnamed(book: NotebookNode) -> None:
    for number, cell in enumerate(book.cells):
        cell.id = "\xe9" * 70 + str(number)


@pytest.mark.parametrize("harm", [lost, deleted, edited, doubled, turned, moved, misnamed])
def test_what_breaks_nbgrader_is_repaired(course: Path, toys: Assignment, harm: Callable[[NotebookNode], None]) -> None:
    """Lost metadata, impossible ids, deleted, edited, doubled or turned cells cost a right solution nothing."""
    book = solved(course / "release" / "01_toy" / "01_toy.ipynb", toys)
    harm(book)
    hand_in(course, "ada", "01_toy", book)
    done = {graded.student: graded for _, graded in autograde(course, "01_toy", 1)}
    assert done["ada"].problem == ""
    assert marks(course)["ada"] == EXPECTED["ada"]


def test_an_old_notebook_is_graded(course: Path, toys: Assignment) -> None:
    """nbformat 4.0 without cell ids, as old tools write it."""
    path = hand_in(course, "ada", "01_toy", solved(course / "release" / "01_toy" / "01_toy.ipynb", toys))
    book = nbformat.read(path, 4)
    for cell in book.cells:
        del cell["id"]
    book.nbformat_minor = 0
    path.write_text(nbformat.v4.writes(book))
    done = {graded.student: graded for _, graded in autograde(course, "01_toy", 1)}
    assert done["ada"].problem == ""
    assert marks(course)["ada"] == EXPECTED["ada"]


def test_an_answer_in_writing_is_found_by_its_question() -> None:
    """Without metadata, a manual answer is what follows its question; a deleted one comes back, and says so."""
    released = stub(find_course(ROOT).find("01_start"))
    (written,) = (
        c for c in released.cells if c.cell_type == "markdown" and c.metadata.get("nbgrader", {}).get("grade")
    )
    book = nbformat.from_dict(released)
    place = [c.source for c in book.cells].index(written.source)
    book.cells[place].source = "My answer."
    lost(book)
    assert repair(book, released)
    assert book.cells[place].metadata.nbgrader.grade_id == written.metadata.nbgrader.grade_id
    del book.cells[place]
    assert any("had been deleted" in sentence for sentence in repair(book, released))
    assert book.cells[place].source.startswith("This cell was missing from the submission")
    assert book.cells[place].source.endswith(written.source)


# --------------------------------------------------------------------------------------------------------------- export

EXPORTED = """\
Student,ID,SIS User ID,SIS Login ID,Section,06_training_loop (77),Final Score
    Points Possible,,,,,20,(read only)
"Lovelace, Ada",1001,,ada,A,-,
"=cmd(), Bob",7,bob7,,A,EX,-3
"Turing, Alan",1002,alan,,B,,
"""
SCORES = [
    Score("ada", 19.333, 20, lms_id="1001"), Score("bob", 4, 20, name="Bob =cmd()"), Score("x1", 7, 20, name="Alan Turing"),
]  # fmt: skip


def test_canvas_gets_its_own_file_filled() -> None:
    """One column changes, rows are found by id or name, EX stays, and no cell is a formula."""
    rows = [*csv.reader(io.StringIO(canvas(EXPORTED, "06_training_loop", SCORES)))]
    before = [*csv.reader(io.StringIO(EXPORTED))]
    assert [row[5] for row in rows[2:]] == ["19.33", "EX", "7.00"]
    assert [row[:5] + row[6:] for row in rows if "cmd" not in row[0]] == [
        row[:5] + row[6:] for row in before if "cmd" not in row[0]
    ]
    assert rows[3][0] == "'=cmd(), Bob"


def test_canvas_in_europe_and_with_a_byte_order_mark() -> None:
    """Semicolons, Windows line ends and the mark stay as they were."""
    text = "\ufeff" + EXPORTED.replace(", ", "+").replace(",", ";").replace("+", ", ").replace("\n", "\r\n")
    filled = canvas(text, "06_training_loop", SCORES[:1])
    assert filled.startswith("\ufeffStudent;ID;")
    assert "1001;;ada;A;19.33;\r\n" in filled


@pytest.mark.parametrize(
    ("text", "title", "scores", "says"),
    [
        (EXPORTED, "05_loss", SCORES, "no column '05_loss'"),
        (EXPORTED, "Final Score", SCORES, "read only"),
        (EXPORTED, "06_training_loop", [Score("nobody", 1, 2)], "nobody in the file is nobody"),
        (
            EXPORTED + '"Lovelace, Ada",1003,,,A,,\n',
            "06_training_loop",
            [Score("x", 1, 2, name="Ada Lovelace")],
            "2 rows",
        ),
        ("a,b\n", "06_training_loop", SCORES, "begins with Student"),
        ('Student,ID,x,Section,"06\n', "06", SCORES, "not CSV"),
    ],
)
def test_nothing_is_filled_in_half(text: str, title: str, scores: list[Score], says: str) -> None:
    """What does not fit is told in a sentence, and nothing is given back."""
    with pytest.raises(FillError, match=says):
        canvas(text, title, scores)


SHEET = """\
Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,Last modified (grade)
Participant 12,Ada Lovelace,ada@example.org,Submitted,,20.00,Yes,-
Participant 13,Alan Turing,alan@example.org,No submission,,20.00,Yes,-
"""


def test_moodles_worksheet_is_filled() -> None:
    """By email address; who has no score stays empty; more points than Moodle allows are refused."""
    rows = [*csv.DictReader(io.StringIO(moodle_worksheet(SHEET, [Score("a", 19.5, 20, email="Ada@example.org")])))]
    assert [row["Grade"] for row in rows] == ["19.50", ""]
    with pytest.raises(FillError, match="would refuse all"):
        moodle_worksheet(SHEET, [Score("a", 21, 20, email="ada@example.org")])
    with pytest.raises(FillError, match="no grading worksheet"):
        moodle_worksheet("a,b\n", [])


def test_moodles_gradebook_import() -> None:
    """A row a student, a column an assignment, empty where nothing was handed in."""
    text = moodle_grades(["01", "02"], {"01": [Score("ada", 3, 4), Score("@x", 1, 4)], "02": [Score("ada", 0, 4)]})
    assert text == "username,email,01,02\r\n'@x,,1.00,\r\nada,,3.00,0.00\r\n"


def test_nbgrader_exports_with_penalties(course: Path) -> None:
    """`nbgrader export` with our exporters, on a real gradebook; and with a file that does not fit, nothing.

    Who could not be graded has no score, which is not a zero.
    """
    (course / "submitted" / "eve" / "01_toy" / "01_toy.ipynb").write_text("{")
    assert [graded.student for _, graded in autograde(course, "01_toy", 1) if graded.problem] == ["eve"]
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.add_student("eve")
        gradebook.update_or_create_submission("01_toy", "eve")  # as nbgrader's own command leaves it
        gradebook.find_submission_notebook("01_toy", "01_toy", "bob").late_submission_penalty = 1.0
        gradebook.db.commit()
    run(course, "nbgrader", "export", "--exporter=autograder.gradebook.exporters.MoodleExport", "--to=out.csv")
    assert (course / "out.csv").read_text().splitlines()[1:] == ["ada,,10.00", "bob,,2.00", "stub,,0.00"]
    (course / "in.csv").write_text(EXPORTED)
    how = ["--exporter=autograder.gradebook.exporters.CanvasExport", "--CanvasExport.file=in.csv"]
    done = forked("nbgrader", "export", *how, cwd=course, env=ENVIRONMENT)
    assert done.returncode == 1
    assert "Nothing was exported: there is no column '01_toy'" in done.stderr
    assert not (course / "canvas.csv").exists()


def test_the_worksheet_that_is_named_is_filled(course: Path) -> None:
    """`--MoodleExport.file` fills that file and touches no other, whatever it is called; `--to` leaves it as it was."""
    assert {""} == {graded.problem for _, graded in autograde(course, "01_toy", 1)}
    sheet, other = course / "worksheet.csv", course / "moodle.csv"
    people = [f"Participant {n},{name},,Submitted,,20.00,Yes,-" for n, name in enumerate(("ada", "bob", "eve", "stub"))]
    sheet.write_text("\n".join([SHEET.splitlines()[0], *people, ""]))
    before = sheet.read_text()
    other.write_text("mine")
    export = ["nbgrader", "export", "--exporter=autograder.gradebook.exporters.MoodleExport"]
    run(course, *export, f"--MoodleExport.file={sheet.name}", "--to=copy.csv")
    assert (before, "mine") == (sheet.read_text(), other.read_text())
    run(course, *export, f"--MoodleExport.file={sheet.name}")
    assert ["10.00", "3.00", "3.00", "0.00"] == [row["Grade"] for row in csv.DictReader(io.StringIO(sheet.read_text()))]
    assert (sheet.read_text(), "mine") == ((course / "copy.csv").read_text(), other.read_text())
    done = forked(*export, cwd=course, env=ENVIRONMENT)
    assert (1, "mine") == (done.returncode, other.read_text())
    assert "Nothing was exported: moodle.csv is there and is another file" in done.stderr
    other.unlink()
    for _ in range(2):
        run(course, *export)
    assert other.read_text().startswith("username,email,01_toy")


BY_HAND = """
# %% [markdown]
# ## Task 1.5: in your own words (2.5 points, marked by hand)

# %% [markdown] task="1.5" manual=true points=2.5
# *Write here.*
"""


def test_a_task_that_a_person_marks_is_waited_for(
    assignment: Callable[..., Assignment], sandbox: Sandbox, tmp_path: Path
) -> None:
    """Our pages show it as waiting and score it not; no export hands out a score without it, unless it is asked to."""
    made = assignment({"solution.py": TOY["solution.py"] + BY_HAND})
    hand_out(made, sandbox)
    root = tmp_path / "directory"
    assert [*init(root, Course(made.root))]
    book = solved(root / "release" / made.name / f"{made.name}.ipynb", made)
    hand_in(root, "stub", made.name, book)  # who wrote nothing gets nothing, and nobody needs to look
    next(c for c in book.cells if c.metadata.get("task") == "1.5").source = "Because."
    for student in ("ada", "bob"):
        hand_in(root, student, made.name, book)
    assert {"": 12.5} == {graded.problem: graded.max_score for _, graded in autograde(root, made.name, 1)}
    result = Result.from_json((root / "graded" / made.name / "ada" / "result.json").read_text())
    assert (10.0, 10.0, (ByHand("1.5", "in your own words", 2.5),)) == (result.score, result.max_score, result.by_hand)
    assert "in your own words" in (root / "graded" / made.name / "ada" / "feedback.html").read_text()
    checked = nbformat.read(root / "autograded" / "ada" / made.name / f"{made.name}.ipynb", 4)
    assert "in your own words" not in str([c.get("outputs") for c in checked.cells])
    export = ["nbgrader", "export", "--exporter=autograder.gradebook.exporters.MoodleExport", "--to=out.csv"]
    said = run(root, *export)
    assert "of 3 scores 2 are left out, since a task in that work waits for a person: ada, bob" in said
    assert ["stub,,10.00"] == (root / "out.csv").read_text().splitlines()[1:]
    said = run(root, *export, "--MoodleExport.unfinished=True")
    assert "a task in that work waits for a person: ada, bob" in said
    assert ["ada,,10.00", "bob,,10.00", "stub,,10.00"] == (root / "out.csv").read_text().splitlines()[1:]
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        grade = gradebook.find_grade(f"{made.name}-1-5", made.name, made.name, "ada")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        gradebook.db.commit()
    (root / "in.csv").write_text(
        EXPORTED.replace("06_training_loop", made.name).replace("bob7", "bob").replace("EX", "3")
    )
    canvas_export = ["--exporter=autograder.gradebook.exporters.CanvasExport", "--CanvasExport.file=in.csv"]
    said = run(root, "nbgrader", "export", *canvas_export, "--CanvasExport.skip_unknown=True")
    assert "of 3 scores 1 are left out, since a task in that work waits for a person: bob" in said
    rows = [*csv.reader(io.StringIO((root / "in.csv").read_text()))]
    assert {"1001": "11.50", "7": "3", "1002": ""} == {row[1]: row[5] for row in rows[2:]}


# --------------------------------------------------------------------------------------------- asserts in the notebook


def test_tricks_with_outputs_earn_nothing() -> None:
    """A result that was displayed before the error, or beside the cell's own, does not count."""
    five = new_output("execute_result", data={"text/plain": "5"}, execution_count=1)
    two = new_output("execute_result", data={"text/plain": "2"}, execution_count=1)
    error = new_output("error", ename="AssertionError", evalue="", traceback=[])
    assert earned(new_code_cell("assert f()", outputs=[five, error])) == [error]
    assert earned(new_code_cell("f()\ng()", outputs=[five, two])) == [two]
    assert earned(new_code_cell("assert f()", outputs=[five])) == []


FILES = Path(nbgrader.__file__).parent / "tests" / "apps" / "files"
TESTED = {
    "submitted-unchanged": ["submitted-changed", "submitted-cheat-attempt", "submitted-cheat-attempt-alternative",
                            "submitted-grade-cell-changed", "submitted-locked-cell-changed"],
    "test": [], "infinite-loop": [], "side-effects": [], "test-hidden-tests": [], "validation-zero-points": [],
    "test-with-output": [], "validating-environment-variable": [],
}  # fmt: skip
"""Notebooks that nbgrader tests itself with: source versions, each with what may be handed in for it."""

HIDDEN = [
    ("def add(a, b):\n    return a + b", ["return a + b", "return a - b", "return a + b + 0.0", "return b"],
     "assert add(1, 2) == 3\n### BEGIN HIDDEN TESTS\nassert add(-1, 2) == 1  # canary\nassert isinstance(add(0, 0), int)\n### END HIDDEN TESTS"),
    ("def mean(v):\n    return sum(v) / len(v)", ["return sum(v) / len(v)", "return sum(v) // len(v)", "return sorted(v)[0]", "while True: pass"],
     "points = 0.0\nif mean([1, 3]) == 2:\n    points += 1\n### BEGIN HIDDEN TESTS\nif mean([1, 2]) == 1.5:\n    points += 1\n### END HIDDEN TESTS\npoints"),
    ("import warnings\n\ndef warn(v):\n    return v", ["warnings.warn('x')\n    return v", "print('printed')\n    return v", "import sys\n    sys.displayhook(2)\n    return v", "import sys\n    sys.displayhook(2)\n    return 0"],
     "assert warn(3) == 3\n### BEGIN HIDDEN TESTS\nassert warn(4) == 4\n### END HIDDEN TESTS"),
    ("import torch\n\ndef twice(v):\n    return 2 * v", ["return 2 * v", "return v.mul_(2)", "return v * v", "return torch.cat([v, v])"],
     "x = torch.tensor([1., 2.])\ny = twice(x)\nassert y.tolist() == [2., 4.]\n### BEGIN HIDDEN TESTS\nassert x.tolist() == [1., 2.]\n### END HIDDEN TESTS"),
    ("def table():\n    return open('data.csv').read().splitlines()", ["return open('data.csv').read().splitlines()", "return []", "raise SystemExit", "return 1 / 0"],
     "assert len(table()) == 2\n### BEGIN HIDDEN TESTS\nassert table()[1] == '1,2'\n### END HIDDEN TESTS"),
    ("class Stack(list):\n    def top(self):\n        return self[-1]", ["return self[-1]", "return self.pop()", "return None", "return self[0]"],
     "s = Stack([1, 2])\nassert s.top() == 2\n### BEGIN HIDDEN TESTS\nassert s == [1, 2]\n### END HIDDEN TESTS\n1.5"),
]  # fmt: skip
"""Ordinary exercises: the answer, other last lines of it, and a test cell with hidden tests; worth two points."""


def metadata(name: str, **more: Any) -> dict[str, Any]:
    """nbgrader's, of a cell."""
    plain = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3, "grade_id": name}
    return {"nbgrader": plain | more}


def ordinary(kit: bool, root: Path) -> dict[Any, Any]:
    """The scores that nbgrader's commands give to its own notebooks and to ordinary ones, with the kit or without."""
    config = "c = get_config()\nc.Execute.timeout = 12\nc.Grade.timeout = 12\n"  # a busy machine imports torch in it
    config += "from autograder.gradebook.plugin import configure\nconfigure(c)\n" if kit else ""
    root.mkdir()
    (root / "nbgrader_config.py").write_text(config)
    names = []
    for name, others in TESTED.items():
        folder = root / "source" / name
        folder.mkdir(parents=True)
        (folder / "p1.ipynb").write_bytes((FILES / f"{name}.ipynb").read_bytes())
        for student in [name, *others]:
            hand_in(root, student, name, nbformat.read(FILES / f"{student}.ipynb", 4)).rename(
                root / "submitted" / student / name / "p1.ipynb"
            )
        names.append(name)
    for number, (answer, _, test) in enumerate(HIDDEN):
        name = f"exercise{number}"
        cells = [
            new_code_cell(
                f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION",
                metadata=metadata("answer", solution=True, cell_type="code"),
            ),
            new_code_cell(test, metadata=metadata("test", grade=True, locked=True, points=2, cell_type="code")),
        ]
        (root / "source" / name).mkdir(parents=True)
        nbformat.write(new_notebook(cells=cells), root / "source" / name / f"{name}.ipynb")
        (root / "source" / name / "data.csv").write_text("a,b\n1,2\n")
        names.append(name)
    for name in names:
        run(root, "nbgrader", "generate_assignment", name)
    for number, (answer, endings, _) in enumerate(HIDDEN):
        name = f"exercise{number}"
        for ending in endings:
            book = nbformat.read(root / "release" / name / f"{name}.ipynb", 4)
            start, _, last = answer.rpartition("\n")
            book.cells[0].source = f"{start}\n{last[: len(last) - len(last.lstrip())]}{ending}"
            hand_in(root, f"s{endings.index(ending)}", name, book)
    found: dict[Any, Any] = {}
    for name in names:
        forked("nbgrader", "autograde", name, cwd=root, env=ENVIRONMENT)  # some end in an error, and should
        found |= {(name, student): cells for student, cells in scores(root, name).items()}
    return found


@pytest.mark.slow
def test_links_in_a_submission_lead_nowhere(tmp_path: Path) -> None:
    """A file that a student only points at is not read for the student's program."""
    (tmp_path / "secret.txt").write_text("canary")
    text = "from autograder.gradebook.plugin import configure\nconfigure(c)\n"
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n" + text)
    test = new_code_cell("assert True", metadata=metadata("test", grade=True, locked=True, points=2, cell_type="code"))
    (tmp_path / "source" / "plain").mkdir(parents=True)
    nbformat.write(new_notebook(cells=[test]), tmp_path / "source" / "plain" / "plain.ipynb")
    run(tmp_path, "nbgrader", "generate_assignment", "plain")
    book = nbformat.read(tmp_path / "release" / "plain" / "plain.ipynb", 4)
    book.cells.insert(0, new_code_cell("import os\nprint(os.path.exists('own'), os.path.exists('peek'))"))
    folder = hand_in(tmp_path, "eve", "plain", book).parent
    (folder / "own").write_text("mine")
    (folder / "peek").symlink_to(tmp_path / "secret.txt")
    assert "peek is a link, so the notebook runs without it" in run(tmp_path, "nbgrader", "autograde", "plain")
    book = nbformat.read(tmp_path / "autograded" / "eve" / "plain" / "plain.ipynb", 4)
    assert "True False\n" == book.cells[0].outputs[0].text


@pytest.mark.slow
def test_ordinary_notebooks_score_as_under_stock_nbgrader(tmp_path: Path) -> None:
    """Same scores, cell by cell, on nbgrader's own notebooks and on exercises with hidden tests; but no tricks."""
    with ThreadPoolExecutor() as both:  # each waits for kernels and deadlines most of the time
        stock, ours = both.map(ordinary, (False, True), (tmp_path / "stock", tmp_path / "ours"))
    tricks = {("exercise2", "s2"), ("exercise2", "s3")}  # `sys.displayhook(2)` makes full marks of a failed assert
    assert stock["exercise2", "s3"]["test"][0] == 2.0
    assert ours["exercise2", "s3"]["test"][0] == 0.0
    assert {key: value for key, value in stock.items() if key not in tricks} == {
        key: value for key, value in ours.items() if key not in tricks
    }
    assert len(ours) >= 25
    run(tmp_path / "ours", "nbgrader", "generate_feedback", "exercise0")
    pages = [path.read_text() for path in (tmp_path / "ours" / "feedback").rglob("*.html")]
    assert len(pages) == 4
    assert [page for page in pages if "canary" in page] == []
    assert any("AssertionError" in page for page in pages)


@pytest.mark.slow
def test_nbgraders_documentation_course(tmp_path: Path) -> None:
    """The course that nbgrader's documentation grades comes out the same."""
    folder = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"
    found = []
    for kit in (False, True):
        root = tmp_path / f"kit{kit:d}"
        for part in ("source/ps1", "submitted"):
            shutil.copytree(folder / part, root / part)
        text = "from autograder.gradebook.plugin import configure\nconfigure(c)\n" if kit else ""
        (root / "nbgrader_config.py").write_text("c = get_config()\n" + text)
        run(root, "nbgrader", "generate_assignment", "ps1")
        run(root, "nbgrader", "autograde", "ps1")
        found.append(scores(root, "ps1"))
    assert found[0] == found[1]
    assert {"bitdiddle", "hacker"} == set(found[0])
