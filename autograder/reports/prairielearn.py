"""PrairieLearn's `results.json` for an external grader, within its 1 MB."""

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from typing import Any, Final

from autograder.reports.html import is_png
from autograder.reports.words import STAMPS, below, named, open_because, share
from autograder.result import Check, Result, one_line

MOST: Final = 1_000_000
"""Bytes of a result that PrairieLearn takes."""


def render(result: Result, *, pictures: Sequence[bytes] = ()) -> str:
    """The results of one submission, with as many of the plots (PNG files) as there is room for.

    A file that could not be graded, and a check that could not be made, cost the student no attempt.
    """
    text = _text(result, [])
    shown: list[dict[str, str]] = []
    for number, picture in enumerate(filter(is_png, pictures), 1):
        url = f"data:image/png;base64,{b64encode(picture).decode()}"
        larger = _text(result, [*shown, image := {"label": f"Plot {number}", "url": url}])
        if len(larger.encode()) <= MOST:
            text, shown = larger, [*shown, image]
    return text


def _text(result: Result, images: list[dict[str, str]]) -> str:
    return json.dumps(dict(_items(result, images)), indent=1, ensure_ascii=False) + "\n"


def _items(result: Result, images: list[dict[str, str]]) -> Iterator[tuple[str, Any]]:
    problem = open_because(result)
    yield "gradable", not problem
    if problem:
        yield "format_errors", [problem]
        return
    yield "score", share(result)
    yield "message", STAMPS[result.protection]
    yield "output", "\n".join(one_line(note) for note in result.notes[:20])
    yield "tests", [_test(result, name, check) for name, check in named(result)]
    if images:
        yield "images", images


def _test(result: Result, name: str, check: Check) -> dict[str, Any]:
    said = "\n".join(below(result, check))
    return {"name": name, "points": check.points, "max_points": check.max_points, "message": said}
