"""Where commands meet the machine: signals, full disks, other commands, links, hidden names, letters that are missing."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import TOY, Run
from helpers import ENVIRONMENT, command, said, script, stopped

from autograder.course.assignment import Assignment, Course
from autograder.grading.reference import laid_over
from autograder.grading.store import claimed
from autograder.reports.platforms import PLATFORMS
from autograder.wall import server
from autograder.wall.inside import jail

Make = Callable[..., Assignment]
locked_in = pytest.mark.skipif(jail.offers().protection != "full", reason=jail.offers().missing)


@pytest.fixture(scope="module")
def right(toy: Course) -> list[str]:
    """The cells of the solution."""
    return laid_over(toy.find("01_toy"), None)


# -------------------------------------------------------------------------------------------------------------- signals


@locked_in
@pytest.mark.parametrize(
    ("number", "jobs"),
    [
        pytest.param(signal.SIGTERM, 1, marks=pytest.mark.slow),
        (signal.SIGTERM, 2),
        pytest.param(signal.SIGHUP, 1, marks=pytest.mark.slow),
        pytest.param(signal.SIGINT, 2, marks=pytest.mark.slow),
        pytest.param(signal.SIGKILL, 1, marks=pytest.mark.slow),
        (signal.SIGKILL, 2),
    ],
)
def test_a_command_that_is_stopped_leaves_nothing_behind(
    toy: Course, right: list[str], tmp_path: Path, number: signal.Signals, jobs: int
) -> None:
    """In the middle of an endless loop: no server, no worker, no child and no temporary folder; what is done stays."""
    script(tmp_path / "class" / "ada.py", *right)
    for name in ("bob", "cleo", "dora"):
        script(tmp_path / "class" / f"{name}.py", "while True: pass")
    ada = tmp_path / "out" / "ada" / "result.json"
    line = ["grade", tmp_path / "class", "-a", "01_toy", "-o", ada.parents[1], "-j", jobs, "--course", toy.root]
    ended = stopped(number, *line, when=ada.is_file, folder=tmp_path)
    if number != signal.SIGKILL:
        assert (130, True) == (ended.returncode, "Stopped. The same command goes on where it was." in said(ended))
    assert ada.is_file()


STOPPED = """
import os, signal
from autograder.cli import __main__ as cli

signal.signal({number}, signal.SIG_DFL)  # whatever this was started with
cli.app = lambda arguments: os.kill(os.getpid(), {number})
cli.main([])
"""


@pytest.mark.parametrize("number", server.STOPPING)
def test_a_command_that_is_stopped_before_it_begins_says_so(number: signal.Signals) -> None:
    """Its commands are not known by then."""
    line = [sys.executable, "-c", STOPPED.format(number=int(number))]
    ended = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (130, "", "Stopped.\n") == (ended.returncode, ended.stdout, ended.stderr)


LOST = """
import os, signal, time
from autograder.cli import __main__ as cli

class Hears:
    def __del__(self):
        os.kill(os.getpid(), {number})

def work(arguments):
    {loses}
    time.sleep(30)

signal.signal({number}, signal.SIG_DFL)
cli.app = work
cli.main([])
"""


@pytest.mark.parametrize("number", server.STOPPING)
@pytest.mark.parametrize(
    "loses",
    [
        "Hears()",
        "os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), {number})); os.fork() or os._exit(0)",
    ],
    ids=["object", "fork"],
)
def test_a_command_is_stopped_wherever_it_is(number: signal.Signals, loses: str) -> None:
    """What tells it to end may come in a moment in which Python lets no error through."""
    code = LOST.format(number=int(number), loses=loses.format(number=int(number)))
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (130, "", "Stopped.\n") == (ended.returncode, ended.stdout, ended.stderr)


@locked_in
def test_feedback_that_is_stopped_leaves_nothing_behind(toy: Course, tmp_path: Path) -> None:
    """`ci` in the middle of an endless loop, ended by the machine that runs it."""
    subprocess.run(["git", "init", "-q", tmp_path / "work"], check=True)
    script(tmp_path / "work" / "01_toy.py", "while True: pass")
    line = ["ci", tmp_path / "work", "--all", "--course", toy.root, "-j", 1]
    assert 130 == stopped(signal.SIGTERM, *line, when=lambda: True, folder=tmp_path).returncode


def test_what_a_dead_command_left_is_tidied_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of a server that was killed with its command goes with the next one; all other folders stay."""
    monkeypatch.setattr(server.tempfile, "tempdir", str(tmp_path))
    for name in ("autograder-dead", "autograder-new", "autograder-live"):
        (tmp_path / name / "scratch").mkdir(parents=True)
        (tmp_path / name / ".lock").touch()
        os.utime(tmp_path / name / ".lock", (0, 0) if name != "autograder-new" else None)
    (tmp_path / "autograder-homework").mkdir()
    held = os.open(tmp_path / "autograder-live" / ".lock", os.O_RDWR)
    try:
        subprocess.run(["flock", "--nonblock", str(held)], pass_fds=[held], check=True)
        server._sweep()
    finally:
        os.close(held)
    assert ["autograder-homework", "autograder-live", "autograder-new"] == sorted(p.name for p in tmp_path.iterdir())


