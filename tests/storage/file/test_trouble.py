"""A damaged, foreign, newer or read-only file, and a folder that somebody else has: each its own plain sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.trouble import KnownTrouble
from petidesk.domain.visits.listing import VisitQuery
from petidesk.storage.file.database import Database
from petidesk.storage.file.lock import front_requested, holder, request_front
from petidesk.storage.schema import person_phone

Document = Callable[..., dict[str, Any]]
NOBODY = 65534


def _code(folder: Path, purpose: Any) -> str:
    with pytest.raises(KnownTrouble) as raised:
        open_desk(folder, purpose=purpose)
    assert raised.value.exit_status == 4
    return raised.value.code


def _overwrite(file: Path, start: int, length: int) -> None:
    data = bytearray(file.read_bytes())
    data[start : start + length] = os.urandom(length)
    file.write_bytes(data)


@pytest.mark.parametrize("purpose", ["window", "write", "read"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: _overwrite(file, 0, 100),
        lambda file: file.write_bytes(file.read_bytes()[:3000]),
        lambda file: file.write_bytes(b""),
        lambda file: file.write_text("这不是数据库。" * 100, encoding="utf-8"),
    ],
    ids=["random", "cut", "empty", "text"],
)
def test_a_file_that_is_no_data_file_is_refused_and_left_alone(
    office: Path, spoil: Callable[[Path], None], purpose: str
) -> None:
    file = office / "petidesk.db"
    spoil(file)
    before = file.read_bytes()
    assert _code(office, purpose) == "damaged"
    assert file.read_bytes() == before
    # Nobody is left holding the folder.
    assert _code(office, "window") == "damaged"


def test_check_finds_damage_inside_the_file(office: Path, visit: Document) -> None:
    desk = open_desk(office, purpose="window")
    for number in range(60):
        desk.visits.add(visit(number))
    desk.close()
    file = office / "petidesk.db"
    # Pages of records, not of the description of the tables: without that the file would not open at all.
    database = Database(file)
    with database.read() as connection:
        roots = connection.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name IN ('matter', 'paper')").all()
    database.close()
    for (page,) in roots:
        _overwrite(file, (page - 1) * 4096, 4096)
    desk = open_desk(office, purpose="read")
    try:
        problems = desk.checks.run()
    finally:
        desk.close()
    assert problems and all("损坏" in problem.what for problem in problems)


def test_a_database_of_something_else_is_refused(office: Path) -> None:
    (office / "petidesk.db").unlink()
    database = Database(office / "petidesk.db")
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE recipes (id INTEGER)")
    database.close()
    for purpose in ("window", "read"):
        assert _code(office, purpose) == "damaged"


def test_a_newer_file_is_refused_unchanged(office: Path) -> None:
    database = Database(office / "petidesk.db")
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
    database.close()
    before = (office / "petidesk.db").read_bytes()
    for purpose in ("window", "write", "read"):
        assert _code(office, purpose) == "newer"
    assert (office / "petidesk.db").read_bytes() == before
    assert not (office / "backups").exists()


@pytest.fixture
def sealed(office: Path, visit: Document) -> Iterator[Path]:
    """A place with a folder ``stick`` and the office in ``office``, where nothing can be written.

    Whoever may mount gets a read-only file system; others a folder without the right to write, which root only feels
    as somebody else.
    """
    desk = open_desk(office, purpose="window")
    desk.visits.add(visit())
    desk.close()
    place = Path(tempfile.mkdtemp(prefix="petidesk-sealed-"))
    (place / "stick").mkdir()
    (place / "office").mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "petidesk", str(place / "office")]
    mounted = os.getuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0
    shutil.copytree(office, place / "office", dirs_exist_ok=True)
    try:
        if mounted:
            subprocess.run(["mount", "-o", "remount,ro", place / "office"], check=True)
            yield place
        else:
            place.chmod(0o755)
            (place / "stick").chmod(0o777)
            (place / "office").chmod(0o555)
            if os.getuid() == 0:
                os.setresuid(NOBODY, NOBODY, 0)
            yield place
    finally:
        if os.getuid() == NOBODY:
            os.setresuid(0, 0, 0)
        if mounted:
            subprocess.run(["umount", place / "office"], check=True)
        else:
            (place / "office").chmod(0o755)
        shutil.rmtree(place)


def test_a_read_only_folder_can_be_read_and_backed_up(sealed: Path) -> None:
    office = sealed / "office"
    for purpose in ("window", "write"):
        assert _code(office, purpose) == "read_only"
    desk = open_desk(office, purpose="read")
    try:
        assert desk.visits.count(VisitQuery()) == 1
        assert desk.checks.run(deep=True) == []
        made = desk.backups.make(sealed / "stick")
        assert made.verified and Path(made.file).is_file()
        with pytest.raises(KnownTrouble) as raised:
            desk.backups.make()
        assert raised.value.code == "read_only"
        assert desk.lights.status().last_backup is None
    finally:
        desk.close()


def test_a_reader_saves_nothing(office: Path, visit: Document) -> None:
    desk = open_desk(office, purpose="read")
    with pytest.raises(KnownTrouble) as raised:
        desk.visits.add(visit())
    desk.close()
    assert raised.value.code == "read_only"


# ---- one writer


def _command(folder: Path, seconds: float, purpose: str = "write") -> subprocess.Popen[bytes]:
    """Another process that has the folder for some seconds, and says ``ready`` when it has."""
    program = f"""
        import sys, threading
        from pathlib import Path
        from petidesk.desk.opening import open_desk
        desk = open_desk(Path(sys.argv[1]), purpose={purpose!r})
        print("ready", flush=True)
        threading.Event().wait({seconds})
        desk.close()
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), str(folder)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    assert process.stdout is not None and process.stdout.readline().strip() == b"ready"
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_a_second_window_is_told_who_and_since_when(office: Path, visit: Document, tmp_path: Path) -> None:
    first = _command(office, 60, "window")
    try:
        there = holder(office)
        assert there is not None and there.window
        for purpose in ("window", "write"):
            with pytest.raises(KnownTrouble) as raised:
                open_desk(office, purpose=purpose)  # type: ignore[arg-type]
            assert raised.value.code == "locked"
            for said in ("值班员", "窗口", there.user, f"{there.since:%Y-%m-%d %H:%M}"):
                assert said in raised.value.message
        request_front(office)
        assert front_requested(office) and not front_requested(office)
        # Reading and backing up go on beside it.
        reader = open_desk(office, purpose="read")
        assert reader.backups.make(tmp_path / "stick").verified and reader.backups.make().verified
        reader.close()
    finally:
        _end(first)
    # A window that was killed holds nothing.
    desk = open_desk(office, purpose="window")
    desk.visits.add(visit())
    desk.close()
    assert holder(office) is None


