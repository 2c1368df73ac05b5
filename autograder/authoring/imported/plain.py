"""Cases that plainly ask for a value and compare it with one that is written out: they can be judged honestly.

Everything else is refused with its reason. Nothing is executed.
"""

import ast
import builtins
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from autograder.authoring.imported.book import Case


class NotPlainError(Exception):
    """Why a case cannot be put as a question and an answer."""


@dataclass(frozen=True)
class Ask:
    """A value that is asked for, the right one (empty: the reference's), and how exactly it is compared."""

    value: str
    right: str
    room: str = ""
    """Such as ``atol=1e-6``; none for what must be equal."""


@dataclass
class Asked:
    """A case as questions: what comes first, what is asked, and the numbers that are drawn for it."""

    before: list[str] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    drawn: dict[str, str] = field(default_factory=dict)


MODULES: Final = {"np": "import numpy as np", "numpy": "import numpy", "torch": "import torch", "math": "import math"}
"""What a probe imports for itself; all other names are the submission's."""

_REFUSED: Final = {"open", "exec", "eval", "input", "globals", "locals", "vars", "compile", "__import__", "print"}


def asked(case: Case, name: str) -> Asked:
    """A case as questions; `name` is its own, for the numbers that a hidden one is given. Raises NotPlainError."""
    found = Asked()
    statements, bound = _statements(case)
    before: list[tuple[str, ast.expr]] = [*bound]
    asks: list[tuple[ast.expr, str, str]] = []
    for statement, shows, printed in statements:
        match statement:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if not asks:
                before.append((target, value))
            case ast.Assert(test=test):
                asks.append(_asserted(test))
            case ast.Expr(value=value) if case.by_reference:
                asks.append((value, "", ""))
            case ast.Expr(value=value) if shows:
                asks.append(_shown(value, shows, printed))
            case ast.Import() | ast.ImportFrom() if _is_known(statement):
                pass
            case ast.Expr(value=ast.Constant(value=str())):
                pass
            case _:
                raise NotPlainError(f"`{_short(statement)}` is no single comparison with a value that is written out")
    if not asks:
        raise NotPlainError("it compares nothing")
    numbers = _Numbers(name, [value for _, value in before] + [value for value, _, _ in asks]) if case.hidden else None
    local = {target for target, _ in before}
    if local & {"student", "inputs"}:
        raise NotPlainError("it uses a name that a probe has for itself")
    for target, value in before:
        named = _named(value, local)
        found.before.append(f"{target} = {ast.unparse(numbers.assigned(named) if numbers else named)}")
    for value, right, room in asks:
        named = _named(value, local)
        found.asks.append(Ask(ast.unparse(numbers.visit(named) if numbers else named), right, room))
    if numbers:
        _settle(found, numbers)
    return found


def _settle(found: Asked, numbers: "_Numbers") -> None:
    """A hidden case must show students nothing of its own: they have the probe."""
    found.drawn = numbers.made
    trees = [node for line in [*found.before, *(ask.value for ask in found.asks)] for node in ast.walk(ast.parse(line))]
    texts = [node for node in trees if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)]
    if any(node.value not in numbers.made for node in texts):
        raise NotPlainError("it is hidden, and its text would stand in probe.py, which students have")
    if not numbers.made and numbers.fixed:
        raise NotPlainError("it is hidden, and its numbers would stand in probe.py, which students have")
    if numbers.made:
        exact = "atol=1e-6, rtol=1e-6" if numbers.real else ""
        found.asks = [Ask(ask.value, "", ask.room or exact) for ask in found.asks]


# ------------------------------------------------------------------------------------------------------- its statements


_Shown = tuple[ast.stmt, str, bool]


def _statements(case: Case) -> tuple[list[_Shown], list[tuple[str, ast.expr]]]:
    """The statements with what they show; of a test that is a function, its body and what its arguments are."""
    found: list[_Shown] = []
    for step in case.steps:
        try:
            body = ast.parse(step.source).body
        except (SyntaxError, ValueError):
            raise NotPlainError("it is no Python") from None
        found += [(node, "", False) for node in body[:-1]] + [(node, step.shows, step.printed) for node in body[-1:]]
    rest = [one for one in found if not (isinstance(one[0], ast.Import | ast.ImportFrom) and _is_known(one[0]))]
    match [node for node, _, _ in rest]:
        case [ast.FunctionDef(name=name) as function, ast.Expr(value=ast.Call(func=ast.Name(id=called)) as call)] if (
            name == called
        ):
            return _unfolded(function, call)
    return found, []