# ------------------------------------------------------------------------------------------------------ one after another


def test_two_commands_do_not_write_into_one_folder(toy: Course, right: list[str], tmp_path: Path) -> None:
    """The second one says so in a sentence and does nothing; when the first has ended, it works."""
    line = ["grade", script(tmp_path / "ada.py", *right), "-a", "01_toy", "-o", tmp_path / "out", "-j", 1]
    with claimed(tmp_path / "out"):
        ran = command(*line, course=toy.root)
        assert (2, True) == (
            ran.returncode,
            said(ran).startswith(f"Another command is writing into {tmp_path / 'out'};"),
        )
        assert [".lock"] == [path.name for path in (tmp_path / "out").iterdir()]
    assert 0 == command(*line, course=toy.root).returncode
    with claimed(tmp_path / "out"):
        judged = command("judge", tmp_path / "out", "--write", "-j", 1, course=toy.root)
        assert (2, True) == (judged.returncode, "Another command is writing" in said(judged))


# ----------------------------------------------------------------------------------------------------------- the machine


@contextmanager
def small_disk(place: Path, *options: str) -> Iterator[Path]:
    """A file system of its own."""
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", *options, "none", place], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def test_a_disk_that_fills_up_is_one_sentence(toy: Course, right: list[str], tmp_path: Path) -> None:
    """What was written before stays and is whole, nothing half written does, and with more room the command goes on."""
    for number in range(12):
        script(tmp_path / "class" / f"s{number:02}.py", *right, f"number = {number}")
    line = ["grade", tmp_path / "class", "-a", "01_toy", "-j", 1, "--seed", "s", "-o"]
    with small_disk(tmp_path / "disk", "-o", "size=128k") as disk:
        ran = command(*line, disk / "out", course=toy.root)
        assert (1, True) == (ran.returncode, "No space left on device. What was written before stays." in said(ran))
        assert 1 == len(ran.stderr.splitlines())
        files = [path for path in (disk / "out").rglob("*") if path.is_file()]
        assert [".key", ".lock"] == sorted({path.name for path in files if path.name.startswith(".")})
        done = {path.parent.name for path in files if path.name == ".key"}
        assert 0 < len(done) < 12
        subprocess.run(["mount", "-o", "remount,size=8m", disk], check=True)
        again = command(*line, disk / "out", course=toy.root)
        assert (0, True) == (again.returncode, f"{len(done)} of 12 were graded before" in said(again))


def test_a_place_where_nothing_can_be_written_is_named(toy: Course, right: list[str], tmp_path: Path) -> None:
    """Results, a course directory and a page on a read-only file system: one sentence each."""
    path = script(tmp_path / "ada.py", *right)
    with small_disk(tmp_path / "disk") as disk:
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        for line in (
            ["grade", path, "-a", "01_toy", "-o", disk / "out", "-j", 1],
            ["similar", path, "-a", "01_toy", "-o", disk / "page.html"],
            ["init", disk / "new"],
        ):
            ran = command(*line, course=toy.root)
            assert ran.returncode in (1, 2)
            assert str(disk) in said(ran)
            assert 1 == len(ran.stderr.splitlines())


def test_output_that_nobody_takes_is_one_sentence(toy: Course, right: list[str], tmp_path: Path) -> None:
    """Standard output on a full disk is said on standard error, and the results are there."""
    path = script(tmp_path / "ada.py", *right)
    line = ["autograder", "grade", path, "-a", "01_toy", "-o", tmp_path / "out", "-j", "1", "--course", toy.root]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(line, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=ENVIRONMENT)
    assert (1, ["No space left on device."]) == (ran.returncode, ran.stderr.splitlines())
    assert (tmp_path / "out" / "ada" / "result.json").is_file()


@pytest.mark.parametrize("encoding", ["ascii", pytest.param("latin-1", marks=pytest.mark.slow)])
def test_letters_that_the_output_lacks_are_replaced(
    toy: Course, right: list[str], tmp_path: Path, encoding: str
) -> None:
    """A name in Japanese on an output without such letters ends no command; the files have it as it is."""
    for name in ("小林", "ada"):
        script(tmp_path / "class" / f"{name}.py", *right)
    line = ["autograder", "grade", tmp_path / "class", "-a", "01_toy", "-o", tmp_path / "out", "-j", "1"]
    env = ENVIRONMENT | {"PYTHONIOENCODING": encoding}
    ran = subprocess.run([*line, "--course", toy.root], capture_output=True, check=False, env=env)
    assert (0, b"") == (ran.returncode, ran.stderr)
    assert [b"??", b"ada"] == sorted(row.split()[0] for row in ran.stdout.splitlines()[:2])
    assert (tmp_path / "out" / "小林" / "result.json").is_file()


# ------------------------------------------------------------------------------------------------------ links and names


