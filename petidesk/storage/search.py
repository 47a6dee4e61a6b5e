"""The index behind the one search box: FTS5 over single characters, newest first by the order of its own row ids.

A row id carries the day in its upper bits, then the record's id and its kind. So "the newest fifty" is a walk from
the end of the index that stops after fifty, whatever the size of the file. The table is contentless: what it can
answer with is read from the records themselves. Restricted text never enters it (《信访工作条例》第三十条第三款).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from petidesk.domain.search import TOKENIZER, Term, body_fts_text, initials_fts_text, match_expression

CREATE = (
    "CREATE VIRTUAL TABLE search_text USING fts5("
    f"body, initials, content='', contentless_delete=1, tokenize=\"{TOKENIZER}\")"
)
KINDS = ("visit", "case", "dispute", "person", "letter")
_KIND_BITS = 3
_REF_BITS = 34

_INSERT = text("INSERT INTO search_text(rowid, body, initials) VALUES (:id, :body, :initials)")
_DELETE = text("DELETE FROM search_text WHERE rowid = :id")
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


def index(connection: Connection, row_id: int, fields: Iterable[str], names: Iterable[str]) -> None:
    """Put a record's words in. `names` are also found by the initials of every reading."""
    connection.execute(_INSERT, {"id": row_id, "body": body_fts_text(fields), "initials": initials_fts_text(names)})


def remove(connection: Connection, row_id: int | None) -> None:
    """Take a record's words out; nothing happens when it was never in."""
    if row_id is not None:
        connection.execute(_DELETE, {"id": row_id})


def find(connection: Connection, terms: Sequence[Term], *, limit: int, offset: int) -> list[Hit]:
    """The newest records that hold every term."""
    rows = connection.execute(_FIND, {"match": match_expression(terms), "limit": limit, "offset": offset})
    return [hit(row_id) for (row_id,) in rows]


def count(connection: Connection, terms: Sequence[Term], *, most: int) -> int:
    """How many records hold every term, counted up to `most`."""
    return int(connection.execute(_COUNT, {"match": match_expression(terms), "most": most}).scalar_one())
