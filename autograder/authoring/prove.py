"""Tests the graders themselves: every wrong solution caught and named, every right one at full marks."""

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import asdict, dataclass, field, replace
from statistics import mean, median
from typing import Any

from autograder.authoring.forgery import FORGERIES, forgeries, idle
from autograder.authoring.mutants import Mutant, mutants
from autograder.authoring.release import fresh, stub
from autograder.course.assignment import BEGIN, Assignment, Overlay
from autograder.grading.reference import SOLUTION, References, laid_over
from autograder.grading.workers import Setting, Tick, grader_of, prepare, unheard
from autograder.record.answers import EVIDENCE
from autograder.result import Check, Outcome, Result, total
from autograder.submission.notebook import from_code
from autograder.verdict.diagnose import CLAIM
from autograder.verdict.judge import judge


@dataclass(frozen=True)
class Caught:
    """How a misconception fared: the checks that failed it, and the misconceptions it was diagnosed as."""

    name: str
    failed: list[str]
    named: list[str]
    touched: list[str] = field(default_factory=list)
    """The tasks in which a check failed at first, whatever became of it once earlier names were right."""
    lost: dict[str, float] = field(default_factory=dict)
    """By task the points that it costs in the end."""
    against: list[str] = field(default_factory=list)
    """The tasks whose text it goes against, if it says so."""

    @property
    def itself(self) -> bool:
        """Whether it was diagnosed as itself and as nothing else."""
        return self.named == [self.name]

    @property
    def cost(self) -> float:
        """The points that it costs."""
        return total(self.lost.values())

    @property
    def elsewhere(self) -> dict[str, float]:
        """By task the points that it costs where it goes against nothing, if it says what it goes against."""
        return {task: points for task, points in self.lost.items() if self.against and task not in self.against}


@dataclass(frozen=True)
class Forgeable:
    """What can be had without the work: so many points of all, and a name, points and ways for each check."""

    points: float
    of: float
    checks: list[dict[str, Any]]
    share: float = 0.05
    """How much of all may be."""


