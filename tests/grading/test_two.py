"""Two misconceptions at once, and constants that nobody has foreseen, from program to hint."""

from collections.abc import Callable

from autograder.course.assignment import Assignment, Overlay
from autograder.grading.grade import Grader
from autograder.grading.merge import merged
from autograder.grading.reference import laid_over
from autograder.result import Result
from autograder.submission.notebook import from_code

Make = Callable[..., Assignment]

PROBE = """\
import torch

def inputs(seed):
    return {"x": torch.randn(5, generator=torch.Generator().manual_seed(seed))}

def probe_line(student, inputs):
    x = inputs["x"]
    return {"y": student.double(x), "at 0": student.double(0 * x), "sum": student.total(x)}
"""
TESTS = '''\
import pytest
from autograder import expect

@pytest.mark.task("1.1", points=2)
def test_line(record, expected):
    """doubles a tensor"""
    expect.close(record["line"], expected["line"], atol=1e-6, says="not twice")
'''
KNOWN = {
    "misconceptions/one_more.py": '"""What does yours give for 0?"""\ndef double(x):\n    return 2 * x + 1\n',
    "misconceptions/steep.py": '"""How often?"""\nHOW = 3  # or 4\n\n\ndef double(x):\n    return HOW * x\n',
    "misconceptions/mean.py": '"""Is that the sum?"""\ndef total(x):\n    return x.mean()\n',
}
OURS = {"probe.py": PROBE, "test_visible.py": TESTS, "test_hidden.py": None, **KNOWN}
OURS |= {f"misconceptions/{name}.py": None for name in ("square", "tensors_only", "average", "in_place")}


def graded(assignment: Assignment, *more: str) -> Result:
    """The solution with more cells after it, graded."""
    with Grader(assignment, "tests") as grader:
        return grader.grade(from_code([*laid_over(assignment, None), *more], "ada")).result


def told(result: Result) -> list[tuple[str, str]]:
    """What is named, and how it was found."""
    return [(one.misconception, one.by) for one in result.diagnoses]


def test_two_faults_in_one_line_are_both_told(assignment: Make) -> None:
    """Where the numbers of neither are seen, those of both at once are."""
    result = graded(assignment(OURS), "def double(x):\n    answer = x * 3\n    return answer + 1\n")
    assert {("one_more", "pair"), ("steep", "pair")} == {*told(result)}
    assert {"What does yours give for 0?", "How often?"} == {*result.hints("1.1")}


def test_two_faults_in_two_functions_are_both_told(assignment: Make) -> None:
    """Each shows in places of its own."""
    result = graded(assignment(OURS), "def double(x): return x + x + 1\ndef total(x): return x.sum() / 5\n")
    assert {("one_more", "pair"), ("mean", "pair")} == {*told(result)}


def test_a_constant_of_ones_own_is_known(assignment: Make) -> None:
    """A value that no form has is found between those that there are, or beyond; its name is the misconception's."""
    assert [("steep", "numbers")] == told(graded(assignment(OURS), "def double(x): return 4 * x"))
    assert [("steep", "numbers")] == told(graded(assignment(OURS), "def double(x): return 7.5 * x"))


def test_one_number_all_over_is_no_sign_of_two(assignment: Make) -> None:
    """Two faults come down to zeros and so does much else; where their numbers differ from one another, they are told."""
    ways = {"one_more": '"""Does it round?"""\ndef double(x):\n    return (2 * x).int()\n'}
    for share, code in ((100, "return torch.zeros(5, dtype=torch.int)"), (0.01, "y = 200 * x; return y.int()")):
        ways["steep"] = f'"""How large is it?"""\nSHARE = {share}\n\n\ndef double(x):\n    return 2 / SHARE * x\n'
        made = assignment(OURS | {f"misconceptions/{name}.py": source for name, source in ways.items()})
        pair = {it for it in told(graded(made, f"def double(x): {code}")) if it[1] == "pair"}
        assert (set() if share == 100 else {("one_more", "pair"), ("steep", "pair")}) == pair


def test_three_faults_are_no_two(assignment: Make) -> None:
    """Nothing is told that does not explain all of it."""
    assert [] == told(graded(assignment(OURS), "def double(x): return 3 * x + 2 + x ** 2"))


SOLUTION = ["def f(x: int) -> int:\n    a = x + 1\n    b = a * 2\n    return b\n"]


def both(one: str, other: str) -> str:
    """The merged definitions of two changes of the solution, or nothing."""
    head = "def f(x):\n"
    found = merged(SOLUTION, Overlay("one", "", head + one), Overlay("other", "", head + other))
    return found.source if found else ""


def test_changes_of_other_words_are_merged_and_of_the_same_ones_not() -> None:
    """Lines, or else words; what both change in the same way is changed once."""
    right = "    a = x + 1\n    b = a * 2\n    return b\n"
    assert "a = x + 2\n    b = a * 3" in both(right.replace("1", "2"), right.replace("2", "3"))
    assert "a = y + 2" in both(right.replace("x +", "y +"), right.replace("1", "2"))
    assert "" == both(right.replace("1", "2"), right.replace("1", "3"))
    assert "a = x + 5" in both(right.replace("1", "5"), right.replace("1", "5").replace("2", "4"))


def test_a_pair_is_asked_once(assignment: Make) -> None:
    """What two faults answer is kept with the other references."""
    with Grader(assignment(OURS), "tests") as grader:
        program = from_code([*laid_over(grader.assignment, None), "def double(x): return 3 * x + 1"], "ada")
        grader.grade(program)
        kept = sorted(path.name for path in grader.references._folder.glob("*+*.bin"))
        again = grader.grade(program).result
        assert kept == sorted(path.name for path in grader.references._folder.glob("*+*.bin"))
    assert 2 == len(again.diagnoses)
    assert 1 <= len(kept)
