"""Notebooks with asserts of their own: whatever a student prints or displays, the scores are those of stock nbgrader."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.preprocessors import Execute
from nbgrader.utils import determine_grade, is_grade

from autograder.gradebook.own_asserts import execute_into, fill
from autograder.submission.notebook import MAX_OUTPUTS, from_code

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

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
        ran = execute_into(Path(folder), nb.cells, {}, protected=True, timeout=30)
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
