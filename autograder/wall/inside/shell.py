"""The notebook's own world: IPython without a terminal, and the outputs of its cells, under caps."""

import base64
import builtins
import inspect
import io
import shutil
import types
import warnings
from collections.abc import Mapping
from typing import Any, Final, NoReturn

import torch
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from autograder.record.frame import Frame
from autograder.wall.inside.errors import OutputLimitError

MAX_TEXT: Final = 256 << 10
"""Printed characters that are kept; honest chatter beyond is cut, not punished."""
MAX_FLOOD: Final = 64 << 20
"""Printed characters after which the cell is stopped."""
MAX_ITEMS: Final = 99
"""Outputs of a cell that are kept, its error apart."""
MAX_OUTPUTS: Final = 2 << 20
"""Bytes of pictures and other displays that are kept, as they travel."""

_PROGRAMS: Final = frozenset("bash sh script perl ruby system sx pypy python python2 python3 cmd".split())
"""Cell magics that start one."""
SKIPPED_SHELL: Final = "shell commands are off while grading, so `{}` was skipped"


class Outputs:
    """The outputs of the cell that runs now, as nbformat has them, under caps."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self._text = self._kept = 0
        self._cut = False

    def take(self) -> list[dict[str, Any]]:
        """The outputs since the last call."""
        items, self.items = self.items, []
        return items

    def text(self, name: str, text: str) -> None:
        """Adds printed text."""
        room = max(MAX_TEXT - self._text, 0) if len(self.items) < MAX_ITEMS else 0
        self._text += len(text)
        if self._text > MAX_FLOOD:
            raise OutputLimitError("the program printed more than 64 MiB")
        if text and not self._cut:
            self._cut = len(text) > room
            text = text[:room] + ("\n[more was printed; it is cut here]\n" if self._cut else "")
            if self.items and self.items[-1].get("name") == name:
                self.items[-1]["text"] += text
            else:
                self.items.append({"output_type": "stream", "name": name, "text": text})

    def display(self, kind: str, data: Mapping[str, Any], **more: Any) -> None:
        """Adds a picture or another display."""
        plain = {
            mime: base64.b64encode(value).decode() if isinstance(value, bytes) else value
            for mime, value in data.items()
            if isinstance(value, (str, bytes)) and isinstance(mime, str)
        }
        self._kept += len(Frame(plain, {}).pack())
        if len(self.items) >= MAX_ITEMS:
            return
        if self._kept > MAX_OUTPUTS:
            plain = {"text/plain": "[more was displayed; it is left out here]"}
        self.items.append({"output_type": kind, "data": plain, "metadata": {}, **more})


class Stream(io.TextIOBase):
    """`sys.stdout` and `sys.stderr` of a cell."""

    encoding = "utf-8"

    def __init__(self, outputs: Outputs, name: str):
        self._outputs, self._name = outputs, name

    def write(self, text: str) -> int:
        """Keeps the text, under the caps."""
        self._outputs.text(self._name, text)
        return len(text)

    def writable(self) -> bool:
        """It is."""
        return True


class Nowhere(io.TextIOBase):
    """Takes text as `/dev/null` does, but no descriptor, of which student code may have left none."""

    def write(self, text: str) -> int:
        """Takes the text."""
        return len(text)


class _Display(DisplayPublisher):
    shell: "Shell"

    def publish(self, data: Any, *_: Any, **__: Any) -> None:
        self.shell.outputs.display("display_data", data)


class _Hook(DisplayHook):
    shell: "Shell"

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.shell.outputs.display("execute_result", format_dict, execution_count=self.shell.execution_count)

    def finish_displayhook(self) -> None:
        pass


class Shell(InteractiveShell):
    """IPython without its terminal: magics, `display` and top-level await work, shell commands are skipped."""

    display_pub_class = Type(_Display)
    displayhook_class = Type(_Hook)

    def __init__(self, **kwargs: Any):
        self.outputs = Outputs()
        self.remarks: list[str] = []
        settings = Config({"HistoryManager": {"enabled": False}})
        super().__init__(config=settings, user_module=types.ModuleType("__main__"), **kwargs)
        self.db: dict[str, Any] = {}  # else %cd and %bookmark would write to a folder of the server's

    def init_user_ns(self) -> None:
        """Gives the notebook its first names; `exit` and `quit` end the cell."""
        super().init_user_ns()
        self.user_ns.update(exit=_exit, quit=_exit)

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        """Says nothing: the error is taken from the cell's result."""

    showsyntaxerror = showtraceback

    def _format_exception_for_storage(self, *_: Any, **__: Any) -> dict[str, Any]:
        """Draws no traceback for the history: one of a thousand frames takes seconds."""
        return {}

    def enable_gui(self, gui: Any = None) -> None:
        """Does nothing: there is no window, and `%matplotlib inline` asks for none."""

    def system(self, cmd: str) -> None:
        """Skips a shell command and remarks on it."""
        self.remarks.append(SKIPPED_SHELL.format(cmd.strip()[:80]))

    system_raw = system_piped = system

    def getoutput(self, cmd: str, *args: Any, **kwargs: Any) -> list[str]:
        """Skips a shell command and remarks on it."""
        self.system(cmd)
        return []

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        """Runs a line magic, save those that start programs."""
        if magic_name in {"pip", "conda", "mamba", "micromamba", "uv", "sx", "sc", "system"}:
            return self.system(f"%{magic_name} {line}")
        if magic_name == "matplotlib":
            line = "inline"  # there is no other window here
        elif self.find_line_magic(magic_name) is None:
            return self.remarks.append(f"there is no magic `%{magic_name[:80]}` here, so it was skipped")
        try:
            return super().run_line_magic(magic_name, line, _stack_depth + 1)  # this frame is none of the notebook's
        except ModuleNotFoundError:
            if magic_name not in {"load_ext", "reload_ext"}:
                raise
            return self.remarks.append(f"the extension `{line.strip()[:80]}` is not installed here, so it was skipped")

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Any:
        """Runs a cell magic, save those that start programs."""
        if magic_name in _PROGRAMS:
            return self.system(f"%%{magic_name}")
        return super().run_cell_magic(magic_name, line, cell)


def _exit(*_: object) -> NoReturn:
    raise SystemExit(0)


def _no_input(prompt: object = "", /) -> NoReturn:
    raise EOFError("input() is not available while grading")


def fit_in(shell: Shell) -> None:
    """Makes what cannot work here fail kindly: `input`, DataLoader workers, `torch.compile`; no paths in warnings."""
    builtins.input = _no_input
    warnings.formatwarning = lambda message, category, *_, **__: f"{category.__name__}: {message}\n"
    warnings.filterwarnings("ignore", message="To exit: use")  # IPython's advice for terminals
    torch._dynamo.config.disable = True
    shutil.copymode = shutil.copystat = lambda *_, **__: (
        None
    )  # the lock refuses chmod, and shutil.copy would fail by it
    init = torch.utils.data.DataLoader.__init__
    signature = inspect.signature(init)

    def without_workers(*args: Any, **kwargs: Any) -> None:
        bound = signature.bind(*args, **kwargs)
        if bound.arguments.get("num_workers"):
            shell.remarks.append("DataLoader workers are off while grading: num_workers was taken as 0")
            for name in ("num_workers", "prefetch_factor", "persistent_workers", "multiprocessing_context", "timeout"):
                bound.arguments.pop(name, None)
        bound.arguments.pop("pin_memory", None)
        init(*bound.args, **bound.kwargs)

    torch.utils.data.DataLoader.__init__ = without_workers  # type: ignore[method-assign]
