"""Who changed what: the audit chain as staff read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from petidesk.domain.audit import AuditLine, HistoryLine, Verified
from petidesk.domain.trouble import Refused
from petidesk.storage.safety import audit as rows
from petidesk.storage.safety import head as heads

if TYPE_CHECKING:
    from petidesk.desk.session import Session


class Audit:
    """The chain of events. It only grows."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lines(self, limit: int = 50, offset: int = 0) -> list[AuditLine]:
        """The newest events, without what was before and after."""
        with self._session.reading() as connection:
            return rows.lines(connection, limit, offset)

    def for_subject(self, subject_kind: str, subject: str) -> Sequence[HistoryLine]:
        """What happened to one record, oldest first; nothing of what an accusation says."""
        with self._session.reading() as connection:
            return rows.for_subject(connection, subject_kind, subject)

    def verify(self) -> Verified:
        """Walk the whole chain, and compare its end with the note outside of the file (rules/desk.md, Traces)."""
        folder = self._session.folder
        with self._session.reading() as connection:
            found = rows.walk(connection)
            at_end, cut_at = heads.verify(connection, folder)
            end, behind = heads.of(connection), heads.behind(connection, folder)
        broken = min((event_id for _problem, event_id in found), default=cut_at)
        return Verified(end.entries, end.hash, broken, (*(problem for problem, _ in found), *at_end), behind)

    def clock_trouble(self) -> str:
        """Why nothing can be recorded on this day; empty while the clock agrees with the records."""
        try:
            with self._session.reading() as connection:
                self._session.check_clock(connection)
        except Refused as refusal:
            return refusal.message
        return ""

    def clock_right(self) -> None:
        """Staff say that the clock is right although it is behind the records, which a clock too fast had stamped.

        From this event on the desk records again.
        """
        with self._session.writing(any_clock=True) as connection:
            act, newest = self._session.act(), rows.last_change(connection)
            before = {"at": newest.isoformat() if newest else None}
            rows.append(connection, act, "clock.right", "office", "1", before=before, after={"at": act.at.isoformat()})
