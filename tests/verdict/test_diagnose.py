"""What a wrong answer is told: only what was compared, of two faults both, and what is plain to see."""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from matplotlib.figure import Figure

from autograder.course.assignment import Overlay, find_course
from autograder.grading.reference import References
from autograder.record.answers import CLUES, Answers, Record, Unanswered
from autograder.result import Check, Diagnosis, Line, Outcome
from autograder.verdict.diagnose import CLAIM, Misconceptions
from autograder.verdict.expect import Mismatch, equal
from autograder.verdict.judge import Judgement, judge
from autograder.verdict.stopped import stopped
from autograder.wall.inside.errors import explain
from autograder.wall.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2]


def record(answers: Mapping[str, Any]) -> Record:
    """A record of probes, each with its answers by key, or why there are none."""
    return Record({p: a if isinstance(a, Unanswered) else Answers(a) for p, a in answers.items()})


def told(
    right: Mapping[str, Any],
    mine: Mapping[str, Any],
    known: Mapping[str, Mapping[str, Any]],
    *,
    checks: Mapping[str, set[str]] | None = None,
    read: Mapping[str, set[str]] | None = None,
    passed: Mapping[str, set[str]] | None = None,
    tasks: Mapping[str, str] | None = None,
    **texts: str,
) -> list[Diagnosis]:
    """The diagnoses of a submission of which these checks failed; `read` is what they had read by then."""
    checks = checks or {"check": {*right}}
    passed = passed or {}
    tasks = tasks or {}
    made = [Check(tasks.get(name, "1.1"), name, "", True, Outcome.FAILED, "WRONG", 0.0, 1.0) for name in checks]
    made += [Check("1.1", name, "", True, Outcome.PASSED, "OK", 1.0, 1.0) for name in passed]
    hints = [Overlay(name, texts.get(name, name.partition(" ")[0]), "") for name in known]
    records = {name: record({**right, **answers}) for name, answers in known.items()}
    misconceptions = Misconceptions(record(right), records, hints, {**checks, **passed})
    judgement = Judgement(made, {**checks, **(read or {}), **passed})
    return misconceptions.diagnose(judgement, record({**right, **mine}))


def names(found: list[Diagnosis]) -> list[str]:
    """What they name."""
    return [one.misconception for one in found]


# ----------------------------------------------------------------------------------------------------- no false word


def flags_as_values(source: str) -> list[str]:
    """The places of a program in which numbers that nobody computed stand for a yes or no."""
    made = {"zeros", "zeros_like", "ones", "ones_like", "full", "full_like"}
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.IfExp)
        for branch in (node.body, node.orelse)
        for call in ast.walk(branch)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in made
    ]


@pytest.mark.parametrize("path", sorted((ROOT / "solutions").glob("*/probe.py")), ids=lambda path: path.parent.name)
def test_no_question_answers_with_numbers_that_stand_for_a_flag(path: Path) -> None:
    """A true answer of zeros would look the same as a tensor with a history."""
    assert [] == flags_as_values(path.read_text())
    planted = "def untracked(t): return torch.zeros_like(t) if t.requires_grad else t.detach()"
    assert 1 == len(flags_as_values(planted))


def test_what_a_check_would_have_read_next_is_evidence() -> None:
    """A misconception that the second question contradicts is not named, though the check had failed by the first."""
    right, mine = {"a": {"x": 1.0}, "b": {"x": 1.0}}, {"a": {"x": 2.0}}
    known = {"both": {"a": {"x": 2.0}, "b": {"x": 2.0}}}
    checks = {"check": {"a", "b"}}
    assert [] == told(right, mine, known, checks=checks, read={"check": {"a"}})
    assert ["both"] == names(told(right, known["both"], known, checks=checks, read={"check": {"a"}}))


def test_what_is_called_right_was_compared() -> None:
    """Where something else is wrong, too, no hint is given that calls it right; another one is."""
    right = {"a": {"x": 1.0}, "b": {"y": 1.0}}
    mine = {"a": {"x": 2.0}, "b": {"y": 7.0}}
    checks = {"loss": {"a"}, "accuracy": {"b"}}
    known = {"loss": {"a": {"x": 2.0}}}
    assert [] == told(right, mine, known, checks=checks, loss="The accuracy is right, and the loss is not.")
    assert ["loss"] == names(told(right, mine, known, checks=checks, loss="The loss is that of one batch."))


def test_what_passed_speaks_against_a_misconception() -> None:
    """Whoever answers right where the misconception does not has not made it."""
    right, mine = {"a": {"x": 1.0}, "b": {"y": 1.0}}, {"a": {"x": 2.0}}
    known = {"wide": {"a": {"x": 2.0}, "b": {"y": 2.0}}}
    assert [] == told(right, mine, known, checks={"one": {"a"}}, passed={"two": {"b"}})


