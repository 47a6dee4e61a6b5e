"""What a list reads of its table: a new field of a row by itself, and of an accusation nothing that was not named."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects import sqlite

from petidesk.storage import lists
from petidesk.storage.schema import visit


@dataclass(frozen=True)
class Wider:
    """A row with fields that no list has yet."""

    visit_id: int
    visit_no: str
    caller_no: str
    signatories: int


@dataclass(frozen=True)
class Found:
    """A line as the database gives it."""

    visit_no: str = "清访2026-0001"
    caller_no: str = "13800000000"
    signatories: int = 3


def test_a_new_field_is_read_and_sorted_by_and_closed_until_it_is_named() -> None:
    read = lists.shared(Wider, visit)
    assert "visit.caller_no, visit.signatories" in str(select(*read).compile(dialect=sqlite.dialect()))
    assert lists.taken(Found(), read) == {"visit_no": "清访2026-0001", "caller_no": "13800000000", "signatories": 3}
    closed = lists.taken(Found(), read, {"visit_no"})
    assert closed == {"visit_no": "清访2026-0001", "caller_no": "", "signatories": 0}
    by = lists.orders(visit, "visit_no")
    assert by["visit_no"] == () and by["caller_no"] == (visit.c.caller_no,)
