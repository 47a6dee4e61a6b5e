"""Which cases the list shows: five views at one click, the rest folded away, a chip for everything that is active."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from petidesk.domain import typed_dates
from petidesk.domain.case_events import NATIONAL_PAPERS
from petidesk.domain.case_files import CaseQuery
from petidesk.domain.codes import CASE_STATES, PURPOSES
from petidesk.domain.home import PAPERS_OWED
from petidesk.domain.trouble import Refused
from petidesk.ui import controls
from petidesk.ui.case_words import route_words
from petidesk.ui.inputs import ChipChoice, Field, TextField
from petidesk.ui.theme import role, sized, spaced, theme

OPEN, DUE, SERVICE, ENTRY, ALL = "open", "due", "service", "entry", "all"
ANY = "any"
# The view 快到期 looks so many days ahead.
DUE_AHEAD = 7
TYPING_MS = 300
# Narrower than this, in ems, the bar uses short forms.
NARROW = 54.0

# The fields that a view decides; all others narrow it further.
_OF_VIEW = ("open_only", "due_since", "due_until", "waiting_service", "not_entered")


def _tr(text: str) -> str:
    return QCoreApplication.translate("CaseFilter", text)


def view_words() -> dict[str, str]:
    """The views in their order."""
    return {
        OPEN: _tr("在办"),
        DUE: _tr("快到期"),
        SERVICE: _tr("待送达"),
        ENTRY: _tr("尚未录入"),
        ALL: _tr("全部"),
    }


def view_query(view: str, today: date) -> CaseQuery:
    """What a view asks for; 快到期 holds what is overdue, too."""
    return {
        OPEN: CaseQuery(open_only=True),
        DUE: CaseQuery(open_only=True, due_until=today + timedelta(days=DUE_AHEAD)),
        SERVICE: CaseQuery(waiting_service=True),
        ENTRY: CaseQuery(not_entered=ANY),
    }.get(view, CaseQuery())


def view_of(query: CaseQuery, today: date) -> str:
    """Which view a question belongs to: the one whose own fields are the same, else 全部."""
    for view in view_words():
        if all(getattr(view_query(view, today), key) == getattr(query, key) for key in _OF_VIEW):
            return view
    return ALL


def changed(query: CaseQuery, **fields: Any) -> CaseQuery:
    """The question with some of its fields put in place, by their names."""
    return dataclasses.replace(query, **fields)


def active(query: CaseQuery, today: date) -> dict[str, str]:
    """What narrows the list beside the view: key and words of each chip."""
    base = view_query(view_of(query, today), today)
    days = {
        "due_since": _tr("期限不早于 {0}"),
        "due_until": _tr("期限到 {0}"),
        "task_since": _tr("批示、交办期限不早于 {0}"),
        "task_until": _tr("批示、交办期限到 {0}"),
        "opened_since": _tr("登记不早于 {0}"),
        "opened_until": _tr("登记不晚于 {0}"),
    }
    words: dict[str, str] = {
        "text": _tr("含“{0}”").format(query.text),
        "state": CASE_STATES.get(query.state, query.state),
        "unit": _tr("责任单位 {0}").format(query.unit),
        "leader": _tr("包案领导 {0}").format(query.leader),
        "purpose": PURPOSES.get(query.purpose, query.purpose),
        "route": route_words(query.route),
        "waiting_service": _tr("待送达"),
        "not_entered": _tr("尚未录入：{0}").format(NATIONAL_PAPERS.get(query.not_entered, _tr("任何一项"))),
        "open_only": _tr("在办"),
        "paper_owed": _tr("还没有出{0}").format(PAPERS_OWED.get(query.paper_owed, query.paper_owed)),
        **{key: template.format(getattr(query, key)) for key, template in days.items()},
    }
    return {key: said for key, said in words.items() if getattr(query, key) != getattr(base, key)}


class CaseFilterBar(QWidget):
    """The bar above the list. `changed` carries the CaseQuery; the bar itself asks the desk nothing."""

    changed = Signal(object)
    columns_asked = Signal(bool)
    more_asked = Signal(bool)
    into_list = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._query = view_query(OPEN, today)
        self._filling = False
        self._narrow: bool | None = None
        self.views = ChipChoice(list(view_words().items()), OPEN)
        self.views.setAccessibleName(self.tr("看哪些"))
        self.text = QLineEdit()
        self.more = controls.button(self.tr("更多条件"), icon="filter", tip=self.tr("状态、单位、领导、目的、期限"))
        self.columns = controls.button(self.tr("列"), icon="columns", tip=self.tr("选择要看的列"))
        self.panel = QFrame()
        self.combos: dict[str, QComboBox] = {
            key: QComboBox() for key in ("state", "unit", "leader", "purpose", "route", "not_entered")
        }
        self.due = TextField(self.tr("例如 3.8、下周五"))
        self.chips = controls.Flow(0.35)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._build()
        self._connect()
        self.set_choices([], [])
        self._fit()
        theme.changed.connect(self._fit)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        spaced(column, 0.5)
        self._first = controls.Flow(0.5)
        self.text.setAccessibleName(self.tr("在列表中找"))
        self.text.setClearButtonEnabled(True)
        for toggle, name in ((self.more, self.tr("更多条件")), (self.columns, self.tr("选择要看的列"))):
            toggle.setCheckable(True)
            toggle.setAccessibleName(name)  # in a narrow window it stands without its words
        # One part of the flow: where the line ends they go to the next one together.
        self._tail = QWidget()
        tail = QHBoxLayout(self._tail)
        spaced(tail, 0.5)
        for part in (self.text, self.more, self.columns):
            tail.addWidget(part)
        self._first.add(self.views)
        self._first.add(self._tail)
        column.addWidget(self._first)
        role(self.panel, "card")
        inside = QVBoxLayout(self.panel)
        spaced(inside, 0.5, (0.75, 0.5, 0.75, 0.75))
        fields = controls.Flow(0.75)
        names = {
            "state": self.tr("状态"),
            "unit": self.tr("责任单位"),
            "leader": self.tr("包案领导"),
            "purpose": self.tr("目的"),
            "route": self.tr("途径"),
            "not_entered": self.tr("国家系统尚未录入"),
        }
        for key, combo in self.combos.items():
            combo.setMaxVisibleItems(16)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            sized(combo, width=11)
            fields.add(Field(names[key], combo))
        sized(self.due, width=11)
        self.due_field = Field(self.tr("期限到哪天为止"), self.due)
        fields.add(self.due_field)
        inside.addWidget(fields)
        self.panel.hide()
        column.addWidget(self.chips)

    def _connect(self) -> None:
        self.views.changed.connect(self._view_chosen)
        self.text.textChanged.connect(lambda: None if self._filling else self._typing.start())
        self._typing.timeout.connect(lambda: self._change(text=self.text.text().strip()))
        self.text.installEventFilter(self)
        self.more.toggled.connect(self.more_asked)
        self.columns.toggled.connect(self.columns_asked)
        self.due.editingFinished.connect(self._due_typed)
        for key, combo in self.combos.items():
            combo.activated.connect(partial(self._chosen, key, combo))

    def _chosen(self, key: str, combo: QComboBox, _place: int) -> None:
        self._change(**{key: combo.currentData()})

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Short where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a narrow window the two buttons are icons with tooltips, so that one line is enough."""
        narrow = self.width() < NARROW * theme.em(1)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        sized(self.text, width=14 if narrow else 15)
        self.text.setPlaceholderText(self.tr("找编号、标题、姓名"))
        self.more.setText("" if narrow else self.tr("更多条件"))
        self.columns.setText("" if narrow else self.tr("列"))
        self._first.again()

    def set_choices(self, units: Sequence[str], leaders: Sequence[str]) -> None:
        """What the folded choices offer; the first entry of each narrows nothing."""
        anything = self.tr("不限")
        offered: dict[str, list[tuple[str, object]]] = {
            "state": [(anything, ""), *((words, code) for code, words in CASE_STATES.items())],
            "unit": [(anything, ""), *((name, name) for name in units)],
            "leader": [(anything, ""), *((name, name) for name in leaders)],
            "purpose": [(anything, ""), *((words, code) for code, words in PURPOSES.items())],
            "route": [(anything, None), *((route_words(route), route) for route in range(1, 7))],
            "not_entered": [
                (anything, ""),
                (self.tr("任何一项"), ANY),
                *((words, code) for code, words in NATIONAL_PAPERS.items()),
            ],
        }
        for key, combo in self.combos.items():
            combo.clear()
            for words, value in offered[key]:
                combo.addItem(words, value)
        self._fill()

    @property
    def query(self) -> CaseQuery:
        """What is chosen now; its order is the table's business."""
        return self._query

    def set_query(self, query: CaseQuery, today: date) -> None:
        """Choose from outside (another page, or the day has changed); `changed` is sent."""
        self._today = today
        self._query = query
        self._fill()
        self.changed.emit(query)

    def _change(self, **fields: Any) -> None:
        query = changed(self._query, **fields)
        if query != self._query:
            self._query = query
            self._fill()
            self.changed.emit(query)

    def _view_chosen(self, view: str) -> None:
        if not self._filling:
            base = view_query(view, self._today)
            self._change(**{key: getattr(base, key) for key in _OF_VIEW})

    def _fill(self) -> None:
        """Show what is chosen."""
        self._filling = True
        query = self._query
        view = view_of(query, self._today)
        self.views.choose(view)
        if self.text.text().strip() != query.text:
            self.text.setText(query.text)
        for key, combo in self.combos.items():
            value = getattr(query, key)
            if key == "not_entered" and view == ENTRY:
                value = ""  # the view says it already
            place = combo.findData(value)
            if place < 0:
                combo.addItem(str(value), value)
                place = combo.count() - 1
            combo.setCurrentIndex(place)
            combo.setToolTip(combo.currentText())
        until = query.due_until if "due_until" in active(query, self._today) else None
        if not self.due.hasFocus():
            self.due.setText(until.isoformat() if until else "")
            self.due_field.say("")
        self._filling = False
        self._show_chips()

    def _show_chips(self) -> None:
        self.chips.clear()
        found = active(self._query, self._today)
        for key, words in found.items():
            chip = controls.button(words, partial(self._drop, key), part="chip", icon="x")
            chip.setAccessibleName(self.tr("去掉条件：{0}").format(words))
            chip.setToolTip(self.tr("去掉这个条件"))
            self.chips.add(chip)
        if len(found) > 1:
            self.chips.add(controls.button(self.tr("全部去掉"), self.drop_all, part="link"))
        self.chips.setVisible(bool(found))

    def _drop(self, key: str) -> None:
        base = view_query(view_of(self._query, self._today), self._today)
        self._change(**{key: getattr(base, key)})

    def drop_all(self) -> None:
        """Keep the view, take every other condition away."""
        self.due.clear()
        self.set_query(view_query(view_of(self._query, self._today), self._today), self._today)

    def _due_typed(self) -> None:
        typed = self.due.text().strip()
        try:
            day = typed_dates.parse_typed_date(typed, self._today, True) if typed else None
        except Refused as refusal:
            self.due_field.say(refusal.message, "error")
            return
        self.due_field.say("")
        if day is None:
            day = view_query(view_of(self._query, self._today), self._today).due_until
        self._change(due_until=day)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Enter in the text field go into the list."""
        if watched is self.text and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down:
                self.into_list.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._typing.stop()
                self._change(text=self.text.text().strip())
                self.into_list.emit()
                return True
        return super().eventFilter(watched, event)
