"""The student's feedback page: one file without scripts, with the executed notebook below the marks."""

import base64
import binascii
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.reports.causes import Cause, causes
from autograder.reports.gallery import Beside
from autograder.reports.page import fill
from autograder.reports.words import hints_below, needed, seen
from autograder.result import Check, Exhibit, Outcome, Result, clean, one_line

if TYPE_CHECKING:
    from nbformat import NotebookNode

PNG: Final = b"\x89PNG\r\n\x1a\n"
_FOLDERS: Final = re.compile(
    r'(?<=File )[^":\n]{,300}/|(?<=File ")[^"\n]{,300}/|(?<![\w.+/-])~?(?:/[\w.+-]+)*/(?=[\w.+-]+\.py\b)'
)
"""The folders before the name of a Python file, in tracebacks and warnings."""


def render(
    result: Result,
    notebook: "NotebookNode | None" = None,
    pictures: Sequence[bytes] = (),
    exhibits: Sequence[Exhibit] = (),
    curves: Beside | None = None,
) -> str:
    """The page for one submission.

    `notebook` is the student's, of nbformat 4, with the outputs of grading; `pictures` are what their plots looked like
    when they were checked, as the bytes of PNG files; `exhibits` are what tests show, and `curves` the losses.
    """
    allowance = _Allowance()
    why = causes(result)
    sources = [_joined(cell.source) for cell in notebook.cells if cell.cell_type == "code"] if notebook else []
    told = "\n".join(sentence for cause in why.found for sentence in cause.says)
    return fill(
        "html.jinja",
        result=result,
        causes=[_Told(number, result, cause, _excerpt(sources, cause)) for number, cause in enumerate(why.found, 1)],
        unwritten=list(dict.fromkeys(check.task for check in why.unwritten)),
        tasks=by_task(result),
        numbers={id(check): number for number, cause in enumerate(why.found, 1) for check in cause.checks},
        cells=[
            cell for cell in result.cells if cell.outcome != "ok" and not (cell.error and one_line(cell.error) in told)
        ],
        pictures=[allowance.image(base64.b64encode(picture).decode()) for picture in pictures],
        exhibits={
            title: [(one.caption, base64.b64encode(one.png).decode()) for one in some]
            for title, some in itertools.groupby(exhibits, lambda one: one.title)
        },
        curves=curves,
        notebook=[*_notebook(notebook, allowance, told)] if notebook is not None else [],
    )


def by_task(result: Result) -> "list[_Task]":
    """The checks of each task, with what a template asks about them."""
    return [_Task(result, task) for task in result.tasks]


class _Task:
    """A task's checks, with what the student reads below them."""

    def __init__(self, result: Result, task: str):
        self.id = task
        self.checks = [check for check in result.checks if check.task == task]
        self._result = result

    @property
    def outcome(self) -> Outcome:
        """What became of it as a whole."""
        outcomes = {check.outcome for check in self.checks}
        order = (Outcome.ERROR, Outcome.FAILED, Outcome.SKIPPED)
        return next((one for one in order if one in outcomes), Outcome.PASSED)

    @property
    def hints(self) -> list[str]:
        """The hints that stand below it."""
        return [text for check in self.checks for text in hints_below(self._result, check)]

    def seen(self, check: Check) -> str:
        """What was seen of a failed check."""
        return seen(self._result, check) if check.outcome is Outcome.FAILED else ""

    def needed(self, check: Check) -> str:
        """What a check that was not made waits for."""
        return needed(self._result, check) if check.outcome is Outcome.SKIPPED else ""


@dataclass(frozen=True)
class _Told:
    """A cause, as the page tells it."""

    number: int
    result: Result
    cause: Cause
    lines: "list[_Line]"
    """The student's own, around the place of an error."""

    @property
    def error(self) -> str:
        """What arose at the place."""
        return self.cause.says[0] if self.cause.place else ""

    @property
    def costs(self) -> list[tuple[Check, str, str]]:
        """Each check with the sentence that it adds to what was said before it, and what it waits for."""
        told = {self.error}
        found = []
        for check in self.cause.checks:
            waits = needed(self.result, check) if check.outcome is Outcome.SKIPPED else ""
            said = "" if waits or one_line(check.rationale) in told else check.rationale
            told.add(one_line(check.rationale))
            found.append((check, said, waits))
        return found


@dataclass(frozen=True)
class _Line:
    number: int
    text: Markup
    marked: bool


def _excerpt(sources: Sequence[str], cause: Cause, around: int = 3, before: int = 150) -> "list[_Line]":
    """The line of an error and those around it, in colours.

    `before` are the lines above it that are read for them, since a text may have begun there; lines are cut, because
    Pygments takes the square of a run of blanks.
    """
    if cause.place is None or not 0 < cause.place.cell <= len(sources):
        return []
    lines = [line[:200].rstrip() for line in clean(sources[cause.place.cell - 1], 200_000).split("\n")]
    at = cause.place.line
    if not 0 < at <= len(lines):
        return []
    first = max(at - before, 1)
    text = "\n".join(lines[first - 1 : at + around])
    coloured = highlight(text, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)).split("\n")
    return [
        _Line(number, Markup(line), number == at)  # noqa: S704  Pygments escapes what it is given
        for number, line in enumerate(coloured[: len(lines[first - 1 : at + around])], first)
        if number >= at - around
    ]


