"""The one file of a student's that is meant, wherever it lies, and what lies beside it. Reads files, and runs nothing."""

import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final

from autograder.result import CLASS_FILES
from autograder.submission.archive import MAX_DEPTH, MAX_FOLDERS, OTHERS, Allowance, ArchiveError, ignored, unpack
from autograder.submission.belongs import Signs, foreign, whose
from autograder.submission.downloads import COPY
from autograder.submission.notebook import SUFFIXES, UnreadableError, content
from autograder.submission.written import Written, answers, defines_none, given, written

MAX_BESIDE: Final = 16 << 20
"""Bytes of all that goes into the sandbox beside a notebook."""
MAX_FILES: Final = 1000
"""How many files do; and twenty times as many are looked at."""

MAX_OF_ONE: Final = 512 << 20
"""Bytes that come out of a student's archives."""

GIVEN: Final = ("checks", "digits", "timestamp.txt", "environment.yml")
"""What students get with their notebook, or nbgrader puts beside it: it is nobody's work."""

KINDS: Final = {
    ".pdf": "a PDF document", ".doc": "a Word document", ".docx": "a Word document", ".odt": "a text document",
    ".rtf": "a text document", ".pages": "a text document", ".html": "a web page", ".htm": "a web page",
    ".png": "a picture", ".jpg": "a picture", ".jpeg": "a picture", ".heic": "a picture", ".webp": "a picture",
    ".gif": "a picture", ".gdoc": "a link to a document",
    **dict.fromkeys(OTHERS, "an archive that is not read; export it as zip"),
}  # fmt: skip
"""What people hand in that is no notebook, by its ending: a person should look at it."""

_NOTEBOOK: Final = re.compile(r"\.ipynb(?:\.txt|\.json)?$", re.IGNORECASE)
_COPIED: Final = re.compile(
    r"(?:[ _-]*\(\d+\)|-copy\d*|[ _-]+(?:copy|kopie|copie|copia)(?:[ _]?\(?\d+\)?)?|-\d{1,2})+$", re.IGNORECASE
)  # as browsers, Canvas, Jupyter, Windows and macOS name a second one


@dataclass(frozen=True)
class Wanted:
    """The assignment that is graded; where the course is known, also the signs of all, and this one as it was released."""

    name: str
    signs: Mapping[str, Signs] = field(default_factory=dict)
    released: bytes = b""

    @property
    def others(self) -> set[str]:
        """The plain names of the other assignments."""
        return {_plain(name) for name in self.signs} - {_plain(self.name)}

    @property
    def asked(self) -> frozenset[str]:
        """The names that its tasks ask for, where they are known."""
        return self.signs[self.name].definitions if self.name in self.signs else frozenset()

    @cached_property
    def given(self) -> frozenset[str]:
        """The sources of the cells that were handed out."""
        return given(self.released, f"{self.name}.ipynb")


@dataclass
class Choice:
    """What a student's files come to: the file that is graded or a problem, and what is said about the rest."""

    path: Path
    name: str = ""
    problem: str = ""
    notes: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    beside: dict[str, Path] = field(default_factory=dict)

    def remark(self, sentence: str) -> None:
        """Says something to the student, and to the teacher, who should look."""
        self.notes.append(sentence)
        self.flags.append(sentence)


@dataclass(frozen=True)
class _File:
    """A file by its path in the student's folder."""

    inner: PurePosixPath
    path: Path
    archive: str = ""
    """The name of the student's archive that it lay in."""

    @property
    def stem(self) -> str:
        return _NOTEBOOK.sub("", self.inner.name) if self.is_notebook else self.inner.stem

    @property
    def is_notebook(self) -> bool:
        return bool(_NOTEBOOK.search(self.inner.name))

    @property
    def is_script(self) -> bool:
        return self.inner.suffix.lower() == ".py"

    @property
    def given(self) -> bool:
        return any(part in GIVEN for part in self.inner.parts)


def is_work(name: str) -> bool:
    """Whether a file of that name can be graded."""
    return bool(_NOTEBOOK.search(name)) or name.lower().endswith(SUFFIXES)


def is_handed_in(name: str) -> bool:
    """Whether a file of that name in a class's folder is somebody's: to be graded, unpacked or at least named."""
    kinds = KINDS.keys() - {".html", ".htm", ".whl"}  # such as a page of our own
    return is_work(name) or name.lower().endswith((".zip", *kinds))


def is_copy(stem: str, name: str) -> bool:
    """Whether a file is called as a copy of the one of that name: ``Copy of x``, ``x (1)``, ``x-Copy1``."""
    return _plain(_COPIED.sub("", re.sub(rf"^(?:{COPY}[ _])+", "", stem))) == _plain(name)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name).strip("_").casefold()


