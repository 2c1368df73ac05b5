"""Makes a graded notebook safe to open: nothing that a student wrote runs, asks for a page, or takes a name of the page's.

nbgrader puts markdown and HTML as they are into pages that live where Jupyter's own API writes grades and starts kernels;
there, even the address of a picture does what it says. So it is the notebook that is made neutral where it is written:
whatever shows it later, by whatever settings, finds nothing to run. Kept are text, pictures, tables, formulas and plain
markdown. Text that is the instructor's own, word for word, stays as it is.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from functools import cache
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final

import nh3
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from autograder.reports.prose import MAX_TEXT, TAGS, leads_out

if TYPE_CHECKING:
    from nbformat import NotebookNode as Cell

Given = tuple[str, str]
"""The text of a markdown cell and its attachments, as one text."""

_LEFT_OUT: Final = "Left out: an output that is neither text nor a picture."
_ATTRIBUTES: Final = {
    "*": {"align", "aria-hidden", "aria-label", "class", "dir", "lang", "style", "title"},
    "a": {"href"},
    "col": {"span", "width"},
    "details": {"open"},
    "font": {"color", "face", "size"},
    "img": {"alt", "height", "src", "width"},
    "ol": {"start", "type"},
    "table": {"border", "cellpadding", "cellspacing", "width"},
    "td": {"colspan", "rowspan", "valign", "width"},
    "th": {"colspan", "rowspan", "scope", "valign", "width"},
}
_STYLES: Final = frozenset(
    "background-color border border-bottom border-collapse border-left border-radius border-right border-top color "
    "font-family font-size font-style font-weight line-height list-style margin margin-bottom margin-left margin-right "
    "margin-top max-width opacity padding padding-bottom padding-left padding-right padding-top text-align "
    "text-decoration vertical-align white-space width".split()
)
_ACTIVE: Final = re.compile(r"<[A-Za-z/!?]")
"""Where HTML can begin a tag or a comment: nowhere else."""
_PICTURE: Final = re.compile(
    r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*"
    r"|(?:\w(?:[\w .-]|%20)*/)*\w(?:[\w .-]|%20)*\.(?:png|jpe?g|gif|webp|svg)"
)
"""A picture that is here, or a file that was handed in; no other address, since to ask for it may do something."""
_CLASS: Final = re.compile(r"highlight|dataframe|anchor-link|language-[\w+#-]+|[a-z][a-z0-9]{0,2}")
"""Classes of code in colours and of tables: others belong to the page."""
_STYLE: Final = re.compile(r"url|@|\\|-\s*[\d.]", re.IGNORECASE)
"""What a style must not hold: addresses, and negative lengths, which lay one thing over another."""
_PAGE_IDS: Final = frozenset({"MathJax", "notebook", "notebook-container", "statusmessage", "toc", "top"})
_PLAIN: Final = re.compile(r"[\w .,:;+#/()-]{0,200}")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/=\s]*")
_SCORING: Final = frozenset("cell_type checksum grade grade_id locked points schema_version solution task".split())
"""What nbgrader says of a cell."""


def neutralise(nb: "NotebookNode", given: Collection[Given] = ()) -> None:
    """Takes out of a notebook of nbformat 4 all that could run. `given` are the instructor's own markdown cells."""
    named = {name: NotebookNode(_plain_items(nb.metadata.get(name))) for name in ("kernelspec", "language_info")}
    nb.metadata = NotebookNode({name: items for name, items in named.items() if "name" in items})
    nb.cells = [cell for cell in nb.cells if cell.cell_type in {"code", "markdown", "raw"}]
    names = {str(cell.metadata.get("nbgrader", {}).get("grade_id")) for cell in nb.cells}
    taken = _PAGE_IDS | {name + end for name in names for end in ("", "-comment", "_extra_credit")}
    for cell in nb.cells:
        known = {"cell_type", "id", "metadata", "source", "attachments", "outputs", "execution_count"}
        for name in {*cell} - known:
            del cell[name]
        if "id" in cell and not re.fullmatch(r"[\w-]{1,64}", str(cell.id)):
            del cell["id"]
        cell.metadata = _metadata(cell.metadata)
        if cell.cell_type == "code":
            cell.execution_count = _count(cell.get("execution_count"))
            cell.outputs = [*_outputs(cell.get("outputs", []), taken)]
        elif cell.cell_type == "raw":
            cell.source = escape(cell.source, quote=False) if _ACTIVE.search(cell.source) else cell.source
        elif as_given(cell) not in given:
            attachments = _attachments(cell.pop("attachments", {}))
            cell.source, is_same = _markdown(cell.source, attachments, taken)
            if is_same and attachments:
                cell.attachments = attachments


