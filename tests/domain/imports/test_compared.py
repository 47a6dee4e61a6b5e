"""Two exports held against each other: what came, what went, what changed; what is never shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.documents.workbooks.read import read_tables
from petidesk.domain.cells import Row, Table
from petidesk.domain.imports.compared import compare
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.fields import VISIT_CATALOGUE
from tests.cases import case

HEAD = ("信访件编号", "姓名", "信访内容", "手机号码", "查询码", "重点人员")


def table(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> list[Table]:
    return [Table("表", tuple(Row(number, row) for number, row in enumerate((head, *rows), 1)))]


def test_what_came_went_and_changed() -> None:
    old = table(("A1", "张三", "修路", "13800001111", "k1", "是"), ("A2", "李四", "补偿", "", "k2", ""))
    new = table(("A2", "李四", "补偿款", "13800002222", "k9", "是"), ("A3", "王五", "水渠", "", "k3", ""))
    found = compare(old, new, VISIT_CATALOGUE)
    assert (found.key, found.only_first, found.only_second) == ("信访件编号", ("A1",), ("A3",))
    assert [(one.no, one.heading, one.before, one.after) for one in found.changed] == [
        ("A2", "信访内容", "补偿", "补偿款"),
        ("A2", "手机号码", "", "138****2222"),
        ("A2", "查询码", "（不显示）", "（不显示）"),
    ]


def test_tables_without_a_common_number_or_with_one_twice_are_refused() -> None:
    with pytest.raises(Refused, match="共同的编号"):
        compare(table(("1", "张三", "修路"), head=("序号", "姓名", "信访内容")), table(), VISIT_CATALOGUE)
    twice = table(("A1", "张三", "修路"), ("A1", "李四", "补偿"))
    with pytest.raises(Refused, match="两行"):
        compare(twice, twice, VISIT_CATALOGUE)


@given(st.permutations(range(5)))
def test_the_order_of_rows_changes_nothing(order: list[int]) -> None:
    rows = [(f"A{place}", "张三", f"第{place}件") for place in range(5)]
    found = compare(table(*rows), table(*(rows[place] for place in order)), VISIT_CATALOGUE)
    assert (found.only_first, found.only_second, found.changed) == ((), (), ())


def test_the_national_systems_export_is_compared_as_it_is() -> None:
    tables = read_tables(case("xf-national-export.xlsx").read_bytes())
    found = compare(tables, tables, VISIT_CATALOGUE)
    assert (found.key, found.first, found.changed) == ("信访件编号", 13, ())
