"""Recording one event of a dispute, in place, and voiding a dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from petidesk.domain.fields import Field
from petidesk.domain.ledger.disputes import Dispute
from petidesk.domain.ledger.events import ESCALATED_TO, KINDS, MANNERS
from petidesk.ui.forms.fields import FieldAnswer, Now, answer_of, chips, long_text, money, optional, text
from petidesk.ui.forms.typeahead_field import within
from petidesk.ui.ledger.choices import LedgerChoices
from petidesk.ui.look import controls
from petidesk.ui.record.entry import EntryForm

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

DRAFT_KIND = "dispute_event"
VOID = "void"


def _answer(ask: Field, now: Now) -> FieldAnswer:
    """The field of one key of an event (`ledger.events.KINDS`)."""
    match ask.key:
        case "amount_yuan":
            return money(ask.key, optional(ask.label))
        case "to":
            return chips(ask.key, ask.label, list(ESCALATED_TO.items()), next(iter(ESCALATED_TO)))
        case "manner":
            return text(ask.key, optional(ask.label), within(MANNERS))
    return answer_of(ask, now)


class RecordPanel(EntryForm):
    """One entry. `saved` carries the dispute as it is now and the warnings.

    The kind `void` asks for the reason and voids the dispute.
    """

    saved = Signal(object, object)

    def __init__(self, desk: Desk, dispute: Dispute, kind: str, choices: LedgerChoices, keeper: QObject) -> None:
        """`keeper` outlives the panel and saves its draft."""
        label = self.tr("作废") if kind == VOID else self.tr("记一笔：{0}").format(KINDS[kind].label)
        super().__init__(desk, label)
        self.dispute = dispute
        self.kind = kind
        if kind == VOID:
            words = self.tr("作废以后仍看得见，编号不再用，哪个月都不再统计这一件。没有一键恢复，请写清原因。")
            self.column.addWidget(controls.label(words, "soft", wrap=True))
            self.add(long_text("why", self.tr("作废的原因"), 3))
            self.foot(self.tr("作废"), part="danger-main")
        else:
            asked = (_answer(ask, desk.now) for ask in KINDS[kind].asks)
            self.add_event(asked, choices.match("responsible_person"))
            self.foot(self.tr("记下"))
        self.begin(DRAFT_KIND, {"about": f"{dispute.dispute_no}/{kind}"}, keeper)

    def send(self, document: dict[str, Any]) -> None:
        """Record it."""
        desk, number, kind = self.desk, self.dispute.dispute_no, self.kind

        def call() -> tuple[Dispute, tuple[str, ...]]:
            if kind == VOID:
                return desk.ledger.void(number, str(document.get("why", ""))), ()
            return desk.ledger.record(number, kind, document)

        self.run(call, self._recorded, self.tr("正在记下"))

    def _recorded(self, result: tuple[Dispute, tuple[str, ...]]) -> None:
        self.done()
        self.saved.emit(*result)
