"""Headings of counties' workbooks read from their end, measured over those of public systems; what watches people."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from petidesk.domain.county.fields import catalogue, propose
from petidesk.domain.county.layout import CountyColumn, remap
from petidesk.domain.trouble import Refused

_MEASURED = Path(__file__).parents[2] / "data" / "cases" / "headings.tsv"


def _placed(*paths: tuple[str, ...]) -> list[str | None]:
    return [one.field for one in propose(paths, catalogue(), {})]


def test_headings_of_public_systems_are_placed_in_templates() -> None:
    tables: dict[str, list[tuple[str, set[str]]]] = defaultdict(list)
    with _MEASURED.open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines, delimiter="\t"):
            if line["kind"] == "ledger":
                meant = set(line["meaning in a county template"].split("/"))
                tables[line["table"]].append((line["heading"], meant))
    counts: Counter[str] = Counter()
    for columns in tables.values():
        for key, (_, meant) in zip(_placed(*((heading,) for heading, _ in columns)), columns, strict=True):
            counts["right" if (key or "-") in meant else "wrong" if key else "blank"] += 1
    assert counts["right"] >= 0.85 * counts.total(), counts
    assert counts["wrong"] <= 0.02 * counts.total(), counts


def test_a_column_of_somebody_else_gets_no_party() -> None:
    assert _placed(("责任人",), ("联系电话",), ("当事人",), ("联系电话",)) == [
        "responsible_person",
        None,
        "parties",
        "phone",
    ]
    assert _placed(("甲方",), ("电话",), ("乙方",), ("电话",)) == ["party_a", "phone", "party_b", "phone_b"]
    assert _placed(("代理人姓名",), ("代理人电话",), ("户主姓名",), ("当事人姓名",)) == [None, None, None, "parties"]


def test_what_watches_people_stays_empty_whatever_was_placed_or_remembered() -> None:
    watched = [("化解稳控措施",), ("稳控责任人",), ("包保情况", "进京次数"), ("是否重点人员",)]
    assert _placed(*watched) == [None] * 4
    assert propose([("稳控责任人",)], catalogue(), {"稳控责任人": "responsible_person"})[0].field is None
    column = CountyColumn(0, "稳控责任人", ("稳控责任人",), "responsible_person", True)
    assert column.field is None and column.watched
    with pytest.raises(Refused) as refused:
        remap([column], {"稳控责任人": "responsible_person"}, catalogue())
    assert "本程序不记录" in refused.value.message and refused.value.field == "稳控责任人"
    assert remap([column], {"稳控责任人": None}, catalogue())[0][0].field is None
