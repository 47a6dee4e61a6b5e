"""The end of the chain is noted outside of the file: a cut tail is seen, a failed computer is not taken for one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2
from hypothesis import given
from hypothesis import strategies as st

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.safety import backups
from petidesk.domain.audit import Verified
from petidesk.domain.audit_words import act_words
from petidesk.domain.undo.actions import ACTIONS, BESIDE, TRACES
from petidesk.storage.file.database import FILE_NAME
from petidesk.storage.safety import head
from petidesk.storage.safety.head import Head

Document = Callable[..., dict[str, Any]]
CUT = (
    "DELETE FROM audit_payload WHERE event_id > (SELECT max(id) - 2 FROM audit_event)",
    "DELETE FROM audit_event WHERE id > (SELECT max(id) - 2 FROM audit_event)",
)


@pytest.fixture
def kept(office: Path, visit: Document) -> tuple[Path, int]:
    """A folder with some events, and how many."""
    desk = open_desk(office, purpose="write")
    for number in range(3):
        desk.visits.add(visit(number))
    entries = desk.audit.verify().entries
    desk.close()
    return office, entries


def _verified(folder: Path) -> Verified:
    desk = open_desk(folder, purpose="read")
    try:
        return desk.audit.verify()
    finally:
        desk.close()


def _alter(folder: Path, *statements: str) -> None:
    file = sqlcipher3.dbapi2.connect(str(folder / FILE_NAME))
    for statement in statements:
        file.execute(statement)
    file.commit()
    file.close()


def test_each_save_is_noted_and_the_chain_holds(kept: tuple[Path, int]) -> None:
    folder, entries = kept
    found = _verified(folder)
    assert (found.ok, found.entries, found.broken_at, found.behind) == (True, entries, None, 0)
    assert head.noted(folder) == Head(entries, found.head)


def test_a_cut_tail_is_seen_here_and_by_check(kept: tuple[Path, int]) -> None:
    folder, entries = kept
    _alter(folder, *CUT)
    found = _verified(folder)
    assert (found.ok, found.broken_at) == (False, entries - 1)
    desk = open_desk(folder, purpose="read")
    assert [problem.where for problem in desk.checks.run() if "审计链" in problem.what] == [head.NAME]
    desk.close()


def test_going_on_does_not_cover_a_cut_tail(kept: tuple[Path, int], visit: Document) -> None:
    folder, entries = kept
    _alter(folder, *CUT)
    with contextlib.closing(open_desk(folder, purpose="write")) as desk:
        for number in range(3, 8):
            desk.visits.add(visit(number))
    found = _verified(folder)
    assert not found.ok and found.broken_at == entries and found.entries > entries


def test_what_an_event_said_does_not_go_unseen(kept: tuple[Path, int]) -> None:
    folder, _entries = kept
    _alter(folder, "DELETE FROM audit_payload WHERE event_id = 3")
    assert _verified(folder).broken_at == 3


def test_every_act_has_its_words() -> None:
    assert [action for action in (*ACTIONS, *BESIDE, *TRACES) if act_words(action) == action] == []


def test_a_tail_that_was_written_anew_is_seen(kept: tuple[Path, int], visit: Document) -> None:
    folder, entries = kept
    note = (folder / head.NAME).read_bytes()
    _alter(folder, *CUT)
    (folder / head.NAME).unlink()
    desk = open_desk(folder, purpose="write")
    while desk.audit.verify().entries <= entries:
        desk.visits.add(visit(7))
    desk.close()
    (folder / head.NAME).write_bytes(note)
    assert (_verified(folder).ok, _verified(folder).broken_at) == (False, entries)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET subject = 'x' WHERE id = 2",
        "UPDATE audit_payload SET after = '{}' WHERE event_id = 2",
        "DELETE FROM audit_event WHERE id = 2",
        "UPDATE audit_event SET id = -id WHERE id IN (2, 3); UPDATE audit_event SET id = 5 + id WHERE id < 0",
    ],
)
def test_what_was_changed_within_is_seen(kept: tuple[Path, int], statement: str) -> None:
    folder, _entries = kept
    _alter(folder, "PRAGMA foreign_keys=OFF", *statement.split("; "))
    found = _verified(folder)
    assert not found.ok and found.broken_at == 2


def test_a_computer_that_failed_after_a_save_is_no_break(kept: tuple[Path, int], visit: Document) -> None:
    folder, _entries = kept
    before = (folder / head.NAME).read_bytes()
    desk = open_desk(folder, purpose="write")
    desk.visits.add(visit(9))
    desk.close()
    (folder / head.NAME).write_bytes(before)
    found = _verified(folder)
    assert found.ok and found.behind > 0
    desk = open_desk(folder, purpose="write")
    desk.visits.add(visit(10))
    desk.close()
    assert _verified(folder).behind == 0


def test_a_restore_keeps_both_heads_and_begins_anew(kept: tuple[Path, int], visit: Document) -> None:
    folder, _entries = kept

    def add(desk: Desk) -> None:
        desk.visits.add(visit(11))

    desk = open_desk(folder, purpose="write")
    made = Path(desk.backups.make().file)
    then = desk.audit.verify()
    add(desk)
    lost = desk.audit.verify()
    desk.close()
    backups.restore(folder, made)
    assert _verified(folder).ok, "before anybody wrote"
    desk = open_desk(folder, purpose="write")
    (change,) = [line for line in desk.audit.for_subject("office", "1") if line.event.action == "backup.restored"]
    assert change.before == {"entries": lost.entries, "hash": lost.head}  # type: ignore[union-attr]
    assert change.after == {"entries": then.entries, "hash": then.head}  # type: ignore[union-attr]
    add(desk)
    assert desk.audit.verify().ok and desk.checks.run() == []
    desk.close()


HEADS = st.builds(Head, st.integers(1, 10**9), st.text("0123456789abcdef", min_size=64, max_size=64))


@given(st.lists(HEADS, min_size=1, max_size=6), st.integers(0, 191))
def test_a_note_that_was_cut_off_leaves_the_one_before_it(
    tmp_path_factory: pytest.TempPathFactory, heads: list[Head], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("notes")
    rising = sorted({each.entries: each for each in heads}.values(), key=lambda each: each.entries)
    for each in rising:
        head.note(folder, each)
        assert head.noted(folder) == each
    data = bytearray((folder / head.NAME).read_bytes())
    data[min(cut, len(data) - 1)] ^= 0x55
    (folder / head.NAME).write_bytes(bytes(data))
    assert head.noted(folder) in (*rising[-2:], None)
    assert head.noted(folder) is not None or len(rising) == 1
