"""The parts of papers of figures: named in the README of forms, without closed accusations, without gaps in time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from petidesk import paths
from petidesk.domain.statistics.adapted import without_closed, without_gaps
from petidesk.domain.statistics.catalogue import subject
from petidesk.domain.statistics.parts import (
    FIELDS,
    ON_TIME,
    PARTS,
    Manner,
    Part,
    RatePart,
)
from petidesk.domain.statistics.spans import Span
from tests.domain.statistics.tables import rate, table

MANNER = Manner("year", 2, "2026年", 1)


def test_every_name_that_forms_may_use_stands_in_the_readme_of_forms() -> None:
    readme = (paths.forms() / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (?:句子|统计表|统计图|其余的字段)[^|]*\| ([^|]+) \|$", readme, re.MULTILINE)
    assert {name for row in rows for name in row.split("、")} == set(FIELDS)


def test_a_bulletin_has_closed_accusations_neither_in_a_row_nor_in_the_total() -> None:
    whole = table(
        "channel",
        [
            ("visit", "来访", {"items": (10, 8)}),
            ("", "未填", {"items": (1, 0)}),
            ("unlisted", "未分列", {"items": (3, 2)}),
        ],
    )
    shown = without_closed(whole)
    assert [row.labels for row in shown.rows] == [("来访",), ("未填",)]
    assert (shown.total["items"].value, shown.total["items"].base) == (11, 8)
    part = PARTS["总量"]
    assert isinstance(part, Part)
    assert part.make(shown, MANNER) == "登记信访事项11件，同比上升37.50%。"


def test_a_trend_shows_its_empty_months_too() -> None:
    months = [("2026-02", "2026年2月", {"items": (3, 1)}), ("2026-05", "2026年5月", {"items": (2, 0)})]
    made = without_gaps(table("month", months))
    assert [row.keys["month"] for row in made.rows] == [f"2026-0{n}" for n in range(1, 7)]
    assert [row.figures["items"].value for row in made.rows] == [0, 3, 0, 0, 2, 0]
    assert made.rows[0].labels == ("2026年1月",)
    assert made.rows[0].figures["items"].id.keys == (("month", "2026-01"),)
    part = PARTS["走势图"]
    assert isinstance(part, Part)
    assert [bar.label for bar in part.make(made, MANNER).bars][::5] == ["2026年1月", "2026年6月"]


def test_months_of_an_office_whose_month_begins_on_the_26th() -> None:
    span = Span(date(2025, 12, 26), date(2026, 2, 25))
    made = without_gaps(table("month", [("2026-02", "2026年2月", {"items": (3, 1)})], span=span), first_day=26)
    assert [row.keys["month"] for row in made.rows] == ["2026-01", "2026-02"]


def test_a_table_has_no_rows_that_say_nothing_but_every_month() -> None:
    rows = [
        ("a", "甲", {"items": (0, 0), "people": (3, 1)}),
        ("b", "乙", {"items": (0, 2), "people": (0, 0)}),
        ("c", "丙", {"items": (5, 0), "people": (0, 0)}),
    ]
    part = PARTS["渠道表"]
    assert isinstance(part, Part)
    assert [row[0] for row in part.make(table("channel", rows), MANNER).rows] == ["乙", "丙"]
    assert part.make(table("channel", rows[:1]), MANNER) is None, "nothing is left"
    months = without_gaps(table("month", [("2026-02", "2026年2月", {"items": (3, 1), "people": (1, 1)})]))
    monthly = PARTS["逐月表"]
    assert isinstance(monthly, Part)
    assert len(monthly.make(months, MANNER).rows) == 6


def test_what_nobody_did_is_not_said() -> None:
    none = table("channel", [("letter", "来信", {"items": (3, 1), "joint_letters": (0, 0), "joint": (0, 0)})])
    for name in ("联名信", "集体访", "重复信访"):
        part = PARTS[name]
        assert isinstance(part, Part)
        assert part.make(none, MANNER) == "", name


SAID: tuple[tuple[str, list[tuple[str, str, dict[str, tuple[int, int]]]], str], ...] = (
    (
        "包案",
        [("甲", "甲", {"carried_over": (2, 1), "accepted": (3, 2), "concluded": (4, 2), "outstanding": (1, 1)})],
        "领导包案的信访事项上期结转2件，本期受理3件，办结4件，同比分别上升50.00%、100.00%；期末在办1件。",
    ),
    ("批示", [("甲", "甲", {"items": (0, 2)}), ("乙", "乙", {"items": (1, 0)})], "领导批示1件次，同比下降50.00%。"),
    (
        "报送",
        [("东村", "东村", {"asked": (6, 5), "reported": (4, 5), "zero": (2, 0), "missing": (0, 0)})],
        "各村（社区）排查应报6村次，同比上升20.00%；报送4村次、零报告2村次。",
    ),
    (
        "会议",
        [
            ("joint", "联席会议", {"items": (1, 1), "agenda": (4, 2), "decisions": (3, 2)}),
            ("regular", "工作例会", {"items": (2, 1), "agenda": (5, 3), "decisions": (5, 3)}),
        ],
        "召开会议3次，同比上升50.00%，其中联席会议1次、工作例会2次；议题9件次，议定8件次。",
    ),
)


@pytest.mark.parametrize(("name", "rows", "words"), SAID, ids=[name for name, _, _ in SAID])
def test_what_leaders_villages_and_meetings_did_is_said_once_and_not_at_all_without_any(
    name: str, rows: list[tuple[str, str, dict[str, tuple[int, int]]]], words: str
) -> None:
    part = PARTS[name]
    assert isinstance(part, Part)

    def said(figures: list[tuple[str, str, dict[str, tuple[int, int]]]]) -> str:
        counted = table(part.by[0], figures)
        asked = replace(counted.asked, subject=part.subject)
        return str(part.make(replace(counted, asked=asked), MANNER))

    assert said(rows) == words
    assert said([(key, word, dict.fromkeys(figures, (0, 0))) for key, word, figures in rows]) == ""
    for form in ("bulletin_half", "bulletin_year", "figures_summary"):
        assert f"{{{name}}}" in (paths.forms() / form / "form.toml").read_text(encoding="utf-8"), form


@pytest.mark.parametrize("name", [name for name, part in PARTS.items() if part.kind != "text"])
def test_no_table_and_no_chart_is_sorted_by_size(name: str) -> None:
    part = PARTS[name]
    if isinstance(part, RatePart):
        rates = [rate(key, key, value, 10) for key, value in zip(ON_TIME, (4, 9, 1), strict=True)]
        made = part.make(rates, {}, MANNER)
        order = [rate.label for rate in rates]
    else:
        assert isinstance(part, Part)
        measures = [measure.name for measure in subject(part.subject).measures]
        rows = [(key, key, dict.fromkeys(measures, (size, 5))) for key, size in (("甲", 4), ("乙", 9), ("丙", 1))]
        counted = table(part.by[0], rows)
        asked = replace(counted.asked, subject=part.subject)
        made = part.make(replace(counted, asked=asked), MANNER)
        order = ["甲", "乙", "丙"]
    shown = [bar.label for bar in made.bars] if part.kind == "chart" else [row[0] for row in made.rows]
    assert shown == order


def test_no_paper_of_figures_speaks_of_ranks_or_persons() -> None:
    for folder in (*paths.forms().glob("bulletin_*"), *paths.forms().glob("figures_*")):
        text = (folder / "form.toml").read_text(encoding="utf-8")
        for word in ("排名", "位次", "名次", "第一名", "前三", "重点人", "稳控"):
            assert word not in text, (folder.name, word)