def test_a_link_that_is_named_is_followed(toy: Course, right: list[str], tmp_path: Path) -> None:
    """To a class, to a student's folder, to a file; a link in a folder is still refused, and one to nowhere is named."""
    script(tmp_path / "there" / "class" / "ada.py", *right)
    script(tmp_path / "there" / "bob" / "01_toy.py", *right)
    (tmp_path / "there" / "class" / "eve.py").symlink_to("ada.py")
    for name, target in (("class", "there/class"), ("bob", "there/bob"), ("cleo.py", "there/class/ada.py")):
        (tmp_path / name).symlink_to(target)
    links = [tmp_path / name for name in ("class", "bob", "cleo.py")]
    ran = command("grade", *links, "-a", "01_toy", "-o", tmp_path / "out", "-j", 1, course=toy.root)
    assert ["ada", "bob", "cleo"] == [row.split()[0] for row in ran.stdout.splitlines() if "10 / 10" in row]
    assert (1, 1) == (ran.returncode, len(ran.stderr.splitlines()))
    assert "Not graded: eve: " in ran.stderr
    (tmp_path / "gone").symlink_to("nowhere")
    ran = command("grade", tmp_path / "gone", "-a", "01_toy", "-o", tmp_path / "out", course=toy.root)
    assert (2, f"{tmp_path / 'gone'} does not exist.") == (ran.returncode, said(ran))


def test_hidden_names_are_named(toy: Course, right: list[str], tmp_path: Path) -> None:
    """What a dot or two underscores hide is told, but for what systems and editors make; in a student's folder, too."""
    for name in (".ada.py", "__bob/x.py", "cleo.py", "dora/.01_toy.py", "__MACOSX/x.py", "._cleo.py", ".git/x.py"):
        script(tmp_path / "class" / name, *right)
    ran = command("grade", tmp_path / "class", "-a", "01_toy", "-o", tmp_path / "out", "-j", 1, course=toy.root)
    first, *others = ran.stderr.splitlines()
    assert "Left out, since a name that begins with a dot or two underscores is hidden: .ada.py, __bob." == first
    assert ["dora"] == [line.split(": ")[1] for line in others]
    assert "; .01_toy.py is hidden by its name: rename it" in others[0]


def test_brackets_in_a_path_are_no_pattern(toy: Course, right: list[str], tmp_path: Path) -> None:
    """A course and submissions may lie anywhere; a course directory, which nbgrader could not use, is refused at once."""
    course = shutil.copytree(toy.root, tmp_path / "course [1]", ignore=shutil.ignore_patterns("__pycache__"))
    where = script(tmp_path / "class [a-z]" / "[ada].py", *right, TOY["misconceptions/square.py"]).parent
    script(where / "bob" / "01_toy.py", *right)
    for line in (
        ["release", "-j", 1],
        ["grade", where, "-a", "01_toy", "-o", tmp_path / "out [*]", "-j", 1],
        ["judge", tmp_path / "out [*]", "-j", 1],
    ):
        ran = command(*line, course=course)
        assert (0, "") == (ran.returncode, ran.stderr)
    assert (tmp_path / "out [*]" / "[ada]" / "result.json").is_file()
    ran = command("init", tmp_path / "new [1]", course=course)
    assert (1, True, False) == (ran.returncode, "choose another place" in said(ran), (tmp_path / "new [1]").exists())


def test_tenths_of_points_add_up_as_people_add_them(
    assignment: Make, cli: Run, right: list[str], tmp_path: Path
) -> None:
    """No file and no report says 0.6000000000000001 where the points are 0.1, 0.2 and 0.3."""
    text = TOY["test_hidden.py"].replace("points=1,", "points=0.2,").replace("points=3)", "points=0.3)")
    visible = TOY["test_visible.py"].replace("points=2", "points=0.1")
    toy = assignment({"test_hidden.py": text.replace("points=4", "points=0.4"), "test_visible.py": visible})
    path = script(tmp_path / "class" / "ada.py", *right, TOY["misconceptions/in_place.py"])
    script(tmp_path / "class" / "bob.py", *right)
    out = tmp_path / "out"
    assert 0 == command("grade", path.parent, "-a", toy.name, "-o", out, "-j", 1, course=toy.root).returncode
    assert 0 == command("release", "-j", 1, course=toy.root).returncode
    assert [0.6, 1.0] == [json.loads((out / name / "result.json").read_text())["score"] for name in ("ada", "bob")]
    files = [
        path
        for path in [*out.rglob("*"), *toy.released.rglob("*.ipynb")]
        if path.suffix in (".json", ".csv", ".html", ".ipynb")
    ]
    told = [cli("report", out / "ada", "--as", name).stdout for name in PLATFORMS if name != "prairielearn"]
    texts = {str(path): path.read_text(encoding="utf-8") for path in files if path.name != "glance.json"} | dict(
        enumerate(told)
    )
    assert {} == {
        name: found
        for name, text in texts.items()
        if (found := re.findall(r"\b0\.[1-9]0{9,}\d+|\b0\.\d*9{9,}\d*", text))
    }
