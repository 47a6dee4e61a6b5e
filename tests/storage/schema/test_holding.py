"""Every column of every table says what it holds, and nothing is named that is not there."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, MetaData, Table, Text

from petidesk.storage import schema
from petidesk.storage.schema import holding
from petidesk.storage.schema.holding import Holds


@pytest.mark.parametrize("table", sorted(schema.metadata.tables))
def test_every_column_says_what_it_holds(table: str) -> None:
    for column in schema.metadata.tables[table].columns:
        assert isinstance(holding.holds(column), Holds)


def test_nothing_is_named_that_is_not_there() -> None:
    there = {(name, column.name) for name, table in schema.metadata.tables.items() for column in table.columns}
    assert holding.named() <= there


def test_a_text_that_nobody_classified_is_found() -> None:
    table = Table("visit", MetaData(), Column("hair", Text))
    with pytest.raises(KeyError, match=r"visit\.hair"):
        holding.holds(table.c.hair)


def test_who_somebody_is_never_counts_as_a_figure() -> None:
    people = {column.name for column in holding.columns_holding("petitioner", Holds.PERSON)}
    assert people == {"name", "birth", "id_number", "phone", "address"}
    assert [column.name for column in holding.columns_holding("letter", Holds.PAPER)] == ["pdf"]
