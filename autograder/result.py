"""The one data model of a graded submission: what every report renders and what `result.json` holds."""

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Literal

FORMAT: Final = 2
"""Of `result.json`: 2 has what could not be graded, whose score is null; 1 can still be read."""

CLASS_FILES: Final = ("index.html", "results.csv", "checks.csv", "class.json")
"""What is written for a class: its page, its two tables, and both for programs."""

Protection = Literal["full", "gpu", "none", "local"]
"""How student code was locked in: fully; less, so that it could use a GPU; or not at all. `local` is a student's own
check, which is worth no points."""


class Outcome(StrEnum):
    """What became of a check. An `ERROR` is the kit's or the author's fault, never the student's."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    ERROR = "error"


def total(points: Iterable[float]) -> float:
    """A sum of points, without the last digits that tenths leave in it."""
    return round(sum(points), 10)


def either(need: str) -> list[str]:
    """The tasks or checks of which one must pass."""
    return need.split(" or ")


@dataclass(frozen=True)
class Check:
    """One judgement: one test of an assignment on one submission."""

    task: str
    """The task's id, such as ``6.2``."""
    name: str
    """The test's name, such as ``test_three_sgd_steps``."""
    title: str
    """The test's docstring: what the student reads."""
    visible: bool
    """Whether students have the test."""
    outcome: Outcome
    code: str
    """Why, in one stable word: ``OK``, ``WRONG``, ``NOT_DEFINED``, ``TIME_LIMIT``..."""
    points: float
    max_points: float
    rationale: str = ""
    """What was seen, in one sentence; empty when passed."""
    needs: tuple[str, ...] = ()
    """The tasks or checks that must pass first, such as ``6.1`` or ``test_a or test_b``, where one is enough."""
    followed: tuple[str, ...] = ()
    """The names that were right when it passed, by the reference's definitions, since the student's had failed before."""


@dataclass(frozen=True)
class Line:
    """A line of the student's program: the code cell, as `CellOutcome` counts them, and the line in it from 1."""

    cell: int
    line: int


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong in a failed task: the misconception that it shows, or the line that a repair changes."""

    task: str
    misconception: str
    """Its name; empty where only the line is known."""
    hint: str
    by: Literal["numbers", "pair", "error", "repair"] = "numbers"
    """How it was found: by a known program's answers, by those of two faults at once, by its error, by a repair."""
    line: Line | None = None
    edit: str = ""
    """What the repair changed, for teachers: no report for students shows it."""
    explained: str = ""
    """The notebook's heading under which to read again, if that is known and not kept back."""


@dataclass(frozen=True)
class CellOutcome:
    """What became of one cell: ``ok``, ``error`` or ``skipped`` (it was left out after it stopped the program)."""

    index: int
    outcome: Literal["ok", "error", "skipped"]
    code: str = "OK"
    error: str = ""
    """What a student reads about it, in one sentence."""


@dataclass(frozen=True)
class Usage:
    """What grading took: seconds of wall clock and processor, and the child's largest memory in MB."""

    wall_s: float = 0.0
    cpu_s: float = 0.0
    peak_mb: float = 0.0


@dataclass(frozen=True)
class Source:
    """The submitted file: the SHA-256 of its bytes, and its name."""

    sha256: str
    name: str
    beside: Mapping[str, str] = field(default_factory=dict)
    """The files that it ran with, by path, each with the SHA-256 of its bytes."""


@dataclass(frozen=True)
class Ungraded:
    """Why there is nothing to give points for: a file that cannot be read or is another one, or the kit's own fault."""

    code: str
    """In one stable word: ``UNREADABLE``, ``STRUCTURE``, ``GRADER_FAULT``..."""
    reason: str
    """What is wrong, and with what, in one sentence."""
    max_score: float
    """The points there would have been."""


@dataclass(frozen=True)
class Missing:
    """Somebody in the class who handed in nothing."""

    name: str
    id: str = ""


@dataclass(frozen=True)
class ByHand:
    """A task that a person marks."""

    task: str
    title: str
    max_points: float


