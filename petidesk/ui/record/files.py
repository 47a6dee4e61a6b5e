"""The attachments beside an open record: Alt+A shows them, Ctrl+V and a drop add to them, Esc leaves them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from petidesk.ui.record.attachments import AttachmentsPanel, given
from petidesk.ui.record.head import RecordHead
from petidesk.ui.record.sheet import Sheet

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk


class FilesBeside(QObject):
    """Follows the keys and drops of a `view` whose records take attachments of a kind."""

    def __init__(
        self,
        view: QWidget,
        desk: Desk,
        kind: str,
        sheet: Sheet,
        head: RecordHead,
        ask: Callable[[], tuple[str, str] | None],
        back: Callable[[], None],
    ) -> None:
        """`ask`: number and reason of the record that is read, None while something is typed; `back`: to the cards."""
        super().__init__(view)
        self._desk, self._kind = desk, kind
        self._sheet, self._head = sheet, head
        self._ask, self._back = ask, back
        self._panel: AttachmentsPanel | None = None
        self._count: int | None = None
        head.files_wanted.connect(self.open)
        view.setAcceptDrops(True)
        view.installEventFilter(self)
        for keys, call in (("Alt+A", self.open), (QKeySequence.StandardKey.Paste, self.paste)):
            shortcut = QShortcut(QKeySequence(keys), view)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    @property
    def panel(self) -> AttachmentsPanel:
        """The attachments, made when they are first asked for."""
        if self._panel is None:
            self._panel = AttachmentsPanel(self._desk)
            self._panel.left.connect(self._back)
            self._panel.changed.connect(self._changed)
        return self._panel

    @property
    def shown(self) -> bool:
        """Whether they stand beside the record."""
        return self._panel is not None and self._sheet.beside is self._panel

    @property
    def typing(self) -> bool:
        """Whether a reason for removing one is being typed."""
        return self._panel is not None and self._panel.typing

    def count_of(self, number: str) -> int | None:
        """How many a record has, None where it takes none (a draft has no number). Called in a worker."""
        return self._desk.attachments.count(self._kind, number) if self._kind and number else None

    def say_count(self, count: int | None) -> None:
        """Another record is shown, or the same was read again."""
        self._count = count
        self._head.show_files(count)

    def open(self) -> None:
        """Show them beside the record; not while something is being typed."""
        asked = self._ask()
        if self._count is None or asked is None:
            return
        if not self.shown:
            self._back()
        self.panel.show_record(self._kind, *asked)
        self._sheet.put_beside(self.panel)
        self.panel.start()

    def paste(self) -> None:
        """Take what lies on the clipboard among them."""
        if self._takes():
            self.open()
            self.panel.paste()

    def leave(self) -> bool:
        """Esc: leave the reason that is typed, else the attachments; False when they were not shown."""
        if self.typing:
            self.panel.leave_reason()
        elif self.shown:
            self._back()
        else:
            return False
        return True

    def left(self) -> None:
        """Another page takes their place."""
        if self._panel is not None and self.shown:
            self._panel.forget()

    def _takes(self) -> bool:
        return self._count is not None and self._ask() is not None

    def _changed(self) -> None:
        self.say_count(self.panel.count())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: files and pictures may be dropped on a record that takes them."""
        if isinstance(event, QDragEnterEvent) and self._takes() and given(event.mimeData(), ""):
            event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop and self._takes():
            event.acceptProposedAction()
            self.open()
            self.panel.take(event.mimeData())
            return True
        return False
