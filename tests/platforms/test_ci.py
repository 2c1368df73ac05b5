"""Feedback on every push: what is graded, where it is said, and that nothing hidden is said at all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from conftest import TOY, Run
from forms import check, made, runner, valid_junit, valid_markdown
from helpers import ROOT, forked
from lxml import etree
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.course.assignment import Assignment, Course
from autograder.course.errors import UsageError
from autograder.grading.grade import Graded
from autograder.grading.reference import laid_over
from autograder.platforms import ci
from autograder.platforms import repository as of_git
from autograder.record.answers import Record
from autograder.result import Result
from autograder.submission.find import Found
from autograder.submission.places import lines
from autograder.wall.inside import jail

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (1).to_bytes(4, "big") * 2
locked = pytest.mark.skipif(jail.offers().protection != "full", reason=jail.offers().missing)


def git(folder: Path, *arguments: str) -> None:
    """Runs git as somebody."""
    identity = ["-c", "user.name=ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def command(repository: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """What `autograder ci` prints and returns in a repository."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "CI_"))}
    return forked("autograder", "ci", *arguments, cwd=repository, env=clean | environment)


def script(path: Path, *cells: str) -> Path:
    """A submission as a percent script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"# %%\n{cell.strip()}\n\n" for cell in cells), encoding="utf-8")
    return path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """An empty repository of a student's."""
    folder = tmp_path / "hw-ada"
    folder.mkdir()
    git(folder, "init", "-q")
    return folder


# ------------------------------------------------------------------------------------------------------ what is graded


def given(folder: Path) -> None:
    """An assignment's folder as students have it; only the file that says what it is."""
    (folder / "checks").mkdir(parents=True)
    shutil.copy(ROOT / "assignments" / "01_start" / "checks" / "public.safetensors", folder / "checks")


def test_work_lies_beside_its_checks(tmp_path: Path) -> None:
    """A file that is called as the assignment of the folder is work; notes, checkpoints and other folders are none."""
    given(tmp_path / "week 1")
    for name in ("week 1/01_start.py", "week 1/notes.py", "week 1/.ipynb_checkpoints/01_start.py", "01_start.py"):
        script(tmp_path / name, "x = 1")
    assert [tmp_path / "week 1" / "01_start.py"] == [work.path for work in of_git.find(tmp_path, None)]


def test_where_nothing_is_written_the_program_beside_it_counts(tmp_path: Path) -> None:
    """A stub beside a full program, with the course and without: the program is graded, and a note says so."""
    name = "02_tensors"
    shutil.copytree(ROOT / "assignments" / name, tmp_path / name)
    for course in (None, Course(ROOT)):
        (stub,) = of_git.find(tmp_path, course)
        assert tmp_path / name / f"{name}.ipynb" == stub.path
    program = tmp_path / name / "mine.py"
    program.write_text("def slope(function, x):\n    return x\n")
    for course in (None, Course(ROOT)):
        (work,) = of_git.find(tmp_path, course)
        assert (program, ()) == (work.path, work.found.flags)
        assert (f"mine.py is graded, and not {name}.ipynb, where nothing is written",) == work.found.notes


def test_work_of_a_course_is_known_by_name(tmp_path: Path, toy: Course) -> None:
    """With a course, files that are called as its assignments are work, wherever they lie."""
    for name in ("01_toy.py", "02_other.py"):
        script(tmp_path / "deep" / name, "x = 1")
    assert [("deep/01_toy.py", "01_toy")] == [
        (work.path.relative_to(tmp_path).as_posix(), work.assignment) for work in of_git.find(tmp_path, toy)
    ]


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    """Nobody could say which of them counts."""
    given(tmp_path)
    for name in ("01_start.py", "01_start.ipynb"):
        (tmp_path / name).touch()
    with pytest.raises(UsageError, match="are both called 01_start; keep one of them"):
        of_git.find(tmp_path, None)


def test_checks_that_are_not_whole_are_named(tmp_path: Path) -> None:
    """Whoever broke the folder reads which file to fetch again."""
    given(tmp_path)
    (tmp_path / "checks" / "public.safetensors").write_bytes(b"x")
    with pytest.raises(UsageError, match=r"public\.safetensors is not whole; fetch the assignment again"):
        of_git.find(tmp_path, None)


