"""设置: what is typed reaches the desk, what a rule refuses stands beside its field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from petidesk.desk.opening import Desk
from petidesk.ui import theme, work
from petidesk.ui.audit import AuditSection, action_words, changed_lines
from petidesk.ui.backups import BackupsSection
from petidesk.ui.seat import Seat
from petidesk.ui.settings_calendar import CalendarSection
from petidesk.ui.settings_look import LookSection
from petidesk.ui.settings_office import NumbersSection, OfficeSection, VillagesSection, village_names


def _quiet(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: work.busy() == 0, timeout=10_000)


def _editor(section: OfficeSection | NumbersSection, key: str) -> QLineEdit:
    editor = section._editors[key]
    assert isinstance(editor, QLineEdit)
    return editor


def test_the_office_is_changed(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    section = OfficeSection(desk, seat)
    qtbot.addWidget(section)
    section.load()
    assert _editor(section, "name").text() == "清溪镇"
    _editor(section, "phone").setText("0318-5550123")
    with qtbot.waitSignal(section.saved, timeout=5000):
        section.main()
    assert desk.office.current().phone == "0318-5550123"


def test_a_refusal_stands_beside_its_field(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    section = OfficeSection(desk, seat)
    qtbot.addWidget(section)
    section.show()
    section.load()
    _editor(section, "name").setText("")
    section.main()
    qtbot.waitUntil(lambda: section._says["name"].isVisible(), timeout=5000)
    assert section._says["name"].text()
    assert _editor(section, "name").property("state") == "error"
    assert desk.office.current().name == "清溪镇"


def test_villages_are_pasted_in(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    section = VillagesSection(desk, seat)
    qtbot.addWidget(section)
    section.load()
    section.text.setPlainText("东村\n西村\t南村\n\n 北村 \n东村")
    assert "4" in section.count.text()
    with qtbot.waitSignal(section.saved, timeout=5000):
        section.main()
    assert {village.name for village in desk.office.villages() if not village.retired} == {
        "东村",
        "西村",
        "南村",
        "北村",
    }


def test_village_names_keep_their_order() -> None:
    assert village_names("东村、西村；河湾社区\r\n东村") == ["东村", "西村", "河湾社区"]
    assert village_names(" \n\n") == []


def test_the_number_pattern_shows_an_example_while_it_is_typed(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    section = NumbersSection(desk, seat)
    qtbot.addWidget(section)
    section.load()
    _editor(section, "visit_pattern").setText("{organ}访〔{year}〕{serial:3}号")
    assert f"清访〔{desk.today().year}〕023号" in section._examples["visit_pattern"].text()
    _editor(section, "visit_pattern").setText("{organ}访{serial:4}")
    assert "{year}" in section._examples["visit_pattern"].text()


def test_a_limit_in_working_days_is_shown_as_one_and_kept(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    desk.office.change({"notice_days": 5, "notice_unit": "working"})
    section = NumbersSection(desk, seat)
    qtbot.addWidget(section)
    section.load()
    assert section._days.text() == "5 个工作日"
    section.main()
    qtbot.waitUntil(lambda: work.busy() == 0, timeout=10_000)
    assert desk.office.current().notice_unit == "working"


def test_limits_can_only_be_tightened(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    section = NumbersSection(desk, seat)
    qtbot.addWidget(section)
    section.load()
    most = section._editors["most_representatives"]
    assert isinstance(most, QSpinBox)
    most.setValue(9)
    assert most.value() == 5
    most.setValue(3)
    with qtbot.waitSignal(section.saved, timeout=5000):
        section.main()
    assert desk.office.current().most_representatives == 3


def test_a_year_without_an_arrangement_is_said_and_can_be_filled(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    year = max(desk.calendars.years()) + 1
    section = CalendarSection(desk, seat)
    qtbot.addWidget(section)
    section.show()
    section.load()
    if year <= desk.today().year + 1:
        assert section.notice.isVisible()
        assert f"{year} 年的安排尚未录入" in section.notice.text()
    section.years.addItem(str(year))
    section.show_year(year)
    first = next(day for day in range(1, 8) if _weekday(year, day))
    section.rest.put([{"date": f"{year}-01-0{first}", "name": "元旦"}])
    with qtbot.waitSignal(section.saved, timeout=5000):
        section.main()
    assert year in desk.calendars.years()
    assert desk.calendars.document(year)["rest_days"] == [{"date": f"{year}-01-0{first}", "name": "元旦"}]


def _weekday(year: int, day: int) -> bool:
    from datetime import date

    return date(year, 1, day).weekday() < 5


def test_a_day_that_is_none_is_named_by_its_line(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    section = CalendarSection(desk, seat)
    qtbot.addWidget(section)
    section.show()
    section.load()
    section.rest.put([{"date": "2026-13-45", "name": "？"}])
    section.main()
    assert section.says.isVisible()
    assert "第 1 行" in section.says.text()


@pytest.mark.parametrize("content", ["not json", "[]", '{"year": 2027}'])
def test_a_file_that_is_no_calendar_is_refused(
    qtbot: QtBot, desk: Desk, seat: Seat, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "calendar.json"
    file.write_text(content, encoding="utf-8")
    before = desk.calendars.years()
    section = CalendarSection(desk, seat)
    qtbot.addWidget(section)
    section.show()
    section.load()
    section.take_file(file)
    qtbot.waitUntil(section.says.isVisible, timeout=5000)
    assert desk.calendars.years() == before


def test_a_calendar_file_is_taken_in(qtbot: QtBot, desk: Desk, seat: Seat, tmp_path: Path) -> None:
    file = tmp_path / "calendar.json"
    document = {"year": 2031, "rest_days": [{"date": "2031-01-01", "name": "元旦"}], "makeup_days": []}
    file.write_text(json.dumps(document), encoding="utf-8")
    section = CalendarSection(desk, seat)
    qtbot.addWidget(section)
    section.load()
    with qtbot.waitSignal(section.saved, timeout=5000):
        section.take_file(file)
    assert desk.calendars.document(2031) == document


def test_a_backup_is_made_listed_and_put_on_a_stick(qtbot: QtBot, desk: Desk, seat: Seat, tmp_path: Path) -> None:
    section = BackupsSection(desk, seat)
    qtbot.addWidget(section)
    section.show()
    section.load()
    _quiet(qtbot)
    assert section.empty.isVisible()
    with qtbot.waitSignal(section.saved, timeout=10_000):
        section.main()
    _quiet(qtbot)
    assert section.table.rowCount() == 1
    chosen = section.table.chosen()
    assert chosen is not None
    assert chosen.verified
    stick = tmp_path / "stick"
    stick.mkdir()
    with qtbot.waitSignal(section.saved, timeout=10_000):
        section.use_place(stick)
    _quiet(qtbot)
    assert any(stick.iterdir())
    assert seat.text("backup/place") == str(stick)


def test_font_step_and_contrast_take_effect_at_once_and_are_kept(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    section = LookSection(desk, seat)
    qtbot.addWidget(section)
    section.load()
    section.look.group.button(2).click()
    assert (theme.theme.step, seat.step) == (2, 2)
    section.look.contrast.click()
    assert theme.theme.contrast
    assert seat.contrast
    section.papers.setCurrentIndex(section.papers.findData("80mm"))
    assert seat.paper == "80mm"


def test_the_audit_list_says_who_changed_what(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    desk.office.change({"phone": "0318-5550123"})
    section = AuditSection(desk, seat)
    qtbot.addWidget(section)
    section.load()
    _quiet(qtbot)
    top = section.tree.topLevelItem(0)
    assert top is not None
    assert top.text(1) == action_words("office.changed") == "修改单位设置"
    assert top.text(3) == "值班员"
    section._open(top)
    _quiet(qtbot)
    lines = [top.child(row).text(0) for row in range(top.childCount())]
    assert lines[0] == "查询电话：（空） → 0318-5550123"
    assert not any("valid_from" in line for line in lines)


def test_changed_lines_name_only_what_differs() -> None:
    before = {"village": "东村", "matters": [{"statement": "甲", "purpose": "appeal"}]}
    after = {"village": "西村", "matters": [{"statement": "甲", "purpose": "help"}]}
    assert changed_lines(before, after) == ["村（社区）：东村 → 西村", "事项 信访目的：申诉求决 → 求助"]
    assert changed_lines(None, None) == []
