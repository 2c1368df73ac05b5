"""The entry point of the `autograder` command."""

from collections.abc import Sequence

from autograder import MissingPackageError
from autograder.cli import authoring, gradebook, grading, platforms, student
from autograder.cli.app import app, refuse, refusing
from autograder.wall.server import end_early

COMMANDS = (grading, authoring, student, gradebook, platforms)
"""The modules with the commands, in the order of `autograder --help`."""
_ORDER = [module.__name__ for module in COMMANDS]
app.registered_commands.sort(key=lambda command: _ORDER.index(command.callback.__module__))


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command, by default the one that this process was started with; ends with SystemExit."""
    try:
        with refusing():
            app(arguments)
    except ModuleNotFoundError as error:
        refuse(str(MissingPackageError(error.name)), 1)
    except OSError as error:
        if error.filename is None:
            raise
        refuse(f"{error.filename}: {error.strerror}.", 1)
    finally:
        end_early()


if __name__ == "__main__":
    main()
