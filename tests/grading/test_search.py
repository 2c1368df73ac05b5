"""The repair search: where no known fault explains a failed task, the line whose change makes it right."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.authoring.strangers import strangers
from autograder.course.assignment import Assignment, find_course
from autograder.course.errors import AuthorError
from autograder.grading.edits import MAX_DEFINITION, Edit, definitions, edits, reached
from autograder.grading.grade import Grader
from autograder.grading.workers import Setting, prepared
from autograder.record.answers import Record
from autograder.reports import csv_table, gradescope, html, junit, markdown, terminal
from autograder.result import Diagnosis, Line, Outcome, Result, Usage

from test_follow import CHAIN, Make, chained, solve  # isort: skip

SLIP = """\
def half(x):
    parts = 2
    return x / parts + 1
"""
"""A fault that no misconception knows; it lies in line 3."""


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory, warm: None) -> Iterator[Grader]:
    """The grader of the chain."""
    with chained(tmp_path_factory.mktemp("chain")) as grader:
        yield grader


def first(result: Result, task: str = "1.1") -> Diagnosis | None:
    """What is said first of a task."""
    return next((it for it in result.diagnoses if it.task == task), None)


def test_the_line_of_an_unknown_fault_is_found(chain: Grader) -> None:
    """The cell and the line, a sentence that says no more than was seen, and for the teacher what the repair changed."""
    result = solve(chain, SLIP).result
    found = first(result)
    assert found is not None
    assert ("", "repair", Line(4, 3)) == (found.misconception, found.by, found.line)
    assert "All else that this task asks for is right; look at cell 5, line 3." == found.hint
    assert "x / parts + 1" in found.edit
    assert "return x / parts" in found.edit


def test_a_found_line_changes_no_points(chain: Grader) -> None:
    """A repair earns nothing."""
    result = solve(chain, SLIP).result
    assert 0.0 == next(check.points for check in result.checks if check.task == "1.1")


def test_nothing_is_searched_where_a_hint_is_known_or_all_is_right(chain: Grader) -> None:
    """The right program and one with a known fault have no repair in their record."""
    assert {} == solve(chain).record.repaired
    known = solve(chain, "def half(x): return x / 3")
    assert "average" == known.result.diagnoses[0].misconception
    assert all(it.by != "repair" for it in known.result.diagnoses if it.task == "1.1")


def test_what_was_found_is_told_again_without_a_run(chain: Grader) -> None:
    """The saved answers give the same line; and the same program has the same."""
    graded = solve(chain, SLIP)
    assert graded.result == chain.judged(graded.result, Record.unpack(graded.record.pack()))
    assert graded.result.diagnoses == solve(chain, SLIP).result.diagnoses
    assert graded.result == Result.from_json(graded.result.to_json())


def test_no_report_for_students_shows_the_edit(chain: Grader) -> None:
    """What the repair changed is in the result for teachers alone."""
    graded = solve(chain, SLIP)
    marked = tuple(replace(it, edit="SECRET EDIT") for it in graded.result.diagnoses)
    result = replace(graded.result, diagnoses=marked, usage=Usage())
    page = html.render(result, graded.notebook, [])
    texts = [page, terminal.render(result), terminal.line(result), markdown.render(result), gradescope.render(result)]
    texts += [junit.render(result), csv_table.render([result])]
    assert "look at cell 5, line 3" in page
    assert all("SECRET EDIT" not in str(text) for text in texts)
    assert "SECRET EDIT" in result.to_json()


KEPT = {
    "probe.py": """
def probe_kept(student, inputs):
    x = inputs["x"]
    student.half(x)
    return {"x": x}
