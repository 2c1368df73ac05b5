"""What a student sees in a real kernel: prints, ends, places, old definitions, progress; and in a terminal."""

from __future__ import annotations

import gc
import json
import os
import pty
import re
import select
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import Run
from helpers import ROOT, under_way
from jupyter_client.manager import start_new_kernel
from mistakes import MISTAKES
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course.assignment import find_course
from autograder.grading.reference import laid_over
from autograder.reports import terminal
from autograder.student.check import check_file
from autograder.submission.notebook import parse

# jupyter_client leaves the loop of its kernel's channels to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

COURSE = find_course(ROOT)
TENSORS = "02_tensors"


def handed_out(folder: Path, *names: str) -> Path:
    """What a student has of some assignments, and the digits, as they came."""
    for name in (*names, "digits"):
        shutil.copytree(ROOT / "assignments" / name, folder / name, ignore=shutil.ignore_patterns(".*", "*-ubyte"))
    return folder


class Kernel:
    """A kernel of Jupyter's, beside an assignment."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.manager, self._client = start_new_kernel(cwd=str(folder))
        self.run("from autograder import check, progress\nimport torch\nfrom torch import nn")

    def run(self, source: str) -> str:
        """What a cell shows, as text on one line; and in which way it failed, if it did."""
        found: list[str] = []

        def take(message: dict[str, Any]) -> None:
            content = message["content"]
            match message["msg_type"]:
                case "stream":
                    found.append(content["text"])
                case "execute_result" | "display_data":
                    found.append(content["data"].get("text/html") or content["data"]["text/plain"])
                case "error":
                    found.append("ERROR " + "\n".join(content["traceback"]))

        self._client.execute_interactive(source, output_hook=take, timeout=120)
        text = re.sub(r"<[^>]*>", "", "\n".join(found).replace("<code>", "`").replace("</code>", "`"))
        return " ".join(unescape(text).split())

    def defined(self, source: str, task: str, options: str = "") -> str:
        """What a check shows after a cell ran."""
        self.run(source)
        return self.run(f'check("{task}"{options})')

    def stop(self) -> None:
        """Ends it."""
        self._client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        gc.collect()


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel in the folder of 02, where all seven assignments lie."""
    names = [assignment.name for assignment in COURSE.assignments]
    kernel = Kernel(handed_out(tmp_path_factory.mktemp("desk"), *names) / TENSORS)
    yield kernel
    kernel.stop()


# ------------------------------------------------------------------------------------------------ what is seen of a check


def test_what_a_function_prints_is_shown(kernel: Kernel) -> None:
    """The first lines that the student's code printed stand below the check, and no more than twenty."""
    shown = kernel.defined(
        "def image_to_tensor(p):\n    for n in range(99):\n        print('line', n, p.shape)\n    return p", "2.1"
    )
    assert "your function printed: line 0 (28, 28) line 1 (28, 28)" in shown
    assert shown.endswith("line 19 (28, 28) ...")
    assert "printed" not in kernel.defined("def image_to_tensor(p):\n    return p", "2.1")


def test_cells_that_are_run_once_more_show_nothing(tmp_path: Path) -> None:
    """To ask about another computer, 1.1 runs cells again: what these print is not shown, and their checks are not made anew."""
    cells = parse(COURSE.find("01_start").solution, "x.py").cells
    kernel = Kernel(handed_out(tmp_path, "01_start") / "01_start")
    kernel.run("import platform, torchvision")
    kernel.run(next(cell.source for cell in cells if cell.metadata.get("task") == "1.1"))
    assert "torchvision" in kernel.run("for entry, found in environment().items():\n    print(entry, found)")
    found = [kernel.run(cell) for cell in ("result = check('1.1')\nresult", "check('1.1')")]
    kernel.stop()
    for shown in found:
        assert "3 of 3 visible points" in shown
        assert "printed" not in shown


