"""Finds what was handed in: whose it is, where it lies, and what is wrong with it. Runs nothing."""

import atexit
import os
import re
import shutil
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Final

from autograder.course.assignment import Course
from autograder.course.errors import UsageError
from autograder.result import CLASS_FILES
from autograder.submission.archive import OTHERS, Allowance, ArchiveError, ignored, unpack
from autograder.submission.belongs import Signs, signs
from autograder.submission.choose import (
    GIVEN,
    Wanted,
    better_beside,
    choose,
    is_graded,
    is_handed_in,
    is_work,
    lying_beside,
    tree,
)  # fmt: skip
from autograder.submission.downloads import NAMES, SCHEMES, Parcel, Scheme, plain, recognised
from autograder.submission.notebook import UnreadableError, content, shown
from autograder.submission.roster import Roster


@dataclass(frozen=True)
class Found:
    """A submission's place: the student's name, and the file or what is wrong with it."""

    student: str
    path: Path
    problem: str = ""
    id: str = ""
    """What the platform knows the student by, if it says so."""
    late: bool = False
    notes: tuple[str, ...] = ()
    """For the student: which file was taken, and what was left out."""
    flags: tuple[str, ...] = ()
    """For the teacher: why a person should look."""
    beside: Mapping[str, Path] = field(default_factory=dict, hash=False)
    """What goes into the sandbox, by its path from the notebook."""
    name: str = ""
    """The file's name as the student gave it, where a platform changed it."""
    platform: str = ""
    """Where it came from, such as ``Canvas download``."""

    @property
    def shown(self) -> str:
        """The file's name as it can be printed."""
        return self.name or shown(self.path)


@dataclass(frozen=True)
class Handed:
    """A submission as it travels to a worker: the bytes of its file, or why there are none, and what lies beside it."""

    student: str
    name: str
    content: bytes | UnreadableError
    beside: Mapping[str, bytes] = field(default_factory=dict)
    id: str = ""
    late: bool = False
    notes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


def refuse_what_is_none(paths: Sequence[Path], *, archives: bool = False) -> None:
    """Raises UsageError for a path that is not there, or is a file of another kind than submissions are."""
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist.")
        if path.is_file() and not is_work(path.name) and not (archives and path.suffix.lower() == ".zip"):
            if archives and path.name.lower().endswith(OTHERS):
                raise UsageError(f"{path} is an archive that is not read: export it as .zip, or unpack it first.")
            raise UsageError(f"{path} is no submission: expected .ipynb or .py.")


def refuse_nobody(found: Sequence[Found], paths: Sequence[Path]) -> None:
    """Raises UsageError where nothing was found in the paths."""
    if not found:
        where = ", ".join(map(str, paths))
        raise UsageError(f"No submission in {where}: expected .ipynb or .py files, or a folder for each student.")


def find(
    paths: Sequence[Path],
    assignment: str,
    results: Path | None = None,
    *,
    course: Course | None = None,
    scheme: str = "",
    roster: Roster | None = None,
) -> list[Found]:
    """The submissions in `paths`: files, folders with a file or a folder for each student, or what a platform gives.

    A folder in which nothing but the assignment's own file lies, and what belongs to it, is a student's. The folder of
    `results` is left out. A student's folder may hold a folder named after the assignment, as nbgrader's does. By the
    course it is seen which file is of another assignment. `scheme` names the platform; else it is recognised. A `roster`
    gives names, ids and the order. Of two students of one name who have an id each, the name gets it; without, that is a
    problem of both, since nobody could say whose is whose. A path that is named twice counts once. A link in `paths` is
    followed; one in a folder is not, since a student may have made it.

    Raises UsageError for an archive that cannot be read and for a scheme that there is not.
    """
    wanted = _wanted(assignment, course)
    _refuse_unknown(scheme)
    found: list[Found] = []
    for path in {os.path.abspath(path): path for path in paths}.values():
        if path.suffix.lower() == ".zip" and path.is_file():
            found += _in_archive(path, wanted, results, scheme)
        elif path.is_dir():
            found += _in_folder(path, wanted, results, scheme, {})
        else:
            parcel = plain(path)
            found.append(of_parcel(replace(parcel, files={path.name: path.resolve()}), wanted, {}))
    return _told_apart(_named(found, roster) if roster else found)


