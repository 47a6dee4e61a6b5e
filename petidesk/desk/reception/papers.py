"""Papers of the rota: the public notice with its versions, the wall sheet, contact cards, the table, the calendar file.

Only a notice is kept: what was put up for a month, so that one that changes says on which day it was renewed.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from petidesk.desk.form_shelf import unkept
from petidesk.documents.calendar_files import calendar_file
from petidesk.documents.printing import render_many
from petidesk.documents.workbooks.write import sheet
from petidesk.domain.ledger.events import month_number
from petidesk.domain.office.office import Office
from petidesk.domain.office.unset import Unset
from petidesk.domain.papers import Paper
from petidesk.domain.reception.days import ReceptionDay
from petidesk.domain.reception.papers import (
    CARDS,
    TABLE_HEADINGS,
    calendar_entries,
    card_pages,
    notice_rows,
    notice_values,
    table_rows,
    unfinished_rows,
    wall_values,
)
from petidesk.domain.trouble import Refused
from petidesk.storage import office as office_rows
from petidesk.storage import reception as rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.reception import DayQuery, IssuedNotice
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.form_shelf import FormShelf
    from petidesk.desk.session import Session

NOTICE, WALL, CARD = "reception_notice", "reception_wall_sheet", "contact_cards"
NOTICE_PAPERS = ("a4", "a3", "wall")


@dataclass(frozen=True, slots=True)
class _Month:
    """A month's notice as it would be put up now, and what was put up before."""

    number: int
    words: str
    office: Office
    rows: list[dict[str, str]]
    issued: list[IssuedNotice]

    @property
    def current(self) -> bool:
        """Whether the newest notice says what the rota says."""
        return bool(self.issued) and self.issued[-1].rows == self.rows


