"""Generic mutants: what changes are made to a reference."""

import ast

from autograder.authoring.mutants import mutants

SOURCE = '''
import torch

def mean(values, start=0):
    """The mean."""
    with torch.no_grad():
        total = values.sum() - start
    return total / len(values)
'''


def test_every_kind_of_change_is_made_once() -> None:
    """Statements are dropped, swapped and unwrapped; constants, operators and names change; no mutant comes twice."""
    found = {mutant.name: mutant.source for mutant in mutants(SOURCE)}
    expected = {
        "mean: without `with torch.no_grad():`",
        "mean: without the block of `with torch.no_grad():`",
        "mean: `with torch.no_grad():` after `return total / len(values)`",
        "mean: without `return total / len(values)`",
        "mean: without `total = values.sum() - start`",
        "mean: 0 becomes 1",
        "mean: operator in `values.sum() - start`",
        "mean: operator in `total / len(values)`",
        "mean: enable_grad in `torch.no_grad`",
        "mean: mean in `values.sum`",
    }
    assert expected == set(found)
    assert len(found) == len(set(found.values()))


def test_a_mutant_is_a_definition_that_compiles() -> None:
    """A mutant can be laid over a solution: it holds the changed function, docstring included, and nothing else."""
    for mutant in mutants(SOURCE):
        (definition,) = ast.parse(mutant.source).body
        assert isinstance(definition, ast.FunctionDef)
        assert "The mean." == ast.get_docstring(definition)