def test_commands_wait_for_each_other(office: Path) -> None:
    first = _command(office, 0.6)
    try:
        open_desk(office, purpose="write").close()
        again = _command(office, 60)
        with pytest.raises(KnownTrouble) as raised:
            open_desk(office, purpose="write", wait=0.2)
        assert raised.value.code == "locked" and "命令" in raised.value.message
        _end(again)
    finally:
        _end(first)


def test_four_commands_at_once_leave_no_gap(office: Path) -> None:
    program = """
        import sys
        from pathlib import Path
        from petidesk.desk.opening import open_desk
        for turn in range(8):
            desk = open_desk(Path(sys.argv[1]), purpose="write", wait=600)
            visit, _ = desk.visits.add({
                "at": "2026-11-19T09:20", "channel": "visit", "petitioners": [{"anonymous": True}],
                "matters": [{"purpose": "help", "statement": "问路"}],
            })
            print(visit.visit_no)
            desk.close()
    """
    running = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(program), str(office)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[3],
        )
        for _ in range(4)
    ]
    numbers = [line for process in running for line in process.communicate()[0].decode().split()]
    assert len(numbers) == len(set(numbers)) == 32
    assert sorted(int(number.rsplit("-", 1)[1]) for number in numbers) == list(range(1, 33))
    desk: Desk = open_desk(office, purpose="read")
    assert desk.checks.run() == []
    desk.close()


def test_an_error_of_the_database_does_not_repeat_what_was_to_be_written(desk: Desk) -> None:
    with pytest.raises(IntegrityError) as error, desk.writing() as connection:
        connection.execute(insert(person_phone), {"digits": "13800001234", "person_id": 999})
    assert "FOREIGN KEY" in str(error.value) and "13800001234" not in str(error.value)
