"""Every type that an answer leads to is public: what the methods of `Book` take and return, what these types hold, and
so on."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import ipcalc
from ipcalc.book import Book

PUBLIC = frozenset(ipcalc.__all__)
DATA = "ipcalc.law.shapes."  # entries of the data as they stand there, which docs/law.md describes
FOR_COMMANDS = {
    "DeadlineRows.asked",
    "DeadlineRows.question",
    "DeadlineRows.tallied",
    "FeeRows.tallied",
}  # files of rows


@cache
def names_of(module: str) -> dict[str, Any]:
    """All that a module knows by a name, with what it imports for types alone."""
    found = dict(vars(import_module(module)))
    if not module.startswith("ipcalc"):
        return found
    for node in ast.walk(ast.parse(Path(found["__file__"]).read_text(encoding="utf-8"))):
        if not isinstance(node, ast.If) or ast.unparse(node.test) != "TYPE_CHECKING":
            continue
        for each in node.body:
            if isinstance(each, ast.ImportFrom) and each.module:
                other = names_of(each.module)
                found |= {alias.asname or alias.name: other[alias.name] for alias in each.names}
            else:
                exec(compile(ast.Module([each], []), module, "exec"), found)
    return found


def own(hint: Any) -> Iterator[type]:
    """The types of this package that a type is, or is made of."""
    if get_origin(hint) is Literal:
        return
    if isinstance(hint, type) and hint.__module__.startswith("ipcalc"):
        yield hint
    for inner in [*hint] if isinstance(hint, list) else get_args(hint):
        yield from own(inner)


def said(hint: Any, module: str) -> Any:
    return eval(hint, names_of(module)) if isinstance(hint, str) else hint


def members(cls: type) -> Iterator[tuple[str, Any]]:
    """The public fields of a type and what its public methods return; of `Book`, what they take too."""
    for base in cls.__mro__:
        if not base.__module__.startswith("ipcalc"):
            continue
        for name, hint in vars(base).get("__annotations__", {}).items():
            yield name, said(hint, base.__module__)
        for name, member in vars(base).items():
            function = inspect.unwrap(
                member.fget if isinstance(member, property)
                else member.func if isinstance(member, cached_property)
                else getattr(member, "__func__", member)
            )  # fmt: skip
            if inspect.isfunction(function):
                hints = function.__annotations__
                for hint in hints.values() if cls is Book else [hints.get("return")]:
                    yield name, said(hint, function.__module__)


def led_to() -> dict[type, str]:
    """Every type of this package that `Book` leads to, and where it was met."""
    found: dict[type, str] = {Book: "load"}
    left = [Book]
    while left:
        cls = left.pop()
        for name, hint in members(cls):
            where = f"{cls.__name__}.{name}"
            for each in own(hint) if not name.startswith("_") and where not in FOR_COMMANDS else ():
                if each not in found and (each.__name__ in PUBLIC or not each.__module__.startswith(DATA)):
                    found[each] = where
                    left.append(each)
    return found


def test_every_type_that_a_book_leads_to_is_public() -> None:
    found = led_to()
    assert {where: each.__name__ for each, where in found.items() if each.__name__ not in PUBLIC} == {}
    assert len(found) > 50


def test_every_public_type_says_what_it_is() -> None:
    assert [name for name in ipcalc.__all__ if not (getattr(ipcalc, name).__doc__ or "").strip()] == []


def test_every_public_name_is_the_one_that_its_import_for_types_says() -> None:
    known = names_of("ipcalc")
    assert [name for name in ipcalc.__all__ if getattr(ipcalc, name) is not known[name]] == []
