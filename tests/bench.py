"""`make bench`: what grading costs, as ratios of medians in one run. Writes `build/bench.json` and prints a table.

What a submission costs is a slope: the time for many less that for few, over their difference, so that start-up, which
is paid once, does not count. Processor time is that of all processes together.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import NamedTuple

import nbformat
from make_class import answered, programs
from nbformat.v4 import new_code_cell, new_notebook
from safetensors.torch import save_file

from autograder.authoring.release import stub
from autograder.course.assignment import BEGIN, END, Assignment, find_course
from autograder.gradebook.course_directory import init
from autograder.grading.reference import References, laid_over
from autograder.wall import doctor

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "bench"
ASSIGNMENT = "06_training_loop"
FEW, MANY = 2, 22
STOCK_FEW, STOCK_MANY = 1, 3
ROUNDS = 3
CLASS = 60
TEN = 10
BIN = Path(sys.executable).parent

CELLS, PROBES, JUDGE = "cells, CPU s", "probes, CPU s", "judging, CPU s"
FORKED = "both in a process forked for them, CPU s"

BARE = f"""
import gc, json, os, sys, tempfile, time
from pathlib import Path
from statistics import median
from autograder.course.assignment import find_course
from autograder.wall.inside import jail
from autograder.wall.inside.asking import Inputs, Student, ask
from autograder.wall.inside.job import _cell
from autograder.wall.inside.server import LIBRARIES, Warm
from autograder.grading.reference import References, laid_over
assignment = find_course(Path(sys.argv[1])).find(sys.argv[2])
inputs = Inputs(References(assignment, "bench").inputs)
cells = laid_over(assignment, None)
probes = [getattr(assignment._probe, f"probe_{{name}}") for name in assignment.probes]
warm = Warm(LIBRARIES)
warm.practise()
shell = warm.shell
jail.prepare()
def run():
    shell.reset(new_session=True)
    began = time.process_time()
    for index, cell in enumerate(cells):
        _cell(shell, index, cell, {{}})
    middle = time.process_time()
    student = Student(shell.user_ns)
    for probe in probes:
        ask(probe, student, inputs)
    return middle - began, time.process_time() - middle
def forked(act):
    ours, theirs = os.pipe()
    began = time.process_time()
    pid = os.fork()
    if pid == 0:
        os.write(theirs, repr(act()).encode())
        os._exit(0)
    _, status, usage = os.wait4(pid, 0)
    assert status == 0
    cost = time.process_time() - began + usage.ru_utime + usage.ru_stime
    return cost, os.read(ours, 99)
def locked():
    scratch = tempfile.mkdtemp(dir=home)
    began = time.perf_counter()
    jail.lock(scratch, [], jail.Limits(), parent=parent)
    return time.perf_counter() - began
parent = os.getpid()
gc.collect()
gc.freeze()
alone = [forked(run)[0] for _ in range(9)]
ran, asked = zip(*(run() for _ in range(9)))
with tempfile.TemporaryDirectory() as home:
    locks = [float(forked(locked)[1]) for _ in range(9)]
figures = {{
    {CELLS!r}: median(ran), {PROBES!r}: median(asked), {FORKED!r}: median(alone), "lock a child, s": median(locks)
}}
print(json.dumps(figures))
"""

REST = f"""
import json, sys, tempfile, time
from pathlib import Path
from statistics import median
import torch
from autograder.course.assignment import find_course
from autograder.grading import batch, store
from autograder.grading.reference import laid_over
from autograder.grading.workers import Setting, grader_of
from autograder.submission.notebook import from_code
torch.set_num_threads(1)
setting = Setting(find_course(Path(sys.argv[1])).root, sys.argv[2], "bench")
grader = grader_of(setting)
wrong = laid_over(grader.assignment, grader.assignment.misconceptions[0])
graded = grader.grade(from_code(wrong, "ada"))
judgement = grader.judge(graded.record)
done = batch._done(setting, graded)
def cost(act):
    costs = []
    for _ in range(9):
        began = time.process_time()
        act()
        costs.append(time.process_time() - began)
    return median(costs)
with tempfile.TemporaryDirectory() as folder:
    figures = {{
        {JUDGE!r}: cost(lambda: grader.judge(graded.record)),
        "diagnosing a wrong one, CPU s": cost(lambda: grader.misconceptions.diagnose(judgement, graded.record)),
        "its record, notebook and page, CPU s": cost(lambda: batch._done(setting, graded)),
        "writing them, CPU s": cost(lambda: store.write(Path(folder), done.files)),
        "kB written for one": sum(map(len, done.files.values())) / 1000,
    }}
