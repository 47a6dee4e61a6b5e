"""Rows of a county's statistics that are not our types: the sum of their parts, or nothing; never the total of all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.desk.ledger.types import built_in_types
from petidesk.domain.county.figures import Meaning, Reader, find_figures
from petidesk.domain.county.layout import Sheet
from petidesk.domain.county.type_words import TypeWords

TYPES = tuple(TypeWords(kind.name, kind.monthly, kind.words) for kind in built_in_types())
READER = Reader(("东村", "西村"), ("安平县", "清溪镇"), (*TYPES, TypeWords("涉旅民宿纠纷")))
FAMILY, NEIGHBOURS = "婚姻家庭纠纷", "邻里纠纷"


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("婚姻家庭邻里等各类民间纠纷", {FAMILY, NEIGHBOURS}),
        ("婚姻、家庭、邻里纠纷", {FAMILY, NEIGHBOURS}),
        ("1.婚姻家庭和邻里矛盾", {FAMILY, NEIGHBOURS}),
        ("消费、物业纠纷", {"消费纠纷", "物业管理纠纷"}),
        ("因土地、房屋宅基地引发的纠纷", {"山林土地纠纷", "房屋宅基地纠纷"}),
        ("涉旅民宿", {"涉旅民宿纠纷"}),
        ("邻里及其他纠纷", set()),
        ("涉军涉诉纠纷", set()),
        ("邻里、非正常死亡纠纷", set()),
    ],
)
def test_a_label_is_read_to_its_end_or_not_at_all(label: str, parts: set[str]) -> None:
    assert READER.types.parts(label) == parts


def test_a_type_counts_in_one_row_its_own_before_a_row_of_several() -> None:
    rows = ("婚姻家庭邻里等各类民间纠纷", "邻里纠纷", "其他纠纷")
    assigned = READER.assigned(rows, (FAMILY, NEIGHBOURS, "消费纠纷"))
    assert assigned == {FAMILY: rows[0], NEIGHBOURS: rows[1], "消费纠纷": rows[2]}
    assert READER.assigned(rows[:1], ("消费纠纷",)) == {}


def sheet(*rows: str) -> Sheet:
    """A sheet from rows of words parted by blanks; - leaves a cell empty."""
    cells = {
        (row, column): word
        for row, words in enumerate(rows, start=1)
        for column, word in enumerate(words.split())
        if word != "-"
    }
    return Sheet("表", cells)


@pytest.mark.parametrize("words", ["石桥镇", "涉军群体", "信访积案", "上月", "网格员"])
def test_what_is_not_ours_has_no_figure_in_rows_or_columns(words: str) -> None:
    in_rows = find_figures(
        sheet("类型 项目 本月 年度累计", f"{words} 排查数", "邻里纠纷 排查数", "合计 排查数"), READER
    )
    assert in_rows is not None and in_rows.foreign == (words,)
    assert {(spot.row, spot.meaning.label) for spot in in_rows.spots} == {(3, "邻里纠纷"), (4, None)}
    beside = find_figures(sheet(f"村 {words} 邻里纠纷 合计", "- 排查数 排查数 排查数", "东村", "西村"), READER)
    assert beside is not None and {spot.column for spot in beside.spots} == {2, 3}


def test_general_words_and_our_own_name_are_the_total() -> None:
    for words in ("矛盾纠纷排查情况", "内容", "基本情况", "（一）矛盾纠纷"):
        assert READER.meaning(words) == Meaning(), words
    assert READER.meaning("清溪镇").total


@given(st.text(alphabet="婚姻家庭邻里土地劳资纠纷等各类其他涉军、和1（）", max_size=14))
def test_whatever_a_label_says_it_is_never_everything(label: str) -> None:
    """A row is a type, or general words, or foreign; a label with an unknown word never reads as all."""
    said = READER.meaning(label)
    if "军" in label and not said.total:
        assert said.foreign or said.label is not None or "（" in label
