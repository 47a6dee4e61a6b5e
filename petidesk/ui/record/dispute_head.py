"""The head of an open dispute: its number and heading, where it stands, how grave it is, by when it is due."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.ledger.disputes import Dispute
from petidesk.ui.ledger.words import RISK_TONES, due_tone, due_words, is_open, risk_words, state_words
from petidesk.ui.look import controls
from petidesk.ui.look.dates import short_day
from petidesk.ui.look.lights import Tone, light_tone, light_words, lit
from petidesk.ui.look.theme import spaced

if TYPE_CHECKING:
    from petidesk.domain.office.office import Office


class DisputeHead(QWidget):
    """`closed` asks to go back to the list."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        spaced(column, 0.5)
        line = QHBoxLayout()
        spaced(line, 0.5)
        self.back = controls.button(self.tr("返回台账  Esc"), self.closed.emit, part="link", icon="chevron-left")
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

    def show_dispute(self, dispute: Dispute, today: date, office: Office) -> None:
        """Say which dispute this is and where it stands."""
        content = dispute.content
        self.number.setText(dispute.dispute_no)
        self.title.set_whole(content.heading)
        self.badges.clear()
        if dispute.voided:
            self.badges.add(controls.label(self.tr("作废"), "badge-seal"))
            return
        self.badges.add(
            controls.label(
                state_words(dispute.state, dispute.level), "badge-ink" if is_open(dispute.state) else "badge-leaf"
            )
        )
        risk = self.tr("风险 {0}").format(risk_words(content.risk_level, office.risk_labels))
        self.badges.add(lit(RISK_TONES.get(content.risk_level, Tone.SOFT), risk))
        if content.due_on is not None and is_open(dispute.state):
            words = self.tr("化解时限 {0}").format(due_words(content.due_on, dispute.state, today))
            self.badges.add(lit(due_tone(content.due_on, dispute.state, today), words))
        if dispute.follow_up_due is not None:
            due = dispute.follow_up_due
            words = self.tr("回访 {0} {1}").format(light_words(due, today), short_day(due, today))
            self.badges.add(lit(light_tone(due, today), words))
