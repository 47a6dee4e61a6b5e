"""Columns with a drop-down list: the list's word for ours, or an error; never a word that it does not hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.desk.ledger.types import built_in_types
from petidesk.domain.county.choices import Choices, ListColumn, Speaker, parse_words
from petidesk.domain.county.type_words import TypeReader, TypeWords
from petidesk.domain.ledger.disputes import STATES
from petidesk.domain.places import VillageFinder
from petidesk.domain.trouble import Refused

TYPES = TypeReader(tuple(TypeWords(kind.name, kind.monthly, kind.words) for kind in built_in_types()))
SPEAKER = Speaker(TYPES, VillageFinder(("东村", "西村"), ("清溪镇",)), ("一般", "较大", "重大"))


def word(field: str, options: str, said: str, kept: dict[str, str | None] | None = None) -> str | None:
    """The word of a list (its words parted by blanks) for ours."""
    return SPEAKER.word(said, ListColumn(0, "栏目", field, tuple(options.split()), kept or {}))


@pytest.mark.parametrize(
    ("field", "options", "said", "expected"),
    [
        ("type", "01-邻里纠纷 02-婚姻家庭纠纷 99-其他", "邻里纠纷", "01-邻里纠纷"),
        ("type", "邻里关系 劳资 医患", "劳动争议", "劳资"),
        ("type", "婚姻家庭邻里 经济 其他", "婚姻家庭纠纷", "婚姻家庭邻里"),
        ("type", "01-邻里纠纷 99-其他", "劳动争议", None),
        ("type", "01-邻里纠纷 99-其他", "道路交通事故纠纷", None),
        ("type", "01-邻里纠纷 99-其他", "其他纠纷", "99-其他"),
        ("risk_level", "低风险（蓝） 中风险（黄） 高风险（红）", "较大", "中风险（黄）"),
        ("risk_level", "红 黄 蓝", "重大", "红"),
        ("risk_level", "蓝 黄 橙 红", "较大", None),
        ("risk_level", "一般 较大 重大", "一般", "一般"),
        ("state", "已化解 未化解", "化解中", "未化解"),
        ("state", "已化解 未化解", "已销号", "已化解"),
        ("state", "已化解 未化解", "已上报", None),
        ("state", "正在化解 未化解 已化解", "化解中", "正在化解"),
        ("closing", "是 否", "已销号（2026年9月3日）", "是"),
        ("closing", "是 否", "已化解，未销号", "否"),
        ("village", "清溪镇东村 清溪镇西村", "东村", "清溪镇东村"),
        ("village", "南村 北村", "东村", None),
        ("responsible_unit", "水务站 民政办", "水务站", "水务站"),
        ("responsible_unit", "水务站 民政办", "司法所", None),
    ],
)
def test_the_word_of_a_list(field: str, options: str, said: str, expected: str | None) -> None:
    assert word(field, options, said) == expected


def test_what_the_office_said_goes_first() -> None:
    assert word("type", "甲类 乙类", "邻里纠纷", {"邻里纠纷": "乙类"}) == "乙类"
    assert word("type", "邻里纠纷 乙类", "邻里纠纷", {"邻里纠纷": "乙类"}) == "乙类"
    assert word("type", "甲类", "邻里纠纷", {"邻里纠纷": None}) == ""
    assert word("type", "甲类", "邻里纠纷", {"邻里纠纷": "丙类"}) is None  # a word that this list has not


@given(
    st.sampled_from(("type", "risk_level", "state", "closing", "village", "source", "parties")),
    st.lists(st.sampled_from([*STATES.values(), "是", "否", "低", "中", "高", "01-邻里", "其他", "东村"]), min_size=1),
    st.sampled_from([*STATES.values(), "一般", "重大", "邻里纠纷", "其他纠纷", "东村", "已销号（2026年9月3日）", "无"]),
)
def test_nothing_is_written_that_the_list_does_not_hold(field: str, options: list[str], said: str) -> None:
    column = ListColumn(0, "栏目", field, tuple(options))
    assert Choices([column], SPEAKER).put(0, said) in (None, *options)


def test_the_offices_words_are_checked_against_the_list() -> None:
    columns = [ListColumn(3, "纠纷类型", "type", ("甲类", "乙类"))]
    assert parse_words({"纠纷 类型": {"邻里纠纷": "甲类", "其他": None, "旧": ""}}, columns) == {
        "type": {"邻里纠纷": "甲类", "其他": None, "旧": ""}
    }
    for document, code in (
        ([], "bad_value"),
        ({"风险": {}}, "unknown_key"),
        ({"纠纷类型": "甲类"}, "bad_value"),
        ({"纠纷类型": {"邻里纠纷": "丙类"}}, "bad_value"),
    ):
        with pytest.raises(Refused) as refused:
            parse_words(document, columns)
        assert refused.value.code == code
