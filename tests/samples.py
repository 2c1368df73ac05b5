"""Results and pages to render and to read: honest ones, and ones in which every text is hostile."""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Sequence
from html.parser import HTMLParser

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from autograder.reports import class_report, html
from autograder.result import ByHand, CellOutcome, Check, Diagnosis, Glance, Outcome, Result, Source, Ungraded

HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": "\" onmouseover='alert(1)' `x` </title></style></svg>&lt;",
    "template": "{{ 7 * 7 }}{% include 'page.css' %}",
    "formula": '=HYPERLINK("http://example.org","click")',
    "plus": "+1+1",
    "at": "@SUM(1)",
    "tab": "\t=1+1",
    "full-width": "\uff1d1+1",
    "ansi": "\x1b[2J\x1b[31mred\x1b]0;title\x07\x9b31m",
    "osc": "\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\ \x1b]unfinished",
    "markup": "[bold red]x[/] [link=http://example.org]y[/link] :smile: [/oops]",
    "override": "abc\u202egnp.exe\u2066x",
    "nul": "a\x00b\x7fc",
    "surrogate": "a\ud800b\udcffc",
    "lines": "first\r\n  ok    6.9  a forged line   9 / 9\rover",
    "long": "x" * 1_000_000,
}
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
HINT = "step 1 was right and step 2 was not: what is still lying in `.grad` when the second batch arrives?"
TITLES = {
    "6.1": "one step returns the loss as a number",
    "6.2": "three steps move the weights as they should",
    "6.3": "the loss of an epoch is the mean over samples",
    "6.4": "evaluation leaves the model as it was",
}
RATIONALES = {
    Outcome.FAILED: "after step 2 fc1.weight is off by 4.1e-2 (tolerance 1e-6); after step 1 it was right",
    Outcome.ERROR: "the test asked for a probe that there is not",
}


def check(task: str, outcome: Outcome, **changes: object) -> Check:
    """A check worth as many points as its task's number, with the title and rationale of the examples."""
    worth = float(task[-1])
    whole = Check(
        task=task, name=f"test_{task[-1]}", title=TITLES[task], visible=True, outcome=outcome, code="OK",
        points=worth if outcome is Outcome.PASSED else 0.0, max_points=worth, rationale=RATIONALES.get(outcome, ""),
        needs=("6.2",) if task == "6.3" else (),
    )  # fmt: skip
    return dataclasses.replace(whole, **changes)  # type: ignore[arg-type]


def graded(student: str = "lovelace", outcomes: str = "pfs", **changes: object) -> Result:
    """A result with one check per letter: p(assed), f(ailed), s(kipped), e(rror)."""
    kinds = {outcome.value[0]: outcome for outcome in Outcome}
    checks = tuple(check(task, kinds[letter]) for task, letter in zip(TITLES, outcomes, strict=False))
    diagnoses = tuple(Diagnosis(c.task, "keeps_gradients", HINT) for c in checks if c.outcome is Outcome.FAILED)
    source = Source("0" * 64, "work.ipynb")
    whole = Result("06_training_loop", student, "full", source, checks, diagnoses)
    return dataclasses.replace(whole, **changes)  # type: ignore[arg-type]


def not_graded(student: str = "turing", why: str = "the file is empty") -> Result:
    """A result of what could not be read."""
    return Result(
        "06_training_loop", student, "full", Source("", "work.ipynb"), (), ungraded=Ungraded("UNREADABLE", why, 6.0)
    )


def hostile(text: str) -> Result:
    """A result in which every text is the hostile one."""
    checks = tuple(
        Check(text, text, text, True, outcome, text, 1.0, 2.0, text, (text, f"not {text}")) for outcome in Outcome
    )
    return Result(
        assignment=text, student=text, protection="none", submission=Source(text, text), checks=checks,
        diagnoses=(Diagnosis(text, text, text),), cells=(CellOutcome(0, "error", text, text),), notes=(text,),
        id=text, flags=(text,), by_hand=(ByHand(text, text, 1.0),),
    )  # fmt: skip


def executed(text: str) -> NotebookNode:
    """A notebook in which every text is the given one, in each kind of output; Markdown is markup, so it has its own tests."""
    outputs = [
        new_output("stream", text=text),
        new_output("stream", name="stderr", text=text),
        new_output("error", ename=text, evalue=text, traceback=[text]),
        new_output("display_data", data={"text/plain": text, "text/html": text, "image/svg+xml": text}),
        new_output("display_data", data={"image/png": text}),
        new_output("display_data", data={"application/javascript": text, "text/html": text}),
    ]
    return new_notebook(cells=[new_code_cell(text, outputs=outputs)])


def shows(*outputs: object) -> NotebookNode:
    """A notebook of one cell with these outputs, well formed or not."""
    notebook = new_notebook(cells=[new_code_cell("cell")])
    notebook.cells[0]["outputs"] = list(outputs)
    return notebook


class Page(HTMLParser):
    """A page as a browser takes it apart: its tags, its attributes, its text without the style sheet."""

    def __init__(self, page: str):
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = self.style = self.script = ""
        self.rows: list[list[str]] = []
        self._within, self._in_cell = "", False
        self.feed(page)
        self.close()
        self.rows = [[" ".join(cell.split()) for cell in row] for row in self.rows]

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self._within = tag
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
            self._in_cell = True

    def handle_data(self, data: str) -> None:
        if self._within == "style":
            self.style += data
            return
        if self._within == "script":
            self.script += data
            return
        self.text += data
        if self._in_cell:
            self.rows[-1][-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._within = "" if tag in {"style", "script"} else self._within
        self._in_cell = self._in_cell and tag not in {"td", "th"}

    def values(self, tag: str, name: str) -> list[str]:
        """All values of an attribute."""
        return [value for where, what, value in self.attributes if (where, what) == (tag, name)]


def pages(text: str) -> dict[str, str]:
    """Both pages, with the hostile text wherever there is text."""
    return {
        "feedback": html.render(hostile(text), executed(text)),
        "class report": class_report.render(
            [hostile(text), not_graded(text, text)], text, glances={text: Glance({text: [1.0, 0.5]})}
        ),
    }


def table(page: Page, first: str) -> list[list[str]]:
    """The body of the table whose first column has this heading, up to the next table."""
    start = next(n for n, row in enumerate(page.rows) if row[0] == first) + 1
    ends = [n for n, row in enumerate(page.rows) if n > start and row[0] in {"Task", "Tasks", "Student"}]
    return page.rows[start : ends[0] if ends else None]
