"""A class as it comes on a Monday morning: forty-five students, each with what one of them is known to hand in."""

from __future__ import annotations

import csv
import json
import subprocess
import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

import pytest
from conftest import TOY
from downloads import PDF, folder
from helpers import command, said
from nbformat import writes
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from samples import Page, table

from autograder.course.assignment import Course
from autograder.grading.reference import laid_over
from autograder.result import Result, Usage

pytestmark = pytest.mark.slow

NAME, OTHER = "01_toy", "02_words"
OTHER_SOLUTION = """\
# %% task="2.1"
def shout(text):
    ### BEGIN SOLUTION
    return text.upper()
    ### END SOLUTION

# %% task="2.2"
def whisper(text):
    ### BEGIN SOLUTION
    return text.lower()
    ### END SOLUTION
"""
OTHER_TESTS = '''\
import pytest
from autograder import expect

@pytest.mark.task("2.1", points=1)
def test_shout(record):
    """shouts"""
    expect.equal(record["shout"]["text"], "HEY")
'''
OTHER_PROBE = """\
def inputs(seed):
    return {}

def probe_shout(student, inputs):
    return {"text": student.shout("hey")}
"""


def _packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return file.getvalue()


def _book(*cells: str, before: Iterable[object] = (), language: str = "python") -> bytes:
    book = new_notebook(cells=[*before, *map(new_code_cell, cells)])
    book.metadata["language_info"] = {"name": language}
    return writes(book).encode()


Given = dict[str, bytes]
"""The files of a student's folder, by their names."""


class Door:
    """The class: for each student the files, and what becomes of them."""

    def __init__(self, right: list[str]):
        book, self.right = _book(*right), right
        script = "".join(f"# %%\n{cell}\n\n" for cell in right).encode()
        printed = new_code_cell("x = 1", outputs=[new_output("stream", text="1,2," * 700_000)])
        marked = new_code_cell("y = 1", outputs=[new_output("stream", text="<<<<<<< mine\n>>>>>>> yours\n")])
        conflict = f"<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> main\n{right[0]}"
        other = OTHER_SOLUTION.replace("### BEGIN SOLUTION", "").replace("### END SOLUTION", "")
        self.full: dict[str, Given] = {
            "notebook": {f"{NAME}.ipynb": book},
            "script": {f"{NAME}.py": script},
            "another name": {"my homework (final).ipynb": book},
            "deep": {f"week 3/mine/{NAME}.ipynb": book},
            "nbgrader": {f"{NAME}/{NAME}.ipynb": book},
            "zip": {"work.zip": _packed([(f"{NAME}.ipynb", book)])},
            "zip of a mac": {"w.zip": _packed([(f"w/{NAME}.ipynb", book), (f"__MACOSX/w/._{NAME}.ipynb", b"\0\5")])},
            "bundle": {
                f"course/{NAME}/{NAME}.ipynb": book, f"course/{NAME}/checks/probe.py": b"x = 1",
                f"course/{OTHER}/{OTHER}.ipynb": _book(other), "course/digits/MNIST/raw/t10k-labels-idx1-ubyte": b"x",
            },
            "browser": {f"{NAME} (1).ipynb": book},
            "drive": {f"Copy of {NAME}.ipynb": book},
            "text": {f"{NAME}.ipynb.txt": book},
            "json": {f"{NAME}.ipynb.json": book},
            "exported": {f"{NAME}.ipynb": book, f"{NAME}.py": script},
            "modules": {
                f"{NAME}.ipynb": _book(*right, "from mine import twice\ndef double(x): return twice(x)"),
                "mine.py": b"def twice(x): return 2 * x\n",
            },
            "data": {
                f"{NAME}.ipynb": _book(*right, "two = int(open('two.txt').read())\ndef double(x): return two * x"),
                "two.txt": b"2",
            },
            "much": {f"{NAME}.ipynb": book, "big.bin": bytes(20 << 20)},
            "misnamed": {f"{OTHER}.ipynb": book},
            "docstring": {f"{NAME}.ipynb": _book(*right, '"""\n<<<<<<< HEAD\n"""\nz = 1')},
            "prose": {f"{NAME}.ipynb": _book(*right, before=[new_markdown_cell(">>>>>>> a diff\n")])},
            "outputs": {f"{NAME}.ipynb": _book(*right, before=[marked])},
            "commas": {f"{NAME}.ipynb": _book(*right, before=[printed])},
            "windows": {f"{NAME}.py": "# %%\n# café — naïve\nx = 1\n".encode("cp1252") + script},
            "sixteen": {f"{NAME}.py": script.decode().encode("utf-16")},
            "seaborn": {f"{NAME}.ipynb": _book("import seaborn\nimport torch\n", *right)},
            "window": {f"{NAME}.ipynb": _book("import matplotlib\nmatplotlib.use('TkAgg')\nimport torch", *right)},
            "magics": {f"{NAME}.ipynb": _book("%matplotlib widget\n!pip install torch\n%load_ext autoreload", *right)},
            "drive mount": {f"{NAME}.ipynb": _book("from google.colab import drive\ndrive.mount('/d')\nimport torch", *right)},
            "Zoë Ünïcødé 数 🎈": {f"{NAME}.ipynb": book},
        }  # fmt: skip
        self.looked_at: dict[str, Given] = {
            "two": {f"{NAME}.ipynb": book, "old version.ipynb": _book("x = 1")},
            "two others": {"a.ipynb": _book(*right), "b.ipynb": _book(*right, "x = 1")},
        }
        self.partly: dict[str, tuple[float, Given]] = {
            "empty notebook": (0.0, {f"{NAME}.ipynb": _book()}),
            "syntax": (3.0, {f"{NAME}.ipynb": _book("import torch", "def double(x) return 2", *right[-1:])}),
            "exits": (10.0, {f"{NAME}.ipynb": _book(*right, "import os\nos._exit(0)")}),
        }
        self.ungraded: dict[str, tuple[str, Given]] = {
            "pdf": ("PDF", {"homework.pdf": PDF}),
            "word": ("Word", {"homework.docx": b"PK\3\4" + bytes(99)}),
            "picture": ("picture", {"IMG_1234.jpeg": b"\xff\xd8\xff" + bytes(99)}),
            "empty file": ("empty", {f"{NAME}.ipynb": b""}),
            "half": ("saved or copied by half", {f"{NAME}.ipynb": book[:500]}),
            "another": (f"notebook of {OTHER}", {f"{OTHER}.ipynb": _book(other)}),
            "another in disguise": (f"notebook of {OTHER}", {f"{NAME}.ipynb": _book(other)}),
            "conflict": ("conflict", {f"{NAME}.py": f"# %%\n{conflict}\n".encode()}),
            "language": ("not in Python", {f"{NAME}.ipynb": _book("x <- 1", language="R")}),
            "archive": ("export it as zip", {"work.7z": b"7z\xbc\xaf'\x1c" + bytes(99)}),
            "bomb": ("unpacks to more than", {"bomb.zip": _packed([(f"{NAME}.ipynb", bytes(300 << 20))])}),
            "nothing": ("notes.txt", {"notes.txt": b"I was ill."}),
        }

    @property
    def files(self) -> dict[str, Given]:
        """All folders."""
        return (
            self.full
            | self.looked_at
            | {name: given for name, (_, given) in self.partly.items()}
            | {name: given for name, (_, given) in self.ungraded.items()}
        )


