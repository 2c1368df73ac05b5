"""How the house stands: imports point down, a server is clean, and nothing lies where it should not."""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from helpers import ROOT

PACKAGE = ROOT / "autograder"

MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in PACKAGE.rglob("*.py")
    if path.name != "__init__.py"
}  # fmt: skip
ROOMS = sorted(path.parent for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE)


def floors() -> list[list[str]]:
    """The rooms floor by floor, from the top, as the table in the package's README shows them."""
    text = (PACKAGE / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d) \| (.*?) \|", text, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(len(rows), 0, -1))
    return [re.findall(r"`(\w+)/?(?:\.py)?`", rooms) for _, rooms in rows]


def room(module: str) -> str:
    """The room of a module: its folder below the package, or itself where it stands alone."""
    return module.split(".")[0]


def imported(path: Path) -> set[str]:
    """Our modules that a file imports anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"relative import in {path.name}"]
        else:
            continue
        found |= {name.removeprefix("autograder.") for name in names}
    return {name for name in found if name in MODULES or name.startswith("relative")}


def test_every_module_has_a_room_and_every_room_a_floor() -> None:
    """The README's table names all rooms, each once."""
    named = [name for rooms in floors() for name in rooms]
    assert sorted({room(module) for module in MODULES}) == sorted(named)


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    """A module imports from its own room and from floors below it only, so that each room can be understood by itself."""
    height = {name: -number for number, rooms in enumerate(floors()) for name in rooms}
    others = {name for name in imported(MODULES[module]) if room(name) != room(module)}
    assert others == {name for name in others if height[room(name)] < height[room(module)]}


def test_no_imports_run_in_a_circle() -> None:
    """Within a room, too, modules use one another in one direction."""
    left = {name: imported(path) for name, path in MODULES.items()}
    while free := [name for name, needs in left.items() if not needs & left.keys()]:
        for name in free:
            del left[name]
    assert {} == left


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("wall.inside.")])
def test_what_shares_a_process_with_students_knows_nothing_else(module: str) -> None:
    """Beside student code there is the treaty, the lock and what runs the questions, and no module that judges."""
    assert {"record", "wall.inside"} >= {name.rpartition(".")[0] for name in imported(MODULES[module])}


@pytest.mark.parametrize("module", [name for name in MODULES if room(name) == "reports"])
def test_reports_know_only_results(module: str) -> None:
    """A report renders the data model and needs nothing that grades."""
    assert {"reports", "result"} >= {room(name) for name in imported(MODULES[module])}


@pytest.mark.parametrize("folder", ROOMS, ids=lambda folder: str(folder.relative_to(PACKAGE)))
def test_a_room_says_what_lives_there(folder: Path) -> None:
    """The `__init__` of a room is a docstring of at most three lines, and nothing else."""
    body = ast.parse((folder / "__init__.py").read_text(encoding="utf-8")).body
    assert [ast.Expr] == [type(node) for node in body]
    text = ast.get_docstring(ast.Module(body, []))
    assert text
    assert len(text.splitlines()) <= 3


