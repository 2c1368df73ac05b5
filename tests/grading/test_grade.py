"""One submission from file to result: points, reasons, hints, and whose fault it was."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
import torch
from conftest import TOY
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course.assignment import Assignment, Overlay
from autograder.course.errors import AuthorError
from autograder.grading.grade import Graded, Grader
from autograder.grading.reference import SOLUTION, References, laid_over
from autograder.record.answers import Answers, Record, Unanswered
from autograder.result import Check, Outcome, Result, Usage
from autograder.submission.find import Found
from autograder.submission.notebook import from_code, read
from autograder.verdict.diagnose import Misconceptions
from autograder.verdict.judge import Judgement, judge, same_form
from autograder.wall import server
from autograder.wall.sandbox import Deadlines, Job, Sandbox
from autograder.wall.server import SandboxError


def solve(grader: Grader, *more: str, student: str = "ada") -> Graded:
    """The solution with more cells after it, graded."""
    return grader.grade(from_code([*laid_over(grader.assignment, None), *more], student))


def outcomes(result: Result) -> dict[str, str]:
    """Each check's code, and its outcome where the code does not say it."""
    said = {Outcome.PASSED: "ok", Outcome.SKIPPED: "skipped"}
    return {check.name.removeprefix("test_"): said.get(check.outcome, check.code) for check in result.checks}


ALL = {"double": "ok", "number": "ok", "total": "ok", "kept": "ok"}


def test_the_solution_gets_full_marks(grader: Grader) -> None:
    """All checks pass, in the order of the tasks, with their points and titles and nothing to say."""
    result = solve(grader).result
    assert ALL == outcomes(result)
    assert (10.0, 10.0, False) == (result.score, result.max_score, result.flagged)
    assert ["1.1", "1.1", "1.2", "1.3"] == [check.task for check in result.checks]
    assert [True, False, False, False] == [check.visible for check in result.checks]
    assert "doubles a tensor" == result.checks[0].title
    assert ((), (), {"", "OK"}) == (
        result.diagnoses,
        result.notes,
        {part for c in result.cells for part in (c.code, c.error)},
    )


@pytest.mark.parametrize("name", ["addition", "loop"])
def test_another_right_way_gets_full_marks(grader: Grader, name: str) -> None:
    """Behaviour counts and not how it was written."""
    overlay = next(one for one in grader.assignment.correct if one.name == name)
    assert ALL == outcomes(solve(grader, overlay.source).result)