def _unfolded(function: ast.FunctionDef, call: ast.Call) -> tuple[list[_Shown], list[tuple[str, ast.expr]]]:
    names = [argument.arg for argument in function.args.args]
    values = dict(zip(names, call.args, strict=False)) | {str(one.arg): one.value for one in call.keywords}
    bound: list[tuple[str, ast.expr]] = []
    body: Sequence[ast.stmt] = function.body
    for name in names:
        match values.get(name):
            case ast.Call(func=ast.Name(id="globals")):
                body = [_Environment(name).visit(node) for node in body]
            case ast.Call(func=ast.Attribute(attr="get")):
                pass  # the submission's name, as it stands
            case ast.expr() as value if _literal(value) is not None:
                body = [_Written(name, value).visit(node) for node in body]
            case ast.expr() as value:
                bound.append((name, value))
            case None:
                raise NotPlainError(f"nobody gives its argument {name}")
    return [(node, "", False) for node in body], bound


class _Written(ast.NodeTransformer):
    """A name as the value that is written out for it."""

    def __init__(self, name: str, value: ast.expr):
        self.name, self.value = name, value

    def visit_Name(self, node: ast.Name) -> ast.AST:
        """The value, where the name is read."""
        return self.value if node.id == self.name and isinstance(node.ctx, ast.Load) else node


class _Environment(ast.NodeTransformer):
    """`env["f"]` as `f`."""

    def __init__(self, name: str):
        self.name = name

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """The name that is looked up."""
        self.generic_visit(node)
        match node:
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(key))) if (
                name == self.name and key.isidentifier()
            ):
                return ast.copy_location(ast.Name(key, ast.Load()), node)
        return node


def _is_known(node: ast.Import | ast.ImportFrom) -> bool:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    aliased = isinstance(node, ast.Import) and any(alias.asname not in (None, "np") for alias in node.names)
    return bool(names) and not aliased and all(name in (*MODULES, "pytest") for name in names)


# ------------------------------------------------------------------------------------------------------ its comparisons


def _literal(node: ast.expr) -> str | None:
    """A value that is written out and can travel, as code."""
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    return repr(value) if _travels(value) else None


