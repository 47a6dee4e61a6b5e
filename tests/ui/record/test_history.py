"""修改记录 of a record: a change is called what its form calls it, and no earlier act is lost."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from petidesk.domain.audit import AuditChange, AuditLine
from petidesk.ui.record.history import SHOWN, Change, changes, history_section


def test_each_record_calls_its_fields_as_its_own_form_does() -> None:
    assert changes({"phone": "", "due_on": None}, {"phone": "13800001234", "due_on": "2026-12-01"}, "dispute") == [
        Change("联系电话", "（空）", "138 0000 1234", "phone"),
        Change("化解时限", "（空）", "2026-12-01", "due_on"),
    ]
    assert changes({"title": "路灯"}, {"title": "路灯不亮"}) == [Change("事项概要", "路灯", "路灯不亮", "title")]
    assert changes({"version": 1}, {"version": 2}) == changes(None, {"title": "路灯"}) == []


def test_the_parties_of_a_dispute_keep_their_numbers_masked() -> None:
    party = {"side": "a", "name": "张桂花", "phone": "13800001234", "id_number": "522201197001010018"}
    (change,) = changes({"parties": []}, {"parties": [party]}, "dispute")
    assert change.label == "当事人" and change.before == "（空）"
    assert "张桂花" in change.after and "138****1234" in change.after and "522201197001010018" not in change.after


def test_what_was_done_long_ago_stands_behind_a_link(qtbot: QtBot) -> None:
    at = datetime(2026, 3, 2, 9, 20)
    lines = [
        AuditChange(
            AuditLine(number, at, f"值班员{number}", "visit.amended", "visit", "清访2026-0001"), None, None, False
        )
        for number in range(SHOWN + 3)
    ]
    card = history_section(lines, "visit")
    qtbot.addWidget(card)

    def acts() -> list[str]:
        return [label.text() for label in card.findChildren(QLabel) if "更正" in label.text()]

    assert len(acts()) == SHOWN and not any("值班员0 " in act for act in acts())
    (earlier,) = card.findChildren(QPushButton)
    assert earlier.text() == "再看更早的 3 条"
    earlier.click()
    assert len(acts()) == SHOWN + 3
