"""Makes what students get out of what authors write, by nbgrader's own conversion."""

import ast
import io
import json
import math
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

import nbformat
import torch
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.preprocessors import IncludeHeaderFooter, InstantiateTests, SaveCells

import autograder
from autograder.authoring.steps import VISIBLE, steps
from autograder.course.assignment import BEGIN, END, Assignment, Course
from autograder.course.errors import AuthorError
from autograder.course.public import PUBLIC, SEED, SMALL, Public, VisibleCheck
from autograder.grading.grade import is_by_hand
from autograder.grading.reference import SOLUTION, References, laid_over
from autograder.record.answers import EVIDENCE, Record
from autograder.result import Check, total
from autograder.submission.notebook import COLAB, TRY, as_bytes, parse
from autograder.submission.repair import grade_id
from autograder.verdict.diagnose import farthest
from autograder.verdict.judge import collect, judge
from autograder.wall.sandbox import Sandbox


def source(assignment: Assignment) -> nbformat.NotebookNode:
    """The notebook with answers in it and nbgrader's metadata: what nbgrader calls the source version.

    Raises AuthorError for an answer cell without a task.
    """
    settings = Course(assignment.root).settings
    checks = collect(assignment)
    cells = []
    for index, cell in enumerate(parse(assignment.solution, "solution.py").cells):
        cell.id = f"{assignment.name}-{index}"
        cell.metadata = _metadata(assignment, cell, checks)
        cells.append(cell)
    for task in dict.fromkeys(check.task for check in checks):
        if not any(grade_id(cell) == check_id(assignment.name, task) for cell in cells):
            places = [i for i, cell in enumerate(cells) if _is_about(cell, task)]
            cells.insert(places[-1] + 1 if places else len(cells), _check_cell(assignment, task, checks))
    colab = new_code_cell(_colab(assignment, settings.get("bundle", "")), id=f"{assignment.name}-colab")
    colab.metadata = {"jupyter": {"source_hidden": True}, "cellView": "form"}  # folded, in JupyterLab and there
    cells.insert(1, colab)
    if "repository" in settings:
        place = f"{settings['repository']}/blob/HEAD/assignments/{assignment.name}/{assignment.name}.ipynb"
        badge = "[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]"
        link = f"{badge}(https://colab.research.google.com/github/{place})"
        cells.insert(0, new_markdown_cell(link, id=f"{assignment.name}-badge"))
    return new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )


def _colab(assignment: Assignment, bundle: str) -> str:
    """A cell that brings the course to Google Colab, and does nothing elsewhere."""
    get = "from google.colab import files\n\n        bundle = next(iter(files.upload()))  # choose course.zip"
    if bundle:
        get = f'bundle = "course.zip"\n        get_ipython().system("wget -q -O course.zip {bundle}")'
    return f"""\
{COLAB}brings the course there. Anywhere else this cell does nothing.
import os
import sys

if "google.colab" in sys.modules:
    if not os.path.isdir("/content/course"):
        {get}
        get_ipython().system(f"unzip -q '{{bundle}}' -d /content")
        get_ipython().system("pip install -q --no-deps /content/course/*.whl")
    os.chdir("/content/course/assignments/{assignment.name}")"""


def check_id(assignment: str, task: str) -> str:
    """nbgrader's `grade_id` of the cell that carries a task's points."""
    return f"{assignment}-{_id(task)}-check"


def _check_metadata(assignment: Assignment, task: str, checks: Sequence[Check]) -> dict[str, Any]:
    points = total(check.max_points for check in checks if check.task == task)
    seen = total(check.max_points for check in checks if check.task == task and check.visible)
    kind = {"grade": True, "locked": True, "points": float(points), "cell_type": "code"}
    return {VISIBLE: float(seen), "nbgrader": _PLAIN | kind | {"grade_id": check_id(assignment.name, task)}}


def _check_cell(assignment: Assignment, task: str, checks: Sequence[Check]) -> nbformat.NotebookNode:
    """The cell that carries a task's points, where the author wrote none."""
    cell = new_code_cell(f'check("{task}")')
    cell.id, cell.metadata = check_id(assignment.name, task), _check_metadata(assignment, task, checks)
    return cell


def _is_about(cell: nbformat.NotebookNode, task: str) -> bool:
    return cell.metadata.get("task") == task or cell.source.startswith(f"## Task {task}:")


_PLAIN: Final = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}


