"""One dispute on one screen: its head, the timeline, the facts beside it, and one clear next step at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from petidesk.domain.audit import HistoryLine
from petidesk.domain.ledger.disputes import Dispute, DisputeEvent
from petidesk.domain.office.office import Office
from petidesk.domain.visits.typed import DRAFT_KIND, VisitForm
from petidesk.ui import work
from petidesk.ui.ledger import facts
from petidesk.ui.ledger.choices import LedgerChoices
from petidesk.ui.ledger.entry import VOID, RecordPanel
from petidesk.ui.ledger.steps import may_be_undone, narrowed, next_kind, steps
from petidesk.ui.ledger.words import (
    RISK_TONES,
    due_tone,
    due_words,
    event_label,
    event_sentence,
    follow_words,
    is_open,
    risk_words,
    state_words,
)
from petidesk.ui.look import controls
from petidesk.ui.look.lights import Tone, light_tone, lit
from petidesk.ui.record.history import history_section
from petidesk.ui.record.menu import Narrowed
from petidesk.ui.record.sheet import Cards
from petidesk.ui.record.timeline import Timeline, Told
from petidesk.ui.record.view import Key, RecordView
from petidesk.ui.shell.routes import ToDrafts
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

# So many events stand at once: a dispute has fewer of them than a case, and shorter ones.
EVENTS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class OpenedDispute:
    """A dispute with what was done to its line, on a day, in an office."""

    dispute: Dispute
    history: Sequence[HistoryLine]
    office: Office
    today: date


class DisputeDetail(RecordView[OpenedDispute]):
    """Shows one dispute."""

    files_kind = "dispute"

    print_wanted = Signal()
    # Amend this dispute, beginning at the field of this key.
    amend = Signal(object, str)

    def __init__(self, desk: Desk, choices: LedgerChoices) -> None:
        super().__init__(desk, translate("DisputeDetail", "返回台账  Esc"))
        self._choices = choices
        self._links = facts.Links(self.go.emit, self.toggle_numbers, self.ask_amend)
        self.main = controls.button(self.tr("下一步"), self._next, part="primary", icon="check")
        self.note_button = controls.button(self.tr("记一笔…  Alt+↓"), self.open_menu, icon="pencil")
        self.amend_button = controls.button(self.tr("更正"), self.ask_amend)
        self.visit_button = controls.button(
            self.tr("转为来访"), self.to_visit, tip=self.tr("用这件纠纷的内容开一份来访登记草稿")
        )
        self.print_button = controls.button(
            self.tr("打印上报单"),
            lambda: self.print_wanted.emit(),
            icon="printer",
            tip=self.tr("村报镇、镇报县的书面报告"),
        )
        self.void_button = controls.button(self.tr("作废…"), lambda: self.record(VOID), part="danger")
        self.add_deeds(
            self.main,
            self.note_button,
            self.amend_button,
            self.visit_button,
            self.print_button,
            self.void_button,
        )
        self.add_menu(self.main, self.note_button, record=self.record, take_back=self._desk.ledger.undo)

    @property
    def dispute(self) -> Dispute | None:
        """The dispute that is shown."""
        return None if self.opened is None else self.opened.dispute

    # ---- what is shown ---------------------------------------------------------------------------------------------

    def read(self, key: Key, why: str) -> OpenedDispute:
        """The dispute and its history. Accusations never enter the ledger: no reason is asked."""
        desk = self._desk
        dispute = desk.ledger.get(dispute_id=key) if isinstance(key, int) else desk.ledger.get(key)
        return OpenedDispute(dispute, desk.ledger.history(dispute.dispute_no), desk.office.current(), desk.today())

    def identity(self, opened: OpenedDispute) -> tuple[int, str]:
        """Its id and number."""
        return opened.dispute.dispute_id, opened.dispute.dispute_no

    def show_opened(self, opened: OpenedDispute) -> None:
        """The head, the next step, and what may be done with the dispute."""
        dispute = opened.dispute
        heading = dispute.content.heading
        self.head.show_record(dispute.dispute_no, heading, self._badges(opened))
        self.setAccessibleName(self.tr("矛盾纠纷 {0} {1}").format(dispute.dispute_no, heading))
        kind = next_kind(dispute)
        self.show_step(self.main, self.tr("记{0}").format(event_label(kind)) if kind else "")
        for part in (self.note_button, self.amend_button, self.visit_button, self.void_button):
            part.setVisible(not dispute.voided)
        self.print_button.setVisible(dispute.level != "village" and not dispute.voided)

    def _badges(self, opened: OpenedDispute) -> list[QWidget]:
        dispute, today = opened.dispute, opened.today
        content, waits = dispute.content, is_open(dispute.state)
        if dispute.voided:
            return [controls.label(self.tr("作废"), "badge-seal")]
        risk = self.tr("风险 {0}").format(risk_words(content.risk_level, opened.office.risk_labels))
        found: list[QWidget] = [
            controls.label(state_words(dispute.state, dispute.level), "badge-ink" if waits else "badge-leaf"),
            lit(RISK_TONES.get(content.risk_level, Tone.SOFT), risk),
        ]
        if content.due_on is not None and waits:
            words = self.tr("化解时限 {0}").format(due_words(content.due_on, dispute.state, today))
            found.append(lit(due_tone(content.due_on, dispute.state, today), words))
        if dispute.follow_up_due is not None:
            words = self.tr("回访 {0}").format(follow_words(dispute.follow_up_due, today))
            found.append(lit(light_tone(dispute.follow_up_due, today), words))
        return found

    def cards(self, opened: OpenedDispute) -> Cards:
        """The timeline down to the day it was found, and the cards on the right in their order."""
        dispute, office, to = opened.dispute, opened.office, self._links
        parts: list[QWidget | None] = [
            facts.matter_section(dispute, office),
            facts.parties_section(dispute, to, full=self.full_numbers),
            facts.charge_section(dispute, to),
            facts.extra_section(dispute, office),
            facts.links_section(dispute, to),
            history_section(opened.history, "dispute"),
        ]
        timeline = Timeline(
            self.tr("化解经过"),
            [event for event in dispute.events if event.kind != "undone"],
            partial(self._told, opened),
            first=self._found(dispute),
            at_once=EVENTS_SHOWN,
        )
        return Cards([part for part in parts if part is not None], timeline, place=1)

    def _told(self, opened: OpenedDispute, event: DisputeEvent) -> Told:
        """One event in words, with the way to take it back."""
        label, sentence = event_label(event.kind), event_sentence(event)
        lines = [sentence] if sentence else []
        if event.note:
            lines.append(self.tr("备注：{0}").format(event.note))
        links = []
        if may_be_undone(opened.dispute, event.event_id, opened.today):
            links.append(self.undo_link(event.on, event.event_id, label))
        return Told(event.on, label, lines, (event.by or event.staff,), links, event.undone)

    def _found(self, dispute: Dispute) -> Told:
        """Where every dispute begins."""
        content = dispute.content
        where = f"{content.village}{content.village_group}"
        lines = [f"{where}，{content.source}" if content.source else where]
        if dispute.round_no:
            lines.append(self.tr("排查轮次 {0}").format(dispute.round_no))
        entered = self.tr("{0} 登记 {1}").format(dispute.entered_by, f"{dispute.entered_at:%Y-%m-%d %H:%M}")
        return Told(content.found_on, self.tr("排查发现"), lines, (entered,))

    # ---- deeds -----------------------------------------------------------------------------------------------------

    def offers(self) -> Narrowed | None:
        """Everything that may be recorded; what may not stands last, with its reason."""
        if self.dispute is None or self.dispute.voided:
            return None
        offered = sorted(steps(self.dispute, self._desk.today()), key=lambda step: not step.allowed)
        return lambda typed: [("", narrowed(offered, typed))]

    def next_kind(self) -> str:
        """What the dispute asks next."""
        return next_kind(self.dispute) if self.dispute is not None else ""

    def record_due(self, kind: str) -> None:
        """The entry of a kind."""
        self.record(kind)

    def _next(self) -> None:
        if kind := self.next_kind():
            self.record(kind)

    def record(self, kind: str) -> None:
        """Open the entry of a kind; `void` asks for the reason of voiding."""
        if self.dispute is None or self.editing:
            return
        panel = RecordPanel(self._desk, self.dispute, kind, self._choices, self)
        panel.saved.connect(partial(self._saved, kind))
        panel.left.connect(self.drop)
        self.put(panel)
        panel.start_typing()

    def _saved(self, kind: str, dispute: Dispute, warnings: tuple[str, ...]) -> None:
        number = dispute.dispute_no
        if kind != VOID:
            event_id = max(event.event_id for event in dispute.events)
            self.recorded(number, event_id, event_label(kind), warnings)
            return
        self.drop()
        self.notice.hide()
        self.warn(warnings)
        self.tell_done(self.tr("{0} 已作废").format(number))

    def ask_amend(self, key: str = "") -> None:
        """Open the form with what is written, beginning at a field."""
        if self.dispute is not None and not self.editing and not self.dispute.voided:
            self.amend.emit(self.dispute, key)

    def to_visit(self) -> None:
        """转为来访: a draft of a registration with what is known, in the tray of 来访登记."""
        if self.dispute is None or self.editing:
            return
        desk, number = self._desk, self.dispute.dispute_no

        def call() -> None:
            form = VisitForm.from_document({**desk.ledger.to_visit(number), "received_by": desk.actor.name})
            desk.drafts.save(None, DRAFT_KIND, form.content(), form.restricted)

        work.run(self, call, lambda _: self.go.emit(ToDrafts()), self.fail)
