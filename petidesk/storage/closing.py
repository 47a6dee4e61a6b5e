"""Rows of an accusation are sealed here before they are written, and here what turned out to be one afterwards.

In a plain folder there is nothing to seal with: every function does nothing and costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    Table,
    Text,
    and_,
    func,
    not_,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy import true as always

from petidesk.domain.audit import payload_hash
from petidesk.domain.secrets.sealed import MARK
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.schema import audit_event, audit_payload, meeting, petition_case, petitioner
from petidesk.storage.schema.closing import CLOSED, SEALED, sealed
from petidesk.storage.sealing import seal as seals
from petidesk.storage.sealing.columns import SealableBytes
from petidesk.storage.sealing.seal import MAGIC, Seal

# The fact of a folder in which every accusation is sealed.
SEALED_HERE = "accusations_sealed"


def row(connection: Connection, table: Table, values: Mapping[str, Any], *, closed: bool) -> dict[str, Any]:
    """The row as it is written: of an accusation (`closed`) with every word in it sealed."""
    seal = seals.of(connection) if closed else None
    if seal is None:
        return dict(values)
    columns = {column.name: column for column in SEALED[table]}
    return {name: sealed(seal, columns[name], value) if name in columns else value for name, value in values.items()}


def text(connection: Connection, said: str, *, closed: bool) -> str:
    """One text, sealed where it is of an accusation."""
    seal = seals.of(connection)
    return said if seal is None or not closed else seal.text(said)


def document(connection: Connection, said: str, *, closed: bool) -> str:
    """One JSON text, its words sealed where it is of an accusation."""
    seal = seals.of(connection)
    return said if seal is None or not closed else seal.document(said)


def seals_here(connection: Connection) -> bool:
    """Whether accusations are sealed in this folder."""
    return seals.of(connection) is not None


def is_closed(connection: Connection, table: Table, row_id: int) -> bool:
    """Whether this row is one of an accusation that has to be sealed; not asked in a plain folder."""
    if seals.of(connection) is None:
        return False
    found = select(table.c.id).where(table.c.id == row_id, CLOSED[table])
    return connection.execute(found).first() is not None


@dataclass(slots=True)
class Settled:
    """What `settle` changed: how many rows; payloads of the audit chain with the hash that each has now; people that
    visits no longer point to.
    """

    rows: int = 0
    payloads: dict[str, str] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)


def settle(connection: Connection, *, opens: bool = False) -> Settled:
    """Seal every row of an accusation that is not sealed yet. `opens`: open what is of an accusation no more, too.

    Whom an accuser is known as elsewhere is said no longer: the petitioner of an accusation points to nobody.
    """
    done = Settled()
    seal = seals.of(connection)
    if seal is None:
        return done
    for table, closed in CLOSED.items():
        for key, values in _changed(connection, table, closed, lambda column, value: sealed(seal, column, value)):
            _put(connection, table, key, values, done)
        if opens:
            for key, values in _changed(connection, table, and_(not_(closed), _held(table)), _opening(seal)):
                _put(connection, table, key, values, done)
    for meeting_id, values in _closed_items(connection):
        _put(connection, meeting, (meeting_id,), values, done)
    pointing = and_(CLOSED[petitioner], petitioner.c.person_id.is_not(None))
    done.people.update(connection.execute(select(petitioner.c.person_id).where(pointing)).scalars())
    if done.people:
        connection.execute(update(petitioner).where(pointing).values(person_id=None))
    return done


def open_all(connection: Connection) -> Settled:
    """Open everything that is sealed: the folder becomes plain. The seal must be one that opens."""
    done = Settled()
    seal = seals.of(connection)
    if seal is None:
        return done
    for table in CLOSED:
        for key, values in _changed(connection, table, _held(table), _opening(seal)):
            _put(connection, table, key, values, done)
    return done


def count(connection: Connection) -> int:
    """How many rows hold something sealed."""
    return sum(
        int(connection.execute(select(func.count()).select_from(table).where(_held(table))).scalar_one())
        for table in CLOSED
    )


def unsealed(connection: Connection) -> list[tuple[str, str]]:
    """Table and key of rows of an accusation in which something can be read by everybody who opens the folder."""
    seal = seals.of(connection)
    if seal is None:
        return []
    found = [
        (table.name, " ".join(str(part) for part in key))
        for table, closed in CLOSED.items()
        for key, _ in _changed(connection, table, closed, lambda column, value: sealed(seal, column, value))
    ]
    return found + [(meeting.name, str(meeting_id)) for meeting_id, _ in _closed_items(connection)]


def items(connection: Connection, said: str) -> str:
    """A JSON list of what is said of cases, one item each: what is said of an accusation sealed."""
    seal = seals.of(connection)
    if seal is None or said == "[]":
        return said
    told = loads(said)
    numbers = [item["case_no"] for item in told]
    asked = select(petition_case.c.case_no).where(petition_case.c.case_no.in_(numbers), petition_case.c.restricted)
    closed = set(connection.execute(asked).scalars())
    if not closed:
        return said
    return dumps([loads(seal.document(dumps(item))) if item["case_no"] in closed else item for item in told])


def _closed_items(connection: Connection) -> Iterator[tuple[int, dict[str, str]]]:
    """Meetings in which something that is said of an accusation is not sealed, with their columns as they should be."""
    raw = [type_coerce(column, Text) for column in (meeting.c.agenda, meeting.c.decisions)]
    for meeting_id, *said in connection.execute(select(meeting.c.id, *raw)).all():
        new = [items(connection, part) for part in said]
        if new != said:
            yield meeting_id, dict(zip(("agenda", "decisions"), new, strict=True))


def opened_row(connection: Connection, table: str, names: Sequence[str], row: Sequence[Any]) -> tuple[Any, ...]:
    """The values of a row as they read when all that is sealed in them is opened."""
    seal = seals.of(connection)
    columns = {column.name: column for of, found in SEALED.items() if of.name == table for column in found}
    if seal is None or not columns:
        return tuple(row)
    opened = _opening(seal)
    return tuple(
        opened(columns[name], value) if name in columns else value for name, value in zip(names, row, strict=True)
    )


def _opening(seal: Seal) -> Any:
    def opened(column: Column[Any], value: Any) -> Any:
        if isinstance(value, bytes):
            return seal.opened_bytes(value)
        return seal.opened(value, document=column.type.document) if isinstance(value, str) else value  # type: ignore[attr-defined]

    return opened


def _held(table: Table) -> ColumnElement[bool]:
    """Rows in which something is sealed."""
    asked: list[ColumnElement[bool]] = []
    for column in SEALED[table]:
        if isinstance(column.type, SealableBytes):
            asked.append(func.substr(type_coerce(column, LargeBinary), 1, len(MAGIC)) == MAGIC)
        else:
            asked.append(type_coerce(column, Text).contains(MARK))
    return or_(*asked) if asked else ~always()


def _changed(
    connection: Connection, table: Table, these: ColumnElement[bool], change: Any
) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Rows as they lie, by their key, with the values that `change` gives another form."""
    keys = list(table.primary_key.columns)
    columns = SEALED[table]
    raw = [type_coerce(column, LargeBinary if isinstance(column.type, SealableBytes) else Text) for column in columns]
    for found in connection.execute(select(*keys, *raw).where(these)).all():
        values = {}
        for column, value in zip(columns, found[len(keys) :], strict=True):
            new = change(column, value)
            if new != value:
                values[column.name] = new
        if values:
            yield tuple(found[: len(keys)]), values


def _put(connection: Connection, table: Table, key: tuple[Any, ...], values: Mapping[str, Any], done: Settled) -> None:
    this = and_(*(column == part for column, part in zip(table.primary_key.columns, key, strict=True)))
    connection.execute(update(table).where(this).values(**values))
    done.rows += 1
    if table is audit_payload:
        done.payloads[str(key[0])] = _payload_hash(connection, key[0])


def _payload_hash(connection: Connection, event_id: int) -> str:
    """The hash of a payload as it is stored now."""
    raw = select(
        audit_payload.c.salt, type_coerce(audit_payload.c.before, Text), type_coerce(audit_payload.c.after, Text)
    ).join(audit_event, audit_event.c.id == audit_payload.c.event_id)
    salt, before, after = connection.execute(raw.where(audit_payload.c.event_id == event_id)).one()
    return payload_hash(salt, before or "null", after or "null")
