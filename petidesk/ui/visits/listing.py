"""The list of visits: its columns, its filter, what it says while it is empty.

An accusation shows neither names nor heading; a void visit says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from petidesk.domain.codes import ACCUSATION, CHANNELS, GROUP_FROM, PURPOSES
from petidesk.domain.periods import ALL, CUSTOM, MONTH, TODAY, WEEK
from petidesk.domain.visits.listing import VisitQuery, VisitRow, VisitView
from petidesk.ui.lists.filter_spec import WIDE, FilterSpec, Folded, Room
from petidesk.ui.lists.list_view import EmptyWords, Listing
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look.dates import moment_words
from petidesk.ui.look.lights import Tone, dated_light_words, light_tone
from petidesk.ui.look.names import first_names
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

# ---- columns


def restricted(row: VisitRow) -> bool:
    """Whether the visit holds nothing but accusations (《信访工作条例》第三十条第三款)."""
    return bool(row.purposes) and all(purpose == ACCUSATION for purpose in row.purposes)


def names_words(row: VisitRow) -> str:
    """The first names; 匿名 where there is none; nobody where one of the purposes is an accusation."""
    if ACCUSATION in row.purposes:
        return translate("VisitList", "限制查阅")
    return first_names(row.names, row.people) or translate("VisitList", "匿名")


def state_words(row: VisitRow) -> str:
    """作废, 集体访 and 更正, whatever applies."""
    words = []
    if row.voided:
        words.append(translate("VisitList", "作废"))
    if row.people >= GROUP_FROM:
        words.append(translate("VisitList", "集体访"))
    if row.version > 1 and not row.voided:
        words.append(translate("VisitList", "更正"))
    return " · ".join(words)


def row_tone(row: VisitRow) -> Tone:
    """A void visit is struck through."""
    return Tone.VOID if row.voided else Tone.PLAIN


def visit_columns(today: Callable[[], date]) -> tuple[Column[VisitRow], ...]:
    """The columns as they are built. `today` is asked anew for each cell: the window stays open over night."""
    return (
        Column("visit_no", translate("VisitList", "编号"), lambda row: row.visit_no, 8.5, "visit_no", fixed=True),
        Column("at", translate("VisitList", "时间"), lambda row: moment_words(row.at, today()), 7.5, "at"),
        Column("names", translate("VisitList", "来访人"), names_words, 7.5, "names", tone=_closed_tone),
        Column("people", translate("VisitList", "人数"), lambda row: str(row.people), 3.5, "people", right=True),
        Column("village", translate("VisitList", "村（社区）"), lambda row: row.village, 6, "village"),
        Column("heading", translate("VisitList", "事由"), _heading_words, 13, "heading", tone=_closed_tone, grows=True),
        Column(
            "due",
            translate("VisitList", "期限"),
            lambda row: dated_light_words(row.due, today()),
            10,
            tone=lambda row: light_tone(row.due, today()),
        ),
        Column("state", translate("VisitList", "状态"), state_words, 7.5, tone=_state_tone, keeps=True),
        Column("purposes", translate("VisitList", "目的"), purposes_words, 5.5, "purposes"),
        Column(
            "channel", translate("VisitList", "渠道"), lambda row: CHANNELS.get(row.channel, row.channel), 6, "channel"
        ),
        Column("received_by", translate("VisitList", "接待人"), lambda row: row.received_by, 5, "received_by"),
    )


def purposes_words(row: VisitRow) -> str:
    """The purposes of all matters."""
    return "、".join(PURPOSES.get(purpose, purpose) for purpose in row.purposes)


def _heading_words(row: VisitRow) -> str:
    return translate("VisitList", "检举控告（限制查阅）") if restricted(row) else row.heading


def _closed_tone(row: VisitRow) -> Tone:
    return Tone.SOFT if restricted(row) else row_tone(row)


def _state_tone(row: VisitRow) -> Tone:
    return Tone.MARKED if row.voided else Tone.PLAIN


# ---- filter


def period_view(period: str, _today: date) -> VisitView:
    """The visits of a period; its days are worked out when the desk is asked."""
    return VisitView(period=period)


def chip_words(view: VisitView) -> dict[str, str]:
    """How each field is worded as a chip."""
    return {
        "due": translate("VisitFilter", "今天到期和超期"),
        "village": view.village,
        "channel": CHANNELS.get(view.channel, view.channel),
        "purpose": PURPOSES.get(view.purpose, view.purpose),
        "received_by": translate("VisitFilter", "接待人 {0}").format(view.received_by),
        "voided": translate("VisitFilter", "只看作废") if view.voided else translate("VisitFilter", "不含作废"),
    }


def folded(_today: date) -> Mapping[str, Folded]:
    """What is folded away."""
    voided = ((translate("VisitFilter", "不显示"), False), (translate("VisitFilter", "只看作废"), True))
    return {
        "village": Folded(translate("VisitFilter", "村（社区）")),
        "channel": Folded(translate("VisitFilter", "渠道"), [(words, code) for code, words in CHANNELS.items()]),
        "purpose": Folded(translate("VisitFilter", "目的"), [(words, code) for code, words in PURPOSES.items()]),
        "received_by": Folded(translate("VisitFilter", "接待人")),
        "voided": Folded(translate("VisitFilter", "作废的"), voided, (translate("VisitFilter", "也显示"), None)),
    }


def visit_filter() -> FilterSpec[VisitView]:
    """The bar above the list of visits: the period at one click."""
    return FilterSpec(
        views={
            TODAY: translate("VisitFilter", "今天"),
            WEEK: translate("VisitFilter", "本周"),
            MONTH: translate("VisitFilter", "本月"),
            ALL: translate("VisitFilter", "全部"),
            CUSTOM: translate("VisitFilter", "日期范围"),
        },
        first=TODAY,
        whole=ALL,
        view_query=period_view,
        of_view=("period",),
        stays=("since", "until"),
        chips=chip_words,
        folded=folded,
        rooms=(
            Room(36, 4.6, translate("VisitFilter", "查找")),
            Room(49, 7, translate("VisitFilter", "在表中找")),
            Room(WIDE, 15, translate("VisitFilter", "在列表中找姓名、事由")),
        ),
        views_name=translate("VisitFilter", "时间"),
        text_name=translate("VisitFilter", "在列表中找"),
        tip=translate("VisitFilter", "更多条件：村、渠道、目的、接待人、作废"),
    )


# ---- the list


def question(view: VisitView, today: date, sort: str, descending: bool) -> VisitQuery:
    """What the desk is asked."""
    return view.query(today, sort, descending)


def batches_words(total: int) -> str:
    """共 14 批次."""
    return translate("VisitList", "共 {0} 批次").format(f"{total:,}")


def visit_listing(desk: Desk) -> Listing:
    """The list of visits."""

    def sums(query: VisitQuery) -> str:
        visits, people = desk.visits.totals(query)
        return translate("VisitList", "{0} {1} 人次").format(batches_words(visits), f"{people:,}")

    return Listing(
        key="visits",
        name=translate("VisitList", "来访列表"),
        source=desk.visits,
        row_id=lambda row: row.visit_id,
        columns=visit_columns(desk.today),
        row_tone=row_tone,
        sort=("at", True),
        empty=EmptyWords(
            "clipboard-pen",
            translate("VisitList", "今天还没有来访"),
            translate(
                "VisitList", "来访、来信、来电登记以后，都在这里按时间排好，可以打开、更正和打印。以前的来访点“全部”。"
            ),
            translate("VisitList", "没有符合条件的来访"),
            translate("VisitList", "换一个时间，或者去掉上面的条件再看。"),
            translate("VisitList", "登记来访  F2"),
        ),
        nobody_in=(TODAY,),
        question=question,
        count=batches_words,
        sums=sums,
    )
