"""A class as a platform gives it, from the download to results, and what lies beside a notebook on the way."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from conftest import Run
from downloads import PLATFORMS, canvas, folder, zipped
from helpers import ROOT, command, notebook, said, script
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course.assignment import Course
from autograder.grading.grade import Grader
from autograder.grading.reference import laid_over
from autograder.result import Result, Usage
from autograder.student.check import check_file
from autograder.submission.find import Found, find, of_student

NAME = "01_toy"
HELPED = "del double\nfrom mine import twice\nfrom pkg.more import third\ndef double(x): return third(twice(3 * x))"
BESIDE = {
    "mine.py": b"def twice(x): return 2 * x\n",
    "pkg/__init__.py": b"",
    "pkg/more.py": b"from pathlib import Path\ndef third(x): return x / float(Path('data/three.txt').read_text())\n",
    "data/three.txt": b"3",
}
"""Modules and data with which `HELPED` is right."""


@pytest.fixture(scope="module")
def right(toy: Course) -> bytes:
    """A notebook with the solution in it."""
    cells = [new_code_cell(cell) for cell in laid_over(toy.find(NAME), None)]
    return nbformat.writes(new_notebook(cells=cells)).encode()


def result(folder: Path, student: str) -> Result:
    """The result that was written for a student."""
    return Result.from_json((folder / student / "result.json").read_text(encoding="utf-8"))


def alike(result: Result) -> str:
    """A result without what it cost, and what is said of the student and the way that it came."""
    return replace(result, student="", id="", late=False, notes=(), flags=(), usage=Usage()).to_json()


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_download_is_graded_as_each_one_alone(
    grader: Grader, toy: Course, right: bytes, tmp_path: Path, platform: str, packed: bool
) -> None:
    """Whatever platform a notebook comes through, its result is that of the notebook by itself."""
    files = PLATFORMS[platform](NAME, right)
    given = zipped(files, tmp_path / "x.zip") if packed else folder(files, tmp_path / "x")
    for found in find([given], NAME, course=toy):
        if not found.problem:
            alone = folder(
                {found.name: right, **{n: p.read_bytes() for n, p in found.beside.items()}}, tmp_path / found.student
            )
            one, other = (grader.grade_found(it).result for it in (found, of_student(alone, NAME)))
            assert alike(one) == alike(other)
            assert (10.0, found.id, found.late) == (one.score, one.id, one.late)


def test_a_canvas_download_with_a_roster(toy: Course, right: bytes, tmp_path: Path) -> None:
    """Names, ids, LATE and the order are in the results; who is missing is said; a second run changes nothing."""
    given = zipped(canvas(NAME, right), tmp_path / "submissions.zip")
    roster, out = tmp_path / "students.csv", tmp_path / "out"
    roster.write_text(
        'Student,ID\n"Müller, Zoë",6\n"Hopper, Grace",5\n"Lovelace, Ada",4\n"Turing, Alan",7\n', encoding="utf-8"
    )
    line = ["grade", given, "-a", NAME, "-o", out, "--roster", roster, "--seed", "s", "-j", 1]
    ran = command(*line, course=toy.root)
    assert 1 == ran.returncode
    assert "Canvas download: 3 students, 1 late." in ran.stderr.splitlines()
    assert "Handed in nothing: Alan Turing." in ran.stderr.splitlines()
    assert "Roster: 4 students; id from 'ID', name from 'Student'." in ran.stderr.splitlines()
    assert "Not graded: Zoë Müller: there is no .ipynb or .py file, but homework.pdf (a PDF document)" in said(ran)
    ada, grace = result(out, "Ada Lovelace"), result(out, "Grace Hopper")
    assert (10.0, "4", True, 10.0, "5", False) == (ada.score, ada.id, ada.late, grace.score, grace.id, grace.late)
    assert ["helpers.py"] == [*grace.submission.beside]
    rows = (out / "results.csv").read_text(encoding="utf-8-sig")
    assert sorted(["Zoë Müller", "Grace Hopper", "Ada Lovelace"], key=rows.index) == [
        "Zoë Müller",
        "Grace Hopper",
        "Ada Lovelace",
    ]
    before = {
        path: path.read_bytes() for path in out.rglob("*") if path.is_file() and path.name not in (".key", "record.bin")
    }
    again = command(*line, course=toy.root)
    assert (1, True) == (again.returncode, "2 of 3 were graded before" in said(again))
    changed = [str(path.relative_to(out)) for path, data in before.items() if path.read_bytes() != data]
    assert [] == changed


def test_a_scheme_or_roster_that_cannot_be_is_refused(cli: Run, toy: Course, tmp_path: Path) -> None:
    """In a sentence, with status 2, before anything is graded; other archives are named as what they are."""
    work = script(tmp_path / "class" / "ada.py", "x = 1").parent
    (tmp_path / "class.rar").write_bytes(b"Rar!")
    options = ["-a", NAME, "-o", tmp_path / "out", "--course", toy.root]
    for arguments, says in (
        ([work, "--from", "ilias"], "--from ilias: it is one of gradescope"),
        ([work / "ada.py", "--from", "ilias"], "--from ilias: it is one of gradescope"),
        ([work, "--roster", tmp_path / "none.csv"], "none.csv: No such file"),
        ([tmp_path / "class.rar"], "class.rar is an archive that is not read: export it as .zip"),
    ):
        ran = cli("grade", *arguments, *options)
        assert (2, True) == (ran.returncode, says in ran.stderr), ran.stderr
    assert not (tmp_path / "out").exists()


# ------------------------------------------------------------------------------------------------------- what is beside


def helped(tmp_path: Path, toy: Course) -> Found:
    """A submission that is right by what lies beside it."""
    given = folder(BESIDE, tmp_path / "ada")
    notebook(given / f"{NAME}.ipynb", *laid_over(toy.find(NAME), None), HELPED)
    return of_student(given, NAME, toy)


def test_modules_and_data_go_along(grader: Grader, toy: Course, tmp_path: Path) -> None:
    """A notebook that imports the student's own modules and reads the student's data is right, as at home."""
    graded = grader.grade_found(helped(tmp_path, toy)).result
    assert (10.0, {"ok"}) == (graded.score, {cell.outcome for cell in graded.cells})
    assert [*BESIDE] == sorted(BESIDE, key=[*graded.submission.beside].index) or set(BESIDE) == {
        *graded.submission.beside
    }
    (tmp_path / "ada" / "mine.py").unlink()
    assert grader.grade_found(of_student(tmp_path / "ada", NAME, toy)).result.score == 3.0


@pytest.mark.parametrize(
    "name",
    ["torch", "autograder", "numpy", "json", "random", "queue", "string", "typing", "safetensors", "sympy", "probe"],
)
def test_a_module_of_a_librarys_name_is_no_fault_of_ours(
    grader: Grader, toy: Course, tmp_path: Path, name: str
) -> None:
    """A student's `torch.py` beside a right notebook costs no points: the questions are asked with the real one."""
    notebook(tmp_path / "ada" / f"{NAME}.ipynb", *laid_over(toy.find(NAME), None))
    (tmp_path / "ada" / f"{name}.py").write_text("raise SystemExit('mine')\n")
    graded = grader.grade_found(of_student(tmp_path / "ada", NAME, toy))
    assert ([f"{name}.py"], 10.0, []) == ([*graded.result.submission.beside], graded.result.score, graded.faults)


