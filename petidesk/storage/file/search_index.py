"""The index behind the one search box: FTS5 over single characters, newest first by the order of its own row ids.

A row id carries the day in its upper bits, then the record's id and its kind. So "the newest fifty" is a walk from
the end of the index that stops after fifty, whatever the size of the file. The table is contentless: what it can
answer with is read from the records themselves. Restricted text never enters it (《信访工作条例》第三十条第三款).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from petidesk.domain.search import Term, body_fts_text, initials_fts_text, match_expression

KINDS = ("visit", "case", "dispute", "person", "letter")
_KIND_BITS = 3
_REF_BITS = 34

_INSERT = "INSERT INTO search_text(rowid, body, initials) VALUES (?, ?, ?)"
_DELETE = "DELETE FROM search_text WHERE rowid = ?"
# Entries that wait for `flush` in one transaction, at most.
_MOST_WAITING = 6000
_WAITING = "petidesk_search_waiting"
_FIND = text(
    "SELECT rowid FROM search_text WHERE search_text MATCH :match ORDER BY rowid DESC LIMIT :limit OFFSET :offset"
)
_COUNT = text("SELECT count(*) FROM (SELECT 1 FROM search_text WHERE search_text MATCH :match LIMIT :most)")


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that matches: its kind, its id and the day it stands under."""

    kind: str
    ref: int
    on: date | None


def entry_id(kind: str, ref: int, on: date | None) -> int:
    """The row id of a record in the index; grows with the day."""
    day = on.toordinal() if on else 0
    return (day << (_REF_BITS + _KIND_BITS)) | (ref << _KIND_BITS) | KINDS.index(kind)


def hit(row_id: int) -> Hit:
    """What a row id of the index stands for."""
    day = row_id >> (_REF_BITS + _KIND_BITS)
    ref = (row_id >> _KIND_BITS) & ((1 << _REF_BITS) - 1)
    return Hit(KINDS[row_id & ((1 << _KIND_BITS) - 1)], ref, date.fromordinal(day) if day else None)


@dataclass(slots=True)
class _Change:
    """What becomes of one row of the index: taken out (it was there), put in, or both."""

    was_there: bool
    words: tuple[str, str] | None


def index(connection: Connection, row_id: int, fields: Iterable[str], names: Iterable[str]) -> None:
    """Put a record's words in, with the transaction's other entries. `names` are also found by their initials."""
    waiting = _waiting(connection)
    before = waiting.get(row_id)
    words = (body_fts_text(fields), initials_fts_text(names))
    waiting[row_id] = _Change(before is not None and before.was_there, words)
    if len(waiting) >= _MOST_WAITING:
        flush(connection)


def remove(connection: Connection, row_id: int | None) -> None:
    """Take a record's words out; nothing happens when it was never in."""
    if row_id is None:
        return
    waiting = _waiting(connection)
    before = waiting.get(row_id)
    if before is not None and not before.was_there:
        del waiting[row_id]
    else:
        waiting[row_id] = _Change(True, None)


def _waiting(connection: Connection) -> dict[int, _Change]:
    found: dict[int, _Change] = connection.info[_WAITING]
    return found


@contextlib.contextmanager
def entries(connection: Connection) -> Iterator[None]:
    """Collects the entries of one write transaction and writes them at its end; an undone one leaves none behind."""
    connection.info[_WAITING] = {}
    try:
        yield
        flush(connection)
    finally:
        connection.info.pop(_WAITING, None)


def flush(connection: Connection) -> None:
    """Write the entries that wait in this transaction, lowest row id first.

    FTS5 starts a new segment of the index whenever a row id is lower than the one before it. In order, one
    transaction makes one segment instead of three a visit.
    """
    waiting: dict[int, _Change] = connection.info.get(_WAITING, {})
    driver: Any = connection.connection.driver_connection
    for row_id in sorted(waiting):
        change = waiting[row_id]
        if change.was_there:
            driver.execute(_DELETE, (row_id,))
        if change.words is not None:
            driver.execute(_INSERT, (row_id, *change.words))
    waiting.clear()


def find(connection: Connection, terms: Sequence[Term], *, limit: int, offset: int) -> list[Hit]:
    """The newest records that hold every term."""
    flush(connection)
    rows = connection.execute(_FIND, {"match": match_expression(terms), "limit": limit, "offset": offset})
    return [hit(row_id) for (row_id,) in rows]


def count(connection: Connection, terms: Sequence[Term], *, most: int) -> int:
    """How many records hold every term, counted up to `most`."""
    flush(connection)
    return int(connection.execute(_COUNT, {"match": match_expression(terms), "most": most}).scalar_one())
