"""`make bench`: what grading costs, as ratios of medians in one run. Writes `build/bench.json` and prints a table.

Every figure is a slope: the time for many submissions less that for few, over their difference, so that start-up, which
is paid once, does not count. Processor time is that of all processes together.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course import Assignment, find_course
from autograder.reference import laid_over

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "bench"
ASSIGNMENT = "06_training_loop"
FEW, MANY = 2, 22
STOCK_FEW, STOCK_MANY = 1, 3
BIN = Path(sys.executable).parent

BARE = """
import sys, time
from autograder.course import find_course
from autograder.reference import References, laid_over
from autograder.inside.server import warm
from autograder.inside.run import Inputs, Student, ask, _cell
assignment = find_course(__import__("pathlib").Path(sys.argv[1])).find(sys.argv[2])
inputs = Inputs(References(assignment, "bench").inputs)
cells = laid_over(assignment, None)
shell, originals = warm()
costs = []
for _ in range(7):
    began = time.process_time()
    shell.reset(new_session=True)
    for index, cell in enumerate(cells):
        _cell(shell, index, cell, {})
    student = Student(shell.user_ns)
    for name in assignment.probes:
        ask(getattr(assignment._probe, f"probe_{name}"), student, inputs)
    costs.append(time.process_time() - began)
print(sorted(costs)[3])
"""


def measured(command: list[str], **options: object) -> tuple[float, float]:
    """Seconds of wall clock and of processor that a command takes, its children included."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)  # type: ignore[call-overload]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - began, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def slope(few: int, many: int, run: object) -> tuple[float, float]:
    """Wall clock and processor seconds for one more submission."""
    (wall_few, cpu_few), (wall_many, cpu_many) = run(few), run(many)  # type: ignore[operator]
    return (wall_many - wall_few) / (many - few), (cpu_many - cpu_few) / (many - few)


def ours(assignment: Assignment, jobs: int, n: int) -> tuple[float, float]:
    """`autograder grade` on n right submissions."""
    folder = BUILD / "class"
    shutil.rmtree(folder, ignore_errors=True)
    for index in range(n):
        cells = [*laid_over(assignment, None), f"student = {index}"]
        path = folder / f"student{index}" / f"{assignment.name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(nbformat.writes(new_notebook(cells=[new_code_cell(cell) for cell in cells])))
    command = [str(BIN / "autograder"), "grade", str(folder), "-a", assignment.name, "--seed", "bench", "-j", str(jobs)]
    return measured([*command, "--again", "-o", str(BUILD / "out")], cwd=ROOT)


def stock(assignment: Assignment, n: int) -> tuple[float, float]:
    """Stock `nbgrader autograde` on n of the same notebooks, with one test cell that asserts something small."""
    course = BUILD / "nbgrader"
    shutil.rmtree(course, ignore_errors=True)
    locked = {"schema_version": 3, "grade": True, "locked": True, "solution": False, "task": False, "points": 1}
    cells = [new_code_cell(cell) for cell in laid_over(assignment, None)]
    test = new_code_cell("assert callable(train_step)", metadata={"nbgrader": {**locked, "grade_id": "test"}})
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


def main() -> None:
    """Measures, writes the figures, prints the table."""
    assignment = find_course(ROOT).find(ASSIGNMENT)
    BUILD.mkdir(parents=True, exist_ok=True)
    ours(assignment, 2, FEW)  # makes the references
    environment = os.environ | {"OMP_NUM_THREADS": "1", "MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    command = [sys.executable, "-c", BARE, str(ROOT), ASSIGNMENT]
    bare = float(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment).stdout)
    wall_two, cpu = slope(FEW, MANY, lambda n: ours(assignment, 2, n))
    wall_one, _ = slope(FEW, MANY, lambda n: ours(assignment, 1, n))
    wall_stock, cpu_stock = slope(STOCK_FEW, STOCK_MANY, lambda n: stock(assignment, n))
    figures = {
        "bare_cpu_s": bare,
        "cpu_s": cpu,
        "overhead_cpu_s": cpu - bare,
        "wall_s_2_jobs": wall_two,
        "wall_s_1_job": wall_one,
        "nbgrader_wall_s": wall_stock,
        "nbgrader_cpu_s": cpu_stock,
        "times_faster_2_jobs": wall_stock / wall_two,
        "times_faster_1_job": wall_stock / wall_one,
        "times_less_cpu": cpu_stock / cpu,
    }
    (ROOT / "build" / "bench.json").write_text(json.dumps(figures, indent=1) + "\n")
    print("| for one more submission of 06_training_loop | figure |\n|---|---|")
    for name, value in figures.items():
        print(f"| {name.replace('_', ' ')} | {value:.3g} |")


if __name__ == "__main__":
    main()
