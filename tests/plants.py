"""What a student could plant in a notebook to run, or to be asked for, where a teacher opens it; and honest rich content.

A plant that lives asks for `/ran/ITS-NAME`, which the browser's requests tell.
"""

from __future__ import annotations

import base64
import json
import textwrap
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from samples import PNG

RUN = "(new Image).src='/ran/NAME'"
TAGS = {
    "script": f"<script>{RUN}</script>",
    "script in a word": f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    "onerror": f'<img src=x onerror="{RUN}">',
    "svg": f'<svg onload="{RUN}"></svg>',
    "svg script": f"<svg><script>{RUN}</script></svg>",
    "svg style": f'<svg></p><style><a id="</style><img src=1 onerror={RUN}>">',
    "math": f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={RUN}&gt;">',
    "srcdoc": f'<iframe srcdoc="<script>{RUN}</script>"></iframe>',
    "frame": '<iframe src="/ran/NAME"></iframe>',
    "details": f'<details open ontoggle="{RUN}"><summary>a</summary>b</details>',
    "focus": f'<input autofocus onfocus="{RUN}">',
    "style": "<style>body { background: url(/ran/NAME) }</style>",
    "style attribute": '<p style="background: url(/ran/NAME)">text</p>',
    "sheet": '<link rel="stylesheet" href="/ran/NAME">',
    "object": '<object data="/ran/NAME"></object>',
    "embed": '<embed src="/ran/NAME">',
    "video": '<video src="/ran/NAME" poster="/ran/NAME"></video>',
    "sources": '<img srcset="/ran/NAME 1x">',
    "background": '<table background="/ran/NAME"><tr><td>a</td></tr></table>',
    "body": f'<body onload="{RUN}" onpageshow="{RUN}">',
    "marquee": f'<marquee onstart="{RUN}">a</marquee>',
    "comment": f"<!--><script>{RUN}</script>-->",
    "cdata": f"<![CDATA[><script>{RUN}</script>]]>",
    "noscript": f'<noscript><p title="</noscript><img src=x onerror={RUN}>">',
    "template": f"<template><script>{RUN}</script></template><script>{RUN}</script>",
    "picture": '<img src="/ran/NAME">',
}
"""HTML, for markdown and for outputs."""
MARKDOWN = {
    "picture's address": "![a](/ran/NAME)",
    "mermaid": f'```mermaid\n<img src=x onerror="{RUN}">\n```',
    "code's language": f'```x"><img/src=x/onerror="{RUN}">\ny\n```',
    "picture's title": f"![a](data:image/png;base64,AA== 'b\" onerror=\"{RUN}')",
    "picture's text": f'![a" onerror="{RUN}](x.png)',
    "attachment": "![a](attachment:bad.png)",
    "formula": f'$<img src=x onerror="{RUN}">$ and $$</p><script>{RUN}</script>$$',
    "reference": f'[a]: x"onerror="{RUN}\n\n![b][a]',
}
LINKS = {
    "javascript link": f"[click]( javascript:{RUN.replace(' ', '%20').replace('(', '%28').replace(')', '%29')})",
    "script in a link": f'<a href="java&#10;script:{RUN}">click</a>',
    "data link": f"[click](data:text/html,<script>{RUN}</script>)",
    "file link": "[click](evil.html)",
    "path link": "[click](/formgrader/?path=submitted/eve)",
    "own place": '<a href="http://127.0.0.1:8888/formgrader/?path=submitted/eve">click</a>',
}
"""What needs a click."""
OUTPUTS = {
    "application/javascript": RUN,
    "text/markdown": f'# a\n\n<img src=x onerror="{RUN}">',
    "image/svg+xml": f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>{RUN}</script><image href="/ran/NAME"/></svg>',
    "text/latex": f"</div><script>{RUN}</script>",
    "text/vnd.mermaid": f"<script>{RUN}</script>",
    "application/pdf": "JVBERi0=",
    "image/png": f'x" onerror="{RUN}',
    "image/jpeg": f'x" onerror="{RUN}',
    "text/plain": f"<script>{RUN}</script>",
}
"""Other forms of output."""
PRINTED = {
    "stdout": f"print('''\x1b[31m<script>{RUN}</script>''')",
    "stderr": f"import sys\nprint('''\x1b[31m<script>{RUN}</script>''', file=sys.stderr)",
    "error": f"raise ValueError('''\x1b[31m<script>{RUN}</script><img src=x onerror=\"{RUN}\">''')",
    "error's name": f"raise type('''<script>{RUN}</script>''', (Exception,), {{}})('a')",
    "isolated": f"display({{'text/html': '''<script>{RUN}</script>'''}}, raw=True, metadata={{'text/html': {{'isolated': True}}}})",
    "file name of a picture": "display({'image/png': 'iVBORw0KGgo='}, raw=True, metadata={'filenames': {'image/png': '/ran/NAME'}})",
    "code": f"'''</pre><script>{RUN}</script>'''",
}