def as_given(cell: "Cell") -> Given:
    """A markdown cell as it is known again."""
    return cell.source, repr(sorted(cell.get("attachments", {}).items()))


# ------------------------------------------------------------------------------------------------------- metadata, outputs


def _plain_items(metadata: Any) -> Mapping[str, Any]:
    """What is a number, a yes or no, or a short plain text."""
    if not isinstance(metadata, Mapping):
        return {}
    return {name: value for name, value in metadata.items() if _PLAIN.fullmatch(name) and _is_plain(value)}


def _is_plain(value: Any) -> bool:
    return bool(_PLAIN.fullmatch(value)) if isinstance(value, str) else isinstance(value, bool | int | float | None)


def _metadata(metadata: Mapping[str, Any]) -> "NotebookNode":
    kept = NotebookNode(_plain_items(metadata))
    for name in ("raw_mimetype", "format"):
        kept.pop(name, None)
    scoring = {name: value for name, value in _plain_items(metadata.get("nbgrader")).items() if name in _SCORING}
    if scoring.get("grade_id"):
        kept.nbgrader = NotebookNode(scoring)
    tags = metadata.get("tags")
    if isinstance(tags, list):
        kept.tags = [tag for tag in tags if isinstance(tag, str) and re.fullmatch(r"[\w.-]+", tag)]
    return kept


def _attachments(found: Any) -> "NotebookNode":
    """The pictures among them."""
    kept = NotebookNode()
    for name, bundle in found.items() if isinstance(found, Mapping) else ():
        pictures = {kind: data for kind, data in bundle.items() if _is_picture(kind, data)}
        if pictures:
            kept[name] = NotebookNode(pictures)
    return kept


def _is_picture(kind: Any, data: Any) -> bool:
    kinds = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"}
    return kind in kinds and isinstance(data, str) and bool(_BASE64.fullmatch(data))


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _outputs(outputs: Iterable[Any], taken: Collection[str]) -> "Iterable[NotebookNode]":
    for output in outputs:
        kept = NotebookNode(output_type=output.get("output_type"))
        match kept.output_type:
            case "stream":
                kept.name = "stderr" if output.get("name") == "stderr" else "stdout"
                kept.text = _joined(output.get("text", ""))
            case "error":
                kept.ename, kept.evalue = str(output.get("ename", "")), str(output.get("evalue", ""))
                kept.traceback = [*map(str, output.get("traceback", []))]
            case "display_data" | "execute_result":
                data = output.get("data", {})
                kept.data = NotebookNode(_data(data, taken) or {"text/plain": _LEFT_OUT})
                kept.metadata = NotebookNode(_sizes(output.get("metadata", {})))
                if kept.output_type == "execute_result":
                    kept.execution_count = _count(output.get("execution_count"))
            case _:
                continue
        yield kept


