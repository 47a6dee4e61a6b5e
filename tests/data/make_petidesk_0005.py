"""Makes tests/data/petidesk-0005.db: what 0004 holds, a letter, a call, visits that come again for each reason, and an
attachment that was removed (a data file alone has no bytes beside it).

Run from the checkout's root, and only while 0005 is not released; afterwards the file stays as it is.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.codes import WHY_AGAIN
from petidesk.domain.visits.listing import VisitQuery

HERE = Path(__file__).parent
ON = "2026-11-30"


def _visit(name: str, title: str, **more: Any) -> dict[str, Any]:
    matter = {"purpose": "appeal", "title": title, "statement": f"{title}，请解决。", "requests": ["解决"]}
    matter |= {key: more.pop(key) for key in ("case_no", "why_again") if key in more}
    return {
        "at": f"{ON}T00:10",
        "channel": "visit",
        "petitioners": [{"name": name, "village": "西村"}],
        "matters": [matter],
        **more,
    }


def _intake(desk: Desk) -> None:
    """A letter of many hands, a call, one matter that its visitor came back to for every reason."""
    desk.visits.add(_visit("邰文", "水渠淤塞", channel="letter", signatories=12, enclosures=2))
    desk.visits.add(_visit("晏青", "路灯不亮", channel="phone", caller_no="13800003333"))
    first, _ = desk.visits.add(_visit("查小河", "老屋漏雨"))
    for why in WHY_AGAIN:
        desk.visits.add(_visit("查小河", "老屋漏雨", case_no=first.matters[0].case_no, why_again=why))


def _scan(desk: Desk) -> None:
    """A scan that was attached and taken away again."""
    drawn = io.BytesIO()
    Image.new("L", (210, 297), "white").save(drawn, "PNG")
    (found,) = desk.visits.rows(VisitQuery(), 1)
    added = desk.attachments.add("visit", found.visit_no, drawn.getvalue(), name="现场照片")
    desk.attachments.remove(added.attachment_id, "附错了来访")


def main() -> None:
    """0004 upgraded, with that; then the verified copy."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "office"
        folder.mkdir()
        shutil.copyfile(HERE / "petidesk-0004.db", folder / "petidesk.db")
        desk = open_desk(folder, purpose="window")
        _intake(desk)
        _scan(desk)
        made = desk.backups.make()
        desk.close()
        shutil.copyfile(made.file, HERE / "petidesk-0005.db")


if __name__ == "__main__":
    main()
