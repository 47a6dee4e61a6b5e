"""The sheet of an open dispute: timeline left, on the right the facts or what takes their place for a while."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from petidesk.domain.audit import AuditChange
from petidesk.domain.ledger.disputes import Dispute, DisputeEvent
from petidesk.domain.office.office import Office
from petidesk.ui.ledger import facts as dispute_facts
from petidesk.ui.ledger.facts import Links
from petidesk.ui.look import controls
from petidesk.ui.look.theme import spaced, theme
from petidesk.ui.record.dispute_timeline import SHOWN, DisputeTimeline
from petidesk.ui.record.history import history_section
from petidesk.ui.record.sheet import TWO_COLUMNS


@dataclass(frozen=True, slots=True)
class Opened:
    """A dispute with what was done to its line, on a day, in an office."""

    dispute: Dispute
    history: Sequence[AuditChange]
    office: Office
    today: date


class DisputeSheet(QWidget):
    """Shows one dispute in one column or two."""

    def __init__(self, links: Links, undo: Callable[[DisputeEvent], None]) -> None:
        """`undo` is what the links of the timeline do."""
        super().__init__()
        self._links = links
        self._undo = undo
        self._shown: tuple[Opened, bool] | None = None
        self._wide: bool | None = None
        self.left: controls.Scroll | None = None
        self.facts: controls.Scroll | None = None
        self.timeline: DisputeTimeline | None = None
        self._row = QHBoxLayout(self)
        spaced(self._row, 0.75)
        self.right = QStackedWidget()
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

    def turn(self, page: QWidget) -> None:
        """Put a page on the right."""
        self.right.setCurrentWidget(page)

    def show_dispute(self, opened: Opened, *, full_numbers: bool, stay: bool) -> None:
        """Build the columns; `stay` keeps how far they were scrolled."""
        self._shown = (opened, full_numbers)
        self._wide = self.width() >= TWO_COLUMNS * theme.em(1)
        at = [scroll.verticalScrollBar().value() if scroll and stay else 0 for scroll in (self.left, self.facts)]
        shown = self.timeline.shown if self.timeline is not None and stay else SHOWN
        self.timeline = DisputeTimeline(opened.dispute, opened.today, self._undo, shown)
        if self.left is not None:
            self._row.removeWidget(self.left)
            self.left.hide()
            self.left.deleteLater()
            self.left = None
        parts = self._parts(opened, full_numbers)
        if self._wide:
            self.left = controls.Scroll(_column(self.timeline))
            self._row.insertWidget(0, self.left, 1)
            self.left.show()
        else:
            parts.insert(1, self.timeline)
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

    def _parts(self, opened: Opened, full_numbers: bool) -> list[QWidget]:
        dispute, office, to = opened.dispute, opened.office, self._links
        parts: list[QWidget | None] = [
            dispute_facts.matter_section(dispute, office),
            dispute_facts.parties_section(dispute, to, full=full_numbers),
            dispute_facts.charge_section(dispute, to),
            dispute_facts.extra_section(dispute, office),
            dispute_facts.links_section(dispute, to),
            history_section(opened.history, "dispute"),
        ]
        return [part for part in parts if part is not None]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column or two; built anew only when the layout has come to rest."""
        super().resizeEvent(event)
        self._resized.start()

    def _fit(self) -> None:
        if self._shown is not None and (self.width() >= TWO_COLUMNS * theme.em(1)) != self._wide:
            opened, full_numbers = self._shown
            self.show_dispute(opened, full_numbers=full_numbers, stay=True)

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