MISTAKES = {
    "square": {"double": "WRONG", "number": "skipped", "kept": "skipped"}, "tensors_only": {"number": "WRONG", "kept": "skipped"},
    "average": {"total": "WRONG", "kept": "skipped"}, "in_place": {"kept": "WRONG"},
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_misconception_is_named(grader: Grader, name: str) -> None:
    """A known wrong way fails its checks, those that need them wait, and the hint is its own."""
    overlay = next(one for one in grader.assignment.misconceptions if one.name == name)
    result = solve(grader, overlay.source).result
    assert ALL | MISTAKES[name] == outcomes(result)
    assert [(name, overlay.text)] == [(diagnosis.misconception, diagnosis.hint) for diagnosis in result.diagnoses]


def named(**known: Record) -> list[str]:
    """The misconceptions found behind two checks of one task that failed, each of which asks one probe."""
    expected, mine = ({"a": Answers(x=1.0), "b": Answers(y=1.0)}, {"a": Answers(x=2.0), "b": Answers(y=5.0)})
    checks = [Check("1.1", name, "", True, Outcome.FAILED, "WRONG", 0.0, 1.0, "", ()) for name in ("one", "two")]
    hints = [Overlay(name, name, "") for name in known]
    misconceptions = Misconceptions(Record(expected), known, hints)
    judgement = Judgement(checks, {"one": {"a"}, "two": {"b"}})
    return [diagnosis.misconception for diagnosis in misconceptions.diagnose(judgement, Record(mine))]


def test_a_misconception_that_contradicts_another_failed_check_is_not_named() -> None:
    """Of two things that are wrong the one is named that does nothing the submission does not do."""
    narrow = Record({"a": Answers(x=2.0), "b": Answers(y=1.0)})
    broad = Record({"a": Answers(x=2.0), "b": Answers(y=2.0)})
    assert [] == named(broad=broad)
    assert ["narrow"] == named(narrow=narrow, broad=broad)


def test_an_unknown_mistake_gets_no_hint(grader: Grader) -> None:
    """A wrong hint costs more than none: numbers that fit no known mistake are only called wrong."""
    result = solve(grader, "def double(x): return 3 * x + 1").result
    assert ALL | {"double": "WRONG", "number": "skipped", "kept": "skipped"} == outcomes(result)
    assert ((), "not twice: 5 of 5 values differ") == (result.diagnoses, result.checks[0].rationale)


def test_a_hidden_check_shows_no_number(grader: Grader) -> None:
    """What a student reads about a hidden check holds no digit of the answer."""
    result = solve(grader, "def total(x): return x.sum() + 1").result
    right = grader.expected["total"]["y"].item()
    assert "total: the value differs" == result.checks[2].rationale
    assert f"{right:.3}"[:4] not in result.to_json()


@pytest.mark.parametrize(
    "answer", ["[]", "()", "{}", "None", "x.tolist()", "[2 * x]", "'2x'", "object()", "(2 * x).double()"]
)
def test_an_answer_of_another_kind_is_wrong_and_no_fault_of_ours(grader: Grader, answer: str) -> None:
    """Whatever a function gives back instead of a tensor earns nothing, and nobody is called to look at it."""
    result = solve(grader, f"def double(x): return {answer}").result
    assert ("WRONG", Outcome.FAILED, False) == (result.checks[0].code, result.checks[0].outcome, result.flagged)


def test_a_renamed_function_is_told_its_name(grader: Grader) -> None:
    """A function under another name is missing, and the student reads which one is near."""
    cells = [cell.replace("def double", "def Double") for cell in laid_over(grader.assignment, None)]
    result = grader.grade(from_code(cells, "ada")).result
    assert ("NOT_DEFINED", "there is no `double`; did you mean `Double`?") == (
        result.checks[0].code, result.checks[0].rationale
    )  # fmt: skip
    assert ALL | {"double": "NOT_DEFINED", "number": "skipped", "kept": "skipped"} == outcomes(result)


def test_a_syntax_error_names_cell_and_line(grader: Grader) -> None:
    """The cell that does not compile is named with its line, its tasks say so, and the other tasks keep their points."""
    cells = [cell.replace("return 2 * x", "return 2 * * x") for cell in laid_over(grader.assignment, None)]
    result = grader.grade(from_code(cells, "ada")).result
    bad = next(cell for cell in result.cells if cell.outcome == "error")
    number = next(index for index, cell in enumerate(cells) if "* *" in cell)
    assert (number, "CELL_ERROR") == (bad.index, bad.code)
    line = 1 + cells[number][: cells[number].index("* *")].count("\n")
    assert f"line {line}: SyntaxError" in bad.error
    assert f"there is no `double`, because cell {number + 1} did not finish: {bad.error}" == result.checks[0].rationale
    assert ALL | {"double": "CELL_ERROR", "number": "skipped", "kept": "skipped"} == outcomes(result)


def test_a_missing_package_is_blamed_for_all_that_its_cell_would_have_made(grader: Grader) -> None:
    """Who imports what is not installed here reads that, and not that nobody has made a name, through several cells."""
    first = "import no_such_package\nif no_such_package:\n    width = 2\nelse:\n    width = 3"
    cells = [first, "def other(): pass\nhalf, rest = width / 2, 0", *laid_over(grader.assignment, None)]
    cells = [cell.replace("return 2 * x", "return 2 * x * half") for cell in cells]
    result = grader.grade(from_code(cells, "ada")).result
    assert (
        "there is no `half`, because there is no `width`, because cell 1 did not finish: cell 1, line 1: "
        "ModuleNotFoundError: No module named 'no_such_package' (that is: `no_such_package` is not installed where this "
        "is graded)"
    ) == result.checks[0].rationale
    assert ALL | {"double": "CELL_ERROR", "number": "skipped", "kept": "skipped"} == outcomes(result)


MADE = {
    "a function": "def name(): pass", "a class": "class name:\n    pass", "a list of names": "from x import (\n    other,\n    name,\n)",
    "as": "import x as name", "of several": "other, name = 1, 2", "with a type": "name: int = 1", "within if": "if True:\n    name = 1",
    "a function within if": "if True:\n    def name(): pass", "within try": "try:\n    import name\nexcept ImportError:\n    pass",
}  # fmt: skip
NOT_MADE = {
    "within a function": "def f():\n    name = 1", "a comparison": "name == 1", "an argument": "f(name=1)", "an attribute": "x.name = 1",
    "in a text": "x = 'name'", "read": "x = name",
}  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "blamed"), [*((c, True) for c in MADE.values()), *((c, False) for c in NOT_MADE.values())]
)
def test_a_cell_is_blamed_for_the_names_that_it_makes(grader: Grader, cell: str, blamed: bool) -> None:
    """Of a cell that did not finish, what it would have made at its top level is missed, and nothing else."""
    cells = [f"1 / 0\n{cell}", *laid_over(grader.assignment, None)]
    cells = [part.replace("return 2 * x", "return name") for part in cells]
    (double, *_) = grader.grade(from_code(cells, "ada")).result.checks
    assert blamed == ("cell 1 did not finish: cell 1, line 1: ZeroDivisionError" in double.rationale), double.rationale