def _wanted(assignment: str, course: Course | None, asked: Collection[str] = ()) -> Wanted:
    if course is None:
        return Wanted(assignment, {assignment: Signs(frozenset(asked), frozenset())} if asked else {})
    released = course.root / "assignments" / assignment / f"{assignment}.ipynb"
    return Wanted(assignment, signs(course), released.read_bytes() if released.is_file() else b"")


def _named(found: Sequence[Found], roster: Roster) -> list[Found]:
    """The submissions with the names and ids of the roster, in its order; behind them those whom it does not know."""
    known, unknown = [], []
    for item in found:
        if (place := roster.place(item.student, item.id)) is None:
            unknown.append(replace(item, flags=(*item.flags, f"{item.student} is not in the roster")))
        else:
            person = roster.people[place]
            known.append((place, replace(item, student=clean(person.name), id=person.id or item.id)))
    return [item for _, item in sorted(known, key=lambda pair: pair[0])] + unknown


def _told_apart(found: Sequence[Found]) -> list[Found]:
    """The submissions with names that are each one's own, or a problem where nobody could say whose is whose."""
    counts = Counter(folded(item.student) for item in found)
    named = [
        replace(item, student=clean(f"{item.student} ({item.id})"))
        if counts[folded(item.student)] > 1 and item.id
        else item
        for item in found
    ]
    counts, taken = Counter(folded(item.student) for item in named), {item.student for item in named}
    seen: set[str] = set()
    for place, item in enumerate(named):
        if counts[folded(item.student)] > 1:
            name, number = item.student, 1
            while name in seen or (number > 1 and name in taken):
                number += 1
                name = f"{item.student} ({number})"
            seen.add(name)
            named[place] = replace(item, student=name, problem=_SAME, beside={})
    return named


_SAME: Final = "another submission has the same student name; rename one of them"


def hidden(paths: Sequence[Path]) -> str:
    """A sentence on what `find` leaves out as hidden, though a submission may be behind it; nothing where there is none."""
    names = [name for path in paths if path.is_dir() for name in _hidden_in(path)]
    if not names:
        return ""
    return f"Left out, since a name that begins with a dot or two underscores is hidden: {', '.join(names)}."


def _hidden_in(folder: Path) -> list[str]:
    """The names of hidden files and folders in which somebody's work may be."""
    entries = [entry for entry in sorted(folder.iterdir()) if _is_hidden(entry.name)]
    return [
        shown(entry)
        for entry in entries
        if is_handed_in(entry.name) or (entry.is_dir() and any(is_work(path.name) for path in entry.rglob("*")))
    ]


def _is_hidden(name: str) -> bool:
    """Whether a name is hidden, and not by a system, an editor or another tool, which makes such names itself."""
    return name.startswith((".", "__")) and name not in _TOOLS and not name.startswith(("._", ".#", ".~", ".fuse"))


_TOOLS: Final = frozenset(
    "__MACOSX __pycache__ __init__.py .Trashes .cache .config .devcontainer .fseventsd .git .github .idea "
    ".ipynb_checkpoints .ipython .jupyter .mypy_cache .pytest_cache .ruff_cache .snapshot .venv .vscode".split()
)


def said(found: Sequence[Found]) -> list[str]:
    """A line on each platform that submissions came from: how many students, and how many of them are late."""
    lines = []
    for platform in dict.fromkeys(item.platform for item in found if item.platform):
        items = [item for item in found if item.platform == platform]
        late = sum(item.late for item in items)
        lines.append(f"{platform}: {len(items)} student{'s' * (len(items) != 1)}{f', {late} late' if late else ''}.")
    return lines


# --------------------------------------------------------------------------------------------------------------- folders


def _in_archive(path: Path, wanted: Wanted, results: Path | None, scheme: str) -> list[Found]:
    """What lies in an archive: a class's, or one student's, which then has the student's name."""
    root = _unpacked() / path.stem
    try:
        left_out = unpack(path, root, Allowance())
    except ArchiveError as error:
        raise UsageError(f"{path} cannot be read: {error}.") from None
    return _in_folder(root, wanted, results, scheme, left_out, archive=path)


