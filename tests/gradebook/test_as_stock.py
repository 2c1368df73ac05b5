"""Notebooks with asserts of their own: whatever a student prints or displays, the scores are those of stock nbgrader."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest
from helpers import ENVIRONMENT, forked
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.preprocessors import Execute
from nbgrader.utils import determine_grade, is_grade
from test_nbgrader import metadata, run
from test_nbgrader import scores as course_scores

from autograder.gradebook.course_directory import autograde
from autograder.gradebook.own_asserts import How, execute_into, fill
from autograder.submission.notebook import MAX_OUTPUTS, from_code

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::UserWarning", "ignore::sqlalchemy.exc.SAWarning"
)

NOISE = {
    "text": "print('x' * {n})",
    "commas": "print(',' * {n})",
    "control": "print(chr(1) * {n})",
    "lines": "for i in range({k} * 20): print(i)",
    "pictures": "from IPython.display import display\nfor i in range({k}): display({{'image/png': 'A' * ({n} // {k})}}, raw=True)",
    "pages": "from IPython.display import HTML, display\nfor i in range({k}): display(HTML(',' * ({n} // {k})))",
    "updates": "from IPython.display import display\nh = display('a', display_id=True)\nfor i in range({k}): h.update('b' * ({n} // {k}))",
    "plots": "import matplotlib.pyplot as plt, numpy as np\nplt.imshow(np.random.rand(60, 60)); plt.show()",
}
"""What leaves a test cell's score as it is, wherever it is done."""
OWN = {
    "result": "'y' * {n}",
    "list": "list(range({n} // 10))",
    "error": "raise ValueError('e' * {n})",
    "stderr": "import sys\nprint('z' * {n}, file=sys.stderr)",
    "warning": "import warnings\nwarnings.warn('w')",
    "cleared": "from IPython.display import clear_output\nprint('x' * {n})\nclear_output()",
    "captured": "%%capture\nprint('x' * {n})\nassert False",
    "captured as": "%%capture found\nimport sys\nprint('x' * {n}, file=sys.stderr)",
    "redirected": "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()): print('x' * {n})",
}
"""What a student's own cell may do besides."""
TESTS = {
    "value": ("0.5", 0.5),
    "no value": ("x = 1", 2.0),
    "stderr": ("import sys\nprint('careful', file=sys.stderr)", 0.0),
    "warning": ("import warnings\nwarnings.warn('careful', stacklevel=2)\n1.5", 0.0),
    "failed": ("assert False", 0.0),
    "passed": ("assert True", 2.0),
    "shown, value": ("show()\n1.25", 1.25),
    "shown, stderr": ("import sys\nshow()\nprint('careful', file=sys.stderr)", 0.0),
    "stderr, shown": ("import sys\nprint('careful', file=sys.stderr)\nshow()\n2.0", 0.0),
    "shown, failed": ("show()\nassert False", 0.0),
    "captured": ("%%capture\nassert False", 0.0),
    "captured as": ("%%capture found\nassert False", 0.0),
    "captured value": ("%%capture\n0.0", 2.0),
    "no repr": ("class A:\n    def __repr__(self): raise ValueError\nA()", 0.0),
    "cleared": ("import sys\nfrom IPython.display import clear_output\nprint('careful', file=sys.stderr)\nclear_output()\n1.0", 1.0),
    "long value": ("from decimal import Decimal\nclass A:\n    def __repr__(self): return '0.' + '0' * 900\nA()", 0.0),
}  # fmt: skip
"""Test cells worth two points, and what they are given by nbgrader; `show` is the student's."""


def graded(source: str, name: str) -> NotebookNode:
    """A test cell worth two points."""
    plain = {"grade": True, "locked": True, "solution": False, "task": False, "schema_version": 3, "cell_type": "code"}
    return new_code_cell(source, metadata={"nbgrader": plain | {"grade_id": name, "points": 2}})


