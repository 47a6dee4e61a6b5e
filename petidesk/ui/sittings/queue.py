"""The queue of a reception day: its head with the day, the leaders and how it stands, and the guests in their order."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.reception.days import KINDS, day_words
from petidesk.domain.sittings.guests import GUEST_STATES, OUTCOMES, Guest
from petidesk.domain.sittings.sittings import DAY_OUTCOMES, Sitting
from petidesk.ui.lists.few_rows import FewModel, FewTable
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look import controls
from petidesk.ui.look.lights import Tone
from petidesk.ui.look.theme import role, spaced
from petidesk.ui.translate import translate


def _columns() -> tuple[Column[Guest], ...]:
    def state(guest: Guest) -> str:
        said = "、".join(OUTCOMES[opinion.outcome] for opinion in guest.opinions)
        return said or GUEST_STATES[guest.state]

    def tone(guest: Guest) -> Tone:
        if guest.state == "waiting" or (guest.state == "received" and guest.open_cases):
            return Tone.SOON
        return Tone.SOFT if guest.state in ("absent", "cancelled") else Tone.PLAIN

    return (
        Column("number", translate("SittingQueue", "号"), lambda guest: str(guest.number), 3, right=True),
        Column("name", translate("SittingQueue", "来访人"), lambda guest: guest.name, 6),
        Column("people", translate("SittingQueue", "人数"), lambda guest: str(guest.people), 3.5, right=True),
        Column(
            "booked",
            translate("SittingQueue", "预约"),
            lambda guest: translate("SittingQueue", "预约") if guest.booked else "",
            4,
        ),
        Column("state", translate("SittingQueue", "状态"), state, 6, tone=tone),
        Column("about", translate("SittingQueue", "事由"), lambda guest: guest.about, 6, grows=True),
    )


class SittingHead(QWidget):
    """The day that is open, with arrows to the ones before and after. `turned` carries -1 or 1."""

    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        spaced(row, 0.5)
        self.earlier = controls.icon_button("chevron-left", self.tr("前一次接待 Alt+左"), lambda: self.turned.emit(-1))
        self.later = controls.icon_button("chevron-right", self.tr("后一次接待 Alt+右"), lambda: self.turned.emit(1))
        self.heading = controls.label("", "section")
        self.badge = controls.label("", "badge-ink")
        self.facts = controls.Elided("", "soft")
        for part in (self.earlier, self.later, self.heading, self.badge):
            row.addWidget(part)
        row.addWidget(self.facts, 1)

    def show_sitting(self, sitting: Sitting, now: datetime) -> None:
        """Say which day it is, who receives where, and how the queue stands."""
        day, closes = sitting.day, sitting.booking_closes
        self.heading.setText(f"{day_words(day.on)}  {KINDS[day.slot.kind]}")
        told = [
            "、".join(day.leaders) or self.tr("没有人接待"),
            day.slot.village + day.slot.place,
            day.slot.hours,
            self.tr("预约到 {0:%m-%d %H:%M}").format(closes) if closes and closes >= now else "",
        ]
        self.facts.set_whole("　".join(part for part in told if part))
        words, part = self._standing(sitting, now)
        role(self.badge, part)
        self.badge.setText(words)

    def _standing(self, sitting: Sitting, now: datetime) -> tuple[str, str]:
        if sitting.closed_at is not None:
            return DAY_OUTCOMES.get(sitting.outcome, self.tr("没有来访")), "badge-leaf"
        if sitting.day.on > now.date():
            booked = sum(guest.state == "booked" for guest in sitting.guests)
            return self.tr("预约 {0} 批").format(booked), "badge-ink"
        words = self.tr("等候 {0} · 已接谈 {1}").format(len(sitting.waiting), len(sitting.received))
        return words, "badge-amber" if sitting.waiting else "badge-ink"


class SittingQueue(QWidget):
    """The guests. `moved`: the cursor stands on another one; `opened` and `typed` as FewTable."""

    moved = Signal()
    opened = Signal(object)
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        spaced(column, 0.5)
        self.model = FewModel(_columns(), parent=self)
        self.table = FewTable(self.model, self.tr("排队的来访人：回车办下一步，N 来了一位，B 预约"))
        column.addWidget(self.table, 1)
        self.nobody = controls.label("", "soft", wrap=True)
        column.addWidget(self.nobody)
        self.setFocusProxy(self.table)
        self.table.opened.connect(lambda guest, _column: self.opened.emit(guest))
        self.table.typed.connect(self.typed)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self.moved.emit())

    def guest(self) -> Guest | None:
        """The guest under the cursor."""
        row = self.table.current_row()
        return row if isinstance(row, Guest) else None

    def say_nobody(self, *, over: bool, come: bool, books: bool) -> None:
        """What an empty queue says: the day is over, the day has come, one can still book."""
        parts = [self.tr("没有来访人。") if over else self.tr("还没有人。")]
        parts += [self.tr("来了一位按 N。")] if come else []
        parts += [self.tr("预约按 B，预约的排在前面。")] if books else []
        self.nobody.setText("".join(parts))

    def show_guests(self, sitting: Sitting, number: int) -> None:
        """Show the queue, the cursor on guest `number`, else on the first; nothing is said of the cursor."""
        self.table.selectionModel().blockSignals(True)
        self.model.set_rows(sitting.guests)
        numbers = [guest.number for guest in sitting.guests]
        self.table.stand_on(numbers.index(number) if number in numbers else 0)
        self.table.selectionModel().blockSignals(False)
        self.nobody.setVisible(not sitting.guests)
