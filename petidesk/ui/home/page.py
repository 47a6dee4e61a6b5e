"""工作台, the first page of the day: what is due, what waits, what is missing; each figure opens its list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from petidesk.domain.cases.events import NATIONAL_PAPERS
from petidesk.domain.cases.files import CaseQuery
from petidesk.domain.codes import CHANNELS
from petidesk.domain.home import PAPERS_OWED, Board, DueCount, Errand, Recent, task_words
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.listing import ClosedDraft, Draft
from petidesk.domain.office.papers import HANDOVER
from petidesk.domain.periods import TODAY
from petidesk.domain.trouble import Trouble
from petidesk.domain.visits.listing import VisitView
from petidesk.domain.visits.unfinished import draft_lines
from petidesk.ui import work
from petidesk.ui.home.errands import ErrandTable
from petidesk.ui.home.figures import Beside, Counts, Figure, Group
from petidesk.ui.home.opening_card import OpeningCard
from petidesk.ui.look import containers, controls
from petidesk.ui.look.lights import Tone
from petidesk.ui.look.theme import spaced
from petidesk.ui.shell import recent
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import (
    GoOn,
    NewVisit,
    Route,
    ToCase,
    ToCases,
    ToDispute,
    ToDisputes,
    ToDrafts,
    ToLetters,
    ToMonth,
    ToReception,
    ToSettings,
    ToVisits,
    ToWindowPaper,
)

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# The window stays open over night and other commands may write beside it.
LOOK_AGAIN_MS = 60_000
# A paper that has waited so long for service is pointed out.
WAITS_LONG_DAYS = 5
COUNTY_SOON_DAYS = 3


class HomePage(Page):
    """`opened` takes nothing. The figures are asked for off the main thread, anew at every opening."""

    key: ClassVar[str] = "home"
    help_name: ClassVar[str] = "home"

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self.board: Board | None = None
        self._reading = work.Reading(self, self._wait)
        self.due = Group(self.tr("法定期限"))
        self.tasks = Group(self.tr("批示、交办、督办"))
        self.papers = Group(self.tr("文书"))
        self.national = Group(self.tr("尚未录入国家系统"))
        self.reception = Group(self.tr("今天接待"))
        self.ledger = Group(self.tr("矛盾纠纷"))
        self.leaders = Group(self.tr("领导接待日"))
        self.county = Group(self.tr("报县和日历"))
        self.groups = (
            self.due,
            self.tasks,
            self.papers,
            self.ledger,
            self.reception,
            self.leaders,
            self.national,
            self.county,
        )
        self.counts = Counts(self.groups)
        self.last = Group(self.tr("最近看过的"))
        self.list = ErrandTable()
        self.list.opened.connect(lambda errand: self.go.emit(route_of_errand(errand)))
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.ask)

    def _build(self) -> None:
        self.trouble = controls.Notice("amber")
        self.trouble.hide()
        self.calm = controls.Notice("leaf")
        self.calm.hide()
        now = QWidget()
        column = QVBoxLayout(now)
        spaced(column, 0.5)
        self.heading = controls.label(self.tr("先办这些"), "section", buddy=self.list)
        column.addWidget(self.heading)
        column.addWidget(self.calm)
        column.addWidget(self.list)
        column.addWidget(self.last)
        column.addStretch(1)
        inner = QWidget()
        column = QVBoxLayout(inner)
        spaced(column, 0.75)
        # What has to be said before anything else stands here: a trouble, what is missing before the office opens.
        self.top = QVBoxLayout()
        spaced(self.top, 0.75)
        self.top.addWidget(self.trouble)
        self.unfinished = controls.Notice("ink", closable=True)
        self.unfinished.hide()
        self.top.addWidget(self.unfinished)
        self._ask_unfinished()
        self.opening = OpeningCard(self.seat)
        self.opening.wanted.connect(lambda key: self.go.emit(ToSettings(field=key, back=self.key)))
        self.top.addWidget(self.opening)
        column.addLayout(self.top)
        column.addWidget(Beside(now, self.counts))
        column.addStretch(1)
        self.sheet = containers.Scroll(inner)
        self.body.addWidget(self.sheet, 1)
        self.heading.hide()
        self.list.hide()
        self.last.hide()
        self.add_action(self.tr("登记来访  F2"), lambda: self.go.emit(NewVisit()), main=True, icon="clipboard-pen")
        self.add_action(
            self.tr("交接班单"),
            lambda: self.go.emit(ToWindowPaper(HANDOVER)),
            icon="printer",
            tip=self.tr("没写完的、没送出的、今明两天到期的，交给接班的人"),
        )

    def _ask_unfinished(self) -> None:
        """After a window that ended without closing: what was being typed is offered again, once."""
        if self.desk.broken_off:
            work.run(self, self.desk.home.broken_off, self._show_unfinished, self._failed)

    def _show_unfinished(self, draft: Draft | ClosedDraft | None) -> None:
        if draft is None:
            return
        told = draft_lines(draft) if isinstance(draft, Draft) else []
        lines = [self.tr("上次没有正常关窗。继续上次未完成的登记？"), *(told or [draft.summary])]
        lines.append(self.tr("{0} 存 · {1}").format(f"{draft.saved_at:%m-%d %H:%M}", draft.staff))
        route = GoOn(draft.draft_id) if isinstance(draft, Draft) else ToDrafts()

        def go_on() -> None:
            self.unfinished.hide()
            self.go.emit(route)

        self.unfinished.show_as("ink", "\n".join(lines), self.tr("继续登记"), go_on)
        self.unfinished.show()
        self.unfinished.focus_action()

    # ---- asking ----------------------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """Ask for the figures anew; until they are in nothing says that all is done."""
        if self.calm.isVisibleTo(self):
            self._count()
        self.ask()

    def ask(self) -> None:
        """Ask for the figures; those of this day stay until the answer comes."""
        home, shown = self.desk.home, recent.shown(self.desk, self.seat)
        place = self.seat.backup_place

        def look() -> tuple[Board, Sequence[Recent], tuple[str, ...]]:
            return home.board(), home.recent(shown), home.before_opening(place)

        self._reading.read(self.desk.today(), look, lambda found: self._show(*found), self._failed)

    def _wait(self, _day: date) -> None:
        """Nothing was counted yet, or it was on another day."""
        self.board = None
        self.heading.hide()
        self.list.hide()
        for group in self.groups:
            group.hide()
        self._count()

    def _count(self) -> None:
        """While it is being counted nobody knows whether anything is due."""
        self.counts.wait()
        self.calm.show_as("ink", self.tr("正在统计…"))
        self.calm.show()

    def showEvent(self, event: QShowEvent) -> None:
        """In front: look again every minute."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Behind another page nobody looks."""
        super().hideEvent(event)
        self._timer.stop()

    def changeEvent(self, event: QEvent) -> None:
        """The window has come back to the front."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isVisible() and self.isActiveWindow():
            self.ask()

    def _failed(self, trouble: Trouble) -> None:
        self.calm.hide()
        self.trouble.show_trouble(trouble, self.tr("再试一次"), self.ask)

    # ---- showing ---------------------------------------------------------------------------------------------------

    def _show(self, board: Board, last: Sequence[Recent], lacking: tuple[str, ...]) -> None:
        self.board = board
        self.trouble.hide()
        self.opening.show_lacking(lacking)
        self._show_due(board)
        self._show_tasks(board)
        self._show_papers(board)
        self._show_national(board)
        self._show_reception(board)
        self._show_leaders(board)
        self._show_ledger(board)
        self._show_county(board)
        self.counts.fold()
        self._show_errands(board)
        self._show_last(last)
        if self.window().focusWidget() is self:  # it has waited for what is shown
            self.first_stop().setFocus()

    def first_stop(self) -> QWidget:
        """What is to be done first, without anything the first line; the page itself until it is read."""
        if self.board is None:
            return self
        return self.list if self.board.errands else next(iter(self.lines()), self.sheet)

    def lines(self) -> list[Figure]:
        """The lines that are shown, group by group."""
        return [figure for group in self.groups for figure in group.figures.values() if not figure.isHidden()]

    def _put(
        self,
        group: Group,
        key: str,
        words: str,
        count: int,
        *,
        tone: Tone = Tone.PLAIN,
        unit: str = "",
        remark: str = "",
    ) -> None:
        unit = unit or self.tr("件")
        group.figure(key, lambda: self._open(group, key)).say(
            words, f"{count} {unit}", count=count, tone=tone, remark=remark
        )

    def _put_short(self, group: Group, key: str, words: str, count: int, tone: Tone) -> None:
        """One of three in a row: the unit is only spoken."""
        group.figure(key, lambda: self._open(group, key)).say(
            words, str(count), count=count, tone=tone, unit=self.tr("件")
        )

    def _show_dates(self, group: Group, found: DueCount) -> None:
        self._put_short(group, "overdue", self.tr("超期"), found.overdue, Tone.LATE)
        self._put_short(group, "today", self.tr("今天"), found.today, Tone.SOON)
        self._put_short(group, "soon", self.tr("一周内"), found.soon, Tone.CALM)
        group.show_rows([("overdue", "today", "soon")] if found.any else [])

    def _show_due(self, board: Board) -> None:
        self._show_dates(self.due, board.due)

    def _show_tasks(self, board: Board) -> None:
        self._show_dates(self.tasks, board.tasks)
        remark = "、".join(f"{task_words(kind)} {count}" for kind, count in board.task_kinds.items())
        self.tasks.setToolTip(remark)

    def _show_papers(self, board: Board) -> None:
        keys = []
        if board.waiting.count:
            keys.append("waiting")
            remark = self.tr("最久 {0} 天").format(board.waiting_days)
            tone = Tone.SOON if board.waiting_days >= WAITS_LONG_DAYS else Tone.CALM
            self._put(
                self.papers, "waiting", self.tr("已签发待送达"), board.waiting.count,
                tone=tone, unit=self.tr("份"), remark=remark,
            )  # fmt: skip
        for paper, count in board.owed.items():
            keys.append(f"owed {paper}")
            words = self.tr("缺{0}").format(PAPERS_OWED[paper])
            self._put(self.papers, f"owed {paper}", words, count, tone=Tone.SOON)
        if board.draft_letters:
            keys.append("drafts")
            self._put(self.papers, "drafts", self.tr("文书草稿"), board.draft_letters, unit=self.tr("份"))
        self.papers.show_rows([(key,) for key in keys])

    def _show_national(self, board: Board) -> None:
        for paper, count in board.not_entered.items():
            self._put(self.national, paper, self._short(paper), count)
        self.national.show_rows(by_two(list(board.not_entered)), 2)

    def _short(self, paper: str) -> str:
        return self.tr("受理告知书") if paper == "acceptance_notice" else NATIONAL_PAPERS[paper]

    def _show_reception(self, board: Board) -> None:
        keys = []
        for line in board.reception:
            keys.append(line.channel)
            remark = self.tr("{0} 人次").format(line.people)
            self._put(
                self.reception, line.channel, CHANNELS[line.channel], line.batches, unit=self.tr("批次"), remark=remark
            )
        if board.unfinished_visits:
            keys.append("unfinished")
            self._put(self.reception, "unfinished", self.tr("没登记完的"), board.unfinished_visits, tone=Tone.CALM)
        self.reception.show_rows([(key,) for key in keys])

    def _show_leaders(self, board: Board) -> None:
        """The receptions of leaders that are near: who has to be reminded."""
        keys = []
        for number, due in enumerate(board.coming):
            keys.append(str(number))
            figure = self.leaders.figure(str(number), partial(self._open, self.leaders, str(number)))
            left = (self.tr("今天"), self.tr("明天"))[due.days_left : due.days_left + 1]
            booked = self.tr("预约 {0} 批").format(due.booked) if due.booked else ""
            # Who booked comes first; the place is known where nobody did.
            where = f"{due.village}{'' if due.booked else due.place}"
            figure.say(
                "、".join(due.leaders) or self.tr("没有人接待"),
                left[0] if left else self.tr("还有 {0} 天").format(due.days_left),
                count=1,
                tone=Tone.LATE if not due.leaders else Tone.SOON if due.days_left <= 1 else Tone.CALM,
                remark=" ".join(part for part in (due.hours, where, booked) if part),
            )
        self.leaders.show_rows([(key,) for key in keys])

    def _show_ledger(self, board: Board) -> None:
        found = board.ledger
        rows: list[tuple[str, ...]] = []
        if found.overdue or found.soon or found.follow_ups:
            rows.append(("overdue", "soon", "follow_up"))
            self._put_short(self.ledger, "overdue", self.tr("超期"), found.overdue, Tone.LATE)
            self._put_short(self.ledger, "soon", self.tr("一周内"), found.soon, Tone.CALM)
            self._put_short(self.ledger, "follow_up", self.tr("回访"), found.follow_ups, Tone.SOON)
        if found.report is not None:
            rows.append(("report",))
            left = found.report.days_left
            figure = self.ledger.figure("report", lambda: self._open(self.ledger, "report"))
            figure.say(
                self.tr("{0}月月报").format(int(found.report.month[-2:])),
                self.tr("还有 {0} 天").format(left)
                if left > 0
                else self.tr("今天要报")
                if left == 0
                else self.tr("晚了 {0} 天").format(-left),
                count=1,
                tone=Tone.LATE if left < 0 else Tone.SOON if left <= COUNTY_SOON_DAYS else Tone.CALM,
                remark=self.tr("{0}月{1}日前").format(found.report.due_on.month, found.report.due_on.day),
            )
        self.ledger.show_rows(rows)

    def _show_county(self, board: Board) -> None:
        keys = []
        for number, line in enumerate(board.county):
            keys.append(str(number))
            figure = self.county.figure(str(number), lambda: self.go.emit(ToSettings("limits")))
            left = self.tr("还有 {0} 天").format(line.days_left) if line.days_left else self.tr("今天")
            tone = Tone.SOON if line.days_left <= COUNTY_SOON_DAYS else Tone.CALM
            day = self.tr("{0}月{1}日").format(line.on.month, line.on.day)
            figure.say(line.what, left, count=1, tone=tone, remark=day)
        if board.calendar_missing is not None:
            keys.append("calendar")
            figure = self.county.figure("calendar", lambda: self.go.emit(ToSettings("calendar")))
            late = board.calendar_missing <= board.today.year
            words = self.tr("{0}年放假日历").format(board.calendar_missing)
            figure.say(words, self.tr("还没有"), count=1, tone=Tone.LATE if late else Tone.SOON)
        if not board.county:
            keys.append("none")
            figure = self.county.figure("none", lambda: self.go.emit(ToSettings("limits")))
            figure.say(self.tr("每月哪天报什么"), self.tr("去填写"), count=0)
        self.county.show_rows([(key,) for key in keys])

    def _show_errands(self, board: Board) -> None:
        self.list.show_lines(board.errands, board.today)
        self.heading.setVisible(bool(board.errands))
        self.list.setVisible(bool(board.errands))
        words = self.tr("今天没有到期的，一周内也没有。")
        if board.waiting.count or board.owed or board.not_entered or board.draft_letters:
            words += self.tr("可以先办列出的文书和录入。")
        self.calm.show_as("leaf", words)
        self.calm.setVisible(not board.errands)

    def _show_last(self, last: Sequence[Recent]) -> None:
        """The records that were shown last, two by two."""
        keys = []
        for record in last:
            key = f"{record.subject} {record.key}"
            keys.append(key)
            figure = self.last.figure(key, partial(self.go.emit, recent.route_to(record)))
            figure.say(record.title or self.tr("没有标题"), "", count=1, remark=record.number)
        self.last.show_rows(by_two(keys), 2)

    # ---- the lists behind the figures ------------------------------------------------------------------------------

    def _open(self, group: Group, key: str) -> None:
        if self.board is None:
            return
        self.go.emit(self.route_of(group, key, self.board))

    def route_of(self, group: Group, key: str, board: Board) -> Route:
        """Where what the line counts is shown."""
        day = timedelta(days=1)
        since, until = {
            "overdue": (None, board.today - day),
            "today": (board.today, board.today),
            "soon": (board.today + day, board.week),
        }.get(key, (None, None))
        if group is self.due:
            return ToCases(CaseQuery(due_since=since, due_until=until, sort="next_due", descending=False))
        if group is self.tasks:
            return ToCases(CaseQuery(task_since=since, task_until=until, sort="next_task", descending=False))
        if group is self.national:
            return ToCases(CaseQuery(not_entered=key))
        if group is self.leaders:
            return ToReception(board.coming[int(key)].on)
        if group is self.ledger:
            return self._disputes(key, board)
        if group is self.reception and key == "unfinished":
            return ToDrafts()
        if group is self.reception:
            return ToVisits(VisitView(period=TODAY, channel=key, voided=False))
        if key == "waiting":
            return ToLetters(LetterQuery(waiting_service=True, sort="signed_on", descending=False))
        if key == "drafts":
            return ToLetters(LetterQuery(state="draft"))
        return ToCases(CaseQuery(paper_owed=key.removeprefix("owed ")))

    def _disputes(self, key: str, board: Board) -> Route:
        """Where the ledger shows it."""
        if key == "report" and board.ledger.report is not None:
            return ToMonth(board.ledger.report.month)
        if key == "follow_up":
            return ToDisputes(DisputeQuery(follow_up_until=board.week, sort="follow_up_due", descending=False))
        if key == "overdue":
            return ToDisputes(DisputeQuery(overdue_on=board.today, sort="due_on", descending=False))
        return ToDisputes(DisputeQuery(due_until=board.week, due_since=board.today, sort="due_on", descending=False))


def by_two(keys: Sequence[str]) -> list[tuple[str, ...]]:
    """Two lines side by side, for short ones."""
    return [tuple(keys[place : place + 2]) for place in range(0, len(keys), 2)]


def route_of_errand(errand: Errand) -> Route:
    """Where an errand is done: the record with its entry open, the month, the calendar."""
    match errand.subject:
        case "case":
            return ToCase(errand.number, errand.event)
        case "dispute":
            return ToDispute(errand.number, entry=errand.event)
        case "month":
            return ToMonth(errand.number)
    return ToSettings("calendar")
