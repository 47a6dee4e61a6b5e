"""The one way to do long work (house rule 6): a callable runs in a pool thread, its result or error comes back here.

    work.run(self, lambda: desk.visits.add(document), self._saved, self._refused, title=self.tr("正在保存"))

`done` and `failed` are called on the main thread, and not at all when `owner` has been deleted meanwhile. A Trouble
goes to `failed`, or to the window's calm banner when there is none; anything else is a bug and goes to the bug dialog.
Work that has a `title` is shown in the window after 300 ms; with `cancellable` it gets a button that stops it.
"""

from __future__ import annotations

import contextlib
import gc
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal, Slot

from petidesk.domain.trouble import Trouble

T = TypeVar("T")
SHOW_AFTER_MS = 300


class Ticket(QObject):
    """One piece of work under way. `progress` and `cancelled` may be called from the work's own thread."""

    advanced = Signal(int, int)

    def __init__(self, title: str = "", cancellable: bool = False) -> None:
        super().__init__()
        self.title = title
        self.cancellable = cancellable
        self._stop = threading.Event()

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is; a total of 0 means that it is not known."""
        self.advanced.emit(done, total)

    def cancelled(self) -> bool:
        """Whether the work was asked to stop. Long work asks this between its steps and returns early."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop; its result is then dropped and `on_cancel` is called instead."""
        self._stop.set()


class Board(QObject):
    """What the window watches: slow work to show, troubles that nobody took, bugs, a setting somebody wants to fill."""

    slow = Signal(Ticket)
    ended = Signal(Ticket)
    trouble = Signal(object)
    bug = Signal(object)
    # The key of an empty setting for which something was refused; the window leads there and back.
    setting_wanted = Signal(str)
    # An errand whose outcome is there, sent by a thread of the pool.
    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _deliver(self, errand: _Errand) -> None:
        errand.deliver()


class _Errand:
    """The work on its way to the pool, and its outcome on the way back.

    Whichever thread lets go of an object last frees it: a widget freed in the pool, while the window draws, takes the
    process along. So the pool holds nothing but the errand, which is no object of Qt and forgets all it holds on the
    main thread. What it sends by is the board, which stays: a sender that is freed while another thread still emits
    ends the process, too.
    """

    def __init__(self, held: _Held) -> None:
        self._held: _Held | None = held
        self._board = board()

    def work(self) -> None:
        """Do the work and say that its outcome is there; for the thread of the pool."""
        self._do()
        self._board.arrived.emit(self)

    def _do(self) -> None:
        held = self._held
        if held is None or held.ticket.cancelled():
            return
        try:
            held.result = held.call()
        except BaseException as error:
            # A thread of the pool would only print it: it travels to the main thread instead.
            held.error = error

    def deliver(self) -> None:
        """Bring the outcome to who waits for it; on the main thread."""
        held, self._held = self._held, None
        _under_way.discard(self)
        if held is not None:
            self._board.ended.emit(held.ticket)
            held.deliver()

    def show_slow(self) -> None:
        """It takes long: say so, if it is still under way."""
        if self._held is not None:
            self._board.slow.emit(self._held.ticket)


@dataclass(slots=True)
class _Held:
    """What an errand holds of the main thread's, and what came of the work (an error holds its frames)."""

    owner: QObject
    ticket: Ticket
    call: Callable[[], object]
    done: Callable[[Any], object] | None
    failed: Callable[[Trouble], object] | None
    on_cancel: Callable[[], object] | None
    result: object = None
    error: BaseException | None = None

    def deliver(self) -> None:
        if not shiboken6.isValid(self.owner):
            return
        if self.ticket.cancelled():
            if self.on_cancel is not None:
                self.on_cancel()
        elif self.error is None:
            if self.done is not None:
                self.done(self.result)
        elif not isinstance(self.error, Trouble):
            board().bug.emit(self.error)
        elif self.failed is not None:
            self.failed(self.error)
        else:
            board().trouble.emit(self.error)


class _Task(QRunnable):
    def __init__(self, errand: _Errand) -> None:
        super().__init__()
        self._errand = errand

    def run(self) -> None:
        # The program may have ended meanwhile: then nobody waits for the outcome any more.
        with contextlib.suppress(RuntimeError):
            self._errand.work()


_under_way: set[_Errand] = set()
_board: Board | None = None
_pool: QThreadPool | None = None


def board() -> Board:
    """The board of this process, made on the main thread at first use."""
    global _board
    if _board is None or not shiboken6.isValid(_board):
        _board = Board()
    return _board


def pool() -> QThreadPool:
    """The pool of this process: few threads, because the PCs are small."""
    global _pool
    if _pool is None or not shiboken6.isValid(_pool):
        _pool = QThreadPool()
        _pool.setMaxThreadCount(4)
    return _pool


def run(
    owner: QObject,
    call: Callable[[], T],
    done: Callable[[T], object] | None = None,
    failed: Callable[[Trouble], object] | None = None,
    *,
    title: str = "",
    cancellable: bool = False,
    ticket: Ticket | None = None,
    on_cancel: Callable[[], object] | None = None,
) -> Ticket:
    """Run `call` off the main thread and bring what it returns or raises back to `owner` on the main thread.

    Pass a `ticket` made beforehand when the work reports progress or asks whether to stop:
    ``run(self, lambda: imports.run(path, progress=ticket.progress, cancelled=ticket.cancelled), ..., ticket=ticket)``.
    """
    chit = Ticket() if ticket is None else ticket
    chit.title = title or chit.title
    chit.cancellable = cancellable or chit.cancellable
    errand = _Errand(_Held(owner, chit, call, done, failed, on_cancel))
    _under_way.add(errand)
    if chit.title:
        # not the method itself: Qt would take what it belongs to for an object of its own
        QTimer.singleShot(SHOW_AFTER_MS, board(), lambda: errand.show_slow())
    pool().start(_Task(errand))
    return chit