# ------------------------------------------------------------------------------------------------------------ the choice


def choose(
    bases: Mapping[str, Path], wanted: Wanted, left_out: Mapping[Path, str], unpacked: Callable[[], Path]
) -> Choice:
    """The choice among a student's files and folders, by their names in the student's folder.

    `left_out` says of paths in an archive why they were not unpacked; more archives are unpacked into what `unpacked` makes.
    """
    name, first = next(iter(bases.items()))
    choice = Choice(first, shown(name))
    files = [file for inner, base in bases.items() for file in _walk(inner, base, choice, left_out)]
    if len(files) > 20 * MAX_FILES:
        choice.problem = f"the folder holds more than {20 * MAX_FILES} files"
        return choice
    files = _with_archives(files, wanted, choice, unpacked)
    seen = [file for file in files if not file.inner.name.startswith("__")]  # the others are hidden, but may go along
    candidates = _candidates(seen, wanted)
    if not candidates:
        choice.problem = _nothing_in(seen, is_folder=first.is_dir())
        if choice.flags:
            choice.problem += f"; {'; '.join(choice.flags)}"
        return choice
    if len(candidates) > 1:
        candidates.sort(key=lambda file: _rank(file, wanted), reverse=True)
    _take(candidates, files, wanted, choice)
    return choice


def _walk(name: str, base: Path, choice: Choice, left_out: Mapping[Path, str]) -> Iterator[_File]:
    """The files below a path; links are not followed, since they can point at somebody else's work."""
    inside = PurePosixPath(name)
    for path, why in left_out.items():
        if path == base or base in path.parents:
            choice.remark(f"{shown(inside / path.relative_to(base).as_posix())} was left out: {why}")
    if not base.is_dir():
        if base.is_file() and not base.is_symlink():
            yield _File(inside, base)
        return
    count = 0
    for here, folders, names in tree(base):
        for entry in sorted(one for one in [*folders, *names] if (here / one).is_symlink()):
            choice.remark(f"{shown(entry)} is a link; hand in the file itself")
        for entry in names:
            if stat.S_ISREG((here / entry).lstat().st_mode):
                yield _File(inside / (here / entry).relative_to(base).as_posix(), here / entry)
                count += 1
        if count > 20 * MAX_FILES:
            return


