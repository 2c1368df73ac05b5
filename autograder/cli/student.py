"""For students: `check`."""

import time
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import app, out


@app.command()
def check(
    path: Annotated[Path, typer.Argument(help="Your notebook, or your program.", show_default=False)],
    task: Annotated[str, typer.Argument(help="Such as 6.2. [default: all]", show_default=False)] = "",
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever the file is saved.")] = False,
) -> None:
    """Check your own work, as `check()` does in a notebook.

    Exit status: 0 all that was checked passed, 1 not, 2 the command was not right.
    """
    from autograder.submission.find import refuse_what_is_none

    refuse_what_is_none([path])
    from autograder.wall.inside.compilers import without_compilers

    without_compilers()  # as in grading
    from autograder.reports import terminal
    from autograder.student.check import check_file

    while True:
        saved = path.stat().st_mtime_ns
        result = check_file(path, task)
        out.file.write(terminal.render(result, color=out.is_terminal, width=out.width))
        if not watch:
            raise typer.Exit(0 if result.passed else 1)
        while path.stat().st_mtime_ns == saved:
            time.sleep(0.3)
