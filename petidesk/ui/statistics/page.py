"""The page 统计分析: tables of figures and 三率一度, over one span that is chosen for both."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP

from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import Route, ToCharts, ToFigures, ToRates
from petidesk.ui.shell.tab_page import Tab, TabPage
from petidesk.ui.statistics.chosen import Chosen

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

FIGURES, RATES, CHARTS = "figures", "rates", "charts"
_N = "StatisticsPage"
TABS: tuple[Tab, ...] = (
    Tab(
        FIGURES,
        _N,
        QT_TRANSLATE_NOOP("StatisticsPage", "统计表"),
        "statistics",
        "statistics.tab",
        "FiguresTab",
        (ToFigures,),
    ),
    Tab(
        CHARTS,
        _N,
        QT_TRANSLATE_NOOP("StatisticsPage", "统计图"),
        "statistics",
        "statistics.charts",
        "ChartsTab",
        (ToCharts,),
    ),
    Tab(
        RATES,
        _N,
        QT_TRANSLATE_NOOP("StatisticsPage", "三率一度"),
        "statistics",
        "statistics.rates",
        "RatesTab",
        (ToRates,),
    ),
)


class StatisticsPage(TabPage):
    """A route goes to the tab that shows it, None to the one that stood there."""

    key: ClassVar[str] = "statistics"
    help_name: ClassVar[str] = "statistics"

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat, TABS)
        office = desk.office.current()
        self.chosen = Chosen(desk.today(), self, office.first_day, office.places)
        self.head_row.addStretch(1)

    def make(self, kind: Callable[..., Page], tab: Tab) -> Page:
        """Every tab is about the span that is chosen."""
        made = kind(self.desk, self.seat, self.chosen)
        made.covered.connect(lambda covered: self.head.setVisible(not covered or self.current != tab.key))
        return made

    def turned(self, key: str) -> None:
        """The tab says itself, when it is fitted, whether the head steps aside."""
        self.head.show()

    def opened(self, route: Route | None = None) -> None:
        """The page comes to the front."""
        self.front.setCurrentWidget(self.tabs_side)
        office = self.desk.office.current()
        self.chosen.look(self.desk.today(), office.first_day, office.places)
        self.turn(self.shows(route) or self.current, route)

    def _close_preview(self) -> None:
        self.front.setCurrentWidget(self.tabs_side)

    def print_page(self) -> bool:
        """Ctrl+P: what the tab in front has to print."""
        return self.tab(self.current).print_page()
