"""What a student wrote is neutral in the notebook itself, whatever shows it; what is harmless stays letter by letter."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as parsed
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode, validate
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from plants import HONEST, LINKS, MARKDOWN, OUTPUTS, SVG, TABLE, TAGS, book_metadata, planted
from samples import graded

from autograder.gradebook.neutral import MAX_TEXT, as_given, neutralise
from autograder.reports.check import render

pytestmark = pytest.mark.filterwarnings("ignore")  # nbconvert's own: pictures without a text, unknown lexers

PLANTS = TAGS | MARKDOWN | LINKS
PLAIN = [
    "",
    "one line",
    "# A heading\n\nwith $a<b$, `x<y` and *a* **few** words\n\n- one\n- two\n\n> said",
    "| a | b |\n|--|--:|\n| 1 | 2 |",
    "```python\nif a < b:\n    pass\n```",
    "[a page](https://pytorch.org/docs?x=1#y), [here](#A-heading), <me@example.org> is a mail".replace("<", "").replace(">", ""),
    "![my plot](plots/loss%20curve.png)",
    '5 > 3, a & b, 2 < 3 and "quotes", ümlaut',
    "$$\n\\sum_{i<n} x_i\n\n$$",
]  # fmt: skip


def shown(cell: NotebookNode, **changes: Any) -> NotebookNode:
    """The cell alone in a notebook that was made neutral."""
    nb = new_notebook(cells=[cell])
    neutralise(nb, **changes)
    validate(nb)
    return nb.cells[0]


def markdown(source: str, **changes: Any) -> str:
    """A markdown cell's text, neutral."""
    return str(shown(new_markdown_cell(source, **changes)).source)


def alive(html: str) -> list[str]:
    """Elements and attributes that do something."""
    found = []
    for element in parsed.fragments_fromstring(f"<div>{html}</div>")[0].iter():
        if not isinstance(element.tag, str) or element.tag in {
            "script",
            "style",
            "iframe",
            "svg",
            "object",
            "embed",
            "form",
            "input",
            "link",
            "meta",
            "base",
            "video",
            "math",
        }:
            found.append(str(element.tag))
        for name, value in element.attrib.items():
            if name.startswith(("on", "srcdoc", "data-", "background")) or (
                name not in {"alt", "title"} and not value.startswith("#") and ("ran/" in value or "url(" in value)
            ):
                found.append(f"{element.tag} {name}={value}")
            if name == "href" and not value.startswith(("https://", "http://", "mailto:", "#")):
                found.append(f"{element.tag} {name}={value}")
    return found  # fmt: skip


def rendered(source: str) -> str:
    """As nbconvert shows it."""
    return str(MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(source))


@pytest.mark.parametrize("text", PLANTS.values(), ids=PLANTS)
def test_markdown_shows_nothing_that_acts(text: str) -> None:
    """Alone, in a sentence, in a list, in a quotation, in a table and between formulas."""
    forms = [text, f"before {text} after", f"- a\n- {text}", f"> {text}", f"| a |\n|--|\n| {text} |", f"$a$ {text} $b$"]
    assert [] == [found for form in forms for found in alive(rendered(markdown(form, attachments={"bad.png": {}})))]


@pytest.mark.parametrize("source", PLAIN)
def test_plain_markdown_stays_as_it_was_written(source: str) -> None:
    """Who reads the answer in the notebook reads what the student wrote."""
    assert source == markdown(source)


def test_what_cannot_stay_keeps_its_text() -> None:
    """Harmless HTML is kept, code and blank lines too; what could act leaves its text."""
    source = "<b onclick='x()'>bold</b> `List<int>`\n\n    a   code\n\n\n    block\n\n[report](evil.html) <script>x()</script> end"
    text = parsed.fromstring(rendered(markdown(source))).text_content()
    assert [] == [word for word in ("bold", "List<int>", "a   code\n\n\nblock", "report", "end") if word not in text]
    assert "x()" not in text


@given(st.lists(st.sampled_from([*PLANTS.values(), *"<>&\"'`[]()!$\\{}#-*_|~a \n\t", "\n\n", "```", "$$", "<div>", "</div>", "-->", "<!--", "</pre>", "<pre>"]), max_size=14))  # fmt: skip
@settings(deadline=None, max_examples=1000 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 100)
def test_no_mixture_acts(parts: list[str]) -> None:
    """Whatever plants and signs are put together, nothing acts."""
    assert [] == alive(rendered(markdown("".join(parts))))