""",
    "test_hidden.py": '''
@pytest.mark.task("1.1", points=1, needs="test_half")
def test_kept(record, inputs):
    """leaves its input as it was"""
    expect.equal(record["kept"]["x"], inputs["x"])
''',
}


def test_what_waits_is_not_called_right(assignment: Make) -> None:
    """After a repair a check that waited is made, too: only if it passes is all else right."""
    made = assignment(CHAIN | {name: CHAIN[name] + more for name, more in KEPT.items()})
    with Grader(made, "tests") as grader:
        result = solve(grader, "def half(x):\n    x /= 2\n    return x + 1\n").result
        alone = solve(grader, "def half(x):\n    y = x / 2\n    return y + 1\n").result
    assert [Outcome.FAILED, Outcome.SKIPPED] == [check.outcome for check in result.checks if check.task == "1.1"]
    assert result.hints("1.1")
    assert all("All else" not in hint for hint in result.hints("1.1")), result.hints("1.1")
    assert ("All else that this task asks for is right; look at cell 5, line 3.",) == alone.hints("1.1")


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_ladder_says_whether_the_line_is_shown(assignment: Make, level: int) -> None:
    """At level 3 the line; below it only that little is missing. The teacher has the line in any case."""
    made = assignment(CHAIN)
    before = Setting.of(made, "tests")
    (made.root / "solutions" / "course.toml").write_text(f"hints = {level}\n")
    with Grader(made, "tests") as grader:
        found = first(solve(grader, SLIP).result)
    assert found is not None
    assert Line(4, 3) == found.line
    assert (level == 3) == ("line 3" in found.hint)
    assert (level == 3) == (before == Setting.of(made, "tests"))


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_ladder_says_where_to_read_again(assignment: Make, level: int) -> None:
    """From level 2 on each report names the heading of the task that a fault goes against, not of those that it costs."""
    lesson = '# %% [markdown]\n# ## Task 1.1: a half (2 points)\n\n# %% task="1.1"'
    made = assignment(CHAIN | {"solution.py": CHAIN["solution.py"].replace('# %% task="1.1"', lesson)})
    (made.root / "solutions" / "course.toml").write_text(f"hints = {level}\nfollow_through = 0\n")
    with Grader(made, "tests") as grader:
        graded = solve(grader, "def half(x): return x / 3")
    told = [(it.task, it.explained) for it in graded.result.diagnoses if it.misconception == "average"]
    assert ("1.1", "Task 1.1: a half" * (level > 1)) in told
    assert {"Task 1.1: a half" * (level > 1)} == {heading for _, heading in told}
    page = html.render(graded.result, graded.notebook, [])
    for text in (page, terminal.render(graded.result, width=300), markdown.render(graded.result).replace("&#58;", ":")):
        assert (level > 1) == ("Read again: “Task 1.1: a half”." in text), text
    assert graded.result == Result.from_json(graded.result.to_json())


@pytest.mark.parametrize("value", ["0", "4", "true", "2.0", '"all"'])
def test_a_level_that_is_none_is_refused(assignment: Make, value: str) -> None:
    """The sentence says what it must be."""
    made = assignment(CHAIN)
    (made.root / "solutions" / "course.toml").write_text(f"hints = {value}\n")
    with pytest.raises(AuthorError, match="hints is 1, 2 or 3"):
        Setting.of(made, "tests")


HOSTILE = {
    "endless": "import time\ndef half(x):\n    while True:\n        pass\n",
    "sleeps when tried": (
        "calls = []\ndef half(x):\n    calls.append(1)\n"
        "    import time\n    time.sleep(0.01 if len(calls) < 3 else 9)\n    return x / 3 + 1\n"
    ),
    "thousands of functions": "\n".join(f"def f{n}(x):\n    return f{n + 1}(x) + 1" for n in range(3000))
    + "\ndef half(x):\n    return f0(x)\n",
    "a giant tree": "def half(x):\n    return x" + " + 1" * 600 + "\n",
    "a deep tree": "def half(x):\n    return " + "-" * 81 + "x\n",
    "its own ast": "import sys, types\nsys.modules['ast'] = types.ModuleType('ast')\ndef half(x):\n    return x / 2 + 1\n",
    "ends itself when tried": (
        "import os\ncalls = []\ndef half(x):\n    calls.append(1)\n    if len(calls) > 2:\n        os._exit(0)\n"
        "    return x / 3 + 1\n"
    ),
    "decorators without end": 'TEXT = """\n' + "@\n" * 30_000 + '"""\ndef half(x):\n    return x / 3 + 1\n',
    "a name of many parts": 'TEXT = """\na' + ".b" * 64 + '!\n"""\ndef half(x):\n    return x / 3 + 1\n',
    "forged frames": (
        "import os\ndef half(x):\n    os.write(3, b'AGF1' + bytes(12))\n    return x / 3 + 1\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    "attack", [pytest.param(name, marks=[pytest.mark.slow] * (name == "sleeps when tried")) for name in HOSTILE]
)
def test_who_attacks_the_search_gains_nothing(chain: Grader, attack: str) -> None:
    """The task stays without points, no line outside the program is named, and the next submission is graded as ever."""
    result = solve(chain, HOSTILE[attack]).result
    assert result.ungraded is None
    assert Outcome.FAILED is next(check.outcome for check in result.checks if check.task == "1.1")
    lines = HOSTILE[attack].count("\n")
    assert all(it.line.cell == 4 and 0 < it.line.line <= lines for it in result.diagnoses if it.line)
    assert solve(chain).result.passed


def test_a_definition_that_is_too_large_or_none_has_no_edits() -> None:
    """What does not parse, and what is larger than a parser should be given, is left alone."""
    cells = [
        "def f(x:\n    return x",
        "def g(x):\n    return x" + " + x" * MAX_DEFINITION,
        "%magic\ndef h(x):\n    return -x",
    ]
    found = definitions(cells)
    assert [] == list(edits(reached(found, ["f", "g"], [])))
    assert any("return x" == edit.text.splitlines()[-1].strip() for edit in edits(reached(found, ["h"], [])))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("for i, x, y in enumerate(loader):\n        g(x, y)", "for i, (x, y) in enumerate(loader):"),
        ("for i, (x, y) in loader:\n        g(x, y)", "for i, (x, y) in enumerate(loader):"),
        ("for _ in range(n):\n        h(p).backward()\n        p.sub_(p.grad)", "p.grad = None"),
        ("return nn.SmoothL1Loss(beta=0.5)", "return nn.MSELoss()"),
        ("return z.sigmoid() > 0.5", "return z.sigmoid().argmax(dim=1)"),
        ("return x.reshape(784, -1).T", "return x.flatten(1)"),
        ("return torch.matmul(z, x)", "return torch.matmul(x, z.T)"),
        ("x.clamp_(-1, 1)\n    return x + z", "x = x.clamp(-1, 1)"),
        ("y = x.sub_(z)\n    return y", "y = x.sub(z)"),
        ("return z.softmax(dim=2).argmax(dim=2)", "return z.softmax(dim=1).argmax(dim=1)"),
    ],
)
def test_a_slip_that_many_make_is_among_the_edits(before: str, after: str) -> None:
    """One change takes it back."""
    found = definitions([f"def f(loader, n, p, h, g, x, z):\n    {before}\n"])
    assert any(after in [line.strip() for line in edit.text.splitlines()] for edit in edits(reached(found, ["f"], [])))


def some_edits(text: str) -> list[Edit]:
    """The edits of the function `f` in a text."""
    return list(edits(reached(definitions([text]), ["f"], [])))


def test_a_wrong_name_is_likelier_than_a_line_on_the_wrong_side_of_a_loop() -> None:
    """The other name at the end is tried before an innocent line moves across the loop, which has the same effect."""
    tried = [edit.text for edit in some_edits("def f(a, n):\n b = a\n for _ in n:\n  a = 2 * a\n return b\n")]
    assert tried.index("def f(a, n):\n    b = a\n    for _ in n:\n        a = 2 * a\n    return a") < tried.index(
        "def f(a, n):\n    for _ in n:\n        a = 2 * a\n    b = a\n    return b"
    )


def test_what_stands_below_a_return_is_tried_without_it() -> None:
    """The line named is that of the `return` above, and the edit takes it out."""
    first = some_edits("def f(x, w):\n return f(x, w)\n return x @ w\n")[0]
    assert (2, "return f(x, w) → (nothing)") == (first.line, first.words)


def test_an_edit_never_shows_a_change_that_is_none() -> None:
    """Of a line that only moves it says so."""
    text = "def f(a, n):\n b = a\n c = 1\n for _ in n:\n  c = g(b)\n  b = h(c)\n return b\n"
    words = [edit.words.split(" → ") for edit in some_edits(text)]
    assert not [it for it in words if it[0] == it[1]]
    assert "(the same at another place)" in [it[1] for it in words]


def test_an_error_is_asked_about_where_no_line_was_found(chain: Grader) -> None:
    """A message that says little is the last resort, with the line where the program stopped; it changes no points."""
    result = solve(chain, "def half(x):\n    one, other = x, x, x\n    return one / other + 1\n").result
    found = first(result)
    assert found is not None
    assert ("other_count_of_values", "error", Line(4, 2)) == (found.misconception, found.by, found.line)
    assert 0.0 == next(check.points for check in result.checks if check.task == "1.1")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["03_network", "05_loss_and_optimizer", "06_training_loop"])
def test_strangers_are_caught_and_told_the_right_line(name: str) -> None:
    """Programs that no misconception is made from: the wrong ones named or located, the right ones at full marks."""
    made: Assignment = find_course(Path(__file__)).find(name)
    with prepared(Setting.of(made, "strangers"), 1) as executor:
        setting = Setting.of(made, "strangers")
        found = strangers(executor, setting, made, Path(__file__).parents[1] / "strangers" / name)
    assert [] == found.problems
    assert all(one.named or one.located for one in found.wrong)
