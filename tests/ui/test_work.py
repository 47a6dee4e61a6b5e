"""Long work: where results, refusals and bugs arrive, what is shown, what is dropped."""

from __future__ import annotations

import gc
import sys
import threading
import weakref
from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from petidesk.domain.trouble import KnownTrouble, Refused, Trouble
from petidesk.ui import work
from tests.clock import pause


def test_the_result_arrives_on_the_main_thread_and_the_work_ran_elsewhere(qtbot: QtBot) -> None:
    owner = QObject()
    seen: list[tuple[int, int]] = []
    main = threading.get_ident()
    work.run(owner, threading.get_ident, lambda there: seen.append((there, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] != main
    assert seen[0][1] == main


def test_a_refusal_goes_to_who_asked(qtbot: QtBot) -> None:
    owner = QObject()
    seen: list[Trouble] = []

    def refuse() -> None:
        raise Refused("too_many", "代表不能超过5人。", field="people")

    work.run(owner, refuse, lambda _result: pytest.fail("it was refused"), seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert (seen[0].code, seen[0].field) == ("too_many", "people")


def test_a_trouble_that_nobody_took_goes_to_the_board(qtbot: QtBot) -> None:
    owner = QObject()

    def full() -> None:
        raise KnownTrouble("full", "磁盘满了。")

    with qtbot.waitSignal(work.board().trouble, timeout=10_000) as told:
        work.run(owner, full)
    assert told.args[0].code == "full"


def test_a_bug_goes_to_the_board_and_not_to_failed(qtbot: QtBot) -> None:
    owner = QObject()
    with qtbot.waitSignal(work.board().bug, timeout=10_000) as told:
        work.run(owner, lambda: 1 // 0, None, lambda _trouble: pytest.fail("a bug is no refusal"))
    assert isinstance(told.args[0], ZeroDivisionError)


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads change hands as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty")
def test_nothing_that_work_held_is_freed_in_the_pool(qtbot: QtBot) -> None:
    """A widget freed there, while the window draws, takes the process along."""
    owner, main = QObject(), threading.get_ident()
    freed: Counter[tuple[str, bool]] = Counter()

    class Widget(QObject):
        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

        def __del__(self) -> None:
            freed[self.what, threading.get_ident() == main] += 1

    def begin(wrong: bool) -> None:
        held, waits = Widget("call"), Widget("done")

        def call() -> int:
            return len(held.what) // (0 if wrong else 1)

        work.run(owner, call, lambda length: waits.what[:length])

    for place in range(60):
        begin(wrong=place % 4 == 0)
        qtbot.wait(1)
    qtbot.waitUntil(lambda: work.busy() == 0)
    qtbot.wait(1)
    gc.collect()
    assert freed["call", True] == freed["done", True] == 60, freed


def test_nothing_arrives_when_the_owner_is_gone(qtbot: QtBot, qapp: QApplication) -> None:
    owner = QObject()
    seen: list[object] = []
    go_on = threading.Event()
    work.run(owner, lambda: go_on.wait(5), seen.append)
    import shiboken6

    shiboken6.delete(owner)
    go_on.set()
    qtbot.waitUntil(lambda: work.busy() == 0)
    qapp.processEvents()
    assert seen == []


def test_cancelled_work_gives_no_result_but_says_so(qtbot: QtBot) -> None:
    owner = QObject()
    ticket = work.Ticket("导入")
    seen: list[str] = []

    def patient() -> str:
        while not ticket.cancelled():
            pause(0.005)
        return "half"

    work.run(owner, patient, seen.append, ticket=ticket, cancellable=True, on_cancel=lambda: seen.append("cancelled"))
    ticket.cancel()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["cancelled"]


def test_only_slow_work_with_a_title_is_shown(qtbot: QtBot) -> None:
    owner = QObject()
    shown: list[str] = []
    work.board().slow.connect(lambda ticket: shown.append(ticket.title))
    go_on = threading.Event()
    done: list[object] = []
    work.run(owner, lambda: go_on.wait(5), done.append, title="慢")
    work.run(owner, lambda: go_on.wait(5), done.append)
    work.run(owner, lambda: 1, done.append, title="快")
    qtbot.waitUntil(lambda: bool(shown), timeout=10_000)
    go_on.set()
    qtbot.waitUntil(lambda: len(done) == 3)
    assert shown == ["慢"]


def test_progress_is_told_on_the_main_thread(qtbot: QtBot) -> None:
    owner = QObject()
    ticket = work.Ticket()
    steps: list[tuple[int, int, bool]] = []
    main = threading.current_thread()
    ticket.advanced.connect(lambda done, total: steps.append((done, total, threading.current_thread() is main)))
    finished: list[object] = []
    work.run(owner, lambda: [ticket.progress(n, 3) for n in (1, 2, 3)], finished.append, ticket=ticket)
    qtbot.waitUntil(lambda: len(steps) == 3 and bool(finished))
    assert steps == [(1, 3, True), (2, 3, True), (3, 3, True)]


def test_of_several_questions_only_the_last_is_answered(qtbot: QtBot) -> None:
    owner = QObject()
    latest = work.Latest(owner, 20)
    asked: list[str] = []
    answered: list[str] = []

    def question(text: str) -> str:
        asked.append(text)
        return text

    for text in ("张", "张桂", "张桂花"):
        latest.ask(lambda text=text: question(text), answered.append)
    qtbot.waitUntil(lambda: bool(answered))
    assert asked == ["张桂花"]
    assert answered == ["张桂花"]


def test_an_answer_that_comes_too_late_is_dropped(qtbot: QtBot) -> None:
    owner = QObject()
    latest = work.Latest(owner, 5)
    go_on = threading.Event()
    started = threading.Event()
    answered: list[str] = []

    def slow() -> str:
        started.set()
        go_on.wait(5)
        return "old"

    latest.ask(slow, answered.append)
    qtbot.waitUntil(started.is_set)
    latest.ask(lambda: "new", answered.append)
    go_on.set()
    qtbot.waitUntil(lambda: bool(answered))
    qtbot.waitUntil(lambda: work.busy() == 0)
    assert answered == ["new"]


def test_after_a_bug_the_next_question_is_still_asked(qtbot: QtBot) -> None:
    owner = QObject()
    latest = work.Latest(owner, 5)
    with qtbot.waitSignal(work.board().bug, timeout=10_000):
        latest.ask(lambda: 1 // 0, lambda _answer: pytest.fail("no answer"))
    answered: list[int] = []
    latest.ask(lambda: 2, answered.append)
    qtbot.waitUntil(lambda: answered == [2])


def test_a_place_is_empty_until_the_answer_about_the_next_thing_is_in(qtbot: QtBot) -> None:
    """About another thing it is emptied before anything is read; about the same thing nothing blinks."""
    seen: list[str] = []
    owner = QObject()
    reading = work.Reading(owner, lambda about: seen.append(f"empty {about}"))
    for about, told in (("甲", 2), ("甲", 3), ("乙", 5)):
        reading.read(about, lambda about=about: about, lambda found: seen.append(f"shown {found}"))
        assert reading.about == about
        qtbot.waitUntil(lambda told=told: len(seen) == told and work.busy() == 0)
    assert seen == ["empty 甲", "shown 甲", "shown 甲", "empty 乙", "shown 乙"]
    reading.named(7)
    reading.turn(7)
    assert len(seen) == 5, "the same under its other name"
    reading.read("丙", lambda: "丙", lambda found: seen.append(f"shown {found}"))
    reading.turn("丁")
    qtbot.wait(50)
    assert seen[5:] == ["empty 丙", "empty 丁"], "an answer about something else is dropped"


class _Circle(QObject):
    """Refers to itself, so that only the collector frees it."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def test_garbage_is_collected_on_the_main_thread_whoever_made_it(qtbot: QtBot) -> None:
    """Python collects on the thread that makes the next object: a widget must not die while the window draws."""
    ends: list[int] = []
    circle = _Circle()
    weakref.finalize(circle, lambda: ends.append(threading.get_ident()))
    del circle

    def much() -> None:
        kept = [[number] for number in range(20 * gc.get_threshold()[0])]
        assert kept and not ends

    owner = QObject()
    seen: list[object] = []
    work.run(owner, much, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    kept = [[number] for number in range(2 * gc.get_threshold()[0])]
    qtbot.waitUntil(lambda: bool(ends))
    assert kept and ends == [threading.get_ident()]
