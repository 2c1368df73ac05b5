"""What other platforms need to grade an assignment: the assignment, this package, and what the platform asks for.

Gradescope's and PrairieLearn's are for instructors alone: they hold solutions, hidden tests, and a seed. What Classroom 50
and GitHub get is read by students, so it holds what students have, and no more.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
import torchvision

from autograder.authoring.release import mode, wheel, zipped
from autograder.course.assignment import Assignment, course_in
from autograder.course.errors import InstructorError, UsageError
from autograder.course.template import fill
from autograder.grading.reference import References, package_seed
from autograder.grading.store import write
from autograder.grading.workers import Setting
from autograder.platforms.deliver import SEED, unfinished
from autograder.platforms.tell import refuse_unknown
from autograder.reports.platforms import PLATFORMS, Beside

Files = dict[str, bytes]


def package(
    platform: str,
    course: Path | None,
    name: str,
    prepare: Callable[[Setting], object],
    *,
    hidden: str = "visible",
    tries: int = 0,
    image: str = "OWNER/autograder",
    repository: str = "OWNER/COURSE",
) -> Files:
    """The files of a package, for the assignment of that name in a course where one is needed. Raises UsageError.

    `prepare` makes the references that travel with it.
    """
    refuse_unknown(hidden)
    match platform:
        case "docker":
            return docker()
        case "github":
            return github(repository)
        case "classroom50":
            return classroom50(course_in(course).find(name))
        case "gradescope" | "prairielearn":
            assignment = course_in(course).find(name)
            setting = Setting.of(assignment, package_seed(assignment.name))
            prepare(setting)
            if platform == "gradescope":
                return gradescope(assignment, setting.seed, hidden=hidden, tries=tries)
            return prairielearn(assignment, setting.seed, image=image)
    raise UsageError(f"No package for {platform}: there is gradescope, prairielearn, classroom50, github and docker.")


def put(files: Files, to: Path) -> None:
    """Writes a package into a folder, or as a zip file where that is its name."""
    if to.suffix == ".zip":
        write(to.parent, {to.name: zipped(files)})
        return
    for path, content in files.items():
        write((to / path).parent, {Path(path).name: content})
        (to / path).chmod(mode(content))


def docker(*, user: bool = True) -> Files:
    """A folder to build a container image from. `user` says whether its programs run as a user without rights."""
    return _with_wheel("docker", user=user)


def github(repository: str) -> Files:
    """The workflow for a student's repository, and the one of the course's private `repository` that it calls."""
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository):
        raise InstructorError(f"{repository!r} is no repository on GitHub: it is written as OWNER/NAME.")
    texts = fill("github", repository=repository)
    return {f"{side}/.github/workflows/{name}": texts[f"{side}.yml"].encode() for side, name in _WORKFLOWS.items()}


_WORKFLOWS = {"student": "autograder.yml", "course": "grade.yml"}


def classroom50(assignment: Assignment) -> Files:
    """The files of an assignment's autograder. They are public, so they are those that students have."""
    checks = assignment.released / "checks"
    if not checks.is_dir():
        raise InstructorError(f"{assignment.name} has not been released: run `autograder release {assignment.name}`")
    digits = dict(_below(assignment.digits.given, "digits")) if assignment.wants_digits else {}
    return _with_wheel("classroom50") | dict(_below(checks, "checks")) | digits


def gradescope(assignment: Assignment, seed: str, *, hidden: str = "visible", tries: int = 0) -> Files:
    """The files of a zip that Gradescope makes an autograder from, with the references that the cache has."""
    scripts = _with_wheel("gradescope", hidden=hidden, tries=tries)
    return scripts | _instructors("gradescope", assignment, seed, hidden)


def prairielearn(assignment: Assignment, seed: str, *, image: str = "OWNER/autograder") -> Files:
    """The folder of a question, with the references that the cache has, and the folder of its grader's image."""
    title = assignment.name[3:].replace("_", " ").capitalize()
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"{seed}/{assignment.name}")
    texts = fill("prairielearn", name=assignment.name, title=title, uuid=identity, image=image)
    tests = {"run.sh": texts["run.sh"].encode()} | _instructors("prairielearn", assignment, seed)
    question = {name: texts[name].encode() for name in ("info.json", "question.html")}
    question |= {f"tests/{name}": data for name, data in tests.items()}
    return {f"question/{name}": data for name, data in question.items()} | {
        f"image/{name}": data for name, data in docker(user=False).items()
    }


def _with_wheel(platform: str, **values: Any) -> Files:
    """A platform's templates filled in, and this package. It is installed with the torch that made the references."""
    name, content = wheel()
    versions = {it.__name__: it.__version__.split("+")[0] for it in (torch, torchvision)}
    return {path: text.encode() for path, text in fill(platform, wheel=name, **versions, **values).items()} | {
        name: content
    }


def _instructors(platform: str, assignment: Assignment, seed: str, hidden: str = "visible") -> Files:
    """All that grading needs: the assignment, digits if it asks about them, the seed, the references, a first result."""
    files = dict(_below(assignment.folder, f"solutions/{assignment.name}"))
    if assignment.wants_digits:
        digits = assignment.digits
        assert digits.held_out is not None
        files |= dict(_below(digits.given, "assignments/digits")) | dict(_below(digits.held_out, "solutions/digits"))
    if (settings := assignment.folder.parent / "course.toml").exists():
        files["solutions/course.toml"] = settings.read_bytes()
    files |= {f"cache/{name}": data for name, data in References(assignment, seed).files.items()}
    first = PLATFORMS[platform].render(unfinished(assignment), Beside(hidden=hidden))
    return files | {f"solutions/{SEED}": seed.encode(), "unfinished.json": first.encode()}


def _below(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """The files of a folder, as they are called below `name`."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and not path.name.endswith("-ubyte"):
            yield f"{name}/{path.relative_to(folder).as_posix()}", path.read_bytes()
