"""The timeline of a dispute, newest first, down to the day it was found; what was taken back is struck through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from petidesk.domain.ledger.disputes import Dispute, DisputeEvent
from petidesk.ui.ledger.steps import may_be_undone
from petidesk.ui.ledger.words import event_label, event_sentence
from petidesk.ui.look import controls
from petidesk.ui.look.theme import role, sized, spaced
from petidesk.ui.record.cards import said
from petidesk.ui.record.timeline import DAY
from petidesk.ui.translate import translate

# So many events stand at once; a link shows as many more again.
SHOWN = 40


class DisputeTimeline(QFrame):
    """The card 化解经过. `undo` is called with an event."""

    def __init__(self, dispute: Dispute, today: date, undo: Callable[[DisputeEvent], None], shown: int = SHOWN) -> None:
        super().__init__()
        self.dispute = dispute
        self.shown = shown
        self._today = today
        self._undo = undo
        role(self, "card")
        self._column = QVBoxLayout(self)
        spaced(self._column, 0.75, (1, 1, 1, 1))
        self._column.addWidget(controls.label(translate("DisputeTimeline", "化解经过"), "section"))
        told = [event for event in dispute.events if event.kind != "undone"]
        self._events = sorted(told, key=lambda event: (event.on, event.event_id), reverse=True)
        self._rows = 0
        self._more = controls.button("", self.show_more, part="link")
        self._found = self._found_row()
        self._fill()

    def show_more(self) -> None:
        """Show as many earlier events again."""
        self.shown += SHOWN * 2
        for part in (self._more, self._found):
            self._column.removeWidget(part)
        self._fill()

    def _fill(self) -> None:
        for event in self._events[self._rows : self.shown]:
            self._column.addWidget(self._event_row(event))
            self._column.addWidget(controls.rule())
            self._rows += 1
        left = len(self._events) - self._rows
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._more.setText(translate("DisputeTimeline", "再看更早的 {0} 条").format(left))
        self._more.setVisible(left > 0)
        self._column.addWidget(self._found)

    def _event_row(self, event: DisputeEvent) -> QWidget:
        sentence = event_sentence(event)
        parts = [sentence] if sentence else []
        if event.note:
            parts.append(translate("DisputeTimeline", "备注：{0}").format(event.note))
        back = None
        if may_be_undone(self.dispute, event.event_id, self._today):
            back = controls.button(translate("DisputeTimeline", "撤销"), partial(self._undo, event), part="tail")
            back.setAccessibleName(
                translate("DisputeTimeline", "撤销 {0} 的{1}").format(event.on.isoformat(), event_label(event.kind))
            )
            back.setToolTip(translate("DisputeTimeline", "撤销以后仍看得见，划去显示"))
        who = [event.by or event.staff, translate("DisputeTimeline", "已撤销") if event.undone else ""]
        return _row(event.on, event_label(event.kind), parts, who, back, struck=event.undone)

    def _found_row(self) -> QWidget:
        """Where every dispute begins."""
        dispute = self.dispute
        content = dispute.content
        where = translate("DisputeTimeline", "{0}{1}").format(content.village, content.village_group)
        parts = [f"{where}，{content.source}" if content.source else where]
        if dispute.round_no:
            parts.append(translate("DisputeTimeline", "排查轮次 {0}").format(dispute.round_no))
        entered = translate("DisputeTimeline", "{0} 登记 {1}").format(
            dispute.entered_by, f"{dispute.entered_at:%Y-%m-%d %H:%M}"
        )
        return _row(content.found_on, translate("DisputeTimeline", "排查发现"), parts, [entered], None, struck=False)


def _row(day: date, label: str, parts: list[str], who: list[str], tail: QWidget | None, *, struck: bool) -> QWidget:
    row = QWidget()
    grid = QGridLayout(row)
    spaced(grid, 0.25)
    grid.setColumnStretch(1, 1)
    when = controls.label(day.isoformat(), "soft")
    sized(when, min_width=DAY)
    grid.addWidget(when, 0, 0, Qt.AlignmentFlag.AlignTop)
    title = said(label, "strong")
    head = QHBoxLayout()
    spaced(head, 0.5)
    head.addWidget(title, 1)
    if tail is not None:
        head.addWidget(tail, 0, Qt.AlignmentFlag.AlignTop)
    grid.addLayout(head, 0, 1)
    lines: list[QLabel] = [said(part) for part in parts]
    for place, line in enumerate(lines, 1):
        grid.addWidget(line, place, 1)
    if struck:
        for line in (title, *lines):
            font = line.font()
            font.setStrikeOut(True)
            line.setFont(font)
    grid.addWidget(controls.label(" · ".join(word for word in who if word), "small", wrap=True), len(lines) + 1, 1)
    row.setAccessibleName("，".join((day.isoformat(), label, *parts)))
    return row
