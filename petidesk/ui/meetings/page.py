"""联席会议: the meetings at the left, one of them at the right; agenda before, minutes after (rules/office.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from petidesk.domain.meetings import MEETING_KINDS, MEETING_STATES, ClosedMeeting, Meeting, MeetingRow
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.forms.kept import ENTRY, entry_of
from petidesk.ui.look import containers, controls, items
from petidesk.ui.look.theme import sized, spaced, theme
from petidesk.ui.meetings.forms import MeetingForm, MinutesForm, PlanForm
from petidesk.ui.meetings.view import MeetingView
from petidesk.ui.paper.preview import PreviewPanel
from petidesk.ui.paper.printout import Printout
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import Route, ToCase, ToMeeting

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# Narrower than this, in ems, the meeting stands in place of the list.
BESIDE = 54.0
LIST = 17.0
PLAN_DRAFT, MINUTES_DRAFT = "meeting plan", "meeting minutes"


class MeetingsPage(Page):
    """`opened` takes None or the number of a meeting."""

    key: ClassVar[str] = "meetings"
    help_name: ClassVar[str] = "meetings"

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self._numbers: list[str] = []
        self._wanted = ""
        # In a narrow window: the meeting stands in place of the list.
        self._over = False
        self._latest = work.Latest(self, 0)
        self._one = work.Reading(self, self._wait, 60)
        self._build()
        self._add_actions()
        theme.changed.connect(self._fit)

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("会议列表"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._chosen)
        self.list.itemActivated.connect(lambda _item: self._enter())
        self.view = MeetingView()
        self.view.case_wanted.connect(lambda case_no: self.go.emit(ToCase(case_no)))
        self.view.void_wanted.connect(self._void_now)
        self.plan = PlanForm(self.desk)
        self.minutes = MinutesForm(self.desk)
        for form in (self.plan, self.minutes):
            form.sent.connect(self._send)
            form.state.connect(self.say_state)
            form.left.connect(self._back)
        self.empty = controls.Empty(
            "users",
            self.tr("还没有会议"),
            self.tr(
                "联席会议、例会先排议题：到期的、有批示的、紧急的和集体访的事项会列出来挑。开完会记纪要，每项决定写明谁办、何时办完。"
            ),
        )
        self.trouble = controls.Notice("amber", closable=True)
        self.trouble.hide()
        self.right = containers.Stack()
        self.waiting = controls.label(self.tr("正在打开…"), "soft")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.parts: dict[QWidget, containers.Scroll] = {}
        for part in (self.empty, self.waiting, self.view, self.plan, self.minutes):
            self.parts[part] = containers.Scroll(part)
            self.right.addWidget(self.parts[part])
        self.side = QWidget()
        side = QVBoxLayout(self.side)
        spaced(side, 0)
        side.addWidget(self.list)
        both = QWidget()
        row = QHBoxLayout(both)
        spaced(row, 1.25)
        row.addWidget(self.side)
        row.addWidget(self.right, 1)
        self.preview = PreviewPanel(self.seat)
        self.preview.closed.connect(self._close_paper)
        self.preview.printed.connect(self.message)
        self.front = containers.Stack()
        self.front.addWidget(both)
        self.front.addWidget(self.preview)
        self.body.addWidget(self.trouble)
        self.body.addWidget(self.front, 1)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._back)

    def _add_actions(self) -> None:
        self.main_button = self.add_action(self.tr("安排会议"), self._main, main=True)
        self.new = self.add_action(self.tr("安排会议"), self.new_meeting, icon="plus")
        self.edit = self.add_action(self.tr("修改议题"), self._edit, icon="pencil")
        self.agenda_paper = self.add_action(
            self.tr("议题单"), lambda: self.show_paper("meeting_agenda"), icon="printer"
        )
        self.minutes_paper = self.add_action(
            self.tr("纪要"), lambda: self.show_paper("meeting_minutes"), icon="printer"
        )
        self.void = self.add_action(self.tr("作废"), self.view.ask_void)
        self.back = self.add_action(self.tr("返回"), self._back)

    # ---- asking ----------------------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """Read the list anew; a route opens that meeting."""
        if isinstance(route, ToMeeting):
            if self.typing is not None and self.typing.touched:
                self.denied.emit(self.tr("先保存或返回正在填的会议，再打开别的。"))
            else:
                self._wanted = route.meeting_no
                self._over = True  # in a narrow window it stands in place of the list
                self._leave_form()
                if route.meeting_no in self._numbers:
                    self.list.setCurrentRow(self._numbers.index(route.meeting_no))
        self.ask()

    def ask(self) -> None:
        """Read the list anew."""
        self._latest.ask(self.desk.meetings.rows, self._show_rows, self._failed)

    def _failed(self, trouble: Trouble) -> None:
        self.trouble.show_trouble(trouble, self.tr("再试一次"), self.ask)

    def _show_rows(self, rows: Sequence[MeetingRow]) -> None:
        self.trouble.hide()
        before = self._wanted or self.number()
        self._wanted = ""
        self.list.blockSignals(True)
        self.list.clear()
        self._numbers = [row.meeting_no for row in rows]
        for row in rows:
            words = f"{row.on}  {MEETING_KINDS[row.kind]}\n{row.meeting_no}  {MEETING_STATES[row.state]}"
            item = QListWidgetItem(words)
            item.setToolTip(words)
            if row.state == "voided":
                items.words(item, "text_soft")
            self.list.addItem(item)
        at = self._numbers.index(before) if before in self._numbers else 0
        self.list.setCurrentRow(at if rows else -1)
        self.list.blockSignals(False)
        if self.typing is None:
            if rows:
                self._read(self._numbers[at])
            else:
                self._front(self.empty)
        else:
            self._fit()

    def number(self) -> str:
        """The number of the meeting that is chosen in the list."""
        row = self.list.currentRow()
        return self._numbers[row] if 0 <= row < len(self._numbers) else ""

    def _chosen(self, row: int) -> None:
        if 0 <= row < len(self._numbers) and self.typing is None:
            self._read(self._numbers[row])

    def _read(self, meeting_no: str) -> None:
        desk = self.desk
        self._one.read(meeting_no, lambda: desk.meetings.get(meeting_no), self._show_one, self._failed)

    def _wait(self, _meeting_no: str) -> None:
        """Another meeting is being read: nothing of the one before can be seen or done."""
        inside = self.view.isAncestorOf(self.focusWidget() or self)
        self.view.meeting = None
        self._front(self.waiting)
        if inside:
            self.list.setFocus()

    def _show_one(self, meeting: Meeting | ClosedMeeting) -> None:
        if self.typing is None:
            self.view.show_meeting(meeting)
            self._front(self.view)

    # ---- what stands at the right ----------------------------------------------------------------------------------

    @property
    def typing(self) -> MeetingForm | None:
        """The form that is open, None while a meeting is only read."""
        for form in (self.plan, self.minutes):
            if self.right.currentWidget() is self.parts[form]:
                return form
        return None

    def _front(self, part: QWidget) -> None:
        self.right.setCurrentWidget(self.parts[part])
        self._fit()

    def _enter(self) -> None:
        if self.typing is None and self.view.meeting is not None:
            self._over = True
            self._fit()
            (self.minutes_paper if self.view.meeting.state == "held" else self.main_button).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the list where there is room, else in its place."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.width() >= BESIDE * theme.em(1)
        typing = self.typing
        reading = self.right.currentWidget() is self.parts[self.view]
        empty = self.right.currentWidget() is self.parts[self.empty]
        over = not beside and (typing is not None or empty or self._over)
        self.side.setVisible(bool(self._numbers) and not over)
        self.right.setVisible(beside or over or not self._numbers)
        if beside:
            sized(self.side, min_width=LIST, max_width=LIST)
        else:
            sized(self.side, min_width=4, max_width=999)
        state = self.view.meeting.state if reading and self.view.meeting else ""
        for row in range(self.list.count()):
            self.list.item(row).setSizeHint(QSize(0, theme.em(3.6)))
        self._say_main(typing, state)
        shown = {
            self.new: typing is None and state == "planned",
            self.edit: state == "planned",
            self.agenda_paper: state in ("planned", "held"),
            self.minutes_paper: state == "held",
            self.void: state in ("planned", "held"),
            self.back: typing is not None or (over and reading),
        }
        for action, on in shown.items():
            action.setVisible(on)
        self._actions.again()

    def _say_main(self, typing: MeetingForm | None, state: str) -> None:
        if typing is not None:
            words = self.tr("保存")
        else:
            words = self.tr("记纪要") if state == "planned" else self.tr("安排会议")
        self.main_button.setText(words)
        self.main_button.setAccessibleName(words)

    # ---- doing -----------------------------------------------------------------------------------------------------

    def _main(self) -> None:
        if self.typing is not None:
            self.save()
        elif self.main_button.accessibleName() == self.tr("记纪要"):
            self._begin_minutes()
        else:
            self.new_meeting()

    def new_meeting(self) -> None:
        """Plan a new meeting."""
        self.view.meeting = None
        self._open_form(self.plan, None)

    def _edit(self) -> None:
        if self.view.meeting is not None:
            self._open_form(self.plan, self.view.meeting)

    def _begin_minutes(self) -> None:
        if self.view.meeting is not None:
            self._open_form(self.minutes, self.view.meeting)

    def _open_form(self, form: PlanForm | MinutesForm, meeting: Meeting | ClosedMeeting | None) -> None:
        form.show_meeting(meeting)
        kind = PLAN_DRAFT if form is self.plan else MINUTES_DRAFT
        form.keep(self.desk, ENTRY, entry_of(meeting.meeting_no if meeting else "", kind), self)
        self._front(form)
        form.start_typing()

    def save(self) -> None:
        """Save the plan or the minutes that are open."""
        if self.typing is not None:
            self.typing.save()

    def _send(self, document: dict[str, Any]) -> None:
        form, meeting, desk = self.typing, self.view.meeting, self.desk
        if form is None:
            return
        if meeting is None:
            form.run(lambda: desk.meetings.plan(document), self._saved)
            return
        call = desk.meetings.hold if form is self.minutes else desk.meetings.change
        form.run(lambda: call(meeting.meeting_no, document), self._saved)

    def _saved(self, meeting: Meeting | ClosedMeeting) -> None:
        self.message.emit(self.tr("{0} 已保存。").format(meeting.meeting_no))
        self._one.named(meeting.meeting_no)
        for form in (self.plan, self.minutes):
            form.done()
        self._show_saved(meeting)

    def _show_saved(self, meeting: Meeting | ClosedMeeting) -> None:
        self.say_state("")
        self._wanted = meeting.meeting_no
        self._over = True
        self.view.show_meeting(meeting)
        self._front(self.view)
        self.main_button.setFocus()
        self.saved.emit()
        self.ask()

    def _void_now(self, why: str) -> None:
        meeting, desk = self.view.meeting, self.desk
        if meeting is not None:
            number = meeting.meeting_no
            work.run(self, lambda: desk.meetings.void(number, why), self._voided)

    def _voided(self, meeting: Meeting | ClosedMeeting) -> None:
        self.message.emit(self.tr("{0} 已作废，编号仍然看得见。").format(meeting.meeting_no))
        self._show_saved(meeting)

    def show_paper(self, form: str) -> None:
        """议题单 or 纪要 of the meeting with a preview; made anew each time, nothing of it is kept."""
        meeting, desk = self.view.meeting, self.desk
        if meeting is None:
            return

        def draw(_size: str) -> Paper:
            return desk.letters.print_named(form, meeting.meeting_no)

        titles = {"meeting_agenda": self.tr("议题单"), "meeting_minutes": self.tr("会议纪要")}
        title = f"{titles[form]} {meeting.meeting_no}"
        self.front.setCurrentWidget(self.preview)
        self.bar.hide()
        self.preview.show_printout(Printout(title, ("a4",), draw, draw, desk.papers.page_count, desk.papers.page_png))

    def _close_paper(self) -> None:
        self.front.setCurrentIndex(0)
        self.bar.show()

    def print_page(self) -> bool:
        """Ctrl+P: the minutes of a meeting that was held, the agenda of one that is planned."""
        if self.front.currentWidget() is self.preview or self.typing is not None or self.view.meeting is None:
            return False
        held = self.view.meeting.state == "held"
        if self.view.meeting.state == "voided":
            return False
        self.show_paper("meeting_minutes" if held else "meeting_agenda")
        return True

    def _leave_form(self) -> None:
        self._keep_typed()
        self.say_state("")
        if self.typing is not None:
            self._front(self.view if self._numbers else self.empty)

    def _back(self) -> None:
        """Leave the paper or the form (what was typed is kept as a draft), or go back to the list."""
        if self.front.currentWidget() is self.preview:
            self._close_paper()
            return
        if self.typing is not None:
            self._leave_form()
            self.ask()
            return
        self._over = False
        self._fit()
        self.list.setFocus()

    def closing(self) -> None:
        """What was typed last goes into the draft now."""
        self._keep_typed()

    def _keep_typed(self) -> None:
        for form in (self.plan, self.minutes):
            form.close_draft()
