"""Scans and photos of an open record: added by the file dialog, dropped or pasted, shown beside it page by page.

What belongs to an accusation has no name and no picture here until a reason opens it; the reason holds until the
panel is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QListWidgetItem, QVBoxLayout, QWidget

from petidesk.domain.attachments import MEDIA, Attachment, ClosedAttachment, Kept
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.forms.inputs import Field, TextField
from petidesk.ui.look import containers, controls, files, items
from petidesk.ui.look.dates import short_day
from petidesk.ui.look.theme import sized, spaced, theme
from petidesk.ui.paper.sheet import SheetView
from petidesk.ui.record.closed_card import ClosedCard

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

_ENDINGS = "*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff *.pdf"
# The list takes the room of its lines up to this, the picture below it at least that, in ems.
_LIST_HEIGHT = 9.0
_PICTURE_HEIGHT = 18.0
# Where the panel is lower than this and has that width, in ems, the picture stands beside the list.
_LOW, _WIDE, _LIST_WIDTH, _LOW_PICTURE = 32.0, 26.0, 11.0, 9.0

# What is to be added: a file that lies somewhere, or a picture from the clipboard with its name.
Given = Path | tuple[QImage, str]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of adding: how many were added, and why others were not."""

    added: int
    refused: tuple[str, ...]


