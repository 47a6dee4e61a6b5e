"""What the columns of the list of letters say. A letter that waits for its service says so, with the days since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from petidesk.domain.letters.letters import LETTER_STATES, LetterQuery, LetterRow
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look.dates import short_day
from petidesk.ui.look.lights import Tone
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from array import array

    from petidesk.desk.desk import Desk

# A letter not served within so many days after it was signed gets the stronger light. The regulation sets no limit for
# the service itself; a week is long for a township, and the answer's own limits run on.
LATE_DAYS = 7


class LetterSource:
    """Rows of the list of letters from the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def first_rows(self, query: LetterQuery, limit: int) -> Sequence[LetterRow]:
        """The first rows in order."""
        return self._desk.letters.rows(query, limit)

    def ids(self, query: LetterQuery) -> array[int]:
        """All ids in order."""
        return self._desk.letters.ids(query)

    def rows(self, ids: Sequence[int]) -> Sequence[LetterRow]:
        """The rows of these ids."""
        return self._desk.letters.rows_by_id(list(ids))

    def row_id(self, row: LetterRow) -> int:
        """The letter's id."""
        return row.letter_id


def number_words(row: LetterRow) -> str:
    """The document number; a draft has none."""
    return row.document_no or translate("LetterList", "（草稿）")


def case_words(row: LetterRow) -> str:
    """The case with its number; of an accusation the number alone."""
    if row.restricted:
        return translate("LetterList", "{0} 检举控告（限制查阅）").format(row.case_no)
    return f"{row.case_no} {row.case_title}".strip()


def service_words(row: LetterRow, today: date) -> str:
    """待送达 3天, 11-20 送达, or nothing where no service is due."""
    if row.served_on is not None:
        return translate("LetterList", "{0} 送达").format(short_day(row.served_on, today))
    if not row.waits_for_service:
        return ""
    days = (today - row.signed_on).days if row.signed_on is not None else 0
    return (
        translate("LetterList", "待送达 {0}天").format(days) if days > 0 else translate("LetterList", "待送达 今天签发")
    )


def service_tone(row: LetterRow, today: date) -> Tone:
    """Which light the service gets."""
    if row.waits_for_service:
        late = row.signed_on is not None and (today - row.signed_on).days > LATE_DAYS
        return Tone.LATE if late else Tone.SOON
    return Tone.CALM if row.served_on is not None else Tone.PLAIN


def row_tone(row: LetterRow) -> Tone:
    """A voided letter is struck through, a draft is soft."""
    return {"voided": Tone.VOID, "draft": Tone.SOFT}.get(row.state, Tone.PLAIN)


def letter_columns(today: Callable[[], date]) -> tuple[Column[LetterRow], ...]:
    """The columns as they are built. `today` is asked anew for each cell: the window stays open over night."""

    def words(text: str) -> str:
        return translate("LetterList", text)

    return (
        Column("document_no", words("文号"), number_words, 12.5, "document_no", fixed=True),
        Column("title", words("名称"), lambda row: row.title, 11, "title"),
        Column("receiver", words("收件人"), lambda row: row.receiver, 8),
        Column(
            "served",
            words("送达"),
            lambda row: service_words(row, today()),
            9,
            "served_on",
            tone=lambda row: service_tone(row, today()),
            keeps=True,
        ),
        Column("state", words("状态"), lambda row: LETTER_STATES[row.state], 4.5, "state", keeps=True),
        Column("signed_on", words("签发日期"), lambda row: short_day(row.signed_on, today()), 5.5, "signed_on"),
        Column("case", words("信访事项"), case_words, 12, "case_no", grows=True),
        Column("signed_by", words("签发人"), lambda row: row.signed_by, 5, shown=False),
        Column("staff", words("拟稿人"), lambda row: row.staff, 5, shown=False),
    )
