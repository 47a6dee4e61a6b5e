"""The panel of one day of the rota: its receptions in full, what is wrong, what was changed, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from petidesk.desk.reception.reception import DayQuery
from petidesk.domain.reception.days import CHANGES, KINDS, Change, Finding, ReceptionDay, day_words
from petidesk.domain.reception.rules import lunar_words
from petidesk.domain.sittings.sittings import Sitting
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import role, spaced
from petidesk.ui.reception.acts import ReceptionActs
from petidesk.ui.reception.day_forms import ActForm, CallOffForm, MoveForm, SubstituteForm, SwapForm
from petidesk.ui.reception.words import look, names, shown

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

# How far around a reception others are offered to swap with.
AROUND = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class DayRead:
    """What the panel says of a day."""

    on: date
    today: date
    receptions: tuple[ReceptionDay, ...]
    sittings: dict[int, Sitting]
    findings: tuple[Finding, ...]
    others: tuple[ReceptionDay, ...]
    leaders: tuple[str, ...]


def read_day(desk: Desk, on: date) -> DayRead:
    """Read a day; slow, for a worker."""
    found = shown(desk.schedule.days(DayQuery(on, on, cancelled=True)))
    others = desk.schedule.days(DayQuery(max(on - AROUND, min(desk.today(), on)), on + AROUND)) if found else []
    return DayRead(
        on,
        desk.today(),
        tuple(found),
        {day.day_id: desk.sittings.of_day(day.day_id) for day in found},
        tuple(each for each in desk.schedule.findings(on, on) if each.on == on),
        tuple(sorted(others, key=lambda day: (abs((day.on - on).days), day.on))),
        tuple(leader.name for leader in desk.office.current().leaders),
    )


class DayPanel(QFrame):
    """`left` asks to be put away, `sitting_wanted` carries the id of a reception whose queue is wanted."""

    left = Signal()
    sitting_wanted = Signal(int)

    def __init__(self, desk: Desk, acts: ReceptionActs) -> None:
        super().__init__()
        role(self, "panel")
        self._desk, self._acts = desk, acts
        self._on: date | None = None
        self._wanted = ""
        self._keys_wanted = False
        self._reading = work.Reading(self, self._wait, 60)
        self.read: DayRead | None = None
        self.form: ActForm | None = None
        outer = QVBoxLayout(self)
        spaced(outer, 0.25, (0.75, 0.25, 0.25, 0.5))
        head = QHBoxLayout()
        spaced(head, 0.5)
        self.title = controls.label("", "section", wrap=True)
        head.addWidget(self.title, 1)
        self.back = controls.icon_button("x", self.tr("收起 Esc"), self.left.emit)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(head)
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        spaced(self.column, 0.5, (0, 0, 0.5, 0))
        self.sheet = containers.Scroll(inner)
        outer.addWidget(self.sheet, 1)
        self.buttons: dict[str, controls.Button] = {}
        acts.changed.connect(self._changed)

    # ---- which day -------------------------------------------------------------------------------------------------

    def show_day(self, on: date, form: str = "") -> None:
        """Show a day, with one of its forms open where it is named; a form that is being filled in stays."""
        if self.form is not None and on == self._on:
            return
        if on != self._on:
            self._wanted = ""
        self._on, self._wanted = on, form or self._wanted
        self.read_again()

    def read_again(self) -> None:
        """Read the day anew."""
        on, desk = self._on, self._desk
        if on is not None:
            self._reading.read(on, lambda: read_day(desk, on), self._show)

    def forget(self) -> None:
        """No day is chosen."""
        self._on, self._wanted = None, ""
        self._reading.turn(None)

    def _wait(self, on: date | None) -> None:
        """Another day is being read, or none: its name, and nothing of the day before."""
        focus = QApplication.focusWidget()
        self._keys_wanted = self._keys_wanted or (focus is not None and self.isAncestorOf(focus))
        self.close_form()
        self.read = None
        self.title.setText(f"{day_words(on)}  {lunar_words(on)}" if on is not None else "")
        self._clear()

    def _changed(self) -> None:
        self.close_form()
        self.read_again()

    def _show(self, read: DayRead) -> None:
        if self.form is not None and self.read is not None and self.read.on == read.on:
            return
        self.read = read
        self.title.setText(f"{day_words(read.on)}  {lunar_words(read.on)}")
        # The button that has the keys goes away with the rest: its place is taken by the first of the new ones.
        focus = QApplication.focusWidget()
        wants_keys = self._keys_wanted or (focus is not None and self.isAncestorOf(focus))
        self._keys_wanted = False
        self.close_form()
        self._clear()
        for finding in read.findings:
            self.column.addWidget(controls.Notice("amber", finding.words))
        for day in read.receptions:
            self.column.addWidget(self._card(day, read))
        if not read.receptions:
            self.column.addWidget(controls.label(self.tr("这一天没有接待。"), "soft", wrap=True))
        self.column.addStretch(1)
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.open_form(wanted)
        elif wants_keys:
            self._take_keys()

    def _clear(self) -> None:
        self.buttons.clear()
        while (taken := self.column.takeAt(0)) is not None:
            if (part := taken.widget()) is not None:
                part.hide()
                part.deleteLater()

    # ---- one reception ---------------------------------------------------------------------------------------------

    def _card(self, day: ReceptionDay, read: DayRead) -> QWidget:
        card = QWidget()
        column = QVBoxLayout(card)
        spaced(column, 0.35, (0, 0, 0, 0.5))
        seen = look(day, read.findings)
        heading = controls.label(names(day), "struck" if day.cancelled else "section", wrap=True)
        column.addWidget(heading)
        badges = containers.Flow(0.35)
        badges.add(controls.label(KINDS[day.slot.kind], "badge-ink"))
        if seen.words:
            part = {"amber": "badge-amber", "seal": "badge-seal"}.get(seen.token, "badge-ink")
            badges.add(controls.label(seen.words, part))
        if day.locked:
            badges.add(controls.label(self.tr("锁定"), "badge-ink"))
        column.addWidget(badges)
        for words, part in self._facts(day, read.sittings[day.day_id]):
            column.addWidget(controls.label(words, part, wrap=True))
        column.addWidget(self._actions(day, read))
        if day.changes:
            column.addWidget(controls.label(self.tr("变动"), "soft"))
            for change in reversed(day.changes):
                column.addWidget(controls.label(_change_words(change), "small", wrap=True))
        if len(read.receptions) > 1:
            column.addWidget(controls.rule())
        return card

    def _facts(self, day: ReceptionDay, sitting: Sitting) -> list[tuple[str, str]]:
        slot = day.slot
        told: list[tuple[str, str]] = []
        if day.planned != day.leaders:
            planned = "、".join(day.planned) or self.tr("空缺")
            told.append((self.tr("原定 {0}，实到 {1}").format(planned, names(day)), "warn"))
        if day.reason or day.called_off:
            told.append((self.tr("原因：{0}").format(day.called_off or day.reason), ""))
        where = slot.village + slot.place
        told.append((" ".join(part for part in (slot.hours, where) if part) or self.tr("时间、地点没有写"), ""))
        if day.unit:
            told.append((self.tr("陪同：{0}").format(day.unit), ""))
        if day.moved_because:
            told.append(
                (self.tr("规则定在 {0}，遇{1}顺延").format(day_words(day.rule_date), day.moved_because), "soft")
            )
        booked = [guest for guest in sitting.guests if guest.state == "booked"]
        received = sitting.received
        parts = [
            self.tr("预约 {0} 批 {1} 人").format(len(booked), sum(guest.people for guest in booked)) if booked else "",
            self.tr("等候 {0} 批").format(len(sitting.waiting)) if sitting.waiting else "",
            self.tr("已接谈 {0} 批").format(len(received)) if received else "",
        ]
        if any(parts):
            told.append(("，".join(part for part in parts if part), ""))
        return told

    def _actions(self, day: ReceptionDay, read: DayRead) -> QWidget:
        flow = containers.Flow(0.35)

        def add(key: str, words: str, call: object, icon: str = "", part: str = "") -> None:
            assert callable(call)
            made = controls.button(words, call, icon=icon, part=part)
            made.setAccessibleName(f"{words} {names(day)}")
            self.buttons.setdefault(key, made)
            flow.add(made)

        if not day.cancelled:
            begin = day.on == read.today and not read.sittings[day.day_id].closed_at
            words = self.tr("开始接访") if begin else self.tr("看接访")
            wanted = partial(self.sitting_wanted.emit, day.day_id)
            add("sitting", words, wanted, "users", "primary" if day.on == read.today else "")
        if day.cancelled or day.last_by_hand is not None:
            words = self.tr("恢复") if day.cancelled else self.tr("撤回变动")
            add("back", words, partial(self._acts.take_back, day, self._refused), "undo")
        if not day.cancelled:
            others = [other for other in read.others if other.day_id != day.day_id and other.leaders != day.leaders]
            add("swap", self.tr("对调…"), partial(self._open, lambda: SwapForm(self._acts, day, others)), "refresh-cw")
            add(
                "substitute",
                self.tr("顶替…"),
                partial(self._open, lambda: SubstituteForm(self._acts, day, read.leaders)),
                "user-plus",
            )
            add("move", self.tr("改时间地点…"), partial(self._open, lambda: self._move_form(day)), "clock")
            lock = self.tr("解锁") if day.locked else self.tr("锁定")
            call = partial(self._acts.lock, day, not day.locked, self._refused)
            add("lock", lock, call, "unlock" if day.locked else "lock")
            add("call_off", self.tr("取消…"), partial(self._open, lambda: CallOffForm(self._acts, day)), "x")
        return flow

    def _lead(self, leads: bool) -> None:
        """What is done next on the day of today is the filled button, unless a form has one."""
        if self.read is not None and self.read.on == self.read.today and "sitting" in self.buttons:
            controls.fill(self.buttons["sitting"], leads)

    def _move_form(self, day: ReceptionDay) -> ActForm:
        return MoveForm(self._acts, day, self._desk.now)

    def _refused(self, trouble: Trouble) -> None:
        notice = controls.Notice(closable=True)
        notice.show_trouble(trouble)
        self.column.insertWidget(0, notice)
        self.sheet.verticalScrollBar().setValue(0)

    # ---- a form in place -------------------------------------------------------------------------------------------

    def open_form(self, key: str) -> None:
        """Press one of the actions of the first reception: swap, substitute, move, call_off."""
        found = self.buttons.get(key)
        if found is not None:
            found.click()

    def _open(self, make: object) -> None:
        assert callable(make)
        self.close_form()
        form: ActForm = make()
        self.form = form
        form.left.connect(self.close_form)
        self._lead(False)
        self.column.insertWidget(0, form)
        self.sheet.verticalScrollBar().setValue(0)
        form.start_typing()

    def close_form(self) -> None:
        """Put the form away."""
        form, self.form = self.form, None
        if form is not None:
            self._lead(True)
            self.column.removeWidget(form)
            form.hide()
            form.deleteLater()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """The keys go to the form, else to the first action, as soon as the day is read."""
        self._keys_wanted = self._on is not None and (self.read is None or self.read.on != self._on)
        self._take_keys()

    def _take_keys(self) -> None:
        if self.form is not None:
            self.form.start_typing()
            return
        first = next(iter(self.buttons.values()), self.back)
        if not first.isHidden():
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts the form away, then the panel."""
        if event.key() == Qt.Key.Key_Escape:
            if self.form is not None:
                self.close_form()
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)


def _change_words(change: Change) -> str:
    who = ""
    if change.before != change.after:
        after = "、".join(change.after) or "—"
        who = f" {'、'.join(change.before)} → {after}" if change.before else f" {after}"
    why = f"，{change.why}" if change.why else ""
    return f"{change.at:%Y-%m-%d %H:%M} {CHANGES[change.kind]}{who}{why}（{change.staff}）"
