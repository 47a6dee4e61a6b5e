"""为什么是这一天: every day with its reason, and a missing calendar said plainly."""

from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from petidesk.domain.calendar import Calendar, CalendarYear
from petidesk.domain.clocks import deadline
from petidesk.ui.record.clock_panel import ClockPanel
from tests.ui.desks.fit import nameless

KNOWN = Calendar({2026: CalendarYear(2026, {date(2026, 10, 1): "国庆节", date(2026, 10, 2): "国庆节"}, {})})


def test_a_last_day_on_a_holiday_shows_where_it_moves(qtbot: QtBot) -> None:
    panel = ClockPanel()
    qtbot.addWidget(panel)
    panel.show()
    found = deadline("written_notice", date(2026, 9, 16), KNOWN)
    panel.show_deadlines([found])
    assert panel.days_shown()[0] == "2026-09-16 星期三 不计 起算日不计"
    assert any(line.startswith("2026-10-01 星期四 计 第15日") for line in panel.days_shown())
    assert "不迟于2026年10月1日" in panel.said()
    assert "顺延到：2026年10月5日 星期一" in panel.said()
    assert "最稳妥，在这天以前办：2026年9月30日 星期三" in panel.said()
    assert "第二百零三条" in panel.said()
    assert nameless(panel) == []


def test_a_year_without_a_calendar_is_said_and_never_guessed(qtbot: QtBot) -> None:
    panel = ClockPanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.show_deadlines([deadline("written_notice", date(2027, 3, 1), KNOWN)])
    assert "还没有2027年的放假和调休安排" in panel.said()
    assert "顺延到" not in panel.said()
    assert "2027年3月16日" in panel.said()


def test_several_clocks_can_be_chosen(qtbot: QtBot) -> None:
    panel = ClockPanel()
    qtbot.addWidget(panel)
    panel.show()
    start = date(2026, 9, 16)
    panel.show_deadlines([deadline(kind, start, KNOWN) for kind in ("written_notice", "handling")])
    assert panel._which.isVisible()
    panel._which.setCurrentIndex(1)
    assert "办理期限60日" in panel.said()
    panel.show_deadlines([])
    assert panel.days_shown() == [] or not panel._table.isVisible()
