"""Makes tests/data/petidesk-0007.db: what 0006 holds, and a case that was put before a leader, accepted, answered and
rated, so that something is kept for figures.

Run from the checkout's root, and only while 0007 is not released; afterwards the file stays as it is.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk

HERE = Path(__file__).parent
ON = "2026-11-30"


def _live(desk: Desk) -> None:
    matter = {
        "purpose": "appeal",
        "title": "机耕路失修",
        "statement": "机耕路失修，农机进不去。",
        "requests": ["修路"],
        "category": "农村农业",
    }
    people = [{"name": "宗小禾", "village": "东村", "address": "东村三组"}]
    content: dict[str, Any] = {"at": f"{ON}T00:20", "channel": "letter", "petitioners": people, "matters": [matter]}
    visit, _ = desk.visits.add(content)
    case_no = visit.matters[0].case_no
    answer = {"request": 1, "result": "explained", "answer": "已列入明年计划，现说明如下。"}
    for kind, document in (
        ("submitted", {"proposal": "拟由农业农村办办理。"}),
        ("instructed", {"leader": "盖世平", "text": "请抓紧办理。"}),
        ("accepted", {}),
        ("assigned", {"to": "农业农村办", "reply_by": "2026-12-10"}),
        ("concluded", {"results": [answer]}),
        ("rated", {"rating": "satisfied"}),
    ):
        desk.cases.record(case_no, kind, {"on": ON, **document})


def main() -> None:
    """0006 upgraded, with that; then the verified copy."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "office"
        folder.mkdir()
        shutil.copyfile(HERE / "petidesk-0006.db", folder / "petidesk.db")
        desk = open_desk(folder, purpose="window")
        _live(desk)
        made = desk.backups.make()
        desk.close()
        shutil.copyfile(made.file, HERE / "petidesk-0007.db")


if __name__ == "__main__":
    main()
