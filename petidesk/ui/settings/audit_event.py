"""One audit event to read beside the list: who, when, to which record, what it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.audit import AuditChange, HistoryLine
from petidesk.domain.audit_words import kind_words
from petidesk.ui import work
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import spaced
from petidesk.ui.record.brief import BriefView
from petidesk.ui.settings.audit_words import action_words, changed_lines, subject_words

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

# So many changes of one event are read; a whole ledger that was taken in is no reading.
MOST_LINES = 60


class EventSheet(QWidget):
    """Reads the event of an id; arrow keys and the page keys scroll it, Esc and F3 lead back to the list."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.brief = BriefView()
        self.brief.badge.hide()
        self.changes = controls.label("", wrap=True)
        self.changes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.brief.column.addWidget(self.changes)
        self.brief.column.addStretch(1)
        self.reader = containers.Scroll(self.brief)
        self.reader.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.reader.setAccessibleName(self.tr("这一条修改记录"))
        head = QHBoxLayout()
        spaced(head, 0.5)
        head.addStretch(1)
        head.addWidget(controls.button(self.tr("回到列表  Esc"), self.closed.emit))
        column = QVBoxLayout(self)
        spaced(column, 0.5, (0.75, 0, 0, 0))
        column.addLayout(head)
        column.addWidget(self.reader, 1)
        self.setFocusProxy(self.reader)
        self._reading = work.Reading(self, self._wait)

    @property
    def event_id(self) -> int | None:
        """The event that is shown or read."""
        about = self._reading.about
        return about if isinstance(about, int) else None

    def show_id(self, event_id: int, rest_ms: int = 0) -> None:
        """Read and show an event; `rest_ms`: when no other was asked for in that time."""
        desk = self._desk
        self._reading.read(event_id, lambda: desk.audit.change(event_id), self._show, self._failed, rest_ms=rest_ms)

    def _wait(self, _about: object) -> None:
        self.brief.title.setText(self.tr("正在打开…"))
        self.brief.facts.clear()
        self.changes.clear()

    def _failed(self, trouble: Exception) -> None:
        self.brief.title.setText(self.tr("没有打开"))
        self.brief.facts.setText(str(getattr(trouble, "message", "")))

    def _show(self, change: HistoryLine | None) -> None:
        if change is None:
            return
        line = change.event
        subject = " ".join(part for part in (kind_words(line.subject_kind), subject_words(line)) if part)
        self.brief.title.setText(action_words(line.action))
        facts = [
            self.tr("时间：{0}").format(f"{line.at:%Y-%m-%d %H:%M:%S}"),
            self.tr("人员：{0}").format(line.staff),
            self.tr("对象：{0}").format(subject),
            self.tr("序号：{0}").format(line.event_id),
        ]
        self.brief.facts.setText("\n".join(facts))
        self.changes.setText("\n".join(self._said(change)))

    def _said(self, change: HistoryLine) -> list[str]:
        if not isinstance(change, AuditChange):
            return [self.tr("检举控告，内容限制查阅。")]
        lines = changed_lines(change.before, change.after, change.event.subject_kind)
        more = [self.tr("另有 {0} 项。").format(len(lines) - MOST_LINES)] if len(lines) > MOST_LINES else []
        return [*lines[:MOST_LINES], *more] or [self.tr("没有可以显示的内容。")]
