"""Which disputes the list shows: four views at one click, the rest folded away, a chip for all that is active."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from petidesk.domain.ledger import STATES
from petidesk.domain.ledger_events import month_of, month_text
from petidesk.domain.ledger_lists import EMPTY, DisputeQuery
from petidesk.domain.office import Office
from petidesk.ui import controls
from petidesk.ui.inputs import ChipChoice, Field
from petidesk.ui.ledger_choices import LedgerChoices
from petidesk.ui.ledger_words import figure_words, risk_words
from petidesk.ui.theme import role, sized, spaced, theme

OPEN, LATE, FOLLOW, ALL = "open", "late", "follow", "all"
# The view 待回访 looks so many days ahead.
FOLLOW_AHEAD = 7
TYPING_MS = 300
MONTHS = 24
# Narrower than this, in ems, the bar uses short forms.
NARROW = 58.0
# Narrower than this the text field says less, so that one line is enough.
NARROWEST = 44.0
# The fields that a view decides; all others narrow it further.
_OF_VIEW = ("open_only", "overdue_on", "follow_up_until")


def _tr(text: str) -> str:
    return QCoreApplication.translate("LedgerFilter", text)


def view_words() -> dict[str, str]:
    """The views in their order."""
    return {OPEN: _tr("未化解"), LATE: _tr("超期"), FOLLOW: _tr("待回访"), ALL: _tr("全部")}


def view_query(view: str, today: date) -> DisputeQuery:
    """What a view asks for."""
    return {
        OPEN: DisputeQuery(open_only=True),
        LATE: DisputeQuery(overdue_on=today, sort="due_on", descending=False),
        FOLLOW: DisputeQuery(
            follow_up_until=today + timedelta(days=FOLLOW_AHEAD), sort="follow_up_due", descending=False
        ),
    }.get(view, DisputeQuery())


def view_of(query: DisputeQuery, today: date) -> str:
    """Which view a question belongs to: the one whose own fields are the same, else 全部."""
    for view in view_words():
        if all(getattr(view_query(view, today), key) == getattr(query, key) for key in _OF_VIEW):
            return view
    return ALL


def changed(query: DisputeQuery, **fields: Any) -> DisputeQuery:
    """The question with some of its fields put in place, by their names."""
    return dataclasses.replace(query, **fields)


def active(query: DisputeQuery, today: date, office: Office) -> dict[str, str]:
    """What narrows the list beside the view: key and words of each chip."""
    base = view_query(view_of(query, today), today)
    untyped = query.type == EMPTY
    month = _tr("{0} 在册").format(query.month)
    words: dict[str, str] = {
        "text": _tr("含“{0}”").format(query.text),
        "month": figure_words(query.month, query.figure, year=query.year) if query.figure or query.year else month,
        "village": query.village,
        "type": _tr("没有类型") if untyped else query.type,
        "state": STATES.get(query.state, query.state),
        "risk_level": _tr("风险 {0}").format(risk_words(query.risk_level, office.risk_labels)),
        "responsible_unit": _tr("责任单位 {0}").format(query.responsible_unit),
        "case_leader": _tr("包案领导 {0}").format(query.case_leader),
        "round_no": _tr("轮次 {0}").format(query.round_no),
        "source": _tr("来源 {0}").format(query.source),
        "since": _tr("排查不早于 {0}").format(query.since),
        "until": _tr("排查不晚于 {0}").format(query.until),
        "overdue_on": _tr("{0} 前到期未化解").format(query.overdue_on),
        "follow_up_until": _tr("回访不晚于 {0}").format(query.follow_up_until),
        "open_only": _tr("未化解"),
        "voided": _tr("含作废") if query.voided is None else _tr("只看作废"),
    }
    return {key: said for key, said in words.items() if getattr(query, key) != getattr(base, key)}


class LedgerFilterBar(QWidget):
    """The bar above the list. `changed` carries the DisputeQuery; the bar itself asks the desk nothing."""

    changed = Signal(object)
    columns_asked = Signal(bool)
    views_asked = Signal(bool)
    more_asked = Signal(bool)
    into_list = Signal()

    def __init__(self, today: date, office: Office) -> None:
        super().__init__()
        self._today = today
        self._office = office
        self._query = view_query(OPEN, today)
        self._filling = False
        self._narrow: tuple[bool, bool] | None = None
        self.views = ChipChoice(list(view_words().items()), OPEN)
        self.views.setAccessibleName(self.tr("看哪些"))
        self.text = QLineEdit()
        self.more = controls.button(self.tr("更多条件"), icon="filter", tip=self.tr("月份、村、类型、状态、风险、单位"))
        self.kept = controls.button(self.tr("视图"), icon="save", tip=self.tr("存下现在的条件和列，下次一点就回来"))
        self.columns = controls.button(self.tr("列"), icon="columns", tip=self.tr("选择要看的列"))
        self.panel = QFrame()
        names = ("month", "village", "type", "state", "risk_level", "responsible_unit", "case_leader", "round_no")
        self.combos: dict[str, QComboBox] = {key: QComboBox() for key in names}
        self.voided = QCheckBox(self.tr("也看作废的"))
        self.chips = controls.Flow(0.35)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._build()
        self._connect()
        self.set_choices(None)
        self._fit()
        theme.changed.connect(self._fit)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        spaced(column, 0.5)
        self._first = controls.Flow(0.5)
        self.text.setAccessibleName(self.tr("在台账中找"))
        self.text.setClearButtonEnabled(True)
        for toggle, name in (
            (self.more, self.tr("更多条件")),
            (self.kept, self.tr("存下的视图")),
            (self.columns, self.tr("选择要看的列")),
        ):
            toggle.setCheckable(True)
            toggle.setAccessibleName(name)  # in a narrow window it stands without its words
        for part in (self.views, self.text, self.more, self.kept, self.columns):
            self._first.add(part)
        column.addWidget(self._first)
        role(self.panel, "card")
        inside = QVBoxLayout(self.panel)
        spaced(inside, 0.5, (0.75, 0.5, 0.75, 0.75))
        fields = controls.Flow(0.75)
        words = {
            "month": self.tr("月份"),
            "village": self.tr("村（社区）"),
            "type": self.tr("类型"),
            "state": self.tr("状态"),
            "risk_level": self.tr("风险等级"),
            "responsible_unit": self.tr("责任单位"),
            "case_leader": self.tr("包案领导"),
            "round_no": self.tr("排查轮次"),
        }
        for key, combo in self.combos.items():
            combo.setMaxVisibleItems(16)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            sized(combo, width=9)
            fields.add(Field(words[key], combo))
        inside.addWidget(fields)
        inside.addWidget(self.voided, 0, Qt.AlignmentFlag.AlignLeft)
        self.panel.hide()
        column.addWidget(self.chips)

    def _connect(self) -> None:
        self.views.changed.connect(self._view_chosen)
        self.text.textChanged.connect(lambda: None if self._filling else self._typing.start())
        self._typing.timeout.connect(lambda: self._change(text=self.text.text().strip()))
        self.text.installEventFilter(self)
        self.more.toggled.connect(self.more_asked)
        self.kept.toggled.connect(self.views_asked)
        self.columns.toggled.connect(self.columns_asked)
        self.voided.clicked.connect(lambda on: self._change(voided=None if on else False))
        for key, combo in self.combos.items():
            combo.activated.connect(partial(self._chosen, key, combo))

    def _chosen(self, key: str, combo: QComboBox, _place: int) -> None:
        self._change(**{key: combo.currentData()}, **({"figure": "", "year": False} if key == "month" else {}))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Short where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a narrow window the buttons are icons with tooltips, so that one line is enough."""
        width = self.width() / theme.em(1)
        narrow = width < NARROW
        state = (narrow, width < NARROWEST)
        if state == self._narrow:
            return
        self._narrow = state
        sized(self.text, width=5.8 if state[1] else 12 if narrow else 15)
        self.text.setPlaceholderText(self.tr("查找") if state[1] else self.tr("找编号、纠纷、姓名"))
        for toggle, words in (
            (self.more, self.tr("更多条件")),
            (self.kept, self.tr("视图")),
            (self.columns, self.tr("列")),
        ):
            toggle.setText("" if narrow else words)
        self._first.again()

    def set_choices(self, choices: LedgerChoices | None) -> None:
        """What the folded choices offer; the first entry of each narrows nothing."""
        this = month_of(self._today)
        months = [month_text(this - back) for back in range(MONTHS)]
        labels = self._office.risk_labels
        offered: dict[str, list[tuple[str, str]]] = {
            "month": [(_tr("{0} 在册").format(month), month) for month in months],
            "village": [(name, name) for name in choices.values("village")] if choices else [],
            "type": [*((name, name) for name in (choices.values("type") if choices else ())), (_tr("没有类型"), EMPTY)],
            "state": [(words, code) for code, words in STATES.items()],
            "risk_level": [(risk_words(code, labels), code) for code in ("ordinary", "raised", "major")],
            "responsible_unit": [(name, name) for name in choices.values("responsible_unit")] if choices else [],
            "case_leader": [(name, name) for name in choices.values("case_leader")] if choices else [],
            "round_no": [(name, name) for name in choices.values("round")] if choices else [],
        }
        for key, combo in self.combos.items():
            combo.clear()
            combo.addItem(self.tr("不限"), "")
            for words, value in offered[key]:
                combo.addItem(words, value)
        self._fill()

    @property
    def query(self) -> DisputeQuery:
        """What is chosen now; its order is the table's business."""
        return self._query

    def set_query(self, query: DisputeQuery, today: date) -> None:
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
        self.views.choose(view_of(query, self._today))
        if self.text.text().strip() != query.text:
            self.text.setText(query.text)
        for key, combo in self.combos.items():
            value = getattr(query, key)
            place = combo.findData(value)
            if place < 0:
                combo.addItem(str(value), value)
                place = combo.count() - 1
            combo.setCurrentIndex(place)
            combo.setToolTip(combo.currentText())
        self.voided.setChecked(query.voided is None)
        self._filling = False
        self._show_chips()

    def _show_chips(self) -> None:
        self.chips.clear()
        found = active(self._query, self._today, self._office)
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
        more = {"figure": "", "year": False} if key == "month" else {}
        self._change(**{key: getattr(base, key)}, **more)

    def drop_all(self) -> None:
        """Keep the view, take every other condition away."""
        self.set_query(view_query(view_of(self._query, self._today), self._today), self._today)

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
