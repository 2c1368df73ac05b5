"""What learning platforms give: whose files are whose, by the names that each platform makes. Runs nothing.

A platform is a row of `SCHEMES`: its name, what its entries are called, and a function where the names do not tell all.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import yaml

COPY: Final = "(?:Copy of|Kopie von|Copie de|Copia de|Copia di|Cópia de|Kopia)"
"""What Google Drive puts before the name of a copy."""
MAX_RECEIPT: Final = 64 << 10
"""Bytes of a receipt that are read."""
MAX_METADATA: Final = 64 << 20


@dataclass
class Parcel:
    """What came of one student: files and folders, by the names that the student gave them."""

    student: str
    files: dict[str, Path] = field(default_factory=dict)
    """By path in the student's folder; ``""`` is the folder itself."""
    id: str = ""
    late: bool = False
    notes: list[str] = field(default_factory=list)
    """For the student."""
    flags: list[str] = field(default_factory=list)
    """For the teacher."""
    problem: str = ""
    """Why there is nothing to grade, where that is known."""


@dataclass(frozen=True)
class Scheme:
    """How a platform names what it gives."""

    name: str
    """As ``--from`` takes it."""
    title: str
    entry: str
    """A pattern of an entry's whole name: `student`, `id`, `late`, `file` and the like, where there are any."""
    read: Callable[["Scheme", Path, Sequence[Path]], Iterable[Parcel]]


def _by_name(scheme: Scheme, root: Path, entries: Sequence[Path]) -> Iterator[Parcel]:
    """One parcel for each student and id that the names tell."""
    found: dict[tuple[str, str], Parcel] = {}
    for path in entries:
        told = re.fullmatch(scheme.entry, path.name, re.DOTALL)
        if told is None:
            yield plain(path)
            continue
        parts = told.groupdict()
        student, identity = parts.get("student") or f"anonymous {parts.get('anonymous')}", parts.get("id") or ""
        parcel = found.setdefault((student, identity or parts.get("anonymous") or ""), Parcel(student, id=identity))
        parcel.late = parcel.late or bool(parts.get("late"))
        _add(parcel, parts.get("file") or parts.get("part") or ("" if path.is_dir() else path.name), path)
    yield from found.values()


def plain(path: Path) -> Parcel:
    """What lies in a folder without a scheme: a student's file or folder, with the student's name."""
    return Parcel(path.name, {"": path}) if path.is_dir() else Parcel(_stem(path), {path.name: path})


def _stem(path: Path) -> str:
    return re.sub(r"(?i)\.ipynb$", "", path.stem)


def _add(parcel: Parcel, name: str, path: Path) -> None:
    """Puts a file into a parcel, beside another of the same name if there is one."""
    number, stem = 1, name
    while name in parcel.files:
        number += 1
        name = f"{stem} ({number})" if path.is_dir() else f"{Path(stem).stem} ({number}){Path(stem).suffix}"
    parcel.files[name] = path


def _blackboard(scheme: Scheme, root: Path, entries: Sequence[Path]) -> Iterator[Parcel]:
    """The newest attempt of each student, whose name stands in the receipt."""
    attempts: dict[str, dict[str, list[tuple[str, Path]]]] = {}
    for path in entries:
        told = re.fullmatch(scheme.entry, path.name, re.DOTALL)
        if told is None:
            yield plain(path)
            continue
        attempts.setdefault(told["who"], {}).setdefault(told["when"], []).append((told["file"] or "", path))
    for who, by_time in attempts.items():
        newest = max(by_time)
        parcel = Parcel(who.rpartition("_")[2], id=who.rpartition("_")[2])
        for name, path in by_time[newest]:
            if name:
                _add(parcel, name, path)
                continue
            parcel.student, parcel.id = _receipt(path) or (parcel.student, parcel.id)
            if len(by_time[newest]) == 1:  # nothing but words came
                _add(parcel, "receipt.txt", path)
        if len(by_time) > 1:
            parcel.notes.append(f"of {len(by_time)} attempts the newest is graded, that of {newest}")
        yield parcel


def _receipt(path: Path) -> tuple[str, str] | None:
    """Name and user name, as the first line of a receipt has them: ``Name: Ada Lovelace (ada)``."""
    try:
        with path.open("rb") as file:
            text = file.read(MAX_RECEIPT).decode("utf-8-sig", "replace")
    except OSError:
        return None
    told = re.match(r"[^:\n]*:\s*(.*?)\s*\(([^()\n]+)\)\s*$", text, re.MULTILINE)
    return (told[1], told[2]) if told and told[1] else None


