"""A year's rota against the bare lunar conversions it needs; the month view's redraw against one frame of the screen.

``python -m benchmarks.schedule``. The promises: rules, rest days and fair turns for 12 leaders and 4 rules within three
times the conversion of the year's days by the lunar library alone; a month with 30 receptions drawn within one frame.
"""

from __future__ import annotations

import os
import statistics
import time
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from borax.calendars.lunardate import LunarDate

from benchmarks.offices import sized
from benchmarks.table import Line, show
from petidesk.desk.office.calendars import built_in_calendar
from petidesk.domain.reception.days import ReceptionDay, Slot
from petidesk.domain.reception.rota import Leave, Rota, Turn, make_rota
from petidesk.domain.reception.rules import lunar_of, parse_rule, reception_dates, reception_document

ROUNDS = sized(60, 1)
LIMIT = 3.0
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
RULES = ("lunar:3,8", "weekly:odd:thu", "branch:丑,巳,酉", "lastworkday")
LEADERS = tuple(Turn((f"领导{number}",), 1 + number % 2) for number in range(12))
LEAVES = (Leave("领导3", date(2026, 3, 1), date(2026, 5, 31)), Leave("领导7", date(2026, 8, 1), date(2026, 8, 20)))
_TABLES: Any = LunarDate
FRAME_MS = 16.7
AGAIN = 3.0
WIDTH, HEIGHT, DRAWN = 1180, 600, sized(40, 2)


def bare() -> int:
    """The lunar date of every day of the year, by the library alone."""
    return len([_TABLES.from_solar(FIRST + timedelta(days=day)) for day in range((LAST - FIRST).days + 1)])


def ours() -> tuple[Rota, list[dict[str, Any]]]:
    """The year's rota from the words of its rules, nothing remembered from the time before, with the lunar dates."""
    lunar_of.cache_clear()
    dates = reception_dates([parse_rule(text) for text in RULES], FIRST, LAST, built_in_calendar())
    return make_rota([each.on for each in dates], LEADERS, leaves=LEAVES), [reception_document(day) for day in dates]


def measure() -> tuple[float, float]:
    """Medians in milliseconds of the rota and of the bare conversions, taken in turns."""
    rota, documents = ours()
    if len(rota.seats) != len(documents) or rota.gaps:
        raise RuntimeError("the rota does not fill its days")
    whole, conversions = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        bare()
        middle = time.perf_counter()
        ours()
        conversions.append(middle - start)
        whole.append(time.perf_counter() - middle)
    return statistics.median(whole) * 1000, statistics.median(conversions) * 1000


def busy_month() -> Any:
    """A month with a reception on every day, some of them swapped, locked or called off."""
    from petidesk.domain.reception.rules import lunar_words
    from petidesk.ui.reception.reading import DayShown, MonthShown

    first = date(2026, 11, 1)
    monday = first - timedelta(days=first.weekday())

    def reception(on: date) -> ReceptionDay:
        names, other = ("覃晓东", "盖世平")[: 1 + on.day % 2], ("任秀兰",)
        planned = other if on.day % 7 == 0 else names
        slot = Slot(on, "reception", "一楼接访室", "", "09:00-11:30")
        return ReceptionDay(on.day, slot, on, None, "", planned, names, "", on.day % 5 == 0, on.day % 11 == 0, 1)

    def shown(on: date) -> DayShown:
        receptions = (reception(on),) if on.month == first.month else ()
        return DayShown(on, lunar_words(on), on.weekday() >= 5, "", receptions)

    weeks = tuple(tuple(shown(monday + timedelta(days=7 * week + place)) for place in range(7)) for week in range(6))
    return MonthShown(first, weeks, (), False, True, first)


def redraws() -> tuple[float, float, float]:
    """Medians in milliseconds of drawing a month view that shows something new, drawing it again, and a bare table
    of the same size with plain text."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QPixmap, QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QTableView

    from petidesk.ui.look import start as look
    from petidesk.ui.look import style_sheet
    from petidesk.ui.reception.month_grid import MonthGrid

    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication([])
    look.start(app, 0, False)
    month = busy_month()
    grid = MonthGrid("月")
    model = QStandardItemModel(6, 7)
    for row, week in enumerate(month.weeks):
        for column, day in enumerate(week):
            who = "、".join(name for each in day.receptions for name in each.leaders)
            model.setItem(row, column, QStandardItem(f"{day.on.day} {day.lunar}\n{who}"))
    plain = QTableView()
    plain.setModel(model)
    for view in (grid, plain):
        style_sheet.dress(view)
        view.resize(WIDTH, HEIGHT)
        view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        view.show()
    grid.show_month(month, month.first)
    for row in range(6):
        plain.setRowHeight(row, (HEIGHT - 40) // 6)
    for column in range(7):
        plain.setColumnWidth(column, (WIDTH - 40) // 7)
    app.processEvents()
    found: list[list[float]] = [[], [], []]
    for turn in range(DRAWN):
        # Another today: no day is as it was drawn before.
        grid.show_month(replace(month, today=month.today + timedelta(turn + 1)), month.first)
        for view, spent in zip((grid, grid, plain), found, strict=True):
            pixmap = QPixmap(view.size())
            start = time.perf_counter()
            view.render(pixmap)
            spent.append(time.perf_counter() - start)
    for view in (grid, plain):
        view.close()
    anew, again, bare = (statistics.median(spent) * 1000 for spent in found)
    return anew, again, bare


def redraw_lines() -> list[Line]:
    """The promises of the month view and what was measured."""
    anew, again, bare = redraws()
    what = "month view with 30 receptions"
    return [
        Line(
            f"{what}, drawn for the first time",
            f"within one frame ({FRAME_MS:g} ms)",
            f"{anew:.1f} ms, a bare table {bare:.1f} ms: {anew / bare:.2f}x",
            anew <= FRAME_MS,
        ),
        Line(
            f"{what}, drawn again",
            f"within {AGAIN:g}x a bare table",
            f"{again:.1f} ms, {bare:.1f} ms bare: {again / bare:.2f}x",
            again <= AGAIN * bare,
        ),
    ]


def lines() -> list[Line]:
    """The promise and what was measured."""
    rota, conversions = measure()
    ratio = rota / conversions
    said = f"{rota:.1f} ms, {conversions:.1f} ms bare: {ratio:.2f}x"
    what = f"a year's rota, {len(LEADERS)} leaders, {len(RULES)} rules"
    return [Line(what, f"within {LIMIT:g}x bare lunar conversions", said, ratio <= LIMIT), *redraw_lines()]


if __name__ == "__main__":
    print(show(lines()))
