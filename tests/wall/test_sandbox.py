"""The wall from outside: whatever a program does, its neighbours are answered, on time, and nothing is left behind."""

import base64
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
import torch
from conftest import CANARY

from autograder.course.assignment import Course
from autograder.record.answers import Opaque, Unanswered, answers_frame
from autograder.record.frame import Frame
from autograder.submission.notebook import as_bytes, from_code
from autograder.wall import server
from autograder.wall.sandbox import Deadlines, Job, Run, Sandbox
from autograder.wall.server import SandboxError, Server

X = torch.arange(3.0)
PROBES = """
def probe_before(student, inputs):
    return {"y": student.twice(inputs["x"])}

def probe_bad(student, inputs):
    return {"y": student.bad(inputs["x"])}

def probe_after(student, inputs):
    return {"y": student.twice(inputs["x"]) + 1}
"""
TWICE = "import ctypes, os, sys, time\nimport torch\n\n\ndef twice(x):\n    return 2 * x\n"
RIGHT = {"before": {"y": [0.0, 2.0, 4.0]}, "after": {"y": [1.0, 3.0, 5.0]}}
HASTY = Deadlines(start=20, cell=1.0, probe=1.0, total=60)


def answers(run: Run) -> dict[str, Any]:
    """A record as plain data; a code where there is no answer."""
    found: dict[str, Any] = {}
    for probe, answer in run.record.items():
        if isinstance(answer, Unanswered):
            found[probe] = answer.code
        else:
            found[probe] = {k: v.tolist() if isinstance(v, torch.Tensor) else v for k, v in answer.items()}
    return found


def asked(sandbox: Sandbox, *cells: str, probe: str = "return vars(student)['_names']['answer']()") -> Any:
    """What the notebook's function `answer` gives back when a probe calls it."""
    source = f"def probe_ask(student, inputs):\n    {probe}\n"
    run = sandbox.run(Job(cells, source, ["ask"], {"x": X}))
    answer = run.record.get("ask")
    assert not isinstance(answer, Unanswered), answer
    assert ["ok"] * len(cells) == [cell.outcome for cell in run.cells.values()], run.cells
    return answer


