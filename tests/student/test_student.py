"""What students run: `check` in a notebook, in a program and under nbgrader, on the assignments as they are handed out."""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import FunctionType
from typing import Any

import matplotlib.pyplot as plt
import nbformat
import numpy
import pytest
import torch
from conftest import Run
from helpers import ROOT, forked
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook

from autograder.authoring.mutants import mutants
from autograder.authoring.release import fresh, pack, release
from autograder.course.assignment import BEGIN, END, Assignment, Course, find_course
from autograder.course.public import PUBLIC, Public
from autograder.grading.grade import Grader
from autograder.grading.reference import laid_over
from autograder.reports import terminal
from autograder.result import Outcome
from autograder.student import check as student
from autograder.student.check import CheckError, Report, check, check_file, examine
from autograder.submission.notebook import from_code, parse
from autograder.verdict.diagnose import Misconceptions
from autograder.wall.sandbox import Sandbox

COURSE = find_course(ROOT)
LOOP = COURSE.find("06_training_loop")
CHECKS = LOOP.released / "checks"


def names(assignment: Assignment, *more: str) -> dict[str, Any]:
    """What a notebook with the solution and more code defines."""
    space: dict[str, Any] = {"__name__": "__main__"}
    for source in [*laid_over(assignment, None), *more]:
        exec(source, space)
    return space


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """No failing tries are remembered, nothing is kept here, and the notebook's own checks are left out."""
    monkeypatch.setattr(student, "remember", lambda *_: None)
    monkeypatch.setattr(student, "_failures", student.Counter())
    monkeypatch.setattr("autograder.check", lambda *args, **kwargs: None, raising=False)
    monkeypatch.chdir(LOOP.released)


def misconception(name: str) -> str:
    (found,) = (overlay.source for overlay in LOOP.misconceptions if overlay.name == name)
    return found


# ------------------------------------------------------------------------------------------------------------ verdicts


def test_the_solution_passes_all_that_is_visible() -> None:
    """Whoever has solved an assignment sees every check pass, with all visible points."""
    result = examine(CHECKS, names(LOOP))
    assert {check.outcome for check in result.checks} == {Outcome.PASSED}
    assert {check.task for check in result.checks} == {f"6.{number}" for number in range(1, 7)}


def test_a_function_that_is_missing_costs_its_own_task_only() -> None:
    """Without `tanh`, whose cell may have had a slip, the picture of all three and the choice are still right."""
    activations = COURSE.find("04_activations")
    space = names(activations)
    del space["tanh"]
    result = examine(activations.released / "checks", space)
    assert {"4.2"} == {check.task for check in result.checks if check.outcome is not Outcome.PASSED}
    assert "tanh" not in space


def test_a_picture_that_is_shown_and_not_given_back_is_still_seen() -> None:
    """`plt.show()` closes the figure in a notebook; the curve in it was drawn all the same, and the hint is about `return`."""
    activations = COURSE.find("04_activations")
    show = "import matplotlib.pyplot as plt\nplot = plot_activation\n"
    show += "def plot_activation(function, name):\n    plot(function, name)\n    plt.show()\n    plt.close('all')"
    result = examine(activations.released / "checks", names(activations, show), "4.4", hint=1)
    assert 1 == sum(check.outcome is Outcome.FAILED for check in result.checks)
    assert "what does the call of your function give back" in result.hints("4.4")[0]


def test_the_hint_comes_with_the_second_failure_or_when_asked_for() -> None:
    """The first time one sees what was seen; the second time, or with `hint=1`, the misconception's question."""
    space = names(LOOP, misconception("no_zero_grad"))
    first, second = examine(CHECKS, space, "6.2"), examine(CHECKS, space, "6.2")
    assert first.checks == second.checks
    assert first.diagnoses == ()
    assert [one.misconception for one in second.diagnoses] == ["no_zero_grad"]
    student._failures.clear()
    assert examine(CHECKS, space, "6.2", hint=1).diagnoses == second.diagnoses


