"""The platforms that a result can be told to, by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from autograder.reports import autolab, classroom50, coursera, github, gradescope, junit, markdown, prairielearn
from autograder.result import Result


@dataclass(frozen=True)
class Beside:
    """What some platforms are told beside the result: plots as PNG files, the environment, the time in UTC."""

    pictures: Sequence[bytes] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    now: str = ""
    hidden: str = "visible"
    """When Gradescope shows hidden checks, in its words."""


@dataclass(frozen=True)
class Platform:
    """How a result is told to a platform. `render` may raise OpenScoreError."""

    suffix: str
    """The ending of its files."""
    render: Callable[[Result, Beside], str]


PLATFORMS: Final[Mapping[str, Platform]] = {
    "autolab": Platform(".txt", lambda result, beside: autolab.render(result)),
    "classroom50": Platform(
        ".json", lambda result, beside: classroom50.render(result, environment=beside.environment, now=beside.now)
    ),
    "coursera": Platform(".json", lambda result, beside: coursera.render(result)),
    "github": Platform(".txt", lambda result, beside: github.render(result)),
    "gradescope": Platform(".json", lambda result, beside: gradescope.render(result, hidden=beside.hidden)),
    "junit": Platform(".xml", lambda result, beside: junit.render(result)),
    "markdown": Platform(".md", lambda result, beside: markdown.render(result)),
    "prairielearn": Platform(".json", lambda result, beside: prairielearn.render(result, pictures=beside.pictures)),
}
