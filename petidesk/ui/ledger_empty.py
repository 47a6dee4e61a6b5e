"""What stands in the place of the ledger's list: the rows, or one of two empty states."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from petidesk.ui import controls
from petidesk.ui.theme import spaced


def _tr(text: str) -> str:
    return QCoreApplication.translate("LedgerEmpty", text)


class LedgerResults(QStackedWidget):
    """The table, or one of two empty states, or the same in one sentence where there is little height."""

    def __init__(self, table: QWidget, add: Callable[[], object], show_all: Callable[[], None]) -> None:
        super().__init__()
        self.table = table
        self._show_all = show_all
        self.add_button = controls.button(_tr("新增纠纷  Alt+N"), add, part="primary")
        nobody = controls.Empty(
            "notebook-text",
            _tr("没有未化解的矛盾纠纷"),
            _tr(
                "村里排查出来的、来访转来的纠纷记在这里：谁和谁、为什么、谁负责、哪天以前化解，一直记到销号和回访。"
                "旧台账可以在“补录”里一次粘贴进来；没有纠纷的村在“排查轮次”里记零报告。"
            ),
            self.add_button,
        )
        nothing = controls.Empty(
            "filter",
            _tr("没有符合条件的纠纷"),
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
        """There are disputes to show."""
        self.setCurrentWidget(self.table)

    def show_empty(self, *, nobody: bool, low: bool) -> None:
        """`nobody`: nothing waits to be resolved, not only nothing that fits what was chosen."""
        if not low:
            self.setCurrentWidget(self.nobody_page if nobody else self.nothing_page)
            return
        words = _tr("没有未化解的矛盾纠纷。") if nobody else _tr("没有符合条件的纠纷。")
        self.briefly.show_as("ink", words, _tr("看全部"), self._show_all)
        self.setCurrentWidget(self.brief_page)
