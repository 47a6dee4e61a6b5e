"""The head of an open record: its number and title, the way back, and below them what stands out, as badges."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import spaced


class RecordHead(QWidget):
    """`closed` asks to go back to the list, `files_wanted` for the attachments."""

    closed = Signal()
    files_wanted = Signal()

    def __init__(self, back: str = "") -> None:
        """`back`: other words for the way back when the record stands over its list."""
        super().__init__()
        column = QVBoxLayout(self)
        spaced(column, 0.5)
        line = QHBoxLayout()
        spaced(line, 0.5)
        self.back = controls.button(
            back or self.tr("返回列表  Esc"), self.closed.emit, part="link", icon="chevron-left"
        )
        self.number = controls.label("", "section")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.title = controls.Elided("", "section")
        self.close_button = controls.icon_button("x", self.tr("关上 Esc"), self.closed.emit)
        line.addWidget(self.back)
        line.addWidget(self.number)
        line.addWidget(self.title, 1)
        self.files = controls.button("", self.files_wanted.emit, part="link", icon="paperclip")
        self.files.hide()  # it says how many with the first record
        line.addWidget(self.files)
        line.addWidget(self.close_button)
        column.addLayout(line)
        self.badges = containers.Flow(0.5)
        column.addWidget(self.badges)

    def set_over(self, over: bool) -> None:
        """Over the list there is a way back in words; beside it a small cross is enough."""
        self.back.setVisible(over)
        self.close_button.setVisible(not over)

    def show_record(self, number: str, title: str, badges: Sequence[QWidget]) -> None:
        """Say which record this is and where it stands."""
        self.number.setText(number)
        self.number.setVisible(bool(number))
        self.title.set_whole(title)
        self.badges.clear()
        for badge in badges:
            self.badges.add(badge)
        self.badges.setVisible(bool(badges))

    def wait(self, number: str) -> None:
        """Another record is being read: its number, where it is known, and not a word of the one before."""
        self.show_record(number, self.tr("正在打开…"), ())
        self.show_files(None)

    def show_files(self, count: int | None) -> None:
        """How many attachments the record has; None where it takes none."""
        self.files.setVisible(count is not None)
        self.files.setText(self.tr("附件 {0}  Alt+A").format(count) if count else self.tr("附件  Alt+A"))

    def make_room(self, low: bool) -> None:
        """In a low window the lines of the badges are needed by what is being typed."""
        self.badges.setVisible(not low and bool(self.badges.parts()))
