"""One meeting to read: when, where, who; its agenda; what was decided, by whom, until when."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.meetings import (
    MEETING_KINDS,
    MEETING_STATES,
    AgendaItem,
    ClosedItem,
    ClosedMeeting,
    Decision,
    Meeting,
    laid_out,
)
from petidesk.ui.forms.inputs import Field, TextField
from petidesk.ui.look import controls
from petidesk.ui.look.dates import day_words
from petidesk.ui.look.theme import role, spaced
from petidesk.ui.record.brief import BriefView

_BADGES = {"planned": "badge-amber", "held": "badge-leaf", "voided": "badge-seal"}


class MeetingView(BriefView):
    """`case_wanted` carries the number of a case that was pressed, `void_wanted` the reason for taking it back."""

    case_wanted = Signal(str)
    void_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.meeting: Meeting | ClosedMeeting | None = None
        self.why = TextField(self.tr("例如：会没有开成"))
        self.why_field = Field(self.tr("作废的原因"), self.why)
        self._void = controls.button(self.tr("作废这次会议"), self._void_now, part="danger-main")
        self.void_box = QWidget()
        void = QVBoxLayout(self.void_box)
        spaced(void, 0.5)
        void.addWidget(self.why_field)
        void.addWidget(self._void, 0, Qt.AlignmentFlag.AlignLeft)
        self.void_box.hide()
        self.column.addWidget(self.void_box)
        self._list = QVBoxLayout()
        spaced(self._list, 0.75)
        self.column.addLayout(self._list)
        self.column.addStretch(1)

    def show_meeting(self, meeting: Meeting | ClosedMeeting) -> None:
        """Show this meeting."""
        self.meeting = meeting
        shown = laid_out(meeting)
        plan = shown.plan
        self.title.setText(f"{MEETING_KINDS[plan.kind]}  {meeting.meeting_no}")
        self.badge.setText(MEETING_STATES[meeting.state])
        role(self.badge, _BADGES[meeting.state])
        facts = [
            day_words(plan.on),
            plan.place,
            self.tr("主持人：{0}").format(plan.chair) if plan.chair else "",
            self.tr("参加：{0}").format(plan.attendees) if plan.attendees else "",
        ]
        self.facts.setText("\n".join(part for part in ("　".join(filter(None, facts)), plan.note) if part))
        self.void_box.hide()
        self.why.clear()
        self.why_field.say("")
        while (taken := self._list.takeAt(0)) is not None:
            if (card := taken.widget()) is not None:
                card.hide()
                card.deleteLater()
        for number, item in enumerate(meeting.agenda, start=1):
            decided = [each for each in shown.decisions if each.case_no == item.case_no]
            self._list.addWidget(self._card(number, item, decided, held=meeting.state == "held"))
        if not plan.agenda:
            self._list.addWidget(controls.label(self.tr("还没有议题。"), "soft"))

    def ask_void(self) -> None:
        """Ask for the reason in place."""
        self.void_box.show()
        self.why.setFocus()

    def _void_now(self) -> None:
        if self.why.text().strip():
            self.void_wanted.emit(self.why.text().strip())
        else:
            self.why_field.say(self.tr("请写明原因"), "error")
            self.why.setFocus()

    def _card(self, number: int, item: AgendaItem | ClosedItem, decided: list[Decision], *, held: bool) -> QWidget:
        card, column = controls.card()
        spaced(column, 0.25, (0.75, 0.6, 0.75, 0.6))
        head = QHBoxLayout()
        spaced(head, 0.5)
        head.addWidget(controls.label(f"{number}."))
        title = item.title if isinstance(item, AgendaItem) else self.tr("检举控告，内容在事项里查看。")
        head.addWidget(controls.Elided(title, "strong"), 1)
        opens = controls.button(item.case_no, partial(self.case_wanted.emit, item.case_no), part="link")
        opens.setAccessibleName(self.tr("打开 {0}").format(item.case_no))
        head.addWidget(opens)
        column.addLayout(head)
        if isinstance(item, ClosedItem):
            return card
        facts = [item.why, item.unit, self.tr("期限 {0}").format(item.next_on) if item.next_on else ""]
        if any(facts):
            column.addWidget(controls.label("　".join(filter(None, facts)), "soft", wrap=True))
        for decision in decided:
            column.addWidget(controls.label(self.tr("决定：{0}").format(decision.decision), wrap=True))
            who = [
                self.tr("责任人 {0}").format(decision.owner) if decision.owner else "",
                self.tr("{0} 前完成").format(decision.due_on) if decision.due_on else "",
            ]
            if any(who):
                column.addWidget(controls.label("　".join(filter(None, who)), "soft", wrap=True))
        if held and not decided:
            column.addWidget(controls.label(self.tr("没有形成决定。"), "soft"))
        return card