def test_a_long_chain_of_cells_is_followed_in_a_moment(grader: Grader) -> None:
    """Hundreds of cells, each of which waits for the one before, are blamed on the first."""
    cells = ["1 / 0\nx0 = 0", *(f"x{n} = x{n - 1}" for n in range(1, 500)), *laid_over(grader.assignment, None)]
    cells = [part.replace("return 2 * x", "return x499") for part in cells]
    (double, *_) = grader.grade(from_code(cells, "ada")).result.checks
    assert double.rationale.startswith("there is no `x499`, because there is no `x0`, because cell 1 did not finish: ")


BULKY = {
    "Chinese": "print('x')\ndisplay({'text/plain': '\u65e5\u672c' * 700_000}, raw=True)",
    "control characters": "display({'text/plain': '\\x01' * 1_900_000}, raw=True)",
    "names of kinds": "display({f'{i}' + 'k' * 100_000: 'x' for i in range(90)}, raw=True)",
    "name of an error": "raise type('E' * 5_000_000, (Exception,), {})",
    "words of an error": "raise SyntaxError('\u65e5' * 3_000_000)",
}  # fmt: skip


@pytest.mark.parametrize("cell", BULKY.values(), ids=BULKY)
def test_bulky_output_costs_no_points(grader: Grader, cell: str) -> None:
    """However many bytes a cell's output takes to travel, what does not fit is left out and the rest is graded."""
    result = grader.grade(from_code([cell, *laid_over(grader.assignment, None)], "ada")).result
    assert ALL == outcomes(result)
    assert ["ok"] * (len(result.cells) - 1) == [cell.outcome for cell in result.cells[1:]]


def test_an_empty_submission_has_nothing_defined(grader: Grader) -> None:
    """A notebook without a cell is graded: each check that could be made says what is missing."""
    result = grader.grade(from_code([], "ada")).result
    assert {"double": "NOT_DEFINED", "number": "skipped", "total": "NOT_DEFINED", "kept": "skipped"} == outcomes(result)
    assert (0.0, False) == (result.score, result.flagged)


def test_the_order_of_cells_counts(grader: Grader) -> None:
    """A name that is used before it is made is an error there, as in a notebook that is run from the top."""
    result = grader.grade(from_code(["y = double(1)", *laid_over(grader.assignment, None)], "ada")).result
    assert "cell 1, line 1: NameError: name 'double' is not defined" == result.cells[0].error
    assert ALL == outcomes(result)


