"""Small forms in place for one reception: swap, stand in, move, call off; the reason by one key or in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from petidesk.domain.reception.days import ReceptionDay, day_words
from petidesk.domain.trouble import Refused, Trouble
from petidesk.ui import work
from petidesk.ui.forms.date_field import DateField
from petidesk.ui.forms.inputs import Field, TextField
from petidesk.ui.forms.keys import FieldKeys
from petidesk.ui.look import controls
from petidesk.ui.look.theme import role, spaced
from petidesk.ui.reception.acts import ReceptionActs
from petidesk.ui.reception.words import line_words, names
from petidesk.ui.translate import translate


def reasons() -> tuple[str, ...]:
    """Why receptions usually change."""
    return (
        translate("ReceptionForms", "出差"),
        translate("ReceptionForms", "开会"),
        translate("ReceptionForms", "外出学习"),
        translate("ReceptionForms", "请假"),
    )


def choice_box() -> QComboBox:
    """A box that is as narrow as its place."""
    made = QComboBox()
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(6)
    made.currentTextChanged.connect(made.setToolTip)
    return made


class ActForm(QFrame):
    """A card with fields and two buttons. `left` asks to put it away; Ctrl+Enter and Enter in the last field send."""

    left = Signal()

    def __init__(self, title: str, send_words: str) -> None:
        super().__init__()
        role(self, "card")
        self.column = QVBoxLayout(self)
        spaced(self.column, 0.5, (0.75, 0.5, 0.75, 0.75))
        self.heading = controls.label(title, "strong", wrap=True)
        self.column.addWidget(self.heading)
        self.fields: dict[str, Field] = {}
        self.keys = FieldKeys(self)
        self.keys.forward.connect(self._forward)
        self.keys.back.connect(lambda _widget: self.focusPreviousChild())
        self.notice = controls.label("", "error", wrap=True)
        self.notice.hide()
        self.bar = controls.Flow(0.5)
        self.send_button = controls.button(send_words, self.send, part="primary")
        self.leave_button = controls.button(self.tr("放弃  Esc"), self.left.emit)
        self.bar.add(self.send_button)
        self.bar.add(self.leave_button)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.send)

    def add(self, key: str, label: str, editor: QWidget) -> Field:
        """A field under its label; `key` is what refusals call it."""
        field = Field(label, editor)
        self.fields[key] = field
        self.keys.watch(editor)
        self.column.addWidget(field)
        return field

    def add_reason(self) -> TextField:
        """The reason, with the usual ones to choose."""
        editor = TextField()
        self.add("why", self.tr("原因"), editor)
        chips = controls.Flow(0.35)
        for words in reasons():
            chip = controls.button(words, partial(self._take_reason, editor, words), part="chip")
            chip.setAccessibleName(self.tr("原因：{0}").format(words))
            chips.add(chip)
        self.column.addWidget(chips)
        return editor

    def finish(self) -> None:
        """After the last field: the refusal that belongs to none, and the buttons."""
        self.column.addWidget(self.notice)
        self.column.addWidget(self.bar)

    def _take_reason(self, editor: TextField, words: str) -> None:
        editor.setText(words)
        self.send_button.setFocus()

    def _forward(self, widget: QWidget) -> None:
        if widget is list(self.fields.values())[-1].editor:
            self.send()
        else:
            self.focusNextChild()

    def start_typing(self) -> None:
        """Put the keys into the first field."""
        next(iter(self.fields.values())).editor.setFocus()

    def text(self, key: str) -> str:
        """What stands in a field of text."""
        editor = self.fields[key].editor
        assert isinstance(editor, TextField)
        return editor.text().strip()

    def send(self) -> None:
        """Do it; what is refused stands beside its field."""
        self.say(None)
        try:
            self.act()
        except Refused as refusal:
            self.say(refusal)

    def act(self) -> None:
        """What the form is for; says Refused for what it cannot read itself."""

    def say(self, trouble: Trouble | None) -> None:
        """Show a refusal beside its field; what belongs to no field stands above the buttons."""
        for field in self.fields.values():
            field.say("")
        self.notice.hide()
        if trouble is None:
            return
        if trouble.exit_status != 3:
            work.board().trouble.emit(trouble)
            return
        found = self.fields.get(self.path_of(trouble.field or ""))
        if found is None:
            self.notice.setText(trouble.message)
            self.notice.show()
        else:
            found.say(trouble.message, "error")
            found.editor.setFocus()

    def path_of(self, path: str) -> str:
        """The key of the field that the desk means."""
        return path

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts the form away."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class SwapForm(ActForm):
    """对调: with which other reception. `other` is fixed where it was chosen by mouse or keys already."""

    def __init__(
        self, acts: ReceptionActs, day: ReceptionDay, others: Sequence[ReceptionDay], *, fixed: bool = False
    ) -> None:
        words = translate("ReceptionForms", "{0}和谁对调").format(line_words(day))
        if fixed:
            words = translate("ReceptionForms", "对调：{0}  和  {1}").format(line_words(day), line_words(others[0]))
        super().__init__(words, translate("ReceptionForms", "对调  Enter"))
        self._acts, self.day, self._others = acts, day, list(others)
        self._fixed = fixed
        if not fixed:
            self.box = choice_box()
            for other in self._others:
                self.box.addItem(line_words(other))
            self.add("other", self.tr("和哪一天"), self.box)
        self.add_reason()
        self.finish()
        self.send_button.setEnabled(bool(self._others))

    def act(self) -> None:
        """Swap."""
        if self._others:
            other = self._others[0 if self._fixed else max(self.box.currentIndex(), 0)]
            self._acts.swap(self.day, other, self.text("why"), self.say)

    def path_of(self, path: str) -> str:
        """On leave on the other day: it is the other day that does not do."""
        return "other" if path == "date" and not self._fixed else path


class SubstituteForm(ActForm):
    """顶替: who stands in, and for whom where several receive."""

    def __init__(self, acts: ReceptionActs, day: ReceptionDay, leaders: Sequence[str]) -> None:
        super().__init__(
            translate("ReceptionForms", "{0} 找人顶替").format(line_words(day)),
            translate("ReceptionForms", "顶替  Enter"),
        )
        self._acts, self.day = acts, day
        self.name = choice_box()
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.addItems([leader for leader in leaders if leader not in day.leaders])
        self.name.setCurrentIndex(-1)
        self.add("name", self.tr("谁来顶替"), self.name)
        line = self.name.lineEdit()
        if line is not None:
            line.setAccessibleName(self.tr("谁来顶替"))
        self.left_out: QComboBox | None = None
        if len(day.leaders) > 1:
            self.left_out = choice_box()
            self.left_out.addItems(list(day.leaders))
            self.add("for", self.tr("顶替谁"), self.left_out)
        self.add_reason()
        self.finish()

    def act(self) -> None:
        """Put the other leader in."""
        instead = self.left_out.currentText() if self.left_out is not None else ""
        self._acts.substitute(self.day, self.name.currentText(), instead, self.text("why"), self.say)

    def path_of(self, path: str) -> str:
        """A name that is missing, and somebody on leave, are about who stands in."""
        return "name" if path in ("leaders", "date") else path


class MoveForm(ActForm):
    """改时间地点: another day, place or hours."""

    def __init__(self, acts: ReceptionActs, day: ReceptionDay, now: Callable[[], datetime]) -> None:
        super().__init__(
            translate("ReceptionForms", "{0} 改时间地点").format(line_words(day)),
            translate("ReceptionForms", "改好  Enter"),
        )
        self._acts, self.day = acts, day
        self.to = DateField(now, with_time=False, ahead=True)
        self.to.setText(day.on.isoformat())
        self.add("to", self.tr("日期"), self.to)
        for key, words, text in (
            ("time", self.tr("时间，如 09:00-11:30"), day.slot.hours),
            ("place", self.tr("地点"), day.slot.place),
        ):
            editor = TextField()
            editor.setText(text)
            self.add(key, words, editor)
        self.add_reason()
        self.finish()

    def act(self) -> None:
        """Move it."""
        moment = self.to.value()
        if moment is None:
            raise Refused("bad_value", self.to.trouble() or self.tr("请写日期"), field="to")
        to: date = moment.date()
        self._acts.move(self.day, to, self.text("place"), self.text("time"), self.text("why"), self.say)

    def path_of(self, path: str) -> str:
        """The day of the reception is the day that is typed."""
        return "to" if path == "date" else path


class CallOffForm(ActForm):
    """取消: why it does not take place."""

    def __init__(self, acts: ReceptionActs, day: ReceptionDay) -> None:
        super().__init__(
            translate("ReceptionForms", "取消{0} {1}的接待").format(day_words(day.on), names(day)),
            translate("ReceptionForms", "取消这次接待  Enter"),
        )
        self._acts, self.day = acts, day
        self.add_reason()
        self.leave_button.setText(self.tr("不取消  Esc"))
        self.finish()

    def act(self) -> None:
        """Call it off."""
        self._acts.call_off(self.day, self.text("why"), self.say)
