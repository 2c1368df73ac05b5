"""Secrets looked for, resources used up, hosts attacked, inputs broken: nothing is learned and nothing breaks.

For the form of a case see `test_forging`; cases that are no text are in `broken`.
"""

import pytest
from batches import Batches, runs
from broken import BROKEN
from case import CASES, Case

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("case", "protected"), list(runs("SRBH")))
def test_case(batches: Batches, case: Case, protected: bool) -> None:
    """A case gets exactly its points and changes nothing else."""
    batches.assert_held(case, protected)


def test_ids_are_unique_and_groups_are_full() -> None:
    """There are at least 80 cases, each with an id of its own."""
    ids = [case.id for case in (*CASES, *BROKEN)]
    assert len(ids) == len(set(ids)) >= 80
    assert {case.group for case in (*CASES, *BROKEN)} == set("FSRBH")