def test_a_long_text_is_text() -> None:
    """It is not rendered, since that may take the square of its length, and all of it can be read."""
    source = "<b>a</b> \\\\[ " * MAX_TEXT
    assert source == parsed.fromstring(rendered(markdown(source)))[0].text


def test_no_heading_takes_the_name_of_a_grade() -> None:
    """The formgrader finds the box of a task's points by its name: a heading of that name would get it."""
    cells = [new_markdown_cell("# task-1"), new_markdown_cell("# My answer")]
    for cell in cells:
        cell.metadata.nbgrader = {"grade_id": "task-1", "solution": True, "grade": True, "points": 1, "locked": False}
    nb = new_notebook(cells=cells)
    neutralise(nb)
    assert 'id="task-1"' not in rendered(nb.cells[0].source)
    assert "# My answer" == nb.cells[1].source


def test_the_instructors_own_text_stays() -> None:
    """Word for word, with what it shows; a changed letter makes it the student's."""
    cell = new_markdown_cell('<iframe src="https://example.org/film"></iframe>')
    given = {as_given(cell)}
    assert cell.source == shown(new_markdown_cell(cell.source), given=given).source
    assert "iframe" not in shown(new_markdown_cell(cell.source + " "), given=given).source


def test_outputs_keep_what_shows_and_lose_what_acts() -> None:
    """Tables, pictures, formulas and fallbacks; no JavaScript, no widget, no name of a file."""
    outputs = [
        new_output("display_data", {"text/html": TABLE, "text/plain": "table"}),
        new_output("display_data", {"image/svg+xml": SVG, "image/png": "AA==", "text/latex": "$x$"}),
        new_output("display_data", {"text/html": "<script>draw()</script>", "text/plain": "figure"}),
        new_output("display_data", {"application/javascript": "draw()"}),
        new_output("display_data", {"image/png": "AA=="}, metadata={"filenames": {"image/png": "/ran"}, "image/png": {"width": 9}}),
        new_output("execute_result", {"text/plain": "0.5"}, execution_count=1),
        new_output("stream", text="<b>", name="stdout"),
        new_output("error", ename="E", evalue="<b>", traceback=["<b>"]),
    ]  # fmt: skip
    kept = shown(new_code_cell("x", outputs=outputs)).outputs
    assert {"text/html", "text/plain"} == set(kept[0].data)
    assert "0.25" in kept[0].data["text/html"]
    assert "<style" not in kept[0].data["text/html"]
    assert outputs[1].data == kept[1].data
    assert {"text/plain": "figure"} == kept[2].data
    assert "Left out: an output that is neither text nor a picture." == kept[3].data["text/plain"]
    assert {"image/png": {"width": 9}} == kept[4].metadata
    assert outputs[5:] == kept[5:]


def test_what_check_shows_is_the_same() -> None:
    """Our own reports look as they were made, though they go the same way."""
    page = render(graded())
    kept = (
        shown(new_code_cell("x", outputs=[new_output("display_data", {"text/html": page})]))
        .outputs[0]
        .data["text/html"]
    )
    before, after = (
        [(element.tag, dict(element.attrib), element.text) for element in parsed.fromstring(text).iter()]
        for text in (page, kept)
    )
    assert [(tag, text) for tag, _, text in before] == [(tag, text) for tag, _, text in after]
    styles = [
        [attributes.get("style", "").replace(" ", "").rstrip(";") for _, attributes, _ in found]
        for found in (before, after)
    ]
    assert styles[0] == styles[1]


def test_a_whole_notebook_of_plants_makes_a_page_without() -> None:
    """Metadata, ids, tags, attachments and raw cells, too."""
    nb = new_notebook(cells=planted(), metadata=book_metadata())
    code = [cell for cell in nb.cells if cell.cell_type == "code"]
    for cell, (kind, text) in zip(code, OUTPUTS.items(), strict=False):
        cell.outputs = [new_output("display_data", {kind: text}, metadata={"filenames": {kind: "/ran/x"}})]
    neutralise(nb)
    validate(nb)
    page, _ = HTMLExporter(template_name="classic").from_notebook_node(nb)
    assert [] == [one for one in alive(page[page.index('id="notebook-container"') - 5 :]) if one != "style"]


def test_honest_content_makes_the_same_page() -> None:
    """The cells of an honest student keep their outputs, and all markdown without HTML its text."""
    nb = new_notebook(cells=HONEST)
    before = [cell.source for cell in nb.cells]
    neutralise(nb)
    assert [1] == [number for number, cell in enumerate(nb.cells) if cell.source != before[number]]
