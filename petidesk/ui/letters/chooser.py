"""写文书: first the case, then the kinds of letters; those that fit can be chosen, the others say why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QVBoxLayout, QWidget

from petidesk.domain.cases.closed import file_of
from petidesk.domain.cases.events import KINDS
from petidesk.domain.cases.files import CaseQuery, CaseRow, state_words
from petidesk.domain.letters.letters import LetterKind
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.forms.inputs import Field, TextField
from petidesk.ui.look import containers, controls, items
from petidesk.ui.look.containers import WrappedList
from petidesk.ui.look.theme import spaced, theme

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

MOST = 12
_VALUE = Qt.ItemDataRole.UserRole


class _Lines(WrappedList):
    """Lines to choose from: Enter or a click chooses; the arrow keys pass over those that cannot be chosen."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.itemClicked.connect(self._choose)

    def add(self, words: str, value: object, *, icon: str = "", why_not: str = "", heading: bool = False) -> None:
        """A line; with `why_not` it is soft and cannot be chosen."""
        item = QListWidgetItem(f"{words}\n{why_not}" if why_not else words)
        item.setToolTip(f"{words}：{why_not}" if why_not else words)
        item.setData(_VALUE, None if why_not or heading else value)
        if icon:
            items.mark(item, icon, "text_soft", 1.1)
        if why_not or heading:
            item.setFlags(Qt.ItemFlag.NoItemFlags if heading else Qt.ItemFlag.ItemIsEnabled)
            items.words(item, "text" if heading else "text_soft", bold=heading)
        self.addItem(item)

    def stand_on_first(self) -> None:
        """Mark the first line that can be chosen."""
        self.fit()
        for row in range(self.count()):
            if self.item(row).data(_VALUE) is not None:
                self.setCurrentRow(row)
                self.scrollToTop()
                return

    def go(self, step: int) -> None:
        """To the next line that can be chosen."""
        row = self.currentRow() + step
        while 0 <= row < self.count():
            if self.item(row).data(_VALUE) is not None:
                self.setCurrentRow(row)
                return
            row += step

    def take(self) -> None:
        """Choose the marked line."""
        if self.currentItem() is not None:
            self._choose(self.currentItem())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, up and down move."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.go(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _choose(self, item: QListWidgetItem) -> None:
        value = item.data(_VALUE)
        if value is not None:
            self.chosen.emit(value)


class _CaseBox(TextField):
    """Typed text finds cases; up, down and Enter belong to the list below."""

    moved = Signal(int)
    taken = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys move in the list without leaving the box."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        else:
            super().keyPressEvent(event)


