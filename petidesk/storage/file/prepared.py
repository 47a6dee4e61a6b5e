"""Statements of the hot path: built with SQLAlchemy Core, compiled once, run on the driver's own connection.

A registration is some thirty small statements. SQLAlchemy's machinery around each of them (cache key, execution
context, result object) takes longer than SQLite itself; here it is paid once a statement, not once a run. Types are
bound and read by SQLAlchemy's own processors, so that both ways write and read the same text.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Select, Text, Update
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.compiler import SQLCompiler

from petidesk.storage.sealing import seal as seals
from petidesk.storage.sealing.columns import Sealable

_DIALECT = sqlite.dialect(paramstyle="named")

Processor = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    sql: str
    bound: tuple[tuple[str, Processor], ...]
    fixed: dict[str, Any]


class Prepared:
    """One statement. Parameters are handed in by name; those of an insert or update also name its columns."""

    def __init__(self, statement: Insert | Update | Delete | Select[*tuple[Any, ...]]) -> None:
        self._statement = statement
        self._compiled: dict[tuple[str, ...], _Compiled] = {}
        self._read: tuple[tuple[int, Processor], ...] = ()
        self._sealable: tuple[tuple[int, Sealable], ...] = ()
        self._row: Callable[..., Any] = tuple
        if isinstance(statement, Select):
            row: Any = namedtuple("Row", list(statement.selected_columns.keys()), rename=True)  # type: ignore[misc]
            self._row = row._make
            kinds = [column.type for column in statement.selected_columns]
            self._sealable = tuple((at, kind) for at, kind in enumerate(kinds) if isinstance(kind, Sealable))
            types = [Text() if isinstance(kind, Sealable) else kind.dialect_impl(_DIALECT) for kind in kinds]
            found = [(place, kind.result_processor(_DIALECT, None)) for place, kind in enumerate(types)]
            self._read = tuple((place, read) for place, read in found if read is not None)

    def insert(self, connection: Connection, row: Mapping[str, Any]) -> int:
        """Insert one row and give back its id."""
        return int(self._execute(connection, row).lastrowid)

    def change(self, connection: Connection, row: Mapping[str, Any]) -> int:
        """Run an update, delete or insert; how many rows it touched."""
        return int(self._execute(connection, row).rowcount)

    def many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run the statement for each of the rows, which all name the same columns."""
        if not rows:
            return
        compiled = self._for(tuple(rows[0]))
        found = []
        for row in rows:
            values = {**compiled.fixed, **row}
            for name, bind in compiled.bound:
                values[name] = bind(values[name])
            found.append(values)
        driver: Any = connection.connection.driver_connection
        driver.executemany(compiled.sql, found)

    def first(self, connection: Connection, row: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """The first row of the answer, None when there is none."""
        found = self._execute(connection, row).fetchone()
        return None if found is None else self._processed(found, seals.of(connection))

    def all(self, connection: Connection, row: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """All rows of the answer."""
        seal = seals.of(connection)
        return [self._processed(found, seal) for found in self._execute(connection, row).fetchall()]

    def named(self, connection: Connection, row: Mapping[str, Any]) -> list[Any]:
        """All rows of the answer, their values by the names of the columns."""
        return [self._row(found) for found in self.all(connection, row)]

    def scalar(self, connection: Connection, row: Mapping[str, Any]) -> Any:
        """The first value of the first row, None when there is none."""
        found = self.first(connection, row)
        return None if found is None else found[0]

    def _processed(self, found: tuple[Any, ...], seal: seals.Seal | None) -> tuple[Any, ...]:
        if not self._read and not self._sealable:
            return found
        values = list(found)
        for place, read in self._read:
            values[place] = read(values[place])
        for place, kind in self._sealable:
            values[place] = kind.read(values[place], seal)
        return tuple(values)

    def _execute(self, connection: Connection, row: Mapping[str, Any]) -> Any:
        compiled = self._for(tuple(row))
        values = {**compiled.fixed, **row}
        for name, bind in compiled.bound:
            values[name] = bind(values[name])
        driver: Any = connection.connection.driver_connection
        return driver.execute(compiled.sql, values)

    def _for(self, keys: tuple[str, ...]) -> _Compiled:
        compiled = self._compiled.get(keys)
        if compiled is None:
            compiled = self._compiled[keys] = self._compile(keys)
        return compiled

    def _compile(self, keys: tuple[str, ...]) -> _Compiled:
        writes = isinstance(self._statement, Insert | Update)
        compiled = self._statement.compile(dialect=_DIALECT, column_keys=keys if writes else None)
        assert isinstance(compiled, SQLCompiler)
        bound, fixed = [], {}
        for name, parameter in compiled.binds.items():
            bind = parameter.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
            if bind is not None:
                bound.append((name, bind))
            if name not in keys:
                fixed[name] = parameter.effective_value
        return _Compiled(str(compiled), tuple(bound), fixed)
