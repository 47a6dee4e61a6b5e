"""Two exports of the same system held against each other, on the page of imports: nothing is taken in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.lists.few_rows import FewModel, FewTable
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look import containers, controls, files
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.domain.imports.compared import Comparison


@dataclass(frozen=True, slots=True)
class Line:
    """One difference as it is shown."""

    what: str
    no: str
    heading: str = ""
    before: str = ""
    after: str = ""


def lines_of(found: Comparison) -> list[Line]:
    """What came, what went, what changed."""
    came, went, changed = (
        translate("CompareCard", "多出"),
        translate("CompareCard", "没有了"),
        translate("CompareCard", "变了"),
    )
    return [
        *(Line(came, no) for no in found.only_second),
        *(Line(went, no) for no in found.only_first),
        *(Line(changed, one.no, one.heading, one.before, one.after) for one in found.changed),
    ]


def columns() -> tuple[Column[Line], ...]:
    """What is shown of a difference."""
    return (
        Column("what", translate("CompareCard", "种类"), lambda line: line.what, 5),
        Column("no", translate("CompareCard", "编号"), lambda line: line.no, 12),
        Column("heading", translate("CompareCard", "栏目"), lambda line: line.heading, 8),
        Column("before", translate("CompareCard", "前一个"), lambda line: line.before, 10, grows=True),
        Column("after", translate("CompareCard", "后一个"), lambda line: line.after, 10, grows=True),
    )


class CompareCard(QWidget):
    """Asks for the older and the newer export and shows what differs."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        outer = QVBoxLayout(self)
        spaced(outer, 0)
        card, inside = controls.card()
        inside.addWidget(controls.label(self.tr("比较两次导出"), "section"))
        inside.addWidget(
            controls.label(
                self.tr("同一个系统先后导出的两个表，看多了哪些、少了哪些、哪一格变了。什么也不写进去。"), wrap=True
            )
        )
        actions = containers.Flow(0.5)
        self.button = controls.button(self.tr("选前后两个表…"), self.ask, icon="copy")
        actions.add(self.button)
        inside.addWidget(actions)
        self.notice = controls.Notice("amber", closable=True)
        self.notice.hide()
        inside.addWidget(self.notice)
        self.table = FewTable(FewModel(columns()), self.tr("两次导出的不同"))
        sized(self.table, min_height=10)
        self.table.hide()
        inside.addWidget(self.table)
        outer.addWidget(card)

    def ask(self) -> None:
        """Choose the older, then the newer file."""
        kinds = self.tr("表格 (*.xlsx *.xls *.et *.ods *.csv);;所有文件 (*)")
        first = files.file_to_open(self, self.tr("前一次导出的表"), "", kinds)
        if first is None:
            return
        second = files.file_to_open(self, self.tr("后一次导出的表"), first.parent, kinds)
        if second is not None:
            self.compare(first, second)

    def compare(self, first: Path, second: Path) -> None:
        """Show what differs."""
        desk = self._desk
        work.run(self, lambda: desk.imports.compare(first, second), self._show, self._failed)

    def _show(self, found: Comparison) -> None:
        lines = lines_of(found)
        words = self.tr("前一个 {0} 件，后一个 {1} 件，按“{2}”比较：多出 {3}，没有了 {4}，变了 {5} 处。").format(
            found.first,
            found.second,
            found.key,
            len(found.only_second),
            len(found.only_first),
            len(found.changed),
        )
        self.notice.show_as("ink" if lines else "leaf", words)
        self.notice.show()
        self.table.few.set_rows(lines)
        self.table.setVisible(bool(lines))
        if lines:
            self.table.stand_on(0)
            self.table.setFocus()

    def _failed(self, trouble: Trouble) -> None:
        self.table.hide()
        self.notice.show_trouble(trouble)
        self.notice.show()
