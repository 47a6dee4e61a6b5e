"""The card 可能的旧访 beside the form: likely earlier people and their cases, with enough to decide.

It suggests and never acts: nothing is merged or filled in before the clerk says so. F3 steps in, arrow keys move,
Enter links, Delete says 不是同一人, which is remembered and can be taken back; Esc only goes back to the form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.codes import CASE_STATES, MATCH_REASONS, SEXES
from petidesk.domain.identity import mask_identity, mask_phone
from petidesk.domain.visits.people import EarlierCase, Likely, Person, Probe
from petidesk.ui import work
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import role, spaced
from petidesk.ui.translate import translate

# Milliseconds of quiet before the desk is asked; the answer then stands within 150 ms of the last key.
QUIET = 80
CASES = 3
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Pick:
    """What the clerk chose in the card: a person, and the case when a case was marked."""

    person: Person
    case: EarlierCase | None = None


class HintSearch(QObject):
    """Asks the desk for earlier people while typing; an answer to an old question is dropped."""

    found = Signal(list)

    def __init__(self, similar: Callable[[Probe], Sequence[Likely]], parent: QObject) -> None:
        super().__init__(parent)
        self._similar = similar
        self._latest = work.Latest(self, QUIET)

    def ask(self, probe: Probe) -> None:
        """Look for `probe`; nothing typed yet empties the card at once."""
        if not (probe.name or probe.phone or probe.id_number):
            self._latest.forget()
            self.found.emit([])
            return
        self._latest.ask(lambda: list(self._similar(probe)), self.found.emit)

    def forget(self) -> None:
        """Another form begins: answers under way are dropped."""
        self._latest.forget()
        self.found.emit([])


class _Stop(QFrame):
    """Something in the card that can be marked: a person or one of the cases."""

    entered = Signal(object)
    refused = Signal(object)
    left = Signal()
    moved = Signal(object, int)

    def __init__(self, pick: Pick, part: str) -> None:
        super().__init__()
        self.pick = pick
        role(self, part)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.column = QVBoxLayout(self)
        spaced(self.column, 0.25, (0.5, 0.35, 0.5, 0.35))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter links, Delete says 不是同一人, arrows move, Esc goes back."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(self.pick)
        elif key == Qt.Key.Key_Delete:
            self.refused.emit(self.pick)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(self, 1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The mouse's Enter."""
        self.entered.emit(self.pick)


