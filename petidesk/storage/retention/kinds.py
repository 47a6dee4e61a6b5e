"""Which tables hold a record that can go, and which rows belong to it: found by the foreign keys of the schema.

A table that is added later and points at one of these goes with it without being named here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, select

from petidesk.domain.retention.periods import KINDS
from petidesk.storage.schema import dispute, letter, meeting, metadata, petition_case, reception_day, visit

TABLES: dict[str, Table] = dict(
    zip(KINDS, (visit, petition_case, letter, dispute, meeting, reception_day), strict=True)
)
"""The table of each kind of record; a row of it that went names its purge."""

_KIND_OF = {table.name: kind for kind, table in TABLES.items()}


def _pointing_at(parent: Table) -> Iterator[tuple[Table, Column[int]]]:
    """The tables whose rows belong to a row of `parent`, each with the column that says to which."""
    for table in metadata.sorted_tables:
        if table.name not in _KIND_OF:
            for column in table.columns:
                if any(key.column is parent.c.id for key in column.foreign_keys):
                    yield table, column


def belonging(kind: str, these: Select[tuple[int]]) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """The tables with rows that belong to these records, each with the condition of the rows; rows of rows too."""
    parents: list[tuple[Table, Select[tuple[int]]]] = [(TABLES[kind], these)]
    while parents:
        parent, keys = parents.pop()
        for table, column in _pointing_at(parent):
            rows = column.in_(keys)
            yield table, rows
            if "id" in table.c:
                parents.append((table, select(table.c.id).where(rows)))


def between() -> Iterator[tuple[str, str, Select[Any]]]:
    """What stands together: two kinds, and the query of the pairs.

    A record that points at another, and a row that belongs to two (a matter to its visit and its case).
    """
    for table in metadata.sorted_tables:
        own = _KIND_OF.get(table.name)
        ends: list[tuple[str, Column[int]]] = [] if own is None else [(own, table.c.id)]
        for column in table.columns:
            kinds = (_KIND_OF.get(key.column.table.name) for key in column.foreign_keys)
            ends += [(kind, column) for kind in kinds if kind is not None]
        for place, (kind, column) in enumerate(ends):
            for other, far in ends[place + 1 :]:
                pairs: Any = select(column, far).where(column.is_not(None), far.is_not(None)).distinct()
                yield kind, other, pairs
