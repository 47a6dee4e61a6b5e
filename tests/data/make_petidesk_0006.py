"""Makes tests/data/petidesk-0006.db: what 0005 holds, a month that was closed and opened again, and a stack of steps of
which the last was taken back.

Run from the checkout's root, and only while 0006 is not released; afterwards the file stays as it is.
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
MONTH = "2026-10"


def _visit(name: str, title: str) -> dict[str, Any]:
    matter = {"purpose": "appeal", "title": title, "statement": f"{title}，请解决。", "requests": ["解决"]}
    return {
        "at": f"{ON}T00:10",
        "channel": "visit",
        "petitioners": [{"name": name, "village": "西村"}],
        "matters": [matter],
    }


def _steps(desk: Desk) -> None:
    """A month closed and opened again; a visit amended; another one registered and taken back."""
    desk.months.close(MONTH)
    desk.undo.back()
    kept, _ = desk.visits.add(_visit("段小满", "桥面破损"))
    desk.visits.amend(kept.visit_no, {"note": "已现场看过"})
    desk.visits.add(_visit("隗大力", "登错了"))
    desk.undo.back()


def main() -> None:
    """0005 upgraded, with that; then the verified copy."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "office"
        folder.mkdir()
        shutil.copyfile(HERE / "petidesk-0005.db", folder / "petidesk.db")
        desk = open_desk(folder, purpose="window")
        _steps(desk)
        made = desk.backups.make()
        desk.close()
        shutil.copyfile(made.file, HERE / "petidesk-0006.db")


if __name__ == "__main__":
    main()
