"""The command as people use it: what it prints, writes and returns, and what it says when it was not used right."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from conftest import TOY
from helpers import command, notebook, said, script, under_way

from autograder.authoring import release
from autograder.course.assignment import Assignment, Course
from autograder.course.errors import AuthorError
from autograder.grading.reference import laid_over
from autograder.result import Result
from autograder.wall import doctor

Make = Callable[..., Assignment]
Graded = tuple[subprocess.CompletedProcess[str], Path]


def result(folder: Path, student: str) -> Result:
    """The result that was written for a student."""
    return Result.from_json((folder / student / "result.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def right(toy: Course) -> list[str]:
    """The cells of the solution."""
    return laid_over(toy.find("01_toy"), None)


SQUARE = TOY["misconceptions/square.py"]

# ---------------------------------------------------------------------------------------------------------------- grade


@pytest.fixture(scope="module")
def one(toy: Course, right: list[str], tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """The command on one file, and where it wrote to: a folder whose name looks like markup."""
    folder = tmp_path_factory.mktemp("one")
    path = script(folder / "ada.py", *right, SQUARE)
    to = folder / ("[bold]out[" + "x" * 60)
    return command("grade", path, "-a", "01_toy", "-o", to, "-j", 1, course=toy.root), to


TABLE = """\
01_toy                                   3 / 10 points
  FAIL  1.1  doubles a tensor             0 / 2
             not twice: 5 of 5 values differ
             hint: Are you squaring?
  wait  1.1  doubles a number (needs “doubles a tensor”)
  ok    1.2  adds up all values           3 / 3
  wait  1.3  leaves its input as it was (needs 1.1)
"""


def test_one_submission_is_printed_as_a_table(one: Graded) -> None:
    """Who grades one file sees points, reasons and the hint; the exit status is 0."""
    ran, _ = one
    assert (0, "") == (ran.returncode, ran.stderr)
    lines = [" ".join(line.split()) for line in ran.stdout.splitlines()]
    assert [" ".join(line.split()) for line in TABLE.splitlines()] == lines[:7]


def test_the_place_of_the_page_can_be_copied(one: Graded) -> None:
    """Where the class page is stands in one line, as it is, however long it is and whatever it looks like."""
    ran, folder = one
    assert f"Class page: {folder / 'index.html'}" == ran.stdout.splitlines()[-1]


def test_a_student_gets_a_folder(one: Graded) -> None:
    """Feedback, result, raw answers and the notebook as it ran are written, and nothing half written stays."""
    _, folder = one
    assert {"feedback.html", "result.json", "record.bin", "notebook.ipynb", "glance.json"} == {
        path.name for path in (folder / "ada").iterdir() if not path.name.startswith(".key")
    }
    assert {"ada", "index.html", "results.csv", "checks.csv", "class.json"} == {
        path.name for path in folder.iterdir() if path.name != ".lock"
    }
    assert ("ada", 3.0, "full") == ((found := result(folder, "ada")).student, found.score, found.protection)
    nbformat.validate(nbformat.read(folder / "ada" / "notebook.ipynb", as_version=4))
    assert "Are you squaring?" in (folder / "ada" / "feedback.html").read_text(encoding="utf-8")


def test_the_secret_is_made_once_and_kept_private(one: Graded) -> None:
    """Without --seed the hidden inputs come from a secret of this user's, which nobody else may read."""
    secret = Path(os.environ["XDG_CACHE_HOME"]) / "autograder" / "secret"
    assert ("600", "700", 32) == (
        f"{secret.stat().st_mode & 0o777:o}", f"{secret.parent.stat().st_mode & 0o777:o}", len(secret.read_text().strip())
    )  # fmt: skip


