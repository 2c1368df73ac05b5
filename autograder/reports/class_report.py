"""The class report: one page for the teacher, with a link to each student's feedback."""

import statistics
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from autograder.reports.causes import causes, without_place
from autograder.reports.gallery import curves, pictures
from autograder.reports.items import EXPLAINED, alpha, hardest, items
from autograder.reports.page import fill
from autograder.reports.words import STAMPS, points
from autograder.result import ByHand, Check, Glance, Missing, Outcome, Result, one_line, parts_of, total

EXAMPLES: Final = 2
"""Ways of writing a misconception that are shown."""
UNKNOWN: Final = 8
"""Reasons that are no known misconception."""
FEW: Final = 30
"""Submissions below which statistics of checks say little: by then a correlation is off by 0.18, one standard error."""


def render(
    results: Sequence[Result],
    title: str,
    *,
    glances: Mapping[str, Glance] | None = None,
    definitions: Mapping[str, Sequence[str]] | None = None,
    asked: Mapping[str, Sequence[str]] | None = None,
    missing: Sequence[Missing] = (),
) -> str:
    """The page for a class.

    `glances` are by student; `definitions` names for each misconception the functions and classes in which it shows,
    `asked` for each task those that it asks for. What was not graded is in the list of students and among what a person
    must look at, and counts nowhere else. `missing` are those who handed in nothing.
    """
    glances, graded = glances or {}, [result for result in results if not result.ungraded]
    checks = items(graded)
    return fill(
        "class_report.jinja",
        title=title,
        results=results,
        graded=graded,
        figures=_figures(results, graded),
        alpha=alpha(graded),
        explained=EXPLAINED,
        bars=_bars(graded),
        checks=checks,
        map=_Map.of(graded, [(item.check.task, item.check.name) for item in checks]),
        few=len(graded) < FEW,
        reasons=_reasons(graded, glances, definitions or {}, asked or {}),
        curves=curves(results, glances),
        pictures=pictures(results, glances),
        flags=_flags(results),
        ungraded=[result for result in results if result.ungraded],
        looks=[result for result in results if result.flags],
        by_hand=_by_hand(results),
        missing=missing,
        stamped=Counter(STAMPS[result.protection] for result in graded if STAMPS[result.protection]),
        link=_link,
        tasks=_tasks,
    )


class _Figure(NamedTuple):
    label: str
    value: str
    of: str


def _figures(results: Sequence[Result], graded: Sequence[Result]) -> list[_Figure]:
    """The class in a few numbers."""
    scores = [result.score for result in graded if result.score is not None]
    of = f"of {points(max((result.max_score for result in graded), default=0.0))}"
    found = [
        _Figure("Submissions graded", str(len(graded)), f"of {len(results)}" if len(graded) < len(results) else "")
    ]
    if scores:
        found.append(_Figure("Mean", points(statistics.mean(scores)), of))
        found.append(_Figure("Median", points(statistics.median(scores)), of))
    if flagged := sum(result.flagged for result in results):
        found.append(_Figure("For a person to look at", str(flagged), ""))
    if late := sum(result.late for result in results):
        found.append(_Figure("Late", str(late), ""))
    if task := hardest(graded):
        found.append(_Figure("Hardest task", one_line(task.id, 20), f"{task.earned:.0%} of points"))
    if used := [result.usage for result in graded if result.usage.wall_s]:
        seconds, memory = [usage.wall_s for usage in used], max(usage.peak_mb for usage in used)
        longest = f"s, longest {max(seconds):.1f} s"
        found.append(_Figure("Time, median", f"{statistics.median(seconds):.1f}", longest))
        found.append(_Figure("Memory, most", f"{memory:.0f}", "MB"))
    return found


def _link(student: str) -> str:
    """Where a student's page lies, seen from the class report."""
    return f"{quote(student, safe='', errors='replace')}/feedback.html"


def _tasks(result: Result, outcome: str) -> list[str]:
    return list(dict.fromkeys(check.task for check in result.checks if check.outcome == outcome))


class _Bar(NamedTuple):
    label: str
    submissions: int
    height: float
    """Against the highest bar, which is 1."""


def _bars(results: Sequence[Result]) -> list[_Bar]:
    """How many submissions there are in each tenth of the points, and with all of them."""
    counts = Counter(_tenth(result) for result in results)
    highest = max(counts.values(), default=1)
    labels = [f"{10 * tenth}-{10 * tenth + 9}" for tenth in range(10)] + ["100"]
    return [_Bar(label, counts[tenth], counts[tenth] / highest) for tenth, label in enumerate(labels)]


def _tenth(result: Result) -> int:
    return min(10, max(0, int(10 * _score(result) / result.max_score + 1e-9))) if result.max_score else 0


def _score(result: Result) -> float:
    return result.score or 0.0


_SHAPES: Final = {
    Outcome.PASSED: (0.4, 0.2),
    Outcome.FAILED: (0, 1),
    Outcome.SKIPPED: (0.5, 0.5),
    Outcome.ERROR: (0, 0.5),
}
"""Where in its row of the map an outcome begins and how high it is: none needs its colour to be known."""


