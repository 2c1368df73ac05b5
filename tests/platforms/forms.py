"""What platforms take: their forms, and results made by hand to be told in them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from lxml import etree
from markdown_it import MarkdownIt

from autograder.result import Check, Outcome, Result, Source

SCHEMAS = Path(__file__).parent / "schemas"


def check(title: str, outcome: str, points: float = 1.0, **more: Any) -> Check:
    """A check of task 6.1."""
    earned = points if outcome == "passed" else 0.0
    return Check("6.1", f"test_{title}", title, True, Outcome(outcome), "OK", earned, points, **more)


def made(*checks: Check, **more: Any) -> Result:
    """A result of these checks."""
    return Result("06_training_loop", "ada", "full", Source("0" * 64, "06_training_loop.ipynb"), checks, **more)


def valid_json(platform: str) -> Callable[[str], None]:
    """A validator by the schema of a platform."""
    schema = json.loads((SCHEMAS / f"{platform}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return lambda text: Draft202012Validator(schema).validate(json.loads(text))


def valid_junit(text: str) -> None:
    """Valid by the schema, and safe by XML's own rules."""
    etree.XMLSchema(etree.parse(SCHEMAS / "junit.xsd")).assertValid(etree.fromstring(text.encode()))


def valid_github(text: str) -> None:
    """Nothing but annotations, each on a line of its own and at most ten of a kind."""
    form = re.compile(r"::(error|warning|notice) (?:(?:file|line|title)=[^:,\n]+,?)+::[^\n]+\n")
    assert text == "".join(match[0] for match in form.finditer(text))
    assert all(10 >= len(re.findall(f"^::{kind} ", text, re.MULTILINE)) for kind in ("error", "warning", "notice"))


class Tags(HTMLParser):
    """The tags and attributes of a page, and its text."""

    def __init__(self, page: str):
        super().__init__()
        self.found: set[tuple[str, ...]] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, *(name for name, _ in attrs if name != "style")))

    def handle_data(self, data: str) -> None:
        self.text += data


def page(text: str) -> Tags:
    """Markdown as it is shown, with HTML let through as GitHub does."""
    return Tags(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text))


def valid_markdown(text: str) -> None:
    """A heading, one table, notes; no element and no attribute that is not ours."""
    ours = {"h3", "strong", "table", "thead", "tbody", "tr", "th", "td", "br", "code", "ul", "li", "p"}
    assert set() == page(text).found - {(tag,) for tag in ours}


def runner(log: str) -> Iterator[tuple[str, str]]:
    """The commands that GitHub's runner takes from a log, with their data: at the start of a line, or after ##[."""
    stopped = ""
    for line in re.split(r"[\r\n]", log):
        match = re.match(r"\s*::([\w-]+)[^:]*::(.*)", line) or re.search(r"##\[([\w-]+)[^\]]*\](.*)", line)
        if stopped:
            stopped = "" if match and match[1] == stopped else stopped
        elif match and match[1] == "stop-commands":
            stopped = match[2]
        elif match:
            yield match[1], match[2]
