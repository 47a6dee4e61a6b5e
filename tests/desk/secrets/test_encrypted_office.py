"""An encrypted office: from its first byte, opened by the right password only, backups that carry what opens them."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

import pytest

from petidesk.desk import unlocking
from petidesk.desk.opening import create_office, open_desk
from petidesk.desk.safety import backups
from petidesk.desk.secrets.secrets import Secrets
from petidesk.domain.secrets.recovery import code_of
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.storage.file.database import Database
from petidesk.storage.secrets import keyring
from petidesk.storage.secrets import ring as rings
from petidesk.storage.secrets.wraps import Cost
from tests.scans import picture

PASSWORD = "河边的第三棵柳树"
CHEAP = Cost(8, 1, 1)
VISIT = {
    "at": "2026-11-19T09:20",
    "channel": "visit",
    "petitioners": [{"name": "张桂花", "village": "东村"}],
    "matters": [{"purpose": "appeal", "statement": "征地补偿款未到账"}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "office"
    create_office(made, office="清溪镇", county="安平县", villages=["东村"], password=PASSWORD, cost=CHEAP)
    return made


def test_an_office_is_encrypted_from_its_first_byte_and_opens_by_its_password(folder: Path) -> None:
    assert keyring.is_encrypted(folder / "petidesk.db")
    desk = open_desk(folder, password=PASSWORD)
    assert desk.office.current().name == "清溪镇"
    assert desk.checks.run(True) == []
    desk.close()
    for file in folder.rglob("*"):
        if file.is_file():
            assert "清溪镇".encode() not in file.read_bytes(), file


@pytest.mark.parametrize("typed", [None, "", "河边的第三棵柳", "x" * 500])
def test_no_password_or_a_wrong_one_opens_nothing(folder: Path, typed: str | None) -> None:
    for purpose in ("read", "write"):
        with pytest.raises(KnownTrouble) as trouble:
            open_desk(folder, password=typed, purpose=purpose)  # type: ignore[arg-type]
        assert trouble.value.code == "wrong_password"
        assert trouble.value.exit_status == 5


def test_a_damaged_file_is_not_taken_for_a_wrong_password(folder: Path) -> None:
    with (folder / "petidesk.db").open("r+b") as stream:
        stream.write(os.urandom(4096))
    with pytest.raises(KnownTrouble) as trouble:
        open_desk(folder, password=PASSWORD)
    assert trouble.value.code == "damaged"


def test_a_backup_carries_its_keyring_and_is_whole_for_sqlite(folder: Path) -> None:
    desk = open_desk(folder, password=PASSWORD)
    made = Path(desk.backups.make().file)
    desk.close()
    carried = keyring.of_backup(made)
    assert carried is not None
    entry = carried.ring.people[0]
    opened = rings.unlock(carried.ring, entry, PASSWORD.encode())
    database = Database(made, opened.key, read_only=True)
    assert database.quick_check() is None
    database.close()


def test_without_its_keyring_a_folder_opens_by_that_of_its_newest_backup(folder: Path) -> None:
    desk = open_desk(folder, password=PASSWORD)
    desk.backups.make()
    desk.close()
    for name in keyring.FILES:
        (folder / name).unlink()
    open_desk(folder, password=PASSWORD).close()
    assert all((folder / name).is_file() for name in keyring.FILES)


def test_a_password_that_is_none_makes_no_office(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="8到128"):
        create_office(tmp_path / "new", office="清溪镇", county="安平县", password="短", cost=CHEAP)
    assert not (tmp_path / "new").exists()


CODE = "000G8-40R4P-0M30D-E2094-185GP-R38EP-1W81W"


def test_from_one_backup_and_the_paper_the_office_comes_back(tmp_path: Path) -> None:
    folder, stick, other = tmp_path / "office", tmp_path / "stick", tmp_path / "new-pc"
    create_office(folder, office="清溪镇", county="安平县", password=PASSWORD, code=CODE, cost=CHEAP)
    desk = open_desk(folder, password=PASSWORD)
    number = desk.visits.add(VISIT)[0].visit_no
    photo = desk.attachments.add("visit", number, picture(), name="照片")
    made = Path(desk.backups.make(stick).file)
    desk.close()
    shutil.rmtree(folder)
    with pytest.raises(KnownTrouble, match="不是这个单位现在的恢复码"):
        backups.restore(other, made, code=code_of(b"\x07" * 18))
    assert not (other / "petidesk.db").exists()
    done = backups.restore(other, made, code=CODE.lower())
    assert (done.visits, done.attachments_missing) == (1, 0)
    assert unlocking.recover(other, None, CODE, "新的密码12345") is not None
    desk = open_desk(other, password="新的密码12345")
    assert desk.attachments.content(photo.attachment_id).data == picture()
    assert desk.checks.run(True) == []
    desk.close()


def test_a_restored_backup_goes_by_the_newest_password_of_its_key(folder: Path) -> None:
    desk = open_desk(folder, password=PASSWORD)
    made = Path(desk.backups.make().file)
    assert Secrets(desk.session, CHEAP).set_own_password("后来的密码678") == [str(made)]
    desk.close()
    with pytest.raises(KnownTrouble, match="密码不对"):
        backups.restore(folder, made, password="密码都不是1234")
    backups.restore(folder, made, password="后来的密码678")
    open_desk(folder, password="后来的密码678").close()


def test_attachments_lie_sealed_and_a_changed_byte_is_damage(folder: Path) -> None:
    desk = open_desk(folder, password=PASSWORD)
    number = desk.visits.add(VISIT)[0].visit_no
    content = picture(seed=3)
    one = desk.attachments.add("visit", number, content, name="照片")
    (lies,) = [file for file in (folder / "attachments").rglob("*") if file.is_file()]
    sealed = lies.read_bytes()
    assert content[:16] not in sealed
    assert desk.attachments.content(one.attachment_id).data == content
    for at in (0, 12, len(sealed) // 2, len(sealed) - 1):
        lies.write_bytes(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :])
        with pytest.raises(KnownTrouble, match="损坏"):
            desk.attachments.content(one.attachment_id)
        assert [problem.what for problem in desk.checks.run(True)] == ["附件的文件已损坏，请从备份恢复"]
    desk.close()


@pytest.mark.parametrize("beside", [False, True])
def test_a_backup_without_the_password_counts_when_it_was_unlocked(folder: Path, tmp_path: Path, beside: bool) -> None:
    desk = open_desk(folder, password=PASSWORD, purpose="window")
    number = desk.visits.add(VISIT)[0].visit_no
    photo = desk.attachments.add("visit", number, picture(), name="照片")
    if not beside:
        desk.close()
    made = backups.make_sealed(folder, tmp_path / "stick")
    own = backups.make_sealed(folder)
    assert not made.verified
    if not beside:
        desk = open_desk(folder, password=PASSWORD)
    assert {Path(copy.file) for copy in desk.backups.all() if not copy.verified} == {Path(made.file), Path(own.file)}
    assert {copy.file for copy in desk.backups.check_sealed()} == {made.file, own.file}
    assert all(copy.verified for copy in desk.backups.all())
    assert desk.backups.check_sealed() == []
    desk.close()
    assert not list((tmp_path / "stick").glob("*-wal"))
    other = tmp_path / "other"
    backups.restore(other, Path(made.file), password=PASSWORD)
    desk = open_desk(other, password=PASSWORD)
    assert desk.attachments.content(photo.attachment_id).data == picture()
    desk.close()


def test_a_damaged_copy_never_counts(folder: Path) -> None:
    made = Path(backups.make_sealed(folder).file)
    with made.open("r+b") as stream:
        stream.seek(5000)
        stream.write(os.urandom(64))
    desk = open_desk(folder, password=PASSWORD)
    assert desk.backups.check_sealed() == []
    assert [copy.verified for copy in desk.backups.all()] == [False]
    desk.close()


def test_a_folder_for_another_computer_opens_by_the_same_passwords(folder: Path, tmp_path: Path) -> None:
    desk = open_desk(folder, password=PASSWORD)
    number = desk.visits.add(VISIT)[0].visit_no
    photo = desk.attachments.add("visit", number, picture(), name="照片")
    assert desk.backups.move(tmp_path / "usb").verified
    desk.close()
    assert unlocking.is_encrypted(tmp_path / "usb")
    desk = open_desk(tmp_path / "usb", password=PASSWORD)
    assert desk.attachments.content(photo.attachment_id).data == picture()
    desk.close()


def test_every_file_of_an_encrypted_office_is_its_users_alone(folder: Path) -> None:
    with contextlib.suppress(KnownTrouble):
        open_desk(folder, password="ein falsches Wort")
    desk = open_desk(folder, password=PASSWORD)
    desk.backups.make()
    backups.make_sealed(folder)
    assert [file for file in folder.rglob("*") if file.is_file() and file.stat().st_mode & 0o077] == []
    desk.close()