def named(name: str, text: str) -> str:
    """A plant with its name in it."""
    return text.replace("NAME", name.replace(" ", "-").replace("'", ""))


def planted() -> list[NotebookNode]:
    """Cells with everything above in them, and in their metadata, ids, tags and attachments."""
    cells = [new_markdown_cell(named(f"markdown {name}", text)) for name, text in (TAGS | MARKDOWN | LINKS).items()]
    cells += [new_markdown_cell("before " + named(f"inline {name}", text)) for name, text in TAGS.items()]
    for cell in cells:
        if "attachment" in cell.source:
            cell.attachments = {"bad.png": {named("attachment", f'image/png,x" onerror="{RUN}" x="'): "AA=="}}
    first = new_code_cell("from IPython.display import display")
    html = {f"output {name}": {"text/html": text} for name, text in TAGS.items()}
    other = {f"output {kind}": {kind: text} for kind, text in OUTPUTS.items()}
    shown = [shows({kind: named(name, text) for kind, text in data.items()}) for name, data in (html | other).items()]
    printed = [new_code_cell(named(f"cell {name}", text)) for name, text in PRINTED.items()]
    raw = [new_raw_cell(named("raw", text), metadata={"raw_mimetype": "text/html"}) for text in TAGS.values()]
    tagged = new_code_cell("1", metadata={
        "tags": [named("tag", f'"><script>{RUN}</script>')], "magics_language": named("magics", f'"><script>{RUN}</script>'),
    })  # fmt: skip
    return [*cells, first, *shown, *printed, *raw, tagged]


def book_metadata() -> dict[str, Any]:
    """The notebook's own, with plants."""
    bad = named("book", f'"><script>{RUN}</script>')
    return {
        "title": bad,
        "language_info": {"name": "python", "pygments_lexer": bad},
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {bad: bad}, "version_major": 2}},
    }


def shows(data: dict[str, str]) -> NotebookNode:
    """A code cell that displays something in these forms."""
    return new_code_cell(f"display({json.loads(json.dumps(data))!r}, raw=True)")


FILES = {
    "evil.html": f"<script>{named('file', RUN)}</script>",
    named("file", "\"><img src=x onerror=(new Image).src='\\x2fran\\x2fNAME'>.txt"): "a",
    "nbgrader_config.py": "from pathlib import Path\nPath('ran-config').touch()\n",
}
"""Handed in beside the notebook; the last is what nbgrader executes for whoever asks for an address."""

TABLE = (
    '<div><style scoped>.dataframe tbody tr th { vertical-align: top; }</style><table border="1" class="dataframe"><thead>'
    '<tr style="text-align: right;"><th></th><th>loss</th></tr></thead><tbody><tr><th>0</th><td>0.25</td></tr></tbody></table></div>'
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="18" fill="green"/></svg>'
)
HONEST = [
    new_markdown_cell("## My answer\n\nThe *loss* **falls**, since $a < b$ and\n\n$$\\sum_i x_i$$\n\n| epoch | loss |\n|--|--:|\n| 1 | 0.5 |\n\n"
                      "- one\n- two\n\n```python\nfor x in y: pass\n```\n\n[a page](https://pytorch.org/docs)\n\n![sketch](attachment:sketch.png)",
                      attachments={"sketch.png": {"image/png": base64.b64encode(PNG).decode()}}),
    new_markdown_cell("Written with <b>bold</b> and <sub>small</sub>; `List<int>` stays.<br>A second line.\n\n    kept   as\n\n    it stands"),
    new_code_cell("from IPython.display import display, HTML, Markdown, Math, SVG\nprint('printed text')\n'a result'"),
    shows({"text/html": TABLE, "text/plain": "   loss\n0  0.25"}),
    new_code_cell("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"),
    shows({"image/svg+xml": SVG, "text/plain": "<SVG>"}),
    shows({"text/latex": "$\\displaystyle e^{i\\pi}$", "text/plain": "Math"}),
    shows({"text/markdown": "**shown** by markdown", "text/plain": "Markdown"}),
    shows({"application/vnd.jupyter.widget-view+json": "{}", "text/plain": "IntSlider(value=3)"}),
    shows({"text/html": "<script>draw()</script>", "text/plain": "Figure(2 points)"}),
    new_code_cell(textwrap.dedent("""
        def fall():
            return 1 / 0
        fall()
    """)),
]  # fmt: skip
"""What teachers want to see."""
TEXTS = [
    "My answer", "falls", "0.5", "for x in y", "a page", "bold", "List<int>", "A second line.", "kept   as", "printed text",
    "'a result'", "0.25", "shown", "IntSlider(value=3)", "Figure(2 points)", "ZeroDivisionError", "e^{i",
]  # fmt: skip
"""What is to be read of it."""
