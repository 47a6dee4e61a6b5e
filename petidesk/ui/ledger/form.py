"""The form of a dispute: a new one or an amended one, by keyboard alone, kept while it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from petidesk.domain.ledger.disputes import Dispute, dispute_content_document
from petidesk.domain.office.ledger_columns import RISK_LEVELS
from petidesk.domain.office.office import Office
from petidesk.domain.trouble import Refused, Trouble
from petidesk.ui import work
from petidesk.ui.forms.dispute_fields import (
    Around,
    choice_answer,
    column_answer,
    count_answer,
    day_answer,
    line_answer,
    long_answer,
    money_answer,
)
from petidesk.ui.forms.fields import Answer
from petidesk.ui.forms.kept import KeptForm
from petidesk.ui.forms.keys import FieldKeys
from petidesk.ui.ledger.choices import LedgerChoices
from petidesk.ui.ledger.parties import PartiesField
from petidesk.ui.look import controls
from petidesk.ui.look.grids import FormGrid
from petidesk.ui.look.theme import spaced

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

DRAFT_KIND = "dispute_form"
# What stays when one dispute after the other is entered.
_STICKY = ("found_on", "village", "source")


class DisputeForm(QWidget):
    """`saved` carries the dispute and whether another one follows, `left` asks to go back, `message` is a sentence."""

    saved = Signal(object, bool)
    left = Signal()
    message = Signal(str)

    def __init__(
        self,
        desk: Desk,
        choices: LedgerChoices,
        office: Office,
        keeper: QWidget,
        *,
        amended: Dispute | None = None,
        document: Mapping[str, Any] | None = None,
        round_no: str = "",
    ) -> None:
        """`keeper` outlives the form and saves its draft; `document`: what a new dispute begins with."""
        super().__init__()
        self._desk = desk
        self._amended = amended
        self._round_no = round_no
        self._office = office
        self._around = Around(desk.now, choices, self._changed)
        self._answers: dict[str, Answer] = {}
        self._draft: KeptForm | None = None
        self._keys = FieldKeys(self)
        self._keys.forward.connect(lambda widget: self._step(widget, 1))
        self._keys.back.connect(lambda widget: self._step(widget, -1))
        self.parties = PartiesField(self._keys, desk.today)
        self.parties.changed.connect(self._changed)
        self._build()
        begun = dict(document or {})
        if amended is not None:
            begun = dispute_content_document(amended.content)
        elif not begun.get("found_on"):
            begun["found_on"] = desk.today().isoformat()
        self.put(begun)
        # What came from elsewhere with its words counts as typed: it is kept, too.
        self._first = {} if document and document.get("summary") else self.raw()
        self._draft = KeptForm(desk, DRAFT_KIND, {"about": self._about(begun)}, self._typed, keeper)
        self._draft.found.connect(self._put_back)
        self._draft.kept.connect(self._kept)
        self._draft.trouble.connect(self._not_kept)

    def _about(self, begun: Mapping[str, Any]) -> str:
        """Which unfinished form this one goes on with: of the same dispute, visit, or village of a round."""
        if self._amended is not None:
            return self._amended.dispute_no
        if begun.get("visit_no"):
            return str(begun["visit_no"])
        return f"{self._round_no}/{begun.get('village', '')}" if self._round_no else ""

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        spaced(self._column, 0.75, (0.25, 0, 0.75, 0.75))
        head = QHBoxLayout()
        spaced(head, 0.5)
        words = self.tr("新增纠纷")
        if self._amended is not None:
            words = self.tr("更正 {0}").format(self._amended.dispute_no)
        elif self._round_no:
            words = self.tr("新增纠纷 · 轮次 {0}").format(self._round_no)
        head.addWidget(controls.label(words, "section", wrap=True), 1)
        head.addWidget(controls.icon_button("x", self.tr("收起 Esc"), self.leave))
        self._column.addLayout(head)
        self.notice = controls.Notice("ink")
        self.notice.hide()
        self._column.addWidget(self.notice)
        self.setAccessibleName(words)
        self._build_fields()
        self._column.addStretch(1)
        outer.addWidget(controls.Scroll(inner), 1)
        outer.addWidget(self._build_bar())
        for keys, again in (("Ctrl+Return", False), ("Ctrl+Enter", False), ("Ctrl+Shift+Return", True)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda again=again: self.save(again=again))

    def _build_fields(self) -> None:
        around, choices = self._around, self._around.choices
        labels = list(zip(RISK_LEVELS, self._office.risk_labels, strict=True))
        first, matter, charge, rest = FormGrid(), FormGrid(), FormGrid(), FormGrid()
        self._put(first, day_answer("found_on", self.tr("排查日期"), around), 3)
        village = line_answer("village", self.tr("村（社区）"), around, choices.match("village"), grows=True)
        self._put(first, village, 3)
        self._put(first, line_answer("village_group", self.tr("组（可不填）"), around), 3)
        self._put(first, line_answer("source", self.tr("来源"), around, choices.match("source")), 3)
        self._put(first, line_answer("type", self.tr("纠纷类型"), around, choices.match("type")), 6)
        self._put(first, choice_answer("risk_level", self.tr("风险等级"), labels, around, "ordinary"), 6)
        self._put(matter, long_answer("summary", self.tr("纠纷简况"), around, 3), 12)
        self._put(matter, line_answer("title", self.tr("纠纷名称（可不填，列表里用）"), around), 12)
        self._put(charge, count_answer("people_involved", self.tr("涉及人数"), around), 3)
        self._put(charge, money_answer("amount_yuan", self.tr("涉及金额（元）"), around), 3)
        self._put(charge, day_answer("due_on", self.tr("化解时限"), around), 3)
        leader = line_answer("case_leader", self.tr("包案领导"), around, choices.match("case_leader"))
        self._put(charge, leader, 3)
        unit = line_answer("responsible_unit", self.tr("责任单位"), around, choices.match("responsible_unit"))
        self._put(charge, unit, 6)
        person = line_answer("responsible_person", self.tr("责任人"), around, choices.match("responsible_person"))
        self._put(charge, person, 6)
        self._put(rest, long_answer("measures", self.tr("化解措施（可不填）"), around), 12)
        for column in self._office.ledger_columns:
            wide = column.kind == "long_text"
            self._put(rest, column_answer(column, around), 12 if wide else 4)
        self._put(rest, long_answer("note", self.tr("备注（可不填）"), around), 12)
        self._put(rest, line_answer("visit_no", self.tr("来访编号（可不填）"), around), 6)
        self._put(rest, line_answer("case_no", self.tr("信访事项编号（可不填）"), around), 6)
        for part in (first, matter):
            self._column.addWidget(part)
        self._column.addWidget(controls.label(self.tr("当事人，回车再加一人"), "soft"))
        self._column.addWidget(self.parties)
        for part in (charge, rest):
            self._column.addWidget(part)

    def _put(self, grid: FormGrid, answer: Answer, units: int) -> None:
        self._answers[answer.key] = answer
        grid.add(answer.field, units)
        for stop in answer.field.stops():
            self._keys.watch(stop, getattr(stop, "take", None))

    def _build_bar(self) -> QFrame:
        bar = QFrame()
        row = QHBoxLayout(bar)
        spaced(row, 0.5, (0, 0.5, 0, 0))
        actions = controls.Flow(0.5)
        self.save_button = controls.button(self.tr("保存  Ctrl+Enter"), self.save, part="primary")
        actions.add(self.save_button)
        if self._amended is None:
            words = self.tr("保存，再记一件  Ctrl+Shift+Enter")
            actions.add(controls.button(words, lambda: self.save(again=True)))
        actions.add(controls.button(self.tr("收起  Esc"), self.leave))
        self._state = controls.label("", "small")
        row.addWidget(actions, 1)
        row.addWidget(self._state)
        return bar

    # ---- keys ------------------------------------------------------------------------------------------------------

    def _stops(self) -> list[list[QWidget]]:
        """Where Enter stops, in the order of reading; the chips of one question are one stop."""
        found: list[list[QWidget]] = []
        for key, answer in self._answers.items():
            if key == "people_involved":
                found += [[stop] for stop in self.parties.stops()]
            found.append(answer.field.stops())
        return found

    def _step(self, widget: QWidget, step: int) -> None:
        groups = self._stops()
        place = next((place for place, group in enumerate(groups) if widget in group), 0) + step
        if not 0 <= place < len(groups):
            if step > 0:
                self.save_button.setFocus()
            return
        chosen = next((part for part in groups[place] if part.property("checked")), groups[place][0])
        chosen.setFocus()
        if isinstance(chosen, QLineEdit):
            chosen.selectAll()

    def start_typing(self, key: str = "") -> None:
        """Put the focus on the field of a key, else on the first that is empty among the first two."""
        if key in ("parties",):
            self.parties.rows()[0].name.setFocus()
            return
        first = self._answers.get(key) or self._answers["village" if self._amended is None else "found_on"]
        stop = first.field.stops()[0]
        stop.setFocus()
        if isinstance(stop, QLineEdit):
            stop.selectAll()

    # ---- what stands in it -----------------------------------------------------------------------------------------

    def raw(self) -> dict[str, Any]:
        """Word for word what stands in the form."""
        return {key: answer.raw() for key, answer in self._answers.items()} | {"parties": self.parties.raw()}

    def put(self, document: Mapping[str, Any]) -> None:
        """Show a document (or what a draft kept); keys that the form has not are passed over."""
        extra = document.get("extra") or {}
        for key, answer in self._answers.items():
            value = extra.get(key.removeprefix("extra.")) if key.startswith("extra.") else document.get(key)
            if key in document:
                value = document[key]
            if value is not None:
                answer.put(value)
        if "parties" in document:
            self.parties.put(document["parties"])

    def document(self) -> dict[str, Any]:
        """The document of `dispute add`. Refused beside a field that cannot be understood."""
        found: dict[str, Any] = {"parties": self.parties.raw(), "extra": {}}
        for key, answer in self._answers.items():
            value = answer.value()
            if key.startswith("extra."):
                if value not in ("", None):
                    found["extra"][key.removeprefix("extra.")] = value
            else:
                found[key] = value or None if key in ("found_on", "due_on", "visit_no", "case_no") else value
        return found

    def _changed(self) -> None:
        if self._draft is not None:
            self._draft.changed()

    def _typed(self) -> dict[str, Any] | None:
        raw = self.raw()
        return None if raw == self._first else raw

    def _put_back(self, kept: dict[str, Any]) -> None:
        if not kept or self._typed() is not None:
            return
        self.put(kept)
        self.notice.show_as("ink", self.tr("接着上次没有保存的内容。"), self.tr("清空重填"), self._start_over)
        self.notice.show()

    def _start_over(self) -> None:
        self.notice.hide()
        self.put(self._first)
        self.start_typing()

    def _kept(self) -> None:
        self._state.setText(self.tr("草稿已存 {0}").format(f"{self._desk.now():%H:%M:%S}"))

    def _not_kept(self, trouble: Exception) -> None:
        if isinstance(trouble, Trouble):
            self._state.setText(self.tr("草稿没有存下：{0}").format(trouble.message))

    def leave(self) -> None:
        """Close without saving; what was typed is kept and comes back."""
        if self._draft is not None:
            self._draft.close()
        self.left.emit()

    # ---- saving ----------------------------------------------------------------------------------------------------

    def save(self, *, again: bool = False) -> None:
        """Enter it, or put the amended fields in place. `again`: another one follows."""
        if not self.save_button.isEnabled():
            return
        self.notice.hide()
        self.parties.clear_words()
        for answer in self._answers.values():
            answer.field.say("")
        try:
            document = self.document()
        except Refused as refusal:
            self._refused(refusal)
            return
        self.save_button.setEnabled(False)
        assert self._draft is not None
        self._draft.settle(lambda draft_id: self._send(document, draft_id, again=again))

    def _send(self, document: Mapping[str, Any], draft_id: int | None, *, again: bool) -> None:
        desk, amended, round_no = self._desk, self._amended, self._round_no

        def call() -> Dispute:
            if amended is None:
                return desk.ledger.add(document, round_no=round_no, draft_id=draft_id)[0]
            return desk.ledger.amend(amended.dispute_no, document, expected_version=amended.version)

        work.run(
            self, call, lambda dispute: self._done(dispute, again=again), self._not_saved, title=self.tr("正在保存")
        )

    def sticky(self) -> dict[str, Any]:
        """What the next of a row of disputes begins with."""
        return {key: self._answers[key].raw() for key in _STICKY}

    def _done(self, dispute: Dispute, *, again: bool) -> None:
        if self._draft is not None:
            self._draft.done()
        words = self.tr("{0} 已登记") if self._amended is None else self.tr("{0} 已更正")
        warnings = "".join(warning.partition(": ")[2] or warning for warning in dispute.content.warnings)
        said = words.format(dispute.dispute_no)
        self.message.emit(f"{said}。{warnings}" if warnings else said)
        self.saved.emit(dispute, again)

    def _not_saved(self, trouble: Trouble) -> None:
        """What was typed is kept on."""
        self._changed()
        self._refused(trouble)

    def _refused(self, trouble: Trouble) -> None:
        """What is wrong stands beside its field; what belongs to no field stands above."""
        self.save_button.setEnabled(True)
        words = trouble.message + (f"（{trouble.basis}）" if trouble.basis else "")
        path = trouble.field or ""
        there: QWidget | None = None
        if path.startswith("parties["):
            there = self.parties.refuse(int(path[8 : path.index("]")]), words)
        elif path in self._answers:
            self._answers[path].field.say(words, "error")
            there = self._answers[path].field.stops()[0]
        if there is None:
            self.notice.show_as("amber" if trouble.exit_status == 3 else "seal", words)
            self.notice.show()
            there = self._answers["found_on"].field.stops()[0]
        there.setFocus()
