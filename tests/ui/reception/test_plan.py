"""领导接待日, making the rota: rules without codes, a preview that writes nothing, refusals beside their field."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.desk.reception.reception import DayQuery
from petidesk.domain.reception.days import ReceptionDay
from petidesk.domain.reception.rules import parse_rule
from petidesk.domain.trouble import Refused
from petidesk.ui.look import theme
from petidesk.ui.reception.page import ReceptionPage
from petidesk.ui.reception.plan import PlanPanel
from petidesk.ui.reception.plan_rules import RuleRow, kinds, rule_words
from petidesk.ui.reception.plan_turns import TurnsField
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import ToSettings
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.reception_office import LEADERS, fill, lead, open_page, quiet
from tests.ui.desks.typist import press

__all__ = ["fill"]

RULES = (
    "weekly:tue,thu",
    "weekly:odd:mon",
    "weekly:even:fri",
    "monthday:8,18",
    "nth:-1:wed",
    "lunar:3,8",
    "solar:0,5",
    "branch:丑,巳",
    "every:5:2026-11-01",
    "workday",
    "lastworkday",
    "dates:2026-12-03,2026-12-18",
)


def _plan(qtbot: QtBot, desk: Desk, seat: Seat) -> tuple[ReceptionPage, PlanPanel]:
    page = open_page(qtbot, desk, seat)
    page.open_plan()
    quiet(qtbot)
    panel = page.form
    assert isinstance(panel, PlanPanel)
    return page, panel


def _type(qtbot: QtBot, panel: PlanPanel, since: date, until: date, rule: str) -> None:
    panel.fields.show_range(since, until)
    panel.fields.rules.rows[0].put(rule)
    quiet(qtbot)


@pytest.mark.parametrize("rule", RULES)
def test_every_kind_of_rule_is_shown_and_read_back(qtbot: QtBot, desk: Desk, rule: str) -> None:
    row = RuleRow(desk.now)
    qtbot.addWidget(row)
    row.put(rule)
    assert row.text() == rule
    again = RuleRow(desk.now)
    qtbot.addWidget(again)
    again.put_state(row.state())
    assert again.text() == rule
    assert not any(sign in rule_words(parse_rule(rule)) for sign in "abcdefghijklmnopqrstuvwxyz:")


def test_rules_cover_all_kinds() -> None:
    assert len(RULES) == len(kinds())


@pytest.mark.parametrize(
    ("kind", "numbers", "words"),
    [
        ("weekly", "", "请选星期几"),
        ("branch", "", "请选地支"),
        ("monthday", "", "请写几日"),
        ("monthday", "8、40", "“40”不对"),
        ("lunar", "三、八、十一", "不对"),
        ("dates", "", "请写日期"),
        ("every", "", "从哪天数起"),
    ],
)
def test_a_rule_that_is_not_finished_is_refused_in_words(
    qtbot: QtBot, desk: Desk, kind: str, numbers: str, words: str
) -> None:
    row = RuleRow(desk.now)
    qtbot.addWidget(row)
    row.put_state({"kind": kind, "numbers": numbers})
    with pytest.raises(Refused) as raised:
        row.text()
    assert words in raised.value.message


def test_market_days_may_be_written_in_chinese(qtbot: QtBot, desk: Desk) -> None:
    row = RuleRow(desk.now)
    qtbot.addWidget(row)
    row.put_state({"kind": "lunar", "numbers": "逢三、八"})
    assert row.text() == "lunar:3,8"


def test_leaders_are_ticked_weighed_and_ordered(qtbot: QtBot, desk: Desk) -> None:
    lead(desk)
    turns = TurnsField(desk.office.current().leaders)
    qtbot.addWidget(turns)
    assert turns.text() == ""
    turns.lines[0].tick.setChecked(False)
    turns.lines[1].weight.setValue(2)
    turns.lines[2].up.click()
    assert turns.text() == f"{LEADERS[2]},{LEADERS[1]}:2"
    turns.by_text.setChecked(True)
    assert turns.line.text() == f"{LEADERS[2]},{LEADERS[1]}:2"
    turns.line.setText(f"{LEADERS[0]}+{LEADERS[1]},{LEADERS[2]}")
    assert [turn.leaders for turn in turns.turns()] == [(LEADERS[0], LEADERS[1]), (LEADERS[2],)]
    turns.put("")
    assert turns.text() == ""


def test_the_plan_is_seen_before_it_is_made(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    lead(desk)
    page, panel = _plan(qtbot, desk, seat)
    since = desk.today() + timedelta(days=1)
    until = since + timedelta(days=13)
    _type(qtbot, panel, since, until, "weekly:mon,tue,wed,thu,fri,sat,sun")
    panel.fields.holiday.choose("keep")
    quiet(qtbot)
    preview = panel.preview.preview
    assert preview is not None
    assert preview.made == 14
    assert sorted(preview.counts.values()) == [4, 5, 5]
    assert desk.schedule.count(DayQuery()) == 0
    panel.fields.hours.setText("09:00-11:30")
    panel.send_button.click()
    quiet(qtbot)
    days = desk.schedule.days(DayQuery())
    assert [(line.on, line.leaders) for line in preview.lines] == [(day.on, day.leaders) for day in days]
    assert days[0].slot.hours == "09:00-11:30"
    assert page.form is None
    assert page.month.on == days[0].on
    assert desk.drafts.whole() == []


def test_moved_dates_say_why_and_rules_without_dates_are_told(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    lead(desk)
    _page, panel = _plan(qtbot, desk, seat)
    sunday = desk.today() + timedelta(days=13 - desk.today().weekday())
    panel.fields.rules.add()
    panel.fields.rules.rows[1].put("dates:2031-01-03")
    _type(qtbot, panel, sunday - timedelta(days=1), sunday, "weekly:sun")
    shown = panel.preview
    assert shown.preview is not None
    assert [line.on for line in shown.preview.lines] == [sunday + timedelta(days=1)]
    assert "星期日" in shown.preview.lines[0].remark
    assert "顺延" in shown.preview.lines[0].remark
    assert "“指定日期”在这段时间没有日子" in shown.warning.text()


def test_days_that_are_there_are_laid_anew_only_when_asked(
    qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay]
) -> None:
    desk.schedule.lock(filled[0].on)
    _page, panel = _plan(qtbot, desk, seat)
    dates = ",".join(day.on.isoformat() for day in filled)
    panel.fields.place.setText("一楼")
    panel.fields.turns.put(f"{LEADERS[2]},{LEADERS[1]}")
    _type(qtbot, panel, filled[0].on, filled[-1].on, f"dates:{dates}")
    assert "已经排了 12 次" in panel.again.text()
    assert "没有锁定的 11 次" in panel.again.text()
    panel.send_button.click()
    qtbot.waitUntil(lambda: "打勾" in panel.again_says.text())
    assert [day.leaders for day in desk.schedule.days(DayQuery())] == [day.leaders for day in filled]
    panel.again.setChecked(True)
    panel.send_button.click()
    quiet(qtbot)
    after = desk.schedule.days(DayQuery())
    assert after[0].leaders == filled[0].leaders
    assert {day.leaders[0] for day in after[1:]} == {LEADERS[1], LEADERS[2]}


@pytest.mark.parametrize(
    ("key", "text", "field"),
    [
        ("from", "32.13", "from"),
        ("to", "2020-01-01", "to"),
        ("time", "25:00-26:00", "time"),
        ("except", "2.30", "except"),
    ],
)
def test_what_is_refused_stands_beside_its_field(
    qtbot: QtBot, desk: Desk, seat: Seat, key: str, text: str, field: str
) -> None:
    lead(desk)
    _page, panel = _plan(qtbot, desk, seat)
    day = desk.today() + timedelta(days=2)
    _type(qtbot, panel, day, day, f"dates:{day.isoformat()}")
    panel.fields.fields[key].editor.setText(text)  # type: ignore[attr-defined]
    panel.send()
    quiet(qtbot)
    assert panel.fields.fields[field].said() != ""
    assert desk.schedule.count(DayQuery()) == 0
    said = [name for name, each in panel.fields.fields.items() if each.editor.property("state") == "error"]
    assert said == [field]


def test_nobody_ticked_and_no_villages_are_told_in_place(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    lead(desk)
    _page, panel = _plan(qtbot, desk, seat)
    day = desk.today() + timedelta(days=2)
    _type(qtbot, panel, day, day, f"dates:{day.isoformat()}")
    panel.fields.kind.choose("village")
    panel.fields.own.setChecked(True)
    panel.send()
    qtbot.waitUntil(lambda: "联系村" in panel.fields.own_says.text())
    for line in panel.fields.turns.lines:
        line.tick.setChecked(False)
    panel.send()
    quiet(qtbot)
    assert "请勾选" in panel.fields.fields["leaders"].said()


def test_without_leaders_the_way_to_their_list_is_offered(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    page, panel = _plan(qtbot, desk, seat)
    assert "还没有领导名单" in panel.notice.text()
    with qtbot.waitSignal(page.go) as gone:
        panel.notice.action().click()
    assert gone.args == [ToSettings("people")]


def test_a_plan_is_stored_taken_and_dropped(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    lead(desk)
    page, panel = _plan(qtbot, desk, seat)
    day = desk.today() + timedelta(days=2)
    _type(qtbot, panel, day, day, "weekly:thu")
    panel.keep_button.click()
    assert "方案名称" in panel.notice.text()
    panel.plan_name.setText("每周四")
    panel.fields.exceptions.setText(f"{day.isoformat()}至{day.isoformat()}")
    panel.keep_button.click()
    quiet(qtbot)
    (plan,) = desk.schedule.plans()
    assert (plan.name, plan.rules, plan.exceptions) == ("每周四", ("weekly:thu",), (f"{day}..{day}",))
    panel.fields.rules.put(("workday",))
    panel.take_plan("每周四")
    assert panel.fields.rules.texts() == ("weekly:thu",)
    with qtbot.waitSignal(page.message):
        panel.drop_button.click()
    quiet(qtbot)
    assert desk.schedule.plans() == []
    desk.undo.back()
    assert [kept.name for kept in desk.schedule.plans()] == ["每周四"]


def test_what_is_typed_survives_leaving(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    lead(desk)
    page, panel = _plan(qtbot, desk, seat)
    panel.fields.rules.rows[0].put("monthday:8,18")
    panel.fields.place.setText("二楼会议室")
    press(Qt.Key.Key_Escape)
    assert page.form is None
    qtbot.waitUntil(lambda: len(desk.drafts.whole()) == 1, timeout=10_000)
    page.open_plan()
    quiet(qtbot)
    again = page.form
    assert isinstance(again, PlanPanel)
    qtbot.waitUntil(lambda: again.fields.place.text() == "二楼会议室")
    assert again.fields.rules.texts() == ("monthday:8,18",)


@pytest.mark.parametrize("step", [0, 3])
def test_nothing_of_the_form_is_cut_off(qtbot: QtBot, desk: Desk, seat: Seat, step: int) -> None:
    lead(desk)
    theme.theme.apply(step, False)
    page, panel = _plan(qtbot, desk, seat)
    page.resize(1164 if step else 1212, 597 if step else 691)
    panel.fields.kind.choose("outreach")
    panel.fields.turns.by_text.setChecked(True)
    quiet(qtbot)
    assert clipped(page) == []
    assert nameless(panel) == []