def book(own: Sequence[str], shown: str) -> NotebookNode:
    """A student's own cells, the definition of `show`, and all test cells."""
    body = "".join(f"    {line}\n" for line in shown.split("\n"))
    mine = [*own, f"def show():\n{body}"]
    tests = [graded(source, name.replace(" ", "_").replace(",", "")) for name, (source, _) in TESTS.items()]
    return new_notebook(cells=[*map(new_code_cell, mine), *tests])


def scores(nb: NotebookNode) -> list[Any]:
    """What nbgrader makes of the outputs of the test cells."""
    return [determine_grade(cell)[0] for cell in nb.cells if is_grade(cell)]


def ours(nb: NotebookNode) -> tuple[list[Any], list[str]]:
    """The scores by the wall, and the test cells that a person has to look at."""
    with tempfile.TemporaryDirectory() as folder:
        ran, _ = execute_into(Path(folder), nb.cells, {}, How())
    return fill(nb, ran), scores(nb)


SIZES = {"n": st.sampled_from([10, 30_000, 400_000, 3_000_000]), "k": st.sampled_from([1, 12, 150])}
NOISES = st.builds(lambda form, n, k: form.format(n=n, k=k), st.sampled_from([*NOISE.values()]), **SIZES)
OWNS = st.builds(lambda form, n, k: form.format(n=n, k=k), st.sampled_from([*NOISE.values(), *OWN.values()]), **SIZES)
BOOKS = st.builds(book, st.lists(OWNS, max_size=8), NOISES)


@settings(max_examples=20)
@given(BOOKS)
def test_what_students_print_and_display_changes_no_score(nb: NotebookNode) -> None:
    """Scores are those that nbgrader's rule gives to what the test cells themselves do, and nobody has to look."""
    assert ([], [score for _, score in TESTS.values()]) == ours(nb)


@pytest.mark.slow
@settings(max_examples=12)
@given(BOOKS)
def test_a_real_kernel_gives_the_same_scores(nb: NotebookNode) -> None:
    """nbgrader's own step, with a kernel, comes to the scores that the wall comes to."""
    Execute(timeout=60).preprocess(nb, {"metadata": {}})
    assert [score for _, score in TESTS.values()] == scores(nb)


MANY = "from IPython.display import display\nfor _ in range(12): display({'image/png': 'A' * 1_000_000}, raw=True)"


def test_a_result_that_could_not_be_kept_asks_for_a_person() -> None:
    """When there is no room left for a result whose length may matter, it is no score: neither full marks nor none."""
    long = "class A:\n    def __repr__(self): return '0.' + '0' * 5000\nA()"
    cells = [new_code_cell(source) for source in [MANY] * 12 + ["print('x' * 10**6)"] * 40 + ["print('x' * 4000)"] * 70]
    full = new_notebook(cells=[*cells, graded(long, "long"), graded("0.5", "short"), graded("assert True", "passed")])
    assert (["long"], [0, 0.5, 2]) == ours(full)
    assert ([], [0, 0.5, 2]) == ours(new_notebook(cells=full.cells[-3:]))


@pytest.mark.parametrize(
    "lost", [{"output_type": "stram"}, "text", None, {"output_type": "execute_result", "data": {}}]
)
def test_outputs_out_of_form_are_no_pass(lost: Any) -> None:
    """What a child says that is no output, or one too many, leaves the points of a test cell open."""
    for outputs in ([lost], [{"output_type": "stream", "name": "stdout", "text": "x"}] * MAX_OUTPUTS + [lost]):
        nb = new_notebook(cells=[graded("f()", "test")])
        ran = from_code(["f()"], "ada").executed({0: outputs})
        assert (["test"], [0]) == (fill(nb, ran), scores(nb))


# -------------------------------------------------------------------------------------------------------- whole courses

CONFIG = "c = get_config()\n{}\nfrom autograder.gradebook.plugin import configure\nconfigure(c)\n{}\n"


def released(
    root: Path, name: str, books: dict[str, Sequence[NotebookNode]], before: str = "", after: str = ""
) -> None:
    """A course directory with one assignment of these notebooks, released by nbgrader; the settings come around ours."""
    (root / "source" / name).mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG.format(before, after))
    for book, cells in books.items():
        nbformat.write(new_notebook(cells=[*cells]), root / "source" / name / f"{book}.ipynb")
    (root / "source" / name / "data.csv").write_text("given")
    run(root, "nbgrader", "generate_assignment", name)