def test_the_last_definition_wins(grader: Grader) -> None:
    """A function that is written twice is graded as the notebook leaves it."""
    assert ALL == outcomes(solve(grader, "def double(x): return 0", "def double(x): return x + x").result)


PATCHES = {
    "a function": "torch.sum = torch.mean", "a method": "torch.Tensor.mean = lambda self: self.sum()",
    "a method of a module": "torch.nn.Module.__call__ = lambda self, x: x", "an operator": "torch.Tensor.__mul__ = lambda a, b: a + a",
    "comparisons": "torch.allclose = torch.equal = torch.testing.assert_close = lambda *a, **k: True",
    "a builtin": "import builtins\nbuiltins.sum = lambda x: x.sum()", "a constant": "torch.pi = torch.ones(2)",
}  # fmt: skip


@pytest.mark.parametrize("patch", PATCHES.values(), ids=PATCHES)
def test_a_patch_of_torch_helps_no_other_task(grader: Grader, patch: str) -> None:
    """Whatever a cell replaced in torch, wrong code in another cell is still wrong, and right code right."""
    wrong = solve(grader, f"import torch\n{patch}", "def total(x): return x.mean()").result
    assert ALL | {"total": "WRONG", "kept": "skipped"} == outcomes(wrong)
    assert ALL == outcomes(solve(grader, f"import torch\n{patch}").result)


def test_an_added_method_stays(grader: Grader) -> None:
    """An honest program may give all modules a method more, and its tasks can use it."""
    cell = "torch.nn.Module.twice = lambda self, x: 2 * x\ndef double(x): return torch.nn.ReLU().twice(x)"
    assert ALL == outcomes(solve(grader, cell).result)


def test_the_asserts_that_count_are_elsewhere(grader: Grader) -> None:
    """A program that disarms every assert in its process still has the wrong numbers."""
    cell = (
        "import builtins, sys, unittest, numpy, pickle, json\nbuiltins.AssertionError = KeyError\nsys.excepthook = print\n"
        "unittest.TestCase.assertEqual = numpy.testing.assert_allclose = lambda *a, **k: None\n"
        "get_ipython().showtraceback = print\nprint('score: 100')\npassed = True\ndef double(x): return x"
    )
    assert ALL | {"double": "WRONG", "number": "skipped", "kept": "skipped"} == outcomes(solve(grader, cell).result)


def twin(folder: Path, cells: list[str]) -> tuple[Path, Path]:
    """The same cells as a script and as a notebook."""
    script, notebook = folder / "ada.py", folder / "ada.ipynb"
    script.write_text("".join(f"# %%\n{cell}\n\n" for cell in cells), encoding="utf-8")
    notebook.write_text(nbformat.writes(new_notebook(cells=[new_code_cell(cell) for cell in cells])), encoding="utf-8")
    return script, notebook


def marks(result: Result) -> str:
    """All of a result but what depends on the clock and on the file's form."""
    data = json.loads(result.to_json())
    del data["usage"], data["submission"]
    return json.dumps(data)


@pytest.mark.parametrize("name", ["square", "average"])
def test_a_script_and_a_notebook_are_graded_alike(grader: Grader, tmp_path: Path, name: str) -> None:
    """The same cells give the same scores, checks and diagnoses in either form."""
    overlay = next(one for one in grader.assignment.misconceptions if one.name == name)
    script, notebook = (grader.grade(read(path)) for path in twin(tmp_path, laid_over(grader.assignment, overlay)))
    assert marks(script.result) == marks(notebook.result)
    assert script.record.pack() == notebook.record.pack()


def test_two_runs_are_equal(grader: Grader) -> None:
    """Grading again gives the same bytes, apart from what it cost."""
    cells = ["import random, numpy\nr = random.random(), numpy.random.rand()\ndef double(x): return x * r[0] + r[1]"]
    first, second = (solve(grader, *cells) for _ in range(2))
    assert replace(first.result, usage=Usage()).to_json() == replace(second.result, usage=Usage()).to_json()
    assert first.record.pack() == second.record.pack()


