"""What can be had without the work: points for answers that are the same for every seed, or that anything satisfies.

Whoever shares a process with the questions may answer them as he likes. So he is given what he could know beforehand, the
solution's answers for another seed, and what he learns when he is asked, the questions' numbers.
"""

import ast
from collections.abc import Iterator, Mapping
from typing import Any, Final

import torch

from autograder.course.assignment import BEGIN, Assignment
from autograder.grading.reference import laid_over
from autograder.record.answers import Answers, Record

FORGERIES: Final = ("replay", "echo")
"""What is done with the answers for another seed."""
IDLE: Final = ("None", "zeros", "its argument", "an error")
"""What idle functions give back."""


def forgeries(known: Record, before: Mapping[str, torch.Tensor], now: Mapping[str, torch.Tensor]) -> Iterator[Record]:
    """The records of who knows the answers for another seed, and the questions' numbers before and now.

    The first replays them; in the second, every answer that was a number of the question is that number of today.
    """
    yield known
    echo = {key: now[key] for key in before}
    yield Record(
        {
            probe: Answers(_echoed(answers, before, echo)) if isinstance(answers, dict) else answers
            for probe, answers in known.items()
        }
    )


def _echoed(answer: Any, before: Mapping[str, torch.Tensor], now: Mapping[str, torch.Tensor]) -> Any:
    if isinstance(answer, dict):
        return {key: _echoed(value, before, now) for key, value in answer.items()}
    if isinstance(answer, (list, tuple)):
        return type(answer)(_echoed(value, before, now) for value in answer)
    for name, given in before.items():
        if isinstance(answer, torch.Tensor) and answer.dtype is given.dtype and answer.numel() == given.numel():
            if torch.equal(answer.flatten(), given.flatten()):  # in whatever shape
                return now[name].reshape(answer.shape) if now[name].numel() == answer.numel() else now[name]
        elif isinstance(answer, float) and given.numel() == 1 and answer == given.item():
            return float(now[name].item())
    return answer


def idle(assignment: Assignment) -> dict[str, list[str]]:
    """Programs that define all that is asked for and do nothing, as code cells, by what their functions give back."""
    cells = laid_over(assignment, None)
    return {what: [_idle(cell, what) if BEGIN in cell else cell for cell in cells] for what in IDLE}


def _idle(cell: str, what: str) -> str:
    made = []
    for statement in ast.parse(cell).body:
        if isinstance(statement, ast.ClassDef):
            statement.body = [_emptied(part, what, method=True) for part in statement.body if _is_function(part)]
        made.append(_emptied(statement, what) if _is_function(statement) else statement)
    kept = [statement for statement in made if isinstance(statement, (ast.FunctionDef, ast.ClassDef))]
    return "\n".join(ast.unparse(ast.fix_missing_locations(statement)) for statement in kept)


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef)


def _emptied(function: Any, what: str, *, method: bool = False) -> Any:
    names = [argument.arg for argument in function.args.args][method:]
    first = names[0] if names else "None"
    bodies = {
        "None": "pass",
        "zeros": f"return torch.zeros_like({first}) if isinstance({first}, torch.Tensor) else 0.0",
        "its argument": f"return {first}",
        "an error": "raise ValueError",
    }
    body = "super().__init__()" if function.name == "__init__" else bodies[what]
    function.body = ast.parse(body).body
    return function
