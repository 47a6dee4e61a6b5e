"""The calendars that ship with the program."""

from __future__ import annotations

import json
from functools import lru_cache

from petidesk import paths
from petidesk.domain.calendar import Calendar, parse_calendar_documents


@lru_cache(maxsize=1)
def built_in_calendar() -> Calendar:
    """The published arrangements in resources/calendars, one file a year, read once."""
    files = sorted((paths.resources() / "calendars").glob("*.json"))
    return parse_calendar_documents([json.loads(file.read_text(encoding="utf-8")) for file in files])
