"""Write resources/calendars/YEAR.json from the published holiday arrangements. Run by hand when a year is announced.

    pip install chinesecalendar
    python packaging/build_calendars.py

The library is a tool of this script only; the program reads the files. Each file is what ``petidesk calendar show``
prints and ``petidesk calendar import`` takes: weekday holidays, and the weekend days that are worked instead.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from chinese_calendar import constants

FIRST_YEAR = 2004
TARGET = Path(__file__).resolve().parent.parent / "resources" / "calendars"

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利七十周年纪念日",
}

# Rest on the eve of the Spring Festival of 2024 was only encouraged: it was a working day.
NO_REST_DAYS = frozenset({date(2024, 2, 9)})


def _entries(days: Mapping[date, str], year: int, *, weekend: bool) -> list[dict[str, str]]:
    chosen = sorted(day for day in days if day.year == year and (day.weekday() >= 5) is weekend)
    return [{"date": day.isoformat(), "name": NAMES[days[day]]} for day in chosen if day not in NO_REST_DAYS]


def main() -> None:
    """Write one file a year, from 2004 to the last year that the library knows."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for year in range(FIRST_YEAR, max(day.year for day in constants.holidays) + 1):
        document = {
            "year": year,
            "rest_days": _entries(constants.holidays, year, weekend=False),
            "makeup_days": _entries(constants.workdays, year, weekend=True),
        }
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        (TARGET / f"{year}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
