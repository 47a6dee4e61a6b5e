"""What is done by hand on the rota from any tab: swap, stand in, move, lock, call off; each can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from petidesk.desk.reception.reception import DayQuery, Which
from petidesk.domain.reception.days import ReceptionDay, day_words
from petidesk.domain.trouble import Trouble
from petidesk.ui import work

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

Failed = Callable[[Trouble], object]
MOST_UNDO = 50


@dataclass(frozen=True, slots=True)
class Undo:
    """One step back: what it takes back, in words, and how."""

    words: str
    call: Callable[[], object]


class ReceptionActs(QObject):
    """`changed` is sent after every change of the rota; `offer` as Page.offer, with 撤销."""

    changed = Signal()
    offer = Signal(str, str, object)
    message = Signal(str)
    denied = Signal(str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._undo: list[Undo] = []

    def swap(self, one: ReceptionDay, other: ReceptionDay, why: str, failed: Failed) -> None:
        """The leaders of two receptions change places."""
        desk, here, there = self._desk, Which.of(one), Which.of(other)
        words = self.tr("{0}和{1}已对调").format(day_words(one.on), day_words(other.on))
        self._do(
            lambda: desk.schedule.swap(one.on, other.on, why, here, there),
            Undo(words, lambda: desk.schedule.take_back(one.on, here)),
            failed,
        )

    def substitute(self, day: ReceptionDay, name: str, instead_of: str, why: str, failed: Failed) -> None:
        """Somebody stands in."""
        desk, which = self._desk, Which.of(day)
        words = self.tr("{0}由{1}顶替").format(day_words(day.on), name)
        self._do(
            lambda: desk.schedule.substitute(day.on, name, why, instead_of=instead_of, which=which),
            Undo(words, lambda: desk.schedule.take_back(day.on, which)),
            failed,
        )

    def call_off(self, day: ReceptionDay, why: str, failed: Failed) -> None:
        """A reception does not take place."""
        desk, which = self._desk, Which.of(day)
        words = self.tr("{0}的接待已取消").format(day_words(day.on))
        self._do(
            lambda: desk.schedule.call_off(day.on, why, which),
            Undo(words, lambda: desk.schedule.take_back(day.on, which)),
            failed,
        )

    def move(self, day: ReceptionDay, to: date, place: str, hours: str, why: str, failed: Failed) -> None:
        """Another day, place or hours; taken back by moving it to where it was."""
        desk, slot = self._desk, day.slot
        words = self.tr("{0}的接待已改").format(day_words(day.on))

        def call() -> ReceptionDay:
            return desk.schedule.move(day.on, why, to=to, place=place, hours=hours, which=Which.of(day))

        def back() -> ReceptionDay:
            now = next(each for each in _of_day(desk, to) if each.day_id == day.day_id)
            return desk.schedule.move(
                now.on,
                self.tr("撤销改动"),
                to=slot.on,
                place=slot.place,
                hours=slot.hours,
                which=Which.of(now),
            )

        self._do(call, Undo(words, back), failed)

    def lock(self, day: ReceptionDay, locked: bool, failed: Failed) -> None:
        """Lock a day against being made anew, or unlock it."""
        desk, which = self._desk, Which.of(day)
        words = self.tr("{0}已锁定") if locked else self.tr("{0}已解锁")
        self._do(
            lambda: desk.schedule.lock(day.on, locked=locked, which=which),
            Undo(words.format(day_words(day.on)), lambda: desk.schedule.lock(day.on, locked=not locked, which=which)),
            failed,
        )

    def take_back(self, day: ReceptionDay, failed: Failed) -> None:
        """Take back what was last done by hand to this reception, today or long ago."""
        desk = self._desk

        def done(_days: object) -> None:
            self.message.emit(self.tr("{0}的变动已撤回").format(day_words(day.on)))
            self.changed.emit()

        work.run(self, lambda: desk.schedule.take_back(day.on, Which.of(day)), done, failed)

    def undo(self) -> None:
        """Ctrl+Z: the last change made here, then the one before it."""
        if not self._undo:
            self.denied.emit(self.tr("没有可以撤销的变动了"))
            return
        self._back(self._undo.pop())

    def _do(self, call: Callable[[], object], undo: Undo, failed: Failed) -> None:
        def done(_result: object) -> None:
            self._undo = [*self._undo[-MOST_UNDO + 1 :], undo]
            self.offer.emit(undo.words, self.tr("撤销"), lambda: self._from_offer(undo))
            self.changed.emit()

        work.run(self, call, done, failed)

    def _from_offer(self, undo: Undo) -> None:
        if undo in self._undo:
            self._undo.remove(undo)
            self._back(undo)

    def _back(self, undo: Undo) -> None:
        def done(_result: object) -> None:
            self.message.emit(self.tr("已撤销：{0}").format(undo.words))
            self.changed.emit()

        def failed(trouble: Trouble) -> None:
            self.denied.emit(trouble.message)

        work.run(self, undo.call, done, failed)


def _of_day(desk: Desk, on: date) -> list[ReceptionDay]:
    return desk.schedule.days(DayQuery(on, on))
