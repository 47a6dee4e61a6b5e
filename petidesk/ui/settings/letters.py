"""Section 文书样式 of 设置: how letters look and how they speak to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox

from petidesk.domain.office.fields import LETTERHEADS, SALUTATIONS
from petidesk.ui.look import controls
from petidesk.ui.settings.office_section import ChangeSection
from petidesk.ui.settings.page import section_card

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat


class LettersSection(ChangeSection):
    """Letterhead, title of the opinion, salutation, short papers."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        frame, column = section_card(self.tr("版面"), self.tr("已经签发的文书不受影响：重印的还是当时的样子。"))
        heads = {
            "red": self.tr("{0}：机关名称和横线印成红色").format(LETTERHEADS["red"]),
            "preprinted": self.tr("{0}：纸上已经印好，留出位置").format(LETTERHEADS["preprinted"]),
            "plain": self.tr("{0}：全部印成黑色").format(LETTERHEADS["plain"]),
        }
        column.addWidget(self._setting("letterhead", choices=heads))
        column.addWidget(self._setting("short_papers"))
        self.column.addWidget(frame)
        frame, column = section_card(self.tr("称呼和名称"))
        column.addWidget(self._pairs("用语"))
        column.addWidget(self._setting("comrade"))
        self.example = controls.label("", "soft", wrap=True)
        column.addWidget(self.example)
        self.column.addWidget(frame)
        self.column.addStretch(1)
        for editor in self._editors.values():
            if isinstance(editor, QComboBox):
                editor.currentIndexChanged.connect(lambda _row: self._show_example())
            elif isinstance(editor, QCheckBox):
                editor.toggled.connect(lambda _on: self._show_example())

    def load(self) -> None:
        """Show the settings and what they make of a letter's first words."""
        super().load()
        self._show_example()

    def _show_example(self) -> None:
        salutation, comrade = self._editors["salutation"], self._editors["comrade"]
        assert isinstance(salutation, QComboBox)
        assert isinstance(comrade, QCheckBox)
        name = self.tr("张桂花同志") if comrade.isChecked() else self.tr("张桂花")
        you = salutation.currentData() or SALUTATIONS[0]
        self.example.setText(self.tr("例如：{0}：{1}于11月19日来访反映的事项，……").format(name, you))