def changed(root: Path, name: str, change: Callable[[dict[str, NotebookNode]], None], student: str = "ada") -> Path:
    """Hands in what was released, with a student's changes; gives back the folder."""
    books = {path.stem: nbformat.read(path, 4) for path in (root / "release" / name).glob("*.ipynb")}
    change(books)
    folder = root / "submitted" / student / name
    folder.mkdir(parents=True)
    for book, nb in books.items():
        nbformat.write(nb, folder / f"{book}.ipynb")
    return folder


def answer(source: str, name: str = "answer", **more: Any) -> NotebookNode:
    """A cell that students fill."""
    return new_code_cell(source, metadata=metadata(name, solution=True, cell_type="code", **more))


def test_what_a_notebook_writes_lies_there_for_the_next(tmp_path: Path) -> None:
    """As with a kernel, the second notebook reads what the first one wrote; but what the course gave stays as it was."""
    reads = "assert open('made/by.txt').read() == 'one'\nassert open('data.csv').read() == 'given'"
    itself = "import os\nassert 'p2.ipynb' in os.listdir()\nassert not os.path.exists('away')"
    released(
        tmp_path,
        "two",
        {"p1": [answer("x = 1"), graded("assert x", "t1")], "p2": [graded(reads, "t2"), graded(itself, "t3")]},
    )
    writes = """
import os
os.makedirs('made', exist_ok=True)
for name in ('made/by.txt', 'data.csv', 'p2.ipynb', 'timestamp.txt', '.hidden', 'mine.py', 'large'):
    with open(name, 'w') as file: file.write('one' if name != 'large' else 'x' * (15 << 20))
for number in range(3): open(f'more{number}', 'w').write('y' * (3 << 20))
os.symlink('/etc/passwd', 'away')
x = 1
"""

    def write(books: dict[str, NotebookNode]) -> None:
        books["p1"].cells[0].source = writes

    changed(tmp_path, "two", write).joinpath("mine.py").write_text("handed in")
    said = run(tmp_path, "nbgrader", "autograde", "two")
    assert "of the files that the notebook wrote 1 are not kept" in said
    assert {"t1": 2, "t2": 2, "t3": 2} == {
        name: score for name, (score, *_) in course_scores(tmp_path, "two")["ada"].items()
    }
    there = tmp_path / "autograded" / "ada" / "two"
    assert {"p1.ipynb", "p2.ipynb", "data.csv", "made", "mine.py", "more0", "more1", "more2"} == {
        p.name for p in there.iterdir()
    }
    assert ["one", "one", "given"] == [(there / name).read_text() for name in ("made/by.txt", "mine.py", "data.csv")]
    assert [*run_class(tmp_path, "two")] == [""]
    assert "one" == (there / "made" / "by.txt").read_text()


def run_class(root: Path, name: str) -> Iterator[str]:
    """Grades all by the kit's own command, again, and says what went wrong with each student."""
    for _, done in autograde(root, name, 1, again=True):
        yield done.problem


def test_other_kernels(tmp_path: Path) -> None:
    """A notebook in another language is refused in a sentence, one for another environment runs with a warning."""
    released(tmp_path, "r", {"r": [answer("x <- 1"), graded("stopifnot(x == 1)", "t")]})
    released(tmp_path / "other", "p", {"p": [answer("x = 1"), graded("assert x", "t")]})
    kernels = {"r": ("ir", "R"), "other/p": ("conda-env-torch-py", "python")}
    for place, (kernel, language) in kernels.items():
        root, name = (tmp_path / place).parent, place[-1]
        for folder in ("source", "release"):
            path = root / folder / name / f"{name}.ipynb"
            nb = nbformat.read(path, 4)
            nb.metadata.kernelspec = {"name": kernel, "display_name": kernel, "language": language}
            nbformat.write(nb, path)
        run(root, "nbgrader", "generate_assignment", name, "--force")
        changed(root, name, lambda books, name=name: books[name].cells[0].update(source="x = 1"))
    refused = forked("nbgrader", "autograde", "r", cwd=tmp_path, env=ENVIRONMENT)
    assert "r was not graded: this is a notebook in R, not in Python" in refused.stderr
    assert {} == {name: score for name, (score, *_) in course_scores(tmp_path, "r")["ada"].items() if score is not None}
    assert "asks for the kernel 'conda-env-torch-py'" in run(tmp_path / "other", "nbgrader", "autograde", "p")
    assert 2 == course_scores(tmp_path / "other", "p")["ada"]["t"][0]


