"""Recording one event of a dispute, in place: the fields of its kind, errors beside them in words, kept while typed."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from petidesk.domain.ledger.disputes import Dispute
from petidesk.domain.ledger.events import KINDS
from petidesk.domain.trouble import Refused, Trouble
from petidesk.ui import work
from petidesk.ui.forms.dispute_fields import Around, ask_answer, day_answer, line_answer, long_answer
from petidesk.ui.forms.fields import Answer
from petidesk.ui.forms.kept import KeptForm
from petidesk.ui.forms.keys import FieldKeys
from petidesk.ui.ledger.choices import LedgerChoices
from petidesk.ui.look import controls
from petidesk.ui.look.theme import role, spaced

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

DRAFT_KIND = "dispute_event"
VOID = "void"


class RecordPanel(QFrame):
    """One entry. `saved` carries the dispute as it is now and the warnings, `left` asks to go back.

    The kind `void` asks for the reason and voids the dispute.
    """

    saved = Signal(object, object)
    left = Signal()

    def __init__(self, desk: Desk, dispute: Dispute, kind: str, choices: LedgerChoices, keeper: QObject) -> None:
        """`keeper` outlives the panel and saves its draft."""
        super().__init__()
        role(self, "card")
        self._desk = desk
        self.dispute = dispute
        self.kind = kind
        self._around = Around(desk.now, choices, self._changed)
        self._answers: dict[str, Answer] = {}
        self._groups: list[list[QWidget]] = []
        self._keys = FieldKeys(self)
        self._keys.forward.connect(lambda widget: self._step(widget, 1))
        self._keys.back.connect(lambda widget: self._step(widget, -1))
        self._draft: KeptForm | None = None
        self._build()
        self._first = self._raw()
        about = {"about": f"{dispute.dispute_no}/{kind}"}
        self._draft = KeptForm(desk, DRAFT_KIND, about, self._typed, keeper)
        self._draft.found.connect(self._put_back)
        self._draft.kept.connect(self._kept)
        self._draft.trouble.connect(self._not_kept)

    @property
    def label(self) -> str:
        """What is recorded here."""
        return self.tr("作废") if self.kind == VOID else KINDS[self.kind].label

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        spaced(self._column, 0.75, (1, 0.75, 1, 0.75))
        head = QHBoxLayout()
        spaced(head, 0.5)
        words = self.label if self.kind == VOID else self.tr("记一笔：{0}").format(self.label)
        head.addWidget(controls.label(words, "section", wrap=True), 1)
        head.addWidget(controls.icon_button("x", self.tr("收起 Esc"), self.leave))
        self._column.addLayout(head)
        self.notice = controls.Notice("seal")
        self.notice.hide()
        self._column.addWidget(self.notice)
        if self.kind == VOID:
            self._build_void()
        else:
            self._build_event()
        self._column.addStretch(1)
        outer.addWidget(controls.Scroll(inner), 1)
        outer.addWidget(self._build_bar())
        self.setAccessibleName(words)
        stops = [stop for group in self._groups for stop in group]
        for before, after in pairwise([*stops, self.save_button]):
            QWidget.setTabOrder(before, after)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.save)

    def _build_event(self) -> None:
        on = day_answer("on", self.tr("日期"), self._around)
        on.put(self._desk.today().isoformat())
        self._add(on)
        for ask in KINDS[self.kind].asks:
            self._add(ask_answer(ask, self._around))
        by = line_answer("by", self.tr("经办人"), self._around, self._around.choices.match("responsible_person"))
        by.put(self._desk.actor.name)
        self._add(by)
        self._add(long_answer("note", self.tr("备注（可不填）"), self._around))

    def _build_void(self) -> None:
        words = self.tr("作废以后仍看得见，编号不再用，哪个月都不再统计这一件。没有一键恢复，请写清原因。")
        self._column.addWidget(controls.label(words, "soft", wrap=True))
        self._add(long_answer("why", self.tr("作废的原因"), self._around, 3))

    def _add(self, answer: Answer) -> None:
        self._answers[answer.key] = answer
        self._column.addWidget(answer.field)
        stops = answer.field.stops()
        self._groups.append(stops)
        for stop in stops:
            self._keys.watch(stop, getattr(stop, "take", None))

    def _build_bar(self) -> QFrame:
        bar = QFrame()
        role(bar, "bar")
        row = QHBoxLayout(bar)
        spaced(row, 0.5, (1, 0.5, 1, 0.5))
        actions = controls.Flow(0.5)
        words = self.tr("作废  Ctrl+Enter") if self.kind == VOID else self.tr("记下  Ctrl+Enter")
        self.save_button = controls.button(words, self.save, part="danger" if self.kind == VOID else "primary")
        actions.add(self.save_button)
        actions.add(controls.button(self.tr("收起  Esc"), self.leave))
        self._state = controls.label("", "small")
        row.addWidget(actions, 1)
        row.addWidget(self._state)
        return bar

    # ---- keys and drafts -------------------------------------------------------------------------------------------

    def start_typing(self) -> None:
        """Put the focus on the first field."""
        first = self._groups[0][0]
        first.setFocus()
        if isinstance(first, QLineEdit):
            first.selectAll()

    def _step(self, widget: QWidget, step: int) -> None:
        place = next((place for place, group in enumerate(self._groups) if widget in group), 0)
        for group in self._groups[place + step :] if step > 0 else reversed(self._groups[:place]):
            chosen = next((part for part in group if part.property("checked")), group[0])
            chosen.setFocus()
            return
        if step > 0:
            self.save_button.setFocus()

    def _changed(self) -> None:
        if self._draft is not None:
            self._draft.changed()

    def _raw(self) -> dict[str, Any]:
        return {key: answer.raw() for key, answer in self._answers.items()}

    def _typed(self) -> dict[str, Any] | None:
        raw = self._raw()
        return None if raw == self._first else raw

    def _put_back(self, fields: dict[str, Any]) -> None:
        if not fields:
            return
        for key, value in fields.items():
            if key in self._answers:
                self._answers[key].put(value)
        self.notice.show_as("ink", self.tr("接着上次没有记下的内容。"), self.tr("清空重填"), self._start_over)
        self.notice.show()

    def _start_over(self) -> None:
        self.notice.hide()
        for key, value in self._first.items():
            self._answers[key].put(value)
        self.start_typing()

    def _kept(self) -> None:
        self._state.setText(self.tr("草稿已存 {0}").format(f"{self._desk.now():%H:%M}"))

    def _not_kept(self, trouble: Exception) -> None:
        if isinstance(trouble, Trouble):
            self._state.setText(self.tr("草稿没有存下：{0}").format(trouble.message))

    def leave(self) -> None:
        """Close without recording; what was typed is kept and comes back."""
        if self._draft is not None:
            self._draft.close()
        self.left.emit()

    # ---- recording -------------------------------------------------------------------------------------------------

    def document(self) -> dict[str, Any]:
        """The event as the desk reads it. Refused beside a field that cannot be understood."""
        found = {key: answer.value() for key, answer in self._answers.items()}
        return {key: value for key, value in found.items() if value not in ("", None)}

    def save(self) -> None:
        """Record it."""
        if not self.save_button.isEnabled():
            return
        self.notice.hide()
        for answer in self._answers.values():
            answer.field.say("")
        try:
            document = self.document()
        except Refused as refusal:
            self._refused(refusal)
            return
        desk, number, kind = self._desk, self.dispute.dispute_no, self.kind

        def call() -> tuple[Dispute, tuple[str, ...]]:
            if kind == VOID:
                return desk.ledger.void(number, str(document.get("why", ""))), ()
            return desk.ledger.record(number, kind, document)

        self.save_button.setEnabled(False)
        work.run(self, call, self._recorded, self._refused, title=self.tr("正在记下"))

    def _recorded(self, result: tuple[Dispute, tuple[str, ...]]) -> None:
        if self._draft is not None:
            self._draft.done()
        self.saved.emit(*result)

    def _refused(self, trouble: Trouble) -> None:
        """What is wrong stands beside its field; what belongs to no field stands above."""
        self.save_button.setEnabled(True)
        words = trouble.message + (f"（{trouble.basis}）" if trouble.basis else "")
        key = trouble.field or ""
        if key in self._answers:
            self._answers[key].field.say(words, "error")
            self._answers[key].field.stops()[0].setFocus()
        else:
            self.notice.show_as("amber" if trouble.exit_status == 3 else "seal", words)
            self.notice.show()
            self._groups[0][0].setFocus()
