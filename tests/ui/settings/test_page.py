"""设置: what is typed reaches the desk, what a rule refuses stands beside its field."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.office.fields import SETTINGS, setting_names
from petidesk.domain.office.office import Office
from petidesk.ui.forms.entry_rows import EntryRows, listed
from petidesk.ui.look import theme
from petidesk.ui.seat import Seat
from petidesk.ui.settings.audit_words import changed_lines
from petidesk.ui.settings.backups import BackupsSection
from petidesk.ui.settings.bodies import BodiesSection, PeopleSection
from petidesk.ui.settings.calendar import CalendarSection
from petidesk.ui.settings.ledger import LedgerSection
from petidesk.ui.settings.letters import LettersSection
from petidesk.ui.settings.limits import LimitsSection
from petidesk.ui.settings.look import LookSection
from petidesk.ui.settings.office import NumbersSection, OfficeSection, VillagesSection
from petidesk.ui.settings.office_section import ChangeSection
from petidesk.ui.settings.statistics import StatisticsSection
from tests.ui.desks.calm import quiet


def _editor(section: ChangeSection, key: str) -> QLineEdit:
    editor = section.editor(key)
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
    qtbot.waitUntil(lambda: section.refusal("name") != "", timeout=5000)
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
    assert listed("东村、西村；河湾社区\r\n东村") == ["东村", "西村", "河湾社区"]
    assert listed(" \n\n") == []


def test_the_number_pattern_shows_an_example_while_it_is_typed(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    section = NumbersSection(desk, seat)
    qtbot.addWidget(section)
    section.load()
    assert _editor(section, "visit_pattern").text() == "{代字}访{年份}-{流水号:4}"
    _editor(section, "visit_pattern").setText("{代字}访〔{年份}〕{流水号:3}号")
    assert f"清访〔{desk.today().year}〕023号" in section._examples["visit_pattern"].text()
    _editor(section, "visit_pattern").setText("{代字}访{流水号:4}")
    assert "{年份}" in section._examples["visit_pattern"].text()
    _editor(section, "visit_pattern").setText("{代字}访{年份}第{流水号:3}号")
    section.main()
    quiet(qtbot)
    assert desk.office.current().visit_pattern == "{organ}访{year}第{serial:3}号"


def test_a_limit_in_working_days_is_shown_as_one_and_kept(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    desk.office.change({"notice_days": 5, "notice_unit": "working"})
    section = LimitsSection(desk, seat)
    qtbot.addWidget(section)
    section.load()
    assert section.days.text() == "5 个工作日"
    section.days.setValue(4)
    with qtbot.waitSignal(section.saved, timeout=5000):
        section.main()
    office = desk.office.current()
    assert (office.notice_days, office.notice_unit) == (4, "working")
    section.unit.setCurrentIndex(section.unit.findData("calendar"))
    assert section.days.text() == "4 日"
    with qtbot.waitSignal(section.saved, timeout=5000):
        section.main()
    assert desk.office.current().notice_unit == "calendar"


def test_limits_can_only_be_tightened(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    section = LimitsSection(desk, seat)
    qtbot.addWidget(section)
    section.load()
    most = section.editor("most_representatives")
    assert isinstance(most, QSpinBox)
    most.setValue(9)
    assert most.value() == 5
    most.setValue(3)
    with qtbot.waitSignal(section.saved, timeout=5000):
        section.main()
    assert desk.office.current().most_representatives == 3


def _rows(section: ChangeSection, key: str) -> EntryRows:
    rows = section.editor(key)
    assert isinstance(rows, EntryRows)
    return rows


def test_a_local_limit_is_entered_and_one_longer_than_the_law_is_refused_beside_its_row(
    qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    section = LimitsSection(desk, seat)
    qtbot.addWidget(section)
    section.show()
    section.load()
    limits = _rows(section, "local_limits")
    limits.add.click()
    limits.add.click()
    limits.add.click()
    limits.entries[0].put({"kind": "handling", "amount": 45, "unit": "calendar", "basis": "《安平县规定》第十二条"})
    limits.entries[2].put({"kind": "handling", "amount": 61, "unit": "calendar", "basis": "《安平县规定》第十三条"})
    section.main()
    qtbot.waitUntil(lambda: limits.entries[2].says.isVisible(), timeout=5000)
    assert "60日" in limits.entries[2].says.text()
    assert "第三十四条" in limits.entries[2].says.text()
    assert not limits.entries[0].says.isVisible()
    assert desk.office.current().local_limits == ()
    limits.entries[2].removed.emit()
    with qtbot.waitSignal(section.saved, timeout=5000):
        section.main()
    (limit,) = desk.office.current().local_limits
    assert (limit.kind, limit.amount, limit.basis) == ("handling", 45, "《安平县规定》第十二条")
    assert len(limits.entries) == 1


def test_a_limit_entered_elsewhere_is_kept_as_it_is(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    given = {"kind": "written_notice", "amount": 5, "unit": "working", "basis": "《安平县规定》第三条"}
    desk.office.change({"local_limits": [given]})
    section = LimitsSection(desk, seat)
    qtbot.addWidget(section)
    section.load()
    assert _rows(section, "local_limits").document() == [given]


def test_county_dates_and_leaders_are_entered(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    limits, people = LimitsSection(desk, seat), PeopleSection(desk, seat)
    for section, key, entry in (
        (limits, "county_dates", {"day": 5, "what": "矛盾纠纷月报"}),
        (
            people,
            "leaders",
            {
                "name": "周明",
                "post": "镇长",
                "duties": "政府全面工作",
                "phone": "",
                "weight": 0,
                "villages": ["东村", "西村"],
            },
        ),
    ):
        qtbot.addWidget(section)
        section.load()
        rows = _rows(section, key)
        rows.add.click()
        rows.entries[0].put(entry)
        with qtbot.waitSignal(section.saved, timeout=5000):
            section.main()
        assert rows.document() == [entry]
    office = desk.office.current()
    assert [(due.day, due.what) for due in office.county_dates] == [(5, "矛盾纠纷月报")]
    (leader,) = office.leaders
    assert (leader.name, leader.post, leader.weight, leader.villages) == ("周明", "镇长", 0, ("东村", "西村"))


def test_a_new_leader_takes_turns_and_booking_closes_when_it_is_said(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    people = PeopleSection(desk, seat)
    qtbot.addWidget(people)
    people.load()
    rows = _rows(people, "leaders")
    rows.add.click()
    rows.entries[0].put({"name": "周明"})
    _editor(people, "booking_time").setText("25:00")
    people.main()
    qtbot.waitUntil(lambda: people.refusal("booking_time") != "", timeout=5000)
    _editor(people, "booking_time").setText("16:30")
    days = people.editor("booking_days")
    assert isinstance(days, QSpinBox)
    days.setValue(3)
    with qtbot.waitSignal(people.saved, timeout=5000):
        people.main()
    office = desk.office.current()
    assert (office.booking_days, office.booking_time, office.leaders[0].weight) == (3, "16:30", 1)


def test_bodies_units_and_sections_are_entered(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    bodies, people = BodiesSection(desk, seat), PeopleSection(desk, seat)
    for section in (bodies, people):
        qtbot.addWidget(section)
        section.load()
    _editor(bodies, "reviewing_body").setText("安平县人民政府")
    _editor(bodies, "discipline_body").setText("安平县纪委监委")
    superiors, units = bodies.editor("superiors"), people.editor("units")
    assert isinstance(superiors, QPlainTextEdit)
    assert isinstance(units, QPlainTextEdit)
    superiors.setPlainText("县信访局\n县委办")
    units.setPlainText("自然资源所、司法所\n司法所")
    for section in (bodies, people):
        with qtbot.waitSignal(section.saved, timeout=5000):
            section.main()
    office = desk.office.current()
    assert (office.reviewing_body, office.discipline_body) == ("安平县人民政府", "安平县纪委监委")
    assert office.superiors == ("县信访局", "县委办")
    assert office.units == ("自然资源所", "司法所")


def test_letters_look_and_speak_as_chosen(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    section = LettersSection(desk, seat)
    qtbot.addWidget(section)
    section.load()
    for key, code in (("letterhead", "preprinted"), ("salutation", "您"), ("opinion_title", "信访处理意见书")):
        box = section.editor(key)
        assert isinstance(box, QComboBox)
        box.setCurrentIndex(box.findData(code))
    comrade = section.editor("comrade")
    assert isinstance(comrade, QCheckBox)
    comrade.click()
    assert "张桂花同志：您于" in section.example.text()
    with qtbot.waitSignal(section.saved, timeout=5000):
        section.main()
    office = desk.office.current()
    assert (office.letterhead, office.salutation, office.comrade) == ("preprinted", "您", True)
    assert office.opinion_title == "信访处理意见书"
    assert not office.short_papers


def test_nothing_changed_writes_nothing(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    before = len(desk.audit.lines(100))
    for kind in (OfficeSection, BodiesSection, PeopleSection, LettersSection, LimitsSection, NumbersSection):
        section = kind(desk, seat)
        qtbot.addWidget(section)
        section.load()
        with qtbot.waitSignal(section.denied, timeout=5000) as said:
            section.main()
        assert said.args == ["没有改动。"]
    assert len(desk.audit.lines(100)) == before


def test_every_setting_of_a_section_has_its_words(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    words = setting_names()
    for kind in (OfficeSection, BodiesSection, PeopleSection, LettersSection, LimitsSection, NumbersSection):
        section = kind(desk, seat)
        qtbot.addWidget(section)
        assert section.keys <= set(words)


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
    quiet(qtbot)
    assert section.empty.isVisible()
    with qtbot.waitSignal(section.saved, timeout=10_000):
        section.main()
    quiet(qtbot)
    assert section.table.rowCount() == 1
    chosen = section.table.chosen()
    assert chosen is not None
    assert chosen.verified
    stick = tmp_path / "stick"
    stick.mkdir()
    with qtbot.waitSignal(section.saved, timeout=10_000):
        section.use_place(stick)
    quiet(qtbot)
    assert any(stick.iterdir())
    assert seat.backup_place == str(stick)


def test_font_step_and_contrast_take_effect_at_once_and_are_kept(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    section = LookSection(desk, seat)
    qtbot.addWidget(section)
    section.load()
    section.look.group.button(2).click()
    assert (theme.theme.step, seat.step) == (2, 2)
    section.look.contrast.click()
    assert theme.theme.contrast
    assert seat.contrast
    section.look.dark.click()
    assert (theme.theme.dark, theme.theme.contrast) == (True, False)
    assert (seat.dark, seat.contrast) == (True, False)
    section.look.light.click()
    assert not theme.theme.dark
    assert not seat.dark
    section.papers.setCurrentIndex(section.papers.findData("80mm"))
    assert seat.paper == "80mm"


def test_changed_lines_name_only_what_differs() -> None:
    before = {"village": "东村", "matters": [{"statement": "甲", "purpose": "appeal"}]}
    after = {"village": "西村", "matters": [{"statement": "甲", "purpose": "help"}]}
    assert changed_lines(before, after) == ["村（社区）：东村 → 西村", "事项 信访目的：申诉求决 → 求助"]
    assert changed_lines(None, None) == []


def test_the_ledgers_settings_are_kept_with_their_columns(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    section = LedgerSection(desk, seat)
    qtbot.addWidget(section)
    section.load()
    columns = section.editor("ledger_columns")
    assert isinstance(columns, EntryRows)
    columns.add_entry()
    columns.entries[0].put({"label": "是否信访", "kind": "choice", "choices": ["是", "否"]})
    with qtbot.waitSignal(section.saved, timeout=5000):
        section.main()
    (column,) = desk.office.current().ledger_columns
    assert (column.key, column.kind, column.choices) == ("是否信访", "choice", ("是", "否"))
    before = len(desk.audit.lines(limit=100))
    section.main()
    quiet(qtbot)
    assert len(desk.audit.lines(limit=100)) == before  # nothing differs, nothing is written


def test_every_setting_can_be_changed_on_a_page_and_has_its_default(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    """A setting is added with a line of the catalogue and a default: no page has to be told."""
    sections = (OfficeSection, BodiesSection, PeopleSection, VillagesSection, LettersSection, NumbersSection)
    shown: set[str] = set()
    for kind in (*sections, LimitsSection, LedgerSection, StatisticsSection):
        section = kind(desk, seat)
        qtbot.addWidget(section)
        shown |= section.keys
    assert shown == set(SETTINGS)
    assert set(SETTINGS) - {"villages"} | {"valid_from"} == {field.name for field in dataclasses.fields(Office)}