@pytest.fixture(scope="module")
def many(toy: Course, right: list[str], tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """The command on a class in all layouts, with what goes wrong in every class, and where it wrote to."""
    folder = tmp_path_factory.mktemp("many")
    script(folder / "class" / "ada.py", *right)
    notebook(folder / "class" / "bob" / "my homework (final).ipynb", *right)
    notebook(folder / "class" / "cleo" / "01_toy" / "01_toy.ipynb", *right)
    script(folder / "class" / "cleo" / "01_toy" / "scratch.py", "x = 1")
    notebook(folder / "class" / "dora.ipynb")
    (folder / "class" / "emil.ipynb").write_text("This is my homework.")
    script(folder / "class" / "Fay.py", *right)
    notebook(folder / "class" / "fay.ipynb", *right)
    script(folder / "class" / "gus" / "a.py", *right)
    script(folder / "class" / "gus" / "b.py", *right)
    (folder / "class" / "hal").mkdir()
    (folder / "class" / "ivy.py").symlink_to("ada.py")
    notebook(folder / "class" / "jo=1+1 <b> 🎈.ipynb", *right, "import os\nos._exit(0)")
    for name in (".hidden.py", "README.txt", "__MACOSX/kim.py", "bob/.ipynb_checkpoints/x.ipynb"):
        script(folder / "class" / name, *right)
    return command(
        "grade", folder / "class", "-a", "01_toy", "-o", folder / "out", "-j", 2, "--seed", "s", course=toy.root
    ), folder / "out"  # fmt: skip


FULL = ["ada", "bob", "cleo", "gus", "jo=1+1 <b> 🎈"]
BAD = {
    "emil": "UNREADABLE", "hal": "STRUCTURE", "Fay": "STRUCTURE", "fay": "STRUCTURE", "ivy": "STRUCTURE"
}  # fmt: skip


def test_a_class_in_any_layout_is_graded(many: Graded) -> None:
    """A file, a folder or nbgrader's folder in a folder for each student: all the same, in one go."""
    ran, folder = many
    said(ran)
    assert dict.fromkeys(FULL, 10.0) | {"dora": 0.0} == {name: result(folder, name).score for name in [*FULL, "dora"]}
    assert ["NOT_DEFINED", "SKIPPED", "NOT_DEFINED", "SKIPPED"] == [
        check.code for check in result(folder, "dora").checks
    ]


def test_what_could_not_be_graded_is_named(many: Graded) -> None:
    """The exit status is 1, each of the bad ones has a sentence, and the good ones have none."""
    ran, _ = many
    assert 1 == ran.returncode
    told = [
        line.removeprefix("Not graded: ").split(":")[0]
        for line in ran.stderr.splitlines()
        if line.startswith("Not graded: ")
    ]
    assert sorted(BAD) == sorted(told)
    for words in ("line 1 is not JSON", "no .ipynb or .py file", "same student name", "is a link"):
        assert words in said(ran)


def test_the_class_has_a_table_and_a_page(many: Graded) -> None:
    """`results.csv` has a line for each submission, good or bad, and `index.html` names them all without their markup."""
    _, folder = many
    with (folder / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(FULL) + 1 + len(BAD) == len(rows) - 1
    assert [] == [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@")]
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert [] == [name for name in ("ada", "cleo", "emil", "&lt;b&gt;") if name not in page]
    assert "<b> 🎈" not in page


def test_whoever_was_not_graded_has_a_page_and_no_score(many: Graded) -> None:
    """Two submissions under one name overwrite nothing; each of the bad ones has a page, a code and no score."""
    _, folder = many
    assert set() == {".hidden", "kim", "README"} & {path.name for path in folder.iterdir()}
    found = {name: result(folder, name) for name in BAD}
    assert BAD == {name: one.ungraded.code for name, one in found.items() if one.ungraded and one.score is None}
    assert [] == [name for name in BAD if "This was not graded" not in (folder / name / "feedback.html").read_text()]


def test_results_may_lie_among_the_submissions(toy: Course, right: list[str], tmp_path: Path) -> None:
    """A folder of results inside the class's is no student; one of another command is named as what it is."""
    for name in ("ada", "bob"):
        script(tmp_path / name / "01_toy.py", *right)
    options = ["-a", "01_toy", "-o", tmp_path / "graded", "-j", 1, "--seed", "s"]
    for _ in range(2):
        ran = command("grade", tmp_path, *options, course=toy.root)
        assert (0, ["ada", "bob"]) == (
            ran.returncode,
            sorted(p.parent.name for p in tmp_path.glob("graded/*/result.json")),
        )
    (tmp_path / "graded").rename(tmp_path / "older")
    ran = command("grade", tmp_path, *options, course=toy.root)
    assert (1, True) == (ran.returncode, "older: the folder holds results of `autograder grade`" in said(ran))


def test_one_students_folder_has_the_students_name(toy: Course, right: list[str], tmp_path: Path) -> None:
    """A folder in which only the assignment's file lies is a student's, whose name the file does not tell."""
    script(tmp_path / "hedy" / "01_toy.py", *right)
    folder = tmp_path / "hedy" / "graded"
    for _ in range(2):
        ran = command(
            "grade", tmp_path / "hedy", "-a", "01_toy/", "-o", folder, "-j", 1, "--seed", "s", course=toy.root
        )
        assert (0, ["hedy"]) == (ran.returncode, [path.parent.name for path in folder.glob("*/result.json")])
    assert 10.0 == result(folder, "hedy").score


def test_files_of_another_assignment_are_remarked_on(assignment: Make, right: list[str], tmp_path: Path) -> None:
    """Whoever names the wrong assignment reads so, before a class of zeros."""
    toy = assignment({})
    shutil.copytree(toy.folder, toy.folder.with_name("02_other"))
    script(tmp_path / "class" / "ada" / "02_other.py", *right)
    ran = command(
        "grade", tmp_path / "class", "-a", toy.name, "-o", tmp_path / "out", "-j", 1, course=toy.folder.parent.parent
    )
    assert "1 of 1 files are named after another assignment, such as 02_other.py" in said(ran)


def test_a_course_that_submissions_could_read_is_refused(toy: Course, tmp_path: Path) -> None:
    """Nothing is graded where solutions, submissions or results lie among the interpreter's own files."""
    inside = Path(sysconfig.get_path("purelib")) / "submissions"
    ran = command("grade", script(tmp_path / "ada.py", "x = 1"), "-a", "01_toy", "-o", inside, course=toy.root)
    assert (1, True) == (ran.returncode, f"{inside} lies in " in said(ran))
    assert "which submissions may read; move it elsewhere" in said(ran)
    assert not inside.exists()


def test_what_was_graded_is_not_graded_again(toy: Course, many: Graded) -> None:
    """The same command once more keeps every result as it is, byte for byte, and tells the same of the bad ones."""
    before, folder = many
    files = {path: path.read_bytes() for name in FULL for path in (folder / name).iterdir()}
    ran = command(
        "grade", folder.parent / "class", "-a", "01_toy", "-o", folder, "-j", 1, "--seed", "s", course=toy.root
    )  # fmt: skip
    assert (1, sorted(before.stderr.splitlines())) == (ran.returncode, sorted(ran.stderr.splitlines()))
    assert files == {path: path.read_bytes() for name in FULL for path in (folder / name).iterdir()}
    assert "graded before" in said(ran)


@pytest.fixture(scope="module")
def hostile(toy: Course, right: list[str], tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """The command on a class in which every file tries to stop it, and where it wrote to."""
    folder = tmp_path_factory.mktemp("hostile")
    where = folder / "class"
    script(where / "ada.py", *right)
    script(
        where / "surrogate.py",
        *right,
        "print('\\ud800')\nraise ValueError('\\ud800')",
        "def double(x): raise KeyError('\\udfff')",
    )
    script(where / "index.html.py", *right)
    script(where / "results.csv.py", *right)
    (where / "folder" / "x.ipynb").mkdir(parents=True)
    notebook(where / "victim" / "01_toy" / "01_toy.ipynb", *right)
    (where / "thief").mkdir()
    (where / "thief" / "01_toy").symlink_to("../victim/01_toy")
    tagged = json.loads(notebook(where / "tags.ipynb", *right).read_text(encoding="utf-8"))
    for cell in tagged["cells"]:
        cell["metadata"] = {"tags": "x", "collapsed": "no"}
    (where / "tags.ipynb").write_text(json.dumps(tagged))
    script(where / "yaml.py", "x = 1").write_text("# ---\n# jupyter:\n#   kernelspec: [\n# ---\nx = 1\n")
    forge = "import os, json, struct\ndef forge(tree):\n    h = json.dumps({'kind': 'answers', 'probe': 'double', 'tree': tree}).encode()\n    os.write(3, b'AGF1' + struct.pack('<IQ', len(h), 0) + h)\n"
    for name, tree in {"nodes": "{'list': [0] * 60000}", "letters": "'\\ud800'", "big": "int('9' * 4000)"}.items():
        script(
            where / f"{name}.py",
            *right,
            forge + f"def double(x):\n    forge({{'dict': {{'y': {tree}}}}})\n    os._exit(0)",
        )
    os.write(fd := os.open(os.fsencode(where) + b"/latin\xff.py", os.O_WRONLY | os.O_CREAT), b"x = 1\n")
    os.close(fd)
    return command(
        "grade", where, "-a", "01_toy", "-o", folder / "out", "-j", 1, "--seed", "s", course=toy.root
    ), folder / "out"


def test_no_submission_stops_the_class(hostile: Graded) -> None:
    """Names, metadata, letters and forged answers that cannot be handled cost at most their own points."""
    ran, folder = hostile
    said(ran)
    names = "ada surrogate victim tags nodes letters big".split()
    assert [] == [name for name in names if not (folder / name / "result.json").exists()]
    assert [10.0, 10.0, 10.0] == [result(folder, name).score for name in ("ada", "victim", "tags")]
    assert (True, True) == ((folder / "index.html").is_file(), (folder / "results.csv").is_file())
    with (folder / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        assert 14 == len(list(csv.reader(file)))


def test_a_link_to_somebody_elses_folder_earns_nothing(hostile: Graded) -> None:
    """Neither a file nor a folder in a submission may be a link."""
    ran, folder = hostile
    said(ran)
    assert result(folder, "thief").score is None


# ------------------------------------------------------------------------------------------------------------- refusals

REFUSED = {
    "a path that is not there": (["grade", "nowhere.py", "-a", "01_toy", "-o", "out"], "nowhere.py does not exist."),
    "an empty folder": (["grade", "empty", "-a", "01_toy", "-o", "out"], "No submission in empty"),
    "no notebook": (["grade", "notes.txt", "-a", "01_toy", "-o", "out"], "notes.txt is no submission: expected .ipynb or .py."),
    "an unknown assignment": (["grade", "ada.py", "-a", "1_toy", "-o", "out"], "There is no assignment '1_toy'"),
    "an assignment nearly named": (["grade", "ada.py", "-a", "1_toy", "-o", "out"], "Did you mean 01_toy? There are: 01_toy."),
    "results over submissions": (["grade", "empty", "-a", "01_toy", "-o", "empty/../empty"], "is the folder of the submissions"),
    "results in a file": (["grade", "ada.py", "-a", "01_toy", "-o", "notes.txt/out"], "is a file"),
    "a page that is a folder": (["similar", "ada.py", "-a", "01_toy", "-o", "empty"], "is a folder; name the page"),
    "an empty path": (["grade", "", "-a", "01_toy", "-o", "out"], "A name is empty; name a file or a folder"),
    "an empty place": (["grade", "ada.py", "-a", "01_toy", "-o", ""], "-o is empty; name a file or a folder"),
    "an empty roster": (["grade", "ada.py", "-a", "01_toy", "-o", "out", "--roster="], "--roster is empty; name a file"),
    "an unknown device": (["grade", "ada.py", "-a", "01_toy", "-o", "out", "--device", "tpu"], "--device tpu: it is auto, cpu or cuda."),
    "an unknown option": (["grade", "ada.py", "--asignment", "01_toy"], "--asignment"),
    "no job": (["grade", "ada.py", "-a", "01_toy", "-o", "out", "-j", "0"], "jobs"),
    "an unknown assignment to prove": (["prove", "02_toi"], "There is no assignment '02_toi'"),
    "an unknown command": (["grad"], "grad"),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "says"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_command_is_refused_in_a_sentence(
    toy: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    """A command that is not right ends with status 2, says what to mend, and writes nothing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("x")
    script(tmp_path / "ada.py", "x = 1")
    ran = command(*arguments, course=toy.root if arguments[0] != "grad" else None, COLUMNS="200")
    assert (2, True, "") == (ran.returncode, says in said(ran), ran.stdout)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_no_course_is_refused(tmp_path: Path) -> None:
    """--course must name a folder with solutions/ in it."""
    ran = command("prove", course=tmp_path)
    assert (2, True) == (ran.returncode, "there is no folder solutions/ in it." in said(ran))


def test_help_says_what_the_commands_do() -> None:
    """Without arguments, and with --help, a newcomer reads which commands there are and what each option means."""
    for arguments in ([], ["--help"]):
        assert [] == [name for name in ("grade", "prove", "doctor") if name not in said(command(*arguments))]
    text = said(command("grade", "--help", COLUMNS="200"))
    assert [] == [word for word in ("--assignment", "--out", "--jobs", "--seed", "Exit status") if word not in text]


# ---------------------------------------------------------------------------------------------------------------- prove


def test_a_good_assignment_is_proven(toy: Course, tmp_path: Path) -> None:
    """Every wrong way is caught and named, every right one passes: status 0, and JSON says the same."""
    ran = command("prove", "--json", "-j", 2, "--html", tmp_path / "proof.html", course=toy.root)
    assert (0, "") == (ran.returncode, ran.stderr)
    page = (tmp_path / "proof.html").read_text(encoding="utf-8")
    assert [] == [word for word in ("01_toy", "tensors_only", "<span>double</span>", "as itself") if word not in page]
    (proof,) = json.loads(ran.stdout)
    assert ([], 1.0, 10.0) == (proof["problems"], proof["share_named"], proof["max_score"])
    assert (0, 10.0, []) == tuple(proof["forgeable"][key] for key in ("points", "of", "checks"))
    assert {"solution": [], "correct/addition": [], "correct/loop": []} == proof["correct"]
    costs = sorted(sum(caught["lost"].values()) for caught in proof["misconceptions"])
    several = [sum(caught["lost"].values()) for caught in proof["misconceptions"] if len(caught["touched"]) > 1]
    assert {"median": sum(costs[1:3]) / 2, "mean": round(sum(costs) / 4, 2), "most": costs[-1], "several": {
        "count": len(several), "mean": round(sum(several) / len(several), 2)
    }} == proof["slip"]  # fmt: skip
    names = ["average", "in_place", "square", "tensors_only"]
    assert [(name, [name]) for name in names] == [
        (caught["name"], caught["named"]) for caught in proof["misconceptions"]
    ]


FLAWS = {
    "misconceptions/harmless.py": '"""Is this wrong?"""\ndef double(x):\n    return x + x\n',
    "misconceptions/claims.py": '"""The first number is right. What of the others?"""\ndef double(x):\n    return x * 5 + 1\n',
    "misconceptions/twin.py": '"""Where does the 5 come from?"""\ndef double(x):\n    return 1 + 5 * x\n',
    "misconceptions/far.py": '"""What did you add?"""\ndef total(x):\n    return x.sum() + 1000\n',
    "misconceptions/square.py": '"""Are you squaring?\n\ntask = 1.1\n"""\ndef double(x):\n    return x * x\n',
    "correct/third.py": '"""By thirds."""\ndef double(x):\n    return 3 * x\n',
    "test_hidden.py": TOY["test_hidden.py"]
    + '\n@pytest.mark.task("1.4")\ndef test_idle(record):\n    """cannot fail"""\n    record["total"]\n'
    + '\n@pytest.mark.task("1.5", needs=["1.1", "1.2", "1.3"])\ndef test_late(record):\n    """is never reached"""\n'
    + '\n@pytest.mark.task("1.6")\ndef test_frail(record, expected):\n    """breaks down"""\n'
    + '    off = abs(float(record["total"]["y"]) - float(expected["total"]["y"]))\n'
    + "    assert off < 1e-3 or (off > 500 and undefined)\n",
}


@pytest.fixture(scope="module")
def flawed(tmp_path_factory: pytest.TempPathFactory, toy: Course) -> subprocess.CompletedProcess[str]:
    """`prove` on an assignment with a flaw of each kind."""
    root = tmp_path_factory.mktemp("flawed")
    for name, text in (TOY | FLAWS).items():
        path = root / "solutions" / "01_flawed" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return command("prove", "01_flawed", "-j", 2, course=root, COLUMNS="200")


PROBLEMS = {
    "a misconception that is right": "harmless is wrong and passes every check",
    "a right way that fails": "correct/third is right and fails test_double, test_number, test_kept",
    "a test that nothing fails": "no misconception fails test_idle: can it fail at all?",
    "a test that is only ever left out": "test_late waits for 1.1, 1.2, 1.3, and no misconception fails it on its own",
    "a test that breaks down": "test_frail",
    "two hints for the same answers": "claims and twin answer alike and have different hints: none is given",
    "a hint that claims too much": "the hint of claims calls something right that is not compared",
    "a test that needs no work": "1 of 13 points can be had without the work: test_idle",
}


@pytest.mark.parametrize("sentence", PROBLEMS.values(), ids=PROBLEMS)
def test_a_flaw_of_an_assignment_is_found(flawed: subprocess.CompletedProcess[str], sentence: str) -> None:
    """`prove` ends with status 1 and has a sentence for every flaw of the graders."""
    assert 1 == flawed.returncode
    problems = [line for line in flawed.stdout.splitlines() if line.startswith("  PROBLEM")]
    assert [sentence] == [sentence for line in problems if sentence in line], problems


def test_what_a_slip_costs_elsewhere_is_told(flawed: subprocess.CompletedProcess[str]) -> None:
    """A misconception that says which task it goes against, and costs points in another, has a line that says so."""
    told = [line.strip() for line in flawed.stdout.splitlines() if "goes against" in line]
    assert ["goes against 1.1 and costs points elsewhere: 4 in 1.3, 1 in 1.5"] == told


def test_an_assignment_that_cannot_be_proven_says_why(assignment: Make) -> None:
    """A misconception without a hint is named in one sentence with status 1."""
    made = assignment({"misconceptions/new.py": "def double(x): return x\n"})
    ran = command("prove", "-j", 1, course=made.folder.parent.parent)
    sentence = f"{made.name}/misconceptions/new.py: no module docstring; it is the hint students read"
    assert (1, [sentence]) == (ran.returncode, ran.stderr.splitlines())


def test_a_course_without_assignments_proves_nothing(tmp_path: Path) -> None:
    """An empty course is not proven: the author reads that there is nothing in it."""
    (tmp_path / "solutions").mkdir()
    ran = command("prove", course=tmp_path)
    assert 0 != ran.returncode
    assert re.search("no assignment", said(ran), re.IGNORECASE)


# ----------------------------------------------------------------------------------------------------- release and check


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What students get of a course of their own, whose settings say where it lies."""
    root = tmp_path_factory.mktemp("released")
    for name, text in TOY.items():
        path = root / "solutions" / "01_toy" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        magic = "# %%\n%matplotlib inline\n\n" if name == "solution.py" else ""
        path.write_text(magic + text, encoding="utf-8")
    (root / "solutions" / "course.toml").write_text('repository = "ada/course"\nbundle = "https://example.org/c.zip"\n')
    ran = command("release", "-j", 2, course=root)
    assert (0, "assignments/01_toy") == (ran.returncode, said(ran))
    return root / "assignments" / "01_toy"


def test_what_is_released_can_be_worked_on(handed_out: Path, right: list[str]) -> None:
    """The stub fails and the solution passes `autograder check`, from anywhere, by status and in words."""
    ran = command("check", handed_out / "01_toy.ipynb")
    assert (1, True) == (ran.returncode, "FAIL 1.1 doubles a tensor 0 / 2 Task 1.1: not written yet" in said(ran))
    ran = command("check", script(handed_out / "mine.py", *right))
    assert (0, True) == (ran.returncode, "ok 1.1 doubles a tensor 2 / 2" in said(ran))
    ran = command("check", script(handed_out / "square.py", *right, SQUARE), "1.1")
    assert (1, True) == (ran.returncode, "hint: Are you squaring?" in said(ran))
    ran = command("check", handed_out / "mine.py", "7.7")
    assert (2, "There is no check of task 7.7 here, only of 1.1. The rest is checked in grading.") == (
        ran.returncode,
        said(ran),
    )


def test_a_notebook_can_be_opened_on_colab(handed_out: Path) -> None:
    """With a repository and a bundle in course.toml, there is a badge, and a cell that fetches the bundle there."""
    badge, _, cell = nbformat.read(handed_out / "01_toy.ipynb", as_version=4).cells[:3]
    assert "github/ada/course/blob/HEAD/assignments/01_toy/01_toy.ipynb" in badge.source
    assert "https://example.org/c.zip" in cell.source


@pytest.mark.parametrize("line", ['colour = "red"', "bundle = 7", "bundle"])
def test_a_wrong_setting_is_refused(toy: Course, tmp_path: Path, line: str) -> None:
    """What stands in course.toml and means nothing is named."""
    path = tmp_path / "solutions" / "01_toy" / "solution.py"
    path.parent.mkdir(parents=True)
    path.write_text(toy.find("01_toy").solution)
    (tmp_path / "solutions" / "course.toml").write_text(line)
    with pytest.raises(AuthorError, match=r"solutions/course\.toml"):
        release.source(Course(tmp_path).find("01_toy"))


def test_watching_checks_again_when_the_file_is_saved(handed_out: Path, right: list[str]) -> None:
    """With --watch, a second report follows a second save."""
    path = script(handed_out / "watched.py", *right, SQUARE)
    watch = [sys.executable, "-m", "autograder.cli", "check", path, "--watch"]
    with under_way(*watch, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}) as ran:
        seen = [next(line for line in ran.stdout if "doubles a tensor" in line)]
        script(path, *right)
        seen.append(next(line for line in ran.stdout if "doubles a tensor" in line))
    assert ["FAIL", "ok"] == [line.split()[0] for line in seen]


# --------------------------------------------------------------------------------------------------------------- doctor


def test_a_students_doctor_looks_at_the_environment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions, device and whether notebooks run here are all that a student's doctor speaks of."""
    sentences = [finding.sentence for finding in doctor.examine(grading=False)]
    assert ["Python", "torch", "notebooks run in this environment"] == [
        sentences[0].split()[0], sentences[1].split()[0], sentences[2]
    ]  # fmt: skip
    assert 3 == len(sentences)


def without_torch(act: str) -> "subprocess.CompletedProcess[str]":
    """What becomes of a program where torch is not installed."""
    script = f"import sys; sys.modules['torch'] = None; {act}"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)


def test_a_doctor_without_torch_says_so() -> None:
    """In an old environment the doctor names what is missing among all that it finds."""
    ran = without_torch("from autograder.cli.__main__ import main; main(['doctor'])")
    assert (1, True) == (ran.returncode, "WARN  torch is not installed here" in ran.stdout)


@pytest.mark.parametrize(
    "act", ["from autograder import check", f"from autograder.cli.__main__ import main; main(['check', {__file__!r}])"]
)
def test_a_python_without_torch_says_so(act: str) -> None:
    """Who runs a notebook or a check in an old environment reads in a sentence what is missing, and where."""
    ran = without_torch(act)
    last = ran.stderr.splitlines()[-1]
    assert (1, True) == (ran.returncode, f"The package torch is not installed in {sys.prefix}" in last)


def test_a_kernel_of_another_environment_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commonest trap of notebooks: the package is here, and the notebook runs somewhere else."""
    kernel = tmp_path / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text('{"argv": ["/elsewhere/bin/python", "-f", "{connection_file}"], "display_name": "x"}')
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    (found,) = [finding for finding in doctor.examine(grading=False) if not finding.well]
    assert "/elsewhere/bin/python" in found.sentence
