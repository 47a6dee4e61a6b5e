"""Import batches in rows: what came in together, from which file, and the fingerprint of each row taken.

Rows of a register became visits, rows of a ledger disputes: `kind` visit or dispute says which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from petidesk.domain.audit import Act
from petidesk.domain.imports.imports import ImportBatch
from petidesk.storage.file.database import new_id
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.schema import county_heading, dispute, import_batch, import_dispute, import_row, staff, visit

_ASK_AT_ONCE = 500
_BATCH = select(
    import_batch.c.id,
    import_batch.c.source,
    import_batch.c.at,
    staff.c.name,
    import_batch.c.taken,
    import_batch.c.undone_at,
).join(staff, staff.c.id == import_batch.c.staff_id)


# Where the fingerprints of each kind lie: their table, its column of records, and the records.
_KINDS: dict[str, tuple[Table, Any, Table]] = {
    "visit": (import_row, import_row.c.visit_id, visit),
    "dispute": (import_dispute, import_dispute.c.dispute_id, dispute),
}


def add(connection: Connection, act: Act, kind: str, source: str, taken: int) -> int:
    """A new batch; its records follow in the same transaction."""
    row = {"kind": kind, "source": source, "at": act.at, "staff_id": act.staff_id, "taken": taken}
    return new_id(connection, insert(import_batch), row)


def add_rows(connection: Connection, kind: str, pairs: Iterable[tuple[str, int]]) -> None:
    """Keep the fingerprint of each row taken with the record it became."""
    table, column, _ = _KINDS[kind]
    rows = [{"fingerprint": fingerprint, column.name: record_id} for fingerprint, record_id in pairs]
    if rows:
        connection.execute(insert(table), rows)


def known(connection: Connection, kind: str, fingerprints: Iterable[str]) -> frozenset[str]:
    """Which of these rows were taken before and not taken out again."""
    table, column, records = _KINDS[kind]
    found: set[str] = set()
    asked = list(fingerprints)
    for start in range(0, len(asked), _ASK_AT_ONCE):
        some = asked[start : start + _ASK_AT_ONCE]
        found.update(
            connection.execute(
                select(table.c.fingerprint)
                .join(records, records.c.id == column)
                .join(import_batch, import_batch.c.id == records.c.import_batch_id)
                .where(table.c.fingerprint.in_(some), import_batch.c.undone_at.is_(None))
            ).scalars()
        )
    return frozenset(found)


def kind_of(connection: Connection, import_id: int) -> str | None:
    """What the rows of a batch became: visit or dispute; None when there is none of that id."""
    return connection.execute(select(import_batch.c.kind).where(import_batch.c.id == import_id)).scalar()


def get(connection: Connection, import_id: int) -> ImportBatch | None:
    """One batch, None when there is none of that id."""
    row = connection.execute(_BATCH.where(import_batch.c.id == import_id)).one_or_none()
    return None if row is None else ImportBatch(*row)


def batches(connection: Connection) -> list[ImportBatch]:
    """All batches, the newest first."""
    return [ImportBatch(*row) for row in connection.execute(_BATCH.order_by(import_batch.c.id.desc()))]


def standing(connection: Connection, kind: str, import_id: int) -> list[int]:
    """The records of a batch that are not voided, in the order of their numbers."""
    records = _KINDS[kind][2]
    rows = connection.execute(
        select(records.c.id)
        .where(records.c.import_batch_id == import_id, records.c.voided.is_(False))
        .order_by(records.c.serial_year, records.c.serial)
    )
    return list(rows.scalars())


# A head as a key among the headings that a person has placed; no heading of a county begins so.
_HEAD = "import/{kind}/"
Paths = tuple[tuple[str, ...], ...]


def remembered_heads(connection: Connection, kind: str) -> dict[Paths, tuple[str | None, ...]]:
    """The fields that a person chose for the columns of a head, by its texts."""
    begins = _HEAD.format(kind=kind)
    rows = connection.execute(
        select(county_heading.c.heading, county_heading.c.field).where(county_heading.c.heading.startswith(begins))
    )
    found: dict[Paths, tuple[str | None, ...]] = {}
    for key, fields in rows:
        paths = tuple(tuple(path) for path in loads(key.removeprefix(begins)))
        found[paths] = tuple(field or None for field in loads(fields))
    return found


def remember_head(connection: Connection, kind: str, paths: Paths, fields: Sequence[str | None] | None) -> None:
    """Keep the fields of a head for the next file that has it; None forgets what was kept."""
    key = _HEAD.format(kind=kind) + dumps([list(path) for path in paths])
    connection.execute(delete(county_heading).where(county_heading.c.heading == key))
    if fields is not None:
        connection.execute(insert(county_heading), {"heading": key, "field": dumps(list(fields))})


def mark_undone(connection: Connection, act: Act, import_id: int) -> None:
    """The batch went out again; its rows may come in anew."""
    connection.execute(update(import_batch).where(import_batch.c.id == import_id).values(undone_at=act.at))
