"""A value changed in the file by hand, past the program, and whether the check names it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Boolean, Connection, Date, DateTime, Integer, LargeBinary

from petidesk.desk.desk import Desk
from petidesk.domain.column_words import column_words, table_words
from petidesk.storage import schema
from petidesk.storage.safety import retold, retold_events, retold_visits, told
from petidesk.storage.safety.retold import Compared
from petidesk.storage.safety.told import How
from petidesk.storage.sealing.columns import SealableDay

RETOLD = (How.WORDS, How.ROW)
_STEPS = {
    How.ROW: (retold.rows,),
    How.WORDS: (
        retold_visits.verify,
        retold_events.cases,
        retold_events.disputes,
        retold_events.recorded_of_disputes,
        retold_events.purges,
    ),
}
# The number of the record that a row belongs to: with another one there is a row too few, and one too many.
_OWNERS = ("visit_id", "dispute_id", "case_id")
_PARTS = ("petitioner", "matter", "material", "dispute_party", "case_event", "dispute_event")


@contextmanager
def by_hand(desk: Desk) -> Iterator[Connection]:
    """A connection in which everything can be changed; nothing of it stays."""
    with desk.database.read() as connection:
        connection.exec_driver_sql("PRAGMA query_only = OFF")
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        connection.exec_driver_sql("SAVEPOINT whole")
        try:
            yield connection
        finally:
            connection.exec_driver_sql("ROLLBACK TO whole")
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")


def named(connection: Connection, table: str, column: str, how: How) -> bool:
    """Whether the check names what is changed in one row, which is then as it was."""
    compared = Compared()
    _change_one(connection, table, column)
    for step in _STEPS[how]:
        step(connection, compared)
    connection.exec_driver_sql("ROLLBACK TO whole")
    if column in _OWNERS and table in _PARTS:
        return bool(compared.problems)
    words = f"{table_words(table)}的“{column_words(table, column)}”与留痕不符"
    return any(problem.what.startswith(words) and problem.where for problem in compared.problems)


def _change_one(connection: Connection, table: str, column: str) -> None:
    """Another value in a row, in one where something stands there if there is one."""
    keys = [f'"{key}"' for key in told.key_columns(table)]
    first = {"case_event": "visit_id IS NULL, ", "letter": "document_no IS NOT NULL, "}.get(table, "")
    spoken = f'{first}"{column}" IS NOT NULL, "{column}" <> \'\', {keys[0]}'
    rows = connection.exec_driver_sql(f'SELECT {", ".join(keys)}, "{column}" FROM "{table}" ORDER BY {spoken}').all()
    for *key, value in reversed(rows):
        where = " AND ".join(f"{name} = ?" for name in keys)
        change = f'UPDATE OR IGNORE "{table}" SET "{column}" = ? WHERE {where}'
        connection.exec_driver_sql(change, (_other(table, column, value), *key))
        if connection.exec_driver_sql("SELECT changes()").scalar():
            return
    raise AssertionError(f"the office has no row of {table} whose {column} could be changed")


def _other(table: str, column: str, value: Any) -> Any:
    kind = schema.metadata.tables[table].c[column].type
    if isinstance(kind, LargeBinary):
        return (value or b"") + b"x"
    if isinstance(kind, Boolean):
        return 0 if value else 1
    if isinstance(kind, Integer):
        return (value or 0) + 1
    if isinstance(kind, DateTime):
        return "2019-01-02 03:04:05.000000"
    if isinstance(kind, Date | SealableDay):
        return "2019-01-02"
    if value and value[:1] in "[{":
        return '["x"]' if value[0] == "[" else '{"x":1}'
    return (value or "") + "改"
