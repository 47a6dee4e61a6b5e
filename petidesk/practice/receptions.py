"""The sample's reception days: stored plans, a rota around the last day, the last sitting with its guests, bookings."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from petidesk.desk.desk import Desk
from petidesk.desk.reception.reception import DayQuery, Which
from petidesk.domain.office.office import Leader
from petidesk.domain.reception.days import ReceptionDay
from petidesk.domain.reception.plans import StoredPlan
from petidesk.domain.sittings.sittings import booking_closes
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.listing import VisitQuery, VisitRow

_BACK, _AHEAD = timedelta(days=45), timedelta(days=60)
# How many receptions of the years before are told of, one every two months.
_EARLIER = 12
# At the office; on the same day a leader may receive outside.
_HERE = Which("reception")
_PLANS: tuple[dict[str, Any], ...] = (
    {"name": "每周四接访", "rules": ["weekly:thu"], "place": "一楼接访室", "time": "09:00-11:30", "units": ["司法所"]},
    {
        "name": "赶场天下访",
        "rules": ["lunar:3,8"],
        "kind": "outreach",
        "place": "集市便民服务点",
        "time": "08:30-11:00",
        "leaders": "任秀兰,盖世平,解文静",
    },
    {"name": "每月10日到联系村", "rules": ["monthday:10"], "kind": "village", "own_villages": True},
)
_OPINIONS: tuple[dict[str, Any], ...] = (
    {"outcome": "assigned", "text": "请承办单位到现场核实，按时书面答复本人。"},
    {"outcome": "answered", "text": "政策已当面讲清，来访人表示明白。"},
    {"outcome": "in_charge", "text": "这件事由我包案，责任单位一周内拿出方案，办好了再见面。"},
    {"outcome": "reported", "text": "涉及县级事权，由信访办整理材料上报县里协调。"},
)
_BOOKED = (
    {"name": "窦春梅", "phone": "12055500211", "people": 2, "village": "柳塘村", "about": "反映灌溉泵站电费分摊"},
    {"name": "敖长顺", "phone": "12055500212", "village": "石桥村", "about": "问危房改造什么时候验收"},
)


def leave_receptions(desk: Desk, until: date) -> None:
    """Lay down what leaders of this office would have before them on the morning of `until`."""
    leaders = desk.office.current().leaders
    for document in _PLANS:
        # The sample may be put into an office of the clerk's own, whose leaders have other names or no villages.
        with contextlib.suppress(Refused):
            plan = desk.schedule.keep_plan(document)
            since = until - _BACK if plan.kind == "reception" else until
            desk.schedule.make(plan.plan(since, until + _AHEAD, leaders))
    busy = _busiest(desk, until - _BACK, until)
    if busy is not None:
        with contextlib.suppress(Refused):
            extra = StoredPlan("", (f"dates:{busy}",), place="一楼接访室", hours="09:00-11:30")
            desk.schedule.make(extra.plan(busy, busy, leaders))
    _leave_earlier(desk, until, leaders)
    days = desk.schedule.days(DayQuery(until - _BACK, until + _AHEAD, kind=_HERE.kind))
    for day in days:
        if day.on < until:
            _sit(desk, day, until, _OPINIONS)
    coming = [day for day in days if booking_closes(day.on, desk.office.current()) > desk.now()]
    for day in coming[:1]:
        for booking in _BOOKED:
            desk.sittings.book(day.on, booking, _HERE)
    if len(coming) > 2:
        desk.schedule.swap(coming[1].on, coming[2].on, "县里开会", _HERE)


def _leave_earlier(desk: Desk, until: date, leaders: Sequence[Leader]) -> None:
    """One reception every two months of the two years before, so that figures of receptions have a year to compare."""
    ends = [until - _BACK - timedelta(days=61 * place) for place in range(_EARLIER)]
    found = (_busiest(desk, end - timedelta(days=60), end) for end in reversed(ends))
    dates = [day.isoformat() for day in found if day is not None]
    if not dates:
        return
    with contextlib.suppress(Refused):
        plan = StoredPlan("", (f"dates:{','.join(dates)}",), place="一楼接访室", hours="09:00-11:30")
        made = desk.schedule.make(plan.plan(ends[-1] - timedelta(days=60), ends[0], leaders)).made
        for day in made:
            _sit(desk, day, day.on, _OPINIONS[1::-1])
            _carry_out(desk, day)


def _carry_out(desk: Desk, day: ReceptionDay) -> None:
    """What the leader assigned that day was done by the day that was set."""
    for guest in desk.sittings.of_day(day.day_id).received:
        for said in guest.opinions:
            if said.due_on is not None:
                done = {"on": said.due_on.isoformat(), "event_id": said.events[0], "text": "已到现场核实，答复了本人。"}
                with contextlib.suppress(Refused):
                    desk.cases.record(said.case_no, "carried_out", done)


def _busiest(desk: Desk, since: date, until: date) -> date | None:
    """The day before `until` on which most people came: on that day a leader received as well."""
    rows = _came(desk, since, until - timedelta(days=1))
    days = Counter(row.at.date() for row in rows)
    return max(days, key=lambda day: (days[day], day)) if days else None


def _came(desk: Desk, since: date, until: date) -> list[VisitRow]:
    rows = desk.visits.rows(VisitQuery(since=since, until=until, channel="visit", voided=False), 500)
    return [row for row in rows if "accusation" not in row.purposes]


def _sit(desk: Desk, day: ReceptionDay, until: date, opinions: Sequence[dict[str, Any]]) -> None:
    """The day's sitting: visits of that day were its guests, and the leader said something to each."""
    guests = _came(desk, day.on, day.on)[: len(opinions)]
    if not guests:
        return
    for row, opinion in zip(guests, opinions, strict=False):
        _receive(desk, day, row, opinion, until)
    desk.sittings.close(day.on, {"company": "司法所负责人"}, _HERE)


def _receive(desk: Desk, day: ReceptionDay, row: VisitRow, opinion: dict[str, Any], until: date) -> None:
    name = row.names[0] if row.names else "匿名"
    sitting = desk.sittings.arrive(day.on, {"name": name, "people": row.people, "village": row.village}, _HERE)
    number = max(guest.number for guest in sitting.guests)
    sitting = desk.sittings.link(day.on, number, row.visit_no, _HERE)
    for case_no in sitting.guest(number).open_cases:
        told = {**opinion, "case_no": case_no}
        if opinion["outcome"] != "answered":
            told |= {"owner": "社会事务办", "due_on": (until + timedelta(days=12)).isoformat()}
        # What the rules of the case refuse (it ended meanwhile) is left out, as a clerk would.
        with contextlib.suppress(Refused):
            desk.sittings.opinion(day.on, number, told, _HERE)