grader.sandbox.close()
print(json.dumps(figures))
"""

CHECK = """
import json, os, sys, time, torch
from pathlib import Path
from statistics import median
began = time.perf_counter()
import autograder
loaded = time.perf_counter() - began
from autograder.course.assignment import find_course
from autograder.grading.reference import laid_over
from autograder.student.check import examine
assignment = find_course(Path(sys.argv[1])).find(sys.argv[2])
os.chdir(assignment.released)
names = {"__name__": "__main__"}
for cell in laid_over(assignment, None):
    if not cell.startswith("check"):
        exec(cell, names)
costs = []
for _ in range(9):
    began = time.perf_counter()
    examine(Path("checks").resolve(), names, "6.2")
    costs.append(time.perf_counter() - began)
print(json.dumps({"import autograder beyond torch, s": loaded, 'check("6.2"), s': median(costs)}))
"""


class Cost(NamedTuple):
    """What a command takes, its children included."""

    wall: float
    cpu: float
    megabytes: float
    """Of the largest of its processes."""


def measured(command: list[str], **options: object) -> Cost:
    """What a command takes. It must succeed."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)  # type: ignore[call-overload]
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return Cost(time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def slope(few: int, many: int, run: object) -> tuple[float, float]:
    """Wall clock and processor seconds for one more submission."""
    less, more = run(few), run(many)  # type: ignore[operator]
    return (more.wall - less.wall) / (many - few), (more.cpu - less.cpu) / (many - few)


def ours(assignment: Assignment, jobs: int, n: int) -> Cost:
    """`autograder grade` on n right submissions."""
    folder = BUILD / "class"
    for path in (folder, BUILD / "out"):
        shutil.rmtree(path, ignore_errors=True)
    for index in range(n):
        cells = [*laid_over(assignment, None), f"student = {index}"]
        path = folder / f"student{index}" / f"{assignment.name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(nbformat.writes(notebook(cells)))
    command = [str(BIN / "autograder"), "grade", str(folder), "-a", assignment.name, "--seed", "bench", "-j", str(jobs)]
    return measured([*command, "--again", "-o", str(BUILD / "out")], cwd=ROOT)


def followed_through(assignment: Assignment) -> dict[str, float]:
    """A class of 60 with usual faults, graded with follow-through and without, in turns: the ratio."""
    folder, course = BUILD / "faults", BUILD / "without"
    for path in (folder, course):
        shutil.rmtree(path, ignore_errors=True)
    for name, data in assignment.files.items():
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        (course / name).write_bytes(data)
    (course / "solutions" / "course.toml").write_text("follow_through = 0\n")
    for index, book in enumerate(programs(assignment, CLASS)):
        path = folder / f"student{index}" / f"{assignment.name}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(book, path)
    costs: dict[Path, list[Cost]] = {ROOT: [], course: []}
    for place in [ROOT, course, course, ROOT] * ROUNDS:
        out = BUILD / f"followed-{place.name}"
        command = [str(BIN / "autograder"), "grade", str(folder), "-a", assignment.name, "--seed", "bench", "-j", "2"]
        costs[place].append(measured([*command, "--again", "-o", str(out), "--course", str(place)], cwd=ROOT))
    (cpu, wall), (cpu_without, wall_without) = (
        (median(cost.cpu for cost in some), median(cost.wall for cost in some)) for some in costs.values()
    )
    return {
        "a class of 60 with usual faults, follow-through against none, CPU": cpu / cpu_without,
        "a class of 60 with usual faults, follow-through against none, wall": wall / wall_without,
    }


def growth(assignment: Assignment, judging: float) -> dict[str, float]:
    """How cost and memory grow with the class, on two workers; and what it takes to judge the largest class again."""
    rounds, bare = [], []
    for _ in range(ROUNDS):  # what is small before and after what is large, since the machine's speed changes meanwhile
        few, many = ours(assignment, 2, 10), ours(assignment, 2, 100)
        most, again = ours(assignment, 2, 1000), judged_again(assignment)
        many_after, few_after = ours(assignment, 2, 100), ours(assignment, 2, 10)
        ten, hundred = (few.cpu + few_after.cpu) / 2, (many.cpu + many_after.cpu) / 2
        figures = {
            "grading": (most.cpu - ten) / 990,
            "one more of 1,000 against one more of 100, CPU": (most.cpu - ten) / 990 / ((hundred - ten) / 90),
            "1,000 with 2 jobs, s": most.wall,
            "largest process for 100, MB": many.megabytes,
            "largest process for 1,000, MB": most.megabytes,
            "judging 1,000 again after a changed tolerance, s": again.wall,
        }
        rounds.append(figures)
        bare += both(BARE)
    figures = medians(rounds)
    return shares("of 1,000 with 2 jobs: ", figures.pop("grading"), medians(bare), judging) | figures


def shares(title: str, cpu: float, bare: dict[str, float], judging: float) -> dict[str, float]:
    """What one submission costs, and which part of it is what is asked for: run again and again, or in a process each."""
    again = bare[CELLS] + bare[PROBES]
    return {
        f"{title}grading one, CPU s": cpu,
        f"{title}beyond cells and probes, CPU s": cpu - again,
        f"{title}share of cells, probes and judging": (again + judging) / cpu,
        f"{title}share of the same in a process forked for them": (bare[FORKED] + judging) / cpu,
    }


def judged_again(assignment: Assignment) -> Cost:
    """`autograder judge` on what `ours` left, by a course whose first tolerance is another one."""
    course = BUILD / "mended"
    shutil.rmtree(course, ignore_errors=True)
    for name, data in assignment.files.items():
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        (course / name).write_bytes(data)
    test = course / "solutions" / assignment.name / "test_visible.py"
    text = test.read_text()
    assert "WEIGHTS = 1e-6" in text
    test.write_text(text.replace("WEIGHTS = 1e-6", "WEIGHTS = 2e-6"))
    command = [str(BIN / "autograder"), "judge", str(BUILD / "out"), "--seed", "bench", "-j", "2"]
    return measured([*command, "--course", str(course)], cwd=ROOT)


QUESTIONS = """
from types import SimpleNamespace
from safetensors.torch import load_file
exec(open({probe!r}).read())
for name in {names!r}:
    assert globals()[f"probe_{{name}}"](SimpleNamespace(**globals()), load_file({inputs!r}))
"""


def questions(assignment: Assignment) -> str:
    """A program that asks the names around it what our probes ask."""
    inputs = BUILD / "inputs.safetensors"
    save_file(dict(References(assignment, "bench").inputs), inputs)
    return QUESTIONS.format(probe=str(assignment.folder / "probe.py"), names=assignment.probes, inputs=str(inputs))


def notebook(cells: list[str]) -> nbformat.NotebookNode:
    """A notebook of these code cells."""
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    return new_notebook(cells=[new_code_cell(cell) for cell in cells], metadata=metadata)


def stock(assignment: Assignment, n: int) -> Cost:
    """Stock `nbgrader autograde` on n of the same notebooks, with a test cell that asks the same questions."""
    course = BUILD / "nbgrader"
    shutil.rmtree(course, ignore_errors=True)
    locked = {"schema_version": 3, "grade": True, "locked": True, "solution": False, "task": False, "points": 1}
    marks = re.compile(rf"^ *({BEGIN}|{END})\n", re.MULTILINE)
    cells = [new_code_cell(marks.sub("", f"{cell}\n")) for cell in laid_over(assignment, None)]
    test = new_code_cell(questions(assignment), metadata={"nbgrader": {**locked, "grade_id": "test"}})
    notebook = nbformat.writes(
        new_notebook(cells=[*cells, test], metadata={"kernelspec": {"name": "python3", "display_name": "x"}})
    )
    for folder in ("source", *(f"submitted/student{index}" for index in range(n))):
        path = course / folder / assignment.name / "notebook.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(notebook)
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'bench'\n")
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(
        ["nbgrader", "generate_assignment", assignment.name],
        cwd=course,
        env=environment,
        check=True,
        capture_output=True,
    )
    return measured(["nbgrader", "autograde", assignment.name], cwd=course, env=environment)


def into_the_gradebook(assignment: Assignment) -> dict[str, float]:
    """A class of 60 from nothing to nbgrader's gradebook: by `autograder autograde`, and by stock `nbgrader autograde`."""
    course = BUILD / "course"
    shutil.rmtree(course, ignore_errors=True)
    assert [*init(course, find_course(ROOT))]
    book = stub(assignment)
    for student in range(CLASS):
        path = course / "submitted" / f"student{student}" / assignment.name / f"{assignment.name}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(answered(assignment, book, f"student = {student}"), path)
    shutil.rmtree(BUILD / "stock", ignore_errors=True)
    plain = shutil.copytree(course, BUILD / "stock")
    (plain / "nbgrader_config.py").write_text("c = get_config()\n")
    with (course / "nbgrader_config.py").open("a") as settings:
        settings.write('c.Grade.seed = "bench"\n')
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    command = ["autograder", "autograde", assignment.name, "--jobs", "2"]
    wall, cpu, _ = measured(command, cwd=course, env=environment)
    wall_stock, cpu_stock, _ = measured(["nbgrader", "autograde", assignment.name], cwd=plain, env=environment)
    return {
        f"a class of {CLASS} into the gradebook with 2 jobs, s": wall,
        f"a class of {CLASS} into the gradebook with 2 jobs, CPU s": cpu,
        "the same by stock nbgrader autograde, s": wall_stock,
        "the same by stock nbgrader autograde, CPU s": cpu_stock,
        "times faster than stock nbgrader, gradebook included": wall_stock / wall,
    }


def of_another_course() -> dict[str, float]:
    """nbgrader's own example, two notebooks with asserts and no torch, handed in by ten: stock, and by us in two ways."""
    course = BUILD / "example"
    shutil.rmtree(course, ignore_errors=True)
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    quiet = {"env": environment, "check": True, "capture_output": True}
    subprocess.run(["nbgrader", "quickstart", str(course)], cwd=BUILD, **quiet)  # type: ignore[call-overload]
    (course / "nbgrader_config.py").write_text("c = get_config()\n")
    subprocess.run(["nbgrader", "generate_assignment", "ps1"], cwd=course, **quiet)  # type: ignore[call-overload]
    for student in range(TEN):
        shutil.copytree(course / "source" / "ps1", course / "submitted" / f"student{student}" / "ps1")
    ways = {
        "stock nbgrader autograde": ["nbgrader", "autograde", "ps1"],
        "nbgrader autograde with our plug-in": ["nbgrader", "autograde", "ps1"],
        "autograder autograde with 2 jobs": ["autograder", "autograde", "ps1", "--jobs", "2"],
    }
    rounds = []
    for _ in range(ROUNDS):
        costs = []
        for way, command in ways.items():
            work = BUILD / "example-work"
            shutil.rmtree(work, ignore_errors=True)
            shutil.copytree(course, work)
            if not way.startswith("stock"):
                settings = "from autograder.gradebook.plugin import configure\nc = get_config()\nconfigure(c)\n"
                (work / "nbgrader_config.py").write_text(settings)
            costs.append(measured(command, cwd=work, env=environment))
        figures = {f"{TEN} of another course by {way}, CPU s": cost.cpu for way, cost in zip(ways, costs, strict=True)}
        for way, cost in zip([*ways][1:], costs[1:], strict=True):
            figures[f"times faster than stock, CPU: {way}"] = costs[0].cpu / cost.cpu
            figures[f"times faster than stock, wall: {way}"] = costs[0].wall / cost.wall
        rounds.append(figures)
    return medians(rounds)


def from_nothing(assignment: Assignment) -> dict[str, float]:
    """One submission, and a check of one file, as ratios to the import of torch that both must do."""
    program = BUILD / f"{assignment.name}.py"
    program.write_text(assignment.solution)
    checked = BUILD / "checked" / assignment.name
    shutil.rmtree(checked.parent, ignore_errors=True)
    shutil.copytree(assignment.released, checked)
    shutil.copytree(assignment.digits.given, checked.parent / "digits")
    (checked / f"{assignment.name}.ipynb").write_text(nbformat.writes(notebook(laid_over(assignment, None))))
    grade = [str(BIN / "autograder"), "grade", str(program), "-a", assignment.name, "--seed", "bench", "--again"]
    commands = {
        "grade ONE.py": [*grade, "-o", str(BUILD / "one")],
        "check FILE": [str(BIN / "autograder"), "check", str(checked / f"{assignment.name}.ipynb")],
    }
    rounds = []
    for _ in range(3 * ROUNDS):
        bare = measured([sys.executable, "-c", "import torch"])
        figures = {"import torch, CPU s": bare.cpu}
        for name, command in commands.items():
            cost = measured(command, cwd=ROOT)
            figures[f"{name} in imports of torch, CPU"] = cost.cpu / bare.cpu
            figures[f"{name} in imports of torch, wall"] = cost.wall / bare.wall
        rounds.append(figures)
    return medians(rounds)


OTTER_TEST = """
from otter.test_files import test_case
OK_FORMAT = False
name, points = "test", 1
@test_case()
def test(env):
    exec({code!r}, env)
"""


def otter(assignment: Assignment) -> Cost:
    """`otter run` on one of the same notebooks, with a test that asks the same questions; in an environment of its own."""
    home = BUILD / "otter"
    environment = {**os.environ, "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}", "MPLBACKEND": "agg"}
    if not (home / "bin" / "otter").exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        subprocess.run([home / "bin" / "pip", "install", "--quiet", "otter-grader"], check=True)
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "ours.pth").write_text(sysconfig.get_path("purelib"))  # torch is there; what is otter's comes first
    work = BUILD / "otter-work"
    shutil.rmtree(work, ignore_errors=True)
    (work / "tests").mkdir(parents=True)
    (work / "tests" / "test.py").write_text(OTTER_TEST.format(code=questions(assignment)))
    (work / "student.ipynb").write_text(nbformat.writes(notebook(laid_over(assignment, None))))
    make = ["otter", "generate", "--no-environment", "-t", "tests"]
    subprocess.run(make, cwd=work, env=environment, check=True, capture_output=True)
    cost = measured(["otter", "run", "student.ipynb", "-a", "autograder.zip"], cwd=work, env=environment)
    told = json.loads((work / "results.json").read_text())
    assert told["tests"][-1]["score"] == 1, told
    return cost


