"""A full disk: nothing half done, a reserve to finish with, a sentence before anything new is begun."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk
from petidesk.desk.safety import backups
from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.trouble import KnownTrouble
from petidesk.domain.visits.listing import VisitQuery
from petidesk.storage.file import ballast, sealed
from tests.scans import picture

Document = Callable[..., dict[str, Any]]
LONG = "水渠渗水，淹了菜地。" * 1500


class SmallDisk:
    """A disk of 64 MB. Where nothing may be mounted, SQLite's own limit of pages stands in for it."""

    def __init__(self, place: Path, mounted: bool) -> None:
        self.place = place
        self.mounted = mounted
        self._pages = 0

    def fill(self, desk: Desk) -> None:
        """Leave no room."""
        if self.mounted:
            with (self.place / "photos.bin").open("wb", buffering=0) as stream:
                size = 1 << 20
                while size:
                    try:
                        stream.write(b"x" * size)
                    except OSError:
                        size //= 2
            return
        with desk.reading() as connection:
            self._pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        desk.database.engine.dispose()
        event.listen(desk.database.engine, "checkout", self._limit)

    def _limit(self, connection: Any, _record: Any, _proxy: Any) -> None:
        spare = 0 if (self.place / "office" / "reserve.bin").exists() else ballast.RESERVE_BYTES // 4096
        connection.execute(f"PRAGMA max_page_count={self._pages + spare}")


