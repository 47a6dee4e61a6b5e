"""Backups: verified before they count, beside an open window, never half a file under a final name."""

from __future__ import annotations

import json
import os
import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.backups import ELSEWHERE, OFF_DISK
from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file.database import Database
from petidesk.storage.safety import backup, backup_log

Document = Callable[..., dict[str, Any]]
AT = datetime(2026, 11, 19, 17, 30)


def _facts(file: Path) -> backup.Facts:
    database = Database(file, read_only=True)
    with database.read() as connection:
        found = backup.facts(connection)
    database.close()
    return found


def test_a_backup_holds_what_the_file_holds(desk: Desk, visit: Document) -> None:
    for number in range(3):
        desk.visits.add(visit(number))
    made = desk.backups.make()
    file = Path(made.file)
    assert made.verified and made.bytes == file.stat().st_size
    assert backup.read_name(file.name) is not None
    assert _facts(file) == _facts(desk.folder / "petidesk.db")
    assert _facts(file).rows["visit"] == 3
    assert desk.backups.all() == [made]
    assert not list(file.parent.glob("*.part"))


def test_a_backup_is_made_beside_an_open_window_while_it_saves(desk: Desk, visit: Document) -> None:
    stop = threading.Event()
    saved: list[str] = []

    def work() -> None:
        while not stop.is_set():
            saved.append(desk.visits.add(visit(len(saved)))[0].visit_no)

    worker = threading.Thread(target=work)
    worker.start()
    beside = open_desk(desk.folder, purpose="read")
    try:
        made = [beside.backups.make() for _ in range(5)]
    finally:
        stop.set()
        worker.join()
        beside.close()
    assert len({item.file for item in made}) == 5
    counts = [_facts(Path(item.file)).rows["visit"] for item in made]
    assert counts == sorted(counts) and counts[-1] <= len(saved)
    assert len(saved) == _facts(desk.folder / "petidesk.db").rows["visit"]


def test_a_copy_that_lacks_rows_does_not_count(desk: Desk, visit: Document, tmp_path: Path) -> None:
    desk.visits.add(visit())
    before = _facts(desk.folder / "petidesk.db")
    poorer = backup.Facts({**before.rows, "visit": 0}, before.last_event, before.last_hash)
    forked = backup.Facts(before.rows, before.last_event, "0" * 64)
    for wrong in (poorer, forked):
        assert not backup.lies_between(desk.database, before, wrong)
    assert backup.lies_between(desk.database, before, before)


def test_a_damaged_file_is_not_backed_up_as_if_it_were_whole(office: Path, visit: Document) -> None:
    with_rows = open_desk(office, purpose="window")
    for number in range(30):
        with_rows.visits.add(visit(number))
    with_rows.close()
    file = office / "petidesk.db"
    data = bytearray(file.read_bytes())
    middle = len(data) // 8192 * 4096
    data[middle : middle + 12 * 4096] = os.urandom(12 * 4096)
    file.write_bytes(data)
    database = Database(file)
    try:
        with pytest.raises(KnownTrouble) as raised:
            backup.make(database, office / "backups", "manual", AT)
    finally:
        database.close()
    assert raised.value.code == "damaged"
    assert not list((office / "backups").glob("*.db*"))


def test_two_backups_in_one_second_have_two_names(desk: Desk) -> None:
    made = [backup.make(desk.database, desk.folder / "backups", "manual", AT) for _ in range(3)]
    assert [item.made_at for item in made] == [AT, AT + timedelta(seconds=1), AT + timedelta(seconds=2)]


def test_a_copy_elsewhere_is_logged_with_its_disk(desk: Desk, tmp_path: Path) -> None:
    made = desk.backups.make(tmp_path / "stick")
    (entry,) = backup_log.entries(desk.folder)
    assert entry.path(desk.folder) == Path(made.file) and not entry.own
    # Same disk: a folder beside the data is no second place.
    assert not entry.off_disk and [item.place for item in desk.backups.all()] == [ELSEWHERE]
    assert desk.lights.status().off_disk_backup is None


