"""One visit: what was said and asked, its clocks, papers and history; amend, void, print. An accusation is closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from petidesk.domain.audit import HistoryLine
from petidesk.domain.papers import PaperLine
from petidesk.domain.visits.closed import ClosedVisit
from petidesk.domain.visits.visits import StoredMatter, Visit
from petidesk.ui.look import controls
from petidesk.ui.paper.printout import NOTICE_SLIP
from petidesk.ui.record.amending import AmendForm
from petidesk.ui.record.history import history_section
from petidesk.ui.record.sheet import Cards
from petidesk.ui.record.view import Key, RecordView
from petidesk.ui.shell.doors import amend_form
from petidesk.ui.visits import facts

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class OpenedVisit:
    """A visit with what was done to it and what was printed of it; `titles` names the forms."""

    visit: Visit | ClosedVisit
    history: tuple[HistoryLine, ...]
    papers: tuple[PaperLine, ...]
    titles: dict[str, str]


class VisitDetail(RecordView[OpenedVisit]):
    """Shows one visit. A look at an accusation is one look: read again, it is closed again."""

    files_kind = "visit"

    # Print the slip, or the form of this folder or title, of the visit with this number.
    slip_wanted = Signal(str)
    form_wanted = Signal(str, str)
    # Enter the matters of the visit with this number in the ledger of disputes.
    ledger_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.amend_panel: AmendForm | None = None
        self.amend_button = controls.button(self.tr("更正"), self.amend, icon="pencil")
        self.slip_button = controls.button(self.tr("打印回执"), self.print_slip, icon="printer")
        self.notice_button = controls.button(self.tr("回执并书面告知"), self.print_notice, icon="mail")
        self.form_button = controls.button(self.tr("打印登记表"), self.print_form, icon="file-text")
        self.return_button = controls.button(self.tr("退还材料清单"), self.print_return, icon="file-text")
        self.ledger_button = controls.button(self.tr("列入台账"), self.to_ledger, icon="notebook-text")
        self.void_button = controls.button(self.tr("作废…"), self.ask_void, part="danger", icon="trash")
        self.add_deeds(
            self.amend_button,
            self.slip_button,
            self.notice_button,
            self.form_button,
            self.return_button,
            self.ledger_button,
            self.void_button,
        )
        self.add_clocks(self._desk.clocks.explain)
        self.add_void(
            self.tr("作废以后这条来访仍然看得见，编号不再使用。写清原因，以后的人才看得懂。"),
            self.tr("作废这条来访"),
            self._desk.visits.void,
        )

    @property
    def visit(self) -> Visit | ClosedVisit | None:
        """The visit that is shown."""
        return None if self.opened is None else self.opened.visit

    @property
    def amending_now(self) -> bool:
        """Whether the fields are open."""
        return self.amend_panel is not None

    def set_over(self, over: bool) -> None:
        """No way back to the list while the fields are open."""
        super().set_over(over)
        self.head.back.setVisible(over and not self.amending_now)

    # ---- what is shown ---------------------------------------------------------------------------------------------

    def read(self, key: Key, why: str) -> OpenedVisit:
        """The visit, its history, and the papers printed of it."""
        desk = self._desk
        ask = desk.visits.opened
        visit, history = ask(visit_id=key, unmask=why) if isinstance(key, int) else ask(key, unmask=why)
        return OpenedVisit(visit, tuple(history), tuple(desk.visits.papers(visit.visit_id)), desk.papers.forms())

    def identity(self, opened: OpenedVisit) -> tuple[int, str]:
        """Its id and number."""
        return opened.visit.visit_id, opened.visit.visit_no

    def show_opened(self, opened: OpenedVisit) -> None:
        """The head, and what may be done with the visit."""
        visit = opened.visit
        badges = [controls.label(words, part) for words, part in facts.badges(visit)]
        self.head.show_record(visit.visit_no, "", badges)
        self.setAccessibleName(self.tr("来访 {0}").format(visit.visit_no))
        self.notice_button.setVisible(visit.notice_clock_runs and not visit.accuses)
        self.return_button.setVisible(isinstance(visit, Visit) and bool(visit.content.materials))
        self.ledger_button.setVisible(not visit.accuses)  # accusations never enter the ledger

    def has_deeds(self) -> bool:
        """Nothing is done with a visit that is void or closed."""
        visit = self.visit
        return isinstance(visit, Visit) and not visit.voided

    def cards(self, opened: OpenedVisit) -> Cards:
        """The cards in their order."""
        visit = opened.visit
        parts: list[QWidget | None] = []
        if visit.voided:
            why = "" if isinstance(visit, ClosedVisit) else visit.void_reason
            parts.append(controls.Notice("seal", self.tr("已作废：{0}").format(why)))
        if isinstance(visit, ClosedVisit):
            parts.append(self.make_closed_card())
        else:
            parts.append(facts.petitioners_section(visit, full=self.full_numbers, toggle=self.toggle_numbers))
        parts += [
            self._matter(visit, place, stored)
            for place, stored in enumerate(visit.matters)
            if isinstance(stored, StoredMatter)
        ]
        parts += [
            facts.visit_section(visit),
            facts.rest_section(visit) if isinstance(visit, Visit) else None,
            facts.papers_section(opened.papers, opened.titles),
            history_section(opened.history, "visit"),
        ]
        return Cards([part for part in parts if part is not None])

    def _matter(self, visit: Visit | ClosedVisit, place: int, stored: StoredMatter) -> QWidget:
        today, deadlines = self._desk.today(), () if visit.voided else stored.deadlines
        clocks = [facts.deadline_line(deadline, today, self._explain_link()) for deadline in deadlines]
        return facts.matter_section(stored, place, len(visit.matters) > 1, clocks)

    def _explain_link(self) -> QWidget:
        return controls.button(self.tr("为什么是这一天"), self.explain, part="link")

    # ---- deeds -----------------------------------------------------------------------------------------------------

    def print_slip(self) -> None:
        """Print 来访登记回执, with a preview."""
        if self.visit is not None:
            self.slip_wanted.emit(self.visit.visit_no)

    def print_notice(self) -> None:
        """Print the slip that is itself the written notice, with a preview."""
        if self.visit is not None:
            self.form_wanted.emit(NOTICE_SLIP, self.visit.visit_no)

    def print_form(self) -> None:
        """Print 来访登记表, with a preview."""
        if self.visit is not None:
            self.form_wanted.emit("登记表", self.visit.visit_no)

    def print_return(self) -> None:
        """Print 材料退还清单, with a preview."""
        if self.visit is not None:
            self.form_wanted.emit("materials_return", self.visit.visit_no)

    def to_ledger(self) -> None:
        """Begin a dispute with what this visit says."""
        if self.visit is not None:
            self.ledger_wanted.emit(self.visit.visit_no)

    def amend(self) -> None:
        """Open the fields in place."""
        visit = self.visit
        if not isinstance(visit, Visit) or visit.voided or self.editing:
            return
        self.amend_panel = amend_form(self._desk, visit, self, self.reason)
        self.amend_panel.done.connect(self._amended)
        self.amend_panel.left.connect(self.drop)
        self.amend_panel.overtaken.connect(self._overtaken)
        self.put(self.amend_panel)
        self.amend_panel.start_typing()

    def drop(self) -> None:
        """The fields close again, too."""
        self.amend_panel = None
        super().drop()

    def _amended(self, visit: Visit | ClosedVisit) -> None:
        self.drop()
        self.tell_done(self.tr("{0} 已更正").format(visit.visit_no))

    def _overtaken(self) -> None:
        self.drop()
        self.read_again()
        self.changed.emit()