# -------------------------------------------------------------------------------------------------------- the notebook


@dataclass(frozen=True)
class _Output:
    kind: Literal["text", "error", "image", "left out"]
    body: Markup


@dataclass(frozen=True)
class _Cell:
    number: int
    """The count among the code cells, as messages name it; 0 for prose."""
    source: Markup
    outputs: list[_Output] = field(default_factory=list)


@dataclass
class _Allowance:
    """How much of a notebook a page still takes, so that no notebook makes a page that will not open."""

    characters: int = 2_000_000
    images: int = 20
    prose: int = 30_000
    """Characters of Markdown that are rendered."""

    def text(self, text: str, limit: int = 20_000) -> Markup:
        """The text, cleaned, cut and escaped."""
        text = clean(text, min(limit, self.characters)) if self.characters else ""
        self.characters -= len(text)
        return escape(text)

    def markdown(self, text: str) -> Markup:
        """The text as its Markdown means it; as it stands where that takes too much, or the extra `grade` is not there."""
        html = None
        with suppress(ImportError):  # a student may ask for this page, too
            from autograder.reports.prose import rendered

            html = rendered(text) if len(text) <= self.prose else None
        if html is None or len(html) > self.characters:
            return Markup("<pre>{}</pre>").format(self.text(text))
        self.prose -= len(text)
        self.characters -= len(html)
        return html

    def image(self, data: str) -> _Output:
        """A picture if it is a PNG that a browser shows without harm; else a sentence in its place."""
        if self.images and is_png(_decoded(data := "".join(data.split()))):
            self.images -= 1
            return _Output("image", escape(data))
        return _left_out("a picture: a page shows up to 20 PNG pictures of at most 2 MB each")


def _decoded(data: str, max_bytes: int = 2_000_000) -> bytes:
    """The bytes of a text in base64; none for one that is too long, or no base64."""
    if len(data) > max_bytes * 4 // 3 + 4:
        return b""
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return b""


def is_png(png: bytes, max_bytes: int = 2_000_000, max_pixels: int = 50_000_000) -> bool:
    """Whether bytes that come from a student's process are a picture of bearable size."""
    size = int.from_bytes(png[16:20], "big") * int.from_bytes(png[20:24], "big")
    return png.startswith(PNG) and len(png) <= max_bytes and 0 < size <= max_pixels


def _notebook(notebook: "NotebookNode", allowance: _Allowance, told: str) -> Iterator[_Cell]:
    """The student's cells: what was handed out is left out, and so is an error that was told above."""
    number = 0
    for cell in notebook.cells:
        number += cell.cell_type == "code"
        if cell.metadata.get("given"):
            continue
        if cell.cell_type == "code":
            source = allowance.text(_joined(cell.source))
            outputs = cell.get("outputs", [])
            shown = [one for one in outputs if not _was_told(one, told)]
            yield _Cell(number, source, [*_outputs(shown, allowance)])
        elif cell.source:
            yield _Cell(0, allowance.markdown(_joined(cell.source)))


def _was_told(output: Any, told: str) -> bool:
    """Whether an output is an error that stands among the causes, as a traceback of one sentence does."""
    match output:
        case {"output_type": "error", "traceback": [str(sentence)]}:
            return bool(sentence) and one_line(sentence) in told
    return False


def _outputs(outputs: Any, allowance: _Allowance, most: int = 50) -> Iterator[_Output]:
    """What a cell put out. The student's process wrote it, so nothing about its form is taken for granted."""
    for output in outputs[:most]:
        match output:
            case {"output_type": "stream", "text": text, **rest}:
                text = _overwritten(_joined(text))
                kind = rest.get("name")
                yield _Output("text", allowance.text(_FOLDERS.sub("", text[:50_000]) if kind == "stderr" else text))
            case {"output_type": "error"}:
                yield _Output("error", allowance.text(_error(output)))
            case {"data": {"image/png": data}}:
                yield allowance.image(_joined(data))
            case {"data": {"text/plain": text}}:
                yield _Output("text", allowance.text(_joined(text)))
            case _:
                yield _left_out("an output that is neither text nor a PNG picture")
    if len(outputs) > most:
        yield _left_out(f"{len(outputs) - most} more outputs of this cell")


def _left_out(what: str) -> _Output:
    return _Output("left out", escape(f"Left out: {what}."))


def _error(error: Mapping[str, Any]) -> str:
    """Name and message, then the traceback if it says more; no folders of the machine that graded."""
    name, message = _joined(error.get("ename", "")), _joined(error.get("evalue", ""))
    lines = error.get("traceback")
    traceback = "\n".join(map(_joined, lines)) if isinstance(lines, list) else ""
    headline = "" if message and message in traceback else f"{name}: {message}\n"
    return _FOLDERS.sub("", clean(f"{headline}{traceback}".rstrip(), 20_000))


def _joined(text: Any) -> str:
    """A text of a notebook, which may come as a list of lines."""
    return "".join(map(str, text)) if isinstance(text, list) else str(text)


def _overwritten(text: str) -> str:
    """The text as a terminal leaves it: a progress bar that returns to the start of its line shows its last state."""
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
