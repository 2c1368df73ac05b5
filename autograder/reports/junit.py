"""JUnit's XML, as GitLab and others read it: unique names, the file of each test, what was seen as the text of a failure."""

from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from autograder.reports.words import STAMPS, below, named, open_because
from autograder.result import Outcome, Result, one_line

TAGS: Final = {Outcome.FAILED: "failure", Outcome.ERROR: "error", Outcome.SKIPPED: "skipped"}


def render(result: Result, *, file: str = "", attachments: Mapping[str, str] | None = None) -> str:
    """The document for one submission.

    `file` is where the submission lies in its repository; `attachments` gives, by task, the file of a plot, which GitLab
    shows with the task's last check.
    """
    root = Element("testsuites")
    suite = SubElement(root, "testsuite", _counts(result))
    last = {check.task: check for check in result.checks}
    whose, path = one_line(result.assignment, 100), one_line(file or result.submission.name, 300)
    if result.ungraded:
        case = SubElement(suite, "testcase", classname=whose, name="what was handed in", file=path)
        SubElement(case, "error").text = open_because(result)
    for name, check in named(result):
        case = SubElement(suite, "testcase", classname=whose, name=name, file=path)
        if tag := TAGS.get(check.outcome):
            SubElement(case, tag).text = "\n".join(below(result, check))
        if check is last[check.task] and (plot := (attachments or {}).get(check.task)):
            SubElement(case, "system-out").text = f"[[ATTACHMENT|{one_line(plot, 300)}]]"
    if stamp := STAMPS[result.protection]:
        SubElement(suite, "system-out").text = stamp
    ElementTree.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _counts(result: Result) -> dict[str, str]:
    plurals = {Outcome.FAILED: "failures", Outcome.ERROR: "errors", Outcome.SKIPPED: "skipped"}
    outcomes = [Outcome.ERROR] if result.ungraded else [check.outcome for check in result.checks]
    counts = {plural: str(outcomes.count(outcome)) for outcome, plural in plurals.items()}
    about = {"name": one_line(result.assignment, 100), "tests": str(len(outcomes))}
    return about | counts | {"time": f"{result.usage.wall_s:.3f}"}
