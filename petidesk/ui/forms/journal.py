"""The journal of one unfinished form: every change reaches the disk within two seconds, in order, one save at a time.

Knows no widgets. It is told that something changed, asks for the content when it is time, and hands it to a `start`
function that saves it off the main thread and reports back through `saved` or `failed`. One journal serves one form
from its first keystroke to its visit; another form gets another journal, so that no answer can reach the wrong one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from petidesk.domain.listing import Draft

# In milliseconds: well inside the promised two seconds, long enough that fast typing causes one write and not ten.
WAIT = 700
# After a failed save (disk full, locked) the next try comes by itself.
RETRY = 5_000

Snapshot = tuple[dict[str, Any], bool]


class Journal(QObject):
    """Keeps one form. `draft_id` is None until the first save came back."""

    kept = Signal(object)  # the Draft as saved
    trouble = Signal(Exception)

    def __init__(
        self,
        content: Callable[[], Snapshot | None],
        start: Callable[[Journal, Snapshot], None],
        draft_id: int | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`content` gives the form and whether it is restricted, None while it is empty; `start` saves a snapshot."""
        super().__init__(parent)
        self._content = content
        self._start = start
        self._busy = False
        self._dirty = False
        self._closed = False
        self._last: Snapshot | None = None
        self._then: Callable[[], object] | None = None
        self.draft_id = draft_id
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._flush)

    @property
    def pending(self) -> bool:
        """Whether something typed is not on the disk yet."""
        return self._dirty or self._busy or self._last is not None

    def changed(self) -> None:
        """Something was typed. The save is not put off by further typing."""
        if self._closed:
            return
        self._dirty = True
        if not self._busy and not self._timer.isActive():
            self._timer.start(WAIT)

    def flush(self) -> None:
        """Save now what is pending: the clerk leaves the page or closes the window."""
        self._timer.stop()
        self._flush()

    def finish(self) -> None:
        """Another form begins: what is pending of this one is taken down now and saved, then nothing more."""
        self._timer.stop()
        if self._dirty:
            self._last = self._content()
            self._dirty = False
        self._closed = True
        self._send_last()

    def drop(self) -> None:
        """The form is no more: nothing is asked of it again. What was taken down of it is saved still."""
        self._timer.stop()
        self._dirty = False
        self._closed = True

    def settle(self, then: Callable[[], object]) -> None:
        """Stop journalling and call `then` when no save is under way: the visit takes the draft with it."""
        self._timer.stop()
        self._dirty = False
        if self._busy:
            self._then = then
        else:
            then()

    def saved(self, draft: Draft) -> None:
        """The save under way came back."""
        self._busy = False
        self.draft_id = draft.draft_id
        self.kept.emit(draft)
        self._go_on(WAIT)

    def failed(self, error: Exception) -> None:
        """The save under way did not work: say so, keep the text, try again."""
        self._busy = False
        if not self._closed and self._then is None:
            self._dirty = True
        self.trouble.emit(error)
        self._go_on(RETRY)

    def _go_on(self, wait: int) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()
        elif self._last is not None:
            self._send_last()
        elif self._dirty:
            self._timer.start(wait)

    def _send_last(self) -> None:
        if self._last is not None and not self._busy:
            last, self._last = self._last, None
            self._send(last)

    def _flush(self) -> None:
        if not self._dirty or self._busy:
            return
        found = self._content()
        self._dirty = False
        if found is not None:
            self._send(found)

    def _send(self, snapshot: Snapshot) -> None:
        self._busy = True
        self._start(self, snapshot)
