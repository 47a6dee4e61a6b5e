"""Each backup says where the audit chain ended: a chain that was cut, or is another one, is told by the copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.safety import backups
from petidesk.domain.audit import Verified
from tests.offices import new_office


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new_office(tmp_path / "data", office="清溪镇", county="安平县", villages=["东村"])
    return tmp_path / "data"


def change(desk: Desk, phone: str) -> None:
    """One event more."""
    desk.office.change({"phone": phone})


def verified(folder: Path) -> Verified:
    """What audit verify says."""
    desk = open_desk(folder, purpose="read")
    try:
        return desk.audit.verify()
    finally:
        desk.close()


def test_a_cut_chain_is_told_by_the_copy_even_where_the_folders_own_note_was_cut_too(
    folder: Path, tmp_path: Path
) -> None:
    desk = open_desk(folder)
    change(desk, "0318-5550122")
    desk.close()
    older = shutil.copytree(folder, tmp_path / "older")
    desk = open_desk(folder)
    change(desk, "0318-5550123")
    stick = desk.backups.make(tmp_path / "stick")
    entries, head = desk.audit.verify().entries, desk.audit.verify().head
    desk.close()
    beside = Path(stick.file + ".sha256").read_text(encoding="utf-8")
    assert f"# audit {entries} {head}" in beside and beside.splitlines()[-1].endswith(Path(stick.file).name)
    assert verified(folder).ok
    for name in ("petidesk.db", "chain.head"):  # whoever may write in the folder takes both back
        shutil.copyfile(older / name, folder / name)
    for journal in folder.glob("petidesk.db-*"):
        journal.unlink()
    found = verified(folder)
    assert [problem.where for problem in found.problems] == [stick.file]
    assert f"备份里有{entries}条" in found.problems[0].what
    log = folder / "backups" / "backups.jsonl"
    log.write_text(log.read_text(encoding="utf-8").replace(head, verified(folder).head), encoding="utf-8")
    assert [problem.where for problem in verified(folder).problems] == [stick.file], "the stick still says it"


def test_after_a_restore_copies_of_the_chain_before_it_are_no_fault(folder: Path) -> None:
    desk = open_desk(folder)
    first = desk.backups.make()
    change(desk, "0318-5550123")
    desk.backups.make()
    desk.close()
    backups.restore(folder, Path(first.file))
    assert verified(folder).ok, "before anybody opened it to write"
    desk = open_desk(folder)
    change(desk, "0318-5550124")
    desk.close()
    assert verified(folder).ok
