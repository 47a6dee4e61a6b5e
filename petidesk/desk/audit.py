"""Who changed what: the audit chain as staff read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petidesk.domain.listing import AuditChange, AuditLine, Problem
from petidesk.storage import audit as rows

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk


class Audit:
    """The chain of events. It only grows."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def lines(self, limit: int = 50, offset: int = 0) -> list[AuditLine]:
        """The newest events, without what was before and after."""
        with self._desk.reading() as connection:
            return rows.lines(connection, limit, offset)

    def for_subject(self, subject_kind: str, subject: str) -> list[AuditChange]:
        """What happened to one record, oldest first."""
        with self._desk.reading() as connection:
            return rows.for_subject(connection, subject_kind, subject)

    def verify(self) -> list[Problem]:
        """Walk the whole chain; empty when every link holds."""
        with self._desk.reading() as connection:
            return rows.verify(connection)
