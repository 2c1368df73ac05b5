"""Finds assignments and what belongs to them: the only module that knows how the folders lie."""

from __future__ import annotations

import ast
import difflib
import hashlib
import re
import tomllib
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import autograder
from autograder.course.digits import Digits
from autograder.course.errors import AuthorError, UnknownAssignmentError, UsageError, said
from autograder.record.frame import dtypes
from autograder.result import one_line

if TYPE_CHECKING:
    import torch

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"

WITHHELD: Final = "withheld "
"""How the names of those of a question's numbers begin that stay on the trusted side, such as labels."""

SETTINGS: Final = ("repository", "bundle")
"""What `solutions/course.toml` may set: on GitHub, the course's OWNER/NAME; and where students get the bundle."""
FOLLOW_THROUGH: Final = "follow_through"
"""What it may set, too: the share of its points, 0 to 1, that a check earns which passes once earlier names are right."""

HINTS: Final = "hints"
"""What it may set, too: how far graded feedback goes, 1 to 3: a question; where it was explained, too; the line, too."""


_HEADING: Final = re.compile(r"^#+ (Task ([\d.]+): .+?)(?: \(.*\))?$", re.MULTILINE)


def headings(texts: Iterable[str]) -> dict[str, str]:
    """By task the heading that a notebook's texts have for it, without its points: ``Task 4.2: tanh``."""
    return {found[2]: found[1] for text in texts for found in _HEADING.finditer(text)}


@dataclass(frozen=True)
class Overlay:
    """Definitions laid over the solution: a misconception or another right way. `text` is its docstring, without the last
    line of one that names the tasks whose text it goes against: ``task = 6.1, 6.2``.

    A line ``EPS = 1e-8  # or 1e-7, 1e-5`` at its top level makes a form of it for each of these values.
    """

    name: str
    text: str
    source: str
    against: Sequence[str] = ()

    @property
    def known_as(self) -> str:
        """Its name, which all of its forms share."""
        return self.name.partition(" ")[0]

    @property
    def forms(self) -> Sequence[Overlay]:
        """Itself, and what it is with each other value of a constant: named ``small_number EPS=1e-07``."""
        return [
            self,
            *(self._with(match, other) for match in _CONSTANT.finditer(self.source) for other in _others(match)),
        ]

    def _with(self, constant: re.Match[str], value: str) -> Overlay:
        source = self.source[: constant.start()] + f"{constant[1]} = {value}" + self.source[constant.end() :]
        return replace(self, name=f"{self.name} {constant[1]}={value}", source=source)

    @property
    def defines(self) -> Sequence[str]:
        """The names of the functions and classes in it."""
        kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        return [node.name for node in ast.parse(self.source).body if isinstance(node, kinds)]


_CONSTANT: Final = re.compile(r"^(\w+) = .+?  # or (.+)$", re.MULTILINE)


def _others(constant: re.Match[str]) -> list[str]:
    return [ast.unparse(value) for value in ast.parse(f"[{constant[2]}]", mode="eval").body.elts]  # type: ignore[attr-defined]


@cache
def _digest(path: Path, _changed: int, _size: int) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