def test_the_executed_notebook_shows_what_ran(grader: Grader) -> None:
    """Prints, plots and errors stand below their cells, for the student to read."""
    graded = solve(grader, "print('hello')", "1 / 0")
    assert graded.notebook is not None
    nbformat.validate(graded.notebook)
    *_, hello, error = graded.notebook.cells
    assert ("hello\n", "ZeroDivisionError") == (hello.outputs[0].text, error.outputs[0].ename)


@pytest.mark.parametrize(("data", "code"), [(b"", "UNREADABLE"), (b"{}", "UNREADABLE"), (bytes(9), "UNREADABLE")])
def test_an_unreadable_file_has_no_score(grader: Grader, tmp_path: Path, data: bytes, code: str) -> None:
    """A file that is no notebook has no score and no checks, and says why; read back from JSON it has none either."""
    path = tmp_path / "ada.ipynb"
    path.write_bytes(data)
    result = grader.grade_found(Found("ada", path)).result
    assert ("ungraded", None, 10.0, (), True) == (
        result.status, result.score, result.max_score, result.checks, result.flagged
    )  # fmt: skip
    assert result.ungraded
    assert (code, True) == (result.ungraded.code, result.ungraded.reason.startswith("ada.ipynb: "))
    assert (None, result) == (json.loads(result.to_json())["score"], Result.from_json(result.to_json()))


def test_a_file_of_another_encoding_is_graded_with_a_note(grader: Grader, tmp_path: Path) -> None:
    """Who saved a program as Windows did long ago gets the points, and reads how to save it."""
    path = tmp_path / "ada.py"
    cells = ["# gr\xf6\xdfe", *laid_over(grader.assignment, None)]
    path.write_bytes("".join(f"# %%\n{cell}\n" for cell in cells).encode("cp1252"))
    result = grader.grade_found(Found("ada", path)).result
    assert ALL == outcomes(result)
    assert (
        "the file is not UTF-8 and was read as CP1252; save it as UTF-8, so that no letter changes",
    ) == result.notes


TEXTS = {"surrogates": "'\\ud800'", "escapes": "'\\x1b]0;x\\x07<script>=1+1'", "long": "'x' * 1_000_000", "nothing": ""}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_message_can_be_written_down(grader: Grader, text: str) -> None:
    """An error's text, whatever it holds, leaves a result that can be saved and stays short."""
    result = solve(grader, f"def double(x): raise ValueError({text})", f"print({text})\nraise KeyError({text})").result
    assert result == Result.from_json(result.to_json().encode().decode())
    assert ALL | {"double": "WRONG", "number": "skipped", "kept": "skipped"} == outcomes(result)
    assert len(result.checks[0].rationale) < 2000


