"""The line that chooses the span: its kind, which one, compared with what, as known when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from petidesk.domain.statistics.figures import AsOf, Moment
from petidesk.domain.statistics.spans import COMPARES, Compare, Span, Whole, span_of, span_words
from petidesk.domain.trouble import Refused
from petidesk.ui.forms.date_field import DateField
from petidesk.ui.forms.inputs import ChipChoice
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import role, sized, spaced
from petidesk.ui.shell.actions import action
from petidesk.ui.statistics.chosen import FREE, KINDS, Chosen

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

# So many spans are offered; those before them are reached by the key.
OFFERED: dict[Whole, int] = {"day": 31, "week": 27, "month": 37, "quarter": 17, "half": 11, "year": 11}


class Beside(QWidget):
    """An input with its words at its left, for a line that has no room above."""

    def __init__(self, words: str, editor: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        spaced(row, 0.5)
        row.addWidget(controls.label(words, "soft", buddy=editor))
        row.addWidget(editor)
        editor.setAccessibleName(words)


class FreeDays(QWidget):
    """The two days of a free span."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.since, self.until = (DateField(desk.now, with_time=False) for _ in range(2))
        row = QHBoxLayout(self)
        spaced(row, 0.5)
        for words, field in ((self.tr("自"), self.since), (self.tr("至"), self.until)):
            sized(field, width=7.5)
            row.addWidget(Beside(words, field))

    def show_span(self, span: Span) -> None:
        """Put the days in; what was typed and means them stays as it was typed."""
        for field, day in ((self.since, span.since), (self.until, span.until)):
            read = field.value()
            if read is None or read.date() != day:
                field.setText(day.isoformat())

    def span(self) -> Span:
        """The span that was typed. Refused with a sentence where it is none."""
        since, until = self.since.value(), self.until.value()
        if since is None or until is None:
            raise Refused("bad_value", self.since.trouble() or self.until.trouble())
        return span_of(since.date(), until.date())