def test_an_error_has_its_cell_its_line_and_the_text(kernel: Kernel) -> None:
    """Whoever made an error reads where it is, and what stands there."""
    shown = kernel.defined("def standardize(x):\n    y = x * 2\n    return y / missing", "2.2")
    number = kernel.run("print(len(In) - 3)").split()[-1]
    assert f"cell {number}, line 3: `return y / missing`: NameError: name 'missing' is not defined" in shown


def test_got_and_wanted_stand_side_by_side(kernel: Kernel) -> None:
    """On public numbers the first wrong row is shown, as given and as asked for."""
    shown = kernel.defined("def standardize(x):\n    return 0 * x", "2.2")
    assert re.search(r"at \[0\] you gave \[(-?0\.0(, )?){6}\]; asked for is \[0\.9318, 1\.401,", shown)


def test_what_was_asked_is_shown_where_it_is_short(kernel: Kernel) -> None:
    """Of a question with few numbers the call itself is told, as one would write it."""
    kernel.run("import autograder.student.asked as asked")
    shown = kernel.run("print(asked._call('f', [torch.tensor([[1.0, 1/3]]), 2], {'lr': 0.1}))")
    assert shown == "f([[1.0, 0.3333]], 2, lr=0.1)"


def test_arguments_in_another_order_are_told_first(kernel: Kernel) -> None:
    """A function whose arguments stand in another order than in the task is told so before any verdict."""
    shown = kernel.defined("def affine(weight, x, bias):\n    return x @ weight.T + bias", "2.3")
    told = "the arguments of `affine` are in another order than the task says: (weight, x, bias) for (x, weight, bias)"
    assert shown.startswith(told)
    shown = kernel.defined("def affine(x, weight):\n    return x @ weight.T", "2.3")
    assert "`affine` takes (x, weight); the task calls it with 3 arguments" in shown


def test_a_hidden_task_is_told_in_a_sentence(kernel: Kernel) -> None:
    """A task that is only checked in grading says so, and the notebook that is handed out has no bare number for it."""
    kernel.run("import os; os.chdir('../07_digits')")
    shown = kernel.run('check("7.4")')
    kernel.run(f"os.chdir('../{TENSORS}')")
    assert shown == "Task 7.4 is checked when your work is graded: here there is nothing to see of it."
    book = nbformat.read(kernel.folder.parent / "07_digits" / "07_digits.ipynb", 4)
    assert ['check("7.4")'] == [cell.source for cell in book.cells if cell.cell_type == "code" and "7.4" in cell.source]


# -------------------------------------------------------------------------------------------------------------- it ends


ENDLESS = {
    "plain": "while True: p.sum()",
    "except": "while True:\n        try: p.sum()\n        except: pass",
    "sleeping": "import time\n    while True:\n        try: time.sleep(0.01)\n        except: pass",
    "finally": "while True:\n        try: p.sum()\n        finally: continue",
    "two loops": "while True:\n        try:\n            while True:\n                try: p.sum()\n                except: pass\n        except: pass",
}  # fmt: skip


@pytest.mark.parametrize("body", ENDLESS.values(), ids=ENDLESS)
def test_a_loop_without_end_is_ended(kernel: Kernel, body: str) -> None:
    """After the seconds of a task one reads what was still running, and where; `except:` does not help it."""
    shown = kernel.defined(f"def image_to_tensor(p):\n    {body}", "2.1", ", seconds=1")
    assert re.search(r"your `image_to_tensor` was still running after 1 s: cell \d+, line \d: `", shown)


def test_the_stop_button_says_what_was_running(kernel: Kernel, tmp_path: Path) -> None:
    """Who stops a check reads the same sentence, and no traceback through files of ours."""
    kernel.run(f"from pathlib import Path\nmark = Path({str(tmp_path / 'on')!r})")
    kernel.run("def image_to_tensor(p):\n    mark.touch()\n    while True: pass")

    def press() -> None:
        while not (tmp_path / "on").exists():
            time.sleep(0.05)
        kernel.manager.interrupt_kernel()

    presser = threading.Thread(target=press)
    presser.start()
    shown = kernel.run('check("2.1")')
    presser.join()
    assert re.fullmatch(
        r"ERROR Stopped: your `image_to_tensor` was still running: cell \d+, line 3: `while True: pass`\.", shown
    )


