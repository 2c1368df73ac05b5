"""`autograder watch`: checks what was saved, and leads from task to task."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from rich.console import Console

from autograder.course.errors import UsageError
from autograder.reports import terminal
from autograder.result import Chapter, Result, Stage
from autograder.student.check import check_file
from autograder.student.keys import Keys
from autograder.student.progress import assignments, of_assignment

BLINK: Final = 0.3
"""Seconds between two looks at the files."""
KEYS: Final = "h: a hint   n: the next task   q: quit"


class Watch:
    """What is worked on, and what its last check said."""

    def __init__(self, start: Path, out: Console):
        self._folders = assignments(start)
        self._out = out
        self._passed_over: set[str] = set()
        self._saved: dict[Path, int] = {}
        self._result: Result | None = None
        self._hint = False
        self._folder = self._folders[0]
        self._chapter: Chapter | None = None
        self._stage: Stage | None = None
        self._go_on()

    def run(self, keys: Keys) -> None:
        """Checks each file that is saved, until `q` is pressed or all is right."""
        self._saved = self._times()
        self._check(self._newest())
        while self._stage is not None:
            match keys.pressed(BLINK):
                case "q":
                    return
                case "h":
                    self._hint = True
                    self._show()
                case "n":
                    self._passed_over.add(self._stage.task)
                    self._go_on()
                    self._check(self._newest())
            now = self._times()
            changed = [path for path, when in now.items() if self._saved.get(path) != when]
            self._saved = now
            if changed:
                self._check(changed[-1])

    def _go_on(self) -> None:
        """Goes to the next task of the assignment that is open and not passed over, or else to the first of the course."""
        self._hint, self._result = False, None
        found = sorted(self._open(), key=lambda one: one[0] != self._folder)
        self._folder, self._chapter, self._stage = found[0] if found else (self._folder, None, None)

    def _open(self) -> Iterator[tuple[Path, Chapter, Stage]]:
        for folder in self._folders:
            chapter = of_assignment(folder)
            yield from (
                (folder, chapter, s) for s in chapter.stages if not s.passed and s.task not in self._passed_over
            )

    def _check(self, path: Path | None) -> None:
        """Checks a file's own open task, and goes on when it has passed."""
        mine = next((found for found in self._open() if path is not None and found[0] == path.parent), None)
        if mine is not None and mine[0] != self._folder:
            self._folder, self._chapter, self._stage = mine
            self._hint = False
        if path is None or mine is None or self._stage is None:
            self._show()
            return
        try:
            self._result = check_file(path, self._stage.task)
        except UsageError as error:
            self._show()
            self._out.print(f"  {error}")
            return
        if not self._result.passed:
            self._show()
            return
        done = self._stage
        self._go_on()
        self._show(done)

    def _show(self, done: Stage | None = None) -> None:
        self._out.clear()
        if done is not None:
            self._out.print(f"  Task {done.task} is right: {done.title}. Well done!\n", style="bold green")
        if self._result is not None:
            shown = self._result if self._hint else replace(self._result, diagnoses=())
            self._out.file.write(terminal.render(shown, color=self._out.is_terminal, width=self._out.width))
            if self._hint and not self._result.diagnoses:
                self._out.print("  There is no hint: nothing in these numbers is known here.")
        if self._chapter is None or self._stage is None:
            self._out.print("  No task is left that was not passed or passed over.", style="green")
            return
        self._out.print(f"  {self._stage.task}  {self._stage.title}", style="bold")
        done_so_far = f"{self._chapter.passed} of {len(self._chapter.stages)} tasks"
        self._out.print(f"  {self._chapter.assignment}, {done_so_far}. Save your file, and it is checked.   {KEYS}")
        self._out.file.flush()

    def _newest(self) -> Path | None:
        """The file of the assignment at hand that was saved last."""
        times = {path: when for path, when in self._times().items() if path.parent == self._folder}
        return max(times, key=lambda path: times[path], default=None)

    def _times(self) -> dict[Path, int]:
        """When each file that a student may work in was saved."""
        files = [path for folder in self._folders for kind in ("*.ipynb", "*.py") for path in folder.glob(kind)]
        return {path: path.stat().st_mtime_ns for path in files if path.is_file()}
