"""Brings an assignment of another system into a course, and says what could not be brought over. Overwrites nothing."""

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.authoring.imported.as_course import as_course
from autograder.authoring.imported.as_nbgrader import as_nbgrader
from autograder.authoring.imported.book import Book, Left, slug
from autograder.authoring.imported.from_nbgrader import from_nbgrader
from autograder.authoring.imported.from_otter import from_otter
from autograder.authoring.imported.from_pytest import from_pytest
from autograder.course.assignment import Course
from autograder.course.errors import UsageError
from autograder.submission.notebook import as_bytes

READERS: Final[Mapping[str, Callable[[Path], Book]]] = {
    "nbgrader": from_nbgrader, "otter": from_otter, "pytest": from_pytest,
}  # fmt: skip
"""The systems that an assignment may be of."""


@dataclass(frozen=True)
class Brought:
    """What was written, how much of it there was, and what was left."""

    paths: Sequence[Path]
    questions: int
    cases: int
    done: int
    left: Sequence[Left]


def bring(system: str, path: Path, course: Path, name: str = "") -> Brought:
    """Writes an assignment as nbgrader's source version to `source/NAME/` of a course directory. Raises UsageError."""
    books = [_read(system, one) for one in _notebooks(system, path)]
    if not (course / "nbgrader_config.py").is_file():
        raise UsageError(f"{course} is no course directory of nbgrader's; `autograder init {course}` makes one")
    name = name or slug(books[0].name if len(books) == 1 else path.resolve().name)
    if not re.fullmatch(r"[\w-]+", name, re.ASCII):
        raise UsageError(f"{name!r} is no name for an assignment: letters, digits, _ and -, such as hw01")
    folder = _free(course / "source" / name)
    questions = [question for book in books for question in book.questions]
    cases = sum(len(question.cases) for question in questions)
    if system == "nbgrader":  # it is a source version already: nothing is written anew, so nothing can be lost
        return Brought(_write(folder, {}, _all_below(path, name)), len(questions), cases, cases, [])
    (book,) = books
    paths = _write(folder, {f"{name}.ipynb": as_bytes(as_nbgrader(book))}, book.files)
    return Brought(paths, len(questions), cases, cases, book.left)


def _notebooks(system: str, path: Path) -> Sequence[Path]:
    """All notebooks of an assignment of nbgrader's; the others have one."""
    return sorted(path.glob("*.ipynb")) or [path] if system == "nbgrader" and path.is_dir() else [path]


def _all_below(path: Path, name: str) -> Mapping[str, Path]:
    """A notebook, or all of a folder; a notebook that stands alone is called as the assignment."""
    if not path.is_dir():
        return {f"{name}.ipynb": path}
    found = {
        str(file.relative_to(path)): file
        for file in sorted(path.rglob("*"))
        if file.is_file()
        and not file.is_symlink()
        and not any(part[0] in "._" for part in file.relative_to(path).parts)
    }
    if len(own := [inner for inner in found if inner.endswith(".ipynb") and "/" not in inner]) == 1:
        found = {f"{name}.ipynb": found.pop(own[0]), **found}
    return found


def bring_honest(system: str, path: Path, course: Course, name: str = "") -> Brought:
    """Writes an assignment in the kit's own form to `solutions/NAME/`. Raises UsageError."""
    book = _read(system, path)
    taken = [folder.name for folder in (course.root / "solutions").glob("[0-9][0-9]_*")]
    if not name:
        words = re.sub(r"^\d+_", "", slug(book.name).lower())
        name = f"{max((int(one[:2]) for one in taken), default=0) + 1:02}_{words}"
    if not re.fullmatch(r"\d\d_[a-z][a-z0-9_]*", name):
        raise UsageError(f"{name!r} is no name for an assignment: two digits and words, such as 08_my_topic")
    if same := [one for one in taken if one[:2] == name[:2]]:
        raise UsageError(f"{same[0]} is there already, with tasks {int(name[:2])}.1 and so on; take another number")
    files = as_course(book, int(name[:2]), name)
    cases = sum(len(question.cases) for question in book.questions)
    done = files["test_visible.py"].count("@pytest.mark.task") + files.get("test_hidden.py", "").count(
        "@pytest.mark.task"
    )
    for file in book.files:
        book.leave(
            file, "a file", "a notebook of the kit's reads what lies beside it: put it into assignments/ yourself"
        )
    folder = _free(course.root / "solutions" / name)
    written = _write(folder, {file: text.encode() for file, text in files.items()}, {})
    paths = [one.relative_to(course.root) for one in written]
    return Brought(paths, len(book.questions), cases, done, book.left)


def _read(system: str, path: Path) -> Book:
    if system not in READERS:
        raise UsageError(f"There is no system {system!r}. There are: {', '.join(READERS)}.")
    if not path.exists():
        raise UsageError(f"There is no {path}.")
    return READERS[system](path)


def _free(folder: Path) -> Path:
    if folder.exists():
        raise UsageError(f"{folder} is there already, and nothing is overwritten; name another with --as")
    return folder


def _write(folder: Path, files: Mapping[str, bytes], copies: Mapping[str, Path]) -> list[Path]:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    for name, path in copies.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / name)
    return [folder / name for name in (*files, *copies)]
