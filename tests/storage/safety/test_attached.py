"""Attachments in backups, restores and moves: each content once, nothing missing without a word."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.safety import backups
from petidesk.domain.trouble import KnownTrouble
from petidesk.storage import attachments as rows
from petidesk.storage.file import sealed
from petidesk.storage.file.key import Key
from petidesk.storage.safety import attached, backup, backup_log
from tests.scans import pdf, picture

Document = Callable[..., dict[str, Any]]


@pytest.fixture
def number(desk: Desk, visit: Document) -> str:
    """A visit with a picture and a PDF on it."""
    no = desk.visits.add(visit())[0].visit_no
    desk.attachments.add("visit", no, picture(1), name="现场")
    desk.attachments.add("visit", no, pdf(), name="合同")
    return no


def _contents(folder: Path, number: str) -> list[bytes]:
    desk = open_desk(folder, purpose="read")
    found = [desk.attachments.content(one.attachment_id).data for one in desk.attachments.listed("visit", number)]
    assert desk.checks.run(deep=True) == []
    desk.close()
    return found


def _own(desk: Desk) -> list[str]:
    return list(sealed.names(desk.folder / backup_log.FOLDER))


def test_each_content_lies_once_beside_the_backups(desk: Desk, number: str) -> None:
    first, second = desk.backups.make(), desk.backups.make()
    assert first.verified and second.verified
    assert _own(desk) == list(sealed.names(desk.folder))
    assert attached.list_of(Path(first.file)).read_text() == attached.list_of(Path(second.file)).read_text()


def test_a_backup_lacks_nothing_or_says_so(desk: Desk, number: str) -> None:
    made = desk.backups.make()
    name = _own(desk)[0]
    sealed.remove(desk.folder / backup_log.FOLDER, name)
    assert [one.verified for one in desk.backups.all()] == [False]
    # The next one brings it again, and so makes the first whole.
    assert desk.backups.make(reason="timer").verified
    assert [one.verified for one in desk.backups.all()] == [True, True]
    damaged = sealed.path(desk.folder / backup_log.FOLDER, name)
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"x")
    assert desk.backups.make(reason="manual").verified
    assert sealed.read(desk.folder / backup_log.FOLDER, name, None) == sealed.read(desk.folder, name, None)
    # Lost in the data folder, too: the copy is made, and does not count as whole.
    for place in (desk.folder, desk.folder / backup_log.FOLDER):
        sealed.remove(place, name)
    lame = desk.backups.make()
    assert not lame.verified and Path(lame.file).exists()
    assert Path(made.file).exists()


def test_a_restore_brings_them_back(desk: Desk, number: str, tmp_path: Path) -> None:
    made = desk.backups.make()
    folder = desk.folder
    before = [desk.attachments.content(one.attachment_id).data for one in desk.attachments.listed("visit", number)]
    for one in desk.attachments.listed("visit", number):
        desk.attachments.remove(one.attachment_id, "误删")
    kept = desk.attachments.add("visit", number, picture(7), name="后来的")
    desk.close()
    assert len(list(sealed.names(folder))) == 1
    done = backups.restore(folder, Path(made.file))
    assert done.attachments_missing == 0 and done.set_aside is not None
    assert _contents(folder, number) == before
    # Back to the file that was set aside: what it had lies beside it.
    desk = open_desk(folder)
    desk.attachments.add("visit", number, picture(8))
    desk.close()
    again = backups.restore(folder, Path(done.set_aside), tmp_path / "new")
    assert again.attachments_missing == 0
    desk = open_desk(tmp_path / "new", purpose="read")
    assert desk.attachments.content(kept.attachment_id).data == picture(7)
    desk.close()


def test_a_restore_elsewhere_and_without_its_files(desk: Desk, number: str, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    made = desk.backups.make(stick)
    before = [desk.attachments.content(one.attachment_id).data for one in desk.attachments.listed("visit", number)]
    assert backups.restore(tmp_path / "a", Path(made.file), tmp_path / "b").attachments_missing == 0
    assert _contents(tmp_path / "b", number) == before
    shutil.rmtree(stick / sealed.FOLDER)
    assert backups.restore(tmp_path / "a", Path(made.file), tmp_path / "c").attachments_missing == 2
    lame = open_desk(tmp_path / "c", purpose="read")
    assert len(lame.checks.run()) == 2
    lame.close()


def test_a_moved_folder_has_them(desk: Desk, number: str, tmp_path: Path) -> None:
    before = [desk.attachments.content(one.attachment_id).data for one in desk.attachments.listed("visit", number)]
    moved = desk.backups.move(tmp_path / "new")
    assert moved.verified and moved.attachments_missing == 0
    assert _contents(tmp_path / "new", number) == before
    sealed.remove(desk.folder, next(sealed.names(desk.folder)))
    lame = desk.backups.move(tmp_path / "lame")
    assert (lame.verified, lame.attachments_missing) == (False, 1)


def test_what_no_backup_needs_any_more_goes(desk: Desk, number: str) -> None:
    made = desk.backups.make()
    for one in desk.attachments.listed("visit", number):
        desk.attachments.remove(one.attachment_id, "退还")
    desk.backups.make()
    assert len(_own(desk)) == 2, "the first backup still needs them"
    now = desk.now() + timedelta(days=40)
    gone = backup.thin_out(desk.folder, now)
    assert Path(made.file).name in [file.name for file in gone]
    assert _own(desk) == [] and not list((desk.folder / backup_log.FOLDER).glob("*.needs"))


def test_a_whole_backup_never_goes_for_one_that_lacks_something(desk: Desk, number: str) -> None:
    whole = desk.backups.make()
    last = desk.attachments.add("visit", number, picture(9))
    with desk.reading() as connection:
        sealed.remove(desk.folder, rows.content_name(connection, last.attachment_id))
    lame = [desk.backups.make(reason="close") for _ in range(2)]
    backup.thin_out(desk.folder, desk.now() + timedelta(days=40))
    assert [(one.file, one.verified) for one in desk.backups.all()] == [(lame[1].file, False), (whole.file, True)]


def test_no_room_for_attachments_says_so(desk: Desk, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attached, "free_bytes", lambda _folder: 100)
    with pytest.raises(KnownTrouble) as full:
        desk.backups.make()
    assert full.value.code == "full"
    assert desk.backups.all() == []


def test_a_backup_beside_a_clerk_who_removes_is_whole(desk: Desk, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (first, _) = desk.attachments.listed("visit", number)
    real = attached.needs_of
    turns: list[int] = []

    def and_then_remove(file: Path, key: Key | None = None) -> attached.Needs:
        needs = real(file)
        if not turns:
            desk.attachments.remove(first.attachment_id, "退还")
        turns.append(len(needs.files))
        return needs

    monkeypatch.setattr(attached, "needs_of", and_then_remove)
    assert desk.backups.make().verified
    assert turns == [2, 1]
