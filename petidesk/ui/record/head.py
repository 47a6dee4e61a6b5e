"""The head of an open case: its number and title, where it stands, by when it must be answered, and why that day."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.cases.cases import ENDED
from petidesk.domain.cases.files import CaseFile, state_words
from petidesk.ui.cases.words import clock_label
from petidesk.ui.look import controls
from petidesk.ui.look.dates import short_day
from petidesk.ui.look.lights import light_tone, light_words, lit
from petidesk.ui.look.theme import spaced


class CaseHead(QWidget):
    """`closed` asks to go back, `explain` for the days of the due date, `other` carries the number of another case."""

    closed = Signal()
    explain = Signal()
    other = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        spaced(column, 0.5)
        line = QHBoxLayout()
        spaced(line, 0.5)
        self.back = controls.button(self.tr("返回列表  Esc"), self.closed.emit, part="link", icon="chevron-left")
        line.addWidget(self.back)
        self.number = controls.label("", "section")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.addWidget(self.number)
        self.title = controls.Elided("", "section")
        line.addWidget(self.title, 1)
        self.close_button = controls.icon_button("x", self.tr("关上 Esc"), self.closed.emit)
        line.addWidget(self.close_button)
        column.addLayout(line)
        self.badges = controls.Flow(0.5)
        column.addWidget(self.badges)

    def set_over(self, over: bool) -> None:
        """Over the list there is a way back in words; beside it a small cross is enough."""
        self.back.setVisible(over)
        self.close_button.setVisible(not over)

    def show_case(self, case: CaseFile, today: date) -> None:
        """Say which case this is and where it stands."""
        self.number.setText(case.case_no)
        # Nothing keeps a title of an accusation; what was said stands with its visit.
        closed = self.tr("检举控告 · 限制查阅") if case.masked else self.tr("检举控告")
        self.title.set_whole(closed if case.restricted else case.title)
        self.badges.clear()
        self.badges.add(controls.label(state_words(case), "badge-leaf" if case.state in ENDED else "badge-ink"))
        if case.due is not None:
            words = self.tr("{0}期限 {1} {2}").format(
                clock_label(case.due_kind), short_day(case.due, today), light_words(case.due, today)
            )
            self.badges.add(lit(light_tone(case.due, today), words))
            self.badges.add(controls.button(self.tr("为什么是这一天"), self.explain.emit, part="link"))
        waiting = sum(letter.waits_for_service for letter in case.letters)
        if waiting:
            self.badges.add(controls.label(self.tr("{0} 件待送达").format(waiting), "badge-amber"))
        if case.restricted and not case.masked:
            self.badges.add(controls.label(self.tr("检举控告 · 限制查阅"), "badge-amber"))
        for words, number in ((self.tr("已并入 {0}"), case.merged_into), (self.tr("分自 {0}"), case.split_from)):
            if number:
                call = partial(self.other.emit, number)
                self.badges.add(controls.button(words.format(number), call, part="link", icon="link"))
