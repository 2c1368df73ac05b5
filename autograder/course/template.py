"""Files made from templates: a new assignment, and what is handed to other platforms."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import autograder

TEMPLATES: Final = Path(autograder.__file__).parent / "templates"


def fill(folder: str, **values: Any) -> Mapping[str, str]:
    """The texts of a folder of templates with their values, by the names of their files."""
    templates = Environment(  # noqa: S701  no web page is made here
        loader=FileSystemLoader(TEMPLATES / folder), undefined=StrictUndefined, keep_trailing_newline=True,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return {
        name.removesuffix(".jinja"): templates.get_template(name).render(values) for name in templates.list_templates()
    }