SETTINGS = """
c.ClearSolutions.code_stub = {"python": "# over to you"}
c.Execute.timeout = 2
c.Execute.iopub_timeout = 7
c.Execute.execute_retries = 3
c.Grade.max_memory = 300
c.Grade.max_file_size = 50
"""


def test_settings_do_what_they_say_or_say_that_they_do_not(tmp_path: Path) -> None:
    """The stub, the time of a cell, memory, files; a cell that is not to be run; and `--no-execute`."""
    cells = [
        answer("### BEGIN SOLUTION\nx = 1\n### END SOLUTION"),
        new_code_cell("raise ValueError", metadata={"tags": ["skip-execution"]}),
        graded("import time\ntime.sleep(3)", "slow"),
        graded("import torch\ntorch.zeros(100, 1 << 20)", "memory"),
        graded("open('f', 'w').write('x' * 60_000)", "file"),
        graded("%load_ext autoreload\n%autoreload 2\n2.0", "reload"),
        graded("assert x == 1", "right"),
    ]
    released(tmp_path, "set", {"p": cells}, SETTINGS)
    assert "# over to you" == nbformat.read(tmp_path / "release" / "set" / "p.ipynb", 4).cells[0].source

    def solve(books: dict[str, NotebookNode]) -> None:
        books["p"].cells[0].source = "x = 1"
        for cell in books["p"].cells[2:]:
            cell.metadata["tags"] = ["skip-execution"]  # which would be full marks

    changed(tmp_path, "set", solve)
    said = run(tmp_path, "nbgrader", "autograde", "set")
    for name in ("iopub_timeout", "execute_retries"):
        assert f"Execute.{name} has no effect: notebooks run locked in, without a kernel" in said
    found = course_scores(tmp_path, "set")["ada"]
    assert {"slow": 0, "memory": 0, "file": 0, "reload": 2, "right": 2} == {
        name: score for name, (score, *_) in found.items()
    }
    nb = nbformat.read(tmp_path / "autograded" / "ada" / "set" / "p.ipynb", 4)
    assert [] == nb.cells[1].outputs
    said = run(tmp_path, "nbgrader", "autograde", "set", "--no-execute", "--force")
    assert "scored as it was handed in" in said
    assert {2.0} == {score for score, *_ in course_scores(tmp_path, "set")["ada"].values()}


def test_what_was_put_back_asks_for_a_person(tmp_path: Path) -> None:
    """An answer that was deleted is no "no response"; nor is a test that finds nothing where it was put back."""
    cells = [
        answer("f = 1"),
        graded("assert f == 1", "passes"),
        graded("assert f == 2", "fails"),
        answer("# your words", "written", grade=True, points=3),
    ]
    released(tmp_path, "lost", {"p": cells})

    def lose(books: dict[str, NotebookNode]) -> None:
        del books["p"].cells[1:]
        books["p"].cells[0].source = "f = 1"

    changed(tmp_path, "lost", lose)
    changed(tmp_path, "lost", lambda _: None, "bob")
    run(tmp_path, "nbgrader", "autograde", "lost")
    found = course_scores(tmp_path, "lost")
    assert {"passes": (2, None, False), "fails": (0, None, True), "written": (None, None, True)} == found["ada"]
    assert {"passes": (0, None, False), "fails": (0, None, False), "written": (0, None, False)} == found["bob"]
