"""A living office is encrypted, renewed and made plain again: nothing lost, nothing plain left, wherever it breaks."""

from __future__ import annotations

import os
import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk import encrypting, unlocking
from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.safety import backups, plain
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.domain.visits.visits import Visit
from petidesk.storage.secrets import keyring
from petidesk.storage.secrets.wraps import Cost
from tests.clock import pause
from tests.examples import THOROUGH
from tests.offices import new_office
from tests.scans import picture

PASSWORD, CODE = "河边的第三棵柳树", "000G8-40R4P-0M30D-E2094-185GP-R38EP-1W81W"
CHEAP = Cost(8, 1, 1)
SECRETS = ("张桂花不愿说", "13800001234", "11010519491231002X", "渠水淹了两亩三分地")
VISIT: dict[str, Any] = {
    "at": "2026-11-19T09:20",
    "channel": "visit",
    "petitioners": [
        {"name": SECRETS[0], "phone": SECRETS[1], "id_type": "111", "id_number": SECRETS[2], "village": "东村"}
    ],
    "matters": [{"purpose": "appeal", "statement": SECRETS[3]}],
}


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with a visit, an attachment, a draft, backups here and on a stick, and a file set aside."""
    base = tmp_path_factory.mktemp("living")
    folder = base / "office"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村"])
    desk = open_desk(folder)
    number = desk.visits.add(VISIT)[0].visit_no
    desk.attachments.add("visit", number, picture(), name="照片")
    desk.drafts.save(None, "visit", {"summary": SECRETS[0], "statement": SECRETS[3]}, False)
    made = Path(desk.backups.make().file)
    desk.backups.make(reason="upgrade")
    desk.close()
    backups.restore(folder, made)
    return folder


@pytest.fixture
def office(living: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    shutil.copytree(living, folder)
    return folder


def _encrypt(folder: Path, **rest: Any) -> encrypting.Encrypted:
    return encrypting.encrypt(folder, None, PASSWORD, CODE, cost=CHEAP, **rest)


def _plain_files(*places: Path) -> Iterator[tuple[Path, str]]:
    for place in places:
        for file in place.rglob("*"):
            if file.is_file():
                content = file.read_bytes()
                yield from ((file, secret) for secret in SECRETS if secret.encode() in content)
                if picture()[:40] in content:
                    yield file, "照片"


def _whole(desk: Desk) -> None:
    assert desk.checks.run(True) == []
    visit = desk.visits.get(visit_id=1)
    assert isinstance(visit, Visit)
    assert (visit.content.petitioners[0].name, visit.content.petitioners[0].id_number) == (SECRETS[0], SECRETS[2])
    (kept,) = desk.attachments.listed("visit", visit.visit_no)
    assert desk.attachments.content(kept.attachment_id).data == picture()


def test_nothing_plain_is_left_and_everything_is_there(office: Path, tmp_path: Path) -> None:
    assert list(_plain_files(office))
    done = _encrypt(office)
    assert list(_plain_files(tmp_path)) == []
    assert len(done.backups) == 1
    assert len(done.gone) == 2  # the backup and the file set aside; that of the upgrade was written anew
    assert (done.waiting, done.without) == ((), ())
    desk = open_desk(office, password=PASSWORD)
    _whole(desk)
    assert [copy.reason for copy in desk.backups.all() if not copy.verified] == []
    assert {copy.reason for copy in desk.backups.all()} == {"manual", "upgrade"}
    desk.close()
    for copy in backups.available(office):
        other = tmp_path / Path(copy.file).stem
        backups.restore(other, Path(copy.file), code=CODE)
        restored = open_desk(other, password=PASSWORD)
        _whole(restored)
        restored.close()


def test_what_lies_on_an_absent_stick_waits_until_it_is_shown(office: Path, tmp_path: Path) -> None:
    stick, pocket = tmp_path / "stick", tmp_path / "pocket"
    desk = open_desk(office)
    desk.backups.make(stick)
    desk.close()
    stick.rename(pocket)
    done = _encrypt(office)
    assert [Path(name).parent for name in done.waiting] == [stick]
    assert list(_plain_files(pocket))
    pocket.rename(tmp_path / "usb2")
    desk = open_desk(office, password=PASSWORD)
    assert plain.waiting(desk.session) == list(done.waiting)
    desk.backups.make(tmp_path / "usb2")
    assert plain.waiting(desk.session) == []
    desk.close()
    assert list(_plain_files(tmp_path / "usb2")) == []


def test_a_place_that_can_be_reached_gets_its_encrypted_backup_first(office: Path, tmp_path: Path) -> None:
    desk = open_desk(office)
    desk.backups.make(tmp_path / "stick")
    desk.close()
    done = _encrypt(office)
    assert [Path(name).parent for name in done.backups] == [office / "backups", tmp_path / "stick"]
    assert list(_plain_files(tmp_path)) == []


def test_a_code_typed_wrong_encrypts_nothing(office: Path) -> None:
    with pytest.raises(Refused, match="第2组"):
        encrypting.encrypt(office, None, PASSWORD, CODE.replace("40R4P", "40R4X"), cost=CHEAP)
    assert not unlocking.is_encrypted(office)
    assert keyring.read(office) is None


def test_it_is_not_begun_beside_a_window(office: Path) -> None:
    window = open_desk(office, purpose="window")
    with pytest.raises(KnownTrouble) as trouble:
        _encrypt(office)
    assert trouble.value.code == "locked"
    window.close()


def test_a_renewed_key_keeps_all_and_old_copies_are_named_or_renewed(office: Path) -> None:
    _encrypt(office)
    unlocked = unlocking.log_in(office, None, PASSWORD)
    assert unlocked is not None
    _, first = encrypting.renew(office, unlocked)
    assert first.before in first.copies
    assert first.after not in first.copies
    desk = open_desk(office, password=PASSWORD)
    _whole(desk)
    desk.close()
    with pytest.raises(KnownTrouble, match="损坏"):
        open_desk(office, unlocked=unlocked)
    now = unlocking.log_in(office, None, PASSWORD)
    assert now is not None
    _, second = encrypting.renew(office, now, copies=True)
    assert second.copies == ()
    assert all(copy.verified for copy in backups.available(office))
    backups.restore(office, Path(second.before), password=PASSWORD)
    desk = open_desk(office, password=PASSWORD)
    _whole(desk)
    desk.close()


def test_decrypted_it_is_plain_again_for_a_reason(office: Path) -> None:
    _encrypt(office)
    unlocked = unlocking.log_in(office, None, PASSWORD)
    assert unlocked is not None
    with pytest.raises(Refused, match="原因"):
        encrypting.decrypt(office, unlocked, " ")
    encrypting.decrypt(office, unlocked, "换用县里的系统")
    assert not unlocking.is_encrypted(office)
    assert keyring.read(office) is None
    desk = open_desk(office)
    _whole(desk)
    assert [line.action for line in desk.audit.lines()[:2]] == ["secrets.decrypted", "secrets.encrypted"]
    desk.close()


@pytest.mark.parametrize("turn", range(40 if THOROUGH else 3))
def test_killed_at_any_moment_the_office_is_whole_under_one_key_or_the_other(office: Path, turn: int) -> None:
    for deed, longest in ((_encrypt, 0.9), (_renew, 0.6)):
        child = os.fork()
        if not child:
            deed(office)
            os._exit(0)
        pause(random.Random(turn * 2 + (deed is _renew)).random() * longest)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if not unlocking.is_encrypted(office):
            assert keyring.is_encrypted(office / "petidesk.db") is False
            _encrypt(office)
        desk = open_desk(office, password=PASSWORD)
        desk.attachments.tidy()
        _whole(desk)
        desk.close()
        assert list(_plain_files(office)) == []
        assert [file.name for file in office.glob("*recast*")] == []


def _renew(folder: Path) -> None:
    unlocked = unlocking.log_in(folder, None, PASSWORD)
    assert unlocked is not None
    encrypting.renew(folder, unlocked, copies=True)