class AttachmentsPanel(QWidget):
    """The attachments of one record. `left` asks to go back to what is read, `changed` says how many stand now."""

    left = Signal()
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._kind, self._number, self._why = "", "", ""
        self._found: list[Kept] = []
        self._question = work.Question()
        self._starting = False
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.timeout.connect(self._fit_list)
        column = QVBoxLayout(self)
        spaced(column, 0.75, (0, 0, 0.5, 0))
        column.addLayout(self._build_head())
        self.notice = controls.Notice("amber", closable=True)
        self.notice.hide()
        column.addWidget(self.notice)
        self.body = containers.Stack()
        self.first = controls.button(self.tr("选文件…"), self.choose_files, part="primary", icon="paperclip")
        self.empty = controls.Empty(
            "paperclip",
            self.tr("还没有附件"),
            self.tr("合同、照片、身份证明的扫描件可以放在这里：把文件拖进来，截图后按 Ctrl+V 粘贴，或者从文件夹里选。"),
            self.first,
        )
        self.body.addWidget(self.empty)
        self.filled = containers.Scroll(self._build_filled())
        self.body.addWidget(self.filled)
        column.addWidget(self.body, 1)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.ask_remove)

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        spaced(head, 0.5)
        self.title = controls.label(self.tr("附件"), "section")
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(controls.icon_button("x", self.tr("收起附件 Esc"), self.left.emit))
        return head

    def _build_filled(self) -> QWidget:
        filled = QWidget()
        column = self._filled = QVBoxLayout(filled)
        spaced(column, 0.5)
        self.add_button = controls.button(self.tr("添加…"), self.choose_files, icon="plus")
        self.paste_button = controls.button(self.tr("粘贴  Ctrl+V"), self.paste, icon="copy")
        self.save_button = controls.button(self.tr("另存…"), self.choose_target, icon="download")
        self.remove_button = controls.button(self.tr("移除…  Delete"), self.ask_remove, part="danger", icon="trash")
        self.deeds = containers.Flow(0.5)
        for part in (self.add_button, self.paste_button, self.save_button, self.remove_button):
            self.deeds.add(part)
        column.addWidget(self.deeds)
        self.list = containers.WrappedList(self.tr("附件"))
        self.list.installEventFilter(self)
        self.list.currentRowChanged.connect(lambda _row: self._show_current())
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        spaced(side, 0.5)
        side.addWidget(self.list)
        side.addWidget(self._build_reason())
        side.addStretch(1)
        self._pair = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        spaced(self._pair, 0.5)
        self._pair.addWidget(self._side)
        column.addLayout(self._pair, 1)
        self.shown = containers.Stack()
        sized(self.shown, min_height=_PICTURE_HEIGHT)
        self.view = SheetView(self._desk.attachments.page_count, self._desk.attachments.page_png)
        self.shown.addWidget(self.view)
        self.gone = controls.label("", "soft", wrap=True)
        self.gone.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.shown.addWidget(self.gone)
        self.card = ClosedCard()
        self.card.lead(False)  # choosing a file is what leads here
        self.card.opened.connect(self.reveal)
        self.shown.addWidget(containers.Scroll(self.card))
        self._pair.addWidget(self.shown, 1)
        return filled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture below the list, or beside it in a low window."""
        super().resizeEvent(event)
        beside = self.height() < theme.em(_LOW) and self.width() >= theme.em(_WIDE)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if direction != self._pair.direction():
            self._pair.setDirection(direction)
            sized(self._side, min_width=_LIST_WIDTH if beside else 0, max_width=_LIST_WIDTH if beside else 1000)
            sized(self.shown, min_height=_LOW_PICTURE if beside else _PICTURE_HEIGHT)
            # In a low window the picture comes first, what can be done with it below.
            self._filled.removeWidget(self.deeds)
            self._filled.insertWidget(1 if beside else 0, self.deeds)

    def _build_reason(self) -> QWidget:
        """移除 with its reason, in place; shown only when asked for."""
        self.reason, column = controls.card()
        self.why = TextField()
        self.why_field = Field(self.tr("移除的原因"), self.why)
        column.addWidget(self.why_field)
        deeds = containers.Flow(0.5)
        deeds.add(controls.button(self.tr("不移除  Esc"), self.leave_reason))
        deeds.add(controls.button(self.tr("移除这个附件"), self.remove, part="danger-main", icon="trash"))
        column.addWidget(deeds)
        self.reason.hide()
        return self.reason

    # ---- what is shown ---------------------------------------------------------------------------------------------

    @property
    def typing(self) -> bool:
        """Whether a reason is being typed that must not be lost."""
        return self.reason.isVisibleTo(self)

    def count(self) -> int:
        """How many attachments stand."""
        return sum(not one.removed for one in self._found)

    def current(self) -> Kept | None:
        """The attachment on which the list stands."""
        row = self.list.currentRow()
        return self._found[row] if 0 <= row < len(self._found) else None

    def show_record(self, kind: str, number: str, why: str) -> None:
        """Show the attachments of a record; `why`: the reason for which it was opened when it accuses somebody."""
        if (kind, number) != (self._kind, self._number):
            self._found = []
            self._fill(-1)
            self.notice.hide()
            self._why = ""
        self._kind, self._number = kind, number
        self._why = why or self._why
        self.read_again()

    def start(self) -> None:
        """Go to the list when it is read, or to what an empty one offers."""
        self._starting = True

    def forget(self) -> None:
        """Left: a reason that opened an accusation holds no longer."""
        self._why = ""
        self.leave_reason()
        self.view.forget()

    def read_again(self, *, added: bool = False) -> None:
        """Read the list anew; `added`: stand on the newest, whose picture shows whether it was the right one."""
        desk, kind, number, why = self._desk, self._kind, self._number, self._why
        before = self.count()
        newest = self._question.again()

        def done(found: list[Kept]) -> None:
            if newest():
                grown = sum(not one.removed for one in found) > before
                self._show(found, found[-1].attachment_id if added and grown else None)

        work.run(self, lambda: desk.attachments.listed(kind, number, why), done, self._closed_again)

    def _closed_again(self, trouble: Trouble) -> None:
        """The reason was not accepted: what stays is the closed list, and why it stays closed."""
        self._why = ""
        self._fail(trouble)

    def _show(self, found: list[Kept], then: int | None) -> None:
        before = self.current()
        wanted = before.attachment_id if then is None and before is not None else then
        self._found = found
        rows = [row for row, one in enumerate(found) if one.attachment_id == wanted]
        self._fill(rows[0] if rows else min(len(found) - 1, 0))
        if self._starting:
            self._starting = False
            (self.list if found else self.first).setFocus()
        self.changed.emit()

    def _fill(self, row: int) -> None:
        quiet = self.list.blockSignals(True)
        self.list.clear()
        for one in self._found:
            item = QListWidgetItem(self._line(one))
            if one.removed:
                items.words(item, "text_soft", struck=True)
            self.list.addItem(item)
        self.list.setCurrentRow(row)
        self.list.blockSignals(quiet)
        self._fit_list()
        self.body.setCurrentIndex(1 if self._found else 0)
        count = self.count()
        self.title.setText(self.tr("附件 {0} 个").format(count) if count else self.tr("附件"))
        self._show_current()

    def _fit_list(self) -> None:
        """As high as its lines, and no higher than leaves room for the picture."""
        self.list.fit()
        lines = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        self.list.setFixedHeight(min(lines + 2 * self.list.frameWidth(), theme.em(_LIST_HEIGHT)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: narrower lines are higher."""
        if event.type() == QEvent.Type.Resize:
            self._resized.start()
        return super().eventFilter(watched, event)

    def _line(self, one: Kept) -> str:
        day = short_day(one.added_at.date(), self._desk.today())
        pages = self.tr("{0} 页").format(one.pages)
        if isinstance(one, ClosedAttachment):
            return self.tr("附件 {0}　限制查阅　{1}　{2} 添加").format(one.attachment_id, pages, day)
        return self.tr("{0}　{1} {2}　{3} {4}").format(one.name, MEDIA[one.media], pages, day, one.added_by)

    def _show_current(self) -> None:
        one = self.current()
        self.leave_reason()
        stands = one is not None and not one.removed
        self.save_button.setEnabled(isinstance(one, Attachment) and stands)
        self.remove_button.setEnabled(stands)
        if one is None:
            self.view.forget()
            self.gone.setText("")
            self.shown.setCurrentWidget(self.gone)
        elif one.removed:
            self.view.forget()
            why = one.why if isinstance(one, Attachment) else ""
            self.gone.setText(self.tr("这个附件已经移除，文件不在了。{0}").format(why))
            self.shown.setCurrentWidget(self.gone)
        elif isinstance(one, ClosedAttachment):
            self.view.forget()
            self.shown.setCurrentIndex(2)
        else:
            self.shown.setCurrentWidget(self.view)
            self.view.ask(one.attachment_id, partial(self._paper, one.attachment_id, self._why), at_once=True)

    def _paper(self, attachment_id: int, why: str) -> Paper:
        """The pages of an attachment, for the view; in a worker."""
        content = self._desk.attachments.content(attachment_id, why)
        return Paper(content.attachment.name, "", 1, content.data, "", (), False)

    def reveal(self, why: str) -> None:
        """Open what an accusation keeps closed, for the reason typed."""
        self._why = why
        self.read_again()

    # ---- adding ----------------------------------------------------------------------------------------------------

    def choose_files(self) -> None:
        """The dialog of files."""
        kinds = self.tr("图片和PDF ({0})").format(_ENDINGS)
        self.add(list(files.files_to_open(self, self.tr("选要添加的附件"), kinds)))

    def paste(self) -> None:
        """What lies on the clipboard: files that were copied, or a picture."""
        found = given(QGuiApplication.clipboard().mimeData(), self._pasted_name())
        if found:
            self.add(found)
        else:
            self._say("amber", self.tr("剪贴板里没有图片或文件。截一张图，或在文件夹里复制文件，再按 Ctrl+V。"))

    def _pasted_name(self) -> str:
        return self.tr("粘贴的图片 {0}").format(f"{self._desk.now():%m-%d %H:%M}")

    def take(self, data: QMimeData) -> None:
        """What was dropped on the record."""
        self.add(given(data, self._pasted_name()))

    def add(self, these: Sequence[Given]) -> None:
        """Add files and pictures one after another; what is refused says why, the others are added."""
        if not these or not self._number:
            return
        desk, kind, number = self._desk, self._kind, self._number
        ticket = work.Ticket(self.tr("正在添加附件"), cancellable=True)

        def call() -> _Outcome:
            added, refused = 0, []
            for place, one in enumerate(these):
                if ticket.cancelled():
                    break
                ticket.progress(place, len(these))
                try:
                    if isinstance(one, Path):
                        desk.attachments.add_file(kind, number, one)
                    else:
                        desk.attachments.add(kind, number, _png(one[0]), name=one[1])
                    added += 1
                except Trouble as trouble:
                    if len(these) == 1:
                        raise
                    refused.append(f"{_called(one)}：{trouble.message}")
            return _Outcome(added, tuple(refused))

        def done(outcome: _Outcome) -> None:
            self.notice.setVisible(bool(outcome.refused))
            if outcome.refused:
                self._say(
                    "amber", self.tr("添加了 {0} 个。没有添加：{1}").format(outcome.added, "".join(outcome.refused))
                )
            if (kind, number) == (self._kind, self._number):
                self.read_again(added=True)

        work.run(self, call, done, self._fail, ticket=ticket, on_cancel=self.read_again)

    # ---- saving and removing ---------------------------------------------------------------------------------------

    def choose_target(self) -> None:
        """The dialog for a copy."""
        one = self.current()
        if isinstance(one, Attachment) and not one.removed:
            target = files.file_to_save(self, self.tr("另存附件"), file_name(one))
            if target is not None:
                self.save_to(target)

    def save_to(self, target: Path) -> None:
        """Write a copy of the current attachment."""
        one, desk, why = self.current(), self._desk, self._why
        if not isinstance(one, Attachment) or one.removed:
            return
        said = self.tr("{0} 已另存为 {1}").format(one.name, target.name)
        call = partial(desk.attachments.save_copy, one.attachment_id, target, why)
        work.run(self, call, lambda _: self._say("leaf", said), self._fail, title=self.tr("正在写文件"))

    def ask_remove(self) -> None:
        """Show the field for the reason; nothing is removed yet."""
        one = self.current()
        if one is not None and not one.removed:
            self.reason.show()
            self.shown.hide()
            self.why.clear()
            self.why_field.say("")
            self.why.setFocus()
            QTimer.singleShot(0, self.reason, lambda: self.filled.ensureWidgetVisible(self.reason))

    def leave_reason(self) -> None:
        """Go back without removing."""
        if self.typing:
            self._close_reason()

    def _close_reason(self) -> None:
        self.reason.hide()
        self.shown.show()

    def remove(self) -> None:
        """Remove the current attachment for the reason typed."""
        one, why = self.current(), self.why.text().strip()
        if one is None:
            return
        if not why:
            self.why_field.say(self.tr("请写明移除的原因"), "error")
            self.why.setFocus()
            return
        desk, ident = self._desk, one.attachment_id

        def done(_removed: Kept) -> None:
            self._close_reason()
            self._say("leaf", self.tr("已移除。这一行和原因留着。"))
            self.read_again()

        def failed(trouble: Trouble) -> None:
            self.why_field.say(trouble.message, "error")

        work.run(self, lambda: desk.attachments.remove(ident, why), done, failed, title=self.tr("正在移除"))

    def _fail(self, trouble: Trouble) -> None:
        self.notice.show_trouble(trouble)

    def _say(self, colour: str, words: str) -> None:
        self.notice.show_as(colour, words)
        self.notice.show()


def given(data: QMimeData, name: str) -> list[Given]:
    """What a drop or the clipboard brings: the files it names, else its picture called `name`; none for all else."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if files:
        return list(files)
    image = data.imageData() if data.hasImage() else None
    return [(image, name)] if isinstance(image, QImage) and not image.isNull() else []


def file_name(one: Attachment) -> str:
    """A name for a copy, with the ending of what it is and without what a file system refuses."""
    ending = "." + MEDIA[one.media].lower()
    bare = "".join("_" if sign in '<>:"/\\|?*' else sign for sign in one.name).rstrip(". ")
    return bare if Path(bare).suffix.lower() in (ending, ".jpeg", ".tiff") else bare + ending


def _called(one: Given) -> str:
    return one.name if isinstance(one, Path) else one[1]


def _png(image: QImage) -> bytes:
    """The picture as a file. Called in a worker: a large screen takes a while."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