def _data(data: Mapping[str, Any], taken: Collection[str]) -> dict[str, str]:
    """The forms of an output that only show something."""
    kept: dict[str, str] = {}
    for kind, value in data.items():
        text = _joined(value)
        match kind:
            case "text/plain" | "text/latex" | "image/svg+xml":  # pages show an SVG as a picture, in which nothing runs
                kept[kind] = text
            case "image/png" | "image/jpeg" if _BASE64.fullmatch(text):
                kept[kind] = text
            case "text/html" if "<img" in (clean := _clean(text)) or _text(clean):
                kept[kind] = clean
            case "text/markdown":
                kept[kind], _ = _markdown(text, NotebookNode(), taken)
    return kept


def _sizes(metadata: Any) -> dict[str, NotebookNode]:
    """How large pictures are to be shown."""
    kept = {}
    for kind in ("image/png", "image/jpeg"):
        found = metadata.get(kind) if isinstance(metadata, Mapping) else None
        if isinstance(found, Mapping):
            sizes = {name: found[name] for name in ("width", "height") if isinstance(found.get(name), int | float)}
            kept[kind] = NotebookNode(sizes)
    return kept


def _joined(text: Any) -> str:
    return "".join(map(str, text)) if isinstance(text, list) else str(text)


# ------------------------------------------------------------------------------------------------------------------- text


def _markdown(source: str, attachments: "NotebookNode", taken: Collection[str]) -> tuple[str, bool]:
    """Markdown that shows the same without what could run, and whether it is the same text.

    That is the text itself where it makes nothing but plain HTML. Else it is that HTML, cleaned, as one block, which
    markdown gives out letter by letter.
    """
    html = as_text = f"<pre>{escape(source)}</pre>"
    if len(source) <= MAX_TEXT:
        with suppress(InvalidNotebook, RecursionError):  # then nbconvert could not show it at all
            html = _rendered(source, attachments)
            if html == _rendered(source, attachments, escape=True) and _Seen(html, taken).is_plain:
                return source, True
    for found in (_clean(html), as_text):
        block = re.sub(r"\n(?=[^\S\n]*\n)", "&#10;", f"<div>\n{found.strip()}\n</div>".replace("\r", ""))
        if _rendered(block, {}).strip() == block:
            return block, False
    return "Left out: a text that cannot be shown safely.", False


def _rendered(source: str, attachments: Any, *, escape: bool = False) -> str:
    """The HTML that nbconvert makes of markdown; with `escape`, HTML that stands in it is text."""
    return MarkdownWithMath(renderer=IPythonRenderer(escape=escape, attachments=attachments)).render(source)


def _clean(html: str) -> str:
    return _cleaner().clean(html)


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS), attributes=_ATTRIBUTES, attribute_filter=lambda _tag, name, value: _kept(name, value),
        filter_style_properties=set(_STYLES), url_schemes={"data", "http", "https", "mailto"},
    )  # fmt: skip


def _kept(name: str, value: str) -> str | None:
    """What stays of an attribute that is allowed."""
    match name:
        case "href":
            return value if leads_out(value) else None
        case "src":
            return value if _PICTURE.fullmatch(value) else None
        case "style":
            return None if _STYLE.search(value) else value
        case "class":
            return " ".join(word for word in value.split() if _CLASS.fullmatch(word)) or None
    return value


class _Seen(HTMLParser):
    """Looks whether HTML that markdown made of a text without HTML has only what may stay, and no name of the page's."""

    def __init__(self, html: str, taken: Collection[str]):
        super().__init__()
        self.is_plain, self._taken = True, taken
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Looks at a tag."""
        self.is_plain &= tag in TAGS and all(self._stays(tag, name, value or "") for name, value in attrs)

    def _stays(self, tag: str, name: str, value: str) -> bool:
        if name == "id":
            return value not in self._taken
        return name in _ATTRIBUTES["*"] | _ATTRIBUTES.get(tag, set()) and _kept(name, value) == value


def _text(html: str) -> str:
    """What can be read of HTML that is clean."""
    return re.sub(r"<[^>]*>|&nbsp;|\s", "", html)
