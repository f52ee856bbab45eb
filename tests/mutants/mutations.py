"""Changes of one place of a module, such as a slip of the pen makes."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
}
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}
_BOUNDS = ("lru_cache", "islice")  # what they are given bounds memory or search, and changes no answer


class Mutation(NamedTuple):
    """A module with one expression otherwise."""

    path: Path
    line: int
    was: str
    becomes: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.was} -> {self.becomes}"


def mutations(path: Path, root: Path) -> list[Mutation]:
    """All mutations of a module."""
    text = path.read_text(encoding="utf-8")
    found = []
    for node, other in _changes(ast.parse(text)):
        was, becomes = ast.get_source_segment(text, node) or "", ast.unparse(other)
        changed = _replaced(text, node, f"({becomes})" if not isinstance(other, ast.Name) else becomes)
        found.append(Mutation(path.relative_to(root), node.lineno, " ".join(was.split()), becomes, changed))
    return found


def _changes(tree: ast.Module) -> Iterator[tuple[ast.expr, ast.expr]]:
    """The expressions of a module and what they may be changed into."""
    for node in _running(tree):
        yield from _change(node)


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """What is run: no annotation, no decorator, no text that stands for itself, no import for types alone, no guard of
    `zip`, which no answer shows."""
    yield node
    apart = ("annotation", "returns", "decorator_list", "type_params", *(("keywords",) if _is_zip(node) else ()))
    for name, value in ast.iter_fields(node):
        if name in apart:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_set_apart(child):
                yield from _running(child)


def _is_zip(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "zip"


def _is_set_apart(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return True
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _BOUNDS:
        return True
    return isinstance(node, ast.Assign | ast.AnnAssign | ast.JoinedStr | ast.Assert) and _is_a_bound(node)


def _is_a_bound(node: ast.AST) -> bool:
    """A number that bounds what is kept, the parts of a message, what is asserted for types."""
    if isinstance(node, ast.JoinedStr | ast.Assert):
        return True
    value = getattr(node, "value", None)
    return isinstance(value, ast.Constant) and isinstance(value.value, int) and value.value >= 1000


def _change(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARED:
        other = copy.deepcopy(node)
        other.ops[0] = _COMPARED[type(node.ops[0])]()
        yield node, other
    elif isinstance(node, ast.BoolOp):
        other_op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield node, ast.BoolOp(other_op, node.values)
    elif isinstance(node, ast.BinOp) and type(node.op) in _COUNTED and not _is_text(node):
        yield node, ast.BinOp(node.left, _COUNTED[type(node.op)](), node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield node, ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield node, ast.Constant(node.value + 1)
    elif isinstance(node, ast.Name) and node.id in _CALLED and isinstance(node.ctx, ast.Load):
        yield node, ast.Name(_CALLED[node.id], ast.Load())
    elif isinstance(node, ast.IfExp):
        yield node, ast.IfExp(node.test, node.orelse, node.body)


def _is_text(node: ast.BinOp) -> bool:
    """Whether texts or lists are joined, of which there is no difference."""
    return any(
        isinstance(each, ast.JoinedStr | ast.List | ast.Tuple)
        or (isinstance(each, ast.Constant) and isinstance(each.value, str))
        for each in (node.left, node.right)
    )


def _replaced(text: str, node: ast.expr, becomes: str) -> str:
    lines = [line.encode() for line in text.splitlines(keepends=True)]
    assert node.end_lineno is not None
    before = b"".join(lines[: node.lineno - 1]) + lines[node.lineno - 1][: node.col_offset]
    after = lines[node.end_lineno - 1][node.end_col_offset :] + b"".join(lines[node.end_lineno :])
    return (before + becomes.encode() + after).decode()
