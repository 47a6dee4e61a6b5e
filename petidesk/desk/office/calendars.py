"""The calendar the office counts by: what ships with the program, with the office's own years put over it."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from petidesk import paths
from petidesk.domain.calendar import Calendar, calendar_document, parse_calendar_document, parse_calendar_documents
from petidesk.domain.undo import ways
from petidesk.storage import office as rows
from petidesk.storage.cases import anew
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.session import Session


@lru_cache(maxsize=1)
def built_in_calendar() -> Calendar:
    """The published arrangements in resources/calendars, one file a year, read once."""
    files = sorted((paths.resources() / "calendars").glob("*.json"))
    return parse_calendar_documents([json.loads(file.read_text(encoding="utf-8")) for file in files])


def calendar_of(connection: Transaction) -> Calendar:
    """The calendar of this office: the published years, with its own over them."""
    calendar = built_in_calendar()
    for document in rows.calendar_documents(connection):
        calendar = calendar.with_year(parse_calendar_document(document))
    return calendar


class Calendars:
    """Rest days and make-up days by year. A year that nobody entered is unknown, never guessed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._loaded: Calendar | None = None

    def load(self) -> Calendar:
        """The calendar as it stands; read once, and again after an import."""
        if self._loaded is None:
            with self._session.reading() as connection:
                self._loaded = calendar_of(connection)
        return self._loaded

    def years(self) -> list[int]:
        """The years whose arrangement is known."""
        return sorted(self.load().years)

    def document(self, year: int) -> dict[str, Any]:
        """One year as `calendar show` prints it."""
        return calendar_document(self.load().year(year))

    def import_document(self, document: object) -> int:
        """Put one year's arrangement in place and work out open cases anew; gives back the year."""
        arrangement = parse_calendar_document(document)
        text = calendar_document(arrangement)
        known = self.load()
        before = calendar_document(known.year(arrangement.year)) if known.knows(arrangement.year) else None
        with self._session.writing() as connection:
            own = rows.own_calendar_year(connection, arrangement.year)
            rows.set_calendar_year(connection, arrangement.year, text)
            self._follow(connection)
            audit_rows.append(
                connection,
                self._session.act(),
                "calendar.imported",
                "calendar",
                str(arrangement.year),
                before=before,
                after=text,
                kept={"own": own},
            )
        self._loaded = None
        return arrangement.year

    def take_back(self, way: ways.Way) -> None:
        """Let the arrangement of before rule again."""
        assert isinstance(way, ways.CalendarBack)
        with self._session.writing() as connection:
            if way.before is None:
                rows.drop_calendar_year(connection, way.year)
            else:
                rows.set_calendar_year(connection, way.year, way.before)
            self._follow(connection)
            audit_rows.append(
                connection, self._session.act(), "calendar.withdrawn", "calendar", str(way.year), after=way.before
            )
        self._session.afterwards(self._forget)

    def _follow(self, connection: Transaction) -> None:
        """Work out open cases anew where a limit counts working days."""
        limits = rows.current(connection, self._session.today()).limits
        if any(limit.unit == "working" for limit in limits.values()):
            anew.recompute(connection, calendar_of(connection), limits)

    def _forget(self) -> None:
        self._loaded = None
