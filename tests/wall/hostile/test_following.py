"""When a check is asked again, the reference's compiled definitions are in the child: nothing of them comes out of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.course.assignment import Assignment
from autograder.grading import batch, workers
from autograder.grading.grade import Grader
from autograder.grading.workers import Setting
from autograder.result import Result
from autograder.submission.notebook import from_code

Make = Callable[..., Assignment]

SECRET = "a fortunate number"
COURSE = {
    "solution.py": f'''\
# %%
import time

# %% task="1.1"
def first(x):
    """{SECRET}, said in words."""
    ### BEGIN SOLUTION
    half = 0.4375
    return x + half + 41
    ### END SOLUTION

# %% task="1.2"
def second(x):
    """Twice."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% task="1.3"
def third(x):
    """After the first."""
    ### BEGIN SOLUTION
    return first(x) + 1
    ### END SOLUTION
''',
    "probe.py": """\
def inputs(seed):
    import torch
    return {"x": torch.randn(5, generator=torch.Generator().manual_seed(seed))}

def probe_first(student, inputs):
    return {"y": student.first(inputs["x"])}

def probe_second(student, inputs):
    return {"y": student.second(inputs["x"])}

def probe_third(student, inputs):
    return {"y": student.third(inputs["x"])}
""",
    "test_visible.py": "".join(
        f'''
@pytest.mark.task("1.{number}", points=1)
def test_{name}(record, expected):
    """the {name} is right"""
    expect.close(record["{name}"]["y"], expected["{name}"]["y"], atol=1e-6)
'''
        for number, name in enumerate(("first", "second", "third"), 1)
    ).join(["import pytest\nfrom autograder import expect\n", ""]),
    "test_hidden.py": None,
    "misconceptions/square.py": None, "misconceptions/tensors_only.py": None, "misconceptions/in_place.py": None,
    "misconceptions/average.py": '"""Is it that?"""\ndef second(x):\n    return x\n',
    "correct/addition.py": None, "correct/loop.py": None,
}  # fmt: skip

SECOND = "def second(x): return 2 * x"
LOOK = """
import sys, time, warnings
def first(x): return x
def taken():
    code = first.__code__
    found = [code.co_filename, code.co_consts, code.co_names, first.__doc__, first.__globals__.get("__doc__")]
    return "LE" + "AK" + repr(found) if code.co_filename == "<refer" + "ence>" else ""
"""
WAYS = {
    "an output": "print(taken()); print(taken(), file=sys.stderr)",
    "an exception": "if taken(): raise ValueError(taken())",
    "an answer": "if taken(): return [taken(), *map(float, first.__code__.co_code)]",
    "a file": "open('leak.txt', 'w').write(taken() or 'none')",
    "a warning": "warnings.warn(taken())",
    "time": "if taken(): time.sleep(0.7)",
    "memory": "if taken(): waste.append(bytearray(200 << 20))",
}


@pytest.fixture
def grader(assignment: Make) -> Grader:
    """A grader of three functions, of which the third calls the first."""
    return Grader(assignment(COURSE), "hostile")


def grade(grader: Grader, way: str) -> tuple[Result, str]:
    """What becomes of a program whose third function carries out what it can, and all that is written about it."""
    third = f"waste = []\ndef third(x):\n    {way}\n    return x if taken() else 0 * x"
    early = f"def early():\n    {way}\nearly()"  # the cells run a second time, too
    cells = [SECOND, LOOK, early, third]
    setting = Setting.of(grader.assignment, "hostile")
    workers.use(setting, grader)
    try:
        done = batch._done(setting, grader.grade(from_code(cells, "eve")))
    finally:
        workers.put_away()
    files = {name: data for name, data in done.files.items() if name != "record.bin"}  # which nobody but teachers has
    return done.result, "\n".join([*(data.decode() for data in files.values()), *done.faults])


@pytest.mark.parametrize("way", WAYS)
def test_definitions_stay_in_the_child(grader: Grader, way: str) -> None:
    """Neither their constants nor their names come out, by whatever way, and no point with them."""
    result, written = grade(grader, WAYS[way])
    assert {"1.1": 0.0, "1.2": 1.0, "1.3": 0.0} == {check.task: check.points for check in result.checks}
    for sign in ("LEAK", "<reference>", "0.4375", SECRET):
        assert sign not in written
    assert result.usage.wall_s < 0.7 or way != "time"
    assert result.usage.peak_mb < 1000


def test_one_bit_a_check_is_all(grader: Grader) -> None:
    """A program that is right only when it sees the reference's definition learns that it was there, by one check."""
    third = "def third(x): return first(x) + 1 if taken() else x"
    cells = [SECOND, LOOK, third]
    with grader:
        result = grader.grade(from_code(cells, "eve")).result
    assert {"1.1": (), "1.2": (), "1.3": ("first",)} == {check.task: check.followed for check in result.checks}


def test_no_text_of_the_reference_is_in_the_child(grader: Grader) -> None:
    """Texts that describe a definition are taken out, and a source is found nowhere in the child's memory."""
    scan = f"""
import gc
def third(x):
    if not taken(): return x
    texts = [one for one in gc.get_objects() if isinstance(one, (str, bytes))]
    spaces = [value for one in gc.get_objects() if isinstance(one, dict) for value in list(one.values())]
    seen = [one for one in texts + spaces if isinstance(one, str) and ({SECRET[:9]!r} + {SECRET[9:]!r}) in one]
    if first.__doc__ or seen: return x
    return first(x) + 1
"""
    with grader:
        result = grader.grade(from_code([SECOND, LOOK, scan], "eve")).result
    assert ("first",) == result.checks[2].followed
