"""What is done by hand on the rota from any tab: swap, stand in, move, lock, call off. Ctrl+Z takes each back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from petidesk.desk.reception.reception import Which
from petidesk.domain.reception.days import ReceptionDay, day_words
from petidesk.domain.trouble import Trouble
from petidesk.ui import work

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

Failed = Callable[[Trouble], object]


class ReceptionActs(QObject):
    """`changed` is sent after every change of the rota, `message` says what was done."""

    changed = Signal()
    message = Signal(str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def swap(self, one: ReceptionDay, other: ReceptionDay, why: str, failed: Failed) -> None:
        """The leaders of two receptions change places."""
        desk, here, there = self._desk, Which.of(one), Which.of(other)
        words = self.tr("{0}和{1}已对调").format(day_words(one.on), day_words(other.on))
        self._do(lambda: desk.schedule.swap(one.on, other.on, why, here, there), words, failed)

    def substitute(self, day: ReceptionDay, name: str, instead_of: str, why: str, failed: Failed) -> None:
        """Somebody stands in."""
        desk, which = self._desk, Which.of(day)
        words = self.tr("{0}由{1}顶替").format(day_words(day.on), name)
        self._do(lambda: desk.schedule.substitute(day.on, name, why, instead_of=instead_of, which=which), words, failed)

    def call_off(self, day: ReceptionDay, why: str, failed: Failed) -> None:
        """A reception does not take place."""
        desk, which = self._desk, Which.of(day)
        words = self.tr("{0}的接待已取消").format(day_words(day.on))
        self._do(lambda: desk.schedule.call_off(day.on, why, which), words, failed)

    def move(self, day: ReceptionDay, to: date, place: str, hours: str, why: str, failed: Failed) -> None:
        """Another day, place or hours."""
        desk, which = self._desk, Which.of(day)
        words = self.tr("{0}的接待已改").format(day_words(day.on))
        self._do(lambda: desk.schedule.move(day.on, why, to=to, place=place, hours=hours, which=which), words, failed)

    def lock(self, day: ReceptionDay, locked: bool, failed: Failed) -> None:
        """Lock a day against being made anew, or unlock it."""
        desk, which = self._desk, Which.of(day)
        words = self.tr("{0}已锁定") if locked else self.tr("{0}已解锁")
        self._do(
            lambda: desk.schedule.lock(day.on, locked=locked, which=which), words.format(day_words(day.on)), failed
        )

    def take_back(self, day: ReceptionDay, failed: Failed) -> None:
        """Take back what was last done by hand to this reception, today or long ago."""
        desk = self._desk
        words = self.tr("{0}的变动已撤回").format(day_words(day.on))
        self._do(lambda: desk.schedule.take_back(day.on, Which.of(day)), words, failed)

    def _do(self, call: Callable[[], object], words: str, failed: Failed) -> None:
        def done(_result: object) -> None:
            self.message.emit(words)
            self.changed.emit()

        work.run(self, call, done, failed)
