"""The pages say what a result holds, and nothing a student wrote becomes more than text."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json

import pytest
import torch
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from samples import HINT, HOSTILE, PNG, RATIONALES, TITLES, Page, check, graded, pages, shows

from autograder.record.answers import Answers, Record
from autograder.reports import check as in_notebook
from autograder.reports import class_report, gradescope, html, markdown, terminal
from autograder.reports.causes import causes
from autograder.reports.words import STAMPS
from autograder.result import CellOutcome, Diagnosis, Line, Outcome, Result, clean, one_line
from autograder.submission.notebook import COLAB, parse


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
    text, seen = " ".join(page.text.split()), RATIONALES[Outcome.FAILED].replace("`", "")
    expected = [
        "What to do next", "Hint " + HINT.replace("`", ""), f"6.2 {TITLES['6.2']} 0 / 2 {seen}",
        f"6.3 {TITLES['6.3']} (needs 6.2) 0 / 3", "Tasks 6.1", f"✓ passed {TITLES['6.1']} 1 / 1", f"✗ failed {TITLES['6.2']} 0 / 2 why",
    ]  # fmt: skip
    places = [text.find(part) for part in expected]
    assert -1 not in places, expected[places.index(-1)]
    assert sorted(places) == places
    assert 1 == text.count(seen)
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
    assert "#cell-2" in page.values("a", "href")
    assert ["cell-1", "cell-2"] == page.values("section", "id")


ERROR = "cell 2, line 3: RuntimeError: shapes do not fit"
CODE = 'def step(x):\n    """Text."""\n    return y @ y  # \'</pre><script>\'\n'


def stopped(sentence: str) -> NotebookNode:
    """The output of a cell that ended with an error, as it is when graded."""
    return new_output("error", ename="Error", evalue="", traceback=[sentence])


def slipped() -> Result:
    """One line costs three checks in two tasks, and another one that waits for them; one task is not begun."""
    fails = [
        dataclasses.replace(
            check(task, Outcome.FAILED), name=f"test_{n}", title=f"title {n}", rationale=ERROR, points=0.0
        )
        for n, task in enumerate(("6.1", "6.1", "6.2"))
    ]
    waits = dataclasses.replace(check("6.3", Outcome.SKIPPED), name="test_3", title="title 3", needs=("6.2",))
    unwritten = dataclasses.replace(
        fails[0], task="6.4", name="test_4", code="NOT_DEFINED", rationale="Task 6.4: not written yet"
    )
    hints = tuple(Diagnosis(task, "squares", HINT) for task in ("6.1", "6.2"))
    return graded(checks=(*fails, waits, unwritten), diagnoses=hints)


def test_one_cause_is_told_once() -> None:
    """The line, what arose there, the hint and all that it cost stand together, once on a page and in every report."""
    cells = [
        new_code_cell("import torch"),
        new_code_cell(CODE, outputs=[stopped(ERROR), stopped("cell 2, line 4: KeyError")]),
    ]
    page = Page(html.render(slipped(), new_notebook(cells=cells)))
    text = " ".join(page.text.split())
    assert [1, 1] == [text.count(part) for part in (ERROR, HINT.replace("`", ""))]
    assert "Cell 2, line 3 costs 7 points" in text
    assert 1 == text.count("cell 2, line 4: KeyError"), "another error of that cell is another matter"
    assert "Still to write: task 6.4." in text
    marked = [line for line in page.values("span", "class") if line == "row marked"]
    assert ["row marked"] == marked
    assert "3 return y @ y # '</pre><script>'" in text
    assert page.tags.count("script") == 0
    assert (
        "sd" not in page.values("span", "class")[page.values("span", "class").index("row marked") :]
    )  # no text any more
    for told in (terminal.render(slipped(), width=200), markdown.render(slipped()), gradescope.render(slipped())):
        assert [1, 1] == [told.count(part) for part in ("shapes do not fit", "still lying in")]


def test_what_several_tasks_cost_is_said_in_the_plural() -> None:
    """Where no line is known the tasks themselves cost points: one task costs, two tasks cost."""
    late = [dataclasses.replace(one, rationale="it did not end") for one in slipped().checks[:3]]
    for checks, said in ((late, "Tasks 6.1, 6.2 cost 4 points"), (late[:2], "Task 6.1 costs 2 points")):
        text = " ".join(Page(html.render(graded(checks=tuple(checks)))).text.split())
        assert said in text


def test_the_same_words_are_not_the_same_cause() -> None:
    """That numbers differ is said of many faults: two tasks that read so have two causes, and each its own hint."""
    checks = tuple(
        check(task, Outcome.FAILED, code="WRONG", rationale="3 of 3 values differ") for task in ("6.1", "6.2")
    )
    result = graded(checks=checks, diagnoses=(Diagnosis("6.2", "squares", HINT),))
    assert [(), (HINT,)] == [one.hints for one in reversed(causes(result).found)]
    assert 0 == terminal.render(result).count("the same as in")
    missing = graded(checks=tuple(dataclasses.replace(one, code="NOT_DEFINED") for one in checks), diagnoses=())
    assert 1 == len(causes(missing).found)


def test_the_hint_of_an_error_stands_beside_that_error() -> None:
    """Two errors on two lines of one task are two causes, and what is known of one is no hint for the other."""
    checks = tuple(
        check("6.2", Outcome.FAILED, code="WRONG", name=name, rationale=f"cell 4, line {line}: {error}")
        for name, line, error in (("test_a", 5, "TypeError: no tensor"), ("test_b", 7, "RuntimeError: a history"))
    )
    result = graded(checks=checks, diagnoses=(Diagnosis("6.2", "history", HINT, "error", Line(3, 7)),))
    found = causes(result).found
    assert {(4, 5): (), (4, 7): (HINT,)} == {one.place: one.hints for one in found}


def test_a_line_that_a_hint_points_to_is_shown() -> None:
    """The student sees the line itself, as where an error arose; a line that no hint names stays with the teacher."""
    wrong = (check("6.1", Outcome.FAILED, code="WRONG", rationale="3 of 3 values differ"),)
    for hint, shown in (("All else is right; look at cell 1, line 2.", 1), ("One change is enough.", 0)):
        found = Diagnosis("6.1", "", hint, "repair", Line(0, 2), "x + y → x - y")
        result = graded(checks=wrong, diagnoses=(found,))
        book = new_notebook(cells=[new_code_cell("def f(x, y):\n    return x + y")])
        text = html.render(result, book)
        assert shown == Page(text).values("span", "class").count("row marked")
        assert "x - y" not in text


def test_what_students_see_does_not_refer_to_what_they_may_not() -> None:
    """A visible check says what was seen though a hidden one said it before, and has the hint; a hidden one may refer to it."""
    hidden, seen, later = slipped().checks[:3]
    result = graded(checks=(dataclasses.replace(hidden, visible=False), seen, later), diagnoses=slipped().diagnoses)
    _, first, second = json.loads(gradescope.render(result, hidden="hidden"))["tests"]
    assert [ERROR, f"hint: {HINT}"] == first["output"].splitlines()
    assert "the same as in 6.1" == second["output"]


def test_who_has_written_nothing_reads_how_to_begin() -> None:
    """No list of errors, but the first step."""
    (*_, unwritten) = slipped().checks
    text = " ".join(Page(html.render(graded(checks=(unwritten,), diagnoses=()))).text.split())
    assert "Nothing is written yet, and that is how everybody begins: take task 6.4" in text
    assert "Still to write" not in text


def test_what_was_handed_out_is_not_shown_again() -> None:
    """Feedback shows the student's own cells, by their numbers: no text of the course, no cell for Colab."""
    colab = f"{COLAB}brings the course there.\nimport os"
    cells = "# %%\n" + colab + "\n# %% [markdown]\n# The lesson\n# %% [markdown]\n# My answer\n# %%\nx = 1\n"
    ran = parse(cells, "ada.py").executed({}, {"The lesson"})
    page = Page(html.render(graded(), ran))
    assert ["cell-2"] == page.values("section", "id")
    assert ("My answer" in page.text, "The lesson" in page.text, "brings the course" in page.text) == (
        True,
        False,
        False,
    )


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