@pytest.mark.parametrize("name", [assignment.name for assignment in COURSE.assignments])
def test_mended_code_is_seen_at_once(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check says the same of a solution whatever was defined, and checked, before it in the same kernel."""
    monkeypatch.chdir(tmp_path)
    assignment = COURSE.find(name)
    right = names(assignment)
    checks = assignment.released / "checks"
    tasks = [check.task for check in examine(checks, right).checks]
    wrong = {
        name: (lambda *_: None) if isinstance(value, (FunctionType, type)) else value for name, value in right.items()
    }
    examine(checks, wrong)
    assert [(task, Outcome.PASSED) for task in tasks] == [(c.task, c.outcome) for c in examine(checks, right).checks]
    broken = [check.task for check in examine(checks, wrong).checks if check.outcome is Outcome.PASSED]
    assert {"1.2"} >= {*broken}, "there, the answers are no function"


def test_a_failure_has_place_got_and_wanted() -> None:
    """A failed visible check says where, what was given and what is asked for, since its numbers are no secret."""
    (failed,) = examine(CHECKS, names(LOOP, misconception("no_zero_grad")), "6.2").checks
    assert "after step 2" in failed.rationale
    assert re.search(r"you gave .*; asked for is ", failed.rationale)


def test_a_task_waits_for_what_it_needs(tmp_path: Path) -> None:
    """A check whose foundation fails says what it waits for, though that was not asked about."""
    checks = shutil.copytree(CHECKS, tmp_path / "checks")
    (tmp_path / "digits").symlink_to(COURSE.digits.given)
    tests, public = checks / "test_visible.py", Public.read(CHECKS / PUBLIC)
    mark = '@pytest.mark.task("6.5", points=1'
    assert mark in tests.read_text()
    tests.write_text(tests.read_text().replace(mark, mark + ', needs="test_three_steps"'))
    waiting = [replace(one, needs=["test_three_steps"]) if one.task == "6.5" else one for one in public.checks]
    (checks / PUBLIC).write_bytes(replace(public, checks=waiting).pack())
    result = examine(checks, names(LOOP, misconception("no_zero_grad")), "6.5")
    assert [Outcome.SKIPPED] == [check.outcome for check in result.checks]
    assert "(needs 6.2)" in terminal.render(result)


def test_the_stub_is_told_to_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """An assignment as it comes fails every visible check, kindly."""
    monkeypatch.chdir(LOOP.released.parent)
    result = check_file(Path(LOOP.name) / "06_training_loop.ipynb")
    assert result.score == 0
    assert all("not written yet" in c.rationale for c in result.checks if c.outcome is Outcome.FAILED)


def test_a_program_and_a_notebook_are_checked_alike(tmp_path: Path) -> None:
    """`autograder check` runs a file from the top and finds what `check` finds in a notebook."""
    (tmp_path / "checks").symlink_to(CHECKS)
    (tmp_path / "digits").symlink_to(COURSE.digits.given)
    path = tmp_path / "mine.py"
    path.write_text(LOOP.solution + "\n\n# %%\n" + misconception("no_zero_grad") + "\n\n# %%\n1 / 0\n")
    result = check_file(path)
    assert result.checks == examine(CHECKS, names(LOOP, misconception("no_zero_grad"))).checks
    assert "ZeroDivisionError" in result.notes[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["02_tensors", "03_network", "04_activations", "05_loss_and_optimizer", "06_training_loop"]
)
def test_check_and_grade_never_contradict_each_other(name: str) -> None:
    """On hundreds of wrong edits of the solution, a visible check says the same to the student and to the teacher."""
    assignment = COURSE.find(name)
    edits = {
        mutant.name: mutant.source for cell in laid_over(assignment, None) if END in cell for mutant in mutants(cell)
    }
    edits |= {overlay.name: overlay.source for overlay in assignment.misconceptions[::5]}
    edits.pop("own_criterion_on_one_hot", None)  # whether its step goes downhill is left to the numbers
    different = {}
    with Grader(assignment, "agreement") as grader:
        # Which are told, and which line, is another matter.
        grader.misconceptions, grader.search = Misconceptions(grader.expected, {}, []), None
        for edit, source in edits.items():
            graded = grader.grade(from_code([*laid_over(assignment, None), source], "x")).result
            seen = examine(assignment.released / "checks", names(assignment, source))
            told = {c.name: c.outcome for c in graded.checks if c.visible and not c.followed}
            lifted = {c.name for c in graded.checks if c.followed}  # only there is the reference at hand
            here = {c.name: c.outcome for c in seen.checks}
            if told != {name: it for name, it in here.items() if name not in lifted}:
                different[edit] = told
            assert [] == [name for name in lifted if here.get(name) is Outcome.PASSED]
    assert {} == different
    assert len(edits) > 30


# ------------------------------------------------------------------------------------------------- nothing is disturbed


def test_nothing_of_the_session_is_changed() -> None:
    """Random numbers, figures, modes and variables are after a check what they were before."""
    space = names(LOOP)
    figure = plt.figure()
    torch.manual_seed(3), numpy.random.seed(3), random.seed(3)
    state = torch.get_rng_state(), numpy.random.get_state()[1].copy(), random.getstate()
    torch.set_grad_enabled(False)
    try:
        before = dict(space)
        examine(CHECKS, space)
        assert not torch.is_grad_enabled()
    finally:
        torch.set_grad_enabled(True)
    assert torch.equal(state[0], torch.get_rng_state())
    assert (state[1] == numpy.random.get_state()[1]).all()
    assert state[2] == random.getstate()
    assert plt.get_fignums() == [figure.number]
    plt.close(figure)
    assert {name: id(value) for name, value in before.items()} == {name: id(value) for name, value in space.items()}


PLOT = """\
import matplotlib.pyplot as plt
import torch
from autograder import check

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    _, axes = plt.subplots()
    axes.plot(x, function(x))
    axes.set_title(name)
    return axes
"""


def test_pictures_are_shown_after_a_check_that_drew_the_first(tmp_path: Path) -> None:
    """Whoever draws for the first time within a check sees later pictures as if there had been none."""
    folder = Path(shutil.copytree(COURSE.find("04_activations").released, tmp_path / "04"))
    cells = [new_code_cell(source) for source in (PLOT, 'check("4.4")', 'plot_activation(torch.sin, "sine");')]
    book = NotebookClient(new_notebook(cells=cells), resources={"metadata": {"path": str(folder)}}).execute()
    assert ["display_data"] == [output.output_type for output in book.cells[-1].outputs]


def test_what_the_code_prints_buries_no_report(capfd: pytest.CaptureFixture[str]) -> None:
    """A check asks dozens of questions: of what is printed meanwhile the first lines stand below the report, once."""
    noisy = names(LOOP, "old = train_step\ndef train_step(*a):\n    print('noise')\n    return old(*a)")
    result = examine(CHECKS, noisy, "6.2")
    assert "noise" not in "".join(capfd.readouterr())
    assert "your function printed:\n    noise\n    noise\n" in terminal.render(result)


def test_an_endless_loop_can_be_interrupted() -> None:
    """The interrupt of the notebook or terminal ends the check, and the session goes on."""
    space = names(LOOP, "def train_step(*a):\n    while True: pass")
    threading.Timer(1.0, signal.raise_signal, [signal.SIGINT]).start()
    with pytest.raises(KeyboardInterrupt):
        examine(CHECKS, space, "6.1")
    assert sys.stdout is not None
    assert examine(CHECKS, names(LOOP), "6.1").score == 2


# ----------------------------------------------------------------------------------------------------- what goes wrong


def test_a_task_may_be_a_number() -> None:
    """`check(6.1)` checks what `check("6.1")` checks."""
    assert ("6.1",) == check(6.1).result.tasks


def test_an_unknown_task_lists_those_there_are() -> None:
    """Whoever mistypes a task reads which there are."""
    with pytest.raises(CheckError, match=r"no check of task 9\.9 .* 6\.1, 6\.2"):
        check("9.9")


def test_a_notebook_away_from_its_folder_says_what_it_looks_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence names the folder `checks/` and where it was looked for."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CheckError, match=r"checks/ in .*own folder"):
        check("6.1")


def test_a_renamed_function_is_guessed() -> None:
    """A name that is nearly right is asked about."""
    space = names(LOOP)
    space["trainstep"] = space.pop("train_step")
    first, _ = examine(CHECKS, space, "6.1").checks
    assert "did you mean `trainstep`" in first.rationale


def test_a_broken_key_says_so(tmp_path: Path) -> None:
    """Half a download is named as what it is."""
    (tmp_path / PUBLIC).write_bytes((CHECKS / PUBLIC).read_bytes()[:1000])
    with pytest.raises(ValueError, match="not whole"):
        Public.read(tmp_path / PUBLIC)


def test_students_need_no_unix() -> None:
    """Nothing that `check` or `autograder check` loads wants a module that Windows lacks."""
    program = """
import sys, IPython, jupyter_client, matplotlib.pyplot, pytest, torch
sys.modules |= dict.fromkeys(("resource", "fcntl", "pwd", "grp", "termios", "posix", "multiprocessing.popen_fork"))
import autograder.student.check, autograder.submission.notebook, autograder.cli.__main__
import autograder.wall.doctor, autograder.wall.server
"""
    subprocess.run([sys.executable, "-c", program], check=True)


# ------------------------------------------------------------------------------------------------------------ nbgrader


@pytest.mark.slow
def test_stock_nbgrader_gives_partial_marks_for_what_is_visible(tmp_path: Path) -> None:
    """Without any plug-in, nbgrader takes a check's points as the cell's score, and validate names what failed."""
    source = tmp_path / "source" / LOOP.name
    submitted = tmp_path / "submitted" / "ada" / LOOP.name
    book = nbformat.read(LOOP.released / f"{LOOP.name}.ipynb", 4)
    answers = {c.metadata["task"]: c.source for c in parse(LOOP.solution, "x.py").cells if "task" in c.metadata}
    shutil.copytree(COURSE.digits.given, source / "digits")
    shutil.copytree(CHECKS, source / "checks")  # nbgrader brings what lies beside the source to each submission
    submitted.mkdir(parents=True)
    for folder in (source, submitted):
        if folder == submitted:
            for cell in book.cells:
                if (task := cell.metadata.get("task")) in answers and cell.cell_type == "code":
                    cell.source = answers[task].replace("optimizer.zero_grad()", "pass")
        nbformat.write(book, folder / f"{LOOP.name}.ipynb")
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'x'\n")
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for command in (["generate_assignment", LOOP.name, "--force"], ["autograde", LOOP.name]):
        forked("nbgrader", *command, cwd=tmp_path, env=environment).check_returncode()
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        score = gradebook.find_submission(LOOP.name, "ada").score
    expected = examine(CHECKS, names(LOOP, misconception("no_zero_grad"))).score
    assert 0 < expected < 10
    assert score == expected


def test_a_report_is_a_number_and_a_page() -> None:
    """nbgrader reads the number, people the page; it has no script and nothing unescaped."""
    space = names(LOOP, "def train_step(*a):\n    raise ValueError('<script>alert(1)</script>')")
    report = Report(examine(CHECKS, space, "6.1"))
    assert float(repr(report)) == report == 0
    assert "<script" not in report._repr_html_()
    assert "ValueError" in report._repr_html_()


# ------------------------------------------------------------------------------------------------------- what is handed out


@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda assignment: assignment.name)
def test_what_is_handed_out_is_fresh(assignment: Assignment) -> None:
    """`assignments/` was made from `solutions/` as they are now."""
    assert fresh(assignment)


def test_releasing_again_gives_the_same_bytes(sandbox: Sandbox, assignment: Callable[..., Assignment]) -> None:
    """Nothing of the hour or the place is in what students get."""
    toy = assignment({})
    assert release(toy, sandbox) == release(toy, sandbox)


def test_a_release_of_what_has_not_changed_writes_nothing(assignment: Callable[..., Assignment], cli: Run) -> None:
    """Files keep their bytes and their dates, though another processor rounds otherwise; a change is handed out."""
    toy = assignment({"misconceptions/idle.py": '"""Is nothing done?"""\ndef double(x):\n    return x * 1\n'})
    release_it = ("release", toy.name, "--jobs", 1, "--course", toy.root)
    assert 0 == cli(*release_it).returncode
    place = toy.released / "checks" / "public.safetensors"
    made = Public.read(place)
    for answers in (*made.expected.values(), *made.misconceptions["idle"].values()):
        answers.packed = b""  # type: ignore[union-attr]
        answers["y"] = answers["y"] * (1 + 1e-7)  # type: ignore[index]
    place.write_bytes(made.pack())

    def state() -> dict[Path, tuple[bytes, int]]:
        return {
            path: (path.read_bytes(), path.stat().st_mtime_ns) for path in toy.released.rglob("*") if path.is_file()
        }

    before = state()
    assert 0 == cli(*release_it).returncode
    assert before == state()
    solution = toy.folder / "solution.py"
    solution.write_text(solution.read_text().replace("return 2 * x", "return 3 * x"))
    assert 0 == cli(*release_it).returncode
    assert {place} == {path for path, was in before.items() if state()[path] != was}
    assert fresh(Assignment(toy.folder, toy.digits))


@pytest.mark.slow
def test_a_release_of_the_course_leaves_a_clone_as_it_was(tmp_path: Path, cli: Run) -> None:
    """Whoever releases all seven in a fresh clone, on whatever processor, finds no file changed."""
    for folder in ("solutions", "assignments"):
        shutil.copytree(COURSE.root / folder, tmp_path / folder)
    files = [path for path in tmp_path.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}
    assert 0 == cli("release", "--course", tmp_path).returncode
    assert [] == [path for path, was in before.items() if (path.read_bytes(), path.stat().st_mtime_ns) != was]


def secrets() -> Iterator[str]:
    """Lines that only instructors may have: hidden tests, right and wrong ways, answers of the solution."""
    for assignment in COURSE.assignments:
        texts = [(assignment.folder / "test_hidden.py").read_text()]
        texts += [
            path.read_text()
            for kind in ("correct", "misconceptions")
            for path in assignment.folder.glob(f"{kind}/*.py")
        ]
        texts = [re.sub(r'^""".*?"""', "", text, flags=re.DOTALL) for text in texts]  # hints are for students
        texts += re.findall(f"{BEGIN}(.*?){END}", assignment.solution, re.DOTALL)
        yield from (
            line for text in texts for line in text.splitlines() if len(line.strip()) > 30 and "import" not in line
        )


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked bundle, away from the repository, of a course in which somebody ran the last notebook."""
    root, folder = tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("student")
    shutil.copytree(ROOT / "assignments", root / "assignments")
    shutil.copy(ROOT / "environment.yml", root)
    COURSE.digits.unpack(root / "assignments" / "07_digits" / "data")
    with zipfile.ZipFile(io.BytesIO(pack(Course(root)))) as archive:
        archive.extractall(folder)
    return folder / "course"


@pytest.mark.slow
def test_the_bundle_holds_no_secret(bundle: Path, tmp_path: Path) -> None:
    """Neither in the bundle nor in its wheel is a line of a hidden test or of another right way, or a held-out digit."""
    (wheel,) = bundle.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    files = [path for folder in (bundle, tmp_path) for path in folder.rglob("*") if path.is_file()]
    texts = "\n".join(path.read_text() for path in files if path.suffix in (".py", ".ipynb", ".md", ".yml"))
    stubs = re.compile(f"{BEGIN}.*?{END}", re.DOTALL)
    public = "\n".join(a.probe_source + a.tests[0].read_text() + stubs.sub("", a.solution) for a in COURSE.assignments)
    assert [] == [line for line in secrets() if line in texts and line not in public]
    assert "BEGIN SOLUTION" not in "".join(path.read_text() for path in bundle.rglob("*.ipynb"))
    files = [path for path in files if "templates/assignment" not in str(path)]  # what `autograder new` starts from
    assert [] == [path for path in files if re.search("t10k|test_hidden|misconceptions/|correct/", str(path))]


@pytest.mark.slow
def test_the_bundle_works_in_an_empty_environment(bundle: Path) -> None:
    """Whoever has nothing but the bundle gets to a first check by the commands of its page, and has no grader."""
    blocks = re.findall(r"^```console\n(.*?)^```", (bundle / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    (install,) = (block for block in blocks if "source venv" in block)
    (checks,) = (block for block in blocks if "autograder check" in block)
    commands = f"""{install.replace("jupyter lab", "jupyter lab --version")}
        jupyter labextension list 2>&1
        python -c "import importlib.util; print('nbgrader:', importlib.util.find_spec('nbgrader'))"
        autograder doctor
        autograder package docker --out image || echo status $?
        {checks.splitlines()[0]}"""
    ran = subprocess.run(
        ["bash", "-ec", commands], cwd=bundle, capture_output=True, text=True, check=False,
        env={name: value for name, value in os.environ.items() if not name.startswith(("VIRTUAL", "PYTHON"))}
        | {"PIP_RETRIES": "0"},  # PyTorch's index is out of reach where the tests have no network
    )  # fmt: skip
    assert "notebooks run in this environment" in ran.stdout, ran.stderr
    assert ["nbgrader: None"] == [line for line in ran.stdout.splitlines() if "nbgrader" in line]
    assert "status 1" in ran.stdout
    assert "pip install 'autograder[grade]'" in ran.stderr
    assert "the wall" not in ran.stdout
    assert "Task 6.1: not written yet" in ran.stdout
    assert "0 / " in ran.stdout
    assert ran.returncode == 1