class _Collector(QObject):
    """Walks over cyclic garbage on its own thread, where Python's own thresholds are passed.

    The pace keeps whole walks, which hold the window for tens of milliseconds, half a minute apart.
    """

    EVERY_MS = 250

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(self.EVERY_MS)

    def collect(self) -> None:
        passed = [count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if passed[0]:
            gc.collect(passed.index(False) - 1 if False in passed else 2)


def collect_here(app: QObject) -> None:
    """From now on cyclic garbage is collected on this thread alone, the main one, as long as `app` lives.

    Python collects on whichever thread makes the next object, so that work in the pool could delete a widget that had
    fallen into a circle, while the window draws: the process then dies. Garbage without a circle is freed as ever.
    """
    gc.disable()
    _Collector(app)


def keep_for_good() -> None:
    """What is loaded by now stays: the collector of cyclic garbage need not walk over it again.

    Measured: a full walk over the libraries and the window takes 40 to 60 ms, during which the window stands still.
    """
    gc.freeze()


def busy() -> int:
    """How many pieces of work are under way."""
    return len(_under_way)


def wait(milliseconds: int) -> bool:
    """Wait for the pool to empty, without running the event loop; for the end of the program only."""
    return pool().waitForDone(milliseconds)


class Question:
    """Drops answers that come too late: what is asked anew makes everything asked before out of date."""

    def __init__(self) -> None:
        self._asked = 0

    def again(self) -> Callable[[], bool]:
        """Ask anew. The answer tells, at any time later, whether this question is still the newest."""
        self._asked += 1
        return self.newest()

    def newest(self) -> Callable[[], bool]:
        """The same of the question asked last, without asking anew."""
        mine = self._asked
        return lambda: mine == self._asked


_Put = tuple[Callable[[], Any], Callable[[Any], object], Callable[[Trouble], object] | None]


class Latest(QObject):
    """Typing asks, only the last question is answered: waits `delay_ms` of quiet and drops answers that came too late.

    One question is under way at a time; what is asked meanwhile waits, and only the newest of those is asked next.
    """

    def __init__(self, owner: QObject, delay_ms: int = 120) -> None:
        super().__init__(owner)
        self._delay_ms = delay_ms
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)
        self._put: _Put | None = None
        self._question = Question()
        self._newest = self._question.newest()
        self._running = False

    def ask(
        self,
        call: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[Trouble], object] | None = None,
        *,
        rest_ms: int | None = None,
    ) -> None:
        """Put a question; it replaces the one before it, asked or not. `rest_ms`: another quiet than the usual."""
        self._newest = self._question.again()
        self._put = (call, done, failed)
        self._timer.start(self._delay_ms if rest_ms is None else rest_ms)

    def forget(self) -> None:
        """Drop the question that waits and the answer that is under way."""
        self._newest = self._question.again()
        self._put = None
        self._timer.stop()

    def _ask(self) -> None:
        if self._put is None or self._running:
            return
        call, done, failed = self._put
        self._put = None
        newest = self._newest
        self._running = True

        def answered(result: Any) -> None:
            self._over()
            if newest():
                done(result)

        def refused(trouble: Trouble) -> None:
            self._over()
            if newest():
                if failed is not None:
                    failed(trouble)
                else:
                    board().trouble.emit(trouble)

        # A bug in the question must free the way for the next one, too.
        def guarded() -> Any:
            try:
                return call()
            except Trouble:
                raise
            except BaseException:
                self._running = False
                raise

        run(self, guarded, answered, refused)

    def _over(self) -> None:
        self._running = False
        if self._put is not None and not self._timer.isActive():
            self._timer.start(0)


class Reading(Latest):
    """What a place on the screen shows belongs to what it was asked about last, or the place is empty.

    Asked about another thing than it shows, the place is emptied at once (`empty`, called with that thing), before
    anything is read: nobody takes the words of one record for those of the next. Asked about the same thing again,
    what stands stays until the new answer is in. Answers that come too late are dropped, as by `Latest`.
    """

    def __init__(self, owner: QObject, empty: Callable[[Any], object], delay_ms: int = 0) -> None:
        super().__init__(owner, delay_ms)
        self._empty = empty
        self._about: Any = None

    @property
    def about(self) -> Any:
        """What the place was asked about last; None before the first time."""
        return self._about

    def turn(self, about: Any) -> None:
        """The place is about this from now on: empty, if it was about something else."""
        if about != self._about:
            self.forget()
            self._about = about
            self._empty(about)

    def named(self, about: Any) -> None:
        """The same thing under another name: the number that was asked for has this id."""
        self._about = about

    def read(
        self,
        about: Any,
        call: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[Trouble], object] | None = None,
        *,
        rest_ms: int | None = None,
    ) -> None:
        """Turn to this and show what `call` says of it."""
        self.turn(about)
        self.ask(call, done, failed, rest_ms=rest_ms)