@pytest.fixture
def small_disk() -> Iterator[SmallDisk]:
    # Not below pytest's own folder: a run that is killed here must not leave it a mount that it cannot sweep away.
    place = Path(tempfile.mkdtemp(prefix="petidesk-small-"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "petidesk", str(place)]
    mounted = os.getuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0
    create_office(place / "office", office="清溪镇", county="安平县", villages=["东村"])
    yield SmallDisk(place, mounted)
    if mounted:
        subprocess.run(["umount", place], check=True)
    shutil.rmtree(place)


@pytest.fixture
def desk(small_disk: SmallDisk) -> Iterator[Desk]:
    """The office on the small disk, opened as a window."""
    opened = open_desk(small_disk.place / "office", purpose="window")
    yield opened
    opened.close()


def _long(visit: Document, number: int) -> dict[str, Any]:
    document = visit(number)
    document["matters"][0]["statement"] = LONG
    return document


def _save_until_full(desk: Desk, visit: Document, start: int = 0) -> tuple[list[str], KnownTrouble]:
    saved: list[str] = []
    with pytest.raises(KnownTrouble) as raised:
        for number in range(start, start + 2000):
            saved.append(desk.visits.add(_long(visit, number))[0].visit_no)
    return saved, raised.value


def test_what_was_begun_is_finished_with_the_reserve(desk: Desk, small_disk: SmallDisk, visit: Document) -> None:
    assert ballast.keep_reserve(desk.folder)
    saved = [desk.visits.add(visit(number))[0].visit_no for number in range(3)]
    small_disk.fill(desk)
    more, trouble = _save_until_full(desk, visit, 10)
    assert trouble.code == "full" and "再保存一次" in trouble.message
    assert not (desk.folder / "reserve.bin").exists()
    # The form is still there; the clerk presses save once more.
    last = desk.visits.add(_long(visit, 5000))[0].visit_no
    stored = {row.visit_no for row in desk.visits.rows(VisitQuery(), 10_000)}
    assert stored == {*saved, *more, last}
    assert desk.checks.run(deep=True) == []


def test_a_full_disk_loses_nothing_and_leaves_no_half_visit(desk: Desk, small_disk: SmallDisk, visit: Document) -> None:
    assert ballast.keep_reserve(desk.folder)
    small_disk.fill(desk)
    assert ballast.after_full(desk.folder) and not ballast.after_full(desk.folder)
    saved, trouble = _save_until_full(desk, visit)
    assert len(saved) > 10
    assert trouble.code == "full" and trouble.exit_status == 4
    desk.close()
    again = open_desk(small_disk.place / "office", purpose="read")
    try:
        assert sorted(row.visit_no for row in again.visits.rows(VisitQuery(), 10_000)) == sorted(saved)
        assert again.checks.run(deep=True) == []
    finally:
        again.close()


def test_a_backup_that_does_not_fit_leaves_nothing(desk: Desk, small_disk: SmallDisk, visit: Document) -> None:
    for number in range(3):
        desk.visits.add(_long(visit, number))
    small_disk.fill(desk)
    if small_disk.mounted:
        with pytest.raises(KnownTrouble) as raised:
            desk.backups.make()
        assert raised.value.code == "full" and "U盘" in raised.value.message
        with pytest.raises(KnownTrouble) as moved:
            desk.backups.move(small_disk.place / "other")
        assert moved.value.code == "full"
    found = {file.name for file in small_disk.place.rglob("petidesk*")}
    assert found <= {"petidesk.db", "petidesk.db-wal", "petidesk.db-shm"}


def test_a_batch_that_does_not_fit_says_what_was_issued(desk: Desk, small_disk: SmallDisk, visit: Document) -> None:
    found = [desk.visits.add(visit(number))[0].matters[0].case_no for number in range(40)]
    cases = [case_no for case_no in found if case_no]
    day = desk.today()

    def fill(done: int, _total: int) -> None:
        if done == 2:
            small_disk.fill(desk)

    with pytest.raises(KnownTrouble) as raised:
        desk.letters.batch("acceptance_notice", cases, signed_by="李建国", signed_on=day, progress=fill)
    kept = [row.document_no for row in desk.letters.rows(LetterQuery(), 100) if row.document_no]
    assert 2 <= len(kept) < len(cases)
    said = raised.value.message
    assert raised.value.code == "full" and f"前面已经签发{len(kept)}份" in said
    assert min(kept, key=_serial) in said and max(kept, key=_serial) in said
    assert desk.letters.count(LetterQuery(state="draft")) == 0 and desk.checks.run(deep=True) == []


def _serial(number: str) -> int:
    return int(number.split("〕")[1].removesuffix("号"))


def test_an_attachment_that_does_not_fit_leaves_nothing(desk: Desk, small_disk: SmallDisk, visit: Document) -> None:
    number = desk.visits.add(visit())[0].visit_no
    kept = desk.attachments.add("visit", number, picture(1))
    if small_disk.mounted:
        small_disk.fill(desk)
        with pytest.raises(KnownTrouble) as refused:
            desk.attachments.add("visit", number, picture(2))
        with pytest.raises(KnownTrouble) as full:
            sealed.prepare(desk.folder, os.urandom(1 << 20), None)
        assert refused.value.code == full.value.code == "full"
    assert desk.attachments.content(kept.attachment_id).data == picture(1)
    assert len(list(sealed.names(desk.folder))) == 1 and not sealed.leftovers(desk.folder)
    assert desk.checks.run(deep=True) == []


def test_a_backup_goes_to_another_disk_when_this_one_is_full(
    desk: Desk, small_disk: SmallDisk, visit: Document, tmp_path: Path
) -> None:
    number = desk.visits.add(visit())[0].visit_no
    small_disk.fill(desk)
    made = desk.backups.make(tmp_path / "stick")
    assert made.verified
    desk.close()
    backups.restore(desk.folder, Path(made.file), tmp_path / "new")
    restored = open_desk(tmp_path / "new", purpose="read")
    assert restored.visits.get(number).visit_no == number
    restored.close()


def test_nothing_new_is_begun_on_a_nearly_full_disk(desk: Desk, small_disk: SmallDisk) -> None:
    ballast.before_new_work(desk.folder)
    if small_disk.mounted:
        small_disk.fill(desk)
        with pytest.raises(KnownTrouble) as raised:
            ballast.before_new_work(desk.folder)
        assert raised.value.code == "full" and "清理磁盘" in raised.value.message
        desk.close()
        with pytest.raises(KnownTrouble, match="清理磁盘"):
            open_desk(desk.folder, purpose="write")
        open_desk(desk.folder, purpose="read").close()
        assert not ballast.keep_reserve(desk.folder)
        (small_disk.place / "photos.bin").unlink()
    ballast.before_new_work(desk.folder)
    assert ballast.keep_reserve(desk.folder)
    assert (desk.folder / "reserve.bin").stat().st_size == ballast.RESERVE_BYTES
