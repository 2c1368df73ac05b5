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

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "autograder"

RANKS = [
    "record result digits repair steps template meanings server inside.jail inside.memory",
    "advice notebook expect course glance sandbox inside.run inside.attacks public",
    "judge places reference doctor mutants new inside.server",
    "diagnose release",
    "grade student",
    "workers",
    "batch",
    "prove nbgrader_plugin cluster similar",
    "instructor ci",
    "deliver",
    "package",
    "cli",
]
"""The modules from the ground up: each may import those of lower ranks, and whatever is not named here stands on top."""

MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in PACKAGE.rglob("*.py")
    if path.name != "__init__.py"
}  # fmt: skip


def rank(module: str) -> int:
    """The rank of a module; the reports stand beside the second."""
    if module.startswith("reports."):
        return 1
    return next((number for number, names in enumerate(RANKS) if module in names.split()), len(RANKS))


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


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    """A module imports only modules of lower ranks, so that each can be understood without those above it."""
    down = {name for name in imported(MODULES[module]) if rank(name) < rank(module)}
    beside = {
        name for name in imported(MODULES[module]) if module.startswith("reports.") and name.startswith("reports.")
    }
    assert down | beside == imported(MODULES[module])


def test_reports_have_no_cycle() -> None:
    """The reports may use one another, in one direction."""
    left = {name: imported(path) for name, path in MODULES.items() if name.startswith("reports.")}
    while free := [name for name, needs in left.items() if not needs & left.keys()]:
        for name in free:
            del left[name]
    assert {} == left


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("inside.")])
def test_what_shares_a_process_with_students_knows_nothing_else(module: str) -> None:
    """Beside student code there is the treaty, the lock and the runner, and no module that judges."""
    allowed = {"record", "inside.jail", "inside.memory", "inside.run", "inside.server", "inside.attacks"}
    assert set() == imported(MODULES[module]) - allowed


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("reports.")])
def test_reports_know_only_results(module: str) -> None:
    """A report renders the data model and needs nothing that grades."""
    assert set() == {name for name in imported(MODULES[module]) if not name.startswith("reports.")} - {"result"}


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
    """`from autograder import expect, Result` works, and a name that is not there is an AttributeError."""
    loaded = fresh(
        "from autograder import expect, Result\nimport autograder\nassert not hasattr(autograder, 'nothing')"
    )
    assert {"autograder.expect", "autograder.result"} <= loaded


def test_a_warm_server_holds_nothing_that_judges() -> None:
    """What a server has imported, every student's process has: nothing that grades is among it."""
    loaded = fresh("from autograder.inside.server import warm\nwarm()")
    ours = {name.removeprefix("autograder.") for name in loaded if name.startswith("autograder.")}
    assert {"inside", "inside.jail", "inside.memory", "inside.run", "inside.server", "record"} == ours
    assert set() == {name.split(".")[0] for name in loaded} & {
        "pytest",
        "_pytest",
        "nbgrader",
        "nbformat",
        "jupytext",
        "jinja2",
    }


def requirement(text: str) -> tuple[str, str]:
    """Name and range of a requirement, as PyPI names it."""
    name, bounds = re.fullmatch(r"([A-Za-z0-9_-]+)(.*)", text.replace(" ", "")).groups()  # type: ignore[union-attr]
    return {"pytorch": "torch"}.get(name.lower(), name.lower().replace("_", "-")), bounds


def test_conda_and_pip_install_the_same() -> None:
    """`environment.yml` names the dependencies of `pyproject.toml` with their ranges, and the same Python."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    conda = dict(requirement(text) for text in environment["dependencies"] if isinstance(text, str))
    pip = dict(map(requirement, project["dependencies"])) | {"python": project["requires-python"], "pip": ""}
    assert pip == conda
    assert "pytorch_env" == environment["name"]


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
    for path in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node):
                silent.append(f"{path.name}: {node.name}")
    assert [] == silent
