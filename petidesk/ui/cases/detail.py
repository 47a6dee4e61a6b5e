"""One case on one screen: its head, the timeline, the facts beside it, and one clear next step at the foot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from petidesk.domain.cases.cases import ENDED
from petidesk.domain.cases.closed import ClosedCase, Recorded, file_of
from petidesk.domain.cases.events import KINDS
from petidesk.domain.cases.files import CaseFile, TimelineEvent, state_words
from petidesk.ui.cases import facts
from petidesk.ui.cases.entry import EntryPanel
from petidesk.ui.cases.steps import first_due, grouped, known_already, may_be_undone, next_step, step_words
from petidesk.ui.cases.words import clock_label, event_sentence
from petidesk.ui.forms.typeahead_field import Match
from petidesk.ui.look import controls
from petidesk.ui.look.dates import short_day
from petidesk.ui.look.lights import light_tone, light_words, lit
from petidesk.ui.record.menu import Narrowed
from petidesk.ui.record.sheet import Cards
from petidesk.ui.record.timeline import Timeline, Told
from petidesk.ui.record.view import Key, RecordView
from petidesk.ui.shell.routes import ToLetter, WriteLetter

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.domain.letters.letters import LetterKind


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case, and the papers that may be drafted for it now."""

    seen: CaseFile | ClosedCase
    papers: tuple[LetterKind, ...]

    @property
    def case(self) -> CaseFile:
        """The file to lay out; of a closed case with nothing in the places of what is closed."""
        return file_of(self.seen)

    @property
    def closed(self) -> bool:
        """Whether it is an accusation that was not opened."""
        return isinstance(self.seen, ClosedCase)