ENDS = {
    "sys.exit": ("import sys\n    sys.exit()", "the program ended itself (SystemExit)"),
    "exit": ("exit()", "the program ended itself (SystemExit)"),
    "recursion": ("return image_to_tensor(p)", "a function went on calling itself without an end"),
    "memory": ("import numpy\n    return [numpy.empty(2**34, 'u1') for _ in range(99)]", "asked for more memory than there is"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "says"), ENDS.values(), ids=ENDS)
def test_the_kernel_lives(kernel: Kernel, body: str, says: str) -> None:
    """Whatever ends a program is one sentence, and the session goes on."""
    kernel.run("still = 'here'")
    shown = kernel.defined(f"def image_to_tensor(p):\n    {body}", "2.1")
    assert says in shown
    assert kernel.run("print(still)") == "here"


# ------------------------------------------------------------------------------------------------------- old definitions


def test_an_old_definition_is_told_before_the_verdict(kernel: Kernel) -> None:
    """Where the cell of a function ended in an error, the check is of the function before it, and says so."""
    kernel.run("def image_to_tensor(p):\n    return p")
    shown = kernel.defined("def image_to_tensor(p):\n    return p = 1", "2.1")
    assert re.match(r"cell \d+, which defines `image_to_tensor`, ended in an error when it last ran, so this is", shown)
    shown = kernel.defined("def image_to_tensor(p):\n    return p\n1 / 0", "2.1")
    assert "ended in an error" not in shown, "it was defined before the error"


def test_a_cell_that_was_changed_and_not_run_is_told(kernel: Kernel) -> None:
    """Where the saved notebook has another text than what ran, and was saved since, the check says so."""
    path = kernel.folder / f"{TENSORS}.ipynb"
    before = path.read_bytes()
    old, new = (f"def slope(f, x):\n    return {value}" for value in ("x", "x + 1"))
    kernel.run(old)
    nbformat.write(new_notebook(cells=[new_code_cell(new)]), path)
    told = "the cell of `slope` was changed and not run since: run it, then check again"
    assert kernel.run('check("2.4")').startswith(told)
    assert told not in kernel.defined(new, "2.4")
    path.write_bytes(before)


def test_a_missing_name_asks_for_its_cell(kernel: Kernel) -> None:
    """What is missing is told as such, and guessed only from what the student made."""
    kernel.run("import builtins\nfor name in ('slope', 'descend'):\n    globals().pop(name, None)")
    assert "`slope` does not exist in this kernel: run its cell first" in kernel.run('check("2.4")')
    assert "did you mean" not in kernel.run('check("2.4")')
    shown = kernel.defined("def slop(f, x):\n    return x", "2.4")
    assert "`slope` does not exist in this kernel: run its cell first; did you mean `slop`?" in shown


def test_what_is_not_written_is_no_try(kernel: Kernel) -> None:
    """Only real code climbs the ladder of hints: a stub and a missing name do not count."""
    kernel.run("globals().pop('descend', None)")
    wrong = "def descend(f, start, lr, steps):\n    return start"
    stub = "def descend(f, start, lr, steps):\n    raise NotImplementedError('Task 2.5: not written yet')"
    shown = [kernel.run('check("2.5")'), *(kernel.defined(source, "2.5") for source in (stub, stub, wrong))]
    assert [False] * 4 == ["Hint" in one for one in shown]
    assert "not written yet" in shown[1]


# ------------------------------------------------------------------------------------------------------- how far a hint goes

SAMPLE = "def standardize(x):\n    return (x - x.mean(1, keepdim=True)) / x.std(1, keepdim=True)"
"""Divides by D - 1, which is known."""
AGAIN = "Read again: “Task 2.2: one scale for every row”."


