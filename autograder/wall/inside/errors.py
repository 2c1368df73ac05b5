"""Errors of student code in words: a stable code, and a sentence with the cell and the line.

Nothing about an error is taken for granted: its class, its text and its attributes may be the student's own.
"""

import errno
import re
import sys
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Final

Cells = Mapping[int | str, int]
"""The indices of cells by IPython's numbers or, in a kernel that gives its code other names, by those."""


class OutputLimitError(Exception):
    """The cell printed without end."""


class NotDefined(Exception):
    """The submission has no such name."""


def explain(error: BaseException, cells: Cells, default: str) -> tuple[str, str]:
    """The code and the sentence for an exception of student code in these cells."""
    try:
        return _explain(error, cells, default)
    except BaseException:  # noqa: BLE001  its attributes may be anything, and do anything
        kind = type(error).__name__
        return _ended(kind) if _ends(error) else (default, f"an error that cannot be shown ({kind})")


def _ends(error: BaseException) -> bool:
    return not isinstance(error, Exception)


def _ended(kind: str, where: str = "") -> tuple[str, str]:
    return "EXITED_EARLY", f"{where}the program ended itself ({kind})"


def _explain(error: BaseException, cells: Cells, default: str) -> tuple[str, str]:
    kind = type(error).__name__[:200]
    text = text_of(error)
    where = _where(error, cells)
    if isinstance(error, NotDefined):
        return "NOT_DEFINED", text
    if type(error) is NotImplementedError and (not text or text.startswith("Task ")):
        return "NOT_DEFINED", text or "not written yet"
    if _ends(error):
        return _ended(kind, where)
    if isinstance(error, OutputLimitError):
        return "OUTPUT_LIMIT", f"{where}{text}"
    if isinstance(error, MemoryError) or "can't allocate memory" in text or "not enough memory" in text:
        return "MEMORY_LIMIT", f"{where}the program asked for more memory than there is"
    if (found := _GPU.search(text)) and (missing := no_gpu("mps" if found["mps"] else "cuda")):
        return default, f"{where}{kind}: {missing}"
    for cause in _causes(error):
        number = getattr(cause, "errno", None)
        if number in (errno.EFBIG, errno.ENOSPC, errno.EDQUOT):
            return "FILE_LIMIT", f"{where}the program wrote more to disk than is allowed while grading"
        if number in (errno.EPERM, errno.EACCES) or _OFFLINE.search(text_of(cause)):
            what = "no network, other programs or other files while grading; use the given data"
            return "BLOCKED", f"{where}{kind}: {text} ({what})"
    if isinstance(error, SyntaxError):
        line = f"line {error.lineno}: " if error.lineno else ""
        shown = f": `{error.text.strip()[:120]}`" if error.text else ""
        # What a newer Python takes, this one may not.
        return default, f"{line}{kind}: {str(error.msg)[:400]} (Python {_PYTHON} reads it here){shown}"
    if not where:  # none of the student's lines was running, so none is to be looked for
        where = _CALLED if kind == "TypeError" and _CALL.match(text) else _GIVEN
    return default, f"{where}{kind}: {text}" if text else f"{where}{kind}"


_GIVEN: Final = "what your code gives could not be used: "
"""Where an error is met that arose in a question's own lines."""
_CALLED: Final = "called as its task says: "
"""Where that is the call of a function with other parameters."""
_CALL: Final = re.compile(r"\w+\(\) (takes|missing|got an unexpected|got multiple|got some)\b")
_PYTHON: Final = f"{sys.version_info.major}.{sys.version_info.minor}"
_GPU: Final = re.compile(
    r"(?P<mps>for mps devices|from the 'MPS' backend|MPS backend is supported only)|NVIDIA driver|CUDA driver version"
    r"|re-initialize CUDA in forked|not compiled with CUDA|No CUDA GPUs|no CUDA-capable device|from the 'CUDA' backend"
    r"|deserialize object on a CUDA device|invalid argument to reset_peak_memory_stats"
)
"""What PyTorch says in many ways where there is no GPU."""


def no_gpu(device: str) -> str:
    """What to say to a program that wants a GPU, `cuda` or `mps`, and how it can ask; nothing where there is one."""
    if (torch := sys.modules.get("torch")) is None:
        return ""
    asked, name = (torch.backends.mps, "backends.mps") if device == "mps" else (torch.cuda, "cuda")
    return "" if asked.is_available() else f"there is no GPU while grading; choose by `torch.{name}.is_available()`"


_OFFLINE: Final = re.compile(r"urlopen error|name resolution|Name or service not known|internet connection")
"""What libraries say when there is no network."""


def text_of(error: BaseException) -> str:
    """What an exception says, if it can be asked."""
    try:
        return str(error)[:400]
    except BaseException:  # noqa: BLE001  a student's __str__ may do anything
        return ""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(8):
        if error is None:
            return
        yield error
        reason = getattr(error, "reason", None)  # urllib hides the cause there
        error = error.__cause__ or error.__context__ or (reason if isinstance(reason, BaseException) else None)


_CELL_NAME: Final = re.compile(r"<ipython-input-(\d+)-")


def _where(error: BaseException, cells: Cells) -> str:
    """The last line of the student's own that was running: ``cell 4, line 7: ``."""
    *_, (cell, line) = [(None, 0), *own_lines(error.__traceback__, cells)]
    return "" if cell is None else f"cell {cell + 1}, line {line}: "


def own_lines(step: TracebackType | None, cells: Cells) -> Iterator[tuple[int, int]]:
    """The lines of the student's own that were running, each with the index of its cell, from the outermost."""
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        match = _CELL_NAME.match(name)
        if (known_as := int(match[1]) if match else name) in cells:
            yield cells[known_as], step.tb_lineno
        step = step.tb_next


def stopped_at(error: BaseException, index: int, cells: Cells) -> int:
    """The line of a cell, from 1, at which an error ended it; 0 when it never began."""
    try:
        return next((line for cell, line in own_lines(error.__traceback__, cells) if cell == index), 0)
    except BaseException:  # noqa: BLE001  a student's own class may have anything for a traceback
        return 0
