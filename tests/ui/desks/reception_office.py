"""An office with leaders and a rota from today on, and its page, for the tests of 领导接待日."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.calendar import CalendarYear, calendar_document
from petidesk.domain.reception.days import ReceptionDay, RotaPlan
from petidesk.domain.reception.rota import Turn
from petidesk.domain.reception.rules import parse_rule
from petidesk.ui.reception.month import MonthTab
from petidesk.ui.reception.page import ReceptionPage
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import Route
from tests.ui.desks.calm import settle
from tests.ui.desks.window import alone

LEADERS = ("覃晓东", "盖世平", "任秀兰")


def lead(desk: Desk) -> None:
    """Three leaders; years without holidays, so that no test depends on the day it runs."""
    desk.office.change({"leaders": [{"name": name, "post": "副镇长"} for name in LEADERS]})
    for year in (desk.today().year, desk.today().year + 1):
        desk.calendars.import_document(calendar_document(CalendarYear(year)))


def fill(desk: Desk) -> list[ReceptionDay]:
    """The leaders, and a reception on each of twelve days from tomorrow on, whatever day of the week they are."""
    lead(desk)
    return rota(desk, [desk.today() + timedelta(days=number) for number in range(1, 13)])


def rota(desk: Desk, days: list[date], kind: str = "reception", names: tuple[str, ...] = LEADERS) -> list[ReceptionDay]:
    """Receptions on just these days."""
    rule = parse_rule("dates:" + ",".join(day.isoformat() for day in days))
    plan = RotaPlan(
        (rule,), days[0], days[-1], tuple(Turn((name,)) for name in names), kind=kind, place="一楼", hours="09:00-11:30"
    )
    return list(desk.schedule.make(plan).made)


def quiet(qtbot: QtBot) -> None:
    """At rest, the panel of the chosen day and the preview of a plan as well: they follow after a moment."""
    settle(qtbot)


def open_page(qtbot: QtBot, desk: Desk, seat: Seat, route: Route | None = None) -> ReceptionPage:
    """The page alone, shown as it stands in a window of 1366x768."""
    page = ReceptionPage(desk, seat)
    alone(qtbot, page, route)
    quiet(qtbot)
    return page


def stand(qtbot: QtBot, page: ReceptionPage, on: date) -> MonthTab:
    """Put the cursor of the month view on a day."""
    page.turn("month", on)
    quiet(qtbot)
    return page.month


def focus() -> object:
    """The widget that has the keys."""
    return QApplication.focusWidget()
