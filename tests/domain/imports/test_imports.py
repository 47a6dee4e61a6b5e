"""An old register's rows: each becomes a visit or says why not, and nothing in it can break the reading."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain import identity
from petidesk.domain.cells import BrokenCell, Cell, Merge, Row, Table
from petidesk.domain.imports.imports import Circumstances, ReadRow, Refusal, Wish, proposal, understand
from petidesk.domain.imports.visit_rows import read_records
from petidesk.domain.places import VillageFinder
from petidesk.domain.trouble import Refused

_NOW = datetime(2026, 11, 22, 10, 0)
_HEADINGS = ("编号", "来访时间", "姓名", "性别", "身份证号", "电话", "住址", "人数", "反映问题", "接待人", "处理情况")
_GOOD: dict[str, Cell] = {
    "编号": "2024-1",
    "来访时间": datetime(2024, 3, 8, 9, 20),
    "姓名": "张桂花",
    "性别": "女",
    "身份证号": "11010519491231002X",
    "电话": "13800001234",
    "住址": "清溪镇东村三组12号",
    "人数": 2.0,
    "反映问题": "路灯坏了",
    "接待人": "李敏",
    "处理情况": "当场答复",
}


def _table(*rows: dict[str, Cell] | tuple[Cell, ...], title: str = "2024年来访登记簿", **extra: Any) -> Table:
    headings = extra.pop("headings", _HEADINGS)
    found = [Row(1, (title,)), Row(2, tuple(headings))]
    for number, row in enumerate(rows, start=3):
        cells = tuple(row.get(name) for name in headings) if isinstance(row, dict) else row
        found.append(Row(number, cells))
    return Table("登记", tuple(found), **extra)


def _circumstances(**changes: Any) -> Circumstances:
    given_values: dict[str, Any] = {
        "now": _NOW,
        "file_name": "登记.xls",
        "villages": ("东村", "河湾社区"),
        "office_names": ("安平县", "清溪镇"),
    }
    return Circumstances(**(given_values | changes))


def _read(*rows: Any, circumstances: Circumstances | None = None, **extra: Any) -> list[ReadRow]:
    around = circumstances or _circumstances()
    overrides = extra.pop("overrides", None)
    return list(read_records(understand([_table(*rows, **extra)], around, Wish(overrides)), around))


def _with(**changes: Cell) -> dict[str, Cell]:
    return _GOOD | changes


def _refusal(**changes: Cell) -> Refusal:
    (record,) = _read(_with(**changes))
    assert record.content is None
    return record.refusals[0]


def test_a_row_becomes_the_visit_that_the_form_would_have_made() -> None:
    (record,) = _read(_GOOD)
    visit = record.content
    assert visit is not None
    assert (record.number, record.foreign_no, record.refusals, record.warnings) == (3, "2024-1", (), ())
    assert (visit.at, visit.channel, visit.people) == (datetime(2024, 3, 8, 9, 20), "visit", 2)
    assert (visit.received_by, visit.handling) == ("李敏", "当场答复")
    (person,) = visit.petitioners
    assert (person.name, person.sex, person.birth) == ("张桂花", "female", date(1949, 12, 31))
    assert (person.village, person.address, person.phone) == ("东村", "清溪镇东村三组12号", "13800001234")
    (matter,) = visit.matters
    assert (matter.purpose, matter.route, matter.statement) == ("appeal", None, "路灯坏了")


@pytest.mark.parametrize("cell", [5.22228198909032e17, "5.22228E+17", "522228198909032000"])
def test_a_ruined_identity_number_refuses_by_row_and_column(cell: Cell) -> None:
    refusal = _refusal(身份证号=cell)
    assert (refusal.row, refusal.column, refusal.code) == (3, "身份证号", "bad_value")
    assert "丢失" in refusal.reason


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("来访时间", "2024-02-30", "bad_value"),
        ("来访时间", None, "missing"),
        ("来访时间", "1890-01-01", "bad_value"),
        ("姓名", "", "missing"),
        ("反映问题", None, "missing"),
        ("反映问题", BrokenCell("#N/A"), "bad_value"),
        ("反映问题", "字" * 100_000, "bad_value"),
        ("反映问题", "控制\x07字符", "bad_value"),
        ("性别", "不男", "bad_value"),
        ("人数", "若干", "bad_value"),
        ("电话", "1.38E+10", "bad_value"),
        ("身份证号", "12345", "bad_value"),
        ("身份证号", "110105194902310021", "bad_value"),
        ("接待人", "李" * 61, "bad_value"),
    ],
)
def test_one_bad_cell_refuses_its_row_and_is_named(column: str, cell: Cell, code: str) -> None:
    refusal = _refusal(**{column: cell})
    assert (refusal.row, refusal.column, refusal.code) == (3, column, code)
    assert refusal.reason.endswith("。")


def test_several_bad_cells_of_a_row_are_all_named() -> None:
    (record,) = _read(_with(人数="若干", 身份证号=5.2e17))
    assert {refusal.column for refusal in record.refusals} == {"人数", "身份证号"}


def test_sex_check_digit_and_future_only_warn() -> None:
    (record,) = _read(_with(性别="男", 来访时间=datetime(2027, 1, 1)))
    assert record.content is not None
    assert len(record.warnings) == 2
    assert any("第3行 性别" in sentence or "第3行 身份证号" in sentence for sentence in record.warnings)
    (record,) = _read(_with(身份证号="110105194912310021"))
    assert record.content is not None
    assert "校验" in record.warnings[0]


def test_a_date_without_a_year_takes_title_then_file_then_option() -> None:
    row = _with(来访时间="3月8日")
    plain = "来访登记簿"
    assert _read(row)[0].content.at.year == 2024
    named = _circumstances(file_name="来访2023.xls", year=2019)
    assert _read(row, title=plain, circumstances=named)[0].content.at.year == 2023
    told = _circumstances(year=2019)
    assert _read(row, title=plain, circumstances=told)[0].content.at.year == 2019
    (record,) = _read(row, title=plain)
    assert record.refusals[0].column == "来访时间"


def test_total_empty_and_repeated_heading_rows_are_not_read() -> None:
    records = _read(
        _GOOD,
        _HEADINGS,
        ("2024年来访登记簿",),
        ("合  计", None, None, None, None, None, None, 2),
        ("本页小计：2人",),
        ("2024-9",),
        ("填表人：李敏      审核：王强",),
        _with(编号="2024-2"),
    )
    assert [record.foreign_no for record in records] == ["2024-1", "2024-2"]


def test_several_people_in_a_cell_are_several_petitioners() -> None:
    numbers = "11010519491231002X、" + "11010519800101123" + identity.check_digit("11010519800101123")
    (record,) = _read(
        _with(姓名="张桂花、李国辉", 身份证号=numbers, 性别="女、男", 电话="13800001234/13900001111/0856-5221234")
    )
    assert record.content is not None
    assert [person.name for person in record.content.petitioners] == ["张桂花", "李国辉"]
    assert [person.phone for person in record.content.petitioners] == ["13800001234", "13900001111"]
    assert record.content.petitioners[1].birth == date(1980, 1, 1)
    assert record.content.note == "另有电话：0856-5221234"


def test_as_many_numbers_as_names_or_the_row_is_refused() -> None:
    assert "对不上" in _refusal(姓名="张三、李四、王五", 身份证号="11010519491231002X、11010519491231002X").reason


def test_anonymous_and_unknown_address() -> None:
    (record,) = _read(_with(姓名="匿名", 身份证号=None))
    assert record.content is not None and record.content.petitioners[0].anonymous
    (record,) = _read(_with(住址="不详"))
    assert record.content is not None and record.content.petitioners[0].address_unknown


def test_purpose_channel_and_category_columns() -> None:
    headings = (*_HEADINGS, "信访目的", "信访形式", "内容分类", "诉求", "备注")
    row = _GOOD | {
        "信访目的": "举报",
        "信访形式": "来信",
        "内容分类": "自然资源_土地征收",
        "诉求": "1.补发补偿款；2、公开账目",
        "备注": "无",
    }
    (record,) = _read(row, headings=headings)
    assert record.content is not None
    matter = record.content.matters[0]
    assert (matter.purpose, record.content.channel, matter.category) == ("accusation", "letter", "自然资源/土地征收")
    assert matter.requests == ("补发补偿款", "公开账目")
    assert matter.restricted and record.content.note == ""
    (record,) = _read(row | {"信访目的": "看热闹"}, headings=headings)
    assert record.refusals[0].column == "信访目的"


def test_words_of_accusation_without_a_purpose_column_warn() -> None:
    (record,) = _read(_with(反映问题="举报村干部侵占补偿款"))
    assert record.content is not None and not record.content.restricted
    assert "检举控告" in record.warnings[0]


def test_mapping_overrides_and_their_refusals() -> None:
    table = [_table(_GOOD)]
    register = understand(table, _circumstances(), Wish({"处理情况": "note", "接待人": None}))
    mapped = {one.heading: one.field for one in register.mapping}
    assert mapped["处理情况"] == "note" and mapped["接待人"] is None
    moved = understand(table, _circumstances(), Wish({"接待人": "name"}))
    assert {one.heading: one.field for one in moved.mapping}["姓名"] is None
    for overrides, code in (
        ({"没有的栏": "name"}, "unknown_key"),
        ({"姓名": "nickname"}, "unknown_key"),
        ({"姓名": "note", "住址": "note"}, "bad_value"),
    ):
        with pytest.raises(Refused) as refused:
            understand(table, _circumstances(), Wish(overrides))
        assert refused.value.code == code
        assert refused.value.field in overrides


def test_a_count_that_is_not_certain_is_warned_of_unless_a_column_tells_it() -> None:
    (told,) = _read(_with(姓名="张三等20余人", 身份证号=None, 人数=25))
    assert told.content.people == 25 and told.warnings == ()
    (guessed,) = _read(_with(姓名="张三等20余人", 身份证号=None, 人数=None))
    assert guessed.content.people == 20 and "20余" in guessed.warnings[0]


def test_people_below_one_another_are_one_visit() -> None:
    second = {"姓名": "李国辉", "电话": "13900001234"}
    (record,) = _read(_with(人数=3), dict.fromkeys(_HEADINGS) | second)
    assert record.rows == 2 and record.content.people == 3
    told = [(person.name, person.phone) for person in record.content.petitioners]
    assert told == [("张桂花", "13800001234"), ("李国辉", "13900001234")]
    apart = _read(_with(人数=None), dict.fromkeys(_HEADINGS) | second | {"反映问题": "水渠"})
    assert [one.rows for one in apart] == [1, 1], "what has a matter of its own is a visit of its own"


def test_a_register_without_records_says_so() -> None:
    shown = proposal(understand([_table()], _circumstances()))
    assert shown.records == 0 and "没有记录" in shown.warnings[0]


def test_headings_in_two_rows_take_the_lowest_text() -> None:
    rows = (
        Row(1, ("2024年来访登记簿",)),
        Row(2, ("编号", "来访时间", "来访人情况", None, "反映问题")),
        Row(3, (None, None, "姓名", "电话", None)),
        Row(4, ("1", "2024-3-8", "张桂花", 13800001234.0, "路灯坏了")),
    )
    merges = (Merge(1, 0, 1, 4), Merge(2, 2, 2, 3), Merge(2, 0, 3, 0), Merge(2, 1, 3, 1), Merge(2, 4, 3, 4))
    for table in (Table("a", rows, merges), Table("a", rows)):
        register = understand([table], _circumstances())
        assert register.headings.rows == (2, 3)
        assert [one.heading for one in register.mapping] == ["编号", "来访时间", "姓名", "电话", "反映问题"]
        (record,) = read_records(register, _circumstances())
        assert record.number == 4 and record.content is not None


def test_cells_merged_downwards_count_for_every_row_and_are_said() -> None:
    rows = [_with(编号="1"), _with(编号="2", 来访时间=None)]
    merges = (Merge(3, 1, 4, 1),)
    records = _read(*rows, merges=merges)
    assert [record.content.at for record in records if record.content] == [datetime(2024, 3, 8, 9, 20)] * 2
    shown = proposal(understand([_table(*rows, merges=merges)], _circumstances()))
    assert any("合并单元格" in sentence for sentence in shown.warnings)


def test_sheets_of_one_head_are_read_as_one_and_others_are_named() -> None:
    other = Table("说明", (Row(1, ("这是说明",)),))
    months = [Table(name, _table(_GOOD).rows) for name in ("一月", "二月")]
    another = Table("旧表", _table(_GOOD | {"来源": "来信"}, headings=(*_HEADINGS, "来源")).rows[:2])
    register = understand([other, *months], _circumstances())
    assert [part.table.sheet for part in register.sheets] == ["一月", "二月"] and register.others == ()
    records = list(read_records(register, _circumstances()))
    assert [record.content is not None for record in records] == [True, True]
    assert len({record.fingerprint for record in records}) == 2
    assert "一月、二月" in proposal(register).warnings[0] and proposal(register).records == 2
    alone = understand([other, *months], _circumstances(), Wish(sheet="二月"))
    assert [part.table.sheet for part in alone.sheets] == ["二月"]
    shown = proposal(understand([*months, another], _circumstances()))
    assert shown.others == ("一月", "二月") or shown.others == ("旧表",)
    with pytest.raises(Refused) as refused:
        understand(months, _circumstances(), Wish(sheet="三月"))
    assert refused.value.code == "unknown_key" and "一月、二月" in refused.value.message


def test_a_bad_cell_of_one_sheet_among_several_names_the_sheet() -> None:
    months = [_table(_GOOD), Table("二月", _table(_with(人数="若干")).rows)]
    records = list(read_records(understand(months, _circumstances()), _circumstances()))
    assert [refusal.reason.startswith("工作表“二月”：") for refusal in records[1].refusals] == [True]


@pytest.mark.parametrize("rows", [(), (Row(1, ("随便写写",)), Row(2, (1.0, 2.0)), Row(3, ("甲", "乙")))])
def test_no_headings_is_a_sentence(rows: tuple[Row, ...]) -> None:
    with pytest.raises(Refused) as refused:
        understand([Table("a", rows)], _circumstances())
    assert refused.value.code == "bad_value"


def test_a_missing_column_is_proposed_as_missing_and_refuses_each_row() -> None:
    table = _table({"来访时间": "2024-3-8", "反映问题": "路灯"}, headings=("来访时间", "反映问题"))
    register = understand([table], _circumstances())
    assert proposal(register).missing == ("name",)
    (record,) = read_records(register, _circumstances())
    assert (record.refusals[0].code, record.refusals[0].column) == ("missing", "姓名")


def test_proposal_shows_a_sample_and_what_is_left_out() -> None:
    shown = proposal(understand([_table(_GOOD | {"天气": "晴"}, headings=(*_HEADINGS, "天气"))], _circumstances()))
    assert (shown.records, shown.year, shown.heading_rows, shown.title) == (1, 2024, (2,), ("2024年来访登记簿",))
    assert shown.sample[0][:3] == ("2024-1", "2024-03-08 09:20", "张桂花")
    assert any("天气" in sentence for sentence in shown.warnings)


def test_fingerprints_are_the_same_from_every_file_kind_and_count_twins() -> None:
    from_xls = _read(_GOOD, _GOOD, _with(编号="2024-2"))
    as_text = _with(来访时间="2024/3/8 9:20", 人数="2", 姓名="张 桂花")
    from_csv = _read(as_text, as_text, as_text | {"编号": "2024-2"})
    prints = [record.fingerprint for record in from_xls]
    assert [record.fingerprint for record in from_csv] == prints
    assert len(set(prints)) == 3


@pytest.mark.parametrize(
    ("address", "village"),
    [
        ("石桥村三组", "石桥村"),
        ("河湾社区五组12号", "河湾社区"),
        ("安平县清溪镇东村一组", "东村"),
        ("河东村一组", "河东村"),
        ("某某省某某市安平县清溪镇柳树沟村五组", "柳树沟村"),
        ("大坪镇上坝村委会", "上坝村"),
        ("中村社区二组", "中村社区"),
        ("幸福路12号", ""),
        ("村", ""),
        ("", ""),
    ],
)
def test_the_village_of_an_address(address: str, village: str) -> None:
    assert VillageFinder(("东村", "河湾社区"), ("安平县", "清溪镇")).within(address) == village


@pytest.mark.parametrize(
    ("written", "village"),
    [("东 村", "东村"), ("河湾", "河湾社区"), ("东村三组", "东村"), ("新寨", "新寨"), ("石桥村委会", "石桥村")],
)
def test_the_village_of_a_village_column(written: str, village: str) -> None:
    assert VillageFinder(("东村", "河湾社区")).named(written) == village


_CELLS = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.floats(),
    st.integers(-(10**20), 10**20),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.booleans(),
    st.builds(BrokenCell, st.text(max_size=5)),
    st.sampled_from(list(_GOOD.values())),
)


@given(st.lists(st.lists(_CELLS, min_size=len(_HEADINGS), max_size=len(_HEADINGS) + 2), max_size=6))
def test_any_cells_give_a_visit_or_refusals_never_both(rows: list[list[Cell]]) -> None:
    for record in _read(*(tuple(row) for row in rows)):
        assert (record.content is None) == bool(record.refusals)
        assert all(refusal.column and refusal.row == record.number for refusal in record.refusals)


@given(st.lists(st.lists(_CELLS, max_size=12), max_size=12), st.lists(st.tuples(*[st.integers(1, 12)] * 4), max_size=4))
def test_any_sheet_is_understood_or_refused(rows: list[list[Cell]], areas: list[tuple[int, int, int, int]]) -> None:
    table = Table(
        "a",
        tuple(Row(number, tuple(row)) for number, row in enumerate(rows, start=1)),
        tuple(Merge(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in areas),
    )
    try:
        register = understand([table], _circumstances())
    except Refused:
        return
    proposal(register)
    for record in read_records(register, _circumstances()):
        assert (record.content is None) == bool(record.refusals)