def test_each_level_goes_further(kernel: Kernel) -> None:
    """A question; then where to read again and the smallest example; then the line, with its text."""
    kernel.run(SAMPLE)
    first, second, third = (kernel.run(f'check("2.2", hint={level})') for level in (1, 2, 3))
    example = "Of `example` in `probe_rows` of checks/probe.py, 4 of 4 values differ; at [0] you gave [-0.7071, 0.7071]"
    place = (
        r"All that `standardize` does stands in one line: cell \d+, line 2: `return \(x - x\.mean\(1, keepdim=True\)\)"
    )
    assert [1, 1, 1] == [shown.count("Standardise [1, 3] by hand") for shown in (first, second, third)], first
    assert [0, 1, 1] == [shown.count(AGAIN) for shown in (first, second, third)]
    assert [0, 1, 1] == [shown.count(f"{example}; asked for is [-1.0, 1.0].") for shown in (first, second, third)], (
        second
    )
    assert [0, 0, 1] == [len(re.findall(place, shown)) for shown in (first, second, third)], third


def test_each_failure_goes_a_level_further(kernel: Kernel) -> None:
    """Nothing at first, then level after level, and none more than the third."""
    kernel.run("def standardize(x):\n    return (x - x.mean(1, keepdim=True)) / x.std(1, keepdim=True, correction=0)")
    assert "Hint" not in kernel.run('check("2.2")')
    kernel.run(SAMPLE)
    shown = [kernel.run('check("2.2")') for _ in range(5)]
    assert [0, 1, 2, 3, 3] == [
        sum(part in one for part in ("Standardise [1, 3] by hand", AGAIN, "stands in one line")) for one in shown
    ], shown


def test_the_line_of_an_error_is_named(kernel: Kernel) -> None:
    """Where an error arose, level 3 says so; the levels below it say no more than what was seen."""
    source = "def standardize(x):\n    y = x * 2\n    return y / missing"
    told = r"It stopped in cell \d+, line 3: `return y / missing`; what led there may stand above it\."
    assert re.search(told, kernel.defined(source, "2.2", ", hint=3"))
    assert "It stopped in" not in kernel.run('check("2.2", hint=2)')


@pytest.mark.parametrize("more", ["    return y", "    return scaled(y)"])
def test_a_line_that_cannot_be_known_is_not_named(kernel: Kernel, more: str) -> None:
    """Then it is told where the function stands; so it is where its one line uses something else of the student's."""
    body = more if "scaled" in more else f"    y = x * 2\n{more}"
    kernel.run("def scaled(y): return y")
    shown = kernel.defined(f"def standardize({'y' if 'scaled' in more else 'x'}):\n{body}", "2.2", ", hint=3")
    last = body.count("\n") + 2
    assert re.search(
        rf"Which line it is cannot be known here; `standardize` stands in cell \d+, lines 1 to {last}\.", shown
    )


def test_where_nothing_is_known_that_is_told(kernel: Kernel) -> None:
    """Who asks for a question where there is none reads so, and level 2 says where to read again all the same."""
    kernel.run("def standardize(x):\n    return x * 3 - x.flip(1)")
    told = "There is no hint of level 1: no known mistake shows here. `hint=2` says where to read again."
    assert kernel.run('check("2.2", hint=1)').startswith(told)
    assert AGAIN in kernel.run('check("2.2", hint=2)')
    stub = "def descend(f, start, lr, steps):\n    raise NotImplementedError('Task 2.5: not written yet')"
    assert told not in kernel.defined(stub, "2.5", ", hint=1")


@pytest.mark.parametrize("level", ["0", "4", "True", "'2'", "2.0"])
def test_a_level_that_is_none_is_told_in_a_sentence(kernel: Kernel, level: str) -> None:
    """What is no level is refused, in words and without a traceback."""
    levels = "1 (a question), 2 (also where to read again) or 3 (also the line, if it can be known)"
    assert f"ERROR hint is {levels}, and not {level}." == kernel.run(f'check("2.2", hint={level})')


