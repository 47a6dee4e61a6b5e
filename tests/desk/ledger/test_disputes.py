"""The ledger at the desk: entering, amending, recording, stepping back; the month, its closing, what changed since."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.ledger.disputes import Dispute
from petidesk.domain.ledger.listing import Counts, DisputeQuery, balance_document
from petidesk.domain.trouble import Refused
from tests.offices import new_office

NOW = datetime(2026, 11, 20, 10)
Add = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "data"
    new_office(place, office="清溪镇", county="安平县", villages=["东村", "西村"], organ_code="清", practice=True)
    return place


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    opened = open_desk(folder, clock=lambda: NOW)
    yield opened
    assert opened.checks.run(deep=True) == []
    opened.close()


@pytest.fixture
def add(desk: Desk) -> Add:
    def enter(found_on: str = "2026-10-03", village: str = "东村", **more: Any) -> str:
        document = {"found_on": found_on, "village": village, "type": "邻里", "summary": "院墙占了通道"} | more
        return desk.ledger.add(document)[0].dispute_no

    return enter


def _refused(work: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as refusal:
        work()
    return refusal.value


def _rows(folder: Path) -> list[str]:
    """Every row of every table but the audit chain, which also keeps what was only asked for."""
    connection = driver.connect(str(folder / "petidesk.db"))
    try:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [f"{name} {row}" for name in sorted(names) for row in connection.execute(f'SELECT * FROM "{name}"')]
    finally:
        connection.close()


# ---- one dispute


def test_entered_as_told_and_shown_again(desk: Desk, add: Add) -> None:
    number = add(
        title="院墙",
        village="北村",
        type="拖欠租金",
        parties=[{"name": "张三", "side": "a", "phone": "13800001234"}, {"name": "李四", "side": "b"}],
        amount_yuan="12,000.50",
        due_on="2026-11-03",
    )
    dispute = desk.ledger.get(number)
    assert number == "清纠2026-0001"
    assert (dispute.state, dispute.version, dispute.content.people_involved) == ("open", 1, 2)
    for words in ("张三", "院墙", "zs", "0001"):
        assert [(found.kind, found.no) for found in desk.search.find(words)] == [("dispute", number)], words
    again, added = desk.ledger.add(
        {"found_on": "2026-10-04", "summary": "院墙占了通道", "village": "南村", "type": "新"}
    )
    assert added == {"villages": ("南村",), "types": ("新",)}
    assert again.dispute_no > number


def test_a_refused_step_leaves_nothing_behind(desk: Desk, add: Add, folder: Path) -> None:
    number = add()
    before = _rows(folder)
    for work in (
        lambda: add(found_on="2026-11-21"),
        lambda: add(case_no="清访2026-0009"),
        lambda: add(visit_no="清访2026-0009"),
        lambda: desk.ledger.add({"found_on": "2026-10-04", "summary": "争"}, round_no="清排2026-009"),
        lambda: desk.ledger.record(number, "closed_out", {"on": "2026-10-09"}),
        lambda: desk.ledger.amend(number, {"found": "2026-10-04"}),
        lambda: desk.ledger.amend(number, {"village": "东村"}),
        lambda: desk.ledger.void(number, " "),
        lambda: desk.ledger.undo(number, 77),
        lambda: desk.months.close("2026-11"),
        lambda: desk.months.changes("2026-10"),
        lambda: desk.rounds.take("清排2026-001", {"village": "东村", "answer": "zero"}),
    ):
        _refused(work)
        assert _rows(folder) == before


def test_amending_keeps_the_history_and_moves_the_months(desk: Desk, add: Add) -> None:
    number = add("2026-10-03")
    desk.ledger.record(number, "measure_taken", {"on": "2026-10-09"})
    assert _refused(lambda: desk.ledger.amend(number, {"found_on": "2026-10-10"})).field == "found_on"
    desk.ledger.amend(number, {"found_on": "2026-09-30", "amount_yuan": 5})
    assert desk.months.balance("2026-09").total.found == 1
    assert desk.months.balance("2026-10").total.carried_over == 1
    change = desk.ledger.history(number)[-1]
    assert change.before is not None and change.after is not None
    assert (change.before["found_on"], change.after["found_on"]) == ("2026-10-03", "2026-09-30")
    assert _refused(lambda: desk.ledger.amend(number, {"note": "x"}, expected_version=1)).code == "forbidden"


def test_a_column_given_up_does_not_stop_an_amendment(desk: Desk, add: Add) -> None:
    desk.office.change({"ledger_columns": [{"key": "grid", "label": "网格"}]})
    number = add(extra={"grid": "三网格"})
    desk.office.change({"ledger_columns": []})
    assert desk.ledger.amend(number, {"note": "改"}).content.extra == {"grid": "三网格"}
    assert _refused(lambda: desk.ledger.amend(number, {"extra": {"grid": "四网格"}})).code == "unknown_key"


def test_voided_is_on_no_books_and_keeps_its_number(desk: Desk, add: Add) -> None:
    number = add()
    dispute = desk.ledger.void(number, "重复")
    assert (dispute.voided, dispute.void_reason) == (True, "重复")
    assert desk.months.balance("2026-10").total == Counts()
    assert desk.ledger.totals(DisputeQuery())[0] == 0
    assert add() != number
    assert _refused(lambda: desk.ledger.record(number, "resolved", {"on": "2026-10-09"})).code == "already_closed"


def test_stepping_back_restores_exactly(desk: Desk, add: Add) -> None:
    number = add("2026-09-03")
    steps: list[tuple[str, dict[str, Any]]] = [
        ("mediated", {"on": "2026-09-08", "agreement": "各退一步", "amount_yuan": 300}),
        ("confirmed", {"on": "2026-09-20"}),
        ("resolved", {"on": "2026-09-25", "manner": "人民调解"}),
        ("followed_up", {"on": "2026-10-05", "satisfied": True}),
        ("closed_out", {"on": "2026-10-06"}),
        ("reopened", {"on": "2026-10-20", "reason": "又堆了砖"}),
        ("escalated", {"on": "2026-11-02", "to": "town"}),
    ]
    stood = []
    for kind, document in steps:
        stood.append(
            (_place(desk.ledger.get(number)), [desk.months.balance(f"2026-{month:02d}") for month in (9, 10, 11)])
        )
        desk.ledger.record(number, kind, document)
    assert desk.ledger.get(number).level == "town"
    while stood:
        place, balances = stood.pop()
        last = max(
            event.event_id for event in desk.ledger.get(number).events if not event.undone and event.kind != "undone"
        )
        after = desk.ledger.undo(number, last, "记错了")
        assert _place(after) == place
        assert [desk.months.balance(f"2026-{month:02d}") for month in (9, 10, 11)] == balances
    assert sum(event.undone for event in desk.ledger.get(number).events) == len(steps)


def _place(dispute: Dispute) -> Dispute:
    """All of a dispute but its timeline."""
    return dataclasses.replace(dispute, events=())


@pytest.mark.parametrize(
    ("to", "level"),
    [
        ("town", "town"),
        ("清溪镇", "town"),
        ("清溪镇人民政府信访办公室", "town"),
        ("county", "county"),
        ("安平县", "county"),
        ("安平县信访局", "county"),
        ("新乡市信访局", "county"),
    ],
)
def test_how_high_it_went(desk: Desk, add: Add, to: str, level: str) -> None:
    dispute, _ = desk.ledger.record(add(), "escalated", {"on": "2026-10-09", "to": to})
    assert (dispute.state, dispute.level) == ("escalated", level)


def test_accusations_stay_out(desk: Desk, add: Add) -> None:
    visit = desk.visits.add(
        {
            "at": "2026-10-02T09:00",
            "channel": "visit",
            "petitioners": [{"name": "钱八"}],
            "matters": [{"purpose": "accusation", "statement": "举报某人占用集体款。"}],
        }
    )[0]
    basis = "《信访工作条例》第三十条第三款"
    for work in (
        lambda: add(case_no=visit.matters[0].case_no),
        lambda: add(visit_no=visit.visit_no),
        lambda: desk.ledger.from_visit(visit.visit_no),
    ):
        refused = _refused(work)
        assert (refused.code, refused.basis) == ("forbidden", basis)


def test_from_a_visit_and_back(desk: Desk) -> None:
    visit = desk.visits.add(
        {
            "at": "2026-10-02T09:00",
            "channel": "visit",
            "people": 3,
            "petitioners": [{"name": "张桂花", "phone": "13800001234", "village": "东村"}],
            "matters": [{"purpose": "appeal", "title": "田埂", "statement": "田埂被占。"}],
        }
    )[0]
    dispute = desk.ledger.add(desk.ledger.from_visit(visit.visit_no))[0]
    content = dispute.content
    assert (content.visit_no, content.case_no) == (visit.visit_no, visit.matters[0].case_no)
    assert (content.people_involved, content.village, content.names()) == (3, "东村", ("张桂花",))
    back = desk.ledger.to_visit(dispute.dispute_no) | {"at": "2026-11-02T09:00", "channel": "visit"}
    assert desk.visits.add(back)[0].matters[0].case_no == content.case_no


# ---- months


def test_the_example_of_a_quarter(desk: Desk, add: Add) -> None:
    stays = add("2026-09-03", people_involved=4, amount_yuan="100.50")
    add("2026-10-03", village="西村", type="山林土地", people_involved=3)
    returned = add("2026-09-04")
    desk.ledger.record(returned, "resolved", {"on": "2026-09-10"})
    desk.ledger.record(returned, "reopened", {"on": "2026-10-10", "reason": "反复"})
    desk.ledger.record(stays, "escalated", {"on": "2026-10-12", "to": "county"})
    october = balance_document(desk.months.balance("2026-10"))
    assert {key: october[key] for key in list(october)[:9]} == {
        "month": "2026-10",
        "carried_over": 1,
        "found": 2,
        "reopened": 1,
        "resolved": 0,
        "escalated": 1,
        "outstanding": 2,
        "people": 7,
        "amount_yuan": 100.5,
    }
    assert [(row["type"], row["found"]) for row in october["by_type"]] == [("山林土地纠纷", 1), ("邻里纠纷", 1)]
    assert [(row["village"], row["outstanding"]) for row in october["by_village"]] == [("东村", 1), ("西村", 1)]


def test_a_month_of_nothing_is_a_month(desk: Desk) -> None:
    assert desk.months.balance("2026-10").total == Counts()
    figures = desk.months.figures("2026-10")
    assert {rate.text for rate in figures.rates} == {"—"}
    assert desk.months.close("2026-10").closed
    assert desk.months.balance("2026-10").closed
    assert desk.months.changes("2026-10") == []
    assert desk.ledger_papers.sheet("2026-10").pdf.startswith(b"%PDF")


def test_closed_is_closed_and_what_changed_is_listed(desk: Desk, add: Add) -> None:
    amended, gone, moved, later, quiet = (add("2026-10-03", summary=f"第{n}件") for n in range(1, 6))
    desk.ledger.record(quiet, "measure_taken", {"on": "2026-10-05"})
    sent = desk.months.close("2026-10")
    rates = desk.months.figures("2026-10").rates
    assert _refused(lambda: desk.months.close("2026-10")).code == "already_closed"
    assert desk.months.changes("2026-10") == []

    desk.ledger.amend(amended, {"people_involved": 9, "risk_level": "major", "case_leader": "覃晓东"})
    desk.ledger.void(gone, "重复")
    desk.ledger.amend(moved, {"found_on": "2026-11-02"})
    desk.ledger.record(later, "resolved", {"on": "2026-10-30", "result": "和好"})
    desk.ledger.record(quiet, "resolved", {"on": "2026-11-03"})  # of November: no change of October
    late = add("2026-10-30", summary="迟报的一件")
    assert add("2026-11-04", summary="十一月的一件")

    found = [
        (change.dispute_no, change.kind, change.field, change.before, change.after)
        for change in desk.months.changes("2026-10")
    ]
    assert found == [
        (amended, "changed", "涉及人数", "0", "9"),
        (amended, "changed", "风险等级", "一般", "重大"),
        (amended, "changed", "包案领导", "", "覃晓东"),
        (gone, "voided", "", "第2件", ""),
        (moved, "changed", "本月在册", "是", "否"),
        (later, "changed", "状态", "待化解", "已化解"),
        (later, "changed", "化解日期", "", "2026-10-30"),
        (late, "late", "", "", "迟报的一件"),
    ]
    assert dataclasses.replace(desk.months.balance("2026-10"), closed=True) == sent
    assert desk.months.figures("2026-10").rates == rates
    november = desk.months.figures("2026-11")
    assert len(november.changes) == len(found)
    assert november.balance.total.balanced


def test_voided_after_it_was_entered_late_is_no_change(desk: Desk, add: Add) -> None:
    desk.months.close("2026-10")
    desk.ledger.void(add("2026-10-30"), "记错")
    assert desk.months.changes("2026-10") == []


def test_reopened_into_a_closed_month_is_a_correction(desk: Desk, add: Add) -> None:
    number = add("2026-09-03")
    desk.ledger.record(number, "resolved", {"on": "2026-09-10"})
    desk.months.close("2026-10")
    desk.ledger.record(number, "reopened", {"on": "2026-10-10", "reason": "反复"})
    (change,) = desk.months.changes("2026-10")
    assert (change.kind, change.field, change.before, change.after) == ("changed", "本月在册", "否", "是")


def test_a_month_that_is_not_over(desk: Desk) -> None:
    for month, code in (
        ("2026-11", "forbidden"),
        ("2027-01", "forbidden"),
        ("2026-13", "bad_value"),
        ("x", "bad_value"),
    ):
        assert _refused(lambda month=month: desk.months.close(month)).code == code  # type: ignore[misc]


def test_what_was_taken_back_was_not_handled(desk: Desk, add: Add) -> None:
    add()
    number = add()
    dispute, _ = desk.ledger.record(number, "measure_taken", {"on": "2026-10-05"})
    handled = [(rate.numerator, rate.denominator) for rate in desk.months.figures("2026-10").rates]
    assert handled[1] == (1, 2)
    desk.ledger.undo(number, dispute.events[-1].event_id)
    assert desk.months.figures("2026-10").rates[1].text == "0.00%"


def test_reopened_is_handled_only_by_what_is_done_then(desk: Desk, add: Add) -> None:
    number = add("2026-09-03")
    desk.ledger.record(number, "resolved", {"on": "2026-09-10"})
    desk.ledger.record(number, "reopened", {"on": "2026-10-10", "reason": "反复"})
    assert desk.months.figures("2026-10").rates[1].text == "0.00%"
    assert desk.months.figures("2026-09").rates[1].text == "100.00%"


def test_findings_name_the_row_and_errors_come_first(desk: Desk, add: Add) -> None:
    bad = add(risk_level="major", due_on="2026-10-20", type="")
    good = add(
        parties=[{"name": "张三"}],
        people_involved=2,
        responsible_unit="村委会",
        responsible_person="李四",
        due_on="2026-12-01",
    )
    found = [(finding.dispute_no, finding.field, finding.error) for finding in desk.months.findings("2026-10")]
    assert {number for number, _, _ in found} == {bad}
    assert good not in {number for number, _, _ in found}
    assert [field for _, field, error in found if error] == ["type", "responsible_person", "case_leader"]
    assert [error for *_, error in found] == sorted((error for *_, error in found), reverse=True)
    assert ("due_on") in [field for _, field, error in found if not error]


def test_the_county_list_of_types_holds_everything(desk: Desk, add: Add) -> None:
    add(type="邻里")
    add(type="本县自己的一种")
    figures = desk.months.figures("2026-10")
    assert len(figures.monthly_types) == 19
    assert sum(found for _, found, _ in figures.monthly_types) == figures.balance.total.found == 2
    assert figures.monthly_types[-1][1] == 1


def test_the_report_is_owed_until_it_is_closed(desk: Desk, add: Add) -> None:
    assert desk.months.due() is None
    add("2026-10-31")
    due = desk.months.due()
    assert due is not None and (due.month, due.due_on, due.days_left) == ("2026-10", date(2026, 11, 5), -15)
    desk.months.close("2026-10")
    assert desk.months.due() is None


# ---- rounds


def test_who_entered_disputes_has_reported_whatever_was_noted(desk: Desk) -> None:
    opened = desk.rounds.open({"since": "2026-11-01", "until": "2026-11-15"})
    assert opened.missing == ("东村", "西村")
    assert desk.rounds.zero(opened.round_no, ["东村", "西村"]).missing == ()
    desk.ledger.add({"found_on": "2026-11-03", "village": "东村", "summary": "争水"}, round_no=opened.round_no)
    found = desk.rounds.get(opened.round_no)
    assert [(one.village, one.answer) for one in found.returns] == [("东村", "reported"), ("西村", "zero")]
    assert found.entered == {"东村": 1}
    assert _refused(lambda: desk.rounds.zero(opened.round_no, ["东村"])).code == "forbidden"
    again = desk.rounds.take(opened.round_no, {"village": "西村", "answer": "missing"})
    assert again.missing == ("西村",)


def test_rounds_of_a_month_are_counted_by_the_day_they_were_due(desk: Desk) -> None:
    for since, until in (("2026-10-01", "2026-10-15"), ("2026-10-16", "2026-10-31"), ("2026-11-01", "2026-11-15")):
        desk.rounds.open({"since": since, "until": until})
    assert desk.months.figures("2026-10").rounds_held == 2
    assert [found.round_no[-3:] for found in desk.rounds.all()] == ["003", "002", "001"]
