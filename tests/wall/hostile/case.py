"""A case: what it tries and what must become of it; those that are files in `cases/`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.wall.sandbox import Deadlines

if TYPE_CHECKING:
    from held import Wall

HERE = Path(__file__).parent
NAME = "01_wall"
TASKS = {"1.1": 2, "1.2": 3, "1.3": 5}
RIGHT = {task: ("OK", float(points)) for task, points in TASKS.items()}
QUICK = Deadlines(start=10, cell=2, probe=1, total=20)
MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Case:
    """One submission and what must become of it."""

    id: str
    tries: str
    expect: Mapping[str, tuple[str, float]]
    make: Callable[[Path, Wall], Path] = field(repr=False)
    """Writes the submission into a folder and gives back its path."""
    says: str = ""
    """What the sentence of a check that did not pass must match."""
    prints: str = ""
    """What the outputs of the cells must match: that the attack ran to its end."""
    note: str = ""
    """What a note must match."""
    cell: float = QUICK.cell
    within: float = QUICK.total + 2
    """Seconds that grading may take: what it saves a class to be quick about."""
    locked: str = ""
    """What the outputs must match in place of `prints` under the lock, where that ends the attack earlier."""

    @property
    def group(self) -> str:
        return self.id[0]

    def deadlines(self, slowness: float = 1.0) -> Deadlines:
        """The limits for this case, on a machine so many times slower than an idle one."""
        cell, total = slowness * self.cell, slowness * max(QUICK.total, 2 * self.cell)
        return replace(QUICK, cell=cell, probe=slowness * QUICK.probe, total=total)


def expectation(text: str) -> dict[str, tuple[str, float]]:
    """``1.1 WRONG 0, 1.2 OK 3``: the code and the points of a task; tasks that are left out are right."""
    found = dict(RIGHT)
    for part in filter(None, (part.strip() for part in text.split(","))):
        task, code, points = part.split()
        for name in TASKS if task == "all" else [task]:
            found[name] = (code, float(points))
    return found


def from_file(path: Path) -> Case:
    """The case in a file, with what its docstring says."""
    if path.suffix == ".ipynb":
        head = "".join(json.loads(path.read_text())["cells"][0]["source"])
    else:
        head = path.read_text(encoding="utf-8").split('"""')[1]
    said: dict[str, str] = dict(re.findall(r"^(\w+): *(.*(?:\n {4,}.*)*)", head, re.MULTILINE))
    said = {key: " ".join(value.split()) for key, value in said.items()}
    unknown = set(said) - {*"id tries expect says prints locked note place without cell within".split()}
    assert not unknown, f"{path.name}: unknown {unknown}"

    def make(folder: Path, wall: Wall) -> Path:
        target = folder / f"{NAME}{path.suffix}"
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".py":
            text = laid_over(text, said.get("place", "after"), said.get("without", ""))
        target.write_text(wall.filled_in(text), encoding="utf-8", errors="surrogatepass")
        return target

    return Case(
        said["id"], said["tries"], expectation(said["expect"]), make, said.get("says", ""), said.get("prints", ""),
        said.get("note", ""), float(said.get("cell", QUICK.cell)), float(said.get("within", QUICK.total + 2)),
        said.get("locked", ""),
    )  # fmt: skip


def laid_over(text: str, place: str = "after", without: str = "") -> str:
    """A case's text before or after the right solution, whose answers to the tasks `without` are left out."""
    _, docstring, code = text.split('"""', 2)
    if place == "alone":
        return code
    solution = (HERE / "course" / "solutions" / NAME / "solution.py").read_text(encoding="utf-8")
    for task in without.split():
        solution = re.sub(rf'# %% task="{task}".*?(?=# %%|\Z)', "", solution, flags=re.DOTALL)
    parts = [solution, "# %%\n" + code]
    return "\n\n".join(parts if place == "after" else reversed(parts))


CASES = [from_file(path) for path in sorted((HERE / "cases").iterdir()) if path.suffix in (".py", ".ipynb")]


def source() -> str:
    return (HERE / "course" / "solutions" / NAME / "solution.py").read_text(encoding="utf-8")
