"""An autograder for introductory PyTorch that teachers can trust.

Nothing is imported until it is asked for, so that a process that runs student code stays clean.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_WHERE = {"check": "student", "Result": "result", "grade": "grade", "expect": "expect"}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'autograder' has no attribute {name!r}")
    module = import_module(f"autograder.{_WHERE[name]}")
    return module if name == _WHERE[name] else getattr(module, name)
