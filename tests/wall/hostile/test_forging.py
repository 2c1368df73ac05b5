"""Forged scores, behind the wall and without it: they earn nothing.

Each file in `cases/` is a case. It says in its docstring what it `tries` and what to `expect`: for each task the code and
the exact points. It is laid over the right solution of `course/`, so that only the attacked task may lose points. Cases are
graded in batches between two honest submissions (see `batches`). What must hold whatever a case does, I1 to I9, stands in `held`.
"""

import pytest
from batches import Batches, runs
from case import Case

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("case", "protected"), list(runs("F")))
def test_case(batches: Batches, case: Case, protected: bool) -> None:
    """A case gets exactly its points and changes nothing else."""
    batches.assert_held(case, protected)
