"""Makes tests/data/petidesk-0002.db, a small invented office as version 0002 keeps it: run from the checkout's root.

Run again only while 0002 is not released; afterwards the file stays as it is, and every later program must open it.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk

ON = "2026-11-19"


def _visit(name: str, purpose: str, title: str, statement: str, **more: Any) -> dict[str, Any]:
    return {
        "at": "2026-11-19T09:20",
        "channel": "visit",
        "petitioners": [{"name": name, "village": "东村", "phone": "13800001234", "address": "东村三组12号"}],
        "matters": [{"purpose": purpose, "title": title, "statement": statement, "requests": ["尽快答复"]}],
        **more,
    }


def _visits(desk: Desk) -> list[str]:
    """What 0001 holds: one of each kind, amended, voided, a draft, a slip; the numbers of the cases."""
    first, _ = desk.visits.add(_visit("杨柳青", "appeal", "水渠渗水", "水渠渗水，淹了菜地。"))
    again = _visit("杨柳青", "appeal", "水渠渗水", "还没有修好。")
    again["matters"][0]["case_no"] = first.matters[0].case_no
    desk.visits.add(again)
    accusation, _ = desk.visits.add(_visit("单桂花", "accusation", "", "有人收了土方钱。"))
    group = _visit("仇大林", "suggestion", "路灯", "村口加一盏路灯。", people=6, materials=[{"name": "照片"}])
    amended, _ = desk.visits.add(group)
    desk.visits.amend(amended.visit_no, {"note": "材料已退回"})
    voided, _ = desk.visits.add(_visit("查小河", "help", "问路", "问办事地点。"))
    desk.visits.void(voided.visit_no, "重复登记")
    desk.papers.print_slip(first.visit_no, "58mm")
    desk.drafts.save(None, "visit", {"summary": "盖", "note": "没写完"}, False)
    return [visit.matters[0].case_no for visit in (first, accusation, amended)]


def _lives(desk: Desk, appeal: str, accusation: str, suggestion: str) -> None:
    """What 0002 adds: events, one undone, letters issued, served, voided and begun, a split, a meeting."""
    told = desk.cases.record(appeal, "told", {"on": ON, "manner": "slip"})
    desk.cases.undo(appeal, told.event_id, "记错了")
    notice = desk.letters.draft("acceptance_notice", appeal)
    number = desk.letters.issue(notice.letter_id, "覃晓东", date(2026, 11, 20)).letter.document_no
    service = {"on": "2026-11-20", "document_no": number, "method": "direct", "recipient": "杨柳青"}
    desk.cases.record(appeal, "served", service)
    desk.cases.record(appeal, "in_charge", {"on": "2026-11-20", "unit": "水务站", "leader": "盖世平"})
    slip = desk.letters.draft("assignment_slip", appeal, {"to": "水务站", "fields": {"办理要求": "请到现场。"}})
    content = {**slip.content, "reply_by": "2026-12-05"}
    desk.letters.save(slip.letter_id, content)
    voided = desk.letters.issue(slip.letter_id, "覃晓东", date(2026, 11, 20)).letter.document_no
    desk.letters.void(voided, "承办单位写错")
    desk.letters.draft("handling_opinion", appeal)
    desk.cases.record(accusation, "transferred", {"on": "2026-11-20", "to": "安平县纪委监委"})
    desk.cases.record(suggestion, "concluded", {"on": "2026-11-21", "ending": "adopted"})
    meeting = desk.meetings.plan({"on": "2026-11-21", "chair": "任秀兰", "agenda": [appeal]})
    decision = {"case_no": appeal, "decision": "一周内修好。", "owner": "水务站", "due_on": "2026-11-28"}
    desk.meetings.hold(meeting.meeting_no, {"decisions": [decision]})


def main() -> None:
    """The visits of 0001 and what became of them; then the verified copy is the file."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "office"
        create_office(folder, office="清溪镇", county="安平县", villages=["东村", "西村"], organ_code="清信访")
        desk = open_desk(folder, purpose="window")
        _lives(desk, *_visits(desk))
        made = desk.backups.make()
        desk.close()
        shutil.copyfile(made.file, Path(__file__).parent / "petidesk-0002.db")


if __name__ == "__main__":
    main()