def _in_folder(
    root: Path,
    wanted: Wanted,
    results: Path | None,
    scheme: str,
    left_out: Mapping[Path, str],
    archive: Path | None = None,
) -> list[Found]:
    entries = _entries(root, results, left_out)
    while len(entries) == 1 and entries[0].is_dir() and not entries[0].is_symlink():  # as it was packed, or unpacked
        inner = _entries(entries[0], results, left_out)
        if not (archive or recognised(entries[0], inner)) or _is_a_students(inner, wanted) or recognised(root, entries):
            break
        root, entries = entries[0], inner
    chosen = _scheme(scheme, root, entries)
    if chosen:
        parcels = [*chosen.read(chosen, root, entries)]
    elif _is_a_students(entries, wanted):
        name = Path(archive.name).stem if archive else root.resolve().name
        parcels = [Parcel(name, {"": root if archive else root.resolve()})]
    else:
        parcels = [
            plain(entry) for entry in entries if entry.is_dir() or entry.is_symlink() or _counts(entry, left_out)
        ]
    found = [of_parcel(parcel, wanted, left_out) for parcel in parcels]
    return [replace(item, platform=chosen.title) for item in found] if chosen else found


def _counts(entry: Path, left_out: Mapping[Path, str]) -> bool:
    return is_handed_in(entry.name) or entry in left_out


def _entries(root: Path, results: Path | None, left_out: Mapping[Path, str]) -> list[Path]:
    """What lies in a folder, and what would if it had been unpacked."""
    tops = {root / path.relative_to(root).parts[0] for path in left_out if root in path.parents}
    entries = sorted({*root.iterdir(), *tops})
    left = [entry for entry in entries if ignored(entry.name) or entry.name.startswith("__")]
    return [e for e in entries if e not in left and (results is None or e.resolve() != results.resolve())]


def _refuse_unknown(scheme: str) -> None:
    """Raises UsageError for a platform that there is not."""
    if scheme and scheme not in NAMES:
        raise UsageError(f"--from {scheme}: it is one of {', '.join(NAMES)}.")


def _scheme(name: str, root: Path, entries: Sequence[Path]) -> Scheme | None:
    named = [scheme for scheme in SCHEMES if scheme.name == name]
    return named[0] if named else None if name else recognised(root, entries)


def _is_a_students(entries: Sequence[Path], wanted: Wanted) -> bool:
    """Whether a folder is one student's: the assignment's file and no other, or the folders that students get."""
    folders = [entry for entry in entries if entry.is_dir()]
    if any(entry.name == "checks" for entry in folders) or any(
        (entry / wanted.name).is_dir() for entry in entries if entry.name == "assignments"
    ):
        return True
    work = [entry for entry in entries if entry.is_file() and is_work(entry.name)]
    own = [entry for entry in work if entry.stem == wanted.name]
    notebooks = [entry for entry in work if entry.suffix == ".ipynb"]
    if len(own) != 1 or len(notebooks) > 1 or (len(work) > 1 and own != notebooks):
        return False
    folders = [entry for entry in folders if entry.name not in GIVEN]
    names = [entry.name for entry in entries if entry.is_file()]
    inner = [name for folder in folders for _, _, names in tree(folder) for name in names]
    if any(name.lower().endswith(".zip") for name in [*names, *inner]):  # as others' work may come
        return False
    return not any(name.endswith(".ipynb") or Path(name).stem == wanted.name for name in inner)


# ----------------------------------------------------------------------------------------------------- one student's


def of_student(entry: Path, assignment: str, course: Course | None = None, asked: Collection[str] = ()) -> Found:
    """A student's submission: a file, or the one file of a folder that is meant; `asked` as `of_file` has it."""
    return of_parcel(plain(entry), _wanted(assignment, course, asked), {})