def test_what_was_changed_is_what_git_says(repository: Path) -> None:
    """Changed, committed or not, and new files; not those that are as they were."""
    for name in ("same.py", "committed.py", "edited.py"):
        script(repository / "ä b" / name, "x = 1")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "one")
    script(repository / "ä b" / "committed.py", "x = 2")
    git(repository, "commit", "-qam", "two")
    for name in ("edited.py", "new.py"):
        script(repository / "ä b" / name, "x = 3")
    names = {"committed.py", "edited.py", "new.py"}
    assert {repository / "ä b" / name for name in names} == of_git.changed(repository, "HEAD^")
    assert {"committed.py", "edited.py", "new.py"} == {
        p.name for p in of_git.changed(repository / "ä b", "HEAD^") or ()
    }


def test_where_git_cannot_say_all_is_graded(repository: Path, tmp_path: Path) -> None:
    """No git, or a commit that a shallow clone lacks."""
    assert [None, None] == [of_git.changed(tmp_path, "HEAD^"), of_git.changed(repository, "0" * 40)]


@pytest.mark.parametrize(
    ("environment", "event", "commit"),
    [
        ({}, None, "HEAD^"),
        ({}, '{"before": "a1b2"}', "a1b2"),
        ({"GITHUB_BASE_REF": "main"}, '{"before": "a1b2"}', "origin/main"),
        ({"GITHUB_BASE_REF": ""}, "[]", "HEAD^"),
        ({}, "no JSON", "HEAD^"),
        ({"CI_COMMIT_BEFORE_SHA": "c3d4"}, None, "c3d4"),
        ({"CI_COMMIT_BEFORE_SHA": "c3d4", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "e5f6"}, None, "e5f6"),
    ],
)
def test_a_push_says_what_came_before(
    environment: dict[str, str], event: str | None, commit: str, tmp_path: Path
) -> None:
    """GitHub's event, a pull request's branch and GitLab's variables are understood; else it is the commit before."""
    path = tmp_path / "event.json"
    if event is not None:
        path.write_text(event)
    assert commit == of_git.before(environment | {"GITHUB_EVENT_PATH": str(path)})


def test_solutions_among_the_work_are_refused(repository: Path) -> None:
    """When git tracks the solutions in the repository that is graded, nothing is hidden any more."""
    script(repository / "course" / "solutions" / "01_toy" / "test_hidden.py", "x = 1")
    course = Course(repository / "course")
    of_git.refuse_what_students_read(repository, course)
    git(repository, "add", "-A")
    with pytest.raises(UsageError, match="whoever hands in reads it"):
        of_git.refuse_what_students_read(repository, course)


# ---------------------------------------------------------------------------------------------------- where it went wrong


CELLS = ("import torch\nx = 1", 'def double(x):\n    """Zweimal für x."""\n    return x / 2\n\nx = 1', 'check("1.1")')


def as_script(path: Path) -> Path:
    """The cells as a program, its task named in a mark."""
    texts = [f"# %%\n{CELLS[0]}", "# %% [markdown]\n# x = 1", f'# %% task="6.1"\n{CELLS[1]}', f"# %%\n{CELLS[2]}"]
    path.with_suffix(".py").write_text("\n\n".join(texts) + "\n", encoding="utf-8")
    return path.with_suffix(".py")


def as_notebook(path: Path) -> Path:
    """The cells as a notebook, as Jupyter saves it."""
    first, second, third = map(new_code_cell, CELLS)
    second.metadata["task"] = "6.1"
    path.with_suffix(".ipynb").write_text(
        nbformat.writes(new_notebook(cells=[first, new_markdown_cell("x = 1"), second, third])), encoding="utf-8"
    )
    return path.with_suffix(".ipynb")


def as_bare_notebook(path: Path) -> Path:
    """The cells as a notebook that lost its metadata, with letters escaped: only the check tells where the task is."""
    notebook = new_notebook(cells=[new_code_cell(cell.replace("1.1", "6.1")) for cell in CELLS])
    text = json.dumps(json.loads(nbformat.writes(notebook)), indent=4)
    path.with_suffix(".ipynb").write_text(text, encoding="utf-8")
    return path.with_suffix(".ipynb")