class HintCard(QFrame):
    """Shows what `HintSearch` found. `linked` and `not_same` carry the clerk's decisions."""

    linked = Signal(object)  # Pick
    not_same = Signal(object)  # Person
    taken_back = Signal(int)  # person_id of a 不是同一人 that is withdrawn
    counted = Signal(int)
    left = Signal()  # Esc: back to the form

    def __init__(self) -> None:
        super().__init__()
        role(self, "card")
        self._likely: list[Likely] = []
        self._stops: list[_Stop] = []
        self._shown: tuple[list[Likely], bool, int | None] | None = None
        self._linked: int | None = None
        self._built = 0
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self._build_next)
        outer = QVBoxLayout(self)
        spaced(outer, 0.5, (0.75, 0.75, 0.75, 0.75))
        head = QHBoxLayout()
        spaced(head, 0.5)
        self._title = controls.label(self.tr("可能的旧访"), "section")
        head.addWidget(self._title)
        head.addStretch(1)
        self._key = controls.label(self.tr("F3 进入"), "small")
        head.addWidget(self._key)
        outer.addLayout(head)
        self._empty = controls.label("", "soft", wrap=True)
        outer.addWidget(self._empty)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        spaced(self._column, 0.75)
        self._column.addStretch(1)
        self._scroll = containers.Scroll(inner)
        outer.addWidget(self._scroll, 1)
        self._undo_line = controls.Notice("ink")
        self._undo_line.hide()
        outer.addWidget(self._undo_line)
        self.setAccessibleName(self.tr("可能的旧访"))
        self.show_likely([], asked=False)

    def count(self) -> int:
        """How many earlier people are shown."""
        return len(self._likely)

    def stops(self) -> list[QWidget]:
        """Everything that arrow keys reach, top to bottom."""
        return list(self._stops)

    def show_likely(self, likely: Sequence[Likely], *, asked: bool = True, linked: int | None = None) -> None:
        """Show these people, best first. `linked` is the person the petitioner is linked with already."""
        shown = (list(likely), asked, linked)
        if shown == self._shown:
            return
        self._shown = shown
        self._likely = list(likely)
        self._linked = linked
        had = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self._clear()
        self._built = 0
        for _ in self._likely[:AT_ONCE]:
            self._build_next()
        self._later.start()
        self._title.setText(self.tr("可能的旧访 ({0})").format(self.count()) if self.count() else self.tr("可能的旧访"))
        self._key.setVisible(bool(self._likely))
        self._empty.setVisible(not self._likely)
        self._empty.setText(
            self.tr("没有找到相近的旧访。")
            if asked
            else self.tr("填姓名、身份证号、电话或村居时，这里会列出可能来过的人和办过的事项，供您比对。不会自动合并。")
        )
        if had and self._stops:
            self.step_in()
        self.counted.emit(self.count())

    def _build_next(self) -> None:
        """One person more. The first ones come at once, the rest between two keys, so that typing is never held."""
        if self._built >= len(self._likely):
            self._later.stop()
            return
        found = self._likely[self._built]
        self._column.insertWidget(self._built, self._person(found, found.person.person_id == self._linked))
        self._built += 1

    def step_in(self) -> bool:
        """F3: mark the first line. False when there is nothing to mark."""
        if not self._stops:
            return False
        self._mark(self._stops[0])
        return True

    def offer_undo(self, person: Person) -> None:
        """不是同一人 was kept: say so, with a way back."""
        self._undo_line.show_as(
            "ink",
            self.tr("已记下：不是 {0}。").format(person.name),
            self.tr("撤销"),
            lambda: self._take_back(person.person_id),
        )
        self._undo_line.show()

    def forget_undo(self) -> None:
        """Another form begins."""
        self._undo_line.hide()

    def _take_back(self, person_id: int) -> None:
        self._undo_line.hide()
        self.taken_back.emit(person_id)

    def _clear(self) -> None:
        self._stops.clear()
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _person(self, found: Likely, linked: bool) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        spaced(column, 0.25)
        column.addWidget(self._head(found, linked))
        for case in found.cases[:CASES]:
            column.addWidget(self._case(found.person, case))
        if not found.cases:
            column.addWidget(controls.label(self.tr("没有可以显示的旧事项"), "small"))
        actions = containers.Flow(0.5)
        if not linked:
            actions.add(self._action(self.tr("是同一人 Enter"), lambda: self.linked.emit(Pick(found.person))))
        actions.add(self._action(self.tr("不是同一人 Delete"), lambda: self.not_same.emit(found.person)))
        column.addWidget(actions)
        return holder

    def _action(self, text: str, call: Callable[[], object]) -> QWidget:
        made = controls.button(text, call, part="link")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made

    def _head(self, found: Likely, linked: bool) -> _Stop:
        person = found.person
        stop = self._stop(Pick(person), "hint-person")
        line = containers.Flow(0.5)
        line.add(controls.label(person.name or self.tr("未填姓名"), "strong"))
        for reason in found.why:
            line.add(controls.label(MATCH_REASONS[reason], "badge-ink"))
        if linked:
            line.add(controls.label(self.tr("已关联"), "badge-leaf"))
        stop.column.addWidget(line)
        facts = controls.label(person_facts(person), "small", wrap=True)
        stop.column.addWidget(facts)
        family = family_words(found, self._likely)
        if family:
            stop.column.addWidget(controls.label(family, "small", wrap=True))
        reasons = "、".join(MATCH_REASONS[reason] for reason in found.why)
        stop.setAccessibleName(f"{person.name}，{reasons}，{facts.text()}")
        return stop

    def _case(self, person: Person, case: EarlierCase) -> _Stop:
        stop = self._stop(Pick(person, case), "hint-case")
        state = CASE_STATES.get(case.state, case.state)
        line = containers.Flow(0.5)
        line.add(controls.label(case.on.isoformat(), "soft"))
        line.add(controls.label(state, "badge-leaf" if case.reply_on else "badge-ink"))
        stop.column.addWidget(line)
        stop.column.addWidget(controls.label(case.title or self.tr("（未填标题）"), "", wrap=True))
        for number, text in enumerate(case.requests, 1):
            stop.column.addWidget(controls.label(f"{number} {text}", "small", wrap=True))
        reply = self.tr("答复 {0}").format(case.reply_on.isoformat()) if case.reply_on else self.tr("还没有答复")
        stop.column.addWidget(controls.label(f"{case.case_no} · {reply}", "small", wrap=True))
        stop.setAccessibleName("，".join((case.on.isoformat(), case.title, *case.requests, state, reply)))
        return stop

    def _stop(self, pick: Pick, part: str) -> _Stop:
        stop = _Stop(pick, part)
        stop.entered.connect(self.linked)
        stop.refused.connect(lambda refused: self.not_same.emit(refused.person))
        stop.left.connect(self.left)
        stop.moved.connect(self._move)
        self._stops.append(stop)
        return stop

    def _move(self, stop: _Stop, step: int) -> None:
        place = self._stops.index(stop) + step
        if 0 <= place < len(self._stops):
            self._mark(self._stops[place])

    def _mark(self, stop: _Stop) -> None:
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(stop)


def person_facts(person: Person) -> str:
    """What tells two people of one name apart, numbers masked: 女 · 1949年生 · 东村 · 138****1234."""
    parts = [
        SEXES.get(person.sex or "", ""),
        translate("HintCard", "{0}年生").format(person.birth.year) if person.birth else "",
        person.village,
        mask_phone(person.phone) if person.phone else "",
        mask_identity(person.id_number) if person.id_number else "",
    ]
    return " · ".join(part for part in parts if part)


def family_words(found: Likely, others: Sequence[Likely]) -> str:
    """A plain word where a telephone is shared: the same number alone does not make the same person."""
    shared = [other for other in others if "phone" in other.why and other.person.name != found.person.name]
    if "phone" not in found.why:
        return ""
    if shared:
        return translate("HintCard", "这个电话登记过几个人，可能是一家人共用。")
    if found.why == ("phone",):
        return translate("HintCard", "只有电话相同，可能是家人共用。")
    return ""
