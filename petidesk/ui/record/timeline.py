"""The timeline of a case, newest first: the day, what happened in words, who did it, the paper, what was taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from petidesk.domain.cases.events import KINDS
from petidesk.domain.cases.files import CaseFile, TimelineEvent
from petidesk.ui.cases.words import event_sentence
from petidesk.ui.look import controls
from petidesk.ui.look.theme import role, sized, spaced
from petidesk.ui.record.cards import said
from petidesk.ui.translate import translate

# So many events stand at once; a link shows as many more again.
SHOWN = 20
DAY = 5.5


def may_be_undone(event: TimelineEvent) -> bool:
    """Whether the event has a link to take it back: recorded by hand, by no paper, and still in force.

    What comes with a visit goes with the visit, what a paper recorded goes when the paper is voided.
    """
    return KINDS[event.kind].by_hand and event.kind != "undone" and not event.undone and not event.document_no


class Timeline(QFrame):
    """The card 办理经过. `undo` is called with an event, `paper` with the number of a letter."""

    def __init__(
        self, case: CaseFile, undo: Callable[[TimelineEvent], None], paper: Callable[[str], None], shown: int = SHOWN
    ) -> None:
        super().__init__()
        self.case = case
        self.shown = shown
        self._undo = undo
        self._paper = paper
        role(self, "card")
        self._column = QVBoxLayout(self)
        spaced(self._column, 0.75, (1, 1, 1, 1))
        self._column.addWidget(controls.label(translate("CaseTimeline", "办理经过"), "section"))
        self._events = sorted(case.events, key=lambda event: (event.on, event.event_id), reverse=True)
        self._more = controls.button("", self.show_more, part="link")
        self._rows = 0
        self._fill()

    def show_more(self) -> None:
        """Show as many earlier events again."""
        self.shown += SHOWN * 2
        self._column.removeWidget(self._more)
        self._fill()

    def _fill(self) -> None:
        # Built apart and put in place as one: a row added to what is on screen would be laid out each time anew.
        portion = QWidget()
        column = QVBoxLayout(portion)
        spaced(column, 0.75)
        for event in self._events[self._rows : self.shown]:
            if self._rows:
                column.addWidget(controls.rule())
            column.addWidget(self._row(event))
            self._rows += 1
        self._column.addWidget(portion)
        left = len(self._events) - self._rows
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._more.setText(translate("CaseTimeline", "再看更早的 {0} 条").format(left))
        self._more.setVisible(left > 0)

    def _row(self, event: TimelineEvent) -> QWidget:
        row = QWidget()
        grid = QGridLayout(row)
        spaced(grid, 0.25)
        grid.setColumnStretch(1, 1)
        day = controls.label(event.on.isoformat(), "soft")
        sized(day, min_width=DAY)
        grid.addWidget(day, 0, 0, Qt.AlignmentFlag.AlignTop)
        sentence = event_sentence(event, self.case)
        parts: list[QLabel] = [said(sentence)] if sentence and sentence != event.label else []
        if event.note and not self.case.masked:
            parts.append(said(translate("CaseTimeline", "备注：{0}").format(event.note)))
        label = said(event.label, "strong")
        head = QHBoxLayout()
        spaced(head, 0.5)
        head.addWidget(label, 1)
        for link in self._links(event):
            head.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(head, 0, 1)
        for place, part in enumerate(parts, 1):
            grid.addWidget(part, place, 1)
        if event.undone:
            for part in (label, *parts):
                role(part, "struck")
        words = [
            event.by or event.staff,
            event.visit_no,
            event.document_no,
            translate("CaseTimeline", "已撤销") if event.undone else "",
        ]
        who = controls.label(" · ".join(word for word in words if word), "small", wrap=True)
        grid.addWidget(who, len(parts) + 1, 1)
        row.setAccessibleName("，".join(part for part in (event.on.isoformat(), event.label, sentence) if part))
        return row

    def _links(self, event: TimelineEvent) -> list[QWidget]:
        """Look at the paper; take the event back."""
        links: list[QWidget] = []
        if event.document_no:
            paper = controls.button(
                translate("CaseTimeline", "看文书"), partial(self._paper, event.document_no), part="tail"
            )
            paper.setAccessibleName(translate("CaseTimeline", "看文书 {0}").format(event.document_no))
            links.append(paper)
        if may_be_undone(event):
            back = controls.button(translate("CaseTimeline", "撤销"), partial(self._undo, event), part="tail")
            back.setAccessibleName(
                translate("CaseTimeline", "撤销 {0} 的{1}").format(event.on.isoformat(), event.label)
            )
            back.setToolTip(translate("CaseTimeline", "撤销以后仍看得见，划去显示"))
            links.append(back)
        return links
