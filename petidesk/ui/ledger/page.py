"""The page 矛盾纠纷台账: four tabs under one quiet head. The ledger, screening rounds, the monthly report, the grid."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from petidesk.domain.office.office import Office
from petidesk.ui.ledger.choices import LedgerChoices
from petidesk.ui.ledger.disputes import LedgerList
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import Route, ToGrid, ToMonth, ToRound
from petidesk.ui.shell.tab_page import TabPage
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

TABS = LIST, ROUNDS, MONTH, GRID = "list", "rounds", "month", "grid"
_HELP = {LIST: "ledger", ROUNDS: "ledger_rounds", MONTH: "ledger_month", GRID: "ledger_grid"}
_MADE = {ROUNDS: ("rounds.tab", "RoundTab"), MONTH: ("months.tab", "MonthTab"), GRID: ("backfill.tab", "GridTab")}


class LedgerPage(TabPage):
    """The tabs; a route goes to the tab that shows it, None to the list."""

    key = "ledger"
    help_name = "ledger"

    def __init__(self, desk: Desk, seat: Seat) -> None:
        names = (
            translate("LedgerPage", "台账"),
            translate("LedgerPage", "排查轮次"),
            translate("LedgerPage", "月报"),
            translate("LedgerPage", "补录"),
        )
        super().__init__(desk, seat, tuple(zip(TABS, names, strict=True)))
        self.office: Office = desk.office.current()
        self.choices = LedgerChoices(desk, self)
        self._tabs: dict[str, Page] = {}
        self.head_row.addStretch(1)

    # ---- tabs ------------------------------------------------------------------------------------------------------

    def tab(self, key: str) -> Page:
        """A tab, made at the first visit."""
        if key not in self._tabs:
            made = self._make(key)
            for name in ("message", "offer", "saved"):
                getattr(made, name).connect(getattr(self, name))
            made.go.connect(self._go)
            if (wanted := getattr(made, "print_wanted", None)) is not None:
                wanted.connect(self.show_printout)
            self._tabs[key] = made
            self.stack.addWidget(made)
        return self._tabs[key]

    def _make(self, key: str) -> Page:
        if key == LIST:
            made = LedgerList(self.desk, self.seat, self.choices, self.office)
            made.covered.connect(lambda covered: self.head.setVisible(not covered or self.current != LIST))
            return made
        module, name = _MADE[key]
        kind: Callable[..., Page] = getattr(import_module(f"petidesk.ui.{module}"), name)
        return kind(self.desk, self.seat, self.choices, self.office)

    @property
    def lines(self) -> LedgerList:
        """The tab 台账."""
        found = self.tab(LIST)
        assert isinstance(found, LedgerList)
        return found

    def turn(self, key: str, route: Route | None = None) -> None:
        """Bring a tab to the front with what it shall show; F1 then tells of this tab."""
        self.help_name = _HELP[key]  # type: ignore[misc]
        self.mark(key)
        tab = self.tab(key)
        self.stack.setCurrentWidget(tab)
        self.head.setVisible(key != LIST or not self._covered())
        tab.opened(route)

    def _turned(self, key: str) -> None:
        self.turn(key)
        self.tabs.setFocus()

    def _covered(self) -> bool:
        shown = self.lines
        return shown.form is not None or (not shown.detail.isHidden() and shown.side.isHidden())

    # ---- the page --------------------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """The page comes to the front."""
        self.front.setCurrentWidget(self.tabs_side)
        self._look_at_office()
        self.choices.load(self._choices_read)
        if isinstance(route, ToMonth):
            self.turn(MONTH, route)
        elif isinstance(route, ToRound):
            self.turn(ROUNDS, route)
        elif isinstance(route, ToGrid):
            self.turn(GRID)
        else:
            self.turn(LIST, route)

    def _choices_read(self) -> None:
        self.lines.choices_changed()

    def _close_preview(self) -> None:
        self.front.setCurrentWidget(self.tabs_side)
        self.tab(self.current).setFocus()

    def _look_at_office(self) -> None:
        """The county's columns or the names of the risk levels were changed: the tabs are built anew."""
        office = self.desk.office.current()
        same = (office.ledger_columns, office.risk_labels) == (self.office.ledger_columns, self.office.risk_labels)
        self.office = office
        if same:
            return
        for tab in self._tabs.values():
            tab.closing()
            self.stack.removeWidget(tab)
            tab.hide()
            tab.deleteLater()
        self._tabs.clear()

    def _go(self, route: Route) -> None:
        """What belongs to this page stays in it."""
        if route.page == self.key:
            self.opened(route)
        else:
            self.go.emit(route)

    def closing(self) -> None:
        """What is typed in any tab is kept."""
        for tab in self._tabs.values():
            tab.closing()

    def print_page(self) -> bool:
        """Ctrl+P: what the tab in front has to print."""
        return self.tab(self.current).print_page()