def test_an_error_in_a_question_s_own_line_is_not_shown_as_the_students() -> None:
    """What came back could not be used: that is what happened, and no line of the program is to be looked for."""
    code, sentence = explain(TypeError("no number"), {}, "WRONG")
    assert ("WRONG", "what your code gives could not be used: TypeError: no number") == (code, sentence)


def test_a_call_that_does_not_fit_is_told_as_one() -> None:
    """Nothing came back from a function that takes other arguments: it is the call that is told of."""
    with pytest.raises(TypeError) as raised:
        (lambda step: step(1))(_takes_nothing)
    error = raised.value.with_traceback(None)
    assert explain(error, {}, "WRONG")[1].startswith("called as its task says: TypeError: _takes_nothing() takes 0")


def _takes_nothing() -> None:
    """Has no parameters."""


def test_none_may_come_from_an_empty_gradient() -> None:
    """A function that does give something back is not told that its `return` is missing."""
    with pytest.raises(Mismatch, match=r"or the `.grad` of a tensor that backward has not reached"):
        equal(None, torch.ones(2))


def _digits_checks(name: str, instead: tuple[str, str] = ("", "")) -> Sequence[Check]:
    """What is said in 07 of the solution with a misconception, some of whose text is another."""
    assignment = find_course(ROOT).find("07_digits")
    references = References(assignment, "tests")
    overlay = next(one for one in assignment.misconceptions if one.name == name)
    with Sandbox() as sandbox:
        answers = references.record(sandbox, replace(overlay, source=overlay.source.replace(*instead)))
        expected = references.record(sandbox)
    return judge(assignment, answers, expected, references.inputs).checks


@pytest.mark.slow
def test_who_trains_too_carefully_is_told_of_the_loss() -> None:
    """Where something was learnt, but too little, the share that is right is not all that is said."""
    failed = [
        check.rationale
        for check in _digits_checks(
            "lr_too_small", ("Adam(model.parameters(), lr=0.000001)", "SGD(model.parameters(), lr=0.002)")
        )
        if check.outcome is Outcome.FAILED
    ]
    assert len(failed) == 2
    assert all(
        re.search(r"the training loss in your history ends at [12]\.\d, where mere guessing has 2\.3", said)
        for said in failed
    )


@pytest.mark.slow
def test_a_mode_that_is_left_is_no_missing_epoch() -> None:
    """Who switches to training once is told of the mode, and of nothing that is missing in the history."""
    checks = _digits_checks("train_mode_once")
    said = " ".join(check.rationale for check in checks)
    assert "evaluation mode while it learnt" in said
    assert "one value for each epoch" not in said


# ---------------------------------------------------------------------------------------------------------- two faults


def test_two_faults_that_show_in_different_places_are_both_told() -> None:
    """Both hints are shown, the dearer first, and both say how they were found."""
    right = {"a": {"x": 1.0, "y": 1.0}, "b": {"y": 1.0}}
    known = {"one": {"a": {"x": 2.0, "y": 1.0}}, "other": {"a": {"x": 1.0, "y": 3.0}, "b": {"y": 3.0}}}
    mine = {"a": {"x": 2.0, "y": 3.0}, "b": {"y": 3.0}}
    found = told(right, mine, known, checks={"first": {"a"}, "second": {"b"}})
    assert [("other", "pair"), ("one", "pair")] == [(one.misconception, one.by) for one in found]


def test_a_wrong_form_and_wrong_numbers_are_both_told() -> None:
    """A tensor in place of a number does not hide that the number is wrong."""
    right, known = {"a": {"x": 1.0}}, {"tensor": {"a": {"x": torch.tensor(1.0)}}, "halved": {"a": {"x": 0.5}}}
    assert ["halved", "tensor"] == sorted(names(told(right, {"a": {"x": torch.tensor(0.5)}}, known)))
    assert [] == told(right, {"a": {"x": torch.tensor(0.7)}}, known)


def test_of_two_pairs_that_explain_the_same_only_what_is_sure_is_told() -> None:
    """Which of two it is cannot be seen; that the third is there can."""
    right = {"a": {"x": 1.0, "y": 1.0}}
    known = {
        "one": {"a": {"x": 2.0, "y": 1.0}},
        "same": {"a": {"x": 2.0, "y": 1.0}},
        "other": {"a": {"x": 1.0, "y": 3.0}},
    }
    assert ["other"] == names(told(right, {"a": {"x": 2.0, "y": 3.0}}, known))