def test_a_copy_on_another_disk_lights_the_light_and_the_list_says_so(desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "stick" / "petidesk-20261119-173000-manual-v0001.db"
    copy.parent.mkdir()
    copy.write_bytes(b"1")
    backup_log.add(desk.folder, backup_log.Entry(str(copy), AT, 1, "manual", True, ""))
    assert [item.place for item in desk.backups.all()] == [OFF_DISK]
    assert desk.lights.status().off_disk_backup == AT
    assert desk.lights.status().last_backup is None


def test_the_list_says_what_nobody_checked(desk: Desk) -> None:
    made = desk.backups.make()
    stranger = desk.folder / "backups" / "petidesk-20200101-000000-manual-v0001.db"
    stranger.write_bytes(Path(made.file).read_bytes())
    Path(made.file).write_bytes(b"cut")
    assert [(Path(item.file).name, item.verified) for item in desk.backups.all()] == [
        (Path(made.file).name, False),
        (stranger.name, False),
    ]


def test_thinning_removes_only_its_own(desk: Desk) -> None:
    folder = desk.folder / "backups"
    old = [backup.make(desk.database, folder, "timer", AT - timedelta(days=900, minutes=n)) for n in range(3)]
    newest = backup.make(desk.database, folder, "timer", AT)
    stranger = folder / "petidesk-20200101-000000-close-v0001.db"
    stranger.write_bytes(b"kept by somebody")
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    left_over = folder / "petidesk-20200101-000000-close-v0001.db.part"
    left_over.write_bytes(b"")
    gone = backup.thin_out(desk.folder, AT)
    # The newest of that day stays.
    assert {Path(item.file).name for item in old[1:]} == {file.name for file in gone}
    assert all(not file.exists() for file in gone)
    assert Path(newest.file).exists() and stranger.exists() and (folder / "notes.txt").exists()
    assert not left_over.exists()
    assert {entry.file for entry in backup_log.entries(desk.folder)}.isdisjoint({file.name for file in gone})


def test_a_torn_line_in_the_log_is_passed_over(desk: Desk) -> None:
    made = desk.backups.make()
    log = desk.folder / "backups" / "backups.jsonl"
    log.write_bytes(log.read_bytes() + b'{"file": "petidesk-2026\xff\n[1]\n' + json.dumps({"file": 1}).encode())
    assert [item.verified for item in desk.backups.all()] == [True]
    assert desk.lights.status().last_backup == made.made_at


def test_the_log_forgets_what_is_long_ago_elsewhere(desk: Desk) -> None:
    for number in range(60):
        backup_log.add(desk.folder, backup_log.Entry(f"/stick/{number}", AT, 1, "manual", True, ""))
    backup_log.forget(desk.folder, [])
    assert [entry.file for entry in backup_log.entries(desk.folder)] == [f"/stick/{n}" for n in range(10, 60)]


def test_the_check_in_parts_finds_whatever_the_whole_check_finds(desk: Desk, visit: Document, tmp_path: Path) -> None:
    for number in range(3):
        desk.visits.add(visit(number))
    whole, broken = tmp_path / "whole.db", tmp_path / "broken.db"
    backup.copy_verified(desk.database, whole)
    chance, told = random.Random(3), 0
    for page in range(1, whole.stat().st_size // 4096, 7):
        data = bytearray(whole.read_bytes())
        data[page * 4096 : page * 4096 + 4096] = chance.choice((bytes(4096), chance.randbytes(4096)))
        broken.write_bytes(data)
        database = Database(broken, read_only=True)
        found = _finding(database.quick_check)
        told += found is not None
        assert found is None or _finding(lambda opened=database: _in_parts(opened)), f"page {page}: {found}"
        database.close()
    assert told > 20


def _finding(check: Callable[[], str | None]) -> str | None:
    try:
        return check()
    except KnownTrouble as trouble:
        return trouble.message


def _in_parts(database: Database) -> str | None:
    return next((found for part in database.check_apart() if (found := part()) is not None), None)