@pytest.fixture
def hasty(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """The sandbox with deadlines of a second, for what never ends."""
    monkeypatch.setattr(sandbox, "deadlines", HASTY)
    return sandbox


def test_a_right_job_is_done(sandbox: Sandbox) -> None:
    """Cells run, probes are answered from the inputs, and what it cost is told."""
    run = sandbox.run(Job([TWICE, "print('hi')\ntwice(4)"], PROBES, ["before", "after"], {"x": X}))
    assert RIGHT == answers(run)
    assert ["ok", "ok"] == [run.cells[n].outcome for n in range(2)]
    assert ([], "hi\n") == (run.outputs[0], run.outputs[1][0]["text"])
    assert {"text/plain": "8"} == run.outputs[1][1]["data"]
    assert [True] * 3 == [0 < cost < 1e5 for cost in (run.usage.wall_s, run.usage.cpu_s, run.usage.peak_mb)]


def test_a_name_that_is_not_there_says_which_is_near(sandbox: Sandbox) -> None:
    """A function of another name is not defined, and the student reads which one may be meant."""
    run = sandbox.run(Job(["def Twice(x):\n    return x"], PROBES, ["before"], {"x": X}))
    assert Unanswered("NOT_DEFINED", "there is no `twice`; did you mean `Twice`?") == run.record.get("before")


def test_an_exception_names_cell_and_line(sandbox: Sandbox) -> None:
    """The student reads in which cell and line it was, counted as in the notebook."""
    cells = ["x = 1", "def bad(x):\n    y = 1\n    return x['a']", "1 / 0"]
    run = sandbox.run(Job(cells, PROBES, ["bad"], {"x": X}))
    assert "cell 3, line 1: ZeroDivisionError: division by zero" == run.cells[2].error
    answer = run.record.get("bad")
    assert isinstance(answer, Unanswered)
    assert ("WRONG", True) == (answer.code, answer.message.startswith("cell 2, line 3: "))


FORGED = answers_frame("before", {"y": X}).pack()
CELL_FRAMES = Frame({"kind": "cells", "cells": [], "notes": []}, {}).pack()
ENDINGS = {
    "loops": ("while True: pass", "TIME_LIMIT"),
    "sleeps": ("time.sleep(1e6)", "TIME_LIMIT"),
    "sleeps deaf": (
        "import signal\nfor n in set(range(1, 65)) - {9, 19, 32, 33}: signal.signal(n, signal.SIG_IGN)\ntime.sleep(1e6)",
        "TIME_LIMIT",
    ),
    "C loop": ("sum(range(10**12))", "TIME_LIMIT"),
    "os._exit": ("os._exit(0)", "RECORD_MISSING"),
    "string_at(0)": ("ctypes.string_at(0)", "CRASHED"),
    "abort": ("os.abort()", "CRASHED"),
    "closes its channel": ("os.close(3)", "RECORD_MISSING"),
    "another file for its channel": ("os.dup2(os.open('f', os.O_CREAT | os.O_RDWR), 3)", "RECORD_MISSING"),
    "garbage": ("os.write(3, b'score: 100')\ntime.sleep(9)", "RECORD_INVALID"),
    "pickle": ("import pickle\nos.write(3, pickle.dumps(TWICE))\ntime.sleep(9)".replace("TWICE", "[1]"), "RECORD_INVALID"),
    "zeros": ("while True: os.write(3, bytes(1 << 20))", "RECORD_INVALID"),
    "half a frame": (
        "os.write(3, b'AGF1' + (10).to_bytes(4, 'little') + (10 << 20).to_bytes(8, 'little') + b'{')\ntime.sleep(9)",
        "TIME_LIMIT",
    ),
    "huge frame": (
        "os.write(3, b'AGF1' + (10).to_bytes(4, 'little') + (1 << 40).to_bytes(8, 'little'))\ntime.sleep(9)",
        "RECORD_TOO_BIG",
    ),
    "half a frame and exit": ("os.write(3, b'AGF1')\nos._exit(0)", "RECORD_MISSING"),
    "forged answer": (f"os.write(3, {FORGED!r})\ntime.sleep(9)", "RECORD_INVALID"),
    "score for an answer": ("os.write(3, b'AGF1\\x0d\\0\\0\\0' + bytes(8) + b'{\"score\":100}')\ntime.sleep(9)", "RECORD_INVALID"),
}  # fmt: skip


@pytest.mark.parametrize(("act", "code"), ENDINGS.values(), ids=ENDINGS)
def test_a_cell_that_ends_the_program_costs_itself(hasty: Sandbox, act: str, code: str) -> None:
    """A cell that hangs, exits, crashes or forges is left out with its code, and the rest is run and answered."""
    run = hasty.run(Job([TWICE, act, "late = 1"], PROBES, ["before", "after"], {"x": X}))
    assert ["ok", "skipped", "ok"] == [run.cells[n].outcome for n in range(3)]
    assert (code, True) == (run.cells[1].code, run.cells[1].error.startswith("cell 2 "))
    assert RIGHT == answers(run)
    assert run.usage.wall_s < HASTY.cell + 6


@pytest.mark.parametrize(("act", "code"), ENDINGS.values(), ids=ENDINGS)
def test_a_probe_that_ends_the_program_costs_itself(hasty: Sandbox, act: str, code: str) -> None:
    """A function that hangs, exits, crashes or forges when it is called costs its own probe and no other."""
    bad = "def bad(x):\n" + "".join(f"    {line}\n" for line in act.splitlines())
    run = hasty.run(Job([TWICE + bad], PROBES, ["before", "bad", "after"], {"x": X}))
    assert RIGHT | {"bad": code} == answers(run)
    assert "ok" == run.cells[0].outcome
    assert run.usage.wall_s < HASTY.probe + 6


ERRORS = {
    "sys.exit": ("sys.exit(0)", "EXITED_EARLY"), "quit": ("quit()", "EXITED_EARLY"), "exit": ("exit(3)", "EXITED_EARLY"),
    "SystemExit": ("raise SystemExit", "EXITED_EARLY"), "KeyboardInterrupt": ("raise KeyboardInterrupt", "EXITED_EARLY"),
    "BaseException": ("raise BaseException", "EXITED_EARLY"), "input": ("input('name? ')", "CELL_ERROR"),
    "flood": ("while True: print('x' * 1_000_000)", "OUTPUT_LIMIT"), "memory": ("m = bytearray(16 << 30)", "MEMORY_LIMIT"),
    "tensor memory": ("torch.empty(16 << 30)", "MEMORY_LIMIT"), "file": ("open('f', 'wb').write(bytes(20 << 20))", "FILE_LIMIT"),
    "foreign file": ("open('/etc/shadow')", "BLOCKED"), "writes a package": ("open(torch.__file__, 'a')", "BLOCKED"),
    "socket": ("import socket\nsocket.socket()", "BLOCKED"), "fork": ("os.fork()", "BLOCKED"),
    "download": ("import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9')", "BLOCKED"),
    "program": ("import subprocess\nsubprocess.run(['true'])", "BLOCKED"), "syntax": ("def f(:", "CELL_ERROR"),
    "unknown name": ("nothing", "CELL_ERROR"),
    "an error that hangs on to text": ("raise ValueError('x' * 10_000_000)", "CELL_ERROR"),
    "an error that cannot be shown": ("class E(Exception):\n    def __str__(self): raise self\nraise E", "CELL_ERROR"),
    "lone surrogate": ("raise ValueError('\\ud800')", "CELL_ERROR"), "nested": ("(" * 5000, "CELL_ERROR"),
    "not written": ("raise NotImplementedError('Task 1.1: write this part')", "NOT_DEFINED"),
}  # fmt: skip


@pytest.mark.parametrize(("act", "code"), ERRORS.values(), ids=ERRORS)
def test_an_error_in_a_cell_is_told_and_the_rest_goes_on(sandbox: Sandbox, act: str, code: str) -> None:
    """What Python can refuse by itself is an error in that cell: one short sentence, and the next cell runs."""
    run = sandbox.run(Job([TWICE, act, "late = 1"], PROBES, ["before", "after"], {"x": X}))
    assert ["ok", "error", "ok"] == [run.cells[n].outcome for n in range(3)], run.cells[1]
    assert (code, True) == (run.cells[1].code, 5 < len(run.cells[1].error) < 700)
    assert "error" == run.outputs[1][-1]["output_type"]
    run.cells[1].error.encode()
    assert RIGHT == answers(run)


def test_a_right_answer_forged_ahead_costs_that_probe_alone(hasty: Sandbox) -> None:
    """Who answers by hand and then is asked to go on loses this answer, and the neighbours keep theirs."""
    forged = answers_frame("bad", {"y": X}).pack()
    for after in ("return x", "os._exit(0)", "os.write(3, b'more')"):
        bad = f"def bad(x):\n    os.write(3, {forged!r})\n    {after}\n"
        run = hasty.run(Job([TWICE + bad], PROBES, ["before", "bad", "after"], {"x": X}))
        assert RIGHT == {probe: answer for probe, answer in answers(run).items() if probe != "bad"}, after


def test_probes_that_hang_do_not_hurry_the_others(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell that needs much of its time gets it each time it is run, however many probes have hung before."""
    monkeypatch.setattr(sandbox, "deadlines", Deadlines(start=20, cell=2, probe=1, total=60))
    source = PROBES + "\nprobe_again = probe_third = probe_bad\n"
    cell = TWICE + "time.sleep(1)\n\n\ndef bad(x):\n    time.sleep(99)\n"
    run = sandbox.run(Job([cell], source, ["bad", "again", "third", "before", "after"], {"x": X}))
    assert RIGHT | dict.fromkeys(("bad", "again", "third"), "TIME_LIMIT") == answers(run)


def test_a_slow_probe_may_have_a_deadline_of_its_own(hasty: Sandbox) -> None:
    """An author may give a probe more time than the rest, or less."""
    cell = TWICE + "def bad(x):\n    time.sleep(1.5)\n    return x\n"
    ask = [hasty.run(Job([cell], PROBES, ["bad"], {"x": X}, {"bad": s})).record.get("bad") for s in (30.0, 0.2)]
    assert (True, "TIME_LIMIT") == (isinstance(ask[0], dict), ask[1].code if isinstance(ask[1], Unanswered) else "")


def test_a_busy_machine_is_nobodys_fault(hasty: Sandbox) -> None:
    """Who works all along and is kept waiting by other programs gets the whole time, and no more; who sleeps does not."""
    cell = (
        TWICE
        + "def bad(x):\n    began = time.process_time()\n    while time.process_time() < began + NEEDED: pass\n    return x\n"
    )
    spins = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 * len(os.sched_getaffinity(0)))
    ]
    try:
        needs = [cell.replace("NEEDED", "1.0"), cell.replace("NEEDED", "9.0"), TWICE + "def bad(x): time.sleep(2.5)\n"]
        got = [hasty.run(Job([cell], PROBES, ["bad"], {"x": X}, {"bad": 1.5})).record.get("bad") for cell in needs]
    finally:
        for spin in spins:
            spin.kill()
            spin.wait()
    assert [True, False, False] == [isinstance(answer, dict) for answer in got]


def test_all_together_has_a_deadline(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that hangs everywhere ends when the total is used up, and each of its probes says so."""
    monkeypatch.setattr(sandbox, "deadlines", Deadlines(start=20, cell=1, probe=1, total=2))
    began = time.monotonic()
    run = sandbox.run(Job([TWICE] + ["while True: pass"] * 9, PROBES, ["before", "after"], {"x": X}))
    assert time.monotonic() - began < 2 + 2
    assert {"before": "TIME_LIMIT", "after": "TIME_LIMIT"} == answers(run)


def test_the_code_of_a_crash_does_not_depend_on_luck(sandbox: Sandbox) -> None:
    """However soon the kernel tidies up, a crash is called a crash, every time."""
    codes = {sandbox.run(Job(["import os\nos.abort()"], PROBES, [], {})).cells[0].code for _ in range(25)}
    assert {"CRASHED"} == codes


def test_an_error_is_reported_without_delay(sandbox: Sandbox) -> None:
    """An endless recursion costs a moment and not the seconds that a traceback of a thousand frames takes to draw."""
    run = sandbox.run(Job(["def f(): return f()\nf()"], PROBES, [], {}))
    assert "cell 1, line 1: RecursionError: maximum recursion depth exceeded" == run.cells[0].error
    assert run.usage.cpu_s < 2


def test_a_program_that_displays_a_lot_is_not_punished(sandbox: Sandbox) -> None:
    """Long honest output, in any script and on both streams, is cut and costs no cell."""
    chatty = {
        "prints": "for n in range(5000): print(n)", "long text": "'é' * 1_500_000",
        "many displays": "for n in range(30_000): display(n)",
        "both streams": "for n in range(60_000): print('a'); print('b', file=sys.stderr)",
    }  # fmt: skip
    for name, cell in chatty.items():
        run = sandbox.run(Job([TWICE, cell], PROBES, ["before", "after"], {"x": X}))
        assert ["ok", "ok"] == [run.cells[n].outcome for n in range(2)], name
        assert RIGHT == answers(run), name


# ---------------------------------------------------------------------------------------------------------- one by one


def test_a_job_leaves_nothing_to_the_next(sandbox: Sandbox) -> None:
    """Names, patches, files, environment and random numbers of one submission are not there for the next."""
    spoil = (
        "import builtins, os, random, numpy, torch\nbuiltins.spy = spy = 1\ntorch.spy = 1\nos.environ['SPY'] = '1'\n"
        "open('spy', 'w').write('x')\ntorch.manual_seed(7), numpy.random.seed(7), random.seed(7)\n"
        "torch.relu = None\ntorch.set_default_dtype(torch.float64)\ntorch.set_grad_enabled(False)\ndef answer(): return {}"
    )
    look = (
        "import builtins, os, torch\nnumber = torch.rand(()).item()\ndef answer():\n"
        "    return {'names': hasattr(builtins, 'spy') or hasattr(torch, 'spy') or 'spy' in globals(), 'relu': torch.relu is None,"
        " 'files': os.listdir(), 'env': os.environ.get('SPY'), 'dtype': str(torch.ones(1).dtype), 'number': number}"
    )
    first = asked(sandbox, look)
    asked(sandbox, spoil)
    assert first == asked(sandbox, look)
    clean = {"names": False, "relu": False, "files": [], "env": None, "dtype": "torch.float32"}
    assert clean == {key: value for key, value in first.items() if key != "number"}


@pytest.mark.parametrize(
    "draw", ["torch.rand(3).tolist()", "numpy.random.rand(3).tolist()", "random.random()", "hash('a')"]
)
def test_random_numbers_are_the_same_in_every_child(sandbox: Sandbox, draw: str) -> None:
    """A notebook that sets no seed gives the same answers whenever it is graded, or two runs would differ."""
    cell = f"import numpy, random, torch\ndrawn = {draw}\ndef answer(): return {{'drawn': drawn, 'now': {draw}}}"
    assert asked(sandbox, cell) == asked(sandbox, cell)


def test_the_environment_holds_no_secret(sandbox: Sandbox, toy: Course) -> None:
    """Nothing of the teacher's environment is in a child's, neither as Python sees it nor as it was at the start."""
    cell = (
        "import os, sys\ndef answer():\n    env = open('/proc/self/environ').read()\n"
        "    line = open('/proc/self/cmdline').read()\n"
        "    return {'all': repr(dict(os.environ)) + env + line + repr(sys.argv) + repr(sys.orig_argv), 'home': os.environ['HOME'],"
        " 'cwd': os.getcwd()}"
    )
    seen = asked(sandbox, cell)
    assert CANARY == os.environ["AUTOGRADER_SECRET_FOR_TESTS"]
    assert [] == [word for word in (CANARY, "XDG_CACHE_HOME", "PYTEST", str(toy.root)) if word in seen["all"]]
    assert seen["home"] == seen["cwd"]


def test_a_child_has_four_descriptors(sandbox: Sandbox) -> None:
    """Nothing is open but three times nothing and the channel."""
    cell = (
        "import os\ndef opened(n):\n    try: return bool(os.fstat(n))\n    except OSError: return False\n"
        "found = {'open': [n for n in range(256) if opened(n)], 'in': os.read(0, 9) == b''}\ndef answer(): return found"
    )
    assert {"open": [0, 1, 2, 3], "in": True} == asked(sandbox, cell)


def offspring(pid: int) -> list[int]:
    """The children of a process, zombies included."""
    return [int(n) for t in Path(f"/proc/{pid}/task").iterdir() for n in (t / "children").read_text().split()]


def test_nothing_is_left_of_a_job(hasty: Sandbox) -> None:
    """No process, zombie, descriptor or scratch folder stays, whether a program ended well or not."""
    where = asked(hasty, "import os\ndef answer(): return {'cwd': os.getcwd()}")["cwd"]
    assert hasty._server is not None
    server = hasty._server.pid
    before = [len(os.listdir(f"/proc/{pid}/fd")) for pid in ("self", server)]
    for cell in (
        "x = 1",
        "while True: pass",
        "import os\nos._exit(0)",
        "import os\nos.close(3)",
        "open('f', 'w').write('x')",
    ):
        hasty.run(Job([TWICE, cell], PROBES, ["before"], {"x": X}))
    assert [] == offspring(server)
    assert before == [len(os.listdir(f"/proc/{pid}/fd")) for pid in ("self", server)]
    assert not Path(where).exists()
    assert [] == [path for path in Path(where).parent.glob("tmp*") if path.is_dir()]


def test_the_record_holds_nothing_that_was_not_asked(sandbox: Sandbox) -> None:
    """A record has the probes of the job, in their order, and no more."""
    run = sandbox.run(Job([TWICE], PROBES, ["after", "before"], {"x": X}))
    assert ["after", "before"] == list(run.record)


def test_inputs_are_fresh_for_each_probe(sandbox: Sandbox) -> None:
    """Code that overwrites its input in one probe does not change the question of the next."""
    cell = "def twice(x):\n    return x.mul_(2)\n"
    assert RIGHT == answers(sandbox.run(Job([cell], PROBES, ["before", "after"], {"x": X})))
    assert [0.0, 1.0, 2.0] == X.tolist()


REPLACING = """
import sys, torch
from autograder.wall.inside import asking as module
if sys.argv[1] == "compared":
    module._counts = lambda: False
originals = module.Originals()
for _ in range(2):
    relu, forward = torch.relu, torch.nn.Linear.forward
    torch.relu = torch.nn.Linear.forward = None
    torch.nn.Linear.__call__ = None
    originals.put_back()
    assert (torch.relu, torch.nn.Linear.forward) == (relu, forward)
    assert "__call__" not in vars(torch.nn.Linear)
"""


@pytest.mark.parametrize("noticed", ["counted", "compared"])
def test_a_replaced_function_is_put_back(noticed: str) -> None:
    """Whether this Python counts the changes of a namespace, or all names must be compared."""
    subprocess.run([sys.executable, "-c", REPLACING, noticed], check=True)


# ------------------------------------------------------------------------------------------------------- honest programs


def test_loader_workers_become_none_with_a_note(sandbox: Sandbox) -> None:
    """A DataLoader with workers gives its batches all the same, and the student is told."""
    cell = (
        "import torch\nfrom torch.utils.data import DataLoader, TensorDataset\n"
        "loader = DataLoader(TensorDataset(torch.arange(4)), batch_size=2, num_workers=2, persistent_workers=True, "
        "prefetch_factor=4, pin_memory=True, timeout=9, multiprocessing_context='fork')\nbatches = [b[0].tolist() for b in loader]"
    )
    run = sandbox.run(Job([cell], "def probe_b(student, inputs):\n    return {'b': student.batches}", ["b"], {}))
    assert {"b": {"b": [[0, 1], [2, 3]]}} == answers(run)
    assert ["DataLoader workers are off while grading: num_workers was taken as 0"] == run.notes


def test_input_says_that_it_is_not_available(sandbox: Sandbox) -> None:
    """A question to the keyboard ends at once with a sentence."""
    run = sandbox.run(Job(["input('your name? ')"], PROBES, [], {}))
    assert "cell 1, line 1: EOFError: input() is not available while grading" == run.cells[0].error


def test_shell_lines_are_skipped_with_a_note(sandbox: Sandbox) -> None:
    """Lines for the shell do nothing, the Python around them runs, and each is noted once."""
    cells = [
        "!pip install torch\nx = !ls\n%pip install numpy\nfound = (list(x), 1)",
        "%%bash\nrm -rf /",
        "!pip install torch",
    ]
    run = sandbox.run(Job(cells, "def probe_a(student, inputs):\n    return {'a': student.found}", ["a"], {}))
    assert ["ok"] * 3 == [cell.outcome for cell in run.cells.values()]
    assert {"a": {"a": ([], 1)}} == answers(run)
    skipped = ["pip install torch", "ls", "%pip install numpy", "%%bash"]
    assert [f"shell commands are off while grading, so `{line}` was skipped" for line in skipped] == run.notes


def test_magics_and_display_work(sandbox: Sandbox) -> None:
    """Timing, capture, display, top-level await and the last value behave as in a notebook."""
    cells = [
        "%matplotlib inline\n%load_ext autoreload\n%autoreload 2", "%%time\na = 1", "%%capture out\nprint('hidden')",
        "display('shown')\n_ = 3", "import asyncio\nb = await asyncio.sleep(0, 'slept')\nb", "get_ipython().run_line_magic('time', 'c = 2')",
        "from __future__ import annotations\nb\nOut\n_",
    ]  # fmt: skip
    run = sandbox.run(Job(cells, "def probe_a(student, inputs):\n    return {'a': (student.a, student.b)}", ["a"], {}))
    assert ["ok"] * 7 == [cell.outcome for cell in run.cells.values()], run.cells
    assert {"a": {"a": (1, "slept")}} == answers(run)
    assert ([], "'shown'", "'slept'") == (
        run.outputs[2], run.outputs[3][0]["data"]["text/plain"], run.outputs[4][0]["data"]["text/plain"]
    )  # fmt: skip


def test_a_timed_line_keeps_what_it_made(sandbox: Sandbox) -> None:
    """A name that is made in a line after %time is there afterwards, as in a notebook."""
    cells = ["%time c = 2\n%timeit -n1 -r1 c + 1", "d = c", "def answer(): return {'d': d}"]
    assert {"d": 2} == asked(sandbox, *cells)


def test_figures_become_pictures(sandbox: Sandbox) -> None:
    """A plot, shown or just made, is a PNG among the cell's outputs."""
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])"
    run = sandbox.run(Job([plot + "\nplt.show()", plot], PROBES, [], {}))
    pictures = [
        base64.b64decode(o["data"]["image/png"])[:8]
        for n in range(2)
        for o in run.outputs[n]
        if "image/png" in o["data"]
    ]
    assert [b"\x89PNG\r\n\x1a\n"] * 2 == pictures


