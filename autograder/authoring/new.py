"""Starts an assignment: a small one that is proven already, to be edited."""

import re
from collections.abc import Sequence
from pathlib import Path

from autograder.course.assignment import Course
from autograder.course.errors import AuthorError
from autograder.course.template import fill


def new(course: Course, name: str) -> Sequence[Path]:
    """Writes the files of `solutions/NAME/`, and says which. Raises AuthorError for a name that is no good or taken."""
    if not re.fullmatch(r"\d\d_[a-z][a-z0-9_]*", name):
        raise AuthorError(f"{name!r} is no name for an assignment: two digits and words, such as 08_my_topic")
    number = int(name[:2])
    for taken in (course.root / "solutions").glob(f"{name[:2]}_*"):
        raise AuthorError(f"{taken.name} is there already, with tasks {number}.1 and so on; take another number")
    words = name[3:].replace("_", " ").strip()
    files = fill("assignment", number=number, title=words)
    folder = course.root / "solutions" / name
    paths = [folder / file for file in sorted(files)]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[str(path.relative_to(folder))], encoding="utf-8")
    return paths
