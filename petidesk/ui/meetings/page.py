"""联席会议: the list of meetings with one of them beside it; agenda before, minutes after (rules/office.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from petidesk.domain.meetings import ClosedMeeting, Meeting
from petidesk.domain.papers import Paper
from petidesk.ui.lists.filter_bar import FilterBar
from petidesk.ui.look.later import Later
from petidesk.ui.meetings.detail import AGENDA, MINUTES, MeetingDetail
from petidesk.ui.meetings.forms import MeetingForm, MinutesForm, PlanForm
from petidesk.ui.meetings.listing import meeting_filter, meeting_listing
from petidesk.ui.paper.printout import Printout
from petidesk.ui.shell.list_page import ListPage
from petidesk.ui.shell.routes import Route, ToMeeting

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat


class MeetingsPage(ListPage):
    """The list with one meeting beside it; its agenda or its minutes are written in front of both."""

    key: ClassVar[str] = "meetings"
    help_name: ClassVar[str] = "meetings"
    beside = 62.0
    wanted = 34.0

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self.form: MeetingForm | None = None
        self.add_action(self.tr("安排会议"), self.begin, main=True, icon="plus")
        self.stand(meeting_listing(desk), FilterBar(meeting_filter(), desk.today()))

    @Later
    def detail(self) -> MeetingDetail:
        """The meeting."""
        made = MeetingDetail(self.desk)
        made.amend.connect(lambda meeting: self.write(PlanForm(self.desk, self, meeting)))
        made.minutes.connect(lambda meeting: self.write(MinutesForm(self.desk, self, meeting)))
        made.paper_wanted.connect(self.show_paper)
        return self.joined(made)

    def begin(self) -> None:
        """Plan a meeting."""
        if self.form is None and not self.editing:
            self.write(PlanForm(self.desk, self, None))

    def place(self) -> Route | None:
        """The meeting."""
        return ToMeeting(self.detail.record_no) if self.is_open and self.detail.record_no else None

    def number(self, route: Route | None) -> str:
        """A meeting that another page asks for."""
        return route.meeting_no if isinstance(route, ToMeeting) else ""

    def busy_words(self) -> str:
        """A meeting is being written."""
        return self.tr("先保存或收起正在填的会议，再打开别的。")

    def opened(self, route: Route | None = None) -> None:
        """As every list; a form that is open stays."""
        if self.form is None:
            super().opened(route)
            return
        self.side.look_again()
        if self.number(route):
            self.denied.emit(self.busy_words())

    def escape(self) -> None:
        """Esc: the form first."""
        if self.form is not None:
            self.form.leave()
        else:
            super().escape()

    # ---- what is written -------------------------------------------------------------------------------------------

    def write(self, form: MeetingForm) -> None:
        """Put a form in front."""
        self.form = form
        form.left.connect(self._close_form)
        form.saved.connect(self._saved)
        self.front.addWidget(form)
        self.bring(form)
        form.start_typing()

    def _close_form(self) -> None:
        form, self.form = self.form, None
        if form is not None:
            self.bring(self.split)
            self.front.removeWidget(form)
            form.hide()
            form.deleteLater()

    def _saved(self, meeting: Meeting | ClosedMeeting) -> None:
        self._close_form()
        self.message.emit(self.tr("{0} 已保存。").format(meeting.meeting_no))
        self.record_changed()
        self.open_no(meeting.meeting_no)

    def closing(self) -> None:
        """What was typed last goes into the draft now."""
        super().closing()
        if self.form is not None:
            self.form.close_draft()

    # ---- paper -----------------------------------------------------------------------------------------------------

    def show_paper(self, form: str, meeting_no: str) -> None:
        """议题单 or 纪要 with a preview; made anew each time, nothing of it is kept."""
        desk = self.desk

        def draw(_size: str) -> Paper:
            return desk.letters.print_named(form, meeting_no)

        titles = {AGENDA: self.tr("议题单"), MINUTES: self.tr("会议纪要")}
        title = f"{titles[form]} {meeting_no}"
        self.show_printout(Printout(title, ("a4",), draw, draw, desk.papers.page_count, desk.papers.page_png))

    def print_page(self) -> bool:
        """Ctrl+P: the minutes of a meeting that was held, the agenda of one that is planned."""
        if self.front.currentWidget() is not self.split or not self.is_open or not self.detail.has_deeds():
            return False
        self.detail.print_paper()
        return True