def _gradescope(scheme: Scheme, root: Path, entries: Sequence[Path]) -> Iterator[Parcel]:
    """A parcel for each person of a group, since each gets a mark: `submission_metadata.yml` says who they are.

    Whose submission is missing is told, and so is a submission of nobody.
    """
    about = _metadata(root / METADATA)
    silent = "does not say whose this is" if about else "cannot be read or is empty, so nobody knows whose this is"
    gone = [root / name for name in about if "/" not in name and root / name not in entries]
    for path in [*entries, *gone]:
        if path.name == METADATA:
            continue
        people = [one for one in _list(about.get(path.name, {}).get(":submitters")) if isinstance(one, dict)]
        names = [str(one.get(":name") or one.get(":email") or path.name) for one in people]
        for person, name in zip(people, names, strict=True):
            parcel = Parcel(name, {"": path} if path.is_dir() else {path.name: path})
            parcel.id = str(person.get(":sid") or person.get(":email") or "")
            parcel.problem = f"{path.name}, which {METADATA} names, is not in the export" if path in gone else ""
            others = [other for other in names if other != name]
            parcel.notes += [f"handed in together with {', '.join(others)}"] if others else []
            yield parcel
        if not people and path not in gone:
            yield replace(plain(path), flags=[f"{METADATA} {silent}"])


METADATA: Final = "submission_metadata.yml"


def _metadata(path: Path) -> dict[str, dict[str, Any]]:
    try:
        with path.open("rb") as file:
            data = yaml.load(file.read(MAX_METADATA), _Loader)  # noqa: S506  it makes plain values only
    except (OSError, yaml.YAMLError, ValueError, RecursionError):
        return {}
    return {str(name): one for name, one in data.items() if isinstance(one, dict)} if isinstance(data, dict) else {}


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Reads what Ruby wrote: of its own kinds of objects nothing is made."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _github(scheme: Scheme, root: Path, entries: Sequence[Path]) -> Iterator[Parcel]:
    """`gh classroom clone` names a folder by the assignment's slug and the student's user name."""
    slug = _slug(root, entries)
    for path in entries:
        parcel = plain(path)
        if slug and path.is_dir() and path.name.startswith(f"{slug}-"):
            parcel.student = parcel.id = path.name.removeprefix(f"{slug}-")
        yield parcel


def _slug(root: Path, entries: Sequence[Path]) -> str:
    """What all repositories are called but for the user's name: the folder's own name says it, else what they share."""
    names = [path.name for path in entries if path.is_dir()]
    slug = root.name.removesuffix("-submissions")
    if slug != root.name and any(name.startswith(f"{slug}-") for name in names):
        return slug
    cloned = [path.name for path in entries if (path / ".git").exists()]
    if len(cloned) < 2:
        return ""
    shared = cloned[0]
    while not all(name.startswith(f"{shared}-") for name in cloned) and "-" in shared:
        shared = shared.rpartition("-")[0]
    return shared if all(name.startswith(f"{shared}-") for name in cloned) else ""


SCHEMES: Final = (
    Scheme("gradescope", "Gradescope export", r"submission_metadata\.yml", _gradescope),
    Scheme(
        "moodle", "Moodle download",
        r"(?P<student>.+?)_(?P<id>\d+)_assignsubmission_(?:file|(?P<part>[a-z]+?))(?:_(?P<file>.*))?", _by_name,
    ),
    Scheme(
        "blackboard", "Blackboard download",
        r"(?P<who>.+)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)", _blackboard,
    ),
    Scheme(
        "canvas", "Canvas download",
        r"(?:(?P<student>(?!LATE_|anon_).+?)_)??(?:(?P<late>LATE)_)?(?:anon_(?P<anonymous>[^_]+)|(?<=_)(?P<id>\d+))"
        r"_(?:\d+_(?P<file>.+)|(?P<part>(?:text|link)\.html))", _by_name,
    ),
    Scheme("github", "GitHub Classroom clones", "", _github),
    Scheme("google", "Google Classroom folder", rf"(?:{COPY} )*(?P<student>.+?) - (?P<file>.+)", _by_name),
)  # fmt: skip
"""The platforms, the surest signs first."""
NAMES: Final = (*(scheme.name for scheme in SCHEMES), "plain")


def recognised(root: Path, entries: Sequence[Path]) -> Scheme | None:
    """The scheme by which the entries of a folder are named, if most of them are named by one."""
    for scheme in SCHEMES:
        named = [path for path in entries if scheme.entry and re.fullmatch(scheme.entry, path.name, re.DOTALL)]
        sure = scheme.name == "gradescope" and named
        if sure or 2 * len(named) > len(entries) or (scheme.name == "github" and _slug(root, entries)):
            return scheme
    return None
