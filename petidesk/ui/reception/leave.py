"""请假 of leaders, in place: who is away from when to when; what that upsets is said at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.reception.days import Finding
from petidesk.domain.reception.rota import Leave
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.forms.fields import day, listed
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.reception.acts import ReceptionActs
from petidesk.ui.reception.day_forms import ActForm
from petidesk.ui.shell.routes import ToSettings

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

# Leaves that ended so long ago are history.
PAST = timedelta(days=62)


class LeaveForm(ActForm):
    """Who, from, to, why."""

    def __init__(self, desk: Desk, leaders: Sequence[str], sent: LeavePanel) -> None:
        super().__init__(self.tr("记请假"))
        self._desk, self._panel = desk, sent
        self.add(listed("leaders", self.tr("领导"), [(name, name) for name in leaders]))
        for key, label in (("from", self.tr("从哪天起")), ("to", self.tr("到哪天止，含当天"))):
            self.add(day(key, label, desk.now, ahead=True, required=True, placeholder="12.1"))
        self.finish(self.tr("记下"))
        self.leave_button.hide()

    def send(self, document: dict[str, Any]) -> None:
        """Enter it."""
        since, until = (date.fromisoformat(document[key]) for key in ("from", "to"))
        name, why, desk = document["leaders"], document["why"], self._desk
        work.run(self, lambda: desk.schedule.leave(name, since, until, why), self._panel.entered, self.refuse)

    def own_path(self, path: str) -> str:
        """A leave that is known already is the leader's."""
        return "leaders" if path == "name" else path

    def clear(self) -> None:
        """Ready for the next one."""
        self.put({"from": "", "to": "", "why": ""})
        self.start_typing()


class LeavePanel(QWidget):
    """`day_wanted` carries the finding of a reception for which somebody shall stand in."""

    left = Signal()
    changed = Signal()
    day_wanted = Signal(object)
    message = Signal(str)
    denied = Signal(str)
    go = Signal(object)

    def __init__(self, desk: Desk, acts: ReceptionActs) -> None:
        super().__init__()
        self._desk, self._acts = desk, acts
        self._leaders = [leader.name for leader in desk.office.current().leaders]
        self.leaves: list[Leave] = []
        outer = QVBoxLayout(self)
        spaced(outer, 0.5, (1.25, 0.25, 0.75, 0.5))
        head = QHBoxLayout()
        spaced(head, 0.5)
        head.addWidget(controls.label(self.tr("领导请假"), "section"))
        head.addStretch(1)
        self.close_button = controls.icon_button("x", self.tr("收起 Esc"), self.left.emit)
        head.addWidget(self.close_button)
        outer.addLayout(head)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        spaced(self._column, 0.75, (0, 0, 0.5, 0))
        self.form = LeaveForm(desk, self._leaders, self)
        self.form.left.connect(self.left)
        sized(self.form, max_width=40)
        self.empty = controls.Notice("ink")
        self.empty.show_as(
            "ink",
            self.tr("还没有领导名单，先填上才能记请假。"),
            self.tr("填写领导名单"),
            partial(self.go.emit, ToSettings("people")),
        )
        self._column.addWidget(self.empty)
        self._column.addWidget(self.form)
        self.empty.setVisible(not self._leaders)
        self.form.setVisible(bool(self._leaders))
        self._upsets = QVBoxLayout()
        spaced(self._upsets, 0.5)
        self._column.addLayout(self._upsets)
        self._list = QVBoxLayout()
        spaced(self._list, 0.35)
        self._column.addLayout(self._list)
        self._column.addStretch(1)
        outer.addWidget(containers.Scroll(inner), 1)
        self.take_back_buttons: list[controls.Button] = []
        self.substitute_buttons: list[controls.Button] = []
        self.read()

    def start_typing(self) -> None:
        """The keys go to the leader."""
        if self._leaders:
            self.form.start_typing()
        else:
            self.close_button.setFocus()

    # ---- the list --------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the leaves anew."""
        desk = self._desk
        work.run(self, lambda: desk.schedule.leaves(desk.today() - PAST), self._show)

    def _show(self, leaves: list[Leave]) -> None:
        self.leaves = sorted(leaves, key=lambda leave: (leave.since, leave.leader))
        _emptied(self._list)
        self.take_back_buttons = []
        heading = self.tr("记过的请假") if leaves else self.tr("没有记过请假。排班时请假的不排。")
        self._list.addWidget(controls.label(heading, "strong" if leaves else "soft", wrap=True))
        for leave in self.leaves:
            self._list.addWidget(self._line(leave))

    def _line(self, leave: Leave) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        spaced(line, 0.75)
        days = (
            str(leave.since) if leave.since == leave.until else self.tr("{0} 至 {1}").format(leave.since, leave.until)
        )
        words = "  ".join(part for part in (leave.leader, days, leave.why) if part)
        line.addWidget(controls.label(words, wrap=True), 1)
        button = controls.button(self.tr("撤回"), partial(self.take_back, leave), icon="undo")
        button.setAccessibleName(self.tr("撤回 {0}").format(words))
        self.take_back_buttons.append(button)
        line.addWidget(button)
        sized(row, max_width=40)
        return row

    # ---- entering --------------------------------------------------------------------------------------------------

    def entered(self, result: tuple[Leave, list[Finding]]) -> None:
        """A leave was entered: what it upsets stands at once below the form."""
        leave, findings = result
        self.message.emit(self.tr("{0}的请假已记下").format(leave.leader))
        self.form.clear()
        self._show_upsets(findings)
        self.read()
        self._acts.changed.emit()
        self.changed.emit()

    def _show_upsets(self, findings: Sequence[Finding]) -> None:
        _emptied(self._upsets)
        self.substitute_buttons = []
        substitute = self.tr("找人顶替")
        for finding in findings:
            notice = controls.Notice("amber")
            notice.show_as("amber", finding.words, substitute, partial(self.day_wanted.emit, finding))
            notice.action().setAccessibleName(f"{substitute} {finding.words}")
            self.substitute_buttons.append(notice.action())
            self._upsets.addWidget(notice)
        if self.substitute_buttons:
            self.substitute_buttons[0].setFocus()

    def take_back(self, leave: Leave) -> None:
        """撤回: the leave did not happen; it can be entered anew."""
        desk = self._desk

        def done(_leave: Leave) -> None:
            self.message.emit(self.tr("{0}的请假已撤回").format(leave.leader))
            _emptied(self._upsets)
            self._again()

        work.run(self, lambda: desk.schedule.end_leave(leave.leader, leave.since, leave.until), done, self._refused)

    def _again(self) -> None:
        self.read()
        self._acts.changed.emit()

    def _refused(self, trouble: Trouble) -> None:
        self.denied.emit(trouble.message)

    def closing(self) -> None:
        """Nothing is kept: a leave is four words."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _emptied(column: QVBoxLayout) -> None:
    while (taken := column.takeAt(0)) is not None:
        if (part := taken.widget()) is not None:
            part.hide()
            part.deleteLater()
