"""Who changed what: the audit chain as staff read it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from petidesk.desk.listed import Listed
from petidesk.documents.workbooks.write import sheet
from petidesk.domain.audit import AuditLine, AuditQuery, HistoryLine, Verified
from petidesk.domain.audit_words import FORM, HEADINGS, act_words, kind_words, list_values, refuse_too_many
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Refused
from petidesk.storage import office as office_rows
from petidesk.storage import staff as staff_rows
from petidesk.storage.safety import audit as rows
from petidesk.storage.safety import head as heads
from petidesk.storage.visits import people

if TYPE_CHECKING:
    from petidesk.desk.form_shelf import FormShelf
    from petidesk.desk.session import Session


class Audit(Listed[AuditQuery, AuditLine]):
    """The chain of events. It only grows."""

    _listing = rows.LISTING

    def __init__(self, session: Session, shelf: FormShelf) -> None:
        self._session = session
        self._shelf = shelf

    def found(self, query: AuditQuery, limit: int, offset: int = 0) -> tuple[int, list[AuditLine]]:
        """How many events the query finds, and a page of them; no word of what was recorded.

        Refused not_found for a name of staff that nobody has or had.
        """
        with self._session.reading() as connection:
            if query.staff and query.staff not in (member.name for member in staff_rows.everybody(connection)):
                raise Refused("not_found", f"没有叫“{query.staff}”的工作人员。", field="staff")
            page = rows.LISTING.rows(connection, query, limit, offset)
            return rows.LISTING.count(connection, query), page

    def lines(self, limit: int = 50, offset: int = 0) -> list[AuditLine]:
        """The newest events, without what was before and after."""
        return self.rows(AuditQuery(), limit, offset)

    def staff(self) -> list[str]:
        """Everybody who can have done something, those who left too."""
        with self._session.reading() as connection:
            return [member.name for member in staff_rows.everybody(connection)]

    def workbook(self, query: AuditQuery) -> bytes:
        """The events that the query finds as an .xlsx file, oldest first, with the hash of each.

        Whoever keeps it elsewhere can prove later that nothing before it was changed. Refused forbidden for what was
        filtered by a petitioner.
        """
        query = dataclasses.replace(query, sort="at", descending=False)
        with self._session.reading() as connection:
            query.refuse_by_person(lambda asked: people.names_somebody(connection, asked))
            found = rows.LISTING.rows(connection, query, rows.LISTING.count(connection, query))
            office = office_rows.current(connection, self._session.today())
        cells = [
            (
                line.event_id,
                f"{line.at:%Y-%m-%d %H:%M:%S}",
                line.staff,
                act_words(line.action),
                kind_words(line.subject_kind),
                line.subject,
                line.hash,
            )
            for line in found
        ]
        title = f"{office.full_name}审计记录{'（演练）' if self._session.practice else ''}"
        return sheet(title, HEADINGS, cells, made_at=self._session.now())

    def paper(self, query: AuditQuery, size: str | None = None) -> Paper:
        """The list as the query finds it, on paper, made anew and not kept.

        Refused forbidden for what was filtered by a petitioner, and for more lines than anybody reads.
        """
        with self._session.reading() as connection:
            query.refuse_by_person(lambda asked: people.names_somebody(connection, asked))
            total = rows.LISTING.count(connection, query)
            refuse_too_many(total)
            found, end = rows.LISTING.rows(connection, query, total), heads.of(connection)
            office = office_rows.current(connection, self._session.today()).full_name
        by, at = self._session.actor.name, self._session.now()
        return self._shelf.fill(FORM, list_values(office, query, found, end.entries, end.hash, by, at), size)

    def change(self, event_id: int) -> HistoryLine | None:
        """One event with what was before and after; nothing of what an accusation says. None where there is none."""
        with self._session.reading() as connection:
            return rows.change(connection, event_id)

    def for_subject(self, subject_kind: str, subject: str) -> Sequence[HistoryLine]:
        """What happened to one record, oldest first; nothing of what an accusation says."""
        with self._session.reading() as connection:
            return rows.for_subject(connection, subject_kind, subject)

    def verify(self) -> Verified:
        """Walk the whole chain, and compare its end with the notes outside of the file: in the folder, with backups.

        rules/desk.md, Traces.
        """
        folder = self._session.folder
        with self._session.reading() as connection:
            found = rows.walk(connection)
            at_end, cut_at = heads.verify(connection, folder)
            copies = heads.verify_copies(connection, folder)
            end, behind = heads.of(connection), heads.behind(connection, folder)
        broken = min((event_id for _problem, event_id in found), default=cut_at)
        return Verified(end.entries, end.hash, broken, (*(problem for problem, _ in found), *at_end, *copies), behind)

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
