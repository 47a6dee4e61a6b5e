"""What the one search box found: grouped by kind, newest first, opened with Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from petidesk.domain.listing import Found
from petidesk.domain.periods import ALL
from petidesk.domain.trouble import Trouble
from petidesk.domain.visits.listing import VisitView
from petidesk.ui import work
from petidesk.ui.lists.widths import Wish, share
from petidesk.ui.look import containers, controls, items
from petidesk.ui.look.theme import theme
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import Route, ToCase, ToDispute, ToLetter, ToSearch, ToVisit, ToVisits
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

AT_ONCE = 50
DELAY_MS = 120
_ICONS = {
    "visit": "clipboard-pen",
    "case": "folder-open",
    "dispute": "notebook-text",
    "person": "user",
    "letter": "mail",
}
_FOUND = Qt.ItemDataRole.UserRole


def kind_words(kind: str) -> str:
    """The Chinese name of a kind of record."""
    return {
        "visit": translate("SearchPage", "来访"),
        "case": translate("SearchPage", "信访事项"),
        "dispute": translate("SearchPage", "纠纷"),
        "person": translate("SearchPage", "人"),
        "letter": translate("SearchPage", "文书"),
    }.get(kind, kind)


class _Results(QTreeWidget):
    """The tree of results; the arrow keys pass over the headings of the groups."""

    def moveCursor(self, action: QTreeWidget.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Where the key leads; from a heading one line further the same way."""
        before = self.currentIndex()
        index = super().moveCursor(action, modifiers)
        if not index.isValid() or index.parent().isValid():
            return index
        up = before.isValid() and self.visualRect(index).top() < self.visualRect(before).top()
        further = self.indexAbove(index) if up else self.indexBelow(index)
        return further if further.isValid() else before if before.isValid() else self.indexBelow(index)