class _Map(NamedTuple):
    """All outcomes at a glance: a row for each check, a column for each submission, the best on the left."""

    results: Sequence[Result]
    rows: int
    paths: Mapping[Outcome, Markup]

    @classmethod
    def of(cls, results: Sequence[Result], checks: Sequence[tuple[str, str]]) -> "_Map":
        """The map, drawn as one path for each outcome: neighbours of one colour are one rectangle."""
        columns = sorted(results, key=lambda result: (-_score(result), result.student.casefold(), result.student))
        by_name = [{(check.task, check.name): check.outcome for check in result.checks} for result in columns]
        paths: dict[Outcome, str] = dict.fromkeys(Outcome, "")
        for y, name in enumerate(checks):
            x = 0
            for outcome, group in groupby(column.get(name) for column in by_name):
                width = len(list(group))
                if outcome is not None:
                    top, height = _SHAPES[outcome]
                    paths[outcome] += f"M{x} {y + top:g}h{width}v{height:g}h-{width}z"
                x += width
        return cls(columns, len(checks), {outcome: Markup(path) for outcome, path in paths.items()})  # noqa: S704  numbers of ours


class _Example(NamedTuple):
    code: str
    submissions: int


class _Reason(NamedTuple):
    """What cost many the same points: a misconception, or what was seen where none is known."""

    name: str
    """The misconception's; empty where none is known."""
    says: str
    """Its hint, or what was seen."""
    tasks: Sequence[str]
    submissions: int
    lost: float
    """Points, of all together."""
    examples: Sequence[_Example]
    with_code: int
    """The submissions of which there is code to show."""
    alike: Sequence[str] = ()
    """Those who answer alike in a way that is not known."""
    repair: str = ""
    """What a repair of theirs changed, and where."""


@dataclass
class _Met:
    """Whom something cost what."""

    says: str
    repair: str = ""
    students: dict[str, None] = field(default_factory=dict)
    tasks: set[str] = field(default_factory=set)
    lost: float = 0.0


def _reasons(
    results: Sequence[Result],
    glances: Mapping[str, Glance],
    definitions: Mapping[str, Sequence[str]],
    asked: Mapping[str, Sequence[str]],
) -> list[_Reason]:
    """What cost the class its points, the dearest first, with how most of those who have a misconception wrote it.

    Of what is not known, only what several did, and no more than `UNKNOWN`: those who answer alike, then those of whom the
    same was seen.
    """
    found = []
    for (name, mark), whose in _met(results).items():
        tasks = sorted(whose.tasks)
        alike = [] if name or mark == whose.says else [*whose.students]
        names = [name for task in tasks for name in asked.get(task, ())] if alike else definitions.get(name, ())
        texts = Counter(_anonymous(student, glances.get(student), names) for student in whose.students)
        del texts[""]
        examples = [_Example(*pair) for pair in texts.most_common(1 if alike else EXAMPLES)]
        count, lost = len(whose.students), total([whose.lost])
        repair = whose.repair if alike else ""
        found.append(_Reason(name, whose.says, tasks, count, lost, examples, texts.total(), alike, repair))
    found.sort(key=lambda one: (-one.lost, -one.submissions, one.name))
    unknown = [one for one in found if not one.name and one.submissions > 1][:UNKNOWN]
    return [one for one in found if one.name or one in unknown]


def _met(results: Sequence[Result]) -> dict[tuple[str, str], _Met]:
    """Whom what cost what: by a misconception and its hint, else by the answers that several have, else by what was seen."""
    met: dict[tuple[str, str], _Met] = {}
    for result in results:
        for cause in causes(result).found:
            failed = {check.task for check in cause.failed}
            known = {(d.misconception, d.hint): None for d in result.diagnoses if d.misconception and d.task in failed}
            says = without_place(cause.says[0])
            mark = next((result.unknown[task] for task in sorted(failed) if task in result.unknown), says)
            for name, text in known or [("", mark)]:
                whose = met.setdefault((name, text), _Met(text if name else says))
                whose.students[result.student] = None
                whose.tasks |= failed
                whose.lost += cause.lost / max(len(known), 1)
                whose.repair = whose.repair or _repair(result, failed)
    for key in [key for key, whose in met.items() if not key[0] and len(whose.students) == 1]:
        alone = met.pop(key)
        whose = met.setdefault(("", alone.says), _Met(alone.says))
        whose.students |= alone.students
        whose.tasks |= alone.tasks
        whose.lost += alone.lost
    return met


def _repair(result: Result, tasks: Collection[str]) -> str:
    """Where a repair of one of these tasks changed something, and what."""
    return next(
        (
            f"cell {d.line.cell + 1}, line {d.line.line}: {d.edit}"
            for d in result.diagnoses
            if d.task in tasks and d.line and d.edit
        ),
        "",
    )


def _anonymous(student: str, seen: Glance | None, names: Sequence[str]) -> str:
    """The definitions of these names in a submission; nothing if any part of the student's name is in them."""
    code = "\n\n".join(seen.code[name] for name in names if name in seen.code) if seen else ""
    return "" if any(part in code.casefold() for part in parts_of(student)) else code


class _Flag(NamedTuple):
    """Something a person must look at, and whom it concerns."""

    check: Check
    students: list[str]


def _flags(results: Sequence[Result]) -> list[_Flag]:
    """The checks that could not be made: one entry per check and reason, since one fault often hits many."""
    found = [(c, result.student) for result in results for c in result.checks if c.outcome is Outcome.ERROR]

    def cause(item: tuple[Check, str]) -> tuple[str, str, str]:
        return item[0].task, item[0].name, item[0].rationale

    flags = []
    for _, group in groupby(sorted(found, key=cause), key=cause):
        items = list(group)
        flags.append(_Flag(items[0][0], [student for _, student in items]))
    return flags


class _Marking(NamedTuple):
    """A task that a person marks, and whose work waits for it."""

    task: ByHand
    students: list[str]


def _by_hand(results: Sequence[Result]) -> list[_Marking]:
    found: dict[ByHand, list[str]] = {}
    for result in results:
        for task in result.by_hand:
            found.setdefault(task, []).append(result.student)
    return [_Marking(*pair) for pair in found.items()]
