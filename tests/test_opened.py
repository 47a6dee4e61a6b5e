"""The guard of accusations: who may make an `Opened`, and that storage gives nobody else a value with words in it."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import petidesk
import petidesk.domain

ROOT = Path(petidesk.__file__).parent
# Where `inside()` is asked for: transactions that work on the record and give nothing of an accusation to a door.
INSIDE = {
    "desk/attachments.py",
    "desk/cases/cases.py",
    "desk/cases/guards.py",
    "desk/drafts.py",
    "desk/imports/kinds.py",
    "desk/letters/drafting.py",
    "desk/letters/taking_back.py",
    "desk/meetings.py",
    "desk/papers/office_papers.py",
    "desk/papers/visit_papers.py",
    "desk/retention/retention.py",
    "desk/safety/checks.py",
    "desk/sittings/sittings.py",
    "desk/visits/closing.py",
    "desk/visits/taking_back.py",
    "desk/visits/visits.py",
    "practice/office.py",
}
# What a closed value is the closed form of, where it is not called so.
OPEN_FORM = {
    "ClosedCase": "CaseFile",
    "ClosedChange": "AuditChange",
    "ClosedEvent": "TimelineEvent",
    "ClosedItem": "AgendaItem",
    "ClosedMatter": "StoredMatter",
    "ClosedTask": "CaseTask",
    "ClosedCaseVisit": "CaseVisit",
}
# Fields in which somebody is named or something is said.
WORDS = {
    *("about", "after", "attachment", "before", "booking", "category", "content", "decision", "handler", "heading"),
    *("name", "names", "note", "owner", "people_named", "petitioners", "phone", "plan", "query_code", "requests"),
    *("result", "statement", "summary", "text", "unit", "village", "void_reason", "why"),
}
# Functions of storage that read open records alone, by a condition of their query.
OPEN_ALONE = {"meetings.dated", "meetings.of_groups", "meetings.urgent"}
# Parts of a case that only `desk/cases/loading.py` reads, which puts the whole together and closes it.
PARTS = {"file.timeline", "file.visits"}


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


def _closed_types() -> dict[str, type]:
    """Every type of the rules that is a closed form."""
    found = {}
    for module in pkgutil.walk_packages(petidesk.domain.__path__, "petidesk.domain."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if name.startswith("Closed") and dataclasses.is_dataclass(value) and value.__module__ == module.name:
                found[name] = value
    return found


def test_a_closed_form_has_no_place_for_words() -> None:
    found = _closed_types()
    assert {"ClosedVisit", "ClosedCase", "ClosedLetter", "ClosedBooking", "ClosedMeeting", "ClosedDraft"} <= set(found)
    spoken = {
        name: sorted(WORDS & {field.name for field in dataclasses.fields(value)}) for name, value in found.items()
    }
    assert {name: words for name, words in spoken.items() if words} == {}


def _functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for file in (ROOT / "storage").rglob("*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{file.stem}.{node.name}", node


def test_storage_gives_an_open_form_only_to_who_is_opened() -> None:
    """Beside the closed one, or for an `Opened`: so whoever forgets to ask is told by the type checker."""
    open_forms = {OPEN_FORM.get(name, name.removeprefix("Closed")): name for name in _closed_types()}
    leaks = []
    for name, function in _functions():
        given = {node.id for node in ast.walk(function.returns or ast.Constant(None)) if isinstance(node, ast.Name)}
        asked = {ast.unparse(arg.annotation) for arg in function.args.args if arg.annotation is not None}
        bare = {form for form in given & set(open_forms) if open_forms[form] not in given}
        if bare and "Opened" not in asked and name not in OPEN_ALONE | PARTS:
            leaks.append(f"{name}: {sorted(bare)}")
    assert leaks == []