COMMANDS = {
    f"{path.stem}.{node.name}": node
    for path in (PACKAGE / "cli").glob("*.py")
    for node in ast.parse(path.read_text(encoding="utf-8")).body
    if isinstance(node, ast.FunctionDef) and any("command" in ast.unparse(it) for it in node.decorator_list)
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_fits_on_a_screen(command: str) -> None:
    """What a command does beside its options and its help is some thirty lines: it parses, calls and prints."""
    _, *body = COMMANDS[command].body
    assert body[-1].end_lineno - body[0].lineno < 32  # type: ignore[operator]


def fresh(code: str) -> set[str]:
    """The modules that are loaded after `code` ran in an interpreter of its own."""
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    ran = subprocess.run(
        [sys.executable, "-P", "-c", script], cwd="/", env=os.environ | {"OMP_NUM_THREADS": "1"},
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return set(json.loads(ran.stdout.splitlines()[-1]))


def test_the_package_imports_nothing_by_itself() -> None:
    """`import autograder` loads nothing else of ours and no library, so a clean process stays clean."""
    loaded = fresh("import autograder")
    assert {"autograder"} == {name for name in loaded if name.split(".")[0] == "autograder"}
    assert set() == loaded & {"torch", "numpy", "pytest", "nbformat", "IPython", "safetensors"}


def test_the_facade_gives_what_it_names() -> None:
    """`from autograder import expect, Digits` works, and a name that is not there is an AttributeError."""
    loaded = fresh(
        "from autograder import expect, Digits\nimport autograder\nassert not hasattr(autograder, 'nothing')\n"
        "assert expect.close and Digits.training"
    )
    assert {"autograder.verdict.expect", "autograder.course.digits"} <= loaded


def test_a_warm_server_holds_nothing_that_judges() -> None:
    """What a server has imported, every student's process has: nothing that grades is among it."""
    loaded = fresh("from autograder.wall.inside.server import LIBRARIES, Warm\nWarm(LIBRARIES).practise()")
    ours = {name.removeprefix("autograder.") for name in loaded if name.startswith("autograder.")}
    inside = {
        f"wall.inside.{name}"
        for name in ("asking", "compilers", "errors", "jail", "job", "memory", "server", "shell", "weights")
    }
    assert {"record", "record.answers", "record.frame", "wall", "wall.inside", *inside} == ours
    assert set() == {name.split(".")[0] for name in loaded} & {
        "pytest",
        "_pytest",
        "nbgrader",
        "nbformat",
        "jupytext",
        "jinja2",
    }


def test_a_server_for_notebooks_without_torch_has_none() -> None:
    """Neither torch nor matplotlib is imported until a program seems to need it."""
    loaded = fresh("from autograder.wall.inside.server import Warm\nWarm()")
    assert set() == loaded & {"torch", "matplotlib", "torchvision", "autograder.wall.inside.asking"}


def requirement(text: str) -> tuple[str, str]:
    """Name and range of a requirement, as PyPI names it."""
    name, bounds = re.fullmatch(r"([A-Za-z0-9_-]+)(.*)", text.replace(" ", "")).groups()  # type: ignore[union-attr]
    return {"pytorch": "torch"}.get(name.lower(), name.lower().replace("_", "-")), bounds


def conda(environment: str) -> dict[str, str]:
    """What an `environment.yml` has conda install."""
    listed = yaml.safe_load(environment)["dependencies"]
    return dict(requirement(text) for text in listed if isinstance(text, str))


def test_conda_and_pip_install_the_same() -> None:
    """`environment.yml` names what is needed to check and to grade with the ranges of `pyproject.toml`, and the same Python."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    environment = (ROOT / "environment.yml").read_text(encoding="utf-8")
    needed = [*project["dependencies"], *project["optional-dependencies"]["grade"]]
    assert dict(map(requirement, needed)) | {"python": project["requires-python"], "pip": ""} == conda(environment)
    assert "name: pytorch_env\n" in environment


def tracked() -> list[Path]:
    """The files of the repository."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [Path(name) for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


TOP = {
    "assignments", "solutions", "autograder", "tests", ".ci", ".github", ".gitignore", ".gitattributes", "README.md",
    "LICENSE", "Makefile", "pyproject.toml", "environment.yml",
}  # fmt: skip


def test_the_top_level_is_the_users() -> None:
    """Nobody finds a file or a folder at the top that the README does not speak of."""
    assert set() == {path.parts[0] for path in tracked()} - TOP


def test_no_file_names_a_place_of_this_machine() -> None:
    """What is handed out mentions neither where the repository lies nor whose home it was written in."""
    places = [f"{place}/".encode() for place in (ROOT, Path.home()) if len(place.parts) > 1]
    found = [str(path) for path in tracked() if any(place in (ROOT / path).read_bytes() for place in places)]
    assert [] == found


def test_every_test_says_what_it_shows() -> None:
    """Each test of the kit has a docstring of one sentence."""
    silent = []
    for path in Path(__file__).parent.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node):
                silent.append(f"{path.name}: {node.name}")
    assert [] == silent
