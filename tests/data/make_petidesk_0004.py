"""Makes tests/data/petidesk-0004.db: what 0003 holds and two sittings. Run from the checkout's root.

Run again only while 0004 is not released; afterwards the file stays as it is, and every later program must open it.
The sittings are those of the day on which it runs: only a practice office may have another clock.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from petidesk.desk.clock import computer_today
from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.reception.reception import Which

HERE = Path(__file__).parent
TODAY = computer_today()


def _visit(name: str, title: str, *, people: int = 1) -> dict[str, Any]:
    return {
        "at": f"{TODAY}T00:05",
        "channel": "visit",
        "people": people,
        "petitioners": [{"name": name, "village": "西村"}],
        "matters": [{"purpose": "appeal", "title": title, "statement": f"{title}，请解决。", "requests": ["解决"]}],
    }


def _rota(desk: Desk) -> None:
    """A stored plan; of December one day moved, one called off, one called off and back; today a day of each kind."""
    desk.office.change(
        {
            "booking_days": 0,
            "booking_time": "23:59",
            "leaders": [
                {"name": "覃晓东", "post": "镇长", "weight": 0},
                {"name": "盖世平", "post": "副镇长", "weight": 2, "villages": ["东村"]},
            ],
        }
    )
    desk.schedule.keep_plan(
        {"name": "村里", "rules": [f"dates:{TODAY}"], "holiday": "keep", "kind": "village", "own_villages": True}
    )
    desk.schedule.keep_plan({"name": "每周四", "rules": ["weekly:thu"], "place": "一楼接访室", "time": "09:00-11:30"})
    leaders = desk.office.current().leaders
    stored = {plan.name: plan for plan in desk.schedule.plans()}
    desk.schedule.make(stored["村里"].plan(TODAY, TODAY, leaders))
    week = TODAY + timedelta(days=6)
    (day,) = desk.schedule.make(stored["每周四"].plan(TODAY, week, leaders)).made
    desk.schedule.move(day.on, "会场占用", to=TODAY, place="二楼", which=Which(kind="reception"))
    desk.schedule.move(date(2026, 12, 17), "县里开会", to=date(2026, 12, 18), hours="14:00-16:00")
    desk.schedule.call_off(date(2026, 12, 24), "机构搬迁")
    desk.schedule.call_off(date(2026, 12, 10), "记错了")
    desk.schedule.take_back(date(2026, 12, 10))


def _sittings(desk: Desk) -> None:
    """Today's: one booked, who came with three opinions on the way, one who came so, one cancelled, one absent."""
    here = Which(kind="reception")
    sittings = desk.sittings
    sittings.book(TODAY, {"name": "查小河", "phone": "13800001111", "people": 2, "about": "宅基地"}, here)
    sittings.book(TODAY, {"name": "邰文", "about": "水费"}, here)
    sittings.book(TODAY, {"name": "晏青"}, here)
    sittings.cancel(TODAY, 2, "改天再来", here)
    sittings.came(TODAY, 1, here)
    first = _visit("查小河", "宅基地", people=2)
    first["matters"] += _visit("", "老屋漏雨")["matters"] + _visit("", "路灯不亮")["matters"]
    _, visit, _ = sittings.receive(TODAY, 1, first, here)
    land, house, lamp = (matter.case_no for matter in visit.matters)
    said = ((land, "in_charge", "我来包"), (house, "assigned", "村建办修"), (lamp, "answered", "明天修"))
    for case_no, outcome, text in said:
        told = {"case_no": case_no, "outcome": outcome, "text": text, "leader": "盖世平"}
        due = {} if outcome == "answered" else {"owner": "村建办", "due_on": "2026-12-10"}
        sittings.opinion(TODAY, 1, told | due, here)
    sittings.withdraw(TODAY, 1, lamp, "写错了", here)
    sittings.opinion(TODAY, 1, {"case_no": lamp, "outcome": "answered", "text": "后天修", "leader": "盖世平"}, here)
    sittings.arrive(TODAY, {"name": "江海", "people": 6}, here)
    _, visit, _ = sittings.receive(TODAY, 4, _visit("江海", "土地流转", people=6), here)
    reported = {"outcome": "reported", "text": "报县里", "leader": "盖世平", "owner": "党政办", "due_on": "2026-12-01"}
    sittings.opinion(TODAY, 4, reported, here)
    sittings.close(TODAY, {"company": "司法所 穆青", "summary": "接待两批。"}, here)
    sittings.close(TODAY, {"outcome": "talk", "summary": "说了灌溉。"}, Which(kind="village"))
    # And one that lies ahead.
    sittings.book(date(2026, 12, 3), {"name": "邰文", "phone": "13800002222", "about": "水费"})


def main() -> None:
    """0003 upgraded, with a rota changed by hand, stored plans and sittings; then the verified copy."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "office"
        folder.mkdir()
        shutil.copyfile(HERE / "petidesk-0003.db", folder / "petidesk.db")
        desk = open_desk(folder, purpose="window")
        _rota(desk)
        _sittings(desk)
        made = desk.backups.make()
        desk.close()
        shutil.copyfile(made.file, HERE / "petidesk-0004.db")


if __name__ == "__main__":
    main()
