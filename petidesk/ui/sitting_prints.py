"""The papers of a sitting with their preview: the day's record, and 领导接访登记表 of one guest."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from petidesk.domain.listing import Paper
from petidesk.domain.sittings import Guest, Sitting
from petidesk.ui.printing import Printout

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk


def day_printout(desk: Desk, sitting: Sitting) -> Printout:
    """接访记录 of the day as it stands when it is drawn."""
    day = sitting.day
    title = QCoreApplication.translate("SittingPrints", "接访记录 {0}").format(day.on)
    return _printout(desk, title, lambda: desk.sitting_papers.day_record_of(desk.sittings.of_day(day.day_id)))


def record_printout(desk: Desk, sitting: Sitting, guest: Guest) -> Printout:
    """领导接访登记表 of a guest who was received."""
    day_id, number = sitting.day.day_id, guest.number
    title = QCoreApplication.translate("SittingPrints", "领导接访登记表 {0}").format(guest.reception_no)
    return _printout(desk, title, lambda: desk.sitting_papers.record_of(desk.sittings.of_day(day_id), number))


def _printout(desk: Desk, title: str, draw: Callable[[], Paper]) -> Printout:
    papers = desk.papers
    return Printout(title, ("a4",), lambda _size: draw(), lambda _size: draw(), papers.page_count, papers.page_png)