# ----------------------------------------------------------------------------------------------------------- constants


def test_a_constant_that_nobody_foresaw_is_known_by_the_line_that_its_answers_lie_on() -> None:
    """What holds for two values of a constant holds for a third."""
    x, d = torch.tensor([1.0, 2.0, 3.0, 4.0]), torch.tensor([1.0, -1.0, 2.0, 0.5])
    right = {"a": {"x": x}}
    known = {"decay": {"a": {"x": x - 0.1 * d}}, "decay RATE=0.01": {"a": {"x": x - 0.01 * d}}}
    assert ["decay"] == names(told(right, {"a": {"x": x - 0.037 * d}}, known))
    assert [] == told(right, {"a": {"x": x - 0.037 * d.flip(0)}}, known)


def test_a_constant_that_nobody_foresaw_explains_all_that_it_changes() -> None:
    """What comes near to one task's answers, as many do, is told only if it does in the other failed tasks, too."""
    row = torch.arange(1.0, 6.0)
    right = {"steps": {"y": row}, "trained": {"y": row}}
    known = {f"rate R={r}": {"steps": {"y": row * r}, "trained": {"y": row * r}} for r in (2, 3)}
    two = {"checks": {"a": {"steps"}, "b": {"trained"}}, "tasks": {"a": "1.1", "b": "1.2"}}
    both = {"steps": {"y": row * 5}, "trained": {"y": row * 5}}
    assert [("1.1", "rate"), ("1.2", "rate")] == [(it.task, it.misconception) for it in told(right, both, known, **two)]
    other = {"steps": {"y": row**2}}
    assert "rate" not in names(told(right, both | other, known, **two))
    assert ["rate"] == names(told(right, known["rate R=3"] | other, known, **two)), "this value is known as it is"


def test_one_wrong_number_lies_on_any_line() -> None:
    """So it is told nothing."""
    known = {"decay": {"a": {"x": 1.5}}, "decay RATE=0.01": {"a": {"x": 1.2}}}
    assert [] == told({"a": {"x": 1.0}}, {"a": {"x": 1.9}}, known)


def test_each_value_of_a_constant_is_a_form_of_a_misconception() -> None:
    """A line says which values there are; all share the name and the hint."""
    overlay = Overlay("guard", "a hint", "EPS = 1e-8  # or 1e-5, (1 / 3)\n\n\ndef f(x):\n    return x + EPS\n")
    forms = overlay.forms
    assert ["EPS = 1e-8  # or 1e-5, (1 / 3)", "EPS = 1e-05", "EPS = 1 / 3"] == [f.source.splitlines()[0] for f in forms]
    assert {("guard", "a hint")} == {(form.known_as, form.text) for form in forms}


# -------------------------------------------------------------------------------------------- errors, and plain things


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("cell 3, line 7: RuntimeError: shape '[64, 784]' is invalid for input of size 7840", "shape_of_another_size"),
        (
            "what your code gives could not be used: TypeError: Net.train() missing 1 required positional argument: 'y'",
            "hides_a_method_of_modules",
        ),
        ("cell 3, line 7: TypeError: 'method' object is not subscriptable", "function_not_called"),
    ],
)
def test_an_error_that_says_what_happened_is_asked_about(message: str, name: str) -> None:
    """The hint holds whatever led there, and has the line where the program stopped, if it is the student's."""
    (found,) = told({"a": {"x": 1.0}}, {"a": Unanswered("WRONG", message)}, {})
    assert (name, "error") == (found.misconception, found.by)
    assert (Line(2, 7) if message.startswith("cell") else None) == found.line


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("a, b = [1, 2, 3]", "other_count_of_values"),
        ("for n, a, b in enumerate([(1, 2)]): pass", "other_count_of_values"),
        ("torch.zeros(2, 3) @ torch.zeros(4, 5)", "inner_lengths_differ"),
        ("torch.zeros(3) == torch.zeros(4)", "lengths_do_not_fit"),
        ("torch.zeros(3, 4).argmax(dim=2)", "no_such_dimension"),
        ("torch.zeros(2, 2) @ torch.zeros(2, 2).double()", "two_kinds_of_numbers"),
        ("len(torch.tensor(1.0))", "nothing_to_walk_along"),
        ("if torch.zeros(3) > 0: pass", "several_numbers_for_one"),
        ("torch.zeros(3, requires_grad=True).exp().backward()", "several_numbers_for_one"),
        ("y = torch.zeros(1, requires_grad=True).exp(); y.backward(); y.backward()", "used_up_history"),
        ("torch.zeros(3).grad.sum()", "none_in_its_place"),
        ("torch.utils.data.DataLoader([1])[0]", "no_parts_to_take"),
        ("torch.optim.ADAM", "no_such_name"),
        ("torch.zeros(3).lenght", "no_such_part"),
        ("'relu'(3)", "not_to_be_called"),
        ("(lambda x: x)()", "other_count_of_arguments"),
        ("F.relu", "name_without_a_value"),
        ("torch.zeros(3)[3]", "no_such_place"),
        ("Figure().add_subplot(1, 3, 0)", "panels_count_from_one"),
        ("Figure().add_subplot(2, 2, 5)", "panels_count_from_one"),
        ("Figure().gca().plot(torch.zeros(3), torch.zeros(4))", "curve_of_two_lengths"),
        ("Figure().gca().plot([1, 2, 3], torch.zeros(1, 5))", "curve_of_two_lengths"),
    ],
)
def test_an_error_that_says_little_is_asked_about_when_asked_for(code: str, name: str) -> None:
    """These are the messages of the PyTorch that is installed. They are not asked about before a line was looked for."""
    with pytest.raises(Exception) as raised:  # noqa: PT011  each its own
        exec(code, {"torch": torch, "Figure": Figure})
    answer = Unanswered("WRONG", f"cell 3, line 7: {raised.type.__name__}: {raised.value}")
    assert [name] == names(stopped("1.1", [answer], vague=True))
    assert [] == stopped("1.1", [answer])


