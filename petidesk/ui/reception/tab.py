"""What the tabs 月 and 列表 share: the panel of the chosen day, beside the tab or, in a narrow window, over it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from petidesk.domain.reception.days import Finding, day_words
from petidesk.ui.look import controls
from petidesk.ui.look.theme import role, sized, spaced, theme
from petidesk.ui.reception.acts import ReceptionActs
from petidesk.ui.reception.day_panel import DayPanel
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import ToSitting

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# From this width of the tab on, in ems, the panel stands beside.
BESIDE = 70.0
PANEL = 22.0
# Lower than this, in ems, what is wrong has no room of its own; lower still, a form takes the place of the days.
LOW, TINY = 36.0, 22.0
FIRST_FINDINGS = 2


class FindingsBox(QWidget):
    """What does not go together, a quiet amber list; one press brings the day to the front."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        spaced(outer, 0)
        frame = controls.Notice("amber")
        outer.addWidget(frame)
        self._notice = frame
        self._list = QWidget()
        role(self._list, "scrolled")
        self._column = QVBoxLayout(self._list)
        spaced(self._column, 0)
        self._column.setSpacing(0)
        frame.put_beside(self._list)
        self.findings: tuple[Finding, ...] = ()
        self._whole = False
        self.hide()

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show these; hidden when there are none."""
        self.findings = findings
        self._whole = False
        self._fill()
        self.setVisible(bool(findings))

    def next_after(self, on: date | None) -> date | None:
        """The next day that something is said of, the first one after the last."""
        days = sorted({finding.on for finding in self.findings if finding.on is not None})
        return next((day for day in days if on is None or day > on), days[0] if days else None)

    def _fill(self) -> None:
        while (taken := self._column.takeAt(0)) is not None:
            if (part := taken.widget()) is not None:
                part.hide()
                part.deleteLater()
        several = len(self.findings) > FIRST_FINDINGS + 1 and not self._whole
        for finding in self.findings[:FIRST_FINDINGS] if several else self.findings:
            self._column.addWidget(self._line(finding))
        if several:
            left = len(self.findings) - FIRST_FINDINGS
            more = controls.button(self.tr("还有 {0} 处").format(left), self._show_all, part="link")
            self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self._notice.setAccessibleName("；".join(finding.words for finding in self.findings))

    def _line(self, finding: Finding) -> QWidget:
        if finding.on is None:
            return controls.label(finding.words, wrap=True)
        on = finding.on
        row = QWidget()
        line = QHBoxLayout(row)
        spaced(line, 0.25)
        link = controls.button(day_words(on), lambda: self.chosen.emit(on), part="link")
        link.setAccessibleName(finding.words)
        line.addWidget(link)
        words = finding.words.removeprefix(day_words(on))
        text = controls.Elided(words)
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.addWidget(text, 1)
        return row

    def _show_all(self) -> None:
        self._whole = True
        self._fill()


class ReceptionTab(Page):
    """A tab of the rota with the chosen day beside it or over it."""

    key = "reception"
    beside_from = BESIDE

    def __init__(self, desk: Desk, seat: Seat, acts: ReceptionActs) -> None:
        super().__init__(desk, seat)
        self.acts = acts
        self._over = False
        self.side = QWidget()
        self.column = QVBoxLayout(self.side)
        spaced(self.column, 0.5)
        self.panel = DayPanel(desk, acts)
        self.findings = FindingsBox()
        self.findings.chosen.connect(self.go_to)
        self.panel.left.connect(self.close_panel)
        self.panel.sitting_wanted.connect(lambda day_id: self.go.emit(ToSitting(day_id)))
        self._both = QWidget()
        row = QHBoxLayout(self._both)
        spaced(row, 0.75)
        row.addWidget(self.side, 1)
        row.addWidget(self.panel)
        self.body.addWidget(self._both, 1)
        spaced(self.body, 0.5, (1.25, 0.25, 0.75, 0.5))
        step = QShortcut(QKeySequence(Qt.Key.Key_F3), self)
        step.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        step.activated.connect(self.step_over)
        theme.changed.connect(self.fit)
        acts.changed.connect(self.read_again)

    def first_stop(self) -> QWidget | None:
        """The days."""
        return self.main_part()

    def main_part(self) -> QWidget:
        """Where the keys go when the panel is put away."""
        return self.side

    def read_again(self) -> None:
        """Read what is shown anew."""

    def go_to(self, on: date) -> None:
        """Go to a day of which something is said."""

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Say what is wrong."""
        self.findings.show_findings(findings)
        self.place_findings()

    def low(self) -> bool:
        """Whether there is little height."""
        return self.height() < LOW * theme.em(1)

    def tiny(self) -> bool:
        """Whether there is room for one thing at a time only."""
        return self.height() < TINY * theme.em(1)

    def place_findings(self) -> None:
        """Below, where there is height enough for both; the days themselves are marked."""
        self.findings.setVisible(bool(self.findings.findings) and not self.low())

    def open_panel(self, on: date) -> None:
        """Enter: the keys go to the day's panel."""
        self._over = True
        self.panel.show_day(on)
        self.fit()
        self.panel.setFocus()

    def close_panel(self) -> None:
        """Back to the days; beside them the panel stays."""
        self._over = False
        self.fit()
        if self.panel.isAncestorOf(self.focusWidget() or self):  # it stays beside the days
            self.main_part().setFocus()

    def step_over(self) -> None:
        """F3: from the days into the panel and back."""
        if self.panel.isAncestorOf(self.focusWidget() or self):
            self.close_panel()
        else:
            self._over = True
            self.fit()
            self.panel.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look where the panel has its place."""
        super().resizeEvent(event)
        self.fit()

    def beside(self) -> bool:
        """Whether there is room for both."""
        return self.width() >= self.beside_from * theme.em(1)

    def fit(self) -> None:
        """Beside where there is room, else over."""
        beside = self.beside()
        self.panel.setVisible(beside or self._over)
        self.panel.back.setVisible(not beside)
        self.side.setVisible(beside or not self._over)
        if beside:
            sized(self.panel, min_width=PANEL, max_width=PANEL)
        else:
            sized(self.panel, min_width=4, max_width=999)
        self.place_findings()
        self.covered.emit(self._over and not beside)
