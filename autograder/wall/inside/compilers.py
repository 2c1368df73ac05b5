"""PyTorch without its compiler, which starts programs: `torch.compile` gives back what it is given.

Every optimizer and torchvision ask the compiler to keep out of what they do, and would import it for that: as much again
as torch itself. So a stand-in answers them, until somebody asks it for more.
"""

import functools
import sys
import types
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

import torch

_COMPILER: Final = "torch._dynamo"


class _StandIn(types.ModuleType):
    """Takes the place of a module of the compiler's. For what it does not know, all of the compiler is imported."""

    def __getattr__(self, name: str) -> Any:
        # Python asks for these of all modules; but for the path, by which it finds what is in a package.
        if name.startswith("__") and (self.__name__, name) != (_COMPILER, "__path__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            for known in _ANSWERS:
                sys.modules.pop(known, None)
            vars(torch)["_dynamo"] = import_module(_COMPILER)
        return getattr(import_module(self.__name__), name)


def without_compilers() -> None:
    """Makes it so in this process."""
    torch.compile = functools.wraps(torch.compile)(_compile)
    torch.use_deterministic_algorithms = functools.wraps(torch.use_deterministic_algorithms)(_deterministic)
    if _COMPILER not in sys.modules:
        for name, answers in _ANSWERS.items():
            sys.modules[name] = module = _StandIn(name)
            vars(module).update(answers)
        vars(torch)["_dynamo"] = sys.modules[_COMPILER]


def _compile(model: Any = None, *_: Any, **__: Any) -> Any:
    return (lambda function: function) if model is None else model


def _deterministic(mode: bool, *, warn_only: bool = False) -> None:
    """What torch does, but for the compiler's settings."""
    torch._C._set_deterministic_algorithms(mode, warn_only=warn_only)


def _disable(fn: Callable[..., Any] | None = None, *_: Any, **__: Any) -> Any:
    return _disable if fn is None else fn


_ANSWERS: Final[dict[str, dict[str, Any]]] = {
    _COMPILER: {"disable": _disable, "graph_break": lambda *_, **__: None},
    f"{_COMPILER}.utils": {"is_compile_supported": lambda *_: False},
}
"""What is asked of the compiler where nothing is compiled, by module and name."""
