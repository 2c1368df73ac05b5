"""Markdown that a student wrote, as HTML in which nothing runs and nothing is fetched; formulas as MathML, for any browser.

Whoever opens a page is no better protected than by what is allowed here, so other rooms that clean HTML share the list.
"""

import re
from functools import cache
from html import unescape
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import tostring

import mistune
import nh3
from markupsafe import Markup, escape

from autograder.result import clean

MAX_TEXT: Final = 10_000
"""Characters of a text that are rendered: renderers may take the square of their number."""
MAX_FORMULA: Final = 1_000
TAGS: Final = frozenset(
    "a abbr b bdi blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption "
    "figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong sub summary "
    "sup table tbody td tfoot th thead tr tt u ul var".split()
)
"""HTML that only shows something."""
MATH: Final = {
    "math": {"display"}, "menclose": {"notation"}, "mfrac": {"linethickness"}, "mi": {"mathvariant"},
    "mn": {"mathvariant"}, "mo": {"fence", "form", "maxsize", "minsize", "movablelimits", "stretchy"},
    "mover": {"accent"}, "mpadded": set(), "mphantom": set(), "mroot": set(), "mrow": set(),
    "mspace": {"width"}, "msqrt": set(), "mstyle": {"displaystyle", "scriptlevel"}, "msub": set(), "msubsup": set(),
    "msup": set(), "mtable": {"displaystyle"}, "mtd": {"columnalign"}, "mtext": set(), "mtr": set(),
    "munder": {"accentunder"}, "munderover": set(),
}  # fmt: skip
"""MathML that only shows something, with what it may say."""
_PARTS: Final = {"mfrac": 2, "mover": 2, "mroot": 2, "msub": 2, "msubsup": 3, "msup": 2, "munder": 2, "munderover": 3}
"""Of how many parts an element is made: with fewer, a formula was not finished."""
_DEFINES: Final = re.compile(r"\\\w*(?:command|def|Declare)")
"""What makes new commands: a few of them may stand for a formula without end."""
_BLOCK: Final = (
    r"^ {0,3}(?:\$\$(?P<display>[^$]+)\$\$"
    r"|(?P<environment>\\begin\{(?P<kind>[a-z]+\*?)\}[^$]+?\\end\{(?P=kind)\}))[ \t]*(?:\n|$)"
)
_INLINE: Final = r"\$\$(?P<wide>[^$]+)\$\$|\$(?![\s$])(?P<narrow>(?:[^$\\\n]|\\.)+?)(?<!\s)\$(?!\d)"
"""As Jupyter reads them, but no prices: a dollar before a blank begins nothing, and one before a digit ends nothing."""


def rendered(text: str) -> Markup | None:
    """The HTML of a text; None where it is too long, or what it would be is no HTML to speak of."""
    if len(text) > MAX_TEXT:
        return None
    try:
        html = _cleaner().clean(str(_markdown()(clean(text, MAX_TEXT))))
    except Exception:  # noqa: BLE001  RecursionError, or whatever else a library makes of a text that was written for it
        return None
    html = re.sub(r'<img(?: alt="([^"]*)")?>', lambda found: escape(unescape(found[1] or "")), html)
    html = re.sub(r"<(/?)h([1-6])>", _below_our_own, html)
    # What was written as an entity is a letter now; without this one, `clean` takes out single letters only, never a tag.
    return Markup(clean(html.replace("\x1b", ""), len(html)))  # noqa: S704  nh3 left nothing but what is allowed


def _below_our_own(found: re.Match[str]) -> str:
    return f"<{found[1]}h{min(int(found[2]) + 2, 6)}>"


def leads_out(address: str) -> bool:
    """Whether a link leads to a place on the same page or another website: what is near may do something when asked for."""
    if address.startswith("#"):
        return True
    read = re.sub(r"[\0- ]", "", address)  # as browsers do
    while (once := unquote(read)) != read:
        read = once
    return urlsplit(address).scheme in {"http", "https", "mailto"} and "formgrader" not in read.lower()


@cache
def _cleaner() -> nh3.Cleaner:
    html: dict[str, set[str]] = {
        "*": set(),
        "a": {"href"},
        "img": {"alt"},
        "ol": {"start"},
        "td": {"align"},
        "th": {"align"},
    }
    return nh3.Cleaner(
        tags=set(TAGS | MATH.keys()), attributes=html | MATH, url_schemes={"http", "https", "mailto"},
        attribute_filter=lambda _tag, name, value: value if name != "href" or leads_out(value) else None,
        set_tag_attribute_values={"th": {"scope": "col"}},
    )  # fmt: skip


@cache
def _markdown() -> mistune.Markdown:
    return mistune.create_markdown(renderer=_Renderer(escape=False), plugins=["table", "strikethrough", _formulas])


class _Renderer(mistune.HTMLRenderer):
    """HTML without styles, which the page's policy forbids."""

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        """A cell of a table."""
        tag = "th" if head else "td"
        return f'<{tag} align="{align}">{text}</{tag}>' if align else f"<{tag}>{text}</{tag}>"

    def block_formula(self, text: str) -> str:
        """A formula that stands by itself."""
        return f"<p>{_formula(text, 'block')}</p>\n"

    def wide_formula(self, text: str) -> str:
        """One that does so amid a text."""
        return _formula(text, "block")

    def inline_formula(self, text: str) -> str:
        """A formula in a line."""
        return _formula(text, "inline")


def _formulas(md: mistune.Markdown) -> None:
    """Makes Markdown know formulas."""

    def block(_block: Any, found: re.Match[str], state: Any) -> int:
        state.append_token({"type": "block_formula", "raw": found["display"] or found["environment"]})
        return found.end()

    def inline(_inline: Any, found: re.Match[str], state: Any) -> int:
        kind = "wide_formula" if found["wide"] else "inline_formula"
        state.append_token({"type": kind, "raw": found["wide"] or found["narrow"]})
        return found.end()

    md.block.register("block_formula", _BLOCK, block, before="list")
    md.inline.register("inline_formula", _INLINE, inline, before="codespan")


def _formula(latex: str, display: str) -> str:
    """MathML; what is too long, defines commands of its own or cannot be made whole stands as it was written."""
    from latex2mathml.converter import convert_to_element

    mark = "$$" if display == "block" else "$"
    as_text = f"<code>{escape(mark + latex + mark)}</code>"
    if len(latex) > MAX_FORMULA or _DEFINES.search(latex):
        return as_text
    try:
        made = convert_to_element(latex.strip().replace("{aligned}", "{align*}"), display=display)
    except Exception:  # noqa: BLE001  errors of its own, IndexError, RecursionError: whatever it does, it is no formula
        return as_text
    for part in made.iter():
        part.text = unescape(part.text or "")  # it comes as entities
        if len(part) < _PARTS.get(part.tag, 0) or re.match(r"\\[a-zA-Z]|&", part.text):  # unfinished, or not known
            return as_text
    return tostring(made, encoding="unicode")
