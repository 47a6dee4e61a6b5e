"""An office with a year that is over (2026), one that is younger (2035), and what may not go.

Every text that could name somebody or say what was said is one of `PLANTED`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.reception.days import RotaPlan
from petidesk.domain.reception.rota import parse_turns
from petidesk.domain.reception.rules import parse_rule
from tests.desk.undo.deeds import picture
from tests.offices import new_office

GOES = date(2037, 1, 1)
"""The first day on which records that ended in 2026 may go, after ten years."""

_WORDS = (
    "张桂花 13800001111 11010519491231002X 三组十二号院 补偿款没到账 青苗没有赔 先补发第一笔 再说明第二笔 土地证复印件 "
    "备注里的旧事 来访更正前的话 告知时多说的话 办结时的说明 送达收件人 约定的私事 查小河 13800002222 "
    "院墙起争执 各退半尺 墙已拆掉 回访说还好 查家院里 纠纷备注甲 措施里的话 晏青 13800003333 "
    "门前的路灯 议题里的由头 会上定的话 举报人名 收了好处费 某站站长 现场照片甲 段小满旧表 桥面旧事 "
    "没写完的话 "
)
PLANTED = tuple(_WORDS.split())
"""Words that stand nowhere in the file after the purge."""

YEARS = {f"retention_{name}": 10 for name in ("instructed", "answered", "dispute", "meeting")}


class Clock:
    """The office's time, a second later each time it is read."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass(frozen=True, slots=True)
class Years:
    """The folder, and numbers of what lies there. `kept` is open, `young` is of the same person and younger."""

    folder: Path
    first: str
    case: str
    kept: str
    young: str
    accusation: str
    dispute: str
    open_dispute: str
    letter: str
    meeting: str
    imported: str


def matter(statement: str, **more: Any) -> dict[str, Any]:
    return {"purpose": "appeal", "title": statement, "statement": f"{statement}，请解决。", **more}


def visit(at: str, name: str, statement: str, **more: Any) -> dict[str, Any]:
    return {
        "at": at,
        "channel": "visit",
        "petitioners": [{"name": name, "village": "东村", **more.pop("person", {})}],
        "matters": [matter(statement, **more.pop("matter", {}))],
        **more,
    }


def make_years(folder: Path) -> Years:
    """The office in `folder`, closed again."""
    new_office(folder, villages=["东村", "西村"], organ_code="清信访", practice=True)
    clock = Clock(datetime(2026, 3, 5, 9))
    desk = open_desk(folder, clock=clock)
    desk.office.change({**YEARS, "leaders": [{"name": "覃晓东", "post": "副镇长"}], "valid_from": "2026-01-01"})
    turns = parse_turns("覃晓东")
    desk.schedule.make(
        RotaPlan((parse_rule("weekly:thu"),), date(2026, 3, 1), date(2026, 3, 31), turns, place="接访室")
    )
    desk.sittings.book(date(2026, 3, 12), {"name": "晏青", "phone": "13800003333", "about": "门前的路灯"})
    first, case = _first(desk, clock)
    letter = _case(desk, case, clock)
    meeting = desk.meetings.plan(
        {"kind": "joint", "on": "2026-03-20", "chair": "覃晓东", "agenda": [{"case_no": case, "why": "议题里的由头"}]}
    )
    clock.now = datetime(2026, 3, 20, 15)
    desk.meetings.hold(
        meeting.meeting_no, {"on": "2026-03-20", "decisions": [{"case_no": case, "decision": "会上定的话"}]}
    )
    desk.cases.record(case, "closed", {"on": "2026-03-20"})
    dispute, open_dispute = _disputes(desk, clock)
    accusation = _accusation(desk)
    old = folder.parent / "旧登记簿.csv"
    old.write_text("日期,姓名,住址,反映内容\n2025-03-04,段小满旧表,东村,桥面旧事\n", encoding="utf-8")
    assert desk.imports.run(old).taken == 1
    (row,) = desk.search.find("段小满旧表", 1)
    imported = row.no
    (linked,) = desk.visits.get(imported).matters
    ending = {"on": "2026-03-31", "ending": "withdrawn", "untold_reason": "旧登记簿里的"}
    clock.now = datetime(2026, 3, 31, 9)
    desk.cases.record(str(linked.case_no), "concluded", ending)
    clock.now = datetime(2026, 4, 2, 9)
    desk.months.close("2026-03")
    kept, _ = desk.visits.add(visit("2026-04-02T09:00", "隗大力", "自来水断流"))
    desk.drafts.save(None, "matter", {"visit_no": first, "note": "没写完的话"}, False)
    clock.now = datetime(2035, 6, 1, 9)
    young, _ = desk.visits.add(
        visit("2035-06-01T09:00", "张桂花", "新修的渠", person={"id_number": "11010519491231002X"})
    )
    desk.close()
    return Years(
        folder,
        first,
        case,
        kept.visit_no,
        young.visit_no,
        accusation,
        dispute,
        open_dispute,
        letter,
        meeting.meeting_no,
        imported,
    )