@pytest.mark.parametrize("write", [as_script, as_notebook, as_bare_notebook])
@pytest.mark.parametrize(
    ("rationale", "shown"),
    [
        ("cell 2, line 3: TypeError: no", "return x / 2"),
        ("there is no `double`, because cell 1 did not finish: no", "import torch"),
        ("5 of 5 values differ", "def double(x):"),
        ("cell 999, line 7: a forged place", "def double(x):"),
    ],
)
def test_a_failure_has_its_line(write: Callable[[Path], Path], rationale: str, shown: str, tmp_path: Path) -> None:
    """The line that a sentence names, or else the first one of the task, in the file as it is in the repository."""
    path = write(tmp_path / "06")
    found = lines(path, made(check("t", "failed", rationale=rationale)))
    assert shown in path.read_text(encoding="utf-8").splitlines()[found["6.1"] - 1]


@pytest.mark.parametrize("text", ["", "{}", '{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = 1"}]}'])
def test_a_file_without_lines_of_ours_has_none(text: str, tmp_path: Path) -> None:
    """What cannot be read, or stands in the file in another form, is told without a line."""
    path = tmp_path / "06.ipynb"
    path.write_text(text)
    assert 0 == lines(path, made(check("t", "failed", rationale="cell 1, line 1: no"))).get("6.1", 0)


# ---------------------------------------------------------------------------------------------------------- the verdict


@pytest.mark.parametrize(
    ("outcomes", "mark", "passed", "status"),
    [
        ("pp", 100, True, 0), ("pf", 50, True, 0), ("pf", 51, False, 1), ("pe", 50, True, 0), ("pe", 51, None, 3),
        ("fe", 51, False, 1), ("ff", 0, True, 0), ("", 100, True, 0),
    ],
)  # fmt: skip
def test_the_pass_mark_decides(outcomes: str, mark: float, passed: bool | None, status: int) -> None:
    """Checks that could not be made decide nothing: what rests on them stays open, and is no failure."""
    kinds = {"p": "passed", "f": "failed", "e": "error"}
    one = feedback(made(*(check(f"t{n}", kinds[letter]) for n, letter in enumerate(outcomes))))
    assert (passed, status) == (one.passed(mark), ci.status([one], mark))


def feedback(result: Result, **plots: bytes) -> ci.Feedback:
    """The feedback of a result."""
    return ci.Feedback(of_git.Work(Found("ada", Path("w/06.py")), "06"), Graded(result, Record(), plots=plots))


def test_plots_lie_beside_and_gitlab_finds_them(tmp_path: Path) -> None:
    """A plot is a file of its own, named in the summary, attached by its path from the repository; no forged one is."""
    one = feedback(made(check("t", "failed", rationale="no")))
    one = replace(one, graded=replace(one.graded, plots={"6.1": PNG, "6.2": b"<svg>"}))
    files = one.files(tmp_path, tmp_path / "out" / "06")
    assert {"feedback.html", "junit.xml", "summary.md", "plot-6.1.png"} == files.keys()
    attached = etree.fromstring(files["junit.xml"]).findtext("testsuite/testcase/system-out")
    assert ("[[ATTACHMENT|out/06/plot-6.1.png]]", PNG) == (attached, files["plot-6.1.png"])
    assert b"plot-6.1.png" in files["summary.md"]


# ---------------------------------------------------------------------------------------------------------- the command


