"""Expressions in whose place another one may have been meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Final

from autograder.grading.idioms.parts import Names, Slot, Way, callee, code, out_of_place, receiver


def expressions(statement: ast.AST, names: Names) -> Iterator[Way]:
    """What may have been meant in place of each expression in a statement."""
    for slot in _slots(statement):
        node = slot.get()
        if isinstance(node, ast.expr) and not isinstance(getattr(node, "ctx", None), ast.Store | ast.Del):
            for rank, new in _instead(node, slot, names):
                yield Way(rank, node.lineno, [(slot, new)])


def _slots(node: ast.AST) -> Iterator[Slot]:
    """The places of expressions, from the outermost, without those in annotations and in functions of their own."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list"):
            continue
        parts = [(index, part) for index, part in enumerate(value)] if isinstance(value, list) else [(None, value)]
        for index, part in parts:
            if not isinstance(part, ast.AST) or isinstance(part, ast.FunctionDef | ast.ClassDef):
                continue
            if isinstance(part, ast.expr):
                yield Slot(node, field, index)
            yield from _slots(part)


_METHODS: Final = frozenset("item detach zero_grad backward step eval train mean sum numpy tolist flatten size".split())
_TAKEN_OFF: Final = frozenset(
    "item detach cpu numpy squeeze softmax log_softmax log_sigmoid sigmoid relu tanh exp log float double abs clone "
    "tolist t flatten view reshape unsqueeze argmax sum mean Softmax LogSoftmax sqrt round int long half max "
    "clamp type astype".split()
)
_NEIGHBOURS: Final = {
    "mean": ["sum"], "sum": ["mean"], "argmax": ["argmin"], "argmin": ["argmax"], "max": ["argmax", "min"],
    "min": ["max"], "log": ["log1p", "log2"], "log2": ["log"], "log10": ["log"], "softmax": ["log_softmax"],
    "relu": ["sigmoid", "tanh"], "sigmoid": ["relu", "tanh"], "tanh": ["relu", "sigmoid"], "ReLU": ["Tanh", "Sigmoid"],
    "Sigmoid": ["ReLU", "Tanh"], "Tanh": ["ReLU", "Sigmoid"], "train": ["eval"], "eval": ["train"], "std": ["var"],
    "var": ["std"], "exp": ["expm1"], "view": ["reshape"], "double": ["float"], "zeros": ["ones"], "ones": ["zeros"],
    "zeros_like": ["ones_like"], "ones_like": ["zeros_like"], "add": ["sub"], "sub": ["add"], "add_": ["sub_"],
    "sub_": ["add_"], "mul": ["div"], "div": ["mul"], "mm": ["mul"], "mul_": ["div_"], "GELU": ["ReLU"],
    "LeakyReLU": ["ReLU"], "gelu": ["relu"], "math": ["torch"], "np": ["torch"], "numpy": ["torch"],
    "float64": ["float32"], "int64": ["float32"], "int": ["float"], "MSELoss": ["CrossEntropyLoss"],
    "named_parameters": ["parameters"], "buffers": ["parameters"], "any": ["all"], "all": ["any"],
    "RuntimeError": ["ValueError"], "KeyError": ["ValueError"], "TypeError": ["ValueError"],
    "AssertionError": ["ValueError"], "Exception": ["ValueError"], "Adam": ["SGD"], "SGD": ["Adam"],
    "data": ["grad"], "batch_size": ["batch_sampler"], "L1Loss": ["MSELoss"], "SmoothL1Loss": ["MSELoss"],
    "HuberLoss": ["MSELoss"], "BCELoss": ["BCEWithLogitsLoss"], "NLLLoss": ["CrossEntropyLoss"], "AdamW": ["Adam"],
    "l1_loss": ["mse_loss"], "smooth_l1_loss": ["mse_loss"], "huber_loss": ["mse_loss"],
}  # fmt: skip
"""What is often mistaken for what."""
_REDUCES: Final = frozenset(
    "mean sum max min argmax argmin softmax log_softmax logsumexp std var cat stack norm Softmax LogSoftmax flatten "
    "sort topk squeeze unsqueeze any all prod cumsum amax amin".split()
)
_WRAPS: Final = (
    (1, "{}.item()"), (1, "float({})"), (2, "{}.detach()"), (2, "int({})"), (2, "-{}"), (2, "{}.mean()"), (2, "{}.sum()"),
    (2, "{}.argmax(dim=1)"), (2, "{}()"), (3, "{}.float()"), (3, "{}.long()"), (3, "{}.clone()"), (3, "{}.T"),
    (3, "{}.flatten(1)"), (3, "{}.squeeze()"), (3, "{}.unsqueeze(0)"), (3, "{}.unsqueeze(1)"), (3, "{}.relu()"),
    (3, "1 - {}"), (3, "{}.sqrt()"), (3, "{} ** 2"), (3, "sum({})"), (4, "{}.softmax(dim=1)"), (4, "{}.exp()"),
    (4, "{}.log()"), (4, "{}.sigmoid()"), (4, "{}.requires_grad_()"), (4, "{}.tolist()"), (4, "{}.numpy()"),
    (4, "{} / 255"), (4, "{}.abs()"), (4, "1 / {}"), (3, "list({})"), (3, "list({}.values())"),
)  # fmt: skip
"""What a value that is given back may lack."""
_INNER: Final = (
    (2, "{}.detach()"), (2, "{}.float()"), (3, "{}.clone()"), (3, "{}.requires_grad_()"),
    (4, "-{}"), (3, "{}.flatten(1)"), (4, "{}.T"),
    (4, "{}.squeeze()"), (4, "{}.unsqueeze(1)"), (3, "{}.item()"), (3, "{}.relu()"), (4, "{}.sum()"), (4, "{}.mean()"),
)  # fmt: skip
"""What a value that is used further may lack."""
_OPERATORS: Final[dict[type[ast.operator], list[type[ast.operator]]]] = {
    ast.Add: [ast.Sub, ast.Mult], ast.Sub: [ast.Add, ast.Div], ast.Mult: [ast.Div, ast.MatMult, ast.Add],
    ast.Div: [ast.Mult], ast.FloorDiv: [ast.Div], ast.Pow: [ast.Mult], ast.MatMult: [ast.Mult], ast.Mod: [ast.FloorDiv],
}  # fmt: skip
_COMPARISONS: Final[dict[type[ast.cmpop], list[type[ast.cmpop]]]] = {
    ast.Lt: [ast.LtE, ast.Gt], ast.LtE: [ast.Lt, ast.GtE], ast.Gt: [ast.GtE, ast.Lt], ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.Is: [ast.IsNot], ast.IsNot: [ast.Is], ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
}  # fmt: skip


