"""What the tests share: caches of their own, a tiny course, and one warm grader for all of them."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from autograder.cli.__main__ import main
from autograder.course.assignment import Assignment, Course
from autograder.grading.grade import Grader
from autograder.wall import server
from autograder.wall.inside import jail
from autograder.wall.sandbox import Sandbox
from autograder.wall.server import Server

if TYPE_CHECKING:
    from batches import Batches
    from held import Wall

pytest.register_assert_rewrite("batches", "forms", "held", "helpers", "samples")

collect_ignore = ["wall/hostile/cases", "wall/hostile/course"]  # no tests of their own

hypothesis.settings.register_profile("default", max_examples=500, deadline=None)
hypothesis.settings.register_profile("nightly", max_examples=10_000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

LONGEST = (
    "test_readme test_student test_breaking test_nbgrader test_nbgraders_own test_many test_forging test_browser test_desk test_package "
    "test_cli test_scale test_faults test_search test_screen test_edges test_import test_adopt test_as_stock test_sandbox"
).split()
"""The files whose tests take longest: they come first, so that both of two workers end at about the same time."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Brings the tests into that order."""
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


TOY = {
    "solution.py": '''\
# %% [markdown]
# # A toy

# %%
import torch
from autograder import check

# %% task="1.1"
def double(x):
    """Twice x, a number or a tensor."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %%
check("1.1")

# %% task="1.2"
def total(x):
    """The sum of all values."""
    ### BEGIN SOLUTION
    return x.sum()
    ### END SOLUTION
''',
    "probe.py": """\
import torch

def inputs(seed):
    return {"x": torch.randn(5, generator=torch.Generator().manual_seed(seed))}

def probe_double(student, inputs):
    return {"y": student.double(inputs["x"])}

def probe_number(student, inputs):
    return {"y": student.double(3.5)}

def probe_total(student, inputs):
    return {"y": student.total(inputs["x"])}

def probe_kept(student, inputs):
    x = inputs["x"]
    student.total(student.double(x))
    return {"x": x}
""",
    "test_visible.py": '''\
import pytest
from autograder import expect

@pytest.mark.task("1.1", points=2)
def test_double(record, expected):
    """doubles a tensor"""
    expect.close(record["double"]["y"], expected["double"]["y"], atol=1e-6, says="not twice")
''',
    "test_hidden.py": '''\
import pytest
from autograder import expect

@pytest.mark.task("1.1", points=1, needs="test_double")
def test_number(record):
    """doubles a number"""
    expect.close(record["number"]["y"], 7.0, atol=1e-6)

@pytest.mark.task("1.2", points=3)
def test_total(record, expected):
    """adds up all values"""
    expect.close(record["total"]["y"], expected["total"]["y"], atol=1e-5, place="total")

@pytest.mark.task("1.3", points=4, needs=["1.1", "1.2"])
def test_kept(record, inputs):
    """leaves its input as it was"""
    expect.equal(record["kept"]["x"], inputs["x"])
''',
    "misconceptions/square.py": '"""Are you squaring?"""\ndef double(x):\n    return x * x\n',
    "misconceptions/tensors_only.py": '"""Does a plain number work, too?"""\ndef double(x):\n    return x.mul(2)\n',
    "misconceptions/average.py": '"""Is that the sum or the mean?"""\ndef total(x):\n    return x.mean()\n',
    "misconceptions/in_place.py": '"""Whose tensor is `x`?"""\ndef double(x):\n    x *= 2\n    return x\n',
    "correct/addition.py": '"""By addition."""\ndef double(x):\n    return x + x\n',
    "correct/loop.py": '"""By a loop."""\ndef total(x):\n    s = torch.zeros(())\n    for v in x:\n        s = s + v\n    return s\n',
}  # fmt: skip
"""The files of the assignment `01_toy`."""

CANARY = "canary-1f6a90c2"
"""Stands in the environment of the tests and must never be seen by student code."""


def _write(root: Path, changes: Mapping[str, str | None], assignment: str) -> Assignment:
    folder = root / "solutions" / assignment
    for name, text in (TOY | dict(changes)).items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return Assignment(folder, Course(root).digits)


@pytest.fixture(scope="session", autouse=True)
def _own_caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keeps the caches of the tests apart from the user's; workers share one, so that references are made once."""
    base = tmp_path_factory.getbasetemp()
    cache = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cache"
    cache.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        patch.setenv("AUTOGRADER_SECRET_FOR_TESTS", CANARY)
        yield


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with one tiny assignment, `01_toy`."""
    return Course(_write(tmp_path_factory.mktemp("toy"), {}, "01_toy").folder.parent.parent)


@pytest.fixture(scope="session")
def _server() -> Iterator[Server]:
    """A warm server."""
    made = Server()
    yield made
    made.close()


@pytest.fixture(scope="module")
def warm(_server: Server) -> Iterator[None]:
    """Whoever needs a server in this process gets a copy of a warm one, as the processes do that are forked for a class."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_server, "owner", os.getppid())
        patch.setattr(server, "_early", [_server])
        yield


@pytest.fixture
def assignment(tmp_path: Path, warm: None) -> Callable[..., Assignment]:
    """Makes an assignment of one's own: the toy with some files changed or added, or left out (None)."""
    name = f"02_{tmp_path.name}"
    return lambda changes, name=name: _write(tmp_path / "course", changes, name)


@pytest.fixture(scope="session")
def grader(toy: Course) -> Iterator[Grader]:
    """A grader of the toy whose server, which began like that of one submission, stays warm for the whole session."""
    with Grader(toy.find("01_toy"), "tests") as grader:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(server, "_early", [])
            grader.sandbox.start()
        yield grader


@pytest.fixture(scope="session")
def sandbox(grader: Grader) -> Sandbox:
    """The grader's sandbox, for jobs of one's own."""
    return grader.sandbox


@dataclass
class Ran:
    """What a command returned and printed."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Ran]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], warm: None) -> Run:
    """Runs a command in this process, where PyTorch is loaded already and a server is warm."""

    def run(*arguments: object) -> Ran:
        with pytest.raises(SystemExit) as end:
            main([*map(str, arguments)])
        return Ran(int(end.value.code or 0), *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def wall(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Wall"]:
    """The wall that hostile submissions run against, warm."""
    if jail.offers().protection != "full":
        pytest.skip(jail.offers().missing)
    from held import Wall  # it lies beside its tests

    with Wall(tmp_path_factory.mktemp("wall")) as wall:
        yield wall


@pytest.fixture(scope="module")
def batches(wall: "Wall", request: pytest.FixtureRequest) -> "Batches":
    """What becomes of the hostile cases of a file of tests."""
    from batches import Batches

    items = [item for item in request.session.items if item.path == request.path and hasattr(item, "callspec")]
    return Batches(wall, [(item.callspec.params["case"], item.callspec.params["protected"]) for item in items])
