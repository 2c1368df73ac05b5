"""A student's repository: the work in it, and what of it was changed."""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course.assignment import Course
from autograder.course.errors import UsageError
from autograder.course.public import PUBLIC, Public
from autograder.submission.choose import is_copy, is_work
from autograder.submission.find import Found, of_file, of_student


@dataclass(frozen=True)
class Work:
    """A submission in a repository: its file, its assignment, and the folder `checks/` that it came with."""

    found: Found
    assignment: str
    checks: Path | None = None

    @property
    def path(self) -> Path:
        """The file."""
        return self.found.path


def find(root: Path, course: Course | None) -> list[Work]:
    """The submissions below `root`: files that are called as an assignment of the course, or lie in a folder that has the
    `checks/` of one, and what lies beside them. Raises UsageError for such a folder that is not whole, and for two files
    of one name.
    """
    files = sorted(path for path in root.rglob("*") if is_work(path.name) and _is_work(path.relative_to(root)))
    if course is not None:
        files = [path for path in files if course.root not in path.resolve().parents]
        return _one_each([work for one in course.assignments for work in _called(one.name, files, course)])
    given = {p.parent.parent: p for p in sorted(root.rglob(f"checks/{PUBLIC}")) if _is_work(p.relative_to(root))}
    try:
        by_folder = {folder: Public.read(path) for folder, path in given.items()}
    except ValueError as error:
        raise UsageError(str(error)) from None
    return _one_each(
        [
            Work(found, public.assignment, given[folder].parent)
            for folder, public in by_folder.items()
            for found in _in(folder, public, [path for path in files if path.parent == folder])
        ]
    )


def _called(name: str, files: Sequence[Path], course: Course) -> Iterator[Work]:
    """The files of an assignment's name; where there are none, its copies."""
    exact = [path for path in files if path.stem == name]
    for path in exact or [path for path in files if is_copy(path.name.partition(".ipynb")[0], name)]:
        yield Work(of_file(path, name, course), name)


def _in(folder: Path, public: Public, files: Sequence[Path]) -> Iterator[Found]:
    """The work in a folder that has its checks: what is called as it should be, else the one file that is meant."""
    name, asked = public.assignment, public.takes
    exact = [path for path in files if path.stem == name]
    yield from (of_file(path, name, asked=asked) for path in exact)
    if not exact and not (found := of_student(folder, name, asked=asked)).problem:
        yield found


def changed_works(root: Path, course: Course | None, since: str, *, everything: bool = False) -> list[Work]:
    """The submissions below `root` that were changed since a commit, or all where git cannot say.

    Raises UsageError where there are none at all, and where the solutions are part of what is graded.
    """
    works = find(root, course)
    if not works:
        raise UsageError(
            f"No work in {root}: expected such as 06_training_loop.ipynb beside its folder checks/, or --course."
        )
    files = None if everything else changed(root, since)
    if chosen := [work for work in works if files is None or files & {work.path, *work.found.beside.values()}]:
        refuse_what_students_read(root, course)
    return chosen


def _one_each(works: list[Work]) -> list[Work]:
    by_name = {work.assignment: work for work in works}
    for work in works:
        if (other := by_name[work.assignment]).path != work.path:
            raise UsageError(f"{work.path} and {other.path} are both called {work.assignment}; keep one of them.")
    return [*by_name.values()]


def _is_work(path: Path) -> bool:
    return not any(part.startswith((".", "__")) or part == "site-packages" for part in path.parts)


def top(root: Path) -> Path:
    """The repository's top, from which platforms name files; without git, the folder itself."""
    found = _git(root, "rev-parse", "--show-toplevel")
    return Path(found.rstrip("\n")) if found else root


def changed(root: Path, since: str) -> set[Path] | None:
    """The files below `root` that are not as they were at a commit; None where git cannot say."""
    known = _git(root, "diff", "--name-only", "--relative", "-z", since, "--")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    if known is None or new is None:
        return None
    return {root / name for name in (known + new).split("\0") if name}


def before(environment: Mapping[str, str]) -> str:
    """The commit that a push or a merge request started from, as GitHub and GitLab tell it; else the one before."""
    event = _json(environment.get("GITHUB_EVENT_PATH", "")).get("before")
    base = environment.get("GITHUB_BASE_REF")
    told = [
        f"origin/{base}" if base else "",
        event if isinstance(event, str) else "",
        environment.get("CI_MERGE_REQUEST_DIFF_BASE_SHA", ""),
        environment.get("CI_COMMIT_BEFORE_SHA", ""),
    ]
    return next(filter(None, told), "HEAD^")


def _json(path: str) -> dict[str, object]:
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _git(root: Path, *arguments: str) -> str | None:
    try:
        ran = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return ran.stdout.decode(errors="surrogateescape") if ran.returncode == 0 else None


def refuse_what_students_read(root: Path, course: Course | None) -> None:
    """Raises UsageError when the solutions lie in the repository that is graded: then nothing is hidden."""
    solutions = (course.root / "solutions").resolve() if course else Path()
    if course and root in solutions.parents and _git(root, "ls-files", "--", str(solutions)):
        raise UsageError(
            f"{solutions} is part of this repository, so whoever hands in reads it; keep it in one of its own, "
            "checked out only where grading runs."
        )
