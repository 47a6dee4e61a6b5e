"""Papers of the window itself: 信访渠道公示牌, 接待窗口交接班单, 信封, 邮寄清单, and a page of help.

They are made anew each time from settings and records, and nothing of them is kept.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from petidesk import paths
from petidesk.desk import unmasking
from petidesk.desk.drafts import begun
from petidesk.domain.cases.files import CaseFile
from petidesk.domain.help_pages import FORM as HELP
from petidesk.domain.help_pages import TITLE as HELP_TITLE
from petidesk.domain.help_pages import help_values
from petidesk.domain.letters.content import ACCUSATION_BASIS
from petidesk.domain.letters.letters import LetterQuery, LetterRow
from petidesk.domain.office.office import Office
from petidesk.domain.office.papers import (
    BOARD,
    CLOSED,
    ENVELOPE,
    HANDOVER,
    MAILING,
    TITLES,
    Addressee,
    PostedLetter,
    Shift,
    addressed_in,
    board_values,
    envelope_values,
    handover_values,
    mailing_values,
)
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.signing import signing
from petidesk.storage import home as home_rows
from petidesk.storage import office as office_rows
from petidesk.storage import reception as reception_rows
from petidesk.storage import sittings as sitting_rows
from petidesk.storage.cases.promised import promised
from petidesk.storage.file.database import Transaction
from petidesk.storage.letters import letters as letter_rows
from petidesk.storage.letters import listing as letter_list
from petidesk.storage.letters import posting
from petidesk.storage.visits.materials import held

if TYPE_CHECKING:
    from petidesk.desk.cases.cases import Cases
    from petidesk.desk.form_shelf import FormShelf
    from petidesk.desk.session import Session

MOST_LINES = 40
MOST_HELD = 200
MOST_POSTED = 500
# How far a shift looks ahead for who booked and what was promised.
PROMISED_DAYS = 7


class OfficePapers:
    """`desk.office_papers`."""

    def __init__(self, session: Session, shelf: FormShelf, cases: Cases) -> None:
        self._session = session
        self._shelf = shelf
        self._cases = cases

    def folder_of(self, form: str) -> str:
        """The folder of a paper of the window, by its folder's name or its title; empty for any other paper."""
        papers = {**TITLES, HELP: HELP_TITLE}
        return form if form in papers else next((name for name, title in papers.items() if title == form), "")

    def sizes(self, form: str) -> tuple[str, ...]:
        """The paper sizes that it can be printed on, the usual one first."""
        return self._shelf.sizes(form)

    def named(self, form: str, number: str, paper: str | None = None) -> Paper:
        """The paper of that folder: a board, handover or list by its day (2026-11-25), an envelope by document or case,
        a page of help by its name in resources/help.

        Refused ``bad_value`` for no day or a size that the form does not have.
        """
        if form == ENVELOPE:
            return self.envelope(number, paper)
        if form == HELP:
            file = paths.resources() / "help" / f"{number}.md"
            if not number.isidentifier() or not file.is_file():
                raise Refused("not_found", f"没有“{number}”这一页帮助。", field="form")
            return self.help_page(file.read_text(encoding="utf-8"))
        try:
            day = date.fromisoformat(number)
        except ValueError:
            words = f"“{number}”不是存在的日期，请写成{self._session.today().isoformat()}。"
            raise Refused("bad_value", words, field="day") from None
        if form == BOARD:
            return self.board(paper, day)
        return self.handover(day) if form == HANDOVER else self.mailing_list(day)

    def board(self, paper: str | None = None, day: date | None = None) -> Paper:
        """信访渠道公示牌 of the settings that rule on `day` (today) and the next receptions of leaders.

        Refused ``missing`` where the office has not set what 第十八条 wants published.
        """
        day = day or self._session.today()
        with self._session.reading() as connection:
            office = office_rows.current(connection, day)
            days = reception_rows.days(connection, reception_rows.DayQuery(since=day), MOST_LINES)
        return self._shelf.fill(BOARD, board_values(office, days, day), paper)

    def help_page(self, markdown: str) -> Paper:
        """帮助一页纸: a page of help, or the card of all keys, as F1 shows it."""
        return self._shelf.fill(HELP, help_values(markdown, self._session.today()))

    def handover(self, day: date | None = None) -> Paper:
        """接待窗口交接班单 of today, from the records as they stand. Refused ``bad_value`` for another day."""
        today = self._session.today()
        if day not in (None, today):
            words = f"交接班单按记录现在的样子印，只能印当天（{today.isoformat()}）的。"
            raise Refused("bad_value", words, field="day")
        with self._session.reading() as connection:
            office = office_rows.current(connection, today)
            shift = Shift(
                reception=home_rows.reception(connection, today),
                unfinished=begun(self._session, connection),
                drafts=letter_list.LISTING.rows(connection, LetterQuery(state="draft"), MOST_LINES),
                unserved=letter_list.LISTING.rows(
                    connection, LetterQuery(waiting_service=True, sort="signed_on", descending=False), MOST_LINES
                ),
                due=home_rows.pressing(connection, today + timedelta(days=1), MOST_LINES),
                materials=held(connection, today, MOST_HELD),
                promised=promised(connection, today + timedelta(days=PROMISED_DAYS), MOST_LINES),
                coming=sitting_rows.coming(connection, today, today + timedelta(days=PROMISED_DAYS)),
            )
        return self._shelf.fill(HANDOVER, handover_values(office, shift, self._session.actor.name, self._session.now()))

    def mailing_list(self, day: date | None = None) -> Paper:
        """邮寄清单: the letters that were issued on a day (today) and go by post."""
        day = day or self._session.today()
        with self._session.reading() as connection:
            office = office_rows.current(connection, day)
            found = letter_list.LISTING.rows_by_id(connection, posting.posted_ids(connection, day, MOST_POSTED))
            posted = [one for row in found for one in self._posted(connection, office, row)]
        return self._shelf.fill(MAILING, mailing_values(office, day, posted, self._session.actor.name))

    def _posted(self, connection: Transaction, office: Office, row: LetterRow) -> list[PostedLetter]:
        if row.restricted:
            return [PostedLetter(row.document_no, row.title, CLOSED, "")]
        case = self._cases.load_within(connection, self._cases.id_of(connection, row.case_no), unmasking.inside())
        return [PostedLetter(row.document_no, row.title, to.name, to.address) for to in _addressed(office, case, row)]

    def envelope(self, number: str, paper: str | None = None) -> Paper:
        """信封 on dl or c5 for an issued letter, or for who is served with one on a case: one for each.

        Refused: not_found, forbidden for an accusation, whose envelope is written by hand; missing without a name.
        """
        with self._session.reading() as connection:
            office = office_rows.current(connection, self._session.today())
            letter = letter_rows.find_no(connection, number)
            row = letter_list.LISTING.rows_by_id(connection, [letter.letter_id])[0] if letter is not None else None
            case_no = row.case_no if row is not None else number
            # Who also came to accuse stands on the envelope of the other matter.
            case = self._cases.load_within(connection, self._cases.id_of(connection, case_no), unmasking.inside())
        if case.restricted or (row is not None and row.restricted):
            words = "检举控告的信封请手写：谁检举控告，不能印在信封上，也不留在打印机里。"
            raise Refused("forbidden", words, basis=ACCUSATION_BASIS)
        to = _addressed(office, case, row)
        if not to:
            raise Refused("missing", f"{number}没有收信人的姓名，信封请手写。", field="case_no")
        return self._shelf.fill(ENVELOPE, envelope_values(office, to), paper)


def _addressed(office: Office, case: CaseFile, row: LetterRow | None) -> list[Addressee]:
    """To whom and where a letter goes: each who signs and is served, or the unit; nobody where no name is known."""
    names = {one.name for one in case.people if one.name}
    if row is not None and row.receiver and row.receiver.removesuffix("等") not in names:
        return [Addressee(row.receiver)]
    return [addressed_in(office, one.name, one.address or one.village, one.village) for one in signing(case.people)]
