"""The reports say what a result holds, and nothing a student wrote becomes more than text."""

from __future__ import annotations

import base64
import csv
import dataclasses
import hashlib
import io
import json
import math
import re
import statistics
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
import torch
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from autograder.grading.glance import glance
from autograder.record.answers import Answers, Record
from autograder.reports import check as in_notebook
from autograder.reports import class_json, class_report, csv_table, html, terminal
from autograder.reports.items import alpha, items
from autograder.reports.words import STAMPS, points
from autograder.result import CellOutcome, Check, Diagnosis, Glance, Outcome, Result, Source, clean, one_line

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


def hostile(text: str) -> Result:
    """A result in which every text is the hostile one."""
    checks = tuple(
        Check(text, text, text, True, outcome, text, 1.0, 2.0, text, (text, f"not {text}")) for outcome in Outcome
    )
    return Result(
        assignment=text, student=text, protection="none", submission=Source(text, text), checks=checks,
        diagnoses=(Diagnosis(text, text, text),), cells=(CellOutcome(0, "error", text, text),), notes=(text,),
    )  # fmt: skip


def executed(text: str) -> NotebookNode:
    """A notebook in which every text is the given one, in each kind of cell and output."""
    outputs = [
        new_output("stream", text=text),
        new_output("stream", name="stderr", text=text),
        new_output("error", ename=text, evalue=text, traceback=[text]),
        new_output("display_data", data={"text/plain": text, "text/html": text, "image/svg+xml": text}),
        new_output("display_data", data={"image/png": text}),
        new_output("display_data", data={"application/javascript": text, "text/html": text}),
    ]
    return new_notebook(cells=[new_markdown_cell(text), new_code_cell(text, outputs=outputs)])


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


# ----------------------------------------------------------------------------------------------------------- the words


@pytest.mark.parametrize(("number", "text"), [(2.0, "2"), (0.5, "0.5"), (1 / 3, "0.33"), (100.0, "100"), (0.0, "0")])
def test_points_are_written_as_people_write_them(number: float, text: str) -> None:
    """Whole points have no decimals, others at most two."""
    assert text == points(number)


def test_clean_text_keeps_newlines_and_tabs() -> None:
    """Newlines and tabs are layout; whole escape sequences and all other controls go."""
    assert "a\n\tbred title" == clean("a\n\tb\x1b[31mred\x1b[0m\x1b]0;evil\x07 \x85title\u202e\ud800\x00")


def test_clean_text_ends_in_an_ellipsis_when_cut() -> None:
    """A text over the limit is as long as the limit, with the ellipsis."""
    assert "abc…" == clean("abcdef", 4)


def test_clean_text_within_the_limit_is_whole() -> None:
    """A text of just the limit is not cut."""
    assert "abcd" == clean("abcd", 4)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_one_line_is_one_printable_line(text: str) -> None:
    """Whatever comes in, one short line that a terminal prints as it stands comes out."""
    line = one_line(text)
    assert [line] == line.splitlines()
    assert (True, True) == (line.isprintable(), len(line) <= 2000)


# ------------------------------------------------------------------------------------------------------ the terminal


def test_the_table_speaks_in_the_voice_of_the_kit() -> None:
    """One failure, one fact, at most one hint; points end in one column."""
    expected = """\
06_training_loop                                           1 / 6 points
  ok    6.1  one step returns the loss as a number         1 / 1
  FAIL  6.2  three steps move the weights as they should   0 / 2
             after step 2 fc1.weight is off by 4.1e-2 (tolerance 1e-6); after step 1 it was right
             hint: step 1 was right and step 2 was not: what is still lying in `.grad` when the
                   second batch arrives?
  wait  6.3  the loss of an epoch is the mean over samples (needs 6.2)
"""
    assert expected == terminal.render(graded())


def test_an_error_is_not_the_students() -> None:
    """An error leaves the points open and says that a person will look."""
    expected = """\
06_training_loop                                           1 / 3 points so far
  ok    6.1  one step returns the loss as a number         1 / 1
  ERR   6.2  three steps move the weights as they should   ? / 2
             the test asked for a probe that there is not
             The kit could not make this check, no fault of yours: a person will look at it.
  note  a shell line was skipped
"""
    assert expected == terminal.render(graded(outcomes="pe", notes=("a shell line was skipped",)))


