"""The notebook's own world: IPython without a terminal, and the outputs of its cells, under caps."""

import ast
import base64
import builtins
import contextlib
import functools
import inspect
import io
import json
import locale
import logging
import random
import shutil
import sys
import types
import warnings
from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn

import numpy
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from autograder.record.frame import MAX_PARTS
from autograder.wall.inside.errors import OutputLimitError, no_gpu

MAX_TEXT: Final = 256 << 10
"""Printed characters of a cell that are kept; honest chatter beyond is cut, not punished."""
MAX_FLOOD: Final = 64 << 20
"""Printed characters after which the cell is stopped."""
MAX_SHOWN: Final = 2 << 20
"""Bytes of a cell's pictures and other displays that are kept, as they travel."""
MAX_ITEMS: Final = 99
"""Outputs of a cell that are kept; its error, its last result and what it wrote to stderr come on top."""
MAX_ALL: Final = 8 << 20
"""Bytes of all cells' outputs that are kept."""
MAX_ALL_PARTS: Final = MAX_PARTS * 3 // 4
"""Commas and brackets in them: the treaty bounds those, too."""
ALWAYS: Final = 1000
"""Characters of a result, and of stderr, that are kept whatever else there was: points hang on them."""
MAX_IMPORTING: Final = 64 << 10
"""Characters of a cell that is looked through for imports when it has stopped."""

_PROGRAMS: Final = frozenset("bash sh script perl ruby system sx pypy python python2 python3 cmd".split())
"""Cell magics that start one."""
SKIPPED_SHELL: Final = "shell commands are off while grading, so `{}` was skipped"


class Outputs:
    """The outputs of the cell that runs now, as nbformat has them, under caps.

    What one cell shows takes nothing from the next but for the bound on all of them; and whatever was cut, a cell that
    wrote to stderr or gave a result is seen to have done so.
    """

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self._printed = 0
        self._room = (MAX_ALL, MAX_ALL_PARTS)
        self._named: dict[str, list[dict[str, Any]]] = {}
        self._begin()

    def _begin(self) -> None:
        self.items = []
        self._text, self._shown, self._before = MAX_TEXT, MAX_SHOWN, self._room
        self._cut = self._clearing = False

    def take(self) -> list[dict[str, Any]]:
        """The outputs since the last call."""
        items = self.items
        self._begin()
        return items

    def clear(self, wait: bool = False) -> None:
        """Forgets the cell's outputs so far, or does so when there is another."""
        self._room = self._before
        self._begin()
        self._clearing = wait

    def text(self, name: str, text: str) -> None:
        """Adds printed text."""
        self._printed += len(text)
        if self._printed > MAX_FLOOD:
            raise OutputLimitError("the program printed more than 64 MiB")
        if not text:
            return
        if self._clearing:
            self.clear()
        goes_on = bool(self.items) and self.items[-1].get("name") == name
        if not self._cut:
            kept = text[: self._text] if goes_on or len(self.items) < MAX_ITEMS else ""
            kept = kept if self._take_room(kept) else ""
            self._text -= len(kept)
            self._cut = len(kept) < len(text)
            text = kept + ("\n[more was printed; it is cut here]\n" if self._cut else "")
        elif name == "stderr" and all(item.get("name") != name for item in self.items):
            text = text[:ALWAYS]
        else:
            return
        if goes_on:
            self.items[-1]["text"] += text
        else:
            self.items.append({"output_type": "stream", "name": name, "text": text})

    def display(
        self, kind: str, data: Mapping[str, Any], *, known_as: Any = None, update: bool = False, **more: Any
    ) -> None:
        """Adds a picture or another display; or puts it in the place of those that were made by that name."""
        plain = {
            mime: base64.b64encode(value).decode() if isinstance(value, bytes) else value
            for mime, value in data.items()
            if isinstance(value, (str, bytes)) and isinstance(mime, str)
        }
        if update:
            for item in self._named.get(str(known_as), []):
                item["data"] = plain if self._take_room(plain) else _LEFT_OUT
            return
        if self._clearing:
            self.clear()
        item = {"output_type": kind, "data": plain, "metadata": {}, **more}
        size = _weight(plain)[0]
        fits = size <= self._shown and len(self.items) < MAX_ITEMS and self._take_room(item)
        if fits:
            self._shown -= size
        elif kind == "execute_result":  # cut, it would be another one
            item["data"] = {"text/plain": plain.get("text/plain", "")}
            if not 0 < len(item["data"]["text/plain"]) <= ALWAYS:
                item["data"] = {}
            self.items[MAX_ITEMS:] = [one for one in self.items[MAX_ITEMS:] if one["output_type"] != kind]
        else:
            item["data"] = _LEFT_OUT
            if len(self.items) >= MAX_ITEMS or item in self.items[-1:] or not self._take_room(item):
                return
        self.items.append(item)
        if known_as is not None:
            self._named.setdefault(str(known_as), []).append(item)

    def _take_room(self, value: Any) -> bool:
        """Takes of the bytes and parts that all cells have, if so many are left."""
        (size, parts), (size_left, parts_left) = _weight(value), self._room
        if size > size_left or parts > parts_left:
            return False
        self._room = size_left - size, parts_left - parts
        return True