def of_file(path: Path, assignment: str, course: Course | None = None, asked: Collection[str] = ()) -> Found:
    """A submission whose file is known, with what lies beside it; where it answers nothing, the one beside it that does.

    Without the course, `asked` are the names that the assignment asks for.
    """
    parcel, wanted = plain(path), _wanted(assignment, course, asked)
    if better := better_beside(path, wanted):
        parcel.files |= {better.name: better}
    alone = of_parcel(parcel, wanted, {})
    if alone.problem or path.is_symlink():
        return alone
    beside, remarks = lying_beside(alone.path, wanted)
    return replace(alone, beside=beside, notes=(*alone.notes, *remarks), flags=(*alone.flags, *remarks))


def of_parcel(parcel: Parcel, wanted: Wanted, left_out: Mapping[Path, str]) -> Found:
    """A student's submission among what came of the student."""
    student, path = clean(parcel.student), next(iter(parcel.files.values()))
    common = Found(
        student, path, parcel.problem, id=parcel.id, late=parcel.late,
        notes=tuple(parcel.notes), flags=tuple(parcel.flags),
    )  # fmt: skip
    if parcel.problem:
        return common
    if path.is_symlink() or (path.exists() and not path.is_file() and not path.is_dir()):
        return common  # whoever reads it says what it is
    try:
        return _found(common, parcel, wanted, left_out)
    except OSError as error:
        return replace(common, problem=f"its folder cannot be read: {error.strerror}")


def _found(common: Found, parcel: Parcel, wanted: Wanted, left_out: Mapping[Path, str]) -> Found:
    bases = {}
    for name, base in parcel.files.items():
        folder = base / wanted.name if base.is_dir() and (base / wanted.name).is_dir() else base
        if folder.is_symlink():
            return replace(common, path=folder, problem="its folder is a link; hand in the files themselves")
        if is_graded(folder):
            return replace(common, path=folder, problem="the folder holds results of `autograder grade`, no submission")
        bases[name] = folder
    choice = choose(bases, wanted, left_out, _unpacked)
    folders = [base for base in bases.values() if base.is_dir()]
    if choice.problem and (names := [name for base in folders for name in _hidden_in(base)]):
        choice.problem += f"; {', '.join(names)} is hidden by its name: rename it"
    if choice.problem and (
        names := [shown(path) for base in folders for path in base.rglob(_COPIES) if is_work(path.name)]
    ):
        choice.problem += (
            f"; {', '.join(names[:5])} in .ipynb_checkpoints is a copy that Jupyter keeps: save it as a notebook"
        )
    return replace(
        common,
        path=choice.path,
        name=choice.name,
        problem=choice.problem,
        notes=(*common.notes, *choice.notes),
        flags=(*common.flags, *(() if choice.problem else choice.flags)),  # a problem says them itself
        beside={} if choice.problem else choice.beside,
    )


_COPIES: Final = ".ipynb_checkpoints/*"
"""Where Jupyter keeps a copy of what was last saved by hand."""


@cache
def _temporary() -> str:
    """Where this process unpacks archives; it is gone when the process ends."""
    folder = tempfile.mkdtemp(prefix="autograder-handed-in-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _unpacked() -> Path:
    """A new folder to unpack into."""
    return Path(tempfile.mkdtemp(dir=_temporary()))


def clean(name: str) -> str:
    """A student's name as that of a folder of results."""
    name = "".join(letter if letter.isprintable() and letter != "/" else "_" for letter in name).strip() or "_"
    if name in (".", "..") or len(name.encode()) > _LONGEST:
        name = re.sub(r"^\.+", "_", name).encode()[:_LONGEST].decode(errors="ignore")
    return f"{name}_" if name in CLASS_FILES else name


_LONGEST: Final = 255
"""Bytes of a name that file systems take."""


def folded(name: str) -> str:
    """A name as it is compared: some file systems make no difference either."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def handed_in(found: Found) -> Handed:
    """A submission as it travels to a worker."""
    beside: dict[str, bytes] = {}
    data: bytes | UnreadableError
    try:
        if found.problem:
            raise UnreadableError("STRUCTURE", found.problem)
        data = content(found.path)
        beside = {name: content(path) for name, path in found.beside.items()}
    except UnreadableError as error:
        data = error
    return Handed(found.student, found.shown, data, beside, found.id, found.late, found.notes, found.flags)
