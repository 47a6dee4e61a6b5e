"""No socket is ever opened: not while registering, printing, importing or backing up (个人信息保护法 36)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# An audit hook can't be taken away again, so the day at the desk is lived in a process of its own.
DAY = """
import json, sys

def no_socket(event, arguments):
    if event.startswith("socket."):
        raise SystemExit(f"socket: {event}")

sys.addaudithook(no_socket)
from pathlib import Path
from petidesk.desk.opening import create_office, open_desk
from petidesk.domain.visits.people import Probe

folder = Path(sys.argv[1]) / "data"
create_office(folder, office="清溪镇", county="安平县", villages=["东村"])
desk = open_desk(folder, purpose="window")
visit, _ = desk.visits.add({
    "at": "2026-03-02T09:20", "channel": "visit",
    "petitioners": [{"name": "张桂花", "phone": "13800001234", "village": "东村"}],
    "matters": [{"purpose": "appeal", "statement": "征地补偿款未到账", "requests": ["补发"]}],
})
assert desk.visits.similar(Probe(name="张桂花", village="东村"))
assert desk.search.find("zgh")
assert desk.papers.print_slip(visit.visit_no, "a4").pdf.startswith(b"%PDF")
assert desk.backups.make().verified
desk.close()
print("done")
"""


def test_a_day_at_the_desk_opens_no_socket(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DAY, str(tmp_path)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "done"