_LEFT_OUT: Final = {"text/plain": "[more was displayed; it is left out here]"}


def _weight(value: Any) -> tuple[int, int]:
    """The bytes, and the commas and brackets, that a value has as it travels."""
    data = json.dumps(value, ensure_ascii=False).encode(errors="replace")
    return len(data), sum(map(data.count, (b",", b"[", b"{")))


class Nowhere(io.TextIOBase):
    """Keeps no text, and opens no descriptor for that; it has what programs ask of `sys.stdout`, here or in a terminal."""

    encoding, errors, mode, line_buffering = "utf-8", "replace", "w", True

    def __init__(self, name: str = "stdout"):
        self.name = f"<{name}>"

    def write(self, text: str) -> int:
        """Takes the text."""
        return len(text)

    def writable(self) -> bool:
        """It is."""
        return True

    def reconfigure(self, **_: Any) -> None:
        """Does nothing: any letter can be printed as it is."""

    def fileno(self) -> int:
        """The descriptor that a program would have; what is written there is seen by nobody, as in Jupyter."""
        return 2 if self.name == "<stderr>" else 1

    @property
    def buffer(self) -> "_Bytes":
        """For programs that print bytes."""
        return _Bytes(self)

    def detach(self) -> "_Bytes":  # type: ignore[override]
        """The same, for programs that put another text stream above it."""
        return _Bytes(self)


class Stream(Nowhere):
    """`sys.stdout` and `sys.stderr` of a cell."""

    def __init__(self, outputs: Outputs, name: str):
        super().__init__(name)
        self._outputs, self._kind = outputs, name

    def write(self, text: str) -> int:
        """Keeps the text, under the caps."""
        self._outputs.text(self._kind, text)
        return len(text)


class _Bytes(io.BufferedIOBase):
    def __init__(self, stream: Nowhere):
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._stream.write(bytes(data).decode(errors="replace"))
        return len(data)


class _Display(DisplayPublisher):
    shell: "Shell"

    def publish(self, data: Any, *_: Any, transient: Any = None, update: bool = False, **__: Any) -> None:
        name = (transient or {}).get("display_id")
        self.shell.outputs.display("display_data", data, known_as=name, update=update)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.clear(wait)


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
        self.shown: list[BaseException] = []
        settings = Config({"HistoryManager": {"enabled": False}})
        super().__init__(config=settings, user_module=types.ModuleType("__main__"), **kwargs)
        self.db: dict[str, Any] = {}  # else %cd and %bookmark would write to a folder of the server's

    def init_user_ns(self) -> None:
        """Gives the notebook its first names; `exit` and `quit` end the cell."""
        super().init_user_ns()
        self.user_ns.update(exit=_exit, quit=_exit)

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        """Draws nothing, and keeps the error: not each one ends the cell, as in a `__repr__` or below `%%capture`."""
        if error := sys.exc_info()[1]:
            self.shown.append(error)

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
        before = len(self.shown)
        result = super().run_cell_magic(magic_name, line, cell)
        if len(self.shown) > before:
            raise self.shown[before]  # of what %%capture ran: it would pass over that in silence
        return result

    def magic(self, line: str) -> Any:
        """Runs a line magic as old notebooks ask for it."""
        name, _, rest = line.partition(" ")
        return self.run_line_magic(name, rest, 2)

    def run_imports(self, source: str, line: int) -> bool:
        """Runs what a cell imports from a line on, each name for itself, and nothing else. Whether there is any."""
        if not line or len(source) > MAX_IMPORTING:
            return False
        try:
            while source.startswith("%%"):
                source = source.partition("\n")[2]
            body = ast.parse(self.transform_cell(source)).body
            statements = [part for node in body if node.end_lineno >= line for part in _imports(node)]
        except BaseException:  # noqa: BLE001  whatever its text is, the cell has stopped already
            return False
        done = False
        for statement in statements:
            with contextlib.suppress(BaseException):  # of many that fail, each may do so in its own way
                exec(compile(ast.Module([statement], []), "<import>", "exec"), self.user_ns)  # noqa: S102
                done = True
        return done


