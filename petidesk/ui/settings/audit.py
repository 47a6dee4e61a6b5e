"""Section 修改记录: who changed what and when; the newest first, one line opened shows before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from petidesk.domain.audit import AuditChange, AuditLine, HistoryLine
from petidesk.ui import work
from petidesk.ui.look import controls
from petidesk.ui.look.theme import sized, theme
from petidesk.ui.settings.audit_words import action_words, changed_lines, subject_words
from petidesk.ui.settings.page import Section, section_card

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

AT_ONCE = 100
_LINE = Qt.ItemDataRole.UserRole


def _texts(change: HistoryLine, subject: str) -> list[str]:
    return changed_lines(change.before, change.after, subject) if isinstance(change, AuditChange) else []


class AuditSection(Section):
    """The list of audit events."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self._shown = 0
        frame, column = section_card(
            self.tr("修改记录"), self.tr("谁在什么时候做了什么。这些记录只增不改，点一行看改动前后的内容。")
        )
        self.clock = controls.Notice("amber")
        self.clock.hide()
        column.addWidget(self.clock)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(self.tr("修改记录"))
        self.tree.setHeaderLabels([self.tr("时间"), self.tr("做了什么"), self.tr("对象"), self.tr("人员")])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(False)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sized(self.tree, min_height=18)
        self.tree.itemActivated.connect(self._open)
        self.tree.itemClicked.connect(self._open)
        column.addWidget(self.tree, 1)
        self.more = controls.button(self.tr("再列 100 条"), self._more, part="link")
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(frame, 1)
        theme.changed.connect(self._fit)
        self._fit()

    def load(self) -> None:
        """Read the newest lines."""
        self._shown = 0
        desk = self.desk
        work.run(self, lambda: desk.audit.lines(AT_ONCE, 0), self._first)
        work.run(self, desk.audit.clock_trouble, self._say_clock)

    def _say_clock(self, trouble: str) -> None:
        """While the clock is behind the records: somebody may say here that it is right."""
        self.clock.setVisible(bool(trouble))
        self.clock.show_as("amber", trouble, self.tr("现在的日期是对的"), self._clock_right)

    def _clock_right(self) -> None:
        work.run(self, self.desk.audit.clock_right, lambda _none: self._clock_settled())

    def _clock_settled(self) -> None:
        self.message.emit(self.tr("已确认电脑的日期，可以保存了。"))
        self.load()

    def _first(self, lines: list[AuditLine]) -> None:
        self.tree.clear()
        self._add(lines)

    def _more(self) -> None:
        desk, offset = self.desk, self._shown
        work.run(self, lambda: desk.audit.lines(AT_ONCE, offset), self._add)

    def _add(self, lines: list[AuditLine]) -> None:
        for line in lines:
            texts = [f"{line.at:%Y-%m-%d %H:%M}", action_words(line.action), subject_words(line), line.staff]
            item = QTreeWidgetItem(texts)
            item.setData(0, _LINE, line)
            for column, text in enumerate(texts):
                item.setToolTip(column, text)
            self.tree.addTopLevelItem(item)
        self._shown += len(lines)
        self.more.setVisible(len(lines) == AT_ONCE)

    def _open(self, item: QTreeWidgetItem) -> None:
        line = item.data(0, _LINE)
        if not isinstance(line, AuditLine):
            return
        if item.childCount():
            item.setExpanded(not item.isExpanded())
            return
        desk = self.desk
        work.run(
            self,
            lambda: desk.audit.for_subject(line.subject_kind, line.subject),
            lambda changes: self._show_change(line, changes),
        )

    def _show_change(self, line: AuditLine, changes: Sequence[HistoryLine]) -> None:
        for row in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(row)
            if item is None or item.data(0, _LINE) != line:
                continue
            for change in changes:
                if change.event.event_id == line.event_id:
                    texts = _texts(change, line.subject_kind) or [self.tr("没有可以显示的内容。")]
                    for text in texts[:40]:
                        child = QTreeWidgetItem([text])
                        child.setToolTip(0, text)
                        item.addChild(child)
                        child.setFirstColumnSpanned(True)
            item.setExpanded(True)
            return

    def _fit(self) -> None:
        metrics = QFontMetrics(theme.font())
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.resizeSection(0, metrics.horizontalAdvance("2026-12-31 23:59") + theme.em(1.5))
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(3, theme.em(5))