def test_a_changed_module_is_graded_again(toy: Course, tmp_path: Path) -> None:
    """The result rests on what lay beside, too: a change there is graded, and saved answers can be judged again."""
    helped(tmp_path / "class", toy)
    out = tmp_path / "out"
    line = ["grade", tmp_path / "class", "-a", NAME, "-o", out, "--seed", "s", "-j", 1]
    assert (0, 10.0) == (command(*line, course=toy.root).returncode, result(out, "ada").score)
    assert "1 of 1 were graded before" in command(*line, course=toy.root).stdout
    judged = command("judge", out, "--seed", "s", course=toy.root)
    assert (0, True) == (judged.returncode, "1 judged again" in judged.stdout), judged.stderr
    (tmp_path / "class" / "ada" / "mine.py").write_text("def twice(x): return 5 * x\n")
    assert "graded before" not in command(*line, course=toy.root).stdout
    assert 3.0 == result(out, "ada").score


def test_check_runs_with_what_lies_beside(tmp_path: Path) -> None:
    """In a student's own folder modules are found, as in Jupyter."""
    loop = Course(ROOT).find("06_training_loop")
    (tmp_path / "checks").symlink_to(loop.released / "checks")
    (tmp_path / "digits").symlink_to(ROOT / "assignments" / "digits")
    (tmp_path / "mine.py").write_text("nothing = 0.0\n")
    path = notebook(tmp_path / f"{loop.name}.ipynb", *laid_over(loop, None), "import mine\nassert mine.nothing == 0.0")
    assert () == check_file(path, "6.1").notes


def test_ci_grades_with_what_lies_beside(cli: Run, toy: Course, tmp_path: Path) -> None:
    """In a repository, too, and the feedback's numbers are those of the whole work."""
    helped(tmp_path / "repository", toy)
    ran = cli("ci", tmp_path / "repository", "--course", toy.root, "--all", "--seed", "s")
    assert (0, True) == (ran.returncode, "10 / 10" in ran.stdout), ran.stdout + ran.stderr


def test_results_say_what_lay_beside(grader: Grader, toy: Course, tmp_path: Path) -> None:
    """By path and hash, and nothing where there was nothing."""
    found = helped(tmp_path, toy)
    data = json.loads(grader.grade_found(found).result.to_json())
    assert set(BESIDE) == data["submission"]["beside"].keys()
    alone = grader.grade_found(Found("ada", found.path)).result
    assert {} == alone.submission.beside