@dataclass
class Proof:
    """What was found out about an assignment's graders; `problems` has a sentence for each thing to mend."""

    assignment: str
    max_score: float = 0
    checks: list[str] = field(default_factory=list)
    misconceptions: list[Caught] = field(default_factory=list)
    correct: dict[str, list[str]] = field(default_factory=dict)
    """For the solution and each other right way, the checks that it failed: none, if the graders are fair."""
    stub_passes: list[str] = field(default_factory=list)
    unneeded: list[str] = field(default_factory=list)
    """Checks that no misconception fails."""
    waiting: dict[str, list[str]] = field(default_factory=dict)
    """Of these, those that some misconception keeps from being made, with the tests or tasks they wait for."""
    broken: list[str] = field(default_factory=list)
    """Checks that raised something else than a judgement on some submission."""
    unfounded: list[str] = field(default_factory=list)
    """Misconceptions whose hint calls something right where a task that it fails compares nothing that is."""
    alike: list[tuple[str, str]] = field(default_factory=list)
    """Pairs of misconceptions whose numbers cannot be told apart."""
    silent: list[tuple[str, str]] = field(default_factory=list)
    """Pairs that answer all questions alike and have different hints, so that neither is ever given."""
    forgeable: Forgeable = field(default_factory=lambda: Forgeable(0, 0, []))
    """What passes for who answers as for another seed, echoes the questions or does nothing."""
    seeds: int = 0
    """How many seeds right programs were tried on."""
    unlucky: list[tuple[str, list[str]]] = field(default_factory=list)
    """Right programs that failed on some seed, and the checks they failed."""
    mutants: int = 0
    """How many generic mutants of the reference were tried."""
    survivors: list[str] = field(default_factory=list)
    """Mutants that passed every check and are not listed as equivalent."""
    equivalent: dict[str, str] = field(default_factory=dict)
    """Mutants that passed every check and may, with the author's reason."""
    released: bool = True
    """Whether students have been given the assignment as it is now, if they have been given it at all."""
    to_do: list[str] = field(default_factory=list)
    """What the tests say is still to do, as after an import."""
    stale: list[str] = field(default_factory=list)
    """Mutants listed as equivalent that are caught, or no longer exist."""

    NAMED = 0.9
    """The share of misconceptions that must be diagnosed as themselves."""

    @property
    def share_named(self) -> float:
        """The share of misconceptions that were diagnosed as themselves."""
        named = sum(caught.itself for caught in self.misconceptions)
        return named / len(self.misconceptions) if self.misconceptions else 1.0

    @property
    def slip(self) -> dict[str, Any]:
        """What one misconception costs: median, mean and most; and of those that showed in several tasks, count and mean."""
        costs, several = (
            [one.cost for one in self.misconceptions if len(one.touched) > least] or [0.0] for least in (0, 1)
        )
        count = sum(len(one.touched) > 1 for one in self.misconceptions)
        return {
            "median": round(median(costs), 2), "mean": round(mean(costs), 2), "most": max(costs),
            "several": {"count": count, "mean": round(mean(several), 2)},
        }  # fmt: skip

    @property
    def problems(self) -> list[str]:
        """What keeps the graders from being strict and fair, a sentence each."""
        found = [f"the stub passes {name}" for name in self.stub_passes]
        found += [f"{name} is right and fails {', '.join(failed)}" for name, failed in self.correct.items() if failed]
        found += [
            f"{caught.name} is wrong and passes every check" for caught in self.misconceptions if not caught.failed
        ]
        found += [
            f"{name} waits for {', '.join(self.waiting[name])}, and no misconception fails it on its own"
            if name in self.waiting
            else f"no misconception fails {name}: can it fail at all?"
            for name in self.unneeded
        ]
        found += [f"{name} breaks down on a wrong answer, where it should fail" for name in self.broken]
        found += [f"the hint of {name} calls something right that is not compared" for name in self.unfounded]
        found += [
            f"{one} and {other} answer alike and have different hints: none is given" for one, other in self.silent
        ]
        found += [f"{name} is right and by chance fails {', '.join(failed)}" for name, failed in self.unlucky]
        found += [f"a mutant passes every check: {name}" for name in self.survivors]
        found += [f"still to do: {line}" for line in self.to_do]
        if self.forgeable.points > self.forgeable.share * self.forgeable.of:
            names = ", ".join(str(check["name"]) for check in self.forgeable.checks)
            found.append(
                f"{self.forgeable.points:g} of {self.forgeable.of:g} points can be had without the work: {names}"
            )
        found += [f"equivalent.toml lists what is caught or gone: {name}" for name in self.stale]
        if not self.released:
            found.append(f"assignments/{self.assignment} is out of date: run `autograder release {self.assignment}`")
        if self.share_named < self.NAMED:
            found.append(f"only {self.share_named:.0%} of the misconceptions are named as themselves")
        return found

    def to_json(self) -> str:
        """The proof as JSON text."""
        more = {"share_named": self.share_named, "slip": self.slip, "problems": self.problems}
        return json.dumps(asdict(self) | more, indent=1)