@dataclass(frozen=True)
class Assignment:
    """One folder under `solutions/`: all that an author wrote about an assignment."""

    folder: Path
    digits: Digits

    @property
    def name(self) -> str:
        """Such as ``06_training_loop``."""
        return self.folder.name

    @property
    def root(self) -> Path:
        """The course's folder."""
        return self.folder.parent.parent

    @property
    def released(self) -> Path:
        """The folder that students get, `assignments/NAME/`."""
        return self.root / "assignments" / self.name

    @cached_property
    def solution(self) -> str:
        """The notebook as text, with the reference in it."""
        return self._read("solution.py")

    @cached_property
    def probe_source(self) -> str:
        """The questions, as they travel to a child."""
        return self._read("probe.py")

    @property
    def tests(self) -> Sequence[Path]:
        """The test files, the visible one first."""
        return [path for path in (self.folder / "test_visible.py", self.folder / "test_hidden.py") if path.exists()]

    @cached_property
    def misconceptions(self) -> Sequence[Overlay]:
        """The known wrong ways; each one's text is its hint."""
        return self._overlays("misconceptions")

    @cached_property
    def known(self) -> Sequence[Overlay]:
        """All forms of the misconceptions."""
        return [form for overlay in self.misconceptions for form in overlay.forms]

    @cached_property
    def definitions(self) -> Mapping[str, Sequence[str]]:
        """For each misconception, the names of the functions and classes in which it shows."""
        return {overlay.name: overlay.defines for overlay in self.misconceptions}

    @cached_property
    def correct(self) -> Sequence[Overlay]:
        """Other right ways, which must get full marks."""
        return self._overlays("correct")

    @cached_property
    def equivalent(self) -> Mapping[str, str]:
        """Mutants of the reference that are as right as it is, each with the reason (see `autograder.authoring.mutants`)."""
        return self._toml("equivalent.toml", '`"mutant" = "reason"`')

    @cached_property
    def forgeable(self) -> float:
        """The share of the points that may be had without the work: what the author allows, with a reason, or 0.05."""
        form = "`forgeable = 0.1`, and then `reason = ...`"
        allowed = self._toml("forgeable.toml", form)
        share = allowed.get("forgeable", 0.05)
        if not isinstance(share, float) or (allowed and not allowed.get("reason")):
            raise AuthorError(f"{self.folder.name}/forgeable.toml: a line is {form}")
        return share

    def _toml(self, name: str, form: str) -> Mapping[str, Any]:
        path = self.folder / name
        try:
            return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        except tomllib.TOMLDecodeError as error:
            raise AuthorError(f"{self.folder.name}/{name}: {error}; a line is {form}") from None

    @cached_property
    def digest(self) -> str:
        """A hash of all that decides what the reference and the misconceptions answer."""
        known = [path.read_text(encoding="utf-8") for path in self._programs("misconceptions")]
        texts = [self.solution, self.probe_source, *known]
        return hashlib.sha256("\0".join(texts).encode()).hexdigest()

    @property
    def files(self) -> Mapping[str, bytes]:
        """All that decides a result, by its path in the course: the folder but for correct/, digits, the settings."""
        settings = self.root / "solutions" / "course.toml"
        found = {**self._files, **({"solutions/course.toml": settings} if settings.exists() else {})}
        return {name: path.read_bytes() for name, path in found.items()}

    @property
    def digests(self) -> Mapping[str, bytes]:
        """A hash of each of the assignment's own files; those that have not changed since are not read again."""
        found = {}
        for name, path in self._files.items():
            now = path.stat()
            found[name] = _digest(path, now.st_mtime_ns, now.st_size)
        return found

    @property
    def _files(self) -> Mapping[str, Path]:
        root = self.root
        folders = [self.folder, self.digits.given, *([self.digits.held_out] if self.digits.held_out else [])]
        paths = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
        names = {str(path.relative_to(root)): path for path in paths}
        return {name: path for name, path in names.items() if not {"correct", "__pycache__"} & {*path.parts}}

    @cached_property
    def _probe(self) -> types.ModuleType:
        module = types.ModuleType("probe")
        try:
            exec(compile(self.probe_source, str(self.folder / "probe.py"), "exec"), vars(module))  # noqa: S102
        except Exception as error:
            raise AuthorError(said(error, self.folder / "probe.py")) from error
        return module

    @cached_property
    def probes(self) -> Sequence[str]:
        """The names of the probes, in the order of the file."""
        found = [name.removeprefix("probe_") for name in vars(self._probe) if name.startswith("probe_")]
        if not found:
            raise AuthorError(f"{self.folder.name}/probe.py: no function named probe_...; write one question at least")
        return found

    def probe(self, name: str) -> Callable[..., Any]:
        """The function `probe_NAME`."""
        found: Callable[..., Any] = getattr(self._probe, f"probe_{name}")
        return found

    @property
    def seconds(self) -> Mapping[str, float]:
        """The deadlines of slow probes."""
        limits: Mapping[str, float] = getattr(self._probe, "LIMITS", {})
        return limits

    def inputs(self, seed: str) -> dict[str, torch.Tensor]:
        """The questions' numbers for a seed text: for each assignment others."""
        if not hasattr(self._probe, "inputs"):
            raise AuthorError(f"{self.folder.name}/probe.py: no function inputs(seed); it makes the questions' numbers")
        number = int.from_bytes(hashlib.sha256(f"{seed}\0{self.name}".encode()).digest()[:7], "big")
        try:
            made = self._probe.inputs(number, self.digits) if self.wants_digits else self._probe.inputs(number)
        except Exception as error:
            raise AuthorError(said(error, self.folder / "probe.py")) from error
        if not isinstance(made, dict):
            raise AuthorError(
                f"{self.folder.name}/probe.py: inputs(seed) gave {type(made).__name__}; give a dict of numbers"
            )
        return {name: self._number(name, value) for name, value in made.items()}

    def _number(self, name: Any, value: Any) -> torch.Tensor:
        """What an author gave as one of the questions' numbers, as the tensor that travels."""
        import torch

        with suppress(TypeError, ValueError, RuntimeError):
            tensor = value if isinstance(value, torch.Tensor) else torch.tensor(value)
            if isinstance(name, str) and tensor.dtype in dtypes().values() and tensor.layout is torch.strided:
                return tensor.detach().cpu().contiguous()
        raise AuthorError(
            f"{self.folder.name}/probe.py, inputs(seed): {name!r} is {one_line(repr(value), 60)}; "
            f"give a tensor, a number or a list of numbers by a name"
        )

    @property
    def wants_digits(self) -> bool:
        """Whether the questions are about the course's digits."""
        made = getattr(self._probe, "inputs", None)
        return made is not None and "digits" in made.__code__.co_varnames[: made.__code__.co_argcount]

    def _read(self, name: str) -> str:
        path = self.folder / name
        if not path.is_file():
            raise AuthorError(f"{self.folder.name}/{name} is missing; every assignment has one")
        return path.read_text(encoding="utf-8")

    def _programs(self, kind: str) -> list[Path]:
        return sorted((self.folder / kind).glob("*.py"))

    def _overlays(self, kind: str) -> Sequence[Overlay]:
        found = []
        for path in self._programs(kind):
            source = path.read_text(encoding="utf-8")
            try:
                text = ast.get_docstring(ast.parse(source, str(path)))
            except SyntaxError as error:
                where = f"{self.folder.name}/{kind}/{path.name}, line {error.lineno}"
                raise AuthorError(f"{where}: {error.msg}") from None
            text, _, tasks = re.sub(r"\n *task = ([\d., ]+)\Z", r"\0\1", text or "").partition("\0")
            if not text:
                what = "the hint students read" if kind == "misconceptions" else "what is unusual but right about it"
                raise AuthorError(f"{self.folder.name}/{kind}/{path.name}: no module docstring; it is {what}")
            found.append(Overlay(path.stem, " ".join(text.split()), source, tasks.replace(",", " ").split()))
        return found


