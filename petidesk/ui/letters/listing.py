"""The list of letters: its columns, its filter, what it says while it is empty.

A letter that waits for its service says so, with the days since.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from petidesk.domain.letters.letters import LETTER_STATES, LetterQuery, LetterRow
from petidesk.ui.lists.filter_spec import WIDE, FilterSpec, Room
from petidesk.ui.lists.list_view import EmptyWords, Listing
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look.dates import short_day
from petidesk.ui.look.lights import Tone
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

DRAFTS, ISSUED, WAITING, VOIDED, ALL = "draft", "issued", "waiting", "voided", "all"
# A letter not served within so many days after it was signed gets the stronger light. The regulation sets no limit for
# the service itself; a week is long for a township, and the answer's own limits run on.
LATE_DAYS = 7

# ---- columns


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
    return (
        Column("document_no", translate("LetterList", "文号"), number_words, 12.5, "document_no", fixed=True),
        Column("title", translate("LetterList", "名称"), lambda row: row.title, 11, "title"),
        Column("receiver", translate("LetterList", "收件人"), lambda row: row.receiver, 8),
        Column(
            "served",
            translate("LetterList", "送达"),
            lambda row: service_words(row, today()),
            9,
            "served_on",
            tone=lambda row: service_tone(row, today()),
            keeps=True,
        ),
        Column(
            "state", translate("LetterList", "状态"), lambda row: LETTER_STATES[row.state], 4.5, "state", keeps=True
        ),
        Column(
            "signed_on",
            translate("LetterList", "签发日期"),
            lambda row: short_day(row.signed_on, today()),
            5.5,
            "signed_on",
        ),
        Column("case", translate("LetterList", "信访事项"), case_words, 12, "case_no", grows=True),
        Column("signed_by", translate("LetterList", "签发人"), lambda row: row.signed_by, 5, shown=False),
        Column("staff", translate("LetterList", "拟稿人"), lambda row: row.staff, 5, shown=False),
    )


# ---- filter


def group_query(group: str, _today: date) -> LetterQuery:
    """What a group asks for: a state, or what waits for its service."""
    return LetterQuery(state=group if group in (DRAFTS, ISSUED, VOIDED) else "", waiting_service=group == WAITING)


def chip_words(query: LetterQuery, titles: Mapping[str, str]) -> dict[str, str]:
    """How each field is worded as a chip."""
    return {
        "state": LETTER_STATES.get(query.state, query.state),
        "waiting_service": translate("LetterFilter", "待送达"),
        "case_no": query.case_no,
        "meeting_no": query.meeting_no,
        "form": titles.get(query.form, query.form),
        "since": translate("LetterFilter", "{0} 起签发").format(query.since),
        "until": translate("LetterFilter", "{0} 止签发").format(query.until),
    }


def letter_filter(titles: Mapping[str, str]) -> FilterSpec[LetterQuery]:
    """The bar above the list of letters: the state at one click. `titles`: what each form is called."""
    return FilterSpec(
        views={
            ALL: translate("LetterFilter", "全部"),
            DRAFTS: translate("LetterFilter", "草稿"),
            ISSUED: translate("LetterFilter", "已签发"),
            WAITING: translate("LetterFilter", "待送达"),
            VOIDED: translate("LetterFilter", "已作废"),
        },
        first=ALL,
        whole=ALL,
        view_query=group_query,
        of_view=("state", "waiting_service"),
        chips=lambda query: chip_words(query, titles),
        rooms=(
            Room(36, 6.2, translate("LetterFilter", "找文号")),
            Room(46, 11, translate("LetterFilter", "找文号、姓名")),
            Room(WIDE, 18, translate("LetterFilter", "文号、名称、姓名、事项")),
        ),
        views_name=translate("LetterFilter", "文书的状态"),
        text_name=translate("LetterFilter", "在文书中找"),
    )


# ---- the list


def letter_listing(desk: Desk) -> Listing:
    """The list of letters."""
    return Listing(
        key="letters",
        name=translate("LetterList", "文书列表"),
        source=desk.letters,
        row_id=lambda row: row.letter_id,
        columns=letter_columns(desk.today),
        row_tone=row_tone,
        sort=("changed_at", True),
        empty=EmptyWords(
            "mail",
            translate("LetterList", "还没有文书"),
            translate(
                "LetterList",
                "告知书、交办单、处理意见书都在这里写：选信访事项，选种类，填几处内容，签发时自动编文号、定稿。"
                "签发以后在这里打印、登记送达。",
            ),
            translate("LetterList", "没有符合条件的文书"),
            translate("LetterList", "换一个状态，或者去掉上面的条件再看。"),
            translate("LetterList", "写文书"),
            "pencil",
        ),
        nobody_in=(ALL,),
        count=lambda total: translate("LetterList", "共 {0} 份").format(f"{total:,}"),
    )
