"""The list of cases or what stands in its place: what this page is for, and its first action."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from petidesk.ui import controls
from petidesk.ui.theme import spaced


def _tr(text: str) -> str:
    return QCoreApplication.translate("CasesEmpty", text)


class CaseResults(QStackedWidget):
    """The table, or one of two empty states, or the same in one sentence where there is little height."""

    def __init__(self, table: QWidget, register: Callable[[], None], show_all: Callable[[], None]) -> None:
        super().__init__()
        self.table = table
        self._show_all = show_all
        self.register_button = controls.button(_tr("登记来访  F2"), register, part="primary")
        nobody = controls.Empty(
            "folder-open",
            _tr("没有在办的信访事项"),
            _tr(
                "登记来访时，反映同一件事的来访自动归到一件信访事项里。在这里看办理经过、期限和文书，记下每一步。"
                "办结的点“全部”。"
            ),
            self.register_button,
        )
        nothing = controls.Empty(
            "filter",
            _tr("没有符合条件的信访事项"),
            _tr("换一个视图，或者去掉上面的条件再看。"),
            controls.button(_tr("去掉条件，看全部"), show_all),
        )
        self.nobody_page, self.nothing_page = controls.Scroll(nobody), controls.Scroll(nothing)
        self.briefly = controls.Notice("ink")
        self.brief_page = QWidget()
        brief = QVBoxLayout(self.brief_page)
        spaced(brief, 0)
        brief.addWidget(self.briefly)
        brief.addStretch(1)
        for page in (table, self.nobody_page, self.nothing_page, self.brief_page):
            self.addWidget(page)

    def show_rows(self) -> None:
        """There are cases to show."""
        self.setCurrentWidget(self.table)

    def show_empty(self, *, nobody: bool, low: bool) -> None:
        """`nobody`: the office has no such case at all, not only none that fits what was chosen."""
        if not low:
            self.setCurrentWidget(self.nobody_page if nobody else self.nothing_page)
            return
        words = _tr("没有在办的信访事项。") if nobody else _tr("没有符合条件的信访事项。")
        self.briefly.show_as("ink", words, _tr("看全部"), self._show_all)
        self.setCurrentWidget(self.brief_page)