def test_what_is_said_of_an_earlier_task_is_read_there(tmp_path: Path) -> None:
    """A hint leads to the lesson of what it is about; by the heading that the student's own notebook has, if it has one."""
    loop = COURSE.find("06_training_loop")
    (found,) = (overlay.source for overlay in loop.misconceptions if overlay.name == "no_zero_grad")
    folder = handed_out(tmp_path, loop.name) / loop.name
    path = folder / "mine.py"
    path.write_text("\n# %%\n".join([*laid_over(loop, None), found]))

    def shown() -> str:
        return " ".join(terminal.render(check_file(path, "6.3", hint=2)).split())

    assert "Read again: “Task 6.2: three steps”." in shown()
    book = folder / f"{loop.name}.ipynb"
    book.write_text(book.read_text().replace("Task 6.2: three steps", "Task 6.2: três passos"))
    assert "Read again: “Task 6.2: três passos”." in shown()
    book.unlink()
    assert "Read again" not in shown()


def test_a_hint_does_not_lead_to_a_task_that_is_right(tmp_path: Path) -> None:
    """What students do not have of the answers, as in 3.1, is no sign of a fault there."""
    network = COURSE.find("03_network")
    (found,) = (overlay.source for overlay in network.misconceptions if overlay.name == "argmax_over_batch")
    path = handed_out(tmp_path, network.name) / network.name / "mine.py"
    path.write_text("\n# %%\n".join([*laid_over(network, None), found]))
    (known,) = (it for it in check_file(path, "3.5", hint=2).diagnoses if it.misconception)
    assert "Task 3.5: from logits to a decision" == known.explained


def test_the_lines_of_a_program_are_those_of_its_file(tmp_path: Path, cli: Run) -> None:
    """In a terminal, `--hint 3` names them; without it a hint is a question."""
    folder = handed_out(tmp_path, TENSORS) / TENSORS
    (folder / "mine.py").write_text(f"import torch\n\n\n{SAMPLE}\n")
    shown = " ".join(cli("check", folder / "mine.py", "2.2", "--hint", "3").stdout.split())
    assert "stands in one line: mine.py, line 5: `return (x - x.mean(1, keepdim=True))" in shown
    shown = " ".join(cli("check", folder / "mine.py", "2.2").stdout.split())
    assert "hint: " in shown
    assert "Read again" not in shown


# ---------------------------------------------------------------------------------------------------------------- words


WORDS = {
    "none": ("2.1", "def image_to_tensor(p):\n    p", "got None (what a function without `return` gives"),
    "no call": ("2.1", "def image_to_tensor(p):\n    return torch.tensor(p).sum", "it is only named; ( ) behind its name"),
    "a class": ("2.1", "def image_to_tensor(p):\n    return torch.nn.ReLU", "the class itself; ( ) behind its name"),
    "a name that is taken": ("2.2", "standardize = 3", "`standardize` is an int by now, and no function or class"),
}  # fmt: skip


@pytest.mark.parametrize(("task", "source", "says"), WORDS.values(), ids=WORDS)
def test_words_say_what_is_wrong_with_what_was_given(kernel: Kernel, task: str, source: str, says: str) -> None:
    """An error in a question's own line is told as what was wrong with what it was given."""
    assert says in kernel.defined(source, task)


def test_one_data_set_for_two(kernel: Kernel) -> None:
    """Who gives one thing where two are asked for reads that, and not an error of unpacking."""
    kernel.run("import os; os.chdir('../07_digits')\nfrom torchvision.datasets import MNIST")
    shown = kernel.defined("def load_digits(root):\n    return MNIST(root, train=True)", "7.1")
    kernel.run(f"os.chdir('../{TENSORS}')")
    assert "`load_digits` gave one thing, a MNIST; 2 are asked for" in shown