class SearchPage(Page):
    """Results of the search box above. `opened` takes the text to look for."""

    key: ClassVar[str] = "search"
    help_name: ClassVar[str] = "search"

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self._text = ""
        self._found: list[Found] = []
        # Enter was pressed before the answer came: it goes into the results when they are there.
        self._wanted_inside = False
        self._total = 0
        self._reading = work.Reading(self, self._wait, DELAY_MS)
        self.summary = controls.Elided("", "soft")
        self.body.addWidget(self.summary)
        self.tree = _Results()
        self.tree.setColumnCount(3)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.setIndentation(0)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName(self.tr("搜索结果"))
        self.tree.header().setStretchLastSection(False)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.viewport().installEventFilter(self)
        self.tree.itemActivated.connect(self._open)
        self.tree.itemClicked.connect(self._open)
        self.empty = controls.Empty(
            "search",
            self.tr("在右上角的框里输入要找的内容"),
            self.tr("姓名、拼音首字母（zgh）、村、电话的一段、编号、反映的内容都可以。按 Ctrl+F 随时回到搜索框。"),
        )
        self.nothing = controls.label("", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.stack = containers.Stack()
        for part in (self.empty, self.tree, self.nothing):
            self.stack.addWidget(part)
        self.body.addWidget(self.stack, 1)
        self.more = self.add_action(self.tr("再列 50 条"), self._more, icon="chevron-down")
        self.bar.hide()
        theme.changed.connect(self._show)

    def opened(self, route: Route | None = None) -> None:
        """Look for a text; the same text is not asked twice, another one after a short rest from typing."""
        text = route.text.strip() if isinstance(route, ToSearch) else self._text
        if text != self._text or not self._found:
            self._look_for(text)
        if isinstance(route, ToSearch) and route.into:
            self.focus_results()

    def _look_for(self, text: str) -> None:
        self._text = text
        if not text:
            self._reading.turn("")
            self._show()
            return
        desk = self.desk
        self._reading.read(
            text, lambda: (desk.search.find(text, AT_ONCE), desk.search.total(text)), self._answer, self._refused
        )

    def _wait(self, text: str) -> None:
        """Another text is being looked for: Enter goes to none of what the one before found."""
        inside = self.tree.hasFocus()
        self._found, self._total = [], 0
        self.tree.clear()
        self.stack.setCurrentWidget(self.tree)
        self.bar.hide()
        self.summary.set_whole(self.tr("正在查找“%1”…").replace("%1", text) if text else "")
        self._wanted_inside = inside

    def focus_results(self) -> None:
        """Go into the results: the first of them is chosen. Without results the box keeps the focus."""
        self._wanted_inside = not self._found
        if not self._found:
            return
        self.tree.setFocus()
        chosen = self.tree.currentItem()
        if chosen is None or not isinstance(chosen.data(0, _FOUND), Found):
            self._choose_first()

    def _more(self) -> None:
        desk, text, offset = self.desk, self._text, len(self._found)
        work.run(self, lambda: desk.search.find(text, AT_ONCE, offset), lambda rows: self._add(text, rows))

    def _add(self, text: str, rows: list[Found]) -> None:
        if text == self._text:
            self._found += rows
            self._show()

    def _answer(self, answer: tuple[list[Found], int]) -> None:
        self._found, self._total = list(answer[0]), answer[1]
        self._show()

    def _refused(self, trouble: Trouble) -> None:
        self._found = []
        self.summary.set_whole("")
        self.nothing.setText(trouble.message)
        self.stack.setCurrentWidget(self.nothing)
        self.bar.hide()

    def _show(self) -> None:
        self.bar.setVisible(bool(self._found) and len(self._found) < self._total)
        if not self._found:
            self._show_nothing()
            return
        words = self.tr("“%1”：找到 %2 条，从新到旧").replace("%1", self._text).replace("%2", str(self._total))
        if len(self._found) < self._total:
            words += self.tr("，这里列出最近的 %1 条").replace("%1", str(len(self._found)))
        self.summary.set_whole(words)
        self.tree.clear()
        kinds = list(dict.fromkeys(found.kind for found in self._found))
        for kind in kinds:
            self._add_group(kind, [found for found in self._found if found.kind == kind])
        self._fit_columns()
        self.tree.expandAll()
        self.stack.setCurrentWidget(self.tree)
        if self._wanted_inside or self.tree.hasFocus():
            self.focus_results()

    def _show_nothing(self) -> None:
        self.tree.clear()
        self.summary.set_whole("")
        if not self._text:
            self.stack.setCurrentWidget(self.empty)
            return
        self.nothing.setText(
            self.tr("没有找到“%1”。可以少输几个字再试，或者换成拼音首字母、电话的后四位。").replace("%1", self._text)
        )
        self.stack.setCurrentWidget(self.nothing)

    def _add_group(self, kind: str, rows: list[Found]) -> None:
        group = QTreeWidgetItem([f"{kind_words(kind)}  {len(rows)}"])
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        items.words(group, bold=True)
        self.tree.addTopLevelItem(group)
        group.setFirstColumnSpanned(True)
        for found in rows:
            title = found.title or self.tr("（内容不公开）")
            number = "" if found.kind == "person" else found.no
            item = QTreeWidgetItem([title, number, found.on.isoformat() if found.on else ""])
            items.mark(item, _ICONS.get(found.kind, "file-text"), "text_soft", 1.1)
            item.setToolTip(0, title)
            item.setToolTip(1, number)
            for column in (1, 2):
                items.words(item, "text_soft", column=column)
            item.setData(0, _FOUND, found)
            group.addChild(item)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: the list has become wider or narrower, by a scroll bar too."""
        if watched is self.tree.viewport() and event.type() == QEvent.Type.Resize:
            self._fit_columns()
        return super().eventFilter(watched, event)

    def _fit_columns(self) -> None:
        metrics = QFontMetrics(theme.font())
        self.tree.setIconSize(QSize(theme.em(1.1), theme.em(1.1)))
        header = self.tree.header()
        around, mark = theme.em(1.5), theme.em(3.5)
        title = max((metrics.horizontalAdvance(found.title) for found in self._found), default=0)
        number = max((metrics.horizontalAdvance(found.no) for found in self._found), default=0)
        wishes = [
            Wish(theme.em(14), title + mark, grows=True),
            Wish(theme.em(14) + around, min(number, theme.em(14)) + around),
            Wish(theme.em(8), metrics.horizontalAdvance("2026-12-31") + around),
        ]
        for column, width in enumerate(share(self.tree.viewport().width(), wishes)):
            header.resizeSection(column, width)

    def _choose_first(self) -> None:
        group = self.tree.topLevelItem(0)
        first = group.child(0) if group is not None else None
        if first is not None:
            self.tree.setCurrentItem(first)

    def _open(self, item: QTreeWidgetItem) -> None:
        found = item.data(0, _FOUND)
        if isinstance(found, Found):
            self.go.emit(route_of(found))


def route_of(found: Found) -> Route:
    """Where a result leads: a record opens itself, a person the list of his visits."""
    if found.kind == "letter":
        return ToLetter(found.ref)
    if found.kind == "visit":
        return ToVisit(found.no)
    if found.kind == "case":
        return ToCase(found.no)
    if found.kind == "dispute":
        return ToDispute(found.no)
    return ToVisits(VisitView(period=ALL, text=found.title if found.kind == "person" else found.no or found.title))
