"""Markdown that a student wrote reads as it was meant, formulas without a network, and nothing in it acts."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_markdown_cell, new_notebook
from plants import HONEST, LINKS, MARKDOWN, TAGS, planted
from samples import HOSTILE, Page, graded

from autograder.reports import html
from autograder.reports.prose import MATH, MAX_FORMULA, MAX_TEXT, rendered
from autograder.reports.prose import TAGS as ALLOWED
from autograder.result import clean

PLANTS = TAGS | MARKDOWN | LINKS


def cell(text: str) -> Page:
    """A text as it is rendered, taken apart."""
    made = rendered(text)
    assert made is not None
    return Page(f"<body>{made}")


def page(*texts: str) -> Page:
    """The feedback page for a notebook of Markdown cells."""
    return Page(html.render(graded(), new_notebook(cells=[new_markdown_cell(text) for text in texts])))


def acts(page: Page) -> list[str]:
    """What does something, or asks for something, when the page is opened."""
    found = [tag for tag in page.tags if tag not in ALLOWED | MATH.keys() | {"body"} or tag == "img"]
    for tag, name, value in page.attributes:
        plain = name in {"align", "scope", "start"} | MATH.get(tag, set()) or (name, value) == (
            "rel",
            "noopener noreferrer",
        )
        if not plain and not (
            name == "href" and value.startswith(("https://", "http://", "mailto:", "#")) and "formgrader" not in value
        ):
            found.append(f"{tag} {name}={value}")
    return found  # fmt: skip


@pytest.mark.parametrize(
    ("text", "tags", "words"),
    [
        ("The *loss* **falls**", "p em strong", "The loss falls"),
        ("- one\n- two\n\n1. a\n2. b", "ul li li ol li li", "one two a b"),
        ("| a | b |\n|--|--:|\n| 1 | 2 |", "table thead tr th th tbody tr td td", "ab 12"),
        ("```python\nif a < b: pass\n```", "pre code", "if a < b: pass"),
        ("`List<int>` and ~~old~~", "p code del", "List<int> and old"),
        ("> said\n\nline<br>two", "blockquote p p br", "said linetwo"),
        ("[a page](https://pytorch.org)", "p a", "a page"),
        ("![my <i>sketch</i>](https://example.org/x.png) <img src=x alt='of &lt;b&gt;'>", "p", "my sketch of <b>"),
        ('![a plot](x.png "its title") <img title=t lang=de alt="of b">', "p", "a plot of b"),
        ("from $5 to $6, and \\$7", "p", "from $5 to $6, and $7"),
    ],
)
def test_what_students_write_reads_as_meant(text: str, tags: str, words: str) -> None:
    """Emphasis, lists, tables, code, quotations and links; a picture is its text; a price is no formula."""
    found = cell(text)
    assert (tags.split(), words) == (found.tags[1:], " ".join(found.text.split()))


@pytest.mark.parametrize(
    ("formula", "tags", "words"),
    [
        ("$a<b$", {"mo"}, "a<b"),
        ("$\\frac{\\partial L}{\\partial w_i}$", {"mfrac", "msub"}, "∂L∂wi"),
        ("$$\n\\sum_{i=1}^N x_i\n$$", {"munderover"}, "∑i=1Nxi"),
        ("$$\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}$$", {"mtable", "mtd"}, "a=bc=d"),
        ("\\begin{align*} a &= b \\\\ c &= d \\end{align*}", {"mtable", "mtd"}, "a=bc=d"),
        ("- in a list:\n  $$\n  a - b\n  $$", {"li", "mo"}, "in a list:a\u2212b"),
        ("**bold $x_1$, $x_2$**", {"strong", "msub"}, "bold x1, x2"),
        ("$\\text{<b>}\\hat y$", {"mtext", "mover"}, "<b>y^"),
    ],
)
def test_formulas_are_drawn_by_the_browser(formula: str, tags: set[str], words: str) -> None:
    """As MathML: it needs no script and no network, and is read aloud; Markdown's own signs mean nothing in it."""
    found = cell(formula)
    assert {"math", *tags} <= set(found.tags)
    assert words.replace(" ", "") == "".join(found.text.split())


@pytest.mark.parametrize(
    "formula",
    ["\\foo{x}", "\\frac{1}", "{{", "a & b", "x^a^b", "\\newcommand{\\a}{\\b\\b} \\a", "\\def\\a{b} \\a", "x" * (MAX_FORMULA + 1)],
)  # fmt: skip
def test_what_is_no_formula_stands_as_it_was_written(formula: str) -> None:
    """An unknown command, an unfinished formula, definitions, which may be worth a million signs, and too long ones."""
    found = cell(f"so ${formula}$")
    assert (["body", "p", "code"], f"so ${formula}$") == (found.tags, found.text.strip())