class PeriodBar(QWidget):
    """Shows what is `chosen` and chooses; each tab has one, all of them about the same."""

    def __init__(self, desk: Desk, chosen: Chosen) -> None:
        super().__init__()
        self._desk = desk
        self._chosen = chosen
        self._filling = False
        self.free: FreeDays | None = None  # made when somebody wants free days
        kinds = [self.tr("日"), self.tr("周"), self.tr("月"), self.tr("季"), self.tr("半年"), self.tr("年")]
        self.kinds = ChipChoice([*zip(KINDS, kinds, strict=True), (FREE, self.tr("自定"))], chosen.kind)
        self.kinds.setAccessibleName(self.tr("统计期间"))
        before, after = action("span_before"), action("span_after")
        self.earlier = controls.icon_button("chevron-left", before.with_key(), partial(chosen.step, -1))
        self.later = controls.icon_button("chevron-right", after.with_key(), partial(chosen.step, 1))
        self.spans = QComboBox()
        self.spans.setMaxVisibleItems(16)
        self.spans.setAccessibleName(self.tr("哪一期"))
        self.compare = ChipChoice(list(COMPARES.items()), chosen.compare)
        self.compare.setAccessibleName(self.tr("和哪一期比"))
        self.as_of = DateField(desk.now, with_time=True, placeholder=self.tr("现在"))
        self.as_of.setToolTip(
            self.tr("统计截止时间：空着就是现在。写一天，就按那天夜里知道的算，那以后的登记、更正都不算。")
        )
        self.note = controls.label("", "small", wrap=True)
        self.note.hide()
        self._build()
        self._connect()
        self.fill()

    def _build(self) -> None:
        self.line = containers.Flow(0.5)
        sized(self.spans, width=13.5)
        sized(self.as_of, width=9)
        which = QWidget()
        self._which = QHBoxLayout(which)
        spaced(self._which, 0.25)
        for button in (self.earlier, self.later):
            self._which.addWidget(button)
        self._which.insertWidget(1, self.spans)
        for part in (self.kinds, which, self.compare, Beside(self.tr("统计截止"), self.as_of)):
            self.line.add(part)
        column = QVBoxLayout(self)
        spaced(column, 0.25)
        column.addWidget(self.line)
        column.addWidget(self.note)

    def _connect(self) -> None:
        chosen = self._chosen
        self.kinds.changed.connect(self._unless_filling(chosen.turn))
        self.compare.changed.connect(self._unless_filling(lambda code: chosen.set_compare(cast(Compare, code))))
        self.spans.activated.connect(lambda place: chosen.put(chosen.kind, self.spans.itemData(place)))
        self.as_of.editingFinished.connect(self._take_as_of)
        self.as_of.installEventFilter(self)
        chosen.changed.connect(self.fill)

    def _free_days(self) -> FreeDays:
        if self.free is None:
            self.free = FreeDays(self._desk)
            self._which.insertWidget(2, self.free)
            for field in (self.free.since, self.free.until):
                field.editingFinished.connect(self._take_days)
                field.installEventFilter(self)
        return self.free

    def _unless_filling(self, call: Callable[[str], object]) -> Callable[[str], object]:
        return lambda code: None if self._filling else call(code)

    # ---- showing ---------------------------------------------------------------------------------------------------

    def fill(self) -> None:
        """Show what is chosen."""
        chosen = self._chosen
        self._filling = True
        self.kinds.choose(chosen.kind)
        self.compare.choose(chosen.compare)
        free = chosen.kind == FREE
        if free:
            self._free_days().show_span(chosen.span)
        if self.free is not None:
            self.free.setVisible(free)
        self.spans.setVisible(not free)
        self._offer()
        if _as_of(self.as_of.value()) != chosen.as_of:
            self.as_of.setText("" if chosen.as_of is None else _said(chosen.as_of))
        self._filling = False
        self.say("")
        self.line.again()

    def _offer(self) -> None:
        chosen = self._chosen
        self.spans.clear()
        if chosen.kind == FREE:
            return
        offered = chosen.recent(OFFERED[cast(Whole, chosen.kind)])
        if chosen.span not in offered:
            offered = sorted([*offered, chosen.span], key=lambda span: span.since, reverse=True)
        for span in offered:
            self.spans.addItem(span_words(span, chosen.first_day), span)
        self.spans.setCurrentIndex(offered.index(chosen.span))
        self.spans.setToolTip(self.spans.currentText())

    def say(self, words: str) -> None:
        """What is wrong with what was typed, in the line's own words; empty when nothing is."""
        role(self.note, "error" if words else "small")
        self.note.setText(words)
        self.note.setVisible(bool(words))

    # ---- taking ----------------------------------------------------------------------------------------------------

    def _take_days(self) -> None:
        """Both days are typed: they are the span, or a sentence says why they are none."""
        if self._filling or self._chosen.kind != FREE:
            return
        try:
            span = self._free_days().span()
        except Refused as refusal:
            self.say(refusal.message)
            return
        self.say("")
        self._chosen.put(FREE, span)

    def _take_as_of(self) -> None:
        if self._filling:
            return
        if self.as_of.text().strip() and self.as_of.value() is None:
            self.say(self.as_of.trouble())
            return
        self.say("")
        self._chosen.set_as_of(_as_of(self.as_of.value()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+C in a field in which nothing is marked is the page's."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QLineEdit)
            and event.matches(QKeySequence.StandardKey.Copy)
            and not watched.hasSelectedText()
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _as_of(moment: datetime | None) -> AsOf | None:
    """A day means its end, a moment itself."""
    if moment is None:
        return None
    return moment.date() if moment.time() == time() else Moment.of(moment)


def _said(as_of: AsOf) -> str:
    """As somebody would have typed it."""
    return f"{as_of:%Y-%m-%d %H:%M}" if isinstance(as_of, datetime) else as_of.isoformat()
