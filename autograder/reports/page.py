"""What the HTML pages share: templates that escape all they are given, one style sheet, and no script but ours by hash."""

import hashlib
import re
from base64 import b64encode
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.reports.words import KIT_FAULT, STAMPS, points, score, with_right
from autograder.result import clean, one_line


def fill(template: str, **values: Any) -> str:
    """The template with its values."""
    return _templates().get_template(template).render(values)


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("autograder", "reports"), autoescape=True, undefined=StrictUndefined, finalize=_safe,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    templates.filters |= {"points": points, "one_line": one_line, "code": _code, "id": id, "with_right": with_right}
    templates.globals |= {
        "hash": _hash,
        "STAMPS": STAMPS,
        "KIT_FAULT": KIT_FAULT,
        "score": score,
    }
    return templates


def _hash(name: str) -> str:
    """The hash by which a page's policy allows the style sheet or script of that name, and no other."""
    text = _templates().get_template(name).render().encode()
    return f"sha256-{b64encode(hashlib.sha256(text).digest()).decode()}"


def _code(text: str) -> Markup:
    """The text with what stands between backticks set as code."""
    parts = re.split(r"`([^`\n]+)`", clean(text))
    return Markup("").join(Markup("<code>{}</code>").format(part) if n % 2 else part for n, part in enumerate(parts))


def _safe(value: Any) -> Any:
    """Cleans every text that reaches a page; Jinja escapes it afterwards. Markup was cleaned by its maker."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
