"""Headings read from their end: whose column it is, measured over those of public systems, never somebody else's."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.cells import Merge, Row, Table
from petidesk.domain.fields import Field, words
from petidesk.domain.headings import MappedHeading, find_headings, map_headings
from petidesk.domain.ledger.fields import LEDGER_CATALOGUE
from petidesk.domain.office.ledger_columns import parse_columns
from petidesk.domain.placing import Placed, place_columns
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.fields import VISIT_CATALOGUE
from petidesk.domain.watched import watches_people

_MEASURED = Path(__file__).parents[2] / "data" / "cases" / "headings.tsv"
_CATALOGUES: dict[str, tuple[Field, ...]] = {"ledger": LEDGER_CATALOGUE, "visit": VISIT_CATALOGUE}
# The rules were written with these tables at hand; the others were kept back and only counted.
_DEVELOPED_ON = frozenset(words("S01 S03 S05 S08 S09 S12 S16 S24 S30 S31"))


def _place(kind: str, *headings: str) -> list[str | None]:
    return [one.field for one in place_columns([(heading,) for heading in headings], _CATALOGUES[kind])]


def _counted(kept_back: bool) -> Counter[str]:
    """Whole tables: how many columns were placed right, left blank though they mean something, placed wrongly."""
    tables: dict[tuple[str, str], list[tuple[str, set[str]]]] = defaultdict(list)
    with _MEASURED.open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines, delimiter="\t"):
            meant = set(line["meaning in an import"].split("/"))
            tables[line["kind"], line["table"]].append((line["heading"], meant))
    counts: Counter[str] = Counter()
    for (kind, table), columns in tables.items():
        if (table not in _DEVELOPED_ON) is kept_back:
            for key, (_, meant) in zip(_place(kind, *(heading for heading, _ in columns)), columns, strict=True):
                counts["right" if (key or "none") in meant else "wrong" if key else "blank"] += 1
    return counts


@pytest.mark.parametrize("kept_back", [False, True], ids=["developed", "kept-back"])
def test_headings_of_public_systems_are_placed(kept_back: bool) -> None:
    counts = _counted(kept_back)
    assert counts.total() > 100
    assert counts["right"] >= 0.85 * counts.total(), counts
    assert counts["wrong"] <= 0.02 * counts.total(), counts


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            "visit",
            "代理人姓名- 代理人电话- 委托人- 户主- 户主姓名- 户主电话- 包案领导- 领导姓名- 陪同人员- 联系人电话-",
        ),
        ("visit", "原案人姓名- 原案人联系方式- 原案人信访诉求- 被反映人姓名- 信访人民族- 信访人户籍地- 信访人意见-"),
        ("visit", "市民姓名=name 来访群众=name 诉求人电话=phone 投诉标题=title 反应内容=statement 信访办理=handling"),
        ("visit", "事权单位=concerned_unit 责任单位- 受理情况- 回复时间- 办结时间- 问题发生日期- 问题发生地-"),
        ("ledger", "主要当事人性别- 主要当事人民族- 责任部门=responsible_unit 考评意见- 主要当事人固话- 上报人手机-"),
        ("ledger", "户主姓名- 代理人姓名- 督办领导- 调解员电话- 包案县领导=case_leader 调解员姓名=responsible_person"),
        ("ledger", "当事人一姓名=party_a 乙方当事人联系电话=phone_b 乙方身份证号码- 甲方身份证号=id_number 转办时间-"),
        ("ledger", "是否成功调解=state 化解是否成功=state 拟化解时间=due_on 最后处理时间- 调解地点- 回访方式-"),
        (
            "ledger",
            "★纠纷标题/内容=title （必填）涉及人数=people_involved 报警方式(入户、巡逻)=source 1.案件编码=foreign_no",
        ),
    ],
)
def test_the_head_stands_at_the_end_and_what_is_before_it_decides(kind: str, expected: str) -> None:
    for word in expected.split():
        heading, _, key = word.partition("=")
        assert _place(kind, heading.removesuffix("-")) == [key or None], heading


_STRANGERS = st.sampled_from(
    words("代理人 委托代理人 律师 包案领导 责任领导 户主 房主 联系人 网格员 填报人 审核人 督办人 证人")
)
_PROPERTIES = st.sampled_from(words("姓名 电话 联系电话 手机号码 联系方式 身份证号 住址 性别 民族 职务 出生日期"))


@given(
    st.sampled_from(("", "*", "★ ", "（必填）", "主要", "被")),
    _STRANGERS,
    _PROPERTIES,
    st.sampled_from(("", "（必填）", " ")),
)
def test_what_is_a_strangers_never_becomes_the_visitors(mark: str, who: str, what: str, after: str) -> None:
    ours = {"name", "phone", "id_number", "address", "sex", "birth", "parties", "party_a", "party_b", "phone_b"}
    for kind in _CATALOGUES:
        assert _place(kind, f"{mark}{who}{what}{after}")[0] not in ours
        assert _place(kind, who, what)[0] not in ours
        if what != "姓名":
            assert _place(kind, who, what)[1] not in ours
        above = place_columns([(who, what), (f"{mark}{who}", what)], _CATALOGUES[kind])
        assert not {one.field for one in above} & ours


def test_a_bare_word_belongs_to_its_left_neighbour() -> None:
    assert _place("ledger", "责任人", "联系电话", "当事人", "联系电话") == [
        "responsible_person",
        None,
        "parties",
        "phone",
    ]
    headings = ("甲方", "联系电话", "乙方", "联系电话", "责任人", "联系电话")
    assert _place("ledger", *headings) == ["party_a", "phone", "party_b", "phone_b", "responsible_person", None]
    assert _place("ledger", "甲方", "乙方", "联系电话") == ["party_a", "party_b", "phone"]
    assert _place("ledger", "责任单位", "姓名", "电话") == ["responsible_unit", "responsible_person", None]
    assert _place("visit", "接访领导", "姓名", "性别", "电话") == ["received_by", "name", "sex", "phone"]
    assert _place("visit", "姓名", "年龄", "民族", "住址", "电话") == ["name", None, None, "address", "phone"]


def test_what_is_not_sure_is_asked_and_not_placed() -> None:
    placed = place_columns([("责任人",), ("纠纷简况",), ("联系电话",), ("履行情况",)], LEDGER_CATALOGUE)
    assert placed[2] == Placed(None, "phone")
    assert placed[3] == Placed(None, None)
    assert place_columns([("存在问题",)], LEDGER_CATALOGUE) == (Placed(None, "summary"),)


def test_the_day_of_the_visit_is_the_visits() -> None:
    assert _place("visit", "登记时间", "信访日期") == [None, "at"]
    assert _place("visit", "登记时间", "投诉时间") == [None, "at"]
    assert _place("visit", "登记时间", "姓名") == ["at", "name"]
    assert _place("visit", "来访日期", "接待日期") == ["at", None]


def _table(*rows: tuple[str | None, ...], merges: tuple[Merge, ...] = ()) -> Table:
    return Table("登记", tuple(Row(number, row) for number, row in enumerate(rows, 1)), merges)


_TWO_ROWS = (
    ("序号", "来访时间", "接待领导", None, "来访人", None, None, "反映问题"),
    (None, None, "姓名", "电话", "姓名", "性别", "电话", None),
)


@pytest.mark.parametrize("merged", [True, False])
def test_the_upper_row_says_whose(merged: bool) -> None:
    sideways = (Merge(1, 2, 1, 3), Merge(1, 4, 1, 6), Merge(1, 0, 2, 0), Merge(1, 1, 2, 1), Merge(1, 7, 2, 7))
    table = _table(("清溪镇来访登记",), *_TWO_ROWS) if not merged else _table(*_TWO_ROWS, merges=sideways)
    headings = find_headings(table, VISIT_CATALOGUE)
    assert headings is not None
    mapping = map_headings(headings, VISIT_CATALOGUE)
    expected = ["foreign_no", "at", "received_by", None, "name", "sex", "phone", "statement"]
    assert [one.field for one in mapping] == expected
    assert [one.heading for one in mapping][2:7] == ["姓名", "电话", "姓名", "性别", "电话"]
    assert [one.name for one in mapping][2:5] == ["接待领导/姓名", "接待领导/电话", "来访人/姓名"]


def test_a_caption_above_says_of_which_act() -> None:
    paths = [("基本情况", "纠纷简况"), ("化解情况", "时间"), ("化解情况", "结果"), ("回访情况", "时间")]
    placed = place_columns(paths, LEDGER_CATALOGUE)
    assert [one.field for one in placed] == ["summary", "resolved_on", "result", "followed_up_on"]


def test_columns_of_the_same_words_are_told_apart_and_chosen_by_name_or_in_order() -> None:
    headings = find_headings(_table(("责任人", "联系电话", "当事人", "联系电话", "纠纷简况")), LEDGER_CATALOGUE)
    assert headings is not None
    assert headings.names == ("责任人", "责任人/联系电话", "当事人", "当事人/联系电话", "纠纷简况")
    chosen = map_headings(headings, LEDGER_CATALOGUE, {"当事人/联系电话": None, "责任人/联系电话": "phone"})
    assert [one.field for one in chosen] == ["responsible_person", "phone", "parties", None, "summary"]
    again = map_headings(headings, LEDGER_CATALOGUE, [MappedHeading(one.heading, one.field) for one in chosen])
    assert again == chosen
    kept = map_headings(headings, LEDGER_CATALOGUE, remembered=[one.field for one in chosen])
    assert [one.field for one in kept] == [one.field for one in chosen]


_WATCHING = words(
    "稳控责任人 盯控措施 重点人员 是否老户 人员类别 诉求人类别 进京次数 赴省次数 越级上访次数 思想动向 异常动态 "
    "行踪 劝返情况 训诫情况 拘留次数 息访承诺 息诉罢访情况 所属派出所 政治面貌 亲属情况 家庭成员 化解稳控措施 "
    "信访秩序 重点对象 现实表现"
)


@pytest.mark.parametrize("heading", _WATCHING)
def test_what_watches_people_is_recognised_and_never_read(heading: str) -> None:
    for kind, catalogue in _CATALOGUES.items():
        assert watches_people((heading,)) and watches_people((heading, "姓名"))
        assert place_columns([(heading,)], catalogue) == (Placed(watched=True),)
        headings = find_headings(_table(("排查日期", "姓名", "反映问题", "纠纷简况", heading)), catalogue)
        assert headings is not None
        with pytest.raises(Refused) as refused:
            map_headings(headings, catalogue, {heading: "note"})
        assert "本程序不记录" in refused.value.message and refused.value.field == heading
        kept = map_headings(headings, catalogue, remembered=[None, None, None, None, "note"])
        assert kept[-1].field is None and kept[-1].watched, kind


def test_a_column_of_the_offices_own_watches_nobody() -> None:
    with pytest.raises(Refused) as refused:
        parse_columns([{"label": "户数"}, {"label": "稳控责任人"}], ())
    assert refused.value.field == "columns[1].label" and "本程序不记录" in refused.value.message


def test_no_heading_of_ours_watches_people() -> None:
    for catalogue in _CATALOGUES.values():
        for field in catalogue:
            assert not [heading for heading in field.headings if watches_people((heading,))]
    for heading in ("是否重点场所", "风险等级", "稳定风险等级", "化解措施", "法定代表人", "紧急程度", "是否重复"):
        assert not watches_people((heading,))


@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=3).map(tuple), max_size=8))
def test_any_headings_are_read_and_no_field_is_given_twice(paths: list[tuple[str, ...]]) -> None:
    for catalogue in _CATALOGUES.values():
        found = [one.field for one in place_columns(paths, catalogue) if one.field]
        assert len(found) == len(set(found))
