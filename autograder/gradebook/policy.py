"""A content policy for the formgrader's view of a submission and for feedback: of scripts, only nbgrader's own run.

The second lock, behind `neutral`: it holds for notebooks, too, that were graded before or elsewhere. nbgrader lets settings
choose the templates of these two kinds of page; other pages of Jupyter's have no setting of their own.
"""

import hashlib
import re
import secrets
from base64 import b64encode
from pathlib import Path

import nbgrader
from traitlets.config import Config

from autograder.course.template import TEMPLATES


def with_policy(config: Config) -> None:
    """Makes nbgrader's two pages carry the policy, unless the settings choose templates of their own."""
    exporter = config.HTMLExporter
    if not {"template_name", "template_file", "extra_template_basedirs"} & {*exporter}:
        theirs = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
        exporter.extra_template_basedirs = [str(TEMPLATES / "nbgrader"), str(theirs)]
        exporter.template_file = "guarded.jinja"
        exporter.filters = {**exporter.get("filters", {}), "guarded": f"{__name__}.guarded"}


def guarded(head: str, body: str = "") -> str:
    """The head of a page with a policy by which its own scripts run, what they load, and those that stand in `body`."""
    nonce = secrets.token_urlsafe(16)
    known = re.findall(r"<script[^>]*>(.*?)</script>", body, re.DOTALL) + re.findall(r'\son\w+="([^"]*)"', body)
    hashes = [f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in known]
    # MathJax and the templates of underscore.js make functions of text.
    scripts = " ".join([f"'nonce-{nonce}'", "'strict-dynamic'", "'unsafe-eval'", "'unsafe-hashes'", *hashes])
    policy = f"script-src {scripts}; object-src 'none'; base-uri 'none'; form-action 'none'"
    meta = f'<head>\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return head.replace("<script", f'<script nonce="{nonce}"').replace("<head>", meta, 1)