@pytest.fixture(scope="module")
def on_github(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """The command on GitHub, in a repository with what students have, after a push that makes 06 hostile."""
    folder = tmp_path_factory.mktemp("github")
    repository = folder / "hw-ada"
    work = repository / "assignments" / "06_training_loop"
    shutil.copytree(ROOT / "assignments" / "06_training_loop", work)
    shutil.copytree(ROOT / "assignments" / "digits", repository / "assignments" / "digits")
    shutil.copytree(ROOT / "assignments" / "01_start", repository / "assignments" / "01_start")
    (work / "06_training_loop.ipynb").unlink()
    git(repository, "init", "-q")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "as it came")
    said = '"::error::forged\\n##[error]forged\\n\\x1b[2J::set-output name=passed::true"'
    program = [
        f"print({said})",
        "def train_step(model, inputs, targets, criterion, optimizer):",
        f"    raise ValueError({said})",
    ]
    script(work / "06_training_loop.py", "\n".join(program))
    variables = {name: str(folder / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    return command(repository, "--out", "out", "--since", "HEAD", GITHUB_ACTIONS="true", **variables), folder


@locked
def test_github_is_told(on_github: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    """Only what changed is graded; the log has our annotations at the student's line, and no command of the student's."""
    ran, folder = on_github
    assert (1, "") == (ran.returncode, ran.stderr)
    taken = [*runner(ran.stdout)]
    assert ["group", "endgroup", "error"] == list(dict.fromkeys(name for name, _ in taken if name != "notice"))
    assert [("group", "06_training_loop")] == [one for one in taken if one[0] == "group"]
    place = "::error file=assignments/06_training_loop/06_training_loop.py,line=4,title=06_training_loop 6.1%3A 0 of"
    assert place in ran.stdout
    assert "What the cells printed:\n::error::forged" in ran.stdout
    assert ["score=0", "max-score=10", "passed=false"] == (folder / "GITHUB_OUTPUT").read_text().splitlines()
    valid_markdown((folder / "GITHUB_STEP_SUMMARY").read_text(encoding="utf-8"))


@locked
def test_what_students_have_is_no_grade(on_github: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    """Log, page and summary say that these are visible checks; JUnit's file is in form."""
    ran, folder = on_github
    out = folder / "hw-ada" / "out" / "06_training_loop"
    texts = [ran.stdout, *((out / name).read_text(encoding="utf-8") for name in ("feedback.html", "summary.md"))]
    assert [True] * 3 == ["this is feedback and no" in " ".join(text.split()) for text in texts]
    valid_junit((out / "junit.xml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def with_course(toy: Course, tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """The command in a terminal, with a course beside the repository, on work that fails a hidden check."""
    repository = tmp_path_factory.mktemp("course") / "hw-ada"
    solution = laid_over(toy.find("01_toy"), None)
    script(repository / "01_toy.py", *solution, TOY["misconceptions/average.py"])
    options = ["--course", toy.root, "--out", "out", "--pass-mark", 50, "--seed", "a secret seed", "--jobs", 1]
    return command(repository, *options), repository


@locked
def test_a_course_makes_all_checks(with_course: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    """Hidden checks count, with their titles; what reaches neither pass mark nor points is said in the last line."""
    ran, _ = with_course
    assert (1, "") == (ran.returncode, ran.stderr)
    shown = [" ".join(line.split()) for line in ran.stdout.splitlines()]
    assert "01_toy 3 / 10 points" == shown[0]
    assert "FAIL 1.2 adds up all values 0 / 3" in shown
    assert "30 % of the points, 50 % are needed: not passed" == shown[-1]


@locked
def test_nothing_hidden_leaves_the_command(with_course: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    """No name of a hidden test or of a misconception, no seed, no place, in all that is printed and written."""
    ran, repository = with_course
    texts = {"log": ran.stdout} | {p.name: p.read_text(encoding="utf-8") for p in (repository / "out").rglob("*.*")}
    assert {"log", "feedback.html", "junit.xml", "summary.md"} == texts.keys()
    secrets = ["test_total", "test_kept", "test_number", "a secret seed", "average.py", str(repository.parent)]
    assert [] == [(name, secret) for name, text in texts.items() for secret in secrets if secret in text]
    assert [True] * 4 == ["adds up all values" in text for text in texts.values()]


@locked
@pytest.mark.slow
def test_a_fault_of_the_course_is_not_explained_to_students(
    cli: Run, assignment: Callable[..., Assignment], repository: Path
) -> None:
    """A hidden test that is not in form is the author's fault: exit status 3, and no word about the test."""
    hidden = '@pytest.mark.task("1.2", points=3)\ndef test_secret(record):\n    record["total"]\n'
    faulty = assignment({"test_hidden.py": f"import pytest\n\nprint('a secret')\n\n{hidden}"})
    script(repository / f"{faulty.name}.py", "x = 1")
    ran = cli("ci", repository, "--course", faulty.folder.parent.parent, "--all", "--jobs", 1)
    assert (3, "") == (ran.returncode, ran.stdout)
    assert f"{faulty.name} could not be graded, through no fault of yours" in ran.stderr
    assert (False, False) == ("secret" in ran.stderr, "Traceback" in ran.stderr)


def test_what_cannot_be_done_is_said_in_a_sentence(cli: Run, repository: Path) -> None:
    """No work, and no change: one sentence each."""
    ran = cli("ci", repository)
    assert (2, True) == (ran.returncode, f"No work in {repository}: expected such as" in ran.stderr)
    given(repository)
    script(repository / "01_start.py", "x = 1")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "one")
    ran = cli("ci", repository, "--since", "HEAD")
    assert (0, "No work was changed since HEAD; --all grades it all the same.\n") == (ran.returncode, ran.stdout)