def test_an_error_in_a_formula_costs_that_formula() -> None:
    """What stands around it is rendered."""
    assert ["body", "p", "strong", "code", "math"] == [
        t for t in cell("**a** $\\frac{$ and $x$").tags if t[0] != "m" or t == "math"
    ]


@pytest.mark.parametrize("text", PLANTS.values(), ids=PLANTS)
def test_no_plant_lives(text: str) -> None:
    """Alone, in a sentence, in a list, in a quotation, in a table and between formulas."""
    forms = [text, f"before {text} after", f"- a\n- {text}", f"> {text}", f"| a |\n|--|\n| {text} |", f"$a$ {text} $b$"]
    assert [] == [found for form in forms for found in acts(cell(form))]


@given(st.lists(st.sampled_from([*PLANTS.values(), *HOSTILE.values(), *"<>&\"'`[]()!$\\{}#-*_|~a \n\t\x1b", "\n\n", "```", "$$", "<div>", "</div>", "-->", "<!--", "&#27;]", "&#7;", "\\text{", "\\begin{align}", "\\end{align}", "<math>", "<mtext>", '<a href="https://a/']), max_size=14))  # fmt: skip
@settings(deadline=None, max_examples=1000 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 100)
def test_no_mixture_acts(parts: list[str]) -> None:
    """Whatever plants and signs are put together, nothing acts, and nothing hides or turns the text."""
    made = rendered("".join(parts))
    assert made is None or ([] == acts(Page(f"<body>{made}")) and made == clean(made, len(made)))


def test_signs_that_come_as_entities_are_taken_out() -> None:
    """No control is left, and none takes the end of an address along, which would open it."""
    made = str(rendered('<a href="https://a/&#27;]x">one</a> two" onclick="ran()" &#7; &#8238;three &#0;'))
    assert (["href", "rel"], made) == ([name for _, name, _ in Page(made).attributes], clean(made, len(made)))


def test_headings_stand_below_the_pages_own() -> None:
    """A student's headings begin where the cells' do, have no names, and leave the page one main heading."""
    found = page("# My answer\n\n###### deep\n\n<h1 id=checks>HTML</h1>")
    assert (1, 0) == (found.tags.count("h1"), found.tags.count("h6") - 1)
    assert ["h3", "h6", "h3"] == [tag for tag in found.tags if re.fullmatch(r"h\d", tag)][-3:]
    assert 1 == found.values("h2", "id").count("checks")
    assert [] == found.values("h3", "id")


def test_a_page_shows_what_was_written_honestly() -> None:
    """All that a student wrote in Markdown is there, tables with headings that can be read aloud."""
    found = page(*(one.source for one in HONEST if one.cell_type == "markdown"))
    for text in ("My answer", "falls", "a<b", "0.5", "for x in y: pass", "a page", "sketch", "List<int>", "kept   as"):
        assert text in found.text
    assert found.tags.count("th") == len(found.values("th", "scope"))


def test_a_page_of_plants_is_a_page() -> None:
    """With every plant on one page, it has its own names, styles and policy alone."""
    planted_, plain = page(*(one.source for one in planted() if one.cell_type == "markdown")), page("text")
    names = [
        (name, value)
        for _, name, value in planted_.attributes
        if name in {"id", "class", "content", "style", "src", "name"}
    ]
    ours = {(name, value) for _, name, value in plain.attributes}
    assert set() == set(names) - ours
    assert plain.tags.count("style") == planted_.tags.count("style")


HUGE = [
    "[" * 1_000_000, "> " * 500_000, "*a **b " * 150_000, "![" * 5_000, "[](" * 3_333, "\n- > _" * 1_666, "$a$ " * 2_500, "<b><p>" * 1_666,
    "<div>" * 2_000, "$$" + "{" * 9_000 + "$$", "$\\frac{1}{" * 900, "|a" * 400 + "\n" + "|-" * 400 + "\n" + "a\n" * 4_000, "`" * 9_999,
    "".join("`" * n + " " for n in range(1, 140)), "$" + "\\left(" * 160 + "$", ("$" + "x'" * 400 + "$ ") * 12,
]  # fmt: skip


@pytest.mark.parametrize("text", HUGE, ids=lambda text: text[:12].replace("\n", " "))
def test_a_page_of_any_text_opens(text: str) -> None:
    """A text that is long, deep or full of open ends makes a page of bearable size and swallows nothing, however many there are."""
    made = html.render(graded(), new_notebook(cells=[new_markdown_cell(text) for _ in range(40)]))
    assert 10_000_000 > len(made)
    assert "Graded file: " in Page(made).text  # what stands below the notebook


def test_a_long_text_is_text() -> None:
    """It is not rendered, since that may take the square of its length; nor are more texts than a page takes."""
    long, short = "**a** " * MAX_TEXT, "**b** " * 1_000
    assert rendered(long) is None
    found = page(long, *[short] * 20)
    assert (True, True) == ("**a** **a**" in found.text, "**b** **b**" in found.text)
    assert 1_000 < found.tags.count("strong") < 20_000
