"""Import batches in rows: what came in together, from which file, and the fingerprint of each row taken."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select, update

from petidesk.domain.audit import Act
from petidesk.domain.imports import ImportBatch
from petidesk.storage.database import new_id
from petidesk.storage.schema import import_batch, import_row, staff, visit

_ASK_AT_ONCE = 500
_BATCH = select(
    import_batch.c.id,
    import_batch.c.source,
    import_batch.c.at,
    staff.c.name,
    import_batch.c.taken,
    import_batch.c.undone_at,
).join(staff, staff.c.id == import_batch.c.staff_id)


def add(connection: Connection, act: Act, source: str, taken: int) -> int:
    """A new batch; its visits follow in the same transaction."""
    row = {"kind": "visit", "source": source, "at": act.at, "staff_id": act.staff_id, "taken": taken}
    return new_id(connection, insert(import_batch), row)


def add_rows(connection: Connection, pairs: Iterable[tuple[str, int]]) -> None:
    """Keep the fingerprint of each row taken with the visit it became."""
    rows = [{"fingerprint": fingerprint, "visit_id": visit_id} for fingerprint, visit_id in pairs]
    if rows:
        connection.execute(insert(import_row), rows)


def known(connection: Connection, fingerprints: Iterable[str]) -> frozenset[str]:
    """Which of these rows were taken before and not taken out again."""
    found: set[str] = set()
    asked = list(fingerprints)
    for start in range(0, len(asked), _ASK_AT_ONCE):
        some = asked[start : start + _ASK_AT_ONCE]
        found.update(
            connection.execute(
                select(import_row.c.fingerprint)
                .join(visit, visit.c.id == import_row.c.visit_id)
                .join(import_batch, import_batch.c.id == visit.c.import_batch_id)
                .where(import_row.c.fingerprint.in_(some), import_batch.c.undone_at.is_(None))
            ).scalars()
        )
    return frozenset(found)


def get(connection: Connection, import_id: int) -> ImportBatch | None:
    """One batch, None when there is none of that id."""
    row = connection.execute(_BATCH.where(import_batch.c.id == import_id)).one_or_none()
    return None if row is None else ImportBatch(*row)


def batches(connection: Connection) -> list[ImportBatch]:
    """All batches, the newest first."""
    return [ImportBatch(*row) for row in connection.execute(_BATCH.order_by(import_batch.c.id.desc()))]


def standing_visits(connection: Connection, import_id: int) -> list[int]:
    """The visits of a batch that are not voided, in the order of their numbers."""
    rows = connection.execute(
        select(visit.c.id)
        .where(visit.c.import_batch_id == import_id, visit.c.voided.is_(False))
        .order_by(visit.c.serial_year, visit.c.serial)
    )
    return list(rows.scalars())


def mark_undone(connection: Connection, act: Act, import_id: int) -> None:
    """The batch went out again; its rows may come in anew."""
    connection.execute(update(import_batch).where(import_batch.c.id == import_id).values(undone_at=act.at))