def _instead(node: ast.expr, slot: Slot, names: Names) -> Iterator[tuple[int, ast.expr]]:
    """What could stand in an expression's place, each with how unlikely it is."""
    match node:
        case ast.Constant(value=value):
            yield from _constants(value, slot)
        case ast.Name(id=name):
            for other in _NEIGHBOURS.get(name, []):
                yield 2, ast.Name(other, ast.Load())
            if name in names.local:
                for other in names.local:
                    if other != name:
                        yield 5, ast.Name(other, ast.Load())
        case ast.Attribute(value=inner, attr=attr):
            if attr in _METHODS and slot.field != "func":
                yield 0, ast.Call(node, [], [])
            for other in _NEIGHBOURS.get(attr, []):
                yield 2, ast.Attribute(inner, other, ast.Load())
            on = receiver(inner) if isinstance(inner, ast.Call) and callee(inner) in ("view", "reshape") else None
            if on is not None and attr == "T":
                yield from _wrapped(on, [(1, "{}.flatten(1)")])
            if slot.field != "func":
                yield 2, inner
            if attr == "batch_size":
                for batch in names.batches:
                    yield 1, code(f"len({batch})")
        case ast.Call():
            yield from ((1, new) for new in out_of_place(node))
            yield from _calls(node, names)
        case ast.BinOp(left=left, op=op, right=right):
            for kind in _OPERATORS.get(type(op), []):
                yield 2, ast.BinOp(left, kind(), right)
            simple = [isinstance(it, ast.Constant) for it in (left, right)]
            yield (1 if simple[1] else 2), left
            yield (1 if simple[0] else 2), right
            if not isinstance(op, ast.Add | ast.Mult):
                yield 2, ast.BinOp(right, op, left)
            if isinstance(op, ast.MatMult):
                yield 1, ast.BinOp(left, op, ast.Attribute(right, "T", ast.Load()))
                yield 1, ast.BinOp(ast.Attribute(left, "T", ast.Load()), op, right)
                yield 2, ast.BinOp(right, op, ast.Attribute(left, "T", ast.Load()))
            if isinstance(op, ast.Div):
                for whole in [*names.counters, *(f"len({loader}.dataset)" for loader in names.loaders)]:
                    yield 1, ast.BinOp(left, op, code(whole))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            if isinstance(right, ast.Constant) and isinstance(op, ast.Gt | ast.GtE):  # yes or no for each: one wins
                yield from _wrapped(left, [(2, "{}.argmax(dim=1)")])
            for other_kind in _COMPARISONS.get(type(op), []):
                yield 2, ast.Compare(left, [other_kind()], [right])
        case ast.UnaryOp(operand=operand):
            yield 1, operand
        case ast.BoolOp(op=op, values=values):
            yield 3, ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            yield from ((3, one) for one in values)
        case ast.IfExp(test=test, body=body, orelse=other):
            yield 2, ast.IfExp(test, other, body)
            yield 3, body
            yield 3, other
        case ast.Subscript(value=inner):
            yield 2, inner
        case ast.Tuple(elts=[first, *rest]) if isinstance(slot.owner, ast.Return):
            yield 2, ast.Tuple([*rest, first], ast.Load())
        case ast.List() | ast.ListComp() if isinstance(slot.owner, ast.Assign) and _is_attribute(slot.owner):
            made = code("nn.ModuleList(0)")
            made.args = [node]
            yield 1, made
    if slot.field == "value" and isinstance(slot.owner, ast.Return):
        yield from _wrapped(node, _WRAPS)
        if not isinstance(node, ast.Name):
            for name in names.local:
                yield 3, code(f"{name}.argmax(dim=1)")
    elif isinstance(slot.owner, ast.Tuple) and not isinstance(node, ast.Constant):
        yield from ((rank + isinstance(node, ast.Name), new) for rank, new in _wrapped(node, _WRAPS[:4]))
    elif (
        slot.field == "value"
        and isinstance(slot.owner, ast.Assign)
        and ast.unparse(slot.owner.targets[0]) in names.returned
    ):
        yield from ((max(rank - 1, 1), new) for rank, new in _wrapped(node, _WRAPS[:8]))
    elif slot.field == "value" and isinstance(slot.owner, ast.Assign | ast.AugAssign):
        yield from _wrapped(node, _INNER)
    elif slot.field in ("args", "left", "right", "value") and isinstance(node, ast.Name | ast.Call):
        yield from ((rank + 1, new) for rank, new in _wrapped(node, _INNER))
    if isinstance(slot.owner, ast.AugAssign) and slot.field == "value" and not isinstance(node, ast.Constant):
        for batch in names.batches[:2]:
            yield 1, ast.BinOp(node, ast.Mult(), code(f"len({batch})"))


