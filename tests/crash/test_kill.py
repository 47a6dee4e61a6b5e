"""kill -9 at random moments: nothing acknowledged is lost, nothing is half there, no number is given twice.

It proves the death of the process, not the loss of power. PETIDESK_KILLS=300 runs the long form.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from petidesk.desk.opening import create_office, open_desk
from petidesk.desk.safety import backups
from petidesk.domain.backups import read_name
from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.opened import Opened
from petidesk.domain.reception.days import RotaPlan
from petidesk.domain.reception.rota import parse_turns
from petidesk.domain.reception.rules import parse_rule
from petidesk.domain.visits.listing import VisitQuery
from tests.clock import pause
from tests.scans import picture

KILLS = int(os.environ.get("PETIDESK_KILLS", "15"))
SIGNER_KILLS = max(KILLS // 2, 1)
KEEPER_KILLS = max(KILLS // 3, 1)
HERE = Path(__file__).parent


class Nursery:
    """The process that forks children for us; `life` lets one live for some seconds and kills it."""

    def __init__(self, folder: Path, work: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "nursery.py"), str(folder), work],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=HERE.parents[1],
            env={**os.environ, "PYTHONPATH": os.pathsep.join((os.environ["PYTHONPATH"], str(HERE.parents[1])))},
        )

    def life(self, lines: int, seconds: float) -> list[list[str]]:
        """What a child said: it lives until it has said so many lines, and so many seconds more; then kill -9."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(b"go\n")
        self._process.stdin.flush()
        born = self._line()
        assert born[0] == "born"
        said = [self._line() for _ in range(lines)]
        pause(seconds)
        with contextlib.suppress(ProcessLookupError):  # what it died of is said below
            os.kill(int(born[1]), signal.SIGKILL)
        while (line := self._line()) != ["over"]:
            said.append(line)
        return said

    def _line(self) -> list[str]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().decode().rstrip().split(maxsplit=2)
        assert line and line[0] not in ("failed", "ended"), line
        return line

    def close(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    create_office(folder, office="清溪镇", county="安平县", villages=["东村"])
    return folder


@pytest.fixture
def moments() -> Iterator[random.Random]:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed of the moments: {seed}")
    yield random.Random(seed)


def test_no_acknowledged_visit_is_lost_and_none_is_half(office: Path, moments: random.Random) -> None:
    nursery = Nursery(office, "clerk")
    acknowledged: list[str] = []
    drafts_seen = 0
    for turn in range(KILLS):
        said = nursery.life(moments.randrange(8), moments.uniform(0.0, 0.03))
        acknowledged += [line[1] for line in said if line[0] == "visit"]
        desk = open_desk(office, purpose="window")
        stored = {row.visit_no: row.heading for row in desk.visits.rows(VisitQuery(), 10**6)}
        assert set(acknowledged) <= set(stored)
        drafts = {draft.content["summary"]: draft for draft in desk.drafts.whole()}
        if said and said[-1][0] == "draft":
            drafts_seen += 1
            _, draft_id, key = said[-1]
            # Offered with its content, or just turned into a visit that nobody was told of yet.
            assert (key in drafts) != (key in stored.values())
            if key in drafts:
                assert drafts[key].draft_id == int(draft_id)
                assert key in str(drafts[key].content["statement"])
        assert not set(drafts) & set(stored.values())
        assert len(drafts) <= turn + 1
        if turn % 20 == 19 or turn == KILLS - 1:
            assert desk.checks.run(deep=True) == []
            for visit_no in moments.sample(sorted(stored), min(20, len(stored))):
                with desk.reading() as connection:
                    visit = desk.visits.load_within(connection, visit_no, opened=Opened())
                assert (len(visit.content.petitioners), len(visit.matters)) == (2, 2)
                assert len(visit.content.materials) == 1 and len(desk.visits.history(visit_no)) == 1
        desk.close()
    nursery.close()
    assert max(Counter(acknowledged).values(), default=0) <= 1
    assert acknowledged and drafts_seen > 0
    serials = sorted(int(number.rsplit("-", 1)[1]) for number in stored)
    assert serials == list(range(1, len(stored) + 1))
    print(f"{KILLS} kills, {len(acknowledged)} acknowledged, {len(stored)} stored, {drafts_seen} ended in a draft")


def test_no_letter_is_half_issued(office: Path, moments: random.Random) -> None:
    nursery = Nursery(office, "signer")
    acknowledged: list[str] = []
    voided: list[str] = []
    for turn in range(SIGNER_KILLS):
        said = nursery.life(moments.randrange(5), moments.uniform(0.0, 0.08))
        acknowledged += [line[1] for line in said if line[0] == "letter"]
        voided += [line[1] for line in said if line[0] == "void"]
        desk = open_desk(office, purpose="window")
        rows = desk.letters.rows(LetterQuery(sort="document_no", descending=False), 10**6)
        kept = {row.document_no: row for row in rows if row.document_no}
        assert set(acknowledged) <= set(kept)
        assert all(kept[number].state == "voided" for number in voided)
        assert list(kept) == [f"清信受〔2026〕{serial}号" for serial in range(1, len(kept) + 1)]
        for row in moments.sample(rows, min(6, len(rows))):
            case = desk.cases.get(row.case_no)
            # Number, bytes and event stand together or not at all; of a voided one the event is undone.
            accepted = [event for event in case.events if event.kind == "accepted"]
            assert [event.document_no for event in accepted] == ([row.document_no] if row.document_no else [])
            assert case.state == ("accepted" if row.state == "issued" else "registered")
        if turn % 10 == 9 or turn == SIGNER_KILLS - 1:
            assert desk.checks.run(deep=True) == []
        desk.close()
    nursery.close()
    assert acknowledged
    print(f"{SIGNER_KILLS} kills, {len(acknowledged)} letters acknowledged, {len(kept)} kept, {len(voided)} voided")


def test_no_reception_is_half_there(office: Path, moments: random.Random) -> None:
    desk = open_desk(office, purpose="window")
    today = desk.today()
    rule = (parse_rule(f"dates:{today}"),)
    desk.schedule.make(RotaPlan(rule, today, today, parse_turns("覃晓东"), policy="keep"))
    desk.close()
    nursery = Nursery(office, "receiver")
    acknowledged: list[list[str]] = []
    for _ in range(KEEPER_KILLS):
        said = nursery.life(moments.randrange(5), moments.uniform(0.0, 0.03))
        acknowledged += [line[1:] for line in said if line[0] == "guest"]
        desk = open_desk(office, purpose="window")
        guests = desk.sittings.get(today).guests
        received = [guest for guest in guests if guest.visit is not None]
        # Number, visit and state stand together or not at all; who only came still waits.
        assert all(bool(guest.visit) == bool(guest.reception_no) == (guest.state == "received") for guest in guests)
        kept = [[guest.reception_no, guest.visit.visit_no] for guest in received if guest.visit is not None]
        assert all(line in kept for line in acknowledged)
        assert desk.visits.count(VisitQuery()) == len(kept)
        numbers = sorted(int(number.rsplit("-", 1)[1]) for number, _ in kept)
        assert numbers == list(range(1, len(kept) + 1))
        desk.close()
    nursery.close()
    desk = open_desk(office, purpose="window")
    assert acknowledged and desk.checks.run(deep=True) == []
    desk.close()


def test_no_attachment_is_half_there_and_no_file_stays_that_nobody_knows(office: Path, moments: random.Random) -> None:
    desk = open_desk(office, purpose="window")
    document = {
        "at": "2026-11-19T09:20",
        "channel": "visit",
        "petitioners": [{"anonymous": True}],
        "matters": [{"purpose": "suggestion", "statement": "修路灯"}],
    }
    number = desk.visits.add(document)[0].visit_no
    desk.close()
    nursery = Nursery(office, "scanner")
    added: dict[int, str] = {}
    removed: set[int] = set()
    for turn in range(KEEPER_KILLS):
        said = nursery.life(moments.randrange(5), moments.uniform(0.0, 0.03))
        added |= {int(line[1]): line[2] for line in said if line[0] == "scan"}
        removed |= {int(line[1]) for line in said if line[0] == "gone"}
        desk = open_desk(office, purpose="window")
        kept = {one.attachment_id: one for one in desk.attachments.listed("visit", number)}
        assert set(added) <= set(kept) and all(kept[ident].removed for ident in removed)
        for ident, one in kept.items():
            if not one.removed:
                assert desk.attachments.content(ident).data.endswith(one.name.encode())
        # A file of nobody is named; the next addition clears it.
        assert all("下次添加附件时会清掉" in problem.what for problem in desk.checks.run())
        last = desk.attachments.add("visit", number, picture() + str(turn).encode())
        desk.attachments.remove(last.attachment_id, "试过了")
        assert desk.checks.run() == []
        desk.close()
    nursery.close()
    # A busy machine may be killed before it comes to a removal; what was removed is held above whenever it does.
    assert added


def test_killed_backups_and_restores_leave_whole_files(office: Path, moments: random.Random) -> None:
    desk = open_desk(office, purpose="window")
    numbers = set()
    for turn in range(30):
        document = {
            "at": "2026-11-19T09:20",
            "channel": "visit",
            "petitioners": [{"anonymous": True}],
            "matters": [{"purpose": "suggestion", "statement": f"第{turn}条建议" * 400}],
        }
        numbers.add(desk.visits.add(document)[0].visit_no)
    desk.attachments.add("visit", min(numbers), picture())
    desk.backups.make()
    desk.close()
    nursery = Nursery(office, "keeper")
    finished: Counter[str] = Counter()
    for turn in range(KEEPER_KILLS):
        # The first lives long enough to finish a backup and a restore; the rest die where they die.
        said = nursery.life(moments.randrange(3) if turn else 2, moments.uniform(0.0, 0.15))
        finished.update(line[0] for line in said)
        desk = open_desk(office, purpose="window")
        assert {row.visit_no for row in desk.visits.rows(VisitQuery(), 1000)} == numbers
        assert desk.checks.run() == []
        desk.close()
    nursery.close()
    assert finished["backup"] and finished["restored"]
    for file in (office / "backups").iterdir():
        if read_name(file.name):
            assert backups.restore(office, file, file.parent / f"try-{file.stem}").visits == len(numbers)
    for file in office.glob("petidesk-before-restore-*.db"):
        assert backups.restore(office, file, office / f"try-{file.stem}").visits == len(numbers)