@dataclass(frozen=True)
class Exhibit:
    """A picture that a test shows a student beside its check: a PNG file of the kit's own making."""

    title: str
    caption: str
    png: bytes


@dataclass(frozen=True)
class Glance:
    """What a class page shows of a submission beside its result: made from its answers and its notebook as it ran."""

    curves: Mapping[str, Sequence[float]] = field(default_factory=dict)
    """Losses by name."""
    pictures: Sequence[str] = ()
    """Its plots, re-encoded as small WebP pictures in base64."""
    code: Mapping[str, str] = field(default_factory=dict)
    """Definitions by name, without comments and texts, which could say whose they are."""

    def to_json(self) -> str:
        """The glance as JSON text, in which numbers may be NaN."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Glance":
        """The glance that `to_json` wrote. Raises ValueError for any other text."""
        try:
            return cls(**json.loads(text))
        except TypeError as error:
            raise ValueError(f"not a glance: {error}") from None


@dataclass(frozen=True)
class Result:
    """What became of a submission."""

    assignment: str
    student: str
    """Who handed it in, as a person reads it; in a class each one once."""
    protection: Protection
    submission: Source
    checks: tuple[Check, ...]
    diagnoses: tuple[Diagnosis, ...] = ()
    cells: tuple[CellOutcome, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences for the student that cost no points, such as a skipped shell line."""
    usage: Usage = field(default_factory=Usage)
    ungraded: Ungraded | None = None
    """Why there are no checks and no score, if there are none."""
    id: str = ""
    """The student's number or name at the school or the platform, where it came along."""
    late: bool = False
    """Whether the platform says that it came late."""
    flags: tuple[str, ...] = ()
    """Sentences for the teacher: why a person should look, though it was graded."""
    by_hand: tuple[ByHand, ...] = ()
    """The tasks that wait for a person, whose points are in no score here."""
    unknown: Mapping[str, str] = field(default_factory=dict)
    """By failed task that no known misconception explains, a digest that is the same for who differs equally."""

    @property
    def status(self) -> Literal["graded", "ungraded"]:
        """Whether it was graded. What was not has no score, which is not a zero."""
        return "ungraded" if self.ungraded else "graded"

    @property
    def score(self) -> float | None:
        """The points earned; None where nothing was graded."""
        return None if self.ungraded else total(check.points for check in self.checks)

    @property
    def max_score(self) -> float:
        """The points there are."""
        return self.ungraded.max_score if self.ungraded else total(check.max_points for check in self.checks)

    @property
    def is_open(self) -> bool:
        """Whether the score is open: nothing was graded, or some check could not be made, by no fault of the student."""
        return self.ungraded is not None or any(check.outcome is Outcome.ERROR for check in self.checks)

    @property
    def flagged(self) -> bool:
        """Whether a person must look."""
        return self.is_open or bool(self.flags)

    @property
    def passed(self) -> bool:
        """Whether it was graded and every check passed."""
        return self.ungraded is None and all(check.outcome is Outcome.PASSED for check in self.checks)

    @property
    def tasks(self) -> tuple[str, ...]:
        """The ids of the tasks, in order."""
        return tuple(dict.fromkeys(check.task for check in self.checks))

    def hints(self, task: str) -> tuple[str, ...]:
        """The hints for a failed task, the dearer first where it has two faults at once."""
        return tuple(d.hint for d in self.diagnoses if d.task == task)

    def to_json(self) -> str:
        """The result as JSON text: keys as in the README of `autograder/`."""
        return json.dumps(dict(self._items()), indent=1, ensure_ascii=False) + "\n"

    def _items(self) -> Iterator[tuple[str, Any]]:
        yield "format", FORMAT
        yield "assignment", self.assignment
        yield "student", self.student
        yield "status", self.status
        yield "score", self.score
        yield "max_score", self.max_score
        for item in dataclasses.fields(self)[2:]:
            value = getattr(self, item.name)
            many = isinstance(value, tuple)
            yield item.name, [_plain(part) for part in value] if many else _plain(value)

    @classmethod
    def from_json(cls, text: str) -> "Result":
        """The result that `to_json` wrote, now or when its format was 1. Raises ValueError for any other text."""
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("format") not in (1, FORMAT):
            raise ValueError(f"not a result of format {FORMAT}")
        try:
            return cls._from(data)
        except (KeyError, TypeError) as error:
            raise ValueError(f"a result without the right parts: {error}") from None

    @classmethod
    def _from(cls, data: dict[str, Any]) -> "Result":
        checks = (
            Check(
                **c | {"outcome": Outcome(c["outcome"])} | {key: tuple(c.get(key, ())) for key in ("needs", "followed")}
            )
            for c in data["checks"]
        )
        return cls(
            assignment=data["assignment"],
            student=data["student"],
            protection=data["protection"],
            submission=Source(**data["submission"]),
            checks=tuple(checks),
            diagnoses=tuple(
                Diagnosis(**d | {"line": Line(**d["line"]) if d.get("line") else None}) for d in data["diagnoses"]
            ),
            cells=tuple(CellOutcome(**c) for c in data["cells"]),
            notes=tuple(data["notes"]),
            usage=Usage(**data["usage"]),
            ungraded=Ungraded(**data["ungraded"]) if data.get("ungraded") else None,
            id=data.get("id", ""),
            late=data.get("late", False),
            flags=tuple(data.get("flags", ())),
            by_hand=tuple(ByHand(**task) for task in data.get("by_hand", ())),
            unknown=dict(data.get("unknown", {})),
        )


