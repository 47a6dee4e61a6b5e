"""Statements run on the driver itself write and read the very values that SQLAlchemy's own way writes and reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from petidesk.storage.file.database import Database
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.schema import metadata
from petidesk.storage.sealing.columns import Sealable, SealableBytes, SealableDay

KINDS = Table(
    "kinds",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("number", Integer),
    Column("words", Text, server_default="如常"),
    Column("yes", Boolean),
    Column("day", Date),
    Column("moment", DateTime),
    Column("bytes", LargeBinary),
    Column("sealable", Sealable()),
    Column("sealable_day", SealableDay()),
    Column("sealable_bytes", SealableBytes()),
)
VALUES = {
    "number": st.none() | st.integers(-(2**63), 2**63 - 1),
    "words": st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
    "yes": st.none() | st.booleans(),
    "day": st.none() | st.dates(),
    "moment": st.none() | st.datetimes(),
    "bytes": st.none() | st.binary(max_size=30),
    "sealable": st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
    "sealable_day": st.none() | st.dates(),
    "sealable_bytes": st.none() | st.binary(max_size=30),
}
ROWS = st.fixed_dictionaries(VALUES)
BY_ID = select(KINDS).where(KINDS.c.id == bindparam("key"))


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    opened = Database(tmp_path_factory.mktemp("kinds") / "kinds.db")
    with opened.write() as transaction:
        KINDS.metadata.create_all(transaction)
        yield transaction
    opened.close()


def test_every_type_of_the_tables_is_tried_here() -> None:
    used = {type(column.type).__mro__[0].__name__ for table in metadata.tables.values() for column in table.c}
    assert used - {"String"} == {type(column.type).__name__ for column in KINDS.c}


@given(row=ROWS)
def test_what_it_writes_both_ways_read_alike(connection: Connection, row: dict[str, Any]) -> None:
    key = Prepared(insert(KINDS)).insert(connection, row)
    other = connection.execute(insert(KINDS), row).lastrowid
    raw = "SELECT number, words, yes, day, moment, bytes, typeof(yes), typeof(day) FROM kinds WHERE id = ?"
    first, second = (connection.exec_driver_sql(raw, (one,)).one() for one in (key, other))
    assert tuple(first) == tuple(second)
    plain = tuple(connection.execute(BY_ID, {"key": key}).one())
    found = Prepared(BY_ID).first(connection, {"key": key})
    assert found == plain == (key, *(row[name] for name in VALUES))
    assert [type(value) for value in found] == [type(value) for value in plain]


@given(before=ROWS, after=ROWS, changed=st.sets(st.sampled_from(sorted(VALUES)), min_size=1))
def test_a_change_touches_the_columns_it_names(
    connection: Connection, before: dict[str, Any], after: dict[str, Any], changed: set[str]
) -> None:
    change = Prepared(update(KINDS).where(KINDS.c.id == bindparam("key")))
    key = Prepared(insert(KINDS)).insert(connection, before)
    assert change.change(connection, {"key": key, **{name: after[name] for name in changed}}) == 1
    assert change.change(connection, {"key": -1, "number": 1}) == 0
    found = Prepared(BY_ID).all(connection, {"key": key})
    assert found == [(key, *(after[name] if name in changed else before[name] for name in VALUES))]


def test_columns_left_out_take_their_defaults_and_literals_are_bound(connection: Connection) -> None:
    once = Prepared(upsert(KINDS).on_conflict_do_update(index_elements=["id"], set_={"day": date(2026, 11, 19)}))
    seen = Prepared(select(KINDS.c.words, KINDS.c.day).where(KINDS.c.day == date(2026, 11, 19), KINDS.c.yes.is_(None)))
    gone = Prepared(delete(KINDS).where(KINDS.c.id == bindparam("key")))
    for _ in range(2):
        once.change(connection, {"id": 10**9})
    assert ("如常", date(2026, 11, 19)) in seen.all(connection, {})
    assert gone.change(connection, {"key": 10**9}) == 1
    assert seen.scalar(connection, {}) != "如常"


def test_it_writes_within_the_transaction(tmp_path: Path) -> None:
    database = Database(tmp_path / "kinds.db")
    with database.write() as connection:
        KINDS.metadata.create_all(connection)
    with pytest.raises(RuntimeError), database.write() as connection:
        Prepared(insert(KINDS)).many(connection, [{"moment": datetime(2026, 11, 19, 9, 20)}] * 3)
        raise RuntimeError
    with database.read() as connection:
        assert connection.execute(select(KINDS)).all() == []
    database.close()
