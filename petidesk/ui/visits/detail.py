"""One visit: what was said and asked, its clocks, papers and history; amend, void, print. An accusation is closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from petidesk.domain.audit import AuditChange
from petidesk.domain.clocks import Deadline
from petidesk.domain.papers import PaperLine
from petidesk.domain.trouble import Trouble
from petidesk.domain.visits.closed import ClosedVisit
from petidesk.domain.visits.visits import StoredMatter, Visit
from petidesk.ui import work
from petidesk.ui.look import controls
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.paper.printout import NOTICE_SLIP
from petidesk.ui.record.clock_panel import ClockPanel
from petidesk.ui.record.closed_card import ClosedCard
from petidesk.ui.record.history import history_section
from petidesk.ui.record.void_panel import VoidPanel
from petidesk.ui.visits import facts as visit_facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from petidesk.desk.desk import Desk
    from petidesk.ui.registration.amend import AmendPanel


@dataclass(frozen=True, slots=True)
class _Opened:
    visit: Visit | ClosedVisit
    history: tuple[AuditChange, ...]
    papers: tuple[PaperLine, ...]
    titles: dict[str, str]


class VisitDetail(QWidget):
    """Shows one visit by its id or number. It holds the frozen value it shows and nothing of the list."""

    closed = Signal()
    # The visit was amended, voided or printed: lists look again.
    changed = Signal()
    message = Signal(str)
    # Print the slip, or the form of this folder or title, of the visit with this number.
    slip_wanted = Signal(str)
    form_wanted = Signal(str, str)
    # Enter the matters of the visit with this number in the ledger of disputes.
    ledger_wanted = Signal(str)
    # The fields are open (True) or closed again: the form wants all the room there is.
    amending = Signal(bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._opened: _Opened | None = None
        self._asked = 0
        self._why = ""  # the reason given for opening an accusation, until this or another visit is read again
        self.closed_card: ClosedCard | None = None
        self._full_numbers = False
        self._amend: AmendPanel | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        sized(self, min_width=20)
        self._build()

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        spaced(outer, 0.5, (0.75, 0, 0, 0))
        head = QHBoxLayout()
        spaced(head, 0.5)
        self.back = controls.button(self.tr("返回列表  Esc"), self.closed.emit, part="link", icon="chevron-left")
        head.addWidget(self.back)
        self.number = controls.label("", "section")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head.addWidget(self.number, 1)
        self.close_button = controls.icon_button("x", self.tr("关上 Esc"), self.closed.emit)
        head.addWidget(self.close_button)
        outer.addLayout(head)
        self.badges = controls.Flow(0.5)
        outer.addWidget(self.badges)
        self.notice = controls.Notice("amber", closable=True)
        self.notice.hide()
        outer.addWidget(self.notice)
        self.stack = QStackedWidget()
        self.reading = QWidget()
        self._reading_column = QVBoxLayout(self.reading)
        spaced(self._reading_column, 0.75)
        self._scroll: controls.Scroll | None = None
        self._reading_column.addWidget(self._build_bar())
        self.stack.addWidget(self.reading)
        self.clocks = ClockPanel()
        self.clocks.closed.connect(self._drop_clocks)
        self.clocks_page = controls.Scroll(self.clocks)
        self.stack.addWidget(self.clocks_page)
        self.void = VoidPanel(
            self.tr("作废以后这条来访仍然看得见，编号不再使用。写清原因，以后的人才看得懂。"), self.tr("作废这条来访")
        )
        self.void.confirmed.connect(self._void)
        self.void.left.connect(self._close_void)
        self.void_page = controls.Scroll(self.void)
        self.stack.addWidget(self.void_page)
        outer.addWidget(self.stack, 1)

    def _build_bar(self) -> QFrame:
        self.bar = QFrame()
        row = QHBoxLayout(self.bar)
        spaced(row, 0.5)
        self.deeds = controls.Flow(0.5)
        self.amend_button = controls.button(self.tr("更正"), self.amend, icon="pencil")
        self.slip_button = controls.button(self.tr("打印回执"), self.print_slip, icon="printer")
        self.notice_button = controls.button(self.tr("回执并书面告知"), self.print_notice, icon="mail")
        self.form_button = controls.button(self.tr("打印登记表"), self.print_form, icon="file-text")
        self.ledger_button = controls.button(self.tr("列入台账"), self.to_ledger, icon="notebook-text")
        self.void_button = controls.button(self.tr("作废…"), self.ask_void, part="danger", icon="trash")
        papers = (self.slip_button, self.notice_button, self.form_button)
        for part in (self.amend_button, *papers, self.ledger_button, self.void_button):
            self.deeds.add(part)
        row.addWidget(self.deeds, 1)
        return self.bar

    # ---- what is shown ---------------------------------------------------------------------------------------------

    @property
    def visit(self) -> Visit | ClosedVisit | None:
        """The visit that is shown."""
        return None if self._opened is None else self._opened.visit

    @property
    def visit_id(self) -> int | None:
        """The id of the visit that is shown."""
        return None if self._opened is None else self._opened.visit.visit_id

    @property
    def reason(self) -> str:
        """The reason for which the accusation that is shown was opened; empty for any other visit."""
        return self._why

    @property
    def editing(self) -> bool:
        """Whether something is being typed here that must not be replaced."""
        return self._amend is not None or self.stack.currentWidget() is self.void_page

    @property
    def amending_now(self) -> bool:
        """Whether the fields are open."""
        return self._amend is not None

    def set_over(self, over: bool) -> None:
        """Over the list there is a way back in words; beside it a small cross is enough."""
        self.back.setVisible(over and not self.amending_now)
        self.close_button.setVisible(not over)

    def show_id(self, visit_id: int) -> None:
        """Read and show a visit by its id."""
        self._read(lambda: self._desk.visits.opened(visit_id=visit_id))

    def show_no(self, visit_no: str) -> None:
        """Read and show a visit by its number."""
        self._read(lambda: self._desk.visits.opened(visit_no))

    def take(self, visit: Visit | ClosedVisit) -> None:
        """Show a visit that was read already."""
        self._read(lambda: (visit, self._desk.visits.history(visit.visit_no)))

    def _read(
        self,
        get: Callable[[], tuple[Visit | ClosedVisit, list[AuditChange]]],
        why: str = "",
        failed: Callable[[Trouble], None] | None = None,
    ) -> None:
        """Read and show. An accusation is closed again by every reading that gives no reason: a look is one look."""
        if self.editing:
            return
        self._asked += 1
        question, desk = self._asked, self._desk

        def call() -> _Opened:
            visit, history = get()
            return _Opened(visit, tuple(history), tuple(desk.visits.papers(visit.visit_id)), desk.papers.forms())

        def done(opened: _Opened) -> None:
            if question == self._asked and not self.editing:
                same = self.visit_id == opened.visit.visit_id
                self._why = why
                self._full_numbers = self._full_numbers and same
                self._opened = opened
                self._show(stay=same)

        work.run(self, call, done, failed or self._failed)

    def _failed(self, trouble: Trouble) -> None:
        words = trouble.message + (f"（{trouble.basis}）" if trouble.basis else "")
        self.notice.show_as("amber" if trouble.exit_status == 3 else "seal", words)
        self.notice.show()

    def _show(self, *, stay: bool = True) -> None:
        assert self._opened is not None
        visit = self._opened.visit
        self.notice.hide()
        self.number.setText(visit.visit_no)
        self.setAccessibleName(self.tr("来访 {0}").format(visit.visit_no))
        self._show_badges(visit)
        position = self._scroll.verticalScrollBar().value() if self._scroll is not None and stay else 0
        inner = QWidget()
        column = QVBoxLayout(inner)
        spaced(column, 0.75, (0, 0, 0.5, 0))
        for part in self._parts(self._opened):
            column.addWidget(part)
        column.addStretch(1)
        scroll = controls.Scroll(inner)
        if self._scroll is not None:
            self._reading_column.replaceWidget(self._scroll, scroll)
            self._scroll.deleteLater()
        else:
            self._reading_column.insertWidget(0, scroll, 1)
        self._reading_column.setStretchFactor(scroll, 1)
        self._scroll = scroll
        scroll.show()
        scroll.verticalScrollBar().setValue(position)
        self.bar.setVisible(not visit.voided and not isinstance(visit, ClosedVisit))
        self.notice_button.setVisible(visit.notice_clock_runs and not visit.accuses)
        self.ledger_button.setVisible(not visit.accuses)  # accusations never enter the ledger
        self.deeds.again()

    def _show_badges(self, visit: Visit | ClosedVisit) -> None:
        self.badges.clear()
        found = visit_facts.badges(visit)
        for words, part in found:
            self.badges.add(controls.label(words, part))
        self.badges.setVisible(bool(found))

    def _parts(self, opened: _Opened) -> list[QWidget]:
        """The cards in their order."""
        visit = opened.visit
        parts: list[QWidget] = []
        if visit.voided:
            why = "" if isinstance(visit, ClosedVisit) else visit.void_reason
            parts.append(controls.Notice("seal", self.tr("已作废：{0}").format(why)))
        self.closed_card = None
        if isinstance(visit, ClosedVisit):
            self.closed_card = ClosedCard()
            self.closed_card.opened.connect(self.reveal)
            parts.append(self.closed_card)
        else:
            parts.append(visit_facts.petitioners_section(visit, full=self._full_numbers, toggle=self._toggle_numbers))
        parts += [
            self._matter(visit, place, stored)
            for place, stored in enumerate(visit.matters)
            if isinstance(stored, StoredMatter)
        ]
        parts.append(visit_facts.visit_section(visit))
        if isinstance(visit, Visit) and (rest := visit_facts.rest_section(visit)) is not None:
            parts.append(rest)
        if (papers := visit_facts.papers_section(opened.papers, opened.titles)) is not None:
            parts.append(papers)
        parts.append(history_section(opened.history, "visit"))
        return parts

    def _matter(self, visit: Visit | ClosedVisit, place: int, stored: StoredMatter) -> QWidget:
        today, deadlines = self._desk.today(), () if visit.voided else stored.deadlines
        clocks = [visit_facts.deadline_line(deadline, today, self._explain_link()) for deadline in deadlines]
        return visit_facts.matter_section(stored, place, len(visit.matters) > 1, clocks)

    def _explain_link(self) -> QWidget:
        return controls.button(self.tr("为什么是这一天"), self.explain, part="link")

    def reveal(self, why: str) -> None:
        """Open what an accusation keeps closed, for the reason typed, until it is read again."""
        visit, desk, card = self.visit, self._desk, self.closed_card
        if visit is None or card is None:
            return
        self._read(
            lambda: desk.visits.opened(visit.visit_no, unmask=why), why, lambda trouble: card.refuse(trouble.message)
        )

    def _toggle_numbers(self) -> None:
        self._full_numbers = not self._full_numbers
        self._show()

    def explain(self) -> None:
        """为什么是这一天: every day of the clocks, in place."""
        visit, desk = self.visit, self._desk
        if visit is not None:
            work.run(self, lambda: desk.clocks.explain(visit.visit_no), self._explained, self._failed)

    def _explained(self, deadlines: list[Deadline]) -> None:
        self.clocks.show_deadlines(deadlines)
        self.stack.setCurrentWidget(self.clocks_page)
        self.clocks.setFocus()

    def _drop_clocks(self) -> None:
        self.stack.setCurrentWidget(self.reading)
        self.setFocus()

    # ---- actions ---------------------------------------------------------------------------------------------------

    def print_slip(self) -> None:
        """Print 来访登记回执, with a preview."""
        if self.visit is not None:
            self.slip_wanted.emit(self.visit.visit_no)

    def print_notice(self) -> None:
        """Print the slip that is itself the written notice, with a preview."""
        if self.visit is not None:
            self.form_wanted.emit(NOTICE_SLIP, self.visit.visit_no)

    def to_ledger(self) -> None:
        """Begin a dispute with what this visit says."""
        if self.visit is not None:
            self.ledger_wanted.emit(self.visit.visit_no)

    def print_form(self) -> None:
        """Print 来访登记表, with a preview."""
        if self.visit is not None:
            self.form_wanted.emit("登记表", self.visit.visit_no)

    def read_again(self) -> None:
        """The visit was changed or printed: read it anew."""
        if self.visit_id is not None:
            self.show_id(self.visit_id)

    def amend(self) -> None:
        """Open the fields in place."""
        visit = self.visit
        if visit is None or visit.voided or isinstance(visit, ClosedVisit) or self._amend is not None:
            return
        from petidesk.ui.registration.amend import AmendPanel

        self._close_void()
        self._amend = AmendPanel(self._desk, visit, self._why)
        self._amend.done.connect(self._amended)
        self._amend.left.connect(self._drop_amend)
        self._amend.overtaken.connect(self._overtaken)
        self.stack.addWidget(self._amend)
        self.stack.setCurrentWidget(self._amend)
        self.amending.emit(True)
        self._amend.form.start_typing()

    def _amended(self, visit: Visit | ClosedVisit) -> None:
        self._drop_amend()
        self.take(visit)
        self.message.emit(self.tr("{0} 已更正").format(visit.visit_no))
        self.changed.emit()

    def _overtaken(self) -> None:
        number = self.number.text()
        self._drop_amend()
        self.show_no(number)
        self.changed.emit()

    def _drop_amend(self) -> None:
        if self._amend is not None:
            self.stack.removeWidget(self._amend)
            self._amend.deleteLater()
            self._amend = None
            self.amending.emit(False)
        self.stack.setCurrentWidget(self.reading)
        self.setFocus()

    def leave_editing(self) -> bool:
        """Leave amending, voiding or the explanation without a change; False when none of them was open."""
        if self.stack.currentWidget() is self.clocks_page:
            self._drop_clocks()
            return True
        if self._amend is not None:
            self._amend.leave()
            return True
        if not self.editing:
            return False
        self._close_void()
        return True

    def ask_void(self) -> None:
        """Show the field for the reason; nothing is voided yet."""
        self.stack.setCurrentWidget(self.void_page)
        self.void.begin(self.number.text())

    def _close_void(self) -> None:
        self.stack.setCurrentWidget(self.reading)
        self.setFocus()

    def _void(self, why: str) -> None:
        visit, desk = self.visit, self._desk
        if visit is not None:
            work.run(
                self,
                lambda: desk.visits.void(visit.visit_no, why),
                self._voided,
                lambda trouble: self.void.refuse(trouble.message),
                title=self.tr("正在作废"),
            )

    def _voided(self, visit: Visit | ClosedVisit) -> None:
        self._close_void()
        self.take(visit)
        self.message.emit(self.tr("{0} 已作废").format(visit.visit_no))
        self.changed.emit()