class SchedulePapers:
    """`desk.schedule_papers`."""

    def __init__(self, session: Session, shelf: FormShelf) -> None:
        self._session = session
        self._shelf = shelf

    def is_issued(self, month: str) -> bool:
        """Whether the notice of a month (2026-12) was put up as the rota stands: printing it again writes nothing."""
        with self._session.reading() as connection:
            return self._month(connection, month).current

    def is_outdated(self, month: str) -> bool:
        """Whether a notice of the month was put up and the rota has changed since."""
        with self._session.reading() as connection:
            number = month_number(month)
            issued = rows.notices(connection, number)
            if not issued:
                return False
            office = office_rows.current(connection, self._session.today())
            return issued[-1].rows != notice_rows(office, rows.days(connection, _days_of(number)))

    def preview(self, month: str, paper: str = "a4") -> Paper:
        """The notice as `notice` would issue it today, nothing written. Refused as `notice`."""
        _refuse_paper(paper)
        with self._session.reading() as connection:
            found = self._month(connection, month)
        return self._draw(found if found.current else _renewed(found, self._session.today()), paper)

    def notice(self, month: str, paper: str = "a4") -> Paper:
        """领导干部接待群众公示 of a month on a4 or a3, or the wall sheet; issued when it changed since the last one.

        Refused: not_found while the month has no reception, bad_value for another paper.
        """
        _refuse_paper(paper)
        with self._session.reading() as connection:
            found = self._month(connection, month)
        if not found.current:
            with self._session.writing() as connection:
                fresh = self._month(connection, month)
                found = fresh if fresh.current else self._issue(connection, fresh)
        return self._draw(found, paper)

    def _draw(self, found: _Month, paper: str) -> Paper:
        newest = found.issued[-1]
        renewed = newest.issued_on if newest.version > 1 else None
        if paper == "wall":
            made = self._shelf.fill(
                WALL, wall_values(found.office, found.words, found.rows, renewed), "a3", newest.version
            )
        else:
            values = notice_values(found.office, found.words, found.rows, found.issued[0].issued_on, renewed)
            made = self._shelf.fill(NOTICE, values, paper, newest.version)
        return replace(made, notes=unfinished_rows(found.rows))

    def cards(self, per_page: int = 8, leader: str = "") -> Paper:
        """便民联系卡, 8 or 10 to a page: one for every leader of the office, or a page full of one leader's.

        Refused: bad_value for another number, not_found for a leader who is not in the office's list; Unset where the
        list is empty.
        """
        if per_page not in CARDS:
            raise Refused("bad_value", "一页可以印8张或10张。", field="per-page")
        today = self._session.today()
        with self._session.reading() as connection:
            office = office_rows.current(connection, today)
            days = rows.days(connection, DayQuery(since=today))
        leaders = [known for known in office.leaders if leader in ("", known.name)]
        if not office.leaders:
            raise Unset(["leaders"], "便民联系卡")
        if not leaders:
            raise Refused("not_found", f"领导名单里没有{leader}。", field="leader")
        if leader:
            leaders *= per_page
        form = self._shelf.load(CARD)
        pages = [(form, self._blank(form.fields, page)) for page in card_pages(office, leaders, days, today, per_page)]
        run = render_many(pages, paper="a4", title=form.title, practice=self._session.practice, at=self._session.now())
        return unkept(CARD, "a4", run)

    def table(self, since: date | None = None, until: date | None = None) -> bytes:
        """The rota as an .xlsx file with 原定, 实到 and reasons."""
        office, days = self._days(since, until, cancelled=False)
        title = f"{office.full_name}领导接待日安排表{'（演练）' if self._session.practice else ''}"
        return sheet(title, TABLE_HEADINGS, table_rows(office, days), made_at=self._session.now())

    def calendar(self, since: date | None = None, until: date | None = None) -> bytes:
        """The rota as an .ics file, cancelled days included."""
        office, days = self._days(since, until, cancelled=True)
        entries = calendar_entries(days)
        return calendar_file(f"{office.name}领导接待日", entries, made_at=self._session.now())

    def _days(
        self, since: date | None, until: date | None, *, cancelled: bool
    ) -> tuple[Office, Sequence[ReceptionDay]]:
        with self._session.reading() as connection:
            office = office_rows.current(connection, self._session.today())
            return office, rows.days(connection, DayQuery(since, until, cancelled=cancelled))

    def _month(self, connection: Transaction, month: str) -> _Month:
        number = month_number(month)
        words = f"{number // 12}年{number % 12 + 1}月"
        days = rows.days(connection, _days_of(number))
        if not days:
            raise Refused("not_found", f"{words}还没有排接待日，请先排班。", field="month")
        office = office_rows.current(connection, self._session.today())
        return _Month(number, words, office, notice_rows(office, days), rows.notices(connection, number))

    def _issue(self, connection: Transaction, found: _Month) -> _Month:
        act = self._session.act()
        renewed = _renewed(found, self._session.today())
        notice = renewed.issued[-1]
        rows.add_notice(connection, act, found.number, notice)
        audit_rows.append(
            connection,
            act,
            "schedule.notice",
            "schedule",
            found.words,
            before={"rows": found.issued[-1].rows} if found.issued else None,
            after={"version": notice.version, "rows": found.rows},
        )
        return renewed

    def _blank(self, fields: Mapping[str, object], values: Mapping[str, Any]) -> dict[str, Any]:
        """The values with an empty text for every card that a page does not fill."""
        return {name: "" for name in fields if name not in values} | dict(values)


def _refuse_paper(paper: str) -> None:
    if paper not in NOTICE_PAPERS:
        raise Refused("bad_value", f"公示可以印：{'、'.join(NOTICE_PAPERS)}。", field="paper")


def _days_of(number: int) -> DayQuery:
    year, place = number // 12, number % 12 + 1
    return DayQuery(date(year, place, 1), date(year, place, monthrange(year, place)[1]))


def _renewed(found: _Month, today: date) -> _Month:
    """The month with a notice of today that says what the rota says."""
    notice = IssuedNotice(len(found.issued) + 1, today, found.rows)
    return replace(found, issued=[*found.issued, notice])
