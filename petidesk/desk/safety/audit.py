"""Who changed what: the audit chain as staff read it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from petidesk.documents.workbooks.write import sheet
from petidesk.domain.audit import AuditLine, AuditQuery, ChainedLine, HistoryLine, Verified
from petidesk.domain.audit_words import HEADINGS, act_words, kind_words
from petidesk.domain.trouble import Refused
from petidesk.storage import office as office_rows
from petidesk.storage import staff as staff_rows
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
            _, found = rows.lines(connection, AuditQuery(limit=limit, offset=offset))
        return [chained.line for chained in found]

    def found(self, query: AuditQuery, staff: str = "") -> tuple[int, list[ChainedLine]]:
        """How many events the query finds, and a page of them, the newest first; no word of what was recorded.

        `staff` is the name of a member, one who left included. Refused not_found for a name that nobody has.
        """
        with self._session.reading() as connection:
            if staff:
                known = {member.name: member.staff_id for member in staff_rows.everybody(connection)}
                if staff not in known:
                    raise Refused("not_found", f"没有叫“{staff}”的工作人员。", field="staff")
                query = dataclasses.replace(query, staff_id=known[staff])
            return rows.lines(connection, query)

    def workbook(self, since: date | None = None, until: date | None = None) -> bytes:
        """The events from one day to another as an .xlsx file, oldest first, with the hash of each.

        Whoever keeps it elsewhere can prove later that nothing before it was changed.
        """
        with self._session.reading() as connection:
            _, found = rows.lines(connection, AuditQuery(since=since, until=until, limit=None))
            office = office_rows.current(connection, self._session.today())
        cells = [
            (
                chained.line.event_id,
                f"{chained.line.at:%Y-%m-%d %H:%M:%S}",
                chained.line.staff,
                act_words(chained.line.action),
                kind_words(chained.line.subject_kind),
                chained.line.subject,
                chained.hash,
            )
            for chained in reversed(found)
        ]
        title = f"{office.full_name}审计记录{'（演练）' if self._session.practice else ''}"
        return sheet(title, HEADINGS, cells, made_at=self._session.now())

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
