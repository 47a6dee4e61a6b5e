"""Run as a program: forks a clerk for each line on standard input, and says on standard output what the clerk did.

The program's modules are loaded once, here; a clerk is a child process that the test kills. What a clerk says is said
with one write(2) after the commit, so that a line that was read was acknowledged.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import date
from pathlib import Path

from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk
from petidesk.desk.reception.reception import DayQuery
from petidesk.desk.safety import backups
from petidesk.domain.visits.listing import VisitQuery
from tests.scans import picture

SIGNED = date(2026, 11, 20)
STORY = "水渠渗水，淹了菜地，请来看看。" * 20


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def clerk(folder: Path) -> None:
    """Journal a draft, register it, print nothing, begin again, until killed."""
    desk = open_desk(folder, purpose="window")
    turn = 0
    while True:
        turn += 1
        key = f"{os.getpid()}-{turn}"
        content: dict[str, object] = {"summary": key, "statement": key + STORY}
        draft = desk.drafts.save(None, "visit", content, False)
        say("draft", draft.draft_id, key)
        visit, _ = desk.visits.add(_document(key), draft_id=draft.draft_id)
        say("visit", visit.visit_no, key)


def _document(key: str) -> dict[str, object]:
    return {
        "at": "2026-11-19T09:20",
        "channel": "visit",
        "petitioners": [{"name": f"杨{key}", "village": "东村"}, {"name": f"柳{key}", "phone": "13800001234"}],
        "matters": [
            {"purpose": "appeal", "title": key, "statement": key + STORY, "requests": ["修渠"]},
            {"purpose": "accusation", "statement": f"另有{key}要说"},
        ],
        "materials": [{"name": "照片"}],
    }


def signer(folder: Path) -> None:
    """Register, draft a letter, issue it, begin again, until killed; every third one is voided."""
    desk = open_desk(folder, purpose="window")
    turn = 0
    while True:
        turn += 1
        visit, _ = desk.visits.add(_document(f"{os.getpid()}-{turn}"))
        draft = desk.letters.draft("acceptance_notice", visit.matters[0].case_no)
        say("draft", draft.letter_id, draft.case_no)
        number = desk.letters.issue(draft.letter_id, "李建国", SIGNED).letter.document_no
        say("letter", number, draft.case_no)
        if turn % 3 == 0:
            desk.letters.void(number, "写错")
            say("void", number, draft.case_no)


def receiver(folder: Path) -> None:
    """Somebody comes to the one reception of the office and is received, and the next, until killed."""
    desk = open_desk(folder, purpose="window")
    (day,) = desk.schedule.days(DayQuery())
    while True:
        number = len(desk.sittings.get(day.on).guests) + 1
        desk.sittings.arrive(day.on, {"name": "杨柳", "phone": f"{number}"})
        document = _document(f"{os.getpid()}-{number}") | {"at": f"{day.on}T00:00"}
        sitting, visit, _ = desk.sittings.receive(day.on, number, document)
        say("guest", sitting.guest(number).reception_no, visit.visit_no)


def scanner(folder: Path) -> None:
    """Attach a scan to the one visit of the office, and the next, until killed; every third one is removed again."""
    desk = open_desk(folder, purpose="window")
    (row,) = desk.visits.rows(VisitQuery(), 1)
    turn = 0
    while True:
        turn += 1
        key = f"{os.getpid()}-{turn}"
        # What stands after the end of a picture is no part of it, and makes one differ from another.
        added = desk.attachments.add("visit", row.visit_no, picture() + key.encode(), name=key)
        say("scan", added.attachment_id, key)
        if turn % 3 == 0:
            desk.attachments.remove(added.attachment_id, "附错了")
            say("gone", added.attachment_id, key)


def keeper(folder: Path) -> None:
    """Back up and restore in turn until killed."""
    while True:
        desk = open_desk(folder, purpose="read")
        say("backup", Path(_back_up(desk)).name)
        desk.close()
        newest = backups.available(folder)[0]
        backups.restore(folder, Path(newest.file))
        say("restored")


def _back_up(desk: Desk) -> str:
    return desk.backups.make().file


def _warm_up(folder: Path) -> None:
    """Load everything that registering needs, so that a child's short life is spent on saving."""
    create_office(folder, office="别处", county="别县", villages=[])
    desk = open_desk(folder, purpose="window")
    visit, _ = desk.visits.add(_document("0"))
    draft = desk.letters.draft("acceptance_notice", visit.matters[0].case_no)
    desk.letters.issue(draft.letter_id, "李建国", SIGNED)
    desk.attachments.add("visit", visit.visit_no, picture())
    desk.close()


def main() -> None:
    """One child at a time: its process id first, its words as they come, ``over`` when it is dead."""
    folder = Path(sys.argv[1])
    _warm_up(folder.parent / "warm")
    work = {"clerk": clerk, "signer": signer, "keeper": keeper, "receiver": receiver, "scanner": scanner}[sys.argv[2]]
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            say("born", os.getpid())
            try:
                work(folder)
            except BaseException as error:
                say("failed", repr(error))
                os._exit(1)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        say("over" if killed else "ended")


if __name__ == "__main__":
    main()