def _is_attribute(assign: ast.Assign) -> bool:
    return isinstance(assign.targets[0], ast.Attribute)


def _wrapped(node: ast.expr, wraps: Sequence[tuple[int, str]]) -> Iterator[tuple[int, ast.expr]]:
    for rank, form in wraps:
        made = code(form.format("HERE"))
        for slot in _slots(ast.Expr(made)):
            if isinstance(found := slot.get(), ast.Name) and found.id == "HERE":
                if isinstance(slot.owner, ast.Expr):
                    break
                slot.set(node)
                yield rank, made
                break


def _constants(value: object, slot: Slot) -> Iterator[tuple[int, ast.expr]]:
    owner = slot.owner
    if isinstance(value, bool):
        yield 2, ast.Constant(not value)
    elif isinstance(value, int):
        keyword = isinstance(owner, ast.keyword) and owner.arg in ("dim", "axis", "start_dim")
        if keyword or (slot.field == "args" and callee(owner) in _REDUCES):
            for other in (0, 1, -1):
                yield 1, ast.Constant(other)
        for other in (value + 1, value - 1, 2 * value, -value):
            yield 3, ast.Constant(other)
    elif isinstance(value, float):
        for close in (0.0, 1.0, -value, 10 * value, value / 10, 2 * value, value / 2):
            yield 3, ast.Constant(close)
        yield 3, code("math.e" if abs(value - 2.718) < 0.01 else "math.pi" if abs(value - 3.14) < 0.01 else "0")


