"""The entry point of the `autograder` command."""

import errno
import sys
from collections.abc import Sequence
from itertools import pairwise

from autograder import MissingPackageError
from autograder.cli import authoring, gradebook, grading, platforms, student
from autograder.cli.app import app, print_whatever, refuse, refusing, stop_cleanly
from autograder.wall.server import end_early

COMMANDS = (grading, authoring, student, gradebook, platforms)
"""The modules with the commands, in the order of `autograder --help`."""
_ORDER = [module.__name__ for module in COMMANDS]
app.registered_commands.sort(key=lambda command: _ORDER.index(command.callback.__module__))


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)
"""Errors that are told without a file's name, too: most likely what takes our output is full."""


_PATHS = ("-o", "--out", "--course", "--roster", "--html", "--bundle", "--prefix", "--package")
"""Options that name a file or a folder."""


def _refuse_nothing(words: Sequence[str]) -> None:
    """Refuses an empty path, as a variable that is not set leaves it: it would be the folder where we are."""
    for before, word in pairwise(["", *words]):
        option = before if not word else word.removesuffix("=")
        if option in _PATHS and word != option:
            refuse(f"{option} is empty; name a file or a folder, such as `.` for this one.")
        if not word and not before.startswith("-"):
            refuse("A name is empty; name a file or a folder, such as `.` for this one.")


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command, by default the one that this process was started with; ends with SystemExit."""
    print_whatever()
    try:
        stop_cleanly()
        with refusing():
            _refuse_nothing(sys.argv[1:] if arguments is None else arguments)
            app(arguments)
    except KeyboardInterrupt:  # before a command is under way, which says more
        refuse("Stopped.", 130)
    except ModuleNotFoundError as error:
        refuse(str(MissingPackageError(error.name)), 1)
    except OSError as error:
        if error.filename is None and error.errno not in _FULL:
            raise
        refuse(": ".join(filter(None, (error.filename, f"{error.strerror}."))), 1)
    finally:
        end_early()


if __name__ == "__main__":
    main()