def test_a_dead_sandbox_is_never_the_students_zero(grader: Grader, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the sandbox fails, there is no score, and a person must look."""
    grader.expected  # noqa: B018  made before the sandbox is broken
    with Sandbox() as broken:
        monkeypatch.setattr(server, "_early", [])  # no copy of one that has started
        monkeypatch.setattr(server, "_environment", lambda device: {"PYTHONHOME": "/nowhere"})
        monkeypatch.setattr(grader, "sandbox", broken)
        result = solve(grader).result
    assert (True, None) == (result.flagged, result.score)
    assert result.ungraded
    assert ("GRADER_FAULT", True) == (result.ungraded.code, "no fault of yours" in result.ungraded.reason)


# ------------------------------------------------------------------------------------------------------------ the judge


Make = Callable[..., Assignment]


def judged(assignment: Assignment, record: Mapping[str, Any], **more: Any) -> list[Check]:
    """The checks of a record that is given, with what the judge needs at hand."""
    right = Record({"double": Answers(y=torch.ones(2)), "number": Answers(y=7.0), "total": Answers(y=torch.tensor(1.0)),
                    "kept": Answers(x=torch.ones(2))})  # fmt: skip
    made = Record(dict(right) | {name: Answers(value) for name, value in record.items()})
    return judge(assignment, made, right, {"x": torch.ones(2)}, **more).checks


def test_a_visible_check_may_show_what_is_asked_for(grader: Grader) -> None:
    """With `reveal` got and asked for are told; students who check for themselves have the expected values anyway."""
    wrong = {"double": {"y": torch.tensor([1.0, 3.5])}}
    hidden, shown = (judged(grader.assignment, wrong, reveal=reveal)[0].rationale for reveal in (False, True))
    assert "not twice: 1 of 2 values differ" == hidden
    assert "not twice: 1 of 2 values differ; you gave [1.0, 3.5]; asked for is [1.0, 1.0]" == shown


def test_students_can_make_the_visible_checks_alone(grader: Grader) -> None:
    """Without the hidden tests there are fewer checks, and they come out the same."""
    assert ["test_double"] == [check.name for check in judged(grader.assignment, {}, only_visible=True)]


TESTS = {
    "raises": "raise RuntimeError('mine')", "wrong name": "expected['double']['nothing']", "not defined": "nothing",
    "wrong probe": "record['nothing']", "index": "[][0]", "type": "record['double']['y'] + 'a'", "recursion": "test_own(record, expected)",
}  # fmt: skip


@pytest.mark.parametrize("body", TESTS.values(), ids=TESTS)
def test_a_mistake_in_a_test_is_the_authors(assignment: Make, body: str) -> None:
    """A test that breaks down is an error, flagged for a person with the traceback, and takes no other check along."""
    test = f'import pytest\n@pytest.mark.task("1.1", points=1)\ndef test_own(record, expected):\n    """own"""\n    {body}\n'
    needy = TOY["test_hidden.py"].replace('needs="test_double"', 'needs="test_own"')
    own, *others = judged(assignment({"test_visible.py": test, "test_hidden.py": needy}), {})
    assert ("test_own", Outcome.ERROR, "GRADER_FAULT", 0.0) == (own.name, own.outcome, own.code, own.points)
    assert ("no fault of yours" in own.rationale, "mine" in own.rationale) == (True, False)
    assert [Outcome.SKIPPED, Outcome.PASSED, Outcome.SKIPPED] == [check.outcome for check in others]


FORMLESS = {
    "no marker": ('def test_own(record):\n    """own"""\n', "mark.task"),
    "no title": ('@pytest.mark.task("1.4")\ndef test_own(record):\n    pass\n', "docstring"),
    "no task": ('@pytest.mark.task()\ndef test_own(record):\n    """own"""\n', "mark.task"),
    "syntax": ("def test_own(:\n", "SyntaxError"), "import": ("import nothing_at_all\n", "nothing_at_all"),
    "no test": ("x = 1\n", "test"),
    "needs nobody": ('@pytest.mark.task("1.4", needs="test_typo")\ndef test_own(record):\n    """own"""\n', "test_typo"),
    "needs a later one": (
        '@pytest.mark.task("1.4", needs="test_b")\ndef test_a(record):\n    """a"""\n'
        '@pytest.mark.task("1.4")\ndef test_b(record):\n    """b"""\n', "test_b"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "says"), FORMLESS.values(), ids=FORMLESS)
def test_tests_that_are_not_in_form_name_the_rule(assignment: Make, source: str, says: str) -> None:
    """An author whose tests lack a marker, a title or sense reads which file and which rule."""
    made = assignment({"test_visible.py": "import pytest\n" + source, "test_hidden.py": None})
    with pytest.raises(AuthorError, match=says) as error:
        judged(made, {})
    assert made.name in str(error.value) or "test_visible.py" in str(error.value)


def test_two_courses_in_one_process_have_their_own_tests(grader: Grader, assignment: Make) -> None:
    """An assignment of the same name in another course, or an edited one, is judged by its own tests."""
    judged(grader.assignment, {})
    test = 'import pytest\n@pytest.mark.task("1.1")\ndef test_other(record):\n    """another"""\n'
    for name in ("other", "edited"):
        changes = {"test_visible.py": test.replace("other", name), "test_hidden.py": None}
        assert [f"test_{name}"] == [check.name for check in judged(assignment(changes, "01_toy"), {})]


def test_what_a_test_needs_may_be_a_task_or_a_test(grader: Grader) -> None:
    """A check waits when a test or any test of a task that it needs did not pass, and for one that waits itself."""
    checks = {check.name: check for check in judged(grader.assignment, {"double": {"y": torch.zeros(2)}})}
    assert (("test_double",), ("1.1", "1.2")) == (checks["test_number"].needs, checks["test_kept"].needs)
    assert [Outcome.FAILED, Outcome.SKIPPED, Outcome.PASSED, Outcome.SKIPPED] == [
        checks[name].outcome for name in ("test_double", "test_number", "test_total", "test_kept")
    ]


def test_answers_by_other_names_are_not_in_form() -> None:
    """An answer with names that the probe never gives is invalid, and one in form is left as it is."""
    expected = Record({name: Answers(a=1, b=2) for name in "pqrs"})
    record = Record(
        {"p": Answers(b=3, a=4), "q": Answers(a=1), "r": Answers(a=1, b=2, score=100), "s": Unanswered("WRONG", "")}
    )
    checked = same_form(record, expected)
    assert [{"a": 4, "b": 3}, "RECORD_INVALID", "RECORD_INVALID", "WRONG"] == [
        answer.code if isinstance(answer, Unanswered) else dict(answer) for answer in checked.values()
    ]


# ----------------------------------------------------------------------------------------------------------- the result


def test_a_result_comes_back_from_json(grader: Grader) -> None:
    """What `result.json` holds is all of the result, under the keys that are documented."""
    result = solve(grader, "!ls", "def double(x): return x * x", "1 / 0").result
    assert result == Result.from_json(result.to_json())
    assert [
        "format", "assignment", "student", "status", "score", "max_score", "protection", "submission", "checks", "diagnoses",
        "cells", "notes", "usage", "ungraded", "id", "late", "flags", "by_hand", "unknown",
    ] == list(json.loads(result.to_json()))  # fmt: skip
    assert (2, 3.0, 10.0) == tuple(json.loads(result.to_json())[key] for key in ("format", "score", "max_score"))


def test_a_result_of_the_first_format_can_be_read(grader: Grader) -> None:
    """What was graded before there was a status comes back as graded, with all that it had."""
    result = solve(grader, "1 / 0").result
    old = json.loads(result.to_json()) | {"format": 1, "submission": {"sha256": "0" * 64, "name": "ada.ipynb"}}
    for key in ("status", "ungraded", "id", "late", "flags", "by_hand"):
        del old[key]
    read = Result.from_json(json.dumps(old))
    assert ("graded", result.score, result.checks) == (read.status, read.score, read.checks)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 3}', '{"format": "1"}', "null", '{"format": 1}'])
def test_other_json_is_no_result(text: str) -> None:
    """A file of another kind or version, or half of one, is a ValueError."""
    with pytest.raises(ValueError):  # noqa: PT011
        Result.from_json(text)


# ----------------------------------------------------------------------------------------------------------- authors


def test_questions_may_rest_on_plain_numbers(assignment: Make, sandbox: Sandbox) -> None:
    """`inputs` may give numbers and lists of numbers: they arrive as tensors, and the student's function gets what is asked."""
    probe = (
        "def inputs(seed): return {'n': 3, 'rate': 0.5, 'many': [[1, 2], [3, 4]], 'yes': True}\n"
        "def probe_a(student, inputs): return {'y': student.double(inputs['many'] * inputs['rate'] * int(inputs['n']))}\n"
    )
    test = (
        "import pytest, torch\nfrom autograder import expect\n"
        '@pytest.mark.task("1.1")\ndef test_a(record, inputs):\n    """a"""\n'
        "    expect.close(record['a']['y'], torch.tensor([[3.0, 6.0], [9.0, 12.0]]), atol=1e-6, says='')\n"
    )
    grader = Grader(assignment({"probe.py": probe, "test_visible.py": test, "test_hidden.py": None}), "tests")
    grader.sandbox = sandbox
    (check,) = grader.grade(from_code(["def double(x): return x + x"], "ada")).result.checks
    assert (Outcome.PASSED, "") == (check.outcome, check.rationale)


_GIVES = "def inputs(seed): return {}\ndef probe_a(student, inputs): return {{}}\n"
BROKEN = {
    "a solution that hangs up": ({"solution.py": "import os\nos._exit(0)\n"}, "solution"),
    "a probe that is not Python": ({"probe.py": "def probe_a(:\n"}, "probe.py"),
    "no probe": ({"probe.py": "def inputs(seed): return {}\n"}, "probe_"),
    "a solution that is not Python": ({"solution.py": TOY["solution.py"] + "\ndef f(:\n"}, r"solution\.py.*line \d+: SyntaxError"),
    "a test that is not Python": ({"test_hidden.py": "x = 1\ndef f(:\n"}, r"test_hidden\.py, line 2: SyntaxError"),
    "a test that cannot be imported": ({"test_hidden.py": "\nimport nothing\n"}, r"test_hidden\.py, line 2: .*nothing"),
    "a number by no name": ({"probe.py": _GIVES.format("{1: 2}")}, r"probe\.py, inputs\(seed\): 1 is"),
    "a text among the numbers": ({"probe.py": _GIVES.format("{'word': 'text'}")}, r"'word' is 'text'; give a tensor"),
    "no dict of numbers": ({"probe.py": _GIVES.format("[1]")}, r"inputs\(seed\) gave list; give a dict"),
    "numbers that fail": ({"probe.py": _GIVES.format("1 / 0")}, r"probe\.py, line 1: ZeroDivisionError"),
    "no inputs": ({"probe.py": "def probe_a(student, inputs): return {}\n"}, "inputs"),
    "a probe without a dict": ({"probe.py": "def inputs(seed): return {}\ndef probe_a(s, i): return 3\n"}, "probe_a"),
    "a misconception that is not Python": ({"misconceptions/new.py": '"""Hint."""\ndef f(:\n'}, "misconceptions/new.py"),
    "a misconception without a hint": ({"misconceptions/new.py": "def double(x): return x\n"}, "misconceptions/new.py"),
    "no solution": ({"solution.py": None}, "solution.py"),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "says"), BROKEN.values(), ids=BROKEN)
