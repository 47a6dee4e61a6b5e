"""A form in place: fields in their order, Enter from one to the next, refusals beside their fields, drafts.

A form adds FieldAnswers (fields.py) and says what happens with its document; all that is the same in every form is
here: the head with its notice, the keys (Enter, Shift+Enter, Tab, Ctrl+Enter, Esc), where a refusal is shown, what
stands in it word for word, and how that is kept while it is typed and brought back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from petidesk.domain.office.unset import way_out
from petidesk.domain.trouble import Refused, Trouble
from petidesk.ui import work
from petidesk.ui.forms.fields import FieldAnswer
from petidesk.ui.forms.inputs import Field
from petidesk.ui.forms.kept import KeptForm
from petidesk.ui.forms.keys import FieldKeys, Groups, stop_of
from petidesk.ui.look import containers, controls
from petidesk.ui.look.feet import foot
from petidesk.ui.look.grids import FormGrid, Pairs, put_away
from petidesk.ui.look.stops import is_empty, stops
from petidesk.ui.look.theme import role, spaced

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

T = TypeVar("T")
Typed = dict[str, Any]
# The rule said no (trouble.py): the clerk can mend it, so it is no alarm.
_REFUSED = 3


def words_of(trouble: Trouble) -> str:
    """The sentence of a trouble with its article."""
    return trouble.message + (f"（{trouble.basis}）" if trouble.basis else "")


class Form(QFrame):
    """`left` asks to put the form away, `changed` follows every key, `state` says when the draft was kept.

    A subclass adds its fields, then calls `foot`; `send` gets the document when the main action is pressed.
    """

    changed = Signal()
    left = Signal()
    state = Signal(str)

    # A card stands out from what is around it; a form that scrolls holds its buttons in sight and a cross in its head.
    CARD: ClassVar[bool] = False
    SCROLLS: ClassVar[bool] = False
    # How the title is written.
    TITLE: ClassVar[str] = "section"

    def __init__(self, title: str = "") -> None:
        super().__init__()
        if self.CARD:
            role(self, "card")
        self.answers: dict[str, FieldAnswer] = {}
        self._groups: dict[str, Callable[[], Groups]] = {}
        self._after: list[QWidget] = []
        self._draft: KeptForm | None = None
        self._first: Typed = {}
        self.save_button = controls.button("", self.save)
        self.leave_button = controls.button("", self.leave)
        self.keys = FieldKeys(self)
        self.keys.walk(self.groups, self.finish_typing)
        self._build(title)

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self, title: str) -> None:
        self._outer = QVBoxLayout(self)
        spaced(self._outer, 0)
        self.column = QVBoxLayout()
        around = (1.0, 0.75, 1.0, 0.75) if self.CARD else (0.25, 0.0, 0.75, 0.75)
        if self.SCROLLS:
            inner = QWidget()
            self.column = QVBoxLayout(inner)
            self._outer.addWidget(containers.Scroll(inner), 1)
        else:
            self._outer.addLayout(self.column)
        spaced(self.column, 0.75, around)
        self.title = controls.label(title, self.TITLE, wrap=True)
        if self.SCROLLS:
            head = QHBoxLayout()
            spaced(head, 0.5)
            head.addWidget(self.title, 1)
            self._cross = controls.icon_button("x", self.tr("收起 Esc"), self.leave)
            head.addWidget(self._cross)
            self.column.addLayout(head)
        else:
            self.column.addWidget(self.title)
        self.notice = controls.Notice("amber")
        self.notice.hide()
        self.column.addWidget(self.notice)
        if title:
            self.setAccessibleName(title)

    def shortcut(self, keys: str, call: Callable[[], object]) -> None:
        """Keys that hold while the focus is in this form."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(call)

    def take(self, answer: FieldAnswer, *, first: bool = False) -> Field:
        """Know a field that the form shows in a place of its own, after the others or before them all."""
        self.answers[answer.key] = answer
        answer.changed.connect(self.touch)
        self.follow(answer.key, lambda: [answer.field.stops()], first=first)
        for stop in answer.field.stops():
            self.watch(stop)
        return answer.field

    def add(self, answer: FieldAnswer) -> Field:
        """A field in a row of its own."""
        field = self.take(answer)
        self.column.addWidget(field)
        if answer.below is not None:
            self.column.addWidget(answer.below)
        return field

    def add_pairs(self, *answers: FieldAnswer) -> None:
        """Fields two by two where there is room."""
        self.column.addWidget(Pairs([self.take(answer) for answer in answers]))

    def put_in(self, grid: FormGrid, answer: FieldAnswer, units: int) -> Field:
        """A field in so many of the twelve units of a row."""
        field = self.take(answer)
        grid.add(field, units)
        return field

    def drop(self, key: str) -> None:
        """Take a field away again."""
        answer = self.answers.pop(key)
        del self._groups[key]
        for stop in answer.field.stops():
            self.keys.forget(stop)
        answer.field.hide()
        answer.field.deleteLater()

    def follow(self, key: str, groups: Callable[[], Groups], *, first: bool = False) -> None:
        """Enter stops here next: in the field just added, or in rows that come and go."""
        others = {known: found for known, found in self._groups.items() if known != key}
        self._groups = {key: groups, **others} if first else {**others, key: groups}

    def watch(self, stop: QWidget) -> None:
        """Enter in this input goes on to the next."""
        self.keys.watch(stop, getattr(stop, "take", None))

    def foot(self, words: str, *others: QPushButton, part: str = "primary", leave: str = "") -> None:
        """After the last field: the main action, others, and the way out. In a form that scrolls they stay in sight."""
        role(self.save_button, part)
        self.save_button.setText(words)
        self.leave_button.setText(leave or self.tr("收起  Esc"))
        self._after = [self.save_button, *others, self.leave_button]
        actions = containers.Flow(0.5)
        for button in self._after:
            actions.add(button)
        if not self.SCROLLS:
            self.column.addWidget(actions)
            return
        self.column.addStretch(1)
        bar = QFrame()
        if self.CARD:
            role(foot(bar), "bar")
        row = QHBoxLayout(bar)
        spaced(row, 0.5, (1, 0.5, 1, 0.5) if self.CARD else (0, 0.5, 0, 0))
        row.addWidget(actions, 1)
        said = controls.label("", "small")
        self.state.connect(said.setText)
        row.addWidget(said)
        self._outer.addWidget(bar)

    # ---- keys ------------------------------------------------------------------------------------------------------

    def groups(self) -> Groups:
        """Where Enter stops, in the order of reading; the chips of one question are one group."""
        return [group for part in self._groups.values() for group in part() if group]

    def finish_typing(self) -> None:
        """Enter in the last field."""
        if self._after:
            self.save_button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.focusNextChild()

    def start_typing(self, key: str = "") -> None:
        """Put the keys into the first field that is empty, else into the first, or into the field of `key`."""
        answer = self.answers.get(key)
        groups = self.groups() if answer is None else [answer.field.stops()]
        shown = [there for group in groups if (there := stop_of(group)) is not None]
        if shown:
            there = next((stop for stop in shown if is_empty(stop)), shown[0])
            there.setFocus()
            if isinstance(there, QLineEdit):
                there.selectAll()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes the way of reading, past rows that came and went since; at its ends it leaves the form."""
        every = list(stops(self))
        now = self.focusWidget()
        at = next((place for place, stop in enumerate(every) if stop is now), None)
        there = None if at is None else at + (1 if forward else -1)
        if there is None or not 0 <= there < len(every):
            return super().focusNextPrevChild(forward)
        every[there].setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts the form away, where the page has not done so already."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Close without saving; what was typed is kept and comes back."""
        self.close_draft()
        self.left.emit()

    # ---- what stands in it -----------------------------------------------------------------------------------------

    def raw(self) -> Typed:
        """Word for word what stands in the form."""
        return {key: answer.raw() for key, answer in self.answers.items()}

    def put(self, typed: Mapping[str, Any]) -> None:
        """Show what `raw` gave; keys that the form has not are passed over."""
        for key, value in typed.items():
            if key in self.answers:
                self.answers[key].put(value)

    def document(self) -> dict[str, Any]:
        """What the desk is asked to write, of the fields that are not put away. Refused where one is not understood."""
        return {key: answer.value() for key, answer in self.answers.items() if not put_away(answer.field)}

    def settle(self, first: Typed | None = None) -> None:
        """What stands in the fields is what is stored: nothing was typed yet. `first`: else what they began with."""
        self.clear_words()
        self._first = self.raw() if first is None else first

    def typed(self) -> Typed | None:
        """What was typed since, for the draft; None while nothing was."""
        raw = self.raw()
        return None if raw == self._first else raw

    @property
    def touched(self) -> bool:
        """Whether something was typed since it was shown."""
        return self.typed() is not None

    def touch(self) -> None:
        """Something was typed."""
        if self._draft is not None:
            self._draft.changed()
        self.changed.emit()

    # ---- drafts ----------------------------------------------------------------------------------------------------

    def keep(
        self, desk: Desk, kind: str, about: Mapping[str, str], owner: QObject, *, restricted: bool = False
    ) -> None:
        """Keep what is typed from now on, and bring back what was typed earlier of the same kind about the same thing.

        `owner` outlives the form.
        """
        self.close_draft()
        draft = KeptForm(desk, kind, about, self.typed, owner, restricted=restricted)
        draft.found.connect(self._put_back)
        draft.kept.connect(self._say_kept)
        draft.trouble.connect(self._not_kept)
        self.destroyed.connect(draft.drop)
        self._draft = draft

    def close_draft(self) -> None:
        """Keep what is typed now, and follow it no longer."""
        draft, self._draft = self._draft, None
        if draft is not None:
            draft.close()

    def settle_draft(self, then: Callable[[int | None], None]) -> None:
        """Call `then` with the draft's id when no save of it is under way: what saves for good takes it along."""
        self.save_button.setEnabled(False)
        if self._draft is None:
            then(None)
        else:
            self._draft.settle(then)

    def done(self) -> None:
        """What was typed is saved for good: the draft has done its work."""
        draft, self._draft = self._draft, None
        if draft is not None:
            draft.done()

    def _put_back(self, typed: Mapping[str, Any]) -> None:
        self.put(typed)
        words = self.tr("接着上次没有保存的内容。")
        self.notice.show_as("ink", words, self.tr("清空重填"), self.start_over)
        self.notice.show()

    def start_over(self) -> None:
        """Everything as it stood before it was typed."""
        self.notice.hide()
        self.put(self._first)
        self.start_typing()

    def _say_kept(self) -> None:
        if self._draft is not None:
            self.state.emit(self.tr("草稿已存 {0}").format(f"{self._draft.now():%H:%M:%S}"))

    def _not_kept(self, trouble: Exception) -> None:
        if isinstance(trouble, Trouble):
            self.state.emit(self.tr("草稿没有存下：{0}").format(trouble.message))

    # ---- saving ----------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """The main action: hand the document over, or say beside its field what cannot be understood."""
        if not self.save_button.isEnabled():
            return
        document = self.read()
        if document is not None:
            self.send(document)

    def read(self) -> dict[str, Any] | None:
        """The document; None when a refusal of the form itself is shown instead."""
        self.clear_words()
        try:
            return self.document()
        except Refused as refusal:
            self._show(refusal, refusal.field or "")
            return None

    def send(self, document: dict[str, Any]) -> None:
        """What the form is for."""

    def run(self, call: Callable[[], T], done: Callable[[T], object], title: str = "") -> None:
        """Ask the desk; meanwhile the main action rests, and a refusal comes back to its field."""
        self.save_button.setEnabled(False)

        def saved(found: T) -> None:
            self.save_button.setEnabled(True)
            done(found)

        work.run(self, call, saved, self.refuse, title=title)

    # ---- refusals --------------------------------------------------------------------------------------------------

    def refuse(self, trouble: Trouble) -> None:
        """The desk said no: what is wrong stands beside its field, what belongs to no field above them all."""
        self.save_button.setEnabled(True)
        self._show(trouble, self.own_path(trouble.field or ""))

    def own_path(self, path: str) -> str:
        """The path in this form of what the desk calls `path`."""
        return path

    def clear_words(self) -> None:
        """Take every sentence away."""
        self.notice.hide()
        for answer in self.answers.values():
            answer.field.say("")

    def say_at(self, path: str, words: str) -> QWidget | None:
        """Say beside the field of `path` what is wrong; where the keys go, None when no field is meant."""
        answer = self.answers.get(path) or self.answers.get(path.partition("[")[0].partition(".")[0])
        if answer is None or put_away(answer.field):
            return None
        answer.field.say(words, "error")
        return answer.field.stops()[0]

    def _show(self, trouble: Trouble, path: str) -> None:
        words = words_of(trouble)
        there = self.say_at(path, words) if path else None
        if there is None or way_out(trouble)[0]:
            self.notice.show_trouble(trouble)
        if there is None:
            self.start_typing()
        else:
            there.setFocus()
