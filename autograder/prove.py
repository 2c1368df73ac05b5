"""Tests the graders themselves: every wrong solution caught and named, every right one at full marks."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field

from autograder.batch import Setting, grade_programs, prepare
from autograder.course import Assignment
from autograder.reference import SOLUTION, laid_over
from autograder.release import stub
from autograder.result import Outcome, Result


@dataclass(frozen=True)
class Caught:
    """How a misconception fared: the checks that failed it, and the misconceptions it was diagnosed as."""

    name: str
    failed: list[str]
    named: list[str]

    @property
    def itself(self) -> bool:
        """Whether it was diagnosed as itself and as nothing else."""
        return self.named == [self.name]


@dataclass
class Proof:
    """What was found out about an assignment's graders; `problems` has a sentence for each thing to mend."""

    assignment: str
    max_score: float = 0
    misconceptions: list[Caught] = field(default_factory=list)
    correct: dict[str, list[str]] = field(default_factory=dict)
    """For the solution and each other right way, the checks that it failed: none, if the graders are fair."""
    stub_passes: list[str] = field(default_factory=list)
    unneeded: list[str] = field(default_factory=list)
    """Checks that no misconception fails."""
    alike: list[tuple[str, str]] = field(default_factory=list)
    """Pairs of misconceptions of which one was diagnosed as the other, or as nothing because both fit."""

    NAMED = 0.9
    """The share of misconceptions that must be diagnosed as themselves."""

    @property
    def share_named(self) -> float:
        """The share of misconceptions that were diagnosed as themselves."""
        named = sum(caught.itself for caught in self.misconceptions)
        return named / len(self.misconceptions) if self.misconceptions else 1.0

    @property
    def problems(self) -> list[str]:
        """What keeps the graders from being strict and fair, a sentence each."""
        found = [f"the stub passes {name}" for name in self.stub_passes]
        found += [f"{name} is right and fails {', '.join(failed)}" for name, failed in self.correct.items() if failed]
        found += [
            f"{caught.name} is wrong and passes every check" for caught in self.misconceptions if not caught.failed
        ]
        found += [f"no misconception fails {name}: can it fail at all?" for name in self.unneeded]
        if self.share_named < self.NAMED:
            found.append(f"only {self.share_named:.0%} of the misconceptions are named as themselves")
        return found

    def to_json(self) -> str:
        """The proof as JSON text."""
        return json.dumps(asdict(self) | {"share_named": self.share_named, "problems": self.problems}, indent=1)


def prove(
    executor: Executor,
    setting: Setting,
    assignment: Assignment,
    tick: Callable[[int, int], None] = lambda done, of: None,
) -> Proof:
    """Runs the stub, the solution, all of `correct/` and all of `misconceptions/` through the whole way of a submission."""
    prepare(executor, setting)
    empty = [cell.source for cell in stub(assignment).cells if cell.cell_type == "code"]
    programs = {"stub": empty, SOLUTION: laid_over(assignment, None)}
    right = {f"correct/{overlay.name}": laid_over(assignment, overlay) for overlay in assignment.correct}
    wrong = {f"misconceptions/{overlay.name}": laid_over(assignment, overlay) for overlay in assignment.misconceptions}
    programs |= right | wrong
    graded: dict[str, Result] = {}
    for name, result in grade_programs(executor, setting, programs):
        graded[name] = result
        tick(len(graded), len(programs))
    return _weigh(assignment.name, {name: graded[name] for name in programs}, list(right), list(wrong))


def _weigh(assignment: str, results: dict[str, Result], right: list[str], wrong: list[str]) -> Proof:
    proof = Proof(assignment, results[SOLUTION].max_score)
    proof.stub_passes = [check.name for check in results["stub"].checks if check.outcome is Outcome.PASSED]
    proof.correct = {name: _not_passed(results[name]) for name in [SOLUTION, *right]}
    for name in wrong:
        named = sorted({diagnosis.misconception for diagnosis in results[name].diagnoses})
        proof.misconceptions.append(Caught(name.removeprefix("misconceptions/"), _not_passed(results[name]), named))
    bitten = {check for caught in proof.misconceptions for check in caught.failed}
    proof.unneeded = [check.name for check in results[SOLUTION].checks if check.name not in bitten]
    proof.alike = [(c.name, other) for c in proof.misconceptions for other in c.named if other != c.name]
    return proof


def _not_passed(result: Result) -> list[str]:
    return [check.name for check in result.checks if check.outcome is not Outcome.PASSED]
