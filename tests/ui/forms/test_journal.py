"""The journal: within two seconds, in order, one at a time, nothing pending is lost when another form begins."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from petidesk.domain.listing import Draft
from petidesk.domain.trouble import KnownTrouble
from petidesk.ui.forms.journal import WAIT, Journal, Snapshot


class Disk:
    """Takes snapshots and answers only when told to."""

    def __init__(self) -> None:
        self.text = ""
        self.started: list[tuple[int | None, str]] = []
        self.journal = Journal(self.content, self.start)

    def content(self) -> Snapshot | None:
        return ({"text": self.text}, False) if self.text else None

    def start(self, journal: Journal, snapshot: Snapshot) -> None:
        self.started.append((journal.draft_id, snapshot[0]["text"]))

    def type(self, text: str) -> None:
        self.text = text
        self.journal.changed()

    def answer(self, draft_id: int = 7) -> None:
        content: dict[str, Any] = {}
        self.journal.saved(Draft(draft_id, "visit", False, content, datetime(2026, 11, 19), "李敏"))


@pytest.fixture
def disk(qtbot: QtBot) -> Disk:
    return Disk()


def test_a_change_is_saved_within_two_seconds_though_typing_goes_on(disk: Disk, qtbot: QtBot) -> None:
    def typing() -> bool:
        disk.type(disk.text + "x")
        return bool(disk.started)

    qtbot.waitUntil(typing)  # it looks again after a hundredth of a second, and each look types on
    assert len(disk.started) == 1


def test_one_save_at_a_time_and_the_last_word_wins(disk: Disk, qtbot: QtBot) -> None:
    disk.type("a")
    disk.journal.flush()
    disk.type("ab")
    disk.type("abc")
    disk.journal.flush()
    assert disk.started == [(None, "a")]
    disk.answer()
    qtbot.waitUntil(lambda: len(disk.started) == 2, timeout=10_000)
    assert disk.started[1] == (7, "abc")
    disk.answer()
    assert not disk.journal.pending


def test_an_empty_form_leaves_no_draft(disk: Disk) -> None:
    disk.type("")
    disk.journal.flush()
    assert disk.started == []


def test_what_is_pending_is_saved_when_another_form_begins(disk: Disk) -> None:
    disk.type("a")
    disk.journal.flush()
    disk.type("ab")
    disk.journal.finish()
    disk.text = "the next form"
    disk.journal.changed()
    disk.answer()
    assert disk.started == [(None, "a"), (7, "ab")]
    disk.answer()
    assert disk.started == [(None, "a"), (7, "ab")]


def test_the_visit_waits_for_a_draft_under_way(disk: Disk) -> None:
    taken: list[int | None] = []
    disk.type("a")
    disk.journal.flush()
    disk.journal.settle(lambda: taken.append(disk.journal.draft_id))
    assert taken == []
    disk.answer()
    assert taken == [7]
    assert not disk.journal.pending


def test_a_failed_save_is_said_and_tried_again(disk: Disk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("petidesk.ui.forms.journal.RETRY", 10)
    disk.type("a")
    disk.journal.flush()
    with qtbot.waitSignal(disk.journal.trouble):
        disk.journal.failed(KnownTrouble("full", "磁盘已满。"))
    qtbot.waitUntil(lambda: len(disk.started) == 2, timeout=10_000)


def test_the_wait_keeps_the_promise_of_two_seconds() -> None:
    assert WAIT < 2000
