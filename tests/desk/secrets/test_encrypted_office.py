"""An encrypted office: from its first byte, opened by the right password only, backups that carry what opens them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from petidesk.desk.opening import create_office, open_desk
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.storage.file.database import Database
from petidesk.storage.secrets import keyring
from petidesk.storage.secrets import ring as rings
from petidesk.storage.secrets.wraps import Cost

PASSWORD = "河边的第三棵柳树"
CHEAP = Cost(8, 1, 1)


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