def prove(
    executor: Executor,
    setting: Setting,
    assignment: Assignment,
    tick: Tick = unheard,
    *,
    seeds: int = 0,
    mutate: bool = False,
) -> Proof:
    """Sends the stub, the solution, all of `correct/` and all of `misconceptions/` the whole way of a submission.

    With `seeds`, right programs also answer the questions of that many other seeds; with `mutate`, generic mutants of the
    reference must be caught.
    """
    prepare(executor, setting)
    empty = [cell.source for cell in stub(assignment).cells if cell.cell_type == "code"]
    programs = {"stub": empty, SOLUTION: laid_over(assignment, None)}
    right = {f"correct/{overlay.name}": laid_over(assignment, overlay) for overlay in assignment.correct}
    wrong = {f"misconceptions/{overlay.name}": laid_over(assignment, overlay) for overlay in assignment.misconceptions}
    mutated = {f"mutant/{mutant.name}": _with(assignment, mutant) for mutant in _mutants(assignment)} if mutate else {}
    doing_nothing = {f"idle/{what}": cells for what, cells in idle(assignment).items()}
    programs |= right | wrong | mutated | doing_nothing
    results: dict[str, Result] = {}
    for name, result in _grade(executor, setting, programs):
        results[name] = result
        tick(len(results), len(programs) + seeds)
    proof = _weigh(assignment.name, results, list(right), list(wrong))
    tasks = {overlay.name: list(overlay.against) for overlay in assignment.misconceptions}
    proof.misconceptions = [replace(one, against=tasks[one.name]) for one in proof.misconceptions]
    proof.to_do = [
        f"{path.name}, {line}" for path in assignment.tests for line in _to_do(path.read_text(encoding="utf-8"))
    ]
    proof.released = not assignment.released.exists() or fresh(assignment)
    proof.unfounded = executor.submit(_unfounded, setting).result()
    proof.silent = executor.submit(_silent, setting).result()
    ways = executor.submit(_forged, setting).result()
    ways |= {name: _passed(results[name].checks) for name in doing_nothing}
    proof.forgeable = _forgeable(assignment, results[SOLUTION].checks, ways)
    if mutate:
        _weigh_mutants(proof, assignment, {name: results[name] for name in mutated})
    for done, (name, failed) in enumerate(_by_chance(executor, setting, seeds), 1):
        proof.seeds = done
        proof.unlucky += [(name, failed)] if failed else []
        tick(len(programs) + done, len(programs) + seeds)
    return proof


def _to_do(text: str) -> list[str]:
    """The lines of a test file that begin with TODO."""
    return [line.removeprefix("# TODO ") for line in text.splitlines() if line.startswith("# TODO ")]


def _grade(executor: Executor, setting: Setting, programs: dict[str, list[str]]) -> Iterator[tuple[str, Result]]:
    """Each named program, given as its code cells, with what became of it."""
    futures = {executor.submit(_program, setting, name, cells): name for name, cells in programs.items()}
    for future in as_completed(futures):
        yield futures.pop(future), future.result()


def _program(setting: Setting, name: str, cells: Sequence[str]) -> Result:
    return grader_of(setting).grade(from_code(cells, name)).result


def _by_chance(executor: Executor, setting: Setting, seeds: int) -> Iterator[tuple[str, list[str]]]:
    """For each of many seeds a right program, taken in turn, and the checks that it failed."""
    for future in as_completed([executor.submit(_chance, setting, index) for index in range(seeds)]):
        yield future.result()


def _chance(setting: Setting, index: int) -> tuple[str, list[str]]:
    grader = grader_of(setting)
    right = [None, *grader.assignment.correct]
    overlay = right[index % len(right)]
    references = References(grader.assignment, f"{setting.seed} {index}", setting.device)
    expected = references.record(grader.sandbox)
    record = references.record(grader.sandbox, overlay)
    checks = judge(grader.assignment, record, expected, references.inputs).checks
    return overlay.name if overlay else SOLUTION, [c.name for c in checks if c.outcome is not Outcome.PASSED]


def _unfounded(setting: Setting) -> list[str]:
    """The misconceptions with a hint of the form "X is right" that fail a task in which nothing is seen to be."""
    grader = grader_of(setting)
    found = []
    for overlay in grader.assignment.misconceptions:
        if CLAIM.search(overlay.text):
            checks = grader.judge(grader.references.of(overlay.name, grader.sandbox)).checks
            failed = [check for check in checks if check.outcome is Outcome.FAILED]
            each = [[check.name for check in failed if check.task == task] for task in {c.task for c in failed}]
            found += (
                [] if all(grader.misconceptions.compares(overlay.name, names) for names in each) else [overlay.name]
            )
    return found


def _silent(setting: Setting) -> list[tuple[str, str]]:
    """The pairs of misconceptions that answer all questions alike and have different hints."""
    grader = grader_of(setting)
    found, first = list[tuple[str, str]](), dict[bytes, Overlay]()
    for overlay in grader.assignment.misconceptions:
        answers = grader.references.of(overlay.name, grader.sandbox).without(EVIDENCE).pack()
        if first.setdefault(answers, overlay).text != overlay.text:
            found.append((first[answers].name, overlay.name))
    return found