def test_the_table_says_when_there_was_no_sandbox() -> None:
    """The stamp is the second line."""
    table = terminal.render(graded(protection="none"))
    assert f"  {STAMPS['none']}" == table.splitlines()[1]


def test_a_hint_is_given_once_per_task() -> None:
    """Two failed checks of one task have one hint, below the last of them."""
    checks = (check("6.2", Outcome.FAILED), check("6.2", Outcome.FAILED, name="test_momentum", title="momentum too"))
    table = terminal.render(graded(checks=checks))
    assert 1 == table.count("hint:")
    assert table.index("momentum too") < table.index("hint:")


def test_a_task_that_passed_needs_no_hint() -> None:
    """A hint stands below a failure only."""
    result = graded(outcomes="pp", diagnoses=(Diagnosis("6.2", "keeps_gradients", HINT),))
    assert [False, False] == ["lying in" in terminal.render(result), "lying in" in html.render(result)]


def test_a_skipped_check_names_a_check_by_its_title() -> None:
    """Students know a test by its title; only what did not pass is named."""
    checks = (
        check("6.1", Outcome.PASSED),
        check("6.2", Outcome.FAILED),
        check("6.3", Outcome.SKIPPED, needs=("6.1", "test_2")),
    )
    assert f"(needs “{TITLES['6.2']}”)" in terminal.render(graded(checks=checks), width=200)


@pytest.mark.parametrize("width", [20, 40, 60, 200])
def test_the_table_keeps_to_its_width(width: int) -> None:
    """No line is wider than asked, down to a width at which nothing fits any more."""
    longest = max(map(len, terminal.render(graded(outcomes="pfse"), width=width).splitlines()))
    assert longest <= max(width, 54)


def test_colour_is_only_colour() -> None:
    """The coloured table, without its colours, is the plain one."""
    coloured = terminal.render(graded(outcomes="pfse"), color=True)
    assert "\x1b[32mok" in coloured
    assert terminal.render(graded(outcomes="pfse")) == re.sub(r"\x1b\[[0-9;]*m", "", coloured)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_table_shows_hostile_text_as_text(text: str) -> None:
    """No control reaches the terminal, no markup is interpreted, and no line of ours can be imitated."""
    table = terminal.render(hostile(text))
    assert [] == [line for line in table.splitlines() if not line.isprintable()]
    assert [] == [line for line in table.splitlines() if line.startswith("  ok    6.9")]
    assert one_line(text)[:20] in table
    assert 50_000 > len(table.encode())


def test_many_submissions_take_a_line_each() -> None:
    """A line has the student, the score, and what did not pass."""
    lines = [terminal.line(graded("ada", "pppp")), terminal.line(graded("grace", "pfse", protection="none"))]
    expected = [
        "ada                         10 / 10",
        "grace                        1 / 10  FAIL 6.2  wait 6.3  ERR 6.4  (keeps_gradients)  graded without the sandbox",
    ]
    assert expected == lines


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_line_stays_one_line(text: str) -> None:
    """Hostile text neither breaks the line nor steers the terminal."""
    line = terminal.line(hostile(text))
    assert (True, True) == (line.isprintable(), len(line) < 500)


# ------------------------------------------------------------------------------------------------------ the HTML pages


def pages(text: str) -> dict[str, str]:
    """Both pages, with the hostile text wherever there is text."""
    return {
        "feedback": html.render(hostile(text), executed(text)),
        "class report": class_report.render(
            [hostile(text)], text, ungraded={text: text}, glances={text: Glance({text: [1.0, 0.5]})}
        ),
    }


