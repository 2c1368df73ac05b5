"""Words that every report uses."""

from collections import Counter
from collections.abc import Collection
from typing import Final

from autograder.reports.causes import causes
from autograder.result import Check, Outcome, Result, either, one_line

STAMPS: Final = {
    "full": "",
    "gpu": "Graded with a GPU, for which the sandbox leaves device files and memory open.",
    "local": "",
    "none": "Graded without the sandbox: this code could read the answers, so its points prove little.",
}
"""What every report says about how student code was locked in."""
KIT_FAULT: Final = "The kit could not make this check, no fault of yours: a person will look at it."
OPEN: Final = (
    "Some checks could not be made, through no fault of yours: a person will look at them. Nothing is graded yet."
)
"""What a platform says in place of a score that would take the kit's fault for the student's."""


class OpenScoreError(Exception):
    """There is no score, or not yet, and the platform knows none that is open.

    It takes a command that ends with another exit status than 0 for a fault of the grader, so that is what to do.
    """

    def __init__(self, result: Result):
        faults = ", ".join(dict.fromkeys(c.task for c in result.checks if c.outcome is Outcome.ERROR))
        why = result.ungraded.reason if result.ungraded else f"the checks of {faults} could not be made"
        super().__init__(f"{result.assignment}: {why}, so there is no score to tell")


def score(result: Result) -> str:
    """The points earned of all there are, or that there are none."""
    return "not graded" if result.score is None else f"{points(result.score)} / {points(result.max_score)}"


def open_because(result: Result) -> str:
    """Why the score is open, for the student; nothing when it is not."""
    return f"Not graded: {one_line(result.ungraded.reason)}" if result.ungraded else OPEN if result.is_open else ""


def points(number: float) -> str:
    """Points as people write them: 2.0 is ``2``, a third is ``0.33``."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def needed(result: Result, check: Check) -> str:
    """What a skipped check waits for: tasks by id, checks by title; only those that did not pass, when that is known."""
    passed = {c.name for c in result.checks if c.outcome is Outcome.PASSED}
    passed |= set(result.tasks) - {c.task for c in result.checks if c.outcome is not Outcome.PASSED}
    titles = {c.name: f"“{c.title}”" for c in result.checks}
    waits = [need for need in check.needs if passed.isdisjoint(either(need))] or check.needs
    return ", ".join(" or ".join(titles.get(name, name) for name in either(need)) for need in waits)


def with_right(check: Check) -> str:
    """What was right when a check passed that had failed before; nothing for any other."""
    return (
        "with a right " + " and ".join(f"`{one_line(name, 60)}`" for name in check.followed) if check.followed else ""
    )


def share(result: Result) -> float:
    """The points earned, as a part of all points: 0 to 1; 0 also where nothing was graded, so ask that first."""
    if result.score is None:
        return 0.0
    return min(1.0, max(0.0, result.score / result.max_score)) if result.max_score else 1.0


def named(result: Result) -> list[tuple[str, Check]]:
    """Each check with the name by which a platform knows it: task and title, and a number where two are alike.

    The names of tests stay ours: students have no use for them, and those of hidden tests tell what they ask.
    """
    seen = Counter[str]()
    found = []
    for check in result.checks:
        name = f"{one_line(check.task, 20)} {one_line(check.title, 300)}"
        seen[name] += 1
        found.append((name if seen[name] == 1 else f"{name} ({seen[name]})", check))
    return found


def below(result: Result, check: Check) -> list[str]:
    """What a student reads below a check, a sentence each: what was seen, and hints; of a cause each once."""
    match check.outcome:
        case Outcome.PASSED:
            return []
        case Outcome.ERROR:
            return [KIT_FAULT]
        case Outcome.SKIPPED:
            return [one_line(f"waits for {needed(result, check)}")]
    return [seen(result, check), *(f"hint: {text}" for text in hints_below(result, check))]


def seen(result: Result, check: Check, within: Collection[Check] = ()) -> str:
    """What was seen of a failed check; where one before it, not `within` some, failed by the same and says so, which one.

    A visible check does not refer to a hidden one, which platforms may keep back.
    """
    for other in causes(result).beside(check):
        if other is check:
            break
        if other.rationale == check.rationale != "" and other.visible >= check.visible and other not in within:
            return f"the same as in {one_line(other.task, 20)}"
    return one_line(check.rationale) or "this does not hold yet"


def hints_below(result: Result, check: Check) -> tuple[str, ...]:
    """The hints of a check's cause, given once: below the last check, if there is one a visible one, of its first task."""
    cause = causes(result).of(check)
    if cause is None:
        return ()
    first = [one for one in cause.failed if one.task == cause.failed[0].task]
    shown = [one for one in first if one.visible] or first
    return cause.hints if check is shown[-1] else ()