def _travels(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(map(_travels, value))
    if isinstance(value, dict):
        return all(isinstance(key, str) and _travels(one) for key, one in value.items())
    return value is None or (isinstance(value, bool | int | float | str) and value not in (math.inf, -math.inf))


def _asserted(test: ast.expr) -> tuple[ast.expr, str, str]:
    """What an assertion asks for, the right value, and how exactly. Raises NotPlainError."""
    match test:
        case ast.Call(func=ast.Name(id="bool"), args=[inner], keywords=[]):
            return _asserted(inner)
        case ast.Compare(left=left, ops=[ast.Eq() | ast.Is()], comparators=[right]):
            if (approx := _approximately(left, right)) is not None:
                return approx
            for one, other in ((left, right), (right, left)):
                if (value := _literal(other)) is not None and _literal(one) is None:
                    return one, value, ""
        case ast.Compare(
            left=ast.Call(func=ast.Name(id="abs") | ast.Attribute(attr="abs"), args=[ast.BinOp(op=ast.Sub()) as off]),
            ops=[ast.Lt() | ast.LtE()],
            comparators=[ast.Constant(value=float(room))],
        ):
            for one, other in ((off.left, off.right), (off.right, off.left)):
                if _is_number(other) and _literal(one) is None:
                    return _as_float(one), f"float({_literal(other)})", f"atol={room!r}"
        case ast.Call(func=func, args=[one, other, *more], keywords=keywords):
            return _close(ast.unparse(func), one, other, more, {str(key.arg): key.value for key in keywords})
    raise NotPlainError(f"`{_short(test)}` is no single comparison with a value that is written out")


_ROOM: Final = {
    "np.isclose": (1e-5, 1e-8),
    "np.allclose": (1e-5, 1e-8),
    "torch.allclose": (1e-5, 1e-8),
    "math.isclose": (1e-9, 0.0),
}
"""Relative and absolute tolerance where a call names none."""


def _close(
    function: str, one: ast.expr, other: ast.expr, more: Sequence[ast.expr], named: Mapping[str, ast.expr]
) -> tuple[ast.expr, str, str]:
    function = function.replace("numpy.", "np.")
    if function == "torch.equal" and (right := _tensor(other)):
        return one, right, ""
    if function not in _ROOM or (more and function == "math.isclose"):
        raise NotPlainError(f"`{function}` is no comparison that can be read")
    names = ("rel_tol", "abs_tol") if function == "math.isclose" else ("rtol", "atol")
    given = dict(zip(names, more, strict=False)) | {**named}
    if not set(given) <= set(names) or not all(_is_number(value) for value in given.values()):
        raise NotPlainError(f"`{function}` has options that cannot be read")
    rtol, atol = (
        float(ast.literal_eval(given[name])) if name in given else default
        for name, default in zip(names, _ROOM[function], strict=True)
    )
    room = f"atol={atol!r}, rtol={rtol!r}"
    for mine, theirs in ((one, other), (other, one)):
        if function == "torch.allclose":
            if (right := _tensor(theirs)) and not _tensor(mine):
                return mine, right, room
        elif _is_number(theirs) and _literal(mine) is None and not function.endswith("allclose"):
            return _as_float(mine), f"float({_literal(theirs)})", room
        elif function.endswith("allclose") and (values := _values(theirs)) and not _values(mine):
            return _call("np.asarray", mine, "dtype=float"), f"np.asarray({values}, dtype=float)", room
    raise NotPlainError(f"`{function}` compares with no list of numbers that is written out")


def _approximately(left: ast.expr, right: ast.expr) -> tuple[ast.expr, str, str] | None:
    """pytest's `approx`, of a number."""
    for one, other in ((left, right), (right, left)):
        match other:
            case ast.Call(func=ast.Attribute(attr="approx") | ast.Name(id="approx"), args=[value], keywords=keywords):
                named = {str(key.arg): key.value for key in keywords}
                if not _is_number(value) or not all(_is_number(room) for room in named.values()):
                    return None
                relative = ast.literal_eval(named["rel"]) if "rel" in named else 0.0 if "abs" in named else 1e-6
                absolute = ast.literal_eval(named["abs"]) if "abs" in named else 1e-12
                return _as_float(one), f"float({_literal(value)})", f"atol={absolute!r}, rtol={relative!r}"
    return None


def _shown(value: ast.expr, shows: str, printed: bool) -> tuple[ast.expr, str, str]:
    """What a line asks for that shows this. Raises NotPlainError."""
    match value:
        case ast.Call(func=ast.Name(id="print"), args=[inner], keywords=[]) if not isinstance(inner, ast.Starred):
            if "\n" in shows:
                raise NotPlainError("it compares several lines that are printed")
            return _call("str", inner), repr(shows), ""
    if printed:
        raise NotPlainError("it compares what is printed")
    if shows == "True":
        try:
            return _asserted(value)
        except NotPlainError:
            return value, "True", ""
    try:
        right = ast.parse(shows, mode="eval").body
    except (SyntaxError, ValueError):
        raise NotPlainError("what it shows is no value that is written out") from None
    match right:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr="float64"), args=[inner]) if _literal(inner):
            return value, str(_literal(inner)), ""
        case ast.Call(func=ast.Name(id="tensor"), args=[inner], keywords=[]) if values := _values(inner):
            # As many digits as are shown.
            return value, f"torch.tensor({values})", "atol=1e-4, rtol=1e-4" if "." in values else ""
    if (literal := _literal(right)) is None:
        raise NotPlainError("what it shows is no value that is written out")
    return value, literal, ""


def _is_number(node: ast.expr) -> bool:
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError):
        return False
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _numbers_in(node: ast.expr) -> tuple[list[float], list[int]] | None:
    """The numbers of a nested list that is a block of them, and how long it is in each direction."""
    if _is_number(node):
        return [ast.literal_eval(node)], []
    if not isinstance(node, ast.List) or not node.elts:
        return None
    rows = [_numbers_in(one) for one in node.elts]
    if any(row is None or row[1] != rows[0][1] for row in rows):  # type: ignore[index]
        return None
    return [number for row in rows if row for number in row[0]], [len(rows), *(rows[0] or ([], []))[1]]


