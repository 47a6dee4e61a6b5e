"""Choosing the cases of a meeting: open cases with their reasons, and any other case by number or words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from petidesk.domain.cases.files import CaseRow, state_words
from petidesk.domain.meetings import AgendaItem, AgendaOffer
from petidesk.ui import work
from petidesk.ui.forms.inputs import TextField
from petidesk.ui.look import controls
from petidesk.ui.look.lights import light_words
from petidesk.ui.look.theme import sized, spaced

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

FOUND_AT_ONCE = 12
_CASE, _WHY = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class _Finder(TextField):
    """Enter looks for the case."""

    asked = Signal()
    # What no case was found for.
    in_vain = ""

    def take(self, shift: bool = False) -> bool:
        """Enter is the question; with nothing in it, or after what was just looked for in vain, the way on."""
        typed = self.text().strip()
        if shift or typed in ("", self.in_vain):
            return False
        self.asked.emit()
        return True


class AgendaChoice(QWidget):
    """`changed` is sent when a case was put on the agenda or taken off. Those chosen stand first."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._latest = work.Latest(self, 0)
        column = QVBoxLayout(self)
        spaced(column, 0.5)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("可以上会的信访事项"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        sized(self.list, min_height=15)
        self.list.itemChanged.connect(lambda _item: self._counted(touched=True))
        column.addWidget(self.list, 1)
        self.count = controls.label("", "soft", wrap=True)
        column.addWidget(self.count)
        self.finder = _Finder(self.tr("再找一件：编号、姓名或事项里的字，按 Enter"))
        self.finder.setAccessibleName(self.tr("再找一件信访事项"))
        self.finder.asked.connect(self._find)
        column.addWidget(self.finder)
        self.setFocusProxy(self.list)

    def lines(self) -> list[QWidget]:
        """Where the Tab key stops."""
        return [self.list, self.finder]

    def show_items(self, items: Sequence[AgendaItem]) -> None:
        """Begin with these cases chosen; the offers follow when the desk has found them."""
        self._fill([(item.case_no, self._words(item, item.why), item.why) for item in items], chosen=True, anew=True)
        self._latest.ask(self._desk.meetings.offers, self._offered)

    def document(self) -> list[dict[str, str]]:
        """The chosen cases as the desk takes them."""
        return [
            {"case_no": str(item.data(_CASE)), "why": str(item.data(_WHY))}
            for item in self._rows()
            if item.checkState() == Qt.CheckState.Checked
        ]

    def choose(self, case_nos: Sequence[str]) -> None:
        """Choose these cases and no other; one that is not listed is looked up."""
        known = {str(item.data(_CASE)): item for item in self._rows()}
        for case_no, item in known.items():
            item.setCheckState(Qt.CheckState.Checked if case_no in case_nos else Qt.CheckState.Unchecked)
        for case_no in case_nos:
            if case_no and case_no not in known:
                self._look_up(case_no, chosen=True)

    def _rows(self) -> list[QListWidgetItem]:
        found = [self.list.item(row) for row in range(self.list.count())]
        return [item for item in found if item is not None]

    def _words(self, item: AgendaItem, why: str) -> str:
        due = light_words(item.next_on, self._desk.today()) if item.next_on else ""
        return "  ".join(part for part in (item.case_no, item.title, why, due, item.unit) if part)

    def _fill(self, cases: Sequence[tuple[str, str, str]], *, chosen: bool, anew: bool = False) -> None:
        self.list.blockSignals(True)
        if anew:
            self.list.clear()
        known = {item.data(_CASE) for item in self._rows()}
        for case_no, words, why in cases:
            if case_no in known:
                continue
            item = QListWidgetItem(words)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
            item.setToolTip(words)
            item.setData(_CASE, case_no)
            item.setData(_WHY, why)
            self.list.addItem(item)
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._counted(touched=False)

    def _offered(self, offers: tuple[AgendaOffer, ...]) -> None:
        cases = []
        for offer in offers:
            why = "、".join(offer.reasons)
            cases.append((offer.item.case_no, self._words(offer.item, why), why))
        self._fill(cases, chosen=False)

    def _find(self) -> None:
        typed = self.finder.text().strip()
        if typed:
            self._look_up(typed, chosen=False)

    def _look_up(self, typed: str, *, chosen: bool) -> None:
        desk = self._desk
        work.run(
            self,
            lambda: desk.cases.search(typed, FOUND_AT_ONCE),
            lambda rows: self._found(rows, typed, chosen=chosen),
        )

    def _found(self, rows: Sequence[CaseRow], typed: str, *, chosen: bool) -> None:
        open_ones = [row for row in rows if not row.restricted and (not chosen or row.case_no == typed)]
        if not open_ones and not chosen:
            self.finder.in_vain = typed
            self.count.setText(self.tr("没有找到“{0}”。检举控告不列入会议议题。").format(typed))
            return
        self._fill(
            [(row.case_no, "  ".join((row.case_no, row.title, state_words(row), row.unit)), "") for row in open_ones],
            chosen=chosen,
        )
        if not chosen:
            wanted = {row.case_no for row in open_ones}
            first = next(item for item in self._rows() if item.data(_CASE) in wanted)
            self.list.setCurrentItem(first)
            self.list.setFocus()
            self.finder.clear()

    def _counted(self, *, touched: bool) -> None:
        chosen = len(self.document())
        if self.list.count():
            self.count.setText(self.tr("选中 {0} 件，共列出 {1} 件").format(chosen, self.list.count()))
        else:
            self.count.setText(self.tr("没有到期、批示、紧急或集体访的事项。要上会的可以在下面找。"))
        if touched:
            self.changed.emit()