def _metadata(assignment: Assignment, cell: nbformat.NotebookNode, checks: Sequence[Check]) -> dict[str, Any]:
    task = cell.metadata.get("task")
    if cell.cell_type == "code" and (BEGIN in cell.source) != (task is not None and END in cell.source):
        rule = 'an answer cell starts with `# %% task="6.2"` and has both BEGIN and END SOLUTION'
        raise AuthorError(f"{assignment.name}/solution.py: {rule}")
    name = assignment.name
    if is_by_hand(cell):
        kind = {"grade": True, "solution": True, "points": float(cell.metadata["points"]), "cell_type": "markdown"}
        return {"task": task, "nbgrader": _PLAIN | kind | {"grade_id": f"{name}-{_id(task)}"}}
    if task is not None:
        return {
            "task": task,
            "nbgrader": _PLAIN | {"solution": True, "grade_id": f"{name}-{_id(task)}", "cell_type": "code"},
        }
    if checked := re.fullmatch(r"check\(\"([\d.]+)\"\)", cell.source.strip()):
        return _check_metadata(assignment, checked[1], checks)
    if cell.source.startswith(TRY):
        return {"tags": ["raises-exception"]}  # as it does before a task is done: the cells below still run
    return {}


def release(assignment: Assignment, sandbox: Sandbox) -> dict[str, bytes]:
    """What students get of an assignment, file by file: its notebook, and `checks/` with all that `check` needs.

    The bytes are the same ones each time, as far as torch computes the same on this machine.
    """
    return _texts(assignment) | {f"checks/{PUBLIC}": _public(assignment, sandbox).pack()}


def _public(assignment: Assignment, sandbox: Sandbox) -> Public:
    references = References(assignment, SEED)
    expected = references.of(SOLUTION, sandbox)
    judgement = judge(assignment, expected, expected, references.inputs, only_visible=True)
    return Public(
        assignment.name, assignment.digest,
        [VisibleCheck(c.task, c.name, c.needs, sorted(judgement.probes[c.name])) for c in judgement.checks],
        {overlay.name: overlay.text for overlay in assignment.known},
        {name: value for name, value in references.inputs.items() if value.numel() <= SMALL},
        *_asked(expected, references, sandbox, set().union(*judgement.probes.values())),
        list(dict.fromkeys(c.task for c in collect(assignment) if c.task not in {v.task for v in judgement.checks})),
        _takes(laid_over(assignment, None)),
    )  # fmt: skip


def _takes(cells: Sequence[str]) -> dict[str, list[str]]:
    """The arguments of each function that a solution defines, by name."""
    body: list[ast.stmt] = []
    for cell in cells:
        with suppress(SyntaxError):  # a cell of IPython's magics
            body += ast.parse(cell).body
    return {node.name: [arg.arg for arg in node.args.args] for node in body if isinstance(node, ast.FunctionDef)}


def hand_out(assignment: Assignment, sandbox: Sandbox) -> None:
    """Writes what students get of an assignment to `assignments/`. What says the same already stays as it is."""
    files, public = _texts(assignment), _public(assignment, sandbox)
    if not _stands(assignment.released / "checks" / PUBLIC, public):
        files[f"checks/{PUBLIC}"] = public.pack()
    for name, content in files.items():
        path = assignment.released / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


ROUNDING: Final = 1e-3
"""What the solution's answers differ by from one processor to another: the last digits, and what training makes of them."""


def _stands(path: Path, public: Public) -> bool:
    """Whether a file says what `public` does, though it may have been made on another processor.

    There, wrong programs that go astray may end up anywhere, so of their answers only the form is compared.
    """
    try:
        there = Public.read(path)
    except (OSError, ValueError):
        return False
    both = (there, public)
    if len({json.dumps(one.about) for one in both}) > 1 or there.inputs.keys() != public.inputs.keys():
        return False
    if not all(torch.equal(value, public.inputs[name]) for name, value in there.inputs.items()):
        return False
    names = {*there.misconceptions, *public.misconceptions}
    wrong = ([Record(one.expected | one.misconceptions.get(name, Record())) for one in both] for name in names)
    return farthest(there.expected, public.expected) <= ROUNDING and all(farthest(*two) < math.inf for two in wrong)


def fresh(assignment: Assignment) -> bool:
    """Whether what students get was made from the assignment as it is now."""
    try:
        same = all((assignment.released / name).read_bytes() == content for name, content in _texts(assignment).items())
        return same and Public.read(assignment.released / "checks" / PUBLIC).digest == assignment.digest
    except (OSError, ValueError):
        return False


