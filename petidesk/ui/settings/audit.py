"""Section 修改记录: who did what and when, looked for, printed, given out; and whether the chain of it holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from petidesk.desk.files import written_whole
from petidesk.domain.audit import Verified
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.lists.beside import Beside
from petidesk.ui.lists.list_view import ListView
from petidesk.ui.look import containers, controls, files
from petidesk.ui.look.later import Later
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.paper.printout import Printout, practice_mark
from petidesk.ui.settings.audit_event import EventSheet
from petidesk.ui.settings.audit_list import AuditBar, audit_filter, audit_listing
from petidesk.ui.settings.page import Section
from petidesk.ui.shell.actions import action

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

SIZE = "a4"
# The cursor has come to rest before what it stands on is read.
FOLLOW_MS = 150
# So much of a hash tells one from another by eye; the whole one is on the printed list.
SHOWN_HASH = 16
MOST_PROBLEMS = 5


class AuditSection(Section):
    """The list of events with one of them beside it; above both what the last 核对 said."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self.clock = controls.Notice("amber")
        self.clock.hide()
        self.column.addWidget(self.clock)
        self.verified = controls.Notice("ink")
        self.column.addWidget(self.verified)
        self.filter = AuditBar(audit_filter(), desk.today())
        self.side = ListView(desk, seat, audit_listing(desk), self.filter, self)
        self.table = self.side.table
        sized(self.table, min_height=9)
        self.split = Beside(self.side, self.table, room=62, wanted=26, shares=(3, 2))
        self.column.addWidget(self.split, 1)
        foot = QHBoxLayout()
        spaced(foot, 0.5)
        row = containers.Flow(0.5)
        self.print = controls.button(action("print").with_key(self.tr("打印")), self.print_page, icon="printer")
        self.export = controls.button(self.tr("导出…"), self._export, icon="download")
        row.add(self.print)
        row.add(self.export)
        foot.addWidget(row, 1)
        self.state = controls.label("", "soft")
        foot.addWidget(self.state)
        self.column.addLayout(foot)
        self._join()
        self._not_verified()

    def _join(self) -> None:
        self.side.told.connect(self.state.setText)
        self.side.message.connect(self.message)
        self.side.offer.connect(self.offer)
        self.split.turned.connect(self._fit)
        self.table.opened.connect(self.open_id)
        self.table.current.connect(self._follow)
        for keys, call in ((Qt.Key.Key_Escape, self._escape), (Qt.Key.Key_F3, self._step_over)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    @Later
    def event_sheet(self) -> EventSheet:
        """The event that is open."""
        made = EventSheet(self.desk)
        made.closed.connect(self._escape)
        self.split.take(made)
        return made

    def load(self) -> None:
        """The list anew; on a day that the clock says wrongly, that is said."""
        desk = self.desk
        self.side.look_again()
        work.run(self, desk.audit.staff, lambda names: self.filter.offer(staff=names))
        work.run(self, desk.audit.clock_trouble, self._say_clock)

    # ---- the clock ---------------------------------------------------------------------------------------------------

    def _say_clock(self, trouble: str) -> None:
        """While the clock is behind the records: somebody may say here that it is right."""
        self.clock.setVisible(bool(trouble))
        self.clock.show_as("amber", trouble, self.tr("现在的日期是对的"), self._clock_right)

    def _clock_right(self) -> None:
        work.run(self, self.desk.audit.clock_right, lambda _none: self._clock_settled())

    def _clock_settled(self) -> None:
        self.message.emit(self.tr("已确认电脑的日期，可以保存了。"))
        self.load()

    # ---- whether it holds --------------------------------------------------------------------------------------------

    def _not_verified(self) -> None:
        words = self.tr("这些记录只增不改，一条扣着一条。点“核对”，从头查一遍有没有哪一条被改过、少了。")
        self.verified.show_as("ink", words, self.tr("核对"), self.verify)

    def verify(self) -> None:
        """Walk the whole chain, and say what came of it."""
        desk = self.desk
        self.verified.show_as("ink", self.tr("正在从头核对…"))
        work.run(self, desk.audit.verify, self._say_verified, self._failed, title=self.tr("正在核对修改记录"))

    def _failed(self, trouble: Trouble) -> None:
        self.verified.show_trouble(trouble, self.tr("再试一次"), self.verify)

    def _say_verified(self, found: Verified) -> None:
        again = self.tr("再核对")
        if not found.ok:
            problems = [f"{problem.what}（{problem.where}）" for problem in found.problems[:MOST_PROBLEMS]]
            more = len(found.problems) - MOST_PROBLEMS
            problems += [self.tr("另有 {0} 处。").format(more)] if more > 0 else []
            words = self.tr("核对发现 {0} 处问题，请先备份，再联系维护人员。").format(len(found.problems))
            self.verified.show_as("seal", "\n".join((words, *problems)), again, self.verify)
            return
        words = self.tr("{0:%H:%M} 核对过：共 {1} 条，一条不少，没有一条被改过。末尾的摘要是 {2}。").format(
            self.desk.now(), f"{found.entries:,}", found.head[:SHOWN_HASH]
        )
        if found.behind:
            words += self.tr("末尾 {0} 条保存后电脑就停了，没有来得及另记一笔；下次保存时补上。").format(found.behind)
        self.verified.show_as("leaf", words, again, self.verify)
        self.verified.setToolTip(found.head)

    # ---- paper and files ---------------------------------------------------------------------------------------------

    def print_page(self) -> bool:
        """Ctrl+P: the list as it is filtered now, ready to be printed."""
        desk, query = self.desk, self.side.query()

        def show(paper: Paper) -> None:
            papers, title = desk.papers, self.tr("修改记录")
            same = Printout(title, (SIZE,), lambda _s: paper, lambda _s: paper, papers.page_count, papers.page_png)
            self.print_wanted.emit(same)

        work.run(self, lambda: desk.audit.paper(query), show, self._denied, title=self.tr("正在排版"))
        return True

    def _export(self) -> None:
        name = self.tr("修改记录 {0}").format(self.desk.today()) + f"{practice_mark(self.desk)}.xlsx"
        folder = Path(self.seat.audit_folder)
        proposed = folder / name if folder.is_absolute() else Path(name)
        target = files.file_to_save(self, self.tr("导出修改记录"), proposed, self.tr("Excel 表格 (*.xlsx)"))
        if target is not None:
            self.write(target)

    def write(self, target: Path) -> None:
        """The list as it is filtered now as a workbook, oldest first, each event with its hash."""
        desk, query = self.desk, self.side.query()

        def call() -> None:
            with written_whole(target, desk.audit.workbook(query)):
                pass

        def done(_none: None) -> None:
            self.seat.audit_folder = str(target.parent)
            self.message.emit(self.tr("已存为 {0}").format(target))

        work.run(self, call, done, self._denied, title=self.tr("正在写文件"))

    def _denied(self, trouble: Trouble) -> None:
        self.denied.emit(trouble.message)

    # ---- one event ---------------------------------------------------------------------------------------------------

    def open_id(self, event_id: int) -> None:
        """Read an event beside the list, over it where there is little room."""
        self.event_sheet.show_id(event_id)
        self.split.open()

    def _follow(self, event_id: int | None) -> None:
        """With an event beside the list, it follows the cursor."""
        if event_id is not None and self.split.shows_detail() and self.table.hasFocus():
            self.event_sheet.show_id(event_id, rest_ms=FOLLOW_MS)

    def _escape(self) -> None:
        if self.split.shows_detail():
            self.split.close_detail()
            self.table.setFocus()
        else:
            self.side.fold()

    def _step_over(self) -> None:
        self.split.step_over(self.open_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look where the event has its place."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.split.fit(self.width())
        self.side.place_choices()