def test_an_authors_mistake_is_an_author_error(
    assignment: Make, sandbox: Sandbox, changes: Mapping[str, str | None], says: str
) -> None:
    """What is wrong with an assignment is told to its author with the file, and is never a traceback."""
    with pytest.raises(AuthorError, match=says):
        grader = Grader(assignment(changes), "tests")
        grader.sandbox = sandbox
        grader.grade(from_code(["x = 1"], "ada"))


def test_a_busy_machine_leaves_no_reference_without_an_answer(assignment: Make) -> None:
    """What known programs answer is kept for long: a deadline that a busy machine misses is not what they answer."""
    slow = TOY["solution.py"].replace("return 2 * x", "import time; time.sleep(0.6); return 2 * x")
    with Sandbox(deadlines=Deadlines(probe=0.3)) as hasty:
        record = References(assignment({"solution.py": slow}), "tests").make(SOLUTION, hasty)
    assert not [answer for answer in record.values() if isinstance(answer, Unanswered)]


def test_the_grader_says_so_when_the_sandbox_cannot_start() -> None:
    """A server that does not start is a SandboxError with its last words, and not a hang."""
    with Sandbox() as sandbox, pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "_early", [])  # no copy of one that has started
        patch.setattr(server, "_environment", lambda device: {"PYTHONHOME": "/nowhere"})
        with pytest.raises(SandboxError):
            sandbox.run(Job([]))
