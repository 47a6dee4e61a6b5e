"""After saving: the number, the day until which the visitor hears, and what to do next. In place, not a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.visits import Added, Visit
from petidesk.ui import controls, icons
from petidesk.ui.date_field import day_words
from petidesk.ui.theme import role, spaced


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
        flow = controls.Flow(0.5)
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
        return flow

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
        sentences = [warning.split(": ", 1)[-1] for warning in visit.content.warnings]
        self._warnings.setVisible(bool(sentences))
        self._warnings.show_as("amber", " ".join(sentences))
        self._warnings.setVisible(bool(sentences))
        self.say_printed("")
        owed = any(clock.kind == "written_notice" for stored in visit.matters for clock in stored.deadlines)
        self.print_notice.setVisible(owed and not closed)
        # Its 登记表 tells the accusation: it is printed from the visit, where a reason is asked for.
        self.print_record.setVisible(not closed)
        self.why.setVisible(any(stored.deadlines for stored in visit.matters))
        self.setAccessibleName(f"{self.tr('已登记')} {visit.visit_no}，{self._until.text()}")
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
        if not raws:
            return self.tr("没有姓名或地址，不计书面告知期限（《信访工作条例》第二十三条第二款）。")
        return self.tr("不迟于 {0} 书面告知处理途径和程序。").format(day_words(min(raws)))

    def _case_words(self, visit: Visit, added: Added) -> str:
        lines = []
        for stored in visit.matters:
            kind = self.tr("重访，并入") if stored.first_or_repeat == "repeat" else self.tr("初访")
            heading = "" if stored.matter.restricted else stored.matter.heading
            lines.append(f"{kind} {stored.case_no}" + (f" · {heading}" if heading else ""))
        if added.villages:
            lines.append(self.tr("新增村（社区）：{0}").format("、".join(added.villages)))
        if added.categories:
            lines.append(self.tr("新增分类：{0}").format("、".join(added.categories)))
        return "\n".join(lines)
