"""One meeting on the screen: when, where, who; its agenda; what was decided, by whom, until when."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

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
from petidesk.ui.look import controls
from petidesk.ui.look.dates import day_words
from petidesk.ui.record.cards import facts, in_line, link, said, section
from petidesk.ui.record.sheet import Cards
from petidesk.ui.record.view import Key, RecordView
from petidesk.ui.shell.routes import ToCase
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

_BADGES = {"planned": "badge-amber", "held": "badge-leaf", "voided": "badge-seal"}
AGENDA, MINUTES = "meeting_agenda", "meeting_minutes"


class MeetingDetail(RecordView[Meeting | ClosedMeeting]):
    """Shows one meeting; what became an accusation since stands on its agenda by its number alone."""

    # The agenda or the minutes of this meeting shall be written.
    amend = Signal(object)
    minutes = Signal(object)
    # The paper of this folder is wanted of the meeting with this number.
    paper_wanted = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, translate("MeetingDetail", "返回会议列表  Esc"))
        self.main = controls.button(self.tr("记纪要"), self._write_minutes, part="primary", icon="pencil")
        self.edit = controls.button(self.tr("修改议题"), self._amend, icon="pencil")
        self.agenda_paper = controls.button(self.tr("议题单"), partial(self.print_paper, AGENDA), icon="printer")
        self.minutes_paper = controls.button(self.tr("纪要"), partial(self.print_paper, MINUTES), icon="printer")
        self.void_button = controls.button(self.tr("作废…"), self.ask_void, part="danger", icon="trash")
        self.add_deeds(self.main, self.edit, self.agenda_paper, self.minutes_paper, self.void_button)
        self.add_void(
            self.tr("作废以后这次会议仍然看得见，编号不再使用；已经记进事项的决定一并撤销。"),
            self.tr("作废这次会议"),
            desk.meetings.void,
        )

    @property
    def meeting(self) -> Meeting | ClosedMeeting | None:
        """The meeting that is shown."""
        return self.opened

    def read(self, key: Key, why: str) -> Meeting | ClosedMeeting:
        """The meeting; of what accuses now nothing is told, and no reason asked: it is read in the case."""
        meetings = self._desk.meetings
        return meetings.get(meeting_id=key) if isinstance(key, int) else meetings.get(key)

    def identity(self, opened: Meeting | ClosedMeeting) -> tuple[int, str]:
        """Its id and number."""
        return opened.meeting_id, opened.meeting_no

    def show_opened(self, opened: Meeting | ClosedMeeting) -> None:
        """The head, and what may be done with it."""
        plan = laid_out(opened).plan
        badge = controls.label(MEETING_STATES[opened.state], _BADGES[opened.state])
        heading = f"{MEETING_KINDS[plan.kind]}  {plan.on}"
        self.head.show_record(opened.meeting_no, heading, [badge])
        self.setAccessibleName(self.tr("会议 {0} {1}").format(opened.meeting_no, heading))
        planned, held = opened.state == "planned", opened.state == "held"
        for part, on in (
            (self.main, planned),
            (self.edit, planned),
            (self.agenda_paper, planned or held),
            (self.minutes_paper, held),
            (self.void_button, planned or held),
        ):
            part.setVisible(on)

    def has_deeds(self) -> bool:
        """Nothing is done with a meeting that was taken back."""
        return self.opened is not None and self.opened.state != "voided"

    def cards(self, opened: Meeting | ClosedMeeting) -> Cards:
        """What was planned, then each case of the agenda with what was decided."""
        shown = laid_out(opened)
        plan = shown.plan
        told = facts(
            (
                (self.tr("日期"), day_words(plan.on)),
                (self.tr("地点"), plan.place),
                (self.tr("主持人"), plan.chair),
                (self.tr("参加人员"), plan.attendees),
                (self.tr("备注"), plan.note),
            )
        )
        parts: list[QWidget] = [section(self.tr("会议"), told)]
        for number, item in enumerate(opened.agenda, start=1):
            decided = [each for each in shown.decisions if each.case_no == item.case_no]
            parts.append(self._item(number, item, decided, held=opened.state == "held"))
        if not plan.agenda:
            parts.append(section(self.tr("议题"), controls.label(self.tr("还没有议题。"), "soft")))
        return Cards(parts)

    def _item(self, number: int, item: AgendaItem | ClosedItem, decided: Sequence[Decision], *, held: bool) -> QFrame:
        to = link(item.case_no, lambda: self.go.emit(ToCase(item.case_no)), self.tr("打开 {0}").format(item.case_no))
        opens = in_line(to)
        if isinstance(item, ClosedItem):
            words = self.tr("检举控告，内容在事项里查看。")
            return section(f"{number}. {words}", opens)
        about = [item.why, item.unit, self.tr("期限 {0}").format(item.next_on) if item.next_on else ""]
        lines = [said("　".join(filter(None, about)), "soft")] if any(about) else []
        for decision in decided:
            who = [
                self.tr("责任人 {0}").format(decision.owner) if decision.owner else "",
                self.tr("{0} 前完成").format(decision.due_on) if decision.due_on else "",
            ]
            lines.append(said(self.tr("决定：{0}").format(decision.decision)))
            lines += [said("　".join(filter(None, who)), "soft")] if any(who) else []
        if held and not decided:
            lines.append(said(self.tr("没有形成决定。"), "soft"))
        return section(f"{number}. {item.title}", *lines, opens)

    # ---- doing -----------------------------------------------------------------------------------------------------

    def _write_minutes(self) -> None:
        if self.opened is not None and not self.editing:
            self.minutes.emit(self.opened)

    def _amend(self) -> None:
        if self.opened is not None and not self.editing:
            self.amend.emit(self.opened)

    def print_paper(self, form: str = "") -> None:
        """议题单 or 纪要; without a `form` the minutes of one that was held, the agenda of one that is planned."""
        if self.opened is not None and self.opened.state != "voided":
            self.paper_wanted.emit(form or (MINUTES if self.opened.state == "held" else AGENDA), self.record_no)
