"""Who may make an `Opened`: desk/unmasking.py alone, so that every look at an accusation passes one question."""

from __future__ import annotations

import ast
from pathlib import Path

import petidesk

ROOT = Path(petidesk.__file__).parent
# Where `inside()` is asked for: transactions that work on the record and give nothing of an accusation to a door.
INSIDE = {
    "desk/cases/cases.py",
    "desk/cases/guards.py",
    "desk/imports/kinds.py",
    "desk/letters/drafting.py",
    "desk/meetings.py",
    "desk/papers/office_papers.py",
    "desk/papers/visit_papers.py",
    "desk/safety/checks.py",
    "desk/sittings/sittings.py",
    "desk/visits/visits.py",
    "practice/office.py",
}


def _called(tree: ast.AST) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def _callers(name: str) -> set[str]:
    sources = {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in ROOT.rglob("*.py")}
    return {place for place, source in sources.items() if name in _called(ast.parse(source))}


def test_one_file_opens_accusations() -> None:
    # A window of the ledger has an `Opened` of its own, which opens no accusation.
    assert _callers("Opened") - {"ui/ledger/detail.py"} == {"desk/unmasking.py"}


def test_who_works_inside_is_written_down() -> None:
    assert _callers("unmasking.inside") == INSIDE
