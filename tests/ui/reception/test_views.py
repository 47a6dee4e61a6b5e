"""领导接待日: the year, the list, leave and what it upsets, the papers of the month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.desk.reception.reception import DayQuery
from petidesk.domain.reception.days import KINDS, ReceptionDay
from petidesk.ui.look import files, theme
from petidesk.ui.reception.leave import LeavePanel
from petidesk.ui.reception.listing import span
from petidesk.ui.reception.page import ReceptionPage
from petidesk.ui.reception.reading import month_key
from petidesk.ui.reception.year_blocks import common_lines
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import ToReception, ToReceptions, ToYear
from petidesk.ui.sittings.tab import SittingTab
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.reception_office import LEADERS, fill, lead, open_page, quiet, rota
from tests.ui.desks.typist import enter, press, write

__all__ = ["fill"]


def _column(page: ReceptionPage, key: str) -> list[str]:
    lines = page.lines
    column = next(each for each in lines.model.columns if each.key == key)
    return [column.text(row) for row in lines.model.rows]


# ---- year


def test_all_months_of_a_year_are_written_alike(qtbot: QtBot, filled: list[ReceptionDay]) -> None:
    """The fullest month says how large the letters are and how much a line says, of all of them."""
    many, few = tuple(filled[:1] * 14), (filled[0],)
    wide, high = theme.theme.em(20), theme.theme.em(9)
    alone, crowded = common_lines([few], wide, high), common_lines([few, many, ()], wide, high)
    assert crowded == common_lines([many], wide, high)
    assert crowded[0] < alone[0]
    assert alone[2] <= crowded[2]


def test_the_year_counts_each_leader_and_opens_a_month(
    qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay]
) -> None:
    year = filled[0].on.year
    desk.schedule.substitute(filled[0].on, filled[1].leaders[0], "出差")
    page = open_page(qtbot, desk, seat, ToYear(year))
    tab = page.year
    assert tab.shown is not None
    mine = [day for day in filled if day.on.year == year]
    assert [len(month) for month in tab.shown.months] == [
        sum(day.on.month == month for day in mine) for month in range(1, 13)
    ]
    counted = desk.schedule.counts(year)
    assert {row.leader: (row.total, row.planned) for row in tab.shown.counts} == {
        name: (line["total"], line["planned"]) for name, line in counted.items()
    }
    headings = [column.heading for column in tab.counts.columns]
    assert headings == ["领导", "接访", "合计", "原定", "批次/人次"]
    rota(desk, [filled[-1].on + timedelta(days=1)], "outreach")
    if (filled[-1].on + timedelta(days=1)).year == year:
        page.turn("year", year)
        quiet(qtbot)
        assert KINDS["outreach"] in [column.heading for column in tab.counts.columns]
    grid = tab.grid
    assert grid.hasFocus()
    month = grid.current_month()
    assert month is not None
    press(Qt.Key.Key_Left)
    before = grid.current_month()
    assert before is not None
    assert before.month == (month.month - 2) % 12 + 1
    enter()
    quiet(qtbot)
    assert page.current == "month"
    assert page.month.on.month == before.month


def test_the_year_tells_what_came_of_each_kind(
    qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay]
) -> None:
    today = desk.today()
    rota(desk, [today], "village")
    page = open_page(qtbot, desk, seat, ToYear(today.year))
    assert page.year.kinds_table.isHidden() and page.year.villages.isHidden()
    desk.sittings.close(today, {"outcome": "talk", "summary": "同村组长商量了水渠的事。"})
    page.turn("year", today.year)
    quiet(qtbot)
    (row,) = page.year.kinds.rows
    assert [column.text(row) for column in page.year.kinds.columns] == ["村级接访", "1", "—", "—", "—", "—", "—"]
    assert "无案说事 1" in page.year.villages.text() and clipped(page) == []


def test_the_year_before_is_a_key_away(qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay]) -> None:
    page = open_page(qtbot, desk, seat, ToYear(desk.today().year))
    press(Qt.Key.Key_PageUp)
    quiet(qtbot)
    assert page.year.year == desk.today().year - 1
    assert "没有排" in page.year.total.text()


# ---- list


@pytest.mark.parametrize(
    ("code", "since", "until"),
    [
        ("this", date(2026, 11, 1), date(2026, 11, 30)),
        ("next", date(2026, 12, 1), date(2026, 12, 31)),
        ("quarter", date(2026, 10, 1), date(2026, 12, 31)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
        ("ahead", date(2026, 11, 22), None),
    ],
)
def test_ranges(code: str, since: date, until: date | None) -> None:
    assert span(code, date(2026, 11, 22)) == (since, until)


def test_the_list_is_filtered_sorted_and_opens_the_day(
    qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay]
) -> None:
    desk.schedule.swap(filled[0].on, filled[1].on, "出差")
    desk.schedule.call_off(filled[2].on, "停电")
    desk.schedule.leave(filled[3].leaders[0], filled[3].on, filled[3].on)
    page = open_page(qtbot, desk, seat, ToReceptions("ahead"))
    lines = page.lines
    assert _column(page, "on") == [day.on.isoformat() for day in filled]
    assert _column(page, "planned")[:3] == [filled[0].planned[0], filled[1].planned[0], ""]
    assert _column(page, "why")[:3] == ["出差", "出差", "停电"]
    assert _column(page, "state")[:5] == ["已变动", "已变动", "取消", "有人请假", ""]
    lines._sort_by(0)
    assert _column(page, "on") == [day.on.isoformat() for day in reversed(filled)]
    lines.leader.setCurrentIndex(lines.leader.findData(LEADERS[1]))
    lines.leader.activated.emit(lines.leader.currentIndex())
    quiet(qtbot)
    assert set(_column(page, "leaders")) == {LEADERS[1]}
    lines.table.setFocus()
    enter()
    quiet(qtbot)
    day = lines.table.current_row()
    assert isinstance(day, ReceptionDay)
    assert lines.panel.read is not None
    assert lines.panel.read.on == day.on
    assert lines.panel.isAncestorOf(page.focusWidget() or page)
    press(Qt.Key.Key_Escape)
    assert lines.table.hasFocus()


def test_an_empty_list_holds_the_first_action(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    lead(desk)
    page = open_page(qtbot, desk, seat, ToReceptions("this"))
    assert page.lines.plan_button.isVisible()
    page.lines.plan_button.click()
    quiet(qtbot)
    assert page.form is not None


# ---- leave


def _leave(qtbot: QtBot, page: ReceptionPage) -> LeavePanel:
    page.open_leave()
    quiet(qtbot)
    panel = page.form
    assert isinstance(panel, LeavePanel)
    return panel


def test_leave_upsets_the_rota_and_somebody_stands_in(
    qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay]
) -> None:
    day = filled[0]
    page = open_page(qtbot, desk, seat, ToReception(day.on))
    panel = _leave(qtbot, page)
    panel.form.answers["leaders"].put(day.leaders[0])
    for _ in range(2):
        write(day.on.isoformat())
        enter()
    write("学习")
    enter(2)
    quiet(qtbot)
    (leave,) = desk.schedule.leaves()
    assert (leave.leader, leave.since, leave.until, leave.why) == (day.leaders[0], day.on, day.on, "学习")
    (button,) = panel.substitute_buttons
    assert button.hasFocus()
    button.click()
    quiet(qtbot)
    assert page.current == "month"
    form = page.month.panel.form
    assert form is not None
    form.answers["name"].put(filled[1].leaders[0])
    form.answers["why"].put("学习")
    form.save_button.click()
    quiet(qtbot)
    assert desk.schedule.days(DayQuery(day.on, day.on))[0].leaders == filled[1].leaders


def test_leave_that_is_not_right_is_refused_beside_its_field(
    qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay]
) -> None:
    day = filled[0]
    desk.schedule.leave(LEADERS[0], day.on, day.on, "学习")
    page = open_page(qtbot, desk, seat)
    panel = _leave(qtbot, page)
    form = panel.form
    form.save_button.click()
    assert form.answers["from"].field.said() != ""
    form.answers["from"].put(filled[1].on.isoformat())
    form.answers["to"].put(day.on.isoformat())
    form.save_button.click()
    qtbot.waitUntil(lambda: "之前" in form.answers["to"].field.said())
    form.answers["from"].put(day.on.isoformat())
    form.save_button.click()
    qtbot.waitUntil(lambda: "已经记过" in form.answers["leaders"].field.said())
    panel.take_back_buttons[0].click()
    quiet(qtbot)
    assert desk.schedule.leaves() == []
    assert panel.take_back_buttons == []


# ---- papers and files


def test_a_preview_issues_nothing_printing_does_and_a_change_is_told(
    qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay], tmp_path_factory: pytest.TempPathFactory
) -> None:
    day = next(each for each in filled if each.on.month == filled[-1].on.month)
    month = month_key(day.on)
    page = open_page(qtbot, desk, seat, ToReception(day.on))
    assert page.print_page()
    qtbot.waitUntil(lambda: page.preview.paper() is not None, timeout=20_000)
    quiet(qtbot)
    assert not desk.schedule_papers.is_issued(month)
    page.preview.write_pdf(tmp_path_factory.mktemp("pdf") / "notice.pdf")
    quiet(qtbot)
    assert desk.schedule_papers.is_issued(month)
    page._close_preview()
    quiet(qtbot)
    assert page.month.outdated.isHidden()
    free = next(name for name in LEADERS if name not in day.leaders)
    desk.schedule.substitute(day.on, free, "出差")
    page.opened(ToReception(day.on))
    quiet(qtbot)
    assert page.month.outdated.isVisible()
    assert page.month.outdated.text() == "公示张贴后有变动，请重新打印。"


def test_a_month_without_receptions_has_nothing_to_print(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    lead(desk)
    page = open_page(qtbot, desk, seat)
    with qtbot.waitSignal(page.denied) as said:
        assert page.print_page()
    assert "还没有排接待日" in said.args[0]


def test_cards_are_shown_eight_or_ten_to_a_page(
    qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay]
) -> None:
    page = open_page(qtbot, desk, seat)
    page.print_cards()
    qtbot.waitUntil(lambda: page.preview.paper() is not None, timeout=20_000)
    quiet(qtbot)
    assert page.preview.chosen_size() == "8"


@pytest.mark.parametrize(("kind", "start"), [("xlsx", b"PK"), ("ics", b"BEGIN:VCALENDAR")])
def test_the_month_is_written_for_other_programs(
    qtbot: QtBot,
    desk: Desk,
    seat: Seat,
    filled: list[ReceptionDay],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    start: bytes,
) -> None:
    target = tmp_path_factory.mktemp("out") / f"rota.{kind}"
    monkeypatch.setattr(files, "file_to_save", lambda *_words: target)
    page = open_page(qtbot, desk, seat, ToReception(filled[0].on))
    with qtbot.waitSignal(page.message, timeout=10_000) as said:
        page.export(kind)
    assert target.name in said.args[0]
    assert target.read_bytes().startswith(start)


# ---- from a day to its sitting


def test_a_day_leads_to_its_sitting(qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay]) -> None:
    page = open_page(qtbot, desk, seat, ToReception(filled[0].on))
    page.month.panel.buttons["sitting"].click()
    shown = page.tab("sitting")
    assert page.current == "sitting" and isinstance(shown, SittingTab) and page.help_name == "sitting"
    qtbot.waitUntil(lambda: shown.sitting is not None)
    assert shown.sitting is not None and shown.sitting.day.day_id == filled[0].day_id
    assert page.bar.isHidden()
    page.turn("month")
    assert page.bar.isVisible()
    quiet(qtbot)


@pytest.mark.parametrize("step", [0, 3])
def test_leave_and_an_open_day_fit(qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay], step: int) -> None:
    theme.theme.apply(step, False)
    page = open_page(qtbot, desk, seat, ToReceptions("ahead"))
    page.resize(1164 if step else 1212, 597 if step else 691)
    quiet(qtbot)
    page.lines.open_panel(filled[0].on)
    quiet(qtbot)
    assert clipped(page) == []
    page.lines.close_panel()
    panel = _leave(qtbot, page)
    assert clipped(page) == []
    assert nameless(panel) == []
