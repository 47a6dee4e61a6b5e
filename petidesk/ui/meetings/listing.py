"""The list of meetings: its columns, its filter, what it says while it is empty."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from petidesk.domain.meetings import MEETING_KINDS, MEETING_STATES, MeetingQuery, MeetingRow
from petidesk.ui.lists.filter_spec import WIDE, FilterSpec, Room
from petidesk.ui.lists.list_view import EmptyWords, Listing
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look.dates import short_day
from petidesk.ui.look.lights import Tone
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

PLANNED, HELD, VOIDED, ALL = "planned", "held", "voided", "all"


def row_tone(row: MeetingRow) -> Tone:
    """A voided meeting is struck through."""
    return Tone.VOID if row.state == VOIDED else Tone.PLAIN


def meeting_columns(today: Callable[[], date]) -> tuple[Column[MeetingRow], ...]:
    """The columns as they are built. `today` is asked anew for each cell: the window stays open over night."""
    return (
        Column(
            "meeting_no", translate("MeetingList", "编号"), lambda row: row.meeting_no, 8.5, "meeting_no", fixed=True
        ),
        Column("on_day", translate("MeetingList", "日期"), lambda row: short_day(row.on, today()), 5.5, "on_day"),
        Column("kind", translate("MeetingList", "会议"), lambda row: MEETING_KINDS[row.kind], 6, "kind"),
        Column(
            "state", translate("MeetingList", "状态"), lambda row: MEETING_STATES[row.state], 4.5, "state", keeps=True
        ),
        Column("chair", translate("MeetingList", "主持人"), lambda row: row.chair, 5, "chair"),
        Column("items", translate("MeetingList", "议题"), lambda row: str(row.items), 3.5, right=True),
        Column("decided", translate("MeetingList", "决定"), lambda row: str(row.decided), 3.5, right=True),
        Column("place", translate("MeetingList", "地点"), lambda row: row.place, 7, "place", shown=False),
    )


def meeting_filter() -> FilterSpec[MeetingQuery]:
    """The bar above the list of meetings: the state at one click."""
    return FilterSpec(
        views={
            ALL: translate("MeetingFilter", "全部"),
            PLANNED: MEETING_STATES[PLANNED],
            HELD: MEETING_STATES[HELD],
            VOIDED: MEETING_STATES[VOIDED],
        },
        first=ALL,
        whole=ALL,
        view_query=lambda view, _today: MeetingQuery(state="" if view == ALL else view),
        of_view=("state",),
        chips=lambda query: {"state": MEETING_STATES.get(query.state, query.state)},
        rooms=(
            Room(40, 6.2, translate("MeetingFilter", "找编号")),
            Room(WIDE, 14, translate("MeetingFilter", "编号、地点、主持人")),
        ),
        views_name=translate("MeetingFilter", "会议的状态"),
        text_name=translate("MeetingFilter", "在会议中找"),
    )


def meeting_listing(desk: Desk) -> Listing:
    """The list of meetings."""
    return Listing(
        key="meetings",
        name=translate("MeetingList", "会议列表"),
        source=desk.meetings,
        row_id=lambda row: row.meeting_id,
        columns=meeting_columns(desk.today),
        row_tone=row_tone,
        sort=("on_day", True),
        empty=EmptyWords(
            "users",
            translate("MeetingList", "还没有会议"),
            translate(
                "MeetingList",
                "联席会议、例会先排议题：到期的、有批示的、紧急的和集体访的事项会列出来挑。开完会记纪要，每项决定写明谁办、何时办完。",
            ),
            translate("MeetingList", "没有符合条件的会议"),
            translate("MeetingList", "换一个状态，或者去掉上面的条件再看。"),
            translate("MeetingList", "安排会议"),
            "plus",
        ),
        nobody_in=(ALL,),
        count=lambda total: translate("MeetingList", "共 {0} 次").format(f"{total:,}"),
    )