def _calls(node: ast.Call, names: Names) -> Iterator[tuple[int, ast.expr]]:
    called, on = callee(node), receiver(node)
    for other in _NEIGHBOURS.get(called, []):
        if isinstance(node.func, ast.Name):
            yield 2, ast.Call(ast.Name(other, ast.Load()), node.args, node.keywords)
        elif isinstance(node.func, ast.Attribute) and node.keywords:  # which the other may not know
            yield 2, ast.Call(ast.Attribute(node.func.value, other, ast.Load()), node.args, [])
    if on is not None:
        yield (1 if called in _TAKEN_OFF else 3), on
    elif node.args and not isinstance(node.args[0], ast.Starred):
        yield (1 if called in _TAKEN_OFF else 3), node.args[0]
    if isinstance(node.func, ast.Call) and node.args:  # nn.Softmax(dim=1)(x)
        yield 1, node.args[0]
    for number in range(len(node.args) - 1):
        args = [*node.args]
        args[number], args[number + 1] = args[number + 1], args[number]
        yield 2, ast.Call(node.func, args, node.keywords)
    for keyword in node.keywords:
        yield 2, ast.Call(node.func, node.args, [it for it in node.keywords if it is not keyword])
    if called == "Sequential":
        for number in range(len(node.args)):
            yield 2, ast.Call(node.func, [it for n, it in enumerate(node.args) if n != number], node.keywords)
            relu = code("nn.ReLU()")
            yield 3, ast.Call(node.func, [*node.args[:number], relu, *node.args[number:]], node.keywords)
    elif len(node.args) > 1:
        yield 3, ast.Call(node.func, node.args[:-1], node.keywords)
    if called in _REDUCES:
        given = {keyword.arg for keyword in node.keywords}
        bare = node.args[:1] if on is None else []
        for dim in (1, 0, -1):
            if "dim" not in given and len(node.args) == len(bare):
                yield 2, ast.Call(node.func, node.args, [*node.keywords, ast.keyword("dim", ast.Constant(dim))])
        if "keepdim" not in given:
            yield 2, ast.Call(node.func, node.args, [*node.keywords, ast.keyword("keepdim", ast.Constant(True))])
        if called in ("std", "var") and "unbiased" not in given:
            kept = [keyword for keyword in node.keywords if keyword.arg != "correction"]
            yield 1, ast.Call(node.func, node.args, [*kept, ast.keyword("unbiased", ast.Constant(False))])
    if called in ("view", "reshape") and node.args and on is not None:
        yield 1, ast.Call(ast.Attribute(on, "flatten", ast.Load()), [ast.Constant(1)], [])
        yield 2, ast.Call(ast.Attribute(on, "unsqueeze", ast.Load()), [ast.Constant(0)], [])
    if called in ("matmul", "mm") and len(node.args) == 2:
        left, right = node.args
        yield 1, ast.Call(node.func, [left, ast.Attribute(right, "T", ast.Load())], node.keywords)
        yield 2, ast.Call(node.func, [right, ast.Attribute(left, "T", ast.Load())], node.keywords)
    if called == "len" and len(node.args) == 1:
        yield 1, ast.Call(node.func, [ast.Attribute(node.args[0], "dataset", ast.Load())], [])
    if called == "range" and len(node.args) == 1:
        yield 2, ast.Call(node.func, [ast.BinOp(node.args[0], ast.Add(), ast.Constant(1))], [])
        yield 2, ast.Call(node.func, [ast.BinOp(node.args[0], ast.Sub(), ast.Constant(1))], [])
        yield 3, ast.Call(node.func, [ast.Constant(1), *node.args], [])
    if called in ("train", "eval") and on is not None and names.models:
        yield 3, ast.Call(ast.Attribute(on, "train", ast.Load()), [ast.Constant(False)], [])
    for batch in names.batches[:2]:
        if called in ("view", "reshape") and node.args and on is not None:
            yield 2, ast.Call(node.func, [code(f"len({batch})"), *node.args[1:]], node.keywords)


def directions(function: ast.AST) -> Iterator[Way]:
    """The same direction `dim=`, named several times in a line, made another one in all of these places."""
    named: dict[tuple[int, object], list[Slot]] = {}
    for node in ast.walk(function):
        match node:
            case ast.keyword(arg="dim" | "axis", value=ast.Constant(value=value, lineno=line)):
                named.setdefault((line, value), []).append(Slot(node, "value"))
    for (line, old), places in named.items():
        for other in (0, 1, -1) if len(places) > 1 else ():
            if other != old:
                yield Way(1, line, [(place, ast.Constant(other)) for place in places])