class KindChooser(QWidget):
    """`chosen` carries kind and case number; `closed` goes back."""

    chosen = Signal(str, str)
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._case_no = ""
        self._latest = work.Latest(self, 150)
        self._reading = work.Reading(self, self._wait)
        outer = QVBoxLayout(self)
        spaced(outer, 0.75)
        head = QHBoxLayout()
        spaced(head, 0.75)
        head.addWidget(controls.button(self.tr("返回  Esc"), self.closed.emit, part="link", icon="chevron-left"))
        self.title = controls.Elided(self.tr("写文书"), "section")
        head.addWidget(self.title, 1)
        outer.addLayout(head)
        self.notice = controls.Notice("amber")
        self.notice.hide()
        outer.addWidget(self.notice)
        self.stack = containers.Stack()
        self.stack.addWidget(self._build_case())
        self.stack.addWidget(self._build_kinds())
        outer.addWidget(self.stack, 1)

    def _build_case(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        spaced(column, 0.75)
        self.cases = _Lines(self.tr("找到的信访事项"))
        self.cases.chosen.connect(self._case_chosen)
        self.box = _CaseBox(self.tr("编号、姓名、拼音首字母或事由"))
        self.box.setProperty("own_enter", True)
        self.box.textChanged.connect(self._typed)
        self.box.moved.connect(lambda step: self.cases.go(step))
        self.box.taken.connect(lambda: self.cases.take())
        column.addWidget(Field(self.tr("给哪一件信访事项写文书"), self.box))
        column.addWidget(self.cases, 1)
        return page

    def _build_kinds(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        spaced(column, 0.5)
        column.addWidget(
            controls.label(self.tr("选一种文书，回车开始写。现在不能用的排在后面，写着为什么。"), "soft", wrap=True)
        )
        self.kinds = _Lines(self.tr("文书种类"))
        self.kinds.chosen.connect(lambda kind: self.chosen.emit(str(kind), self._case_no))
        column.addWidget(self.kinds, 1)
        return page

    # ---- the case --------------------------------------------------------------------------------------------------

    def begin(self, case_no: str = "") -> None:
        """Ask for the case; with `case_no` go straight to the kinds."""
        self.notice.hide()
        self.title.set_whole(self.tr("写文书"))
        if case_no:
            self._case_chosen(case_no)
            return
        self._reading.turn("")
        self.stack.setCurrentIndex(0)
        self.box.clear()
        self._typed("")
        self.box.setFocus()

    def _typed(self, text: str) -> None:
        desk, wanted = self._desk, text.strip()

        def call() -> list[CaseRow]:
            if wanted:
                return desk.cases.search(wanted, MOST)
            return desk.cases.rows(CaseQuery(open_only=True, sort="next_due", descending=False), MOST)

        self._latest.ask(call, self._show_cases, self._failed)

    def _show_cases(self, rows: Sequence[CaseRow]) -> None:
        self.cases.clear()
        for row in rows:
            title = self.tr("检举控告（限制查阅）") if row.restricted else row.title
            names = "、".join(row.names[:2])
            words = "  ".join(part for part in (row.case_no, title, names, state_words(row)) if part)
            self.cases.add(words, row.case_no, icon="folder-open")
        if not rows:
            self.cases.add(self.tr("没有找到。换几个字，或者先登记来访。"), None)
        self.cases.stand_on_first()

    def _case_chosen(self, case_no: object) -> None:
        desk, number = self._desk, str(case_no)

        def call() -> tuple[str, tuple[tuple[LetterKind, str], ...]]:
            return file_of(desk.cases.get(number)).title, desk.letters.kinds_for(number)

        self._reading.read(number, call, lambda found: self._show_kinds(number, *found), self._failed)

    def _wait(self, case_no: str) -> None:
        """The kinds of another case are being read: none of those of the case before can be taken."""
        self._case_no = case_no
        self.kinds.clear()
        self.title.set_whole(self.tr("写文书：{0}").format(case_no) if case_no else self.tr("写文书"))
        if case_no:
            self.stack.setCurrentIndex(1)
            self.kinds.setFocus()

    # ---- the kinds -------------------------------------------------------------------------------------------------

    def _show_kinds(self, number: str, title: str, kinds: Sequence[tuple[LetterKind, str]]) -> None:
        self.title.set_whole(self.tr("写文书：{0} {1}").format(number, title).strip())
        self.kinds.clear()
        groups = {
            "petitioner": self.tr("给来访人"),
            "unit": self.tr("给单位"),
            "file": self.tr("办理和归档用"),
        }
        # In the order in which a case usually meets them.
        order = list(KINDS)
        kinds = sorted(kinds, key=lambda found: order.index(found[0].event) if found[0].event else len(order))
        for to, words in groups.items():
            fitting = [kind for kind, why in kinds if kind.to == to and not why]
            if fitting:
                self.kinds.add(words, None, heading=True)
            for kind in fitting:
                self.kinds.add(kind.title, kind.name, icon="file-text")
        barred = [(kind, why) for kind, why in kinds if why]
        if barred:
            self.kinds.add(self.tr("现在不能用"), None, heading=True)
        for kind, why in barred:
            self.kinds.add(kind.title, None, icon="file-text", why_not=why)
        self.kinds.setIconSize(QSize(theme.em(1.1), theme.em(1.1)))
        self.kinds.stand_on_first()
        self.stack.setCurrentIndex(1)
        self.kinds.setFocus()

    def _failed(self, trouble: Trouble) -> None:
        self.notice.show_trouble(trouble)