def _first(desk: Desk, clock: Clock) -> tuple[str, str]:
    person = {"id_number": "11010519491231002X", "phone": "13800001111", "address": "三组十二号院"}
    requests = ["先补发第一笔", "再说明第二笔"]
    told = visit("2026-03-05T09:00", "张桂花", "补偿款没到账", person=person, matter={"route": 6, "requests": requests})
    told |= {"note": "来访更正前的话", "materials": [{"name": "土地证复印件", "copies": 2}]}
    first, _ = desk.visits.add(told)
    desk.papers.print_slip(first.visit_no, "a5")
    desk.visits.amend(first.visit_no, {"note": "备注里的旧事"})
    desk.attachments.add("visit", first.visit_no, picture(), name="现场照片甲.png")
    again = visit("2026-03-06T10:00", "张桂花", "青苗没有赔", person=person)
    again["matters"][0]["case_no"] = first.matters[0].case_no
    clock.now = datetime(2026, 3, 6, 11)
    desk.visits.add(again)
    return first.visit_no, str(first.matters[0].case_no)


def _case(desk: Desk, case: str, clock: Clock) -> str:
    desk.cases.record(case, "told", {"on": "2026-03-06", "manner": "written", "note": "告知时多说的话"})
    desk.cases.record(case, "accepted", {"on": "2026-03-06"})
    draft = desk.letters.draft("acceptance_notice", case)
    letter = desk.letters.issue(draft.letter_id, signed_by="覃晓东", signed_on=date(2026, 3, 6)).letter.document_no
    clock.now = datetime(2026, 3, 9, 11)
    served = {"on": "2026-03-09", "document_no": letter, "method": "direct", "recipient": "送达收件人"}
    desk.cases.record(case, "served", served)
    promised = {"on": "2026-03-09", "promise": "call", "due_on": "2026-03-19", "about": "约定的私事"}
    done = desk.cases.record(case, "promised", promised)
    desk.cases.record(case, "carried_out", {"on": "2026-03-09", "event_id": done.event_id, "text": "约定的私事"})
    desk.cases.record(case, "concluded", {"on": "2026-03-09", "ending": "withdrawn", "note": "办结时的说明"})
    return letter


def _disputes(desk: Desk, clock: Clock) -> tuple[str, str]:
    party = {"name": "查小河", "side": "a", "phone": "13800002222"}
    told = {
        "found_on": "2026-03-10",
        "village": "东村",
        "type": "邻里纠纷",
        "summary": "院墙起争执",
        "parties": [party],
    }
    told |= {"village_group": "查家院里", "note": "纠纷备注甲", "measures": "措施里的话", "amount_yuan": 300}
    clock.now = datetime(2026, 3, 30, 9)
    one, _ = desk.ledger.add(told)
    desk.ledger.record(one.dispute_no, "mediated", {"on": "2026-03-12", "agreement": "各退半尺"})
    desk.ledger.record(one.dispute_no, "resolved", {"on": "2026-03-14", "manner": "调解", "result": "墙已拆掉"})
    desk.ledger.record(one.dispute_no, "closed_out", {"on": "2026-03-14"})
    desk.ledger.record(one.dispute_no, "followed_up", {"on": "2026-03-20", "result": "回访说还好", "satisfied": True})
    other = {"found_on": "2026-03-10", "village": "东村", "type": "邻里纠纷", "summary": "山界不清"}
    two, _ = desk.ledger.add(other)
    return one.dispute_no, two.dispute_no


def _accusation(desk: Desk) -> str:
    said = {"purpose": "accusation", "concerned_unit": "某站站长", "route": None}
    told, _ = desk.visits.add(visit("2026-03-30T09:00", "举报人名", "收了好处费", matter=said))
    case = str(told.matters[0].case_no)
    desk.cases.record(case, "told", {"on": "2026-03-30", "manner": "written"})
    desk.cases.record(case, "concluded", {"on": "2026-03-30", "ending": "other_procedure"})
    return told.visit_no


@contextmanager
def opened(years: Years, on: datetime | None = None, staff: str = "值班员", **more: Any) -> Iterator[Desk]:
    """The office on a day of a later year."""
    desk = open_desk(years.folder, staff=staff, clock=Clock(on or datetime(2037, 1, 5, 9)), **more)
    try:
        yield desk
    finally:
        desk.close()
