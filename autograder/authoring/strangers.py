"""Programs of strangers: what the graders make of programs that their author never saw."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from autograder.course.assignment import Assignment
from autograder.course.errors import AuthorError
from autograder.grading.reference import laid_over
from autograder.grading.workers import Setting, Tick, grader_of, prepare, unheard
from autograder.result import Outcome, Result
from autograder.submission.notebook import from_code

KEYS: Final = ("fault", "right", "lost", "also", "kind")
_MARK: Final = re.compile(r"\s*#\s*<-\s*$")


@dataclass(frozen=True)
class Program:
    """One program: its code, what is wrong with it (or unusual but right), and what that must cost."""

    name: str
    code: str
    says: str
    right: bool
    kind: str
    lost: Sequence[str]
    """The tasks that must lose points, as it goes against their text."""
    also: Sequence[str]
    """The tasks that are lost only since they use what is broken."""
    marked: frozenset[int]
    """The lines where the fault lies, from 1."""

    @classmethod
    def read(cls, path: Path) -> "Program":
        """The program in a file: comments ``# key: value`` at its top, then the code. Raises AuthorError."""
        lines = path.read_text(encoding="utf-8").splitlines()
        head: dict[str, str] = {}
        key = ""
        while lines and lines[0].startswith("#"):
            text = lines.pop(0)[1:].strip()
            name, colon, value = text.partition(":")
            key, value = (name, value.strip()) if colon and name in KEYS else (key, f"{head.get(key, '')} {text}")
            head[key] = value
        while lines and not lines[0].strip():
            lines.pop(0)
        right, lost, also = ("right" in head), _tasks(head.get("lost", "")), _tasks(head.get("also", ""))
        if right == ("fault" in head) or right == bool(lost):
            raise AuthorError(
                f"{path}: its first lines are `# fault: ...` and `# lost: 6.1, 6.2`, or else `# right: ...`"
            )
        code = "\n".join(_MARK.sub("", line) for line in lines) + "\n"
        marked = frozenset(number for number, line in enumerate(lines, 1) if _MARK.search(line))
        says, kind = head.get("fault") or head.get("right", ""), head.get("kind", "").partition(" ")[0]
        return cls(path.stem, code, says, right, "right" if right else kind or "one", lost, also, marked)


def _tasks(text: str) -> list[str]:
    return re.findall(r"\d+\.\d+", text)


@dataclass(frozen=True)
class Met:
    """A program, and what became of it."""

    program: Program
    result: Result

    @property
    def costs(self) -> dict[str, float]:
        """By task the points that it costs."""
        lost: dict[str, float] = {}
        for check in self.result.checks:
            if check.max_points > check.points:
                lost[check.task] = lost.get(check.task, 0) + check.max_points - check.points
        return lost

    @property
    def full(self) -> bool:
        """Whether every check passed."""
        return all(check.outcome is Outcome.PASSED for check in self.result.checks)

    @property
    def caught(self) -> bool:
        """Whether every task loses points that must."""
        return self.costs.keys() >= {*self.program.lost}

    @property
    def ways(self) -> Mapping[str, str]:
        """By task that must lose points how its first diagnosis was found."""
        found: dict[str, str] = {}
        for one in self.result.diagnoses:
            if one.task in self.program.lost:
                found.setdefault(one.task, one.by)
        return found

    @property
    def named(self) -> bool:
        """Whether each task that must lose points has a known fault's hint."""
        return self._each and "repair" not in self.ways.values()

    @property
    def located(self) -> bool:
        """Whether each has a hint or a line, and one a line."""
        return self._each and "repair" in self.ways.values()

    @property
    def _each(self) -> bool:
        return bool(self.program.lost) and self.ways.keys() == {*self.program.lost}

    @property
    def lines(self) -> list[int]:
        """The lines that were named in tasks that must lose points."""
        return [one.line.line for one in self.result.diagnoses if one.line and one.task in self.program.lost]

    @property
    def line_right(self) -> bool:
        """Whether all lines that were named are marked."""
        return {*self.lines} <= self.program.marked


@dataclass
class Strangers:
    """What became of all of an assignment's."""

    assignment: str
    met: list[Met] = field(default_factory=list)

    @property
    def wrong(self) -> list[Met]:
        """The wrong programs."""
        return [one for one in self.met if not one.program.right]

    @property
    def right(self) -> list[Met]:
        """The right ones."""
        return [one for one in self.met if one.program.right]

    @property
    def kinds(self) -> list[str]:
        """The kinds of the wrong ones."""
        return list(dict.fromkeys(one.program.kind for one in self.wrong))

    @property
    def tiers(self) -> Mapping[str, int]:
        """How many tasks were diagnosed in each way."""
        return Counter(way for one in self.wrong for way in one.ways.values())

    @property
    def problems(self) -> list[str]:
        """A sentence for each program that was not treated as it should be."""
        found = [f"{one.program.name} is right and loses {', '.join(one.costs)}" for one in self.right if not one.full]
        for one in self.wrong:
            if free := sorted({*one.program.lost} - one.costs.keys()):
                found.append(f"{one.program.name} loses nothing in {', '.join(free)}: {one.program.says}")
            if extra := sorted(one.costs.keys() - {*one.program.lost, *one.program.also}):
                found.append(f"{one.program.name} also loses {', '.join(extra)}, which its first lines do not name")
            if not one.line_right:
                told = ", ".join(map(str, one.lines))
                found.append(f"{one.program.name} is told line {told}; marked are {sorted(one.program.marked)}")
        return found


def strangers(
    executor: Executor, setting: Setting, assignment: Assignment, folder: Path, tick: Tick = unheard
) -> Strangers:
    """Grades the programs in `folder`, each laid over the solution as a last cell, and compares with what they say."""
    prepare(executor, setting)
    programs = [Program.read(path) for path in sorted(folder.glob("*.py"))]
    futures = {executor.submit(_grade, setting, one.name, one.code): one for one in programs}
    met: dict[str, Met] = {}
    for done, future in enumerate(as_completed(futures), 1):
        met[futures[future].name] = Met(futures[future], future.result())
        tick(done, len(programs))
    return Strangers(assignment.name, [met[one.name] for one in programs])


def _grade(setting: Setting, name: str, code: str) -> Result:
    grader = grader_of(setting)
    return grader.grade(from_code([*laid_over(grader.assignment, None), code], name)).result
