"""Makes tests/data/petidesk-0001.db, a small invented office as version 0001 keeps it: run from the checkout's root.

Run again only while 0001 is not released; afterwards the file stays as it is, and every later program must open it.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from petidesk.desk.opening import create_office, open_desk


def _visit(name: str, purpose: str, title: str, statement: str, **more: Any) -> dict[str, Any]:
    return {
        "at": "2026-11-19T09:20",
        "channel": "visit",
        "petitioners": [{"name": name, "village": "东村", "phone": "13800001234", "address": "东村三组12号"}],
        "matters": [{"purpose": purpose, "title": title, "statement": statement, "requests": ["尽快答复"]}],
        **more,
    }


def main() -> None:
    """Register one of each kind, amend, void, keep a draft and a slip; then the verified copy is the file."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "office"
        create_office(folder, office="清溪镇", county="安平县", villages=["东村", "西村"], organ_code="清信访")
        desk = open_desk(folder, purpose="window")
        first, _ = desk.visits.add(_visit("杨柳青", "appeal", "水渠渗水", "水渠渗水，淹了菜地。"))
        again = _visit("杨柳青", "appeal", "水渠渗水", "还没有修好。")
        again["matters"][0]["case_no"] = first.matters[0].case_no
        desk.visits.add(again)
        desk.visits.add(_visit("单桂花", "accusation", "", "有人收了土方钱。"))
        group = _visit("仇大林", "suggestion", "路灯", "村口加一盏路灯。", people=6, materials=[{"name": "照片"}])
        amended, _ = desk.visits.add(group)
        desk.visits.amend(amended.visit_no, {"note": "材料已退回"})
        voided, _ = desk.visits.add(_visit("查小河", "help", "问路", "问办事地点。"))
        desk.visits.void(voided.visit_no, "重复登记")
        desk.papers.print_slip(first.visit_no, "58mm")
        desk.drafts.save(None, "visit", {"summary": "盖", "note": "没写完"}, False)
        made = desk.backups.make()
        desk.close()
        shutil.copyfile(made.file, Path(__file__).parent / "petidesk-0001.db")


if __name__ == "__main__":
    main()