def _imports(node: ast.stmt) -> list[ast.stmt]:
    """An import statement as several, each of one name; none for any other statement."""
    if isinstance(node, ast.Import):
        return [ast.copy_location(ast.Import([name]), node) for name in node.names]
    if isinstance(node, ast.ImportFrom):
        return [ast.copy_location(ast.ImportFrom(node.module, [name], node.level), node) for name in node.names]
    return []


def _exit(*_: object) -> NoReturn:
    raise SystemExit(0)


def _no_input(prompt: object = "", /) -> NoReturn:
    raise EOFError("input() is not available while grading")


def fit_in() -> None:
    """Makes what cannot work here harmless, or fail kindly; no paths in warnings."""
    sys.argv = [""]  # a program's own options are not those of this one
    builtins.input = _no_input
    warnings.formatwarning = lambda message, category, *_, **__: f"{category.__name__}: {message}\n"
    warnings.filterwarnings("ignore", message="To exit: use")  # IPython's advice for terminals
    logging.getLogger("autoreload").addFilter(_of_the_notebook)
    shutil.copymode = shutil.copystat = lambda *_, **__: (
        None
    )  # the lock refuses chmod, and shutil.copy would fail by it
    locale.setlocale = _unless(locale.Error, locale.setlocale)  # which languages there are is the machine's affair


def fit_torch_in(shell: Shell) -> None:
    """The same for torch, which is imported by it."""
    import torch

    from autograder.wall.inside.compilers import without_compilers

    without_compilers()
    torch.set_num_interop_threads = _unless(RuntimeError, torch.set_num_interop_threads)  # it is late for that here
    torch.set_default_device = _if_it_is_there(torch.set_default_device)
    torch.set_default_tensor_type = _if_it_is_there(torch.set_default_tensor_type)
    loader = torch.utils.data.DataLoader
    loader.__init__ = _without_workers(shell, loader.__init__)  # type: ignore[method-assign]


def fit_plots_in(shell: Shell) -> None:
    """The same for matplotlib, which is imported by it and draws once."""
    shell.run_cell("%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('x')\nplt.show()")
    import matplotlib
    import matplotlib.pyplot as plt

    plt.close("all")
    shell.outputs.take()
    shell.reset(new_session=True)
    # Whatever backend is asked for that would open a window or speak to a browser: plots stay in the notebook.
    matplotlib.use = _of_those_here(matplotlib.use)
    plt.switch_backend = _of_those_here(plt.switch_backend)


def seed() -> None:
    """The same random numbers in every child; Python's own `random` seeds itself anew after a fork."""
    if torch := sys.modules.get("torch"):
        if torch.cuda.is_available():
            torch.manual_seed(0)
        else:  # that would write down the whole stack each time, to seed a GPU that may come
            torch.default_generator.manual_seed(0)
    numpy.random.seed(0)
    random.seed(0)


def _of_the_notebook(record: logging.LogRecord) -> bool:
    """Whether `%autoreload` says something of the notebook's own: it may not read the kit's modules, and would say so."""
    return "'autograder" not in record.getMessage()


def _unless(error: type[Exception], function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, which does nothing where it would raise that error."""

    @functools.wraps(function)
    def tried(*args: Any, **kwargs: Any) -> Any:
        with contextlib.suppress(error):
            return function(*args, **kwargs)

    return tried


_WITHOUT_WINDOW: Final = frozenset(
    "agg pdf pgf ps svg template inline module://matplotlib_inline.backend_inline".split()
)


def _of_those_here(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def chosen(*args: Any, **kwargs: Any) -> Any:
        named = {str(value).lower() for value in (*args, *kwargs.values())}
        return function(*args, **kwargs) if named & _WITHOUT_WINDOW else None

    return chosen


def _if_it_is_there(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that makes a device the default: of a GPU that is missing it says so, and not each later tensor."""

    @functools.wraps(function)
    def chosen(*args: Any, **kwargs: Any) -> Any:
        for device in ("cuda", "mps"):
            if device in str((args, kwargs)) and (missing := no_gpu(device)):
                raise RuntimeError(missing)
        return function(*args, **kwargs)

    return chosen


def _without_workers(shell: Shell, init: Callable[..., None]) -> Callable[..., None]:
    """A DataLoader's workers would be processes."""
    signature = inspect.signature(init)

    def without_workers(*args: Any, **kwargs: Any) -> None:
        bound = signature.bind(*args, **kwargs)
        if bound.arguments.get("num_workers"):
            shell.remarks.append("DataLoader workers are off while grading: num_workers was taken as 0")
            for name in ("num_workers", "prefetch_factor", "persistent_workers", "multiprocessing_context", "timeout"):
                bound.arguments.pop(name, None)
        bound.arguments.pop("pin_memory", None)
        init(*bound.args, **bound.kwargs)

    return without_workers
