"""Finds what was handed in: whose it is, where it lies, and what is wrong with it. Reads file names, and runs nothing."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course.errors import UsageError
from autograder.result import CLASS_FILES
from autograder.submission.notebook import SUFFIXES, UnreadableError, content


@dataclass(frozen=True)
class Found:
    """A submission's place: the student's name, and the file or what is wrong with it."""

    student: str
    path: Path
    problem: str = ""


def refuse_what_is_none(paths: Sequence[Path]) -> None:
    """Raises UsageError for a path that is not there, or is a file of another kind than submissions are."""
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise UsageError(f"{path} does not exist.")
        if path.is_file() and path.suffix not in SUFFIXES:
            raise UsageError(f"{path} is no submission: expected .ipynb or .py.")


def find(paths: Sequence[Path], assignment: str, results: Path | None = None) -> list[Found]:
    """The submissions in `paths`: files, or folders with a file or a folder for each student.

    A folder in which nothing but the assignment's own file lies is a student's. The folder of `results` is left out. A
    student's folder may hold a folder named after the assignment, as nbgrader's does. Two submissions under one name
    are a problem of both, since nobody could say whose is whose.
    """
    found: list[Found] = []
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            entries = [entry for entry in sorted(path.iterdir()) if not _hidden(entry) and _may_be_one(entry)]
            entries = [entry for entry in entries if results is None or entry.resolve() != results.resolve()]
            if len(entries) == 1 and entries[0].is_file() and entries[0].stem == assignment:
                entries = [path.resolve()]
            found += [of_student(entry, assignment) for entry in entries]
        else:
            found.append(Found(_clean(path.stem), path))
    counts, seen = Counter(_folded(item.student) for item in found), Counter[str]()
    for n, item in enumerate(found):
        if counts[_folded(item.student)] > 1:
            seen[item.student] += 1
            number = f" ({seen[item.student]})" if seen[item.student] > 1 else ""
            why = "another submission has the same student name; rename one of them"
            found[n] = Found(f"{item.student}{number}", item.path, why)
    return found


def of_student(entry: Path, assignment: str) -> Found:
    """A student's submission: a file, or the one file of a folder that is meant."""
    if not entry.is_dir() or entry.is_symlink():
        return Found(_clean(entry.stem), entry)
    try:
        return _in_folder(entry, assignment)
    except OSError as error:
        return Found(_clean(entry.name), entry, f"its folder cannot be read: {error.strerror}")


def _in_folder(entry: Path, assignment: str) -> Found:
    folder = entry / assignment if (entry / assignment).is_dir() else entry
    if folder.is_symlink():
        return Found(_clean(entry.name), folder, "its folder is a link; hand in the files themselves")
    if any(all((folder / name).is_file() for name in names) for names in (CLASS_FILES, ("result.json", "record.bin"))):
        return Found(_clean(entry.name), folder, "the folder holds results of `autograder grade`, no submission")
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES and not _hidden(file))
    named = [file for file in files if file.stem == assignment]
    if len(named) == 1 or len(files) == 1:
        return Found(_clean(entry.name), (named or files)[0])
    what = "no .ipynb or .py file" if not files else f"{len(files)} files; keep one, or name it {assignment}.ipynb"
    return Found(_clean(entry.name), folder, f"the folder holds {what}")


def _hidden(path: Path) -> bool:
    return path.name.startswith((".", "__"))


def _may_be_one(path: Path) -> bool:
    return path.is_dir() or path.suffix.lower() in SUFFIXES or path.is_symlink()


def _clean(name: str) -> str:
    name = "".join(letter if letter.isprintable() else "_" for letter in name).strip() or "_"
    return f"{name}_" if name in CLASS_FILES else name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def handed_in(found: Found) -> bytes | UnreadableError:
    """A submission as it travels to a worker: its bytes, or why there are none."""
    try:
        if found.problem:
            raise UnreadableError("STRUCTURE", found.problem)
        return content(found.path)
    except UnreadableError as error:
        return error