def _values(node: ast.expr) -> str:
    """A list of numbers that is written out, also as an array, as code."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np" | "numpy"), attr="array"), args=[inner], keywords=[]):
            return _values(inner)
    found = _numbers_in(node)
    return ast.unparse(node) if found and found[1] else ""


def _tensor(node: ast.expr) -> str:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="torch"), attr="tensor"), args=[inner], keywords=[]):
            return ast.unparse(node) if _numbers_in(inner) else ""
    return ""


def _call(function: str, value: ast.expr, *more: str) -> ast.expr:
    return ast.parse(f"{function}({', '.join([ast.unparse(value), *more])})", mode="eval").body


def _as_float(value: ast.expr) -> ast.expr:
    return _call("float", value)


# ---------------------------------------------------------------------------------------------------------------- names


def _named(value: ast.expr, local: set[str]) -> ast.expr:
    """An expression as a probe has it: what is neither Python's nor a library's is the submission's."""
    bound = local | {
        node.id for node in ast.walk(value) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    bound |= {node.arg for node in ast.walk(value) if isinstance(node, ast.arg)}
    if any(isinstance(node, ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr) for node in ast.walk(value)):
        raise NotPlainError("it does more than to ask for a value")
    made: ast.expr = _Names(bound).visit(ast.parse(ast.unparse(value), mode="eval").body)
    return made


class _Names(ast.NodeTransformer):
    def __init__(self, bound: set[str]):
        self.bound = bound

    def visit_Name(self, node: ast.Name) -> ast.AST:
        """`f` as `student.f`."""
        if node.id in _REFUSED or node.id.startswith("__"):
            raise NotPlainError(f"it calls {node.id}")
        if node.id in self.bound or node.id in MODULES or hasattr(builtins, node.id):
            return node
        return ast.Attribute(ast.Name("student", ast.Load()), node.id, node.ctx)


# -------------------------------------------------------------------------------------------------------------- numbers


class _Numbers(ast.NodeTransformer):
    """Takes numbers from the inputs where a hidden case has its own: those that a function is given, and lists of them.

    A whole number beside a list may count or choose among it, so it stays; so does what has a name, or is a shape.
    """

    def __init__(self, name: str, values: Sequence[ast.expr]):
        self.name = name
        self.made: dict[str, str] = {}
        self.real = False
        self.lists = any(isinstance(node, ast.List) for value in values for node in ast.walk(value))
        self.fixed = any(self._is_given(node) for value in values for node in _given(value))

    def _is_given(self, node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)
        )

    def assigned(self, value: ast.expr) -> ast.expr:
        """A value that a name is given."""
        found: ast.expr = self._drawn(value) or self.visit(value)
        return found

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """A call on drawn numbers."""
        node.func = self.visit(node.func)
        node.args = [self._drawn(one) or self.visit(one) for one in node.args]
        for keyword in node.keywords:
            if isinstance(keyword.value, ast.List):
                keyword.value = self.assigned(keyword.value)
        return node

    def _drawn(self, node: ast.expr) -> ast.expr | None:
        found = _numbers_in(node)
        if found is None or (not found[1] and self.lists and isinstance(found[0][0], int)):
            return None
        values, lengths = found
        low, high = min(map(_below, values)), max(-_below(-value) for value in values)
        name = f"{self.name}_{len(self.made) + 1}"
        if all(isinstance(value, int) for value in values):
            self.made[name] = f"torch.randint({int(low)}, {int(high) + 1}, {lengths}, generator=draw)"
            code = f'int(inputs["{name}"])'
        else:
            self.real = True
            self.made[name] = f"{low!r} + {high - low!r} * torch.rand({lengths}, dtype=torch.float64, generator=draw)"
            code = f'float(inputs["{name}"])'
        return ast.parse(f'inputs["{name}"].tolist()' if lengths else code, mode="eval").body


def _given(value: ast.expr) -> Iterator[ast.AST]:
    """All that calls in an expression are given."""
    if isinstance(value, ast.Constant | ast.List | ast.Tuple | ast.UnaryOp):
        yield from ast.walk(value)
    for node in ast.walk(value):
        if isinstance(node, ast.Call):
            for one in [*node.args, *(keyword.value for keyword in node.keywords)]:
                yield from ast.walk(one)


def _below(value: float) -> float:
    """The next power of two towards minus infinity, so that the number itself cannot be seen."""
    if value == 0:
        return 0.0
    exponent = math.log2(abs(value))
    return float(2 ** math.floor(exponent)) if value > 0 else -float(2 ** (math.floor(exponent) + 1))


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 60 else text[:59] + "…"