@pytest.mark.parametrize(
    ("code", "claims"),
    [
        ("torch.nn.Linear(2, 2).train([], None)", "class of your own"),
        ("torch.optim.SGD([torch.zeros(1)], 0.1).zero_grad(1, 2)", "class of your own"),
        ("x = torch.zeros(10, 784); x.view(x.shape[0], 785)", "written down"),
        ("class Kind: A = 1\nKind.B", "as if it were one"),
        ("def f():\n    total += 1\nf()", "branch gave"),
        ("torch.utils.data.random_split([1, 2, 3, 4, 5, 6], [int(0.7 * 6), int(0.2 * 6)])", "not made from"),
    ],
)
def test_an_error_accuses_nobody_of_what_was_not_done(code: str, claims: str) -> None:
    """Messages of the same form come from other mistakes, too: nothing is said that is not so in all of them."""
    with pytest.raises(Exception) as raised:  # noqa: PT011  each its own
        exec(code, {"torch": torch})
    message = f"cell 3, line 7: {raised.type.__name__}: {raised.value}"
    found = told({"a": {"x": 1.0}}, {"a": Unanswered("WRONG", message)}, {})
    assert not any(claims in one.hint for one in found), found


@pytest.mark.parametrize(
    ("hint", "claims"),
    [
        ("The number is right, but can you walk back from it?", True),
        ("Four losses are there. Where is the fifth?", True),
        ("How many lengths are there in a tensor of four rows?", False),
        ("Is that right on the GPU, too?", False),
        ("Say what is right.", False),
    ],
)
def test_a_question_takes_nothing_for_right(hint: str, claims: bool) -> None:
    """Only what is stated must have been compared."""
    assert claims == bool(CLAIM.search(hint))


TEN = torch.arange(1.0, 11.0)


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (TEN.double(), "only_the_dtype"),
        (TEN.reshape(2, 5), "only_the_shape"),
        (-TEN, "in_another_unit"),
        (100 * TEN, "in_another_unit"),
        (0 * TEN, "nothing_but_zeros"),
    ],
)
def test_numbers_that_are_right_but_for_one_thing_are_told_which(answer: torch.Tensor, name: str) -> None:
    """It is said of all of them, or not at all."""
    right = {"a": {"x": TEN}, "b": {"x": TEN + 3}}
    assert [] == told(right, {"a": {"x": answer}, "b": {"x": 7 - TEN}}, {})
    (found,) = told({"a": {"x": TEN}}, {"a": {"x": answer}}, {})
    assert name == found.misconception


def test_zeros_of_another_form_are_not_of_the_right_one() -> None:
    """Where form and numbers are wrong, neither is called right."""
    assert [] == told({"a": {"x": TEN}}, {"a": {"x": torch.zeros(3)}}, {})


def test_clues_alone_name_nothing() -> None:
    """They only tell apart what the answers show."""
    known = {"quiet": {"a": {"x": 1.0, CLUES: {"calls": 2}}}}
    assert [] == told({"a": {"x": 1.0, CLUES: {"calls": 1}}}, {"a": {"x": 4.0, CLUES: {"calls": 2}}}, known)