def test_what_honest_programs_do_works(sandbox: Sandbox) -> None:
    """Checkpoints, pickled classes, threads, temporary files, dataclasses and torch.compile work in a child."""
    cells = [
        "import concurrent.futures, pickle, tempfile, torch, warnings\nfrom dataclasses import dataclass",
        "class Net(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = torch.nn.Linear(2, 2)\n"
        "    def forward(self, x):\n        return self.fc(x)\n@dataclass\nclass Point:\n    x: int = 1",
        "net = Net()\ntorch.save(net.state_dict(), 'net.pt')\nnet.load_state_dict(torch.load('net.pt'))\nagain = pickle.loads(pickle.dumps(net))",
        "torch.save(net, 'whole.pt')\nwhole = torch.load('whole.pt', weights_only=False)\npoint = pickle.loads(pickle.dumps(Point(3)))",
        "with concurrent.futures.ThreadPoolExecutor(2) as pool: squares = list(pool.map(lambda n: n * n, range(4)))",
        "with tempfile.NamedTemporaryFile('w+') as f: f.write('x')\nwarnings.warn('careful')",
        "compiled = torch.compile(net)(torch.ones(2))\nsame = torch.equal(compiled, again(torch.ones(2)))",
        "def answer(): return {'same': same, 'point': point.x, 'squares': squares, 'whole': type(whole) is Net}",
    ]  # fmt: skip
    assert {"same": True, "point": 3, "squares": [0, 1, 4, 9], "whole": True} == asked(sandbox, *cells)


