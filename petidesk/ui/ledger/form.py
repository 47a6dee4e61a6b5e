"""The form of a dispute: a new one or an amended one, by keyboard alone, kept while it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from petidesk.domain.ledger.disputes import Dispute, dispute_content_document
from petidesk.domain.office.ledger_columns import RISK_LEVELS, LedgerColumn
from petidesk.domain.office.office import Office
from petidesk.domain.trouble import Trouble, sentence
from petidesk.ui.forms.fields import FieldAnswer, answer_of, chips, count, day, long_text, money, text
from petidesk.ui.forms.form import Form
from petidesk.ui.ledger.choices import LedgerChoices
from petidesk.ui.ledger.parties import PartiesField
from petidesk.ui.look import controls
from petidesk.ui.look.grids import FormGrid

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

DRAFT_KIND = "dispute_form"
# What stays when one dispute after the other is entered.
_STICKY = ("found_on", "village", "source")


class DisputeForm(Form):
    """`saved` carries the dispute and whether another one follows, `message` is a sentence."""

    SCROLLS: ClassVar[bool] = True

    saved = Signal(object, bool)
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
        self._choices = choices
        self._amended = amended
        self._round_no = round_no
        self._office = office
        self._again = False
        self._say_title()
        self._build_fields()
        self._build_foot()
        begun = dict(document or {}) if amended is None else dispute_content_document(amended.content)
        self.put({"found_on": desk.today().isoformat()})
        bare = self.raw()
        self.put(begun)
        # What came from elsewhere with its words counts as typed: it is kept, too.
        self.settle(bare if document and document.get("summary") else None)
        self.keep(desk, DRAFT_KIND, {"about": self._about(begun)}, keeper)

    def _about(self, begun: Mapping[str, Any]) -> str:
        """Which unfinished form this one goes on with: of the same dispute, visit, or village of a round."""
        if self._amended is not None:
            return self._amended.dispute_no
        if begun.get("visit_no"):
            return str(begun["visit_no"])
        return f"{self._round_no}/{begun.get('village', '')}" if self._round_no else ""

    # ---- building --------------------------------------------------------------------------------------------------

    def _say_title(self) -> None:
        words = self.tr("新增纠纷")
        if self._amended is not None:
            words = self.tr("更正 {0}").format(self._amended.dispute_no)
        elif self._round_no:
            words = self.tr("新增纠纷 · 轮次 {0}").format(self._round_no)
        self.title.setText(words)
        self.setAccessibleName(words)

    def _build_fields(self) -> None:
        now, match = self._desk.now, self._choices.match
        levels = list(zip(RISK_LEVELS, self._office.risk_labels, strict=True))
        village = text("village", self.tr("村（社区）"), match("village"), grows=True)
        self._row(
            (day("found_on", self.tr("排查日期"), now, placeholder=self.tr("例如 3.8")), 3),
            (village, 3),
            (text("village_group", self.tr("组（可不填）")), 3),
            (text("source", self.tr("来源"), match("source")), 3),
            (text("type", self.tr("纠纷类型"), match("type")), 6),
            (chips("risk_level", self.tr("风险等级"), levels, "ordinary"), 6),
        )
        self._row(
            (long_text("summary", self.tr("纠纷简况"), 3), 12),
            (text("title", self.tr("纠纷名称（可不填，列表里用）")), 12),
        )
        self.column.addWidget(controls.label(self.tr("当事人，回车再加一人"), "soft"))
        self.parties = PartiesField(self.keys, self._desk.today)
        self.parties.changed.connect(self.touch)
        self.column.addWidget(self.parties)
        self.follow("parties", lambda: [[stop] for stop in self.parties.stops()])
        self._row(
            (count("people_involved", self.tr("涉及人数")), 3),
            (money("amount_yuan", self.tr("涉及金额（元）")), 3),
            (day("due_on", self.tr("化解时限"), now, ahead=True, placeholder=self.tr("例如 3.8")), 3),
            (text("case_leader", self.tr("包案领导"), match("case_leader")), 3),
            (text("responsible_unit", self.tr("责任单位"), match("responsible_unit")), 6),
            (text("responsible_person", self.tr("责任人"), match("responsible_person")), 6),
        )
        self._row(
            (long_text("measures", self.tr("化解措施（可不填）")), 12),
            *((self._own(column), 12 if column.kind == "long_text" else 4) for column in self._office.ledger_columns),
            (long_text("note", self.tr("备注（可不填）")), 12),
            (text("visit_no", self.tr("来访编号（可不填）")), 6),
            (text("case_no", self.tr("信访事项编号（可不填）")), 6),
        )

    def _row(self, *answers: tuple[FieldAnswer, int]) -> None:
        grid = FormGrid()
        for answer, units in answers:
            self.put_in(grid, answer, units)
        self.column.addWidget(grid)

    def _own(self, column: LedgerColumn) -> FieldAnswer:
        """The field of one of the county's own columns."""
        return answer_of(column.field(f"extra.{column.key}"), self._desk.now, plain=True, folded=True)

    def _build_foot(self) -> None:
        others: list[QPushButton] = []
        if self._amended is None:
            words = self.tr("保存，再记一件  Ctrl+Shift+Enter")
            others.append(controls.button(words, self.save_again))
            for keys in ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"):
                self.shortcut(keys, self.save_again)
        self.foot(self.tr("保存"), *others)

    def start_typing(self, key: str = "") -> None:
        """As every form; the parties stand in rows of their own."""
        if key == "parties":
            self.parties.rows()[0].name.setFocus()
        else:
            super().start_typing(key)

    # ---- what stands in it -----------------------------------------------------------------------------------------

    def raw(self) -> dict[str, Any]:
        """Word for word what stands in the form."""
        return super().raw() | {"parties": self.parties.raw()}

    def put(self, typed: Mapping[str, Any]) -> None:
        """Show a document, or what a draft kept."""
        extra = {f"extra.{key}": value for key, value in (typed.get("extra") or {}).items()}
        super().put({key: value for key, value in {**extra, **typed}.items() if value is not None})
        if "parties" in typed:
            self.parties.put(typed["parties"])

    def document(self) -> dict[str, Any]:
        """The document of `dispute add`. Refused beside a field that cannot be understood."""
        found: dict[str, Any] = {"parties": self.parties.raw(), "extra": {}}
        for key, value in super().document().items():
            if key.startswith("extra."):
                if value not in ("", None):
                    found["extra"][key.removeprefix("extra.")] = value
            else:
                found[key] = value or None if key in ("found_on", "due_on", "visit_no", "case_no") else value
        return found

    def sticky(self) -> dict[str, Any]:
        """What the next of a row of disputes begins with."""
        return {key: self.answers[key].raw() for key in _STICKY}

    # ---- saving ----------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Save, and be done."""
        self._again = False
        super().save()

    def save_again(self) -> None:
        """Save, and enter another one."""
        self._again = True
        super().save()

    def send(self, document: dict[str, Any]) -> None:
        """Enter it, or put the amended fields in place; the draft goes with it."""
        self.settle_draft(lambda draft_id: self._send(document, draft_id))

    def _send(self, document: Mapping[str, Any], draft_id: int | None) -> None:
        desk, amended, round_no = self._desk, self._amended, self._round_no

        def call() -> Dispute:
            if amended is None:
                return desk.ledger.add(document, round_no=round_no, draft_id=draft_id)[0]
            return desk.ledger.amend(amended.dispute_no, document, expected_version=amended.version)

        self.run(call, self._saved, self.tr("正在保存"))

    def _saved(self, dispute: Dispute) -> None:
        self.done()
        words = self.tr("{0} 已登记") if self._amended is None else self.tr("{0} 已更正")
        warnings = "".join(map(sentence, dispute.content.warnings))
        said = words.format(dispute.dispute_no)
        self.message.emit(f"{said}。{warnings}" if warnings else said)
        self.saved.emit(dispute, self._again)

    # ---- refusals --------------------------------------------------------------------------------------------------

    def refuse(self, trouble: Trouble) -> None:
        """What was typed is kept on."""
        self.touch()
        super().refuse(trouble)

    def clear_words(self) -> None:
        """Take every sentence away."""
        super().clear_words()
        self.parties.clear_words()

    def say_at(self, path: str, words: str) -> QWidget | None:
        """A refusal of a party stands in its row."""
        if path.startswith("parties["):
            return self.parties.refuse(int(path[8 : path.index("]")]), words)
        return super().say_at(path, words)
