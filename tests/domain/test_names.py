"""Names as people write them: one spelling for each, and who is meant by a cell."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.cells import Cell
from petidesk.domain.ledger.disputes import parse_new_dispute
from petidesk.domain.names import Named, Told, person_name, read_people, spellings
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.visits import parse_new_visit


@pytest.mark.parametrize("mark", [*"·•・･‧∙⋅．.●", " ", "  ", " · "])
def test_the_dot_of_a_name_has_one_spelling(mark: str) -> None:
    assert person_name(f"买买提{mark}艾力") == "买买提·艾力"
    assert [one.name for one in read_people(f"买买提{mark}艾力").people] == ["买买提·艾力"]
    assert f"买买提{mark.strip() or ' '}艾力" in spellings("买买提·艾力")


def test_a_name_that_is_typed_has_that_spelling_too() -> None:
    visit = {"at": "2026-11-19", "channel": "visit", "matters": [{"purpose": "appeal", "statement": "路灯坏了"}]}
    typed = parse_new_visit(visit | {"petitioners": [{"name": "司马义 艾买提"}]}, now=datetime(2026, 11, 20))
    assert typed.petitioners[0].name == "司马义·艾买提"
    dispute = {"found_on": "2026-11-19", "summary": "争水", "village": "东村", "parties": [{"name": "买买提•艾力"}]}
    assert parse_new_dispute(dispute, today=date(2026, 11, 20)).parties[0].name == "买买提·艾力"


def test_other_names_stay_as_they_are() -> None:
    for name in (
        "张三",
        "欧阳建国",
        "张某某",
        "J. Smith",
        "甲公司No.3",
        "东村村民小组",
        "东村 三组村民",
        "清溪镇 供电所",
    ):
        assert person_name(name) == name and spellings(name) == (name,)
    assert person_name("张 三") == "张三"
    assert person_name("张桂花 李国辉") == "张桂花 李国辉"


@pytest.mark.parametrize(
    ("cell", "names", "count"),
    [
        ("张 三", ["张三"], None),
        ("张三、李四；王五", ["张三", "李四", "王五"], None),
        ("张桂花 李国辉", ["张桂花", "李国辉"], None),
        ("张三与李四", ["张三", "李四"], None),
        ("张三诉李四", ["张三", "李四"], None),
        ("张三 vs 李四", ["张三", "李四"], None),
        ("李和平", ["李和平"], None),
        ("王五等12人", ["王五"], 12),
        ("张三、李四等十二人", ["张三", "李四"], 12),
        ("李四等5户", ["李四"], 5),
        ("李四等5户23人", ["李四"], 23),
        ("3户12人", ["3户12人"], 12),
        ("20余人", ["20余人"], 20),
        ("夫妻二人", ["夫妻二人"], 2),
        ("张三夫妻二人", ["张三"], 2),
        ("张三，男，52岁", ["张三"], None),
        ("张三，男，汉族，52岁，住东村三组", ["张三"], None),
        ("张三，男，52岁；李四，女，48岁", ["张三", "李四"], None),
        ("刘一、东村村民小组", ["刘一", "东村村民小组"], None),
        ("张三(已故)之子张四", ["张三(已故)之子张四"], None),
        ("安平县某公司（法人：王五）", ["安平县某公司（法人：王五）"], None),
        ("全体村民", ["全体村民"], None),
        ("无", [], None),
        (None, [], None),
    ],
)
def test_who_is_meant(cell: Cell, names: list[str], count: int | None) -> None:
    told = read_people(cell)
    assert [one.name for one in told.people] == names
    assert told.count == count


def test_sides_and_sex_that_a_cell_tells() -> None:
    assert read_people("甲方：张三；乙方：李四").people == (Named("张三", "a"), Named("李四", "b"))
    assert read_people("申请人:张三 被申请人:李四").people == (Named("张三", "a"), Named("李四", "b"))
    assert read_people("张三（女）").people == (Named("张三", "", "女"),)
    assert read_people("张三，男，52岁").people == (Named("张三", "", "男"),)


def test_what_is_not_certain_is_said() -> None:
    assert "5户" in read_people("李四等5户").doubt
    assert "20余" in read_people("20余人").doubt
    assert "没有写几个人" in read_people("张三、李四等").doubt
    assert read_people("张三等12人").doubt == ""


@given(st.one_of(st.text(max_size=30), st.none(), st.floats(), st.integers()))
def test_any_cell_gives_people_or_a_refusal(cell: Cell) -> None:
    try:
        told = read_people(cell)
    except Refused:
        return
    assert isinstance(told, Told) and all(one.name for one in told.people)