TRAINING = """
import torch
from torch import nn

torch.manual_seed(3)
model = nn.Sequential(nn.Linear(20, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, 10))
x, y = torch.randn(256, 20), torch.randint(10, (256,))
for make in (lambda p: torch.optim.SGD(p, 0.1, momentum=0.9), torch.optim.Adam):
    optimizer = make(model.parameters())
    for batch in torch.randperm(256).split(50):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x[batch]), y[batch])
        loss.backward()
        optimizer.step()
bits = {name: value.double().flatten().tolist() for name, value in model.state_dict().items()} | {"loss": loss.item()}
"""


def test_training_gives_the_same_bits_inside_and_outside(sandbox: Sandbox) -> None:
    """The sandbox does not change the numbers: a seeded training ends at the same weights to the last bit."""
    outside = subprocess.run(
        [sys.executable, "-c", f"{TRAINING}\nimport json\nprint(json.dumps(bits))"],
        env=os.environ | {"OMP_NUM_THREADS": "1"}, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert json.loads(outside.stdout) == asked(sandbox, TRAINING + "def answer(): return {'bits': bits}")["bits"]


def test_without_protection_the_same_is_answered_and_stamped(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the lock student code runs all the same, still in a process of its own, and nothing claims otherwise."""
    monkeypatch.setattr(sandbox, "protection", "none")
    job = Job([TWICE, "import os\nos._exit(0)", "open('/etc/hostname').read()"], PROBES, ["before", "after"], {"x": X})
    run = sandbox.run(job)
    assert RIGHT == answers(run)
    assert ["ok", "skipped", "ok"] == [run.cells[n].outcome for n in range(3)]


def test_a_scratch_folder_without_a_quota_is_watched(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the kernel counts nothing, what lies in the folder is counted from outside; the neighbours do not notice."""
    monkeypatch.setattr(sandbox, "protection", "none")
    fill = "n = 0\nwhile True:\n    open(str(n), 'wb').close()\n    n += 1"
    run = sandbox.run(Job([TWICE, fill], PROBES, ["before", "after"], {"x": X}))
    assert ("skipped", "FILE_LIMIT") == (run.cells[1].outcome, run.cells[1].code)
    assert RIGHT == answers(run)


def test_files_beside_the_notebook_can_be_imported(sandbox: Sandbox) -> None:
    """A module that a cell wrote, in a folder that it changed into, is found as in Jupyter."""
    cells = ["import os\nos.makedirs('parts')", "%cd parts", "%%writefile mine.py\nthree = 3"]
    assert {"y": 3} == asked(sandbox, *cells, "from mine import three\ndef answer(): return {'y': three}")


def test_an_opaque_answer_is_named(sandbox: Sandbox) -> None:
    """A function that gives back something foreign is answered with the name of its type, and nothing breaks."""
    cell = "class Odd: pass\ndef twice(x): return Odd()"
    run = sandbox.run(Job([cell], "def probe_a(student, inputs): return {'y': student.twice(1)}", ["a"], {}))
    assert {"a": {"y": Opaque("__main__.Odd")}} == answers(run)


def test_what_a_child_says_of_its_cells_can_be_saved(sandbox: Sandbox) -> None:
    """Errors and prints with letters that no file can hold, and forged reports, still give a notebook that can be saved."""
    cell = "print('\\ud800')\nprint('ok \\x1b[31m', display('\\udfff'))\nraise ValueError('\\ud800')"
    run = sandbox.run(Job([cell], PROBES, [], {}))
    run.cells[0].error.encode()
    nbformat.reads(as_bytes(from_code([cell], "ada").executed(run.outputs)).decode(), as_version=4)


QUESTIONS = """
class Counter:
    def count(self):
        return 7

def helper():
    return Counter().count()

def probe_before(student, inputs):
    return {"y": student.first()}

def probe_after(student, inputs):
    return {"y": helper()}
"""


def test_questions_are_put_back_before_each_is_asked(sandbox: Sandbox) -> None:
    """Who replaces the questions' own functions, and methods of their classes, while one is asked spoils no other one."""
    cell = (
        "import sys\ndef first():\n    asking = sys._getframe(1).f_globals\n"
        "    asking['Counter'].count = asking['helper'] = asking['probe_after'] = lambda *_: 99\n    return 1"
    )
    run = sandbox.run(Job([cell], QUESTIONS, ["before", "after"], {"x": X}))
    assert {"before": {"y": 1}, "after": {"y": 7}} == answers(run)


# ------------------------------------------------------------------------------------------------------------ the server


@pytest.fixture(scope="module")
def spare() -> Iterator[Sandbox]:
    """A second sandbox, to be ill-treated; a server takes longer to warm up than a child may take to start."""
    with Sandbox(deadlines=Deadlines(start=2.5)) as sandbox:
        yield sandbox


def test_the_time_to_warm_up_is_not_the_students(spare: Sandbox) -> None:
    """The first submission of a cold server, on whatever slow machine, has all its time like any other."""
    assert RIGHT == answers(spare.run(Job([TWICE], PROBES, ["before", "after"], {"x": X})))


def test_a_library_that_no_cell_names_is_there_all_the_same() -> None:
    """A server without torch is no environment without it: whoever imports it by stealth gets it, with the same numbers."""
    hidden = "t = __import__('to' + 'rch')\nprint(t.rand(1).item())"
    with Sandbox() as sandbox:
        ran = [sandbox.run(Job([cell])) for cell in (hidden, hidden, "import torch as t\nprint(t.rand(1).item())")]
    assert 1 == len({run.outputs[0][0]["text"] for run in ran}), ran


def test_asking_for_libraries_without_end_ends() -> None:
    """A program that says again and again that it lacks a library is served once, and then ended."""
    says = "import os\nfrom autograder.record.frame import Frame\nos.write(3, Frame({'kind': 'wants'}, {}).pack())\nos._exit(0)"
    with Sandbox() as sandbox:
        forged, honest = sandbox.run(Job([says])), sandbox.run(Job(["print(1)"]))
    assert {} == forged.outputs
    assert [{"output_type": "stream", "name": "stdout", "text": "1\n"}] == honest.outputs[0]


def test_the_compiler_is_there_for_who_asks(sandbox: Sandbox) -> None:
    """`torch.compile` gives back what it is given, and the settings of what it would need can be read and changed."""
    cell = (
        "import torch\nimport torch._dynamo\nfrom torch._dynamo import config\nconfig.suppress_errors = True\n"
        "torch.use_deterministic_algorithms(True)\nassert torch.are_deterministic_algorithms_enabled()\n"
        "model = torch.nn.Linear(1, 1)\nassert torch.compile(model) is model and torch._dynamo.config is config"
    )
    assert ["ok"] == [one.outcome for one in sandbox.run(Job([cell])).cells.values()]


def test_two_servers_draw_the_same_random_numbers(sandbox: Sandbox, spare: Sandbox) -> None:
    """A submission's answers do not depend on which worker graded it."""
    cell = "import numpy, torch\ndrawn = torch.rand(3).tolist(), numpy.random.rand(3).tolist()\ndef answer(): return {'drawn': drawn}"
    assert asked(sandbox, cell) == asked(spare, cell)


def test_a_copy_of_a_server_does_the_same_and_outlives_it() -> None:
    """A server's copies answer as it does, have folders of their own, and go on when it is killed; then a new one is made."""
    cell = "import os, torch\ndef answer(): return {'cwd': os.getcwd(), 'drawn': torch.rand(3).tolist()}"
    before = len(os.listdir("/proc/self/fd"))
    with Sandbox() as first, Sandbox() as second, Sandbox() as third:
        original = first._server = Server()
        second._server, third._server = Server(like=original), Server(like=original)
        found = [asked(one, cell) for one in (first, second, third)]
        assert 3 == len({Path(one["cwd"]).parent for one in found})
        assert found[0]["drawn"] == found[1]["drawn"] == found[2]["drawn"]
        os.kill(original.pid, signal.SIGKILL)
        assert found[1]["drawn"] == asked(second, cell)["drawn"]
        original.close()
        with pytest.raises(OSError, match="Bad file descriptor"):
            Server(like=original)
    assert not any(Path(one["cwd"]).parent.exists() for one in found)
    assert before == len(os.listdir("/proc/self/fd"))


def test_a_server_that_was_started_early_is_taken_once() -> None:
    """The first sandbox takes the server that was started early; the next has one of its own; who takes none leaves none."""
    with server.shared(), Sandbox() as first, Sandbox() as second:
        first.start()
        second.start()
        assert first._server is not None
        home = Path(first._server.home)
        assert first._server is not second._server
    server.start_early()
    (unused,) = server._early
    server.end_early()
    assert (False, False) == (home.exists(), Path(unused.home).exists())
    assert unused.ended


def test_who_gets_a_copy_starts_no_server_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that was forked from one with a server gets a copy of it, and leaves it to its owner."""
    server.start_early()
    (lent,) = server._early
    monkeypatch.setattr(lent, "owner", os.getppid())  # as it is in a process forked since
    server.start_early()
    assert [lent] == server._early
    with Sandbox() as sandbox:
        assert RIGHT == answers(sandbox.run(Job([TWICE], PROBES, ["before", "after"], {"x": X})))
        assert sandbox._server is not lent
    server.end_early()
    assert not lent.ended
    monkeypatch.undo()
    server.end_early()
    assert lent.ended


def test_a_killed_server_is_replaced(spare: Sandbox) -> None:
    """When a server dies between two submissions, one of them may not be graded, and the next one is."""
    spare.run(Job([TWICE], PROBES, ["before"], {"x": X}))
    assert spare._server is not None
    os.kill(spare._server.pid, signal.SIGKILL)
    job = Job([TWICE], PROBES, ["before", "after"], {"x": X})
    try:
        run = spare.run(job)
    except SandboxError as error:
        assert "server" in str(error)
        run = spare.run(job)
    assert RIGHT == answers(run)


def test_a_server_killed_at_work_is_the_kits_fault_and_replaced(spare: Sandbox) -> None:
    """When a server dies under a running submission, that is never the student's fault, and the next one is graded."""
    spare.run(Job([TWICE], PROBES, ["before"], {"x": X}))
    assert spare._server is not None
    home = Path(asked(spare, "import os\ndef answer(): return {'cwd': os.getcwd()}")["cwd"]).parent
    killer = threading.Timer(0.7, os.kill, (spare._server.pid, signal.SIGKILL))
    killer.start()
    try:
        with pytest.raises(SandboxError):
            spare.run(Job([TWICE, "time.sleep(5)"], PROBES, ["before"], {"x": X}))
    finally:
        killer.join()
    assert RIGHT == answers(spare.run(Job([TWICE], PROBES, ["before", "after"], {"x": X})))
    assert not home.exists(), "the dead server's folder is left"


def test_a_closed_sandbox_leaves_nothing_and_can_be_used_again() -> None:
    """When a sandbox is closed its server ends, with its folders and its descriptors; a later job starts another."""
    before = len(os.listdir("/proc/self/fd"))
    with Sandbox() as sandbox:
        where = asked(sandbox, "import os\ndef answer(): return {'cwd': os.getcwd()}")["cwd"]
        assert sandbox._server is not None
        server = sandbox._server.pid
    assert (False, False) == (Path(where).parent.exists(), Path(f"/proc/{server}").exists())
    assert before == len(os.listdir("/proc/self/fd"))
    sandbox.close()


def test_a_sandbox_that_is_recycled_goes_on(spare: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many children a server is replaced between two jobs, and nobody notices."""
    monkeypatch.setattr(Sandbox, "RECYCLE", 1)
    job = Job([TWICE], PROBES, ["before", "after"], {"x": X})
    assert RIGHT == answers(spare.run(job))
    first = spare._server
    monkeypatch.undo()
    assert RIGHT == answers(spare.run(replace(job)))
    assert first is not None


# ----------------------------------------------------------------------------------------------------------- files back


def test_files_that_were_written_come_back_when_they_are_wanted(sandbox: Sandbox) -> None:
    """New and changed ones, small ones first, while there is room; not what was laid there, hidden, or a link."""
    write = "import os\nos.mkdir('sub')\nfor name in ('sub/a', 'changed', '.hidden'): open(name, 'w').write('new')\n"
    write += "open('large', 'w').write('x' * 2000)\nos.symlink('same', 'link')"
    given = {"same": b"old", "changed": b"old"}
    assert {"sub/a": b"new", "changed": b"new"} == (run := sandbox.run(Job([write], files=given, collect=1000))).files
    assert ["of the files that the notebook wrote 1 are not kept: there is no room"] == run.notes
    assert {} == sandbox.run(Job([write], files=given)).files


FORGED_FILES = """
import autograder.wall.inside.job as job, torch
from autograder.record.frame import Frame
tensors = {str(n): torch.zeros(__SIZE__, dtype=torch.__DTYPE__) for n in range(__COUNT__)}
job._written = lambda *_: Frame({"kind": "files", "names": __NAMES__, "left": 0}, tensors)
"""


@pytest.mark.parametrize(
    ("names", "size", "dtype"),
    [
        ([name], 1, "uint8")
        for name in (
            "../x",
            "/x",
            "x/../../y",
            ".x",
            "a/.x",
            "a//x",
            "",
            "a/",
            "a\nb",
            "a\\b",
            "x" * 101,
            "a/" * 9 + "x",
            7,
        )
    ]
    + [(["x", "x"], 1, "uint8"), (["x", "y"], 600, "uint8"), (["x"], 1, "float32")],
)
def test_files_that_are_none_are_not_taken(sandbox: Sandbox, names: list[Any], size: int, dtype: str) -> None:
    """Names that lead elsewhere, too much, or no bytes: nothing is taken, and the cells' outcomes stand."""
    words = {"NAMES": repr(names), "SIZE": size, "DTYPE": dtype, "COUNT": len(names)}
    code = FORGED_FILES
    for word, value in words.items():
        code = code.replace(f"__{word}__", str(value))
    run = sandbox.run(Job([code, "print('hi')"], collect=1000))
    assert ({}, "hi\n") == (run.files, run.outputs[1][0]["text"])
    assert ["ok", "ok"] == [run.cells[n].outcome for n in range(2)]
