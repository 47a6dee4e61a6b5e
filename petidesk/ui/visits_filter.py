"""Which visits the list shows: the period at one click, the rest folded away, a chip for everything that is active."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from petidesk.domain import typed_dates
from petidesk.domain.codes import CHANNELS, PURPOSES
from petidesk.domain.listing import VisitQuery
from petidesk.domain.trouble import Refused
from petidesk.ui import controls
from petidesk.ui.inputs import ChipChoice, Field, TextField
from petidesk.ui.theme import restyled, role, sized, spaced, theme

TODAY, WEEK, MONTH, ALL, CUSTOM = "today", "week", "month", "all", "custom"
TYPING_MS = 300
# Narrower than this, in ems, the bar uses short forms.
NARROW = 46.0


def period_words() -> dict[str, str]:
    """The periods in their order."""
    return {
        TODAY: QCoreApplication.translate("VisitFilter", "今天"),
        WEEK: QCoreApplication.translate("VisitFilter", "本周"),
        MONTH: QCoreApplication.translate("VisitFilter", "本月"),
        ALL: QCoreApplication.translate("VisitFilter", "全部"),
        CUSTOM: QCoreApplication.translate("VisitFilter", "日期范围"),
    }


def period_days(period: str, today: date) -> tuple[date | None, date | None]:
    """First and last day of a period, both included; weeks begin on Monday; None where it is open."""
    if period == TODAY:
        return today, today
    if period == WEEK:
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=6)
    if period == MONTH:
        next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        return today.replace(day=1), next_month - timedelta(days=1)
    return None, None


@dataclass(frozen=True, slots=True)
class Filters:
    """What is chosen. `since` and `until` count only for the period CUSTOM; `voided` None shows void visits too.

    `due` keeps what is due today or overdue.
    """

    period: str = TODAY
    since: date | None = None
    until: date | None = None
    village: str = ""
    channel: str = ""
    purpose: str = ""
    received_by: str = ""
    voided: bool | None = None
    due: bool = False
    text: str = ""

    def query(self, today: date, sort: str, descending: bool) -> VisitQuery:
        """The question to the desk."""
        since, until = (self.since, self.until) if self.period == CUSTOM else period_days(self.period, today)
        return VisitQuery(
            since=since,
            until=until,
            village=self.village,
            channel=self.channel,
            purpose=self.purpose,
            received_by=self.received_by,
            text=self.text,
            voided=self.voided,
            due_until=today if self.due else None,
            sort=sort,
            descending=descending,
        )

    def active(self) -> dict[str, str]:
        """What narrows the list beside the period: key and words of each chip."""
        chips = {}
        if self.text:
            chips["text"] = QCoreApplication.translate("VisitFilter", "含“{0}”").format(self.text)
        if self.due:
            chips["due"] = QCoreApplication.translate("VisitFilter", "今天到期和超期")
        if self.village:
            chips["village"] = self.village
        if self.channel:
            chips["channel"] = CHANNELS[self.channel]
        if self.purpose:
            chips["purpose"] = PURPOSES[self.purpose]
        if self.received_by:
            chips["received_by"] = QCoreApplication.translate("VisitFilter", "接待人 {0}").format(self.received_by)
        if self.voided is not None:
            chips["voided"] = (
                QCoreApplication.translate("VisitFilter", "只看作废")
                if self.voided
                else QCoreApplication.translate("VisitFilter", "不含作废")
            )
        return chips

    @staticmethod
    def due_now() -> Filters:
        """What is due today or overdue, of all times."""
        return Filters(period=ALL, due=True, voided=False)

    def without(self, key: str) -> Filters:
        """The same with one chip taken away."""
        return replaced(self, **{key: getattr(Filters(), key)})


def replaced(filters: Filters, **chosen: Any) -> Filters:
    """`filters` with some of its choices put in place, by their names."""
    return dataclasses.replace(filters, **chosen)


class FilterBar(QWidget):
    """The bar above the list. `changed` carries the Filters; the bar itself asks the desk nothing."""

    changed = Signal(object)
    columns_asked = Signal(bool)
    # The folded choices (`panel`) shall be shown or put away; the page has the room for them.
    more_asked = Signal(bool)
    # Down or Enter in the text field: the clerk wants to go into the list.
    into_list = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._filters = Filters()
        self._filling = False
        self.period = ChipChoice(list(period_words().items()), TODAY)
        self.period.setAccessibleName(self.tr("时间"))
        self.since = TextField(self.tr("从 如 3.8"))
        self.until = TextField(self.tr("到 如 今天"))
        self.text = QLineEdit()
        self.more = controls.button("", icon="filter", tip=self.tr("更多条件：村、渠道、目的、接待人、作废"))
        self.columns = controls.button("", icon="columns", tip=self.tr("列：显示哪些、按什么排序"))
        self.more.setAccessibleName(self.tr("更多条件"))
        self.columns.setAccessibleName(self.tr("列"))
        self.village, self.channel, self.purpose, self.received_by, self.voided = (QComboBox() for _ in range(5))
        self.panel = QFrame()
        self.chips = controls.Flow(0.5)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._build()
        self._connect()
        self._narrow: bool | None = None
        self.set_choices([], [])
        self._show_chips()
        self._fit()
        theme.changed.connect(self._fit)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        spaced(column, 0.5)
        first = controls.Flow(0.5)
        self.text.setAccessibleName(self.tr("在列表中找"))
        self.text.setClearButtonEnabled(True)
        for editor, name in ((self.since, self.tr("从哪天")), (self.until, self.tr("到哪天"))):
            editor.setAccessibleName(name)
            sized(editor, width=7)
            editor.hide()
        for toggle in (self.more, self.columns):
            toggle.setCheckable(True)
        self._first = first
        for part in (self.period, self.since, self.until, self.text, self.more, self.columns):
            hidden = part in (self.since, self.until)
            first.add(part)
            part.setHidden(hidden)
        column.addWidget(first)
        role(self.panel, "card")
        inside = QVBoxLayout(self.panel)
        spaced(inside, 0.5, (0.75, 0.5, 0.75, 0.75))
        fields = controls.Flow(0.75)
        for words, combo in (
            (self.tr("村（社区）"), self.village),
            (self.tr("渠道"), self.channel),
            (self.tr("目的"), self.purpose),
            (self.tr("接待人"), self.received_by),
            (self.tr("作废的"), self.voided),
        ):
            combo.setMaxVisibleItems(16)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            sized(combo, width=9)
            fields.add(Field(words, combo))
        inside.addWidget(fields)
        self.panel.hide()
        column.addWidget(self.chips)

    def _connect(self) -> None:
        self.period.changed.connect(self._period_chosen)
        for editor in (self.since, self.until):
            editor.editingFinished.connect(self._range_typed)
        self.text.textChanged.connect(lambda: None if self._filling else self._typing.start())
        self._typing.timeout.connect(lambda: self._change(text=self.text.text().strip()))
        self.text.installEventFilter(self)
        self.more.toggled.connect(self.more_asked)
        self.columns.toggled.connect(self.columns_asked)
        for key in ("village", "channel", "purpose", "received_by", "voided"):
            self._connect_combo(key, getattr(self, key))

    def _connect_combo(self, key: str, combo: QComboBox) -> None:
        combo.activated.connect(lambda _place: self._change(**{key: combo.currentData()}))

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
        sized(self.text, width=7 if narrow else 15)
        self.text.setPlaceholderText(self.tr("在表中找") if narrow else self.tr("在列表中找姓名、事由"))
        self.more.setText("" if narrow else self.tr("更多条件"))
        self.columns.setText("" if narrow else self.tr("列"))
        self._first.again()

    def set_choices(self, villages: Sequence[str], receivers: Sequence[str]) -> None:
        """What the folded choices offer; the first entry of each narrows nothing."""
        anything = self.tr("不限")
        self._offer(self.village, [(anything, ""), *((name, name) for name in villages)])
        self._offer(self.channel, [(anything, ""), *((words, code) for code, words in CHANNELS.items())])
        self._offer(self.purpose, [(anything, ""), *((words, code) for code, words in PURPOSES.items())])
        self._offer(self.received_by, [(anything, ""), *((name, name) for name in receivers)])
        self._offer(
            self.voided,
            [(self.tr("也显示"), None), (self.tr("不显示"), False), (self.tr("只看作废"), True)],
        )
        self._fill()

    def _offer(self, combo: QComboBox, choices: Sequence[tuple[str, object]]) -> None:
        combo.clear()
        for words, value in choices:
            combo.addItem(words, value)

    @property
    def filters(self) -> Filters:
        """What is chosen now."""
        return self._filters

    def set_filters(self, filters: Filters, today: date) -> None:
        """Choose from outside (another page, or the day has changed); `changed` is sent."""
        self._today = today
        self._filters = filters
        self._fill()
        self.changed.emit(self._filters)

    def _change(self, **chosen: object) -> None:
        filters = replaced(self._filters, **chosen)
        if filters != self._filters:
            self._filters = filters
            self._fill()
            self.changed.emit(filters)

    def _fill(self) -> None:
        """Show what is chosen."""
        self._filling = True
        self.period.choose(self._filters.period)
        if self.text.text().strip() != self._filters.text:
            self.text.setText(self._filters.text)
        for key in ("village", "channel", "purpose", "received_by", "voided"):
            combo: QComboBox = getattr(self, key)
            value = getattr(self._filters, key)
            place = combo.findData(value)
            if place < 0:
                combo.addItem(str(value), value)
                place = combo.count() - 1
            combo.setCurrentIndex(place)
        custom = self._filters.period == CUSTOM
        for editor, day in ((self.since, self._filters.since), (self.until, self._filters.until)):
            if day is not None and not editor.hasFocus():
                editor.setText(day.isoformat())
            editor.setVisible(custom)
        self._first.again()
        self._filling = False
        self._show_chips()

    def _show_chips(self) -> None:
        self.chips.clear()
        active = self._filters.active()
        for key, words in active.items():
            chip = controls.button(words, partial(self._drop, key), part="chip", icon="x")
            chip.setAccessibleName(self.tr("去掉条件：{0}").format(words))
            chip.setToolTip(self.tr("去掉这个条件"))
            self.chips.add(chip)
        if len(active) > 1:
            self.chips.add(controls.button(self.tr("全部去掉"), self._drop_all, part="link"))
        self.chips.setVisible(bool(active))

    def _drop(self, key: str) -> None:
        self._filters = self._filters.without(key)
        self._fill()
        self.changed.emit(self._filters)

    def _drop_all(self) -> None:
        kept = self._filters
        self._filters = Filters(period=kept.period, since=kept.since, until=kept.until)
        self._fill()
        self.changed.emit(self._filters)

    def _period_chosen(self, period: str) -> None:
        if self._filling:
            return
        since, until = period_days(self._filters.period, self._today)
        if period == CUSTOM and self._filters.since is None:
            self._change(period=period, since=since or self._today.replace(day=1), until=until or self._today)
            self.since.setFocus()
        else:
            self._change(period=period)

    def _range_typed(self) -> None:
        days = []
        for editor in (self.since, self.until):
            try:
                day = typed_dates.parse_typed_date(editor.text(), self._today) if editor.text().strip() else None
            except Refused as refusal:
                editor.setToolTip(refusal.message)
                self._mark(editor, "error")
                return
            editor.setToolTip("")
            self._mark(editor, "")
            days.append(day)
        since, until = days
        if since is not None and until is not None and since > until:
            since, until = until, since
        self._change(since=since, until=until)

    def _mark(self, editor: QLineEdit, state: str) -> None:
        editor.setProperty("state", state)
        restyled(editor)

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