class Monday:
    """The class graded: what was printed, where it lies, how to do it again."""

    def __init__(self, door: Door, root: Path, course: Course):
        self.door, self.out = door, root / "out"
        for name, given in door.files.items():
            folder(given, root / "class" / name)
        roster = "".join(f'{n},"{name}",s{n}@example.org\n' for n, name in enumerate([*door.files, "Mia Missing"], 100))
        (root / "students.csv").write_text(f"id,name,email\n{roster}", encoding="utf-8")
        self.line = [
            "grade",
            root / "class",
            "-a",
            NAME,
            "-o",
            self.out,
            "--roster",
            root / "students.csv",
            "--seed",
            "s",
        ]
        self.course = course
        self.ran = self.again()

    def again(self) -> subprocess.CompletedProcess[str]:
        """The command."""
        return command(*self.line, "-j", 2, course=self.course.root)

    def results(self) -> dict[str, Result]:
        """By student."""
        return {
            path.parent.name: Result.from_json(path.read_text(encoding="utf-8"))
            for path in self.out.glob("*/result.json")
        }


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Monday:
    """The class graded once, for all tests."""
    root = tmp_path_factory.mktemp("door")
    texts: dict[str, dict[str, str]] = {
        NAME: TOY, OTHER: {"solution.py": OTHER_SOLUTION, "probe.py": OTHER_PROBE, "test_visible.py": OTHER_TESTS},
    }  # fmt: skip
    for assignment, files in texts.items():
        folder({name: text.encode() for name, text in files.items()}, root / "course" / "solutions" / assignment)
    course = Course(root / "course")
    return Monday(Door(laid_over(course.find(NAME), None)), root, course)


def test_everybody_has_the_status_that_is_due(monday: Monday) -> None:
    """The right ones have all points, whatever they came in; what cannot be graded has no score, and nobody is lost."""
    door, results = monday.door, monday.results()
    assert sorted(door.files) == sorted(results)
    assert len(results) >= 40
    whole = {
        **dict.fromkeys([*door.full, *door.looked_at], 10.0),
        **{name: score for name, (score, _) in door.partly.items()},
    }
    assert whole == {name: one.score for name, one in results.items() if one.status == "graded"}, said(monday.ran)
    assert door.ungraded.keys() == {name for name, one in results.items() if one.score is None}
    for name, (words, _) in door.ungraded.items():
        ungraded = results[name].ungraded
        assert ungraded
        assert words in ungraded.reason, name
    assert door.looked_at.keys() <= {name for name, one in results.items() if one.flags}


