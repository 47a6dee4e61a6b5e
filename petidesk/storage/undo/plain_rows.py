"""Plain rows as they were before and after a step: the rota, its queue, plans, leaves and meetings.

What was before is read beside the running transaction, which nobody else sees yet. Values are the driver's own, so that
they go back as they came. A row that is new falls away as its kind does; nothing else is ever taken out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, insert

from petidesk.domain.audit import Act
from petidesk.domain.trouble import Refused
from petidesk.domain.undo.ways import RowsBack
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.schema import (
    meeting,
    reception_change,
    reception_day,
    reception_guest,
    reception_leave,
    reception_plan,
    reception_sitting,
)

Row = dict[str, Any]
# Columns that say who touched a row last: they follow from the change itself.
_TOUCHED = ("version", "changed_at", "staff_id")
_WORDS = ("name", "phone", "village", "about", "case_no", "people")


@dataclass(frozen=True, slots=True)
class _Plain:
    """A table of plain rows. `since`: the column that a change stamps, None where all rows are looked at.

    `retired`: what becomes of a row that is new, None for one that is taken out. `stays`: columns with a number that
    was given out.
    """

    table: Table
    key: str
    since: str | None
    retired: Mapping[str, Any] | None
    stays: Collection[str] = ()


_PLAIN = {
    "reception_day": _Plain(reception_day, "id", "changed_at", {"cancelled": 1}),
    "reception_guest": _Plain(
        reception_guest,
        "id",
        "changed_at",
        {"state": "cancelled", "why": "撤销"},
        stays=("reception_no", "serial_year", "serial"),
    ),
    "reception_sitting": _Plain(
        reception_sitting, "day_id", "changed_at", {"company": "", "outcome": "", "summary": "", "closed_at": None}
    ),
    "reception_leave": _Plain(reception_leave, "id", None, {"voided": 1}),
    "reception_plan": _Plain(reception_plan, "id", None, None),
    "meeting": _Plain(meeting, "id", "changed_at", {"state": "voided"}),
}


def changed(
    before: Connection, now: Connection, tables: Sequence[str], at: datetime, kind: str, subject: str, *, words: bool
) -> list[RowsBack]:
    """The rows of these tables that the transaction `now` changed, against the state that `before` sees.

    `words`: what a guest said of himself counts too; else it stays out, for it may be an accuser's.
    """
    found = [change for name in tables for change in _changes(before, now, name, at, words=words)]
    return [RowsBack(kind, subject, found)] if found else []


def _changes(before: Connection, now: Connection, name: str, at: datetime, *, words: bool) -> list[dict[str, Any]]:
    plain = _PLAIN[name]
    hidden = set(_WORDS) if name == "reception_guest" and not words else set()
    after = _read(now, plain, at)
    was = _read(before, plain, None, list(after)) if plain.since else _read(before, plain, None)
    changes = []
    for key in dict.fromkeys((*was, *after)):
        old, new = _told(was.get(key), plain, hidden), _told(after.get(key), plain, hidden)
        if old and new and old.get("opinions") == new.get("opinions"):
            # what a leader said and took back since stays in this column and counts no more
            old.pop("opinions", None)
            new.pop("opinions", None)
        if old != new:
            changes.append({"table": name, "key": key, "before": old, "after": new})
    return changes


def _told(row: Row | None, plain: _Plain, hidden: Collection[str]) -> Row | None:
    left_out = (*_TOUCHED, *plain.stays, *hidden)
    return None if row is None else {key: value for key, value in row.items() if key not in left_out}


def _read(
    connection: Connection, plain: _Plain, at: datetime | None, keys: Sequence[Any] | None = None
) -> dict[Any, Row]:
    """The rows by their key, in the driver's own values: those stamped since `at`, those of `keys`, or all."""
    where = ""
    values: tuple[Any, ...] = ()
    if plain.since and at is not None:
        where, values = f" WHERE {plain.since} >= ?", (at.isoformat(" ", "microseconds"),)
    elif keys is not None:
        where = f" WHERE {plain.key} IN ({','.join('?' * len(keys))})"
        values = tuple(keys)
    rows = connection.exec_driver_sql(f"SELECT * FROM {plain.table.name}{where}", values)
    return {row[plain.key]: dict(row) for row in rows.mappings()}


