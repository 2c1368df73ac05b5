"""What `autograder prove` prints: how strict and how fair an assignment's graders are."""

from collections.abc import Iterator
from typing import Any

from autograder.reports.page import fill


def render(proof: Any) -> str:
    """The proof of one assignment as text: a line for each misconception, then what is not as it should be."""
    return "\n".join(_lines(proof)) + "\n"


def page(proofs: list[Any]) -> str:
    """The proofs as one HTML page: which misconception fails which checks, and what is not as it should be."""
    return fill("proof.jinja", proofs=proofs)


def _lines(proof: Any) -> Iterator[str]:
    wrong, right = proof.misconceptions, proof.correct
    fair = sum(not failed for failed in right.values())
    caught = sum(bool(one.failed) for one in wrong)
    yield f"{proof.assignment}  {proof.max_score:g} points"
    yield f"  right ways at full marks  {fair} of {len(right)}"
    yield f"  misconceptions caught     {caught} of {len(wrong)}"
    yield f"  named as themselves       {sum(one.itself for one in wrong)} of {len(wrong)}"
    if wrong:
        slip = proof.slip
        yield f"  a slip costs              median {slip['median']:g}, mean {slip['mean']:g}, most {slip['most']:g} points"
        if slip["several"]["count"]:
            yield f"    showing in several tasks  {slip['several']['count']}, mean {slip['several']['mean']:g} points"
    width = max((len(one.name) for one in wrong), default=0)
    for one in wrong:
        named = "named" if one.itself else f"named as {', '.join(one.named)}" if one.named else "not named"
        yield f"    {one.name:{width}}  {named:9}  fails {', '.join(one.failed) or 'nothing'}"
        if one.elsewhere:
            costs = ", ".join(f"{points:g} in {task}" for task, points in one.elsewhere.items())
            yield f"    {'':{width}}  goes against {', '.join(one.against)} and costs points elsewhere: {costs}"
    points, checks = proof.forgeable.points, proof.forgeable.checks
    named = ": " + ", ".join(f"{one['name']} ({one['points']:g})" for one in checks) if checks else ""
    yield f"  forgeable                 {points:g} of {proof.forgeable.of:g}{named}"
    if proof.mutants:
        caught = proof.mutants - len(proof.survivors) - len(proof.equivalent)
        yield f"  mutants caught            {caught} of {proof.mutants}, {len(proof.equivalent)} are equivalent"
    if proof.seeds:
        yield f"  failed by chance          {len(proof.unlucky)} of {proof.seeds} seeds"
    for one, other in proof.alike:
        yield f"  not to be told apart      {one} and {other}"
    for problem in proof.problems:
        yield f"  PROBLEM  {problem}"
    yield "  proven" if not proof.problems else "  not proven"