def test_all_tell_the_same_story(monday: Monday) -> None:
    """Terminal, CSV, JSON and the class page name each student once, with one status and one score."""
    results, door = monday.results(), monday.door
    assert 1 == monday.ran.returncode
    told = [
        line.removeprefix("Not graded: ") for line in monday.ran.stderr.splitlines() if line.startswith("Not graded: ")
    ]
    assert sorted(door.ungraded) == sorted(line.split(": ")[0] for line in told)
    with (monday.out / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert [*door.files, "Mia Missing"] == [*rows]  # in the roster's order
    scores = {name: "" if one.score is None else f"{one.score:g}" for name, one in results.items()}
    assert scores | {"Mia Missing": ""} == {name: row["score"] for name, row in rows.items()}
    assert {name: one.status for name, one in results.items()} | {"Mia Missing": "missing"} == {
        name: row["status"] for name, row in rows.items()
    }
    whole = json.loads((monday.out / "class.json").read_text())
    assert {name: one.score for name, one in results.items()} == {
        one["student"]: one["score"] for one in whole["submissions"]
    }
    assert (door.ungraded.keys(), ["Mia Missing"]) == (
        whole["ungraded"].keys(),
        [one["name"] for one in whole["missing"]],
    )
    page = Page((monday.out / "index.html").read_text(encoding="utf-8"))
    shown = {
        row[0].partition(" 1")[0]: row[1] for row in table(page, "Student")
    }  # an id of the roster stands behind a name
    assert {name: f"{score} / 10" if score else "not graded" for name, score in scores.items()} == shown
    for link in page.values("a", "href"):
        assert link.startswith("#") or "/" in link
    graded = len(results) - len(door.ungraded)
    assert f"Submissions graded{graded} of {len(results)}" in " ".join(page.text.split())
    judged = {row[5] for row in table(page, "Task")}
    assert {str(graded)} == judged


@pytest.mark.parametrize("platform", ["gradescope", "junit"])
def test_reports_have_no_zero_for_what_was_not_graded(monday: Monday, tmp_path: Path, platform: str) -> None:
    """Each platform is told why, and no score."""
    ran = command("report", monday.out, "--as", platform, "--out", tmp_path / "told")
    assert 1 == ran.returncode
    suffix: Callable[[str], Path] = lambda name: next((tmp_path / "told").glob(f"{name}.*"))  # noqa: E731
    for name, (words, _) in monday.door.ungraded.items():
        text = suffix(name).read_text(encoding="utf-8")
        assert words in text
        if platform == "gradescope":
            assert (None, []) == (json.loads(text).get("score"), json.loads(text)["tests"])
        else:
            assert ("<error>" in text, "<failure" in text) == (True, False)


def test_the_gradebook_has_no_zero_for_what_was_not_graded(monday: Monday, tmp_path: Path) -> None:
    """Moodle's import has the graded ones by their addresses; who is left out is named with the reason."""
    ran = command("report", monday.out, "--as", "moodle", "--out", tmp_path / "moodle.csv")
    assert 1 == ran.returncode
    left = [
        line.removeprefix("Left out: ").split(": ")[0]
        for line in ran.stderr.splitlines()
        if line.startswith("Left out: ")
    ]
    assert sorted(monday.door.ungraded) == sorted(left)
    rows = list(csv.reader((tmp_path / "moodle.csv").read_text(encoding="utf-8").splitlines()))
    assert ["username", "email", NAME] == rows[0]
    assert len(monday.results()) - len(monday.door.ungraded) == len(rows) - 1
    assert {"10.00", "3.00", "0.00"} == {row[2] for row in rows[1:]}


def test_regrading_changes_nothing(monday: Monday) -> None:
    """The same command again leaves each result, page and table as it was."""
    watched = [path for path in monday.out.rglob("*") if path.is_file() and path.suffix in (".json", ".csv", ".html")]
    before = {path: path.read_bytes() for path in watched}
    assert 1 == monday.again().returncode
    assert [] == [str(path.relative_to(monday.out)) for path, data in before.items() if path.read_bytes() != data]


def test_the_same_work_has_the_same_result_however_it_came(monday: Monday) -> None:
    """The checks, cells and points of an honest submission are those of the same notebook handed in by itself."""
    results = monday.results()
    plain = {
        name: (results[name].checks, results[name].cells)
        for name in ("another name", "deep", "zip", "zip of a mac", "bundle", "browser", "drive", "text", "json", "two")
    }
    assert dict.fromkeys(plain, (results["notebook"].checks, results["notebook"].cells)) == plain
    assert Usage() != results["notebook"].usage