def tree(base: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """The folders below a path with what lies in each, as `os.walk`; without what is nobody's work, or too deep."""
    for folder, folders, names in os.walk(base):
        here = Path(folder)
        deep = len(here.parts) - len(base.parts) >= MAX_FOLDERS
        folders[:] = [] if deep else sorted(one for one in folders if not ignored(one) and not _is_a_tools(here / one))
        yield here, folders, sorted(one for one in names if not ignored(one))


def _is_a_tools(folder: Path) -> bool:
    return (folder / "pyvenv.cfg").exists() or is_graded(folder)


def is_graded(folder: Path) -> bool:
    """Whether a folder holds what `autograder grade` wrote, for a class or a student: that is never a submission."""
    return any(all((folder / one).is_file() for one in names) for names in (CLASS_FILES, ("result.json", "record.bin")))


def _with_archives(files: list[_File], wanted: Wanted, choice: Choice, unpacked: Callable[[], Path]) -> list[_File]:
    """The files, and where no notebook in which anything is written is among them those that lie in archives."""
    allowance = Allowance(20 * MAX_FILES, MAX_OF_ONE)
    for _ in range(MAX_DEPTH):
        archives = [file for file in files if file.inner.suffix.lower() == ".zip"]
        if not archives or any(_written(file, wanted) for file in files if _is_certain(file, wanted)):
            return files
        files = [file for file in files if file not in archives]
        for file in archives:
            to = unpacked() / "in"
            try:
                left_out = unpack(file.path, to, allowance)
            except ArchiveError as error:
                choice.remark(f"{shown(file.inner)} cannot be read: {error}")
                continue
            inside = _walk(str(file.inner.parent), to, choice, left_out)
            files += [replace(one, archive=file.archive or file.inner.name) for one in inside]
    for file in files:
        if file.inner.suffix.lower() == ".zip":
            choice.remark(f"{shown(file.inner)} was not opened: an archive in an archive in an archive")
    return files


def _own(file: _File, wanted: Wanted) -> bool:
    return (file.is_notebook or file.is_script) and not file.given and is_copy(file.stem, wanted.name)


def _is_certain(file: _File, wanted: Wanted) -> bool:
    """Whether a file can be meant, whatever else there is: a notebook, or a program of the assignment's name."""
    return (file.is_notebook and not file.given) or _own(file, wanted)


def _candidates(files: Sequence[_File], wanted: Wanted) -> list[_File]:
    """The files that can be meant: notebooks, and programs of the assignment's name; else any program.

    Where none of these answers a task, a program that does may be meant: the notebook then is as it was handed out.
    """
    certain = [file for file in files if _is_certain(file, wanted)]
    programs = [file for file in files if file.is_script and not file.given and file not in certain]
    if not certain or not programs:
        return certain or programs
    answering = [file for file in programs if wanted.asked and _offers(file, wanted)]
    if not answering or any(_written(file, wanted) is Written.ANSWERS for file in certain):
        return certain
    return [*certain, *answering]


def _rank(file: _File, wanted: Wanted) -> tuple[object, ...]:
    """What is of this assignment, and filled in, called as it is, a notebook, and the newest."""
    data = _read(file)
    exact, copy = file.stem == wanted.name, is_copy(file.stem, wanted.name)
    number = re.search(r"(\d+)\)?$", file.stem) if copy and not exact else None
    return (
        not whose(data, file.inner.name, wanted.name, wanted.signs),
        not foreign(data, file.inner.name, wanted.name, wanted.signs),
        _written(file, wanted),
        _plain(file.stem) not in wanted.others,
        2 * exact + (copy and not exact),
        file.is_notebook,
        int(file.path.stat().st_mtime),
        int(number[1]) if number else 0,
        str(file.inner),
    )


def _written(file: _File, wanted: Wanted) -> Written:
    """What is written in a file."""
    data = _read(file)
    if data and data == wanted.released:  # as most are, where there is more than one
        return Written.NOTHING
    return written(data, file.inner.name, wanted.given, wanted.asked)


def _read(file: _File) -> bytes:
    try:
        return content(file.path)
    except UnreadableError:
        return b""


def _take(ranked: Sequence[_File], files: Sequence[_File], wanted: Wanted, choice: Choice) -> None:
    chosen, *others = ranked
    choice.path, choice.name = chosen.path, shown(chosen.inner.name)
    data = _read(chosen)
    if other := whose(data, chosen.inner.name, wanted.name, wanted.signs):
        choice.problem = f"this is the notebook of {other}, not of {wanted.name}"
        return
    if what := foreign(data, chosen.inner.name, wanted.name, wanted.signs):
        choice.problem = f"this is {what}; it is not of {wanted.name}"
        return
    if _plain(chosen.stem) in wanted.others:
        choice.notes.append(f"{choice.name} is named after another assignment; it is graded as {wanted.name}")
    twins = [file for file in files if file.is_script and file.stem == chosen.stem and file != chosen]
    rivals = [file for file in others if file not in twins and _rivals(file, data, wanted)]
    beside = [file for file in files if file not in ranked or (chosen.is_script and file.is_script and file != chosen)]
    if chosen.is_script and not _own(chosen, wanted):
        rivals = [
            file for file in rivals if file.is_notebook or (_offers(file, wanted) and not _imports(data, file.stem))
        ]
    empty = [file for file in rivals if not _written(file, wanted)]
    rivals = [file for file in rivals if file not in empty]
    names = _told_apart([chosen, *rivals, *empty])
    if rivals:
        choice.remark(f"{names[chosen]} is graded, and not {_listed([names[file] for file in rivals])}")
    elif empty:
        choice.notes.append(
            f"{names[chosen]} is graded, and not {_listed([names[file] for file in empty])}, where nothing is written"
        )
    elif twins and chosen.is_notebook:
        choice.notes.append(f"{names[chosen]} is graded, and not the program made from it")
    elif len(chosen.inner.parts) > 1 or others or not chosen.inner.name.lower().endswith(SUFFIXES):
        choice.notes.append(f"{names[chosen]} is graded")
    if wanted.asked and defines_none(data, chosen.inner.name, wanted.asked):
        choice.remark("it defines none of the functions that are asked for")
    documents = [file for file in files if file.inner.suffix.lower() in KINDS and not file.given]
    for file in documents[:5]:
        if not file.inner.name.lower().endswith(".whl"):
            kind = KINDS[file.inner.suffix.lower()]
            choice.remark(f"{shown(file.inner)} was handed in, too, and not graded: it is {kind}")
    if len(documents) > 5:
        choice.remark(f"{len(documents) - 5} more documents and pictures were not graded")
    _lay_beside([file for file in beside if file not in twins and file not in rivals], chosen, wanted, choice)


def _rivals(file: _File, data: bytes, wanted: Wanted) -> bool:
    """Whether a file could have been meant as well: another notebook of this assignment, with something else in it."""
    there = _read(file)
    if there == data or whose(there, file.inner.name, wanted.name, wanted.signs):
        return False
    return _plain(file.stem) not in wanted.others


def _told_apart(files: Sequence[_File]) -> dict[_File, str]:
    """The files' names as they can be printed: of two of one name, also which archive they came in."""
    counts = Counter(file.inner for file in files)
    return {
        file: shown(file.inner) + (f" in {shown(file.archive)}" if counts[file.inner] > 1 and file.archive else "")
        for file in files
    }


def _offers(file: _File, wanted: Wanted) -> bool:
    """Whether a program answers tasks, so that it is no module of another one; where nobody can say, it does."""
    return not wanted.asked or answers(_read(file).decode(errors="replace"), wanted.asked)


def _imports(data: bytes, module: str) -> bool:
    return bool(re.search(rb"^\s*(?:from|import)\s+%b\b" % re.escape(module).encode(), data, re.MULTILINE))


def _nothing_in(files: Sequence[_File], *, is_folder: bool) -> str:
    named = [
        f"{shown(file.inner)} ({KINDS[file.inner.suffix.lower()]})"
        for file in files
        if file.inner.suffix.lower() in KINDS and not file.given
    ]
    rest = [shown(file.inner) for file in files if file.inner.suffix.lower() not in KINDS and not file.given]
    what = "the folder holds no .ipynb or .py file" if is_folder else "there is no .ipynb or .py file"
    return f"{what}, but {_listed([*named, *rest])}" if named or rest else what


def _listed(names: Sequence[str]) -> str:
    more = [f"{len(names) - 5} more"] if len(names) > 6 else []
    names = [*names[:5], *more] if more else list(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def shown(path: PurePosixPath | str) -> str:
    """A path as it can be printed."""
    return "".join(letter if letter.isprintable() else "_" for letter in str(path))[:200]


# ---------------------------------------------------------------------------------------------------------------- beside


def better_beside(path: Path, wanted: Wanted) -> Path | None:
    """The file at the side of one that answers no task, if it does; they are then chosen among."""
    one, *others = (
        _File(PurePosixPath(each.name), each)
        for each in (path, *sorted(path.parent.iterdir()))
        if each == path or (is_work(each.name) and not each.is_symlink() and each.is_file() and not ignored(each.name))
    )
    if not wanted.asked or one.path.is_symlink() or _written(one, wanted) is Written.ANSWERS:
        return None
    there = [file for file in others if file != one and _written(file, wanted) is Written.ANSWERS]
    return max(there, key=lambda file: _rank(file, wanted)).path if there else None


def lying_beside(path: Path, wanted: Wanted) -> tuple[dict[str, Path], list[str]]:
    """What goes along with a file that is known, and what is to be said of the rest."""
    choice = Choice(path)
    files = [*_walk("", path.parent, choice, {})]
    chosen = _File(PurePosixPath(path.name), path)
    rest = [file for file in files if file != chosen and file.stem != chosen.stem]
    _lay_beside(rest, chosen, wanted, choice)
    return choice.beside, choice.notes


def _lay_beside(files: Sequence[_File], chosen: _File, wanted: Wanted, choice: Choice) -> None:
    """Lets go along what lies at the notebook's side or below it, and is the student's own."""
    found = {}
    for file in files:
        inner = _below(file, chosen)
        if inner and goes_along(inner) and not any(part in wanted.signs for part in PurePosixPath(inner).parts):
            found[inner] = file.path
    choice.beside, left = fitting(found)
    if left:
        choice.remark(f"{_listed(left)} did not fit beside the notebook: {MAX_BESIDE >> 20} MB in all do")


def goes_along(name: str) -> bool:
    """Whether a file of that path beside a notebook may be the student's own work, and of use to it."""
    if _NOTEBOOK.search(name) or name.lower().endswith((".zip", *OTHERS)):
        return False
    return not any(part in GIVEN or ignored(part) for part in PurePosixPath(name).parts)


def _below(file: _File, chosen: _File) -> str:
    folder = chosen.inner.parent
    return str(file.inner.relative_to(folder)) if folder == file.inner.parent or folder in file.inner.parents else ""


def fitting(files: Mapping[str, Path]) -> tuple[dict[str, Path], list[str]]:
    """Those files that fit into the sandbox, programs first and then the small ones; and the names of the others."""
    sizes = {name: path.stat().st_size for name, path in files.items()}
    fit: dict[str, Path] = {}
    left, room = [], MAX_BESIDE
    for name in sorted(files, key=lambda name: (not name.endswith(".py"), sizes[name], name)):
        if sizes[name] <= room and len(fit) < MAX_FILES:
            room -= sizes[name]
            fit[name] = files[name]
        else:
            left.append(shown(name))
    return dict(sorted(fit.items())), sorted(left)
