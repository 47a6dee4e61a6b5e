"""What follows a save: the confirmation, beside it the slip as it will be printed, and why the date is that date."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.clocks import BY_OFFICE, CLOCKS, Deadline
from petidesk.domain.codes import WHY_AGAIN
from petidesk.domain.trouble import sentence
from petidesk.domain.visits.visits import Added, Visit
from petidesk.ui import work
from petidesk.ui.look import containers, controls, icons
from petidesk.ui.look.dates import day_words
from petidesk.ui.look.feet import foot
from petidesk.ui.look.theme import role, sized, spaced, theme
from petidesk.ui.paper.preview import PreviewPanel
from petidesk.ui.paper.printout import NOTICE_SLIP, Printout, form_printout, slip_printout
from petidesk.ui.record.clock_panel import ClockPanel

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# Ems from which the paper stands beside the confirmation; narrower, one takes the place of the other.
BESIDE_FROM = 60.0


def _scrolled(panel: QWidget) -> containers.Scroll:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(panel)
    return containers.Scroll(holder)


class AfterSave(QWidget):
    """Confirmation, preview and clock panel in one place. `another` asks for the next visitor."""

    another = Signal()

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__()
        self._desk = desk
        self.done = DonePanel()
        self.preview = PreviewPanel(seat)
        self.clocks = ClockPanel()
        self._front: QWidget = self.done
        across = QHBoxLayout(self)
        spaced(across, 1)
        sized(self.done, max_width=46)
        self._left, self._right = _scrolled(self.done), _scrolled(self.clocks)
        across.addWidget(self._left, 2)
        across.addWidget(self.preview, 3)
        across.addWidget(self._right, 3)
        self.done.another.connect(self.another)
        self.done.slip.connect(self._print_slip)
        self.done.notice_slip.connect(lambda visit_no: self._open(form_printout(self._desk, NOTICE_SLIP, visit_no)))
        self.done.record.connect(lambda visit_no: self._open(form_printout(self._desk, "登记表", visit_no)))
        self.done.explain.connect(self._explain)
        self.preview.closed.connect(self._back)
        self.preview.printed.connect(self._printed)
        self.clocks.closed.connect(self._back)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._back)
        theme.changed.connect(self._arrange)
        self._arrange()

    def show_visit(
        self, visit: Visit, added: Added, *, printing: bool, back: Callable[[], object] | None = None
    ) -> None:
        """Confirm a visit. `printing`: its slip goes to the printer at once, or to the preview when none is chosen.

        `back`: the visit came from elsewhere (a reception day), and the next step is to go back there.
        """
        self.done.say_next(back)
        self._front = self.done
        printout = slip_printout(self._desk, visit.visit_no)
        self._arrange()
        self.done.show_visit(visit, added)
        if self._wide():
            self._show_beside(printout)
        if printing and not self.preview.print_at_once(printout):
            self._open(printout)

    def print_page(self) -> None:
        """Ctrl+P: the slip of the visit that is confirmed."""
        self._print_slip(self.done.visit_no)

    def front(self) -> QWidget:
        """The part that has the clerk's attention: confirmation, preview or clock panel."""
        return self._front

    def _print_slip(self, visit_no: str) -> None:
        printout = slip_printout(self._desk, visit_no)
        if not self.preview.print_at_once(printout):
            self._open(printout)

    def _show_beside(self, printout: Printout) -> None:
        self.preview.show_printout(printout)
        self.done.print_slip.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, printout: Printout) -> None:
        self._front = self.preview
        self._arrange()
        self.preview.show_printout(printout)

    def _explain(self, visit_no: str) -> None:
        def show(deadlines: list[Deadline]) -> None:
            self.clocks.show_deadlines(deadlines)
            self._front = self.clocks
            self._arrange()
            self.clocks.setFocus()

        work.run(self, lambda: self._desk.clocks.explain(visit_no), show)

    def _printed(self, sentence: str) -> None:
        self._front = self.done
        self._arrange()
        self.done.say_printed(sentence)

    def _back(self) -> None:
        self._front = self.done
        self._arrange()
        (self.done.next if self.done.said_printed() else self.done.print_slip).setFocus()

    def _wide(self) -> bool:
        return self.width() >= theme.em(BESIDE_FROM)

    def _arrange(self) -> None:
        """Beside each other where there is room, else only the part in front."""
        wide = self._wide()
        self._left.setVisible(wide or self._front is self.done)
        self._right.setVisible(self._front is self.clocks)
        self.preview.setVisible(self._front is self.preview or (wide and self._front is self.done))
        self.preview.set_leading(self._front is self.preview)
        self.done.set_leading(self._front is not self.preview)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside or instead."""
        super().resizeEvent(event)
        self._arrange()


class DonePanel(QWidget):
    """Says what was registered. `visit_no` is empty until the first `show_visit`."""

    slip = Signal(str)
    # The slip that is itself the written notice: printing it records that the visitor was told.
    notice_slip = Signal(str)
    record = Signal(str)
    another = Signal()
    explain = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.visit_no = ""
        self._leading = True
        frame, column = controls.card()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame, 0, Qt.AlignmentFlag.AlignTop)
        head = QHBoxLayout()
        spaced(head, 0.5)
        sign = controls.label("")
        icons.put(sign, "circle-check", "leaf", 1.6)
        head.addWidget(sign)
        head.addWidget(controls.label(self.tr("已登记"), "section"))
        head.addStretch(1)
        column.addLayout(head)
        self._number = controls.label("", "title", wrap=True)
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._who = controls.label("", "soft", wrap=True)
        self._until = controls.label("", "strong", wrap=True)
        self._cases = controls.label("", "soft", wrap=True)
        for part in (self._number, self._who, self._until, self._cases):
            column.addWidget(part)
        self._warnings = controls.Notice("amber")
        self._printed = controls.label("", "done", wrap=True)
        column.addWidget(self._warnings)
        column.addWidget(self._printed)
        column.addWidget(controls.rule())
        column.addWidget(self._actions())

    def _actions(self) -> QWidget:
        flow = containers.Flow(0.5)
        self.print_slip = controls.button(
            self.tr("打印回执  F9"), lambda: self.slip.emit(self.visit_no), part="primary", icon="printer"
        )
        self.print_slip.setShortcut("F9")
        self.print_notice = controls.button(
            self.tr("回执并书面告知"), lambda: self.notice_slip.emit(self.visit_no), icon="mail"
        )
        self.print_notice.setToolTip(
            self.tr("回执上写明处理途径和程序，打印即记为书面告知（《信访工作条例》第二十三条第二款）")
        )
        self.print_record = controls.button(
            self.tr("打印登记表"), lambda: self.record.emit(self.visit_no), icon="file-text"
        )
        self._back: Callable[[], object] | None = None
        self.next = controls.button("", self._go_on, icon="user-plus")
        self.say_next(None)
        self.why = controls.button(self.tr("为什么是这一天"), lambda: self.explain.emit(self.visit_no), part="link")
        for part in (self.print_slip, self.print_notice, self.print_record, self.next, self.why):
            flow.add(part)
        return foot(flow)

    def show_visit(self, visit: Visit, added: Added) -> None:
        """Say what was registered; of an accusation neither name nor content."""
        self.visit_no = visit.visit_no
        self._number.setText(visit.visit_no)
        names = [person.name or self.tr("匿名") for person in visit.content.petitioners]
        many = self.tr("等 {0} 人").format(visit.content.people) if visit.content.people > 1 else ""
        group = self.tr(" · 集体访") if visit.content.group else ""
        closed = any(stored.matter.restricted for stored in visit.matters)
        who = self.tr("检举控告，内容已限制查看") if closed else f"{names[0]}{many}{group}"
        self._who.setText(who)
        self._until.setText(self._until_words(visit))
        self._cases.setText(self._case_words(visit, added))
        self._cases.setVisible(bool(self._cases.text()))
        sentences = [sentence(warning) for warning in visit.content.warnings]
        self._warnings.show_as("amber", " ".join(sentences))
        self._warnings.setVisible(bool(sentences))
        self.say_printed("")
        owed = any(clock.kind == "written_notice" for stored in visit.matters for clock in stored.deadlines)
        self.print_notice.setVisible(owed and not closed)
        # Its 登记表 tells the accusation: it is printed from the visit, where a reason is asked for.
        self.print_record.setVisible(not closed)
        self.why.setVisible(any(stored.deadlines for stored in visit.matters))
        self.setAccessibleName(self.tr("已登记 {0}，{1}").format(visit.visit_no, self._until.text()))
        self.print_slip.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_next(self, back: Callable[[], object] | None) -> None:
        """Where the next step leads: to another visit, or `back` to the reception day that it came from."""
        self._back = back
        words = self.tr("再登记一位  F2") if back is None else self.tr("回到接访  F7")
        self.next.setText(words)
        self.next.setAccessibleName(words)

    def _go_on(self) -> None:
        if self._back is None:
            self.another.emit()
        else:
            self._back()

    def say_printed(self, text: str) -> None:
        """What was handed to the printer; the next step is then the next visitor."""
        self._printed.setText(text)
        self._printed.setVisible(bool(text))
        self._fill()
        (self.next if text else self.print_slip).setFocus(Qt.FocusReason.OtherFocusReason)

    def set_leading(self, leading: bool) -> None:
        """Whether the next step is here: only then a button is filled."""
        self._leading = leading
        self._fill()

    def _fill(self) -> None:
        printed = bool(self._printed.text())
        for part, icon, filled in (
            (self.print_slip, "printer", self._leading and not printed),
            (self.next, "user-plus", self._leading and printed),
        ):
            role(part, "primary" if filled else "")
            icons.put(part, icon, "on_ink" if filled else "text", 1.1)

    def said_printed(self) -> str:
        """What was said about printing; empty until something was printed."""
        return self._printed.text()

    def said(self) -> str:
        """Everything the panel says, for tests and for reading aloud."""
        parts = (self._number, self._who, self._until, self._cases)
        return "\n".join(part.text() for part in parts if part.text())

    def _until_words(self, visit: Visit) -> str:
        raws = [clock.raw for stored in visit.matters for clock in stored.deadlines if clock.kind == "written_notice"]
        orders = [clock for stored in visit.matters for clock in stored.deadlines if clock.kind in BY_OFFICE]
        ordered = [
            self.tr("{0}不迟于 {1} 办结答复。").format(CLOCKS[clock.kind].label, day_words(clock.raw))
            for clock in orders[:1]
        ]
        if raws:
            ordered.append(self.tr("不迟于 {0} 书面告知处理途径和程序。").format(day_words(min(raws))))
        if ordered:
            return "\n".join(ordered)
        if not visit.notice_clock_runs:
            return self.tr("没有姓名或地址，不计书面告知期限（《信访工作条例》第二十三条第二款）。")
        return ""

    def _case_words(self, visit: Visit, added: Added) -> str:
        lines = []
        for stored in visit.matters:
            kinds = {"first": self.tr("初访"), "repeat": self.tr("重访，并入")}
            kind = kinds.get(stored.first_or_repeat) or self.tr("{0}，并入").format(WHY_AGAIN[stored.matter.why_again])
            heading = "" if stored.matter.restricted else stored.matter.heading
            lines.append(f"{kind} {stored.case_no}" + (f" · {heading}" if heading else ""))
        if added.villages:
            lines.append(self.tr("新增村（社区）：{0}").format("、".join(added.villages)))
        if added.categories:
            lines.append(self.tr("新增分类：{0}").format("、".join(added.categories)))
        return "\n".join(lines)