# ---- back


def already_back(connection: Connection, way: RowsBack) -> bool:
    """Whether every row is as it was before the step: somebody took it back by hand."""
    return all(
        change["before"] is not None and _same(_one(connection, change), change["before"]) for change in way.changes
    )


def put_back(connection: Connection, act: Act, way: RowsBack) -> None:
    """Put every row as it was before the step. Refused (forbidden) when one was changed since."""
    for change in way.changes:
        row, after = _one(connection, change), change["after"]
        if (row is None) != (after is None) or not _same(row, after or {}):
            raise Refused("forbidden", "这以后又改过，先把后来的改动撤回。")
    for change in way.changes:
        _put(connection, act, change)


def days_of(way: RowsBack) -> list[dict[str, Any]]:
    """The reception days of a step as they are before it is taken back: who receives, and whether they stand.

    Figures of earlier days are made from it (storage/statistics/receptions.py).
    """
    days = [change["after"] for change in way.changes if change["table"] == reception_day.name and change["after"]]
    return [
        {
            "date": day["on_day"],
            **{name: day[name] for name in ("kind", "place", "village")},
            "leaders": loads(day["leaders"]),
            "cancelled": bool(day["cancelled"]),
        }
        for day in days
    ]


def _same(row: Row | None, told: Row) -> bool:
    return (row is not None and all(row[key] == value for key, value in told.items())) or (row is None and not told)


def _one(connection: Connection, change: Mapping[str, Any]) -> Row | None:
    return _read(connection, _PLAIN[change["table"]], None, [change["key"]]).get(change["key"])


def _put(connection: Connection, act: Act, change: Mapping[str, Any]) -> None:
    plain = _PLAIN[change["table"]]
    before, after = change["before"], change["after"]
    if after is None:  # only a plan is ever taken out
        row = {**before, "changed_at": act.at.isoformat(" ", "microseconds"), "staff_id": act.staff_id}
        marks = ",".join("?" * len(row))
        connection.exec_driver_sql(
            f"INSERT INTO {plain.table.name} ({','.join(row)}) VALUES ({marks})", tuple(row.values())
        )
        return
    if before is None and plain.retired is None:
        connection.exec_driver_sql(f"DELETE FROM {plain.table.name} WHERE {plain.key} = ?", (change["key"],))
        return
    values = dict(plain.retired or {}) if before is None else {k: v for k, v in before.items() if after.get(k) != v}
    if plain.table is reception_day:
        _tell(connection, act, change["key"], loads(after["leaders"]), loads((before or after)["leaders"]))
    if "changed_at" in plain.table.c:
        values |= {"changed_at": act.at.isoformat(" ", "microseconds"), "staff_id": act.staff_id}
    if "staff_id" not in plain.table.c:
        values.pop("staff_id", None)
    columns = [f"{name} = ?" for name in values]
    if "version" in plain.table.c:
        columns.append("version = version + 1")
    connection.exec_driver_sql(
        f"UPDATE {plain.table.name} SET {', '.join(columns)} WHERE {plain.key} = ?", (*values.values(), change["key"])
    )


def _tell(connection: Connection, act: Act, day_id: int, before: Sequence[str], after: Sequence[str]) -> None:
    """The line in the history of a reception day."""
    row = {
        "day_id": day_id,
        "kind": "taken_back",
        "before": dumps(list(before)),
        "after": dumps(list(after)),
        "why": "撤销",
        "at": act.at,
        "staff_id": act.staff_id,
    }
    connection.execute(insert(reception_change), row)