class CaseDetail(RecordView[OpenedCase]):
    """Shows one case. An accusation that was opened stays open until another case is shown."""

    files_kind = "case"

    print_wanted = Signal(str)

    stays_open = True

    def __init__(self, desk: Desk, offered: tuple[Match, Match]) -> None:
        """`offered`: how units and names are found while typing."""
        super().__init__(desk)
        self._offered = offered
        self._links = facts.Links(self.record, self.go.emit, self.explain, self.toggle_numbers)
        self.main = controls.button(self.tr("下一步"), self._next, part="primary", icon="check")
        self.note_button = controls.button(self.tr("记一笔…  Alt+↓"), self.open_menu, icon="pencil")
        self.print_button = controls.button(
            self.tr("打印案卷"), self.print_dossier, icon="printer", tip=self.tr("一案一档：封面、目录和办理经过")
        )
        self.add_deeds(self.main, self.note_button, self.print_button)
        self.add_clocks(self._desk.cases.explain)
        self.add_menu(self.main, self.note_button, record=self.record, take_back=self._desk.cases.undo)

    @property
    def case(self) -> CaseFile | None:
        """The case that is shown."""
        return None if self.opened is None else self.opened.case

    # ---- what is shown ---------------------------------------------------------------------------------------------

    def read(self, key: Key, why: str) -> OpenedCase:
        """The case, and which papers may be drafted."""
        desk = self._desk
        case = desk.cases.get(case_id=key, unmask=why) if isinstance(key, int) else desk.cases.get(key, unmask=why)
        papers = tuple(kind for kind, why_not in desk.letters.kinds_for(case.case_no) if not why_not)
        return OpenedCase(case, papers)

    def identity(self, opened: OpenedCase) -> tuple[int, str]:
        """Its id and number."""
        return opened.case.case_id, opened.case.case_no

    def show_opened(self, opened: OpenedCase) -> None:
        """The head, and the next step on its button."""
        case = opened.case
        # Nothing keeps a title of an accusation; what was said stands with its visit.
        closed = self.tr("检举控告 · 限制查阅") if opened.closed else self.tr("检举控告")
        title = closed if case.restricted else case.title
        self.head.show_record(case.case_no, title, self._badges(opened))
        self.setAccessibleName(self.tr("信访事项 {0} {1}").format(case.case_no, title))
        step = next_step(case)
        self.show_step(self.main, step_words(step.kind) if step is not None else "")

    def _badges(self, opened: OpenedCase) -> list[QWidget]:
        case = opened.case
        today = self._desk.today()
        found: list[QWidget] = [controls.label(state_words(case), "badge-leaf" if case.state in ENDED else "badge-ink")]
        if case.due is not None:
            words = self.tr("{0}期限 {1} {2}").format(
                clock_label(case.due_kind), short_day(case.due, today), light_words(case.due, today)
            )
            found.append(lit(light_tone(case.due, today), words))
            found.append(controls.button(self.tr("为什么是这一天"), self.explain, part="link"))
        waiting = sum(letter.waits_for_service for letter in case.letters)
        if waiting:
            found.append(controls.label(self.tr("{0} 件待送达").format(waiting), "badge-amber"))
        if case.restricted and not opened.closed:
            found.append(controls.label(self.tr("检举控告 · 限制查阅"), "badge-amber"))
        for words, number in ((self.tr("已并入 {0}"), case.merged_into), (self.tr("分自 {0}"), case.split_from)):
            if number:
                way = partial(self.show_no, number)
                found.append(controls.button(words.format(number), way, part="link", icon="link"))
        return found

    def cards(self, opened: OpenedCase) -> Cards:
        """The timeline, and the cards on the right in their order."""
        case, to, today = opened.case, self._links, self._desk.today()
        parts: list[QWidget | None] = [
            self.make_closed_card() if opened.closed else None,
            facts.dates_section(case, today, to),
            None if opened.closed else facts.requests_section(case),
            facts.charge_section(case, to),
            facts.letters_section(case, to),
            None if opened.closed else facts.people_section(case, to, full=self.full_numbers),
            facts.visits_section(case, to),
            facts.national_section(case, to),
        ]
        timeline = Timeline(self.tr("办理经过"), case.events, partial(self._told, case))
        return Cards([part for part in parts if part is not None], timeline)

    def _told(self, case: CaseFile, event: TimelineEvent) -> Told:
        """One event in words, with the ways to its paper and to take it back."""
        sentence = event_sentence(event, case)
        lines = [sentence] if sentence and sentence != event.label else []
        if event.note:
            lines.append(self.tr("备注：{0}").format(event.note))
        links: list[QWidget] = []
        if event.document_no:
            paper = controls.button(self.tr("看文书"), partial(self._open_paper, event.document_no), part="tail")
            paper.setAccessibleName(self.tr("看文书 {0}").format(event.document_no))
            links.append(paper)
        if may_be_undone(event):
            links.append(self.undo_link(event.on, event.event_id, event.label))
        who = (event.by or event.staff, event.visit_no, event.document_no)
        return Told(event.on, event.label, lines, who, links, event.undone)

    # ---- deeds -----------------------------------------------------------------------------------------------------

    def offers(self) -> Narrowed | None:
        """What may be recorded of the case, under short headings."""
        case = self.case
        return None if case is None else partial(grouped, case.offers)

    def next_kind(self) -> str:
        """What the case asks next."""
        step = next_step(self.case) if self.case is not None else None
        return "" if step is None else step.kind

    def record_due(self, kind: str) -> None:
        """With the task that is due first."""
        if self.case is not None:
            self.record(kind, first_due(self.case, kind))

    def _next(self) -> None:
        if kind := self.next_kind():
            self.record(kind)

    def record(self, kind: str, preset: Mapping[str, Any] | None = None) -> None:
        """Open the entry of a kind, with what is known already."""
        opened = self.opened
        if opened is None or self.editing:
            return
        papers = [paper for paper in opened.papers if paper.event == kind]
        known = {**known_already(opened.case, kind), **(preset or {})}
        panel = EntryPanel(self._desk, opened.case, kind, self._offered, self, papers, known)
        panel.saved.connect(partial(self._saved, kind))
        panel.left.connect(self.drop)
        panel.paper_wanted.connect(self._open_draft)
        self.put(panel)
        panel.start_typing()

    def _open_draft(self, form: str) -> None:
        number = self.record_no
        self.keep()
        self.go.emit(WriteLetter(form, number))

    def _open_paper(self, document_no: str) -> None:
        letters = self.case.letters if self.case is not None else ()
        found = next((letter for letter in letters if letter.document_no == document_no), None)
        if found is not None:
            self.go.emit(ToLetter(found.letter_id))

    def _saved(self, kind: str, recorded: Recorded) -> None:
        self.recorded(recorded.case.case_no, recorded.event_id, KINDS[kind].label, recorded.warnings)
        if kind in ("split", "merged") and not recorded.warnings:
            self._tell_where(recorded)

    def _tell_where(self, recorded: Recorded) -> None:
        """After a split or a merge: the other case, at one click."""
        event = next(event for event in file_of(recorded.case).events if event.event_id == recorded.event_id)
        other = str(event.content.get("into", ""))
        if other:
            words = self.tr("分出的请求已另立 {0}。") if event.kind == "split" else self.tr("本件已并入 {0}。")
            self.say("leaf", words.format(other), self.tr("打开 {0}").format(other), partial(self.show_no, other))

    def print_dossier(self) -> None:
        """一案一档, with a preview."""
        if self.case is not None:
            self.print_wanted.emit(self.case.case_no)
