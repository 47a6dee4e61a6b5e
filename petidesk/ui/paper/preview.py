"""The preview of a paper: the very bytes that will be printed and kept, the size, the copies, the printer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from petidesk.domain.office.unset import way_out
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.forms.inputs import ChipChoice, Field, Spin
from petidesk.ui.look import containers, controls, files
from petidesk.ui.look.feet import foot
from petidesk.ui.look.theme import sized, spaced, theme
from petidesk.ui.paper import printout as printing
from petidesk.ui.paper.printout import Printout, Tick

if TYPE_CHECKING:
    from petidesk.ui.seat import Seat

# Dots per inch of the picture on the screen.
SCREEN_DOTS = 144
MARK = 1


class _Sheet(QWidget):
    """One page as a picture, as wide as there is room and never larger than life at the font step in force."""

    def __init__(self, picture: bytes) -> None:
        super().__init__()
        self._image = QImage.fromData(picture)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """A sheet keeps its shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the sheet at this width."""
        return round(self._shown(width) * self._image.height() / max(self._image.width(), 1)) + 2 * MARK

    def sizeHint(self) -> QSize:
        """As wide as life."""
        return QSize(self._life(), self.heightForWidth(self._life()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture with a hairline around it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        width = self._shown(self.width())
        height = self.heightForWidth(self.width()) - 2 * MARK
        frame = QRect((self.width() - width) // 2, 0, width, height)
        painter.drawImage(frame, self._image)
        painter.setPen(theme.color("line_strong"))
        painter.drawRect(frame.adjusted(0, 0, -1, -1))

    def _life(self) -> int:
        return round(self._image.width() / SCREEN_DOTS * theme.em(7))

    def _shown(self, width: int) -> int:
        return max(min(width, self._life()), 1)


class PreviewPanel(QWidget):
    """Shows a `Printout` and prints it. `printed` carries the sentence that says what happened."""

    printed = Signal(str)
    closed = Signal()

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self._seat = seat
        self._printout: Printout | None = None
        self._paper: Paper | None = None
        # The paper on the screen was refused for an empty setting.
        self._unset = False
        self._sizes = ChipChoice((), "")
        # What may be ticked beside the paper that is shown.
        self.ticks: list[QCheckBox] = []
        self._latest = work.Latest(self, 0)
        outer = QVBoxLayout(self)
        spaced(outer, 0.75)
        head = QHBoxLayout()
        spaced(head, 0.75)
        self._title = controls.label("", "section")
        head.addWidget(self._title)
        head.addStretch(1)
        self._close = controls.icon_button("x", self.tr("收起预览"), self.closed.emit)
        head.addWidget(self._close)
        outer.addLayout(head)
        self._options = containers.Flow(1)
        outer.addWidget(self._options)
        self.notice = controls.Notice("amber")
        self.notice.hide()
        outer.addWidget(self.notice)
        self.waiting = controls.label(self.tr("正在排版…"), "soft")
        self.waiting.hide()
        outer.addWidget(self.waiting)
        self._inner = QWidget()
        self._pages = QVBoxLayout(self._inner)
        spaced(self._pages, 1)
        outer.addWidget(containers.Scroll(self._inner), 1)
        outer.addWidget(self._actions())
        self._build_options()

    def _build_options(self) -> None:
        self._printers = QComboBox()
        self._printers.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        sized(self._printers, min_width=14)
        self._copies = Spin()
        self._copies.setRange(1, 20)
        sized(self._copies, min_width=5)
        self._printer_field = Field(self.tr("打印机"), self._printers)
        self._copies_field = Field(self.tr("份数"), self._copies)

    def _actions(self) -> QWidget:
        flow = containers.Flow(0.5)
        foot(flow)
        self.print_now = controls.button(self.tr("打印"), self.print, part="primary", icon="printer")
        self.save_pdf = controls.button(self.tr("存为 PDF"), self._choose_file, icon="download")
        for part in (self.print_now, self.save_pdf):
            part.setAutoDefault(True)
            flow.add(part)
        self._flow = flow
        return flow

    def set_leading(self, leading: bool) -> None:
        """Whether the paper is what the clerk is about; beside another panel it has no filled button and stays."""
        self.print_now.setVisible(leading)
        self._close.setVisible(leading)
        self._flow.again()

    def show_printout(self, printout: Printout) -> None:
        """Show a paper on the size that this seat used last."""
        self._printout = printout
        self._title.setText(self.tr("预览：{0}").format(printout.title))
        self._fill_options(printout)
        self._show_size(self._sizes.chosen())
        self.take_focus()

    def print_at_once(self, printout: Printout) -> bool:
        """Print without showing, on the printer and paper used last; False when this seat has none chosen yet."""
        name = self._seat.printer
        if not name or name not in printing.printer_names():
            return False
        size = self._seat.paper if self._seat.paper in printout.sizes else printout.sizes[0]
        self._send(printout, size, name, 1)
        return True

    def chosen_size(self) -> str:
        """The paper size that is shown."""
        return self._sizes.chosen()

    def paper(self) -> Paper | None:
        """The paper on the screen; None until it is drawn."""
        return self._paper

    def _fill_options(self, printout: Printout) -> None:
        names = printing.printer_names()
        self._options.clear()
        self.ticks = []
        self._build_options()
        chosen = self._seat.paper if self._seat.paper in printout.sizes else printout.sizes[0]
        self._sizes = ChipChoice([(size, printing.size_words(size, printout.title)) for size in printout.sizes], chosen)
        self._sizes.changed.connect(self._show_size)
        sizes = Field(self.tr("纸张"), self._sizes)
        sized(sizes, min_width=22 if len(printout.sizes) > 2 else 10)
        for part in (sizes, self._copies_field, self._printer_field):
            self._options.add(part)
        stops = (self._close, *sizes.stops(), self._copies, self._printers, self.print_now, self.save_pdf)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        self._printers.addItems(names)
        if self._seat.printer in names:
            self._printers.setCurrentText(self._seat.printer)
        self._printer_field.setVisible(bool(names))
        self._options.again()
        if printout.ticks is not printing.no_ticks:
            work.run(self, printout.ticks, partial(self._offer, printout))
        self.print_now.setEnabled(bool(names))
        self.print_now.setToolTip("" if names else self.tr("这台电脑没有装打印机，可以存为 PDF。"))

    def _offer(self, printout: Printout, ticks: Sequence[Tick]) -> None:
        """The boxes to tick beside the paper that is on the screen."""
        if printout is not self._printout:
            return
        for tick in ticks:
            box = QCheckBox(tick.words)
            box.setToolTip(tick.tip)
            box.toggled.connect(partial(self._tick, tick))
            self._options.add(box)
            self.ticks.append(box)
        self._options.again()

    def _tick(self, tick: Tick, on: bool) -> None:
        """The paper with it, or without."""
        tick.put(on)
        self._show_size(self._sizes.chosen())

    def _show_size(self, size: str) -> None:
        printout = self._printout
        if printout is None:
            return
        # The slip itself holds the visitor's copy and the file's: one print is a full set.
        self._copies.setValue(1)
        self._empty()
        self.waiting.show()

        def draw() -> tuple[Paper, list[bytes]]:
            paper = printout.show(size)
            return paper, printing.rendered(printout, paper, SCREEN_DOTS)

        self._latest.ask(draw, self._show_pages, self._trouble)

    def _empty(self) -> None:
        """Another paper is being drawn: no page of the one before stands under its name."""
        self._paper = None
        self.notice.hide()
        self._clear_pages()

    def _show_pages(self, drawn: tuple[Paper, list[bytes]]) -> None:
        self.waiting.hide()
        self._paper, pictures = drawn
        for number, picture in enumerate(pictures, 1):
            sheet = _Sheet(picture)
            sheet.setAccessibleName(self.tr("第 {0} 页，共 {1} 页").format(number, len(pictures)))
            self._pages.addWidget(sheet)
        self._pages.addStretch(1)
        self._warn(self._paper)

    def _clear_pages(self) -> None:
        while self._pages.count():
            item = self._pages.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _warn(self, paper: Paper) -> None:
        missing = "".join(paper.missing_characters)
        if paper.notes:
            self.notice.show_as("amber", "".join(paper.notes))
        elif missing:
            self.notice.show_as("amber", self.tr("字库里没有“{0}”，印出来是空框，请打印后手写补上。").format(missing))
        elif not printing.printer_names():
            self.notice.show_as("ink", self.tr("这台电脑没有装打印机。可以存为 PDF，拿到别处打印。"))
        self.notice.setVisible(bool(paper.notes or missing) or not printing.printer_names())

    def print(self) -> None:
        """Print what is shown on the chosen printer."""
        if self._printout is None or not self._printers.currentText():
            return
        self._seat.printer = self._printers.currentText()
        self._seat.paper = self.chosen_size()
        self._send(self._printout, self.chosen_size(), self._printers.currentText(), self._copies.value())

    def _send(self, printout: Printout, size: str, printer: str, copies: int) -> None:
        """The record is committed and the bytes are frozen before the printer is called."""

        def keep() -> list[bytes]:
            return printing.rendered(printout, printout.keep(size), printing.DOTS)

        def send(pages: list[bytes]) -> None:
            try:
                printing.print_pages(printing.printer_named(printer), pages, copies, printout.title)
            except Trouble as trouble:
                self._trouble(trouble)
                return
            self.printed.emit(self.tr("{0}已送打印机 {1}，{2} 份。").format(printout.title, printer, copies))

        work.run(self, keep, send, self._trouble, title=self.tr("正在准备打印"))

    def _choose_file(self) -> None:
        if self._printout is None:
            return
        proposed = f"{self._printout.title}.pdf"
        target = files.file_to_save(self, self.tr("存为 PDF"), proposed, self.tr("PDF 文件 (*.pdf)"))
        if target is not None:
            self.write_pdf(target)

    def write_pdf(self, target: Path) -> None:
        """Freeze the paper, log one print, and write its bytes to `target`."""
        printout, size = self._printout, self.chosen_size()
        if printout is None:
            return

        def write() -> None:
            target.write_bytes(printout.keep(size).pdf)

        self._seat.paper = size
        done = self.tr("{0}已存为 {1}。").format(printout.title, target.name)
        work.run(self, write, lambda _: self.printed.emit(done), self._trouble, title=self.tr("正在写文件"))

    def take_focus(self) -> None:
        """The keys go to printing, where there is a printer."""
        (self.print_now if self.print_now.isEnabled() else self.save_pdf).setFocus()

    def _trouble(self, trouble: Trouble) -> None:
        self.waiting.hide()
        self.notice.show_trouble(trouble)
        self._unset = bool(way_out(trouble)[0])
        if self._unset:
            self._clear_pages()
            self.notice.focus_action()

    def showEvent(self, event: QShowEvent) -> None:
        """Back from a setting that was empty: the paper is drawn once more."""
        super().showEvent(event)
        if self._unset:
            self._unset = False
            self._show_size(self._sizes.chosen())
