"""For students: `check`, `progress`, `watch`."""

import time
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import app, out, refuse

FolderArgument = Annotated[
    Path, typer.Argument(help="Where the assignments are. [default: here]", show_default=False, exists=True)
]


@app.command()
def check(
    path: Annotated[Path, typer.Argument(help="Your notebook, or your program.", show_default=False)],
    task: Annotated[str, typer.Argument(help="Such as 6.2. [default: all]", show_default=False)] = "",
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever the file is saved.")] = False,
    hint: Annotated[
        int, typer.Option(help="1: a question; 2: also where to read again; 3: also the line.", min=1, max=3)
    ] = 1,
    seconds: Annotated[
        float | None, typer.Option(help="What a task may take. [default: 30]", show_default=False)
    ] = None,
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

    try:
        while True:
            saved = path.stat().st_mtime_ns
            result = check_file(path, task, hint=hint, seconds=seconds)
            out.file.write(terminal.render(result, color=out.is_terminal, width=out.width))
            if not watch:
                raise typer.Exit(0 if result.passed else 1)
            while path.stat().st_mtime_ns == saved:
                time.sleep(0.3)
    except KeyboardInterrupt as stopped:
        refuse(str(stopped) or "Stopped.", 130)


@app.command()
def progress(folder: FolderArgument = Path()) -> None:
    """Show how far you have come: all assignments, the tasks that passed when last checked, and what is next."""
    from autograder.reports import terminal
    from autograder.student.progress import of_course

    out.file.write(terminal.progress(of_course(folder), color=out.is_terminal))


@app.command()
def watch(folder: FolderArgument = Path()) -> None:
    """Check whatever you save, and go from task to task. Keys: h for a hint, n for the next task, q to quit."""
    from autograder.wall.inside.compilers import without_compilers

    without_compilers()  # as in grading
    from autograder.student.keys import Keys
    from autograder.student.watch import Watch

    try:
        with Keys() as keys:
            Watch(folder, out).run(keys)
    except KeyboardInterrupt as stopped:
        refuse(str(stopped) or "Stopped.", 130)
