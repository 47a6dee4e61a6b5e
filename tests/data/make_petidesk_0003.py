"""Makes tests/data/petidesk-0003.db: what 0002 holds and a rota. Run from the checkout's root.

Run again only while 0003 is not released; afterwards the file stays as it is, and every later program must open it.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

from petidesk.desk.opening import open_desk
from petidesk.domain.reception.days import RotaPlan
from petidesk.domain.reception.rota import parse_turns
from petidesk.domain.reception.rules import parse_rule

HERE = Path(__file__).parent


def main() -> None:
    """0002 upgraded, with reception days of December: one swapped, one cancelled; leave; then the verified copy."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "office"
        folder.mkdir()
        shutil.copyfile(HERE / "petidesk-0002.db", folder / "petidesk.db")
        desk = open_desk(folder, purpose="window")
        rules = (parse_rule("weekly:thu"), parse_rule("monthday:8,15"))
        turns = parse_turns("覃晓东,盖世平+任秀兰")
        plan = RotaPlan(rules, date(2026, 12, 1), date(2026, 12, 31), turns, place="一楼接访室", hours="09:00-11:30")
        desk.schedule.make(plan)
        desk.schedule.swap(date(2026, 12, 3), date(2026, 12, 8), "出差")
        desk.schedule.leave("覃晓东", date(2026, 12, 20), date(2026, 12, 26), "年休假")
        desk.schedule.make(RotaPlan(rules[:1], plan.since, plan.until, turns, place=plan.place, again=True))
        desk.schedule.lock(date(2026, 12, 31))
        made = desk.backups.make()
        desk.close()
        shutil.copyfile(made.file, HERE / "petidesk-0003.db")


if __name__ == "__main__":
    main()