def _forged(setting: Setting) -> dict[str, list[str]]:
    """The checks that are passed by who knows the answers for another seed, by the way he uses them."""
    grader = grader_of(setting)
    earlier = References(grader.assignment, f"{setting.seed} before", setting.device)
    known = earlier.of(SOLUTION, grader.sandbox)
    records = forgeries(known, earlier.inputs, grader.references.inputs)
    return {way: _passed(grader.judge(record).checks) for way, record in zip(FORGERIES, records, strict=True)}


def _forgeable(assignment: Assignment, checks: Sequence[Check], ways: Mapping[str, list[str]]) -> Forgeable:
    found = [
        {"name": check.name, "points": check.max_points, "by": by}
        for check in checks
        if (by := [way for way, passed in ways.items() if check.name in passed])
    ]
    points = total(check.max_points for check in checks if any(check.name in passed for passed in ways.values()))
    return Forgeable(points, total(check.max_points for check in checks), found, assignment.forgeable)


def _passed(checks: Sequence[Check]) -> list[str]:
    return [check.name for check in checks if check.outcome is Outcome.PASSED]


def _mutants(assignment: Assignment) -> Iterator[Mutant]:
    for cell in laid_over(assignment, None):
        if BEGIN in cell:
            yield from mutants(cell)


def _with(assignment: Assignment, mutant: Mutant) -> list[str]:
    return [*laid_over(assignment, None), mutant.source]


def _weigh_mutants(proof: Proof, assignment: Assignment, results: dict[str, Result]) -> None:
    proof.mutants = len(results)
    passed = {name.removeprefix("mutant/") for name, result in results.items() if not _not_passed(result)}
    proof.equivalent = {name: why for name, why in assignment.equivalent.items() if name in passed}
    proof.survivors = sorted(passed - assignment.equivalent.keys())
    proof.stale = sorted(assignment.equivalent.keys() - passed)


def _weigh(assignment: str, results: dict[str, Result], right: list[str], wrong: list[str]) -> Proof:
    proof = Proof(assignment, results[SOLUTION].max_score, [check.name for check in results[SOLUTION].checks])
    proof.stub_passes = [check.name for check in results["stub"].checks if check.outcome is Outcome.PASSED]
    proof.correct = {name: _not_passed(results[name]) for name in [SOLUTION, *right]}
    for name in wrong:
        named = sorted({it.misconception for it in results[name].diagnoses if it.misconception})
        touched, lost = _costs(results[name])
        short = name.removeprefix("misconceptions/")
        proof.misconceptions.append(Caught(short, _not_passed(results[name]), named, touched, lost))
    judged = [check for name in wrong for check in results[name].checks]
    bitten = {check.name for check in judged if check.outcome is Outcome.FAILED or check.followed}
    proof.broken = sorted({check.name for check in judged if check.outcome is Outcome.ERROR})
    proof.unneeded = [name for name in proof.checks if name not in bitten]
    left_out = {check.name: [*check.needs] for check in judged if check.outcome is Outcome.SKIPPED}
    proof.waiting = {name: left_out[name] for name in proof.unneeded if name in left_out}
    pairs = ((c.name, other) for c in proof.misconceptions for other in c.named if other != c.name)
    proof.alike = sorted({(min(pair), max(pair)) for pair in pairs})
    return proof


def _costs(result: Result) -> tuple[list[str], dict[str, float]]:
    """The tasks in which something failed at first, and by task the points that were lost in the end."""
    touched = dict.fromkeys(c.task for c in result.checks if c.outcome is not Outcome.PASSED or c.followed)
    lost = {task: total(c.max_points - c.points for c in result.checks if c.task == task) for task in touched}
    return list(touched), {task: points for task, points in lost.items() if points}


def _not_passed(result: Result) -> list[str]:
    return [check.name for check in result.checks if check.outcome is not Outcome.PASSED]
