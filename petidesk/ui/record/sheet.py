"""The sheet of an open case: the timeline on the left, on the right the facts or what takes their place for a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from petidesk.domain.cases.files import CaseFile, TimelineEvent
from petidesk.ui.cases import facts as case_facts
from petidesk.ui.cases.facts import Links
from petidesk.ui.look import controls
from petidesk.ui.look.theme import spaced, theme
from petidesk.ui.record.closed_card import ClosedCard
from petidesk.ui.record.timeline import SHOWN, Timeline

# From this width on, in ems, the facts stand beside the timeline.
TWO_COLUMNS = 44.0


class CaseSheet(QWidget):
    """Shows one case in one column or two. `reveal` carries the reason for opening an accusation."""

    reveal = Signal(str)

    def __init__(self, links: Links, undo: Callable[[TimelineEvent], None], paper: Callable[[str], None]) -> None:
        """`undo` and `paper` are what the links of the timeline do."""
        super().__init__()
        self._links = links
        self._undo = undo
        self._paper = paper
        self._shown: tuple[CaseFile, date, bool] | None = None
        self._wide: bool | None = None
        self.left: controls.Scroll | None = None
        self.facts: controls.Scroll | None = None
        self.timeline: Timeline | None = None
        self.closed_card: ClosedCard | None = None
        self._row = QHBoxLayout(self)
        spaced(self._row, 0.75)
        self.right = QStackedWidget()
        self.right.addWidget(QWidget())  # before the first case
        self._row.addWidget(self.right, 1)
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.timeout.connect(self._fit)

    @property
    def page(self) -> QWidget:
        """What stands on the right now."""
        shown = self.right.currentWidget()
        assert shown is not None  # the facts are always there
        return shown

    def turn(self, page: QWidget, *, alone: bool = False) -> None:
        """Put a page on the right; `alone`: the timeline gives its room to it."""
        self.right.setCurrentWidget(page)
        if self.left is not None:
            self.left.setVisible(not alone)

    def show_case(self, case: CaseFile, today: date, *, full_numbers: bool, stay: bool) -> None:
        """Build the columns; `stay` keeps how far they were scrolled."""
        self._shown = (case, today, full_numbers)
        self._wide = self.width() >= TWO_COLUMNS * theme.em(1)
        at = [scroll.verticalScrollBar().value() if scroll and stay else 0 for scroll in (self.left, self.facts)]
        shown = self.timeline.shown if self.timeline is not None and stay else SHOWN
        self.timeline = Timeline(case, self._undo, self._paper, shown)
        parts = self._parts(case, today, full_numbers)
        if self.left is not None:
            self._row.removeWidget(self.left)
            self.left.hide()
            self.left.deleteLater()
            self.left = None
        if self._wide:
            self.left = controls.Scroll(_column(self.timeline))
            self._row.insertWidget(0, self.left, 1)
            self.left.show()
        else:
            parts.append(self.timeline)
        facts, before = controls.Scroll(_column(*parts)), self.facts
        reading = before is None or self.page is before
        self.right.addWidget(facts)
        self.facts = facts
        if reading:
            self.right.setCurrentWidget(facts)
        if before is not None:
            self.right.removeWidget(before)
            before.deleteLater()
        for scroll, value in zip((self.left, self.facts), at, strict=True):
            if scroll is not None:
                scroll.verticalScrollBar().setValue(value)

    def _parts(self, case: CaseFile, today: date, full_numbers: bool) -> list[QWidget]:
        """The cards on the right in their order."""
        to = self._links
        parts: list[QWidget] = []
        self.closed_card = None
        if case.masked:
            self.closed_card = ClosedCard()
            self.closed_card.opened.connect(self.reveal)
            parts.append(self.closed_card)
        parts.append(case_facts.dates_section(case, today, to))
        if not case.masked:
            parts.append(case_facts.requests_section(case))
        parts.append(case_facts.charge_section(case, to))
        parts.append(case_facts.letters_section(case, to))
        if not case.masked:
            parts.append(case_facts.people_section(case, to, full=full_numbers))
        parts.append(case_facts.visits_section(case, to))
        if (national := case_facts.national_section(case, to)) is not None:
            parts.append(national)
        return parts

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column or two; built anew only when the layout has come to rest."""
        super().resizeEvent(event)
        self._resized.start()

    def _fit(self) -> None:
        if self._shown is not None and (self.width() >= TWO_COLUMNS * theme.em(1)) != self._wide:
            case, today, full_numbers = self._shown
            self.show_case(case, today, full_numbers=full_numbers, stay=True)

    def read_on(self, pages: float) -> None:
        """Scroll the timeline (or all of it, in one column) by so many pages."""
        scroll = self.left or self.facts
        if scroll is not None:
            bar = scroll.verticalScrollBar()
            bar.setValue(bar.value() + round(bar.pageStep() * pages))


def _column(*parts: QWidget) -> QWidget:
    inner = QWidget()
    column = QVBoxLayout(inner)
    spaced(column, 0.75, (0, 0, 0.5, 0))
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return inner