# ------------------------------------------------------------------------------------------------------------- progress


def test_progress_shows_the_whole_course(kernel: Kernel) -> None:
    """`progress()`, and `check()` of a whole notebook, show all assignments, what has passed, and what is next."""
    kernel.defined("def affine(x, weight, bias):\n    return x @ weight.T + bias", "2.3")
    for shown in (kernel.run("progress()"), kernel.run("check()")):
        assert re.search(r"02_tensors 1 of 5 tasks · 1 of 7 visible points", shown)
        assert "07_digits 0 of 4 tasks" in shown
        assert "Next: 1.1 environment gives a dict" in shown


def test_progress_in_a_terminal(tmp_path: Path, cli: Run) -> None:
    """`autograder progress` shows the same of a folder, from what the last checks said."""
    handed_out(tmp_path, "01_start", TENSORS)
    (tmp_path / TENSORS / "mine.py").write_text("def affine(x, weight, bias):\n    return x @ weight.T + bias\n")
    assert 0 == cli("check", tmp_path / TENSORS / "mine.py", "2.3").returncode
    shown = cli("progress", tmp_path)
    assert (0, "") == (shown.returncode, shown.stderr)
    first, second, last = shown.stdout.splitlines()
    assert "01_start                  ..        0 of 2 tasks" in first
    assert "02_tensors                ..#..     1 of 5 tasks       1 / 7 visible points" in second
    assert "next: 1.1 environment" in last
    nowhere = tmp_path / "a" / "b"
    nowhere.mkdir(parents=True)
    refused = cli("progress", nowhere)
    assert (2, True) == (refused.returncode, "There is no assignment in" in refused.stderr)


def test_a_program_is_told_by_its_own_lines(tmp_path: Path, cli: Run) -> None:
    """Of a `.py` file the line of the file is named, and an error in it stands first of all."""
    folder = handed_out(tmp_path, TENSORS) / TENSORS
    (folder / "bad.py").write_text("import torch\n\n# %%\ndef slope(f, x):\n    return f(x) / 0\n\n# %%\nx = = 3\n")
    shown = cli("check", folder / "bad.py", "2.1").stdout.splitlines()
    assert "  note  bad.py, line 8: `x = = 3`: SyntaxError: invalid syntax" == shown[1]
    assert "there is no `image_to_tensor` in bad.py" in "".join(shown)
    (folder / "bad.py").write_text("import torch\n\n\ndef slope(f, x):\n    return f(x) / nothing\n")
    assert "bad.py, line 5: `return f(x) / nothing`: NameError" in " ".join(
        cli("check", folder / "bad.py", "2.4").stdout.split()
    )


def test_a_notebook_is_told_by_its_own_cells(tmp_path: Path, cli: Run) -> None:
    """Of a notebook's cells all are counted, those too that are not run; a name that is not there is missed in its file."""
    folder = handed_out(tmp_path, TENSORS) / TENSORS
    book = nbformat.read(folder / f"{TENSORS}.ipynb", nbformat.NO_CONVERT)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    number, cell = next((n, cell) for n, cell in enumerate(code, 1) if cell.source.startswith("def affine"))
    cell.source = "def affine(x, weight, bias):\n    return x.nothing"
    nbformat.write(book, folder / "mine.ipynb")
    assert f"cell {number}, line 2: `return x.nothing`: AttributeError" in " ".join(
        cli("check", folder / "mine.ipynb", "2.3").stdout.split()
    )
    cell.source = "def Affine(x, weight, bias):\n    return x @ weight.T + bias"
    nbformat.write(book, folder / "mine.ipynb")
    assert "there is no `affine` in mine.ipynb" in cli("check", folder / "mine.ipynb", "2.3").stdout