@dataclass(frozen=True)
class Given(Assignment):
    """What students have of an assignment: the folder `checks/` beside its notebook, with questions and visible tests."""

    called: str

    @property
    def name(self) -> str:
        """Such as ``06_training_loop``, whatever the student calls the folder."""
        return self.called


@dataclass(frozen=True)
class Course:
    """A folder with `solutions/` and `assignments/` in it."""

    root: Path

    @cached_property
    def digits(self) -> Digits:
        """The digits students have, and those held out."""
        return Digits(self.root / "assignments" / "digits", self.root / "solutions" / "digits")

    @cached_property
    def settings(self) -> Mapping[str, str]:
        """The texts that `solutions/course.toml` sets, if there is one. Raises AuthorError for what is no setting."""
        return {name: text for name, text in self._set.items() if isinstance(text, str)}

    @cached_property
    def follow_through(self) -> float:
        """The share of its points that a check earns which passes once earlier names are right: 1 if none is set."""
        return float(self._set.get(FOLLOW_THROUGH, 1.0))

    @cached_property
    def hints(self) -> int:
        """How far graded feedback goes: 1, a question; 2, where it was explained, too; 3, the line, too, if none is set."""
        return int(self._set.get(HINTS, 3))

    @cached_property
    def _set(self) -> Mapping[str, str | float]:
        path = self.root / "solutions" / "course.toml"
        try:
            found = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        except tomllib.TOMLDecodeError as error:
            raise AuthorError(f"solutions/course.toml: {error}") from None
        for name, value in found.items():
            if name == FOLLOW_THROUGH and (type(value) not in (int, float) or not 0 <= value <= 1):
                raise AuthorError(f"solutions/course.toml: {name} is a number from 0 to 1, and not {value!r}")
            if name == HINTS and (type(value) is not int or value not in (1, 2, 3)):
                raise AuthorError(f"solutions/course.toml: {name} is 1, 2 or 3, and not {value!r}")
            if name not in (FOLLOW_THROUGH, HINTS) and (name not in SETTINGS or not isinstance(value, str)):
                names = (*SETTINGS, FOLLOW_THROUGH, HINTS)
                raise AuthorError(f'solutions/course.toml: {name}: a line is `name = "text"`; names are {names}')
        return found

    @property
    def assignments(self) -> Sequence[Assignment]:
        """All assignments, in order."""
        folders = sorted(path.parent for path in (self.root / "solutions").glob("*/solution.py"))
        return [Assignment(folder, self.digits) for folder in folders]

    def find(self, name: str) -> Assignment:
        """The assignment of that name. Raises UnknownAssignmentError."""
        name = name.rstrip("/")  # as a shell completes it
        by_name: dict[str, Any] = {assignment.name: assignment for assignment in self.assignments}
        if name in by_name:
            return by_name[name]  # type: ignore[no-any-return]
        near = difflib.get_close_matches(name, by_name, n=1, cutoff=0.3)
        guess = f"Did you mean {near[0]}? " if near else ""
        known = ", ".join(by_name) or "none"
        raise UnknownAssignmentError(f"There is no assignment {name!r} in {self.root}. {guess}There are: {known}.")

    def chosen(self, names: Sequence[str] | None) -> Sequence[Assignment]:
        """The assignments of these names, or all if none is named. Raises UnknownAssignmentError, also if there is none."""
        if found := [self.find(name) for name in names] if names else self.assignments:
            return found
        raise UnknownAssignmentError(
            f"There is no assignment in {self.root}: one is a folder in solutions/ with a solution.py."
        )


def find_course(start: Path) -> Course:
    """The course that `start` lies in, or else the one this package was installed from. Raises UnknownAssignmentError."""
    here = start.resolve()
    for folder in [here, *here.parents, _INSTALLED_FROM]:
        if (folder / "solutions").is_dir():
            return Course(folder)
    raise UnknownAssignmentError(
        f"No folder solutions/ in {here} or above it; go to the course, or name it with --course."
    )


def course_in(folder: Path | None) -> Course:
    """The course in a folder; or, if none is named, the one that this process works in. Raises UsageError."""
    if folder is None:
        return find_course(Path.cwd())
    if not (folder / "solutions").is_dir():
        raise UsageError(f"--course {folder}: there is no folder solutions/ in it.")
    return Course(folder.resolve())


def has_course() -> bool:
    """Whether there is a course that this process works in."""
    try:
        course_in(None)
    except UnknownAssignmentError:
        return False
    return True


_INSTALLED_FROM: Final = Path(autograder.__file__).resolve().parents[1]
