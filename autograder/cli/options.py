"""Options that several commands have."""

import os
from pathlib import Path
from typing import Annotated

import typer

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

CourseOption = Annotated[
    Path | None, typer.Option("--course", help="The folder with solutions/ in it. [default: found from here upwards]")
]
JobsOption = Annotated[
    int,
    typer.Option(
        "--jobs", "-j", min=1, help="How many submissions to grade at once. [default: the cores]", show_default=False
    ),
]
AgainOption = Annotated[bool, typer.Option("--again", help="Grade also what was graded before and has not changed.")]
AssignmentOption = Annotated[
    str, typer.Option("--assignment", "-a", help="Such as 06_training_loop.", show_default=False)
]
NamesArgument = Annotated[list[str] | None, typer.Argument(help="Assignments. [default: all]", show_default=False)]
HiddenOption = Annotated[
    str, typer.Option(help="On Gradescope, when students see hidden checks, such as after_published.")
]