@pytest.mark.parametrize("seconds", ["0", "-1", "inf", "nan", "1e300"])
def test_what_is_no_time_is_refused(tmp_path: Path, cli: Run, seconds: str) -> None:
    """A limit must be one: else there is a sentence, and no program is run."""
    folder = handed_out(tmp_path, TENSORS) / TENSORS
    done = cli("check", folder / f"{TENSORS}.ipynb", "2.3", "--seconds", seconds)
    assert (2, "") == (done.returncode, done.stdout)
    assert f"seconds is a number above 0, up to 86,400 (a day), and not {float(seconds)}." == done.stderr.strip()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
def test_watch_leads_from_task_to_task(tmp_path: Path) -> None:
    """What is saved is checked; a task that is right is celebrated, and the next one shown; h, n and q do what they say."""
    folder = handed_out(tmp_path, TENSORS)
    (folder / TENSORS / f"{TENSORS}.ipynb").unlink()
    mine = folder / TENSORS / "mine.py"
    mine.write_text("import torch\n\ndef image_to_tensor(p):\n    return torch.tensor(p) / 255\n")
    ours, theirs = pty.openpty()
    command = [Path(sys.executable).with_name("autograder"), "watch", folder]
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    with under_way(*command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as watching:

        def screen() -> str:
            """The next screen, once it is whole."""
            seen = b""
            while b"q: quit" not in seen:
                assert watching.poll() is None, seen
                if select.select([ours], [], [], 1.0)[0]:
                    seen += os.read(ours, 65536)
            return " ".join(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode()).split())

        first = screen()
        assert "FAIL 2.1" in first
        assert "hint:" not in first
        os.write(ours, b"h")
        assert "hint:" in screen()
        mine.write_text("import torch\n\ndef image_to_tensor(p):\n    return torch.tensor(p)[None] / 255\n")
        passed = screen()
        assert "Task 2.1 is right" in passed
        assert "2.2 every row gets mean 0" in passed
        os.write(ours, b"n")
        assert "2.3 four samples" in screen()
        os.write(ours, b"q")
        assert 0 == watching.wait(60)
    os.close(ours), os.close(theirs)


# -------------------------------------------------------------------------------------------------- what is done most often

SAID = {
    "two at once": "Two things at once",
    "clone is no leaf": "the leaves",
    "layers in a list": "Where does a module look",
    "layers made in forward": "got 0",
    "swapped sizes": "First number in, second number out",
    "frozen ones counted": "Freeze a layer",
    "a generator": "What adds them up",
    "logits": "or its place in the row",
    "math.exp": "The functions of `math` take one number",
    "-x for -2x": "is a factor missing",
    "mean missing": "got shape [",
    "item without call": "( ) behind its name calls it",
    "outputs given back": "You give back what the model said",
    "return inside the loop": "a `return` or a `break`",
    "return in the loop": "a `return` or a `break`",
    "= for +=": "where `+=` was meant",
    "len(loader)": "you divide it by the number of batches",
    "key val_loss": "there is no entry `validation_loss` in what `fit` gave; yours are 'train_loss', 'val_loss'",
    "huge learning rate": "the learning rate is too large",
    "own optimizer": "brings its own optimizer along",
}
"""What each of the mistakes is told, in a hint or a sentence."""


@pytest.mark.parametrize("name", MISTAKES)
def test_what_beginners_do_most_often_is_told(name: str, tmp_path: Path) -> None:
    """Each of the frequent mistakes meets a hint or a sentence that says it."""
    task, code = MISTAKES[name]
    (assignment,) = (one for one in COURSE.assignments if one.name.startswith(f"0{task[0]}"))
    handed_out(tmp_path, assignment.name)
    cells = [cell for cell in laid_over(assignment, None) if not cell.startswith("if data:")]
    path = tmp_path / assignment.name / "mine.py"
    path.write_text("\n# %%\n".join([*cells, code]))
    result = check_file(path, task)
    told = [*(check.rationale for check in result.checks), *(one.hint for one in result.diagnoses)]
    assert SAID[name] in json.dumps(told, ensure_ascii=False), told