@dataclass(frozen=True)
class Tried(Result):
    """What a student's own check found; it is shown and not kept."""

    printed: tuple[str, ...] = ()
    """The first lines that the student's code printed meanwhile."""


@dataclass(frozen=True)
class Stage:
    """A task, as far as a student's own checks have come with it."""

    task: str
    title: str
    points: float
    """Of its visible checks."""
    earned: float = 0.0
    tried: bool = False
    """Whether it was ever checked."""

    @property
    def passed(self) -> bool:
        """Whether all that is visible of it was right when it was last checked."""
        return self.tried and self.earned >= self.points


@dataclass(frozen=True)
class Chapter:
    """An assignment, as far as a student has come with it."""

    assignment: str
    stages: tuple[Stage, ...]

    @property
    def passed(self) -> int:
        """The number of tasks that passed."""
        return sum(stage.passed for stage in self.stages)


@dataclass(frozen=True)
class Progress:
    """How far a student has come in the course."""

    chapters: tuple[Chapter, ...]

    @property
    def next(self) -> tuple[Chapter, Stage] | None:
        """The first task that has not passed; None at the end of the course."""
        return next(
            ((chapter, stage) for chapter in self.chapters for stage in chapter.stages if not stage.passed), None
        )


def _plain(value: Any) -> Any:
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value


# ------------------------------------------------------------------------------------- text that may hold anything

_ESCAPES: Final = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)")


_SPACES: Final = re.compile(r"[^\S\t\n-\r\x1c-\x1f\x85]")
"""All white space within a line but the tab, such as a no-break space."""


def _shows(letter: str) -> bool:
    return letter.isprintable() or letter in "\n\t"


def clean(text: str, limit: int = 2000) -> str:
    """The text without what nobody sees: whatever steers a terminal, turns the reading direction, hides or has no shape.

    Newlines and tabs stay; at most `limit` characters do.
    """
    text = _ESCAPES.sub("", text)
    if not text.isprintable():
        text = "".join(filter(_shows, _SPACES.sub(" ", text)))
    return text if len(text) <= limit else text[: limit - 1] + "…"


def parts_of(name: str) -> list[str]:
    """The parts of a person's name that would tell whose a program is, in small letters."""
    return [part for part in re.split(r"[\W_\d]+", name.casefold()) if len(part) > 2]


def one_line(text: str, limit: int = 2000) -> str:
    """The cleaned text on one line, so that it cannot imitate a line of ours."""
    return " ".join(clean(text, limit).split())