@pytest.mark.parametrize("which", ["feedback", "class report"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_pages_show_hostile_text_as_text(text: str, which: str) -> None:
    """The page has the same elements, but for code, and attributes as with harmless text, and shows the text."""
    page, harmless = Page(pages(text)[which]), Page(pages("harmless")[which])
    assert [tag for tag in harmless.tags if tag != "code"] == [tag for tag in page.tags if tag != "code"]
    assert [(tag, name) for tag, name, _ in harmless.attributes] == [(tag, name) for tag, name, _ in page.attributes]
    assert one_line(text, 60)[:59] in page.text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_pages_hold_no_controls(text: str) -> None:
    """What reaches a page is what `clean` leaves: it can be written as UTF-8 and turns no reading direction."""
    for page in pages(text).values():
        assert page == clean(page, len(page))
        assert 300_000 > len(page.encode())


@pytest.mark.parametrize("which", ["feedback", "class report"])
def test_pages_allow_nothing_but_their_own_style(which: str) -> None:
    """The policy forbids everything, save data images, the one style sheet and the class's one script, by their hashes."""
    page = Page(pages("harmless")[which])
    style = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    script = base64.b64encode(hashlib.sha256(page.script.encode()).digest()).decode()
    ours = f" script-src 'sha256-{script}'; require-trusted-types-for 'script';" if page.script else ""
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{style}';{ours} base-uri 'none'; form-action 'none'"
    assert policy in page.values("meta", "content")
    assert page.tags.count("script") == (1 if which == "class report" else 0)
    assert set() == {"iframe", "object", "embed", "link", "base", "form"} & set(page.tags)
    assert [] == [name for _, name, _ in page.attributes if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("which", ["feedback", "class report"])
def test_pages_can_be_read_aloud(which: str) -> None:
    """A page names its language and title, has one main heading, and gives each column heading a scope."""
    page = Page(pages("harmless")[which])
    assert ["en"] == page.values("html", "lang")
    assert [1, 1] == [page.tags.count(tag) for tag in ("h1", "main")]
    assert 1 == page.tags[: page.tags.index("body")].count("title")
    assert page.tags.count("th") == len(page.values("th", "scope"))
    assert page.tags.count("img") == len(page.values("img", "alt"))


def test_feedback_has_all_that_a_student_needs() -> None:
    """Score, outcome in words, rationale, hint, failing cell and note are on the page."""
    cells = (CellOutcome(0, "ok"), CellOutcome(1, "error", "CELL_ERROR", "cell 2, line 1: NameError: x"))
    page = Page(html.render(graded(outcomes="pfse", cells=cells, notes=("a shell line was skipped",))))
    expected = [
        ["Task", "Outcome", "Check", "Points"],
        ["6.1", "✓ passed", TITLES["6.1"], "1 / 1"],
        ["6.2", "✗ failed", f"{TITLES['6.2']} {RATIONALES[Outcome.FAILED]}", "0 / 2"],
        ["Hint " + HINT.replace("`", "")],
        ["6.3", "… skipped", f"{TITLES['6.3']} (needs 6.2)", "0 / 3"],
    ]
    assert expected == page.rows[:5]
    assert ["1", "2", "1", "1"] == page.values("th", "rowspan")
    for text in ("1 / 10", "points so far", "cell 2, line 1: NameError: x", "a shell line was skipped"):
        assert text in page.text


def test_feedback_keeps_the_kits_own_troubles_to_itself() -> None:
    """The reason of an error is for the teacher: it may speak of hidden tests."""
    assert RATIONALES[Outcome.ERROR] not in html.render(graded(outcomes="e"))
    assert RATIONALES[Outcome.ERROR] in class_report.render([graded(outcomes="e")], "06")


def test_pages_say_when_there_was_no_sandbox() -> None:
    """The stamp is on both pages, and only when it is true."""
    open_, shut = graded(protection="none"), graded()
    expected = [True, False, True, False]
    found = [STAMPS["none"] in html.render(result) for result in (open_, shut)]
    found += [STAMPS["none"] in class_report.render([result], "06") for result in (open_, shut)]
    assert expected == found


def test_a_failing_cell_links_to_itself_in_the_notebook() -> None:
    """Cells are counted as messages count them: code cells only, from one."""
    notebook = new_notebook(cells=[new_markdown_cell("prose"), new_code_cell("a"), new_code_cell("b")])
    page = Page(html.render(graded(cells=(CellOutcome(1, "error"),)), notebook))
    assert ["#cell-2"] == page.values("a", "href")
    assert ["cell-1", "cell-2"] == page.values("section", "id")


def test_every_picture_is_a_png_of_bearable_size() -> None:
    """Of all that claims to be a picture, only a real PNG is shown, and at most 20 of them."""
    vast = PNG[:16] + b"\x00\x01\x00\x00" * 2 + PNG[24:]
    claims = [b"<svg onload=alert(1)>", b"GIF" + PNG[3:], PNG[:8], vast, PNG + bytes(2_000_000), *[PNG] * 25]
    encoded = [base64.encodebytes(claim).decode() for claim in claims]
    no_base64 = ["no base64", encoded[-1] + '"><script>', "\u00e9", ""]
    outputs = [new_output("display_data", data={"image/png": data}) for data in no_base64 + encoded]
    page = Page(html.render(graded(), shows(*outputs)))
    assert [f"data:image/png;base64,{base64.b64encode(PNG).decode()}"] * 20 == page.values("img", "src")
    assert 14 == page.text.count("Left out: a picture")


def test_the_plots_that_were_checked_are_shown() -> None:
    """A plot that a probe kept is on the page, and what only claims to be one is not."""
    tensors = [torch.frombuffer(bytearray(data), dtype=torch.uint8) for data in (PNG, b"<svg onload=alert(1)>")]
    record = Record({f"plot {n}": Answers({"picture": tensor}) for n, tensor in enumerate(tensors)})
    page = Page(html.render(graded(), None, record.pictures()))
    assert [f"data:image/png;base64,{base64.b64encode(PNG).decode()}"] == page.values("img", "src")
    assert "Left out: a picture" in page.text


def test_code_in_a_hint_is_set_as_code() -> None:
    """What stands between backticks in authors' sentences is code on a page; markup in it stays text."""
    result = graded(diagnoses=(Diagnosis("6.2", "x", "What lies in `.grad`, or in `<b>`?"),))
    for page in (html.render(result), in_notebook.render(result), class_report.render([result], "06")):
        assert "<code>.grad</code>, or in <code>&lt;b&gt;</code>?" in page


@pytest.mark.parametrize(
    "output",
    [None, 3, "text", [], {}, {"output_type": "stream"}, {"output_type": "error"}, {"data": None},
     {"data": {"image/png": {"a": 1}}}, {"output_type": "error", "traceback": {"a": 1}, "evalue": 7},
     {"output_type": "stream", "text": [1, None, "x"]}, {"data": {"text/plain": None}}],
    ids=repr,
)  # fmt: skip
def test_a_malformed_output_does_no_harm(output: object) -> None:
    """The student's process wrote the outputs, so any form is borne."""
    assert "Cell 1" in Page(html.render(graded(), shows(output))).text


def test_outputs_without_end_are_cut() -> None:
    """A page shows 50 outputs of a cell and says how many it leaves out."""
    page = Page(html.render(graded(), shows(*[new_output("stream", text="again") for _ in range(10_000)])))
    assert (50, True) == (page.text.count("again"), "9950 more outputs of this cell" in page.text)


def test_a_notebook_of_huge_texts_makes_a_page_that_opens() -> None:
    """All texts of a notebook share one allowance."""
    outputs = [new_output("stream", text="<" * 1_000_000) for _ in range(50)]
    notebook = new_notebook(cells=[new_code_cell("x" * 100_000, outputs=outputs) for _ in range(5)])
    assert 10_000_000 > len(html.render(graded(), notebook))


def test_an_error_shows_no_folders_of_the_grading_machine() -> None:
    """Tracebacks and warnings keep the names of files and lose where they lie."""
    lines = [
        "\x1b[31mTraceback\x1b[0m",
        "File /opt/some where/torch/nn/linear.py:134, in forward(self, x)",
        '  File "/opt/some where/run.py", line 3, in f',
        "  x = a/b/c",
    ]
    error = new_output("error", ename="ValueError", evalue="bad shape", traceback=lines)
    warning = new_output("stream", name="stderr", text="/opt/lib/torch/lazy.py:180: UserWarning: lazy\n")
    text = Page(html.render(graded(), shows(error, warning))).text
    assert "/opt" not in text
    for shown in ("ValueError: bad shape", "File linear.py:134, in forward", 'File "run.py", line 3', "x = a/b/c"):
        assert shown in text
    assert "lazy.py:180: UserWarning" in text


def test_a_progress_bar_shows_its_last_state() -> None:
    """A carriage return overwrites its line, as in a terminal."""
    text = Page(html.render(graded(), shows(new_output("stream", text="10%\r50%\r100%\r\ndone\n")))).text
    assert (True, False) == ("100%\ndone" in text, "50%" in text)


# ----------------------------------------------------------------------------------------------------- the class report


def table(page: Page, first: str) -> list[list[str]]:
    """The body of the table whose first column has this heading, up to the next table."""
    start = next(n for n, row in enumerate(page.rows) if row[0] == first) + 1
    ends = [n for n, row in enumerate(page.rows) if n > start and row[0] in {"Task", "Tasks", "Student"}]
    return page.rows[start : ends[0] if ends else None]


def test_the_class_report_counts_right() -> None:
    """Figures, checks, misconceptions and students add up over a small class."""
    results = [graded("grace", "pppp"), graded("ada", "pfse"), graded("Alan", "pfsp")]
    page = Page(class_report.render(results, "06_training_loop"))
    for text in ("Submissions graded3", "Mean5.33 of 10", "Median5 of 10", "For a person to look at1"):
        assert text in " ".join(page.text.split())
    assert [
        ["6.1", TITLES["6.1"], "0", "0", "0", "3", "100 %", "\u2013"],
        ["6.2", TITLES["6.2"], "2", "0", "0", "3", "33 %", "1.00"],
        ["6.3", TITLES["6.3"], "0", "2", "0", "3", "33 %", "1.00"],
        ["6.4", TITLES["6.4"], "0", "0", "1", "3", "100 %", "\u2013"],
    ] == table(page, "Task")
    assert ["6.2", "keeps_gradients", "2", HINT.replace("`", "")] in page.rows
    assert [
        ["ada", "1 / 10", "", "✗ failed 6.2 … skipped 6.3 ! error 6.4", "keeps_gradients", "0.0", "0"],
        ["Alan", "5 / 10", "", "✗ failed 6.2 … skipped 6.3", "keeps_gradients", "0.0", "0"],
        ["grace", "10 / 10", "", "", "", "0.0", "0"],
    ] == table(page, "Student")


def test_the_chart_has_a_text_in_its_place() -> None:
    """Who cannot see the bars hears the counts; full marks have a bar of their own."""
    page = Page(class_report.render([graded(outcomes="pppp"), graded(outcomes="pfsp")], "06"))
    expected = (
        "Submissions by percent of the points. 0-9: 0, 10-19: 0, 20-29: 0, 30-39: 0, 40-49: 0, "
        "50-59: 1, 60-69: 0, 70-79: 0, 80-89: 0, 90-99: 0, 100: 1. "
    )
    assert expected == page.values("svg", "aria-label")[0]


def test_parts_of_points_stand_in_the_right_bar() -> None:
    """0.1 + 0.7 points of 1 are 80 %, though the sum of the floats is a little less."""
    parts = [check("6.1", Outcome.PASSED, points=earned, max_points=of) for earned, of in ((0.1, 0.1), (0.7, 0.9))]
    chart = Page(class_report.render([graded(checks=tuple(parts))], "06")).values("svg", "aria-label")
    assert ["80-89: 1"] == re.findall(r"[\d-]+: 1", chart[0])


@pytest.mark.parametrize(
    ("student", "link"),
    [("ada", "ada/feedback.html"), ("a b/ü?#", "a%20b%2F%C3%BC%3F%23/feedback.html"),
     ("javascript:alert(1)", "javascript%3Aalert%281%29/feedback.html"), ("a\ud800", "a%3F/feedback.html")],
)  # fmt: skip
def test_a_student_links_to_the_feedback(student: str, link: str) -> None:
    """A link leads into the student's folder and nowhere else, whatever the name."""
    links = Page(class_report.render([graded(student)], "06")).values("a", "href")
    assert {link} == {target for target in links if not target.startswith("#")}


def test_one_fault_is_one_entry_for_a_person() -> None:
    """A check that failed everywhere for one reason is listed once, with everyone it hit."""
    page = class_report.render([graded(f"s{number:02}", "e") for number in range(20)], "06")
    assert (1, True) == (page.count(RATIONALES[Outcome.ERROR]), "<summary>20 submissions</summary>" in page)


def test_the_ungraded_are_named() -> None:
    """A submission without a result is not lost from sight."""
    page = Page(class_report.render([graded()], "06", ungraded={"turing": "the file is empty"}))
    assert (True, True) == ("turing" in page.text, "the file is empty" in page.text)


def test_an_empty_class_has_a_report() -> None:
    """No submission, no table, no fault."""
    page = Page(class_report.render([], "06"))
    assert [] == page.rows
    assert ["student"] == next(csv.reader(io.StringIO(csv_table.render([]))))[:1]


def test_a_task_without_points_is_no_fault() -> None:
    """Nothing is divided by no points."""
    result = graded(checks=(check("6.1", Outcome.PASSED, points=0.0, max_points=0.0),))
    assert ["0 / 0"] == table(Page(class_report.render([result], "06")), "Student")[0][1:2]
    assert "0 / 0" in html.render(result)


def test_a_thousand_students_fit_on_a_page() -> None:
    """The page of a large course lists everyone and stays below a megabyte."""
    page = class_report.render([graded(f"student_{number}", "pfse") for number in range(1000)], "06")
    assert 1000 == len(table(Page(page), "Student"))
    assert 1_000_000 > len(page)


def test_the_map_shows_every_outcome() -> None:
    """A column for each submission, best first, a row for each check; what is alike side by side is one rectangle."""
    text = class_report.render([graded("ada", "pfse"), graded("grace", "pppp"), graded("alan", "pfpp")], "06")
    page = Page(text)
    paths = dict(zip(page.values("path", "class"), page.values("path", "d"), strict=True))
    expected = {
        "passed": "M0 0h3v1h-3zM0 1h1v1h-1zM0 2h2v1h-2zM0 3h2v1h-2z",
        "failed": "M1 1h2v1h-2z",
        "skipped": "M2 2h1v1h-1z",
        "error": "M2 3h1v1h-1z",
    }
    assert expected == {name: paths[name] for name in expected}
    assert ["grace: 10", "alan: 8", "ada: 1"] == re.findall(r"<title>([^<]+: \d+)</title>", text)


def test_item_statistics_are_those_of_the_books() -> None:
    """Shares solved, correlations with the rest and Cronbach's alpha are what Python's own statistics give."""
    outcomes = ["pppp", "pppf", "ppff", "pfpf", "ffpf", "pfff", "pppe"]
    results = [graded(f"s{n}", letters) for n, letters in enumerate(outcomes)]
    found = items(results)
    assert [6 / 7, 4 / 7, 5 / 7, 1 / 6] == [item.difficulty for item in found]
    judged = [[check.points for check in result.checks] for result in results[:-1]]
    for column, item in enumerate(found):
        mine, others = zip(*((row[column], sum(row) - row[column]) for row in judged), strict=True)
        assert pytest.approx(statistics.correlation(mine, others)) == item.discrimination
    spread = sum(statistics.variance(column) for column in zip(*judged, strict=True))
    assert pytest.approx(4 / 3 * (1 - spread / statistics.variance(map(sum, judged)))) == alpha(results)


def test_statistics_that_cannot_be_had_are_left_open() -> None:
    """One submission, or a class that agrees in everything, has no correlations and no alpha, and still a page."""
    for results in ([graded(outcomes="pf")], [graded("a"), graded("b")], [graded(outcomes="ee")]):
        assert all(math.isnan(item.discrimination) for item in items(results))
        assert math.isnan(alpha(results))
        assert "NaN" not in class_report.render(results, "06") + class_json.render(results, "06")


def seen(**code: str) -> dict[str, Glance]:
    """Glances of code, by student."""
    return {student: Glance(code={"train": text}) for student, text in code.items()}


def test_examples_are_those_of_most_and_name_nobody() -> None:
    """A misconception shows how most wrote what it is about; code that holds its student's name is not shown."""
    students = ["ada", "alan", "grace", "linus"]
    glances = seen(ada="loss.backward()", alan="loss.backward()", grace="x = 1", linus="of_linus = 1")
    page = Page(
        class_report.render(
            [graded(student) for student in students], "06", glances=glances, definitions={"keeps_gradients": ["train"]}
        )
    )
    text = " ".join(page.text.split())
    assert "As 2 of 3 wrote itloss.backward() As 1 of 3 wrote itx = 1" in text
    assert "of_linus" not in text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_an_example_is_text(text: str) -> None:
    """Whatever students write, their code stands on the class page as text and makes no element."""
    pages = [
        class_report.render(
            [graded("q q")], "06", glances={"q q": seen(x=code)["x"]}, definitions={"keeps_gradients": ["train"]}
        )
        for code in (text, "harmless")
    ]
    assert Page(pages[1]).tags == Page(pages[0]).tags
    assert clean(text)[:1000] in Page(pages[0]).text
    assert pages[0] == clean(pages[0], len(pages[0]))


def test_curves_that_look_the_same_are_drawn_once() -> None:
    """All lie on one scale; a value that is no number interrupts its curve and is named."""
    losses = {"ada": [2.0, 1.0, 0.5], "alan": [2.0, 1.0, 0.5001], "grace": [2.0, math.nan, 0.0]}
    glances = {student: Glance({"training loss": curve}) for student, curve in losses.items()}
    page = Page(class_report.render([graded(student) for student in losses], "06", glances=glances))
    curves = [
        d for name, d in zip(page.values("path", "class"), page.values("path", "d"), strict=True) if name == "line0"
    ]
    assert ["M0 0L80 40L160 60", "M0 0M160 80"] == curves
    assert 1 == page.text.count("not a number")


def test_plots_have_their_place_and_no_more() -> None:
    """Plots are pictures in the page, the same ones once, and what a page cannot take is counted."""
    students = [f"s{number}" for number in range(50)]
    glances = {name: Glance(pictures=["alike", f"{name}{'x' * 100_000}"]) for name in students}
    page = Page(class_report.render([graded(name) for name in students], "06", glances=glances))
    shown = page.values("img", "src")
    assert "data:image/webp;base64,alike" == shown[0]
    assert sum(map(len, shown)) < 2_600_000
    assert f"room for {len(shown)} of 51" in page.text


def test_files_that_could_not_be_read_are_named() -> None:
    """Who handed in something that is no notebook stands in a list of its own, with the reason."""
    unread = [
        dataclasses.replace(c, code="UNREADABLE", rationale="the file is empty") for c in graded(outcomes="ff").checks
    ]
    page = Page(class_report.render([graded("ada"), graded("alan", checks=tuple(unread))], "06"))
    assert "the file is empty alan" in " ".join(page.text.split())


def test_the_class_as_json_says_what_the_page_says() -> None:
    """Counts, statistics, misconceptions and outcomes, and the ungraded, in one document that any parser reads."""
    found = json.loads(class_json.render([graded("ada", "pf"), graded("alan", "pp")], "06", {"grace": "it vanished"}))
    assert (1, "06", {"grace": "it vanished"}) == (found["format"], found["assignment"], found["ungraded"])
    assert [(2, 1.0, None), (1, 0.5, None)] == [
        (c["passed"], c["difficulty"], c["discrimination"]) for c in found["checks"]
    ]
    assert [{"task": "6.2", "misconception": "keeps_gradients", "submissions": 1}] == found["misconceptions"]
    assert {"test_1": "passed", "test_2": "failed"} == found["submissions"][0]["outcomes"]


# -------------------------------------------------------------------------------------------------------------- glances

TRAIN = '''
def train(model):
    """By Ada Lovelace."""
    # mine, hands off
    print("Ada was here", f"{model}")
    return model.mean("sum")

print("later")
'''


def test_a_glance_keeps_code_and_no_words_of_its_author() -> None:
    """Comments, docstrings and texts go; code and short words that code needs stay."""
    notebook = new_notebook(cells=[new_code_cell("def train(x): pass"), new_code_cell(TRAIN)])
    code = "def train(model):\n    print('…', '…')\n    return model.mean('sum')"
    assert {"train": code} == glance(Record(), notebook, ["train", "evaluate"]).code


@pytest.mark.parametrize(
    "source",
    ["def f(:", "def f():\n" + "    " + "-" * 1_900 + "1", "def f(): return " + "(" * 900, "def f():\n    %time 1",
     "def f():\n" + "    x\n" * 100_000, "def f(x=b'\\xzz'): pass", "@\n" * 50_000],
    ids=["syntax", "signs", "parentheses", "magic", "long", "bytes", "decorators"],
)  # fmt: skip
def test_code_that_cannot_be_shown_does_no_harm(source: str) -> None:
    """What does not parse, or is long or deep, is left out or shown, and nothing breaks."""
    code = glance(Record(), new_notebook(cells=[new_code_cell(source)]), ["f"]).code
    assert len(code.get("f", "")) < 5_000


def png(width: int, height: int) -> bytes:
    """A picture."""
    file = io.BytesIO()
    Image.new("RGBA", (width, height), (255, 0, 0, 128)).save(file, "PNG", pnginfo=None)
    return file.getvalue()


def test_plots_are_drawn_anew_and_small() -> None:
    """Of the pictures of answers and notebook, at most three are kept, as small WebP; what is no PNG is left out."""
    drawn = [png(1200, 400), b"GIF89a", PNG[:40], png(3000, 3000), b"\x89PNG\r\n\x1a\n" + bytes(100)]
    answers = {
        f"{n}": Answers({"picture": torch.frombuffer(bytearray(d), dtype=torch.uint8)}) for n, d in enumerate(drawn)
    }
    shown = [new_output("display_data", data={"image/png": base64.b64encode(png(50, 50)).decode()}) for _ in range(5)]
    found = [base64.b64decode(p) for p in glance(Record(answers), shows(*shown), []).pictures]
    sizes = [(image.format, image.size) for image in map(Image.open, map(io.BytesIO, found))]
    assert [("WEBP", (240, 80)), ("WEBP", (50, 50)), ("WEBP", (50, 50))] == sizes


@pytest.mark.parametrize("losses", [[1.0, 0.5], [2, 1], [math.nan, math.inf]])
def test_a_glance_travels(losses: list[float]) -> None:
    """The losses of the last probe that has any are kept, and what is written reads back the same."""
    known = {"first": [1.0], "digits": losses, "texts": ["x"], "nothing": []}
    record = Record({probe: Answers({"clues": Answers({"losses": curve})}) for probe, curve in known.items()})
    seen = glance(record, None, [])
    assert ["digits"] == list(seen.curves)
    assert repr(seen) == repr(Glance.from_json(seen.to_json()))


# ------------------------------------------------------------------------------------------------------------- the CSV


def test_the_csv_has_a_row_per_submission() -> None:
    """The points of each task have a column; all lines end as RFC 4180 says."""
    text = csv_table.render([graded("grace", "pppp"), graded("ada", "pfse", protection="none")])
    expected = [
        ["student", "file", "score", "max_score", "6.1", "6.2", "6.3", "6.4", "failed", "misconceptions", "flagged",
         "protection"],
        ["grace", "work.ipynb", "10", "10", "1", "2", "3", "4", "", "", "no", "full"],
        ["ada", "work.ipynb", "1", "10", "1", "0", "0", "0", "6.2:test_2", "keeps_gradients", "yes", "none"],
    ]  # fmt: skip
    assert expected == list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert text.count("\n") == text.count("\r\n") == 3


def test_the_checks_have_a_table_of_their_own() -> None:
    """`checks.csv` counts the outcomes of each check; a statistic is a number, and empty where it cannot be had."""
    table = csv_table.checks([graded("ada", "pp"), graded("alan", "fp"), graded("grace", "pf")])
    expected = [
        ["task", "check", "title", "passed", "failed", "skipped", "error", "difficulty", "discrimination"],
        ["6.1", "test_1", TITLES["6.1"], "2", "1", "0", "0", "0.667", "-0.500"],
        ["6.2", "test_2", TITLES["6.2"], "2", "1", "0", "0", "0.667", "-0.500"],
    ]
    assert expected == list(csv.reader(io.StringIO(table, newline=""), strict=True))


def test_a_csv_cell_reads_back_as_it_was() -> None:
    """Commas, quotes, semicolons and letters of all the world come back unchanged."""
    name = 'Ada "Countess" Lovelace, née Byron; 数'
    rows = list(csv.reader(io.StringIO(csv_table.render([graded(name)]), newline=""), strict=True))
    assert name == rows[1][0]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_csv_cell_is_a_formula(text: str) -> None:
    """A cell that a spreadsheet would compute begins with an apostrophe, and is otherwise the cleaned text."""
    written = csv_table.render([hostile(text)])
    written.encode()
    rows = list(csv.reader(io.StringIO(written, newline=""), strict=True))
    assert [] == [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r\n\uff1d"))]
    assert one_line(text) == rows[1][0].removeprefix("'")
    assert 2 == len(rows)
