"""The page 矛盾纠纷台账: four tabs under one quiet head. The ledger, screening rounds, the monthly report, the grid."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP

from petidesk.domain.office.office import Office
from petidesk.ui.ledger.choices import LedgerChoices
from petidesk.ui.ledger.disputes import LedgerList
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import Route, ToGrid, ToMonth, ToRound
from petidesk.ui.shell.tab_page import Tab, TabPage

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

LIST, ROUNDS, MONTH, GRID = "list", "rounds", "month", "grid"
TABS: tuple[Tab, ...] = (
    Tab(LIST, "LedgerPage", QT_TRANSLATE_NOOP("LedgerPage", "台账"), "ledger", "ledger.disputes", "LedgerList"),
    Tab(
        ROUNDS,
        "LedgerPage",
        QT_TRANSLATE_NOOP("LedgerPage", "排查轮次"),
        "ledger_rounds",
        "rounds.tab",
        "RoundTab",
        (ToRound,),
    ),
    Tab(
        MONTH,
        "LedgerPage",
        QT_TRANSLATE_NOOP("LedgerPage", "月报"),
        "ledger_month",
        "months.tab",
        "MonthTab",
        (ToMonth,),
    ),
    Tab(
        GRID, "LedgerPage", QT_TRANSLATE_NOOP("LedgerPage", "补录"), "ledger_grid", "backfill.tab", "GridTab", (ToGrid,)
    ),
)


class LedgerPage(TabPage):
    """The tabs; a route goes to the tab that shows it, None to the list."""

    key = "ledger"
    help_name = "ledger"

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat, TABS)
        self.office: Office = desk.office.current()
        self.choices = LedgerChoices(desk, self)
        self.head_row.addStretch(1)

    # ---- tabs ------------------------------------------------------------------------------------------------------

    def make(self, kind: Callable[..., Page], tab: Tab) -> Page:
        """Every tab gets what the fields of the ledger offer, and the office as it was read."""
        made = kind(self.desk, self.seat, self.choices, self.office)
        made.covered.connect(lambda covered: self.head.setVisible(not covered or self.current != tab.key))
        return made

    @property
    def lines(self) -> LedgerList:
        """The tab 台账."""
        found = self.tab(LIST)
        assert isinstance(found, LedgerList)
        return found

    def turned(self, key: str) -> None:
        """The head steps aside where the list is covered."""
        self.head.setVisible(key != LIST or not self._covered())

    def _covered(self) -> bool:
        shown = self.lines
        return shown.form is not None or (not shown.detail.isHidden() and shown.side.isHidden())

    # ---- the page --------------------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """The page comes to the front."""
        self.front.setCurrentWidget(self.tabs_side)
        self._look_at_office()
        self.choices.load(self._choices_read)
        self.turn(self.shows(route) or LIST, route)

    def returned(self) -> None:
        """Back from a setting: the tab goes on, with what the settings say now."""
        self._look_at_office()
        super().returned()

    def _choices_read(self) -> None:
        self.lines.choices_changed()

    def _close_preview(self) -> None:
        self.front.setCurrentWidget(self.tabs_side)

    def _look_at_office(self) -> None:
        """The county's columns or the names of the risk levels were changed: the tabs are built anew."""
        office = self.desk.office.current()
        same = (office.ledger_columns, office.risk_labels) == (self.office.ledger_columns, self.office.risk_labels)
        self.office = office
        if not same:
            self.forget_tabs()

    def print_page(self) -> bool:
        """Ctrl+P: what the tab in front has to print."""
        return self.tab(self.current).print_page()