def _texts(assignment: Assignment) -> dict[str, bytes]:
    return {
        f"{assignment.name}.ipynb": as_bytes(stub(assignment)),
        "checks/probe.py": assignment.probe_source.encode(),
        "checks/test_visible.py": assignment.tests[0].read_bytes(),
    }


@cache
def wheel() -> tuple[str, bytes]:
    """This package as a wheel, its name and its bytes.

    Raises AuthorError when it cannot be built, as where this package was not installed from its repository.
    """
    package = Path(autograder.__file__).parent
    if not (package.parent / "pyproject.toml").is_file():
        raise AuthorError(
            "this package is made into a wheel from its repository: install it from a clone, and work there"
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"  # a copy, since what an earlier build left in place would get into the wheel
        shutil.copytree(package, source / package.name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(package.parent / name, source)
        command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", folder, str(source)]
        built = subprocess.run(command, capture_output=True, text=True, check=False)
        if built.returncode:
            raise AuthorError(f"the package cannot be made into a wheel: {built.stderr.strip().splitlines()[-1]}")
        (made,) = Path(folder).glob("*.whl")
        return made.name, made.read_bytes()


def mode(content: bytes) -> int:
    """A file's permissions: scripts can be run."""
    return 0o755 if content.startswith(b"#!") else 0o644


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip file of these files, the same bytes for the same content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.external_attr = (stat.S_IFREG | mode(files[name])) << 16
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def pack(course: Course) -> bytes:
    """The bundle, a zip file of all that a student needs: assignments, digits, environment, this package as a wheel.

    Raises AuthorError when the wheel cannot be built.
    """
    name, content = wheel()
    files = {f"course/{name}": content}
    page = (course.root / "assignments" / "README.md").read_text(encoding="utf-8")
    files["course/README.md"] = re.sub(r"autograder-[\w.]+-py3-none-any\.whl", name, page).encode()
    environment = (course.root / "environment.yml").read_text(encoding="utf-8")
    environment = re.sub(
        r"  # To grade.*?(?=  - pip:)", "", environment, flags=re.DOTALL
    )  # as the wheel, without extras
    files["course/environment.yml"] = re.sub(r"--editable \.\S*", f"./{name}", environment).encode()
    given = course.root / "assignments"
    for path in given.rglob("*"):
        inner = path.relative_to(given)
        left = inner == Path("README.md") or inner.match("*/data/MNIST/raw/*")  # unpacked by who ran a notebook here
        if path.is_file() and not left and not any(part[0] in "._" for part in inner.parts):
            files[f"course/assignments/{inner}"] = path.read_bytes()
    return zipped(files)


def _asked(
    expected: Record, references: References, sandbox: Sandbox, probes: set[str]
) -> tuple[Record, dict[str, Record]]:
    """The answers to the visible questions: all of the solution's, and of a misconception those that differ.

    Of misconceptions that answer alike there, the one that does the least to all other questions is kept: whatever its hint
    says was seen of the others, too, and they say more than can be seen.
    """
    whole = expected.without(EVIDENCE)
    right, known, harm = whole.only(probes), dict[str, Record](), dict[str, int]()
    for overlay in references.assignment.known:
        wrong = references.of(overlay.name, sandbox).without(EVIDENCE)
        harm[overlay.name] = sum(farthest(wrong.only({p}), whole.only({p})) > 0 for p in wrong)
        known[overlay.name] = _changes(wrong.only(probes), right)
    kept = dict[str, Record]()
    for name in sorted(known, key=lambda name: harm[name]):
        here = known[name]
        if here and not any(here.keys() == one.keys() and farthest(here, one) == 0 for one in kept.values()):
            kept[name] = here
    return right, {name: kept[name] for name in known if name in kept}


def _changes(wrong: Record, right: Record) -> Record:
    """The answers that are not the right ones."""
    return wrong.only({p for p in wrong if wrong.only({p}).pack() != right.only({p}).pack()})


def _id(task: str) -> str:
    return task.replace(".", "-")  # nbgrader allows no dots


def stub(assignment: Assignment) -> nbformat.NotebookNode:
    """The student's notebook, as nbgrader's GenerateAssignment makes it: answers stripped, cells locked, checksums.

    Its steps are taken in its order, save those that need a gradebook or look for other files.
    """
    notebook: nbformat.NotebookNode = source(assignment)
    for step in steps():
        if step not in (IncludeHeaderFooter, InstantiateTests, SaveCells):
            notebook, _ = step().preprocess(notebook, {})
    return notebook
