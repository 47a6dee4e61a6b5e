"""Which field a county's heading asks for, what its lines are filled with, what a cell of a statistical table means."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.county.fields import COUNTY_FIELDS, catalogue, heading_names, propose
from petidesk.domain.county.figures import Meaning, Reader
from petidesk.domain.county.layout import CountyColumn, remap
from petidesk.domain.county.lines import LineFacts, filled_line, filled_title
from petidesk.domain.county.numbers import Numbers
from petidesk.domain.county.type_words import TypeWords
from petidesk.domain.county.values import cell_safe, is_risky, number
from petidesk.domain.ledger.listing import Counts
from petidesk.domain.office.ledger_columns import LedgerColumn
from petidesk.domain.trouble import Refused

FACTS = LineFacts("清溪镇人民政府", "清溪镇", 2026 * 12 + 9, date(2026, 11, 3), "李敏", "0851-6543210")


def placed(headings: str, remembered: dict[str, str | None] | None = None) -> list[str | None]:
    """The fields of headings parted by ·, those above and below by |."""
    paths = [tuple(heading.split("|")) for heading in headings.split("·")]
    return [one.field for one in propose(paths, catalogue(), remembered or {})]


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        ("序号·编号·当事人|姓名·当事人|联系电话", "serial dispute_no parties phone"),
        ("甲方|姓名·甲方|电话·乙方|姓名·乙方|身份证号", "party_a phone party_b id_number_b"),
        ("责任人|姓名·责任人|电话·包案领导|姓名·包案领导|职务", "responsible_person - case_leader case_leader_post"),
        ("单位·责任单位/责任人·交办督办情况·销号情况", "village responsible_unit+responsible_person measures closing"),
        ("责任单位·单位名称", "responsible_unit -"),
        ("化解日期·销号日期", "resolved_on closed_out_on"),
        ("销号时间·销号日期", "- closed_out_on"),
        ("化解（销号）日期", "resolved_on"),
        ("当事人及人数·当事人及人数", "parties+people_involved -"),
        ("化解日期·销号日期·销号时间", "resolved_on closed_out_on -"),
        ("村组·发生地点", "village+village_group -"),
        ("村·村组", "village village_group"),
        ("乡镇（街道）·村（居）", "town village"),
        ("化解|方式·化解|日期·化解|结果", "manner resolved_on result"),
        ("回访日期及结果", "followed_up_on+follow_up_result"),
        ("责任人及联系电话", "responsible_person"),
        ("当事人姓名及电话", "parties+phone"),
        ("派出所·政治面貌·近年进京情况·是否重点人员", "- - - -"),
        ("备注·备 注", "note -"),
    ],
)
def test_headings_name_fields(headings: str, fields: str) -> None:
    assert placed(headings) == [None if one == "-" else one for one in fields.split()]


def test_a_telephone_of_whoever_is_responsible_is_never_a_partys() -> None:
    for above in ("责任人", "包案领导", "调解员", "承办人", "网格员"):
        assert "phone" not in placed(f"{above}|联系电话·{above}联系电话")


def test_guesses_are_not_sure_and_what_a_person_placed_is() -> None:
    (guess,) = propose([("单位",)], catalogue(), {})
    assert (guess.field, guess.sure) == ("village", False)
    (told,) = propose([("单位",)], catalogue(), {"单位": "responsible_unit"})
    assert (told.field, told.sure) == ("responsible_unit", True)
    assert placed("备注·说明", {"备注": None}) == [None, "note"]
    own = catalogue((LedgerColumn("grid_no", "网格编码"),))
    assert propose([("网格编码",)], own, {})[0].field == "extra.grid_no"


def test_money_in_ten_thousand_yuan_is_told_by_the_heading_or_the_line() -> None:
    for paths, line, unit in (
        ([("涉及金额（万元）",)], "", 10_000),
        ([("涉及金额", "万元")], "", 10_000),
        ([("涉及金额",)], "单位：件、人、万元", 10_000),
        ([("涉及金额（元）",)], "单位：件、人、万元", 1),
        ([("涉及金额",)], "", 1),
    ):
        assert propose(paths, catalogue(), {}, unit_line=line)[0].unit == unit
    assert number(Decimal("12000.5"), 10_000) == 1.20005


@given(st.lists(st.sampled_from([word for field in COUNTY_FIELDS for word in field.headings]), min_size=1, max_size=12))
def test_no_field_is_given_twice(headings: list[str]) -> None:
    found = [one.field for one in propose([(heading,) for heading in headings], catalogue(), {}) if one.field]
    assert len(found) == len(set(found))


def _columns() -> tuple[CountyColumn, ...]:
    paths = (("序号",), ("甲方", "姓名"), ("乙方", "姓名"), ("奇怪的栏",))
    names = heading_names(paths)
    fields = ("serial", "party_a", "party_b", None)
    return tuple(
        CountyColumn(place, name, path, key, True)
        for place, (name, path, key) in enumerate(zip(names, paths, fields, strict=True))
    )


def test_headings_placed_by_a_person_are_kept_for_later() -> None:
    columns, kept = remap(_columns(), {"奇怪的栏": "source", "甲方/姓名": None}, catalogue())
    assert [column.field for column in columns] == ["serial", None, "party_b", "source"]
    assert kept == {"奇怪的栏": "source", "甲方/姓名": None}
    joined, _ = remap(_columns(), {"奇怪的栏": "village + type"}, catalogue())
    assert joined[3].field == "village+type"
    assert remap(_columns(), {"奇怪的栏": "责任人"}, catalogue())[0][3].field == "responsible_person"


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"没有的栏": "source"}, "unknown_key", "没有“没有的栏”"),
        ({"奇怪的栏": "nothing"}, "unknown_key", "nothing"),
        ({"奇怪的栏": "village+"}, "unknown_key", "可选"),
        ({"奇怪的栏": "village+village"}, "bad_value", "不同"),
        ({"姓名": "parties"}, "bad_value", "甲方/姓名、乙方/姓名"),
    ],
)
def test_wrong_placing_is_refused_by_its_heading(change: dict[str, str | None], code: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        remap(_columns(), change, catalogue())
    assert (refused.value.code, refused.value.field) == (code, next(iter(change)))
    assert words in refused.value.message + refused.value.hint


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "填报单位（盖章）：            填报时间：    年  月  日            单位：件、人、元",
            "填报单位（盖章）：清溪镇人民政府   填报时间：2026年11月3日          单位：件、人、元",
        ),
        ("单位：", "单位：清溪镇人民政府"),
        ("单位：万元", "单位：万元"),
        ("填报单位：________乡镇（盖章）", "填报单位：清溪镇人民政府（盖章）"),
        ("填报单位：平安镇", "填报单位：平安镇"),
        ("月份：2025年9月   填报人：王五", "月份：2026年10月   填报人：王五"),
        ("签发人：        制表人：        电话：", "签发人：        制表人：李敏    电话：0851-6543210"),
        ("    年   月   日", "2026年11月3日"),
        ("建设单位：", "建设单位："),
        ("注：本表按月填报。", "注：本表按月填报。"),
    ],
)
def test_lines_are_filled_where_they_are_blank(text: str, told: str) -> None:
    assert filled_line(text, FACTS) == told


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("××年×月××(单位)矛盾纠纷排查情况表", "2026年10月清溪镇矛盾纠纷排查情况表"),
        ("2025年矛盾纠纷台账", "2026年矛盾纠纷台账"),
        ("矛盾纠纷台账（9月）", "矛盾纠纷台账（10月）"),
        ("____年__月____镇矛盾纠纷台账", "2026年10月清溪镇矛盾纠纷台账"),
        ("2025年第三季度台账", "2025年第三季度台账"),
        ("矛盾纠纷排查化解台账", "矛盾纠纷排查化解台账"),
    ],
)
def test_titles_get_the_month(title: str, told: str) -> None:
    assert filled_title(title, FACTS) == told


TYPES = (
    TypeWords("邻里纠纷", "婚姻家庭邻里", ("邻里",)),
    TypeWords("婚姻家庭纠纷", "婚姻家庭邻里", ("婚姻", "赡养")),
    TypeWords("劳动争议", "劳资", ("劳资",)),
    TypeWords("其他纠纷", "其他", ("其他",)),
)
READER = Reader(("东村", "西村"), ("清溪镇",), TYPES)


@pytest.mark.parametrize(
    ("label", "meaning"),
    [
        ("排查数", Meaning(measure="found")),
        ("本月化解（件）", Meaning(measure="resolved")),
        ("年度累计", Meaning(year=True)),
        ("年累计化解", Meaning(measure="resolved", year=True)),
        ("西村村民委员会", Meaning(village="西村")),
        ("劳资纠纷", Meaning(label="劳资纠纷")),
        ("合计", Meaning(total=True)),
        ("50人以下", Meaning(band=0)),
        ("100人至500人", Meaning(band=2)),
        ("重大矛盾纠纷", Meaning(major=True)),
        ("化解率（%）", Meaning(measure="rate", percent=True)),
        ("涉及金额（万元）", Meaning(measure="amount", unit=10_000)),
        ("备注", Meaning()),
    ],
)
def test_labels_of_statistical_tables(label: str, meaning: Meaning) -> None:
    assert READER.meaning(label) == meaning


def test_every_type_is_counted_under_one_label_only() -> None:
    kinds = [kind.name for kind in TYPES] + ["本地特有纠纷"]
    assert READER.assigned(["邻里", "婚姻家庭邻里", "劳资", "其他"], kinds) == {
        "邻里纠纷": "邻里",
        "婚姻家庭纠纷": "婚姻家庭邻里",
        "劳动争议": "劳资",
        "其他纠纷": "其他",
        "本地特有纠纷": "其他",
    }
    assert "劳动争议" not in READER.assigned(["邻里"], kinds)


def test_figures_add_up_and_a_zero_base_is_a_dash() -> None:
    parts = (
        ("邻里纠纷", "东村", Counts(1, 3, 0, 2, 1, 0, 2, 9, 150_000)),
        ("劳动争议", "西村", Counts(0, 2, 0, 1, 1, 1, 0, 5, 0)),
    )
    numbers = Numbers(parts, parts, (("邻里纠纷", 3, 2),), (), (5, 0, 0, 0), (5, 0, 0, 0), 1, 4)
    assigned = {"邻里纠纷": "邻里", "劳动争议": "劳资"}

    def figure(**said: object) -> object:
        return numbers.figure(Meaning(**said), assigned)  # type: ignore[arg-type]

    assert figure(measure="found") == 5 and figure(measure="found", village="东村") == 3
    assert figure(measure="outstanding", label="邻里") == 2 and figure(measure="outstanding", village="北村") == 0
    assert figure(measure="resolved_carried") == 1 and figure(measure="on_books") == 6
    assert figure(measure="amount") == 1500 and figure(measure="amount", unit=10_000) == 0.15
    assert figure(measure="rate", village="东村") == 0.5 and figure(measure="rate", percent=True) == 50.0
    assert figure(measure="rate", village="北村") == "—"
    assert figure(measure="rounds", year=True) == 4 and figure(measure="band", band=0) == 5
    assert figure(measure="handled", village="东村") is None


@given(st.text(max_size=80))
def test_a_cell_never_holds_what_a_workbook_cannot(text: str) -> None:
    safe = cell_safe(text)
    assert not any(ord(char) < 32 and char not in "\t\n" for char in safe)
    assert is_risky("=A1") and is_risky("\t=A1") and not is_risky("甲=乙")
