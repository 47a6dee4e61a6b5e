"""One case on one screen: its head, the timeline, the facts beside it, and one clear next step at the foot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.cases.events import KINDS
from petidesk.domain.cases.files import CaseFile, Recorded, TimelineEvent
from petidesk.domain.clocks import Deadline
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.cases.entry import EntryPanel
from petidesk.ui.cases.facts import Links
from petidesk.ui.cases.steps import known_already, next_step, step_words
from petidesk.ui.forms.typeahead_field import Match
from petidesk.ui.look import controls, icons
from petidesk.ui.look.theme import sized, spaced, theme
from petidesk.ui.record.clock_panel import ClockPanel
from petidesk.ui.record.head import CaseHead
from petidesk.ui.record.keys import SheetKeys
from petidesk.ui.record.menu import EventMenu
from petidesk.ui.record.sheet import CaseSheet

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.domain.letters.letters import LetterKind

# Lower than this, in ems, there is no room for the whole head above an entry.
LOW = 24.0


@dataclass(frozen=True, slots=True)
class _Opened:
    case: CaseFile
    papers: tuple[LetterKind, ...]


class CaseDetail(QWidget):
    """Shows one case by its id or number. It holds the frozen value it shows and nothing of the list."""

    closed = Signal()
    # The id of the case that is shown now.
    shown = Signal(int)
    # Something was recorded or taken back: lists look again.
    changed = Signal()
    message = Signal(str)
    # A sentence with one action on it, as Page.offer.
    offer = Signal(str, str, object)
    go = Signal(str, object)
    print_wanted = Signal(str)

    def __init__(self, desk: Desk, offered: tuple[Match, Match]) -> None:
        """`offered`: how units and names are found while typing."""
        super().__init__()
        self._desk = desk
        self._offered = offered
        self._opened: _Opened | None = None
        self._asked = 0
        self._why = ""  # the reason given for opening an accusation, until another case is shown
        self._full_numbers = False
        self.panel: EntryPanel | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        sized(self, min_width=20)
        self._build()

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        spaced(outer, 0.5, (0.75, 0, 0, 0))
        self.head = CaseHead()
        self.head.closed.connect(self.closed)
        self.head.explain.connect(self.explain)
        self.head.other.connect(self.show_no)
        outer.addWidget(self.head)
        self.notice = controls.Notice("amber", closable=True)
        self.notice.hide()
        outer.addWidget(self.notice)
        links = Links(self.record, self.go.emit, self.explain, self._toggle_numbers)
        self.sheet = CaseSheet(links, self.undo, self._open_paper)
        self.sheet.reveal.connect(self.reveal)
        self.clocks = ClockPanel()
        self.clocks.closed.connect(self.show_facts)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.addWidget(self.clocks)
        spaced(column, 0, (0, 0, 0.5, 0))
        self.clocks_page = controls.Scroll(holder)
        self.menu = EventMenu()
        self.menu.chosen.connect(self.record)
        self.menu.left.connect(self.show_facts)
        for page in (self.clocks_page, self.menu):
            self.sheet.right.addWidget(page)
        outer.addWidget(self.sheet, 1)
        outer.addWidget(self._build_bar())
        SheetKeys(self, self.main, self.note_button, self.sheet.read_on)
        # What is done to a case comes before the many links of its timeline.
        stops = (self, self.main, self.note_button, self.print_button, self.head.back, self.head.close_button)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _build_bar(self) -> QFrame:
        self.bar = QFrame()
        row = QHBoxLayout(self.bar)
        spaced(row, 0.5)
        self.deeds = controls.Flow(0.5)
        self.main = controls.button("", self._next, part="primary", icon="check")
        self.note_button = controls.button(self.tr("记一笔…  Alt+↓"), self.open_menu, icon="pencil")
        self.print_button = controls.button(
            self.tr("打印案卷"), self.print_dossier, icon="printer", tip=self.tr("一案一档：封面、目录和办理经过")
        )
        for part in (self.main, self.note_button, self.print_button):
            self.deeds.add(part)
        row.addWidget(self.deeds, 1)
        self.main.hide()  # it gets its words with the first case, and so does the bar
        self.bar.hide()
        return self.bar

    # ---- what is shown ---------------------------------------------------------------------------------------------

    @property
    def case(self) -> CaseFile | None:
        """The case that is shown."""
        return None if self._opened is None else self._opened.case

    @property
    def case_id(self) -> int | None:
        """The id of the case that is shown."""
        return None if self.case is None else self.case.case_id

    @property
    def editing(self) -> bool:
        """Whether something is being typed here that must not be replaced."""
        return self.panel is not None

    def show_id(self, case_id: int) -> None:
        """Read and show a case by its id."""
        self._read(lambda why: self._desk.cases.get(case_id=case_id, unmask=why), case_id=case_id)

    def show_no(self, case_no: str) -> None:
        """Read and show a case by its number."""
        self._read(lambda why: self._desk.cases.get(case_no, unmask=why), case_no=case_no)

    def _read(self, get: Callable[[str], CaseFile], *, case_id: int | None = None, case_no: str = "") -> None:
        if self.editing:
            return
        if self.case is None or (case_id != self.case_id and case_no != self.case.case_no):
            self._why = ""
        self._asked += 1
        question, desk, why = self._asked, self._desk, self._why

        def call() -> _Opened:
            case = get(why)
            papers = tuple(kind for kind, why_not in desk.letters.kinds_for(case.case_no) if not why_not)
            return _Opened(case, papers)

        def done(opened: _Opened) -> None:
            if question == self._asked and not self.editing:
                same = self.case_id == opened.case.case_id
                self._full_numbers = self._full_numbers and same
                self._opened = opened
                self.notice.setVisible(self.notice.isVisibleTo(self) and same)
                self._show(stay=same)
                self.shown.emit(opened.case.case_id)

        work.run(self, call, done, self._failed)

    def _failed(self, trouble: Trouble) -> None:
        words = trouble.message + (f"（{trouble.basis}）" if trouble.basis else "")
        self.notice.show_as("amber" if trouble.exit_status == 3 else "seal", words)
        self.notice.show()

    def _show(self, *, stay: bool = True) -> None:
        case = self.case
        assert case is not None
        self.head.show_case(case, self._desk.today())
        self.setAccessibleName(self.tr("信访事项 {0} {1}").format(case.case_no, self.head.title.whole()))
        self.sheet.show_case(case, self._desk.today(), full_numbers=self._full_numbers, stay=stay)
        self._show_step(case)
        if self.sheet.facts is not None and not self.editing:
            self._turn(self.sheet.facts)

    def _opener(self, number: str) -> Callable[[], None]:
        return lambda: self.show_no(number)

    def _show_step(self, case: CaseFile) -> None:
        step = next_step(case)
        self.main.setVisible(step is not None)
        if step is not None:
            self.main.setText(step_words(step.kind))
            icons.recolour(self.main)
        self.deeds.again()

    def reveal(self, why: str) -> None:
        """Open what an accusation keeps closed, for the reason typed, until another case is shown."""
        case, desk, card = self.case, self._desk, self.sheet.closed_card
        if case is None or card is None:
            return

        def done(opened: CaseFile) -> None:
            if self.case_id == opened.case_id and self._opened is not None:
                self._why = why
                self._opened = _Opened(opened, self._opened.papers)
                self._show()

        work.run(
            self,
            lambda: desk.cases.get(case.case_no, unmask=why),
            done,
            lambda trouble: card.refuse(trouble.message),
        )

    def _toggle_numbers(self) -> None:
        self._full_numbers = not self._full_numbers
        self._show()

    # ---- the pages on the right --------------------------------------------------------------------------------------

    def _turn(self, page: QWidget) -> None:
        self.sheet.turn(page, alone=page is self.clocks_page)
        reading = page is self.sheet.facts
        self.bar.setVisible(reading)
        # In a low window an entry needs the lines more than the head does.
        self.head.badges.setVisible(reading or self.height() >= LOW * theme.em(1))

    def show_facts(self) -> None:
        """Back to the facts."""
        if self.sheet.facts is not None:
            self._turn(self.sheet.facts)
        self.setFocus()

    def explain(self) -> None:
        """为什么是这一天: every day of the clocks, in place."""
        case, desk = self.case, self._desk
        if case is not None and not self.editing:
            work.run(self, lambda: desk.cases.explain(case.case_no), self._explained, self._failed)

    def _explained(self, deadlines: list[Deadline]) -> None:
        self.clocks.show_deadlines(deadlines)
        self._turn(self.clocks_page)
        self.clocks.setFocus()

    def open_menu(self) -> None:
        """记一笔…: everything that may be recorded."""
        if self.case is None or self.editing:
            return
        self.menu.show_case(self.case)
        self._turn(self.menu)
        self.menu.setFocus()

    def record(self, kind: str, preset: Mapping[str, Any] | None = None) -> None:
        """Open the entry of a kind, with what is known already."""
        opened = self._opened
        if opened is None or self.editing:
            return
        papers = [paper for paper in opened.papers if paper.event == kind]
        known = {**known_already(opened.case, kind), **(preset or {})}
        self.panel = EntryPanel(self._desk, opened.case, kind, self._offered, self, papers, known)
        self.panel.saved.connect(self._saved)
        self.panel.left.connect(self._drop_panel)
        self.panel.paper_wanted.connect(self._open_draft)
        self.sheet.right.addWidget(self.panel)
        self._turn(self.panel)
        self.panel.start_typing()

    def _drop_panel(self) -> None:
        if self.panel is not None:
            self.sheet.right.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None
        self.show_facts()

    def leave_editing(self) -> bool:
        """Esc: leave the entry, the menu or the explanation; False when the facts were shown."""
        if self.panel is not None:
            self.panel.leave()
            return True
        if self.sheet.page is not self.sheet.facts:
            self.show_facts()
            return True
        return False

    def keep(self) -> None:
        """The window closes: what is typed is kept."""
        if self.panel is not None:
            self.panel.leave()

    # ---- deeds -----------------------------------------------------------------------------------------------------

    def _next(self) -> None:
        step = next_step(self.case) if self.case is not None else None
        if step is not None:
            self.record(step.kind)

    def _open_draft(self, form: str) -> None:
        case = self.case
        if case is not None:
            if self.panel is not None:
                self.panel.leave()
            self.go.emit("letters", ("draft", form, case.case_no))

    def _open_paper(self, document_no: str) -> None:
        letters = self.case.letters if self.case is not None else ()
        found = next((letter for letter in letters if letter.document_no == document_no), None)
        if found is not None:
            self.go.emit("letters", ("letter", found.letter_id))

    def _saved(self, recorded: Recorded) -> None:
        kind = self.panel.kind if self.panel is not None else ""
        self._drop_panel()
        number, event_id = recorded.case.case_no, recorded.event_id
        words = self.tr("{0} 已记下：{1}").format(number, KINDS[kind].label)
        self.offer.emit(words, self.tr("撤销"), lambda: self._undo(number, event_id, KINDS[kind].label))
        self.notice.hide()
        if recorded.warnings:
            self.notice.show_as("amber", self.tr("已记下。请注意：{0}").format("".join(recorded.warnings)))
            self.notice.show()
        elif kind in ("split", "merged"):
            self._tell_where(recorded)
        self.show_no(number)
        self.changed.emit()

    def _tell_where(self, recorded: Recorded) -> None:
        """After a split or a merge: the other case, at one click."""
        event = next(event for event in recorded.case.events if event.event_id == recorded.event_id)
        other = str(event.content.get("into", ""))
        if other:
            words = self.tr("分出的请求已另立 {0}。") if event.kind == "split" else self.tr("本件已并入 {0}。")
            self.notice.show_as("leaf", words.format(other), self.tr("打开 {0}").format(other), self._opener(other))
            self.notice.show()

    def undo(self, event: TimelineEvent) -> None:
        """Take an event of the timeline back; it stays there, struck through."""
        if self.case is not None and not self.editing:
            self._undo(self.case.case_no, event.event_id, event.label)

    def _undo(self, number: str, event_id: int, label: str) -> None:
        desk = self._desk

        def done(_recorded: Recorded) -> None:
            self.notice.hide()
            self.message.emit(self.tr("{0} 已撤销：{1}").format(number, label))
            if self.case is not None and self.case.case_no == number:
                self.show_no(number)
            self.changed.emit()

        work.run(self, lambda: desk.cases.undo(number, event_id), done, self._failed, title=self.tr("正在撤销"))

    def read_again(self) -> None:
        """The case may have changed elsewhere: read it anew."""
        if self.case is not None:
            self.show_no(self.case.case_no)

    def print_dossier(self) -> None:
        """一案一档, with a preview."""
        if self.case is not None:
            self.print_wanted.emit(self.case.case_no)
