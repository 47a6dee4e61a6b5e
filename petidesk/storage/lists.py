"""How every list is read: a page of rows, all ids in order, how many. Sorting and filtering happen in SQL.

A subject says once what a row is made of, which conditions follow from its query and what each order goes by.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, column, func, select, table

from petidesk.domain.search import match_expression, parse_query
from petidesk.domain.trouble import Refused

Conditions = list[ColumnElement[bool]]
_INDEX = table("search_text", column("rowid"))
# Between the names of people where a list keeps several in one column.
NAME_SEPARATOR = "\n"


class Sorted(Protocol):
    """A query that says by what its list is sorted."""

    @property
    def sort(self) -> str: ...

    @property
    def descending(self) -> bool: ...


Query = TypeVar("Query", bound=Sorted)
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Listing(Generic[Query, Row]):
    """One list. `key` is the id of its records, `shown` selects all its rows, `row` makes a value of one.

    `orders` names what each sort goes by; the order of entry follows, so that every order is whole. What has nothing
    in a column of `empty_last` comes last, whichever way the list runs.
    """

    key: Column[int]
    shown: Select[Any]
    conditions: Callable[[Query], Conditions]
    row: Callable[[Any], Row]
    orders: Mapping[str, Sequence[ColumnElement[Any]]]
    empty_last: frozenset[str] = frozenset()

    def rows(self, connection: Connection, query: Query, limit: int, offset: int = 0) -> list[Row]:
        """A page of the list. Refused (bad_value) for an order that there is not."""
        statement = self._ordered(self.shown, query).limit(limit).offset(offset)
        if query.sort in self.empty_last:
            # The first page mostly has no row without a day: those with one come straight from an index.
            filled = self.orders[query.sort][0].is_not(None)
            page = connection.execute(self._sorted(self.shown.where(filled), query).limit(limit).offset(offset)).all()
            if len(page) == limit:
                return [self.row(found) for found in page]
        return [self.row(found) for found in connection.execute(statement)]

    def rows_by_id(self, connection: Connection, record_ids: Sequence[int]) -> list[Row]:
        """The rows of these ids, in their order; an id that is gone is left out."""
        found = {row.id: self.row(row) for row in connection.execute(self.shown.where(self.key.in_(record_ids)))}
        return [found[record_id] for record_id in record_ids if record_id in found]

    def ids(self, connection: Connection, query: Query) -> array[int]:
        """All ids in the list's order: eight bytes a record.

        SQLite packs them into one value in one step, during which other threads run freely. Fetched row by row, each
        row would hand Python's lock back for a moment too short for the window to take it: measured, it stood still
        for 50 ms at a time.
        """
        inner = self._ordered(select(self.key.label("id")), query).subquery()
        packed = func.unhex(func.group_concat(func.format("%016x", inner.c.id), ""))
        found = array("q")
        found.frombytes(connection.execute(select(packed)).scalar() or b"")
        if sys.byteorder == "little":
            found.byteswap()
        return found

    def totals(self, connection: Connection, query: Query, *sums: ColumnElement[Any]) -> tuple[int, ...]:
        """How many records the query finds, and the sum over them of each of these columns."""
        added = [func.coalesce(func.sum(item), 0) for item in sums]
        wanted = select(func.count(), *added).select_from(self.key.table).where(*self.conditions(query))
        return tuple(map(int, connection.execute(wanted).one()))

    def count(self, connection: Connection, query: Query) -> int:
        """How many records the query finds."""
        return self.totals(connection, query)[0]

    def _ordered(self, statement: Select[Any], query: Query) -> Select[Any]:
        if query.sort not in self.orders:
            raise Refused("bad_value", f"不能按“{query.sort}”排序。", field="sort")
        if query.sort in self.empty_last:
            statement = statement.order_by(self.orders[query.sort][0].is_(None))
        return self._sorted(statement, query)

    def _sorted(self, statement: Select[Any], query: Query) -> Select[Any]:
        keys = [*self.orders[query.sort], self.key]
        turned = [key.desc() if query.descending else key.asc() for key in keys]
        return statement.where(*self.conditions(query)).order_by(*turned)


def shared(row: type, kept: Table) -> tuple[Column[Any], ...]:
    """The columns of a table that the rows of its list have under the same name: a new field is read by itself."""
    return tuple(kept.c[item.name] for item in fields(row) if item.name in kept.c)


def taken(found: Any, columns: Sequence[Column[Any]], only: Collection[str] | None = None) -> dict[str, Any]:
    """What these columns hold, by their names.

    `only`: of an accusation, what it may show; all else is nothing, so that a new column is closed until it is named.
    """
    held = {item.name: getattr(found, item.name) for item in columns}
    if only is None:
        return held
    return {name: value if name in only else _nothing(value) for name, value in held.items()}


def _nothing(value: Any) -> Any:
    return type(value)() if isinstance(value, str | int) else None


def orders(kept: Table, *entry: str) -> dict[str, Sequence[ColumnElement[Any]]]:
    """A list goes by any column of its table but bytes; by those of `entry`, its numbers, in the order of entry."""
    columns = (item for item in kept.c if item.type.python_type is not bytes)
    return {item.name: () if item.name in entry else (item,) for item in columns}


def chosen(*pairs: tuple[ColumnElement[Any], object]) -> Conditions:
    """Each column is what was chosen for it; what was left empty chooses nothing."""
    return [key == value for key, value in pairs if value]


def within(day: ColumnElement[Any], since: date | None, until: date | None) -> Conditions:
    """The day lies between both, which are included; None leaves an end open."""
    found: Conditions = [] if since is None else [day >= since]
    return found if until is None else [*found, day <= until]


def hits(text: str) -> Select[tuple[Any]]:
    """The entries of the search index that hold these words."""
    matching = column("search_text").op("MATCH")(match_expression(parse_query(text)))
    return select(_INDEX.c.rowid).where(matching)


def names_of(kept: str) -> tuple[str, ...]:
    """The names that a list keeps in one column."""
    return tuple(kept.split(NAME_SEPARATOR)) if kept else ()


def spoken(connection: Connection, key: ColumnElement[Any], *these: ColumnElement[bool], limit: int = 200) -> list[str]:
    """What was written in a column, the most frequent first, for type-ahead; of `these` rows alone."""
    wanted = select(key).where(key != "", *these).group_by(key).order_by(func.count().desc()).limit(limit)
    return list(connection.execute(wanted).scalars())