def told(program: str) -> dict[str, float]:
    """The figures that a program prints which measures in a warm process of its own."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    command = [sys.executable, "-c", program, str(ROOT), ASSIGNMENT]
    text = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment).stdout
    found: dict[str, float] = json.loads(text)
    return found


def both(program: str) -> list[dict[str, float]]:
    """The figures of a program that runs twice at the same time."""
    with ThreadPoolExecutor(2) as executor:
        return [*executor.map(told, [program, program])]


def medians(rounds: list[dict[str, float]]) -> dict[str, float]:
    """The median of each figure."""
    return {name: median(figures[name] for figures in rounds) for name in rounds[0]}


def timed(act: Callable[[], object]) -> float:
    """Seconds that an act takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def main() -> None:
    """Measures, writes the figures, prints the table."""
    assignment = find_course(ROOT).find(ASSIGNMENT)
    BUILD.mkdir(parents=True, exist_ok=True)
    ours(assignment, 2, FEW)  # makes the references
    # What is compared is measured in turns: a machine that others use is faster at one time than at another.
    rounds = [
        (
            told(BARE) | told(REST) | told(CHECK),
            slope(FEW, MANY, lambda n: ours(assignment, 1, n)),
            slope(FEW, MANY, lambda n: ours(assignment, 2, n)),
            slope(STOCK_FEW, STOCK_MANY, lambda n: stock(assignment, n)),
        )
        for _ in range(ROUNDS)
    ]
    figures = medians([first for first, *_ in rounds])
    (wall_one, cpu), (wall_two, _), (wall_stock, _) = (
        tuple(map(median, zip(*pairs, strict=True))) for pairs in list(zip(*rounds, strict=True))[1:]
    )
    figures |= shares("", cpu, figures, figures[JUDGE])
    figures |= {
        "grading one with 1 job, s": wall_one,
        "grading one with 2 jobs, s": wall_two,
        "stock nbgrader autograde, the same cells and questions, s": wall_stock,
        "times faster than stock nbgrader with 1 job": wall_stock / wall_one,
        "times faster than stock nbgrader with 2 jobs": wall_stock / wall_two,
        "doctor's attacks before grading, s": median(timed(doctor.hole) for _ in range(5)),
    }
    other = median(otter(assignment).wall for _ in range(ROUNDS))
    figures |= {
        "otter run, the same cells and questions, s": other,
        "times faster than otter run with 1 job": other / wall_one,
    }
    figures |= of_another_course() | from_nothing(assignment)
    figures |= followed_through(assignment)
    figures |= into_the_gradebook(assignment) | growth(assignment, figures[JUDGE])
    (ROOT / "build" / "bench.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(f"| {ASSIGNMENT} | figure |\n|---|---|")
    for name, value in figures.items():
        print(f"| {name} | {value:.3g} |")


if __name__ == "__main__":
    main()
