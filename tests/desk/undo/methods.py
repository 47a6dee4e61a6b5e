"""Every public method of the desk that saves something, read out of its source: none can be left out by hand."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from petidesk import desk

ROOT = Path(desk.__file__).parent
# Where a step is taken back itself, and what only opens and closes.
APART = ("session.py", "undo.py", "opening.py", "taking_back.py")


def writing_methods() -> set[str]:
    """As ``Class.method``; a function of a module as ``module.function``."""
    found: set[str] = set()
    for file in sorted(ROOT.rglob("*.py")):
        if file.name in APART:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                found |= {f"{node.name}.{name}" for name in _public(node)}
            elif isinstance(node, ast.FunctionDef) and _writes(node):
                found.add(f"{file.stem}.{node.name}")
    return found


def _public(node: ast.ClassDef) -> set[str]:
    """The public methods that write, themselves or through private ones of their class."""
    methods = {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
    writing = {name for name, item in methods.items() if _writes(item)}
    while True:
        more = {name for name, item in methods.items() if name not in writing and _called(item) & writing}
        if not more:
            break
        writing |= more
    # a subject's `take_back` goes the way back of a step; that of the rota is a deed of its own, older than the steps
    back = set() if node.name == "Schedule" else {"take_back"}
    return {name for name in writing if not name.startswith("_")} - back


def _writes(node: ast.AST) -> bool:
    return any(isinstance(item, ast.Attribute) and item.attr == "writing" for item in ast.walk(node))


def _called(node: ast.AST) -> set[str]:
    return set(_names(node))


def _names(node: ast.AST) -> Iterator[str]:
    for item in ast.walk(node):
        if isinstance(item, ast.Attribute) and isinstance(item.value, ast.Name) and item.value.id == "self":
            yield item.attr
